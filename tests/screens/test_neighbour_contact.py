"""Whom one helps: the contact and the views of it, what is agreed, « Livrée », and giving the order back."""

from __future__ import annotations

import pytest

from db.calls import calls
from db.contacts import views
from db.database import Book
from db.delivery import Details, ask_delivery, collect
from db.delivery_lists import my_request
from db.delivery_steps import assign, take
from db.orders import owner
from screens.neighbour_contact import NeighbourContact
from tests.db import world as worlds
from tests.db.world import DAY, World
from tests.looks import faults
from tests.screens import deliverer_drivers as drivers
from tests.screens.conftest import Start
from tests.screens.deliverer_drivers import Deliverer, Street, deliverer

AMINA = 0
ADDRESS, PHONE = "14 rue des Lilas", "06 39 98 12 01"


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


@pytest.fixture
def street(book: Book, world: World) -> Street:
    """Nora has taken Amina's order."""
    street = drivers.make(book, world)
    take(book, street.nora, street.baskets[AMINA])
    return street


def viewed(book: Book, street: Street) -> int:
    return len(views(book, street.world.volunteer, street.world.group))


def agreed(nora: Deliverer) -> tuple[str, str] | None:
    """How the money is settled and whose containers, as the book has it."""
    agreement = nora.mine[0].agreement
    return agreement and (agreement.money, agreement.containers)


