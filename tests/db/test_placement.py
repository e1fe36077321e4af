"""Everybody gets a time slot: the groups' own rule without places, the best there is with them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.placement import Person, place

QUARTER = 900
SLOTS = tuple(range(0, 40 * QUARTER, QUARTER))


def someone(id: int, *wishes: int, helps: bool = False, at: int = 0) -> Person:
    """Wishes are slot numbers."""
    return Person(id, frozenset(SLOTS[number] for number in wishes), helps, at)


def numbers(found: dict[int, int]) -> dict[int, int]:
    return {basket: SLOTS.index(start) for basket, start in found.items()}


def in_order(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda one: (not one.helps, one.recorded_at, one.id))


# --- Without places ---------------------------------------------------------------------------------------------------


def test_a_single_wish_is_granted_however_many_share_it() -> None:
    people = [someone(1, 2), someone(2, 2), someone(3, 2), someone(4, 0, 2)]
    assert numbers(place(people, SLOTS[:3])) == {1: 2, 2: 2, 3: 2, 4: 0}


def test_the_emptiest_slot_takes_the_candidate_with_fewest_choices() -> None:
    # All are empty. Slot 0 counts 3 + 2 choices, slot 1 one person more, slot 2 as many as slot 0, but is later. Then 1
    # and 2 are left, with the same two people: the one with fewer choices takes the earlier.
    people = [someone(1, 0, 1, 2), someone(2, 0, 1), someone(3, 1, 2)]
    assert numbers(place(people, SLOTS[:3])) == {2: 0, 3: 1, 1: 2}


def test_among_equal_candidates_who_helps_is_first_then_who_recorded_first_then_the_lower_basket() -> None:
    equal = [someone(1, 0, 1, at=5), someone(2, 0, 1, at=4), someone(3, 0, 1, at=4), someone(4, 0, 1, helps=True, at=9)]
    # The emptiest slot in turn: 0, 1, 0, 1.
    assert numbers(place(equal, SLOTS[:2])) == {4: 0, 2: 1, 3: 0, 1: 1}


def test_people_without_a_wish_fill_what_is_emptiest() -> None:
    people = [someone(1, 0), someone(2, 0), someone(3), someone(4), someone(5), someone(6)]
    assert numbers(place(people, SLOTS[:3])) == {1: 0, 2: 0, 3: 1, 4: 2, 5: 1, 6: 2}


def test_wishes_for_slots_that_are_gone_do_not_count() -> None:
    people = [someone(1, 0, 9), someone(2, 7, 8), someone(3, 1, 9)]
    assert numbers(place(people, SLOTS[:3])) == {1: 0, 3: 1, 2: 2}  # 1 and 3 have a single wish left, 2 none


def test_who_is_there_already_counts() -> None:
    taken = {SLOTS[0]: 2, SLOTS[9]: 5}
    assert numbers(place([someone(1, 0, 1), someone(2)], SLOTS[:3], taken=taken)) == {1: 1, 2: 2}


@pytest.mark.parametrize("places", [0, 2])
def test_where_there_is_no_slot_or_nobody_nothing_is_placed(places: int) -> None:
    assert place([someone(1, 0), someone(2)], (), places) == {}
    assert place([], SLOTS, places) == {}


def _as_written(people: list[Person], slots: list[int]) -> dict[int, int]:
    """The rule word for word, slowly."""
    found: dict[int, int] = {}
    wishes = {one.id: one.wishes & set(slots) for one in people}
    rank = {one.id: number for number, one in enumerate(in_order(people))}
    for basket, mine in wishes.items():
        if len(mine) == 1:
            found[basket] = min(mine)
    for could in ({b: w for b, w in wishes.items() if len(w) > 1}, {b: set(slots) for b, w in wishes.items() if not w}):
        while left := {basket: mine for basket, mine in could.items() if basket not in found}:
            load = Counter(found.values())
            slot = min(
                (slot for slot in slots if any(slot in mine for mine in left.values())),
                key=lambda slot: (load[slot], sum(len(mine) for mine in left.values() if slot in mine), slot),
            )
            found[min((b for b in left if slot in left[b]), key=lambda b: (len(left[b]), rank[b]))] = slot
    return found


def test_without_places_it_is_the_rule_as_it_is_written() -> None:
    chance = random.Random(1)
    for _ in range(500):
        slots = list(SLOTS[: chance.randint(1, 6)])
        people = _some(chance, chance.randint(0, 12), len(slots) + 1)
        assert place(people, slots) == _as_written(people, slots)


# --- With places ------------------------------------------------------------------------------------------------------


def test_first_come_does_not_keep_somebody_else_out() -> None:
    people = [someone(1, 0, 1, at=1), someone(2, 0, at=2)]
    assert numbers(place(people, SLOTS[:2], 1)) == {1: 1, 2: 0}


def test_a_slot_that_too_many_wish_goes_to_who_helps_then_to_who_recorded_first() -> None:
    people = [someone(1, 0, at=3), someone(2, 0, at=2), someone(3, 0, at=5, helps=True), someone(4, 0, at=2)]
    assert numbers(place(people, SLOTS[:3], 2)) == {3: 0, 2: 0, 4: 1, 1: 2}


def test_who_helps_does_not_cost_somebody_else_a_slot() -> None:
    people = [someone(1, 0, 1, at=1), someone(2, 1, at=2), someone(3, 0, 1, at=3, helps=True)]
    assert len(place(people, SLOTS[:2], 1)) == 2
    assert numbers(place(people, SLOTS[:2], 1)) == {3: 0, 1: 1}


def test_the_load_is_as_even_as_it_can_be() -> None:
    people = [someone(number, 0, 1, 2) for number in range(6)] + [someone(number, 0) for number in range(10, 12)]
    assert Counter(numbers(place(people, SLOTS[:3], 5)).values()) == {0: 3, 1: 3, 2: 2}


def test_when_there_is_no_room_at_all_the_last_ones_are_missing() -> None:
    people = [someone(1, at=1), someone(2, 0, at=9), someone(3, at=2), someone(4, at=3, helps=True)]
    assert numbers(place(people, SLOTS[:1], 1)) == {2: 0}  # the only one who wished it
    assert set(place(people, SLOTS[:2], 1)) == {2, 4}
    assert set(place(people, SLOTS[:3], 1)) == {2, 4, 1}


def test_people_who_are_there_already_take_places_even_too_many() -> None:
    people = [someone(1, 0), someone(2, 0), someone(3, 1)]
    assert numbers(place(people, SLOTS[:2], 2, {SLOTS[0]: 1})) == {1: 0, 2: 1, 3: 1}
    assert numbers(place(people, SLOTS[:2], 2, {SLOTS[0]: 4})) == {3: 1, 1: 1}


def _some(chance: random.Random, count: int, slots: int) -> list[Person]:
    """Random people whose wishes, times and baskets often clash; the last slot does not exist."""
    people = []
    for basket in chance.sample(range(count * 3), count):
        wishes = chance.sample(SLOTS[:slots], chance.randint(0, min(slots, chance.randint(1, slots))))
        people.append(Person(basket, frozenset(wishes), chance.random() < 0.25, chance.randint(0, 3)))
    return people


Goal = tuple[Any, ...]


def _goal(seats: Sequence[int], people: list[Person], slots: list[int], load: Sequence[int]) -> Goal:
    """What `place` promises, in its order, the most being the best. A seat is a slot's number; `len(slots)` is none."""
    none = len(slots)
    wished = [seat < none and slots[seat] in one.wishes for one, seat in zip(people, seats, strict=True)]
    return (
        sum(wished),
        sum(seat < none for seat in seats),
        -sum(count * count for count in load),
        wished,
        [seat < none for seat in seats],
        [-seat for seat in seats],
    )


