"""Where everything stands on sheets of paper: blocks become strips, strips fall into cells, cells make sheets.

Pure: it knows how wide words are from the face it is handed, and nothing of PDF. Lengths are millimetres, sizes of
letters points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from printing.columns import cut_middle, parts, rows_with_groups, wrap
from printing.document import (
    TICK,
    Block,
    Boxed,
    Document,
    Facts,
    Heading,
    Page,
    Paragraph,
    Plate,
    Rule,
    Table,
)
from printing.marks import ABOVE, POINT, Face, Frame, Mark, Of, Sheet, Strip, Stroke, Words, stands
from printing.paper_sizes import PAPERS, Paper, cuts
from printing.table_layout import Side

_SMALL = 8.0


class Fallen:
    """A document as its pages fell into cells, each of them a list of strips: a sheet, or a part of one."""

    def __init__(self, document: Document, face: Face) -> None:
        self.paper = paper = PAPERS[document.sheet]
        high = (paper.height / paper.down - 2 * paper.margin) if paper.height else 0.0
        high -= paper.strip * (2 if paper.foot else 1)
        self.across = _Layout(document.points, paper.width - 2 * paper.margin, high, paper, face)
        self.above = list(self.across.title(document)) if paper.gutter else []
        high -= sum(strip.height for strip in self.above)
        room = paper.pitch - paper.between
        self.layout = _Layout(document.points, room, high, paper, face)
        self._tight = _Layout(document.points, room, high, paper.tighter(), face)
        self.per_sheet = paper.across * paper.down
        self.pages = [self._fallen(page) for page in document.pages]

    def _fallen(self, page: Page) -> list[list[Strip]]:
        """A page in as few cells as hold it: where several share a sheet, lines come closer before one is added."""
        cells = list(self.layout.cells(page, 1 if self.above else 0))
        if len(cells) == 1 or self.paper.foot:
            return cells
        fewer = list(self._tight.cells(page))
        return fewer if len(fewer) < len(cells) else cells


def sheets(document: Document, face: Face) -> Iterator[Sheet]:
    """Every sheet of a document, in order."""
    fallen = Fallen(document, face)
    paper, across, layout, above, per_sheet = (
        fallen.paper, fallen.across, fallen.layout, fallen.above, fallen.per_sheet,
    )  # fmt: skip
    cells = [(number, cell, of) for of in fallen.pages for number, cell in enumerate(of, 1)]
    count = -(-len(cells) // per_sheet)
    for first in range(0, len(cells), per_sheet):
        marks: list[tuple[float, float, Sequence[Mark]]] = []
        height = paper.height
        if paper.foot:
            marks.append((paper.margin, paper.margin, across.edge(document.header, "")))
            foot = paper.height - paper.margin - _SMALL * POINT * paper.leading
            marks.append((paper.margin, foot, across.edge(document.footer, f"{first // per_sheet + 1}/{count}")))
        for place, (number, cell, of) in enumerate(cells[first : first + per_sheet]):
            down, beside = divmod(place, paper.across)
            left = beside * paper.pitch + paper.margin
            top = down * paper.height / paper.down + paper.margin
            if paper.strip and not paper.foot:
                marks.append((left, top, layout.edge(document.header, f"{number}/{len(of)}" if len(of) > 1 else "")))
            y = top + paper.strip
            for strip in above:
                if not beside:
                    marks.append((left, y, strip.marks))
                y += strip.height
            for strip in cell:
                marks.append((left, y, strip.marks))
                y += strip.height
            if not paper.height:
                height = y + paper.margin
        marks.append((0, 0, cuts(paper)))
        yield Sheet(paper.width, height, tuple(marks))


class _Layout:
    """The blocks of one document, at one size, in cells of one width and height."""

    def __init__(self, size: float, room: float, high: float, paper: Paper, face: Face) -> None:
        self.size, self.room, self.high, self.paper, self.face = size, room, high, paper, face
        self._block = 0  # of which strips are being made

    # --- Cells --------------------------------------------------------------------------------------------------------

    def cells(self, page: Page, first: int = 0) -> Iterator[list[Strip]]:
        """The strips of a page from its block `first` on, cell by cell."""
        strips: list[Strip] = []
        for self._block, block in enumerate(page[first:], first):
            if isinstance(block, Boxed):  # a total never stands alone on the next sheet
                strips[-2:] = [strip._replace(keep=True) for strip in strips[-2:]]
            strips += [strip if strip.of else strip._replace(of=Of(self._block)) for strip in self.strips(block)]
        again = (
            strips[:1] if page[first:] and isinstance(page[first], Plate) else []
        )  # a basket's number stands on all its paper
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

    def title(self, document: Document) -> Iterator[Strip]:
        """The heading that a document in columns begins with: across all of them, on every sheet."""
        first = document.pages[0][0] if document.pages and document.pages[0] else None
        if isinstance(first, Heading):
            yield from self.strips(first)

    def edge(self, left: str, right: str) -> list[Mark]:
        """The line at the head or the foot of a cell."""
        room = self.room - (self.wide(right, _SMALL) + self.paper.gap if right else 0)
        cut = cut_middle(left, room, lambda text: self.wide(text, _SMALL))
        marks: list[Mark] = [Words(0, _SMALL * POINT * ABOVE, cut, _SMALL)]
        if right:
            marks.append(Words(self.room - self.wide(right, _SMALL), _SMALL * POINT * ABOVE, right, _SMALL))
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
                yield self._space(self.size * 0.3)
            case Facts(pairs):
                yield from self._facts(pairs)
            case Boxed(label, amount):
                yield self._boxed(label, amount)
            case Rule():
                yield Strip(3, [Stroke(0, 1.5, self.room, 1.5, 0.3)])
            case Table():
                yield from self._table(block)

    def _lines(self, text: str, size: float, strong: bool, keep: bool = False) -> Iterator[Strip]:
        high = self.line(size)
        for line in wrap(text, self.room, lambda words: self.wide(words, size, strong)):
            yield Strip(high, [Words(0, self.base(size), line, size, strong)], keep=keep)

    def _space(self, size: float, keep: bool = False) -> Strip:
        return Strip(size * POINT, (), keep=keep)

    def _plate(self, plate: Plate) -> Strip:
        number_size, name_size, size = self.paper.plate, self.size * 1.25, self.size
        wide = self.wide(plate.number, number_size, True)
        most = self.room * 0.55
        if wide > most:  # a number of many signs still stands whole
            number_size, wide = number_size * most / wide, most
        pad = number_size * POINT * 0.18
        high = number_size * POINT * 0.78 + 2 * pad
        left = wide + 2 * pad + 4
        room = self.room - left
        limit = self.high or 1_000
        while True:
            name = wrap(plate.name, room, partial(self.wide, size=name_size, strong=True))
            lines = [line for text in plate.lines for line in wrap(text, room, partial(self.wide, size=size))]
            tall = len(name) * self.line(name_size) + len(lines) * self.line(size)
            if tall <= limit - 2 or name_size <= 6:
                break
            name_size, size = max(6, name_size * 0.85), max(6, size * 0.9)
        if tall > limit:  # a label has no next page: what does not fit is seen to be left out
            fits = max(1, int((limit - len(lines) * self.line(size)) / self.line(name_size)))
            rest = " ".join(name[fits - 1 :])
            name = [*name[: fits - 1], cut_middle(rest, room, lambda text: self.wide(text, name_size, True))]
            tall = len(name) * self.line(name_size) + len(lines) * self.line(size)
        y = max(0.0, (high - tall) / 2)
        marks: list[Mark] = [
            Frame(0.3, 0.3, wide + 2 * pad, high),
            Words(0.3 + pad, 0.3 + pad + number_size * POINT * 0.75, plate.number, number_size, True),
        ]
        for text, letters, strong in [(line, name_size, True) for line in name] + [(one, size, False) for one in lines]:
            marks.append(Words(left, y + self.base(letters), text, letters, strong))
            y += self.line(letters)
        return Strip(max(high + 0.6, y) + 2.5, marks)

    def _facts(self, pairs: tuple[tuple[str, str], ...]) -> Iterator[Strip]:
        left = max((self.wide(label, self.size) for label, _ in pairs), default=0)
        left = min(left, self.room * 0.4) + self.paper.gap
        for label, said in pairs:
            labels = wrap(label, left - self.paper.gap, lambda text: self.wide(text, self.size))
            lines = wrap(said, self.room - left, lambda text: self.wide(text, self.size, True))
            for index in range(max(len(labels), len(lines))):
                marks: list[Mark] = []
                base = self.base(self.size)
                if index < len(labels):
                    marks.append(Words(0, base, labels[index], self.size))
                if index < len(lines):
                    marks.append(Words(left, base, lines[index], self.size, True))
                yield Strip(self.line(self.size), marks)
        yield self._space(self.size * 0.3)

    def _boxed(self, label: str, amount: str) -> Strip:
        size = self.size * 1.3
        pad, gap = 2.2, 5.0
        right = self.wide(amount, size, True)
        label = cut_middle(label, self.room - right - gap - 2 * pad, lambda text: self.wide(text, size))
        wide = self.wide(label, size) + gap + right + 2 * pad
        left = self.room - wide
        high = self.line(size) + 2 * pad - 1
        base = 1.5 + pad + size * POINT * (ABOVE - 0.1)
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
            return self.wide(text, self.size_of(text), strong)

        gap = min(2.0, self.paper.gap) if table.grid else self.paper.gap
        split = parts(table, self.room, measure, gap, min(self.room * 0.25, 42))
        for number, part in enumerate(split):
            drawn = Side(self, table, part, gap)
            of = Of(self._block, part.columns)
            titles = drawn.titles()._replace(of=of)
            if titles.height or number:
                yield titles._replace(fresh=number > 0)
            group_strip: Strip | None = None
            for place, (row, group) in enumerate(rows_with_groups(table.rows)):
                here = of._replace(row=place)
                if row.kind == "group":
                    group_strip = drawn.group(row)._replace(of=here)
                    yield group_strip._replace(heads=(titles,))
                    continue
                heads = (titles, group_strip) if group is not None and group_strip is not None else (titles,)
                for strip in drawn.row(row, heads):
                    yield strip._replace(of=here)
            yield self._space(self.size * 0.5)._replace(of=of)

    def size_of(self, cell: str) -> float:
        return self.size * min(1.25, self.paper.leading * 1.08) if cell == TICK else self.size

    def wide(self, text: str, size: float, strong: bool = False) -> float:
        return self.face.width(text, size, strong)

    def line(self, size: float) -> float:
        return size * POINT * self.paper.leading

    def base(self, size: float) -> float:
        return stands(size, self.paper.leading)
