"""What stands on each paper, read back from its PDF and its plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db import serving, till
from db.database import Book
from db.delivery_steps import agree, take
from db.ledger import pay
from db.models import Product
from db.orders import all_orders
from db.placing import move
from db.slots import fullness, switch_on
from db.values.counter import Payment, Station
from i18n import language
from printing.document import Document
from printing.documents import (
    cross_table,
    delivery_slip,
    labels,
    order_sheet,
    picking,
    receipt,
    signoff,
    stand_cards,
    supplier_totals,
    till_report,
)
from printing.pdf import pdf
from printing.plain import plain
from tests.conftest import NOW
from tests.db import neighbours as neighbourhood
from tests.db import world as small
from tests.db.world import APRICOTS, OIL, RICE, SOAP, World, order
from tests.printing.paper import tool, words

Read = Callable[[Document], str]
EGGS = "Œufs extra-frais — 6"


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    language.use("fr")
    yield
    language.use("fr")


@pytest.fixture
def world(book: Book) -> World:
    return small.make(book)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return lambda document: words(tool("pdftotext", "-layout", pdf=pdf(document), folder=tmp_path))


def sheets_of(document: Document, folder: Path) -> int:
    told = words(tool("pdfinfo", pdf=pdf(document), folder=folder))
    return int(told.split("Pages: ")[1].split()[0])


def basket(book: Book, world: World, place: int = 0) -> int:
    return all_orders(book, world.open)[place].order.basket_id


def hostile(book: Book, world: World) -> World:
    """Eggs with allergens, and a member whose name looks like a formula and a tag."""
    with book.write() as write:
        formula = small.member(write, world.group, "=1+1", "[/]")
        eggs = small.product(write, world.group, EGGS, "piece", 210, 1_000, 1_000, rank=9)
        write.revise(Product, eggs, allergens="œufs", labels="AB;Label rouge")
    more = world._replace(products=(*world.products, eggs), prices=(*world.prices, 210))
    order(book, more, formula, (4, 2_000), (APRICOTS, 250))
    return more


def test_a_members_sheet_has_all_that_a_stand_asks(book: Book, world: World, read: Read) -> None:
    more = hostile(book, world)
    document = order_sheet.order_sheet(book, basket(book, more), now=NOW)
    text = read(document)
    for said in (
        "BELLEFONTAINE, lundi 7 décembre 2026",
        "☐ Abricots bruns secs 0,25 kg 6,10 €/kg 1,53 €",
        "☐ Œufs extra-frais — 6 (œufs) 2 pièces 2,10 €/pièce 4,20 €",
        "Total 5,73 €",
        "Paiement à payer sur place",
        "Tarif A",
    ):
        assert said in text, said
    assert document.points >= 12


def test_a_members_sheet_says_who_comes_or_when_they_come(book: Book, world: World, read: Read) -> None:
    at = neighbourhood.make(book, world)
    take(book, at.helper, at.basket)
    agree(book, at.helper, at.basket, at.ends_at + 3_600, "envelope", "bags")
    order(book, world, world.others[0], (APRICOTS, 250))
    mine = basket(book, world, 1)
    switch_on(book, world.coordinator, world.open, 30)
    start = fullness(book, world.open)[1].start
    move(book, world.volunteer, mine, start)
    text = read(order_sheet.order_sheet(book, at.basket, now=NOW))
    assert "Retrait Besoin d'être livré" in text
    assert "Livraison Hélène vient, lundi 7 décembre" in text
    assert "Créneau" not in text
    assert "Créneau 09:30–10:00" in read(order_sheet.order_sheet(book, mine, now=NOW))
    assert "Créneau 09:30" in read(order_sheet.order_sheets(book, world.open, now=NOW))


def test_everybodys_sheets_are_four_on_a_page_by_basket_number(book: Book, world: World, tmp_path: Path) -> None:
    for member in (*world.others, world.sarah, world.volunteer):
        order(book, world, member, (APRICOTS, 250), (RICE, 500))
    document = order_sheet.order_sheets(book, world.open, now=NOW)
    assert [page[0].number for page in document.pages] == ["1", "2", "3", "4", "5"]  # type: ignore[union-attr]
    assert (sheets_of(document, tmp_path), document.points) == (2, 12)


def test_fifty_three_people_sign_on_two_pages(book: Book, world: World, read: Read, tmp_path: Path) -> None:
    switch_on(book, world.coordinator, world.open, 30)
    with book.write() as write:
        people = [small.member(write, world.group, f"Prénom{n:02}", f"Nom-de-Famille{n:02}") for n in range(53)]
    for member in people:
        order(book, world, member, (APRICOTS, 250))
    pay(book, world.volunteer, people[0], world.group, 153, "cash", basket(book, world))
    pay(book, world.volunteer, people[1], world.group, 53, "cash", basket(book, world, 1))
    document = signoff.signoff(book, world.open, now=NOW)
    assert sheets_of(document, tmp_path) == 2
    text = read(document)
    assert "N° Nom Créneau Total Paiement Signature" in text
    assert "1 Prénom00 NOM-DE-FAMILLE00 1,53 € payée" in text
    assert "2 Prénom01 NOM-DE-FAMILLE01 1,53 € reste à payer : 1,00 €" in text
    assert "53 Prénom52 NOM-DE-FAMILLE52 1,53 € à payer" in text
    assert "53 personnes 81,09 €" in text


def test_fifty_three_long_names_are_whole_on_two_pages(book: Book, world: World, read: Read, tmp_path: Path) -> None:
    first, last = "Marie-Charlotte Joséphine", "de la Rochefoucauld-Montbeliard"
    switch_on(book, world.coordinator, world.open, 30)
    with book.write() as write:
        people = [small.member(write, world.group, first, f"{last}{n:02}") for n in range(53)]
    for member in people:
        order(book, world, member, (APRICOTS, 250))
    pay(book, world.volunteer, people[0], world.group, 53, "cash", basket(book, world))
    document = signoff.signoff(book, world.open, now=NOW)
    assert sheets_of(document, tmp_path) == 2
    assert read(document).count("reste à payer : 1,00 €") == 1
    text = words(tool("pdftotext", pdf=pdf(document), folder=tmp_path))
    assert all(f"MONTBELIARD{n:02}" in text for n in range(53))
    assert text.count("Joséphine") == 53


def test_lists_to_fill_baskets_from_stand_in_two_columns(book: Book, world: World, tmp_path: Path) -> None:
    """A distribution of forty people who want a dozen products each, on as few sheets as are still read at a stand."""
    with book.write() as write:
        people = [small.member(write, world.group, f"Prénom{n:02}", f"Nom{n:02}") for n in range(40)]
        more = [small.product(write, world.group, f"Produit {n:02}", "kg", 500, 250, 250, rank=n) for n in range(40)]
    world = world._replace(products=tuple(more), prices=(500,) * len(more))
    for n, member in enumerate(people):
        order(book, world, member, *(((n + 3 * k) % 40, 250 * (1 + k % 3)) for k in range(12)))
    for make, most in ((picking.picking_products, 3), (picking.picking_people, 7)):
        document = make(book, world.open, now=NOW)
        assert document.points >= 10
        assert sheets_of(document, tmp_path) <= most
        text = words(tool("pdftotext", pdf=pdf(document), folder=tmp_path))
        assert text.count(document.title) == sheets_of(document, tmp_path)
        assert all(f"Produit {n:02}" in text for n in range(40))
        assert text.count("☐") == 40 * 12


def test_the_same_quantity_is_weighed_out_in_one_go(book: Book, world: World) -> None:
    for member in world.others:
        order(book, world, member, (APRICOTS, 250))
    order(book, world, world.sarah, (APRICOTS, 500))
    text = words(plain(picking.picking_products(book, world.open, now=NOW)))
    assert "Abricots bruns secs 1,25 kg" in text
    assert "0,25 kg × 3 [ ] 1 [ ] 2 [ ] 3" in text
    assert "0,5 kg × 1 [ ] 4" in text


def test_a_card_has_a_price_for_each_letter_and_the_allergens(book: Book, world: World, read: Read) -> None:
    more = hostile(book, world)
    text = read(stand_cards.stand_cards(book, more.open, now=NOW, only=[more.products[4]]))
    for said in ("Tarif A 2,10 €/pièce", "Tarif B 1,89 €/pièce", "Allergènes œufs", "Origine La Ferme", "AB, Label"):
        assert said in text, said
    assert "Allergènes aucun déclaré" in read(stand_cards.stand_cards(book, more.open, now=NOW))


@pytest.mark.parametrize(
    ("quantity", "pack", "unit", "said"),
    [
        (53_000, 25_000, "kg", "2 sacs de 25 kg + 3 kg"),
        (25_000, 25_000, "kg", "1 sac de 25 kg"),
        (3_250, 25_000, "kg", "moins d'un sac de 25 kg"),
        (21_000, 10_000, "L", "2 bidons de 10 L + 1 L"),
        (13_000, 6_000, "piece", "2 cartons de 6 pièces + 1 pièce"),
        (13_000, 1_000, "piece", ""),
        (13_000, 0, "kg", ""),
    ],
)
def test_sacks_are_counted_and_the_rest_told(quantity: int, pack: int, unit: str, said: str) -> None:
    assert words(supplier_totals.packs(quantity, pack, unit)) == said


def test_producers_read_sums_and_no_name(book: Book, world: World, read: Read) -> None:
    order(book, world, world.sarah, (RICE, 500))
    order(book, world, world.others[0], (RICE, 700))
    text = read(supplier_totals.supplier_totals(book, world.open, now=NOW))
    assert "La Ferme riz-rond Riz rond 1,2 kg moins d'un sac de 25 kg 2" in text
    assert "VARDA" not in text


def test_the_till_tells_each_basket_that_is_not_just_paid(book: Book, world: World, read: Read) -> None:
    people = (*world.others, world.sarah)
    for member in people:
        order(book, world, member, (APRICOTS, 250))
    for place, (amount, means) in enumerate([(153, "cash"), (100, "cheque"), (200, "cash")]):
        pay(book, world.volunteer, people[place], world.group, amount, means, basket(book, world, place))
    text = read(till_report.till_report(book, world.open, now=NOW))
    for said in (
        "Commandé 6,12 € Payé 4,53 € Reste à payer 2,06 € Trop payé 0,47 €",
        "espèces 2 3,53 € chèque 1 1,00 € Total 4,53 €",
        "4 Sarah VARDA 1,53 € 0,00 € 1,53 €",
        "2 Prénom1 NOM1 1,53 € 1,00 € 0,53 €",
        "3 Prénom2 NOM2 1,53 € 2,00 € -0,47 €",
        "5,5 % 5,80 € 0,32 € 6,12 €",
    ):
        assert said in text, said


def test_the_till_tells_what_was_in_it_and_what_was_counted(book: Book, world: World, read: Read) -> None:
    here = Station(world.volunteer, world.open, 1)
    till.open_till(book, here, None, 5_000)
    order(book, world, world.sarah, (APRICOTS, 250))
    serving.serve(book, here, basket(book, world, 0), shown=153, payments=[Payment("cash", 153)], hand="")
    text = read(till_report.till_report(book, world.open, now=NOW))
    assert "Fond de caisse 50,00 € Espèces 1,53 € Espèces attendues 51,53 €" in text
    assert "Écart" not in text
    till.close_till(book, here, {5_000: 1, 100: 1, 50: 1}, "trois centimes tombés")
    text = read(till_report.till_report(book, world.open, now=NOW))
    assert "Espèces comptées 51,50 € Écart -0,03 € Fermée par Béatrice Névole" in text
    assert "Pourquoi : trois centimes tombés" in text


def test_the_table_has_a_column_for_each_basket(book: Book, world: World, read: Read) -> None:
    order(book, world, world.sarah, (RICE, 500), (SOAP, 2_000))
    order(book, world, world.others[0], (RICE, 700))
    text = read(cross_table.cross_table(book, world.open, now=NOW))
    assert "Riz rond kg 1,2 0,5 0,7" in text
    assert "Savon pièce 2 2" in text
    assert "Sarah VARDA" in text


def test_a_receipt_says_what_is_paid_and_left_and_the_vat_in_it(book: Book, world: World, read: Read) -> None:
    order(book, world, world.sarah, (OIL, 1_000))
    pay(book, world.volunteer, world.sarah, world.group, 1_000, "card", basket(book, world))
    text = read(receipt.receipt(book, basket(book, world), now=NOW))
    for said in (
        "Huile d'olive 11,90 €",
        "1 L × 11,90 €/L",
        "Carte 10,00 €",
        "Reste à payer 1,90 €",
        "0,62 € sur 11,90",
    ):
        assert said in text, said


def test_a_slip_tells_what_was_agreed(book: Book, world: World, read: Read) -> None:
    at = neighbourhood.make(book, world)
    take(book, at.helper, at.basket)
    agree(book, at.helper, at.basket, at.ends_at + 3_600, "envelope", "bags")
    text = read(delivery_slip.delivery_slip(book, at.helper, at.open, at.helper, now=NOW))
    for said in (
        "Bon de livraison de Hélène PORTE",
        "Sarah VARDA",
        "Argent en",
        "Contenants",
        "1 produit, 0,25 kg",
        "1,53",
    ):
        assert said in text, said


def test_labels_are_twenty_four_on_a_sheet(book: Book, world: World, tmp_path: Path) -> None:
    with book.write() as write:
        people = [small.member(write, world.group, f"P{n}", f"N{n}") for n in range(25)]
    for member in people:
        order(book, world, member, (APRICOTS, 250))
    assert sheets_of(labels.labels(book, world.open, now=NOW), tmp_path) == 2
    few = [basket(book, world, place) for place in range(24)]
    assert sheets_of(labels.labels(book, world.open, now=NOW, only=few), tmp_path) == 1


def test_nobody_ordered_is_said_on_paper(book: Book, world: World, read: Read) -> None:
    for document in (
        order_sheet.order_sheets(book, world.open, now=NOW),
        picking.picking_products(book, world.open, now=NOW),
        picking.picking_people(book, world.open, now=NOW),
        cross_table.cross_table(book, world.open, now=NOW),
        supplier_totals.supplier_totals(book, world.open, now=NOW),
        labels.labels(book, world.open, now=NOW),
    ):
        for text in (read(document), words(plain(document))):
            assert "Rien n'a été commandé." in text, document.kind
    assert "0 personne 0,00 €" in read(signoff.signoff(book, world.open, now=NOW))
    assert "Commandé 0,00 €" in read(till_report.till_report(book, world.open, now=NOW))
    assert "Aucun produit n'est en vente." in read(stand_cards.stand_cards(book, world.open, now=NOW, only=[1]))
