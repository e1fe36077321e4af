"""Time slots of a distribution: wished while orders are open, given when they close, corrected by hand."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from db import distributions
from db.baskets import put, validate
from db.calls import calls as all_calls
from db.calls import tick
from db.clock import SetClock
from db.closing import close_what_is_over
from db.corrections import correct
from db.database import Book
from db.errors import (
    DependedOn,
    NoSlotChosen,
    NoSlotNeeded,
    NoSlots,
    NotAllowed,
    Refusal,
    SlotFull,
    SlotsClosed,
    SlotsInvalid,
    SlotUnknown,
    Unknown,
)
from db.models import WayChosen
from db.ordering import basket_of, record
from db.placing import move, place_at_closing, place_everyone, undo, would_place
from db.slots import (
    board,
    fullness,
    my_slot,
    slot_of,
    slot_plan,
    slots,
    slots_of_member,
    switch_off,
    switch_on,
    to_ask_again,
    wish,
)
from db.values.slots import MySlot, Placement, SlotPlan, read_minutes, read_places
from tests.conftest import NOW
from tests.db import world as small
from tests.db.test_ordering import changes_nothing, changes_nothing_and_returns
from tests.db.world import APRICOTS, DAY, HOUR, World

CLOSES = NOW + 3 * DAY
STARTS = NOW + 5 * DAY
QUARTER = 15 * 60


def at(number: int) -> int:
    """The start of a slot of a quarter of an hour, counted from 0."""
    return STARTS + number * QUARTER


def numbers(starts: tuple[int, ...]) -> list[int]:
    return [(start - STARTS) // QUARTER for start in starts]


def ordered(book: Book, world: World, member: int, way: str = "") -> int:
    """A member's order; its basket."""
    small.order(book, world, member, (APRICOTS, 250))
    basket = basket_of(book, member, world.open)
    if way:
        leaves(book, basket, way)
    return basket


def leaves(book: Book, basket: int, way: str) -> None:
    with book.write() as write:
        write.add(WayChosen, basket_id=basket, way=way)


def rows(book: Book, table: str) -> int:
    [(count,)] = book.db.execute_sql(f"SELECT COUNT(*) FROM {table}").fetchall()
    return int(count)


def given(book: Book, world: World, member: int) -> int | None:
    """The slot (its start) that a member reads on their card."""
    mine = slots_of_member(book, member, world.group).get(world.open)
    return mine.start if mine else None


def wishes_of(book: Book, basket: int) -> tuple[int, ...]:
    mine = my_slot(book, basket)
    return mine.wishes if mine else ()


