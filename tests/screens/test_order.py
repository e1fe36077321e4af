"""One order in full: reading it, adding to it, how it leaves, printing it. (tutorial 1, sections II.e and IV)"""

from __future__ import annotations

from pathlib import Path

import pytest

from db import accounts, distributions, groups, orders
from db.clock import SetClock
from db.database import Book
from db.values.orders import Order
from tests.conftest import NOW
from tests.screens.demo_world import on_the_demo
from tests.screens.drivers import AtTheCounter

DAY = 86_400


def orders_in(book: Book, state: str) -> list[tuple[str, Order]]:
    """E-mail and order of everybody with an e-mail in BELLEFONTAINE's distribution of this state."""
    bellefontaine = groups.find(book, "BELLEFONTAINE").id
    [one] = [one for one in distributions.distributions(book, bellefontaine) if one.state(NOW) == state]
    found = [(accounts.person(book, each.member_id).email, each.order) for each in orders.all_orders(book, one.id)]
    return [(email, order) for email, order in found if email]


async def who(tmp_path: Path, choose: str, state: str = "closed") -> str:
    """The e-mail of somebody in the demo: 'open' to have an order there, or the outcome of a correction."""
    found: list[str] = []

    def look(book: Book) -> None:
        for email, order in orders_in(book, state):
            if choose == "any" or choose in {request.outcome or "asked" for request in order.requests}:
                found.append(email)

    async with on_the_demo(tmp_path / "look", before=look):
        pass
    return found[0]


async def to_the_order(person: AtTheCounter) -> None:
    """« Vous pouvez aussi la vérifier depuis votre onglet « Commandes » en cliquant sur ma commande. »"""
    await person.presses("f4", "enter")
    assert person.page == "OrderPage"


async def test_a_closed_order_is_shown_with_its_state_lines_and_total(tmp_path: Path) -> None:
    """« Lorsque la date limite de commande est dépassée, l'encart apparaît ainsi, en marron »"""
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("right", "enter")
        assert sarah.page == "OrderPage"
        for words in (
            "Ma commande panier n° 17",
            "× CLOSE",
            "Jeudi 3 décembre, 13:00–20:00",
            "close depuis le lundi 30 novembre à 12:00",
            "non payée, à payer sur place",
            "Récupérer sa commande uniquement",
            "> Abricots bruns secs 0,25 kg 6,10 €/kg 1,53 €",
            "Total 1,53 €",
        ):
            assert sarah.reads(words), words
        assert sarah.marks == 1


async def test_a_closed_order_takes_no_more_products_and_says_so(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        # « Attention : vous ne pouvez pas supprimer un produit que vous avez commandé ! »
        await sarah.presses("delete")
        assert sarah.reads("Vous ne pouvez pas supprimer un produit enregistré. c : demander une correction.")
        await sarah.presses("enter")
        assert sarah.page == "AskCorrection"


async def test_products_are_added_as_long_as_the_order_is_open(tmp_path: Path) -> None:
    """« vous pouvez alors ajouter des produits comme précédemment, tant que la commande est ouverte »"""
    email = await who(tmp_path, "any", "open")
    async with on_the_demo(tmp_path, email) as person:
        await to_the_order(person)
        assert person.reads("● OUVERTE")
        assert person.reads("ouverte jusqu'au samedi 5 décembre à 12:00")
        assert person.footer.startswith("Entrée Ajouter")
        await person.presses("enter")
        assert person.page == "Shop"
        await person.presses("escape")
        assert person.page == "OrderPage"


async def test_orders_that_close_while_one_reads_are_closed_on_the_page(tmp_path: Path) -> None:
    email, clock = await who(tmp_path, "any", "open"), SetClock(NOW)
    async with on_the_demo(tmp_path, email, clock=clock) as person:
        await to_the_order(person)
        clock.advance(4 * DAY)
        person.app.watcher.look()
        await person.settles()
        assert person.reads("× CLOSE")
        assert person.footer.startswith("c Demander une correction")


async def test_how_the_order_leaves_is_changed_from_here(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("r")
        assert sarah.page == "Way"
        await sarah.presses("2", "enter", "f8", "space", "enter")
        assert sarah.page == "Neighbours"
        await sarah.presses("escape")
        assert sarah.page == "OrderPage"
        assert sarah.reads("Retrait Possibilité de livrer")


async def test_a_distribution_that_is_over_leaves_nothing_to_choose(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "end", "enter")
        assert sarah.reads("× PASSÉE") or sarah.reads("× PASSÉ")
        assert sarah.reads("Paiement payée")
        await sarah.presses("r")
        assert sarah.page == "OrderPage"
        assert sarah.reads("Cette distribution est passée.")


@pytest.mark.parametrize(
    ("outcome", "said"), [("asked", "! attend une réponse"), ("done", "● faite"), ("refused", "× refusée")]
)
async def test_what_was_asked_and_answered_stands_on_the_order(tmp_path: Path, outcome: str, said: str) -> None:
    email = await who(tmp_path, outcome)
    async with on_the_demo(tmp_path, email) as person:
        # Some belong to two groups, and are asked which first.
        book = person.app.book
        person.app.welcome(accounts.find_member(book, email), groups.find(book, "BELLEFONTAINE").id)
        await person.settles()
        await person.presses("f4", "t", "enter")
        if not person.reads("× CLOSE"):
            await person.presses("escape", "down", "enter")
        assert person.reads(f"Correction {said}")
        await person.presses("end")
        assert person.reads("Corrections demandées")
        assert person.reads("Vous :")
        assert person.reads("L'équipe :") is (outcome != "asked")


async def test_f1_explains_the_page_and_leaning_on_enter_changes_nothing(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await to_the_order(sarah)
        await sarah.presses("f1")
        assert sarah.reads("Une ligne enregistrée ne se supprime pas")
        await sarah.presses("escape")
        await sarah.types("zqù!9")
        await sarah.resizes(72, 20)
        await sarah.resizes(120, 40)
        assert sarah.reads("Ma commande panier n° 17")
        assert sarah.marks == 1
        await sarah.leans_on("enter")
    book_orders: list[Order] = []
    async with on_the_demo(
        tmp_path / "after", before=lambda book: book_orders.extend(o for _, o in orders_in(book, "closed"))
    ):
        pass
    assert all(not order.requests or order.requests[0].why for order in book_orders)
