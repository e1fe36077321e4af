from __future__ import annotations

import pytest

from db import access, accounts, groups
from db.accounts import NewMember
from db.clock import SetClock
from db.database import Book
from db.errors import (
    AddressMissing,
    ContactMissing,
    EmailInvalid,
    EmailTaken,
    LastCoordinator,
    NotAllowed,
    NotUnique,
    PhoneInvalid,
    TextMissing,
    TextRefused,
    Unknown,
)
from db.opening import open_book
from db.roles import role
from db.values.people import Person

SARAH = NewMember("Sarah", "Varda", email="sarah.varda@example.org", phone="06 39 98 12 34")
HOME = {"address1": "3 rue des Lilas", "postcode": "31000", "city": "Toulouse"}


@pytest.fixture
def group(book: Book) -> int:
    return groups.add(book, 0, "BELLEFONTAINE")


@pytest.fixture
def coordinator(book: Book, group: int) -> Person:
    person = accounts.sign_up(book, group, NewMember("Nadia", "Coord", email="coordination@example.org"), "")
    accounts.set_role(book, 0, person.id, group, "coordinator")
    return person


def test_signing_up_makes_a_member_of_the_group_at_its_default_tariff(book: Book, group: int) -> None:
    person = accounts.sign_up(book, group, SARAH, "hash", "fr")
    assert person.name == "Sarah VARDA"
    assert person.phone == "0639981234"
    [membership] = accounts.memberships(book, person.id)
    assert (membership.group, membership.role, membership.tariff) == ("BELLEFONTAINE", "member", "A")
    assert membership.paid is False


def test_one_contact_is_enough_and_none_is_too_few(book: Book, group: int) -> None:
    assert accounts.sign_up(book, group, SARAH._replace(email=""), "").email == ""
    assert accounts.sign_up(book, group, SARAH._replace(phone="  "), "").phone == ""
    with pytest.raises(ContactMissing):
        accounts.sign_up(book, group, SARAH._replace(email="", phone=""), "")


