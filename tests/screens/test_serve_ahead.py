"""The page of who is likely to be next is made while no key is pressed: it is never anything but what the book says."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import resuming, serving
from db.clock import SetClock
from db.database import Book
from db.errors import Unknown
from tests.db.world import World
from tests.screens.conftest import Start
from tests.screens.day_drivers import PROGRESS, on_the_day
from tests.screens.drivers import AtTheCounter
from tests.screens.test_frames import Glass, glass, stale
from tests.screens.test_serve import of, serves, weighs_all, world

__all__ = ["glass", "world"]  # fixtures


async def looks_ahead(person: AtTheCounter) -> None:
    """Until the page that Enter would show is made."""
    for _ in range(500):
        if getattr(person.app.screen, "_ahead", None) is not None:
            return
        await person.settles()
    raise AssertionError("nobody's page was made ahead")


async def test_the_page_that_waits_is_painted_whole_once_and_says_who_is_there(
    start: Start, book: Book, world: World, glass: Glass
) -> None:
    async with serves(start, book, world) as person:
        for typed, name in (("1", "SARAH VARDA"), ("2", "PRÉNOM0 NOM0")):  # opened for the first time, and turned to
            await person.types(typed)
            await looks_ahead(person)
            glass.whole = glass.parts = 0
            await person.presses("enter")
            assert person.reads(name)
            assert glass.whole == 1
            await person.presses("escape")


async def test_what_others_do_after_the_page_was_made_stands_on_it(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world) as person:
        await person.types("2")
        await looks_ahead(person)
        weighs_all(book, world, world.others[0])  # at another terminal
        await person.presses("enter")
        assert person.reads("TOUT EST PESÉ")
        assert not person.reads("À PESER")


async def test_another_digit_after_the_page_was_made_opens_another_person(
    start: Start, book: Book, world: World
) -> None:
    async with serves(start, book, world) as person:
        await person.types("nom")
        await looks_ahead(person)
        await person.presses("down", "enter")
        assert person.reads("PRÉNOM1 NOM1")
        await person.presses("escape")
        await person.types("1")
        await looks_ahead(person)
        await person.presses("ctrl+u")
        person.types_all_at_once("2\r")
        await person.settles()
        assert person.reads("PRÉNOM0 NOM0")


async def test_a_page_made_ahead_for_somebody_else_is_never_what_the_terminal_is_sent(
    start: Start, book: Book, world: World, glass: Glass
) -> None:
    weighs_all(book, world, world.others[1])
    async with serves(start, book, world, "3") as person:
        await person.presses("enter", "enter")
        assert person.page == "Serve", person.text
        for keys in ("2\r", "3\r"):  # faster than anything is looked at ahead
            await person.types("1")
            await looks_ahead(person)
            await person.presses("ctrl+u")
            await looks_ahead(person)
            person.types_all_at_once(keys)
            await person.settles()
            assert person.page == "ServeOne"
            assert not list(stale(glass, person))
            await person.presses("escape")
        await looks_ahead(person)
        await person.presses("ctrl+z")  # leads to the person whose gesture it was
        assert person.page == "ServeOne", person.text
        assert person.reads("PRÉNOM1 NOM1")
        assert not list(stale(glass, person))


async def test_who_is_only_looked_at_ahead_is_not_being_served(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world) as person:
        await person.types("1")
        await looks_ahead(person)
        assert resuming.kept(book, person.app.terminal) is None


async def test_what_was_done_for_them_is_still_there_when_they_come_back(
    start: Start, book: Book, world: World
) -> None:
    async with serves(start, book, world) as person:
        await person.types("1")
        await looks_ahead(person)
        await person.presses("enter")
        await person.types("=", "escape")
        assert not of(book, world, world.sarah).to_weigh, person.text
        await person.types("1")
        await looks_ahead(person)
        await person.presses("enter")
        assert person.reads("TOUT EST PESÉ")


async def test_an_order_that_cannot_be_read_ahead_is_refused_to_who_opens_it(
    start: Start, book: Book, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise Unknown(kind="order", given="1")

    with monkeypatch.context() as patched:
        patched.setattr(serving, "one", gone)
        async with serves(start, book, world) as person:
            await person.types("1")
            for _ in range(20):
                await person.settles()
            assert person.page == "Serve"
            assert not person.reads("×")
            await person.presses("enter")
            assert person.page == "Serve"
            assert person.reads("×")
            patched.undo()
            await person.types("1", "enter")
            assert person.page == "ServeOne"


async def test_the_hour_goes_on_at_a_page_that_waits_and_while_nobody_presses_a_key(
    start: Start, book: Book, world: World, clock: SetClock
) -> None:
    async with serves(start, book, world) as person:
        await person.types("1")
        await looks_ahead(person)
        assert "09:00" in person.lines[0]
        clock.advance(5 * 60)
        await person.presses("enter")
        assert "09:05" in person.lines[0]
        clock.advance(60)
        person.app.watcher.look()
        await person.settles()
        assert "09:06" in person.lines[0]


async def test_an_enter_that_is_held_takes_no_money_on_a_page_that_was_made_long_before(
    start: Start, book: Book, world: World
) -> None:
    weighs_all(book, world, world.others[1])
    async with serves(start, book, world) as person:
        await person.types("3")
        await looks_ahead(person)
        page = person.app.screen._page  # type: ignore[attr-defined]
        page.box._deliberate._since = page.box._deliberate._last = 0.0  # the list was looked at for a while
        await person.leans_on("enter")
        assert person.page == "ServeOne"
        assert of(book, world, world.others[1]).handed == ""


async def test_f3_leads_from_a_person_who_was_opened_elsewhere_to_everybody(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "enter") as odette:
        assert odette.page == "ServeOne"
        await odette.presses("f3")
        assert odette.page == "Serve"
