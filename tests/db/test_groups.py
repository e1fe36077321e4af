from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db import access, accounts, catalogue, distributions, groups
from db.accounts import NewMember
from db.clock import SetClock
from db.database import Book
from db.errors import (
    CellInvalid,
    NameTaken,
    NotAllowed,
    NotUnique,
    TextMissing,
    TextRefused,
    TextTooLong,
    Unknown,
)
from db.models import Product
from db.roles import is_set_up, role

NADIA = NewMember("Nadia", "Coord", email="coordination@example.org")
HOUR = 3600


@pytest.fixture
def group(book: Book) -> int:
    return groups.add(book, 0, "BELLEFONTAINE")


def coordinate(book: Book, group: int) -> int:
    person = accounts.sign_up(book, group, NADIA, "")
    accounts.set_role(book, 0, person.id, group, "coordinator")
    return person.id


def sell(book: Book, group: int, name: str, producer: str) -> int:
    with book.write() as write:
        return write.register(
            Product,
            group_id=group,
            reference=name[:5],
            name=name,
            category="Épicerie",
            producer=producer,
            unit="kg",
            base_price=610,
            vat=550,
            minimum=250,
            step=250,
            pack=5000,
            available=True,
            search=name,
        )


def test_setting_up_is_open_until_somebody_coordinates(book: Book) -> None:
    group = groups.add(book, 0, "3 COCUS")
    groups.add_place(book, 0, group, "Maison de quartier", "1 place X", "31000", "Toulouse")
    nadia = coordinate(book, group)
    assert is_set_up(book)
    for by in (0, 12345):
        with pytest.raises(NotAllowed):
            groups.add(book, by, "SOUPETARD")
        with pytest.raises(NotAllowed):
            groups.change(book, by, group, welcome="Bonjour")
        with pytest.raises(NotAllowed):
            groups.add_place(book, by, group, "Ailleurs", "", "", "")
        with pytest.raises(NotAllowed):
            groups.set_tariff(book, by, group, "B", -1000)
    other = groups.add(book, nadia, "SOUPETARD")
    assert role(book, nadia, other) == "coordinator"


def test_coordinating_one_group_gives_no_rights_in_another(book: Book, group: int) -> None:
    nadia = coordinate(book, group)
    other = groups.add(book, nadia, "SOUPETARD")
    sarah = accounts.sign_up(book, other, NewMember("Sarah", "Varda", email="s@example.org"), "")
    accounts.set_role(book, nadia, sarah.id, other, "coordinator")
    with pytest.raises(NotAllowed):
        groups.change(book, sarah.id, group, name="À MOI")


def test_a_book_is_set_up_in_one_go_or_not_at_all(book: Book) -> None:
    place = ("Centre social", "1 place X", "31000", "Toulouse")
    with pytest.raises(TextMissing):
        groups.set_up(book, "BELLEFONTAINE", " ", *place[1:], NADIA, "hash")
    assert groups.groups(book) == ()
    code = groups.set_up(book, "BELLEFONTAINE", *place, NADIA, "hash", address_required=True)
    [group] = groups.groups(book)
    assert group.address_required
    nadia = accounts.find_member(book, "coordination@example.org")
    assert role(book, nadia.id, group.id) == "coordinator"
    assert access.verify(access.look_up(book, nadia.email), code).how == "recovery"
    with pytest.raises(NotAllowed):
        groups.set_up(book, "ENCORE", *place, NADIA._replace(email="x@example.org"), "hash")


def test_two_groups_never_have_the_same_name_by_eye(book: Book, group: int) -> None:
    with pytest.raises(NameTaken):
        groups.add(book, 0, "Bellefontaine ")
    other = groups.add(book, 0, "SOUPETARD")
    with pytest.raises(NameTaken):
        groups.change(book, 0, other, name="bellefontàine")
    assert groups.change(book, 0, group, name="Bellefontaine").name == "Bellefontaine"


def test_rules_change_and_only_what_changed_is_kept_in_the_history(book: Book, group: int) -> None:
    changed = groups.change(
        book, 0, group, welcome="Bienvenue !\nÀ mardi.", contact="coordination@example.org", pending_grace=5
    )
    assert (changed.welcome, changed.pending_grace) == ("Bienvenue !\nÀ mardi.", 5)
    before = book.db.execute_sql("SELECT COUNT(*) FROM revision").fetchall()
    groups.change(book, 0, group, pending_grace=5, name="BELLEFONTAINE")
    assert book.db.execute_sql("SELECT COUNT(*) FROM revision").fetchall() == before


@pytest.mark.parametrize(
    ("rules", "refusal"),
    [
        ({"name": ""}, TextMissing),
        ({"name": "x" * 81}, TextTooLong),
        ({"welcome": "a\x1b[2J"}, TextRefused),
        ({"tolerance": 101}, CellInvalid),
        ({"contact_days": -1}, CellInvalid),
        ({"default_tariff": "B"}, Unknown),
        ({"default_tariff": "AB"}, CellInvalid),
    ],
)
def test_rules_out_of_bounds_are_refused(
    book: Book, group: int, rules: dict[str, Any], refusal: type[Exception]
) -> None:
    before = groups.group(book, group)
    with pytest.raises(refusal):
        groups.change(book, 0, group, **rules)
    assert groups.group(book, group) == before


