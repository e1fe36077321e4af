"""The demo book holds what its makers promise to those who try it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import (
    access,
    accounts,
    catalogue,
    day,
    desk_orders,
    distributions,
    groups,
    ledger,
    leftovers,
    orders,
    shop,
    slots,
    till,
)
from db.calls import calls
from db.clock import SetClock
from db.contacts import views
from db.database import Book
from db.delivery_lists import board_of, helpers
from db.errors import BookExists, Unknown
from db.opening import open_book
from db.values.orders import Distribution
from db.values.people import Person
from db.values.secret import check_secret
from i18n import formats
from tests.conftest import NOW
from tui import demo

DAY = 86_400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo")
    demo.make(made / "demo.db", made / "home", SetClock(NOW))
    return made


@pytest.fixture
def book(folder: Path, tmp_path: Path) -> Iterator[Book]:
    shutil.copytree(folder, tmp_path / "copy")
    book = open_book(tmp_path / "copy" / "demo.db", tmp_path / "copy" / "home", clock=SetClock(NOW))
    yield book
    book.close()


def of_bellefontaine(book: Book) -> dict[str, Distribution]:
    group = groups.find(book, "BELLEFONTAINE").id
    return {one.state(NOW): one for one in distributions.distributions(book, group)}


def people(book: Book) -> list[Person]:
    return [accounts.find_member(book, str(number)) for number in range(1, 61)]


def sarah(book: Book) -> Person:
    return accounts.find_member(book, "sarah.varda@example.org")


def test_the_groups_are_those_of_the_tutorial(book: Book) -> None:
    assert [one.name for one in groups.groups(book)] == ["3 COCUS", "BELLEFONTAINE", "SOUPETARD"]
    assert all(one.welcome and one.contact for one in groups.groups(book))


def test_every_group_sells_the_113_products(book: Book) -> None:
    for group in groups.groups(book):
        products = catalogue.products(book, group.id)
        assert len(products) == 113
        assert {one.unit for one in products} == {"kg", "L", "piece"}
        assert 0 < sum(not one.available for one in products) < 10


def test_sixty_invented_people_some_without_email_some_households(book: Book) -> None:
    everybody = people(book)
    with pytest.raises(Unknown):
        accounts.find_member(book, "61")
    assert 3 <= sum(not one.email for one in everybody) <= 12
    assert 3 <= sum(bool(one.first_name2) for one in everybody) <= 15
    assert all(one.email.endswith("@example.org") for one in everybody if one.email)
    assert all(one.phone.startswith("063998") for one in everybody if one.phone)
    assert len({one.name for one in everybody}) == 60
    tariffs = [own.tariff for one in everybody for own in accounts.memberships(book, one.id)]
    assert {"A", "B", "C"} == set(tariffs)
    assert tariffs.count("A") > 50


def test_a_tariff_that_ran_out_is_the_default_again(book: Book) -> None:
    joaquim = next(one for one in people(book) if one.name == "Joaquim FERREIRA")
    assert [own.tariff for own in accounts.memberships(book, joaquim.id)] == ["A"]


def test_four_distributions_stand_around_today(book: Book) -> None:
    found = of_bellefontaine(book)
    assert set(found) == {"past", "closed", "open", "upcoming"}
    assert formats.from_now(found["open"].closes_at, NOW, "Europe/Paris") == "dans 3 jours"
    assert formats.from_now(found["closed"].starts_at, NOW, "Europe/Paris") == "dans 1 jour"
    assert formats.day(NOW, "Europe/Paris") == "mercredi 2 décembre 2026"
    assert formats.day(found["past"].starts_at, "Europe/Paris") == "dimanche 1 novembre 2026"
    for name in ("3 COCUS", "SOUPETARD"):
        found = distributions.distributions(book, groups.find(book, name).id)
        assert [one.state(NOW) for one in found if one.starts_at > NOW] == ["open"]


def test_the_closed_one_has_thirty_to_forty_orders_of_five_to_fifteen_lines(book: Book) -> None:
    found = orders.all_orders(book, of_bellefontaine(book)["closed"].id)
    others = [one for one in found if one.name != "Sarah VARDA"]
    assert 30 <= len(others) <= 40
    assert all(5 <= len(one.order.lines) <= 15 for one in others)
    assert {one.order.way for one in others} == {"needs_delivery", "can_deliver", "pickup_only"}
    assert sorted(request.outcome for one in others for request in one.order.requests) == ["", "", "done", "refused"]


def test_last_months_has_as_many_and_all_are_paid(book: Book) -> None:
    found = orders.all_orders(book, of_bellefontaine(book)["past"].id)
    assert 30 <= len(found) <= 40
    assert all(one.order.paid for one in found)


def test_nothing_was_ordered_before_its_time(book: Book) -> None:
    for one in distributions.distributions(book):
        for found in orders.all_orders(book, one.id):
            assert one.opens_at <= found.order.recorded_at < min(one.closes_at, NOW)


def test_sarah_varda_owes_exactly_one_euro_fifty_three(book: Book) -> None:
    person, group = sarah(book), groups.find(book, "BELLEFONTAINE")
    [own] = [one for one in orders.my_orders(book, person.id, group.id) if one.distribution.state(NOW) == "closed"]
    [line] = own.lines
    assert (line.name, line.quantity, line.price, line.amount) == ("Abricots bruns secs", 250, 610, 153)
    assert (own.total, own.paid) == (153, False)
    assert ledger.balance(book, person.id, group.id) == -153
    assert formats.money(own.total) == "1,53\N{NO-BREAK SPACE}€"


def test_dates_are_counted_and_nearly_gone(book: Book) -> None:
    cards = shop.cards(book, of_bellefontaine(book)["open"].id, sarah(book).id)
    assert [(one.name, one.stock) for one in cards if one.stock is not None] == [("Dattes Deglet Nour", 1_500)]


@pytest.mark.parametrize(("name", "role"), [*zip(demo.ACCOUNTS, ("member", "volunteer", "coordinator"), strict=True)])
def test_the_accounts_to_try_open_with_their_code(book: Book, name: str, role: str) -> None:
    assert check_secret(demo.CODE) == demo.CODE
    person = access.sign_in(book, name, demo.CODE)
    roles = {own.group: own.role for own in accounts.memberships(book, person.id)}
    assert roles["BELLEFONTAINE"] == role
    assert set(roles.values()) == {role}


def test_nobody_is_told_about_an_order_they_never_made(book: Book) -> None:
    from db import ordering

    assert all(ordering.unseen(book, one.id) is None for one in people(book))


def test_the_book_is_sound_and_says_that_it_is_a_demo(book: Book, folder: Path) -> None:
    assert book.demo
    assert book.check() is None
    assert book.clock_doubt() is None
    assert sorted(path.name for path in folder.iterdir()) == ["demo.db", "home"]
    assert (folder / "demo.db").stat().st_mode & 0o777 == 0o600


def test_it_is_over_once_its_open_distribution_has_closed(book: Book) -> None:
    assert not demo.is_over(book)
    for days, over in ((2, False), (3, True), (30, True)):
        book.clock = SetClock(NOW + days * DAY + 4 * 3600)
        assert demo.is_over(book) is over


def test_it_never_replaces_a_book(folder: Path, tmp_path: Path) -> None:
    before = (folder / "demo.db").read_bytes()
    with pytest.raises(BookExists):
        demo.make(folder / "demo.db", tmp_path, SetClock(NOW))
    assert (folder / "demo.db").read_bytes() == before


def test_the_same_day_makes_the_same_book_in_three_seconds_at_most(folder: Path, book: Book, tmp_path: Path) -> None:
    before = time.process_time()
    demo.make(tmp_path / "again.db", tmp_path / "home", SetClock(NOW))
    assert time.process_time() - before < 3
    again = open_book(tmp_path / "again.db", tmp_path / "home", clock=SetClock(NOW))
    everything = [
        [
            (found.name, found.order.basket, found.order.total, found.order.recorded_at)
            for one in distributions.distributions(made)
            for found in orders.all_orders(made, one.id)
        ]
        for made in (book, again)
    ]
    again.close()
    assert everything[0] == everything[1]


def test_3_cocus_hand_out_today_and_are_in_the_middle_of_it(book: Book) -> None:
    [today, _open] = distributions.distributions(book, groups.find(book, "3 COCUS").id)
    coordinator = accounts.find_member(book, "coordination@example.org").id
    assert today.starts_at <= NOW < today.ends_at
    came = day.progress(day.visitors(book, coordinator, today.id))
    assert came.all == 30
    assert min(came[:4]) >= 1, "some of each: served, in part, present, to come"
    board = leftovers.board(book, coordinator, today.id)
    assert sum(one.left < 0 for one in board) == 2
    assert sum(one.received is None for one in board) < len(board) // 3
    found = till.till(book, coordinator, today.id)
    assert (found.state, found.float_) == ("open", 5_000)
    assert found.taken["cash"] > 0


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_it_can_be_made_at_any_hour_of_any_day(tmp_path: Path, hour: int) -> None:
    # Around the end of summer time, when a day has 25 hours.
    clock = SetClock(1792800000 + hour * (DAY + 3600))
    demo.make(tmp_path / "demo.db", tmp_path / "home", clock)
    book = open_book(tmp_path / "demo.db", tmp_path / "home", clock=clock)
    states = {one.state(clock.now()) for one in distributions.distributions(book)}
    book.close()
    assert states == {"past", "closed", "open", "upcoming"}


def test_the_closed_one_has_requests_offers_and_one_delivery_that_is_agreed(book: Book) -> None:
    found = of_bellefontaine(book)["closed"]
    team = accounts.find_member(book, "benevole@example.org").id
    lines = board_of(book, team, found.id)
    assert sorted({line.state for line in lines}) == ["agreed", "open", "taken"]
    assert [line.state for line in lines].count("agreed") == 1
    assert sum(line.state == "open" for line in lines) >= 3
    assert len({line.times for line in lines}) > 2
    agreed = next(line for line in lines if line.state == "agreed")
    assert agreed.round is not None
    assert agreed.round.agreement is not None
    assert formats.time_of_day(agreed.round.agreement.meet_at or 0, "Europe/Paris") == "17:30"
    assert len(helpers(book, team, found.id)) >= 3
    called = [one.made_at is not None for one in calls(book, team, found.group_id)]
    assert sorted(called) == [False, True], "one of the two was told"
    assert len(views(book, team, found.group_id)) == 2


def test_time_slots_are_given_in_the_closed_one_and_wished_in_3_cocus(book: Book) -> None:
    closed = of_bellefontaine(book)["closed"]
    given = slots.board(book, closed.id)
    assert len(given) > 20
    assert all(visit.start is not None for visit in given)
    assert slots.slots_of_member(book, sarah(book).id, closed.group_id)[closed.id].start is not None
    [_today, cocus] = distributions.distributions(book, groups.find(book, "3 COCUS").id)
    assert sum(slot.wished for slot in slots.fullness(book, cocus.id)) >= 3
    assert all(slot.places == 3 for slot in slots.fullness(book, cocus.id))
    assert all(visit.start is None for visit in slots.board(book, cocus.id))


def test_the_order_desk_has_something_to_do(book: Book) -> None:
    here = accounts.find_member(book, "benevole@example.org").id, groups.find(book, "BELLEFONTAINE").id
    assert len(desk_orders.unfinished(book, *here)) == 2
    assert len(desk_orders.to_answer(book, *here)) == 2
    simone = accounts.find_member(book, "simone.gaillac@example.org")
    code = access.give_code(book, here[0], simone.id)  # she has no secret yet
    assert access.sign_in(book, simone.number, code).id == simone.id
