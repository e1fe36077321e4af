"""A table that may be longer than its place: a head that stays, rows that scroll, and a mark that the arrows move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message

from i18n.language import ngettext
from widgets.part import Part


class Row(NamedTuple):
    """`paint(width, here)` makes one line; `here` is true under the mark. Rows with an empty `id` are only read."""

    paint: Callable[[int, bool], Content]
    id: str = ""


Head = Callable[[int], Sequence[Content]]


def name(text: str, here: bool, style: str = "$ink-text") -> Content:
    """The name of a row with the two columns before it, marked when it is `here`; always the same width."""
    if here:
        return Content.assemble((">", "$mark-text"), (f" {text} ", "$focus-text"))
    return Content.assemble("  ", (text, style), " ")


class RowList(Part, can_focus=True):
    """Posts `Moved` when the mark moves and `Taken` on Enter. Give it a height (`1fr`); without one it takes all rows.

    Arrows go from one row with an id to the next; what stands between them scrolls along.
    """

    DEFAULT_CSS = "RowList { height: 1fr; }"

    class Moved(Message):
        def __init__(self, rows: RowList, id: str) -> None:
            super().__init__()
            self.rows, self.id = rows, id

        @property
        def control(self) -> RowList:
            return self.rows

    class Taken(Moved):
        pass

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: tuple[Row, ...] = ()
        self._head: Head = lambda width: ()
        self.at = -1  # index of the row under the mark
        self._top = 0

    def show(self, rows: Sequence[Row], head: Head | None = None) -> None:
        """Other rows; the mark stays on the same id, or near where it was."""
        here = self.current
        self.rows = tuple(rows)
        if head is not None:
            self._head = head
        stops = self._stops()
        same = [index for index in stops if self.rows[index].id == here]
        near = [index for index in stops if index >= self.at] or stops[-1:]
        self.at = (same or near or [-1])[0]
        self.refresh(layout=True)

    @property
    def current(self) -> str:
        """The id under the mark; empty when there is none."""
        return self.rows[self.at].id if 0 <= self.at < len(self.rows) else ""

    def _stops(self) -> list[int]:
        return [index for index, row in enumerate(self.rows) if row.id]

    # --- Look -------------------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        head = list(self._head(width))
        first, last = self._window(len(head))
        shown = [
            row.paint(width, self.has_focus and index == self.at)
            for index, row in enumerate(self.rows[first:last], first)
        ]
        if first == 0 and last == len(self.rows):
            return [*head, *shown]
        return [*head, *shown, self._more(first, len(self.rows) - last, width)]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self._head(width)) + len(self.rows)

    def _window(self, head: int) -> tuple[int, int]:
        """The rows in sight. Where not all fit, the last line of the place says how many are above and below."""
        room = self.content_size.height - head
        if room <= 0 or len(self.rows) <= room:
            self._top = 0
            return 0, len(self.rows)
        room -= 1
        self._top = max(0, min(self._top, len(self.rows) - room))
        if self.at >= 0:
            first, last = self._around(room)
            self._top = min(self._top, first)
            self._top = max(self._top, last - room + 1)
        return self._top, self._top + room

    def _around(self, room: int) -> tuple[int, int]:
        """What must be in sight with the mark: what leads to it, and what follows until the next stop."""
        stops = self._stops()
        place = stops.index(self.at)
        first = stops[place - 1] + 1 if place else 0
        last = stops[place + 1] - 1 if place + 1 < len(stops) else len(self.rows) - 1
        last = min(last, self.at + room - 1)
        return max(min(first, self.at), last - room + 1), last

    def _more(self, above: int, below: int, width: int) -> Content:
        said = []
        if above:
            said.append("↑ " + ngettext("{n} line above", "{n} lines above", above).format(n=above))
        if below:
            said.append("↓ " + ngettext("{n} line below", "{n} lines below", below).format(n=below))
        return Content.assemble("  ", ("   ".join(said), "$muted-text")).truncate(max(0, width), ellipsis=True)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        moves = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8, "home": -len(self.rows), "end": len(self.rows)}
        if event.key in moves:
            if not self.move(moves[event.key]):
                return  # the page takes it: on to the part above or below
        elif event.key == "enter" and self.current:
            self.post_message(self.Taken(self, self.current))
        else:
            return
        event.stop()

    def move(self, by: int) -> bool:
        """Move the mark over `by` stops, as far as there are; whether it moved."""
        stops = self._stops()
        if self.at not in stops:
            return False
        to = stops[max(0, min(len(stops) - 1, stops.index(self.at) + by))]
        if to == self.at:
            return False
        self.at = to
        self.refresh()
        self.post_message(self.Moved(self, self.current))
        return True
