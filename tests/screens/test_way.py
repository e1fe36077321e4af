"""« III. Choisir un statut pour récupérer sa commande »: what each status asks, and that it can be changed."""

from __future__ import annotations

import pytest

from db import accounts, orders
from db.calls import calls
from db.database import Book
from db.delivery_lists import my_offer, my_request
from db.delivery_steps import deliver, release, take
from tests.db import neighbours as street
from tests.db import world as worlds
from tests.db.neighbours import Neighbours, another_request
from tests.db.world import APRICOTS, RICE, World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import Orderer, member_at

HOME = {"address1": "12 rue des Lilas", "postcode": "31100", "city": "Toulouse", "phone": "0639981234"}


@pytest.fixture
def world(book: Book) -> World:
    found = worlds.make(book)
    worlds.order(book, found, found.sarah, (APRICOTS, 250))
    return found


@pytest.fixture
def near(book: Book, world: World) -> Neighbours:
    """Sarah has asked for delivery, Hélène and Omar can deliver."""
    return street.make(book, world)


def way_of(book: Book, world: World, member: int = 0) -> str:
    return orders.my_orders(book, member or world.sarah, world.group)[0].way


async def asks_how(person: Orderer) -> None:
    """From « Commandes » to the question, by the order of the card in focus."""
    await person.presses("m", "r")
    assert person.page == "Way", person.text


# --- Besoin d'être livré ----------------------------------------------------------------------------------------------


