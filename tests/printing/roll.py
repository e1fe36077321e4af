"""What comes out of a receipt printer that is sent these bytes: its lines, how large each is, and where it is cut.

It knows the commands that the program uses, and fails at any other: a name that reached the printer as a command would
be seen.
"""

from __future__ import annotations

from typing import NamedTuple

_PAGES = {16: "cp1252"}  # ESC t n of this maker's printers and of those made like them


class Printed(NamedTuple):
    text: str
    wide: int = 1
    tall: int = 1
    strong: bool = False
    centred: bool = False


class Roll(NamedTuple):
    pieces: tuple[tuple[Printed, ...], ...]  # each was cut off

    @property
    def text(self) -> str:
        return "\f".join("".join(f"{line.text}\n" for line in piece) for piece in self.pieces)


def printed(sent: bytes) -> Roll:
    pieces: list[tuple[Printed, ...]] = []
    lines: list[Printed] = []
    letters = bytearray()
    page = ""
    look = Printed("")
    place = 0
    while place < len(sent):
        byte = sent[place]
        two, value = sent[place : place + 2], sent[place + 2] if place + 2 < len(sent) else -1
        if two == b"\x1b@":
            assert not letters
            page, look, place = "", Printed(""), place + 2
        elif two in (b"\x1bt", b"\x1bE", b"\x1ba", b"\x1bd", b"\x1d!", b"\x1dV"):
            assert not letters, "a line changes its look in the middle"
            place += 3
            if two == b"\x1bt":
                page = _PAGES[value]
            elif two == b"\x1bE":
                look = look._replace(strong=bool(value))
            elif two == b"\x1ba":
                look = look._replace(centred={0: False, 1: True}[value])
            elif two == b"\x1d!":
                look = look._replace(wide=1 + (value >> 4), tall=1 + (value & 15))
            elif two == b"\x1dV":
                assert value in (0, 1)
                pieces.append(tuple(lines))
                lines = []
        elif sent[place : place + 2] == b"\x10\x04":
            place += 3  # « how are you? »
        elif byte == 0x0A:
            lines.append(look._replace(text=letters.decode(page)))
            letters.clear()
            place += 1
        else:
            assert byte >= 0x20, f"an unknown command at {place}: {sent[place : place + 4]!r}"
            letters.append(byte)
            place += 1
    assert not letters
    assert not lines, "the end hangs on the printer: it was not cut off"
    return Roll(tuple(pieces))
