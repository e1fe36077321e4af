"""« Caisse »: opened with a float, counted coin by coin, closed by name."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from db import gestures, resuming, serving, till, undoing
from db.clock import SetClock
from db.database import Book
from db.day import visitors
from db.errors import ClockInDoubt, TillClosed
from db.opening import open_book
from db.values.cash import COINS, NOTES
from db.values.counter import Payment, Till
from i18n import formats
from screens.till import TillTab
from tests.conftest import NOW
from tests.screens.day_drivers import TILL, VOLUNTEER, on_the_day, station, today
from tests.screens.demo_world import COORDINATION
from tests.screens.drivers import AtTheCounter

EXPECTED = 30_538  # cents: the float of 50 € and what was taken in cash


def till_of(person: AtTheCounter) -> Till:
    book = person.app.book
    return till.till(book, station(book).by, today(book).id)


def not_opened(book: Book) -> None:
    """Nobody has opened it yet: the float is taken back, after everything that was done since."""
    for who, terminal in ((VOLUNTEER, 2), ("coordination@example.org", 1)):
        here = station(book, who, terminal)
        while gestures.last(book, here) is not None:
            undoing.undo(book, here)


async def counts(person: AtTheCounter, cents: int) -> int:
    """Count notes and coins from the greatest down; the keys pressed."""
    keys = 0
    for value in (*NOTES, *COINS):
        many, cents = divmod(cents, value)
        if many:
            await person.types(str(many))
            keys += len(str(many))
        await person.presses("enter")
        keys += 1
    return keys


async def test_the_count_that_is_right_closes_the_till_by_name(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        assert odette.reads("Compter la caisse mercredi 2 décembre, ouverte par Odette Mercadier")
        assert odette.reads("Attendu 305,38 €")
        assert odette.marks == 1
        keys = await counts(odette, EXPECTED)
        assert odette.reads("● JUSTE 0,00 €")
        assert odette.reads("Tout est compté. F8 : continuer.")
        await odette.presses("f8")
        assert odette.page == "Question"
        await odette.presses("enter")
        assert odette.reads("● FERMÉE Fermée par Odette Mercadier à 09:00. Le compte est juste.")
        assert (till_of(odette).state, till_of(odette).counted) == ("closed", EXPECTED)
        assert keys + 2 <= 30


async def test_ten_cents_that_are_missing_want_a_word(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await counts(odette, EXPECTED - 10)
        assert odette.reads("! ÉCART -0,10 €")
        assert odette.reads("Il manque 10")
        assert odette.reads("F8 : dire pourquoi.")
        await odette.presses("f8")
        assert odette.page == "Why"
        await odette.presses("enter", "f8")
        assert odette.page == "Why", "without a word nothing is closed"
        await odette.types("une pièce est tombée", "f8")
        assert odette.reads("Il manque 10 centimes. « une pièce est tombée »")
        assert till_of(odette).words == "une pièce est tombée"


async def test_a_letter_in_a_count_is_answered_and_enter_alone_counts_nothing(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await odette.types("z")
        assert odette.reads("Ici on tape des chiffres")
        await odette.leans_on("enter")
        assert odette.reads("Rien n'est encore compté.")
        await odette.presses("l")
        assert odette.page == "WhoOwes"


async def test_a_key_held_down_never_closes_it(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await counts(odette, EXPECTED)
        await odette.presses("f8")
        await odette.leans_on("enter")
        assert till_of(odette).state == "open"


async def test_the_coordination_opens_it_again_and_the_count_stands_there(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await counts(odette, EXPECTED)
        await odette.presses("f8", "enter", "ctrl+z")
        assert odette.reads("Annulé : fermeture de caisse, 305,38 €.")
        assert till_of(odette).state == "open"
        assert odette.reads("Compté 305,38 €")


async def test_a_volunteer_who_closed_it_asks_the_coordination(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL, who=VOLUNTEER) as awa:
        await counts(awa, EXPECTED)
        await awa.presses("f8", "enter", "ctrl+z")
        assert awa.reads("Seule la coordination")
        assert till_of(awa).state == "closed"


async def test_a_closing_at_another_terminal_is_taken_back_with_a_word(tmp_path: Path) -> None:
    def closed(book: Book) -> None:
        till.close_till(book, station(book, VOLUNTEER, 2), {5_000: 6}, "pressée")

    async with on_the_day(tmp_path, TILL, before=closed) as odette:
        assert odette.reads("Fermée par Awa Camara à 09:00. Il manque 5,38 €. « pressée »")
        await odette.presses("ctrl+z")
        assert odette.page == "Why"
        await odette.types("on a retrouvé un billet", "f8")
        assert till_of(odette).state == "open"


async def test_a_till_that_is_not_open_is_told_in_time_with_the_key(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, before=not_opened) as odette:
        assert odette.reads("! La caisse n'est pas ouverte : 7, Entrée, puis tapez ce qu'il y a dedans.")
        await odette.presses(TILL, "enter")
        assert odette.reads("! PAS OUVERTE Personne ne peut payer en espèces")
        assert odette.reads("Chèque, carte et virement sont possibles.")
        await odette.types("50", "enter")
        assert not odette.reads("! PAS OUVERTE")
        await odette.presses("f7")
        assert not odette.reads("La caisse n'est pas ouverte")


async def test_nobody_is_told_to_open_the_till_of_another_day(tmp_path: Path) -> None:
    from tests.screens.desk_drivers import at_the_desk

    async with at_the_desk(tmp_path) as nadia:
        assert not nadia.reads("La caisse n'est pas ouverte")


async def test_the_float_is_typed_as_a_sum(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL, before=not_opened) as odette:
        assert odette.reads("Ouvrir la caisse")
        await odette.presses("f8")
        assert odette.reads("Tapez ce qu'il y a dans la caisse. Si elle est vide : 0.")
        await odette.types("5à", "enter")
        assert (till_of(odette).state, till_of(odette).float_) == ("open", 5_000)
        assert odette.reads("La caisse est ouverte, avec 50,00 €.")


async def test_the_float_is_counted_coin_by_coin(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL, before=not_opened) as odette:
        await odette.presses("down", "down", "down")
        await odette.types("2", "enter")
        await odette.types("1", "f8")
        assert till_of(odette).float_ == 5_000


async def test_two_sums_that_differ_are_asked_about(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL, before=not_opened) as odette:
        await odette.types("40", "tab")
        await odette.presses("down", "down")
        await odette.types("1", "f8")
        assert odette.reads("Vous avez tapé 40,00 € et compté 20,00 €.")
        assert till_of(odette).state == "not_opened"
        await odette.presses("tab")
        await odette.types("2", "f8")
        assert till_of(odette).float_ == 4_000


@pytest.mark.parametrize("typed", ["abc", "+5", "1e9", "12,345"])
async def test_no_sum_that_cannot_be_read_opens_it(tmp_path: Path, typed: str) -> None:
    async with on_the_day(tmp_path, TILL, before=not_opened) as odette:
        await odette.types(typed, "enter")
        assert till_of(odette).state == "not_opened"
        assert odette.reads("×")


async def test_more_than_a_thousand_euros_are_asked_about(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL, before=not_opened) as odette:
        await odette.types("5000", "enter")
        assert odette.page == "Question"
        await odette.presses("escape")
        assert till_of(odette).state == "not_opened"


async def test_letters_and_too_many_digits_change_no_count(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await odette.types("xyz+=12345")
        assert odette.reads("Aucune caisse n'en contient autant.")
        assert odette.reads("100 € > [123 ]")


async def test_what_is_counted_survives_a_power_cut_and_a_look_elsewhere(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await odette.types("3", "enter")
        assert isinstance(odette.app.screen, TillTab)
        odette.app.screen._waiting._write()  # a second of quiet has gone by
        begun = resuming.kept(odette.app.book, odette.app.terminal)
        assert begun is not None
        assert begun.screen == "till"
        await odette.presses("escape", "enter")
        assert odette.reads("100 € > [ 3")


@pytest.mark.parametrize("key", ["f7", "f2", "f12"])
async def test_what_is_counted_waits_for_who_goes_elsewhere(tmp_path: Path, key: str) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await odette.types("3", "enter")
        await odette.types("2")
        await odette.presses(key)
        if key == "f12":
            await odette.signs_in(COORDINATION)
        if odette.page == "Groups":
            await odette.presses("1", "enter")
        for _time in range(2):
            await odette.presses("f7", TILL, "enter")
            assert odette.reads("100 € × [ 3 ]")
            assert odette.reads("50 € > [ 2 ]"), "where they were: what is counted next is not typed over the first"


async def test_what_is_counted_survives_a_power_cut_after_somebody_was_found(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await odette.types("3", "enter")
        await odette.presses("f3")
        assert odette.page == "Serve"
        await odette.types("1", "enter")
        odette.app.screen._waiting._write()  # type: ignore[attr-defined]
        await odette.presses("f3", "escape")
        assert isinstance(odette.app.screen, TillTab)
        odette.app.screen._waiting._write()
        begun = resuming.kept(odette.app.book, odette.app.terminal)
        assert begun is not None
        assert begun.screen == "till"
        assert "3" in begun.typed


async def test_the_float_that_was_counted_does_not_come_back_in_the_evening(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL, before=not_opened) as odette:
        await odette.presses("down")
        await odette.types("1")
        await odette.presses("f8")
        assert till_of(odette).state == "open"
        await odette.presses("f7", "enter")
        assert odette.reads("100 € > [ ]")


async def test_the_copy_for_the_key_is_offered_and_checked(tmp_path: Path) -> None:
    key = tmp_path / "KEY"
    key.mkdir()
    async with on_the_day(tmp_path, TILL) as odette:
        await counts(odette, EXPECTED)
        await odette.presses("f8", "enter")
        with patch("screens.machine.keys", return_value=[key]):
            await odette.presses("enter", "enter")
        await odette.settles()
        assert odette.reads("● COPIE FAITE")
        [copy] = key.glob("*.db")
        assert odette.reads("Le livre est sauvegardé et vérifié")
        assert copy.stat().st_size > 100_000


async def test_who_goes_on_while_the_copy_is_written_reads_there_that_it_is_done(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL, "s", "ctrl+u") as odette:
        await odette.types(str(tmp_path))
        odette.presses_all_at_once("enter", "escape")
        await odette.settles()
        assert odette.page == "Desk"
        assert odette.reads("● COPIE FAITE")


async def test_a_key_that_cannot_be_written_on_is_said(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        with patch("screens.machine.keys", return_value=[tmp_path / "gone"]):
            await odette.presses("s", "enter")
        await odette.settles()
        assert odette.reads("× refusé")


async def test_who_owes_and_the_vat_are_one_key_away(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL, "l") as odette:
        assert odette.page == "WhoOwes"
        assert odette.reads("Solange RIVALS 6 présent·e doit 70,41 €")
        await odette.presses("end")
        assert odette.reads("Mehdi CHERIF 4 commande prise doit 7,45 €")
        assert odette.reads("Taxe comprise dans les ventes (TVA)")


async def test_another_who_closed_it_meanwhile_is_shown(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await odette.types("3")
        till.close_till(odette.app.book, station(odette.app.book, VOLUNTEER, 2), {}, "vide")
        assert isinstance(odette.app.screen, TillTab)
        odette.app.screen.facts_changed()
        await odette.settles()
        assert odette.reads("Fermée par Awa Camara")
        await odette.presses("f8")
        assert odette.reads("La caisse est déjà fermée.")


async def test_a_closing_that_somebody_else_took_back_meanwhile_is_not_taken_back_twice(tmp_path: Path) -> None:
    def closed(book: Book) -> None:
        till.close_till(book, station(book, VOLUNTEER, 2), {}, "vide")

    async with on_the_day(tmp_path, TILL, before=closed) as odette:
        book = odette.app.book
        undoing.undo(book, station(book, terminal=2))
        before = gestures.last(book, station(book))
        await odette.presses("ctrl+z")
        assert odette.reads("La caisse a été rouverte entre-temps. Rien n'est annulé.")
        assert till_of(odette).state == "open"
        assert gestures.last(book, station(book)) == before, "nor anything else that was done here"


def pays_in_cash(person: AtTheCounter) -> int:
    """Somebody pays at the other terminal; cents."""
    book = person.app.book
    here = station(book, VOLUNTEER, 2)
    people = (serving.one(book, here.by, one.basket_id) for one in visitors(book, here.by, here.distribution_id))
    one = next(one for one in people if one.due > 0)
    serving.serve(book, here, one.basket_id, shown=one.due, payments=[Payment("cash", one.due, one.due)], hand="")
    return one.due


async def test_what_is_paid_while_the_till_is_being_closed_is_told_and_nothing_is_closed(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await counts(odette, EXPECTED)
        await odette.presses("f8")
        assert odette.page == "Question"
        paid = pays_in_cash(odette)
        await odette.presses("enter")
        assert till_of(odette).state == "open"
        assert odette.reads("! changé entre-temps")
        assert odette.reads(f"Attendu : {formats.money(EXPECTED + paid)}. Compté : 305,38 €.")
        await odette.presses("f8")
        assert odette.page == "Why"


async def test_a_word_for_another_difference_than_the_one_shown_closes_nothing(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await counts(odette, EXPECTED - 10)
        await odette.presses("f8")
        paid = pays_in_cash(odette)
        await odette.types("une pièce est tombée", "f8")
        assert till_of(odette).state == "open"
        assert odette.page == "Why"
        assert odette.reads("! changé entre-temps")
        assert odette.reads(f"Attendu : {formats.money(EXPECTED + paid)}. Compté : 305,28 €.")
        assert odette.reads("une pièce est tombée"), "what was typed stays"
        await odette.presses("f8")
        assert till_of(odette).words == "une pièce est tombée", "now it is known what it is for"


async def test_a_till_closes_once_another_program_has_written(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await counts(odette, EXPECTED - 10)
        await odette.presses("f8")
        await odette.types("une pièce est tombée")
        other = open_book(odette.app.book.path, tmp_path / "demo" / "home")
        with other.write():
            odette.presses_all_at_once("f8")
            await odette.pilot.pause()
            assert odette.page == "Waiting"
            odette.presses_all_at_once("f8", "enter")
            await odette.pilot.pause()
        other.close()
        await odette.settles()
        assert odette.reads("● FERMÉE Fermée par Odette Mercadier")
        assert till_of(odette).words == "une pièce est tombée"


async def test_a_till_that_somebody_closed_meanwhile_is_said_to_be_closed(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        book = odette.app.book
        till.close_till(book, station(book, VOLUNTEER, 2), {}, "vide")
        with pytest.raises(TillClosed):
            till.close_till(book, station(book), {}, "vide")


async def test_a_clock_behind_a_gesture_is_in_doubt(tmp_path: Path) -> None:
    clock = SetClock(NOW)
    async with on_the_day(tmp_path, TILL, clock=clock) as odette:
        book = odette.app.book
        clock.advance(7200)
        till.close_till(book, station(book), {}, "vide")
        clock.advance(-3600)
        assert isinstance(book.clock_doubt(), ClockInDoubt)


async def test_an_undo_waits_for_another_program_and_is_told_then(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, TILL) as odette:
        await counts(odette, EXPECTED)
        await odette.presses("f8", "enter")
        other = open_book(odette.app.book.path, tmp_path / "demo" / "home")
        with other.write():
            odette.presses_all_at_once("ctrl+z")
            await odette.pilot.pause()
            assert odette.page == "Waiting"
        other.close()
        await odette.settles()
        assert odette.reads("Annulé : fermeture de caisse, 305,38 €."), odette.text
