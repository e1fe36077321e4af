"""The columns of the board of deliveries, as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.cells import cell_len

from db.values.delivery import BoardLine
from i18n import formats
from i18n.language import _
from screens import request_words

MOST_WIDTH = 92
LONGEST_STATE = 26  # columns


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
