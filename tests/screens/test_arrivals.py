"""« Arrivée »: what should come beside what came; what is short is shared out; prices for everybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from db import accounts, arrivals, leftovers, positions, resuming, weighing
from db.database import Book
from db.ledger import balance
from db.ordering import basket_of
from db.values.counter import Left, Station
from db.values.scale import Weight
from tests.db.world import APRICOTS, RICE, SOAP, World, make, order
from tests.screens.conftest import Start
from tests.screens.day_drivers import on_the_day
from tests.screens.drivers import AtTheCounter, gives_secret


@pytest.fixture
def world(book: Book) -> World:
    """2,25 kg of apricots, 1 kg of rice, 4 pieces of soap are ordered; Béatrice of the team has her secret."""
    world = make(book)
    gives_secret(book, world.volunteer, strong=True)
    for member, quantity in zip((world.sarah, *world.others), (1_000, 500, 500, 250), strict=True):
        order(book, world, member, (APRICOTS, quantity))
    order(book, world, world.sarah, (RICE, 1_000), (SOAP, 4_000))
    return world


@asynccontextmanager
async def unloads(start: Start, book: Book, world: World, **more: Any) -> AsyncIterator[AtTheCounter]:
    """Béatrice stands where the vans are unloaded."""
    from screens.arrivals import Arrivals

    async with start(**more) as person:
        await person.signs_in(accounts.person(book, world.volunteer).number)
        person.app.push_screen(Arrivals(world.open))
        await person.settles()
        yield person


def left(book: Book, world: World, product: int = APRICOTS) -> Left:
    return leftovers.left_of(book, world.open, world.products[product])


def owed(book: Book, world: World) -> list[int]:
    return [balance(book, one, world.group) for one in (world.sarah, *world.others)]


async def test_enter_alone_notes_what_should_come_and_a_number_what_came(
    start: Start, book: Book, world: World
) -> None:
    async with unloads(start, book, world) as person:
        assert person.reads("La Ferme")
        assert person.reads("Entrée : tout est arrivé, 2,25 kg")
        await person.presses("enter")
        assert left(book, world).received == 2_250
        assert person.reads("2,25 kg ● noté")
        await person.types("2x0,6")
        assert person.reads("arrivé : 1,2 kg attendu : 1 kg")
        await person.presses("enter")
        assert left(book, world, RICE).received == 1_200
        assert person.reads("● reste 0,2 kg")
        await person.types("4", "enter")
        assert person.reads("● TOUT EST NOTÉ")
        assert left(book, world, SOAP).received == 4_000


async def test_a_held_enter_notes_nothing_that_nobody_counted(start: Start, book: Book, world: World) -> None:
    async with unloads(start, book, world) as person:
        await person.leans_on("enter")
        assert left(book, world).received is None


async def test_what_is_short_is_loud_and_shared_out_as_previewed(start: Start, book: Book, world: World) -> None:
    async with unloads(start, book, world) as person:
        await person.types("1,1", "enter")
        assert person.reads("! manque 1,15 kg")
        assert person.reads("Il manque 1,15 kg. Entrée : partager")
        await person.presses("enter")
        assert person.page == "ShareOut"
        assert person.reads("arrivé : 1,1 kg il faut : 2,25 kg manque 1,15 kg")
        assert person.reads("donné : 1 kg en moins : 1,25 kg reste : 0,1 kg")
        assert person.reads("Sarah VARDA 1 kg 0,5 kg - 0,5 kg")
        await person.presses("3")
        assert person.reads("Sarah VARDA 1 kg 1 kg –")
        await person.presses("2", "enter")
        assert person.reads("Prénom2 NOM2 0,25 kg 0,25 kg –")
        before = owed(book, world)
        await person.presses("f8")
        assert person.page == "Arrivals"
        assert [
            position.quantity for position in positions.of_everybody(book, world.open, world.products[APRICOTS])
        ] == [250] * 4
        assert person.reads("2,25 kg")  # what should have come stays
        assert person.reads("● reste 0,1 kg")
        await person.presses("ctrl+z")
        assert owed(book, world) == before
        assert person.reads("! manque 1,15 kg")


async def test_shares_that_changed_meanwhile_are_shown_again_first(start: Start, book: Book, world: World) -> None:
    async with unloads(start, book, world) as person:
        await person.types("1,1", "enter", "enter")
        one = positions.of_order(book, basket_of(book, world.others[1], world.open))[0]
        weighing.weigh(book, Station(world.coordinator, world.open, 9), one, Weight(500, 0))
        before = owed(book, world)
        await person.presses("f8")
        assert person.page == "ShareOut"
        assert person.reads("Quelque chose a changé entre-temps")
        assert owed(book, world) == before
        assert person.reads("arrivé : 0,6 kg il faut : 1,75 kg")
        await person.presses("f8")
        assert person.page == "Arrivals"


async def test_what_did_not_come_is_asked_once_and_undone_whole(start: Start, book: Book, world: World) -> None:
    before = owed(book, world)
    async with unloads(start, book, world) as person:
        await person.presses("n")
        assert person.reads("4 personnes n'en auront pas et ne le paieront pas.")
        await person.presses("escape")
        assert owed(book, world) == before
        await person.presses("n", "enter")
        assert left(book, world).received == 0
        assert owed(book, world)[1:] == [0, 0, 0]
        assert person.reads("pas arrivé")
        await person.presses("ctrl+z")
        assert owed(book, world) == before
        assert left(book, world).received is None


async def test_a_price_changes_for_everybody_after_one_question(start: Start, book: Book, world: World) -> None:
    async with unloads(start, book, world) as person:
        await person.presses("x")
        assert person.reads("prix jusqu'ici : 6,10 €/kg commandé par 4 personnes")
        await person.types("zzz", "enter")
        assert person.page == "NewPrice"
        await person.presses("ctrl+u")
        await person.types("5,90", "enter")
        assert person.reads("Désormais 5,90 €/kg")
        assert owed(book, world)[1] == -305
        await person.presses("enter")
        assert person.page == "Arrivals"
        assert person.reads("5,90 €/kg pour tous")
        assert owed(book, world)[1] == -295
        await person.presses("ctrl+z")
        assert owed(book, world)[1] == -305


async def test_far_off_is_asked_nonsense_is_refused_and_nothing_changes(start: Start, book: Book, world: World) -> None:
    async with unloads(start, book, world) as person:
        for nonsense in ("zzz", "-5", "1e5", "5+"):
            await person.types(nonsense, "enter")
            assert person.reads("Je ne comprends pas") or person.reads("Il faut des chiffres"), nonsense
            await person.presses("escape")
        await person.types("2250", "enter")
        assert person.reads("2 250 kg au lieu de 2,25 kg.")
        assert left(book, world).received is None
        await person.types("2,25", "enter")
        assert left(book, world).received == 2_250


@pytest.mark.parametrize("key", ["f7", "f2", "f12"])
async def test_what_is_half_typed_waits_for_who_goes_elsewhere(
    start: Start, book: Book, world: World, key: str
) -> None:
    from screens.arrivals import Arrivals

    async with unloads(start, book, world) as person:
        await person.presses("down")
        await person.types("0,")
        await person.presses(key)
        if person.app.session is None:
            await person.signs_in(accounts.person(book, world.volunteer).number)
        while person.page == "Arrivals":
            await person.presses("f2")
        person.app.push_screen(Arrivals(world.open))
        await person.settles()
        assert person.reads("[ 0, ] kg")


async def test_letters_in_what_came_are_said_before_enter(start: Start, book: Book, world: World) -> None:
    async with unloads(start, book, world) as person:
        await person.types("zz")
        assert person.reads("Il faut des chiffres. Exemple : 5,25 ou 3x25.")
        await person.presses("enter")
        assert person.reads("Il faut des chiffres. Exemple : 5,25 ou 3x25. Rien n'est changé.")
        await person.presses("escape")
        await person.types("3x")
        assert not person.reads("Il faut des chiffres")


async def test_what_is_typed_stays_while_others_work_and_after_a_power_cut(
    start: Start, book: Book, world: World
) -> None:
    async with unloads(start, book, world) as person:
        await person.presses("down")
        await person.types("0,")
        arrivals.receive(book, Station(world.coordinator, world.open, 9), world.products[APRICOTS], 2_000)
        person.app.watcher.look()
        await person.settles()
        assert person.reads("! manque 0,25 kg")
        assert person.reads("[ 0, ] kg")
        person.app.screen._waiting._write()  # type: ignore[attr-defined]  # a second has passed
        terminal = person.app.terminal
    async with unloads(start, book, world) as person:
        assert person.reads("[ 0, ] kg")
        await person.presses("escape", "escape")
    assert resuming.kept(book, terminal) is None


async def test_a_long_name_hides_nothing_of_what_was_done(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, "2") as odette:
        assert odette.reads("Serviettes hygi…lot de 3 2 pièces >"), odette.text
        await odette.types("1", "enter")
        assert odette.reads("Il manque 1 pièce. Entrée : partager ● Serviettes hygi…lot de 3 : 1 pièce"), odette.text
        await odette.presses("enter")
        assert "arrivé : 1 pièce   il faut : 2 pièces   manque 1 pièce" in odette.text.replace("\xa0", " ")
        await odette.presses("f8")
        assert odette.reads("1 pièce Ctrl+Z : annuler"), odette.text
        await odette.presses("ctrl+z")
        said = "Annulé : partage, 1 pièce, Serviettes hygiéniques lavables, lot de 3."
        assert odette.reads(said), odette.text
