from __future__ import annotations

import time
from typing import Any

import pytest

from db import access, accounts, groups, opening
from db.access import Attempt, Proof
from db.accounts import NewMember
from db.clock import SetClock
from db.database import Book
from db.errors import BookDamaged, ClockInDoubt, NotAllowed, SignInRefused, Unknown
from db.values.people import Person

EMAIL = "sarah.varda@example.org"
SECRET = "482913"


@pytest.fixture(scope="module")
def secret_hash() -> str:
    return access.hash_secret(SECRET)


@pytest.fixture
def group(book: Book) -> int:
    return groups.add(book, 0, "BELLEFONTAINE")


@pytest.fixture
def sarah(book: Book, group: int, secret_hash: str) -> Person:
    return accounts.sign_up(book, group, NewMember("Sarah", "Varda", email=EMAIL, phone="0639981234"), secret_hash)


@pytest.fixture
def coordinator(book: Book, group: int, sarah: Person) -> Person:
    person = accounts.sign_up(book, group, NewMember("Nadia", "Coord", email="coordination@example.org"), "")
    accounts.set_role(book, 0, person.id, group, "coordinator")
    return person


@pytest.fixture
def volunteer(book: Book, group: int, coordinator: Person) -> Person:
    person = accounts.sign_up(book, group, NewMember("Ana", "Benevole", email="benevole@example.org"), "")
    accounts.set_role(book, coordinator.id, person.id, group, "volunteer")
    return person


def fail(book: Book, typed: str = EMAIL) -> int:
    with pytest.raises(SignInRefused) as refused:
        access.settle(book, access.look_up(book, typed), Proof())
    return refused.value.wait


@pytest.mark.parametrize("typed", [EMAIL, " Sarah.VARDA@example.org ", "06 39 98 12 34", "+33639981234", "1", "&"])
def test_one_signs_in_by_email_phone_or_number(book: Book, sarah: Person, typed: str) -> None:
    assert access.sign_in(book, typed, SECRET) == sarah


def test_a_secret_typed_without_shift_on_azerty_is_its_digits(book: Book, sarah: Person) -> None:
    assert access.sign_in(book, EMAIL, "'_éç&\"") == sarah


