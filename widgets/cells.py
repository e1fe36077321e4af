"""A field of equal cells with a cursor, painted by one widget a column: what is off screen costs nothing.

One widget a column, because Textual sends a changed line from the left edge of its widget: a cell that changes sends
its own column only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget

from widgets.product_cell import CELL_HEIGHT, Run, first_row

if TYPE_CHECKING:
    from rich.style import Style

HEAD = 2  # rows above the lines of the compact layout
MOST_ACROSS = 6  # wider windows keep their paper
KEPT = 400  # cells whose strips are kept


def cell_width(width: int) -> int:
    """Columns of one cell in a field of `width`: 26, and 33 beside the basket of a window of 100."""
    return 26 if width >= 78 else max(20, width // max(1, width // 33))


class Cells(Widget):
    """Geometry, scrolling by whole rows, and painting. What is in a cell is its subclass's affair."""

    DEFAULT_CSS = "Cells { height: 1fr; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.at = 0
        self.compact = False
        self._top = 0  # the first row in sight
        self._strips: dict[int, list[Strip]] = {}
        self._styles: dict[str, Style] = {}
        self._columns = [Column(self, index) for index in range(MOST_ACROSS)]
        self._side_by_side = SideBySide()

    def compose(self) -> Iterable[Widget]:
        return self._columns

    @property
    def layout(self) -> Layout:
        return self._side_by_side

    # --- What a subclass says ---------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many cells there are."""
        return 0

    def cell_runs(self, index: int, width: int) -> list[list[Run]]:
        """The rows of one cell: six, or one in the compact layout."""
        raise NotImplementedError

    def head_runs(self, row: int, width: int) -> list[Run]:
        """The two rows above the compact layout, or above an empty field."""
        return []

    # --- Where things are -------------------------------------------------------------------------------------------

    @property
    def one_column(self) -> bool:
        """One column over the whole width: the compact layout, or nothing to show."""
        return self.compact or not self.count

    def across_in(self, width: int) -> int:
        """Cells side by side in a field of `width`."""
        return 1 if self.one_column else min(MOST_ACROSS, max(1, width // cell_width(width)))

    def width_in(self, width: int) -> int:
        """Columns of one cell in a field of `width`."""
        return width if self.one_column else cell_width(width)

    @property
    def across(self) -> int:
        return self.across_in(self.size.width)

    @property
    def row_height(self) -> int:
        return 1 if self.compact else CELL_HEIGHT

    @property
    def first_row(self) -> int:
        """Rows above the first cell: the head, or one blank where there is room to spare."""
        return HEAD if self.one_column else first_row(self.size.height)

    @property
    def rows_shown(self) -> int:
        return max(1, (self.size.height - (HEAD if self.compact else 0)) // self.row_height)

    def in_sight(self) -> range:
        """Indexes of the cells in sight."""
        return range(self._top * self.across, min(self.count, (self._top + self.rows_shown) * self.across))

    def scroll_to_cursor(self) -> bool:
        """Bring the cursor's row in sight; whether that moved anything."""
        row = self.at // self.across
        top = min(max(self._top, row - self.rows_shown + 1), row)
        moved, self._top = top != self._top, top
        return moved

    # --- Painting ---------------------------------------------------------------------------------------------------

    def repaint(self, layout: bool = False) -> None:
        """All of it again; `layout` when columns came or went."""
        self._strips.clear()
        for column in self._columns:
            column.refresh(layout=layout)

    def scrolled(self, *changed: int) -> None:
        """All of it at its new place; only the cells that `changed` are made anew."""
        for index in changed:
            self._strips.pop(index, None)
        for column in self._columns:
            column.refresh()

    def touch(self, *indexes: int, line: int | None = None) -> None:
        """Paint these cells again (or one line of them), and nothing else."""
        for index in indexes:
            self._strips.pop(index, None)
            if index in self.in_sight():
                row, column = divmod(index, self.across)
                y = self.first_row + (row - self._top) * self.row_height
                height = self.row_height
                if line is not None and not self.compact:
                    y, height = y + line, 1
                self._columns[column].refresh(Region(0, y, self.width_in(self.size.width), height))

    def notify_style_update(self) -> None:
        self._styles.clear()
        self._strips.clear()
        super().notify_style_update()

    def paint(self, column: int, y: int) -> Strip:
        """Row `y` of a column."""
        width = self.width_in(self.size.width)
        if self.one_column and y < HEAD:
            return self._strip(self.head_runs(y, width), width)
        row, line = divmod(y - self.first_row, self.row_height)
        index = (row + self._top) * self.across + column
        if row < 0 or row >= self.rows_shown or index >= self.count:
            return self._strip([], width)
        strips = self._strips.get(index)
        if strips is None:
            if len(self._strips) >= KEPT:
                self._strips.clear()
            runs = self.cell_runs(index, width)
            strips = self._strips[index] = [self._strip(each, width) for each in runs]
        return strips[line]

    def _strip(self, runs: list[Run], width: int) -> Strip:
        strip = Strip([Segment(text, self._style(style)) for text, style in runs if text])
        return strip.adjust_cell_length(width, self._style("$ink on $paper"))

    def _style(self, style: str) -> Style:
        found = self._styles.get(style)
        if found is None:
            found = self._styles[style] = self.app.stylesheet.parse_style(style).rich_style
        return found


class Column(Widget):
    """One column of cells; holds nothing."""

    def __init__(self, cells: Cells, index: int) -> None:
        super().__init__()
        self._cells, self._index = cells, index

    def render_line(self, y: int) -> Strip:
        return self._cells.paint(self._index, y)


class SideBySide(Layout):
    """Columns of equal width at the left; what is left over stays paper."""

    name = "side by side"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        assert isinstance(parent, Cells)
        width = parent.width_in(size.width)
        return [
            WidgetPlacement(
                Region(index * width, 0, width, size.height), NULL_OFFSET, NULL_SPACING, child, 0, False, False, False
            )
            for index, child in enumerate(children[: parent.across_in(size.width)])
        ]
