"""Weighing: what the scale says replaces what was ordered, live, undoable, and told when two weigh the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db import arrivals, leftovers, lines, positions, undoing, weighing
from db.database import Book
from db.errors import (
    NotAllowed,
    NothingToUndo,
    SharesChanged,
    WeighedMeanwhile,
    WeightDiffers,
    WeightImplausible,
)
from db.ledger import balance
from db.ordering import basket_of
from db.statements import Statement
from db.values.counter import Position, StandLine, Station
from db.values.scale import Weight
from tests.db.world import APRICOTS, OIL, RICE, World, make, order


@pytest.fixture
def world(book: Book) -> World:
    return make(book)


@pytest.fixture
def here(world: World) -> Station:
    return Station(world.volunteer, world.open, 1)


def position(book: Book, world: World, product: int, member: int | None = None) -> Position:
    basket = basket_of(book, member or world.sarah, world.open)
    [found] = [one for one in positions.of_order(book, basket) if one.product_id == world.products[product]]
    return found


def test_a_weight_replaces_what_was_ordered_by_one_line_at_its_price(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.sarah, (APRICOTS, 250))
    before = position(book, world, APRICOTS)
    assert (before.state, before.quantity, before.amount, len(before.lines)) == ("to_weigh", 500, 306, 2)
    weighing.weigh(book, here, before, Weight(520, 0))
    after = position(book, world, APRICOTS)
    assert (after.state, after.ordered, after.quantity, after.amount) == ("weighed", 500, 520, 317)
    assert len(after.lines) == 1
    assert balance(book, world.sarah, world.group) == -317


def test_undo_brings_back_the_lines_that_were_there_with_their_very_amounts(
    book: Book, world: World, here: Station
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.sarah, (APRICOTS, 250))
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(520, 0))
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(480, 0))
    undoing.undo(book, here)
    assert position(book, world, APRICOTS)[6:9] == (500, 520, 317)
    assert position(book, world, APRICOTS).state == "weighed"
    undoing.undo(book, here)
    assert position(book, world, APRICOTS)[6:9] == (500, 500, 306)
    assert position(book, world, APRICOTS).state == "to_weigh"
    assert balance(book, world.sarah, world.group) == -306
    with pytest.raises(NothingToUndo):
        undoing.undo(book, here)


def test_nothing_given_is_nothing_owed_and_found_later_is_weighed_after_all(
    book: Book, world: World, here: Station
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    weighing.lack(book, here, position(book, world, APRICOTS), "short")
    lacking = position(book, world, APRICOTS)
    assert (lacking.state, lacking.ordered, lacking.quantity, lacking.amount) == ("lacking", 250, 0, 0)
    assert balance(book, world.sarah, world.group) == -173
    weighing.weigh(book, here, lacking, Weight(250, 0))
    assert position(book, world, APRICOTS).state == "weighed"
    undoing.undo(book, here)
    assert position(book, world, APRICOTS).state == "lacking"
    undoing.undo(book, here)
    assert position(book, world, APRICOTS).state == "to_weigh"
    assert balance(book, world.sarah, world.group) == -326


def test_the_same_line_weighed_by_two_is_told_and_not_doubled(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    shown = position(book, world, APRICOTS)
    weighing.weigh(book, here, shown, Weight(260, 0))
    with pytest.raises(WeighedMeanwhile) as told:
        weighing.weigh(book, here._replace(terminal=2, by=world.coordinator), shown, Weight(250, 0))
    assert (told.value.by, told.value.quantity) == ("Béatrice Névole", 260)
    assert position(book, world, APRICOTS).quantity == 260


@pytest.mark.parametrize(
    ("ordered", "typed", "likely"), [(250, 26_000, 260), (2_000, 2, 2_000), (250, 1, None), (250, 25_001, None)]
)
def test_a_weight_that_cannot_be_is_refused_with_the_likely_one(
    book: Book, world: World, here: Station, ordered: int, typed: int, likely: int | None
) -> None:
    order(book, world, world.sarah, (APRICOTS, ordered))
    shown = position(book, world, APRICOTS)
    with pytest.raises(WeightImplausible) as told:
        weighing.weigh(book, here, shown, Weight(typed, 0), sure=True)
    assert told.value.likely == likely
    assert position(book, world, APRICOTS) == shown


def test_beyond_the_tolerance_somebody_must_be_sure(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    shown = position(book, world, APRICOTS)
    with pytest.raises(WeightDiffers) as told:
        weighing.weigh(book, here, shown, Weight(350, 0))
    assert (told.value.quantity, told.value.ordered) == (350, 250)
    weighing.weigh(book, here, shown, Weight(350, 0), sure=True)
    assert position(book, world, APRICOTS).quantity == 350


def test_a_jar_is_remembered_for_the_person(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(560, 310))
    assert position(book, world, APRICOTS).quantity == 250
    [line] = weighing.stand(book, world.volunteer, world.open, world.products[RICE]).lines
    assert line.tare == 310


def test_the_stand_shows_what_is_left_in_the_sack(book: Book, world: World, here: Station) -> None:
    for member in (world.sarah, *world.others):
        order(book, world, member, (APRICOTS, 500))
    product = world.products[APRICOTS]
    assert weighing.stand(book, world.volunteer, world.open, product).left.received is None
    arrivals.receive(book, here, product, 1_900)
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(510, 0))
    stand = weighing.stand(book, world.volunteer, world.open, product)
    left = stand.left
    assert (left.received, left.weighed, left.promised, left.left) == (1_900, 510, 1_500, -110)
    assert [line.position.state for line in stand.lines] == ["weighed", "to_weigh", "to_weigh", "to_weigh"]


def test_a_line_of_a_stand_is_renewed_alone(book: Book, world: World, here: Station) -> None:
    for member in (world.sarah, *world.others):
        order(book, world, member, (APRICOTS, 500), (RICE, 500))

    def line() -> StandLine:
        return weighing.stand(book, world.volunteer, world.open, world.products[APRICOTS]).lines[0]

    shown = line()
    weighing.weigh(book, here, shown.position, Weight(820, 310))
    assert weighing.renewed(book, shown) == line() != shown
    shown = line()
    weighing.lack(book, here, shown.position, "short")
    assert weighing.renewed(book, shown) == line() != shown


def test_what_is_short_is_shared_and_undone_whole(book: Book, world: World, here: Station) -> None:
    for member, quantity in zip((world.sarah, *world.others), (1_000, 500, 500, 250), strict=True):
        order(book, world, member, (APRICOTS, quantity))
    product = world.products[APRICOTS]
    arrivals.receive(book, here, product, 1_100)
    for rule, gets in (
        ("proportional", [500, 250, 250, 0]),
        ("something", [250, 250, 250, 250]),
        ("first_come", [1_000, 0, 0, 0]),
    ):
        cuts = arrivals.shares(book, world.volunteer, world.open, product, rule)
        assert [cut.gets for cut in cuts] == gets, rule
    arrivals.share_out(book, here, product, "proportional")
    assert [balance(book, one, world.group) for one in (world.sarah, *world.others)] == [-305, -153, -153, 0]
    left = leftovers.left_of(book, world.open, product)
    assert (left.promised, left.left) == (1_000, 100)
    assert position(book, world, APRICOTS, world.others[2]).state == "lacking"
    undoing.undo(book, here)
    assert [balance(book, one, world.group) for one in (world.sarah, *world.others)] == [-610, -305, -305, -153]


def test_shares_that_are_no_longer_those_shown_are_not_given_out(book: Book, world: World, here: Station) -> None:
    for member in (world.sarah, *world.others):
        order(book, world, member, (APRICOTS, 500))
    product = world.products[APRICOTS]
    arrivals.receive(book, here, product, 1_000)
    shown = arrivals.shares(book, world.volunteer, world.open, product, "first_come")
    weighing.weigh(book, here._replace(terminal=2), position(book, world, APRICOTS, world.others[2]), Weight(500, 0))
    with pytest.raises(SharesChanged):
        arrivals.share_out(book, here, product, "first_come", shown=shown)
    assert balance(book, world.others[0], world.group) == -305
    shown = arrivals.shares(book, world.volunteer, world.open, product, "first_come")
    arrivals.share_out(book, here, product, "first_come", shown=shown)
    assert position(book, world, APRICOTS, world.others[0]).state == "lacking"


def test_what_did_not_come_at_all_is_one_gesture_and_undone_as_one(book: Book, world: World, here: Station) -> None:
    for member in (world.sarah, *world.others):
        order(book, world, member, (APRICOTS, 500))
    product = world.products[APRICOTS]
    arrivals.share_out(book, here, product, "proportional", received=0)
    assert [balance(book, one, world.group) for one in (world.sarah, *world.others)] == [0, 0, 0, 0]
    assert leftovers.left_of(book, world.open, product).received == 0
    undoing.undo(book, here)
    assert leftovers.left_of(book, world.open, product).received is None
    assert [balance(book, one, world.group) for one in (world.sarah, *world.others)] == [-305] * 4


def test_what_suppliers_should_bring_stays_what_was_ordered(book: Book, world: World, here: Station) -> None:
    for member, quantity in zip((world.sarah, *world.others), (1_000, 500, 500, 250), strict=True):
        order(book, world, member, (APRICOTS, quantity))
    product = world.products[APRICOTS]

    def expected() -> int:
        return leftovers.left_of(book, world.open, product).expected

    weighing.lack(book, here, position(book, world, APRICOTS), "bad")
    assert expected() == 2_250
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(980, 0))
    assert expected() == 2_250
    arrivals.receive(book, here, product, 980 + 750)
    arrivals.share_out(book, here, product, "proportional")
    assert [position(book, world, APRICOTS, one).quantity for one in world.others] == [250, 250, 250]
    assert expected() == 2_250
    undoing.undo(book, here)
    arrivals.share_out(book, here, product, "first_come")
    assert expected() == 2_250
    lacking = position(book, world, APRICOTS, world.others[2])
    assert lacking.state == "lacking"
    weighing.weigh(book, here, lacking, Weight(250, 0))
    assert expected() == 2_250


def test_a_price_for_everybody_keeps_what_is_weighed(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.others[0], (APRICOTS, 500))
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(260, 0))
    arrivals.set_price(book, here, world.products[APRICOTS], 500)
    assert position(book, world, APRICOTS)[5:9] == (500, 250, 260, 130)
    assert position(book, world, APRICOTS).state == "weighed"
    assert position(book, world, APRICOTS, world.others[0]).state == "to_weigh"
    assert leftovers.left_of(book, world.open, world.products[APRICOTS]).price == 500
    undoing.undo(book, here)
    assert position(book, world, APRICOTS)[5:9] == (610, 250, 260, 159)
    assert position(book, world, APRICOTS).state == "weighed"


def test_only_the_team_weighs_and_only_a_coordinator_undoes_others(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    with pytest.raises(NotAllowed):
        weighing.weigh(book, here._replace(by=world.sarah), position(book, world, APRICOTS), Weight(250, 0))
    gesture = weighing.weigh(book, here, position(book, world, APRICOTS), Weight(250, 0))
    other = here._replace(terminal=2)
    with pytest.raises(NothingToUndo):
        undoing.undo(book, other)
    with pytest.raises(NotAllowed):
        undoing.undo(book, other, gesture, "Mauvaise personne")
    undoing.undo(book, other._replace(by=world.coordinator), gesture, "Mauvaise personne")
    assert position(book, world, APRICOTS).state == "to_weigh"


def test_a_stand_is_read_in_as_many_queries_for_one_person_as_for_many(
    book: Book, world: World, queries: Callable[[Callable[[], Any]], int]
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    product = world.products[APRICOTS]
    few = queries(lambda: weighing.stand(book, world.volunteer, world.open, product))
    for member in world.others:
        order(book, world, member, (APRICOTS, 250), (OIL, 1_000))
    assert queries(lambda: weighing.stand(book, world.volunteer, world.open, product)) == few


def plan_of(book: Book, asked: Statement) -> list[str]:
    text, values = asked.fill(book.db, dict.fromkeys(asked.slots(book.db), 1))
    return [row[3] for row in book.db.execute_sql(f"EXPLAIN QUERY PLAN {text}", values).fetchall()]


@pytest.mark.parametrize("statement", ["_OF_POSITION", "_OF_BASKET", "_OF_PRODUCT", "_VERSION"])
def test_lines_that_stand_are_found_without_looking_through_all_that_were_ever_ordered(
    book: Book, statement: str
) -> None:
    plan = plan_of(book, getattr(lines, statement))
    assert not [step for step in plan if step.startswith("SCAN t") or "AUTOMATIC" in step], plan


@pytest.mark.parametrize(
    "asked",
    [
        lines._OF_POSITION,
        lines._OF_PRODUCT,
        positions._LACKING_OF_BASKET,
        positions._LACKING_OF_PRODUCT,
        leftovers._LACKED,
        leftovers._FOUND,
        weighing._LACKING_AT,
    ],
)
def test_what_is_read_at_the_scale_is_not_looked_for_in_the_days_of_all_years(book: Book, asked: Statement) -> None:
    plan = plan_of(book, asked)
    among_all = ("weighing_line_id (line_id=?)", "order_line_product_id_quantity_amount")
    read = [step for step in plan if any(index in step for index in among_all) and "LEFT-JOIN" not in step]
    assert not read, plan


def test_what_was_missing_is_found_by_its_basket(book: Book) -> None:
    for asked in (positions._LACKING_OF_BASKET, leftovers._LACKED):
        assert any("weighing_lacking" in step for step in plan_of(book, asked)), plan_of(book, asked)
