"""How an order leaves: the three ways of the tutorial, and what each asks for."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from db import accounts
from db.database import Book
from db.delivery import WAYS, choose_way
from db.errors import (
    AddressMissing,
    ConsentMissing,
    NotAllowed,
    PhoneInvalid,
    PhoneMissing,
    PostcodeInvalid,
    TextRefused,
    Unknown,
)
from db.ordering import basket_of
from db.orders import order
from tests.db import world as small
from tests.db.test_ordering import changes_nothing
from tests.db.world import APRICOTS, World

ADDRESS = {"address": "3 rue des Lilas", "postcode": "31000", "city": "Toulouse"}
PHONE = "06 39 98 12 34"


@pytest.fixture
def basket(book: Book, world: World) -> int:
    small.order(book, world, world.sarah, (APRICOTS, 250))
    return basket_of(book, world.sarah, world.open)


def test_nothing_is_chosen_until_the_member_chooses(book: Book, world: World, basket: int) -> None:
    assert order(book, basket).way == ""


def test_collecting_ones_order_asks_for_nothing(book: Book, world: World, basket: int) -> None:
    choose_way(book, world.sarah, basket, "pickup_only")
    assert order(book, basket).way == "pickup_only"


def test_the_latest_choice_holds_and_those_before_stay_in_the_journal(book: Book, world: World, basket: int) -> None:
    choose_way(book, world.sarah, basket, "pickup_only")
    choose_way(book, world.sarah, basket, "needs_delivery", consent=True, phone=PHONE, **ADDRESS)
    choose_way(book, world.sarah, basket, "can_deliver", consent=True)
    assert order(book, basket).way == "can_deliver"
    rows = book.db.execute_sql("SELECT way, consent, by_id FROM way_chosen ORDER BY id").fetchall()
    assert rows == [
        ("pickup_only", 0, world.sarah), ("needs_delivery", 1, world.sarah), ("can_deliver", 1, world.sarah),
    ]  # fmt: skip


@pytest.mark.parametrize("missing", ["address", "postcode", "city"])
def test_needing_delivery_asks_for_a_whole_address(book: Book, world: World, basket: int, missing: str) -> None:
    given: dict[str, Any] = {**ADDRESS, missing: None}
    ask = partial(choose_way, book, world.sarah, basket, "needs_delivery", consent=True, phone=PHONE, **given)
    changes_nothing(book, AddressMissing, ask)


@pytest.mark.parametrize("way", ["needs_delivery", "can_deliver"])
def test_meeting_a_neighbour_asks_for_a_phone_and_the_agreement_that_they_see_it(
    book: Book, world: World, basket: int, way: str
) -> None:
    choose = partial(choose_way, book, world.sarah, basket, way, **ADDRESS)
    for phone in (None, "", "  "):
        changes_nothing(book, PhoneMissing, partial(choose, consent=True, phone=phone))
    changes_nothing(book, ConsentMissing, partial(choose, phone=PHONE))
    choose(consent=True, phone=PHONE)
    assert order(book, basket).way == way


def test_contacts_given_here_become_the_members_own_and_are_not_asked_again(
    book: Book, world: World, basket: int
) -> None:
    choose_way(book, world.sarah, basket, "needs_delivery", consent=True, phone=PHONE, **ADDRESS)
    person = accounts.person(book, world.sarah)
    assert (person.phone, person.address1, person.postcode, person.city) == (
        "0639981234", "3 rue des Lilas", "31000", "Toulouse",
    )  # fmt: skip
    choose_way(book, world.sarah, basket, "needs_delivery", consent=True)
    assert len(book.db.execute_sql("SELECT id FROM way_chosen").fetchall()) == 2


def test_a_choice_that_is_refused_keeps_no_contact(book: Book, world: World, basket: int) -> None:
    changes_nothing(
        book, ConsentMissing, partial(choose_way, book, world.sarah, basket, "needs_delivery", phone=PHONE, **ADDRESS)
    )
    assert accounts.person(book, world.sarah).phone == ""


def test_contacts_are_read_as_everywhere(book: Book, world: World, basket: int) -> None:
    choose = partial(choose_way, book, world.sarah, basket, "needs_delivery", consent=True)
    good = {"phone": PHONE, **ADDRESS}
    for wrong, refusal in (
        ({"phone": "06 39"}, PhoneInvalid),
        ({"postcode": "3100O"}, PostcodeInvalid),
        ({"address": "3 rue\x1b[2J"}, TextRefused),
    ):
        changes_nothing(book, refusal, partial(choose, **{**good, **wrong}))


def test_agreeing_means_nothing_where_nobody_is_met(book: Book, world: World, basket: int) -> None:
    choose_way(book, world.sarah, basket, "pickup_only", consent=True)
    assert book.db.execute_sql("SELECT consent FROM way_chosen").fetchall() == [(0,)]


def test_one_chooses_for_oneself(book: Book, world: World, basket: int) -> None:
    changes_nothing(book, NotAllowed, lambda: choose_way(book, world.others[0], basket, "pickup_only"))
    changes_nothing(book, Unknown, lambda: choose_way(book, world.sarah, 7, "pickup_only"))


def test_there_are_three_ways_and_no_reason_is_asked_or_kept(book: Book, world: World, basket: int) -> None:
    assert WAYS == ("needs_delivery", "can_deliver", "pickup_only")
    with pytest.raises(ValueError):
        choose_way(book, world.sarah, basket, "by_drone")
    columns = book.db.execute_sql("SELECT name FROM pragma_table_info('way_chosen')").fetchall()
    assert {name for (name,) in columns} == {"id", "basket_id", "way", "consent", "at", "by_id"}
