"""On « Commandes », a key that is not shown does nothing behind one's back, and the mark comes back to its card."""

from __future__ import annotations

import pytest

from db.database import Book
from db.groups import change
from tests.db import world as worlds
from tests.db.world import World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import member_at


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


async def test_the_key_of_the_missing_address_says_so_where_none_is_missing(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("a")
        assert sarah.page == "Distributions"
        assert sarah.says("Votre adresse ne manque pas. F4 : mon compte"), sarah.text
        await sarah.types("abc")
        assert sarah.page == "Distributions"


async def test_the_missing_address_is_asked_in_its_field_and_the_mark_comes_back_to_the_card(
    book: Book, world: World, start: Start
) -> None:
    change(book, world.coordinator, world.group, address_required=True)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("right")
        assert sarah.says("> Vendredi 1 janvier")
        await sarah.presses("a")
        assert sarah.page == "Details"
        await sarah.types("3 rue des Lilas", "enter", "enter")
        await sarah.types("31100", "enter")
        await sarah.types("Toulouse")
        # The world's people have neither e-mail nor phone.
        sarah.app.screen.query_one("#phone").focus()
        await sarah.types("0639981234", "f8")
        assert sarah.page == "Distributions", sarah.text
        assert not sarah.says("! ADRESSE")
        assert sarah.says("> Vendredi 1 janvier"), sarah.text
        assert sarah.marks == 1
        await sarah.presses("a")
        assert sarah.page == "Distributions"


async def test_pressed_together_with_others_it_types_nothing_into_the_form(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.rushes("abc")
        assert sarah.page == "Distributions"
