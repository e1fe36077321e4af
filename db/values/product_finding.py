"""Finding a product by what is quickest to type: its reference, or a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from db.values.text import fold

_LONGEST = 40  # signs; more is no abbreviation
_SMALL = 2  # letters: « de », « d' », « à »


class Sought(NamedTuple):
    """A product that can be found: its reference and the words of its name, folded."""

    id: int
    reference: str
    words: tuple[str, ...]


def sought(id_: int, reference: str, name: str) -> Sought:
    return Sought(id_, "".join(fold(reference).split()), tuple(fold(name).split()))


def products(among: Sequence[Sought], typed: str) -> list[int]:
    """The ids of the products meant, the likeliest first, in the order given among equals; nothing typed is nothing.

    A reference, whole or begun; letters that begin words of the name (« riz ca »); letters typed together that begin
    one word and go on in another (« lenc » is Lentilles corail); three letters or more anywhere in a word.
    """
    wanted = fold(typed[:_LONGEST]).split()
    if not wanted:
        return []
    ranked = []
    for place, one in enumerate(among):
        rank = _rank(one, wanted)
        if rank is not None:
            ranked.append((rank, place, one.id))
    return [id_ for _, _, id_ in sorted(ranked)]


def _rank(one: Sought, typed: list[str]) -> int | None:
    together = "".join(typed)
    if one.reference == together:
        return 0
    if together[-1].isdigit() and one.reference.startswith(together):
        return 1
    if _begin_words(one.words, typed):
        return 2 if one.words[0].startswith(typed[0]) else 3
    if len(typed) == 1 and len(together) > 1:
        if _spelt(tuple(word for word in one.words if len(word) > _SMALL), together, leaving_out=False):
            return 4
        if _spelt(one.words, together, leaving_out=True):
            return 5
    if one.reference.startswith(together):
        return 6
    if len(together) > 2 and all(any(word in own for own in one.words) for word in typed):
        return 7
    return None


def _begin_words(words: tuple[str, ...], typed: list[str]) -> bool:
    """Whether each word typed begins a word of its own."""
    left = list(words)
    for word in typed:
        found = next((own for own in left if own.startswith(word)), None)
        if found is None:
            return False
        left.remove(found)
    return bool(words)


def _spelt(words: tuple[str, ...], typed: str, *, leaving_out: bool) -> bool:
    """Whether `typed` is a beginning of the first word and then of others in turn; `leaving_out` may pass over some."""
    reached = {0}
    for place, word in enumerate(words):
        further = {at + length for at in reached for length in range(1, _same(word, typed[at:]) + 1)}
        if len(typed) in further:
            return True
        reached = reached | further if leaving_out and place else further
    return False


def _same(word: str, typed: str) -> int:
    """How many signs both begin with."""
    return next(
        (at for at, (own, sign) in enumerate(zip(word, typed, strict=False)) if own != sign), min(len(word), len(typed))
    )
