"""The columns of the board of deliveries, and of who can deliver, as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.cells import cell_len
from textual.content import Content

from db.values.delivery import BoardLine, Helper
from i18n import formats
from i18n.delivery_refusals import NEARNESS
from i18n.language import _
from screens import request_words

MOST_WIDTH = 92
LONGEST_STATE = 26  # columns
LEAST_NAME = 16


class Columns:
    """Where the columns begin (words) or end (numbers); what the state does not need goes to the wish."""

    def __init__(self, width: int, lines: Iterable[BoardLine], now: int, called: Callable[[BoardLine], str]) -> None:
        lines = tuple(lines)
        self.width = min(width, MOST_WIDTH)
        states = [cell_len(request_words.state_words(line, now)[0]) for line in lines]
        self.state = self.width - min(LONGEST_STATE, max(states, default=10))
        self.basket = max(6, len(_("Basket")))
        names = [cell_len(called(line)) for line in lines]
        self.name_room = min(22 if width < 90 else 28, max(names, default=10))
        self.weight = self.basket + 1 + self.name_room + 3 + 9
        self.times = self.weight + 2
        spans = [len(formats.since(line.asked_at, now, line.timezone)) for line in lines]
        since = max(len(_("Since")), *spans) if spans else 6
        room = self.state - 2 - self.times
        self.since = self.state - 2 - since if room - since - 2 >= 10 else 0
        self.times_room = max(0, (self.since or self.state) - 2 - self.times)
        if self.times_room < 6:
            self.times_room = 0


class HelperColumns:
    """Where the columns begin (words) or end (numbers). How they come gives way to the names: it is below as well."""

    def __init__(self, width: int, found: Iterable[Helper]) -> None:
        found = tuple(found)
        self.width = min(width, MOST_WIDTH)
        near = _widest(_("How near"), *(_(NEARNESS[one.nearness]) for one in found))
        orders = _widest(_("Orders"), *(request_words.load(one)[0] for one in found))
        kilos = _widest(_("Kilos"), *(request_words.load(one)[1] for one in found))
        how = _widest(_("How"), _("● has it"), *(request_words.transport(one) for one in found))
        room = self.width - 6 - near - 2 - orders - 2 - kilos
        self.name_room = room - 2 - how if room - 2 - how >= LEAST_NAME else room
        self.near = 5 + self.name_room
        self.orders = self.near + near + 2 + orders
        self.kilos = self.orders + 2 + kilos
        self.how = self.kilos + 2 if self.name_room < room else 0


def _widest(*texts: str) -> int:
    return max(cell_len(text) for text in texts)


def from_column(line: Content, column: int, content: Content) -> Content:
    """`content` behind `line`, beginning at a column, with a blank between them at least."""
    return Content.assemble(line, " " * max(1, column - line.cell_length), content)
