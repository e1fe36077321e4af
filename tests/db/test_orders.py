"""Orders as they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.clock import SetClock
from db.corrections import correct
from db.database import Book
from db.delivery import collect
from db.errors import Unknown
from db.models import Product
from db.ordering import basket_of
from db.orders import all_orders, my_orders, order, owner, tariffs
from tests.conftest import NOW
from tests.db import world as small
from tests.db.test_ordering import _set_tariff
from tests.db.world import APRICOTS, DAY, OIL, RICE, World


def test_the_same_product_at_the_same_price_is_one_position_and_at_another_price_another(
    book: Book, world: World
) -> None:
    small.order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    small.order(book, world, world.sarah, (APRICOTS, 250))
    with book.write() as write:
        write.revise(Product, world.products[APRICOTS], base_price=650)
    changed = world._replace(prices=(650, *world.prices[1:]))
    small.order(book, changed, world.sarah, (APRICOTS, 250))
    [found] = my_orders(book, world.sarah, world.group)
    assert [(line.name, line.price, line.quantity, line.amount) for line in found.lines] == [
        ("Abricots bruns secs", 610, 500, 306),
        ("Riz rond", 345, 500, 173),
        ("Abricots bruns secs", 650, 250, 163),
    ]
    assert found.total == sum(line.amount for line in found.lines)


def test_my_orders_are_all_mine_in_the_group_the_latest_distribution_first(
    book: Book, world: World, clock: SetClock
) -> None:
    small.order(book, world, world.sarah, (APRICOTS, 250))
    small.order(book, world, world.others[0], (APRICOTS, 250))
    clock.at = NOW + 21 * DAY
    small.order(book, world, world.sarah, (RICE, 500), at=world.next)
    found = my_orders(book, world.sarah, world.group)
    assert [(one.distribution.id, one.basket, one.recorded_at) for one in found] == [
        (world.next, "1", NOW + 21 * DAY),
        (world.open, "1", NOW),
    ]
    assert my_orders(book, world.volunteer, world.group) == ()


def test_all_orders_of_a_distribution_come_by_basket_number_with_names_and_no_contact(book: Book, world: World) -> None:
    for member in (world.others[1], world.sarah, world.others[0]):
        small.order(book, world, member, (APRICOTS, 250))
    found = all_orders(book, world.open)
    assert [(one.order.basket, one.name, one.member_id) for one in found] == [
        ("1", "Prénom1 NOM1", world.others[1]),
        ("2", "Sarah VARDA", world.sarah),
        ("3", "Prénom0 NOM0", world.others[0]),
    ]
    assert all_orders(book, world.next) == ()
    with pytest.raises(Unknown):
        all_orders(book, 7)


def test_an_order_read_alone_is_the_one_of_the_list(book: Book, world: World) -> None:
    small.order(book, world, world.sarah, (APRICOTS, 250), (OIL, 1000))
    basket = basket_of(book, world.sarah, world.open)
    collect(book, world.sarah, basket)
    correct(book, world.volunteer, basket, world.products[OIL], 1190, 1500)
    assert (order(book, basket),) == my_orders(book, world.sarah, world.group)
    assert order(book, basket) == all_orders(book, world.open)[0].order
    assert owner(book, basket) == (world.sarah, world.open)
    for read in (order, owner):
        with pytest.raises(Unknown):
            read(book, 7)


def test_the_tariffs_of_an_order_are_told_by_their_letters(book: Book, world: World) -> None:
    small.order(book, world, world.sarah, (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    assert tariffs(book, basket) == "A"
    _set_tariff(book, world.sarah, "B", None)
    small.order(book, world._replace(prices=(549, 311, 1071, 405)), world.sarah, (APRICOTS, 250))
    assert tariffs(book, basket) == "A, B"


def test_the_number_of_questions_to_the_book_does_not_grow_with_orders(
    book: Book, world: World, queries: Callable[[Callable[[], Any]], int]
) -> None:
    with book.write() as write:
        made = [small.distribution(write, world.group, world.place, NOW - 7 * DAY + number) for number in range(200)]
        members = [small.member(write, world.group, "M", str(number)) for number in range(60)]
    basket_id = 0

    def reads() -> list[Any]:
        return [
            partial_(my_orders, book, world.sarah, world.group),
            partial_(all_orders, book, world.open),
            partial_(order, book, basket_id),
        ]

    def fill(distributions: list[int], people: list[int]) -> None:
        with book.write():
            for one in distributions:
                small.order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500), at=one)
            for member in people:
                small.order(book, world, member, (APRICOTS, 250))

    fill([world.open, *made[:9]], members[:5])
    basket_id = basket_of(book, world.sarah, world.open)
    few = [queries(read) for read in reads()]
    fill(made[9:], members[5:])
    assert len(my_orders(book, world.sarah, world.group)) == 201
    assert len(all_orders(book, world.open)) == 61
    assert [queries(read) for read in reads()] == few
    assert max(few) <= 8


def partial_(read: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    return lambda: read(*arguments)
