"""« Sur Accueil vous pourrez voir les différents groupes dont vous êtes membres. » (tutorial 2)"""

from __future__ import annotations

import pytest

from db import groups
from db.database import Book
from tests.screens.conftest import Start
from tests.screens.drivers import coordinator_of, group, member

WELCOME = "Bienvenue au groupe !\nLa permanence est le mercredi, de 16 h à 18 h."
CONTACT = "Camille, 06 39 98 00 11"


@pytest.fixture
def bellefontaine(book: Book) -> int:
    return group(book, welcome=WELCOME, contact=CONTACT)


async def test_a_visitor_sees_each_group_and_looks_at_its_distributions(
    book: Book, bellefontaine: int, start: Start
) -> None:
    group(book, "SOUPETARD")
    async with start() as visitor:
        await visitor.presses("f2")
        assert visitor.reads("1 BELLEFONTAINE Centre social 1, Toulouse")
        assert visitor.reads("La permanence est le mercredi, de 16 h à 18 h.")
        assert visitor.reads("Coordination Camille, 06 39 98 00 11")
        await visitor.presses("down")
        assert visitor.reads("2 SOUPETARD")
        assert CONTACT not in visitor.text
        await visitor.presses("1", "enter")
        assert visitor.page == "Distributions"
        await visitor.presses("escape")
        assert visitor.page == "Groups"
        await visitor.presses("escape")
        assert visitor.page == "SignIn"


async def test_one_changes_to_another_group_which_one_joins_by_ordering(
    book: Book, bellefontaine: int, start: Start
) -> None:
    group(book, "SOUPETARD")
    sarah = member(book, bellefontaine)
    async with start() as person:
        await person.signs_in()
        await person.presses("f5")
        # « Vous serez automatiquement inscrit dans le groupe à la fin de votre commande. »
        assert person.reads("Vous rejoignez un groupe en y commandant")
        assert person.reads("Vos groupes")
        assert person.reads("Les autres groupes, que vous pouvez rejoindre")
        await person.presses("down", "enter")
        assert person.page == "Distributions"
        assert "SOUPETARD" in person.lines[0]
    from db.accounts import memberships

    assert [one.group for one in memberships(book, sarah.id)] == ["BELLEFONTAINE"]


async def test_who_belongs_to_several_groups_chooses_one_at_the_start(
    book: Book, bellefontaine: int, start: Start
) -> None:
    soupetard = group(book, "SOUPETARD")
    sarah = member(book, bellefontaine)
    from db.accounts import join

    join(book, sarah.id, soupetard)
    async with start() as person:
        await person.signs_in()
        assert person.page == "Groups"
        assert person.reads("Quel groupe ?")
        assert person.footer == "Entrée Choisir  F1 Aide  F9 Langue  F12 Déconnexion  Échap Retour"
        await person.presses("2", "enter")
        assert "SOUPETARD" in person.lines[0]
        # The next time the group used last is shown at once.
        await person.presses("f12")
        await person.signs_in()
        assert "SOUPETARD" in person.lines[0]


async def test_a_kiosk_of_one_group_shows_no_other(book: Book, bellefontaine: int, start: Start) -> None:
    group(book, "SOUPETARD")
    async with start(kiosk=True, groups=("bellefontaine",)) as visitor:
        await visitor.presses("f2")
        assert visitor.reads("BELLEFONTAINE")
        assert not visitor.reads("SOUPETARD")
        await visitor.presses("escape", "f4")
        assert visitor.reads("Comment vous appelez-vous ?")


async def test_a_welcome_as_long_as_it_may_be_leaves_place_for_the_contact(book: Book, start: Start) -> None:
    group(book, welcome="Bienvenue ! " * 160, contact=CONTACT)
    async with start() as visitor:
        await visitor.presses("f2")
        assert visitor.reads(CONTACT)
        assert visitor.marks == 1
        assert "Entrée" in visitor.lines[-1]


async def test_many_groups_scroll_under_the_mark(book: Book, bellefontaine: int, start: Start) -> None:
    by = coordinator_of(book, bellefontaine)
    for number in range(40):
        groups.add(book, by, f"GROUPE {number:02d}")
    async with start() as visitor:
        await visitor.presses("f2")
        assert "GROUPE 39" not in visitor.text
        await visitor.presses("end")
        assert "> " in next(line for line in visitor.lines if "GROUPE 39" in line)
        assert visitor.marks == 1
        await visitor.presses("home")
        assert "> " in next(line for line in visitor.lines if "BELLEFONTAINE" in line)


@pytest.mark.parametrize("name", ["[/]", "[x]", "[red]a[/red]", "Ünïçødé 李明"])
async def test_what_a_group_is_called_and_says_is_shown_as_it_is(book: Book, start: Start, name: str) -> None:
    group(book, name, welcome=f"{name} {name}", contact=name)
    async with start() as visitor:
        await visitor.presses("f2")
        assert visitor.text.count(name) >= 5


async def test_a_book_without_a_group_for_this_kiosk_says_so(book: Book, bellefontaine: int, start: Start) -> None:
    async with start(kiosk=True, groups=("AILLEURS",)) as visitor:
        await visitor.presses("f2")
        assert visitor.reads("Il n'y a aucun groupe ici. Échap : retour au premier écran.")
        await visitor.presses("enter", "escape")
        assert visitor.page == "SignIn"
