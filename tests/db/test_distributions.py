"""When orders open and close, and what a member has in each distribution."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from db.baskets import put, validate
from db.clock import SetClock
from db.corrections import answer, ask
from db.database import Book
from db.delivery import Details, collect, offer_delivery
from db.distributions import add, cards, change, close_now, distribution, distributions, find, open_now
from db.errors import DatesOutOfOrder, NotAllowed, NotUnique, OrdersNotOpen, Unknown
from db.models import Group, Place
from db.ordering import basket_of, record
from db.values.delivery import MyDelivery
from tests.conftest import NOW
from tests.db import world as small
from tests.db.test_ordering import changes_nothing, everything
from tests.db.world import APRICOTS, DAY, HOUR, RICE, World, order

CLOSES, STARTS = NOW + 3 * DAY, NOW + 5 * DAY


# --- States -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (NOW - 5 * DAY - 1, "upcoming"),
        (NOW - 5 * DAY, "open"),
        (CLOSES - 1, "open"),
        (CLOSES, "closed"),
        (STARTS + 2 * HOUR - 1, "closed"),
        (STARTS + 2 * HOUR, "past"),
    ],
)
def test_orders_open_and_close_to_the_second(book: Book, world: World, at: int, state: str) -> None:
    assert distribution(book, world.open).state(at) == state


def test_a_card_changes_by_itself_when_the_minute_comes(book: Book, world: World, clock: SetClock) -> None:
    def states() -> list[str]:
        return [card.state for card in cards(book, world.sarah, world.group)]

    assert states() == ["open", "upcoming"]
    clock.at = CLOSES
    assert states() == ["closed", "upcoming"]
    clock.at = STARTS + 2 * HOUR
    assert states() == ["upcoming", "past"]
    clock.at = NOW + 20 * DAY
    assert states() == ["open", "past"]


def test_open_ones_come_first_then_closed_then_to_come_then_past_with_the_latest_first(
    book: Book, world: World
) -> None:
    with book.write() as write:
        for days in (-90, -60, -7, 40):
            small.distribution(write, world.group, world.place, NOW + days * DAY)
    found = [(card.state, (card.distribution.opens_at - NOW) // DAY) for card in cards(book, 0, world.group)]
    assert found == [("open", -7), ("open", -5), ("upcoming", 20), ("upcoming", 40), ("past", -60), ("past", -90)]


# --- What a card says -------------------------------------------------------------------------------------------------


def test_a_card_says_where_when_until_when_and_what_i_have_there(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    put(book, world.sarah, world.open, world.products[APRICOTS], 500, 610)
    card = cards(book, world.sarah, world.group)[0]
    one = card.distribution
    assert (one.group, one.place.name, one.place.address, one.place.city, one.place.timezone) == (
        "BELLEFONTAINE", "Centre social", "1 place du Marché", "Toulouse", "Europe/Paris",
    )  # fmt: skip
    assert (one.opens_at, one.closes_at, one.starts_at, one.ends_at) == (
        NOW - 5 * DAY, CLOSES, STARTS, STARTS + 2 * HOUR,
    )  # fmt: skip
    assert (card.basket, card.ordered, card.products, card.paid) == ("1", 326, 2, False)
    assert (card.draft, card.draft_products, card.draft_total) == ("draft", 1, 305)
    assert cards(book, world.others[0], world.group)[0][2:] == ("", 0, 0, "", 0, 0, "", "", False, None, MyDelivery())


def test_a_card_says_that_a_basket_is_pending(book: Book, world: World) -> None:
    put(book, world.sarah, world.open, world.products[APRICOTS], 500, 610)
    validate(book, world.sarah, world.open)
    card = cards(book, world.sarah, world.group)[0]
    assert (card.basket, card.draft, card.draft_total) == ("", "pending", 305)


def test_a_card_says_how_the_order_leaves_and_what_became_of_a_request(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    offer_delivery(
        book, world.sarah, world.open, world.sarah,
        consent=True, orders=1, grams=5_000, transport="foot", details=Details(phone="06 39 98 00 01"),
    )  # fmt: skip
    collect(book, world.sarah, basket)

    def said() -> tuple[str, str]:
        card = cards(book, world.sarah, world.group)[0]
        return card.way, card.correction

    assert said() == ("pickup_only", "")
    first = ask(book, world.sarah, basket, (world.products[APRICOTS],), "Trop")
    assert said() == ("pickup_only", "asked")
    answer(book, world.volunteer, first, "refused", "Trop tard")
    assert said() == ("pickup_only", "refused")
    ask(book, world.sarah, basket, (world.products[APRICOTS],), "Vraiment trop")
    assert said() == ("pickup_only", "asked")


def test_the_number_of_questions_to_the_book_does_not_grow_with_distributions_and_orders(
    book: Book, world: World, queries: Callable[[Callable[[], Any]], int]
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    with book.write() as write:
        for number in range(8):
            small.distribution(write, world.group, world.place, NOW - (30 + number) * DAY)
    few = queries(lambda: cards(book, world.sarah, world.group))
    assert len(cards(book, world.sarah, world.group)) == 10
    with book.write() as write:
        made = [small.distribution(write, world.group, world.place, NOW - 7 * DAY + number) for number in range(190)]
    with book.write():
        for one in made[:50]:
            order(book, world, world.sarah, (APRICOTS, 250), at=one)
    assert len(cards(book, world.sarah, world.group)) == 200
    assert queries(lambda: cards(book, world.sarah, world.group)) == few <= 9


# --- Finding ----------------------------------------------------------------------------------------------------------


def test_a_distribution_is_found_by_id_day_or_group_when_that_is_unique(
    book: Book, world: World, clock: SetClock
) -> None:
    for text in (str(world.open), f" {world.open} ", "2026-12-07", "07/12/2026"):
        assert find(book, text).id == world.open
    with pytest.raises(NotUnique) as twice:
        find(book, "bellefontaine")
    assert set(twice.value.choices) == {"2026-12-07", "2027-01-01"}
    for day in twice.value.choices:
        assert find(book, day).id in (world.open, world.next)
    with book.write() as write:
        again = small.distribution(write, world.group, world.place, NOW - 5 * DAY + HOUR)
    with pytest.raises(NotUnique) as same_day:
        find(book, "2026-12-07")
    assert set(same_day.value.choices) == {f"{one} (BELLEFONTAINE)" for one in (world.open, again)}
    for text in ("2026-12-08", "SOUPETARD", "7", ""):
        with pytest.raises(Unknown):
            find(book, text)
    with pytest.raises(Unknown):
        distribution(book, 7)


def test_a_day_is_the_day_at_the_place(book: Book, world: World) -> None:
    with book.write() as write:
        write.revise(Place, world.place, timezone="Pacific/Auckland")
        late = small.distribution(write, world.group, world.place, NOW + 40 * DAY + 10 * HOUR)
    local = distribution(book, late).starts_at + 13 * HOUR
    assert local // DAY == distribution(book, late).starts_at // DAY + 1
    assert find(book, "2027-01-22").id == late


# --- Adding and changing ----------------------------------------------------------------------------------------------


def _times(**changes: int) -> dict[str, int]:
    return {
        "opens_at": NOW, "closes_at": NOW + DAY, "starts_at": NOW + 2 * DAY, "ends_at": NOW + 2 * DAY + HOUR, **changes,
    }  # fmt: skip


def test_a_coordinator_adds_and_changes_distributions(book: Book, world: World) -> None:
    made = add(book, world.coordinator, world.group, world.place, **_times())
    assert distribution(book, made).closes_at == NOW + DAY
    assert change(book, world.coordinator, made, closes_at=NOW + 2 * DAY).closes_at == NOW + 2 * DAY
    rows = book.db.execute_sql("SELECT by_id FROM revision WHERE row_id = ?", (made,)).fetchall()
    assert rows == [(world.coordinator,)] * 2
    before = everything(book)
    assert change(book, world.coordinator, made) == distribution(book, made)
    assert everything(book) == before


@pytest.mark.parametrize(
    ("changes", "earlier", "later"),
    [
        ({"opens_at": NOW + DAY}, "opens", "closes"),
        ({"closes_at": NOW + 2 * DAY + 1}, "closes", "starts"),
        ({"ends_at": NOW + 2 * DAY}, "starts", "ends"),
    ],
)
def test_orders_open_before_they_close_and_close_before_the_distribution(
    book: Book, world: World, changes: dict[str, int], earlier: str, later: str
) -> None:
    made = add(book, world.coordinator, world.group, world.place, **_times())
    for work in (
        partial(add, book, world.coordinator, world.group, world.place, **_times(**changes)),
        partial(change, book, world.coordinator, made, **changes),
    ):
        refused = changes_nothing(book, DatesOutOfOrder, work)
        assert (refused.earlier, refused.later) == (earlier, later)


def test_only_a_coordinator_of_the_group_may(book: Book, world: World) -> None:
    for by in (world.sarah, world.volunteer, 0):
        for work in (
            partial(add, book, by, world.group, world.place, **_times()),
            partial(change, book, by, world.open, closes_at=NOW + 1),
            partial(open_now, book, by, world.next),
            partial(close_now, book, by, world.open),
        ):
            changes_nothing(book, NotAllowed, work)


def test_the_place_is_one_of_the_group(book: Book, world: World) -> None:
    with book.write() as write:
        other = write.register(Group, name="SOUPETARD", name_key="soupetard")
        elsewhere = write.register(
            Place, group_id=other, name="Ailleurs", address="", postcode="", city="", timezone="Europe/Paris"
        )
    for place in (elsewhere, 7):
        for work in (
            partial(add, book, world.coordinator, world.group, place, **_times()),
            partial(change, book, world.coordinator, world.open, place_id=place),
        ):
            assert changes_nothing(book, Unknown, work).kind == "place"


def test_only_what_a_distribution_has_can_be_changed(book: Book, world: World) -> None:
    with pytest.raises(TypeError):
        change(book, world.coordinator, world.open, group_id=7)
    assert (
        changes_nothing(book, Unknown, lambda: change(book, world.coordinator, 7, closes_at=0)).kind == "distribution"
    )


def test_orders_can_be_opened_now(book: Book, world: World) -> None:
    assert open_now(book, world.coordinator, world.next).state(NOW) == "open"
    before = everything(book)
    assert open_now(book, world.coordinator, world.open).opens_at == NOW - 5 * DAY  # they are
    assert everything(book) == before


def test_what_has_closed_is_opened_again_only_with_a_new_closing(book: Book, world: World, clock: SetClock) -> None:
    clock.at = CLOSES + 1
    changes_nothing(book, DatesOutOfOrder, lambda: open_now(book, world.coordinator, world.open))


def test_orders_can_be_closed_now_and_pending_baskets_keep_the_grace(book: Book, world: World, clock: SetClock) -> None:
    put(book, world.sarah, world.open, world.products[APRICOTS], 250, 610)
    recording = validate(book, world.sarah, world.open).recording
    clock.advance(60)
    assert close_now(book, world.coordinator, world.open).state(clock.at) == "closed"
    clock.advance(599)
    assert record(book, world.sarah, world.open, recording).basket == "1"


def test_closing_what_is_closed_does_not_begin_the_grace_again(book: Book, world: World, clock: SetClock) -> None:
    put(book, world.sarah, world.open, world.products[APRICOTS], 250, 610)
    recording = validate(book, world.sarah, world.open).recording
    clock.at = CLOSES + 600
    before = everything(book)
    assert close_now(book, world.coordinator, world.open).closes_at == CLOSES
    assert everything(book) == before
    changes_nothing(book, OrdersNotOpen, lambda: record(book, world.sarah, world.open, recording))


def test_what_has_not_opened_cannot_be_closed(book: Book, world: World) -> None:
    changes_nothing(book, DatesOutOfOrder, lambda: close_now(book, world.coordinator, world.next))


def test_all_distributions_of_a_group_or_of_the_book_come_earliest_first(book: Book, world: World) -> None:
    with book.write() as write:
        other = write.register(Group, name="SOUPETARD", name_key="soupetard")
        there = write.register(
            Place, group_id=other, name="Ailleurs", address="", postcode="", city="", timezone="Europe/Paris"
        )
        first = small.distribution(write, other, there, NOW - 20 * DAY)
    assert [one.id for one in distributions(book)] == [first, world.open, world.next]
    assert [one.id for one in distributions(book, world.group)] == [world.open, world.next]
