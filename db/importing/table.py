"""A table in a text file: its encoding, its separator, its columns by their headings, its lines by their numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from db.errors import CellInvalid, FileUnreadable, LineRefused, Refusal

MOST_BYTES = 10_000_000
MOST_LINES = 50_000

_SEPARATORS = (",", ";", "\t")
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# Letters and signs that a French or German file in Windows-1252 holds. Bytes of other encodings, read as this one, give
# signs outside it: then nothing is guessed.
_WESTERN = frozenset("ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸŒàâäæçèéêëîïôöùûüÿœßáíóúñãõ«»’‘–—°€·½¼¾²\u00a0")

T = TypeVar("T")


class Line(NamedTuple):
    """A line of the file: its number, counted from 1 with the heading, and its cells by column."""

    number: int
    cells: dict[str, str]


class Table(NamedTuple):
    lines: list[Line]
    refused: list[LineRefused]


class Cells:
    """Reads the cells of one line; what is refused is noted with its column, and reading goes on."""

    def __init__(self, line: Line, refused: list[LineRefused]) -> None:
        self._line = line
        self._refused = refused
        self.good = True

    def read(self, column: str, reader: Callable[[str], T], instead: T) -> T:
        try:
            return reader(self._line.cells[column].strip())
        except Refusal as cause:
            self.refuse(column, cause)
            return instead

    def refuse(self, column: str, cause: Refusal) -> None:
        self.good = False
        self._refused.append(LineRefused(line=self._line.number, column=column, cause=cause))


def read_table(path: Path, columns: tuple[str, ...]) -> Table:
    """The lines of a file with these columns, in any order and among others; separated by comma, semicolon or tab.

    Empty lines are passed over; lines with too few or too many cells are refused. The file is refused as a whole with
    FileUnreadable.
    """
    text = _decode(path, _load(path))
    separator = _separator(text, columns)
    rows = _rows(path, text, separator)
    _, heading = next(rows, (0, []))
    place = _places(path, heading, columns)
    table = Table([], [])
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if number > MOST_LINES:
            raise FileUnreadable(path=str(path), reason="size", detail=str(MOST_LINES))
        # Spreadsheets fill lines up with empty cells.
        if len(row) < len(heading) or any(cell.strip() for cell in row[len(heading) :]):
            cause = CellInvalid(text=separator.join(row), reason="columns")
            table.refused.append(LineRefused(line=number, column="", cause=cause))
            continue
        table.lines.append(Line(number, {column: row[at] for column, at in place.items()}))
    return table


def in_order(refused: list[LineRefused], columns: tuple[str, ...]) -> list[LineRefused]:
    """By line, then by column as the documentation lists them."""
    return sorted(refused, key=lambda one: (one.line, columns.index(one.column) if one.column else -1))


def _load(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileUnreadable(path=str(path), reason="missing", detail="")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileUnreadable(path=str(path), reason="rights", detail=str(error)) from error
    if len(content) > MOST_BYTES:
        raise FileUnreadable(path=str(path), reason="size", detail=str(MOST_LINES))
    if content.startswith(_SPREADSHEETS):
        raise FileUnreadable(path=str(path), reason="spreadsheet", detail="")
    return content


def _decode(path: Path, content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, Windows-1252 (Latin 1) when it reads as a Western language."""
    text = None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _try(content, "utf-16")
    elif content.count(0) * 4 < len(content) or not content:  # half of an unmarked UTF-16 is zeros
        text = _try(content, "utf-8-sig")
        if text is None:
            text = _try(content, "cp1252")
            if text is not None and not all(sign.isascii() or sign in _WESTERN for sign in text):
                text = None
    if text is None:
        raise FileUnreadable(path=str(path), reason="encoding", detail="")
    if not text.strip():
        raise FileUnreadable(path=str(path), reason="empty", detail="")
    return text


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _separator(text: str, columns: tuple[str, ...]) -> str:
    """The separator that finds most of the columns in the heading."""
    heading = text.lstrip("\r\n").splitlines()[0]
    known = {_key(column) for column in columns}

    def found(separator: str) -> int:
        return len(known & {_key(cell.strip().strip('"')) for cell in heading.split(separator)})

    return max(_SEPARATORS, key=found)


def _rows(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their first line: a quoted cell may hold several."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for row in reader:
            if row:
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise FileUnreadable(path=str(path), reason="quotes", detail=str(start)) from error


def _places(path: Path, heading: list[str], columns: tuple[str, ...]) -> dict[str, int]:
    keys = [_key(cell) for cell in heading]
    missing = [column for column in columns if _key(column) not in keys]
    if missing:
        raise FileUnreadable(path=str(path), reason="columns", detail=", ".join(missing))
    for column in columns:
        if keys.count(_key(column)) > 1:
            raise FileUnreadable(path=str(path), reason="twice", detail=column)
    return {column: keys.index(_key(column)) for column in columns}


def _key(heading: str) -> str:
    return heading.strip().casefold()
