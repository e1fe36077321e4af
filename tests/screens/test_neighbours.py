"""« Livrer des voisins »: which requests there are, taking one, undoing it, and what is seen of whom."""

from __future__ import annotations

import pytest

from db.contacts import views
from db.database import Book
from db.delivery import collect
from db.delivery_steps import agree, assign, deliver, release, take
from db.ordering import basket_of
from tests.db import world as worlds
from tests.db.world import DAY, World
from tests.looks import faults
from tests.screens import deliverer_drivers as drivers
from tests.screens.conftest import Start
from tests.screens.deliverer_drivers import PEOPLE, Street, deliverer

AMINA, LUCIE, JEANNE, THERESE, KARIM, ODILE = range(6)
SIZES = ((80, 24), (100, 30), (120, 40))


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


@pytest.fixture
def street(book: Book, world: World) -> Street:
    return drivers.make(book, world)


def viewed(book: Book, street: Street) -> int:
    """How many views of contacts the book wrote down."""
    return len(views(book, street.world.volunteer, street.world.group))


# --- The list ---------------------------------------------------------------------------------------------------------


async def test_the_nearest_comes_first_and_no_name_tells_who_lives_in_the_same_building(
    street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        assert nora.says("Livrer des voisins lundi 7 décembre")
        assert nora.says("Vous avez pris : 0 commande sur 3, 0 kg sur 20 à vélo")
        assert nora.says("6 demandes sans livreur, les plus proches d'abord")
        assert nora.says(
            "> une personne même bâtiment 3,5 kg 2 samedi soir une personne même bâtiment 6 kg 3 samedi après 17:00 "
            "Jeanne L. même rue 4,25 kg 1 dimanche matin Thérèse P. même code postal 2 kg 2 samedi ou dimanche "
            "Karim S. même code postal 7,5 kg 1 samedi 14:00–16:00 Odile M. plus loin 1,75 kg 2 dimanche 10:00 Entrée"
        )


async def test_below_stands_what_enter_would_do_and_with_which_sums(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        assert nora.says("Entrée : prendre cette commande (avec elle : 1 sur 3, 3,5 kg sur 20)")
        await nora.takes()
        assert nora.says("Vous avez pris : 1 commande sur 3, 3,5 kg sur 20 à vélo")
        assert nora.says("Entrée : prendre cette commande (avec elle : 2 sur 3, 9,5 kg sur 20)")


async def test_before_and_after_taking_no_contact_is_on_the_list_and_none_was_viewed(
    book: Book, street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        await nora.takes()
        for _first, last, address, _postcode, phone, _times, note, _lines in PEOPLE:
            for secret in (last.upper(), address, phone[-4:], " ".join((phone[-4:-2], phone[-2:])), note or last):
                assert secret not in nora.text, secret
    assert viewed(book, street) == 0


async def test_a_wish_that_its_column_cuts_is_read_above_the_keys(
    book: Book, world: World, street: Street, start: Start
) -> None:
    drivers.asks(book, world, world.sarah, address="14 rue des Lilas", times="le samedi, ou le soir après huit heures")
    async with deliverer(start, street) as nora:
        assert not nora.says("huit heures")
        await nora.presses("down", "down")
        assert nora.says("Souhait : le samedi, ou le soir après huit heures")
        await nora.presses("down")
        assert not nora.says("huit heures")


async def test_an_empty_list_is_a_sentence_with_a_key(book: Book, street: Street, start: Start) -> None:
    for basket in street.baskets:
        assign(book, street.world.volunteer, basket, give_room(book, street, street.omar))
    async with deliverer(start, street) as nora:
        assert nora.says("Personne n'attend de livreur pour l'instant. La liste se met à jour toute seule.")
        assert nora.says("m : Mes limites"), nora.text
        assert nora.marks == 1
        await nora.presses("enter", "c", "ctrl+z")
        assert nora.page == "Neighbours"


def give_room(book: Book, street: Street, member: int) -> int:
    drivers.can_deliver(book, street.open, member, "2 avenue Foch", "0639981288", orders=20, grams=200_000)
    return member


@pytest.mark.parametrize("words", ["fr", "en", "de"])
async def test_many_requests_and_twenty_taken_fit_every_size_in_three_languages(
    book: Book, world: World, street: Street, start: Start, words: str
) -> None:
    give_room(book, street, street.nora)
    with book.write() as write:
        people = [worlds.member(write, world.group, f"Prénom{number}", "Nom") for number in range(40)]
    baskets = [drivers.asks(book, world, member, address=f"{at} rue des Lilas") for at, member in enumerate(people)]
    for at, basket in enumerate(baskets[:20]):
        take(book, street.nora, basket)
        if at % 2:
            agree(book, street.nora, basket, world_end(book, street), "paid", "bags")
        if at % 4 == 1:
            deliver(book, street.nora, basket)
    async with deliverer(start, street, words=words) as nora:
        for size in SIZES:
            await nora.resizes(*size)
            for key in ("end", "up", "home", "up", "end", "home"):
                await nora.presses(key)
                assert list(faults(nora)) == [], nora.text
        assert nora.page == "Neighbours"


def world_end(book: Book, street: Street) -> int:
    [(ends_at,)] = book.db.execute_sql("SELECT ends_at FROM distribution WHERE id = ?", (street.open,)).fetchall()
    return int(ends_at)


# --- Taking -----------------------------------------------------------------------------------------------------------


async def test_enter_takes_at_once_and_the_taken_one_stands_above_in_green(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.takes()
        assert nora.names == ["Amina B."]
        assert nora.says("● PRIS Amina B. même bâtiment 3,5 kg ! jour et heure à convenir")
        assert nora.says("5 demandes sans livreur")
        assert nora.says("● PRIS Amina B. : cette commande est à vous. c : coordonnées Ctrl+Z : annuler")


async def test_leaning_on_enter_takes_one_order_and_leaning_while_the_page_opens_none(
    street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        await nora.leans_on("enter")
        assert nora.names == []
        await nora.takes()
        await nora.leans_on("enter")
        assert nora.names == ["Amina B."]
        await nora.takes()
        assert nora.names == ["Amina B.", "Lucie F."]


async def test_who_was_slower_is_told_who_was_faster_and_goes_on_with_a_list_that_is_true(
    book: Book, street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        take(book, street.omar, street.baskets[AMINA])
        await nora.presses("enter")
        assert nora.says("Cette demande vient d'être prise par Omar L. La liste est à jour."), nora.text
        assert nora.says("5 demandes sans livreur")
        await nora.takes()
        assert nora.names == ["Lucie F."]


async def test_the_list_follows_by_itself_what_others_do(book: Book, street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.presses("down", "down")
        take(book, street.omar, street.baskets[AMINA])
        await nora.a_minute_passes()
        assert nora.says("5 demandes sans livreur")
        assert nora.says("> Jeanne L.")  # the mark stays on its request
        release(book, street.world.volunteer, street.baskets[AMINA])
        await nora.a_minute_passes()
        assert nora.says("6 demandes sans livreur")


async def test_a_request_over_the_limits_says_why_and_is_not_taken(book: Book, street: Street, start: Start) -> None:
    drivers.can_deliver(book, street.open, street.nora, "14 rue des Lilas", drivers.NORAS_PHONE, grams=5_000)
    async with deliverer(start, street) as nora:
        await nora.takes()
        why = "Avec cette commande : 9,5 kg sur 5 kg. Changez vos limites (m) ou choisissez une autre demande."
        assert nora.says(f"× {why}")
        await nora.presses("enter")
        assert nora.says(f"× pas ici {why}")
        assert nora.names == ["Amina B."]


# --- Undoing ----------------------------------------------------------------------------------------------------------


async def test_ctrl_z_undoes_the_gestures_of_this_page_last_first(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.takes()
        await nora.sees_contact()
        await nora.agrees_on("samedi 17:30")
        await nora.presses("ctrl+z")
        assert nora.says("● ANNULÉ Amina B. : cet accord ne compte plus.")
        assert nora.mine[0].agreement is None
        await nora.presses("ctrl+z")
        assert nora.says("● ANNULÉ Amina B. : la commande est de nouveau sur la liste."), nora.text
        assert nora.names == []
        assert nora.says("6 demandes sans livreur")
        await nora.presses("ctrl+z")
        assert nora.says("Il n'y a rien à annuler : rien n'a été fait ici.")


async def test_undoing_is_refused_with_the_reason_when_the_person_took_the_request_back(
    book: Book, street: Street, start: Start
) -> None:
    async with deliverer(start, street) as nora:
        await nora.takes()
        await nora.presses("down")
        await nora.takes()
        assert nora.names == ["Amina B.", "Jeanne L."]
        collect(book, owner(book, street, JEANNE), street.baskets[JEANNE], word="J'y vais.")
        await nora.presses("ctrl+z")
        assert nora.says("La personne a retiré sa demande depuis : rien n'est annulé.")
        await nora.presses("ctrl+z")  # it does not stand in the way of the one before
        assert nora.says("● ANNULÉ Amina B.")
        assert nora.names == []


def owner(book: Book, street: Street, person: int) -> int:
    from db.orders import owner

    return owner(book, street.baskets[person])[0]


async def test_a_release_is_undone_unless_somebody_else_has_it_now(book: Book, street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        for faster in (False, True):
            await nora.presses("home")
            await nora.takes()
            await nora.sees_contact()
            await nora.presses("tab", "r")
            await nora.types("Je suis malade.", "f8")
            assert nora.says("● RENDUE Amina B. : la commande est de nouveau sur la liste."), nora.text
            if faster:
                take(book, street.omar, street.baskets[AMINA])
            await nora.presses("ctrl+z")
            assert nora.says("prise par Omar L." if faster else "Amina B. : cette commande est de nouveau à vous.")
            assert nora.names == ([] if faster else ["Amina B."])
            if not faster:
                await nora.presses("ctrl+z")  # the taking
                assert nora.names == []


# --- Limits -----------------------------------------------------------------------------------------------------------


async def test_who_has_not_offered_says_first_what_they_can_carry_and_that_their_phone_is_seen(
    book: Book, world: World, start: Start
) -> None:
    street = drivers.make(book, world, offers=False)
    async with deliverer(start, street) as nora:
        assert nora.page == "Limits"
        await nora.presses("enter")
        assert nora.says("Sans téléphone, la personne ne peut pas vous joindre."), nora.text
        await nora.types("06 39 98 12 99", "enter", "ctrl+u")
        await nora.types("3", "enter", "ctrl+u")
        await nora.types("20", "enter")
        await nora.presses("right", "enter")
        await nora.types("samedi", "enter")
        await nora.presses("f8")
        assert nora.page == "Limits"
        assert nora.says("[ ] J'accepte que la personne que j'aide voie mon prénom et mon téléphone")
        await nora.presses("space", "enter", "enter")
        assert nora.page == "Neighbours", nora.text
        assert nora.says("Vous avez pris : 0 commande sur 3, 0 kg sur 20 à vélo")
        assert nora.says("● ENREGISTRÉE Vos limites sont enregistrées.")
        assert nora.says("> Amina B. plus loin")  # who gave no address has nobody in the same building


async def test_who_does_not_want_to_say_it_is_back_where_they_were(book: Book, world: World, start: Start) -> None:
    street = drivers.make(book, world, offers=False)
    async with deliverer(start, street) as nora:
        await nora.presses("escape")
        assert nora.page == "Distributions"


@pytest.mark.parametrize(
    ("orders", "kilos", "said"),
    [("0", "20", "1 à 20"), ("99", "20", "1 à 20"), ("trois", "20", "1 à 20"), ("3", "0", "kg"), ("3", "1e5", "kg"),
     ("3", "-4", "kg"), ("", "20", "1 à 20"), ("3", "", "kg")],
)  # fmt: skip
async def test_absurd_limits_are_refused_where_they_were_typed(
    street: Street, start: Start, orders: str, kilos: str, said: str
) -> None:
    async with deliverer(start, street) as nora:
        await nora.presses("m", "ctrl+u")
        await nora.types(orders, "tab", "ctrl+u")
        await nora.types(kilos, "f8")
        assert nora.page == "Limits"
        assert nora.says("×"), nora.text
        assert nora.says(said), nora.text
        await nora.presses("escape")
        assert nora.says("sur 3, 0 kg sur 20")


async def test_the_limits_are_changed_and_not_below_what_is_carried(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.takes()
        await nora.takes()
        await nora.presses("m", "ctrl+u")
        await nora.types("1", "f8")
        assert nora.says("Vous portez 2 commandes de voisins : rendez-en d'abord, avec un mot."), nora.text
        await nora.presses("backspace")
        await nora.types("5", "f8")
        assert nora.page == "Neighbours"
        assert nora.says("Vous avez pris : 2 commandes sur 5, 9,5 kg sur 20 à vélo")


async def test_deliver_no_more_is_no_key_in_the_middle_of_a_field(street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.presses("m")
        assert nora.page == "Limits"
        assert "s Ne plus livrer" not in nora.lines[-1]
        await nora.presses("tab", "tab")
        assert "s Ne plus livrer" in nora.lines[-1]


async def test_who_carries_nothing_stops_delivering(book: Book, street: Street, start: Start) -> None:
    async with deliverer(start, street) as nora:
        await nora.takes()
        await nora.presses("m", "tab", "tab", "s")
        assert nora.page == "Limits"
        assert nora.says("Vous portez 1 commande d'un voisin : rendez-la d'abord, avec un mot."), nora.text
        await nora.presses("escape", "ctrl+z", "m", "tab", "tab", "s")
        assert nora.page == "Distributions"
    assert basket_of(book, owner(book, street, AMINA), street.open) == street.baskets[AMINA]


async def test_when_the_days_are_over_nothing_can_be_taken_and_no_contact_is_seen(
    book: Book, street: Street, start: Start
) -> None:
    take(book, street.nora, street.baskets[KARIM])
    async with deliverer(start, street) as nora:
        nora.app.settings.clock.advance(20 * DAY)
        for key in ("enter", "c"):
            await nora.presses(key)
            assert nora.page == "Neighbours"
            assert nora.says("les coordonnées ne sont plus visibles"), nora.text
    assert viewed(book, street) == 0


async def test_after_the_days_nothing_is_offered_and_the_page_says_why(
    book: Book, street: Street, start: Start
) -> None:
    take(book, street.nora, street.baskets[KARIM])
    async with deliverer(start, street) as nora:
        assert "Entrée Prendre" in nora.lines[-1]
        for days in (5, 1, 14):  # the page turns by itself at the minute
            nora.app.settings.clock.advance(days * DAY)
            await nora.a_minute_passes()
        assert nora.says("× La distribution date de plus de 7 jours : les coordonnées ne sont plus visibles.")
        assert nora.says("Karim S."), "what was brought stays to be read, without a contact"
        assert not nora.says("Amina B.")
        assert nora.lines[-1].split() == ["F1", "Aide", "Échap", "Retour"]
        for key in ("enter", "c", "m", "ctrl+p"):
            await nora.presses(key)
            assert nora.page == "Neighbours"
            assert nora.says("les coordonnées ne sont plus visibles"), nora.text
        assert list(faults(nora)) == []
    assert viewed(book, street) == 0
