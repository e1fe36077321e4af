"""« Lorsqu'une distribution est créée par l'équipe VRAC, elle apparaît sur votre compte (onglet « Commandes »). »"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db import baskets, corrections, distributions, ordering, orders, slots
from db.clock import SetClock
from db.database import Book
from db.delivery import collect
from db.groups import change
from db.models import Distribution
from tests.db import world as worlds
from tests.db.world import APRICOTS, DAY, HOUR, World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import Orderer, member_at


@pytest.fixture
def world(book: Book) -> World:
    return worlds.make(book)


def held(book: Book, world: World, days_ago: int) -> int:
    """A distribution that was held so many days ago."""
    with book.write() as write:
        now = book.clock.now() - days_ago * DAY
        return write.register(
            Distribution,
            group_id=world.group,
            place_id=world.place,
            opens_at=now - 10 * DAY,
            closes_at=now - 2 * DAY,
            starts_at=now,
            ends_at=now + 2 * HOUR,
        )


async def test_the_open_card_comes_first_and_says_where_when_and_until_when(
    book: Book, world: World, start: Start
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        # « Si l'encart apparaît en vert, la commande est ouverte. Vous retrouverez la date, le lieu de la
        # distribution et la date de fin de commande »
        assert sarah.lines[3].startswith(" ╔═ ● OUVERTE ")
        assert "> Lundi 7 décembre, 09:00–11:00" in sarah.lines[4]
        assert sarah.says("Centre social")
        assert sarah.says("1 place du Marché, 31100 Toulouse")
        assert sarah.says("Commander jusqu'au dans 3 jours")
        assert sarah.says("samedi 5 décembre à 09:00")
        # « Si l'encart apparaît en marron, la commande n'est pas encore ouverte »
        assert sarah.says("… PAS ENCORE OUVERTE")
        assert sarah.says("Ouverture le dans 20 jours")
        assert sarah.says("mardi 22 décembre à 09:00")


async def test_a_card_changes_by_itself_when_its_orders_open_and_close(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        clock.advance(3 * DAY)
        await sarah.a_minute_passes()
        # « Lorsque la date limite de commande est dépassée, l'encart apparaît ainsi, en marron »
        assert sarah.says("× CLOSE")
        assert sarah.says("Commande close depuis")
        assert not sarah.says("● OUVERTE")
        clock.advance(17 * DAY)
        await sarah.a_minute_passes()
        assert sarah.says("● OUVERTE")
        assert sarah.lines[3].startswith(" ╔═ ● OUVERTE ") or sarah.lines[3].startswith(" ┌─ ● OUVERTE ")
        assert sarah.marks == 1


async def test_the_mark_stays_on_its_distribution_when_the_cards_change_places(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("right")
        assert sarah.says("> Vendredi 1 janvier")
        clock.advance(20 * DAY)
        await sarah.a_minute_passes()
        assert sarah.says("> Vendredi 1 janvier")
        assert "Entrée Commander" in sarah.footer


async def test_my_order_its_amount_and_the_answer_to_a_correction_stand_on_the_card(
    book: Book, world: World, start: Start
) -> None:
    receipt = worlds.order(book, world, world.sarah, (APRICOTS, 500))
    [mine] = orders.my_orders(book, world.sarah, world.group)
    collect(book, world.sarah, mine.basket_id)
    async with member_at(start, world.sarah, world.group) as sarah:
        assert sarah.says("Ma commande panier n° 1 3,05 €")
        assert sarah.says("Solde -3,05 € à payer lundi")
        request = corrections.ask(book, world.sarah, mine.basket_id, (world.products[APRICOTS],), "deux fois")
        await sarah.a_minute_passes()
        assert sarah.says("panier n° 1 ! correction 3,05 €")
        corrections.answer(book, world.volunteer, request, "refused", "le sac est ouvert")
        await sarah.a_minute_passes()
        assert sarah.says("n° 1 × correction refusée 3,05 €")
        # « en cliquant sur ma commande »
        await sarah.presses("m")
        assert sarah.page == "OrderPage"
        assert sarah.says("panier n° 1")
    assert receipt.basket == "1"


async def test_the_card_says_loudly_that_how_the_order_leaves_is_still_to_choose(
    book: Book, world: World, start: Start
) -> None:
    worlds.order(book, world, world.sarah, (APRICOTS, 500))
    [mine] = orders.my_orders(book, world.sarah, world.group)
    async with member_at(start, world.sarah, world.group) as sarah:
        assert sarah.says("n° 1 ! retrait à choisir 3,05 €"), sarah.text
        slots.switch_on(book, world.coordinator, world.open)
        await sarah.a_minute_passes()
        assert sarah.says("! retrait à choisir"), "before the time slot, which only some need"
        await sarah.resizes(120, 40)
        assert sarah.says("panier n° 1 ! retrait à choisir 3,05 €")
        await sarah.resizes(80, 24)
        collect(book, world.sarah, mine.basket_id)
        await sarah.a_minute_passes()
        assert not sarah.says("retrait")
        assert sarah.says("! créneau")


async def test_enter_on_a_closed_card_shows_the_order_and_on_another_the_products(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    worlds.order(book, world, world.sarah, (APRICOTS, 500))
    clock.advance(4 * DAY)
    async with member_at(start, world.sarah, world.group) as sarah:
        assert sarah.says("Voir ma commande")
        await sarah.presses("enter")
        assert sarah.page == "OrderPage"
        await sarah.presses("escape", "right", "enter")
        assert sarah.page == "Shop"
        assert sarah.says("ouverture le")
        await sarah.types("1")
        assert sarah.says("La commande ouvre le mardi 22 décembre à 09:00.")
        await sarah.presses("f8")
        assert sarah.page == "Shop"


async def test_after_a_power_cut_the_next_sign_in_says_that_the_order_is_recorded(
    book: Book, world: World, start: Start
) -> None:
    worlds.order(book, world, world.sarah, (APRICOTS, 500))
    async with member_at(start, world.sarah, world.group) as sarah:
        assert sarah.says("● ENREGISTRÉE Votre commande de 09:00 est bien enregistrée, panier n° 1")
        await sarah.a_minute_passes()
        assert sarah.says("Votre commande de 09:00 est bien enregistrée")
    assert ordering.unseen(book, world.sarah) is None
    async with member_at(start, world.sarah, world.group) as sarah:
        assert not sarah.says("est bien enregistrée")


async def test_an_address_that_the_group_wants_is_asked_with_the_key_that_helps(
    book: Book, world: World, start: Start
) -> None:
    change(book, world.coordinator, world.group, address_required=True)
    async with member_at(start, world.sarah, world.group) as sarah:
        # « Les membres de ce groupe doivent fournir leur adresse. Cliquez ici pour mettre à jour votre compte. »
        assert sarah.says("! ADRESSE Les membres de ce groupe doivent fournir leur adresse. a Remplir mon adresse")
        await sarah.presses("a")
        assert sarah.page == "Details"


async def test_pending_recorded_and_address_are_all_said_at_once(book: Book, world: World, start: Start) -> None:
    change(book, world.coordinator, world.group, address_required=True)
    worlds.order(book, world, world.sarah, (APRICOTS, 500))
    baskets.put(book, world.sarah, world.open, world.products[APRICOTS], 500, 610)
    baskets.validate(book, world.sarah, world.open)
    async with member_at(start, world.sarah, world.group) as sarah:
        assert sarah.says("! EN ATTENTE Votre panier n'est pas encore commandé : 1 produit, 3,05 €")
        assert sarah.says("F8 Finir la commande : choisir le paiement, confirmer")
        assert sarah.says("● ENREGISTRÉE")
        assert sarah.says("! ADRESSE")
        assert sarah.marks == 1
        assert len(sarah.footer) <= 78


async def test_a_visitor_looks_at_cards_and_products_and_orders_nothing(book: Book, world: World, start: Start) -> None:
    worlds.order(book, world, world.sarah, (APRICOTS, 500))
    async with start() as somebody:
        visitor = Orderer(somebody.app, somebody.pilot)
        from screens.distributions import Distributions

        visitor.app.push_screen(Distributions(world.group))
        await visitor.settles()
        assert visitor.says("● OUVERTE")
        assert not visitor.says("Ma commande")
        assert not visitor.says("3,05")
        for key in ("f8", "f6", "m", "a"):
            await visitor.presses(key)
            assert visitor.page == "Distributions"
        await visitor.presses("enter")
        assert visitor.page == "Shop"
        assert visitor.says("Abricots bruns secs")
        await visitor.types("1")
        assert visitor.says("Connectez-vous pour commander. F12 : connexion F4 : s'inscrire")
        await visitor.presses("f8", "f6", "+", "delete", "ctrl+z")
        assert visitor.page == "Shop"
        await visitor.presses("escape", "escape")
        assert visitor.page == "SignIn"
    assert baskets.draft(book, 0, world.open) is None


async def test_a_group_without_distributions_says_so_and_which_key_helps(
    book: Book, world: World, start: Start
) -> None:
    from db.groups import add

    other = add(book, world.coordinator, "SOUPETARD")
    async with member_at(start, world.sarah, other) as sarah:
        assert sarah.says("Aucune distribution à venir. F5 Changer de groupe")
        assert sarah.marks == 1
        await sarah.presses("f6")
        assert sarah.says("Votre panier est vide. Choisissez une distribution, puis vos produits.")
        await sarah.presses("f8")
        assert sarah.says("Aucun panier n'est en attente.")


async def test_past_distributions_are_reached_and_their_orders_too(
    book: Book, world: World, start: Start, clock: SetClock
) -> None:
    past = held(book, world, 30)
    for days in range(40, 70):
        held(book, world, days)
    now, clock.at = clock.at, clock.at - 33 * DAY
    worlds.order(book, world, world.sarah, (APRICOTS, 750), at=past)
    clock.at = now
    ordering.seen(book, world.sarah)
    async with member_at(start, world.sarah, world.group) as sarah:
        assert sarah.says("0 commande à venir, 1 passée")
        assert sarah.says("[ 31 distributions passées ]")
        await sarah.presses("down", "enter")
        assert sarah.says("> Lundi 2 novembre, 09:00–11:00"), sarah.text
        assert sarah.says("× PASSÉE")
        await sarah.presses("enter")
        assert sarah.page == "OrderPage"
        await sarah.presses("escape", "up")
        assert sarah.says("> Vendredi 1 janvier")
    async with member_at(start, world.sarah, world.group, size=(120, 40)) as sarah:
        assert sarah.says("Mes dernières commandes"), sarah.text
        assert sarah.says("Lundi 2 novembre panier 1 1 produit 4,58 € non payée")


async def test_two_hundred_distributions_take_the_same_queries_and_the_same_widgets_as_five(
    book: Book, world: World, start: Start, queries: Callable[[Callable[[], Any]], int]
) -> None:
    few = queries(lambda: distributions.cards(book, world.sarah, world.group))
    async with member_at(start, world.sarah, world.group) as sarah:
        widgets = len(list(sarah.app.screen.walk_children()))
    for days in range(10, 210):
        held(book, world, days)
    assert queries(lambda: distributions.cards(book, world.sarah, world.group)) == few
    async with member_at(start, world.sarah, world.group) as sarah:
        assert len(list(sarah.app.screen.walk_children())) == widgets


async def test_escape_stays_and_says_how_to_leave(book: Book, world: World, start: Start) -> None:
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("escape")
        assert sarah.page == "Distributions"
        assert sarah.says("C'est le premier écran. F12 : déconnexion")


async def test_arrows_go_from_card_to_card_and_on_to_what_is_below(book: Book, world: World, start: Start) -> None:
    held(book, world, 30)
    with book.write() as write:
        worlds.distribution(write, world.group, world.place, book.clock.now() + 40 * DAY)
    async with member_at(start, world.sarah, world.group) as sarah:
        seen = []
        for key in ("right", "down", "left", "up", "left", "down", "down"):
            await sarah.presses(key)
            seen.append(sarah.text[sarah.text.index(">") + 2 :].split(" ")[0])
            assert sarah.marks == 1
        # Three cards: the second row has one; from there down leads to the past ones.
        assert seen == ["Vendredi", "Jeudi", "Vendredi", "Vendredi", "Lundi", "Jeudi", "1"]


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
async def test_one_mark_and_a_footer_that_fits_at_every_size(
    book: Book, world: World, start: Start, size: tuple[int, int]
) -> None:
    baskets.put(book, world.sarah, world.open, world.products[APRICOTS], 500, 610)
    baskets.validate(book, world.sarah, world.open)
    async with member_at(start, world.sarah, world.group, size=size) as sarah:
        for keys in ((), ("enter",), ("f6",), ("f8",), ("enter",)):
            await sarah.presses(*keys)
            assert sarah.marks == 1, sarah.text
            assert len(sarah.footer) <= 78
