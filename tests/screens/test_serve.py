"""« Servir »: who is there, what they get, what they pay; Enter, Enter, the next person."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from db import accounts, arrivals, day, delivery_steps, ledger, positions, resuming, serving, till, undoing, weighing
from db.clock import SetClock
from db.database import Book
from db.ledger import balance
from db.ordering import basket_of
from db.values.counter import Payment, Position, Served, Station
from db.values.scale import Weight
from tests.conftest import NOW
from tests.db import neighbours
from tests.db.neighbours import Neighbours
from tests.db.world import APRICOTS, DAY, RICE, SOAP, World, distribution, make, order
from tests.db.world import member as somebody
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter, gives_secret
from widgets.row_list import RowList

OTHER_TERMINAL = 7


@pytest.fixture
def world(book: Book) -> World:
    """Sarah ordered apricots and rice, three others apricots; the till is open, two kilos of rice are left over."""
    world = make(book)
    gives_secret(book, world.volunteer, strong=True)
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    for member in world.others:
        order(book, world, member, (APRICOTS, 500))
    till.open_till(book, elsewhere(world), {2_000: 2, 1_000: 1}, 5_000)
    arrivals.receive(book, elsewhere(world), world.products[RICE], 2_500)
    arrivals.receive(book, elsewhere(world), world.products[APRICOTS], 1_750)
    return world


def elsewhere(world: World) -> Station:
    """Another volunteer, at another terminal."""
    return Station(world.coordinator, world.open, OTHER_TERMINAL)


def of(book: Book, world: World, member: int) -> Served:
    """One person's order, as the book has it."""
    return serving.one(book, world.volunteer, basket_of(book, member, world.open))


def position(book: Book, world: World, member: int, product: int = APRICOTS) -> Position:
    basket = basket_of(book, member, world.open)
    return next(one for one in positions.of_order(book, basket) if one.product_id == world.products[product])


def weighs_all(book: Book, world: World, *members: int) -> None:
    """At the stands, before they come."""
    for member in members:
        weighing.as_ordered(book, elsewhere(world), of(book, world, member).positions)


@asynccontextmanager
async def serves(start: Start, book: Book, world: World, *typed: str, **more: Any) -> AsyncIterator[AtTheCounter]:
    """Béatrice stands at the counter, « Servir » is open; what is typed is followed by Enter."""
    from screens.serve import Serve

    async with start(**more) as person:
        await person.signs_in(accounts.person(book, world.volunteer).number)
        if person.page == "Groups":
            await person.presses("enter")
        if person.page == "Distributions":
            person.app.push_screen(Serve(world.open))
            await person.settles()
        for text in typed:
            await person.types(text, "enter")
        yield person


# --- Finding ----------------------------------------------------------------------------------------------------------


async def test_a_number_or_letters_and_enter_open_the_order(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world) as person:
        for typed, name in (("1", "SARAH VARDA"), ("sva", "SARAH VARDA"), ("2", "PRÉNOM0 NOM0"), ("nom2", "NOM2")):
            await person.types(typed, "enter")
            assert person.page == "ServeOne", person.text
            assert person.reads(name)
            assert person.marks == 1
            await person.presses("escape")
            assert person.page == "Serve"
            assert person.marks == 1


async def test_digits_of_a_french_keyboard_are_a_number(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "é") as person:
        assert person.reads("PRÉNOM0 NOM0")


async def test_who_is_served_comes_after_who_is_not_but_their_number_still_finds_them(
    start: Start, book: Book, world: World
) -> None:
    weighs_all(book, world, world.others[0])
    served = of(book, world, world.others[0])
    serving.serve(book, elsewhere(world), served.basket_id, shown=served.due, payments=[Payment("card", served.due)])
    async with serves(start, book, world) as person:
        await person.types("nom")
        lines = [line for line in person.lines if "NOM" in line]
        assert "NOM1" in lines[0]
        assert "● remis" in lines[-1]
        await person.presses("ctrl+u")
        await person.types("2", "enter")
        assert person.reads("PRÉNOM0 NOM0")
        assert person.reads("● REMIS")
        await person.presses("enter")
        assert person.page == "Serve"


async def test_an_arrow_goes_to_the_second_of_a_name(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world) as person:
        await person.types("nom")
        await person.presses("down", "enter")
        assert person.reads("PRÉNOM1 NOM1")


async def test_enter_without_anything_typed_takes_nobody_but_an_arrow_does(
    start: Start, book: Book, world: World
) -> None:
    async with serves(start, book, world) as person:
        await person.leans_on("enter")
        assert person.page == "Serve"
        assert person.reads("Tapez le numéro du panier, ou quelques lettres du nom.")
        await person.presses("down", "enter")
        assert person.page == "ServeOne"


async def test_nobody_found_says_what_to_do_and_nothing_is_changed(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "zzz") as person:
        assert person.page == "Serve"
        assert person.reads("Pas de commande au nom de « zzz » ici.")
        assert person.reads("Sans commande")
        await person.presses("escape")
        assert person.reads("SARAH VARDA") or person.reads("Sarah VARDA")


