"""Receipts and labels for a roll of 58 or 80 mm, as the bytes that receipt printers understand (ESC/POS).

One page of characters for the whole document, Windows' 1252: it holds é œ €, and the library's own choice changes in
the middle of a line. What people wrote cannot command the printer: nothing but signs of that page is left of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from db.errors import PrinterRefused
from db.values.text import cells
from printing.columns import wrap
from printing.document import Block, Boxed, Document, Heading, Paragraph, Plate, Rule
from printing.plain import both, lines

if TYPE_CHECKING:
    from escpos.printer import Dummy

ROLLS = (58, 80)  # millimetres
# Signs on a line in the usual type. Some printers for 80 mm hold 48: those that hold 42 would break each line.
_SIGNS = {58: 32, 80: 42}
_LARGEST = 8  # times the usual size, as far as printers go
_LABEL, _PLATE = 8, 3
_PAGE = "cp1252"
_HOLDS = "\u00a0"  # where a line may not end: a blank once lines are made
_INSTEAD = str.maketrans(
    {
        "\u202f": _HOLDS,
        "\u2009": _HOLDS,
        "\u2011": "-",
        "\u2212": "-",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "☐": "[ ]",
        "☑": "[x]",
        "✓": "x",
        "●": "*",
        "→": "->",
        "≈": "~",
        "≤": "<=",
        "≥": ">=",
        **dict.fromkeys("─━", "-"),
        **dict.fromkeys("═", "="),
        **dict.fromkeys("│┃", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼", "+"),
        **dict.fromkeys("█▀▄", "#"),
    }
)


class Line(NamedTuple):
    text: str
    size: int = 1  # times as wide and as tall
    tall: bool = False  # twice as tall only
    strong: bool = False
    centred: bool = False


def escpos(document: Document, millimetres: int = 80) -> bytes:
    """The document, each of its pages cut off; `millimetres` is the width of the roll, one of ROLLS.

    Refuses with PrinterRefused ('library') where python-escpos is not installed.
    """
    width = _SIGNS[58 if millimetres == 58 else 80]
    printer = _printer()
    readable: Document = _printable(document)
    for page in readable.pages:
        for line in _page(readable, page, width):
            _put(printer, line)
        printer.cut(mode="PART")
    sent = printer.output
    return bytes(sent)


def _printer() -> Dummy:
    try:
        from escpos.printer import Dummy
    except ImportError as error:
        raise PrinterRefused(printer="", reason="library", path="", detail=str(error)) from error
    printer = Dummy(profile="default")  # of the profiles the one that says what all have in common
    printer.hw("INIT")
    printer.magic.force_encoding("CP1252")
    return printer


def _put(printer: Dummy, line: Line) -> None:
    size, height = line.size, 2 if line.tall else line.size
    printer.set(
        align="center" if line.centred else "left", bold=line.strong, custom_size=True, width=size, height=height
    )
    printer.text(f"{printable(line.text)}\n".replace(_HOLDS, " "))


def printable(text: str) -> str:
    """`text` in signs of page 1252: an accent that it lacks goes, another sign becomes « ? »."""
    found = []
    for sign in unicodedata.normalize("NFC", text).translate(_INSTEAD):
        plain = sign if _holds(sign) else "".join(each for each in unicodedata.normalize("NFKD", sign) if _holds(each))
        found.append(plain or ("" if unicodedata.combining(sign) else "?"))
    return "".join(found)


def _printable(value: Any) -> Any:
    """The same document, its texts as wide as they will be on paper: before lines are made."""
    if isinstance(value, str):
        return "\n".join(printable(line) for line in value.split("\n"))
    if isinstance(value, tuple):
        parts = map(_printable, value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def _holds(sign: str) -> bool:
    if not sign.isprintable() and sign != _HOLDS:
        return False
    try:
        sign.encode(_PAGE)
    except UnicodeEncodeError:
        return False
    return True


def _page(document: Document, page: tuple[Block, ...], width: int) -> Iterator[Line]:
    small = document.sheet == "labels"
    if not small:
        yield from (Line(text, centred=True) for text in wrap(document.header, width, cells) if text)
        yield Line("")
    for block in page:
        yield from _block(block, width, small)
    if not small:
        yield from (Line(text, centred=True) for text in wrap(document.footer, width, cells) if text)


def _block(block: Block, width: int, small: bool) -> Iterator[Line]:
    match block:
        case Plate():
            largest = min(_LARGEST, _LABEL if small else _PLATE)
            size = max(1, min(largest, width // max(1, cells(block.number))))
            yield Line(block.number, size=size, strong=True, centred=True)
            yield from (Line(text, tall=True, strong=True) for text in wrap(block.name, width, cells))
            yield from (Line(text) for one in block.lines for text in wrap(one, width, cells))
            yield Line("")
        case Heading(text, level):
            yield from (
                Line(part, tall=level == 1, strong=True, centred=level == 1) for part in wrap(text, width, cells)
            )
        case Paragraph(text, strong):
            yield from (Line(part, strong=strong) for part in wrap(text, width, cells))
        case Boxed(label, amount):
            yield Line("=" * width)
            yield from (Line(text, tall=True, strong=True) for text in _total(label, amount, width))
            yield Line("=" * width)
        case Rule():
            yield Line("-" * width)
        case _:
            yield from (Line(text) for text in lines(block, width))


def _total(label: str, amount: str, width: int) -> list[str]:
    """The amount at the right, never broken, under its label where both do not fit."""
    if cells(label) + 2 + cells(amount) <= width:
        return [both(label, amount, width)]
    return [*wrap(label, width, cells), amount.rjust(width)]
