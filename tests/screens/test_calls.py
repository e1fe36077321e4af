"""« À prévenir »: whom to tell of what, the phone only when it is asked for, and the tick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.calls import calls, tick
from db.clock import SetClock
from db.contacts import views
from db.database import Book
from db.delivery import ask_delivery, collect
from db.delivery_steps import agree, assign, release, take, undo
from screens.calls import Calls
from tests.db import neighbours as neighbourhood
from tests.db import world as small
from tests.db.neighbours import HELPERS_PHONE, PHONE, Neighbours, another_request, offers
from tests.db.world import HOUR, World
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter
from tests.screens.team_drivers import meanwhile, opens, volunteer


@pytest.fixture
def world(book: Book) -> World:
    return small.make(book)


@pytest.fixture
def neighbours(book: Book, world: World) -> Neighbours:
    return neighbourhood.make(book, world)


def seen(person: AtTheCounter, at: Neighbours) -> list[tuple[str, str]]:
    """The access log: who saw whose contact."""
    return [(view.viewer, view.whose) for view in views(person.app.book, at.volunteer, at.group)]


# --- What is to be told -----------------------------------------------------------------------------------------------


async def test_nobody_to_tell_is_one_sentence(start: Start, book: Book, neighbours: Neighbours) -> None:
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Calls())
        assert person.reads("Personne à prévenir.")
        await person.presses("space")
        assert person.page == "Calls"


async def test_who_comes_is_told_with_the_hour_that_was_agreed(
    start: Start, book: Book, neighbours: Neighbours, clock: SetClock
) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    clock.advance(2 * HOUR)
    async with volunteer(start, book, at) as person:
        await opens(person, Calls())
        assert person.reads("> ! Sarah VARDA panier n° 1 depuis 2 heures Hélène PORTE vient la livrer")
        agree(person.app.book, at.helper, at.basket, at.ends_at, "paid", "bags")
        person.app.screen.facts_changed()  # type: ignore[attr-defined]
        await person.settles()
        assert person.reads("Hélène PORTE vient la livrer (lundi 7 décembre à 11:00)")


Change = Callable[[Book, Neighbours], object]


def _taken_then(change: Change) -> Change:
    def both(book: Book, at: Neighbours) -> None:
        take(book, at.helper, at.basket)
        change(book, at)

    return both


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            _taken_then(lambda book, at: release(book, at.helper, at.basket, "Ma voiture est en panne.")),
            "Hélène PORTE ne vient plus la livrer « Ma voiture est en panne. »",
        ),
        (
            _taken_then(lambda book, at: collect(book, at.sarah, at.basket, word="Ma fille vient.")),
            "! Hélène PORTE panier n° 1 depuis moins d'une minute Sarah VARDA n'a plus besoin d'être livré·e",
        ),
        (
            _taken_then(
                lambda book, at: ask_delivery(
                    book, at.sarah, at.basket, consent=True, times="lundi", word="Après 18 h seulement"
                )
            ),
            "Sarah VARDA a changé sa demande « Après 18 h seulement »",
        ),
        (
            lambda book, at: assign(book, at.volunteer, at.basket, at.helper),
            "! Hélène PORTE panier n° 1 depuis moins d'une minute doit livrer la commande de Sarah VARDA",
        ),
        (
            _taken_then(lambda book, at: assign(book, at.volunteer, at.basket, at.other)),
            "! Hélène PORTE panier n° 1 depuis moins d'une minute ne livre plus la commande de Sarah VARDA",
        ),
    ],
)
async def test_every_change_is_said_in_words_with_the_word_that_came_with_it(
    change: Change, said: str, start: Start, book: Book, neighbours: Neighbours
) -> None:
    change(book, neighbours)
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Calls())
        assert person.reads(said), person.text


async def test_a_call_about_a_time_slot_tells_the_slot_that_holds(
    start: Start, book: Book, world: World, neighbours: Neighbours
) -> None:
    from db import placing, slots
    from db.ordering import basket_of

    small.order(book, world, world.others[0], (small.RICE, 500))
    slots.switch_on(book, world.coordinator, world.open)
    basket = basket_of(book, world.others[0], world.open)
    first, second, third = (one.start for one in slots.fullness(book, world.open)[:3])
    for start_at in (first, second):
        placing.move(book, world.coordinator, basket, start_at)
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Calls())
        assert person.reads("créneau horaire : lundi 7 décembre à 09:15")
        placing.move(person.app.book, world.coordinator, basket, third)
        await person.presses("escape")
        await opens(person, Calls())
        assert person.reads("créneau horaire : lundi 7 décembre à 09:30")
        assert not person.reads("à 09:15")


# --- The phone --------------------------------------------------------------------------------------------------------


async def test_a_phone_is_drawn_only_when_asked_for_and_goes_with_the_mark(
    start: Start, book: Book, neighbours: Neighbours
) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    async with volunteer(start, book, at) as person:
        await opens(person, Calls())
        assert not person.reads(PHONE)
        assert seen(person, at) == []
        await person.presses("enter")
        assert person.reads(f"Sarah VARDA Téléphone {PHONE}")
        assert seen(person, at) == [("Béatrice NÉVOLE", "Sarah VARDA")]
        await person.presses("enter", "enter")
        assert len(seen(person, at)) == 1, "shown once, written down once"
        await person.presses("down")
        assert not person.reads(PHONE)
        await person.presses("enter")
        assert person.reads(f"Téléphone {HELPERS_PHONE}")
        await person.presses("f1", "escape")
        assert not person.reads(HELPERS_PHONE), "gone after another page"


async def test_leaning_on_enter_writes_one_view_down(start: Start, book: Book, neighbours: Neighbours) -> None:
    take(book, neighbours.helper, neighbours.basket)
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Calls())
        await person.leans_on("enter")
        assert len(seen(person, neighbours)) == 1
        assert person.marks == 1


async def test_who_has_no_phone_is_found_at_their_address(
    start: Start, book: Book, world: World, neighbours: Neighbours
) -> None:
    from db import accounts

    take(book, neighbours.helper, neighbours.basket)
    accounts.change_details(book, world.sarah, world.sarah, email="sarah@example.org", phone="")
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Calls())
        await person.presses("enter")
        assert person.reads("Aucun téléphone connu. 3 rue des Lilas, 31000 Toulouse")


# --- The tick ---------------------------------------------------------------------------------------------------------


async def test_who_was_told_goes_to_the_end_with_who_told_them_and_when(
    start: Start, book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    second = another_request(book, world, world.others[0])
    take(book, at.helper, at.basket)
    take(book, at.helper, second)
    async with volunteer(start, book, at) as person:
        await opens(person, Calls())
        await person.presses("space")
        assert person.reads("C'est noté pour Sarah VARDA.")
        assert person.reads("> ! Prénom0 NOM0")
        assert person.reads("● Sarah VARDA panier n° 1 prévenu·e par Béatrice NÉVOLE, 09:00")
        await person.presses("down", "space")
        assert person.reads("Sarah VARDA reste à prévenir.")
        assert person.reads("! Sarah VARDA panier n° 1")


async def test_a_tick_of_another_day_says_the_day(
    start: Start, book: Book, neighbours: Neighbours, clock: SetClock
) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    tick(book, at.coordinator, calls(book, at.volunteer, at.group)[0].id)
    clock.advance(24 * HOUR)
    async with volunteer(start, book, at) as person:
        await opens(person, Calls())
        assert person.reads("prévenu·e par Coline ORDI, 2 décembre à 09:00")


async def test_what_another_program_changes_is_shown_and_a_phone_is_not_left_with_another_name(
    start: Start, book: Book, book_path: Path, home: Path, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    step = take(book, at.helper, at.basket)
    second = another_request(book, world, world.others[0])
    take(book, at.helper, second)
    async with volunteer(start, book, at) as person:
        await opens(person, Calls())
        await person.presses("enter")
        assert person.reads(PHONE)
        meanwhile(book_path, home, person, lambda theirs: undo(theirs, at.helper, step))
        person.app.watcher.look()
        await person.settles()
        assert not person.reads("Sarah VARDA")
        assert not person.reads(PHONE)
        await person.presses("x", "8", "f8", "é")
        assert person.reads("> ! Prénom0 NOM0")


async def test_a_call_is_never_cut_in_two_by_scrolling(
    start: Start, book: Book, world: World, neighbours: Neighbours
) -> None:
    offers(book, world.open, neighbours.helper, orders=12)
    for member in (*world.others, world.coordinator):
        basket = another_request(book, world, member)
        assign(book, world.volunteer, basket, neighbours.helper)
        ask_delivery(book, member, basket, consent=True, word="Après 18 h seulement")
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Calls())
        for key in ["down"] * 11 + ["up"] * 11:
            await person.presses(key)
            rows = [line for line in person.lines[4:] if line.strip()]
            assert "!" in rows[0], person.text
            marked = next(index for index, line in enumerate(rows) if line.lstrip().startswith(">"))
            assert "livre" in rows[marked + 1] or "a changé" in rows[marked + 1], person.text
