"""How near two French addresses are, from what people typed. A guess to sort by: it never hides anyone.

`where` reads an address once, `nearness` compares two. What is in doubt counts as near. Nothing is ever refused.
"""

from __future__ import annotations

from enum import IntEnum

from db.values import street_words as words
from db.values.address import LONGEST_RANGE, Where, where

__all__ = ["BUILDING", "FURTHER", "POSTCODE", "STREET", "Nearness", "Where", "nearness", "where"]


class Nearness(IntEnum):
    """Small is near. The plan of deliveries adds these up."""

    BUILDING = 0
    STREET = 1
    POSTCODE = 2
    FURTHER = 3


BUILDING, STREET, POSTCODE, FURTHER = Nearness

# « 23 B » may be 23 bis or building B of 23, « 23 T » 23 ter.
_MAY_BE = {"b": "bis", "t": "ter", "q": "quater"}


def nearness(a: Where, b: Where) -> Nearness:
    """How near; the same both ways. An address of which nothing is known is FURTHER from all."""
    same_place = _same_place(a, b)
    if same_place is False:
        return FURTHER
    if _same_street(a, b):
        return BUILDING if _same_building(a, b) else STREET
    return POSTCODE if same_place else FURTHER


def _same_place(a: Where, b: Where) -> bool | None:
    """None when too little is known."""
    if a.postcode and b.postcode:
        return a.postcode == b.postcode
    return _same_town(a, b) if a.city and b.city else None


def _same_town(a: Where, b: Where) -> bool:
    """One may be a part of the other's name: Saint-Orens, Saint-Orens-de-Gameville."""
    return set(a.city) <= set(b.city) or set(b.city) <= set(a.city) or _like("".join(a.city), "".join(b.city))


def _same_street(a: Where, b: Where) -> bool:
    if a.kind and b.kind and a.kind != b.kind:
        return False
    # One postcode may have several villages, each with its rue de l'Église.
    return _same_name(a, b) and not (a.city and b.city and not _same_town(a, b))


def _same_name(a: Where, b: Where) -> bool:
    short, long = sorted((a, b), key=lambda one: (len(one.street), one.street))
    if not short.street:
        return False
    if sorted(short.street) == sorted(long.street) or _same_letters("".join(short.street), "".join(long.street)):
        return True
    if not _like(short.street[-1], long.street[-1]):
        return False
    firsts, others = short.street[:-1], long.street[:-1]
    if len(firsts) == len(others):
        return all(map(_same_first_name, firsts, others))
    if short.of_things or long.of_things or any(name in words.QUALITIES or name[0].isdigit() for name in others):
        return False
    if len(firsts) == 1 and firsts[0] == "".join(name[0] for name in others):
        return True  # J.-J. Rousseau
    rest = iter(others)
    return all(any(_same_first_name(name, other) for other in rest) for name in firsts)


def _same_first_name(a: str, b: str) -> bool:
    """« G. », « Ch. » and the whole name."""
    short, long = sorted((a, b), key=len)
    return _like(a, b) or (len(short) <= 3 and short.isalpha() and long.startswith(short))


def _same_letters(a: str, b: str) -> bool:
    """Bellevue and Belle Vue; Lafayette and La Fayette, of which `la` was dropped."""
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) > 4 and any(article + short == long for article in ("la", "le", "l", "d", "de")))


def _like(a: str, b: str) -> bool:
    """The same word, or a long one with one letter too many, too few, wrong, or swapped."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) < 5 or len(long) - len(short) > 1 or not (a + b).isalpha():
        return False
    at = next((at for at, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


def _same_building(a: Where, b: Where) -> bool:
    """In the same street: the same door, unless both say that it is another."""
    if not a.number and not b.number:
        return bool(a.building) and a.building == b.building and {a.kind, b.kind} <= {"", *words.ESTATES.values()}
    if not _houses(a) & _houses(b):
        return False
    return any(
        extension == other_extension and (building == other_building or not (building and other_building))
        for extension, building in _doors(a)
        for other_extension, other_building in _doors(b)
    )


def _houses(where: Where) -> set[int]:
    """« 12/14 » is the houses 12 and 14, « 12/18 » also 16: one side of the street."""
    first, _, last = where.number.partition(" ")[0].partition("/")
    if not first:
        return set()
    low, high = int(first), int(last or first)
    return {low, high, *(range(low, high, 2) if high - low <= LONGEST_RANGE else ())}


def _doors(where: Where) -> set[tuple[str, str]]:
    """How number and building may be meant: each an extension (« bis ») and a building's letter."""
    extension = where.number.partition(" ")[2]
    doors = {(_MAY_BE.get(extension, extension), where.building)}
    return doors | {("", extension)} if len(extension) == 1 and not where.building else doors
