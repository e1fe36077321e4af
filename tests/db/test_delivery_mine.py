"""What a member reads of deliveries on their cards and orders: first names and hours, of their own alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.database import Book
from db.delivery import collect
from db.delivery_lists import my_request
from db.delivery_mine import my_deliveries
from db.delivery_steps import agree, deliver, release, take, undo
from db.values.delivery import MyDelivery
from tests.db import neighbours as street
from tests.db.neighbours import Neighbours
from tests.db.world import HOUR, RICE, World


def mine(book: Book, neighbours: Neighbours, member: int) -> MyDelivery:
    return my_deliveries(book, member, neighbours.group).get(neighbours.open, MyDelivery())


def test_nobody_comes_until_somebody_took_it(book: Book, neighbours: Neighbours) -> None:
    assert mine(book, neighbours, neighbours.sarah) == mine(book, neighbours, neighbours.helper) == MyDelivery()


def test_the_person_helped_reads_who_comes_and_when_the_other_how_many_they_bring(
    book: Book, neighbours: Neighbours
) -> None:
    step = take(book, neighbours.helper, neighbours.basket)
    assert mine(book, neighbours, neighbours.sarah) == MyDelivery(comer="Hélène")
    assert mine(book, neighbours, neighbours.helper) == MyDelivery(carries=1)
    assert mine(book, neighbours, neighbours.other) == MyDelivery()
    agree(book, neighbours.helper, neighbours.basket, neighbours.ends_at + HOUR, "envelope", "person")
    assert mine(book, neighbours, neighbours.sarah) == MyDelivery("Hélène", neighbours.ends_at + HOUR)
    deliver(book, neighbours.helper, neighbours.basket)
    assert mine(book, neighbours, neighbours.sarah) == MyDelivery("Hélène", neighbours.ends_at + HOUR, delivered=True)
    assert mine(book, neighbours, neighbours.helper) == MyDelivery(carries=1, brought=1)
    assert step


def test_what_was_released_withdrawn_or_undone_is_brought_by_nobody(book: Book, neighbours: Neighbours) -> None:
    undo(book, neighbours.helper, take(book, neighbours.helper, neighbours.basket))
    assert mine(book, neighbours, neighbours.sarah) == mine(book, neighbours, neighbours.helper) == MyDelivery()
    take(book, neighbours.helper, neighbours.basket)
    release(book, neighbours.helper, neighbours.basket, "Mon vélo est cassé")
    assert mine(book, neighbours, neighbours.sarah) == mine(book, neighbours, neighbours.helper) == MyDelivery()
    take(book, neighbours.other, neighbours.basket)
    assert mine(book, neighbours, neighbours.sarah) == MyDelivery(comer="Omar")
    assert mine(book, neighbours, neighbours.helper) == MyDelivery()
    collect(book, neighbours.sarah, neighbours.basket, word="Ma fille vient me voir")
    assert mine(book, neighbours, neighbours.sarah) == mine(book, neighbours, neighbours.other) == MyDelivery()


def test_ones_own_request_names_who_carries_it_or_who_gave_it_back(book: Book, neighbours: Neighbours) -> None:
    def who() -> tuple[str, str]:
        found = my_request(book, neighbours.sarah, neighbours.basket)
        assert found is not None
        assert found.over_at > neighbours.ends_at
        return found.comer, found.word

    assert who() == ("", "")
    take(book, neighbours.helper, neighbours.basket)
    assert who() == ("Hélène", "")
    release(book, neighbours.helper, neighbours.basket, "Mon vélo est cassé")
    assert who() == ("Hélène", "Mon vélo est cassé")
    take(book, neighbours.other, neighbours.basket)
    assert who() == ("Omar", "")


def test_it_is_one_question_to_the_book(
    book: Book, world: World, neighbours: Neighbours, queries: Callable[[Callable[[], Any]], int]
) -> None:
    assert queries(lambda: my_deliveries(book, neighbours.helper, neighbours.group)) == 1
    street.offers(book, neighbours.open, neighbours.helper, orders=5)
    take(book, neighbours.helper, neighbours.basket)
    for member in world.others:
        take(book, neighbours.helper, street.another_request(book, world, member, (RICE, 500)))
    assert queries(lambda: my_deliveries(book, neighbours.helper, neighbours.group)) == 1
    assert mine(book, neighbours, neighbours.helper) == MyDelivery(carries=1 + len(world.others))
