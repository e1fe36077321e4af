"""« Qui a fait quoi »: the gestures of a day in words, and taking back somebody else's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from db import day
from screens.who_did_what import WhoDidWhat
from tests.screens.day_drivers import VOLUNTEER, on_the_day, station, today
from tests.screens.demo_world import COORDINATION
from tests.screens.drivers import AtTheCounter


@asynccontextmanager
async def who_did_what(tmp_path: Path, who: str = COORDINATION) -> AsyncIterator[AtTheCounter]:
    async with on_the_day(tmp_path, who=who) as person:
        person.app.push_screen(WhoDidWhat(today(person.app.book).id))
        await person.settles()
        yield person


async def test_the_gestures_of_a_person_are_told_in_words(tmp_path: Path) -> None:
    async with who_did_what(tmp_path) as odette:
        assert odette.page == "WhoDidWhat"
        await odette.types("pech", "enter")
        assert odette.reads("Awa Camara commande remise, 23,34 €, Ginette PECH")
        assert not odette.reads("Gérard VIDAL")


async def test_letters_of_a_product_keep_its_lines(tmp_path: Path) -> None:
    async with who_did_what(tmp_path) as odette:
        await odette.types("penne", "enter")
        assert odette.reads("arrivée, 4,9 kg, Penne")
        assert not odette.reads("Cumin")
        await odette.types("zzz")
        assert odette.reads("[ pennezzz")
        assert odette.reads("Personne n'a ce nom ici.")


async def test_a_coordinator_takes_back_what_somebody_else_did_with_a_word(tmp_path: Path) -> None:
    async with who_did_what(tmp_path) as odette:
        await odette.types("pech", "enter")
        await odette.presses("ctrl+z")
        assert odette.page == "Why"
        await odette.types("remise à la mauvaise personne", "f8")
        assert odette.reads("● ANNULÉ")
        assert odette.reads("remise à la mauvaise personne")
        assert odette.reads("× commande remise, 23,34 €")
        book = odette.app.book
        found = {one.name: one.state for one in day.visitors(book, station(book).by, today(book).id)}
        assert found["Ginette PECH"] != "served"
        await odette.presses("ctrl+z")
        assert odette.reads("C'est déjà annulé.")


async def test_a_volunteer_is_told_whom_to_ask(tmp_path: Path) -> None:
    async with who_did_what(tmp_path, who=VOLUNTEER) as awa:
        await awa.types("pech", "enter")
        await awa.presses("ctrl+z")
        assert awa.reads("Ici, seule la coordination annule.")
