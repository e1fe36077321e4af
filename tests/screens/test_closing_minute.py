"""The minute orders close while somebody is paying: it is said at once, and what is said is true."""

from __future__ import annotations

import pytest

from db import baskets, distributions, orders
from db.clock import SetClock
from db.database import Book
from tests.db import world as worlds
from tests.db.world import APRICOTS, DAY, OIL, World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import Orderer, member_at

JUST_CLOSED = 3 * DAY + 60  # after the clock's start; the group's grace is ten minutes
STILL = "! EN ATTENTE La commande vient de fermer : confirmez avant 09:10. Après, votre panier redevient un brouillon."
FINISH = "F8 Finir avant 09:10 : la commande vient de fermer"
OVER = (
    "× CLOSE La commande vient de fermer (samedi 5 décembre à 09:00). Ce qui était enregistré reste. "
    "Votre panier est gardé comme brouillon."
)


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


def waits(book: Book, world: World, product: int = APRICOTS, quantity: int = 1000, at: int = 0) -> None:
    """Sarah's basket is validated and not confirmed."""
    where = at or world.open
    baskets.put(book, world.sarah, where, world.products[product], quantity, world.prices[product])
    baskets.validate(book, world.sarah, where)


def recorded(book: Book, world: World) -> int:
    return sum(order.total for order in orders.my_orders(book, world.sarah, world.group))


async def pays(sarah: Orderer) -> None:
    await sarah.presses("f8")
    assert sarah.page == "Payment", sarah.text


async def test_the_payment_says_at_once_until_when_it_can_still_be_confirmed(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    waits(book, world)
    async with member_at(start, world.sarah, world.group) as sarah:
        await pays(sarah)
        clock.advance(JUST_CLOSED)
        await sarah.a_minute_passes()
        assert sarah.says(STILL), sarah.text
        assert not sarah.says("gardé comme brouillon")
        await sarah.confirms()
        assert sarah.page == "Recorded"
        assert not sarah.says("jusqu'au")
        assert sarah.says("Voir les distributions")
    assert recorded(book, world) == 610


async def test_the_question_before_confirming_says_it_too(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    waits(book, world)
    async with member_at(start, world.sarah, world.group) as sarah:
        await pays(sarah)
        await sarah.presses("enter")
        assert sarah.says("Plus qu'une touche")
        clock.advance(JUST_CLOSED)
        await sarah.a_minute_passes()
        assert sarah.says(STILL), sarah.text
        await sarah.presses("escape")
        assert sarah.says(STILL)
        await sarah.presses("enter")
        assert sarah.says(STILL)
        await sarah.presses("enter")
        assert sarah.page == "Recorded"


@pytest.mark.parametrize("keys", [(), ("enter",)])
async def test_once_the_grace_is_over_it_is_said_without_a_key_and_nothing_can_be_confirmed(
    book: Book, world: World, start: Start, clock: SetClock, keys: tuple[str, ...]
) -> None:
    waits(book, world)
    async with member_at(start, world.sarah, world.group) as sarah:
        await pays(sarah)
        await sarah.presses(*keys)
        clock.advance(JUST_CLOSED)
        await sarah.a_minute_passes()
        clock.advance(10 * 60)
        await sarah.a_minute_passes()
        assert sarah.page == "Payment"
        assert sarah.says(OVER), sarah.text
        assert sarah.marks == 1
        await sarah.presses("f8")
        assert sarah.says("× pas ici La commande vient de fermer")
        await sarah.presses("enter")
        assert sarah.page == "Distributions"
    assert recorded(book, world) == 0
    draft = baskets.draft(book, world.sarah, world.open)
    assert draft is not None
    assert draft.state == "draft"


async def test_orders_closed_by_the_team_are_said_as_those_that_close_by_themselves(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    waits(book, world)
    async with member_at(start, world.sarah, world.group) as sarah:
        await pays(sarah)
        clock.advance(60)
        distributions.close_now(book, world.coordinator, world.open)
        await sarah.a_minute_passes()
        assert sarah.says("La commande vient de fermer : confirmez avant 09:11."), sarah.text
        await sarah.confirms()
        assert not sarah.says("jusqu'au")


async def test_recorded_offers_to_add_only_while_orders_are_open(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    waits(book, world)
    async with member_at(start, world.sarah, world.group) as sarah:
        await pays(sarah)
        await sarah.confirms()
        assert sarah.says("Ajouter des produits, même panier, jusqu'au")
        distributions.close_now(book, world.coordinator, world.open)
        await sarah.a_minute_passes()
        assert not sarah.says("Ajouter des produits")
        assert sarah.says("Voir les distributions")


async def test_during_the_grace_the_basket_is_not_changed_by_mistake_and_f8_goes_on(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    waits(book, world)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("f6")
        assert sarah.page == "BasketPage"
        clock.advance(JUST_CLOSED)
        await sarah.a_minute_passes()
        assert sarah.says(FINISH), sarah.text
        # A change would make it a draft that nobody can confirm any more.
        for key in ("+", "delete", "delete"):
            await sarah.presses(key)
        assert sarah.says("La commande est close : rien ne peut plus être changé. F8 : confirmer."), sarah.text
        await sarah.presses("escape", "f8")
        assert sarah.page == "Payment"
        await sarah.presses("escape", "escape")
        assert sarah.page == "Shop"
        assert sarah.says(FINISH), sarah.text
        await sarah.presses("delete")
        assert sarah.says("rien ne peut plus être changé"), sarah.text
        await sarah.presses("f8")
        await sarah.confirms()
        assert sarah.page == "Recorded"
    assert recorded(book, world) == 610


async def test_commandes_says_until_when_a_basket_can_still_be_confirmed_then_no_more(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    waits(book, world)
    async with member_at(start, world.sarah, world.group) as sarah:
        clock.advance(JUST_CLOSED)
        await sarah.a_minute_passes()
        assert sarah.says(FINISH), sarah.text
        assert "F8 Finir" in sarah.footer
        clock.advance(10 * 60)
        await sarah.a_minute_passes()
        assert not sarah.says("EN ATTENTE"), sarah.text
        await sarah.a_minute_passes()  # what the closing wrote is seen a second later
        assert sarah.says("! non validé")


async def test_of_several_baskets_that_wait_none_is_forgotten(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    waits(book, world)
    with book.write() as write:
        more = [worlds.distribution(write, world.group, world.place, book.clock.now() - day * DAY) for day in (3, 4)]
    waits(book, world, OIL, 1000, more[0])
    async with member_at(start, world.sarah, world.group) as sarah:
        assert sarah.says("Votre panier n'est pas encore commandé : 1 produit, 6,10 €, et 1 autre panier"), sarah.text
        waits(book, world, OIL, 1000, more[1])
        await sarah.a_minute_passes()
        assert sarah.says("1 produit, 6,10 €, et 2 autres paniers"), sarah.text
        await sarah.presses("f8")
        await sarah.confirms()
        await sarah.presses("f2")
        assert sarah.says("1 produit, 11,90 €, et 1 autre panier"), sarah.text