def test_groups_are_found_by_name_or_id(book: Book, group: int) -> None:
    assert groups.find(book, "bellefontaine").id == group
    assert groups.find(book, str(group)).name == "BELLEFONTAINE"
    with pytest.raises(Unknown):
        groups.find(book, "SOUPETARD")


def test_the_only_place_of_a_group_needs_no_name(book: Book, group: int) -> None:
    with pytest.raises(Unknown):
        groups.find_place(book, group)
    first = groups.add_place(book, 0, group, "Centre social", "1 place X", "31100", "Toulouse")
    assert groups.find_place(book, group).id == first
    with pytest.raises(NameTaken):
        groups.add_place(book, 0, group, "centre SOCIAL", "", "", "")
    groups.add_place(book, 0, group, "Maison de quartier", "", "", "", "Europe/Berlin")
    with pytest.raises(NotUnique):
        groups.find_place(book, group)
    assert groups.find_place(book, group, "maison de quartier").timezone == "Europe/Berlin"
    groups.change_place(book, 0, first, city="Toulouse", address="2 place X")
    assert groups.places(book, group)[0].address == "2 place X"


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "", "../../etc/passwd", "Europe"])
def test_a_time_zone_that_nobody_knows_is_refused(book: Book, group: int, zone: str) -> None:
    with pytest.raises(Unknown):
        groups.add_place(book, 0, group, "Centre social", "", "", "", zone)


def test_tariffs_are_letters_with_a_percentage(book: Book, group: int) -> None:
    groups.set_tariff(book, 0, group, "b", -1000)
    groups.set_tariff(book, 0, group, "B", -1500)
    assert [tuple(one) for one in groups.tariffs(book, group)] == [("A", 0), ("B", -1500)]
    for letter, points in (("", 0), ("é", 0), ("C", 10_001), ("C", -10_001)):
        with pytest.raises(CellInvalid):
            groups.set_tariff(book, 0, group, letter, points)


def test_cards_say_place_producers_membership_and_what_is_open(book: Book, group: int, clock: SetClock) -> None:
    place = groups.add_place(book, 0, group, "Centre social", "1 place X", "31100", "Toulouse")
    later = groups.add_place(book, 0, group, "Maison de quartier", "", "31200", "Muret")
    other = groups.add(book, 0, "3 COCUS")
    for name, producer in (("Riz", "Rizerie"), ("Abricots bruns secs", "Vergers"), ("Riz rond", "Rizerie")):
        sell(book, group, name, producer)
    sarah = accounts.sign_up(book, other, NewMember("Sarah", "Varda", email="s@example.org"), "")
    first, second = groups.group_cards(book, sarah.id)
    assert (first.name, first.member, first.place, first.open_until) == ("3 COCUS", True, "", None)
    assert (second.member, second.place, second.producers) == (False, "Centre social", ("Rizerie", "Vergers"))
    now = clock.now()
    for where, closes in ((place, now + 5 * HOUR), (later, now + 2 * HOUR)):
        distributions.add(book, 0, group, where, now + 9 * HOUR, now + 10 * HOUR, now - HOUR, closes)
    card = groups.group_cards(book)[1]
    assert (card.place, card.city, card.open_until) == ("Maison de quartier", "Muret", now + 2 * HOUR)
    assert not groups.group_cards(book)[0].member


def test_cards_ask_a_fixed_number_of_queries(
    book: Book, group: int, queries: Callable[[Callable[[], Any]], int]
) -> None:
    few = queries(lambda: groups.group_cards(book, 1))
    for number in range(10):
        other = groups.add(book, 0, f"GROUPE {number}")
        sell(book, other, "Riz", f"Rizerie {number}")
        groups.add_place(book, 0, other, "Centre social", "", "", "")
    assert queries(lambda: groups.group_cards(book, 1)) == few == 5


def test_a_counted_product_has_a_stock_and_raising_it_keeps_what_is_ordered(
    book: Book, group: int, clock: SetClock
) -> None:
    nadia = coordinate(book, group)
    place = groups.add_place(book, nadia, group, "Centre social", "", "", "")
    now = clock.now()
    distribution = distributions.add(book, nadia, group, place, now + 9 * HOUR, now + 10 * HOUR, now - HOUR, now + HOUR)
    rice = sell(book, group, "Riz", "Rizerie")
    catalogue.set_offer(book, nadia, distribution, rice, 5000)
    catalogue.set_offer(book, nadia, distribution, rice, 7500)
    assert book.db.execute_sql("SELECT remaining FROM stock").fetchall() == [(7500,)]
    with pytest.raises(CellInvalid):
        catalogue.set_offer(book, nadia, distribution, rice, -1)
    with pytest.raises(Unknown):
        catalogue.set_offer(book, nadia, distribution, 12345, 1)
    with pytest.raises(NotAllowed):
        catalogue.set_offer(book, 0, distribution, rice, 1)


def test_prices_have_a_history(book: Book, group: int, clock: SetClock) -> None:
    rice = sell(book, group, "Riz", "Rizerie")
    assert catalogue.find(book, group, "riz").id == rice
    first = clock.now()
    clock.advance(HOUR)
    with book.write() as write:
        write.revise(Product, rice, base_price=640)
    with book.write() as write:
        write.revise(Product, rice, name="Riz rond")
    assert [tuple(one) for one in catalogue.price_history(book, rice)] == [(610, first, 0), (640, first + HOUR, 0)]
