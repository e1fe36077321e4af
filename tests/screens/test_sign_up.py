"""« Comment créer son compte ? » (tutorial 1, I) and « S'inscrire » (tutorial 2)."""

from __future__ import annotations

import pytest

from db import accounts
from db.accounts import NewMember
from db.database import Book
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter, group, hashed, member

OWN = "739156"


def people(book: Book) -> int:
    return int(book.db.execute_sql("SELECT count(*) FROM member").fetchall()[0][0])


async def gives_name(person: AtTheCounter, first: str = "Léa", last: str = "Martin") -> None:
    await person.types(first, "enter")
    await person.types(last, "enter")


async def gives_contact(person: AtTheCounter, email: str = "lea.martin@example.org", phone: str = "") -> None:
    await person.types(email, "enter")
    await person.types(phone, "enter")


async def gives_secret(person: AtTheCounter, secret: str = OWN) -> None:
    await person.types(secret, "enter")
    await person.types(secret, "enter")


async def test_from_the_link_of_a_group_to_the_page_where_one_orders(book: Book, start: Start) -> None:
    group(book, "BELLEFONTAINE")
    group(book, "SOUPETARD", address_required=True)
    async with start() as lea:
        # « Cliquez sur le lien du groupement choisi : 3 COCUS, BELLEFONTAINE ou SOUPETARD. »
        await lea.presses("f2")
        assert lea.reads("1 BELLEFONTAINE")
        await lea.presses("2")
        # « … il faudra alors s'inscrire en cliquant sur « Connexion » », « Cliquez ensuite sur « S'inscrire » »
        assert lea.footer == "Entrée Voir  F4 S'inscrire  F12 Connexion  F1 Aide  F9 Langue  Échap Retour"
        await lea.presses("f4")
        # « Remplissez le formulaire »
        assert lea.reads("Comment vous appelez-vous ?")
        await gives_name(lea)
        await gives_contact(lea, phone="06 39 98 12 34")
        # « Attention n'oubliez pas de remplir votre adresse et numéro de téléphone »
        assert lea.reads("Les membres de ce groupe doivent fournir leur adresse.")
        await lea.types("3 rue des Lilas", "enter", "enter")
        await lea.types("31500", "enter")
        await lea.types("Toulouse", "enter")
        await gives_secret(lea)
        # « … et validez en cliquant sur « Inscription » »
        assert lea.reads("Entrée Inscription")
        assert lea.reads("Groupe SOUPETARD")
        assert lea.reads("Nom Léa MARTIN")
        assert people(book) == 1
        await lea.presses("enter")
        # « Vous arrivez ensuite sur la page de prise de commande. »
        assert lea.page == "Distributions"
        assert "SOUPETARD" in lea.lines[0]
        assert "Léa MARTIN" in lea.lines[0]
        await lea.presses("f12")
        await lea.signs_in("lea.martin@example.org", OWN)
        assert lea.page == "Distributions"
    new = accounts.find_member(book, "06 39 98 12 34")
    assert (new.address1, new.postcode, new.city, new.language) == ("3 rue des Lilas", "31500", "Toulouse", "fr")


async def test_with_one_group_there_is_nothing_to_choose_and_a_phone_is_enough(book: Book, start: Start) -> None:
    group(book)
    async with start() as lea:
        await lea.presses("f4")
        await gives_name(lea)
        await gives_contact(lea, email="", phone="0639981234")
        # The group does not ask for an address: nor does Comptoir.
        assert lea.reads("Choisissez un code secret.")
        assert "Adresse" not in lea.lines[1]
        await gives_secret(lea)
        await lea.presses("enter")
        assert "Léa MARTIN" in lea.lines[0]


async def test_a_household_may_have_two_people(book: Book, start: Start) -> None:
    group(book)
    async with start() as lea:
        await lea.presses("f4")
        await lea.types("Léa", "enter")
        await lea.types("Martin", "down", "enter")
        assert lea.reads("Deuxième personne")
        await lea.types("Omar", "enter")
        await lea.presses("f8")
        assert lea.reads("× Indiquez le nom de famille.")
        await lea.types("Benali", "enter")
        await gives_contact(lea)
        await lea.presses("f8")
        await gives_secret(lea)
        assert lea.reads("Deuxième personne Omar BENALI")
        await lea.presses("enter")
    new = accounts.find_member(book, "lea.martin@example.org")
    assert (new.first_name2, new.last_name2) == ("Omar", "Benali")


