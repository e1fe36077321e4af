"""An order of which nothing is left at the counter: whoever was to bring it need not come, until that is undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db import arrivals, calls, desk_orders, goods, positions, serving, undoing, weighing
from db.database import Book
from db.delivery import stop_offering
from db.delivery_lists import board, open_requests
from db.delivery_steps import agree, assign, deliver, release
from db.delivery_survey import survey
from db.values.counter import Added, Station
from db.values.scale import Weight
from tests.db.neighbours import Neighbours
from tests.db.world import APRICOTS, RICE, World, order


@pytest.fixture
def here(neighbours: Neighbours) -> Station:
    return Station(neighbours.volunteer, neighbours.open, 1)


@pytest.fixture
def boss(neighbours: Neighbours) -> Station:
    return Station(neighbours.coordinator, neighbours.open, 2)


def told(book: Book, at: Neighbours) -> list[tuple[str, bool]]:
    """What Hélène, who was to bring it, is to be told or was told."""
    rows = calls.calls(book, at.volunteer, at.group)
    return [(one.why, one.made_at is not None) for one in rows if one.member_id == at.helper]


def carrier(book: Book, at: Neighbours) -> int | None:
    """Who brings Sarah's order; None while nobody does."""
    held = survey(book, at.open).rounds.get(at.basket)
    return None if held is None else held.deliverer


def take_out(book: Book, at: Neighbours, here: Station, boss: Station) -> int:
    [shown] = positions.of_order(book, at.basket)
    return goods.take_out(book, here, shown, shown.quantity, "not_wanted")


def lack(book: Book, at: Neighbours, here: Station, boss: Station) -> int:
    [shown] = positions.of_order(book, at.basket)
    return weighing.lack(book, here, shown, "short")


def share_out(book: Book, at: Neighbours, here: Station, boss: Station) -> int:
    [shown] = positions.of_order(book, at.basket)
    return arrivals.share_out(book, here, shown.product_id, "proportional", received=0)


def give_up(book: Book, at: Neighbours, here: Station, boss: Station) -> int:
    return serving.settle_uncollected(book, boss, at.basket, "surplus", words="Pas venue")


def give_up_and_owe(book: Book, at: Neighbours, here: Station, boss: Station) -> int:
    return serving.settle_uncollected(book, boss, at.basket, "surplus_owed")


def correct(book: Book, at: Neighbours, here: Station, boss: Station) -> int:
    from db import corrections

    [shown] = positions.of_order(book, at.basket)
    request = corrections.ask(book, at.sarah, at.basket, (shown.product_id,), "Plus rien.")
    return desk_orders.correct_for(book, here, request, [(shown, 0)])


EMPTYING = (take_out, lack, share_out, give_up, give_up_and_owe, correct)


