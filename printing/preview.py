"""A document as pages that are what will be on each sheet: for who looks at it before it is printed.

The blocks of a page that goes on over several sheets are parted where the sheets are, with the titles of tables again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from printing.document import Block, Document, Page, Plate, Row, Table
from printing.layout import Fallen
from printing.marks import Face, Of, Strip


def as_printed(document: Document, face: Face | None = None) -> tuple[Page, ...]:
    """The pages of `document`, one a sheet; one a part where a sheet is cut up: halves, quarters, labels.

    To be called in a thread: it measures every word.
    """
    if face is None:
        from printing.pdf import face as plain_face

        face = plain_face()
    fallen = Fallen(document, face)
    pages = []
    for page, cells in zip(document.pages, fallen.pages, strict=True):
        seen: set[Of] = set()
        parts = [_part(page, cell, seen) for cell in cells]
        if fallen.above:  # cells that read on as columns of one sheet, under one heading
            parts = [
                (page[0], *(block for part in parts[first : first + fallen.per_sheet] for block in part))
                for first in range(0, len(parts), fallen.per_sheet)
            ]
        pages += parts
    return tuple(pages)


def per_sheet(document: Document) -> int:
    """How many of its pages share a sheet once it is cut up."""
    return {"halves": 2, "quarters": 4, "labels": 24}.get(document.sheet, 1)


def _part(page: Page, cell: list[Strip], seen: set[Of]) -> Page:
    """What of a page stands in one cell. A paragraph that is parted stands whole where it begins."""
    drawn = [strip.of for strip in cell if strip.of is not None]
    found: list[Block] = []
    for (place, columns), group in groupby(drawn, lambda of: (of.block, of.columns)):
        block, those = page[place], list(dict.fromkeys(group))
        if isinstance(block, Table):
            rows = [block.rows[of.row] for of in those if of.row >= 0 and _new(of, block, seen)]
            if rows:
                found.append(_some(block, columns, rows))
        elif those[0] not in seen or isinstance(block, Plate):
            found.append(block)
        seen.update(those)
    return tuple(found)


def _new(of: Of, table: Table, seen: set[Of]) -> bool:
    """A group stands again above its rows; a row that is itself longer than a sheet stands where it begins."""
    return table.rows[of.row].kind == "group" or of not in seen


def _some(table: Table, columns: tuple[int, ...], rows: list[Row]) -> Table:
    def cells(row: Row) -> Iterator[str]:
        yield from (row.cells[index] for index in columns if index < len(row.cells))

    some = tuple(row if row.kind == "group" else row._replace(cells=tuple(cells(row))) for row in rows)
    kept = sum(index < table.kept for index in columns)
    return table._replace(columns=tuple(table.columns[index] for index in columns), rows=some, kept=kept)