async def test_two_of_one_name_are_told_apart_by_their_number(start: Start, book: Book, world: World) -> None:
    with book.write() as write:
        twin = somebody(write, world.group, "Sarah", "Varda")
    order(book, world, twin, (APRICOTS, 250))
    number = accounts.person(book, world.sarah).number
    async with serves(start, book, world) as person:
        await person.types("sva")
        assert person.reads(f"n° {number}")
        await person.presses("enter")
        assert person.reads(f"SARAH VARDA n° {number}")


# --- Weights ----------------------------------------------------------------------------------------------------------


async def test_the_mark_stands_on_the_first_weight_and_goes_on_to_the_money(
    start: Start, book: Book, world: World
) -> None:
    async with serves(start, book, world, "1") as person:
        assert person.reads("! 2 PRODUITS À PESER")
        await person.types("192+67")
        assert person.reads("192 + 67 = 259 g = 0,259 kg = 1,58 €")
        await person.presses("enter")
        assert person.reads("! 1 PRODUIT À PESER")
        await person.types("500", "enter")
        assert person.reads("● TOUT EST PESÉ")
        assert person.reads("À PAYER 3,31 €")
        assert person.reads("Donné > [")
    assert position(book, world, world.sarah).quantity == 259


async def test_all_that_is_left_is_taken_as_ordered_with_one_key(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "1") as person:
        await person.presses("equals_sign")
        assert person.reads("● TOUT EST PESÉ")
        assert person.reads("À PAYER 3,26 €")


async def test_a_weight_that_cannot_be_is_refused_with_the_likely_one(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "1") as person:
        await person.types("26 kg", "enter")
        assert person.reads("26 kg au lieu de 250 g : c'est trop. 260 g ? Entrée")
        await person.presses("enter")
        assert person.reads("! 1 PRODUIT À PESER")
    assert position(book, world, world.sarah).quantity == 260


async def test_a_weight_far_off_is_asked_about_once(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "1") as person:
        await person.types("350", "enter")
        assert person.reads("350 g au lieu de 250 g. Entrée : c'est juste")
        await person.presses("escape")
        assert person.reads("[ 350 ]") or "350" in person.text
        assert position(book, world, world.sarah).state == "to_weigh"
        await person.presses("enter", "enter")
    assert position(book, world, world.sarah).quantity == 350


@pytest.mark.parametrize("typed", ["abc", "-5", "1e5", "0", "5-5"])
async def test_what_is_no_weight_is_refused_where_it_was_typed(
    start: Start, book: Book, world: World, typed: str
) -> None:
    async with serves(start, book, world, "1") as person:
        await person.types("x" + typed if typed[0] in "ab" else typed, "enter")
        assert person.reads("Je ne comprends pas")
        assert person.marks == 1
    assert position(book, world, world.sarah).state == "to_weigh"


async def test_leaning_on_enter_weighs_nothing_and_takes_no_money(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "1") as person:
        await person.leans_on("enter")
        assert of(book, world, world.sarah).to_weigh == 2
        await person.presses("equals_sign")
        await person.leans_on("enter")
        assert of(book, world, world.sarah).handed == ""


async def test_missing_takes_a_reason_and_nothing_is_owed_for_it(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "1") as person:
        await person.presses("m")
        assert person.reads("Rien à donner de Abricots bruns secs : pourquoi ?")
        await person.presses("1", "enter")
        assert person.reads("rien")
        await person.types("500", "enter")
        assert person.reads("À PAYER 1,73 €")
    assert position(book, world, world.sarah).state == "lacking"


async def test_another_reason_is_written_in_words(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "1") as person:
        await person.presses("m", "5", "enter")
        await person.presses("enter")
        assert person.page == "Why"
        await person.types("Tombé par terre", "enter")
        await person.presses("enter")
        assert person.page == "ServeOne"
    assert position(book, world, world.sarah).state == "lacking"


# --- More and less ----------------------------------------------------------------------------------------------------