def _every_way(people: list[Person], slots: list[int], places: int, taken: list[int]) -> Goal:
    """The best of all assignments, each of them looked at."""
    return max(_allowed(people, slots, places, taken))


def _allowed(people: list[Person], slots: list[int], places: int, taken: list[int]) -> Iterator[Goal]:
    for seats in product(range(len(slots) + 1), repeat=len(people)):
        load = [before + seats.count(number) for number, before in enumerate(taken)]
        if all(now == before or now <= places for now, before in zip(load, taken, strict=True)):
            yield _goal(seats, people, slots, load)


def _every_load(people: list[Person], slots: list[int], places: int, taken: list[int]) -> Goal:
    """The same for more people: of all ways to seat the first ones that leave equal loads only the best goes on."""
    none = len(slots)
    best: dict[tuple[int, ...], Goal] = {tuple(taken): (0, [], [], [])}
    for one in people:
        after: dict[tuple[int, ...], Goal] = {}
        for load, (count, wished, placed, seats) in best.items():
            for seat in range(none + 1):
                if seat < none and load[seat] >= places:
                    continue
                then = tuple(now + (number == seat) for number, now in enumerate(load))
                well = seat < none and slots[seat] in one.wishes
                goal = (count + well, [*wished, well], [*placed, seat < none], [*seats, -seat])
                after[then] = max(after.get(then, goal), goal)
        best = after
    return max(
        (count, sum(placed), -sum(now * now for now in load), wished, placed, seats)
        for load, (count, wished, placed, seats) in best.items()
    )


@pytest.mark.parametrize(
    ("oracle", "tries", "most_people", "most_slots"), [(_every_way, 3_000, 4, 3), (_every_load, 500, 9, 4)]
)
def test_with_places_nothing_better_exists(oracle: Any, tries: int, most_people: int, most_slots: int) -> None:
    chance = random.Random(2)
    for _ in range(tries):
        slots = list(SLOTS[: chance.randint(1, most_slots)])
        people = in_order(_some(chance, chance.randint(0, most_people), len(slots) + 1))
        places = chance.randint(1, 4)
        taken = [chance.choice((0, 0, 0, 1, 2, 5)) for _ in slots]
        found = place(people, slots, places, dict(zip(slots, taken, strict=True)))
        seats = [slots.index(found[one.id]) if one.id in found else len(slots) for one in people]
        load = [before + seats.count(number) for number, before in enumerate(taken)]
        assert _goal(seats, people, slots, load) == oracle(people, slots, places, taken)


# --- The order of rows ------------------------------------------------------------------------------------------------

PEOPLE = st.lists(
    st.builds(
        Person,
        st.integers(0, 1 << 40),
        st.frozensets(st.sampled_from(SLOTS[:9])),
        st.booleans(),
        st.integers(0, 3),
    ),
    max_size=40,
    unique_by=lambda one: one.id,
)


@settings(deadline=None)
@given(PEOPLE, st.integers(1, 8), st.integers(0, 6), st.randoms())
def test_the_order_of_rows_changes_nothing(
    people: list[Person], count: int, places: int, chance: random.Random
) -> None:
    slots = list(SLOTS[:count])
    found = place(people, slots, places)
    chance.shuffle(people)
    chance.shuffle(slots)
    assert place(people, slots, places) == found
    assert len(found) == (min(len(people), count * places) if places else len(people))
