"""What a member can order: the whole catalogue of a group, at the member's own prices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.clock import SetClock
from db.corrections import correct
from db.database import Book
from db.errors import Unknown
from db.models import Product, Tariff
from db.ordering import basket_of
from db.shop import cards
from db.tariffs import applied
from db.values.catalogue import ProductCard
from tests.conftest import NOW
from tests.db import world as small
from tests.db.test_ordering import _set_tariff
from tests.db.world import APRICOTS, DAY, OIL, RICE, World, offer, order


def card(book: Book, world: World, index: int, member: int | None = None, at: int = 0) -> ProductCard:
    found = cards(book, at or world.open, world.sarah if member is None else member)
    return next(one for one in found if one.id == world.products[index])


def test_the_catalogue_comes_in_the_order_of_its_file(book: Book, world: World) -> None:
    assert tuple(one.id for one in cards(book, world.open, world.sarah)) == world.products


def test_a_card_says_price_unit_minimum_and_step(book: Book, world: World) -> None:
    found = card(book, world, RICE)
    assert (found.name, found.price, found.unit, found.minimum, found.step) == ("Riz rond", 345, "kg", 500, 100)
    assert (found.available, found.stock, found.recorded, found.last_time) == (True, None, 0, 0)


def test_an_unavailable_product_says_so_and_stays(book: Book, world: World) -> None:
    with book.write() as write:
        write.revise(Product, world.products[RICE], available=False)
    assert not card(book, world, RICE).available


def test_a_card_says_what_is_left_where_it_is_counted(book: Book, world: World) -> None:
    offer(book, world, RICE, 2000)
    order(book, world, world.others[0], (RICE, 700))
    assert card(book, world, RICE).stock == 1300
    assert card(book, world, OIL).stock is None
    assert card(book, world, RICE, at=world.next).stock is None


def test_a_card_says_what_i_ordered_here_and_what_i_took_the_last_time(
    book: Book, world: World, clock: SetClock
) -> None:
    order(book, world, world.sarah, (RICE, 700), (OIL, 1000))
    order(book, world, world.sarah, (RICE, 100))
    assert (card(book, world, RICE).recorded, card(book, world, RICE).last_time) == (800, 0)
    correct(book, world.volunteer, basket_of(book, world.sarah, world.open), world.products[OIL], 1190, 0)
    clock.at = NOW + 21 * DAY
    order(book, world, world.sarah, (RICE, 500), at=world.next)
    found = card(book, world, RICE, at=world.next)
    assert (found.recorded, found.last_time) == (500, 800)
    assert card(book, world, OIL, at=world.next).last_time == 0  # it was taken out
    assert card(book, world, RICE, member=world.others[0], at=world.next).last_time == 0
    # Seen from the first one, the second is not « the last time ».
    assert card(book, world, RICE).last_time == 0


def test_prices_are_those_of_the_members_tariff_while_it_is_valid(book: Book, world: World, clock: SetClock) -> None:
    _set_tariff(book, world.sarah, "B", NOW + 60)
    assert card(book, world, APRICOTS).price == 549
    assert card(book, world, RICE).price == 311  # 310,5 rounded half up
    assert card(book, world, APRICOTS, member=world.others[0]).price == 610
    assert card(book, world, APRICOTS, member=0).price == 610  # not signed in: the group's default
    clock.advance(60)
    assert card(book, world, APRICOTS).price == 610
    assert applied(book, world.sarah, world.group, clock.at) == ("A", 0)


def test_a_letter_that_the_group_no_longer_has_costs_the_base_price(book: Book, world: World) -> None:
    _set_tariff(book, world.sarah, "Z", None)
    assert applied(book, world.sarah, world.group, NOW) == ("Z", 0)
    assert card(book, world, APRICOTS).price == 610


def test_the_default_tariff_is_the_groups_own(book: Book, world: World) -> None:
    from db.models import Group

    with book.write() as write:
        write.revise(Group, world.group, default_tariff="B")
    assert card(book, world, APRICOTS, member=0).price == 549
    assert card(book, world, APRICOTS).price == 549


def test_an_unknown_distribution_is_refused(book: Book, world: World) -> None:
    with pytest.raises(Unknown):
        cards(book, 7, world.sarah)


def test_the_number_of_questions_to_the_book_does_not_grow_with_products(
    book: Book, world: World, queries: Callable[[Callable[[], Any]], int]
) -> None:
    def add(count: int) -> None:
        with book.write() as write:
            for number in range(count):
                small.product(write, world.group, f"Produit {number}", "kg", 100, 250, 250, rank=number + 10)

    add(96)
    assert len(cards(book, world.open, world.sarah)) == 100
    few = queries(lambda: cards(book, world.open, world.sarah))
    add(4900)
    order(book, world, world.sarah, (RICE, 700), (OIL, 1000))
    offer(book, world, RICE, 5000)
    assert len(cards(book, world.open, world.sarah)) == 5000
    assert queries(lambda: cards(book, world.open, world.sarah)) == few <= 7


def test_tariffs_of_other_groups_do_not_count(book: Book, world: World) -> None:
    from db.models import Group

    with book.write() as write:
        other = write.register(Group, name="SOUPETARD", name_key="soupetard")
        write.register(Tariff, group_id=other, letter="A", points=5000)
    assert card(book, world, APRICOTS).price == 610
