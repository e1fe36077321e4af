"""What becomes of a request: taken, agreed, delivered, released, and taken back."""

from __future__ import annotations

import multiprocessing
from functools import partial
from pathlib import Path
from typing import Any

import peewee
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.calls import calls, tick
from db.clock import SetClock
from db.database import Book
from db.delivery import collect
from db.delivery_lists import board, carried, my_offer, my_request, open_requests
from db.delivery_steps import agree, assign, assign_all, deliver, release, take, undo, undo_all
from db.errors import (
    DeliveryOver,
    DependedOn,
    LimitReached,
    MeetTooEarly,
    MeetTooLate,
    NotAllowed,
    NotAssigned,
    NotCarried,
    OfferMissing,
    OwnRequest,
    RequestGone,
    RequestTaken,
    TextMissing,
    Unknown,
)
from db.groups import change
from db.opening import open_book
from db.values.delivery import Step, standing, turn
from tests.children import together
from tests.db.neighbours import Neighbours, another_request, offers
from tests.db.test_ordering import changes_nothing
from tests.db.world import DAY, RICE, World

RACES = 500


def _called(book: Book, at: Neighbours) -> list[tuple[str, str]]:
    return [(one.why, one.name) for one in calls(book, at.volunteer, at.group) if one.made_at is None]


def _deliverer(book: Book, at: Neighbours, basket: int) -> str:
    return next(line.deliverer for line in board(book, at.volunteer, at.group) if line.basket_id == basket)


# --- Taking -----------------------------------------------------------------------------------------------------------