@pytest.mark.parametrize("empty", EMPTYING, ids=lambda one: str(one.__name__))
def test_who_was_to_bring_it_is_called_and_brings_it_again_once_that_is_undone(
    book: Book, neighbours: Neighbours, here: Station, boss: Station, empty: Callable[..., int]
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    agree(book, at.helper, at.basket, at.ends_at, "paid", "bags")
    empty(book, at, here, boss)
    assert carrier(book, at) is None
    assert board(book, at.volunteer, at.group) == ()
    assert open_requests(book, at.other, at.open) == ()
    assert told(book, at) == [("withdrawn", False)]
    undoing.undo(book, boss if empty in (give_up, give_up_and_owe) else here)
    assert carrier(book, at) == at.helper
    [line] = board(book, at.volunteer, at.group)
    assert (line.deliverer, line.state) == ("Hélène PORTE", "agreed")
    assert told(book, at) == [("assigned", False)]


def test_who_was_told_already_is_told_again(book: Book, neighbours: Neighbours, here: Station, boss: Station) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    take_out(book, at, here, boss)
    [call] = [one for one in calls.calls(book, at.volunteer, at.group) if one.member_id == at.helper]
    calls.tick(book, at.volunteer, call.id)
    undoing.undo(book, here)
    assert ("assigned", False) in told(book, at)
    assert ("withdrawn", True) in told(book, at)


def test_an_order_in_which_something_is_left_is_brought_all_the_same(
    book: Book, world: World, neighbours: Neighbours, here: Station, boss: Station
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    [shown] = positions.of_order(book, at.basket)
    goods.replace(book, here, shown, shown.quantity, Added(world.products[RICE], 500), "bad", over=True)
    assert carrier(book, at) == at.helper
    assert told(book, at) == [("assigned", False)]
    undoing.undo(book, here)
    assert carrier(book, at) == at.helper


def test_what_was_brought_already_was_brought(book: Book, neighbours: Neighbours, here: Station, boss: Station) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    deliver(book, at.helper, at.basket)
    take_out(book, at, here, boss)
    assert told(book, at) == [("assigned", False)]


@pytest.mark.parametrize("hand", ["whole", "part"])
def test_what_its_deliverer_took_along_is_not_taken_back_from_them(
    book: Book, world: World, neighbours: Neighbours, here: Station, hand: str
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    weighing.as_ordered(book, here, positions.of_order(book, at.basket))
    serving.serve(book, here, at.basket, shown=153, hand=hand, to_member=at.helper)
    [shown] = positions.of_order(book, at.basket)
    later = here._replace(distribution_id=world.next)
    goods.bring_back(book, later, shown.lines[0], shown.quantity, "bad")
    assert told(book, at) == [("assigned", False)]
    assert carrier(book, at) == at.helper
    undoing.undo(book, later)
    assert told(book, at) == [("assigned", False)]


def test_what_its_person_fetched_whole_and_brings_back_calls_nobody(
    book: Book, world: World, neighbours: Neighbours, here: Station
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    weighing.as_ordered(book, here, positions.of_order(book, at.basket))
    serving.serve(book, here, at.basket, shown=153)
    [shown] = positions.of_order(book, at.basket)
    goods.bring_back(book, here._replace(distribution_id=world.next), shown.lines[0], shown.quantity, "bad")
    assert told(book, at) == [("assigned", False)]


def hand_over(book: Book, at: Neighbours, here: Station, to: int | None = None) -> None:
    weighing.as_ordered(book, here, positions.of_order(book, at.basket))
    serving.serve(book, here, at.basket, shown=153, to_member=to)


def test_what_was_handed_over_at_the_counter_waits_for_no_deliverer(
    book: Book, world: World, neighbours: Neighbours, here: Station
) -> None:
    at = neighbours
    hand_over(book, at, here, world.others[0])  # who came for her
    assert open_requests(book, at.other, at.open) == ()
    assert board(book, at.volunteer, at.group) == ()
    undoing.undo(book, here)
    assert [one.basket_id for one in open_requests(book, at.other, at.open)] == [at.basket]


def test_a_part_handed_over_leaves_the_rest_to_be_brought(book: Book, neighbours: Neighbours, here: Station) -> None:
    at = neighbours
    serving.serve(book, here, at.basket, shown=153, hand="part")
    assert [one.basket_id for one in open_requests(book, at.other, at.open)] == [at.basket]


def test_what_a_deliverer_took_along_and_cannot_bring_waits_for_another(
    book: Book, neighbours: Neighbours, here: Station
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    hand_over(book, at, here, at.helper)
    assert [line.deliverer for line in board(book, at.volunteer, at.group)] == ["Hélène PORTE"]
    release(book, at.helper, at.basket, "Je suis malade.")
    assert [one.basket_id for one in open_requests(book, at.other, at.open)] == [at.basket]


def find_and_weigh(book: Book, world: World, at: Neighbours, here: Station) -> None:
    [lacking] = positions.of_order(book, at.basket)
    weighing.weigh(book, here, lacking, Weight(250, 0))


def add_rice(book: Book, world: World, at: Neighbours, here: Station) -> None:
    goods.add(book, here, at.sarah, [Added(world.products[RICE], 500)], over=True)


@pytest.mark.parametrize(("empty", "fill"), [(lack, find_and_weigh), (take_out, add_rice)])
def test_what_is_found_or_added_after_all_is_brought_by_who_was_to_bring_it(
    book: Book,
    world: World,
    neighbours: Neighbours,
    here: Station,
    boss: Station,
    empty: Callable[..., int],
    fill: Callable[..., None],
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    empty(book, at, here, boss)
    for _ in range(2):
        fill(book, world, at, here)
        assert carrier(book, at) == at.helper
        assert told(book, at) == [("assigned", False)]
        undoing.undo(book, here)
        assert carrier(book, at) is None
        assert told(book, at) == [("withdrawn", False)]
    undoing.undo(book, here)
    assert carrier(book, at) == at.helper
    assert told(book, at) == [("assigned", False)]


def test_who_cannot_bring_what_is_found_after_all_does_not_and_the_person_is_called_once(
    book: Book, world: World, neighbours: Neighbours, here: Station, boss: Station
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    lack(book, at, here, boss)
    stop_offering(book, at.helper, at.open, at.helper)
    find_and_weigh(book, world, at, here)
    add_rice(book, world, at, here)
    undoing.undo(book, here)
    assert carrier(book, at) is None
    found = book.db.execute_sql("SELECT why FROM call_to_make WHERE member_id = ?", (at.sarah,)).fetchall()
    assert [why for (why,) in found] == ["taken", "released"]


def test_an_order_whose_recording_is_undone_is_brought_by_nobody(
    book: Book, world: World, neighbours: Neighbours, here: Station, boss: Station
) -> None:
    at = neighbours
    take_out(book, at, here, boss)
    desk_orders.order_for(book, here, at.sarah, [Added(world.products[RICE], 500)])
    assign(book, at.volunteer, at.basket, at.helper)
    undoing.undo(book, here)
    assert carrier(book, at) is None
    assert told(book, at) == [("withdrawn", False)]


def test_who_cannot_bring_it_any_more_does_not_and_the_person_is_called(
    book: Book, neighbours: Neighbours, here: Station, boss: Station
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    take_out(book, at, here, boss)
    stop_offering(book, at.helper, at.open, at.helper)
    undoing.undo(book, here)
    assert carrier(book, at) is None
    [line] = board(book, at.volunteer, at.group)
    assert line.state == "open"
    rows = calls.calls(book, at.volunteer, at.group)
    assert [(one.why, one.about) for one in rows if one.member_id == at.sarah] == [("released", "Hélène PORTE")]


def test_who_took_it_since_keeps_it(
    book: Book, world: World, neighbours: Neighbours, here: Station, boss: Station
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    take_out(book, at, here, boss)
    order(book, world, at.sarah, (APRICOTS, 250))
    assign(book, at.volunteer, at.basket, at.other)
    undoing.undo(book, here)
    assert carrier(book, at) == at.other
    release(book, at.other, at.basket, "Pardon")
    assert carrier(book, at) is None
