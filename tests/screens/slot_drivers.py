"""Time slots of a small group's open distribution, for those who tick them and for the team."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from db import slots
from db.database import Book
from db.delivery import collect
from db.ordering import basket_of
from screens.slots_board import SlotsBoard
from tests.conftest import NOW
from tests.db import world as small
from tests.db.world import APRICOTS, DAY, World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import Orderer, member_at

STARTS = NOW + 5 * DAY  # Monday 7 December, 09:00; until 11:00
QUARTER = 15 * 60


class Slotted(NamedTuple):
    world: World
    baskets: tuple[int, ...]  # Sarah's, then the others'; everybody collects


def at(number: int) -> int:
    """The start of a slot of a quarter of an hour, counted from 0."""
    return STARTS + number * QUARTER


def make(book: Book, places: int | None = None, *, minutes: int = 15) -> Slotted:
    """Four people collect their order where there are eight slots."""
    world = small.make(book)
    slots.switch_on(book, world.coordinator, world.open, minutes, places)
    baskets = []
    for member in (world.sarah, *world.others):
        small.order(book, world, member, (APRICOTS, 250))
        baskets.append(basket_of(book, member, world.open))
        collect(book, member, baskets[-1])
    return Slotted(world, tuple(baskets))


def wishes(book: Book, here: Slotted, *of_each: tuple[int, ...]) -> None:
    """What each has ticked, by number of the slot, in the order of the baskets."""
    for basket, numbers in zip(here.baskets, of_each, strict=False):
        if numbers:
            slots.wish(book, here.world.volunteer, basket, [at(number) for number in numbers])


def ticked(book: Book, basket: int) -> tuple[int, ...]:
    """The slots (their starts) that somebody ticked."""
    mine = slots.my_slot(book, basket)
    assert mine is not None
    return mine.wishes


def where(book: Book, here: Slotted) -> list[int | None]:
    """The number of the slot that each has, in the order of the baskets."""
    found = {visit.basket_id: visit.start for visit in slots.board(book, here.world.open)}
    return [None if found[basket] is None else (found[basket] - STARTS) // QUARTER for basket in here.baskets]  # type: ignore[operator]


@asynccontextmanager
async def at_the_board(start: Start, here: Slotted, who: str = "coordinator", **more: object) -> AsyncIterator[Orderer]:
    """Somebody of the team in front of the board."""
    world = here.world
    async with member_at(start, getattr(world, who), world.group, **more) as person:
        person.app.push_screen(SlotsBoard(world.open))
        await person.settles()
        yield person