async def test_what_is_left_over_is_added_by_letters_and_a_weight(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("a")
        await person.types("riz", "enter")
        await person.types("1000", "enter")
        assert person.page == "ServeOne"
        assert person.reads("Ajouté : 1 kg de Riz rond")
        assert person.reads("À PAYER 6,71 €")


async def test_more_than_is_left_over_is_not_added(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("plus")
        await person.types("riz", "enter")
        await person.types("3000", "enter")
        assert person.reads("Il reste seulement 2 kg")
        await person.presses("escape", "escape")
        assert person.page == "ServeOne"
    assert of(book, world, world.sarah).total == 326


async def test_a_part_is_taken_out_with_a_reason(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("up", "s")
        await person.types("100", "enter")
        await person.presses("4", "enter")
        assert person.reads("Retiré : 0,1 kg de Abricots bruns secs")
    assert position(book, world, world.sarah).quantity == 150


async def test_more_than_there_is_cannot_be_taken_out(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("up", "s")
        await person.types("300", "enter")
        assert person.page == "ServeLess"
        assert person.reads("×")
    assert position(book, world, world.sarah).quantity == 250


async def test_a_product_is_replaced_by_another(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("up", "r", "enter", "2", "enter")
        assert person.page == "ServeAdd"
        await person.types("riz", "enter")
        await person.types("250", "enter")
        assert person.page == "ServeOne"
    assert [one.name for one in of(book, world, world.sarah).positions] == ["Riz rond"]


async def test_a_key_that_cannot_do_anything_says_why(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        for key, said in (
            ("equals_sign", "Tout est pesé."),
            ("l", "Tapez d'abord ce qui est donné."),
            ("v", "n'apporte"),
        ):
            await person.presses(key)
            assert person.reads(said)


# --- Money ------------------------------------------------------------------------------------------------------------


async def test_twenty_euros_the_change_and_the_next_person(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.types("20")
        assert person.reads("Rendre 16,74 €")
        assert person.reads("10 € + 5 € + 0,50 € + 0,20 € + 0,02 € + 0,02 €") or person.reads("2 × 0,02 €")
        await person.presses("enter")
        assert person.reads("● REMIS")
        assert person.reads("Rendre 16,74 €")
        assert person.reads("> Entrée : personne suivante")
        await person.presses("enter")
        assert person.page == "Serve"
        assert person.reads("Qui ? >")
    assert (of(book, world, world.sarah).due, of(book, world, world.sarah).handed) == (0, "whole")
    assert till.till(book, world.volunteer, world.open).expected == 5_326


async def test_the_exact_sum_is_one_enter(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        assert person.reads("Espèces 3,26 €")
        await person.presses("enter", "enter")
        assert person.page == "Serve"
    assert of(book, world, world.sarah).due == 0


async def test_a_cheque_has_a_number(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("right", "enter")
        assert person.reads("Chèque n° > [")
        await person.types("1234567", "enter")
        assert person.reads("● REMIS")
    assert till.till(book, world.volunteer, world.open).taken == {"cheque": 326}
    assert book.db.execute_sql("SELECT number FROM tender").fetchall() == [("1234567",)]


async def test_several_means_one_after_the_other(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.types("2", "enter")
        assert person.reads("● Espèces 2,00 €")
        assert person.reads("reste à payer : 1,26 €")
        assert of(book, world, world.sarah).handed == ""
        await person.presses("left", "left", "enter")  # from « nothing » back to the card
        assert person.reads("● REMIS")
    assert till.till(book, world.volunteer, world.open).taken == {"cash": 200, "card": 126}
    assert of(book, world, world.sarah).due == 0


async def test_a_part_is_paid_and_the_rest_stays_owed(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.types("2", "enter")
        await person.presses("enter")
        assert person.reads("Reste 1,26 € à payer.")
    assert (of(book, world, world.sarah).due, of(book, world, world.sarah).handed) == (126, "whole")


async def test_nothing_today_hands_over_and_owes_all(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("left", "enter", "enter")
        assert person.page == "Serve"
    assert balance(book, world.sarah, world.group) == -326


async def test_a_cheque_of_too_much_is_asked_about(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("right")
        await person.types("10", "enter")
        await person.presses("enter")
        assert person.reads("6,74 € de trop : qu'en fait-on ?")
        await person.presses("1", "enter")
        assert person.page == "ServeOne"
        assert person.reads("● REMIS")
    assert balance(book, world.sarah, world.group) == 674


async def test_too_much_of_a_cheque_is_given_back_in_cash(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("right")
        await person.types("10", "enter")
        await person.presses("enter", "2", "enter")
        assert person.reads("Rendre 6,74 €")
    assert balance(book, world.sarah, world.group) == 0
    assert till.till(book, world.volunteer, world.open).taken == {"cheque": 1_000, "cash": -674}


async def test_change_is_left_on_the_account_with_one_key(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.types("5", "l")
        assert person.reads("Payé d'avance 1,74 €")
        await person.presses("enter")
    assert balance(book, world.sarah, world.group) == 174


async def test_an_earlier_credit_lowers_what_is_to_pay(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    ledger.pay(book, world.volunteer, world.sarah, world.group, 100, "cash")
    async with serves(start, book, world, "1") as person:
        assert person.reads("- payé d'avance 1,00 €")
        assert person.reads("À PAYER 2,26 €")


async def test_a_credit_is_left_alone_or_given_back_and_never_more(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    ledger.pay(book, world.volunteer, world.sarah, world.group, 500, "cash")
    async with serves(start, book, world, "1") as person:
        assert person.reads("PAYÉ D'AVANCE 1,74 €")
        await person.types("2", "enter")
        assert person.reads("On ne peut rendre que 1,74 €.")
        await person.presses("backspace")
        await person.types("1", "enter")
        assert person.reads("● REMIS")
    assert balance(book, world.sarah, world.group) == 74


async def test_more_than_a_thousand_euros_is_asked_again(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.types("2000", "enter")
        assert person.reads("Autant d'argent ?")
        assert person.reads("2 000,00 €")
        await person.presses("escape")
        assert of(book, world, world.sarah).handed == ""
        await person.presses("enter", "enter")
        assert person.reads("Y a-t-il assez dans la caisse ?")  # another question: there are 50 € in it
        await person.presses("enter")
        assert person.reads("● REMIS")
    assert of(book, world, world.sarah).due == 0


@pytest.mark.parametrize("typed", [",", "1,234", "1,2,3"])
async def test_what_is_no_amount_is_refused(start: Start, book: Book, world: World, typed: str) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.types(typed, "enter")
        assert person.reads("× pas un montant")
    assert of(book, world, world.sarah).handed == ""


async def test_a_letter_among_the_digits_of_money_is_answered(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        for sign in ("e", "½", "[", "٣"):
            await person.types(f"1{sign}")
            assert person.reads("× pas un montant Ce n'est pas un montant. Exemple : 20 ou 14,93 €"), sign
            await person.presses("ctrl+u")
        await person.types("1 0 €")
        assert not person.reads("pas un montant")
        await person.presses("ctrl+u")
        await person.types("n")
        assert person.page == "ServeTo", "a key that does something does it"
    assert of(book, world, world.sarah).paid == 0


async def test_more_change_than_there_is_in_the_till_is_asked_about(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)  # there are 50 € in it
    async with serves(start, book, world, "1") as person:
        await person.types("100", "enter")
        assert person.reads("Y a-t-il assez dans la caisse ?")
        assert person.reads("50,00 €")
        await person.presses("escape")
        assert of(book, world, world.sarah).handed == ""
        await person.presses("enter", "enter")
        assert person.reads("● REMIS")
    assert till.till(book, world.volunteer, world.open).taken == {"cash": 326}


async def test_cash_waits_for_the_till_to_be_opened(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    opened = book.db.execute_sql("SELECT id FROM gesture WHERE kind = 'opened'").fetchall()[0][0]
    undoing.undo(book, elsewhere(world), opened, "Ouverte trop tôt")
    async with serves(start, book, world, "1") as person:
        assert person.reads("Ouvrez d'abord la caisse (F7, Caisse).")
        await person.presses("enter")
        assert person.reads("La caisse n'est pas encore ouverte")
        assert of(book, world, world.sarah).handed == ""
        await person.presses("right")
        assert not person.reads("Ouvrez d'abord la caisse")
        await person.presses("left")
    assert of(book, world, world.sarah).handed == ""


async def test_after_the_till_is_closed_a_volunteer_changes_nothing(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    till.close_till(book, elsewhere(world), {2_000: 2, 1_000: 1})
    async with serves(start, book, world, "1") as person:
        await person.presses("enter")
        assert person.reads("Seule la coordination")
    assert of(book, world, world.sarah).handed == ""


# --- Who takes it, and when -------------------------------------------------------------------------------------------


async def test_a_part_today_the_rest_at_six(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "1") as person:
        await person.types("250", "enter")
        await person.presses("p")
        await person.types("18 h", "enter")
        assert person.reads("! une partie maintenant, le reste à 18:00")
        await person.presses("left", "enter")
        assert person.reads("Une partie est remise")
        await person.presses("enter")
        assert person.page == "Serve"
        assert person.reads("! le reste")
    [visitor] = [one for one in day.visitors(book, world.volunteer, world.open) if one.member_id == world.sarah]
    assert visitor.state == "part"
    assert visitor.later_at is not None


async def test_an_hour_that_does_not_read_is_refused_and_none_is_allowed(
    start: Start, book: Book, world: World
) -> None:
    async with serves(start, book, world, "1") as person:
        await person.presses("p")
        await person.types("bientôt", "enter")
        assert person.page == "ServeLater"
        await person.presses("ctrl+u", "enter")
        assert person.reads("! une partie aujourd'hui, le reste plus tard")


async def test_who_fetches_it_for_somebody_sees_the_order_and_not_the_account(
    start: Start, book: Book, world: World
) -> None:
    weighs_all(book, world, world.sarah)
    order(book, world, world.sarah, (SOAP, 1_000), at=world.open)
    weighs_all(book, world, world.sarah)
    with book.write(world.volunteer) as write:
        from db.models import Posting

        write.add(
            Posting, member_id=world.sarah, group_id=world.group, basket_id=None, order_id=None,
            kind="correction", amount=-1_000,
        )  # fmt: skip
    async with serves(start, book, world, "1") as person:
        assert person.reads("À PAYER 17,76 €")
        await person.presses("n")
        await person.types("prenom1", "enter")
        assert person.reads("! Prénom1 NOM1 prend la commande")
        assert person.reads("À PAYER 7,76 €")
        for secret in ("10,00 €", "17,76 €", "avance", "adhésion"):
            assert not person.reads(secret)
        await person.presses("enter")
        assert person.reads("Remis à Prénom1 NOM1")
        assert not person.reads("10,00 €")
    served = of(book, world, world.sarah)
    assert (served.due, served.handed_to) == (1_000, "Prénom1 NOM1")


async def test_a_name_that_nobody_here_has_is_taken_as_it_is(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("n")
        await person.types("Monsieur Zaoui", "enter")
        assert person.reads("! Monsieur Zaoui prend la commande")
        await person.presses("enter")
    assert of(book, world, world.sarah).handed_to == "Monsieur Zaoui"


# --- Undo -------------------------------------------------------------------------------------------------------------


async def test_a_whole_hand_over_to_the_wrong_person_is_undone_and_they_are_on_the_screen_again(
    start: Start, book: Book, world: World
) -> None:
    weighs_all(book, world, world.sarah, *world.others)
    async with serves(start, book, world, "1") as person:
        await person.presses("enter", "enter")
        assert person.page == "Serve"
        await person.presses("ctrl+z")
        assert person.page == "ServeOne"
        assert person.reads("SARAH VARDA")
        assert person.reads("Annulé : commande remise, 3,26 €, Sarah VARDA.")
        assert of(book, world, world.sarah).handed == ""
        await person.presses("escape")
        await person.types("2", "enter")
        await person.presses("ctrl+z")
        assert person.reads("Il n'y a rien à annuler ici") or person.reads("×")


async def test_on_the_next_person_undo_goes_back_to_the_one_before(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah, *world.others)
    async with serves(start, book, world, "1") as person:
        await person.presses("enter", "enter")
        await person.types("2", "enter")
        await person.presses("ctrl+z")
        assert person.reads("SARAH VARDA")
        assert person.reads("À PAYER 3,26 €")
        await person.presses("enter")
    assert of(book, world, world.sarah).handed == "whole"
    assert of(book, world, world.others[0]).handed == ""


# --- Two at once ------------------------------------------------------------------------------------------------------


async def test_what_somebody_else_weighs_meanwhile_is_seen_and_what_is_typed_stays(
    start: Start, book: Book, world: World
) -> None:
    async with serves(start, book, world, "1") as person:
        await person.types("24")
        weighing.weigh(book, elsewhere(world), position(book, world, world.sarah, RICE), Weight(510, 0))
        person.app.watcher.look()
        await person.settles()
        assert person.reads("> [ 24 ] g")
        assert person.reads("! 1 PRODUIT À PESER")
        assert person.reads("Quelqu'un d'autre vient de changer cette commande")


async def test_the_same_line_weighed_by_both_is_told_and_nothing_is_doubled(
    start: Start, book: Book, world: World
) -> None:
    async with serves(start, book, world, "1") as person:
        await person.types("240")
        weighing.weigh(book, elsewhere(world), position(book, world, world.sarah), Weight(255, 0))
        await person.presses("enter")
        assert person.reads("vient de changer cela à 09:00 : 0,255 kg.")
    assert position(book, world, world.sarah).quantity == 255


async def test_what_was_weighed_while_somebody_typed_is_not_replaced_unasked(
    start: Start, book: Book, world: World
) -> None:
    async with serves(start, book, world, "1") as person:
        await person.types("24")
        weighing.weigh(book, elsewhere(world), position(book, world, world.sarah), Weight(255, 0))
        person.app.watcher.look()
        await person.settles()
        assert person.reads("Quelqu'un d'autre vient de changer cette ligne : 0,255 kg.")
        await person.types("0", "enter")
        assert person.reads("Entrée : votre pesée prend sa place")
        assert position(book, world, world.sarah).quantity == 255
        await person.presses("enter")
    assert position(book, world, world.sarah).quantity == 240


async def test_a_sum_that_changed_meanwhile_takes_no_money(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.types("20")
        weighing.weigh(book, elsewhere(world), position(book, world, world.sarah), Weight(260, 0))
        await person.presses("enter")
        assert person.reads("Ce qui est à payer a changé entre-temps : 3,32 €, pas 3,26 €.") or person.reads("3,32 €")
        assert of(book, world, world.sarah).handed == ""
        assert person.reads("20")
        await person.presses("enter")
        assert person.reads("● REMIS")
    assert of(book, world, world.sarah).due == 0


async def test_what_somebody_else_handed_over_is_told(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        served = of(book, world, world.sarah)
        serving.serve(book, elsewhere(world), served.basket_id, shown=326, payments=[Payment("card", 326)])
        await person.presses("enter")
        assert person.reads("! changé entre-temps")
        assert person.reads("● REMIS")
    assert till.till(book, world.volunteer, world.open).taken == {"card": 326}


# --- Power cuts -------------------------------------------------------------------------------------------------------


async def test_what_is_typed_waits_in_the_book_once_the_keys_were_still(
    start: Start, book: Book, world: World, clock: SetClock
) -> None:
    async with serves(start, book, world, "1") as person:
        await person.types("24")
        person.app.screen._waiting._write()  # type: ignore[attr-defined]
        terminal = person.app.terminal
    kept = resuming.kept(book, terminal)
    assert kept is not None
    assert kept.screen == "serve"
    async with serves(start, book, world) as person:
        assert person.page == "ServeOne"
        assert person.reads("SARAH VARDA")
        assert person.reads("24 g")
        await person.types("8", "enter")
        await person.presses("escape")
        assert person.page == "Serve"
    assert position(book, world, world.sarah).quantity == 248
    assert resuming.kept(book, terminal) is None


async def test_what_is_typed_is_written_a_second_after_the_last_key_and_where_keys_never_cease_all_the_same(
    start: Start, book: Book, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> str:
        found = resuming.kept(book, person.app.terminal)
        return str(json.loads(found.typed)["weight"]) if found is not None else ""

    now = 1000.0
    monkeypatch.setattr("screens.typed_here.monotonic", lambda: now)
    async with serves(start, book, world, "1") as person:
        waiting = person.app.screen._waiting  # type: ignore[attr-defined]
        for key, later, written in (
            ("2", 0.9, ""),
            ("4", 0.9, ""),
            ("8", 0.9, ""),
            ("0", 0.4, "2480"),
            ("5", 1.0, "24805"),
        ):
            await person.types(key)
            now += later
            waiting._write_if_still()
            assert kept() == written, key


async def test_money_half_typed_comes_back_too(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.types("2", "enter")
        await person.presses("left")
        await person.types("1")
        person.app.screen._waiting._write()  # type: ignore[attr-defined]
    async with serves(start, book, world) as person:
        assert person.reads("● Espèces 2,00 €")
        assert person.reads("(•) Virement")
        assert person.reads("> [ 1 ] €")
    assert of(book, world, world.sarah).due == 326


# --- Neighbours, earlier days, other groups ---------------------------------------------------------------------------


def carried(book: Book, world: World) -> Neighbours:
    """Hélène takes Sarah's order and Prénom0's along; she has none of her own."""
    near = neighbours.make(book, world)
    basket = basket_of(book, world.others[0], world.open)
    neighbours.asks(book, world.others[0], basket)
    delivery_steps.assign_all(book, world.volunteer, [(near.basket, near.helper), (basket, near.helper)])
    return near


async def test_a_neighbours_orders_are_handed_over_in_one_stop_and_each_stays_on_its_account(
    start: Start, book: Book, world: World
) -> None:
    near = carried(book, world)
    weighs_all(book, world, world.sarah, world.others[0])
    async with serves(start, book, world) as person:
        await person.types("hpo")
        assert person.reads("> Hélène PORTE")
        assert person.reads("apporte 2 commandes à des voisins")
        await person.presses("enter")
        assert person.page == "ServeRound"
        assert person.reads("Sarah VARDA")
        await person.presses("f8")
        assert person.reads("Remettre 2 commandes à Hélène PORTE ?")
        assert neighbours.PHONE not in person.text
        await person.presses("enter")
        assert person.reads("● 2 commandes remises à Hélène PORTE.")
        await person.presses("f8")
        assert person.reads("Toutes sont remises.")
        await person.presses("ctrl+z")
        assert not person.reads("● remis")
        await person.presses("f8", "enter")
    for member in (world.sarah, world.others[0]):
        served = of(book, world, member)
        assert (served.handed, served.handed_to) == ("whole", "Hélène PORTE")
        assert served.due > 0
    assert near.helper not in (world.sarah, world.others[0])


@pytest.mark.parametrize("letters", ["", "hpo", "b"])
async def test_a_row_that_somebody_else_took_away_while_enter_was_pressed_opens_nothing(
    start: Start, book: Book, world: World, letters: str
) -> None:
    carried(book, world)
    async with serves(start, book, world) as person:
        if letters == "b":
            await person.types("1", "enter", "b")
        elif letters:
            await person.types(letters, "enter")
        page = person.app.screen
        rows = page.query_one(RowList)
        rows.post_message(RowList.Taken(rows, "1"))
        await person.settles()
        assert person.app.screen is page


async def test_what_is_not_weighed_stays_here_and_is_told(start: Start, book: Book, world: World) -> None:
    carried(book, world)
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "hpo") as person:
        await person.presses("f8")
        assert person.reads("Remettre 1 commande à Hélène PORTE ?")
        assert person.reads("1 commande n'est pas encore pesée : elle reste ici.")
        await person.presses("enter")
    assert of(book, world, world.sarah).handed == "whole"
    assert of(book, world, world.others[0]).handed == ""


async def test_the_one_who_was_to_bring_it_is_the_first_offered(start: Start, book: Book, world: World) -> None:
    carried(book, world)
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        assert person.reads("apportée par Hélène PORTE")
        await person.presses("n", "down", "enter")
        assert person.reads("! Hélène PORTE prend la commande")
        await person.presses("n", "down", "down", "enter")
        assert not person.reads("prend la commande")


async def test_goods_of_an_earlier_day_come_back_onto_the_balance_or_in_cash(
    start: Start, book: Book, world: World
) -> None:
    order(book, world, world.sarah, (SOAP, 2_000))
    weighs_all(book, world, world.sarah)
    with book.write() as write:
        later = distribution(write, world.group, world.place, NOW - 4 * DAY)
    order(book, world, world.sarah, (APRICOTS, 250), at=later)
    till.open_till(book, elsewhere(world)._replace(distribution_id=later), {2_000: 1}, 2_000)
    async with serves(start, book, world._replace(open=later), "1") as person:
        await person.presses("b")
        assert person.reads("Sarah VARDA : qu'est-ce qui revient ?")
        assert person.reads("Savon")
        await person.presses("down", "down", "enter")
        await person.types("1", "enter")
        await person.presses("2", "enter")
        assert person.reads("1 pièce de Savon : où va l'argent ?")
        await person.presses("3", "enter")
        assert person.page == "ServeOne", person.text
        assert person.reads("à payer d'avant 7,76 €")
        await person.presses("b", "down", "down", "enter", "enter")
        await person.presses("2", "enter", "1", "enter")
        assert person.page == "ServeOne", person.text
    assert balance(book, world.sarah, world.group) == -326 - 153 - 450
    assert till.till(book, world.volunteer, later).taken == {"cash": -450}


async def test_more_money_back_than_there_is_in_the_till_is_asked_about(start: Start, book: Book, world: World) -> None:
    order(book, world, world.sarah, (SOAP, 2_000))
    weighs_all(book, world, world.sarah)
    with book.write() as write:
        later = distribution(write, world.group, world.place, NOW - 4 * DAY)
    order(book, world, world.sarah, (APRICOTS, 250), at=later)
    till.open_till(book, elsewhere(world)._replace(distribution_id=later), {100: 1}, 100)
    async with serves(start, book, world._replace(open=later), "1") as person:
        await person.presses("b", "down", "down", "enter", "1", "enter", "2", "enter", "1", "enter")
        assert person.reads("Y a-t-il assez dans la caisse ?"), person.text
        await person.presses("escape")
        assert person.page == "ServeBack"
        assert till.till(book, world.volunteer, later).taken == {}
        await person.presses("enter", "1", "enter", "2", "enter", "1", "enter", "enter")
        assert person.page == "ServeOne", person.text
    assert till.till(book, world.volunteer, later).taken == {"cash": -450}


async def test_who_has_no_earlier_order_can_bring_nothing_back(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world, "1") as person:
        await person.presses("b")
        assert person.reads("n'a pas de commande d'avant dans ce groupe")
        assert person.footer == ">F1 Aide  Échap Retour"
        await person.presses("down", "1", "enter")
        assert person.page == "HelpPage", "what the mark is on; there is nothing to choose"
        await person.presses("escape", "escape")
        assert person.page == "ServeOne"


async def test_a_name_that_another_group_of_this_hall_has_is_told(start: Start, book: Book, world: World) -> None:
    from db.models import Basket, Group, Membership, Place
    from db.values.text import fold

    with book.write() as write:
        group = write.register(Group, name="MIRAIL", name_key=fold("MIRAIL"))
        place = write.register(
            Place, group_id=group, name="Centre social", address="1 place du Marché", postcode="31100",
            city="Toulouse", timezone="Europe/Paris",
        )  # fmt: skip
        there = distribution(write, group, place, NOW - 5 * DAY)
        zoe = somebody(write, group, "Zoé", "Zidane")
        write.register(Membership, member_id=world.volunteer, group_id=group, role="volunteer")
        write.add(Basket, distribution_id=there, member_id=zoe, laptop=write.book.laptop, number=1, label="1")
    async with serves(start, book, world) as person:
        await person.types("zida")
        assert person.reads("« zida » a une commande dans un autre groupe de cette salle : MIRAIL. F5"), person.text


async def test_nothing_of_a_contact_is_on_any_of_these_screens(start: Start, book: Book, world: World) -> None:
    carried(book, world)
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world) as person:
        seen = [person.text]
        for keys in (("1", "enter"), ("n",), ("escape", "p"), ("escape", "b"), ("escape", "a"), ("escape", "f1")):
            await person.presses(*keys)
            seen.append(person.text)
    for secret in (neighbours.PHONE, neighbours.HELPERS_PHONE, "rue des Lilas", "3e étage", "@"):
        assert all(secret not in text for text in seen)


# --- Fast hands, small windows ----------------------------------------------------------------------------------------


async def test_all_of_it_typed_faster_than_the_screen_follows(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world) as person:
        await person.rushes("1\n255\n500\n")
        assert person.reads("● TOUT EST PESÉ"), person.text
        assert position(book, world, world.sarah).quantity == 255
        assert position(book, world, world.sarah, RICE).quantity == 500
        await person.rushes("20\n")
        await person.pilot.pause(0.2)
        await person.settles()
        assert person.reads("● REMIS")
    assert of(book, world, world.sarah).due == 0


async def test_the_receipt_is_one_key_away(start: Start, book: Book, world: World) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1") as person:
        await person.presses("enter", "ctrl+p")
        assert person.page == "PrintPage"
        await person.presses("escape")
        assert person.page == "ServeOne"
        assert person.reads("● REMIS")


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
async def test_every_size_shows_who_what_and_how_much(
    start: Start, book: Book, world: World, size: tuple[int, int]
) -> None:
    weighs_all(book, world, world.sarah)
    async with serves(start, book, world, "1", size=size) as person:
        for words in ("SARAH VARDA", "Abricots bruns secs", "● TOUT EST PESÉ", "À PAYER", "Rien aujourd'hui", "Donné"):
            assert words in person.text
        await person.types("20")
        await person.resizes(72, 20)
        await person.resizes(*size)
        assert person.reads("20")
        assert person.marks == 1


async def test_the_membership_is_taken_on_the_way_and_is_not_asked_of_somebody_else(
    start: Start, book: Book, world: World
) -> None:
    async with serves(start, book, world, "1") as person:
        assert person.reads("adhésion à payer (c)")
        await person.presses("c")
        assert person.reads("Sarah VARDA")
        assert person.reads("L'adhésion de l'année est-elle payée aujourd'hui ?")
        await person.types("5", "f8")
        assert person.page == "ServeOne", person.text
        assert person.reads("● L'adhésion est payée.")
        assert not person.reads("adhésion à payer")
        await person.presses("c")
        assert person.reads("L'adhésion est payée.")
        assert person.page == "ServeOne"
        await person.presses("ctrl+z")
        assert person.reads("adhésion à payer (c)")
    assert till.till(book, world.volunteer, world.open).taken.get("cash", 0) == 0


# --- From anywhere ----------------------------------------------------------------------------------------------------


async def test_f3_finds_somebody_from_every_tab_and_comes_back_to_it(start: Start, book: Book, world: World) -> None:
    async with serves(start, book, world) as person:
        await person.presses("escape", "f7")
        for tab, page in ((1, "OrderDesk"), (2, "Arrivals"), (5, "WalkIn"), (6, "ProgressTab"), (7, "TillTab")):
            await person.presses(str(tab), "enter")
            assert person.page == page, person.text
            await person.presses("f3")
            assert person.page == "Serve", page
            await person.types("1", "enter")
            assert person.reads("SARAH VARDA")
            await person.presses("f3")
            assert person.page == "Serve"
            await person.presses("escape")
            assert person.page == page
            await person.presses("f3", "f7")
            assert person.page == "Desk", person.text
        await person.presses("f3")
        assert person.page == "Serve"


def serves_open(person: AtTheCounter) -> int:
    return sum(type(page).__name__ == "Serve" for page in person.app.screen_stack)


@pytest.mark.parametrize("key", ["b", "v", "c"])
async def test_f3_and_f7_lead_away_from_every_page_of_a_person(
    start: Start, book: Book, world: World, key: str
) -> None:
    carried(book, world)
    async with serves(start, book, world) as person:
        await person.presses("escape", "f7", "4", "enter")
        for away, where in (("f3", "Serve"), ("f7", "Desk")):
            await person.types("hel" if key == "v" else "1", "enter")
            await person.presses(*([] if key == "v" else [key]))
            assert person.page in ("ServeBack", "ServeRound", "TakeFee"), person.text
            await person.presses(away)
            if person.page == "TakeFee":  # a form of its own: F3 is not asked there
                await person.presses("escape", away)
            assert person.page == where, person.text
            assert serves_open(person) == (where == "Serve")
        assert resuming.kept(book, person.app.terminal) is None


@pytest.mark.parametrize("away", ["f3", "f7"])
async def test_what_is_noted_for_somebody_waits_while_another_is_served(
    start: Start, book: Book, world: World, away: str
) -> None:
    weighs_all(book, world, *world.others)
    async with serves(start, book, world) as person:
        await person.presses("escape", "f7", "4", "enter")
        await person.types("2", "enter")
        await person.types("2", "enter")  # two euros of their sum
        assert person.reads("● Espèces 2,00 €")
        await person.presses(away)
        if person.page == "Desk":
            await person.presses("4", "enter")
        await person.types("3", "enter")
        assert person.reads("PRÉNOM1 NOM1")
        assert not person.reads("● Espèces 2,00 €")
        await person.presses("enter", "enter")
        assert of(book, world, world.others[1]).handed == "whole"
        await person.types("2", "enter")
        assert person.reads("● Espèces 2,00 €")
        await person.presses("enter", "enter")
        assert of(book, world, world.others[0]).handed == "whole"
        assert of(book, world, world.others[0]).paid == 200
        await person.types("2", "enter")
        assert not person.reads("● Espèces 2,00 €")
