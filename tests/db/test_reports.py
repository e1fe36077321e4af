"""What papers are made of: everybody's order, in one order, with the money of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from db.clock import SetClock
from db.contacts import views
from db.corrections import correct
from db.database import Book
from db.delivery_slip import slip
from db.delivery_steps import take
from db.errors import DeliveryOver, NotAllowed, NotCarried, Unknown
from db.ledger import pay
from db.orders import all_orders
from db.reports import Vat, day, sale, tariffs, vat
from db.values.people import Tariff
from tests.db import world as small
from tests.db.neighbours import Neighbours, another_request, offers
from tests.db.world import APRICOTS, DAY, OIL, RICE, SOAP, World, order


def test_baskets_stand_by_number_and_their_products_as_in_the_catalogue(book: Book, world: World) -> None:
    order(book, world, world.others[0], (SOAP, 1_000), (OIL, 1_000), (APRICOTS, 250))
    order(book, world, world.sarah, (RICE, 500))
    found = day(book, world.open)
    assert [(one.order.basket, one.name) for one in found.sales] == [("1", "Prénom0 NOM0"), ("2", "Sarah VARDA")]
    assert [line.name for line in found.sales[0].order.lines] == ["Abricots bruns secs", "Huile d'olive", "Savon"]
    assert [one.name for one in found.sold()] == ["Abricots bruns secs", "Riz rond", "Huile d'olive", "Savon"]
    assert [one.quantity for one in found.sold()] == [250, 500, 1_000, 1_000]
    assert sale(book, found.sales[0].order.basket_id)[0] == found.sales[0]


def test_paid_in_part_and_too_much_are_told_in_cents_by_means(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = all_orders(book, world.open)[0].order.basket_id
    pay(book, world.volunteer, world.sarah, world.group, 50, "cheque", basket)
    pay(book, world.volunteer, world.sarah, world.group, 100, "cash", basket)
    [one] = day(book, world.open).sales
    assert (one.payments, one.paid, one.left) == ((("cash", 100), ("cheque", 50)), 150, 3)
    pay(book, world.volunteer, world.sarah, world.group, 10, "cash", basket)
    assert day(book, world.open).sales[0].left == -7


def test_a_payment_without_a_basket_belongs_to_no_distribution(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    pay(book, world.volunteer, world.sarah, world.group, 153, "cash")
    assert day(book, world.open).sales[0].paid == 0


def test_a_basket_that_was_emptied_stands_there_only_while_money_is_in_it(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.others[0], (APRICOTS, 250))
    first, second = (one.order.basket_id for one in all_orders(book, world.open))
    pay(book, world.volunteer, world.sarah, world.group, 153, "cash", first)
    for basket in (first, second):
        correct(book, world.volunteer, basket, world.products[APRICOTS], world.prices[APRICOTS], 0)
    [one] = day(book, world.open).sales
    assert (one.order.basket_id, one.order.lines, one.left) == (first, (), -153)


def test_vat_is_what_is_in_the_amount_rounded_once_a_rate() -> None:
    assert vat([(550, 1_000), (550, 55), (2_000, 120), (0, 7), (2_000, 0)]) == (
        Vat(0, 7, 0),
        Vat(550, 1_055, 55),
        Vat(2_000, 120, 20),
    )
    assert vat([(550, 10), (550, -10)]) == ()


def test_the_number_of_questions_does_not_grow(
    book: Book, world: World, queries: Callable[[Callable[[], Any]], int]
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    few = queries(lambda: day(book, world.open))
    for member in world.others:
        order(book, world, member, (APRICOTS, 250), (RICE, 500), (SOAP, 1_000))
    assert queries(lambda: day(book, world.open)) == few


def test_the_tariffs_of_a_group_are_its_own_by_letter(book: Book, world: World) -> None:
    with book.write() as write:
        write.register(small.Tariff, group_id=write.register(small.Group, name="X", name_key="x"), letter="Z", points=0)
    assert tariffs(book, world.group) == (Tariff("A", 0), Tariff("B", -1_000))


def test_what_is_not_there_is_refused(book: Book, world: World) -> None:
    with pytest.raises(Unknown):
        day(book, 12345)
    with pytest.raises(Unknown):
        sale(book, 12345)


# --- The slip of who delivers -----------------------------------------------------------------------------------------


def test_a_deliverer_has_only_their_own_people_and_each_view_is_written_down(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    theirs = another_request(book, world, world.others[0])
    another_request(book, world, world.others[1])
    take(book, at.helper, theirs)
    take(book, at.helper, at.basket)
    found = slip(book, at.helper, at.open, at.helper)
    assert [(stop.contact.basket, stop.contact.name) for stop in found.stops] == [
        ("1", "Sarah VARDA"),
        ("2", "Prénom0 NOM0"),
    ]
    assert found.stops[0].contact.note == "3e étage"
    assert [(view.viewer, view.whose, view.seen_as) for view in views(book, at.volunteer, at.group)] == [
        ("Hélène PORTE", "Prénom0 NOM0", "deliverer"),
        ("Hélène PORTE", "Sarah VARDA", "deliverer"),
    ]


def test_a_volunteer_prints_it_for_them_and_is_the_one_who_saw(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    own, seen = slip(book, at.helper, at.open, at.helper), slip(book, at.volunteer, at.open, at.helper)
    assert own == seen
    assert [view.seen_as for view in views(book, at.volunteer, at.group)] == ["team", "deliverer"]
    with pytest.raises(NotAllowed):
        slip(book, at.other, at.open, at.helper)


def test_of_a_slip_only_the_persons_are_read_one_by_one(
    book: Book, world: World, neighbours: Neighbours, queries: Callable[[Callable[[], Any]], int]
) -> None:
    at = neighbours
    offers(book, at.open, at.helper, orders=9)

    def asked() -> list[int]:
        return [queries(partial(slip, book, by, at.open, at.helper)) for by in (at.helper, at.volunteer)]

    take(book, at.helper, at.basket)
    of_one = asked()
    for member in world.others:
        take(book, at.helper, another_request(book, world, member))
    assert asked() == [count + len(world.others) for count in of_one]


def test_no_slip_without_people_nor_once_the_days_are_past(book: Book, clock: SetClock, neighbours: Neighbours) -> None:
    at = neighbours
    with pytest.raises(NotCarried):
        slip(book, at.helper, at.open, at.helper)
    take(book, at.helper, at.basket)
    clock.advance(at.ends_at + 7 * DAY - clock.now())
    for by in (at.helper, at.volunteer):
        with pytest.raises(DeliveryOver):
            slip(book, by, at.open, at.helper)
    assert views(book, at.volunteer, at.group) == ()
