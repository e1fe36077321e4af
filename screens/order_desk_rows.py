"""The rows of « Permanence »: forms begun, baskets that wait, corrections asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.content import Content

from db.desk_orders import ToAnswer, Unfinished
from db.values.orders import Distribution
from i18n import formats
from i18n.language import _
from screens.fast_entry_kept import Typed
from widgets.lines_table import right
from widgets.row_list import Row, name
from widgets.text import cut_middle, user_text

MOST_WIDTH = 92
NAME_ROOM = 30


class DeskRows:
    """`numbers` tell homonyms apart; `now` is UTC seconds."""

    def __init__(self, numbers: Mapping[int, str], now: int) -> None:
        self._numbers, self._now = numbers, now

    def begun(self, who: str, typed: Typed, day: Distribution, width: int, here: bool) -> Content:
        row = Content.assemble(self._person(who, typed.member_id, here), ("! ", "bold $amber-text"), typed.said)
        return _with_day(row, day, width)

    def basket(self, one: Unfinished, day: Distribution, width: int, here: bool) -> Content:
        ago = formats.since(one.since, self._now, day.place.timezone)
        since = _("for {span}").format(span=ago)
        row = Content.assemble(self._person(one.name, one.member_id, here), ("! ", "bold $amber-text"), since)
        return _with_day(row, day, width)

    def request(self, one: ToAnswer, day: Distribution, width: int, here: bool) -> Content:
        products = cut_middle(user_text(", ".join(one.products)).plain, 26)
        return _with_day(Content.assemble(self._person(one.name, one.member_id, here), products), day, width)

    def _person(self, said: str, member_id: int, here: bool) -> Content:
        """A name as the mark finds it; with the number where somebody else has it too."""
        number = f" {_('no. {number}').format(number=self._numbers[member_id])}" if member_id in self._numbers else ""
        row = name(cut_middle(user_text(said).plain, NAME_ROOM - len(number)) + number, here)
        return Content.assemble(row, " " * max(1, NAME_ROOM + 4 - row.cell_length))


def _with_day(row: Content, one: Distribution, width: int) -> Content:
    day = Content.styled(formats.short_day(one.starts_at, one.place.timezone), "$muted-text")
    return right(day, row, min(width, MOST_WIDTH))


def gesture(label: str, note: str, width: int, here: bool) -> Content:
    """What one can begin here."""
    row = name(_(label), here, "bold $ink-text")
    return Content.assemble(row, " " * max(1, NAME_ROOM + 4 - row.cell_length), (_(note), "$muted-text"))


def blank() -> Row:
    return Row(lambda width, here: Content(""))


def title(text: Callable[[], str]) -> Row:
    return Row(lambda width, here: Content.assemble("  ", (text(), "bold $ink-text")))


def muted(text: str) -> Row:
    return Row(lambda width, here: Content.assemble("  ", (_(text), "$muted-text")))