@pytest.mark.parametrize(
    ("email", "phone", "sentence"),
    [
        ("", "", "× Indiquez une adresse e-mail ou un téléphone : l'un des deux suffit."),
        ("lea", "", "× « lea » n'est pas une adresse e-mail."),
        ("", "06 39 98", "× Il manque 4 chiffres. Exemple : 06 39 98 12 34."),
        ("", "06 39 98 12 34 56", "× Il y a 2 chiffres de trop."),
    ],
)
async def test_a_contact_that_cannot_be_read_is_refused_at_its_field(
    book: Book, start: Start, email: str, phone: str, sentence: str
) -> None:
    group(book)
    async with start() as lea:
        await lea.presses("f4")
        await gives_name(lea)
        await lea.types(email, "tab")
        await lea.types(phone, "f8")
        assert lea.reads(sentence)
        assert lea.marks == 1
        assert all(typed in lea.text for typed in (email, phone))
        assert people(book) == 1


@pytest.mark.parametrize(
    ("secret", "sentence"),
    [
        ("1234", "× Ce code est trop court"),
        ("123456", "× Ce code est une suite"),
        ("111111", "× Ce code se répète"),
        ("981234", "× Ce code est fait de votre nom, de votre téléphone ou de votre adresse."),
        ("", "× Indiquez le code."),
    ],
)
async def test_a_weak_secret_is_refused_with_its_reason(book: Book, start: Start, secret: str, sentence: str) -> None:
    group(book)
    async with start() as lea:
        await lea.presses("f4")
        await gives_name(lea)
        await gives_contact(lea, phone="0639981234")
        await lea.presses("f8")
        await lea.types(secret, "enter")
        assert lea.reads(sentence)
        assert people(book) == 1


async def test_escape_goes_one_question_back_and_keeps_what_was_typed(book: Book, start: Start) -> None:
    group(book)
    async with start() as lea:
        await lea.presses("f4")
        await gives_name(lea)
        await lea.types("lea@", "escape")
        assert lea.reads("Prénom │ Léa") or "Léa" in lea.text
        await lea.presses("f8")
        assert lea.reads("> lea@")
        await lea.presses("escape", "escape")
        assert lea.page == "SignIn"


async def test_a_known_email_leads_to_signing_in(book: Book, start: Start) -> None:
    member(book, group(book))
    async with start() as sarah:
        await sarah.presses("f4")
        await gives_name(sarah, "S.", "Varda")
        await gives_contact(sarah, "Sarah.VARDA@example.org")
        assert sarah.reads("Vous avez déjà un compte : connectez-vous.")
        await sarah.presses("enter")
        assert sarah.page == "SignIn"
        await sarah.types("246810", "enter")
        assert "Sarah VARDA" in sarah.lines[0]


async def test_another_email_may_be_given_instead(book: Book, start: Start) -> None:
    member(book, group(book))
    async with start() as lea:
        await lea.presses("f4")
        await gives_name(lea)
        await gives_contact(lea, "sarah.varda@example.org")
        await lea.presses("2", "enter")
        assert lea.reads("> sarah.varda@example.org")
        await lea.presses("ctrl+u")
        await gives_contact(lea)
        assert lea.reads("Choisissez un code secret.")


@pytest.mark.parametrize(
    ("first", "phone", "sentence"),
    [
        ("Karim", "0639981234", "Quelqu'un est déjà inscrit avec ce téléphone."),
        ("SARAH", "0639981299", "Quelqu'un est déjà inscrit avec ce nom."),
    ],
)
async def test_the_same_phone_or_name_asks_whether_it_is_you(
    book: Book, start: Start, first: str, phone: str, sentence: str
) -> None:
    member(book, group(book), phone="0639981234", address1="12 rue Secrète", postcode="31000", city="Toulouse")
    async with start() as someone:
        await someone.presses("f4")
        await gives_name(someone, first, "Várda")
        await gives_contact(someone, "", phone)
        assert someone.reads("C'est vous ?")
        assert someone.reads(sentence)
        # Nothing of the other person is shown.
        assert "12 rue" not in someone.text
        assert "example.org" not in someone.text
        await someone.presses("2", "enter")
        await someone.presses("f8")
        await gives_secret(someone)
        await someone.presses("enter")
        assert f"{first} VÁRDA" in someone.lines[0]
    assert people(book) == 3


