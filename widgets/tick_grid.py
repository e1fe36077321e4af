"""Many short things to tick, in as many columns as they need: arrows go in both directions, Space ticks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message

from i18n.language import ngettext
from widgets.part import Part

GAP = 3  # columns between two cells; with short notes, the column of the mark is enough
MOST_COLUMNS = 4


class TickOption(NamedTuple):
    """`note` and `short` are painted at each showing, told whether it is ticked; `short` where there is little room."""

    id: int
    label: str
    note: Callable[[bool], Content]
    short: Callable[[bool], Content]


class Layout(NamedTuple):
    columns: int
    rows: int
    step: int  # columns from one cell to the next
    cell: int  # columns of one cell
    brief: bool


class TickGrid(Part, can_focus=True):
    """The first option stands at the top left, the next one below it. Posts `Changed`, and `Submitted` on Enter."""

    DEFAULT_CSS = "TickGrid { height: 1fr; }"

    class Changed(Message):
        def __init__(self, grid: TickGrid) -> None:
            super().__init__()
            self.grid = grid

        @property
        def control(self) -> TickGrid:
            return self.grid

    class Submitted(Changed):
        pass

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options: tuple[TickOption, ...] = ()
        self.ticked: frozenset[int] = frozenset()
        self.at = 0
        self._top = 0

    def show(self, options: Sequence[TickOption], ticked: Iterable[int]) -> None:
        """Other options; the mark stays on the same one if it is still there."""
        here = self.options[self.at].id if self.options else 0
        self.options = tuple(options)
        ids = [option.id for option in options]
        self.at = ids.index(here) if here in ids else 0
        self.ticked = frozenset(ticked).intersection(ids)
        self.can_focus = bool(options)
        self.refresh(layout=True)

    def go_to(self, id: int) -> None:
        """Put the mark on an option."""
        self.at = next((index for index, option in enumerate(self.options) if option.id == id), self.at)
        self.refresh()

    # --- Look -------------------------------------------------------------------------------------------------------

    def arranged(self, width: int, height: int) -> Layout:
        """The fewest columns in which all stand; where there is no room for that, short notes, and then scrolling."""
        label = max((len(option.label) for option in self.options), default=0) + 7  # mark, box and blanks
        tried = []
        for brief in (False, True):
            notes = [(option.short if brief else option.note)(True).cell_length for option in self.options]
            cell, gap = label + max(notes, default=0), 0
            if not brief:
                cell, gap = cell + 1, GAP
            for columns in range(1, MOST_COLUMNS + 1):
                if columns == 1 or columns * (cell + gap) - gap <= width:
                    tried.append(Layout(columns, -(-len(self.options) // columns), cell + gap, cell, brief))
        fits = [layout for layout in tried if layout.rows <= height]
        return fits[0] if fits else min(tried, key=lambda layout: layout.rows)

    def lines(self, width: int) -> list[Content]:
        if not self.options:
            return []
        height = self.content_size.height or len(self.options)
        layout = self.arranged(width, height)
        first, last = self._window(layout, height)
        rows = [self._row(layout, row) for row in range(first, last)]
        return rows if last - first == layout.rows else [*rows, _more(first, layout.rows - last)]

    def _window(self, layout: Layout, height: int) -> tuple[int, int]:
        """The rows in sight; where not all fit, the last line says how many are above and below."""
        if layout.rows <= height:
            return 0, layout.rows
        room = max(1, height - 1)
        here = self.at % layout.rows
        self._top = max(0, min(self._top, layout.rows - room))
        self._top = max(min(self._top, here), here - room + 1)
        return self._top, self._top + room

    def _row(self, layout: Layout, row: int) -> Content:
        line = Content("")
        for column in range(layout.columns):
            index = column * layout.rows + row
            if index < len(self.options):
                start = column * layout.step
                line = Content.assemble(line, " " * max(0, start - line.cell_length), self._cell(layout, index))
        return line

    def _cell(self, layout: Layout, index: int) -> Content:
        option = self.options[index]
        ticked = option.id in self.ticked
        text = f"{'[x]' if ticked else '[ ]'} {option.label}"
        if self.has_focus and index == self.at:
            name = Content.assemble((">", "$mark-text"), (f" {text} ", "$focus-text"))
        else:
            name = Content.assemble("  ", (text, "bold $ink-text" if ticked else "$ink-text"), " ")
        note = (option.short if layout.brief else option.note)(ticked)
        blank = layout.cell - name.cell_length - note.cell_length
        return Content.assemble(name, " " * max(0, blank), note)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self.options)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """As if Space had been pressed."""
        self.ticked ^= {self.options[self.at].id}
        self.refresh()
        self.post_message(self.Changed(self))

    def tick_all(self) -> None:
        """All of them; or none, when all are ticked."""
        every = frozenset(option.id for option in self.options)
        self.ticked = frozenset() if self.ticked == every else every
        self.refresh()
        self.post_message(self.Changed(self))

    def on_key(self, event: events.Key) -> None:
        if not self.options:
            return
        rows = self.arranged(self.content_size.width, self.content_size.height).rows
        column, last = self.at // rows, (len(self.options) - 1) // rows
        left, right = -rows if column else 0, rows if column < last else 0
        moves = {"up": -1, "down": 1, "left": left, "right": right, "pageup": -8, "pagedown": 8}
        moves |= {"home": -len(self.options), "end": len(self.options)}
        if event.key in moves:
            if not self._move(moves[event.key]) and event.key in ("up", "down"):
                return  # the page takes it: on to the part above or below
        elif event.key == "space":
            self.tick()
        elif event.key == "enter":
            self.post_message(self.Submitted(self))
        else:
            return
        event.stop()

    def _move(self, by: int) -> bool:
        last = len(self.options) - 1
        to = max(0, min(last, self.at + by))
        if to == self.at:
            return False
        self.at = to
        self.refresh()
        return True


def _more(above: int, below: int) -> Content:
    said = []
    if above:
        said.append("↑ " + ngettext("{n} line above", "{n} lines above", above).format(n=above))
    if below:
        said.append("↓ " + ngettext("{n} line below", "{n} lines below", below).format(n=below))
    return Content.assemble("  ", ("   ".join(said), "$muted-text"))
