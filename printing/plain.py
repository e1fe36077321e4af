"""A document as plain text: for a screen, for a pipe, for a printer that knows nothing else.

Nothing in it is a command for a terminal or a printer but the form feed between two pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from db.values.text import cells
from printing.columns import Part, cut_middle, parts, rows_with_groups, wrap
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
    Row,
    Rule,
    Table,
)
from printing.large import large

WIDTH = 72
_BOX = "[ ]"


def plain(document: Document, width: int = WIDTH) -> str:
    """The whole document, at most `width` columns wide; a form feed stands between its pages."""
    return "\f".join("".join(f"{line}\n" for line in page) for page in pages(document, width))


def pages(document: Document, width: int = WIDTH) -> tuple[tuple[str, ...], ...]:
    """Each page of the document as lines: what a preview shows one after the other."""
    return tuple(tuple(_page(document, page, width)) for page in document.pages)


def lines(block: Block, width: int) -> list[str]:
    """One block in `width` columns. A renderer for narrower paper draws its own plates and takes the rest from here."""
    return [line.rstrip() for line in _block(block, width)]


def both(left: str, right: str, width: int) -> str:
    """One at each end of the line; the right one is never cut."""
    left = cut_middle(left, max(1, width - cells(right) - 2), cells)
    return left + " " * (width - cells(left) - cells(right)) + right


def _page(document: Document, page: Page, width: int) -> Iterator[str]:
    if document.header:
        yield document.header if cells(document.header) <= width else cut_middle(document.header, width, cells)
        yield "═" * width
        yield ""
    for block in page:
        yield from lines(block, width)
    if document.footer:
        yield "─" * width
        yield from wrap(document.footer, width, cells)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Plate():
            yield from _plate(block, width)
        case Heading(text, level):
            found = wrap(text, width, cells)
            yield from found
            yield ("=" if level == 1 else "-") * max(map(cells, found))
            yield ""
        case Paragraph(text):
            yield from wrap(text, width, cells)
            yield ""
        case Facts(pairs):
            left = min(max((cells(label) for label, _ in pairs), default=0), width // 3) + 2
            for label, said in pairs:
                labels, rest = wrap(label, left - 2, cells), wrap(said, width - left, cells)
                for name, line in zip_longest(labels, rest, fillvalue=""):
                    yield f"{_padded(name, left)}{line}"
            yield ""
        case Boxed(label, amount):
            yield from _boxed(label, amount, width)
        case Rule():
            yield "─" * width
        case Table():
            yield from _table(block, width)


def _plate(plate: Plate, width: int) -> Iterator[str]:
    number = large(plate.number)
    room = max(map(cells, number), default=0) + 4
    if room > width // 2:
        number, room = [plate.number], cells(plate.number) + 4
    beside = [line for text in (plate.name, *plate.lines) for line in wrap(text, width - room, cells)]
    for drawn, line in zip_longest(number, beside, fillvalue=""):
        yield f"{_padded(drawn, room)}{line}"
    yield ""


def _boxed(label: str, amount: str, width: int) -> Iterator[str]:
    label = cut_middle(label, max(1, width - cells(amount) - 7), cells)
    inside = f" {label}   {amount} "
    left = " " * max(0, width - cells(inside) - 2)
    bar = "─" * cells(inside)
    yield from (f"{left}┌{bar}┐", f"{left}│{inside}│", f"{left}└{bar}┘", "")


def _table(table: Table, width: int) -> Iterator[str]:
    named = [(column.title, column.under) for column in table.columns if column.under]
    if named:  # no room for names over narrow columns: they are told before
        wide = max(cells(title) for title, _ in named) + 2
        for title, name in named:
            for number, line in enumerate(wrap(name, width - wide, cells)):
                yield _padded("" if number else title, wide) + line
        yield ""
    gap = 1 if table.grid else 2
    measure = lambda text, strong: cells(_boxes(text))  # noqa: E731
    for part in parts(table, width, measure, gap, min(24, width // 3)):
        yield from _part(table, part, width, gap)
        yield ""


def _part(table: Table, part: Part, width: int, gap: int) -> Iterator[str]:
    widths = _whole(part, width, gap)
    columns = [table.columns[index] for index in part.columns]
    whole = sum(widths) + gap * (len(widths) - 1)

    def drawn(texts: list[list[str]]) -> Iterator[str]:
        for row in zip_longest(*texts, fillvalue=""):
            aligned = [
                _aligned(text, room, column.align) for text, room, column in zip(row, widths, columns, strict=True)
            ]
            yield (" " * gap).join(aligned)

    titles = [wrap(column.title, room, cells) for column, room in zip(columns, widths, strict=True)]
    tall = max(map(len, titles))
    if any(column.title for column in columns):
        yield from drawn([[""] * (tall - len(title)) + title for title in titles])
        yield "─" * whole
    text = next((place for place, column in enumerate(columns) if column.share), 0)
    for row, _ in rows_with_groups(table.rows):
        if row.kind == "group":
            yield ""
            name, sum_of = (*map(_boxes, row.cells), "")[:2]
            for number, line in enumerate(wrap(name, whole - (cells(sum_of) + 2 if sum_of else 0), cells)):
                yield line if number or not sum_of else both(line, sum_of, whole)
            continue
        if row.kind == "total":
            yield "─" * whole
        yield from drawn(_cells(row, part, columns, widths))
        if row.note:
            left = sum(widths[:text]) + gap * text
            yield from (" " * left + line for line in wrap(row.note, max(8, whole - left), cells))


def _cells(row: Row, part: Part, columns: list, widths: list[int]) -> list[list[str]]:  # type: ignore[type-arg]
    found = []
    for index, column, room in zip(part.columns, columns, widths, strict=True):
        text = _boxes(row.cells[index]) if index < len(row.cells) else ""
        found.append(wrap(text, room, cells) if column.share else [text])
    return found


def _whole(part: Part, width: int, gap: int) -> list[int]:
    """Widths as whole columns; what rounding leaves goes to the first that was widened."""
    found = [int(room) for room in part.widths]
    left = width - sum(found) - gap * (len(found) - 1)
    stretched = [place for place, room in enumerate(part.widths) if room != int(room)]
    if stretched and left > 0:
        found[stretched[0]] += left
    return found


def _boxes(text: str) -> str:
    return text.replace(TICK, _BOX)


def _padded(text: str, room: int) -> str:
    return text + " " * (room - cells(text))


def _aligned(text: str, room: int, align: str) -> str:
    spare = max(0, room - cells(text))
    left = spare if align == "right" else spare // 2 if align == "centre" else 0
    return " " * left + text + " " * (spare - left)
