"""Registering a request or an offer of somebody at the desk or on the phone: who, what, and the agreement by voice."""

from __future__ import annotations

from pathlib import Path

from db import accounts
from db.delivery_history import request_file, wishes
from db.delivery_lists import my_offer
from tests.screens.demo_world import SARAH
from tests.screens.desk_drivers import at_the_desk, requests, team, views
from tests.screens.drivers import AtTheCounter


async def finds(nadia: AtTheCounter, name: str) -> None:
    await nadia.presses("n")
    await nadia.types(name, "enter")


async def test_letters_find_a_member_and_no_contact_is_shown(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "n") as nadia:
        await nadia.types("a")
        assert nadia.reads("Seuls les 20 premiers sont montrés")
        await nadia.types("r")
        assert nadia.reads("VARDA")
        assert "06 39" not in nadia.text
        assert "@" not in nadia.text
        await nadia.types("zz", "enter")
        assert nadia.reads("× Aucun nom avec ces lettres dans ce groupe.")
        assert nadia.text.count("Aucun nom avec ces lettres dans ce groupe.") == 1
        await nadia.presses("ctrl+u", "enter")
        assert nadia.reads("× Tapez d'abord quelques lettres du nom.")
        await nadia.types("va")
        await nadia.presses("down", "enter")
        assert nadia.page == "RegisterDelivery"


async def test_a_request_is_recorded_as_heard_by_the_volunteer(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        book = nadia.app.book
        await finds(nadia, "varda")
        await nadia.presses("1", "enter")
        assert nadia.reads("Ne demandez pas la raison.")
        assert nadia.reads("[ ] J'ai lu l'accord à la personne, elle accepte.")
        await nadia.presses("enter", "enter")
        await nadia.types("samedi soir", "enter")
        await nadia.types("2e étage", "enter")
        await nadia.presses("enter")
        assert nadia.reads("Lisez l'accord à la personne")
        assert not any(line.name == "Sarah VARDA" for line in requests(book))
        await nadia.presses("space", "enter")
        assert nadia.page == "Deliveries"
        assert nadia.reads("● NOTÉ Sarah VARDA a besoin d'être livré·e : la demande est dans la liste.")
        line = next(line for line in requests(book) if line.name == "Sarah VARDA")
        assert line.times == "samedi soir"
        assert request_file(book, team(book)[0], line.basket_id).heard_by == "Nadia KERBAL"
        assert wishes(book, team(book)[0], line.basket_id) == ("samedi soir", "2e étage")


async def test_the_contact_shown_in_the_form_is_written_down(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        before = views(nadia.app.book)
        await finds(nadia, "varda")
        assert views(nadia.app.book) == before
        await nadia.presses("1", "enter")
        assert nadia.reads("Cette consultation est notée.")
        assert "06 39 98" in nadia.text
        assert views(nadia.app.book) == before + 1


async def test_what_is_half_typed_for_somebody_waits_for_them_alone(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        await finds(nadia, "varda")
        await nadia.presses("1", "enter", "enter", "enter")
        await nadia.types("samedi soir", "enter")
        await nadia.presses("escape", "1", "enter")
        assert nadia.page == "RegisterForm"
        assert nadia.reads("Quand ? [ samedi soir ")
        await nadia.presses("escape", "2", "enter")
        assert nadia.page == "RegisterForm"
        assert not nadia.reads("samedi soir"), "it is another form"


async def test_bad_fields_are_refused_where_they_are_and_nothing_is_recorded(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        book = nadia.app.book
        before = requests(book)
        await finds(nadia, "varda")
        await nadia.presses("1", "enter", "home", "ctrl+u", "f8")
        assert nadia.reads("Exemple : 12 rue des Lilas, 31100 Toulouse.")
        await nadia.types("3 rue des Lilas, 31100 Toulouse", "enter")
        await nadia.presses("ctrl+u")
        await nadia.types("06 39 98", "enter")
        assert nadia.reads("Il manque 4 chiffres.")
        await nadia.presses("ctrl+u", "f8")
        assert nadia.page == "RegisterForm"
        assert requests(book) == before


async def test_an_offer_is_recorded_for_somebody_without_an_order(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        book = nadia.app.book
        await finds(nadia, "varda")
        assert nadia.reads("(indisponible : pas de commande")
        await nadia.presses("3", "enter")
        assert nadia.reads("il n'y a rien à apporter.")
        await nadia.presses("4", "enter", "enter", "ctrl+u")
        await nadia.types("99", "enter")
        assert nadia.reads("De 1 à 20.")
        await nadia.presses("ctrl+u")
        await nadia.types("3", "enter", "ctrl+u")
        await nadia.types("12,5", "enter", "right", "enter", "enter", "space", "enter")
        assert nadia.reads("● NOTÉ Sarah VARDA peut livrer : la proposition est enregistrée.")
        sarah = accounts.find_member(book, SARAH).id
        far = max(requests(book), key=lambda line: line.starts_at)
        offer = my_offer(book, sarah, far.distribution_id)
        assert offer is not None
        assert (offer.orders, offer.grams, offer.transport) == (3, 12_500, "bicycle")


async def test_a_request_is_changed_or_taken_back_for_the_person(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        book = nadia.app.book
        await finds(nadia, "varda")
        await nadia.presses("1", "enter", "f8", "space", "f8")
        await finds(nadia, "varda")
        assert nadia.reads("Changer la demande")
        await nadia.presses("3", "enter")
        assert nadia.reads("Vient finalement la chercher ?")
        await nadia.presses("escape", "3", "enter", "enter")
        assert nadia.page == "Deliveries"
        assert nadia.reads("● NOTÉ Sarah VARDA vient chercher sa commande.")
        assert not any(line.name == "Sarah VARDA" for line in requests(book))


async def test_who_carries_an_order_keeps_the_offer_until_it_is_released(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        book = nadia.app.book
        held = next(line for line in requests(book) if line.round)
        await finds(nadia, held.deliverer.split()[-1])
        assert nadia.reads("Ne livre finalement pas")
        place = next(row for row in nadia.lines if "Ne livre finalement pas" in row).split()[0]
        await nadia.presses(place, "enter", "enter")
        assert nadia.reads("Cette personne a pris 1 commande d'un voisin : rendez-la d'abord")


async def test_a_held_enter_registers_nothing(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "n") as nadia:
        before = requests(nadia.app.book)
        await nadia.types("varda")
        await nadia.leans_on("enter")
        assert nadia.page == "RegisterForm"
        assert requests(nadia.app.book) == before
        assert nadia.marks == 1


async def test_a_number_typed_on_the_upper_row_of_a_french_keyboard_finds_its_member(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "n") as nadia:
        number = accounts.find_member(nadia.app.book, SARAH).number
        row = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))
        await nadia.types("".join(row[sign] for sign in number))
        assert nadia.reads("Sarah VARDA"), nadia.text
        await nadia.presses("ctrl+u")
        await nadia.types("élo")
        assert nadia.reads("Élodie CROS"), nadia.text
