"""A terminal emulator: pyte, with what it lacks for full-screen programs, and answers to a terminal's queries."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import pyte

# A program asks the terminal who it is and what it can do; without answers it waits, or takes the poorer way.
QUERY = re.compile(
    rb"\x1b\[(?:[>=]?0?c|>0?q|\??\d+\$p|\??[56]n|\?996n|\?u|18t)"
    rb"|\x1b\](?:1[0-2]|4;\d+);\?(?:\x07|\x1b\\)|\x1bP[+$]q[^\x1b]*\x1b\\"
)
# A whole escape sequence: what does not match yet is kept until the rest of it comes.
WHOLE = re.compile(
    r"\x1b(?:\[[<=>?]?[0-9;:]*[ !\"$'*]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\"
    r"|[()*+%#][^\x1b]|[^\[\]PX^_()*+%#\x1b])"
)
# Sequences that draw nothing and that pyte would print or mistake for others.
SILENT = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|\x1b\[[<=>][0-9;:]*[ !\"$'*]*[@-~]"
    r"|\x1b\[\??[0-9;:]*[ !\"$'*]+[@-~]|\x1b\[\?[0-9;]*[a-gi-km-zA-IL-Z]|\x1b\[[0-9;]*t"
)
FRAME_BEGINS, FRAME_ENDS = "\x1b[?2026h", "\x1b[?2026l"
FRAME = re.compile(r"(\x1b\[\?2026[hl])")
MODES_KNOWN = {b"1", b"7", b"25", b"1000", b"1002", b"1003", b"1004", b"1006", b"1049", b"2004", b"2026"}


class Screen(pyte.Screen):
    """pyte's screen; entering the alternate one clears it, and pyte itself answers nothing (see `Emulator.replies`)."""

    def set_mode(self, *modes: int, **kwargs: bool) -> None:
        if kwargs.get("private") and 1049 in modes:
            self.erase_in_display(2)
        super().set_mode(*modes, **kwargs)

    def report_device_attributes(self, *_: object, **__: object) -> None: ...
    def report_device_status(self, *_: object, **__: object) -> None: ...


class Emulator:
    def __init__(self, columns: int, rows: int, *, kitty: bool = False) -> None:
        self.screen = Screen(columns, rows)
        self.in_frame = False  # a frame of synchronised output is being drawn: nothing of it is shown yet
        self._kitty = kitty
        self._stream = pyte.Stream(self.screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._text_tail = ""
        self._query_tail = b""
        self._shown = [self._row(y) for y in range(rows)]
        self._cursor_shown: tuple[int, int] | None = None
        self.screen.dirty.clear()

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self._shown = [self._row(y) for y in range(rows)]

    # -- drawing ---------------------------------------------------------------

    def feed(self, data: bytes) -> Iterator[bool]:
        """Draw what a program wrote. One item for each state that a person would see: did the picture change?"""
        text = self._text_tail + self._decode(data)
        self._text_tail = ""
        begin = text.rfind("\x1b")
        if begin >= 0 and len(text) - begin < 4096 and not WHOLE.match(text, begin):
            text, self._text_tail = text[:begin], text[begin:]
        for part in FRAME.split(text):
            if part == FRAME_BEGINS:
                if not self.in_frame:
                    yield self._changed()
                self.in_frame = True
            elif part == FRAME_ENDS:
                self.in_frame = False
                yield self._changed()
            elif part:
                self._stream.feed(SILENT.sub("", part))
        if not self.in_frame:
            yield self._changed()

    def _row(self, y: int) -> tuple[pyte.screens.Char, ...]:
        line = self.screen.buffer[y]
        return tuple(line[x] for x in range(self.screen.columns))

    def _changed(self) -> bool:
        """Does any cell, or the visible cursor, differ from the last time this was asked?"""
        changed = False
        for y in self.screen.dirty:
            if 0 <= y < self.screen.lines and (row := self._row(y)) != self._shown[y]:
                self._shown[y] = row
                changed = True
        self.screen.dirty.clear()
        cursor = self.screen.cursor
        shown = None if cursor.hidden else (cursor.x, cursor.y)
        changed = changed or shown != self._cursor_shown
        self._cursor_shown = shown
        return changed

    # -- answering -------------------------------------------------------------

    def replies(self, data: bytes) -> Iterator[bytes]:
        """What a terminal answers to the queries in `data` (a query may come in pieces)."""
        data, self._query_tail = self._query_tail + data, b""
        end = 0
        for query in QUERY.finditer(data):
            end = query.end()
            if reply := self._reply(query[0]):
                yield reply
        begin = data.rfind(b"\x1b", end)
        if begin >= 0 and len(data) - begin < 128 and not WHOLE.match(data[begin:].decode("latin-1")):
            self._query_tail = data[begin:]

    def _reply(self, query: bytes) -> bytes | None:
        if query.startswith(b"\x1b]"):  # a colour: light letters on a dark ground
            what = query[2:].split(b";?")[0]
            return b"\x1b]%s;rgb:%s\x1b\\" % (what, b"1010/1010/1010" if what == b"11" else b"e0e0/e0e0/e0e0")
        if query.startswith(b"\x1bP"):
            return b"\x1bP0%sr\x1b\\" % query[2:3]  # "unknown setting"
        body, kind = query[2:-1], query[-1:]
        match kind:
            case b"c":
                secondary, tertiary = b"\x1b[>1;10;0c", b"\x1bP!|00000000\x1b\\"
                return {b">": secondary, b"=": tertiary}.get(body[:1], b"\x1b[?62;22c")
            case b"q":
                return b"\x1bP>|emulator(1)\x1b\\"
            case b"p":
                return b"\x1b[%s;%d$y" % (body[:-1], 2 if body.strip(b"?$") in MODES_KNOWN else 0)
            case b"n" if body == b"5":
                return b"\x1b[0n"
            case b"n" if body == b"?996":
                return b"\x1b[?997;1n"
            case b"n":
                cursor = self.screen.cursor
                return b"\x1b[%s%d;%dR" % (b"?" if body[:1] == b"?" else b"", cursor.y + 1, cursor.x + 1)
            case b"u":
                return b"\x1b[?0u" if self._kitty else None
            case b"t":
                return b"\x1b[8;%d;%dt" % (self.screen.lines, self.screen.columns)
        return None