@pytest.mark.parametrize(
    ("typed", "secret"), [(EMAIL, "482914"), (EMAIL, ""), ("nobody@example.org", SECRET), ("", "")]
)
def test_unknown_name_and_wrong_secret_are_refused_alike(book: Book, sarah: Person, typed: str, secret: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        access.sign_in(book, typed, secret)
    assert vars(refused.value) == {"wait": 0}


def test_somebody_imported_without_secret_is_not_let_in_by_an_empty_one(book: Book, group: int) -> None:
    accounts.sign_up(book, group, NewMember("Ida", "Import", email="ida@example.org"), "")
    with pytest.raises(SignInRefused):
        access.sign_in(book, "ida@example.org", "")


def test_every_failure_costs_the_same_hashes(
    book: Book, sarah: Person, volunteer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.change_secret(book, volunteer.id, volunteer.id, access.hash_secret("une phrase longue", strong=True))
    costs: list[list[str]] = []
    fits = access._fits

    def counted(known: str, plain: str) -> bool:
        costs[-1].append(known.split("$")[3])
        return fits(known, plain)

    monkeypatch.setattr(access, "_fits", counted)
    for secret in ("wrong secret", "111222"):
        costs.clear()
        for typed in (EMAIL, "benevole@example.org", "coordination@example.org", "nobody@example.org"):
            costs.append([])
            assert access.verify(access.look_up(book, typed), secret).how == ""
        assert all(sorted(cost) == sorted(costs[0]) for cost in costs)


def test_after_three_failures_one_waits_longer_each_time_and_never_for_ever(
    book: Book, sarah: Person, clock: SetClock
) -> None:
    waits = []
    for _ in range(14):
        waits.append(fail(book))
        clock.advance(waits[-1])
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert access.sign_in(book, EMAIL, SECRET) == sarah
    assert fail(book) == 0


def test_who_must_wait_is_refused_even_with_the_right_secret_and_waits_no_longer_for_trying(
    book: Book, sarah: Person, clock: SetClock
) -> None:
    for _ in range(5):
        clock.advance(fail(book))
    fail(book)
    clock.advance(3)
    for _ in range(3):
        with pytest.raises(SignInRefused) as refused:
            access.sign_in(book, EMAIL, SECRET)
        assert refused.value.wait == 5
    clock.advance(5)
    assert access.sign_in(book, EMAIL, SECRET) == sarah


def test_a_clock_that_was_set_back_locks_nobody_out_and_who_confirms_the_hour_gets_in(
    book: Book, sarah: Person, clock: SetClock
) -> None:
    for _ in range(5):
        fail(book)
        clock.advance(10)
    fail(book)
    clock.advance(-86_400)
    assert access.look_up(book, EMAIL).wait == 0
    book.stopped = ClockInDoubt(now=clock.at, last=clock.at + 86_400)
    assert access.sign_in(book, EMAIL, SECRET).id == sarah.id


def test_unknown_names_wait_as_known_ones_do(book: Book, sarah: Person) -> None:
    assert [fail(book, "nobody@example.org") for _ in range(3)] == [0, 0, 1]
    assert access.look_up(book, "NOBODY@example.org ").wait == 1


def test_the_delay_survives_a_restart_and_the_typed_name_is_not_kept(
    book: Book, sarah: Person, home: Any, clock: SetClock
) -> None:
    for _ in range(4):
        clock.advance(fail(book, "06 39 98 12 34"))
    fail(book, "0639981234")
    book.close()
    again = opening.open_book(book.path, home, clock=clock)
    try:
        assert access.look_up(again, "+33 6 39 98 12 34").wait == 4
        [(key,)] = again.db.execute_sql("SELECT key FROM throttle").fetchall()
        assert "0639981234" not in key
    finally:
        again.close()


def test_failures_of_another_day_are_forgotten(book: Book, sarah: Person, clock: SetClock) -> None:
    for _ in range(6):
        fail(book)
    clock.advance(2 * 86_400)
    assert fail(book) == 0


def test_a_book_that_may_not_be_written_still_says_that_the_secret_is_wrong(book: Book, sarah: Person) -> None:
    book.stopped = BookDamaged(path="", detail="")
    assert fail(book) == 0
    assert access.sign_in(book, EMAIL, SECRET) == sarah


def test_a_code_lets_a_member_in_once_and_asks_for_a_new_secret(book: Book, sarah: Person, volunteer: Person) -> None:
    code = access.give_code(book, volunteer.id, sarah.id)
    assert len(code) == 6
    assert code.isdigit()
    attempt = access.look_up(book, EMAIL)
    proof = access.verify(attempt, code)
    assert (proof.how, proof.must_choose) == ("code", True)
    assert access.settle(book, attempt, proof) == sarah
    with pytest.raises(SignInRefused):
        access.settle(book, attempt, proof)
    with pytest.raises(SignInRefused):
        access.sign_in(book, EMAIL, code)
    assert not access.verify(access.look_up(book, EMAIL), SECRET).must_choose


def test_a_code_ends_after_ten_minutes_or_with_the_next_one(
    book: Book, sarah: Person, volunteer: Person, clock: SetClock
) -> None:
    first = access.give_code(book, volunteer.id, sarah.id)
    second = access.give_code(book, volunteer.id, sarah.id)
    if first != second:
        assert access.verify(access.look_up(book, EMAIL), first).how == ""
    assert access.verify(access.look_up(book, EMAIL), second).how == "code"
    clock.advance(600)
    assert access.verify(access.look_up(book, EMAIL), second).how == ""


def test_codes_are_journalled_without_the_code(book: Book, sarah: Person, volunteer: Person, clock: SetClock) -> None:
    code = access.give_code(book, volunteer.id, sarah.id)
    access.sign_in(book, EMAIL, code)
    given = book.db.execute_sql("SELECT member_id, until, at, by_id FROM code_given").fetchall()
    assert given == [(sarah.id, clock.now() + 600, clock.now(), volunteer.id)]
    assert book.db.execute_sql("SELECT by_id FROM code_used").fetchall() == [(sarah.id,)]
    assert book.db.execute_sql("SELECT * FROM code_secret").fetchall() == []


def test_nobody_lets_in_somebody_with_more_rights(
    book: Book, group: int, sarah: Person, volunteer: Person, coordinator: Person
) -> None:
    for by, whom in ((sarah, sarah), (sarah, volunteer), (volunteer, coordinator), (volunteer, volunteer)):
        with pytest.raises(NotAllowed):
            access.give_code(book, by.id, whom.id)
    access.give_code(book, coordinator.id, volunteer.id)
    with pytest.raises(Unknown):
        access.give_code(book, coordinator.id, 12345)


def test_a_volunteer_of_one_group_does_not_let_in_the_coordinator_of_another(
    book: Book, group: int, sarah: Person, volunteer: Person, coordinator: Person
) -> None:
    other = groups.add(book, coordinator.id, "SOUPETARD")
    accounts.set_role(book, coordinator.id, sarah.id, other, "coordinator")
    with pytest.raises(NotAllowed):
        access.give_code(book, volunteer.id, sarah.id)


def test_a_family_that_shares_a_phone_signs_in_each_with_their_own_secret(
    book: Book, group: int, sarah: Person
) -> None:
    karim = accounts.sign_up(book, group, NewMember("Karim", "Varda", phone="0639981234"), access.hash_secret("759301"))
    assert access.sign_in(book, "0639981234", SECRET) == sarah
    assert access.sign_in(book, "0639981234", "759301") == karim


def test_a_recovery_code_lets_in_and_asks_for_a_new_secret(book: Book) -> None:
    nadia = NewMember("Nadia", "Coord", email="coordination@example.org")
    code = groups.set_up(book, "BELLEFONTAINE", "Centre social", "", "", "", nadia, access.hash_secret("une phrase"))
    proof = access.verify(access.look_up(book, "coordination@example.org"), f" {code.lower().replace('-', ' ')}")
    assert (proof.how, proof.must_choose) == ("recovery", True)


def test_who_joins_the_team_gets_a_stronger_hash_at_the_next_sign_in(
    book: Book, group: int, sarah: Person, coordinator: Person
) -> None:
    accounts.set_role(book, coordinator.id, sarah.id, group, "volunteer")
    for expected in (True, False):
        proof = access.verify(access.look_up(book, EMAIL), SECRET)
        assert bool(proof.rehashed) is expected
        assert access.settle(book, access.look_up(book, EMAIL), proof) == sarah


def test_verifying_touches_no_book(book: Book, sarah: Person) -> None:
    attempt = access.look_up(book, EMAIL)
    book.close()
    assert access.verify(attempt, SECRET).member_id == sarah.id


def test_a_waiting_attempt_computes_nothing() -> None:
    started = time.process_time()
    assert access.verify(Attempt("", 30, 9, ()), SECRET) == Proof()
    assert time.process_time() - started < 0.02


def test_an_enormous_secret_is_only_wrong(book: Book, sarah: Person) -> None:
    with pytest.raises(SignInRefused):
        access.sign_in(book, EMAIL, "x" * 10_000_000)
