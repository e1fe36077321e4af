"""Somebody among the people of a day, found by a number or a few letters."""

from __future__ import annotations

import random
from pathlib import Path

from db.values.finding import Wanted, matches, wanted

# First names, a blank line, last names; `_` joins what is one name.
FIRST, LAST = (
    [name.replace("_", " ") for name in part.split()]
    for part in Path(__file__).with_name("names.txt").read_text("utf-8").split("\n\n")
)


def people(seed: int) -> dict[int, tuple[str, ...]]:
    """Two hundred invented people by id, no two of one name; one in five orders for two, as households do."""
    dice = random.Random(seed)
    names: dict[tuple[str, str], None] = {}
    while len(names) < 200:
        names[dice.choice(FIRST), dice.choice(LAST)] = None
    return {
        id_: (first, last, f"{dice.choice(FIRST)} {last}" if dice.random() < 0.2 else "")
        for id_, (first, last) in enumerate(names, 1)
    }


def letters(first: str, last: str, _second: str) -> list[str]:
    """The three letters somebody types: one of the first name and two of the last, or three of either."""
    first, last = first.replace("-", ""), last.replace(" ", "")
    return [first[:1] + last[:2], last[:3], first[:3]]


def test_three_letters_and_enter_find_nine_in_ten_of_two_hundred_people() -> None:
    for seed in range(5):
        names = people(seed)
        everybody = [wanted(id_, str(id_), *own) for id_, own in names.items()]
        places = [min(_place(everybody, id_, typed) for typed in letters(*own)) for id_, own in names.items()]
        at_once, one_arrow = sum(place == 0 for place in places), sum(place <= 1 for place in places)
        print(f"people {seed}: {at_once / 2} % at once, {one_arrow / 2} % with one arrow at most")
        assert at_once >= 180
        assert one_arrow >= 196


def _place(everybody: list[Wanted], id_: int, typed: str) -> int:
    found = matches(everybody, typed)
    return found.index(id_) if id_ in found else len(everybody)


def found(*typed: str) -> list[list[int]]:
    everybody = [
        wanted(1, "1", "Sarah", "Varda"),
        wanted(2, "12", "Jean-Pierre", "Da Silva", "Éva Lopes"),
        wanted(3, "13", "Élodie", "Martin"),
        wanted(4, "B1", "Martine", "Savary"),
    ]
    return [matches(everybody, one) for one in typed]


def test_a_number_is_that_basket_then_those_that_begin_so() -> None:
    assert found("1", "12", "b1", "B 1", "2", "99") == [[1, 2, 3], [2], [4], [4], [], []]


def test_letters_begin_a_name_of_either_of_a_household_with_or_without_accents() -> None:
    assert found("sva", "silva", "eva", "élo", "jp", "lopes", "das", "jeanpi") == [
        [1], [2], [2], [3], [2], [2], [2], [2],
    ]  # fmt: skip


def test_letters_typed_apart_begin_a_name_each_in_any_order() -> None:
    assert found("va sa", "da je", "mar elo", "mar mar") == [[1], [2], [3], []]


def test_the_first_letter_and_the_last_name_come_before_a_name_that_only_begins_so() -> None:
    assert found("msa", "mar", "sa") == [[4], [3, 4], [4, 1]]


def test_nothing_typed_is_nobody_and_nonsense_neither() -> None:
    assert found("", "   ", "-", "%", "\\", "zzz") == [[], [], [], [], [], []]
