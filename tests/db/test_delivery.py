"""How an order leaves: the three ways of the tutorial, and what each asks for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from db import accounts
from db.calls import calls
from db.clock import SetClock
from db.database import Book
from db.delivery import Details, ask_delivery, collect, offer_delivery, stop_offering
from db.delivery_lists import my_offer, my_request
from db.delivery_steps import take
from db.distributions import cards
from db.errors import (
    AddressMissing,
    CapacityInvalid,
    ConsentMissing,
    DeliveryOver,
    NotAllowed,
    PhoneInvalid,
    PhoneMissing,
    PostcodeInvalid,
    RequestGone,
    StillCarrying,
    TextMissing,
    TextRefused,
    TextTooLong,
    Unknown,
)
from db.opening import open_book
from db.ordering import basket_of
from db.orders import order
from db.values.delivery import LEAST_GRAMS, MOST_GRAMS, MOST_ORDERS, WAYS
from tests.db import world as small
from tests.db.neighbours import ADDRESS, PHONE, Neighbours, another_request, offers
from tests.db.test_ordering import changes_nothing
from tests.db.world import APRICOTS, DAY, RICE, World


@pytest.fixture
def basket(book: Book, world: World) -> int:
    small.order(book, world, world.sarah, (APRICOTS, 250))
    return basket_of(book, world.sarah, world.open)


def _ask(book: Book, world: World, basket: int, **given: Any) -> None:
    details = Details(**{**ADDRESS, "phone": PHONE, **given})
    ask_delivery(book, world.sarah, basket, consent=True, details=details)


def _offer(book: Book, world: World, member: int = 0, **given: Any) -> None:
    by = member or world.sarah
    details = Details(phone=given.pop("phone", PHONE))
    values: dict[str, Any] = {"consent": True, "orders": 2, "grams": 20_000, "transport": "bicycle", **given}
    offer_delivery(book, by, world.open, by, details=details, **values)


def test_nothing_is_chosen_until_the_member_chooses(book: Book, world: World, basket: int) -> None:
    assert order(book, basket).way == ""


def test_collecting_ones_order_asks_for_nothing(book: Book, world: World, basket: int) -> None:
    collect(book, world.sarah, basket)
    assert order(book, basket).way == "pickup_only"


def test_the_latest_choice_holds_and_those_before_stay_in_the_journal(book: Book, world: World, basket: int) -> None:
    collect(book, world.sarah, basket)
    _ask(book, world, basket)
    _offer(book, world)
    assert order(book, basket).way == "can_deliver"
    rows = book.db.execute_sql("SELECT way, consent, by_id FROM way_chosen ORDER BY id").fetchall()
    assert rows == [
        ("pickup_only", 0, world.sarah), ("needs_delivery", 1, world.sarah), ("can_deliver", 1, world.sarah),
    ]  # fmt: skip
    assert my_request(book, world.sarah, basket) is None
    collect(book, world.sarah, basket)
    assert my_offer(book, world.sarah, world.open) is None


@pytest.mark.parametrize("missing", ["address", "postcode", "city"])
def test_needing_delivery_asks_for_a_whole_address(book: Book, world: World, basket: int, missing: str) -> None:
    changes_nothing(book, AddressMissing, lambda: _ask(book, world, basket, **{missing: None}))


def test_meeting_a_neighbour_asks_for_a_phone_and_the_agreement_that_they_see_it(
    book: Book, world: World, basket: int
) -> None:
    for phone in (None, "", "  "):
        changes_nothing(book, PhoneMissing, partial(_ask, book, world, basket, phone=phone))
        changes_nothing(book, PhoneMissing, partial(_offer, book, world, phone=phone))
    details = Details(**ADDRESS, phone=PHONE)
    ask = partial(ask_delivery, book, world.sarah, basket, consent=False, details=details)
    changes_nothing(book, ConsentMissing, ask)
    changes_nothing(book, ConsentMissing, partial(_offer, book, world, consent=False))
    assert accounts.person(book, world.sarah).phone == "", "a choice that is refused keeps no contact"


def test_contacts_given_here_become_the_members_own_and_are_not_asked_again(
    book: Book, world: World, basket: int
) -> None:
    _ask(book, world, basket)
    person = accounts.person(book, world.sarah)
    assert (person.phone, person.address1, person.postcode, person.city) == (
        "0639981234", "3 rue des Lilas", "31000", "Toulouse",
    )  # fmt: skip
    ask_delivery(book, world.sarah, basket, consent=True)
    assert len(book.db.execute_sql("SELECT id FROM way_chosen").fetchall()) == 2


def test_a_new_street_takes_the_place_of_street_and_building(book: Book, world: World, basket: int) -> None:
    _ask(book, world, basket)
    accounts.change_details(book, world.sarah, world.sarah, address2="bât. B, 3e étage")
    _ask(book, world, basket, postcode="31100")
    assert accounts.person(book, world.sarah).address2 == "bât. B, 3e étage", "the same street: still there"
    _ask(book, world, basket, address="5 rue du Foin")
    assert accounts.person(book, world.sarah).address2 == ""


def test_contacts_are_read_as_everywhere(book: Book, world: World, basket: int) -> None:
    wrongs: tuple[tuple[dict[str, str], type[Exception]], ...] = (
        ({"phone": "06 39"}, PhoneInvalid),
        ({"postcode": "3100O"}, PostcodeInvalid),
        ({"address": "3 rue\x1b[2J"}, TextRefused),
    )
    for wrong, refusal in wrongs:
        changes_nothing(book, refusal, partial(_ask, book, world, basket, **wrong))


def test_one_chooses_for_oneself_and_a_volunteer_for_those_of_the_group(book: Book, world: World, basket: int) -> None:
    changes_nothing(book, NotAllowed, lambda: collect(book, world.others[0], basket))
    changes_nothing(book, Unknown, lambda: collect(book, world.sarah, 7))
    ask_delivery(book, world.volunteer, basket, consent=True, details=Details(**ADDRESS, phone=PHONE))
    mine = my_request(book, world.sarah, basket)
    assert mine is not None
    assert (mine.consent, mine.heard_by) == (True, "Béatrice NÉVOLE"), "the agreement was heard, and by whom is known"


def test_there_are_three_ways_and_no_reason_is_asked_or_kept(book: Book, world: World, basket: int) -> None:
    assert WAYS == ("needs_delivery", "can_deliver", "pickup_only")
    columns = book.db.execute_sql("SELECT name FROM pragma_table_info('way_chosen')").fetchall()
    assert {name for (name,) in columns} == {"id", "basket_id", "way", "consent", "at", "by_id"}


def test_the_latest_choice_holds_whatever_laptop_it_was_made_on(
    book: Book, world: World, basket: int, tmp_path: Path, clock: SetClock
) -> None:
    """Laptops' numbers are drawn: a later choice may well have the smaller key."""
    others = [open_book(book.path, tmp_path / name, clock=clock) for name in ("one", "two")]
    for here in (*others, book, *reversed(others)):
        for way, choose in (
            ("pickup_only", partial(collect, here, world.sarah, basket)),
            ("needs_delivery", partial(_ask, here, world, basket)),
            ("can_deliver", partial(_offer, here, world)),
        ):
            clock.advance(1)
            choose()
            assert order(book, basket).way == way
            assert cards(book, world.sarah, world.group)[0].way == way
            assert (my_offer(book, world.sarah, world.open) is not None) == (way == "can_deliver")
            assert (my_request(book, world.sarah, basket) is not None) == (way == "needs_delivery")
    for here in others:
        here.close()


