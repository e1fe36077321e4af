"""F7 « Comptoir »: for volunteers and the coordination; others are told so."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import delivery_steps
from db.database import Book
from db.delivery import collect
from i18n import formats
from tests.screens.day_drivers import on_the_day, today
from tests.screens.demo_world import COORDINATION, on_the_demo
from tests.screens.desk_drivers import VOLUNTEER, alone, at_the_desk, fits, requests, team, to_tell


async def test_f7_opens_the_desk_for_a_volunteer_from_anywhere(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path, VOLUNTEER) as nadia:
        await nadia.presses("f4", "p", "f7")
        assert nadia.page == "Desk"
        await nadia.presses("f7")
        assert nadia.reads("Vous êtes au comptoir des bénévoles.")
        await nadia.presses("escape")
        assert nadia.page == "Movements"


async def test_f7_from_a_page_of_the_desk_goes_back_to_it(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "enter", "c") as nadia:
        assert nadia.page == "Contact"
        await nadia.presses("f7")
        assert nadia.page == "Desk"


async def test_nobody_in_the_queue_reads_the_balance_of_who_serves_them(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path, VOLUNTEER) as nadia:
        assert "solde" in nadia.lines[0]
        for key in ("f7", "down", "enter", "f1", "escape", "n"):
            await nadia.presses(key)
            assert "solde" not in nadia.lines[0], nadia.page
            assert "bénévole" in nadia.lines[0]
            assert nadia.lines[0].endswith("09:00"), nadia.lines[0]
        assert nadia.page == "Question"
        await nadia.presses("escape", "f7", "f2")
        assert "solde" in nadia.lines[0]


async def test_a_member_is_told_that_the_desk_is_not_for_them(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f7")
        assert sarah.page == "Distributions"
        assert sarah.reads("Le comptoir est pour les bénévoles et la coordination.")
        await sarah.presses("f12", "f7")
        assert sarah.page == "SignIn"
        assert sarah.reads("Le comptoir est pour les bénévoles et la coordination.")


async def test_a_coordinator_who_is_a_member_elsewhere_has_no_desk_there(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path, COORDINATION) as person:
        await person.presses("1", "enter", "f7")
        assert (person.page == "Desk") == (person.app.session.role != "member")  # type: ignore[union-attr]


async def test_how_many_have_nobody_is_said_first(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as nadia:
        book = nadia.app.book
        assert nadia.reads(f"! {len(alone(book))} demandes n'ont personne pour les apporter.")
        assert nadia.reads(f"À prévenir ({len(to_tell(book))})")


async def test_when_all_have_somebody_it_says_so(tmp_path: Path) -> None:
    def everybody(book: Book) -> None:
        first, *others = alone(book)
        delivery_steps.assign(book, team(book)[0], first.basket_id, fits(book, first).offer.member_id)
        for line in others:
            collect(book, line.member_id, line.basket_id)

    async with at_the_desk(tmp_path, before=everybody) as nadia:
        assert requests(nadia.app.book)
        assert nadia.reads("● Chaque demande a quelqu'un qui l'apporte.")


async def test_what_changed_below_shows_when_one_comes_back(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        book = nadia.app.book
        before, line = len(alone(book)), alone(book)[0]
        delivery_steps.assign(book, team(book)[0], line.basket_id, fits(book, line).offer.member_id)
        await nadia.presses("escape")
        assert nadia.reads(f"! {before - 1} demandes n'ont personne")


async def test_a_number_chooses_and_enter_opens(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "9", "down", "enter") as nadia:
        assert nadia.page == "Calls"
        await nadia.presses("escape", "down", "enter")
        assert nadia.page == "ContactViews"
        await nadia.presses("escape", "9", "enter")
        assert nadia.page in ("SlotsBoard", "WhichDistribution")


async def test_every_number_that_the_menu_shows_can_be_pressed(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as nadia:
        for number in ("10", "13", "3", "12"):
            await nadia.presses(*number)
            assert nadia.reads(f"> {number} ")
        await nadia.presses("home")
        assert nadia.reads("> 1 ")
        await nadia.presses("end", "enter")
        assert nadia.page == "WhoDidWhat"


async def test_the_day_is_read_whole_at_the_top_of_every_tab(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, "4") as odette:
        day = formats.short_day(today(odette.app.book).starts_at, "Europe/Paris")
        assert f"  {day}  " in odette.lines[0], odette.lines[0]
        assert "Odette M., coordination" in odette.lines[0]


async def test_who_comes_in_while_orders_are_taken_for_another_day_is_served_today(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, "1") as odette:
        desk = odette.app.screen
        assert desk.distribution_id != today(odette.app.book).id  # type: ignore[attr-defined]
        await odette.presses("f3")
        assert odette.app.screen.distribution_id == today(odette.app.book).id  # type: ignore[attr-defined]
        await odette.presses("escape")
        assert odette.app.screen is desk


@pytest.mark.parametrize("tab", ["1", "2", "4", "6"])
@pytest.mark.parametrize("key", ["f6", "f8"])
async def test_the_keys_of_ones_own_basket_lead_nobody_away_from_the_queue(tmp_path: Path, tab: str, key: str) -> None:
    async with on_the_day(tmp_path, tab) as odette:
        page = odette.page
        await odette.presses(key)
        assert odette.page == page
        assert odette.reads("Cette touche ne fait rien sur cet écran."), odette.text


async def test_ctrl_z_on_the_menu_says_where_it_takes_back(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "ctrl+z") as nadia:
        assert nadia.page == "Desk"
        assert nadia.reads("Ouvrez un onglet : Ctrl+Z y annule votre dernier geste.")
