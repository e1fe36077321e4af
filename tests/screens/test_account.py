"""« Mon compte » as the tutorial shows it (section V), with what it owes and paid right to the cent."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import accounts, distributions, groups, ledger, orders
from db.database import Book
from tests.conftest import NOW
from tests.screens.conftest import Start
from tests.screens.demo_world import COORDINATION, SARAH, on_the_demo
from tests.screens.drivers import group, member


def somebody_with(book: Book, lines: int) -> str:
    """The e-mail of somebody whose next order has so many lines or more."""
    bellefontaine = groups.find(book, "BELLEFONTAINE").id
    for one in distributions.distributions(book, bellefontaine):
        if one.state(NOW) == "open":
            for found in orders.all_orders(book, one.id):
                email = accounts.person(book, found.member_id).email
                if len(found.order.lines) >= lines and email:
                    return email
    raise AssertionError("nobody")


async def test_the_latest_orders_are_the_tutorials_table_without_a_column_for_fees(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        # « Cliquez sur l'onglet « Mon compte » »
        await sarah.presses("f4")
        assert sarah.page == "Account"
        assert sarah.reads("Qté Produit P.U Sous-total Total Payé")
        assert sarah.reads("Commande à récupérer le jeudi 3 décembre 2026")
        assert sarah.reads("0,25 kg > Abricots bruns secs 6,10 €/kg 1,53 € 1,53 € non payée")
        assert sarah.reads("TOTAL 1,53 € non payée")
        assert "Frais" not in sarah.text


async def test_what_is_due_is_exactly_minus_the_balance(tmp_path: Path) -> None:
    """The tutorial's own screen says 1,53 € beside a balance of -1,52 €; 0,25 kg at 6,10 €/kg is 1,53 everywhere."""
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4")
        assert sarah.reads("Solde -1,53 €")
        assert sarah.reads("À payer 1,53 €")
        assert "solde -1,53\N{NO-BREAK SPACE}€" in sarah.lines[0]
        assert "1,52" not in sarah.text


async def test_the_box_of_the_account_says_who_one_is(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4")
        for words in (SARAH, "Sarah VARDA", "06 39 98", "31100 Toulouse", "adhérent·e n° 3", "Langue Français"):
            assert sarah.reads(words)


@pytest.mark.parametrize(
    ("keys", "page"),
    [
        (("m",), "Details"),
        (("p",), "Movements"),
        (("t",), "MyOrders"),
        (("enter",), "OrderPage"),
        (("up", "enter"), "Movements"),
        (("up", "up", "enter"), "Details"),
        (("up", "left", "enter"), "Details"),
    ],
)
async def test_keys_and_arrows_lead_on_from_the_account(tmp_path: Path, keys: tuple[str, ...], page: str) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", *keys)
        assert sarah.page == page
        assert sarah.marks == 1
        await sarah.presses("escape")
        assert sarah.page == "Account"


@pytest.mark.parametrize("key", ["enter", "m", "p", "t", "f4"])
async def test_a_held_key_opens_a_page_once(tmp_path: Path, key: str) -> None:
    async with on_the_demo(tmp_path) as sarah:
        before = len(sarah.app.screen_stack)
        await sarah.presses("f4")
        await sarah.leans_on(key, 5)
        pages = [type(page).__name__ for page in sarah.app.screen_stack][before:]
        assert len(pages) == len(set(pages))


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
async def test_a_long_order_is_read_to_its_end_with_the_arrows(tmp_path: Path, size: tuple[int, int]) -> None:
    found: list[str] = []
    async with on_the_demo(
        tmp_path, COORDINATION, size=size, before=lambda book: found.append(somebody_with(book, 13))
    ):
        pass
    async with on_the_demo(tmp_path / "again", found[0], size=size) as person:
        await person.presses("f4")
        seen: set[str] = set()
        for _ in range(60):
            seen |= set(person.lines)
            assert person.marks == 1
            await person.presses("down")
        totals = [line for line in seen if line.strip().startswith("TOTAL")]
        assert len(totals) >= 2
        await person.presses("f4", "home")
        assert person.reads("Dernières commandes")


async def test_payment_details_show_each_movement_and_the_balance_after_it(tmp_path: Path) -> None:
    """« Vous avez également accès […] à l'historique de vos paiements en cliquant sur « Détails paiements ». »"""
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "p")
        assert sarah.reads("Date Opération Montant Solde")
        assert sarah.reads("Commande, panier n° 17 du 03/12/2026 -1,53 € -1,53 €")
        assert sarah.reads("Paiement en espèces, panier n° 34 17,75 € 0,00 €")
        assert sarah.reads("Commande, panier n° 34 du 01/11/2026 -17,75 € -17,75 €")
        assert sarah.reads("à payer sur place : 1,53 €")
        await sarah.presses("end", "enter")
        assert sarah.page == "OrderPage"
        assert sarah.reads("panier n° 34")


