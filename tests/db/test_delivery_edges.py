"""Deliveries where several things meet: an undo after other gestures, a wrong clock, an order emptied since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.clock import SetClock
from db.contacts import see_as_team, see_person, views, views_of
from db.corrections import correct
from db.database import Book
from db.delivery import ask_delivery, collect, offer_delivery, stop_offering
from db.delivery_lists import board, carried, my_offer, my_request
from db.delivery_mine import my_deliveries
from db.delivery_steps import agree, assign, assign_all, deliver, release, take, undo
from db.errors import DependedOn, LimitReached, NotAllowed, OfferMissing, RequestGone
from db.models import Group
from db.opening import open_book
from db.orders import order
from db.values.delivery import MyDelivery
from tests.db import world as small
from tests.db.neighbours import Neighbours, another_request, asks, offers
from tests.db.test_ordering import changes_nothing
from tests.db.world import DAY, HOUR, World


def _carries(book: Book, at: Neighbours, member: int) -> list[int]:
    return [one.basket_id for one in carried(book, member, at.open)]


# --- Undoing what was given back --------------------------------------------------------------------------------------


def test_a_request_given_back_does_not_return_over_the_limits(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours
    second = another_request(book, world, world.others[0])
    take(book, at.other, at.basket)
    released = release(book, at.other, at.basket, "Je suis malade")
    taken = take(book, at.other, second)
    changes_nothing(book, LimitReached, lambda: undo(book, at.other, released))
    undo(book, at.other, taken)
    undo(book, at.other, released)
    assert _carries(book, at, at.other) == [at.basket]


def test_a_request_given_back_does_not_return_to_who_carries_nothing_any_more(
    book: Book, neighbours: Neighbours
) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    released = release(book, at.helper, at.basket, "Je suis malade")
    stop_offering(book, at.helper, at.open, at.helper)
    changes_nothing(book, OfferMissing, lambda: undo(book, at.helper, released))
    offers(book, at.open, at.helper)
    collect(book, at.sarah, at.basket)
    changes_nothing(book, RequestGone, lambda: undo(book, at.helper, released))


# --- Many at once -----------------------------------------------------------------------------------------------------


def test_many_are_assigned_without_reading_all_deliveries_again_for_each(
    book: Book, world: World, neighbours: Neighbours, queries: Callable[[Callable[[], Any]], int]
) -> None:
    at = neighbours
    baskets = [another_request(book, world, member) for member in world.others]
    offers(book, at.open, at.helper, orders=4)
    one = queries(lambda: assign_all(book, at.volunteer, [(at.basket, at.helper)]))
    all_others = queries(lambda: assign_all(book, at.volunteer, [(basket, at.helper) for basket in baskets]))
    assert all_others - one < 8 * (len(baskets) - 1)
    assert len(_carries(book, at, at.helper)) == 1 + len(baskets)


# --- Delivered is the end ---------------------------------------------------------------------------------------------


def test_what_is_delivered_is_neither_given_back_nor_handed_on_nor_taken_back(
    book: Book, neighbours: Neighbours
) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    done = deliver(book, at.helper, at.basket)
    for refused in (
        lambda: release(book, at.helper, at.basket, "Non"),
        lambda: release(book, at.volunteer, at.basket),
        lambda: assign(book, at.volunteer, at.basket, at.other),
        lambda: deliver(book, at.volunteer, at.basket),
        lambda: collect(book, at.sarah, at.basket, word="Non"),
        lambda: ask_delivery(book, at.sarah, at.basket, consent=True, word="Plus tard"),
    ):
        changes_nothing(book, DependedOn, refused)
    undo(book, at.helper, done)
    release(book, at.helper, at.basket, "Pardon")


# --- Words ------------------------------------------------------------------------------------------------------------


def test_a_word_is_read_by_the_one_it_was_left_for(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    ask_delivery(book, at.sarah, at.basket, consent=True, word="Hélène, ma clé est chez toi")
    assert carried(book, at.helper, at.open)[0].word == "Hélène, ma clé est chez toi"
    release(book, at.helper, at.basket, "Je suis malade")
    take(book, at.other, at.basket)
    assert carried(book, at.other, at.open)[0].word == ""
    assert see_person(book, at.other, at.basket).word == ""


def test_the_word_of_a_release_that_was_taken_back_is_not_shown(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    taken = take(book, at.helper, at.basket)
    undo(book, at.helper, release(book, at.helper, at.basket, "Je suis malade"))
    undo(book, at.helper, taken)
    mine = my_request(book, at.sarah, at.basket)
    assert mine is not None
    assert (mine.round, mine.word, mine.comer) == (None, "", "")


# --- Who belongs ------------------------------------------------------------------------------------------------------


def test_who_does_not_belong_to_the_group_neither_offers_nor_is_registered(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    with book.write() as write:
        elsewhere = write.register(Group, name="Ailleurs", name_key="ailleurs")
        stranger = small.member(write, elsewhere, "Loïc", "D'ailleurs", "volunteer")
    for by in (stranger, at.volunteer):
        changes_nothing(
            book, NotAllowed, lambda by=by: offer_delivery(  # type: ignore[misc]
                book, by, at.open, stranger, consent=True, orders=1, grams=5_000, transport="foot"
            )
        )  # fmt: skip


# --- An order that is emptied -----------------------------------------------------------------------------------------


def test_an_order_emptied_after_it_was_taken_is_brought_by_nobody(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    [line] = order(book, at.basket).lines
    correct(book, at.volunteer, at.basket, line.product_id, line.price, 0)
    assert _carries(book, at, at.helper) == []
    found = my_deliveries(book, at.helper, at.group).get(at.open, MyDelivery())
    assert found == my_deliveries(book, at.sarah, at.group).get(at.open, MyDelivery()) == MyDelivery()


# --- Two laptops ------------------------------------------------------------------------------------------------------


def test_the_latest_view_is_read_first_whichever_laptop_it_was_on(
    book: Book, neighbours: Neighbours, clock: SetClock, tmp_path: Path
) -> None:
    at = neighbours
    others = [open_book(book.path, tmp_path / name, clock=clock) for name in ("one", "two")]
    for here in (*others, book, *reversed(others)):
        clock.advance(1)
        see_as_team(here, at.volunteer, at.sarah, at.group)
        assert views(book, at.volunteer, at.group)[0].at == views_of(book, at.sarah)[0].at == clock.at
    for here in others:
        here.close()


# --- A clock that was wrong -------------------------------------------------------------------------------------------


def test_on_one_laptop_what_was_done_last_holds_though_the_clock_was_ahead_before(
    book: Book, world: World, neighbours: Neighbours, clock: SetClock
) -> None:
    at = neighbours
    right = clock.at
    clock.at = right + 2 * DAY
    asks(book, at.sarah, at.basket)
    offers(book, at.open, at.helper, orders=2)
    take(book, at.helper, at.basket)
    agree(book, at.helper, at.basket, at.ends_at, "paid", "bags")
    clock.at = right
    offers(book, at.open, at.helper, orders=5)
    agree(book, at.helper, at.basket, at.ends_at + HOUR, "paid", "bags")
    offer = my_offer(book, at.helper, at.open)
    assert offer is not None
    assert offer.orders == 5
    [line] = board(book, at.volunteer, at.group)
    assert line.round is not None
    assert line.round.agreement is not None
    assert line.round.agreement.meet_at == at.ends_at + HOUR
    collect(book, at.sarah, at.basket, word="Ma fille vient")
    assert my_request(book, at.sarah, at.basket) is None
    assert order(book, at.basket).way == "pickup_only"
