"""What changed on a page, painted and sent, and nothing else.

Textual sends a changed line from the left edge of its widget, and looks through every line of every widget that lies
between two changes: each key in the product grid would cost the whole screen. Here only the widgets under a change are
asked, for the lines of the change, and only its columns are sent. This stands on Textual's own compositor, whose
release is pinned exactly; `tests/widgets/test_frames.py` compares both.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Piece(NamedTuple):
    """A part of one line, ready to be drawn."""

    y: int
    x: int
    strip: Strip


class Pieces(ChopsUpdate):
    """A frame of pieces, in reading order."""

    def __init__(self, pieces: list[Piece]) -> None:
        super().__init__([], [], [])
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        parts: list[str] = []
        end = (-1, -1)  # where the cursor stands
        for y, x, strip in self.pieces:
            if (y, x) != end:
                parts.append(Control.move_to(x, y).segment.text)
            parts.append(strip.render(console))
            end = (y, x + strip.cell_length)
        return "".join(parts)


class Drawn(LayoutUpdate):
    """A whole frame that is made before it is shown: what will be sent to the terminal."""

    def __init__(self, frame: LayoutUpdate, console: Console) -> None:
        super().__init__(frame.strips, frame.region)
        self._sent = frame.render_segments(console)

    def render_segments(self, console: Console) -> str:
        return self._sent


class Frames(Compositor):
    """The compositor of our pages."""

    def update_widgets(self, widgets: set[Widget]) -> None:
        super().update_widgets(widgets)
        for widget in widgets:
            widget._repaint_required = False  # what it asks for is in this frame

    def render_partial_update(self) -> ChopsUpdate | None:
        changed = [region for each in self._dirty_regions if (region := each.intersection(self.size.region))]
        self._dirty_regions.clear()
        if not changed:
            return None
        # For each line, the columns that are still to be painted; what is in front paints first.
        missing: dict[int, list[tuple[int, int]]] = {}
        for y, start, end in self._regions_to_spans(changed):
            missing.setdefault(y, []).append((start, end))
        pieces: list[Piece] = []
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            touched = [part for each in changed if (part := each.intersection(seen))]
            if not touched:
                continue
            if not any(missing.values()):
                break  # what lies behind is hidden
            part = Region.from_union(touched)
            for y, strip in enumerate(widget.render_lines(part.translate(-region.offset)), part.y):
                if y in missing:
                    missing[y] = self._paint(pieces, y, strip, part, missing[y])
        pieces.sort(key=lambda piece: (piece.y, piece.x))
        return Pieces(pieces)

    @staticmethod
    def _paint(
        pieces: list[Piece], y: int, strip: Strip, part: Region, missing: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Add what `strip` shows of the missing columns, and return what is missing behind it."""
        left: list[tuple[int, int]] = []
        for start, end in missing:
            first, last = max(start, part.x), min(end, part.right)
            if first >= last:
                left.append((start, end))
                continue
            pieces.append(Piece(y, first, strip.crop(first - part.x, last - part.x)))
            if start < first:
                left.append((start, first))
            if last < end:
                left.append((last, end))
        return left
