"""How the rows of a table become strips of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

from printing.columns import Part, cut_middle, wrap
from printing.document import Column, Row, Table
from printing.marks import POINT, Mark, Strip, Stroke, Words, stands

_UPRIGHT = 38.0  # how long a name that stands upright may be
_CLOSE = 1.02  # height of a line, in sizes, in rows that keep to a height of their own
_LEAST = 0.8  # how far letters shrink there


class Letters(Protocol):
    """Sizes of the document that a table belongs to; `high` is how much one page holds, 0 without an end."""

    size: float
    high: float

    def wide(self, text: str, size: float, strong: bool = False) -> float: ...
    def line(self, size: float) -> float: ...
    def base(self, size: float) -> float: ...
    def size_of(self, cell: str) -> float: ...


class Side:
    """The columns of a table that stand on one sheet: each row as a strip, or several where it is long."""

    def __init__(self, letters: Letters, table: Table, part: Part, gap: float) -> None:
        self.letters, self.table, self.part = letters, table, part
        self.size = letters.size
        self.line = letters.line(letters.size)
        self.columns = [table.columns[index] for index in part.columns]
        self.lefts = [0.0]
        for width in part.widths:
            self.lefts.append(self.lefts[-1] + width + gap)
        self.wide = self.lefts[-1] - gap
        self.gap = gap
        self.pad = 0.2 * gap
        self.text = next((place for place, column in enumerate(self.columns) if column.share), 0)  # notes stand here
        self.most = max(1, int(letters.high * 0.5 / self.line)) if letters.high else 1_000  # lines of a row on one page

    def titles(self) -> Strip:
        if not any(column.title or column.under for column in self.columns):
            return Strip(0, (), keep=True)
        marks: list[Mark] = []
        upright = [column.under for column in self.columns if column.under]
        wide = self.letters.wide
        over = min(_UPRIGHT, max((wide(text, self.size) for text in upright), default=0)) + (2 if upright else 0)
        wrapped = [
            wrap(column.title, width, lambda text: wide(text, self.size, True))
            for column, width in zip(self.columns, self.part.widths, strict=True)
        ]
        tall = max(map(len, wrapped))
        high = over + tall * self.line + self.pad + 0.4
        for place, (column, lines) in enumerate(zip(self.columns, wrapped, strict=True)):
            if column.under:
                text = cut_middle(column.under, _UPRIGHT, lambda text: wide(text, self.size))
                middle = self.lefts[place] + self.part.widths[place] / 2 + self.size * POINT * 0.35
                marks.append(Words(middle, over - 1, text, self.size, upright=True))
            y = over + (tall - len(lines)) * self.line
            for line in lines:
                marks.append(self._word(place, y + self.letters.base(self.size), line, True, self.size))
                y += self.line
        marks.append(Stroke(0, high - 0.2, self.wide, high - 0.2, 0.4))
        marks += self._between(high)
        return Strip(high, marks, keep=True)

    def group(self, row: Row) -> Strip:
        """Its first cell across, where it ends in lines; the second one at the right of the first line."""
        size = self.size * 1.08
        wide = partial(self.letters.wide, size=size, strong=True)
        left, right = (*row.cells, "")[:2]
        lines = wrap(left, self.wide - (wide(right) + self.gap if right else 0), wide)
        top = self.size * POINT * 0.35
        base = top + self.letters.base(size)
        marks: list[Mark] = [
            Words(0, base + index * self.letters.line(size), line, size, True) for index, line in enumerate(lines)
        ]
        if right:
            marks.append(Words(self.wide - wide(right), base, right, size, True))
        high = top + len(lines) * self.letters.line(size) + 0.4
        marks.append(Stroke(0, high - 0.2, self.wide, high - 0.2, 0.25))
        return Strip(high, marks, keep=True)

    def row(self, row: Row, heads: tuple[Strip, ...]) -> Iterator[Strip]:
        strong = row.kind == "total"
        cells, size = self._cells(row, strong)
        small = self.size * 0.8
        notes = (
            wrap(row.note, self.part.widths[self.text], lambda text: self.letters.wide(text, small)) if row.note else []
        )
        tall = max(map(len, cells))
        for first in range(0, tall, self.most):
            shown = [lines[first : first + self.most] for lines in cells]
            last = first + self.most >= tall
            yield self._strip(shown, size, notes if last else [], strong, heads, small, last)

    def _strip(
        self,
        cells: Sequence[list[str]],
        size: float,
        notes: Sequence[str],
        strong: bool,
        heads: tuple[Strip, ...],
        small: float,
        last: bool,
    ) -> Strip:
        tall = max(map(len, cells))
        close = self.table.height > 0 and tall > 1
        line = size * POINT * _CLOSE if close else self.line
        base = stands(size, _CLOSE) if close else self.letters.base(self.size)
        needed = tall * line + len(notes) * self.letters.line(small) + 2 * self.pad
        high = max(needed, self.table.height if last else 0)
        top = (high - needed) / 2 + self.pad
        marks: list[Mark] = []
        for place, lines in enumerate(cells):
            strong_here = strong or self.columns[place].strong
            for number, text in enumerate(lines):
                if text:
                    letters = size if len(lines) > 1 else self.letters.size_of(text)
                    marks.append(self._word(place, top + number * line + base, text, strong_here, letters))
        for number, text in enumerate(notes):
            y = top + tall * line + number * self.letters.line(small) + self.letters.base(small)
            marks.append(Words(self.lefts[self.text], y, text, small))
        if strong:
            marks.append(Stroke(0, 0, self.wide, 0, 0.4))
        if last:
            marks.append(Stroke(0, high, self.wide, high, 0.1))
        marks += self._between(high)
        return Strip(high, marks, heads)

    def _cells(self, row: Row, strong: bool) -> tuple[list[list[str]], float]:
        """The lines of each cell, and the size of those that are several: smaller where a row keeps to its height."""
        size = self.size
        while True:
            cells = [
                self._cell(row.cells[index], column, width, strong, size) if index < len(row.cells) else []
                for index, column, width in zip(self.part.columns, self.columns, self.part.widths, strict=True)
            ]
            high = max(map(len, cells)) * size * POINT * _CLOSE + 2 * self.pad
            if not self.table.height or high <= self.table.height or size < self.size * _LEAST:
                return cells, size
            size *= 0.9

    def _cell(self, text: str, column: Column, width: float, strong: bool, size: float) -> list[str]:
        if not column.share:
            return [text]
        return wrap(text, width, lambda words: self.letters.wide(words, size, strong or column.strong))

    def _word(self, place: int, base: float, text: str, strong: bool, size: float) -> Words:
        align, x = self.columns[place].align, self.lefts[place]
        if align != "left":
            spare = self.part.widths[place] - self.letters.wide(text, size, strong)
            x += spare if align == "right" else spare / 2
        return Words(x, base, text, size, strong)

    def _between(self, high: float) -> list[Mark]:
        if not self.table.grid:
            return []
        return [Stroke(left - self.gap / 2, 0, left - self.gap / 2, high, 0.1) for left in self.lefts[1:-1]]