def test_a_group_that_asks_for_an_address_gets_one(book: Book, group: int) -> None:
    groups.change(book, 0, group, address_required=True)
    with pytest.raises(AddressMissing):
        accounts.sign_up(book, group, SARAH._replace(city="Toulouse"), "")
    assert accounts.sign_up(book, group, SARAH._replace(**HOME), "").has_address


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"first_name": " "}, TextMissing),
        ({"last_name": "Var\x1bda"}, TextRefused),
        ({"email": "sarah"}, EmailInvalid),
        ({"phone": "06 39 98"}, PhoneInvalid),
    ],
)
def test_what_cannot_be_read_is_refused_and_nobody_is_added(
    book: Book, group: int, wrong: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        accounts.sign_up(book, group, SARAH._replace(**wrong), "")
    with pytest.raises(Unknown):
        accounts.find_member(book, "1")


def test_an_email_belongs_to_one_member_whatever_its_case(book: Book, group: int) -> None:
    accounts.sign_up(book, group, SARAH, "")
    with pytest.raises(EmailTaken):
        accounts.sign_up(book, group, SARAH._replace(email="Sarah.VARDA@Example.org"), "")


def test_members_are_numbered_in_turn_and_with_a_letter_on_a_second_laptop(
    book: Book, group: int, clock: SetClock
) -> None:
    numbers = [
        accounts.sign_up(book, group, NewMember(f"M{n}", "X", email=f"m{n}@example.org"), "").number for n in range(11)
    ]
    assert numbers == [str(n) for n in range(1, 12)]
    other = open_book(book.path, book.path.parent / "other", clock=clock)
    try:
        assert accounts.sign_up(other, group, SARAH, "").number == "B1"
        assert accounts.sign_up(other, group, SARAH._replace(email="x@example.org"), "").number == "B2"
    finally:
        other.close()
    assert accounts.sign_up(book, group, NewMember("Z", "Z", phone="0639980000"), "").number == "12"


def test_somebody_who_may_be_here_already_is_asked(book: Book, group: int) -> None:
    accounts.sign_up(book, group, SARAH, "")
    other = NewMember("Karim", "Salem", email="karim@example.org", phone="0639985555")
    assert accounts.look_alikes(book, other) == ""
    assert accounts.look_alikes(book, other._replace(email="SARAH.varda@example.org")) == "email"
    assert accounts.look_alikes(book, other._replace(phone="+33 6 39 98 12 34")) == "phone"
    assert accounts.look_alikes(book, other._replace(first_name="SÀRAH", last_name="vArda")) == "name"
    assert accounts.look_alikes(book, other._replace(first_name="Varda", last_name="Sarah")) == "name"
    assert accounts.look_alikes(book, other._replace(first_name2="Sarah", last_name2="Varda")) == "name"
    assert accounts.look_alikes(book, other._replace(phone="06", email="nonsense")) == ""


def test_members_are_found_by_number_email_phone_name_and_id(book: Book, group: int) -> None:
    sarah = accounts.sign_up(book, group, SARAH, "")
    for text in (sarah.number, str(sarah.id), "sarah.varda@example.org", "06.39.98.12.34", "sarah varda"):
        assert accounts.find_member(book, text) == sarah
    accounts.sign_up(book, group, SARAH._replace(email="other@example.org"), "")
    with pytest.raises(NotUnique) as refused:
        accounts.find_member(book, "Sarah Varda")
    assert refused.value.choices == ("1", "2")
    for text in ("", "99", "9" * 30, "personne"):
        with pytest.raises(Unknown):
            accounts.find_member(book, text)


def test_details_are_changed_by_oneself(book: Book, group: int) -> None:
    sarah = accounts.sign_up(book, group, SARAH, "")
    changed = accounts.change_details(book, sarah.id, sarah.id, email="new@example.org", language="de", **HOME)
    assert (changed.email, changed.language, changed.city) == ("new@example.org", "de", "Toulouse")
    assert accounts.find_member(book, "NEW@example.org").id == sarah.id
    renamed = accounts.change_details(book, sarah.id, sarah.id, last_name="Salem")
    assert accounts.find_member(book, "sarah salem") == renamed


def test_details_that_change_nothing_write_nothing(book: Book, group: int) -> None:
    sarah = accounts.sign_up(book, group, SARAH, "")
    before = book.data_version(), book.db.execute_sql("SELECT COUNT(*) FROM revision").fetchall()
    accounts.change_details(book, sarah.id, sarah.id, phone="06 39 98 12 34", last_name="Varda ")
    assert (book.data_version(), book.db.execute_sql("SELECT COUNT(*) FROM revision").fetchall()) == before


def test_the_last_contact_and_an_address_that_is_asked_for_stay(book: Book, group: int) -> None:
    groups.change(book, 0, group, address_required=True)
    sarah = accounts.sign_up(book, group, SARAH._replace(**HOME), "")
    with pytest.raises(ContactMissing):
        accounts.change_details(book, sarah.id, sarah.id, email="", phone="")
    with pytest.raises(AddressMissing):
        accounts.change_details(book, sarah.id, sarah.id, address1="")
    assert accounts.person(book, sarah.id) == sarah


def test_others_change_ones_details_only_if_they_look_after_the_group(
    book: Book, group: int, coordinator: Person
) -> None:
    sarah = accounts.sign_up(book, group, SARAH, "")
    karim = accounts.sign_up(book, group, NewMember("Karim", "Salem", email="karim@example.org"), "")
    with pytest.raises(NotAllowed):
        accounts.change_details(book, karim.id, sarah.id, city="Ailleurs")
    accounts.set_role(book, coordinator.id, karim.id, group, "volunteer")
    assert accounts.change_details(book, karim.id, sarah.id, city="Toulouse").city == "Toulouse"
    with pytest.raises(NotAllowed):
        accounts.change_details(book, karim.id, coordinator.id, city="Ailleurs")


def test_a_secret_is_changed_by_oneself_only_and_its_hash_never_enters_the_history(
    book: Book, group: int, coordinator: Person
) -> None:
    sarah = accounts.sign_up(book, group, SARAH, "first-hash")
    with pytest.raises(NotAllowed):
        accounts.change_secret(book, coordinator.id, sarah.id, "stolen")
    with pytest.raises(NotAllowed):
        accounts.change_secret(book, 0, sarah.id, "stolen")
    accounts.change_secret(book, sarah.id, sarah.id, "second-hash")
    states = book.db.execute_sql("SELECT state FROM revision").fetchall()
    assert not any("-hash" in state for (state,) in states)


def test_only_coordinators_give_roles_and_one_always_stays(book: Book, group: int, coordinator: Person) -> None:
    sarah = accounts.sign_up(book, group, SARAH, "")
    with pytest.raises(NotAllowed):
        accounts.set_role(book, sarah.id, sarah.id, group, "coordinator")
    with pytest.raises(NotAllowed):
        accounts.set_role(book, 0, sarah.id, group, "coordinator")
    with pytest.raises(LastCoordinator):
        accounts.set_role(book, coordinator.id, coordinator.id, group, "member")
    accounts.set_role(book, coordinator.id, sarah.id, group, "coordinator")
    accounts.set_role(book, sarah.id, coordinator.id, group, "volunteer")
    assert role(book, coordinator.id, group) == "volunteer"


def test_a_group_without_coordinator_is_set_up_by_one_of_another(book: Book, group: int) -> None:
    other = groups.add(book, 0, "SOUPETARD")
    coordinator = accounts.sign_up(book, group, NewMember("Nadia", "Coord", email="coordination@example.org"), "")
    accounts.set_role(book, 0, coordinator.id, group, "coordinator")
    sarah = accounts.sign_up(book, group, SARAH, "")
    accounts.set_role(book, coordinator.id, sarah.id, other, "coordinator")
    assert role(book, sarah.id, other) == "coordinator"


def test_a_tariff_holds_until_its_end_then_the_default_applies_again(
    book: Book, group: int, coordinator: Person, clock: SetClock
) -> None:
    sarah = accounts.sign_up(book, group, SARAH, "")
    groups.set_tariff(book, coordinator.id, group, "b", -1000)
    with pytest.raises(Unknown):
        accounts.set_tariff(book, coordinator.id, sarah.id, group, "C")
    accounts.set_tariff(book, coordinator.id, sarah.id, group, "B", clock.now() + 60)
    assert accounts.memberships(book, sarah.id)[0].tariff == "B"
    clock.advance(60)
    assert accounts.memberships(book, sarah.id)[0].tariff == "A"


def test_a_fee_is_paid_until_its_end(book: Book, group: int, coordinator: Person, clock: SetClock) -> None:
    accounts.set_paid(book, coordinator.id, coordinator.id, group, clock.now() + 60)
    assert accounts.memberships(book, coordinator.id)[0].paid
    clock.advance(61)
    assert not accounts.memberships(book, coordinator.id)[0].paid


def test_joining_twice_is_joining_once(book: Book, group: int) -> None:
    sarah = accounts.sign_up(book, group, SARAH, "")
    other = groups.add(book, 0, "3 COCUS")
    accounts.join(book, sarah.id, other)
    accounts.join(book, sarah.id, other)
    assert [one.group for one in accounts.memberships(book, sarah.id)] == ["3 COCUS", "BELLEFONTAINE"]
    with pytest.raises(Unknown):
        accounts.join(book, sarah.id, 12345)


def test_a_new_recovery_code_replaces_the_old_one(book: Book, group: int) -> None:
    sarah = accounts.sign_up(book, group, SARAH, "")
    code = access.new_recovery_code()
    accounts.change_recovery(book, sarah.id, sarah.id, access.hash_recovery(code))
    assert access.sign_in(book, "sarah.varda@example.org", code.lower().replace("-", " ")) == sarah


def test_somebody_without_any_contact_may_still_choose_a_language(book: Book) -> None:
    with book.write() as write:
        member = accounts.add_in(write, NewMember("Ines", "Roux"))
    assert accounts.change_details(book, member, member, language="de").language == "de"