async def test_who_paid_more_than_they_owed_has_nothing_to_pay(tmp_path: Path) -> None:
    def pay(book: Book) -> None:
        who, by = accounts.find_member(book, SARAH), accounts.find_member(book, "benevole@example.org")
        ledger.pay(book, by.id, who.id, groups.find(book, "BELLEFONTAINE").id, 200, "cash")

    async with on_the_demo(tmp_path, before=pay) as sarah:
        await sarah.presses("f4")
        assert sarah.reads("Solde 0,47 €")
        assert sarah.reads("payé d'avance")
        assert "À payer" not in sarah.text
        await sarah.presses("p", "enter")
        assert sarah.reads("Ce mouvement n'appartient à aucune commande.")


async def test_somebody_new_is_told_where_to_begin(book: Book, start: Start) -> None:
    member(book, group(book))
    async with start() as person:
        await person.signs_in()
        await person.presses("f4")
        assert person.reads("Aucune commande. F2 voir les distributions")
        assert person.reads("Rien à payer.")
        assert person.marks == 1
        assert person.footer.startswith("Entrée Modifier")
        await person.presses("tab")
        assert person.footer.startswith("Entrée Paiements")
        await person.presses("tab", "enter")  # from the footer it does what the box said
        assert person.reads("Aucune commande et aucun paiement pour l'instant.")
        assert person.reads("rien à payer")
        await person.presses("escape", "t")
        assert person.reads("Aucune commande. F2 : voir les distributions.")
        await person.presses("f2")
        assert person.page == "Distributions"


async def test_the_account_is_in_the_language_chosen_with_f9(tmp_path: Path) -> None:
    async with on_the_demo(tmp_path) as sarah:
        await sarah.presses("f4", "f9", "3", "enter")
        assert sarah.page == "Account"
        assert sarah.reads("Mein Konto Mitglied Nr. 3")
        assert sarah.reads("Zu bezahlen 1,53 €")
        assert sarah.reads("Zahlungen")


async def test_all_orders_stand_group_by_group_with_how_they_leave(tmp_path: Path) -> None:
    """« Vous pouvez à tout moment voir vos commandes en cours ou passées dans un groupe » (tutorial 2)"""

    def join(book: Book) -> None:
        accounts.join(book, accounts.find_member(book, SARAH).id, groups.find(book, "3 COCUS").id)

    async with on_the_demo(tmp_path, before=join) as sarah:
        await sarah.presses("1", "enter") if sarah.page == "Groups" else None
        await sarah.presses("f5", "2", "enter") if "BELLEFONTAINE" not in sarah.lines[0] else None
        await sarah.presses("f4", "t")
        assert sarah.reads("Distribution Panier État Retrait Total Payé")
        assert sarah.reads("BELLEFONTAINE > Jeudi 3 décembre 17 close à récupérer 1,53 € non payée")
        assert sarah.reads("Dimanche 1 novembre 34 passée à récupérer 17,75 € payée")
        assert sarah.reads("3 COCUS aucune commande")
        await sarah.presses("down", "enter")
        assert sarah.reads("Ma commande panier n° 34")
        await sarah.presses("escape")
        assert sarah.reads("> Dimanche 1 novembre")
