"""Signing in. « Cagette vous demandera de vous authentifier » (tutorial 1, I.1), here without a mouse or a network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from db import access, opening
from db.clock import SetClock
from db.database import Book
from tests.screens.conftest import Start
from tests.screens.drivers import SECRET, AtTheCounter, coordinator_of, group, member

SARAH = "sarah.varda@example.org"
MISMATCH = "Ce nom et ce code ne vont pas ensemble."


@pytest.fixture
def bellefontaine(book: Book) -> int:
    return group(book)


def failures(book: Book) -> list[int]:
    return [row[0] for row in book.db.execute_sql("SELECT failures FROM throttle").fetchall()]


async def test_the_name_then_the_secret_lead_to_the_distributions(book: Book, bellefontaine: int, start: Start) -> None:
    member(book, bellefontaine)
    async with start() as sarah:
        assert sarah.reads("E-mail, téléphone ou n° d'adhérent·e")
        await sarah.signs_in(SARAH)
        assert sarah.page == "Distributions"
        assert "Sarah VARDA" in sarah.lines[0]
        assert "BELLEFONTAINE" in sarah.lines[0]


@pytest.mark.parametrize("name", ["06 39 98 12 34", "+33639981234", "SARAH.Varda@Example.org", "2"])
async def test_phone_number_and_any_case_serve_as_name(book: Book, bellefontaine: int, start: Start, name: str) -> None:
    member(book, bellefontaine, phone="0639981234")
    async with start() as sarah:
        await sarah.signs_in(name)
        assert "Sarah VARDA" in sarah.lines[0]


async def test_a_secret_of_digits_may_be_typed_without_shift_on_azerty(
    book: Book, bellefontaine: int, start: Start
) -> None:
    member(book, bellefontaine)
    async with start() as sarah:
        await sarah.signs_in(SARAH, "é'-_&à")
        assert "Sarah VARDA" in sarah.lines[0]


async def test_unknown_name_and_wrong_secret_are_answered_alike(book: Book, bellefontaine: int, start: Start) -> None:
    member(book, bellefontaine)
    answers = []
    for name in (SARAH, "nobody@example.org"):
        async with start() as someone:
            await someone.signs_in(name, "135791")
            assert someone.reads(f"{MISMATCH} Réessayez, ou demandez un code à un·e bénévole.")
            assert name in someone.text  # what was typed stays
            assert "•" not in someone.text  # but not the secret
            answers.append(someone.text.replace(name, ""))
    assert answers[0].split() == answers[1].split()


async def test_after_some_failures_the_wait_is_said_and_one_gets_in_after_it(
    book: Book, bellefontaine: int, start: Start, clock: SetClock
) -> None:
    member(book, bellefontaine)
    async with start() as sarah:
        await sarah.signs_in(SARAH, "135791")
        for _ in range(4):
            await sarah.types("135791", "enter")
        assert sarah.reads("Réessayez dans 2 secondes") or sarah.reads("Réessayez dans 1 seconde")
        await sarah.types(SECRET, "enter")
        assert sarah.page == "SignIn"
        clock.advance(300)
        await sarah.types(SECRET, "enter")
        assert sarah.page == "Distributions"


async def test_leaning_on_enter_counts_as_one_failure(book: Book, bellefontaine: int, start: Start) -> None:
    member(book, bellefontaine)
    async with start() as sarah:
        await sarah.types(SARAH, "enter")
        await sarah.types("135791")
        await sarah.leans_on("enter")
        assert failures(book) == [1]
        assert sarah.page == "SignIn"


async def test_a_secret_typed_ahead_never_stands_beside_the_name(book: Book, bellefontaine: int, start: Start) -> None:
    member(book, bellefontaine)
    async with start() as sarah:
        await sarah.rushes(f"{SARAH}\n{SECRET}")
        assert SECRET not in sarah.text
        assert "••••••" in sarah.text
        await sarah.presses("enter")
        assert "Sarah VARDA" in sarah.lines[0]


async def test_a_kiosk_does_not_offer_to_quit(start: Start, bellefontaine: int) -> None:
    async with start(kiosk=True) as someone:
        assert "Ctrl+Q" not in someone.footer
        await someone.presses("ctrl+q")
        assert someone.page == "SignIn"
        assert someone.reads("Cet ordinateur")


async def test_what_is_missing_is_asked_for_at_its_place(start: Start, bellefontaine: int) -> None:
    async with start() as someone:
        await someone.presses("enter", "enter")
        assert someone.reads("× Écrivez votre e-mail, votre téléphone ou votre numéro d'adhérent·e.")
        await someone.types("x", "enter", "enter")
        assert someone.reads("× Écrivez votre code secret.")
        assert someone.marks == 1


async def test_a_demo_account_signs_in_with_two_keys(tmp_path: Path, start: Start, clock: SetClock) -> None:
    path = tmp_path / "demo.db"
    book = opening.create(path, tmp_path / "home", clock=clock, demo=True)
    member(book, group(book))
    book.close()
    async with start(path) as sarah:
        assert sarah.reads("Livre de démonstration : ↓ puis Entrée pour essayer un compte")
        assert sarah.reads("sarah.varda@example.org adhérente code 246810")
        await sarah.presses("down")
        assert ">sarah.varda@example.org" in sarah.text
        await sarah.presses("enter")
        assert "Sarah VARDA" in sarah.lines[0]


async def test_only_a_demo_book_shows_accounts(start: Start, bellefontaine: int) -> None:
    async with start() as someone:
        assert SECRET not in someone.text
        assert "example.org" not in someone.text


async def test_a_one_time_code_lets_in_once_and_asks_for_a_new_secret(
    book: Book, bellefontaine: int, start: Start
) -> None:
    sarah_id = member(book, bellefontaine).id
    code = access.give_code(book, coordinator_of(book, bellefontaine), sarah_id)
    async with start() as sarah:
        await sarah.signs_in(SARAH, code)
        assert sarah.page == "ChooseSecret"
        assert sarah.reads("Choisissez un nouveau code secret.")
        await sarah.types("123456", "enter")
        assert sarah.reads("× Ce code est une suite, facile à deviner.")
        await sarah.presses(*["backspace"] * 6)
        await sarah.types("739156", "enter")
        await sarah.presses("f8")
        assert sarah.reads("× Tapez le code encore une fois.")
        await sarah.types("739165", "enter")
        # Nobody can read which of the two has the slip: both are typed anew.
        assert sarah.reads("× Les deux codes ne sont pas les mêmes.")
        assert "•" not in sarah.text
        await sarah.types("739156", "enter")
        await sarah.types("739156", "enter")
        assert sarah.page == "Distributions"
        await sarah.presses("f12")
        await sarah.signs_in(SARAH, code)
        assert sarah.reads(MISMATCH)
        await sarah.types("739156", "enter")
        assert sarah.page == "Distributions"


async def test_leaving_without_a_new_secret_is_asked_and_lets_nobody_in(
    book: Book, bellefontaine: int, start: Start
) -> None:
    sarah_id = member(book, bellefontaine).id
    code = access.give_code(book, coordinator_of(book, bellefontaine), sarah_id)
    async with start() as sarah:
        await sarah.signs_in(SARAH, code)
        await sarah.presses("escape")
        assert sarah.reads("Partir sans nouveau code secret ?")
        await sarah.presses("escape")
        assert sarah.page == "ChooseSecret"
        await sarah.presses("escape", "enter")
        assert sarah.page == "SignIn"
        assert "Sarah" not in sarah.text


async def test_code_forgotten_says_what_to_do_also_without_an_email(book: Book, start: Start) -> None:
    group(book, contact="Camille, 06 39 98 00 11")
    async with start() as someone:
        await someone.presses("f3")
        assert someone.reads("Demandez à un·e bénévole")
        assert someone.reads("Il n'y a pas besoin d'e-mail")
        assert someone.reads("BELLEFONTAINE Camille, 06 39 98 00 11")
        await someone.presses("enter")
        assert someone.page == "SignIn"


async def test_every_button_is_reached_with_tab(start: Start, bellefontaine: int) -> None:
    async with start() as someone:
        await someone.presses("tab", "tab")
        assert "> Se connecter" in someone.text
        await someone.presses("tab")
        assert "> S'inscrire" in someone.text
        await someone.presses("tab")
        assert "> Code oublié" in someone.text
        await someone.presses("tab", "right")
        assert ">F2 Groupes" in someone.text
        await someone.presses("enter")
        assert someone.page == "Groups"


async def test_nothing_of_who_left_stays_for_the_next_person(book: Book, bellefontaine: int, start: Start) -> None:
    member(book, bellefontaine)
    async with start() as sarah:
        await sarah.signs_in(SARAH)
        await sarah.presses("f12")
        assert sarah.page == "SignIn"
        assert "sarah" not in sarah.text.lower()
        assert "•" not in sarah.text


async def test_a_secret_left_typed_is_forgotten(start: Start, bellefontaine: int) -> None:
    async with start() as someone:
        await someone.types(SARAH, "enter")
        await someone.types(SECRET)
        assert someone.app.screen._forgetting is not None  # type: ignore[attr-defined]
        someone.app.screen.forget()  # type: ignore[attr-defined]
        await someone.settles()
        assert SARAH not in someone.text
        assert "•" not in someone.text


@pytest.mark.parametrize("name", ["[/]", "[x]", "[bold]a[/bold]", "$(reboot)", "a\u202eb", "\x1b]0;x\x07", "日本語"])
async def test_whatever_is_typed_as_name_is_shown_as_it_is_and_refused(
    start: Start, bellefontaine: int, name: str
) -> None:
    async with start() as someone:
        await someone.pastes(name)
        await someone.presses("enter")
        await someone.types("135791", "enter")
        assert someone.reads(MISMATCH)
        assert "".join(sign if sign.isprintable() else "·" for sign in name) in someone.text
        assert "\x1b" not in someone.text


async def test_the_language_changes_and_what_was_typed_stays(start: Start, bellefontaine: int) -> None:
    async with start() as someone:
        await someone.types("sarah", "f9")
        await someone.presses("3", "enter")
        assert someone.reads("E-Mail, Telefon oder Mitgliedsnummer")
        assert someone.reads("> sarah")
        assert "Deutsch" in someone.lines[0]


async def test_a_window_too_small_says_so_and_nothing_typed_is_lost(start: Start, bellefontaine: int) -> None:
    async with start() as someone:
        await someone.types("sarah")
        await someone.resizes(72, 20)
        assert someone.reads("Agrandissez la fenêtre : 80 × 24 au moins (ici 72 × 20)")
        await someone.resizes(120, 40)
        assert someone.reads("> sarah")
        assert someone.marks == 1


async def test_two_people_with_one_phone_are_told_apart_by_their_secret(
    book: Book, bellefontaine: int, start: Start
) -> None:
    member(book, bellefontaine, phone="0639981234")
    karim = member(book, bellefontaine, "Karim", "Sow", phone="0639981234")
    from db.accounts import change_secret

    change_secret(book, karim.id, karim.id, access.hash_secret("852137"))
    async with start() as someone:
        await someone.signs_in("0639981234", "852137")
        assert "Karim SOW" in someone.lines[0]


def looks(person: AtTheCounter) -> tuple[str, int, int]:
    return person.page, person.marks, len(person.footer)


@pytest.mark.parametrize("words", ["fr", "en", "de"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_first_screen_has_one_mark_and_a_footer_that_fits(
    book: Book, bellefontaine: int, start: Start, words: str, size: tuple[int, int]
) -> None:
    group(book, "SOUPETARD")
    async with start(words=words, size=size) as someone:
        for keys in (["f3"], ["f9"], ["f2"], ["f4"]):
            await someone.presses(*keys)
            assert looks(someone)[1] == 1, looks(someone)
            assert 0 < looks(someone)[2] <= 78, looks(someone)
            await someone.presses("escape")
            assert someone.page == "SignIn"
            assert looks(someone)[1] == 1
        if (words, size) == ("fr", (80, 24)):
            assert someone.footer == "Entrée Suivant  F2 Groupes  F4 S'inscrire  F1 Aide  F9 Langue  Ctrl+Q Quitter"


def test_the_first_screen_brings_nothing_heavy_along() -> None:
    """Peewee, argon2 and Babel come after the first paint, or never."""
    heavy = "{'peewee', 'argon2', 'babel', 'sqlcipher3', 'db.database', 'i18n.refusals', 'screens.sign_up'}"
    asked = f"import sys, screens.sign_in; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
