"""« Qui a vu quelles coordonnées »: for the team, and for everybody who saw their own."""

from __future__ import annotations

import pytest

from db.clock import SetClock
from db.contacts import see_as_team, see_comer, see_person
from db.database import Book
from db.delivery_steps import take
from screens.contact_views import ContactViews
from tests.db import neighbours as neighbourhood
from tests.db import world as small
from tests.db.neighbours import PHONE, Neighbours
from tests.db.world import World
from tests.screens.conftest import Start
from tests.screens.team_drivers import opens, volunteer


@pytest.fixture
def world(book: Book) -> World:
    return small.make(book)


@pytest.fixture
def neighbours(book: Book, world: World) -> Neighbours:
    return neighbourhood.make(book, world)


@pytest.fixture
def watched(book: Book, neighbours: Neighbours, clock: SetClock) -> Neighbours:
    """Hélène saw Sarah's contact, Sarah hers, and the team Sarah's."""
    at = neighbours
    take(book, at.helper, at.basket)
    see_person(book, at.helper, at.basket)
    clock.advance(60)
    see_comer(book, at.sarah, at.basket)
    clock.advance(60)
    see_as_team(book, at.volunteer, at.sarah, at.group)
    return at


async def test_the_latest_view_comes_first_with_who_whose_and_as_what(
    start: Start, book: Book, watched: Neighbours
) -> None:
    async with volunteer(start, book, watched) as person:
        await opens(person, ContactViews())
        rows = [" ".join(line.split()) for line in person.lines if "2026" in line]
        assert rows == [
            "02/12/2026 09:02 Béatrice NÉVOLE Sarah VARDA équipe",
            "02/12/2026 09:01 Sarah VARDA Hélène PORTE personne livrée 1",
            "02/12/2026 09:00 Hélène PORTE Sarah VARDA livreur·euse 1",
        ]
        assert person.reads("Les consultations de plus de 12 mois sont effacées.")
        assert not person.reads(PHONE)


async def test_letters_keep_the_lines_with_that_name_on_either_side(
    start: Start, book: Book, watched: Neighbours
) -> None:
    async with volunteer(start, book, watched) as person:
        await opens(person, ContactViews())
        await person.types("por he")
        assert sum("2026" in line for line in person.lines) == 2, "both words, accents and case apart"
        await person.types("zz")
        assert person.reads("Personne n'a ce nom ici.")
        await person.presses("ctrl+u")
        await person.types("nevole", "enter")
        assert person.reads("1 consultation.")
        assert person.reads("> 02/12/2026 09:02")
        await person.types("x")
        assert person.reads("> nevolex"), "letters on the list go on in the filter"
        await person.presses("backspace", "f1", "escape", "escape")
        assert person.page == "Distributions"


async def test_nobody_has_seen_anything_is_one_sentence(start: Start, book: Book, neighbours: Neighbours) -> None:
    async with volunteer(start, book, neighbours) as person:
        await opens(person, ContactViews())
        assert person.reads("Personne n'en a encore vu.")
        await person.presses("x", "enter", "down", "escape")
        assert person.page == "Distributions"


async def test_everybody_reads_who_saw_their_own_from_the_account(
    start: Start, book: Book, watched: Neighbours
) -> None:
    async with volunteer(start, book, watched, watched.sarah) as person:
        await person.presses("f4", "v")
        assert person.page == "ContactViews"
        assert person.reads("Qui a vu mes coordonnées")
        rows = [" ".join(line.split()) for line in person.lines if "2026" in line]
        assert rows == ["02/12/2026 09:02 Béatrice NÉVOLE équipe", "02/12/2026 09:00 Hélène PORTE livreur·euse 1"]
        await person.presses("escape")
        assert person.page == "Account"
