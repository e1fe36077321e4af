"""An order of which a part is paid says what is left, and the balance names no day that is not its own."""

from __future__ import annotations

import pytest

from db.database import Book
from db.ledger import pay
from db.ordering import basket_of
from tests.db import world as worlds
from tests.db.world import APRICOTS, DAY, OIL, World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import member_at


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


def pays_in_part(book: Book, world: World, amount: int = 285) -> None:
    basket = basket_of(book, world.sarah, world.open)
    pay(book, world.volunteer, world.sarah, world.group, amount, "cash", basket)


async def test_a_payment_in_part_is_said_with_what_is_left_wherever_paid_or_not_is_said(
    book: Book, world: World, start: Start
) -> None:
    worlds.order(book, world, world.sarah, (APRICOTS, 1000))
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("m")
        assert sarah.says("Paiement non payée, à payer sur place"), sarah.text
        pays_in_part(book, world)
        await sarah.a_minute_passes()
        assert sarah.says("payée en partie : reste 3,25 €"), sarah.text
        await sarah.presses("escape", "f4")
        assert sarah.says("TOTAL payée en partie : reste 3,25 € 6,10 €"), sarah.text
        await sarah.presses("t")
        assert sarah.page == "MyOrders"
        assert sarah.says("6,10 € reste 3,25 €"), sarah.text
        assert max(map(len, sarah.lines)) <= 80
        pays_in_part(book, world, 325)
        await sarah.a_minute_passes()
        assert not sarah.says("reste"), sarah.text
        assert sarah.says("6,10 € payée"), sarah.text


async def test_the_last_orders_say_what_is_left_too(book: Book, world: World, start: Start) -> None:
    worlds.order(book, world, world.sarah, (APRICOTS, 1000))
    pays_in_part(book, world)
    book.clock.advance(30 * DAY)  # type: ignore[attr-defined]
    async with member_at(start, world.sarah, world.group, size=(120, 40)) as sarah:
        assert sarah.says("6,10 € reste 3,25 €"), sarah.text


async def test_the_balance_beside_the_cards_says_what_is_due_at_the_next_distribution(
    book: Book, world: World, start: Start
) -> None:
    worlds.order(book, world, world.sarah, (APRICOTS, 500))
    with book.write() as write:
        later = worlds.distribution(write, world.group, world.place, book.clock.now() - 3 * DAY)
    worlds.order(book, world, world.sarah, (OIL, 1000), at=later)
    async with member_at(start, world.sarah, world.group) as sarah:
        assert sarah.says("Solde -14,95 €"), sarah.text
        assert sarah.says("dont 3,05 € à payer lundi"), sarah.text
        basket = basket_of(book, world.sarah, later)
        pay(book, world.volunteer, world.sarah, world.group, 1190, "cash", basket)
        await sarah.a_minute_passes()
        assert sarah.says("Solde -3,05 € à payer lundi"), sarah.text
        pay(book, world.volunteer, world.sarah, world.group, 100, "cash")  # for no order: nobody knows for which day
        await sarah.a_minute_passes()
        assert sarah.says("Solde -2,05 € à payer"), sarah.text
        assert not sarah.says("à payer lundi")
