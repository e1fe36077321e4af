"""Letters of the Arabic script as they are written: joined to their neighbours.

The forms of each letter are signs of their own in Unicode, which the fonts of papers hold; which of them stands where,
its two neighbours tell. What stands above or below letters (vowels) is passed over.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator
from functools import cache
from typing import NamedTuple

_STRETCH = "\u0640"  # a line that only joins
_FORMS = (range(0xFB50, 0xFBB2), range(0xFBD3, 0xFC00), range(0xFE80, 0xFEFD))


class _Forms(NamedTuple):
    isolated: str
    final: str = ""  # joined to the letter before
    initial: str = ""  # to the one after
    medial: str = ""  # to both


def joined(text: str, known: Container[int]) -> str:
    """`text`, in the order of reading, its letters in the forms that are `known` (code points of a font)."""
    forms = _forms()
    signs = list(_with_ligatures(text, known))
    drawn = list(signs)
    stands = [at for at, sign in enumerate(signs) if not unicodedata.combining(sign[0])]
    for place, at in enumerate(stands):
        one = forms.get(signs[at])
        if one is None:
            continue
        before = signs[stands[place - 1]] if place else ""
        after = signs[stands[place + 1]] if place + 1 < len(stands) else ""
        from_before, to_after = bool(one.final) and _goes_on(before), bool(one.initial) and _is_joined(after)
        form = one.medial if from_before and to_after else one.final if from_before else one.initial if to_after else ""
        stands_as = form or one.isolated
        if ord(stands_as) in known:
            drawn[at] = stands_as
    return "".join(drawn)


@cache
def letters_of(sign: str) -> str:
    """The letters that a form stands for; nothing where `sign` is no form."""
    if not any(ord(sign) in part for part in _FORMS):
        return ""
    kind, *letters = unicodedata.decomposition(sign).split()
    return "".join(chr(int(letter, 16)) for letter in letters) if kind.startswith("<") else ""


def _goes_on(sign: str) -> bool:
    """Is it joined to the letter after it?"""
    one = _forms().get(sign)
    return sign == _STRETCH or (one is not None and bool(one.initial))


def _is_joined(sign: str) -> bool:
    """Is it joined to the letter before it?"""
    one = _forms().get(sign)
    return sign == _STRETCH or (one is not None and bool(one.final))


def _with_ligatures(text: str, known: Container[int]) -> Iterator[str]:
    """Sign by sign; lam and the alef after it are one."""
    forms, at = _forms(), 0
    while at < len(text):
        pair = forms.get(text[at : at + 2]) if len(text) > at + 1 else None
        whole = pair is not None and ord(pair.isolated) in known and ord(pair.final) in known
        yield text[at : at + (2 if whole else 1)]
        at += 2 if whole else 1


@cache
def _forms() -> dict[str, _Forms]:
    """By letter, or by lam with alef."""
    found: dict[str, dict[str, str]] = {}
    for part in _FORMS:
        for code in part:
            letters = letters_of(chr(code))
            if len(letters) == 1 or (len(letters) == 2 and letters[0] == "\u0644" and letters[1] in "اأإآ"):
                kind = unicodedata.decomposition(chr(code)).split()[0].strip("<>")
                found.setdefault(letters, {}).setdefault(kind, chr(code))
    return {letters: _Forms(**kinds) for letters, kinds in found.items() if "isolated" in kinds}
