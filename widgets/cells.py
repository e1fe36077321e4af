"""A field of equal cells with a cursor, painted line by line by one widget: what is off screen costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from widgets.product_cell import CELL_HEIGHT, Run, first_row
from widgets.quiet_screen import QuietScreen

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

    def repaint(self) -> None:
        """All of it again."""
        self._strips.clear()
        self.refresh()

    def scrolled(self, *changed: int) -> None:
        """All of it at its new place; only the cells that `changed` are made anew."""
        for index in changed:
            self._strips.pop(index, None)
        self.refresh()

    def touch(self, *indexes: int, lines: range | None = None) -> None:
        """Paint these cells again (or some of their lines), and nothing else."""
        regions = []
        lines = range(self.row_height) if lines is None or self.compact else lines
        for index in indexes:
            self._strips.pop(index, None)
            if index in self.in_sight():
                row, column = divmod(index, self.across)
                y = self.first_row + (row - self._top) * self.row_height + lines.start
                width = self.width_in(self.size.width)
                regions.append(Region(column * width, y, width, len(lines)))
        if regions:
            self.refresh(*regions)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        QuietScreen.wants_paint(self, repaint=repaint, layout=layout)
        return self

    def notify_style_update(self) -> None:
        self._styles.clear()
        self._strips.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        # Every strip is finished when its cell is made, so Textual's styles have nothing to add to a line.
        return [self._line(y, crop.x, crop.right) for y in crop.line_range]

    def _line(self, y: int, left: int, right: int) -> Strip:
        """Row `y`, columns `left` to `right`."""
        if self.one_column and y < HEAD:
            return self._strip(self.head_runs(y, self.size.width), self.size.width).crop(left, right)
        row, line = divmod(y - self.first_row, self.row_height)
        if row < 0 or row >= self.rows_shown:
            return self._strip([], right - left)
        width, across = self.width_in(self.size.width), self.across
        start = (row + self._top) * across
        first, last = left // width, min(across, -(-right // width))
        cells = [self._cell(index)[line] for index in range(start + first, min(start + last, self.count))]
        if len(cells) == 1 and (left, right) == (first * width, first * width + width):
            return cells[0]
        blank = self._strip([], max(0, right - (first + len(cells)) * width))
        return Strip.join([*cells, blank]).crop(left - first * width, right - first * width)

    def _cell(self, index: int) -> list[Strip]:
        strips = self._strips.get(index)
        if strips is None:
            if len(self._strips) >= KEPT:
                self._strips.clear()
            width = self.width_in(self.size.width)
            strips = self._strips[index] = [self._strip(runs, width) for runs in self.cell_runs(index, width)]
        return strips

    def _strip(self, runs: list[Run], width: int) -> Strip:
        strip = Strip([Segment(text, self._style(style)) for text, style in runs if text])
        strip = strip.adjust_cell_length(width, self._style("$ink on $paper"))
        for each in self.get_line_filters():
            strip = strip.apply_filter(each, self.background_colors[1])
        return strip

    def _style(self, style: str) -> Style:
        found = self._styles.get(style)
        if found is None:
            found = self._styles[style] = self.app.stylesheet.parse_style(style).rich_style
        return found