def test_who_takes_a_request_carries_it_and_it_leaves_the_list(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    assert [one.basket_id for one in open_requests(book, at.helper, at.open)] == [at.basket]
    take(book, at.helper, at.basket)
    assert open_requests(book, at.helper, at.open) == open_requests(book, at.other, at.open) == ()
    [mine] = carried(book, at.helper, at.open)
    assert (mine.name, mine.grams, mine.products, mine.agreement, mine.delivered) == ("Sarah V.", 250, 1, None, False)
    offer = my_offer(book, at.helper, at.open)
    assert offer is not None
    assert (offer.taken_orders, offer.taken_grams) == (1, 250)
    assert _called(book, at) == [("taken", "Sarah VARDA")]


def test_the_slower_one_is_told_who_was_faster(book: Book, neighbours: Neighbours) -> None:
    take(book, neighbours.helper, neighbours.basket)
    changes_nothing(book, RequestTaken, lambda: take(book, neighbours.other, neighbours.basket))
    with pytest.raises(RequestTaken) as refused:
        take(book, neighbours.other, neighbours.basket)
    assert refused.value.by == "Hélène P."


def test_the_database_refuses_a_second_taking_whatever_the_program_believes(book: Book, neighbours: Neighbours) -> None:
    take(book, neighbours.helper, neighbours.basket)
    with pytest.raises(peewee.IntegrityError), book.db.atomic():
        book.db.execute_sql(
            "INSERT INTO delivery_step SELECT id + 1000, basket_id, kind, ?, laptop, turn, about_id, meet_at, money,"
            " containers, at, by_id FROM delivery_step WHERE kind = 'taken'",
            (neighbours.other,),
        )


def test_limits_hold_for_orders_and_for_kilos(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours
    heavy = another_request(book, world, world.others[0], (RICE, 5_000))
    light = another_request(book, world, world.others[1])
    offers(book, at.open, at.other, orders=2, grams=5_249)
    take(book, at.other, at.basket)
    changes_nothing(book, LimitReached, lambda: take(book, at.other, heavy))
    with pytest.raises(LimitReached) as refused:
        take(book, at.other, heavy)
    assert (refused.value.what, refused.value.would, refused.value.limit) == ("kilos", 5_250, 5_249)
    take(book, at.other, light)
    with pytest.raises(LimitReached) as refused:
        take(book, at.other, heavy)
    assert (refused.value.what, refused.value.would, refused.value.limit) == ("orders", 3, 2)


def test_who_has_offered_nothing_and_who_asked_cannot_take(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours
    changes_nothing(book, OfferMissing, lambda: take(book, world.others[0], at.basket))
    changes_nothing(book, OwnRequest, lambda: take(book, at.sarah, at.basket))
    changes_nothing(book, Unknown, lambda: take(book, at.helper, 7))
    collect(book, at.sarah, at.basket)
    changes_nothing(book, RequestGone, lambda: take(book, at.helper, at.basket))


def test_after_the_orders_closed_everything_goes_on_until_the_days_of_the_group_are_past(
    book: Book, neighbours: Neighbours, clock: SetClock
) -> None:
    at = neighbours
    clock.at = at.ends_at + 7 * DAY - 1
    take(book, at.helper, at.basket)
    clock.advance(1)
    for late in (
        partial(release, book, at.helper, at.basket, "Désolée"),
        partial(deliver, book, at.helper, at.basket),
        partial(assign, book, at.volunteer, at.basket, at.other),
    ):
        changes_nothing(book, DeliveryOver, late)


def test_two_programs_that_take_one_request_at_once_have_exactly_one_winner_each_time(
    book: Book, neighbours: Neighbours, home: Path, clock: SetClock
) -> None:
    """500 races on one book: who lost is told who was faster, and keeps working."""
    at, path = neighbours, book.path
    book.close()
    line = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    def race(helper: int) -> list[str]:
        mine, told = open_book(path, home, clock=clock), []
        for _ in range(RACES):
            line.wait()
            try:
                take(mine, helper, at.basket)
                told.append("won")
            except RequestTaken as refused:
                told.append(refused.by)
            line.wait()
            assert bool(carried(mine, helper, at.open)) == (told[-1] == "won")
            if told[-1] == "won":
                release(mine, helper, at.basket, "Encore")
        mine.close()
        return told

    results = together([partial(race, at.helper), partial(race, at.other)])
    assert {*zip(*results, strict=True)} <= {("won", "Hélène P."), ("Omar L.", "won")}
    assert [len(one) for one in results] == [RACES, RACES]
    again = open_book(path, home, clock=clock)
    assert again.check() is None
    assert len(again.db.execute_sql("SELECT id FROM delivery_step").fetchall()) == 2 * RACES
    again.close()


# --- Giving it back ---------------------------------------------------------------------------------------------------


def test_a_request_that_is_released_with_a_word_is_open_again_at_once(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    changes_nothing(book, TextMissing, lambda: release(book, at.helper, at.basket, " "))
    release(book, at.helper, at.basket, "Je suis malade, pardon.")
    assert [one.basket_id for one in open_requests(book, at.other, at.open)] == [at.basket]
    mine = my_request(book, at.sarah, at.basket)
    assert mine is not None
    assert (mine.round, mine.word) == (None, "Je suis malade, pardon.")
    assert _called(book, at) == [("released", "Sarah VARDA")]
    take(book, at.other, at.basket)
    assert _deliverer(book, at, at.basket) == "Omar LOIN"


def test_only_who_carries_it_or_the_team_goes_on_with_a_request(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    meet = at.ends_at
    for early in (
        partial(release, book, at.helper, at.basket, "?"),
        partial(deliver, book, at.helper, at.basket),
        partial(agree, book, at.helper, at.basket, meet, "paid", "bags"),
    ):
        changes_nothing(book, NotCarried, early)
    take(book, at.helper, at.basket)
    for other in (at.other, at.sarah):
        changes_nothing(book, NotCarried, partial(release, book, other, at.basket, "?"))
        changes_nothing(book, NotCarried, partial(deliver, book, other, at.basket))
        changes_nothing(book, NotAllowed, partial(assign, book, other, at.basket, at.other))
    release(book, at.volunteer, at.basket)
    assert _called(book, at) == [("released", "Sarah VARDA"), ("unassigned", "Hélène PORTE")]


# --- What is agreed ---------------------------------------------------------------------------------------------------


def test_what_is_agreed_is_written_down_and_the_latest_holds(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    agree(book, at.helper, at.basket, at.ends_at, "advanced", "person")
    agree(book, at.volunteer, at.basket, at.ends_at + 600, "envelope", "bags")
    [mine] = carried(book, at.helper, at.open)
    assert mine.agreement == (at.ends_at + 600, "envelope", "bags")
    until = at.ends_at + 7 * DAY
    with pytest.raises(MeetTooLate) as late:
        agree(book, at.helper, at.basket, until + 1, "paid", "bags")
    assert late.value.until == until
    agree(book, at.helper, at.basket, until, "paid", "bags")
    change(book, at.coordinator, at.group, contact_days=0)
    agree(book, at.helper, at.basket, at.ends_at + DAY, "paid", "bags")
    with pytest.raises(MeetTooLate):
        agree(book, at.helper, at.basket, at.ends_at + DAY + 1, "paid", "bags")
    with pytest.raises(MeetTooEarly):
        agree(book, at.helper, at.basket, at.ends_at - DAY, "envelope", "bags")
    with pytest.raises(ValueError):
        agree(book, at.helper, at.basket, at.ends_at, "gold", "bags")
    deliver(book, at.helper, at.basket)
    assert carried(book, at.helper, at.open)[0].delivered


def test_what_was_agreed_with_one_does_not_bind_the_next(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    agree(book, at.helper, at.basket, at.ends_at, "advanced", "person")
    release(book, at.helper, at.basket, "Non")
    take(book, at.other, at.basket)
    assert carried(book, at.other, at.open)[0].agreement is None


# --- The team ---------------------------------------------------------------------------------------------------------


def test_the_team_assigns_and_reassigns_and_all_three_are_to_be_called(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    assert _called(book, at) == [("taken", "Sarah VARDA"), ("assigned", "Hélène PORTE")]
    assign(book, at.volunteer, at.basket, at.other)
    assert _called(book, at) == [
        ("unassigned", "Hélène PORTE"), ("taken", "Sarah VARDA"), ("assigned", "Omar LOIN"),
    ]  # fmt: skip
    assert _deliverer(book, at, at.basket) == "Omar LOIN"
    changes_nothing(book, RequestTaken, lambda: assign(book, at.volunteer, at.basket, at.other))
    changes_nothing(book, OfferMissing, lambda: assign(book, at.volunteer, at.basket, at.coordinator))


def test_a_plan_is_accepted_whole_or_not_at_all(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours
    second = another_request(book, world, world.others[0])
    too_much = ((at.basket, at.other), (second, at.other))
    changes_nothing(book, NotAssigned, lambda: assign_all(book, at.volunteer, too_much))
    assign_all(book, at.volunteer, ((at.basket, at.other), (second, at.helper)))
    assert [line.deliverer for line in board(book, at.volunteer, at.group)] == ["Omar LOIN", "Hélène PORTE"]


def test_a_plan_relieves_nobody_and_tells_each_request_that_hinders(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    second, third = another_request(book, world, world.others[0]), another_request(book, world, world.others[1])
    take(book, at.other, at.basket)
    collect(book, world.others[1], third)
    pairs = ((at.basket, at.helper), (second, at.helper), (third, at.helper))
    changes_nothing(book, NotAssigned, lambda: assign_all(book, at.volunteer, pairs))
    with pytest.raises(NotAssigned) as refused:
        assign_all(book, at.volunteer, pairs)
    assert [(basket, type(why)) for basket, why in refused.value.why] == [
        (at.basket, RequestTaken),
        (third, RequestGone),
    ]
    changes_nothing(book, NotAllowed, lambda: assign_all(book, at.helper, pairs[1:2]))


def test_a_plan_that_was_accepted_is_taken_back_whole_or_not_at_all(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    second = another_request(book, world, world.others[0])
    steps = assign_all(book, at.volunteer, ((at.basket, at.other), (second, at.helper)))
    agreed = agree(book, at.volunteer, second, at.ends_at, "paid", "bags")
    changes_nothing(book, DependedOn, lambda: undo_all(book, at.volunteer, steps))
    undo(book, at.volunteer, agreed)
    undo_all(book, at.volunteer, steps)
    assert [line.state for line in board(book, at.volunteer, at.group)] == ["open", "open"]
    assert calls(book, at.volunteer, at.group) == (), "nobody was told, so nobody need be called"


def test_a_plan_is_taken_back_in_one_reading_of_the_deliveries(
    book: Book, world: World, neighbours: Neighbours, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import delivery_steps

    at = neighbours
    offers(book, at.open, at.helper, orders=9)
    baskets = [at.basket, *(another_request(book, world, member) for member in world.others)]
    steps = assign_all(book, at.volunteer, [(basket, at.helper) for basket in baskets])
    read = []
    survey = delivery_steps.survey

    def counted(*asked: Any) -> Any:
        read.append(asked)
        return survey(*asked)

    monkeypatch.setattr(delivery_steps, "survey", counted)
    undo_all(book, at.volunteer, steps)
    assert len(read) == 1
    assert {line.state for line in board(book, at.volunteer, at.group)} == {"open"}


# --- Taking back ------------------------------------------------------------------------------------------------------


def test_a_taking_that_is_undone_leaves_no_call_that_nobody_made(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    step = take(book, at.helper, at.basket)
    undo(book, at.helper, step)
    assert open_requests(book, at.other, at.open)
    assert _called(book, at) == []
    changes_nothing(book, DependedOn, lambda: undo(book, at.helper, step))


def test_who_was_called_already_is_called_again(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    step = take(book, at.helper, at.basket)
    tick(book, at.volunteer, calls(book, at.volunteer, at.group)[0].id)
    undo(book, at.helper, step)
    assert _called(book, at) == [("released", "Sarah VARDA")]
    assert [(one.why, one.made_by) for one in calls(book, at.volunteer, at.group)][1:] == [("taken", "Béatrice NÉVOLE")]


def test_what_later_steps_rest_on_is_not_undone(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    taken = take(book, at.helper, at.basket)
    agreed = agree(book, at.helper, at.basket, at.ends_at, "paid", "bags")
    delivered = deliver(book, at.helper, at.basket)
    changes_nothing(book, DependedOn, lambda: undo(book, at.helper, taken))
    changes_nothing(book, DependedOn, lambda: undo(book, at.helper, agreed))
    changes_nothing(book, NotAllowed, lambda: undo(book, at.volunteer, delivered))
    for step in (delivered, agreed):
        undo(book, at.helper, step)
    [mine] = carried(book, at.helper, at.open)
    assert (mine.agreement, mine.delivered) == (None, False)
    undo(book, at.helper, taken)
    assert carried(book, at.helper, at.open) == ()


def test_a_release_that_is_undone_restores_what_was_agreed_unless_somebody_was_faster(
    book: Book, neighbours: Neighbours
) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    agree(book, at.helper, at.basket, at.ends_at, "paid", "bags")
    released = release(book, at.helper, at.basket, "Non")
    undo(book, at.helper, released)
    assert carried(book, at.helper, at.open)[0].agreement is not None
    released = release(book, at.helper, at.basket, "Non")
    take(book, at.other, at.basket)
    changes_nothing(book, RequestTaken, lambda: undo(book, at.helper, released))


# --- How steps add up -------------------------------------------------------------------------------------------------


def test_the_same_request_taken_on_two_laptops_is_flagged(book: Book, neighbours: Neighbours) -> None:
    """The journals are merged by union: both takings are there, the first holds, the other is shown."""
    at = neighbours
    take(book, at.helper, at.basket)
    other = at.basket + (1 << 32)
    values = (other, at.basket, "taken", at.other, other >> 32, 1, None, None, "", "", book.clock.now() + 60, at.other)
    book.db.execute_sql(f"INSERT INTO delivery_step VALUES ({', '.join('?' * len(values))})", values)
    [line] = board(book, at.volunteer, at.group)
    assert (line.deliverer, line.rivals) == ("Hélène PORTE", ("Omar LOIN",))
    assign(book, at.coordinator, at.basket, at.other)
    [line] = board(book, at.volunteer, at.group)
    assert line.deliverer == "Omar LOIN"


@given(st.data())
def test_steps_mean_the_same_in_whatever_order_they_arrive(data: st.DataObject) -> None:
    steps: list[Step] = []
    for number in range(1, data.draw(st.integers(0, 12)) + 1):
        takings = [step.id for step in steps if step.kind == "taken"]
        kind = data.draw(st.sampled_from(("taken", "agreed", "released", "withdrawn", "delivered", "undone")))
        if kind != "taken" and not takings:
            continue
        about = None
        if kind == "undone":
            about = data.draw(st.sampled_from([step.id for step in steps]))
        elif kind != "taken":
            about = data.draw(st.sampled_from(takings))
        at = data.draw(st.integers(0, 5))
        steps.append(Step(number, 1, kind, data.draw(st.integers(1, 3)), about, number, "paid", "bags", at, 1))
    shuffled = data.draw(st.permutations(steps))
    assert standing(shuffled) == standing(steps)
    assert turn(shuffled) == turn(steps)