async def test_the_footer_shows_letters_only_where_they_are_keys(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        keys = nora.lines[-1]
        assert "l Livrée" not in keys, "in the field of the hour it is a letter"
        assert "r Rendre" not in keys
        await nora.presses("tab")
        assert " ".join(nora.lines[-1].split()) == (
            "Entrée Suivant F8 Noter l'accord l Livrée r Rendre F1 Aide Échap Liste"
        )
        await nora.presses("shift+tab")
        assert nora.lines[-1] == keys


# --- The contact ------------------------------------------------------------------------------------------------------


async def test_the_contact_is_seen_by_the_deliverer_and_the_view_is_written_down(
    book: Book, street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        assert viewed(book, street) == 0
        await nora.sees_contact()
        assert nora.says("● PRIS : Amina BENALI")
        assert nora.says(f"Adresse {ADDRESS} 31100 Toulouse Téléphone {PHONE} Souhait samedi soir")
        assert nora.says("Note 3e étage, sonner deux fois Commande panier 1, 3,5 kg, 17,38 €")
        assert nora.says("Cette personne voit votre téléphone.")
        assert viewed(book, street) == 1


async def test_help_sizes_languages_and_what_others_do_are_no_new_view(
    book: Book, street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.presses("f1", "escape", "f9", "escape", "ctrl+o", "escape")
        await nora.resizes(120, 40)
        await nora.resizes(80, 24)
        take(book, street.omar, street.baskets[2])
        await nora.a_minute_passes()
        assert nora.says(PHONE)
        assert viewed(book, street) == 1


async def test_after_leaving_nothing_of_the_contact_stays_and_seeing_it_again_is_a_new_view(
    book: Book, street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        page = nora.app.screen
        assert isinstance(page, NeighbourContact)
        await nora.presses("escape")
        assert nora.page == "Neighbours"
        for secret in ("BENALI", ADDRESS, PHONE, "sonner"):
            assert secret not in nora.text
        assert not any(page.contact)
        await nora.presses("up", "enter")  # the taken line is one way more
        assert nora.says(PHONE)
        assert viewed(book, street) == 2


async def test_of_several_the_contact_is_that_of_the_line_in_focus_or_of_the_last_one_taken(
    book: Book, street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        await nora.takes()
        await nora.sees_contact()
        assert nora.says("Lucie FERRAND")
        await nora.presses("escape", "up", "c")
        assert nora.says("Amina BENALI")


async def test_what_the_person_changes_is_seen_at_once_with_their_word(
    book: Book, street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        amina, basket = owner(book, street.baskets[AMINA])[0], street.baskets[AMINA]
        ask_delivery(
            book, amina, basket, consent=True, details=Details(), times="dimanche", note="", word="Ma sœur ouvre."
        )
        await nora.a_minute_passes()
        assert nora.says("Souhait dimanche")
        assert nora.says("Un mot Ma sœur ouvre.")
        assert not nora.says("sonner deux fois")
        assert viewed(book, street) == 2


async def test_a_person_who_withdraws_is_gone_from_the_screen(book: Book, street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        collect(book, owner(book, street.baskets[AMINA])[0], street.baskets[AMINA], word="J'y vais.")
        await nora.a_minute_passes()
        assert nora.page == "Neighbours"
        assert nora.says("La liste est à jour."), nora.text
        assert PHONE not in nora.text


async def test_an_order_that_the_team_gave_to_somebody_else_is_gone_too_whatever_is_typed(
    book: Book, street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.types("samedi 17:30")
        assign(book, street.world.volunteer, street.baskets[AMINA], street.omar)
        await nora.presses("f8")
        assert nora.page == "Neighbours"
        assert nora.says("La liste est à jour."), nora.text
        assert PHONE not in nora.text


async def test_a_long_note_and_a_long_word_are_read_to_their_end(book: Book, street: Street, start: Start) -> None:
    amina, basket = owner(book, street.baskets[AMINA])[0], street.baskets[AMINA]
    long = " ".join(f"mot{number:02}" for number in range(80))
    ask_delivery(book, amina, basket, consent=True, times="x" * 80, note=long, word=f"{long} fin")
    async with deliverer(start, street) as nora:
        for size in ((80, 24), (120, 40)):
            await nora.resizes(*size)
            await nora.sees_contact()
            assert nora.says("Jour, heure >")
            await nora.presses("up", "end")
            assert nora.marks == 1
            assert nora.says("fin") or nora.says("mot79 fin"), nora.text
            await nora.presses("home")
            assert nora.says(ADDRESS)
            assert list(faults(nora)) == []
            await nora.presses("escape")


# --- What is agreed ---------------------------------------------------------------------------------------------------


async def test_from_the_list_to_an_agreement_it_is_three_keys_and_the_hour(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.presses("enter")  # takes Lucie's
        await nora.presses("c")
        await nora.types("samedi 17:30")
        assert nora.lines[-2].strip() == "samedi 12 décembre, 17:30"
        await nora.presses("f8")
        assert nora.says("● CONVENU Lucie F., samedi 12 décembre, 17:30.")
        assert nora.says("Lucie F. même bâtiment 6 kg convenu : samedi 12 à 17:30")
        assert nora.mine[1].agreement is not None


async def test_enter_leads_through_the_questions_to_the_button(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.types("samedi 17:30", "enter")
        assert nora.says("> (•) enveloppe")
        await nora.presses("right", "enter")
        assert nora.says("> (•) les siens")
        await nora.presses("3", "enter")
        assert nora.says("> Noter l'accord")
        await nora.presses("enter")
        assert agreed(nora) == ("advanced", "bags")


async def test_signs_of_the_upper_row_and_space_choose_too(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.types("samedi 17:30", "enter")
        await nora.types('"')
        assert nora.says("> (•) déjà payée")
        await nora.presses("space")
        assert nora.says("> (•) enveloppe")
        await nora.presses("left", "9", "0", "x")
        assert nora.says("> (•) enveloppe")


async def test_what_was_agreed_stands_there_again_and_the_latest_holds(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.types("samedi 17:30", "enter", "2", "f8")
        await nora.sees_contact()
        assert nora.says("> [ samedi 12 à 17:30")
        assert nora.says("(•) avancée")
        await nora.presses("escape")
        assert nora.page == "Neighbours"  # nothing was changed: nothing is asked
        await nora.sees_contact()
        await nora.presses("ctrl+u")
        await nora.types("dimanche 10 h", "f8")
        assert nora.says("convenu : dimanche 13 à 10:00")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Exemple"), ("zzz", "Exemple"), ("32:75", "Exemple"), ("\u202e12", "Exemple"), ("mardi 12, 17:30", "jour"),
     ("12/06 17:30", "plus de 30 jours"), ("lundi 7, 01:00", "La distribution commence"),
     ("30/12 17:30", "plus rien ne s'organise")],
)  # fmt: skip
async def test_an_hour_that_is_none_is_refused_where_it_was_typed(
    street: Street, start: Start, typed: str, said: str
) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.types(typed, "f8")
        assert nora.page == "NeighbourContact"
        assert nora.says("×"), nora.text
        assert nora.says(said), nora.text
        assert list(faults(nora)) == []
        assert agreed(nora) is None
        await nora.presses("ctrl+u")
        await nora.types("samedi 17:30", "f8")
        assert agreed(nora) == ("envelope", "person")


async def test_leaning_on_enter_agrees_nothing_and_delivers_nothing(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.types("samedi 17:30")
        await nora.leans_on("enter")
        assert nora.page == "NeighbourContact"
        assert nora.says("> Noter l'accord")
        await nora.presses("tab")
        await nora.leans_on("enter")
        assert agreed(nora) is None
        assert not nora.mine[0].delivered


async def test_an_agreement_that_is_not_written_down_is_not_lost_by_one_escape(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.types("samedi 17:30", "escape")
        assert nora.says("Quitter sans noter l'accord ?")
        await nora.presses("escape")
        assert nora.says("[ samedi 17:30")
        await nora.presses("escape", "enter")
        assert nora.page == "Neighbours"


# --- Delivered, or given back -----------------------------------------------------------------------------------------


async def test_letters_are_typed_in_the_field_and_act_outside_of_it(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.types("lr")
        assert nora.says("[ lr")
        await nora.presses("ctrl+u", "tab", "l")
        assert nora.page == "Neighbours"
        assert nora.says("● LIVRÉE Amina B. a sa commande. Merci.")
        assert nora.mine[0].delivered
        assert nora.says("● LIVRÉE Amina B. même bâtiment")
        await nora.presses("c")
        assert nora.says("● LIVRÉE : Amina BENALI")
        await nora.presses("tab", "l")
        assert nora.says("C'est déjà noté. Sur la liste, Ctrl+Z l'annule.")
        await nora.presses("escape", "ctrl+z")
        assert not nora.mine[0].delivered


async def test_the_buttons_do_what_the_keys_do(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.presses("tab", "tab", "tab", "right", "right", "enter")
        assert nora.page == "ReleaseOrder"
        await nora.presses("escape", "left", "enter")
        assert nora.mine[0].delivered


async def test_giving_back_needs_a_word_and_the_team_is_to_tell_it(book: Book, street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.presses("tab", "r")
        assert nora.says("Rendre la commande : Amina B.")
        await nora.presses("enter")
        assert nora.says("×"), nora.text
        await nora.presses("f8")
        assert nora.page == "ReleaseOrder"
        assert nora.names == ["Amina B."]
        await nora.types("Je suis malade.", "enter", "enter")
        assert nora.page == "Neighbours", nora.text
        assert nora.says("● RENDUE Amina B. : la commande est de nouveau sur la liste.")
        assert nora.names == []
    [call] = [one for one in calls(book, street.world.volunteer, street.world.group) if one.why == "released"]
    assert call.word == "Je suis malade."
    request = my_request(book, call.member_id, street.baskets[AMINA])
    assert request is not None
    assert request.word == "Je suis malade."


async def test_keeping_it_after_all_leads_back_to_the_contact(book: Book, street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        await nora.presses("tab", "r", "escape")
        assert nora.says(PHONE)
        assert viewed(book, street) == 1
        await nora.presses("r")
        await nora.types("Non.")
        await nora.leans_on("enter")
        assert nora.page == "ReleaseOrder"
        assert nora.names == ["Amina B."]


async def test_when_the_days_are_over_what_is_on_the_screen_goes_too(book: Book, street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.sees_contact()
        nora.app.settings.clock.advance(20 * DAY)  # type: ignore[attr-defined]
        await nora.types("samedi 17:30", "f8")
        assert PHONE not in nora.text
        assert nora.says("les coordonnées ne sont plus visibles"), nora.text


# --- Looks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["fr", "en", "de"])
async def test_every_size_has_room_in_three_languages(street: Street, start: Start, words: str) -> None:
    async with deliverer(start, street, words=words) as nora:
        for keys in ((), ("c",), ("tab", "r"), ("escape", "escape", "m")):
            await nora.presses(*keys)
            for size in ((80, 24), (100, 30), (120, 40), (80, 24)):
                await nora.resizes(*size)
                assert list(faults(nora)) == [], nora.text
        assert nora.page == "Limits"


async def test_at_120_columns_the_contact_stands_beside_the_list(street: Street, start: Start) -> None:
    async with deliverer(start, street, size=(120, 40)) as nora:
        await nora.sees_contact()
        assert nora.says("5 demandes sans livreur, les plus proches d'abord")
        assert nora.says("Amina BENALI")
        assert nora.marks == 1
        await nora.presses("tab", "down")
        assert nora.says("> (•) avancée par moi")
        await nora.resizes(80, 24)
        assert not nora.says("5 demandes sans livreur")
        assert nora.says("> (•) avancée")
