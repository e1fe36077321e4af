"""Where everything stands on sheets of paper: blocks become strips, strips fall into cells, cells make sheets.

Pure: it knows how wide words are from the face it is handed, and nothing of PDF. Lengths are millimetres, sizes of
letters points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from printing.columns import Part, cut_middle, parts, rows_with_groups, wrap
from printing.document import (
    TICK,
    Block,
    Boxed,
    Column,
    Document,
    Facts,
    Heading,
    Page,
    Paragraph,
    Plate,
    Row,
    Rule,
    Table,
)

POINT = 25.4 / 72  # millimetres
_ABOVE = 0.93  # of a size, from the top of a line to what letters stand on
_UPRIGHT = 38.0  # how long a name that stands upright may be


class Face(Protocol):
    """How wide words are."""

    def width(self, text: str, size: float, strong: bool) -> float: ...


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


class Strip(NamedTuple):
    """What is never parted. `heads` stand again above it when it begins a new cell."""

    height: float
    marks: Sequence[Mark]
    heads: tuple[Strip, ...] = ()
    keep: bool = False  # with the next one
    fresh: bool = False  # begins a new cell


class _Paper(NamedTuple):
    width: float
    height: float  # 0: as long as it needs
    across: int
    down: int
    margin: float
    plate: float  # size of a basket number
    title: float  # of the first heading, in sizes of the text
    leading: float  # height of a line, in sizes
    gap: float  # between columns
    strip: float  # height that the words at the head and at the foot take; 0: there are none
    foot: bool

    def tighter(self) -> _Paper:
        return self._replace(plate=self.plate * 0.8, leading=1.02, gap=self.gap * 0.6)


_PAPERS = {
    "a4": _Paper(210, 297, 1, 1, 12, 54, 1.5, 1.22, 3, 7, True),
    "a4_landscape": _Paper(297, 210, 1, 1, 12, 54, 1.5, 1.22, 3, 7, True),
    "halves": _Paper(210, 297, 1, 2, 12, 54, 2.0, 1.22, 3, 6, False),
    "quarters": _Paper(210, 297, 2, 2, 6, 34, 1.3, 1.15, 2, 4.5, False),
    "labels": _Paper(210, 297, 3, 8, 3.5, 50, 1.3, 1.15, 2, 0, False),
    "receipt": _Paper(80, 0, 1, 1, 4, 38, 1.3, 1.18, 2, 0, False),
}
_SMALL = 8.0


def sheets(document: Document, face: Face) -> Iterator[Sheet]:
    """Every sheet of a document, in order."""
    paper = _PAPERS[document.sheet]
    room = paper.width / paper.across - 2 * paper.margin
    high = (paper.height / paper.down - 2 * paper.margin) if paper.height else 0.0
    high -= paper.strip * (2 if paper.foot else 1)
    layout = _Layout(document.points, room, high, paper, face)
    tight = _Layout(document.points, room, high, paper.tighter(), face)

    def fallen(page: Page) -> list[list[Strip]]:
        """A page in as few cells as hold it: where several share a sheet, lines come closer before one is added."""
        cells = list(layout.cells(page))
        if len(cells) == 1 or paper.foot:
            return cells
        fewer = list(tight.cells(page))
        return fewer if len(fewer) < len(cells) else cells

    cells = [
        (number, cell, of) for page in document.pages for of in [fallen(page)] for number, cell in enumerate(of, 1)
    ]
    per_sheet = paper.across * paper.down
    count = -(-len(cells) // per_sheet)
    for first in range(0, len(cells), per_sheet):
        marks: list[tuple[float, float, Sequence[Mark]]] = []
        height = paper.height
        for place, (number, cell, of) in enumerate(cells[first : first + per_sheet]):
            down, across = divmod(place, paper.across)
            left = across * paper.width / paper.across + paper.margin
            top = down * paper.height / paper.down + paper.margin
            if paper.strip:
                told = f"{number}/{len(of)}" if len(of) > 1 and not paper.foot else ""
                marks.append((left, top, layout.edge(document.header, told)))
            if paper.foot:
                told = f"{first // per_sheet + 1}/{count}"
                foot = paper.height - paper.margin - _SMALL * POINT * paper.leading
                marks.append((left, foot, layout.edge(document.footer, told)))
            y = top + paper.strip
            for strip in cell:
                marks.append((left, y, strip.marks))
                y += strip.height
            if not paper.height:
                height = y + paper.margin
        marks.append((0, 0, _cuts(paper) if document.sheet in ("halves", "quarters") else ()))
        yield Sheet(paper.width, height, tuple(marks))


def _cuts(paper: _Paper) -> list[Mark]:
    """Where the scissors go."""
    lines: list[Mark] = [
        Stroke(0, down * paper.height / paper.down, paper.width, down * paper.height / paper.down, dashed=True)
        for down in range(1, paper.down)
    ]
    lines += [
        Stroke(across * paper.width / paper.across, 0, across * paper.width / paper.across, paper.height, dashed=True)
        for across in range(1, paper.across)
    ]
    return lines


class _Layout:
    """The blocks of one document, at one size, in cells of one width and height."""

    def __init__(self, size: float, room: float, high: float, paper: _Paper, face: Face) -> None:
        self.size, self.room, self.high, self.paper, self.face = size, room, high, paper, face

    # --- Cells --------------------------------------------------------------------------------------------------------

    def cells(self, page: Page) -> Iterator[list[Strip]]:
        """The strips of a page, cell by cell."""
        strips: list[Strip] = []
        for block in page:
            if isinstance(block, Boxed):  # a total never stands alone on the next sheet
                strips[-2:] = [strip._replace(keep=True) for strip in strips[-2:]]
            strips += self.strips(block)
        again = strips[:1] if page and isinstance(page[0], Plate) else []  # a basket's number stands on all its paper
        cell: list[Strip] = []
        used, at = 0.0, 0
        while at < len(strips):
            end = at
            while strips[end].keep and end + 1 < len(strips):
                end += 1
            chain = strips[at : end + 1]
            height = sum(strip.height for strip in chain)
            if cell and (chain[0].fresh or (self.high > 0 and used + height > self.high)):
                yield cell
                cell = [*again, *chain[0].heads]
                used = sum(strip.height for strip in cell)
            cell += chain
            used += height
            at = end + 1
        yield cell

    def edge(self, left: str, right: str) -> list[Mark]:
        """The line at the head or the foot of a cell."""
        room = self.room - (self._wide(right, _SMALL) + self.paper.gap if right else 0)
        cut = cut_middle(left, room, lambda text: self._wide(text, _SMALL))
        marks: list[Mark] = [Words(0, _SMALL * POINT * _ABOVE, cut, _SMALL)]
        if right:
            marks.append(Words(self.room - self._wide(right, _SMALL), _SMALL * POINT * _ABOVE, right, _SMALL))
        return marks

    # --- Blocks -------------------------------------------------------------------------------------------------------

    def strips(self, block: Block) -> Iterator[Strip]:
        match block:
            case Plate():
                yield self._plate(block)
            case Heading(text, level):
                size = self.size * (self.paper.title if level == 1 else 1.2)
                yield self._space(size * 0.15 if level == 1 else size * 0.6, keep=True)
                yield from self._lines(text, size, True, keep=True)
                yield self._space(size * 0.25, keep=True)
            case Paragraph(text, strong):
                yield from self._lines(text, self.size, strong)
            case Facts(pairs):
                yield from self._facts(pairs)
            case Boxed(label, amount):
                yield self._boxed(label, amount)
            case Rule():
                yield Strip(3, [Stroke(0, 1.5, self.room, 1.5, 0.3)])
            case Table():
                yield from self._table(block)

    def _lines(self, text: str, size: float, strong: bool, keep: bool = False) -> Iterator[Strip]:
        high = self._line(size)
        for line in wrap(text, self.room, lambda words: self._wide(words, size, strong)):
            yield Strip(high, [Words(0, size * POINT * _ABOVE, line, size, strong)], keep=keep)

    def _space(self, size: float, keep: bool = False) -> Strip:
        return Strip(size * POINT, (), keep=keep)

    def _plate(self, plate: Plate) -> Strip:
        number_size, name_size, size = self.paper.plate, self.size * 1.25, self.size
        wide = self._wide(plate.number, number_size, True)
        most = self.room * 0.55
        if wide > most:  # a number of many signs still stands whole
            number_size, wide = number_size * most / wide, most
        pad = number_size * POINT * 0.18
        high = number_size * POINT * 0.78 + 2 * pad
        left = wide + 2 * pad + 4
        room = self.room - left
        limit = self.high or 1_000
        while True:
            name = wrap(plate.name, room, partial(self._wide, size=name_size, strong=True))
            lines = [line for text in plate.lines for line in wrap(text, room, partial(self._wide, size=size))]
            tall = len(name) * self._line(name_size) + len(lines) * self._line(size)
            if tall <= limit - 2 or name_size <= 6:
                break
            name_size, size = max(6, name_size * 0.85), max(6, size * 0.9)
        if tall > limit:  # a label has no next page: what does not fit is seen to be left out
            fits = max(1, int((limit - len(lines) * self._line(size)) / self._line(name_size)))
            rest = " ".join(name[fits - 1 :])
            name = [*name[: fits - 1], cut_middle(rest, room, lambda text: self._wide(text, name_size, True))]
            tall = len(name) * self._line(name_size) + len(lines) * self._line(size)
        y = max(0.0, (high - tall) / 2)
        marks: list[Mark] = [
            Frame(0.3, 0.3, wide + 2 * pad, high),
            Words(0.3 + pad, 0.3 + pad + number_size * POINT * 0.75, plate.number, number_size, True),
        ]
        for text, letters, strong in [(line, name_size, True) for line in name] + [(one, size, False) for one in lines]:
            marks.append(Words(left, y + letters * POINT * _ABOVE, text, letters, strong))
            y += self._line(letters)
        return Strip(max(high + 0.6, y) + 2.5, marks)

    def _facts(self, pairs: tuple[tuple[str, str], ...]) -> Iterator[Strip]:
        left = max((self._wide(label, self.size) for label, _ in pairs), default=0)
        left = min(left, self.room * 0.4) + self.paper.gap
        for label, said in pairs:
            labels = wrap(label, left - self.paper.gap, lambda text: self._wide(text, self.size))
            lines = wrap(said, self.room - left, lambda text: self._wide(text, self.size, True))
            for index in range(max(len(labels), len(lines))):
                marks: list[Mark] = []
                base = self.size * POINT * _ABOVE
                if index < len(labels):
                    marks.append(Words(0, base, labels[index], self.size))
                if index < len(lines):
                    marks.append(Words(left, base, lines[index], self.size, True))
                yield Strip(self._line(self.size), marks)
        yield self._space(self.size * 0.3)

    def _boxed(self, label: str, amount: str) -> Strip:
        size = self.size * 1.3
        pad, gap = 2.2, 5.0
        right = self._wide(amount, size, True)
        label = cut_middle(label, self.room - right - gap - 2 * pad, lambda text: self._wide(text, size))
        wide = self._wide(label, size) + gap + right + 2 * pad
        left = self.room - wide
        high = self._line(size) + 2 * pad - 1
        base = 1.5 + pad + size * POINT * (_ABOVE - 0.1)
        return Strip(
            high + 3,
            [
                Frame(left, 1.5, wide - 0.3, high),
                Words(left + pad, base, label, size),
                Words(left + wide - pad - 0.3 - right, base, amount, size, True),
            ],
        )

    # --- Tables -------------------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> Iterator[Strip]:
        def measure(text: str, strong: bool) -> float:
            return self._wide(text, self._size_of(text), strong)

        gap = min(2.0, self.paper.gap) if table.grid else self.paper.gap
        split = parts(table, self.room, measure, gap, min(self.room * 0.25, 42))
        for number, part in enumerate(split):
            drawn = _Part(self, table, part, gap)
            titles = drawn.titles()
            if titles.height or number:
                yield titles._replace(fresh=number > 0)
            group_strip: Strip | None = None
            for row, group in rows_with_groups(table.rows):
                if row.kind == "group":
                    [group_strip] = drawn.group(row)
                    yield group_strip._replace(heads=(titles,))
                    continue
                heads = (titles, group_strip) if group is not None and group_strip is not None else (titles,)
                yield from drawn.row(row, heads)
            yield self._space(self.size * 0.5)

    def _size_of(self, cell: str) -> float:
        return self.size * 1.25 if cell == TICK else self.size

    def _wide(self, text: str, size: float, strong: bool = False) -> float:
        return self.face.width(text, size, strong)

    def _line(self, size: float) -> float:
        return size * POINT * self.paper.leading


class _Part:
    """The columns of a table that stand on one sheet."""

    def __init__(self, layout: _Layout, table: Table, part: Part, gap: float) -> None:
        self.layout, self.table, self.part = layout, table, part
        self.size = layout.size
        self.line = layout._line(layout.size)
        self.columns = [table.columns[index] for index in part.columns]
        self.lefts = [0.0]
        for width in part.widths:
            self.lefts.append(self.lefts[-1] + width + gap)
        self.wide = self.lefts[-1] - gap
        self.gap = gap
        self.pad = 0.2 * gap
        self.text = next((place for place, column in enumerate(self.columns) if column.share), 0)  # notes stand here
        self.most = max(1, int(layout.high * 0.5 / self.line)) if layout.high else 1_000  # lines of a row on one page

    def titles(self) -> Strip:
        if not any(column.title or column.under for column in self.columns):
            return Strip(0, (), keep=True)
        marks: list[Mark] = []
        upright = [column.under for column in self.columns if column.under]
        wide = self.layout._wide
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
                marks.append(self._word(place, y, line, True, self.size))
                y += self.line
        marks.append(Stroke(0, high - 0.2, self.wide, high - 0.2, 0.4))
        marks += self._between(high)
        return Strip(high, marks, keep=True)

    def group(self, row: Row) -> Iterator[Strip]:
        """Its first cell across; the others at their own columns, where there are any."""
        size = self.size * 1.08
        wide = partial(self.layout._wide, size=size, strong=True)
        lines = wrap(row.cells[0], self.wide, wide)
        top = self.size * POINT * 0.35
        marks: list[Mark] = [
            Words(0, top + index * self.layout._line(size) + size * POINT * _ABOVE, line, size, True)
            for index, line in enumerate(lines)
        ]
        high = top + len(lines) * self.layout._line(size) + 0.4
        marks.append(Stroke(0, high - 0.2, self.wide, high - 0.2, 0.25))
        yield Strip(high, marks, keep=True)

    def row(self, row: Row, heads: tuple[Strip, ...]) -> Iterator[Strip]:
        strong = row.kind == "total"
        cells = [
            self._cell(row.cells[index], column, width, strong) if index < len(row.cells) else []
            for index, column, width in zip(self.part.columns, self.columns, self.part.widths, strict=True)
        ]
        small = self.size * 0.8
        notes = (
            wrap(row.note, self.part.widths[self.text], lambda text: self.layout._wide(text, small)) if row.note else []
        )
        tall = max(map(len, cells))
        for first in range(0, tall, self.most):
            shown = [lines[first : first + self.most] for lines in cells]
            last = first + self.most >= tall
            yield self._strip(shown, notes if last else [], strong, heads, small, last)

    def _strip(
        self,
        cells: Sequence[list[str]],
        notes: Sequence[str],
        strong: bool,
        heads: tuple[Strip, ...],
        small: float,
        last: bool,
    ) -> Strip:
        tall = max(map(len, cells))
        needed = tall * self.line + len(notes) * self.layout._line(small) + 2 * self.pad
        high = max(needed, self.table.height if last else 0)
        top = (high - needed) / 2 + self.pad
        marks: list[Mark] = []
        for place, lines in enumerate(cells):
            strong_here = strong or self.columns[place].strong
            for number, line in enumerate(lines):
                if line:
                    size = self.layout._size_of(line)
                    marks.append(self._word(place, top + number * self.line, line, strong_here, size))
        for number, line in enumerate(notes):
            y = top + tall * self.line + number * self.layout._line(small) + small * POINT * _ABOVE
            marks.append(Words(self.lefts[self.text], y, line, small))
        if strong:
            marks.append(Stroke(0, 0, self.wide, 0, 0.4))
        if last:
            marks.append(Stroke(0, high, self.wide, high, 0.1))
        marks += self._between(high)
        return Strip(high, marks, heads)

    def _cell(self, text: str, column: Column, width: float, strong: bool) -> list[str]:
        if not column.share:
            return [text]
        return wrap(text, width, lambda words: self.layout._wide(words, self.size, strong or column.strong))

    def _word(self, place: int, top: float, text: str, strong: bool, size: float) -> Words:
        align, x = self.columns[place].align, self.lefts[place]
        if align != "left":
            spare = self.part.widths[place] - self.layout._wide(text, size, strong)
            x += spare if align == "right" else spare / 2
        return Words(x, top + self.size * POINT * _ABOVE, text, size, strong)

    def _between(self, high: float) -> list[Mark]:
        if not self.table.grid:
            return []
        return [Stroke(left - self.gap / 2, 0, left - self.gap / 2, high, 0.1) for left in self.lefts[1:-1]]
