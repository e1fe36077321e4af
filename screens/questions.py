"""One question a screen, for who is new: a page that asks step by step and keeps all that was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import ClassVar

from textual import events
from textual.containers import Horizontal, Vertical
from textual.screen import ScreenResultType
from textual.widget import Widget

from db.errors import Refusal, SecretsDiffer
from i18n.language import N_
from i18n.refusals import sentence
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.bar import Bar
from widgets.choice import Choice
from widgets.field import Field
from widgets.panel import Panel
from widgets.part import Line
from widgets.question import REPEAT
from widgets.text import Words

LABEL_WIDTH = 18
NEXT = Action("next", "enter", "", N_("Next"), N_("To the next field, then to the next question."))
CONTINUE = actions.VALIDATE._replace(label=N_("Continue"), tip=N_("To the next question."))


class Step(Vertical):
    """One question. `reads` says for each field what reads it: it refuses what the book would not keep."""

    DEFAULT_CSS = """
    Step { height: auto; }
    Step > .last { margin-bottom: 1; }
    Step Horizontal { height: auto; }
    """

    def __init__(
        self,
        asks: str,
        tab: str,
        title: Words,
        *parts: Widget,
        note: Words = "",
        reads: Sequence[tuple[Field, Callable[[str], object]]] = (),
        box: bool = True,
    ) -> None:
        """`asks` is how the page knows it; `tab` names it in the bar, and several steps may share one."""
        head = [Line(title, style="bold $ink-text")] + ([Line(note, style="$muted-text")] if note else [])
        head[-1].add_class("last")
        super().__init__(*head, *((Panel(*parts, title=tab),) if box else parts))
        self.asks, self.tab = asks, tab
        self.reads = dict(reads)

    @property
    def fields(self) -> list[Field]:
        """The fields in view, in order."""
        return [field for field in self.query(Field) if all(widget.display for widget in field.ancestors_with_self)]


class Questions(CounterPage[ScreenResultType]):
    """Asks its steps one after the other: Enter or F8 goes on, Escape one step back."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (NEXT, CONTINUE, actions.HELP, actions.BACK)
    AUTO_FOCUS = None
    WHO_SEES: tuple[str, ...] = ()
    """Who sees what is typed here, a line each: beside the questions where there is room."""
    DEFAULT_CSS = """
    Questions #steps { width: 1fr; max-width: 84; height: auto; }
    Questions #asking { height: auto; }
    Questions #who-sees { display: none; width: 31; margin-left: 3; padding: 1 1 0 1; }
    Questions #who-sees { background: $paper; border-title-background: $paper; }
    Questions.-w120 #who-sees { display: block; }
    Questions #who-sees Line { margin-bottom: 1; }
    """

    current = ""
    busy = False

    def steps(self) -> Iterable[Step]:
        """The steps, in order. Overridden."""
        return ()

    def is_asked(self, asks: str) -> bool:
        """Whether a step is asked at all. Overridden."""
        return True

    def answered(self, asks: str) -> None:
        """A step was answered, and each of its fields can be read. Override to do more than go on."""
        self.show_next()

    def body(self) -> Iterable[Widget]:
        parts: list[Widget] = [Vertical(*self.steps(), id="steps")]
        if self.WHO_SEES:
            lines = [Line(words, style="$muted-text") for words in self.WHO_SEES]
            parts.append(Panel(*lines, title=N_("Who sees what"), id="who-sees"))
        yield Horizontal(*parts, id="asking")

    def on_mount(self) -> None:
        self.show_step(self._asked()[0].asks)

    def footer(self) -> Iterable[Action]:
        if self.current and not self.step.reads:  # something to choose, nothing to type
            following, _continue, *others = self.ACTIONS
            return following._replace(label=N_("Choose"), tip=N_("Take what the mark is on.")), *others
        return self.ACTIONS

    def bar(self) -> Bar | None:
        if not self.current:
            return None
        tabs = list(dict.fromkeys(step.tab for step in self._asked()))
        return Bar(tuple(tabs), tabs.index(self.step.tab), "·") if len(tabs) > 1 else None

    # --- Where one is -----------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        return next(step for step in self.query(Step) if step.asks == self.current)

    def _asked(self) -> list[Step]:
        return [step for step in self.query(Step) if self.is_asked(step.asks)]

    def show_step(self, asks: str) -> None:
        """Show one step, ready to type in its first field, or in the one that was refused."""
        self.current = asks
        for step in self.query(Step):
            step.display = step.asks == asks
        self.clear_message()
        self.refresh_frame()
        self.focus_first()

    def focus_first(self) -> None:
        fields = self.step.fields
        refused = next((field for field in fields if field.error), None)
        # In the order they were declared: where they stand is only known once they are painted.
        others = (widget for widget in self.step.query("*") if widget.focusable)
        self.set_focus(refused or next(iter(fields), None) or next(others, None))
        for choice in self.step.query(CarefulChoice):
            choice.wait_for_painting()

    def show_next(self) -> None:
        asked = [step.asks for step in self._asked()]
        self.show_step(asked[asked.index(self.current) + 1])

    def go_back(self) -> None:
        """One step back; from the first one, to the page before."""
        if self.busy:
            return
        asked = [step.asks for step in self._asked()]
        before = asked.index(self.current)
        if before:
            self.show_step(asked[before - 1])
        else:
            super().go_back()

    # --- Answers ----------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if self.busy and action_id != "help":
            return N_("One moment: this is being recorded.")
        return None

    def on_field_submitted(self, message: Field.Submitted) -> None:
        fields = self.step.fields
        # A held Enter may still come from a question that was answered already.
        if message.field not in fields or not self._can_be_read(message.field):
            return
        at = fields.index(message.field)
        if at + 1 < len(fields):
            fields[at + 1].focus()
        else:
            self.action_act("validate")

    def validate(self) -> None:
        """F8, and Enter in the last field: on to the next question, if every answer can be read."""
        readable = [self._can_be_read(field) for field in self.step.fields]
        if all(readable):
            self.answered(self.current)
        else:
            refused = next((field for field in self.step.fields if field.error), None)
            (refused or self.step.fields[readable.index(False)]).focus()

    def _can_be_read(self, field: Field) -> bool:
        read = self.step.reads.get(field)
        try:
            if read is not None:
                read(field.value)
        except Refusal as refusal:
            self.refuse_at(field, refusal)
            return False
        return True

    def refuse_at(self, field: Field, refusal: Refusal) -> None:
        """Say beside the field why not; what was typed stays."""
        if isinstance(refusal, SecretsDiffer):
            type_again(*(each for each in self.step.fields if each.kind == "secret"))
            return
        field.error = said(refusal)
        field.focus()


class CarefulChoice(Choice):
    """A choice that an Enter held down, or pressed before it could be read, does not take."""

    _last_enter: float | None = None

    def wait_for_painting(self) -> None:
        """It was just put on the screen: nothing pressed until it is painted counts."""
        self._last_enter = None
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self._last_enter = monotonic()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            last, self._last_enter = self._last_enter, self._last_enter and event.time
            if last is None or event.time - last < REPEAT:
                event.stop()
                event.prevent_default()


def type_again(secret: Field, again: Field) -> None:
    """Two secrets differ. Nobody can read which one has the slip: both are typed anew, from the first one on."""
    if secret.error:  # it will not do anyway, and says why
        return
    if not again.value:
        again.error = N_("Type the code once more.")
        again.focus()
        return
    secret.value = again.value = ""
    secret.error = N_("The two codes are not the same. Type both of them again, this one first.")
    secret.focus()


def said(refusal: Refusal) -> Callable[[], str]:
    """Why not, in the language of the moment it is painted."""
    return lambda: sentence(refusal)
