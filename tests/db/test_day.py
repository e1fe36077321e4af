"""The lists of a day: who owes, who was served, what nobody fetched."""

from __future__ import annotations

import pytest

from db import day, serving, till, told, undoing, weighing
from db.database import Book
from db.ledger import pay
from db.ordering import basket_of
from db.positions import of_order
from db.values.counter import Payment, Station
from tests.conftest import NOW
from tests.db.world import APRICOTS, DAY, RICE, World, distribution, make, order


@pytest.fixture
def world(book: Book) -> World:
    return make(book)


@pytest.fixture
def here(book: Book, world: World) -> Station:
    station = Station(world.coordinator, world.open, 1)
    till.open_till(book, station, None, 5_000)
    return station


def debts(book: Book, world: World) -> day.Debts:
    accounts = day.balances(book, world.volunteer, world.group)
    return day.debts(day.visitors(book, world.volunteer, world.open), accounts)


def test_who_had_a_credit_owes_less_than_the_order_says(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    pay(book, world.volunteer, world.sarah, world.group, 100, "cash")
    [owes] = debts(book, world).part
    assert (owes.due, owes.total) == (53, 153)
    pay(book, world.volunteer, world.sarah, world.group, 53, "cash")
    assert debts(book, world) == ((), (), ())


def test_who_paid_an_older_debt_too_has_not_paid_too_much(book: Book, world: World, here: Station) -> None:
    with book.write() as write:
        other = distribution(write, world.group, world.place, NOW - 6 * DAY)
    order(book, world, world.sarah, (RICE, 500), at=other)
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    serving.serve(book, here, basket, shown=326, payments=[Payment("cash", 326)], hand="")
    assert debts(book, world) == ((), (), ())
    serving.serve(book, here, basket, shown=0, payments=[Payment("cash", 147)], hand="")
    [over] = debts(book, world).over
    assert over.due == -147


@pytest.mark.parametrize("outcome", ["surplus", "surplus_owed"])
def test_an_order_that_was_given_up_is_no_one_to_come_and_stays_in_sight(
    book: Book, world: World, here: Station, outcome: str
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.others[0], (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    serving.settle_uncollected(book, here, basket, outcome, words="partie en voyage")
    found = day.visitors(book, world.volunteer, world.open)
    assert day.progress(found) == (0, 0, 0, 1, 1)
    assert [one.outcome for one in found] == [outcome, ""]
    undoing.undo(book, here)
    assert day.progress(day.visitors(book, world.volunteer, world.open)) == (0, 0, 0, 2, 0)


def test_an_order_that_is_kept_is_still_to_come(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    serving.settle_uncollected(book, here, basket, "kept", until=book.clock.now() + 86_400)
    assert day.progress(day.visitors(book, world.volunteer, world.open)) == (0, 0, 0, 1, 0)
    weighing.as_ordered(book, here, of_order(book, basket))
    serving.serve(book, here, basket, shown=153, to_name="Voisine du 3e")
    assert day.progress(day.visitors(book, world.volunteer, world.open)) == (1, 0, 0, 0, 0)


def test_the_till_says_what_is_missing_or_too_much(book: Book, world: World, here: Station) -> None:
    found = till.till(book, world.volunteer, world.open)
    assert (found.difference(4_990), found.difference(5_000), found.difference(5_010)) == (-10, 0, 10)


def test_what_was_given_as_ordered_is_told_with_its_product(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    weighing.as_ordered(book, here, of_order(book, basket_of(book, world.sarah, world.open)))
    [latest, _opened] = told.told(book, world.volunteer, world.open)
    assert (latest.product, latest.unit, latest.quantity) == ("Abricots bruns secs", "kg", 250)
