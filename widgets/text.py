"""Text on its way to the screen: people's text is data, the program's words are translated when they are painted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from rich.cells import cell_len
from textual.content import Content

from db.values.text import shown
from i18n.language import _

Words: TypeAlias = "str | Content | Callable[[], str | Content]"
"""What parts take as words: a message id (translated at each painting), a `Content` (data, as it is), or a function
that makes either (called at each painting, so that sentences with facts follow the language too)."""


def user_text(text: str) -> Content:
    """People's text as something to paint: never markup, never a terminal command."""
    return Content(shown(text))


def guarded(line: Content) -> Content:
    """Text on its way to the screen, whoever wrote it: what could command a terminal becomes `·`; lines stay lines."""
    safe = "\n".join(map(shown, line.plain.split("\n")))
    return line if safe == line.plain else Content(safe, spans=list(line.spans))


def words(text: Words) -> Content:
    """`text` in the language of this moment. What a function returns as `str` is already translated."""
    if isinstance(text, str):
        return Content(_(text)) if text else Content("")
    if callable(text):
        text = text()
    return guarded(Content(text) if isinstance(text, str) else text)


def cut_middle(text: str, cells: int) -> str:
    """`text` in at most `cells` columns: its middle gives way to « … », its end (size, bottle) stays."""
    if cell_len(text) <= cells:
        return text
    if cells < 2:
        return "…"[:cells]
    end = _end(text, cells)
    return f"{_head(text, cells - 1 - cell_len(end)).rstrip()}…{end}"


def _head(text: str, cells: int) -> str:
    """As many signs from the start as fit; a sign of two columns does not fit in one."""
    taken = 0
    for index, sign in enumerate(text):
        taken += cell_len(sign)
        if taken > cells:
            return text[:index]
    return text


def _end(text: str, cells: int) -> str:
    """What is kept of the end: whole words, up to three fifths of the room; half of it where words are too long."""
    end = ""
    for word in reversed(text.split(" ")):
        longer = f"{word} {end}" if end else word
        if cell_len(longer) > cells * 3 // 5:
            break
        end = longer
    if cell_len(end) >= 3:
        return end
    return _head(text[::-1], (cells - 1) // 2)[::-1]


def pad(content: Content, cells: int) -> Content:
    """`content` filled with blanks to `cells` columns; longer content is returned as it is."""
    return content.pad_right(max(0, cells - content.cell_length))


def spread(left: Content, right: Content, cells: int) -> Content:
    """`left` at the left and `right` at the right of `cells` columns; the left gives way when both do not fit."""
    room = cells - left.cell_length - right.cell_length
    if room < 1:
        left = left.truncate(max(0, cells - right.cell_length - 1), ellipsis=True)
        room = cells - left.cell_length - right.cell_length
    return Content.assemble(left, " " * max(0, room), right)


def split_two_lines(text: str, cells: int) -> tuple[str, str]:
    """A name on two lines of `cells` columns, broken at a blank; the second line is cut in its middle."""
    if cell_len(text) <= cells:
        return text, ""
    first = ""
    for word in text.split(" "):
        longer = f"{first} {word}" if first else word
        if cell_len(longer) > cells:
            break
        first = longer
    if not first:
        first = _head(text, cells)
    return first, cut_middle(text[len(first) :].strip(), cells)
