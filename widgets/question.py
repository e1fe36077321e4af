"""A question before what is hard to take back: facts, the main action first, Escape beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget

from i18n.language import N_
from widgets import actions
from widgets.actions import Action
from widgets.bar import Bar
from widgets.page import Page
from widgets.part import Part
from widgets.text import Words, spread, words

# A held key starts to repeat a quarter to three quarters of a second after it went down, and then repeats every 30 to
# 100 ms. So an Enter that comes soon after the question is only believed once it stays alone for a moment.
SOON = 1.5  # seconds
REPEAT = 0.12


class Fact(NamedTuple):
    """One line of a question: label at the left, answer at the right. `strong` is for the total."""

    label: Words
    answer: Words = ""
    money: bool = False
    strong: bool = False
    muted: bool = False


class Question(Page[bool], ModalScreen[bool]):
    """Dismisses with True for the main action, False for Escape.

    `facts` stand in groups; a blank row separates two groups. Keys pressed before the question was painted are
    dropped, and so are those that a held key repeats: a held Enter never confirms.
    """

    CSS_PATH = None
    GLOBAL = (actions.HELP, actions.LANGUAGE, actions.PALETTE)
    HELP = N_("Enter does what the question asks; Esc goes back, and nothing is changed.")
    ACTIONS = (
        Action("answer_yes", "enter", "answer_yes", N_("Confirm"), N_("Do what the question asks.")),
        actions.HELP,
        actions.BACK,
    )
    AUTO_FOCUS = "Answers"
    DEFAULT_CSS = """
    Question, Question:ansi { background: $paper; }
    Question > #body { align: center middle; }
    Question.-h24 > #body { align: center top; padding: 1 1 0 1; }
    """

    def __init__(
        self,
        title: Words,
        facts: Sequence[Sequence[Fact]],
        yes: Words,
        *,
        no: Words = N_("Back"),
        bar: Bar | None = None,
        band: tuple[str, Words, Words] | None = None,
        yes_key: Words = N_("Confirm"),
        no_key: Words = N_("Back"),
    ) -> None:
        """`yes` labels the main action in the box, `yes_key` and `no_key` the keys in the footer."""
        super().__init__()
        self.title_words, self.facts, self.yes, self.no = title, facts, yes, no
        self._bar, self._band, self._yes_key, self._no_key = bar, band, yes_key, no_key

    def bar(self) -> Bar | None:
        return self._bar

    def footer(self) -> Iterable[Action]:
        yes, help_action, back = self.ACTIONS
        return (
            yes._replace(label=words(self._yes_key).plain),
            help_action,
            back._replace(label=words(self._no_key).plain),
        )

    def body(self) -> Iterable[Widget]:
        yield Answers(self)

    def on_mount(self) -> None:
        if self._band is not None:
            self.band(*self._band)

    def on_answers_given(self, message: Answers.Given) -> None:
        self.dismiss(message.yes)

    def answer_yes(self) -> None:
        self.dismiss(True)

    def go_back(self) -> None:
        self.dismiss(False)


class Answers(Part, can_focus=True):
    """The double box with the facts and the two answers."""

    DEFAULT_CSS = "Answers { width: 60; }"

    class Given(Message):
        def __init__(self, yes: bool) -> None:
            super().__init__()
            self.yes = yes

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._painted_at: float | None = None
        self._last_enter = 0.0
        self._believing: Timer | None = None

    def lines(self, width: int) -> list[Content]:
        question = self._question
        inner = width - 6
        edge, ground = "$focus on $surface-box", "$ink on $surface-box"
        title = words(question.title_words)
        top = Content.assemble(
            ("╔═", edge), Content.assemble(" ", title, " ").stylize_before(f"bold {ground}"),
            ("═" * max(0, width - 5 - title.cell_length) + "╗", edge),
        )  # fmt: skip
        rows: list[Content] = [Content("")]
        for group in question.facts:
            for fact in group:
                rows += self._fact(fact, inner)
            rows.append(Content(""))
        yes = Content.assemble(" ", words(actions.KEY_NAMES["enter"]), "  ", words(question.yes), " ")
        no = Content.assemble(words(actions.KEY_NAMES["escape"]), "  ", words(question.no))
        if self.has_focus:
            yes = Content.assemble(("> ", "$mark-text"), (yes.plain, "$focus-text"))
        else:
            yes = Content.assemble("  ", yes.stylize_before("bold $ink-text"))
        rows.append(Content.assemble(yes, "   ", no.stylize("$muted-text")))
        rows.append(Content(""))
        lines = [top]
        for index, row in enumerate(rows):
            # The mark stands one column left of the texts.
            left = " " if index == len(rows) - 2 else "  "
            inside = Content.assemble(left, row)
            inside = inside.pad_right(width - 2 - inside.cell_length).stylize_before(ground)
            lines.append(Content.assemble(("║", edge), inside, ("║", edge)))
        lines.append(Content.styled("╚" + "═" * (width - 2) + "╝", edge))
        return lines

    def _fact(self, fact: Fact, width: int) -> list[Content]:
        style = "bold $ink-text" if fact.strong else "$muted-text" if fact.muted else "$ink-text"
        label = words(fact.label).stylize_before(style)
        answer = words(fact.answer).stylize_before("bold $money-text" if fact.money else style)
        if not answer:
            return label.wrap(width) or [Content("")]
        return [spread(label, answer, width)]

    def on_mount(self) -> None:
        self.call_after_refresh(self._now_painted)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _now_painted(self) -> None:
        # A message is stamped by the same clock as keys are, on every system.
        self._painted_at = self._last_enter = Message().time

    def on_key(self, event: events.Key) -> None:
        if event.key != "enter":
            return
        event.stop()
        # `time` is when the key was read, so a key that waited in the queue is told from one that answers.
        if self._painted_at is None or event.time < self._painted_at:
            return
        held = event.time - self._last_enter < REPEAT
        self._last_enter = event.time
        if self._believing is not None:
            self._believing.stop()
            self._believing = None
        if held:
            return
        if event.time - self._painted_at < SOON:
            self._believing = self.set_timer(REPEAT, self._yes)
        else:
            self._yes()

    def _yes(self) -> None:
        self.post_message(self.Given(True))
