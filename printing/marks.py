"""What is drawn on sheets, and where: words, lines, frames. Lengths are millimetres, sizes of letters points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

POINT = 25.4 / 72  # millimetres
ABOVE = 0.93  # of a size, from the top of a line to what letters stand on
_BELOW = 0.2  # where lines are close: what still hangs under letters must not cross the line beneath


class Face(Protocol):
    """How wide words are."""

    def width(self, text: str, size: float, strong: bool) -> float: ...


def stands(size: float, leading: float) -> float:
    """From the top of a line to what its letters stand on; `leading` is its height, in sizes."""
    return size * POINT * min(ABOVE, leading - _BELOW)


class Words(NamedTuple):
    x: float
    y: float  # what the letters stand on
    text: str
    size: float
    strong: bool = False
    upright: bool = False


class Stroke(NamedTuple):
    x1: float
    y1: float
    x2: float
    y2: float
    thick: float = 0.15
    dashed: bool = False


class Frame(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    thick: float = 0.6


Mark = Words | Stroke | Frame


class Sheet(NamedTuple):
    width: float
    height: float
    marks: tuple[tuple[float, float, Sequence[Mark]], ...]  # each with where it begins


class Of(NamedTuple):
    """What of a page a strip draws: a block, by its place; of a table some columns and one row, -1 for the titles."""

    block: int
    columns: tuple[int, ...] = ()
    row: int = -1


class Strip(NamedTuple):
    """What is never parted. `heads` stand again above it when it begins a new cell."""

    height: float
    marks: Sequence[Mark]
    heads: tuple[Strip, ...] = ()
    keep: bool = False  # with the next one
    fresh: bool = False  # begins a new cell
    of: Of | None = None
