"""« Annuler ma commande ou corriger une erreur » (tutorial 2): asked from the team, or done alone where one may."""

from __future__ import annotations

from pathlib import Path

from db import accounts, groups, orders, shop
from db.clock import SetClock
from db.database import Book
from tests.conftest import NOW
from tests.screens.demo_world import COORDINATION, SARAH, on_the_demo
from tests.screens.drivers import AtTheCounter
from tests.screens.test_order import orders_in, who

DAY = 86_400


def requests_of_sarah(book: Book) -> list[tuple[tuple[str, ...], str, str]]:
    person, group = accounts.find_member(book, SARAH).id, groups.find(book, "BELLEFONTAINE").id
    return [
        (request.products, request.why, request.outcome)
        for order in orders.my_orders(book, person, group)
        for request in order.requests
    ]


def let_them_reduce(book: Book) -> None:
    group = groups.find(book, "BELLEFONTAINE").id
    groups.change(book, accounts.find_member(book, COORDINATION).id, group, self_reduction=True)


async def test_the_products_to_remove_and_why_are_sent_to_the_team(tmp_path: Path) -> None:
    """« Si vous voulez supprimer merci de faire votre demande […]. Nous communiquer les produits »"""
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "enter", "c")
        assert sarah.reads("Une ligne enregistrée ne se supprime pas.")
        assert sarah.reads("> [x] Abricots bruns secs 0,25 kg 1,53 €")
        await sarah.presses("enter")
        await sarah.types("J'en ai pris deux fois.", "f8")
        assert sarah.page == "OrderPage"
        assert sarah.reads("● DEMANDÉE Votre demande est enregistrée.")
        assert sarah.reads("Correction ! attend une réponse")
        assert requests_of_sarah(sarah.app.book) == [(("Abricots bruns secs",), "J'en ai pris deux fois.", "")]
        # Nothing changed in the order itself.
        assert sarah.reads("Abricots bruns secs 0,25 kg 6,10 €/kg 1,53 €")


async def test_enter_alone_leads_from_the_products_to_the_reason_to_the_button(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "enter", "c", "enter")
        await sarah.types("Trop.", "enter")
        assert sarah.reads("> F8 Envoyer la demande à l'équipe")
        await sarah.presses("enter")
        assert sarah.page == "OrderPage"


async def test_a_request_without_products_or_reason_is_refused_where_it_is_missing(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "enter", "c", "space", "f8")
        assert sarah.reads("× Dites pourquoi.")
        await sarah.types("Trop.")
        assert not sarah.reads("× Dites pourquoi.")
        await sarah.presses("f8")
        assert sarah.reads("! lesquels Cochez d'abord les produits avec Espace.")
        await sarah.presses("space", "f8")
        assert sarah.page == "OrderPage"
        assert requests_of_sarah(sarah.app.book) == [(("Abricots bruns secs",), "Trop.", "")]


async def test_what_was_typed_is_not_lost_by_one_escape(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "enter", "c", "enter")
        await sarah.types("Une longue explication", "escape")
        assert sarah.reads("Quitter sans envoyer ?")
        await sarah.presses("escape")
        assert sarah.reads("Une longue explication")
        await sarah.presses("escape", "enter")
        assert sarah.page == "OrderPage"
        assert requests_of_sarah(sarah.app.book) == []


async def test_leaning_on_enter_sends_nothing(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "enter", "c")
        await sarah.leans_on("enter")
        assert requests_of_sarah(sarah.app.book) == []
        assert sarah.marks == 1


async def test_enter_pressed_faster_than_it_is_done_sends_one_request(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "enter", "c", "enter")
        await sarah.types("Trop.", "enter")
        await sarah.leans_on("enter")
        assert len(requests_of_sarah(sarah.app.book)) == 1
        assert sarah.marks == 1


async def test_taking_less_alone_is_refused_where_the_group_does_not_allow_it(tmp_path: Path) -> None:
    email = await who(tmp_path, "any", "open")
    async with on_the_demo(tmp_path, email) as person:
        await person.presses("f4", "enter", "c", "minus")
        assert person.reads("Une ligne enregistrée ne se supprime pas. Cochez les produits, dites pourquoi")


async def test_where_the_group_allows_it_less_is_taken_at_once(tmp_path: Path) -> None:
    email = await who(tmp_path, "any", "open")
    async with on_the_demo(tmp_path, email, before=let_them_reduce) as person:
        book = person.app.book
        before = mine(person)
        stock = dates_left(person)
        await person.presses("f4", "enter", "c")
        assert person.reads("Votre groupe vous laisse prendre moins que ce qui est enregistré")
        await person.presses("delete", "down")
        await person.presses("end", "minus")
        assert person.reads("→")
        await person.presses("f8")
        assert person.reads("Prendre moins ?")
        await person.presses("enter")
        assert person.page == "OrderPage"
        assert person.reads("● ENREGISTRÉE Votre commande est réduite.")
        after = mine(person)
        assert len(after.lines) < len(before.lines)
        assert after.total < before.total
        person_id, group = person.app.session.person.id, person.app.session.group.id  # type: ignore[union-attr]
        from db.ledger import balance

        owed = sum(order.total for order in orders.my_orders(book, person_id, group) if not order.paid)
        assert balance(book, person_id, group) == -owed
        assert dates_left(person) == stock + 500 - sum(x.quantity for x in after.lines if x.reference == "FRU02")


async def test_less_and_more_stay_between_nothing_and_what_is_recorded(tmp_path: Path) -> None:
    email = await who(tmp_path, "any", "open")
    async with on_the_demo(tmp_path, email, before=let_them_reduce) as person:
        await person.presses("f4", "enter", "c", *["minus"] * 30)
        assert person.reads("→ retiré")
        await person.presses(*["plus"] * 30)
        assert not person.reads("→ retiré")
        await person.presses("plus")
        assert person.reads("En prendre plus est une nouvelle commande")
        await person.presses("f8")
        assert person.reads("Aucune quantité n'a changé.")
        await person.presses("c")
        assert person.reads("Demander une correction")


async def test_when_orders_close_meanwhile_the_team_is_asked_instead(tmp_path: Path) -> None:
    email, clock = await who(tmp_path, "any", "open"), SetClock(NOW)
    async with on_the_demo(tmp_path, email, clock=clock, before=let_them_reduce) as person:
        await person.presses("f4", "enter", "c", "delete")
        clock.advance(4 * DAY)
        await person.presses("f8", "enter")
        assert person.reads("bénévole")
        person.app.watcher.look()
        await person.settles()
        assert person.reads("Demander une correction")


def mine(person: AtTheCounter) -> orders.Order:
    """The open order of who is signed in."""
    session = person.app.session
    assert session is not None
    return next(order for email, order in orders_in(person.app.book, "open") if email == session.person.email)


def dates_left(person: AtTheCounter) -> int:
    card = next(
        card for card in shop.cards(person.app.book, mine(person).distribution.id, 0) if card.reference == "FRU02"
    )
    assert card.stock is not None
    return card.stock
