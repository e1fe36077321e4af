"""What a terminal was doing when the power went: gone on with the same day, and nobody's the day after."""

from __future__ import annotations

import pytest

from db import resuming
from db.clock import SetClock
from db.database import Book
from db.ordering import basket_of
from db.values.counter import Station
from tests.db.world import APRICOTS, HOUR, World, make, order


@pytest.fixture
def world(book: Book) -> World:
    return make(book)


def test_a_terminal_finds_again_who_was_served_and_what_was_typed(book: Book, world: World, clock: SetClock) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    here = Station(world.volunteer, world.open, 1)
    resuming.keep(book, here, "serve", basket, "192+6")
    resuming.keep(book, here, "serve", basket, "192+67")
    assert resuming.kept(book, 1) == (world.open, basket, "serve", "192+67")
    assert resuming.kept(book, 2) is None
    assert resuming.being_served(book, world.open) == {basket}
    clock.advance(13 * HOUR)
    assert resuming.kept(book, 1) is None
    assert resuming.being_served(book, world.open) == set()


def test_what_is_done_is_forgotten(book: Book, world: World) -> None:
    here = Station(world.volunteer, world.open, 1)
    resuming.keep(book, here, "weigh", None, "25")
    resuming.keep(book, here, "")
    assert resuming.kept(book, 1) is None
