"""Who only looks has « Connexion » and « S'inscrire » one key away on every screen, and reads only what is true."""

from __future__ import annotations

import pytest

from db.accounts import person
from db.database import Book
from tests.db import world as worlds
from tests.db.world import World
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter

WAYS = {"Groups": ("f2",), "Distributions": ("f2", "enter"), "Shop": ("f2", "enter", "enter")}
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


async def at(somebody: AtTheCounter, page: str) -> None:
    await somebody.presses(*WAYS[page])
    assert somebody.page == page, somebody.text
    assert "F4 S'inscrire" in somebody.footer
    assert "F12 Connexion" in somebody.footer
    assert "Échap Retour" in somebody.footer
    assert len(somebody.footer) <= 78


@pytest.mark.parametrize("page", WAYS)
@pytest.mark.parametrize("size", SIZES)
async def test_signing_in_and_up_are_one_key_away(world: World, start: Start, page: str, size: tuple[int, int]) -> None:
    async with start(size=size) as somebody:
        await at(somebody, page)
        await somebody.presses("f12")
        assert somebody.page == "SignIn"
        await at(somebody, page)
        await somebody.presses("f4")
        assert somebody.page == "SignUp"
        # The group that was looked at is not asked again.
        assert somebody.reads("Comment vous appelez-vous ?"), somebody.text
        await somebody.presses("escape")
        assert somebody.page == page


@pytest.mark.parametrize("page", ["Distributions", "Shop"])
async def test_what_needs_an_account_names_the_keys_that_lead_to_one(world: World, start: Start, page: str) -> None:
    async with start() as somebody:
        await at(somebody, page)
        for key in ("f6", "f8") if page == "Distributions" else ("f6", "f8", "1", "+"):
            await somebody.presses(key)
            assert somebody.page == page
            assert "Échap" not in " ".join(somebody.lines[:-1]), somebody.text


async def test_the_box_beside_the_cards_names_both_keys(world: World, start: Start) -> None:
    async with start() as somebody:
        await at(somebody, "Distributions")
        assert somebody.reads("Pour commander")
        assert somebody.reads("F12 Connexion")
        assert somebody.reads("F4 S'inscrire")


async def test_a_member_keeps_their_own_keys(world: World, start: Start) -> None:
    async with start() as somebody:
        somebody.app.welcome(person(somebody.app.book, world.sarah), world.group)
        await somebody.settles()
        assert "F4 Mon compte" in somebody.footer
        assert "F12 Déconnexion" in somebody.footer
        await somebody.presses("f4")
        assert somebody.page == "Account"
        await somebody.presses("escape", "enter", "f4")
        assert somebody.page == "Account"
