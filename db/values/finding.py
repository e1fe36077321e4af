"""Finding somebody among the people of a day by what fits under two fingers: a number, or a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from db.values.text import fold


class Wanted(NamedTuple):
    """Somebody who can be found: `words` are their folded names, both of a household; `label` their basket number."""

    id: int
    label: str
    words: tuple[str, ...]


def wanted(id_: int, label: str, *names: str) -> Wanted:
    words = [fold(name).split() for name in names]
    # « Da Silva » is also found by who writes it in one.
    joined = ["".join(name) for name in words if len(name) > 1]
    return Wanted(id_, fold(label), (*(word for name in words for word in name), *joined))


def matches(people: Sequence[Wanted], typed: str) -> list[int]:
    """The ids of those meant, the likeliest first; nothing typed is nobody.

    A basket number is that basket, then those that begin so. Letters begin a name, or several typed apart begin one
    each; letters typed together may also begin a first name and go on in the last: « sva » is Sarah VARDA. The first
    letter of the first name and then the last name tells people best apart; then the last name alone.
    """
    words = fold(typed).split()
    if not words:
        return []
    ranked = []
    for place, one in enumerate(people):
        rank = _rank(one, words)
        if rank is not None:
            ranked.append((rank, place, one.id))
    return [id_ for _, _, id_ in sorted(ranked)]


def _rank(one: Wanted, typed: list[str]) -> int | None:
    together = "".join(typed)
    if one.label == together:
        return 0
    if any(sign.isdigit() for sign in together) and one.label.startswith(together):
        return 1
    if together.isdigit():
        return None
    if len(typed) == 1:
        word = typed[0]
        if word in one.words:
            return 1
        if _spelt(one.words, word, 1):
            return 2
        if any(own.startswith(word) for own in one.words[1:]):
            return 3
        if any(own.startswith(word) for own in one.words[:1]):
            return 4
        if any(_spelt(one.words, word, cut) for cut in range(2, len(word))):
            return 5
        return 6 if len(word) > 2 and any(word in own for own in one.words) else None
    left = list(one.words)
    for word in typed:
        found = next((own for own in left if own.startswith(word)), None)
        if found is None:
            return None
        left.remove(found)
    return 2


def _spelt(words: tuple[str, ...], typed: str, cut: int) -> bool:
    """Whether `typed` begins the first name with its first `cut` letters, and another name with those that follow."""
    head, tail = typed[:cut], typed[cut:]
    return bool(tail and words) and words[0].startswith(head) and any(word.startswith(tail) for word in words[1:])
