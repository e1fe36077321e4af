"""« Comment modifier ses coordonnées ? » (tutorial 1, section V): one form, one F8, each refusal at its field."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import access, accounts
from db.database import Book
from db.errors import SignInRefused
from db.values.people import Person
from tests.screens.demo_world import SARAH, on_the_demo
from tests.screens.drivers import AtTheCounter

FIELDS = (
    "first_name", "last_name", "first_name2", "last_name2", "email", "phone", "address1", "address2", "postcode",
    "city", "old", "new", "again",
)  # fmt: skip


async def to_field(person: AtTheCounter, id: str) -> None:
    """From « Mon compte », to an empty field of the form."""
    if person.page != "Details":
        # « Cliquez sur l'onglet « Mon compte », puis cliquez sur « Modifier » dans l'encart « Compte » »
        await person.presses("f4", "m")
    person.app.screen.query_one(f"#{id}").focus()
    await person.presses("ctrl+u")


def sarah_in(person: AtTheCounter) -> Person:
    return accounts.person(person.app.book, person.app.session.person.id)  # type: ignore[union-attr]


async def test_phone_address_and_second_person_are_saved_with_one_f8(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        for id, text in {"phone": "06.39.98.12.34", "address1": "3 rue des Lilas", "first_name2": "Karim"}.items():
            await to_field(sarah, id)
            await sarah.types(text)
        await sarah.presses("f8")
        assert sarah.page == "Account"
        assert sarah.reads("● ENREGISTRÉ Vos coordonnées sont enregistrées.")
        assert sarah.reads("06 39 98 12 34")
        assert sarah.reads("3 rue des Lilas")
        saved = sarah_in(sarah)
        assert (saved.phone, saved.address1, saved.first_name2) == ("0639981234", "3 rue des Lilas", "Karim")


async def test_enter_goes_from_field_to_field_through_the_whole_form(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "m")
        for id in FIELDS:
            assert sarah.app.screen.focused.id == id  # type: ignore[union-attr]
            await sarah.settles()  # the form scrolls to the field once it is painted
            assert sarah.marks == 1, id
            await sarah.presses("enter")
        assert sarah.reads("> 1 (•) Celle de cet ordinateur")
        await sarah.presses("f8")
        assert sarah.page == "Account"


@pytest.mark.parametrize(
    ("id", "text", "said"),
    [
        ("first_name", "", "× Indiquez le prénom."),
        ("last_name", "   ", "× Indiquez le nom de famille."),
        ("email", "sarah(at)example", "n'est pas une adresse e-mail"),
        ("email", "benevole@example.org", "Cette adresse e-mail est déjà connue."),
        ("phone", "06 39 98", "× Il manque 4 chiffres."),
        ("phone", "bonjour", "n'est pas un numéro"),
        ("postcode", "31", "n'est pas un code postal"),
        ("address1", "x" * 100, "trop long"),
    ],
)
async def test_what_cannot_be_kept_is_said_at_its_field_and_stays_typed(
    tmp_path: Path, id: str, text: str, said: str
) -> None:
    async with on_the_demo(tmp_path) as sarah:
        before = sarah_in(sarah)
        await to_field(sarah, id)
        await sarah.types(text, "f8")
        assert sarah.page == "Details"
        assert sarah.reads(said)
        field = sarah.app.screen.focused
        assert field is not None
        assert (field.id, field.value) == (id, text)  # type: ignore[attr-defined]
        assert sarah_in(sarah) == before


async def test_every_field_that_is_wrong_says_so_at_once_and_the_first_has_the_focus(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        for id in ("postcode", "phone"):
            await to_field(sarah, id)
            await sarah.types("12")
        await sarah.presses("f8")
        assert sarah.app.screen.focused.id == "phone"  # type: ignore[union-attr]
        assert sarah.reads("Il manque 7 chiffres.")
        await sarah.presses("down", "down", "down", "down")
        assert sarah.reads("n'est pas un code postal")


async def test_neither_email_nor_phone_is_too_little(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_field(sarah, "email")
        await to_field(sarah, "phone")
        await sarah.presses("f8")
        assert sarah.reads("l'un des deux suffit")
        assert sarah_in(sarah).email == SARAH


async def change_secret(sarah: AtTheCounter, old: str, new: str, again: str) -> None:
    for id, text in zip(("old", "new", "again"), (old, new, again), strict=True):
        await to_field(sarah, id)
        await sarah.types(text)
    await sarah.presses("f8")


async def test_the_secret_is_changed_by_who_knows_the_old_one(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await change_secret(sarah, "246810", "739204", "739204")
        assert sarah.page == "Account"
        book: Book = sarah.app.book
        assert access.sign_in(book, SARAH, "739204").name == "Sarah VARDA"
        with pytest.raises(SignInRefused):
            access.sign_in(book, SARAH, "246810")


@pytest.mark.parametrize(
    ("typed", "id", "said"),
    [
        (("000111", "739204", "739204"), "old", "Ce n'est pas votre code."),
        (("246810", "123456", "123456"), "new", "Ce code est une suite, facile à deviner."),
        (("246810", "12", "12"), "new", "huit"),
        (("246810", "0639985018", "0639985018"), "new", "Ce code est fait de votre nom"),
        (("246810", "739204", "739205"), "new", "Les deux codes"),
        (("", "739204", "739204"), "old", "Indiquez le code."),
        (("246810", "", ""), "new", "Indiquez le code."),
    ],
)
async def test_a_secret_that_will_not_do_changes_nothing(
    tmp_path: Path, typed: tuple[str, str, str], id: str, said: str
) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_field(sarah, "city")
        await sarah.types("Blagnac")
        await change_secret(sarah, *typed)
        assert sarah.page == "Details"
        assert sarah.reads(said)
        assert sarah.app.screen.focused.id == id  # type: ignore[union-attr]
        assert sarah_in(sarah).city == "Toulouse"
        assert access.sign_in(sarah.app.book, "benevole@example.org", "246810")
        assert access.sign_in(sarah.app.book, SARAH, "246810")


async def test_the_language_chosen_here_is_spoken_at_once_and_next_time(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "m")
        sarah.app.screen.query_one("Choice").focus()
        await sarah.presses("3", "enter", "f8")
        assert sarah.reads("My account member no. 3")
        await sarah.presses("f12")
        assert sarah.reads("Se connecter")
        await sarah.signs_in()
        assert sarah.reads("Orders")


async def test_leaving_with_changes_asks_first(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_field(sarah, "city")
        await sarah.types("Blagnac", "escape")
        assert sarah.reads("Quitter sans enregistrer ?")
        await sarah.presses("escape")
        assert sarah.page == "Details"
        assert sarah.app.screen.query_one("#city").value == "Blagnac"  # type: ignore[attr-defined]
        await sarah.presses("escape", "enter")
        assert sarah.page == "Account"
        assert sarah_in(sarah).city == "Toulouse"


async def test_leaving_without_changes_asks_nothing(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "m", "escape")
        assert sarah.page == "Account"


async def test_who_came_for_a_missing_address_is_told_and_stands_at_it(tmp_path: Path) -> None:
    """« Attention n'oubliez pas de remplir votre adresse et numéro de téléphone »"""
    from screens.details import Details

    async with on_the_demo(tmp_path) as sarah:
        for missing, id, said in (
            ("address", "address1", "! ADRESSE Les membres de ce groupe doivent fournir leur adresse."),
            ("phone", "phone", "! TÉLÉPHONE Il manque votre numéro de téléphone."),
        ):
            sarah.app.push_screen(Details(missing))
            await sarah.settles()
            assert sarah.reads(said)
            assert sarah.app.screen.focused.id == id  # type: ignore[union-attr]
            await sarah.presses("escape")


async def test_signs_that_command_a_terminal_never_get_in(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_field(sarah, "last_name")
        await sarah.pastes("[red]Var\x1b[2J\u202eda")
        assert "\x1b" not in sarah.text
        await sarah.presses("f8")
        assert "\u202e" not in sarah_in(sarah).last_name
        assert "\x1b" not in sarah_in(sarah).last_name
