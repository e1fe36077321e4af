"""« Créneaux »: who comes when, for volunteers and the coordination."""

from __future__ import annotations

import pytest

from db import distributions, placing, slots
from db.calls import calls
from db.clock import SetClock
from db.database import Book
from tests.conftest import NOW
from tests.db import world as small
from tests.db.world import DAY
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter
from tests.screens.ordering_drivers import Orderer, member_at
from tests.screens.slot_drivers import at, at_the_board, make, ticked, where, wishes
from widgets.field import Field
from widgets.text import words

NOBODY = None


async def test_everybody_is_placed_after_one_question_that_says_what_it_comes_to(start: Start, book: Book) -> None:
    here = make(book)
    wishes(book, here, (5,), (5, 6))
    async with at_the_board(start, here) as coline:
        assert coline.reads("4 personnes viennent, placées à la fermeture, samedi 5 décembre à 09:00")
        await coline.presses("p")
        assert coline.reads("Placer tout le monde ?")
        assert coline.reads("Avec un créneau 4 sur 4")
        assert coline.reads("dans un créneau coché 2")
        assert where(coline.app.book, here) == [NOBODY] * 4
        await coline.presses("enter")
        assert coline.reads("4 personnes ont un créneau, dont 2 dans un créneau coché.")
        assert where(coline.app.book, here) == [5, 6, 0, 1]
        await coline.presses("p")
        assert coline.page == "SlotsBoard"
        assert coline.reads("Rien ne changerait : chaque personne reste où elle est.")


async def test_those_without_a_place_are_said_before_and_after(start: Start, book: Book) -> None:
    here = make(book, places=1, minutes=60)
    async with at_the_board(start, here) as coline:
        await coline.presses("p")
        assert coline.reads("! sans créneau, faute de places 2")
        await coline.presses("enter")
        assert coline.reads("! 2 personnes sans créneau : il n'y a pas assez de places.")
        await coline.presses("end")
        assert coline.reads("4 personnes viennent, ! 2 sans créneau")
        assert coline.reads("> ! SANS CRÉNEAU 2")
        assert coline.reads("3 Prénom1 NOM1")


async def test_a_held_p_and_enter_place_nobody(start: Start, book: Book) -> None:
    here = make(book)
    async with at_the_board(start, here) as coline:
        coline.presses_all_at_once("p", "enter", "enter")
        await coline.leans_on("enter")
        assert where(coline.app.book, here) == [NOBODY] * 4


async def test_one_person_is_moved_and_the_move_taken_back(start: Start, book: Book) -> None:
    here = make(book)
    wishes(book, here, (0, 7))
    placing.place_everyone(book, here.world.coordinator, here.world.open)
    async with at_the_board(start, here, "volunteer") as beatrice:
        await beatrice.presses("enter")
        assert beatrice.reads("Sarah VARDA, panier n° 1 : a coché 09:00, 10:45")
        await beatrice.presses("enter")
        assert beatrice.reads("Sarah VARDA : choisissez le créneau, Entrée.")
        assert beatrice.text.count("●") == 3, "two slots she ticked, and what the sign means"
        await beatrice.presses("end", "up", "enter")
        assert beatrice.reads("Sarah VARDA vient maintenant à 10:45.")
        assert where(beatrice.app.book, here)[0] == 7
        [one] = calls(beatrice.app.book, here.world.volunteer, here.world.group)
        assert (one.name, one.why, one.slot) == ("Sarah VARDA", "slot", at(7))
        await beatrice.presses("ctrl+z")
        assert beatrice.reads("Sarah VARDA vient à 09:00, comme avant.")
        assert where(beatrice.app.book, here)[0] == 0
        await beatrice.presses("ctrl+z")
        assert beatrice.reads("Vous n'avez déplacé personne ici : rien à annuler.")


async def test_escape_leaves_the_person_where_they_are(start: Start, book: Book) -> None:
    here = make(book)
    placing.place_everyone(book, here.world.coordinator, here.world.open)
    async with at_the_board(start, here) as coline:
        await coline.presses("d", "d")
        for key in ("p", "o", "d", "s", "ctrl+z"):
            await coline.presses(key)
            assert coline.reads("Choisissez d'abord le créneau de la personne, ou Échap.")
        await coline.presses("down", "down", "escape")
        assert coline.page == "SlotsBoard"
        assert where(coline.app.book, here) == [0, 1, 2, 3]
        await coline.presses("left", "escape")
        assert coline.page == "Distributions"


async def test_a_person_is_taken_out_of_their_slot(start: Start, book: Book) -> None:
    here = make(book)
    placing.place_everyone(book, here.world.coordinator, here.world.open)
    async with at_the_board(start, here) as coline:
        await coline.presses("enter", "enter", "end", "enter")
        assert coline.reads("Sarah VARDA n'a plus de créneau.")
        assert coline.reads("1 Sarah VARDA à la main")
        assert coline.reads("! 1 sans créneau")