def calls(book: Book) -> list[tuple[int, int, int]]:
    """Whom to call about a slot: the basket, its member, and the slot that the step gave (-1: none)."""
    found = book.db.execute_sql(
        "SELECT c.basket_id, c.member_id, p.starts_at FROM call_to_make c JOIN slot_placed p ON p.id = c.step"
        " WHERE c.why = 'slot' ORDER BY c.id"
    ).fetchall()
    return [(basket, member, -1 if start is None else (start - STARTS) // QUARTER) for basket, member, start in found]


def where(book: Book, world: World) -> dict[int, int | None]:
    """Basket → slot number, as the board has it."""
    return {
        one.basket_id: None if one.start is None else (one.start - STARTS) // QUARTER for one in board(book, world.open)
    }


@pytest.fixture
def slotted(book: Book, world: World) -> World:
    """The open distribution has eight slots of a quarter of an hour, with no limit."""
    switch_on(book, world.coordinator, world.open)
    return world


@pytest.fixture
def baskets(book: Book, slotted: World) -> tuple[int, ...]:
    """Four people who come."""
    return tuple(ordered(book, slotted, member) for member in (slotted.sarah, *slotted.others))


# --- Switching on -----------------------------------------------------------------------------------------------------


def test_a_distribution_has_no_slots_until_a_coordinator_switches_them_on(book: Book, world: World) -> None:
    one = distributions.distribution(book, world.open)
    assert slot_plan(book, world.open) is None
    assert slots(one, None) == ()
    assert fullness(book, world.open) == ()
    for by in (world.sarah, world.volunteer, 0):
        changes_nothing(book, NotAllowed, partial(switch_on, book, by, world.open))
        changes_nothing(book, NotAllowed, partial(switch_off, book, by, world.open))
    switch_on(book, world.coordinator, world.open)
    assert slot_plan(book, world.open) == SlotPlan(15, 0, True)
    assert numbers(slots(one, slot_plan(book, world.open))) == list(range(8))
    switch_off(book, world.coordinator, world.open)
    assert slot_plan(book, world.open) == SlotPlan(15, 0, False)
    assert slots(one, slot_plan(book, world.open)) == ()
    changes_nothing(book, Unknown, partial(switch_on, book, world.coordinator, 7))


def test_minutes_that_are_left_over_have_no_slot(book: Book, world: World) -> None:
    switch_on(book, world.coordinator, world.open, minutes=50)
    assert [(one.start, one.end) for one in fullness(book, world.open)] == [
        (STARTS, STARTS + 3000),
        (STARTS + 3000, STARTS + 6000),
    ]
    switch_on(book, world.coordinator, world.open, minutes=120)
    assert len(fullness(book, world.open)) == 1


@pytest.mark.parametrize(
    ("given", "reason", "least", "most"),
    [
        ({"minutes": 4}, "minutes", 5, 240),
        ({"minutes": 0}, "minutes", 5, 240),
        ({"minutes": 241}, "minutes", 5, 240),
        ({"minutes": 121}, "hours", 5, 120),
        ({"places": 0}, "places", 1, 1000),
        ({"places": -3}, "places", 1, 1000),
        ({"places": 1001}, "places", 1, 1000),
    ],
)
def test_absurd_slots_are_refused_with_what_would_do(
    book: Book, world: World, given: dict[str, Any], reason: str, least: int, most: int
) -> None:
    refused = changes_nothing(book, SlotsInvalid, lambda: switch_on(book, world.coordinator, world.open, **given))
    assert (refused.reason, refused.least, refused.most) == (reason, least, most)


def test_every_change_of_the_slots_says_when_and_by_whom(book: Book, slotted: World) -> None:
    switch_on(book, slotted.coordinator, slotted.open, places=4)
    changes_nothing_and_returns(book, lambda: switch_on(book, slotted.coordinator, slotted.open, places=4))
    history = book.db.execute_sql(
        "SELECT state, by_id FROM revision WHERE register = 'slot_plan' ORDER BY id"
    ).fetchall()
    assert [by for _, by in history] == [slotted.coordinator] * 2
    assert history[1][0] == '{"places": 4}'


# --- Wishes -----------------------------------------------------------------------------------------------------------


def test_who_comes_ticks_slots_and_may_change_their_mind_until_orders_close(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    wish(book, slotted.sarah, baskets[0], [at(3), at(1), at(3)])
    assert numbers(wishes_of(book, baskets[0])) == [1, 3]
    wish(book, slotted.sarah, baskets[0], [at(2)])
    assert numbers(wishes_of(book, baskets[0])) == [2]
    changes_nothing_and_returns(book, lambda: wish(book, slotted.sarah, baskets[0], [at(2)]))
    clock.at = CLOSES
    refused = changes_nothing(book, SlotsClosed, lambda: wish(book, slotted.sarah, baskets[0], [at(4)]))
    assert refused.closes_at == CLOSES
    wish(book, slotted.volunteer, baskets[0], [at(4)])  # the team still may
    assert numbers(wishes_of(book, baskets[0])) == [4]


def test_who_confirms_in_the_grace_after_closing_may_still_choose_once(
    book: Book, slotted: World, clock: SetClock
) -> None:
    put(book, slotted.sarah, slotted.open, slotted.products[APRICOTS], 250, 610)
    recording = validate(book, slotted.sarah, slotted.open).recording
    clock.at = CLOSES + 60
    record(book, slotted.sarah, slotted.open, recording)
    basket = basket_of(book, slotted.sarah, slotted.open)
    wish(book, slotted.sarah, basket, [at(2)])
    changes_nothing(book, SlotsClosed, lambda: wish(book, slotted.sarah, basket, [at(3)]))


def test_once_the_grace_is_over_nobody_chooses_any_more(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    clock.at = CLOSES + 10 * 60
    changes_nothing(book, SlotsClosed, lambda: wish(book, slotted.sarah, baskets[0], [at(2)]))


def test_a_wish_is_for_slots_that_exist_and_for_one_at_least(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    changes_nothing(book, NoSlotChosen, lambda: wish(book, slotted.sarah, baskets[0], []))
    for start in (at(-1), at(8), at(0) + 60, 0):
        refused = changes_nothing(book, SlotUnknown, partial(wish, book, slotted.sarah, baskets[0], [at(0), start]))
        assert (refused.start, refused.timezone) == (start, "Europe/Paris")
    switch_off(book, slotted.coordinator, slotted.open)
    changes_nothing(book, NoSlots, lambda: wish(book, slotted.sarah, baskets[0], [at(0)]))


def test_a_wish_is_made_by_its_member_or_the_team(book: Book, slotted: World, baskets: tuple[int, ...]) -> None:
    for by in (slotted.others[0], 0):
        changes_nothing(book, NotAllowed, partial(wish, book, by, baskets[0], [at(0)]))
    wish(book, slotted.volunteer, baskets[0], [at(0)])
    changes_nothing(book, Unknown, lambda: wish(book, slotted.volunteer, 7, [at(0)]))


def test_who_is_brought_their_order_needs_no_slot(book: Book, slotted: World) -> None:
    basket = ordered(book, slotted, slotted.sarah)
    wish(book, slotted.sarah, basket, [at(0)])
    leaves(book, basket, "needs_delivery")
    changes_nothing(book, NoSlotNeeded, lambda: wish(book, slotted.sarah, basket, [at(1)]))
    changes_nothing(book, NoSlotNeeded, lambda: move(book, slotted.volunteer, basket, at(1)))
    assert board(book, slotted.open) == ()
    assert [one.wished for one in fullness(book, slotted.open)] == [0] * 8
    leaves(book, basket, "pickup_only")
    assert [one.wished for one in fullness(book, slotted.open)] == [1] + [0] * 7


def test_everybody_sees_how_full_each_slot_is(book: Book, slotted: World, baskets: tuple[int, ...]) -> None:
    switch_on(book, slotted.coordinator, slotted.open, places=2)
    for basket, mine in zip(baskets, ([0, 1], [0], [0, 7], [7]), strict=True):
        wish(book, slotted.volunteer, basket, [at(number) for number in mine])
    place_everyone(book, slotted.coordinator, slotted.open)
    found = fullness(book, slotted.open)
    assert [one.wished for one in found] == [3, 1, 0, 0, 0, 0, 0, 2]
    assert [one.placed for one in found] == [2, 1, 0, 0, 0, 0, 0, 1]
    assert [one.full for one in found] == [True] + [False] * 7
    assert {one.places for one in found} == {2}


# --- Placing ----------------------------------------------------------------------------------------------------------


def test_a_coordinator_has_everybody_placed_and_each_sees_their_slot(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    wish(book, slotted.sarah, baskets[0], [at(5)])
    for by in (slotted.sarah, slotted.volunteer, 0):
        changes_nothing(book, NotAllowed, partial(place_everyone, book, by, slotted.open))
    assert slot_of(book, baskets[0]) is None
    assert place_everyone(book, slotted.coordinator, slotted.open) == Placement(4, 1, 0, 4)
    assert where(book, slotted) == {baskets[0]: 5, baskets[1]: 0, baskets[2]: 1, baskets[3]: 2}
    assert slot_of(book, baskets[0]) == at(5)
    assert given(book, slotted, slotted.sarah) == at(5)
    assert given(book, slotted, slotted.volunteer) is None
    assert calls(book) == []


def test_a_board_takes_as_many_queries_however_many_come(
    book: Book, slotted: World, baskets: tuple[int, ...], queries: Callable[[Callable[[], Any]], int]
) -> None:
    place_everyone(book, slotted.coordinator, slotted.open)
    before = [queries(partial(read, book, slotted.open)) for read in (board, fullness, to_ask_again)]
    ordered(book, slotted, slotted.volunteer)
    assert [queries(partial(read, book, slotted.open)) for read in (board, fullness, to_ask_again)] == before


def test_who_helps_to_deliver_goes_first_then_who_ordered_first(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    switch_on(book, slotted.coordinator, slotted.open, places=1)
    for basket in baskets:
        wish(book, slotted.volunteer, basket, [at(0)])
    leaves(book, baskets[3], "can_deliver")
    place_everyone(book, slotted.coordinator, slotted.open)
    assert where(book, slotted) == {baskets[3]: 0, baskets[0]: 1, baskets[1]: 2, baskets[2]: 3}
    found = board(book, slotted.open)
    assert [(one.name, one.helps, one.as_wished) for one in found[:2]] == [
        ("Prénom2 NOM2", True, True),
        ("Sarah VARDA", False, False),
    ]


def test_whoever_finds_no_room_is_named_last(book: Book, slotted: World, baskets: tuple[int, ...]) -> None:
    switch_on(book, slotted.coordinator, slotted.open, minutes=60, places=1)
    assert place_everyone(book, slotted.coordinator, slotted.open) == Placement(2, 0, 2, 2)
    assert [(one.basket, one.start is None) for one in board(book, slotted.open)] == [
        ("1", False),
        ("2", False),
        ("3", True),
        ("4", True),
    ]


def test_placing_again_writes_nothing_for_who_does_not_change_and_has_the_others_called(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    place_everyone(book, slotted.coordinator, slotted.open)
    assert changes_nothing_and_returns(
        book, lambda: place_everyone(book, slotted.coordinator, slotted.open)
    ) == Placement(4, 0, 0, 0)
    wish(book, slotted.volunteer, baskets[0], [at(0)])
    wish(book, slotted.volunteer, baskets[2], [at(7)])
    assert place_everyone(book, slotted.coordinator, slotted.open) == Placement(4, 2, 0, 2)
    assert where(book, slotted) == {baskets[0]: 0, baskets[1]: 1, baskets[2]: 7, baskets[3]: 2}
    assert rows(book, "slot_placed") == 4 + 2
    assert calls(book) == [(baskets[2], slotted.others[1], 7), (baskets[3], slotted.others[2], 2)]


def test_who_was_placed_by_hand_stays_and_counts_until_all_are_placed_anew(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    switch_on(book, slotted.coordinator, slotted.open, places=1)
    wish(book, slotted.sarah, baskets[0], [at(0)])
    move(book, slotted.volunteer, baskets[3], at(0))
    move(book, slotted.volunteer, baskets[2], None)
    place_everyone(book, slotted.coordinator, slotted.open)
    assert where(book, slotted) == {baskets[3]: 0, baskets[0]: 1, baskets[1]: 2, baskets[2]: None}
    assert [one.by_hand for one in board(book, slotted.open)] == [True, False, False, True]
    place_everyone(book, slotted.coordinator, slotted.open, again_all=True)
    assert where(book, slotted) == {baskets[0]: 0, baskets[1]: 1, baskets[2]: 2, baskets[3]: 3}


def test_who_does_not_come_any_more_gives_their_place_back(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    place_everyone(book, slotted.coordinator, slotted.open)
    leaves(book, baskets[0], "needs_delivery")
    correct(book, slotted.volunteer, baskets[1], slotted.products[APRICOTS], 610, 0)
    assert slot_of(book, baskets[0]) is None
    assert given(book, slotted, slotted.sarah) is None
    place_everyone(book, slotted.coordinator, slotted.open)
    assert where(book, slotted) == {baskets[2]: 0, baskets[3]: 1}
    assert [basket for basket, _, _ in calls(book)] == list(baskets[2:])
    leaves(book, baskets[0], "pickup_only")
    assert slot_of(book, baskets[0]) is None


def test_without_slots_nobody_is_placed(book: Book, world: World) -> None:
    basket = ordered(book, world, world.sarah)
    changes_nothing(book, NoSlots, lambda: place_everyone(book, world.coordinator, world.open))
    changes_nothing(book, NoSlots, lambda: move(book, world.coordinator, basket, at(0)))
    switch_on(book, world.coordinator, world.open)
    place_everyone(book, world.coordinator, world.open)
    switch_off(book, world.coordinator, world.open)
    changes_nothing(book, NoSlots, lambda: place_everyone(book, world.coordinator, world.open))
    assert slot_of(book, basket) is None
    assert given(book, world, world.sarah) is None


# --- At closing -------------------------------------------------------------------------------------------------------


def test_at_closing_everybody_is_placed_once(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    changes_nothing_and_returns(book, lambda: close_what_is_over(book))
    clock.at = CLOSES
    close_what_is_over(book)
    assert where(book, slotted) == {basket: number for number, basket in enumerate(baskets)}
    wish(book, slotted.volunteer, baskets[0], [at(7)])
    clock.advance(HOUR)
    changes_nothing_and_returns(book, lambda: close_what_is_over(book))
    place_everyone(book, slotted.coordinator, slotted.open)
    assert slot_of(book, baskets[0]) == at(7)


def test_a_distribution_waits_for_a_basket_that_may_still_be_confirmed(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    put(book, slotted.volunteer, slotted.open, slotted.products[APRICOTS], 250, 610)
    recording = validate(book, slotted.volunteer, slotted.open).recording
    clock.at = CLOSES
    assert place_at_closing(book) == 0
    clock.advance(60)
    record(book, slotted.volunteer, slotted.open, recording)
    assert place_at_closing(book) == 1
    assert len(where(book, slotted)) == 5
    assert None not in where(book, slotted).values()


def test_a_basket_that_is_never_confirmed_is_waited_for_ten_minutes(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    put(book, slotted.volunteer, slotted.open, slotted.products[APRICOTS], 250, 610)
    validate(book, slotted.volunteer, slotted.open)
    clock.at = CLOSES + 10 * 60 - 1
    assert place_at_closing(book) == 0
    clock.advance(1)
    assert place_at_closing(book) == 1


def test_who_was_placed_before_closing_is_placed_again_with_those_who_came_later(
    book: Book, slotted: World, clock: SetClock
) -> None:
    switch_on(book, slotted.coordinator, slotted.open, places=1)
    first = ordered(book, slotted, slotted.sarah)
    place_everyone(book, slotted.coordinator, slotted.open)
    second = ordered(book, slotted, slotted.others[0])
    wish(book, slotted.others[0], second, [at(0)])
    clock.at = CLOSES
    assert place_at_closing(book) == 1
    assert where(book, slotted) == {second: 0, first: 1}
    assert calls(book) == [(first, slotted.sarah, 1)]
    assert place_at_closing(book) == 0


def test_closing_places_once_though_nobody_changes_then(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    place_everyone(book, slotted.coordinator, slotted.open)
    before, clock.at = where(book, slotted), CLOSES
    assert place_at_closing(book) == 1
    wish(book, slotted.volunteer, baskets[0], [at(7)])
    assert place_at_closing(book) == 0, "what the team writes later moves nobody by itself"
    assert (where(book, slotted), calls(book)) == (before, [])


def test_a_move_that_is_taken_back_after_closing_is_not_taken_for_the_placing(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    put(book, slotted.volunteer, slotted.open, slotted.products[APRICOTS], 250, 610)
    validate(book, slotted.volunteer, slotted.open)
    clock.at = CLOSES + 60
    undo(book, slotted.volunteer, move(book, slotted.volunteer, baskets[0], at(5)))
    clock.at = CLOSES + 10 * 60
    assert place_at_closing(book) == 1
    assert None not in where(book, slotted).values()
    assert place_at_closing(book) == 0


def _together(book: Book, *works: Callable[[], object]) -> list[object]:
    """Each on a connection of its own, begun at the same moment; what each came to."""
    line = threading.Barrier(len(works), timeout=60)
    found: list[object] = [None] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        with book.elsewhere():
            line.wait()
            try:
                found[number] = work()
            except Refusal as refusal:
                found[number] = refusal

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_that_place_at_closing_at_once_place_once(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    clock.at = CLOSES
    assert sorted(_together(book, partial(place_at_closing, book), partial(place_at_closing, book)), key=str) == [0, 1]
    assert rows(book, "slot_placed") == 4


def test_two_that_give_the_last_place_at_once_fill_it_once(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    switch_on(book, slotted.coordinator, slotted.open, places=1)
    for number in range(20):
        works = [partial(move, book, slotted.volunteer, basket, at(number % 8)) for basket in baskets[:2]]
        refused = [one for one in _together(book, *works) if not isinstance(one, int)]
        assert [type(one) for one in refused] == [SlotFull]
        assert fullness(book, slotted.open)[number % 8].placed == 1
        for basket in baskets[:2]:
            move(book, slotted.volunteer, basket, None)


def test_what_placing_would_come_to_is_told_before_and_writes_nothing(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    switch_on(book, slotted.coordinator, slotted.open, minutes=60, places=1)
    wish(book, slotted.sarah, baskets[0], [at(4)])
    told = changes_nothing_and_returns(book, lambda: would_place(book, slotted.open))
    assert told == Placement(2, 1, 2, 2)
    assert place_everyone(book, slotted.coordinator, slotted.open) == told
    switch_off(book, slotted.coordinator, slotted.open)
    changes_nothing(book, NoSlots, lambda: would_place(book, slotted.open))


# --- By hand ----------------------------------------------------------------------------------------------------------


def test_a_volunteer_gives_somebody_another_slot_who_is_then_called(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    for by in (slotted.sarah, slotted.others[0], 0):
        changes_nothing(book, NotAllowed, partial(move, book, by, baskets[0], at(3)))
    move(book, slotted.volunteer, baskets[0], at(3))
    assert calls(book) == []  # nothing had been said before
    move(book, slotted.volunteer, baskets[0], at(4))
    changes_nothing_and_returns(book, lambda: move(book, slotted.volunteer, baskets[0], at(4)))
    move(book, slotted.volunteer, baskets[0], None)
    assert calls(book) == [(baskets[0], slotted.sarah, 4), (baskets[0], slotted.sarah, -1)]
    assert slot_of(book, baskets[0]) is None
    for start in (at(8), at(0) + 1):
        changes_nothing(book, SlotUnknown, partial(move, book, slotted.volunteer, baskets[0], start))
    changes_nothing(book, Unknown, lambda: move(book, slotted.volunteer, 7, at(0)))


def test_keeping_somebody_where_they_are_by_hand_calls_nobody(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    place_everyone(book, slotted.coordinator, slotted.open)
    move(book, slotted.volunteer, baskets[3], at(3))
    wish(book, slotted.volunteer, baskets[3], [at(0)])
    place_everyone(book, slotted.coordinator, slotted.open)
    assert slot_of(book, baskets[3]) == at(3)
    assert calls(book) == []


def test_into_a_full_slot_only_a_coordinator_moves_somebody_and_only_when_sure(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    switch_on(book, slotted.coordinator, slotted.open, places=1)
    move(book, slotted.volunteer, baskets[0], at(0))
    move(book, slotted.coordinator, baskets[0], at(0))  # is there already
    for by in (slotted.volunteer, slotted.coordinator):
        refused = changes_nothing(book, SlotFull, partial(move, book, by, baskets[1], at(0)))
        assert (refused.start, refused.placed, refused.places) == (at(0), 1, 1)
    changes_nothing(book, NotAllowed, lambda: move(book, slotted.volunteer, baskets[1], at(0), forced=True))
    move(book, slotted.coordinator, baskets[1], at(0), forced=True)
    place_everyone(book, slotted.coordinator, slotted.open)
    assert where(book, slotted) == {baskets[0]: 0, baskets[1]: 0, baskets[2]: 1, baskets[3]: 2}


# --- Other hours ------------------------------------------------------------------------------------------------------


def test_a_change_of_hours_keeps_the_wishes_that_still_exist_and_names_who_must_be_asked_again(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    for basket, mine in zip(baskets[:3], ([0, 1], [1, 5], [6]), strict=True):
        wish(book, slotted.volunteer, basket, [at(number) for number in mine])
    assert to_ask_again(book, slotted.open) == ()
    place_everyone(book, slotted.coordinator, slotted.open)
    distributions.change(book, slotted.coordinator, slotted.open, starts_at=at(4), ends_at=at(12))
    assert [numbers(wishes_of(book, basket)) for basket in baskets] == [[], [5], [6], []]
    [asked] = to_ask_again(book, slotted.open)
    assert (asked.basket, asked.name, numbers(asked.wished)) == ("1", "Sarah VARDA", [0, 1])
    # A placement in a slot that is gone is none any more.
    assert where(book, slotted) == {baskets[0]: None, baskets[1]: None, baskets[2]: 6, baskets[3]: None}
    assert slot_of(book, baskets[0]) is None
    place_everyone(book, slotted.coordinator, slotted.open)
    assert where(book, slotted) == {baskets[0]: 4, baskets[1]: 5, baskets[2]: 6, baskets[3]: 7}
    assert [basket for basket, _, _ in calls(book)] == [baskets[0], baskets[1], baskets[3]]
    move(book, slotted.volunteer, baskets[0], at(4))
    assert to_ask_again(book, slotted.open) == ()


def test_who_ticks_anew_need_not_be_asked_again(book: Book, slotted: World, baskets: tuple[int, ...]) -> None:
    wish(book, slotted.sarah, baskets[0], [at(0)])
    distributions.change(book, slotted.coordinator, slotted.open, starts_at=at(1))
    assert len(to_ask_again(book, slotted.open)) == 1
    wish(book, slotted.sarah, baskets[0], [at(1)])
    assert to_ask_again(book, slotted.open) == ()


def test_a_hand_made_placement_in_a_slot_that_is_gone_holds_nobody_back(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    move(book, slotted.volunteer, baskets[0], at(0))
    distributions.change(book, slotted.coordinator, slotted.open, starts_at=at(2))
    place_everyone(book, slotted.coordinator, slotted.open)
    assert where(book, slotted)[baskets[0]] == 2


def test_hours_too_short_for_one_slot_leave_none(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    distributions.change(book, slotted.coordinator, slotted.open, ends_at=at(0) + 14 * 60)
    assert fullness(book, slotted.open) == ()
    changes_nothing(book, NoSlots, lambda: wish(book, slotted.sarah, baskets[0], [at(0)]))
    clock.at = CLOSES
    assert place_at_closing(book) == 0


def test_slots_of_another_length_keep_wishes_that_begin_at_the_same_time(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    wish(book, slotted.sarah, baskets[0], [at(1), at(2)])
    switch_on(book, slotted.coordinator, slotted.open, minutes=30)
    assert numbers(wishes_of(book, baskets[0])) == [2]


# --- All together -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_slots_are_never_overfilled_and_the_reads_agree(book: Book, world: World, seed: int) -> None:
    chance = random.Random(seed)
    switch_on(book, world.coordinator, world.open, places=chance.choice((1, 2, None)))
    members = (world.sarah, *world.others, world.volunteer)
    known: dict[int, int] = {}

    def order() -> None:
        member = chance.choice(members)
        known[ordered(book, world, member, chance.choice(("", "needs_delivery", "can_deliver", "pickup_only")))] = (
            member
        )

    def tick() -> None:
        starts = [one.start for one in fullness(book, world.open)]
        wish(book, world.volunteer, chance.choice([*known]), chance.sample(starts, chance.randint(1, len(starts))))

    def by_hand() -> None:
        start = chance.choice([None, *(one.start for one in fullness(book, world.open))])
        move(book, world.volunteer, chance.choice([*known]), start)

    def again() -> None:
        place_everyone(book, world.coordinator, world.open, again_all=chance.random() < 0.3)
        changes_nothing_and_returns(book, lambda: place_everyone(book, world.coordinator, world.open))

    def hours() -> None:
        ends_at = STARTS + chance.randint(1, 8) * QUARTER
        distributions.change(book, world.coordinator, world.open, starts_at=ends_at - QUARTER, ends_at=ends_at)
        distributions.change(book, world.coordinator, world.open, starts_at=STARTS)

    order()
    for _ in range(60):
        with suppress(NoSlotNeeded, SlotFull):
            chance.choice((order, tick, tick, by_hand, again, hours))()
        there = fullness(book, world.open)
        seen = board(book, world.open)
        assert all(not one.places or one.placed <= one.places for one in there)
        placed = Counter(one.start for one in seen)
        assert [one.placed for one in there] == [placed[one.start] for one in there]
        for one in seen:
            assert slot_of(book, one.basket_id) == one.start
            assert given(book, world, one.member_id) == one.start
        for basket in known.keys() - {one.basket_id for one in seen}:
            assert slot_of(book, basket) is None


# --- Taking a move back -----------------------------------------------------------------------------------------------


def open_calls(book: Book, world: World) -> list[int]:
    return [one.id for one in all_calls(book, world.volunteer, world.group) if one.made_at is None]


def test_a_move_is_undone_as_the_person_was_placed_before(book: Book, slotted: World, baskets: tuple[int, ...]) -> None:
    first = move(book, slotted.volunteer, baskets[0], at(3))
    undo(book, slotted.volunteer, first)
    assert (where(book, slotted)[baskets[0]], calls(book)) == (None, [])
    place_everyone(book, slotted.coordinator, slotted.open)
    assert where(book, slotted)[baskets[0]] == 0, "nobody had placed them by hand"
    to_call = open_calls(book, slotted)
    steps = [move(book, slotted.volunteer, baskets[0], at(number)) for number in (5, 6)]
    [to_tell] = [one for one in all_calls(book, slotted.volunteer, slotted.group) if one.made_at is None]
    assert to_tell.slot == at(6), "of the slots in between nobody need be told"
    assert move(book, slotted.volunteer, baskets[0], at(6)) == 0
    for step, before in zip(reversed(steps), (5, 0), strict=True):
        undo(book, slotted.volunteer, step)
        assert where(book, slotted)[baskets[0]] == before
    assert not board(book, slotted.open)[0].by_hand
    assert open_calls(book, slotted) == to_call, "who was not called about a move need not be called about its undoing"
    assert rows(book, "call_made") == 0, "nobody is said to have called"


def test_who_was_called_about_a_move_is_called_again_when_it_is_undone(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    place_everyone(book, slotted.coordinator, slotted.open)
    step = move(book, slotted.volunteer, baskets[0], at(7))
    [one] = all_calls(book, slotted.volunteer, slotted.group)
    tick(book, slotted.volunteer, one.id)
    undo(book, slotted.volunteer, step)
    assert calls(book) == [(baskets[0], slotted.sarah, 7), (baskets[0], slotted.sarah, 0)]


def test_a_move_is_not_undone_over_what_came_later_nor_by_somebody_else(
    book: Book, slotted: World, baskets: tuple[int, ...]
) -> None:
    switch_on(book, slotted.coordinator, slotted.open, places=1)
    place_everyone(book, slotted.coordinator, slotted.open)
    step = move(book, slotted.volunteer, baskets[0], at(7))
    for by in (slotted.coordinator, slotted.sarah):
        changes_nothing(book, NotAllowed, partial(undo, book, by, step))
    move(book, slotted.coordinator, baskets[1], at(0))
    changes_nothing(book, SlotFull, lambda: undo(book, slotted.volunteer, step))
    move(book, slotted.coordinator, baskets[0], at(6))
    changes_nothing(book, DependedOn, lambda: undo(book, slotted.volunteer, step))
    changes_nothing(book, Unknown, lambda: undo(book, slotted.volunteer, 7))


# --- One's own --------------------------------------------------------------------------------------------------------


def test_a_member_reads_their_slots_of_a_group_in_as_few_queries_as_of_one(
    book: Book, slotted: World, baskets: tuple[int, ...], queries: Callable[[Callable[[], Any]], int]
) -> None:
    wish(book, slotted.sarah, baskets[0], [at(2), at(3)])
    mine = MySlot(None, QUARTER, (at(2), at(3)))
    assert slots_of_member(book, slotted.sarah, slotted.group) == {slotted.open: mine}
    assert my_slot(book, baskets[0]) == mine
    place_everyone(book, slotted.coordinator, slotted.open)
    mine = mine._replace(start=at(2))
    assert slots_of_member(book, slotted.sarah, slotted.group) == {slotted.open: mine}
    assert my_slot(book, baskets[0]) == mine
    assert mine.end == at(3)
    asked = queries(lambda: slots_of_member(book, slotted.sarah, slotted.group))
    switch_on(book, slotted.coordinator, slotted.next)
    assert queries(lambda: slots_of_member(book, slotted.sarah, slotted.group)) == asked
    leaves(book, baskets[0], "needs_delivery")
    assert slots_of_member(book, slotted.sarah, slotted.group) == {}
    assert my_slot(book, baskets[0]) is None
    for distribution in (slotted.open, slotted.next):
        switch_off(book, slotted.coordinator, distribution)
    assert queries(lambda: slots_of_member(book, slotted.sarah, slotted.group)) == 1
    assert slots_of_member(book, slotted.sarah, slotted.group) == {}
    assert my_slot(book, baskets[1]) is None


def test_once_all_is_over_nothing_is_to_be_chosen_any_more(
    book: Book, slotted: World, baskets: tuple[int, ...], clock: SetClock
) -> None:
    move(book, slotted.volunteer, baskets[1], at(2))
    assert my_slot(book, baskets[0]) == MySlot(None, QUARTER, ())
    clock.advance(6 * DAY)
    assert my_slot(book, baskets[0]) is None
    assert my_slot(book, baskets[1]) == MySlot(at(2), QUARTER, ()), "what one had is still told"


# --- As they are typed ------------------------------------------------------------------------------------------------


def test_minutes_and_places_are_read_as_they_are_typed() -> None:
    assert [read_minutes(text) for text in ("15", " 20 ", "5", "240")] == [15, 20, 5, 240]
    assert [read_places(text) for text in ("", "  ", "6", "1000")] == [None, None, 6, 1000]


@pytest.mark.parametrize("text", ["", "0", "3", "-15", "241", "15,5", "15 min", "1e2", "x", "१५"])
def test_minutes_that_are_none_are_refused_with_what_would_do(text: str) -> None:
    with pytest.raises(SlotsInvalid) as refused:
        read_minutes(text)
    assert (refused.value.reason, refused.value.least, refused.value.most) == ("minutes", 5, 240)


@pytest.mark.parametrize("text", ["0", "-1", "1001", "2,5", "six", "99999999999999999999"])
def test_places_that_are_none_are_refused_with_what_would_do(text: str) -> None:
    with pytest.raises(SlotsInvalid) as refused:
        read_places(text)
    assert (refused.value.reason, refused.value.least, refused.value.most) == ("places", 1, 1000)
