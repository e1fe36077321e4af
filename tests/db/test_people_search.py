"""Finding a member of the group by letters or number, and telling homonyms apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.accounts import person
from db.database import Book, Write
from db.errors import NotAllowed
from db.membership import join
from db.models import Group, Member
from db.people_search import MOST, homonyms, search
from tests.db import world as small
from tests.db.world import World


@pytest.fixture
def people(book: Book, world: World) -> dict[str, int]:
    with book.write() as write:
        names = (("Hélène", "D'Argelliers"), ("Jean-Baptiste", "Combes"), ("Zoé", "O%Neil"), ("Sarah", "Varda"))
        return {last: small.member(write, world.group, first, last) for first, last in names}


def found(book: Book, world: World, typed: str) -> list[str]:
    return [one.name for one in search(book, world.volunteer, world.group, typed)]


def _another_group(write: Write) -> int:
    return write.register(Group, name="SOUPETARD", name_key="soupetard")


def test_letters_are_enough_without_accents_case_or_hyphens(book: Book, world: World, people: dict[str, int]) -> None:
    assert found(book, world, "helen") == ["Hélène D'ARGELLIERS"]
    assert found(book, world, "ARGELL") == ["Hélène D'ARGELLIERS"]
    assert found(book, world, "jean baptiste") == ["Jean-Baptiste COMBES"]
    assert found(book, world, "combes jean") == ["Jean-Baptiste COMBES"]
    assert found(book, world, "combes zoé") == []


def test_nothing_typed_finds_nobody(book: Book, world: World, people: dict[str, int]) -> None:
    assert found(book, world, "") == found(book, world, "  -' ") == []


def test_jokers_of_the_database_are_letters_like_others(book: Book, world: World, people: dict[str, int]) -> None:
    assert found(book, world, "%") == ["Zoé O%NEIL"]
    assert found(book, world, "o%n") == ["Zoé O%NEIL"]
    assert found(book, world, "z%é") == []
    assert found(book, world, "\\") == []


def test_the_second_person_of_a_household_is_found_too(book: Book, world: World, people: dict[str, int]) -> None:
    with book.write() as write:
        write.revise(Member, people["Combes"], first_name2="Léïla", last_name2="Bensaïd")
    [one] = search(book, world.volunteer, world.group, "bensaid lei")
    assert (one.name, one.second) == ("Jean-Baptiste COMBES", "Léïla BENSAÏD")


def test_a_member_number_comes_before_names(book: Book, world: World, people: dict[str, int]) -> None:
    number = person(book, people["Combes"]).number
    assert search(book, world.volunteer, world.group, number)[0].id == people["Combes"]


def test_only_the_group_is_searched_and_only_by_its_team(book: Book, world: World, people: dict[str, int]) -> None:
    with book.write() as write:
        small.member(write, _another_group(write), "Hélène", "Ailleurs")
    assert found(book, world, "ailleurs") == []
    with pytest.raises(NotAllowed):
        search(book, world.sarah, world.group, "sarah")


def test_at_most_twenty_in_one_query(book: Book, world: World, queries: Callable[[Callable[[], Any]], int]) -> None:
    with book.write() as write:
        for place in range(30):
            small.member(write, world.group, "Jeanne", f"Martin{place:02d}")
    assert len(search(book, world.volunteer, world.group, "martin")) == MOST
    assert queries(lambda: search(book, world.volunteer, world.group, "martin")) == 2  # who asks, and the members


def test_homonyms_have_their_numbers(book: Book, world: World, people: dict[str, int]) -> None:
    twins = homonyms(book, world.group)
    assert set(twins) == {world.sarah, people["Varda"]}
    assert twins[world.sarah] == person(book, world.sarah).number
    with book.write() as write:
        write.revise(Member, world.sarah, name_key="sara varda")
    assert homonyms(book, world.group) == {}


def test_somebody_of_the_same_name_in_another_group_is_no_homonym(book: Book, world: World) -> None:
    with book.write() as write:
        twin = small.member(write, _another_group(write), "Sarah", "Varda")
    assert homonyms(book, world.group) == {}
    join(book, twin, world.group)
    assert set(homonyms(book, world.group)) == {world.sarah, twin}
