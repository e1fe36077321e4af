"""What a suggested plan looks like: a table of who, by whom and why; before it, how long the search takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from rich.cells import cell_len
from textual import events
from textual.content import Content

from db.values.delivery import Unserved
from i18n import formats
from i18n.language import _
from screens.plan_words import ASSIGNED, GONE, REFUSED, TICKED, Shown, reason
from widgets.deliberate import Deliberate
from widgets.lines_table import right
from widgets.part import Part
from widgets.row_list import Row, RowList
from widgets.text import cut_middle, pad, user_text

MOST_WIDTH = 92
LEAST_NAME = 8
_NUMBER = 10  # where the number of the basket ends

_STYLES = {TICKED: "bold $ink-text", REFUSED: "$ink-text", ASSIGNED: "bold $open-text", GONE: "$muted-text"}


class PlanRows(RowList):
    """Enter assigns at once here: one that is held down, or was pressed before the rows were painted, takes nothing."""

    def on_mount(self) -> None:
        self._meant = ""
        self._deliberate = Deliberate(self, self._take)

    def wait_for_painting(self) -> None:
        """Other rows were just put on the screen."""
        self._deliberate.begin()
        self.call_after_refresh(self._deliberate.begin)

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._meant = self.current
            self._deliberate.enter(event)

    def _take(self) -> None:
        if self._meant and self._meant == self.current:
            self.post_message(self.Taken(self, self._meant))


class Searching(Part, can_focus=True):
    """How long the search has been under way. Enter and letters do nothing here, and block nothing."""

    def __init__(self, seconds: Callable[[], int], most: int, *, id: str) -> None:
        super().__init__(id=id)
        self._seconds, self._most = seconds, most

    def lines(self, width: int) -> list[Content]:
        said = _("Looking for the best sharing… {n} s, {most} s at most").format(n=self._seconds(), most=self._most)
        if self.has_focus:
            return [Content.assemble((">", "$mark-text"), (f" {said} ", "$focus-text"))]
        return [Content.assemble("  ", (said, "bold $ink-text"))]

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":  # it may still be held down from the page before
            event.stop()
            event.prevent_default()


# --- The table --------------------------------------------------------------------------------------------------------


def rows(shown: Sequence[Shown], unserved: Sequence[Unserved]) -> list[Row]:
    """Lines have their basket's id, requests without anybody one that begins with `-`."""
    found = [Row(partial(_row, one, shown), str(one.line.basket_id)) for one in shown]
    return found + [Row(partial(_nobody, one, shown), f"-{one.basket_id}") for one in unserved]


def head(shown: Sequence[Shown], width: int) -> list[Content]:
    width = min(width, MOST_WIDTH)
    rule = Content.styled("─" * width, "$line-text")
    if not shown:
        return [rule]
    who, by = _rooms(shown, width)
    titles = Content.assemble(
        pad(right(Content(_("Basket")), Content("  "), _NUMBER), _NUMBER + 2),
        pad(Content(cut_middle(_("Who"), who)), who + 2),
        pad(Content(cut_middle(_("Brought by"), by)), by + 2),
        _("Why"),
    )
    return [titles.stylize_before("$muted-text"), rule]


def _rooms(shown: Sequence[Shown], width: int) -> tuple[int, int]:
    """Columns of the two names: what the widest reason leaves, the same in every row."""
    left = width - _NUMBER - 6 - max(cell_len(reason(one)) for one in shown)
    who = max(cell_len(user_text(one.line.name).plain) for one in shown)
    by = max(cell_len(user_text(one.line.deliverer).plain) for one in shown)
    half = max(LEAST_NAME, left // 2)
    return min(who, max(half, left - by)), min(by, max(half, left - who))


def _row(one: Shown, shown: Sequence[Shown], width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    (who, by), line = _rooms(shown, width), one.line
    row = _start(Content.styled(one.sign.center(3), _STYLES[one.sign]), line.basket, line.name, who, here)
    row = Content.assemble(row, _name(line.deliverer, by, "$ink-text"), "  ")
    style = "$amber-text" if one.sign == GONE else "$open-text" if one.sign == ASSIGNED else "$ink-text"
    return Content.assemble(row, (reason(one), style)).truncate(width, ellipsis=True)


def _start(sign: Content, basket: str, whose: str, room: int, here: bool) -> Content:
    """The sign, the number of the basket and whose it is, marked when it is `here`; always the same width."""
    number = right(Content.styled(user_text(basket).plain, "$ink-text"), sign, _NUMBER - 2)
    start = Content.assemble(number, "  ", (cut_middle(user_text(whose).plain, room), "bold $ink-text"))
    if here:
        start = Content.assemble((">", "$mark-text"), (f" {start.plain} ", "$focus-text"))
    else:
        start = Content.assemble("  ", start)
    return pad(start, _NUMBER + 2 + room + 2)


def _name(text: str, room: int, style: str) -> Content:
    return pad(Content.styled(cut_middle(user_text(text).plain, room), style), room)


def _nobody(one: Unserved, shown: Sequence[Shown], width: int, here: bool) -> Content:
    """In the columns of the lines above; the sentence below the table says it in full."""
    width = min(width, MOST_WIDTH)
    weight = formats.quantity(one.grams, "kg")
    said = (
        _("nobody: {weight}, more than anybody carries") if one.why == "weight" else _("nobody has room for {weight}")
    )
    said = said.format(weight=weight)
    left = max(LEAST_NAME, width - _NUMBER - 4 - cell_len(said))
    room = min(left, _rooms(shown, width)[0] if shown else 30)
    row = _start(Content.styled(" ! ", "bold $amber-text"), one.basket, one.name, room, here)
    return Content.assemble(row, (said, "bold $amber-text")).truncate(width, ellipsis=True)