async def test_leaning_on_enter_neither_answers_for_one_nor_signs_up_twice(book: Book, start: Start) -> None:
    member(book, group(book), phone="0639981234")
    async with start() as someone:
        await someone.presses("f4")
        await gives_name(someone, "Karim", "Varda")
        await someone.types("", "enter")
        await someone.types("0639981234")
        await someone.leans_on("enter")
        assert someone.reads("C'est vous ?")
        await someone.presses("2", "enter", "f8")
        await someone.types("739156", "enter")
        await someone.types("739156")
        await someone.leans_on("enter")
        assert someone.page == "Question"
        assert people(book) == 2
        await someone.presses("enter")
        await someone.leans_on("enter", 5)
        assert "Karim VARDA" in someone.lines[0]
    assert people(book) == 3


@pytest.mark.parametrize("name", ["[/]", "[x]", "[@click=app.quit]a[/]", "O'Neil <b>", "Żółć", "李明"])
async def test_names_are_kept_and_shown_as_they_are(book: Book, start: Start, name: str) -> None:
    group(book)
    async with start() as someone:
        await someone.presses("f4")
        await gives_name(someone, name, "Martin")
        await gives_contact(someone)
        await someone.presses("f8")
        await gives_secret(someone)
        assert name in someone.text
        await someone.presses("enter")
        assert name in someone.lines[0]
    assert accounts.find_member(book, "lea.martin@example.org").first_name == name


async def test_an_email_that_was_taken_meanwhile_is_told_and_nothing_is_recorded(book: Book, start: Start) -> None:
    group_id = group(book)
    async with start() as lea:
        await lea.presses("f4")
        await gives_name(lea)
        await gives_contact(lea)
        await lea.presses("f8")
        await gives_secret(lea)
        accounts.sign_up(book, group_id, NewMember("Paul", "Roi", email="lea.martin@example.org"), hashed())
        await lea.presses("enter")
        assert lea.reads("Vous avez déjà un compte : connectez-vous.")
    assert people(book) == 2


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
@pytest.mark.parametrize("words", ["fr", "en", "de"])
async def test_each_question_fits_has_one_mark_and_a_footer_that_fits(
    book: Book, start: Start, size: tuple[int, int], words: str
) -> None:
    group(book, address_required=True)
    group(book, "SOUPETARD", address_required=True)
    seen = 0
    async with start(size=size, words=words) as lea:

        async def looks() -> None:
            nonlocal seen
            seen += 1
            assert lea.marks == 1
            assert len(lea.footer) <= 78
            # Nothing is cut off below: an empty row stands above the footer.
            assert not lea.lines[-2].strip()

        await lea.presses("f4")
        await looks()
        await lea.presses("enter", "f8")
        await looks()
        await lea.types("Léa", "enter")
        await lea.types("Martin", "down", "enter")
        await looks()
        await lea.presses("f8", "f8")
        await looks()
        await lea.types("x", "f8")
        await looks()
        await lea.presses("ctrl+u")
        await gives_contact(lea)
        await lea.presses("f8")
        await looks()
        await lea.types("3 rue des Lilas", "enter", "enter")
        await lea.types("31", "enter")
        await looks()
        await lea.types("500", "enter")
        await lea.types("Toulouse", "enter")
        await lea.presses("f8")
        await looks()
        assert (("Qui voit quoi" in lea.text) is (size[0] == 120)) or words != "fr"
    assert seen == 8


async def test_f4_within_the_sign_up_says_that_one_is_there_and_how_to_sign_in_instead(
    book: Book, start: Start
) -> None:
    group(book)
    async with start() as lea:
        await lea.presses("f4")
        assert lea.page == "SignUp"
        await lea.types("Léa")
        await lea.presses("f4")
        assert lea.reads("Vous vous inscrivez ici. Vous avez déjà un compte ? F12 : connexion")
        await lea.presses("f12")
        assert lea.page == "SignIn"


async def test_f4_where_nobody_signed_in_names_the_key_that_leads_to_signing_in(book: Book, start: Start) -> None:
    group(book)
    async with start() as lea:
        await lea.presses("f3", "f4")
        assert lea.page == "Forgotten"
        assert lea.reads("Connectez-vous d'abord. F12 : connexion")
        await lea.presses("f12")
        assert lea.page == "SignIn"
