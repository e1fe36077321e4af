"""« Manque »: nothing can be given to somebody. Why?"""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from db.values.counter import StandLine
from i18n import formats
from i18n.gesture_words import REASONS
from i18n.language import N_, _
from screens.counter import CounterPage
from screens.weigh_rows import full_name
from screens.why import Why
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.part import Line
from widgets.text import user_text

WHY = ("short", "bad", "wrong", "not_wanted", "other")  # the likeliest first


class Lacking(CounterPage[tuple[str, str]]):
    """Dismisses with the reason and the words for it, or None."""

    HELP = N_(
        "Nothing is given to this person of this product, and nothing is to be paid for it: say why.\n"
        "A number or the arrows choose, Enter takes. If some turns up after all, it can still be weighed."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Write it down with this reason.")),
        Action("move", "up", "", N_("Other reason"), key_label="1 2"),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    Lacking #what { margin: 1 0; }
    """

    def __init__(self, line: StandLine) -> None:
        super().__init__()
        self._line = line

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text")
        yield Line(self._what, id="what")
        yield Choice([Option(code, REASONS[code]) for code in WHY], id="why")

    def on_mount(self) -> None:
        self.query_one(Choice).focus()

    def _title(self) -> str:
        return _("Nothing for {name}: why?").format(name=user_text(full_name(self._line)).plain)

    def _what(self) -> Content:
        one = self._line.position
        ordered = _("ordered: {quantity}").format(quantity=formats.quantity(one.ordered, one.unit))
        return Content.assemble(user_text(one.name), "   ", (ordered, "$muted-text"))

    def on_choice_taken(self, message: Choice.Taken) -> None:
        if message.option.id != "other":
            self.dismiss((message.option.id, ""))
            return
        words: list[str] = []

        def done(kept: bool | None) -> None:
            if kept and words:
                self.dismiss(("other", words[0]))

        self.open(Why(self._title, self._what, N_("Nothing to give"), words.append), done)