# --- Words ------------------------------------------------------------------------------------------------------------


def test_wishes_and_the_note_stand_apart_from_the_journal(book: Book, world: World, basket: int) -> None:
    details = Details(**ADDRESS, phone=PHONE)
    ask_delivery(
        book, world.sarah, basket, consent=True, details=details, times="samedi après 17 h", note="3e étage\ncode 12A"
    )
    mine = my_request(book, world.sarah, basket)
    assert mine is not None
    assert (mine.times, mine.note) == ("samedi après 17 h", "3e étage\ncode 12A")
    wrongs: tuple[tuple[dict[str, str], type[Exception]], ...] = (
        ({"times": "x" * 81}, TextTooLong),
        ({"note": "\x07"}, TextRefused),
        ({"times": "deux\nlignes"}, TextRefused),
    )
    for wrong, refusal in wrongs:
        changes_nothing(book, refusal, partial(ask_delivery, book, world.sarah, basket, consent=True, **wrong))


def test_a_change_of_wishes_does_not_make_a_request_younger(
    book: Book, world: World, basket: int, clock: SetClock
) -> None:
    _ask(book, world, basket)
    asked_at = clock.at
    clock.advance(600)
    ask_delivery(book, world.sarah, basket, consent=True, times="dimanche")
    mine = my_request(book, world.sarah, basket)
    assert mine is not None
    assert (mine.asked_at, mine.times) == (asked_at, "dimanche")


def test_once_somebody_carries_it_a_change_or_a_withdrawal_owes_them_a_word_and_a_call(
    book: Book, neighbours: Neighbours
) -> None:
    sarah, basket, helper = neighbours.sarah, neighbours.basket, neighbours.helper
    take(book, helper, basket)
    for owed in (
        partial(ask_delivery, book, sarah, basket, consent=True, times="lundi"),
        partial(ask_delivery, book, sarah, basket, consent=True, times="lundi", word="  "),
        partial(collect, book, sarah, basket),
    ):
        changes_nothing(book, TextMissing, owed)
    ask_delivery(book, sarah, basket, consent=True, times="lundi", word="Je suis là lundi.")
    mine = my_request(book, sarah, basket)
    assert mine is not None
    assert mine.round is not None, "it is still carried"
    told = [(one.why, one.word) for one in calls(book, neighbours.volunteer, neighbours.group)]
    assert told == [("taken", ""), ("changed", "Je suis là lundi.")]
    collect(book, sarah, basket, word="Ma fille vient.")
    assert my_request(book, sarah, basket) is None
    called = [(one.why, one.name, one.word) for one in calls(book, neighbours.volunteer, neighbours.group)]
    assert called == [("taken", "Sarah VARDA", ""), ("withdrawn", "Hélène PORTE", "Ma fille vient.")]
    offer = my_offer(book, helper, neighbours.open)
    assert offer is not None
    assert (offer.taken_orders, offer.taken_grams) == (0, 0)


