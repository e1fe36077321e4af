"""Text from people: what may enter the book, what may be drawn, and how two names are compared.

A control sign kept in a name would reach the terminal as a command; a bidirectional or invisible one makes a name look
like another. They are refused at every entry, and replaced once more when shown.
"""

from __future__ import annotations

import re
import unicodedata

from db.errors import TextMissing, TextRefused, TextTooLong

LIMIT = 80  # characters; in cells of the terminal, half as much again
PARAGRAPH_LIMIT = 500

# Letters and marks that Unicode says to draw as nothing, and the sign for what could not be read. The controls among
# them are found by their category.
_INVISIBLE = frozenset(
    ["\ufffd", *"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"]
    + [chr(selector) for selector in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))]
)
_SPACES = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# What separates words of a name in one hand and not in another: Jean-Pierre, Jean Pierre, d'olive, d’olive.
_BETWEEN = re.compile(r"[\s\-‐‑‒–—'’ʼ`´_.]+")


def clean(text: str, limit: int = LIMIT, field: str = "") -> str:
    """One line of text as the book keeps it: trimmed, NFC. With `field`, TextMissing when nothing is left.

    TextRefused (position counted from 0 in what was typed), TextTooLong over `limit` characters or, in the terminal,
    half as many cells again.
    """
    for position, character in enumerate(text):
        if _is_refused(character):
            raise TextRefused(code_point=ord(character), position=position)
    return _within(unicodedata.normalize("NFC", text.strip(_SPACES)), limit, field)


def clean_paragraph(text: str, limit: int = PARAGRAPH_LIMIT, field: str = "") -> str:
    """As `clean`, for a text of several lines, separated by `\\n` alone."""
    plain = text.replace("\r\n", "\n")
    for position, character in enumerate(plain):
        if character != "\n" and _is_refused(character):
            raise TextRefused(code_point=ord(character), position=position)
    return _within(unicodedata.normalize("NFC", plain.strip(_SPACES + "\n")), limit, field)


def shown(text: str) -> str:
    """The last guard before the screen and paper: what `clean` refuses becomes `·`. Never raises."""
    # Blanks that do not break a line stand in every French sum: Python calls them not printable.
    if text.replace("\u00a0", " ").replace("\u202f", " ").isprintable() and _INVISIBLE.isdisjoint(text):
        return text
    return "".join("·" if _is_refused(character) else character for character in text)


def shown_short(text: str, limit: int = 60) -> str:
    """As `shown`, cut to `limit` characters: what someone typed, inside a sentence."""
    guarded = shown(text)
    return guarded if len(guarded) <= limit else guarded[: limit - 1] + "…"


def fold(text: str) -> str:
    """The text to search in and to find homonyms by: without accents, case, ligatures, hyphens or apostrophes."""
    # Twice, because folding case may bring new marks: this is Unicode's own caseless match.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return _BETWEEN.sub(" ", bare.replace("œ", "oe").replace("æ", "ae")).strip()


def mixed_scripts(text: str) -> bool:
    """Whether one word mixes Latin, Cyrillic or Greek letters, which look alike. To warn, never to refuse."""
    return any(len({_script(letter) for letter in word} - {""}) > 1 for word in re.findall(r"\w+", text))


def cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def _within(text: str, limit: int, field: str) -> str:
    if len(text) > limit or cells(text) > limit * 3 // 2:
        raise TextTooLong(limit=limit)
    if field and not text:
        raise TextMissing(field=field)
    return text


def _is_refused(character: str) -> bool:
    # Not printable: controls, formats (bidi, zero width, tags), surrogates, private and unassigned, and separators.
    if character.isprintable():
        return character in _INVISIBLE
    return unicodedata.category(character) != "Zs"


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return name if name in ("LATIN", "CYRILLIC", "GREEK") else ""
