"""« Permanence »: forms typed fast, never for somebody else; baskets finished, corrections answered, codes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from db import accounts, baskets, corrections, desk_members, desk_orders, distributions, orders, resuming, shop
from db.accounts import NewMember
from db.database import Book
from db.ledger import balance
from db.values.counter import Added, Station
from db.values.orders import Order
from i18n import formats
from screens.fast_entry_kept import new_typed
from tests.conftest import NOW
from tests.screens.demo_world import COORDINATION, SARAH, on_the_demo
from tests.screens.desk_drivers import VOLUNTEER, team
from tests.screens.drivers import AtTheCounter

# A paper form of fifteen lines, as a member wrote it: what a volunteer types of each product, and how much.
FORM = (
    ("lenc", ",5", "Lentilles corail", 500),
    ("rizb", "1", "Riz basmati blanc", 1_000),
    ("coq", "1", "Coquillettes", 1_000),
    ("abr", ",25", "Abricots bruns secs", 250),
    ("far02", "2", "Farine de blé T80", 2_000),
    ("poi", ",5", "Pois chiches", 500),
    ("flo", "1", "Flocons d'avoine", 1_000),
    ("cou", ",5", "Couscous complet", 500),
    ("rai", ",25", "Raisins secs sultanine", 250),
    ("noi", ",5", "Noisettes", 500),
    ("cum", ",1", "Cumin moulu", 100),
    ("hut", "1", "Huile de tournesol", 1_000),
    ("suca", "1", "Sucre blond de canne", 1_000),
    ("gros", ",5", "Gros sel de mer", 500),
    ("epo", "2", "Éponge lavable", 2_000),
)


@asynccontextmanager
async def at_the_order_desk(
    tmp_path: Path, *then: str, who: str = VOLUNTEER, before: Callable[[Book], object] | None = None, **more: Any
) -> AsyncIterator[AtTheCounter]:
    async with on_the_demo(tmp_path, who, before=before, **more) as person:
        if who == COORDINATION:
            await person.presses("2", "enter")
        await opens(person)
        await person.presses(*then)
        yield person


async def opens(person: AtTheCounter, state: str = "open") -> None:
    """The tab of the distribution whose orders are in this state."""
    from screens.order_desk import OrderDesk

    person.app.push_screen(OrderDesk(day(person.app.book, state)))
    await person.settles()


def day(book: Book, state: str = "open") -> int:
    found = [one for one in distributions.distributions(book, team(book)[1]) if one.state(NOW) == state]
    return min(found, key=lambda one: abs(one.starts_at - NOW)).id


def sarah(book: Book) -> int:
    return accounts.find_member(book, SARAH).id


def ordered(book: Book, member_id: int, state: str = "open") -> Order:
    mine = orders.my_orders(book, member_id, team(book)[1])
    [found] = [one for one in mine if one.distribution.id == day(book, state)]
    return found


def quantities(book: Book, member_id: int) -> dict[str, int]:
    return {line.name: line.quantity for line in ordered(book, member_id).lines}


async def begins_for_sarah(person: AtTheCounter) -> None:
    await person.presses("enter")
    await person.types("var", "enter")
    assert person.page == "OrderEntry"


# --- A paper form ----------------------------------------------------------------------------------------------------


async def test_a_form_of_fifteen_lines_takes_at_most_150_keys(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        keys = 0

        async def types(text: str, *then: str) -> None:
            nonlocal keys
            keys += len(text) + len(then)
            await nadia.types(text, *then)

        await types("", "enter")
        await types("var", "enter")
        for letters, quantity, *_told in FORM:
            await types(letters, "enter")
            await types(quantity, "enter")
        await types("", "f8", "enter")
        assert nadia.page == "OrderDesk"
        assert nadia.reads("Commande enregistrée pour Sarah VARDA, panier n°")
        book = nadia.app.book
        assert quantities(book, sarah(book)) == {name: quantity for _letters, _typed, name, quantity in FORM}
        assert ordered(book, sarah(book)).way == "pickup_only"
        print(f"A form of {len(FORM)} lines: {keys} keys in all, from the order desk until it is recorded.")
        assert keys <= 150


async def test_the_whole_form_typed_ahead_of_the_screen_is_the_same_order(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.rushes("".join(f"{letters}\n{quantity}\n" for letters, quantity, *_told in FORM))
        await nadia.presses("f8", "enter")
        book = nadia.app.book
        assert quantities(book, sarah(book)) == {name: quantity for _letters, _typed, name, quantity in FORM}


async def test_ctrl_z_takes_the_whole_order_back_in_words(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        book = nadia.app.book
        before = balance(book, sarah(book), team(book)[1])
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types(",5", "enter", "f8", "enter")
        assert balance(book, sarah(book), team(book)[1]) == before - 165
        await nadia.presses("ctrl+z")
        assert nadia.reads("Annulé : commande")
        assert balance(book, sarah(book), team(book)[1]) == before


# --- Nobody else -----------------------------------------------------------------------------------------------------


def two_duponts(book: Book) -> None:
    by, group_id = team(book)
    for first in ("Alice", "Bruno", "Bruno"):
        desk_members.register(book, by, group_id, NewMember(first, "Dupontel"))


async def test_how_the_order_leaves_is_one_key_away_once_it_is_recorded(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types(",5", "enter", "f8")
        assert nadia.reads("la personne la récupère")
        await nadia.presses("enter")
        assert nadia.reads("l : livraison")
        await nadia.presses("l")
        assert nadia.page == "RegisterDelivery"
        assert nadia.reads("Sarah VARDA")
        await nadia.presses("enter")
        assert nadia.page == "RegisterForm"


async def test_delivery_is_registered_at_the_desk_for_somebody_else_too(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path, "l") as nadia:
        assert nadia.page == "FindMember"
        await nadia.types("var", "enter")
        assert nadia.page == "RegisterDelivery"


async def test_letters_and_enters_typed_ahead_choose_nobody_among_several(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path, "enter", before=two_duponts) as nadia:
        await nadia.types("dupontel", "enter")
        await nadia.types("abr", "enter")
        assert nadia.page == "WhoseOrder"
        assert nadia.reads("Aucun nom avec ces lettres dans ce groupe.")
    async with at_the_order_desk(tmp_path / "2", "enter", before=two_duponts) as nadia:
        await nadia.types("dupontel", "enter")
        await nadia.leans_on("enter")
        assert nadia.page == "WhoseOrder"


async def test_whose_order_it_is_stands_in_large_letters_and_homonyms_are_told(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path, "enter", before=two_duponts) as nadia:
        await nadia.types("bruno dup", "enter")
        await nadia.presses("down", "enter")
        assert nadia.page == "OrderEntry"
        assert nadia.reads("B R U N O D U P O N T E L")
        assert nadia.reads("! Une autre personne porte ce nom : vérifiez le numéro.")
        numbers = [one.number for one in (accounts.person(nadia.app.book, found) for found in _dupontels(nadia))]
        assert nadia.reads(f"n° {numbers[-1]}")


def _dupontels(person: AtTheCounter) -> list[int]:
    rows = person.app.book.db.execute_sql("SELECT id FROM member WHERE last_name = 'Dupontel' ORDER BY id").fetchall()
    return [row[0] for row in rows]


async def test_enter_held_records_nothing(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types(",5")
        await nadia.leans_on("enter")
        assert nadia.page == "OrderEntry"
        await nadia.presses("f8")
        await nadia.leans_on("enter")
        assert nadia.page == "Question"
        assert nadia.reads("Commander pour Sarah VARDA ?")
        assert nadia.reads("la personne la récupère")


# --- Lines -----------------------------------------------------------------------------------------------------------


async def test_a_quantity_is_asked_refused_or_told_as_everywhere(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("rizb", "enter")
        await nadia.types("0,3", "enter")
        assert nadia.reads("Le plus proche : 0,5 kg (+). Rien n'est changé.")
        await nadia.presses("escape", "backspace", "backspace", "backspace")
        await nadia.presses("enter")
        await nadia.types("500", "enter")
        assert nadia.reads("500 kg ou 500 g ?")
        await nadia.presses("1")
        assert nadia.reads("Sur la liste : Riz basmati blanc, 0,5 kg = 1,55 €.")
        await nadia.types("rizb", "enter")
        assert nadia.reads("Déjà 0,5 kg sur la liste : ce que vous tapez s'ajoute.")
        await nadia.types("1", "enter")
        assert nadia.reads("Riz basmati blanc, 1,5 kg = 4,65 €.")
        await nadia.types("mil", "enter")
        assert nadia.reads("Ce produit est indisponible.")


async def test_lines_are_mended_taken_off_and_brought_back(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        for letters, quantity, *_told in FORM[:3]:
            await nadia.types(letters, "enter")
            await nadia.types(quantity, "enter")
        await nadia.presses("down")
        await nadia.types("2", "enter")
        assert nadia.reads("Sur la liste : Coquillettes, 2 kg")
        await nadia.presses("down", "delete")
        assert nadia.reads("Retiré de la liste : Coquillettes.")
        assert nadia.reads("2 produits")
        await nadia.presses("ctrl+z", "ctrl+z")
        assert nadia.reads("3 produits")
        assert nadia.reads("1 kg 2,10 €/kg 2,10 €")
        await nadia.types("cum", "f8")
        assert nadia.page == "OrderEntry"
        assert nadia.reads("La dernière ligne n'est pas finie.")


async def test_only_what_is_left_is_taken(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("fru02", "enter")  # 4,5 kg were offered, 3 kg are ordered
        await nadia.types("2", "enter")
        assert nadia.reads("Dattes Deglet Nour : il n'en reste que 1,5 kg. Tapez moins.")
        assert nadia.marks == 1


# --- Nothing typed is lost -------------------------------------------------------------------------------------------


async def test_a_form_that_is_left_waits_with_its_half_typed_line(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types(",5", "enter")
        await nadia.types("coq", "f7")
        assert nadia.page == "OrderDesk"
        assert nadia.reads("La liste pour Sarah VARDA attend : 1 produit, rien n'est enregistré.")
        await nadia.presses("down", "down", "enter")
        assert nadia.page == "OrderEntry"
        assert nadia.reads("Lentilles corail 0,5 kg")
        assert nadia.reads("[ coq")


@pytest.mark.parametrize("key", ["f2", "f12"])
async def test_a_form_in_the_middle_of_a_quantity_waits_for_who_goes_elsewhere(tmp_path: Path, key: str) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types(",5", "enter")
        await nadia.types("coq", "enter")
        await nadia.types("1,", key)
        if key == "f12":
            await nadia.signs_in(VOLUNTEER)
        await opens(nadia)
        await nadia.presses("down", "down", "enter")
        assert nadia.reads("Lentilles corail 0,5 kg")
        assert nadia.reads("[ 1, ]")


async def test_a_form_in_which_nothing_is_typed_does_not_wait(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.presses("f7")
        assert not nadia.reads("Commencé, pas enregistré")
        await begins_for_sarah(nadia)
        await nadia.types("coq", "f7")
        assert nadia.reads("La liste pour Sarah VARDA attend : une ligne commencée, rien n'est enregistré.")
        assert nadia.reads("! une ligne commencée")


async def test_a_form_of_another_day_is_not_gone_on_with(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path, who=COORDINATION) as boss:
        await begins_for_sarah(boss)
        await boss.types("lenc", "enter")
        await boss.types(",5", "enter", "f7", "escape")
        await opens(boss, "closed")
        await boss.presses("enter")
        await boss.types("Bon en retard", "f8")
        await boss.types("var", "enter")
        assert boss.page == "OrderEntry"
        assert not boss.reads("Lentilles corail")


async def test_a_form_that_was_only_left_is_not_said_to_be_left_by_a_stop(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types(",5", "enter", "f7", "escape")
        await opens(nadia)
        assert nadia.reads("! 1 produit")
        assert not nadia.reads("Le programme s'est arrêté ici.")


async def test_a_form_that_was_begun_can_be_thrown_away(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types(",5", "enter", "escape")
        await nadia.presses("delete")
        assert nadia.reads("On ne peut jeter qu'une liste commencée et pas enregistrée.")
        await nadia.presses("down", "down", "delete", "enter")
        assert nadia.reads("Liste jetée. Rien n'a été enregistré.")
        assert not nadia.reads("Commencé, pas enregistré")
        assert resuming.kept(nadia.app.book, nadia.app.terminal) is None


async def test_after_a_power_cut_the_form_is_there_and_recorded_once(tmp_path: Path) -> None:
    typed = new_typed(0)

    def was_typing(book: Book) -> None:
        nonlocal typed
        card = next(one for one in shop.cards(book, day(book), sarah(book)) if one.reference == "LEG02")
        typed = new_typed(sarah(book), lines=((card.id, 500),), letters="coq")
        resuming.keep(book, Station(team(book)[0], day(book), 1), "order_desk", None, typed.written())

    async with at_the_order_desk(tmp_path, before=was_typing) as nadia:
        assert nadia.reads("Le programme s'est arrêté ici.")
        await nadia.presses("enter", "ctrl+u", "f8", "enter")
        assert quantities(nadia.app.book, sarah(nadia.app.book)) == {"Lentilles corail": 500}
        assert resuming.kept(nadia.app.book, 1) is None
        again = desk_orders.order_for(
            nadia.app.book,
            Station(team(nadia.app.book)[0], day(nadia.app.book), 1),
            sarah(nadia.app.book),
            [Added(*typed.lines[0])],
            recording=typed.recording,
        )
        assert again.again


# --- New people ------------------------------------------------------------------------------------------------------


async def test_somebody_new_is_registered_pays_the_fee_and_orders(tmp_path: Path) -> None:
    from db import till

    def open_till(book: Book) -> None:
        till.open_till(book, Station(team(book)[0], day(book), 1), {2_000: 1}, 2_000)

    async with at_the_order_desk(tmp_path, "enter", before=open_till) as nadia:
        await nadia.types("nora petitjean", "enter")
        assert nadia.page == "WhoseOrder"
        await nadia.presses("enter")
        assert nadia.page == "NewMemberPage"
        await nadia.presses("f8")
        assert nadia.page == "TakeFee"
        await nadia.types("10", "f8")
        assert nadia.page == "OrderEntry"
        assert nadia.reads("N O R A P E T I T J E A N")
        book = nadia.app.book
        person = accounts.find_member(book, "Nora Petitjean")
        [membership] = accounts.memberships(book, person.id)
        assert (membership.paid, membership.role, person.phone) == (True, "member", "")
        assert till.till(book, team(book)[0], day(book)).expected == 3_000


@pytest.mark.parametrize(("key", "page"), [("f7", "Desk"), ("f2", "Distributions"), ("f12", "SignIn")])
async def test_who_is_half_registered_is_not_dropped_unasked(tmp_path: Path, key: str, page: str) -> None:
    async with at_the_order_desk(tmp_path, "enter") as nadia:
        await nadia.types("nora", "f8")
        await nadia.types("petitjean", key)
        assert nadia.page == "Question"
        await nadia.presses("escape")
        assert nadia.reads("[ petitjean")
        await nadia.presses(key, "enter")
        assert nadia.page == page


async def test_the_fee_that_was_last_paid_is_offered(tmp_path: Path) -> None:
    from db import serving

    def somebody_paid(book: Book) -> None:
        here = Station(team(book)[0], day(book), 1)
        serving.pay_fee(book, here, sarah(book), "card", 12_50, NOW + 1)

    async with at_the_order_desk(tmp_path, "enter", before=somebody_paid) as nadia:
        await nadia.types("nora petitjean", "f8", "f8")
        assert nadia.page == "TakeFee"
        assert nadia.reads("Entrée : 12,50 € comme la dernière adhésion")
        await nadia.types("9")
        assert not nadia.reads("comme la dernière adhésion")
        await nadia.presses("backspace", "enter")
        assert nadia.reads("[ 12,5")
        await nadia.presses("3", "f8")
        assert nadia.page == "OrderEntry"
        person = accounts.find_member(nadia.app.book, "Nora Petitjean")
        assert accounts.memberships(nadia.app.book, person.id)[0].paid


async def test_a_name_that_is_there_already_is_asked_about(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path, "enter") as nadia:
        await nadia.types("sarah varda", "f8", "f8")
        assert nadia.page == "Question"
        assert nadia.reads("Quelqu'un de ce nom est déjà inscrit.")
        await nadia.presses("escape", "up", "ctrl+u", "f8")
        assert nadia.page == "NewMemberPage"
        assert nadia.reads("Nom")


# --- Closed ----------------------------------------------------------------------------------------------------------


async def test_once_orders_are_closed_only_the_coordination_orders_and_says_why_once(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path, VOLUNTEER) as nadia:
        await opens(nadia, "closed")
        await nadia.presses("enter")
        assert nadia.page == "OrderDesk"
        assert nadia.reads("La coordination peut encore commander")
    async with on_the_demo(tmp_path / "2", COORDINATION) as boss:
        await boss.presses("2", "enter")
        await opens(boss, "closed")
        await boss.presses("enter")
        assert boss.page == "Why"
        await boss.types("Bon en retard", "f8")
        assert boss.page == "WhoseOrder"
        await boss.types("var", "enter")
        await boss.types("coq", "enter")
        await boss.types("1", "enter", "f8")
        assert boss.reads("Bon en retard")
        await boss.presses("enter")
        assert boss.reads("Commande enregistrée pour Sarah VARDA")
        await boss.presses("ctrl+z")
        assert boss.reads("Annulé : commande")


# --- Baskets that wait -----------------------------------------------------------------------------------------------


def waits(book: Book) -> None:
    by, where = sarah(book), day(book)
    card = next(one for one in shop.cards(book, where, by) if one.reference == "LEG02")
    baskets.put(book, by, where, card.id, 1_000, card.price)
    baskets.validate(book, by, where)


async def test_a_basket_that_waits_is_finished_for_the_member(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path, before=waits) as nadia:
        book = nadia.app.book
        rows = [one.name for one in desk_orders.unfinished(book, *team(book))]
        await nadia.presses("down", *["down"] * (rows.index("Sarah VARDA") + 1), "enter")
        assert nadia.page == "OrderEntry"
        assert nadia.reads("le panier en attente")
        await nadia.types("cum", "enter")
        await nadia.types(",1", "enter", "f8", "enter")
        assert quantities(book, sarah(book)) == {"Lentilles corail": 1_000, "Cumin moulu": 100}
        assert "Sarah VARDA" not in [one.name for one in desk_orders.unfinished(book, *team(book))]


# --- Corrections -----------------------------------------------------------------------------------------------------


def asks(book: Book) -> None:
    order = ordered(book, sarah(book), "closed")
    corrections.ask(book, sarah(book), order.basket_id, (order.lines[0].product_id,), "Je n'en veux plus.")


async def goes_to_sarahs(nadia: AtTheCounter) -> None:
    book = nadia.app.book
    rows = len(desk_orders.unfinished(book, *team(book)))
    names = [one.name for one in desk_orders.to_answer(book, *team(book))]
    await nadia.presses("down", *["down"] * (rows + names.index("Sarah VARDA") + 1), "enter")
    assert nadia.page == "AnswerRequest"
    assert nadia.reads("Je n'en veux plus.")


async def test_looking_at_a_request_of_another_day_does_not_keep_the_last_order_from_being_undone(
    tmp_path: Path,
) -> None:
    async with at_the_order_desk(tmp_path, before=asks) as nadia:
        book = nadia.app.book
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types("1", "enter", "f8", "enter")
        assert quantities(book, sarah(book)) == {"Lentilles corail": 1_000}
        await goes_to_sarahs(nadia)
        await nadia.presses("escape", "ctrl+z")
        assert nadia.reads("Annulé :"), nadia.text


async def test_a_correction_is_made_and_answered_and_undone(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path, before=asks) as nadia:
        book = nadia.app.book
        await goes_to_sarahs(nadia)
        await nadia.presses("enter", "delete", "f8", "enter")
        assert nadia.page == "OrderDesk"
        assert nadia.reads("Corrigé, et répondu : Sarah VARDA.")
        assert ordered(book, sarah(book), "closed").lines == ()
        assert "Sarah VARDA" not in [one.name for one in desk_orders.to_answer(book, *team(book))]
        await nadia.presses("ctrl+z")
        assert nadia.reads("Annulé :")
        assert len(ordered(book, sarah(book), "closed").lines) == 1


async def test_a_correction_is_refused_with_a_word_and_the_contact_is_recorded(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path, before=asks) as nadia:
        book = nadia.app.book
        await goes_to_sarahs(nadia)
        before = book.db.execute_sql("SELECT COUNT(*) FROM contact_view").fetchall()[0][0]
        assert not nadia.reads("06 ")
        await nadia.presses("c")
        assert nadia.page == "Contact"
        assert book.db.execute_sql("SELECT COUNT(*) FROM contact_view").fetchall()[0][0] == before + 1
        await nadia.presses("escape", "2", "enter", "f8")
        assert nadia.page == "Why"
        await nadia.types("C'est parti chez le producteur.", "f8")
        assert nadia.page == "OrderDesk"
        assert nadia.reads("Refusé, et répondu : Sarah VARDA.")
        [answered] = ordered(book, sarah(book), "closed").requests
        assert (answered.outcome, answered.answer) == ("refused", "C'est parti chez le producteur.")


# --- Codes -----------------------------------------------------------------------------------------------------------


async def test_a_code_lets_somebody_in_who_has_no_secret(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path, "c") as nadia:
        await nadia.types("var", "enter", "enter")
        assert nadia.page == "CodePage"
        code = nadia.app.screen._code  # type: ignore[attr-defined]
        assert nadia.reads("Il marche une fois, jusqu'à 09:10.")
        await nadia.presses("escape", "f12")
        await nadia.signs_in(accounts.person(nadia.app.book, sarah(nadia.app.book)).number, code)
        assert nadia.page == "ChooseSecret"


# --- Bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["-1", "1e5", "abc", "99999", "0,0001", "٣", "½½"])
async def test_what_is_no_quantity_changes_nothing(tmp_path: Path, typed: str) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types(typed, "enter")
        assert nadia.page == "OrderEntry"
        assert not nadia.reads("1 produit")


async def test_how_it_leaves_is_asked_first_of_the_order_just_recorded(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types("1", "enter", "f8", "enter")
        await nadia.presses("l")
        assert nadia.page == "RegisterDelivery"
        one = distributions.distribution(nadia.app.book, day(nadia.app.book))
        [first] = [line for line in nadia.lines if line.startswith(" > 1 ")]
        assert formats.short_day(one.starts_at, one.place.timezone) in first, nadia.text


async def test_an_undone_line_is_named(tmp_path: Path) -> None:
    async with at_the_order_desk(tmp_path) as nadia:
        await begins_for_sarah(nadia)
        await nadia.types("lenc", "enter")
        await nadia.types("1", "enter")
        await nadia.types("coq", "enter")
        await nadia.types("1", "enter", "ctrl+z")
        assert nadia.reads("Annulé : Coquillettes. 1 produit sur la liste."), nadia.text
        await nadia.presses("down", "delete", "ctrl+z")
        assert nadia.reads("Annulé : Lentilles corail. 1 produit sur la liste."), nadia.text