def test_who_carries_an_order_that_is_corrected_to_nothing_is_to_be_called(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    from db.corrections import correct, reduce
    from db.delivery_steps import assign, deliver

    at = neighbours
    small.order(book, world, at.sarah, (RICE, 500))

    def called() -> list[tuple[str, str]]:
        return [(one.why, one.name) for one in calls(book, at.volunteer, at.group) if one.member_id == at.helper]

    def set_to(product: int, quantity: int) -> None:
        correct(book, at.volunteer, at.basket, world.products[product], world.prices[product], quantity)

    assign(book, at.volunteer, at.basket, at.helper)
    set_to(APRICOTS, 0)
    assert called() == [("assigned", "Hélène PORTE")], "the rest is still to be brought"
    set_to(RICE, 0)
    assert called() == [("withdrawn", "Hélène PORTE")]
    offer = my_offer(book, at.helper, at.open)
    assert offer is not None
    assert offer.taken_orders == 0
    small.order(book, world, at.sarah, (RICE, 1_000))
    mine = my_request(book, at.sarah, at.basket)
    assert mine is not None
    assert mine.round is None, "who was told that there is nothing is not believed to come"
    take(book, at.helper, at.basket)
    deliver(book, at.helper, at.basket)
    before = called()
    reduce(book, at.volunteer, at.basket, [(world.products[RICE], world.prices[RICE], 0)])
    assert called() == before, "what was brought was brought"


def test_a_request_of_an_empty_order_is_refused(book: Book, world: World, basket: int) -> None:
    from db.corrections import correct

    correct(book, world.volunteer, basket, world.products[APRICOTS], 610, 0)
    changes_nothing(book, RequestGone, lambda: _ask(book, world, basket))


# --- Offers -----------------------------------------------------------------------------------------------------------


def test_an_offer_says_how_many_orders_and_kilos_how_and_when(book: Book, world: World, basket: int) -> None:
    _offer(book, world, orders=3, grams=15_500, transport="car", when="dimanche matin")
    offer = my_offer(book, world.sarah, world.open)
    assert offer is not None
    assert offer[1:] == (3, 15_500, "car", "dimanche matin", 0, 0)
    _offer(book, world, orders=1)
    offer = my_offer(book, world.sarah, world.open)
    assert offer is not None
    assert (offer.orders, offer.when) == (1, ""), "the latest holds"


@pytest.mark.parametrize(
    "absurd",
    [{"orders": 0}, {"orders": MOST_ORDERS + 1}, {"grams": LEAST_GRAMS - 1}, {"grams": MOST_GRAMS + 1}, {"orders": -1}],
)
def test_an_absurd_offer_is_refused(book: Book, world: World, basket: int, absurd: dict[str, int]) -> None:
    changes_nothing(book, CapacityInvalid, lambda: _offer(book, world, **absurd))


def test_one_who_ordered_nothing_can_still_carry(book: Book, world: World) -> None:
    helper = world.others[0]
    _offer(book, world, helper)
    assert my_offer(book, helper, world.open) is not None
    stop_offering(book, helper, world.open, helper)
    assert my_offer(book, helper, world.open) is None
    changes_nothing(book, Unknown, lambda: stop_offering(book, helper, 7, helper))


def test_nobody_stops_carrying_by_the_way(book: Book, world: World, neighbours: Neighbours) -> None:
    """Somebody waits for it: it is released first, with a word."""
    helper = neighbours.helper
    take(book, helper, neighbours.basket)
    take(book, helper, another_request(book, world, world.others[0]))
    changes_nothing(book, StillCarrying, lambda: stop_offering(book, helper, neighbours.open, helper))
    changes_nothing(book, StillCarrying, lambda: offers(book, neighbours.open, helper, grams=749))
    changes_nothing(book, StillCarrying, lambda: offers(book, neighbours.open, helper, orders=1))
    offers(book, neighbours.open, helper, orders=2, grams=750)


def test_nothing_is_arranged_once_the_days_of_the_group_are_past(
    book: Book, neighbours: Neighbours, clock: SetClock
) -> None:
    clock.at = neighbours.ends_at + 7 * DAY
    for late in (
        partial(collect, book, neighbours.sarah, neighbours.basket),
        partial(ask_delivery, book, neighbours.sarah, neighbours.basket, consent=True),
        partial(offers, book, neighbours.open, neighbours.helper),
    ):
        changes_nothing(book, DeliveryOver, late)
