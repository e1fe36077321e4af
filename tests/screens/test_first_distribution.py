"""A new book: who coordinates reads how products and distributions come in; others are not sent to a terminal."""

from __future__ import annotations

import pytest

from db.database import Book
from db.groups import add, add_place
from tests.db import world as worlds
from tests.db.world import World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import member_at

COMMANDS = ("comptoir import catalogue --help", "comptoir distribution add --help")


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


@pytest.fixture
def empty(book: Book, world: World) -> int:
    """A group of the coordinator's, with nothing in it."""
    return add(book, world.coordinator, "SOUPETARD")


@pytest.mark.parametrize("words", ["fr", "en", "de"])
async def test_a_coordinator_without_a_distribution_reads_the_commands_and_the_manual(
    world: World, empty: int, start: Start, words: str
) -> None:
    async with member_at(start, world.coordinator, empty, words=words) as coline:
        for command in (*COMMANDS, "docs/manuel.md"):
            assert coline.says(command), coline.text
        assert coline.marks == 1
        assert max(map(len, coline.lines)) <= 80


async def test_a_member_is_not_sent_to_a_terminal(world: World, empty: int, start: Start) -> None:
    async with member_at(start, world.sarah, empty) as sarah:
        assert sarah.says("Aucune distribution à venir.")
        assert not sarah.says("terminal")


async def test_products_that_are_missing_are_said_with_the_command_that_brings_them(
    book: Book, world: World, empty: int, start: Start
) -> None:
    place = add_place(book, world.coordinator, empty, "Salle", "1 rue X", "31000", "Toulouse")
    with book.write() as write:
        worlds.distribution(write, empty, place, book.clock.now() - 3600)
    async with member_at(start, world.coordinator, empty) as coline:
        await coline.presses("enter")
        assert coline.page == "Shop"
        assert coline.says("Ce groupe n'a pas encore de produits. Dans un terminal : comptoir import catalogue --help")
        await coline.presses("escape", "f12")
    async with member_at(start, world.sarah, empty) as sarah:
        await sarah.presses("enter")
        assert sarah.says("Ce groupe n'a pas encore de produits."), sarah.text
        assert not sarah.says("terminal")
