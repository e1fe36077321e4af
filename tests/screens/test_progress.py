"""« Où on en est »: served, present, to come; what is left; who owes; orders that nobody fetched."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from db import day, serving
from screens import machine
from screens.machine import State, Watch
from screens.progress import ProgressTab
from tests.screens.day_drivers import PROGRESS, VOLUNTEER, on_the_day, station, today
from tests.screens.drivers import AtTheCounter

LAST = "Nora KADDOUR"  # the last one to come


def visitors(person: AtTheCounter) -> dict[str, str]:
    book = person.app.book
    return {one.name: one.outcome for one in day.visitors(book, station(book).by, today(book).id)}


async def test_it_says_how_far_the_day_is(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS) as odette:
        assert odette.reads("5 servies sur 30 présentes : 3 en partie : 1 à venir : 21")
        assert odette.reads("6 > Solange RIVALS ● présent·e 70,41 €")
        assert odette.reads("… le reste à")
        assert odette.marks == 1


async def test_products_that_run_short_stand_first(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "2") as odette:
        short = [line for line in odette.lines if "! -" in line]
        assert len(short) == 2
        assert "Penne" in short[0] + short[1]


async def test_who_left_owing_something_is_listed(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "3") as odette:
        assert odette.reads("Mehdi CHERIF payé en partie, commande prise 7,45 €")


async def test_an_order_nobody_fetched_is_kept_until_a_day(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "end", "n", "1", "enter") as odette:
        assert odette.reads(LAST)
        await odette.types("hier", "enter", "enter")
        assert odette.page == "WhatBecomes"
        await odette.presses("ctrl+u")
        await odette.types("1 décembre 12:00", "f8")
        assert odette.reads("Ce moment est déjà passé.")
        await odette.presses("ctrl+u")
        await odette.types("samedi 12:00", "enter", "enter")
        assert odette.reads(f"La commande est gardée pour {LAST} jusqu'au samedi 5 décembre à 12:00.")
        assert visitors(odette)[LAST] == "kept"
        await odette.presses("ctrl+z")
        assert visitors(odette)[LAST] == ""


async def test_an_order_goes_back_and_is_not_owed_any_more_with_a_reason(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "end", "n", "3", "enter") as odette:
        await odette.presses("f8")
        assert odette.page == "WhatBecomes", "nothing without a word why"
        await odette.types("déménagée", "f8")
        assert odette.reads("n'a rien à payer.")
        await odette.presses("up", "down")
        assert odette.reads("pas venues : 1")
        assert visitors(odette)[LAST] == "surplus"
        assert odette.reads("pas venu·e, rien à payer")


@pytest.mark.parametrize(("view", "name"), [("1", "Solange RIVALS"), ("3", "Solange RIVALS")])
async def test_enter_opens_the_order_of_the_person_under_the_mark(tmp_path: Path, view: str, name: str) -> None:
    async with on_the_day(tmp_path, PROGRESS, view, "enter") as odette:
        assert odette.page == "ServeOne"
        assert odette.reads(name.upper())
        await odette.presses("escape")
        assert odette.page == "ProgressTab"


async def test_only_the_coordination_decides_it(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "end", "n", who=VOLUNTEER) as awa:
        assert awa.page == "ProgressTab"
        assert awa.reads("La coordination décide")


async def test_a_neighbour_takes_it_once_all_is_weighed(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "n", "2", "enter") as odette:
        await odette.types("Aïcha du 3e", "f8")
        assert odette.reads("Aïcha du 3e prend la commande pour Solange RIVALS.")
        await odette.presses("down")
        assert odette.reads("6 servies sur 30")


async def test_another_computer_serves_and_the_mark_stays(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "down", "down", "down", "down") as odette:
        book = odette.app.book
        found = next(one for one in day.visitors(book, station(book).by, today(book).id) if one.basket == "6")
        due = serving.one(book, station(book).by, found.basket_id).due
        serving.serve(book, station(book, VOLUNTEER, 2), found.basket_id, shown=due)
        marked = next(line for line in odette.lines if ">" in line)
        assert isinstance(odette.app.screen, ProgressTab)
        odette.app.screen.facts_changed()
        await odette.settles()
        assert odette.reads("6 servies sur 30")
        assert next(line for line in odette.lines if ">" in line) == marked


async def test_plan_b_is_text_without_any_contact_and_says_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "key"
    folder.mkdir()
    async with on_the_day(tmp_path, PROGRESS, "b") as odette:
        await odette.presses("ctrl+u")
        await odette.types(str(folder), "enter")
        await odette.settles()
        assert odette.reads("● LISTES ENREGISTRÉES")
        [file] = folder.iterdir()
        text = file.read_text(encoding="utf-8")
    assert "Nora KADDOUR" in text
    assert "06 39" not in text
    assert "rue des" not in text


async def test_a_folder_that_is_not_there_is_said_at_the_field(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "b", "ctrl+u") as odette:
        await odette.types("/nowhere/at/all", "enter")
        assert odette.reads("Ce dossier n'existe pas.")


# --- The laptop -------------------------------------------------------------------------------------------------------


def supply(folder: Path, name: str, **words: str) -> None:
    (folder / name).mkdir(parents=True)
    for word, text in words.items():
        (folder / name / word).write_text(text + "\n", encoding="ascii")


def test_only_a_battery_of_the_laptop_that_is_emptying_counts(tmp_path: Path) -> None:
    assert machine.battery(tmp_path / "none") is None
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "mouse", type="Battery", status="Discharging", capacity="3", scope="Device")
    assert machine.battery(tmp_path) is None
    supply(tmp_path, "BAT0", type="Battery", status="Discharging", capacity="14")
    assert machine.battery(tmp_path) == 14
    supply(tmp_path, "BAT1", type="Battery", status="Discharging", capacity="60")
    assert machine.battery(tmp_path) == 60
    (tmp_path / "BAT1" / "capacity").write_text("much\n", encoding="ascii")
    (tmp_path / "BAT0" / "status").write_text("Charging\n", encoding="ascii")
    assert machine.battery(tmp_path) is None


def test_it_is_looked_at_once_a_minute_at_most(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", type="Battery", status="Discharging", capacity="50")
    watch = Watch(tmp_path)
    assert watch.state(tmp_path).battery == 50
    (tmp_path / "BAT0" / "capacity").write_text("10\n", encoding="ascii")
    assert watch.state(tmp_path).battery == 50


def test_the_warning_says_what_to_do() -> None:
    assert machine.warning(State(None, None)) == machine.warning(State(15, machine.ROOM)) == ""
    assert "branchez l'ordinateur maintenant" in machine.warning(State(14, machine.ROOM))
    assert "Le disque est presque plein" in machine.warning(State(14, 12_345_678))


@pytest.mark.parametrize("tab", "1234567")
async def test_a_low_battery_stands_under_the_bar_of_every_tab(tmp_path: Path, tab: str) -> None:
    supply(tmp_path / "supplies", "BAT0", type="Battery", status="Discharging", capacity="9")
    machine.WATCH.__init__(tmp_path / "supplies")  # type: ignore[misc]
    try:
        async with on_the_day(tmp_path, tab) as odette:
            assert odette.reads("! ATTENTION La batterie est à 9 % : branchez l'ordinateur maintenant.")
            assert odette.reads("« Où on en est », b : les listes sur une clé.")
    finally:
        machine.WATCH.__init__()  # type: ignore[misc]


async def test_the_laptop_is_not_looked_at_for_each_key(tmp_path: Path) -> None:
    looked = []

    def look(_supplies: Path) -> None:
        looked.append(1)

    with patch("screens.machine.battery", look):
        machine.WATCH.__init__()  # type: ignore[misc]
        async with on_the_day(tmp_path, "3") as odette:
            await odette.types("mais", "enter")
            await odette.types("250", "escape", "escape", "escape", "7", "enter")
            await odette.presses("3", "enter", "f7")
    assert len(looked) == 1


async def test_what_becomes_of_an_order_is_asked_in_one_line_each(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, PROGRESS, "down", "n") as odette:
        assert odette.reads("Pas venu·e : que devient cette commande ?")
        for number in (1, 2, 3, 4):
            assert sum(line.lstrip(" >").startswith(f"{number} (") for line in odette.lines) == 1
        rows = [at for at, line in enumerate(odette.lines) if "( )" in line]
        assert rows == list(range(rows[0], rows[0] + 4)), odette.text
