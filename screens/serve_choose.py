"""One question with numbered answers, and « Pourquoi ? » with the fixed reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from textual.widget import Widget

from i18n.gesture_words import REASONS
from i18n.language import N_
from screens.counter import CounterPage
from screens.why import Why
from widgets import actions
from widgets.actions import Action
from widgets.careful_choice import CarefulChoice
from widgets.choice import Choice, Option
from widgets.part import Line
from widgets.text import Words

WHY = ("short", "bad", "wrong", "not_wanted", "other")  # the likeliest first


class Reason(NamedTuple):
    """One of `db.models.counter.REASONS`, and words for 'other'."""

    code: str
    words: str


class Choose(CounterPage[str]):
    """Dismisses with the id of the answer, or None."""

    HELP = N_("A number or the arrows choose, Enter takes. Esc goes back: nothing is changed.")
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Take this answer.")),
        Action("move", "up", "", N_("Other answer"), key_label="1 2"),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    Choose #about { margin: 1 0 0 0; }
    Choose #answers { margin: 1 0 0 0; }
    """

    def __init__(self, title: Words, about: Words, options: Sequence[Option]) -> None:
        super().__init__()
        self._title, self._about, self._options = title, about, tuple(options)

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text")
        if self._about:
            yield Line(self._about, style="$muted-text", id="about")
        yield CarefulChoice(self._options, id="answers")

    def on_mount(self) -> None:
        self.query_one("#answers").focus()

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self.dismiss(message.option.id)


def ask_reason(
    page: CounterPage[Any], title: Words, about: Words, label: Words, then: Callable[[Reason], object]
) -> None:
    """`then` gets the reason that was chosen; for 'other' a few words are asked. `label`: what the last button says."""

    def chosen(code: str | None) -> None:
        if code is None:
            return
        if code != "other":
            then(Reason(code, ""))
            return
        kept: list[str] = []

        def done(written: bool | None) -> None:
            if written and kept:
                then(Reason(code, kept[0]))

        page.open(Why(title, about, label, kept.append), done)

    page.open(Choose(title, about, [Option(code, REASONS[code]) for code in WHY]), chosen)
