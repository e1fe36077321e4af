"""How words fall into lines and columns share a width: the same on a sheet, in a terminal and on a roll of paper.

A `measure` says how wide a text is: millimetres, or signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from printing.document import Column, Row, Table

Length = TypeVar("Length", int, float)
Measure = Callable[[str], float]

# A line may end at a blank or after a hyphen; a figure stays with its unit, and no-break spaces hold.
_WORDS = re.compile(r"[^ ]*?[-/](?=[^\W\d])|[^ ]+(?:(?<=\d) (?:k?g|[cm]?[lL]|%|€)(?![^ ,;)]))?")


class Part(NamedTuple):
    """Columns of a table that stand side by side, by their index, and how wide each is."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]


def wrap(text: str, room: float, measure: Measure) -> list[str]:
    """`text` in lines no wider than `room`: nothing is left out. Only a word that is wider itself is broken."""
    if measure(text) <= room and "\n" not in text:
        return [text]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, end = "", 0
        for found in _WORDS.finditer(paragraph):
            word = found.group()
            longer = line + paragraph[end : found.start()] + word if line else word
            end = found.end()
            if measure(longer) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while measure(line) > room and len(line) > 1:
                head = _fitting(line, room, measure)
                lines.append(line[:head])
                line = line[head:]
        lines.append(line)
    return lines


def cut_middle(text: str, room: float, measure: Measure) -> str:
    """Where only one line can be: the middle gives way to « … », its end stays."""
    if measure(text) <= room:
        return text
    left, right = text, ""
    while left and measure(left) > room / 2:
        left = left[:-1]
    for sign in reversed(text[len(left) :]):
        if measure(f"{left}…{sign}{right}") > room:
            break
        right = sign + right
    return f"{left.rstrip()}…{right.lstrip()}"


def parts(
    table: Table, room: float, measure: Callable[[str, bool], float], gap: float, least: float
) -> tuple[Part, ...]:
    """How the columns of a table share `room`, `gap` between them. Those whose text wraps get `least` or more, and a
    third less where that keeps what is written in by hand beside the names.

    More columns than fit make several parts, each as full as the others and with the table's `kept` columns.
    """
    columns = table.columns
    count = len(columns)
    widest = [_longest_word(column.title, measure) for column in columns]
    whole = list(widest)  # of texts that wrap, on one line
    said = [0.0] * count  # the same without the title: 0 where nothing is written yet
    for row in table.rows:
        if row.kind == "group":
            continue
        for index, cell in enumerate(row.cells):
            if cell:
                wide = measure(cell, columns[index].strong or row.kind == "total")
                whole[index] = max(whole[index], wide)
                said[index] = max(said[index], wide)
                if not columns[index].share:
                    widest[index] = max(widest[index], wide)
    need = [max(least, 0.0) if column.share else wide for column, wide in zip(columns, widest, strict=True)]
    # Columns with names over them are many and narrow: what the text does not need is theirs.
    most = whole if any(column.under for column in columns) else [room] * count
    tries = [need]
    if any(column.share and not text for column, text in zip(columns, said, strict=True)):
        tries.append(
            [
                max(title, min(least * 2 / 3, text)) if column.share else title
                for column, title, text in zip(columns, widest, said, strict=True)
            ]
        )
    for widths in tries:
        if sum(widths) + gap * (count - 1) <= room:
            return (_shared(columns, range(count), widths, most, room, gap),)
    kept = max(1, table.kept)
    own = sum(need[:kept]) + gap * kept
    groups = _even(range(kept, count), need, room - own, gap)
    return tuple(_shared(columns, (*range(kept), *group), need, most, room, gap) for group in groups)


def _shared(
    columns: Sequence[Column],
    indices: Sequence[int] | range,
    need: Sequence[float],
    most: Sequence[float],
    room: float,
    gap: float,
) -> Part:
    shares = sum(columns[index].share for index in indices)
    left = room - sum(need[index] for index in indices) - gap * (len(indices) - 1)
    left = max(left, 0)
    widths = {index: need[index] for index in indices}
    for index in indices:
        if columns[index].share:
            widths[index] = min(need[index] + left * columns[index].share / shares, max(need[index], most[index]))
    narrow = [index for index in indices if columns[index].under]
    spare = left - sum(widths[index] - need[index] for index in indices)
    for index in narrow:
        widths[index] += spare / len(narrow)
    return Part(tuple(indices), tuple(widths.values()))


def _even(indices: range, need: Sequence[float], room: float, gap: float) -> list[list[int]]:
    """Columns in as few groups as hold them, about as many in each."""

    def groups(most: int) -> list[list[int]]:
        found: list[list[int]] = [[]]
        wide = 0.0
        for index in indices:
            if found[-1] and (len(found[-1]) == most or wide + gap + need[index] > room):
                found.append([])
                wide = 0.0
            wide += need[index] + (gap if found[-1] else 0)
            found[-1].append(index)
        return found

    fewest = len(groups(len(indices)))
    most = -(-len(indices) // fewest)
    while len(groups(most)) > fewest:
        most += 1
    return groups(most)


def rows_with_groups(rows: Sequence[Row]) -> list[tuple[Row, Row | None]]:
    """Each row, and the group it stands under."""
    found: list[tuple[Row, Row | None]] = []
    group: Row | None = None
    for row in rows:
        if row.kind == "group":
            group = row
        elif row.kind == "total":
            group = None
        found.append((row, group))
    return found


def _longest_word(title: str, measure: Callable[[str, bool], float]) -> float:
    return max((measure(word, True) for word in title.split(" ")), default=0)


def _fitting(word: str, room: float, measure: Measure) -> int:
    """How many signs of a word go on one line; one at least."""
    least, most = 1, len(word)
    while least < most:
        middle = (least + most + 1) // 2
        if measure(word[:middle]) <= room:
            least = middle
        else:
            most = middle - 1
    return least
