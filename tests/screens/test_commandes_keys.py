"""On « Commandes », a key that is not shown does nothing behind one's back, and the mark comes back to its card."""

from __future__ import annotations

import pytest

from db.database import Book
from db.groups import change
from screens.distribution_cards import Box
from screens.distributions import Distributions
from tests.db import world as worlds
from tests.db.world import DAY, World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import member_at
from widgets.button import Button


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


async def test_past_cards_take_the_mark_before_they_are_painted(book: Book, world: World, start: Start) -> None:
    with book.write() as write:
        for days in range(30, 60):
            worlds.distribution(write, world.group, world.place, book.clock.now() - days * DAY)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("down")
        assert sarah.says("> 30 distributions passées"), sarah.text
        page = sarah.app.screen
        assert isinstance(page, Distributions)
        page.on_button_pressed(Button.Pressed(page.query_one("#more", Button)))
        # However slow the machine is: a key pressed now finds a card in use.
        assert isinstance(page.focused, Box)
        assert page.card is not None
        assert page.card.state == "past"
        await sarah.settles()
        assert sarah.marks == 1
        assert sarah.says("× PASSÉE")
        await sarah.presses("down")
        assert sarah.marks == 1