async def test_a_full_slot_asks_the_coordination_and_refuses_a_volunteer(start: Start, book: Book) -> None:
    here = make(book, places=1)
    placing.place_everyone(book, here.world.coordinator, here.world.open)
    async with at_the_board(start, here, "volunteer") as beatrice:
        await beatrice.presses("enter", "enter", "down", "enter")
        assert beatrice.reads("Le créneau de 09:15 est complet : 1 personne pour 1 place.")
        assert where(beatrice.app.book, here) == [0, 1, 2, 3]
        await beatrice.presses("escape")
    async with at_the_board(start, here) as coline:
        await coline.presses("enter", "enter", "down", "enter")
        assert coline.reads("Ce créneau est complet. Placer quand même ?")
        assert coline.reads("09:15–09:30 1 sur 1")
        await coline.presses("escape")
        assert coline.reads("Sarah VARDA : choisissez le créneau")
        await coline.presses("enter", "enter")
        assert where(coline.app.book, here) == [1, 1, 2, 3]
        assert "! 1" in coline.text


async def test_only_the_coordination_places_all_and_changes_slots(start: Start, book: Book) -> None:
    here = make(book)
    async with at_the_board(start, here, "volunteer") as beatrice:
        await beatrice.presses("p")
        assert beatrice.reads("Seule la coordination place tout le monde.")
        await beatrice.presses("o")
        assert beatrice.reads("Seule la coordination active les créneaux et les change.")
        slots.switch_off(beatrice.app.book, here.world.coordinator, here.world.open)
        beatrice.app.screen.facts_changed()
        await beatrice.settles()
        assert beatrice.reads("Cette distribution n'a pas de créneaux horaires.")
        assert beatrice.reads("Seule la coordination peut les activer.")
        assert beatrice.marks == 1


async def test_a_volunteer_ticks_for_somebody(start: Start, book: Book) -> None:
    here = make(book)
    async with at_the_board(start, here, "volunteer") as beatrice:
        await beatrice.presses("end", "enter", "down", "s")
        assert beatrice.reads("Quand vient Prénom0 NOM0 ?")
        await beatrice.presses("end", "space", "f8")
        assert beatrice.page == "SlotsBoard"
        assert ticked(beatrice.app.book, here.baskets[1]) == (at(7),)
        assert beatrice.reads("Prénom0 NOM0, panier n° 2 : a coché 10:45")


async def test_a_change_of_hours_names_whom_to_ask_again(start: Start, book: Book, clock: SetClock) -> None:
    here = make(book)
    wishes(book, here, (0,), (7,))
    one = distributions.distribution(book, here.world.open)
    distributions.change(book, here.world.coordinator, one.id, starts_at=one.starts_at + 1800)
    async with at_the_board(start, here, "volunteer") as beatrice:
        assert beatrice.reads("! À REDEMANDER 1 personne : aucun créneau coché n'existe plus.")
        assert beatrice.reads("Sarah VARDA (1)")
        await beatrice.presses("end", "enter", "s")
        assert beatrice.reads("Quand vient Sarah VARDA ?")
        await beatrice.presses("space", "f8")
        assert "À REDEMANDER" not in beatrice.text


# --- Settings ---------------------------------------------------------------------------------------------------------


async def test_slots_are_switched_on_with_a_length_and_places(start: Start, book: Book) -> None:
    world = small.make(book)
    async with member_at(start, world.coordinator, world.group) as coline:
        await opens_the_board(coline)
        assert coline.reads("Cette distribution n'a pas de créneaux horaires. o Activer les créneaux")
        await coline.presses("o")
        assert coline.reads("8 créneaux, de 09:00–09:15 à 10:45–11:00")
        await coline.presses("enter")
        await coline.types("6")
        assert coline.reads("48 places en tout")
        await coline.presses("enter", "enter")
        assert coline.page == "SlotsBoard"
        assert coline.reads("8 créneaux.")
        assert coline.reads("Personne ne vient encore : aucune commande à récupérer.")
        plan = slots.slot_plan(coline.app.book, world.open)
        assert plan is not None
        assert (plan.minutes, plan.places, plan.on) == (15, 6, True)