async def test_needing_delivery_as_the_tutorial_tells_it(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await asks_how(sarah)
        # « A la fin de commande il vous est demandé de choisir un statut pour récupérer votre commande »
        for status in ("1 ( ) Besoin d'être livré", "2 ( ) Possibilité de livrer"):
            assert sarah.says(status)
        assert sarah.says("3 ( ) Récupérer sa commande uniquement")
        # « Dans le cas où vous sélectionnez « Besoin d'être livré », il vous sera demandé votre adresse et numéro de
        # téléphone. »
        await sarah.presses("1", "enter")
        assert sarah.says("À choisir uniquement pour les personnes en situation de fragilité.")
        await sarah.types("12 rue des Lilas, 31100 Toulouse", "enter")
        await sarah.types("06 39 98 12 34", "enter")
        assert sarah.says("Exemple : samedi après 17 h.")
        await sarah.types("samedi après 17 h", "enter")
        await sarah.types("3e étage, code 12B, mes bocaux", "enter")
        # « Ces informations seront communiquées à la personne pouvant récupérer votre commande »
        assert sarah.says("[ ] J'accepte que la seule personne qui prendra ma commande voie mon nom, mon adresse")
        await sarah.presses("enter")
        assert sarah.says("Il manque votre accord.")
        assert way_of(book, world) == ""
        await sarah.presses("space", "enter")
        assert sarah.page == "OrderPage"
        assert sarah.says("Livraison demandée, personne pour le moment l voir")
    [order] = orders.my_orders(book, world.sarah, world.group)
    asked = my_request(book, world.sarah, order.basket_id)
    assert asked is not None
    assert (asked.times, asked.note) == ("samedi après 17 h", "3e étage, code 12B, mes bocaux")
    assert asked.heard_by == ""
    person = accounts.person(book, world.sarah)
    assert (person.address1, person.postcode, person.city, person.phone) == tuple(HOME.values())


async def test_details_that_are_known_are_not_typed_again(book: Book, world: World, start: Start) -> None:
    accounts.change_details(book, world.sarah, world.sarah, **HOME)
    async with member_at(start, world.sarah, world.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("1", "enter", "enter", "enter", "space", "enter")
        assert sarah.page == "OrderPage"
    assert way_of(book, world) == "needs_delivery"
    assert accounts.person(book, world.sarah).phone == HOME["phone"]


async def test_who_delivers_is_told_the_building_that_is_shown_here(book: Book, world: World, start: Start) -> None:
    accounts.change_details(book, world.sarah, world.sarah, **HOME, address2="bât. B")
    async with member_at(start, world.sarah, world.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("1", "enter")
        assert sarah.says("[ 12 rue des Lilas, bât. B, 31100 Toulouse")
        await sarah.presses("up", "up", "ctrl+u")
        await sarah.types("5 rue du Foin, 31100 Toulouse", "enter")
        await sarah.presses("enter", "enter", "enter", "space", "enter")
        assert sarah.page == "OrderPage"
    person = accounts.person(book, world.sarah)
    assert (person.address1, person.address2) == ("5 rue du Foin", ""), "the old building is not in the new street"


async def test_an_address_that_is_confirmed_stays_as_it_is(book: Book, world: World, start: Start) -> None:
    accounts.change_details(book, world.sarah, world.sarah, **HOME, address2="bât. B")
    async with member_at(start, world.sarah, world.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("1", "enter", "enter", "enter", "space", "enter")
        assert sarah.page == "OrderPage"
    person = accounts.person(book, world.sarah)
    assert (person.address1, person.address2) == ("12 rue des Lilas", "bât. B")


async def test_leaning_on_enter_agrees_to_nothing(book: Book, world: World, start: Start) -> None:
    accounts.change_details(book, world.sarah, world.sarah, **HOME)
    async with member_at(start, world.sarah, world.group) as sarah:
        for way in ("1", "2"):
            await asks_how(sarah)
            await sarah.presses(way)
            await sarah.leans_on("enter", 30)
            assert sarah.page == "Way"
            assert sarah.says("Il manque votre accord.")
            await sarah.presses("escape", "escape")
    assert way_of(book, world) == ""


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (0, "12 rue des Lilas", "Rue, code postal et ville, s'il vous plaît."),
        (0, "", "Rue, code postal et ville, s'il vous plaît."),
        (1, "06 39 98", "Il manque 4 chiffres. Exemple : 06 39 98 12 34."),
        (1, "quatre", "n'est pas un numéro de téléphone"),
        (1, "", "Sans téléphone, la personne ne peut pas vous joindre."),
        (2, "same\u200bdi", "signe"),
        (3, "étage \u202e3", "signe"),
    ],
)
async def test_what_cannot_be_kept_is_said_at_its_field_and_stays(
    book: Book, world: World, start: Start, field: int, typed: str, said: str
) -> None:
    accounts.change_details(book, world.sarah, world.sarah, **HOME)
    async with member_at(start, world.sarah, world.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("1", "enter", "up", "up", *["down"] * field, "ctrl+u")
        await sarah.pastes(typed) if typed else None
        for key in ("enter", "f8"):
            await sarah.presses(key)
            assert sarah.says(said), sarah.text
            assert sarah.app.focused.value == typed  # type: ignore[union-attr]
            assert sarah.marks == 1
        assert sarah.says("La raison ne vous est pas demandée. Chaque consultation est notée.")
    assert way_of(book, world) == ""


async def test_what_was_said_stands_in_the_form_again(book: Book, near: Neighbours, start: Start) -> None:
    async with member_at(start, near.sarah, near.group) as sarah:
        await asks_how(sarah)
        assert sarah.says("> 1 (•) Besoin d'être livré")
        for known in ("3 rue des Lilas, 31000 Toulouse", "06 39 98 12 34", "samedi après 17 h", "3e étage"):
            assert sarah.says(f"[ {known}"), sarah.text
        # The agreement is asked each time, never ticked beforehand.
        assert sarah.says("[ ] J'accepte")
        await sarah.presses("enter", "ctrl+u")
        await sarah.types("dimanche", "enter", "enter", "space", "enter")
    asked = my_request(book, near.sarah, near.basket)
    assert asked is not None
    assert (asked.times, asked.note) == ("dimanche", "3e étage")


# --- Once a neighbour carries it --------------------------------------------------------------------------------------


async def test_a_change_comes_with_a_word_once_somebody_carries_it(book: Book, near: Neighbours, start: Start) -> None:
    take(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        await asks_how(sarah)
        assert sarah.says("Un mot pour Hélène, qui porte votre commande. L'équipe l'appellera.")
        assert sarah.says("La raison ne vous est pas demandée.")
        await sarah.presses("enter", "ctrl+u")
        await sarah.types("dimanche", "enter", "enter")
        await sarah.presses("enter")
        assert sarah.says("× Laissez un mot pour la personne.")
        await sarah.types("Je ne suis pas là samedi", "enter", "space", "enter")
        assert sarah.page == "OrderPage"
    asked = my_request(book, near.sarah, near.basket)
    assert asked is not None
    assert asked.times == "dimanche"
    assert asked.round is not None
    told = calls(book, near.volunteer, near.group)
    assert [(call.why, call.word) for call in told if call.member_id == near.helper] == [
        ("changed", "Je ne suis pas là samedi")
    ]


async def test_collecting_it_after_all_asks_a_word_for_who_carries_it(
    book: Book, near: Neighbours, start: Start
) -> None:
    take(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("3", "enter", "enter")
        assert sarah.says("× Laissez un mot pour la personne.")
        assert my_request(book, near.sarah, near.basket) is not None
        await sarah.types("Ma fille m'emmène", "enter")
        assert sarah.page == "OrderPage"
        assert sarah.says("Retrait Récupérer sa commande uniquement")
    assert my_request(book, near.sarah, near.basket) is None


async def test_who_took_it_while_the_form_was_open_is_told_of(book: Book, near: Neighbours, start: Start) -> None:
    async with member_at(start, near.sarah, near.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("enter")
        take(book, near.helper, near.basket)
        await sarah.presses("enter", "enter", "space", "enter")
        assert sarah.page == "Way"
        assert sarah.says("Un mot pour Hélène")
        assert sarah.says("× Laissez un mot pour la personne.")
        assert sarah.says("[x] J'accepte")
        release(book, near.helper, near.basket, "Mon vélo est cassé")
        sarah.app.watcher.look()
        await sarah.settles()
        assert not sarah.says("Un mot pour Hélène")


async def test_nothing_changes_once_it_is_delivered(book: Book, near: Neighbours, start: Start) -> None:
    take(book, near.helper, near.basket)
    deliver(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("1", "f8")
        assert sarah.says("Votre commande est livrée : il n'y a plus rien à changer.")
        await sarah.presses("3", "enter", "enter")
        assert sarah.page == "Way"
    assert my_request(book, near.sarah, near.basket) is not None


# --- Nothing typed is lost --------------------------------------------------------------------------------------------


async def test_what_is_half_typed_waits_for_who_typed_it_after_signing_out(
    book: Book, world: World, start: Start
) -> None:
    other = world.others[0]
    worlds.order(book, world, other, (RICE, 500))
    async with member_at(start, world.sarah, world.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("1", "enter")
        await sarah.types("12 rue des Lilas, 31100 Toulouse", "enter")
        await sarah.types("06 39", "f12")
        assert sarah.page == "SignIn", sarah.text

        sarah.app.welcome(accounts.person(sarah.app.book, other), world.group)
        await sarah.settles()
        await asks_how(sarah)
        await sarah.presses("1", "enter")
        assert not sarah.says("Lilas"), "it is bound to its member"
        await sarah.presses("f12")

        sarah.app.welcome(accounts.person(sarah.app.book, world.sarah), world.group)
        await sarah.settles()
        await asks_how(sarah)
        assert sarah.says("Ce que vous aviez écrit est encore là, et n'est pas enregistré.")
        assert sarah.says("[ 12 rue des Lilas, 31100 Toulouse")
        assert sarah.says("[ 06 39 ")
        assert sarah.says("> 1 ( ) Besoin d'être livré")
        await sarah.presses("enter", "up", "ctrl+u")
        await sarah.types("06 39 98 12 34", "enter", "enter", "enter")
        assert sarah.says("[ ] J'accepte"), "one agrees each time"
        await sarah.presses("space", "enter")
        assert way_of(sarah.app.book, world) == "needs_delivery"
        await sarah.presses("r")
        assert not sarah.says("Ce que vous aviez écrit")


async def test_what_is_half_typed_waits_after_choosing_later_and_across_the_three_ways(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("1", "enter")
        await sarah.types("12 rue des Lilas")
        await sarah.presses("up", "2", "enter")
        await sarah.types("06 39 98 12 34", "enter", "ctrl+u")
        await sarah.types("7", "enter", "enter", "3", "escape")
        await sarah.presses("r")
        assert sarah.page == "Way"
        assert sarah.says("> 2 ( ) Possibilité de livrer")
        assert sarah.says("Commandes * [ 7 ")
        assert sarah.says("(•) en voiture")
        await sarah.presses("1")
        assert sarah.says("[ 12 rue des Lilas ")


async def test_limits_half_typed_wait_too(book: Book, world: World, near: Neighbours, start: Start) -> None:
    async with member_at(start, near.helper, near.group) as helene:
        from screens.limits import Limits

        helene.app.push_screen(Limits(near.open))
        await helene.settles()
        await helene.presses("ctrl+u")
        await helene.types("9")
        await helene.presses("f12")
        helene.app.welcome(accounts.person(helene.app.book, near.helper), world.group)
        await helene.settles()
        helene.app.push_screen(Limits(near.open))
        await helene.settles()
        assert helene.says("Commandes * > [ 9 ")


# --- Possibilité de livrer --------------------------------------------------------------------------------------------


async def test_delivering_as_the_tutorial_tells_it(book: Book, near: Neighbours, world: World, start: Start) -> None:
    worlds.order(book, world, world.others[0], (RICE, 500))
    async with member_at(start, world.others[0], world.group) as person:
        await asks_how(person)
        await person.presses("2", "enter")
        # « Si vous acceptez de récupérer des commandes, vous verrez dans une fenêtre les personnes ayant fait une
        # demande de livraison. Vous pourrez sélectionner la ou les personnes qui vous conviennent. »
        assert person.says("Vous verrez qui demande à être livré, et choisirez qui vous convient.")
        # « …afin de vous accorder sur : l'heure et le jour de la livraison, la monnaie, les contenants »
        assert person.says("À convenir ensemble : l'heure et le jour, la monnaie, les contenants.")
        await person.types("0639985678", "enter")
        # What is proposed is in sight, and Enter takes it.
        assert person.says("Commandes * > [ 2")
        assert person.says("Kilos * [ 20")
        await person.presses("enter", "ctrl+u")
        await person.types("12,5", "enter")
        assert person.says(">(•) à pied") or person.says("> (•) à pied")
        await person.presses("right", "enter")
        await person.types("samedi soir", "enter")
        await person.presses("space", "enter")
        # …and on to the requests.
        assert person.page == "Neighbours"
        await person.presses("escape")
        assert person.page == "OrderPage"
        assert person.says("Retrait Possibilité de livrer")
        assert person.says("Livraison vous n'avez encore pris aucune commande")
        await person.presses("l")
        assert person.page == "Neighbours"
    offer = my_offer(book, world.others[0], world.open)
    assert offer is not None
    assert offer[1:5] == (2, 12_500, "bicycle", "samedi soir")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (1, "0", "Combien de commandes"),
        (1, "21", "Combien de commandes"),
        (1, "deux", "Combien de commandes"),
        (2, "0", "Combien de kilos"),
        (2, "1000", "Combien de kilos"),
        (2, "", "Combien de kilos"),
        (0, "", "Sans téléphone"),
    ],
)
async def test_a_capacity_that_is_none_is_said_at_its_field(
    book: Book, world: World, start: Start, field: int, typed: str, said: str
) -> None:
    accounts.change_details(book, world.sarah, world.sarah, **HOME)
    async with member_at(start, world.sarah, world.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("2", "enter", "up", *["down"] * field, "ctrl+u")
        await sarah.types(typed, "f8")
        assert sarah.says(said), sarah.text
        assert sarah.app.focused.value == typed  # type: ignore[union-attr]
    assert way_of(book, world) == ""


async def test_an_offer_stands_in_the_form_again_and_never_goes_below_what_is_carried(
    book: Book, near: Neighbours, world: World, start: Start
) -> None:
    worlds.order(book, world, near.helper, (RICE, 500))
    street.offers(book, near.open, near.helper, grams=14_500, when="le soir")
    take(book, near.helper, near.basket)
    take(book, near.helper, another_request(book, world, world.others[0], (RICE, 2_000)))
    async with member_at(start, near.helper, near.group) as helper:
        await asks_how(helper)
        assert helper.says("> 2 (•) Possibilité de livrer")
        for known in ("Commandes * [ 2", "Kilos * [ 14,5", "(•) à vélo", "[ le soir", "[ 06 39 98 56 78"):
            assert helper.says(known), helper.text
        await helper.presses("enter", "ctrl+u")
        await helper.types("1", "f8", "space", "f8")
        assert helper.says("Vous portez 2 commandes")
        assert helper.app.focused.id == "orders"  # type: ignore[union-attr]
        await helper.presses("ctrl+u")
        await helper.types("2", "enter", "ctrl+u")
        await helper.types("1", "f8")
        assert helper.says("Vous portez 2 commandes")
        assert helper.app.focused.id == "kilos"  # type: ignore[union-attr]
    offer = my_offer(book, near.helper, near.open)
    assert offer is not None
    assert offer.orders == 2


@pytest.mark.parametrize("way", ["1", "3"])
async def test_an_offer_is_not_taken_back_while_something_is_carried(
    book: Book, near: Neighbours, world: World, start: Start, way: str
) -> None:
    worlds.order(book, world, near.helper, (RICE, 500))
    street.offers(book, near.open, near.helper)
    take(book, near.helper, near.basket)
    async with member_at(start, near.helper, near.group) as helper:
        await asks_how(helper)
        await helper.presses(way, "enter")
        if way == "1":
            await helper.presses("f8", "space", "f8")
        assert helper.page == "Way"
        assert helper.says("Vous portez 1 commande d'un voisin : rendez-la d'abord, avec un mot."), helper.text
    assert way_of(book, world, near.helper) == "can_deliver"


# --- Everywhere -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("way", ["1", "2"])
async def test_all_of_a_form_is_in_sight(
    book: Book, near: Neighbours, start: Start, size: tuple[int, int], way: str
) -> None:
    take(book, near.helper, near.basket)
    async with member_at(start, near.sarah, near.group, size=size) as sarah:
        await asks_how(sarah)
        await sarah.presses(way, "enter")
        assert sarah.says("Comment récupérez-vous votre commande ?")
        assert "* obligatoire" in sarah.text
        assert sarah.says("Un mot pour Hélène")


async def test_what_is_typed_stays_when_the_language_changes(book: Book, near: Neighbours, start: Start) -> None:
    async with member_at(start, near.sarah, near.group) as sarah:
        await asks_how(sarah)
        await sarah.presses("enter", "ctrl+u")
        await sarah.types("lundi")
        sarah.app.speak("en")
        await sarah.settles()
        assert sarah.says("When? > [ lundi")
        assert sarah.says("[ ] I agree")
