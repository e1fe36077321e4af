"""The same picture in fewer bytes: what matters over a slow line, and spares every terminal work.

Textual writes each run of letters with all of its colours and attributes, and takes them all back after it. Here only
what differs from the run before is written, and blanks do not care which ink they are not drawn with.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

RENDITION = re.compile("\x1b\\[([0-9;]*)m")
# Moves the cursor, or says where a frame begins and ends: draws nothing, whatever the colours.
DRAWS_NOTHING = re.compile("(?:\n|\x1b\\[[0-9;]*H|\x1b\\[\\?2026[hl])*")
RESET = "\x1b[0m"
# Attributes that can be taken back alone, and how. All terminals know these, the Linux console too.
UNDONE_BY = {"1": "22", "7": "27"}


class Look(NamedTuple):
    """Ink, paper and attributes, as the parameters that set them; empty is the terminal's own."""

    ink: str = ""
    paper: str = ""
    attributes: frozenset[str] = frozenset()


PLAIN = Look()


def economical(data: str) -> str:
    """`data` as it would be drawn, in fewer bytes. It begins and ends with the terminal's own colours, as Textual's."""
    parts = RENDITION.split(data)  # words, parameters, words, parameters … words
    if len(parts) == 1:
        return data
    out = [parts[0]]
    asked = drawn = PLAIN
    for at in range(1, len(parts), 2):
        asked = after(asked, parts[at])
        words = parts[at + 1]
        draws = asked is not drawn and not DRAWS_NOTHING.fullmatch(words)
        if draws and (words.strip(" ") or not same_blank(drawn, asked)):
            out.append(change(drawn, asked))
            drawn = asked
        out.append(words)
    if asked is not drawn:
        out.append(change(drawn, asked))
    return "".join(out)


@lru_cache(maxsize=4096)
def after(look: Look, parameters: str) -> Look:
    """What `parameters` make of a look. One object for each look, so that `is` compares."""
    ink, paper, attributes = look
    codes = iter(parameters.split(";"))
    for code in codes:
        match code.lstrip("0"):
            case "":
                ink, paper, attributes = PLAIN
            case "38" | "48" as side:
                kind = next(codes, "")
                colour = ";".join([side, kind, *(next(codes, "") for _ in range(3 if kind == "2" else 1))])
                ink, paper = (colour, paper) if side == "38" else (ink, colour)
            case "39":
                ink = ""
            case "49":
                paper = ""
            case "22":
                attributes -= {"1", "2"}
            case "27":
                attributes -= {"7"}
            case number if len(number) == 2 and number[0] in "39":
                ink = number
            case number if (len(number) == 2 and number[0] == "4") or len(number) == 3:
                paper = number
            case number:
                attributes |= {number}
    return _one(Look(ink, paper, attributes))


@lru_cache(maxsize=4096)
def _one(look: Look) -> Look:
    return look if look != PLAIN else PLAIN


@lru_cache(maxsize=4096)
def change(old: Look, new: Look) -> str:
    """The shortest way from one look to the other."""
    if new == PLAIN:
        return RESET
    afresh = ["0", *sorted(new.attributes), new.ink, new.paper]
    gone = old.attributes - new.attributes
    if any(attribute not in UNDONE_BY for attribute in gone) or (gone and "2" in new.attributes):
        return _rendition(afresh)
    step = [UNDONE_BY[attribute] for attribute in sorted(gone)]
    step += sorted(new.attributes - old.attributes)
    if new.ink != old.ink:
        step.append(new.ink or "39")
    if new.paper != old.paper:
        step.append(new.paper or "49")
    return min(_rendition(step), _rendition(afresh), key=len)


def _rendition(parameters: list[str]) -> str:
    return f"\x1b[{';'.join(filter(None, parameters))}m"


@lru_cache(maxsize=4096)
def same_blank(one: Look, other: Look) -> bool:
    """Does a blank look the same in both? Only paper shows, unless a line goes through it or ink is paper."""
    return one.paper == other.paper and (one.attributes | other.attributes) <= {"1", "2", "3"}