@pytest.mark.parametrize(
    ("minutes", "places", "said"),
    [
        ("3", "", "Un créneau dure de 5 à 240 minutes. Exemple : 15."),
        ("0", "", "Un créneau dure de 5 à 240 minutes."),
        ("", "", "Un créneau dure de 5 à 240 minutes."),
        ("abc", "", "Un créneau dure de 5 à 240 minutes."),
        ("15,5", "", "Un créneau dure de 5 à 240 minutes."),
        ("999999999999", "", "Un créneau dure de 5 à 240 minutes."),
        ("240", "", "La distribution dure 120 minutes : un créneau ne peut pas être plus long."),
        ("15", "0", "Un créneau a de 1 à 1000 places. Pour ne pas limiter, laissez vide."),
        ("15", "[x]", "Un créneau a de 1 à 1000 places."),
    ],
)
async def test_what_is_absurd_is_said_where_it_was_typed_and_stays(
    start: Start, book: Book, minutes: str, places: str, said: str
) -> None:
    world = small.make(book)
    async with member_at(start, world.coordinator, world.group) as coline:
        await opens_the_board(coline)
        await coline.presses("o", "ctrl+u")
        await coline.types(minutes)
        await coline.presses("down")
        await coline.types(places)
        await coline.presses("f8")
        assert coline.page == "SlotSettings"
        field = coline.app.focused
        assert isinstance(field, Field)
        assert words(field.error).plain.replace("\u00a0", " ").startswith(said)
        assert field.value == (places or minutes)
        assert slots.slot_plan(coline.app.book, world.open) is None


async def test_slots_are_switched_off_after_a_question_and_wishes_are_kept(start: Start, book: Book) -> None:
    here = make(book)
    wishes(book, here, (0,), (7,))
    async with at_the_board(start, here) as coline:
        await coline.presses("o", "tab", "tab", "tab", "enter")
        assert coline.reads("2 personnes ont coché des créneaux.")
        await coline.presses("enter")
        assert coline.reads("Cette distribution n'a pas de créneaux horaires.")
        await coline.presses("o", "f8")
        assert ticked(coline.app.book, here.baskets[1]) == (at(7),)


async def test_a_new_length_after_placing_asks_once_and_says_how_many_lose_theirs(start: Start, book: Book) -> None:
    here = make(book)
    wishes(book, here, (0,), (1,), (3,), (2,))
    placing.place_everyone(book, here.world.coordinator, here.world.open)
    async with at_the_board(start, here) as coline:
        for length, answer in (("30", "escape"), ("30", "enter")):
            await coline.presses("o", "ctrl+u")
            await coline.types(length, "f8")
            assert coline.reads("2 personnes perdent leur créneau, et doivent être prévenues."), coline.text
            await coline.presses(answer)
            if answer == "escape":
                assert coline.page == "SlotSettings"
                assert where(coline.app.book, here) == [0, 1, 3, 2]
                await coline.presses("escape")
        assert coline.page == "SlotsBoard"
        assert where(coline.app.book, here) == [0, None, None, 2]
        await coline.presses("o", "ctrl+u")
        await coline.types("15", "f8")
        assert coline.page == "SlotsBoard", "back to what was: nobody loses anything, and nothing is asked"
        assert where(coline.app.book, here) == [0, 1, 3, 2]


async def test_a_new_length_before_placing_asks_nothing(start: Start, book: Book) -> None:
    here = make(book)
    wishes(book, here, (0,), (1,))
    async with at_the_board(start, here) as coline:
        await coline.presses("o", "ctrl+u")
        await coline.types("30", "f8")
        assert coline.page == "SlotsBoard"


# --- From the desk ----------------------------------------------------------------------------------------------------


async def opens_the_board(person: Orderer | AtTheCounter) -> None:
    """F7, « Créneaux horaires »; of several distributions the first."""
    await person.presses("f7", "9", "enter")
    if person.page == "WhichDistribution":
        await person.presses("enter")
    assert person.page == "SlotsBoard", person.text


async def test_of_several_distributions_the_nearest_with_orders_is_first(start: Start, book: Book) -> None:
    world = small.make(book)
    async with member_at(start, world.coordinator, world.group) as coline:
        await coline.presses("f7", "9", "enter")
        assert coline.reads("> 1 Lundi 7 décembre, 09:00–11:00 ouverte jusqu'au samedi 5 à 09:00")
        assert coline.reads("2 Vendredi 1 janvier, 09:00–11:00 ouvre le mardi 22 à 09:00")
        await coline.presses("escape")
        assert coline.page == "Desk"


async def test_where_there_is_one_distribution_it_is_not_asked(start: Start, book: Book, clock: SetClock) -> None:
    world = small.make(book)
    clock.at = NOW + 6 * DAY
    async with member_at(start, world.coordinator, world.group) as coline:
        await coline.presses("f7", "9", "enter")
        assert coline.page == "SlotsBoard"
        clock.at = NOW + 60 * DAY
        await coline.presses("escape", "enter")
        assert coline.page == "Desk"
        assert coline.reads("Ce groupe n'a pas de distribution à venir.")
