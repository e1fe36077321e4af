"""What holds for every paper: names as they were written, no contact, one order, one number, the reader's language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import prints
from db.corrections import correct
from db.database import Book
from db.delivery_steps import take
from db.models import Basket, Laptop, OrderLine, Orders, Product
from db.reports import day
from i18n import formats, language
from printing.document import KINDS, SHEETS, Block, Document, Heading, Plate, Table
from printing.documents import (
    changes,
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
from printing.escpos import escpos
from printing.pdf import pdf
from printing.plain import plain
from tests.conftest import NOW
from tests.db import neighbours as neighbourhood
from tests.db import world as small
from tests.db.neighbours import ADDRESS, HELPERS_PHONE, PHONE, Neighbours
from tests.db.world import APRICOTS, OIL, RICE, SOAP, World, order
from tests.printing.paper import tool, words
from tests.printing.roll import printed

EGGS, FORMULA = "Œufs extra-frais — 6", "=1+1 [/]"
CODES = ("fr", "en", "de")


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    language.use("fr")
    yield
    language.use("fr")


@pytest.fixture
def world(book: Book) -> World:
    """Eggs are sold too, and somebody's name looks like a formula and a tag."""
    one = small.make(book, others=9)
    with book.write() as write:
        formula = small.member(write, one.group, "=1+1", "[/]")
        eggs = small.product(write, one.group, EGGS, "piece", 210, 1_000, 1_000, rank=9)
        write.revise(Product, eggs, allergens="œufs", labels="AB;Label rouge", producer="=1+1 [/] producteur")
    return one._replace(products=(*one.products, eggs), prices=(*one.prices, 210), others=(*one.others, formula))


@pytest.fixture
def at(book: Book, world: World) -> Neighbours:
    """Sarah's order is brought by Hélène; ten more ordered, the formula last, and changed since papers were printed."""
    found = neighbourhood.make(book, world)
    take(book, found.helper, found.basket)
    for member in world.others[:-1]:
        order(book, world, member, (4, 1_000), (SOAP, 2_000), (RICE, 700), (APRICOTS, 500))
    printed_id = prints.note(book, world.volunteer, world.open, "picking_people", prints.seen(book))
    assert printed_id
    order(book, world, world.others[-1], (4, 2_000), (OIL, 1_000), (APRICOTS, 250))
    neighbourhood.asks(book, world.others[-1], basket_of(book, world, FORMULA))
    take(book, found.helper, basket_of(book, world, FORMULA))
    return found


def basket_of(book: Book, world: World, name: str) -> int:
    return next(sale.order.basket_id for sale in day(book, world.open).sales if sale.name == name)


def every_document(book: Book, world: World, at: Neighbours) -> list[Document]:
    one, first = world.open, basket_of(book, world, FORMULA)
    since = prints.last(book, one, "picking_people")
    assert since is not None
    return [
        order_sheet.order_sheet(book, first, now=NOW),
        order_sheet.order_sheets(book, one, now=NOW),
        signoff.signoff(book, one, now=NOW),
        picking.picking_products(book, one, now=NOW),
        picking.picking_people(book, one, now=NOW),
        cross_table.cross_table(book, one, now=NOW),
        stand_cards.stand_cards(book, one, now=NOW),
        delivery_slip.delivery_slip(book, at.helper, one, at.helper, now=NOW),
        supplier_totals.supplier_totals(book, one, now=NOW),
        till_report.till_report(book, one, now=NOW),
        receipt.receipt(book, first, now=NOW),
        labels.labels(book, one, now=NOW),
        changes.changes(book, since, now=NOW),
    ]


def test_no_kind_of_paper_is_forgotten_here(book: Book, world: World, at: Neighbours) -> None:
    assert {document.kind for document in every_document(book, world, at)} == set(KINDS)


@pytest.mark.parametrize("code", CODES)
def test_strange_names_are_right_on_every_paper_wherever_it_is_drawn(
    code: str, book: Book, world: World, at: Neighbours, tmp_path: Path
) -> None:
    language.use(code)
    for document in every_document(book, world, at):
        drawn = [tool("pdftotext", "-layout", pdf=pdf(document), folder=tmp_path), plain(document)]
        if document.sheet in ("receipt", "labels"):
            drawn += [printed(escpos(document, wide)).text for wide in (58, 80)]
        for text in map(words, drawn):
            if document.kind not in ("labels", "signoff", "till_report", "delivery_slip"):
                assert EGGS in text, document.kind
            if document.kind != "picking_products":  # numbers alone
                assert FORMULA in text, document.kind
            assert "&amp;" not in text
            assert "\\" not in text


def test_no_paper_but_the_delivery_slip_holds_a_contact(
    book: Book, world: World, at: Neighbours, tmp_path: Path
) -> None:
    secrets = re.compile("|".join((r"0[1-9]([ .]?[0-9]{2}){4}", "Lilas", "rue de Paris", "3e étage", "31000", "@")))
    for document in every_document(book, world, at):
        text = words(tool("pdftotext", "-layout", pdf=pdf(document), folder=tmp_path) + plain(document))
        if document.kind == "delivery_slip":
            assert document.holds_contacts
            assert all(known in text for known in (PHONE, ADDRESS["address"], "3e étage"))
            assert HELPERS_PHONE not in text
            assert "NOM0" not in text  # their people only
        else:
            assert not document.holds_contacts
            assert secrets.search(text) is None, (document.kind, secrets.search(text))


@pytest.mark.parametrize(("code", "said"), [("fr", "Imprimé le"), ("en", "Printed on"), ("de", "Gedruckt am")])
def test_a_paper_says_its_language_and_title_and_brings_its_letters(
    code: str, said: str, book: Book, world: World, at: Neighbours, tmp_path: Path
) -> None:
    language.use(code)
    for document in every_document(book, world, at):
        assert document.language == code
        assert document.sheet in SHEETS
        assert document.kind == "labels" or said in plain(document)
        made = pdf(document)
        assert f"/Lang ({code})".encode() in made
        told = tool("pdfinfo", pdf=made, folder=tmp_path)
        assert words(told.split("Title:")[1].splitlines()[0]) == words(document.title)
        fonts = tool("pdffonts", pdf=made, folder=tmp_path).splitlines()[2:]
        assert fonts
        for font in fonts:
            assert "DejaVuSansCondensed" in font
            assert font.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, a subset, with its letters


def test_only_the_letter_of_a_tariff_is_on_paper(book: Book, world: World, at: Neighbours) -> None:
    """Not how much less, nor why."""
    for document in every_document(book, world, at):
        rates = set(re.findall(r"[0-9,]+\s?%", plain(document)))
        assert {"".join(rate.split()) for rate in rates} <= {"5,5%"}, document.kind  # of VAT


# --- One order, one number --------------------------------------------------------------------------------------------


def _people(block: Block) -> Iterator[tuple[str, str]]:
    """Number and name, as they stand on the paper."""
    match block:
        case Plate(number, name):
            yield number, name
        case Table(columns, rows):
            yield from ((column.title, column.under) for column in columns if column.under)
            for row in rows:
                if row.kind == "group" and "   " in row.cells[0]:
                    number, name = row.cells[0].split("   ")[:2]
                    yield number, name
                elif row.kind == "plain" and columns[0].title == "N°":
                    yield row.cells[0], row.cells[1]


def test_baskets_have_one_number_and_one_order_on_all_papers(book: Book, world: World, at: Neighbours) -> None:
    """Also beyond nine, and with baskets of another laptop."""
    other = 77
    line = {
        "product_id": world.products[SOAP], "name": "Savon", "reference": "savon", "unit": "piece", "tariff": "A",
        "price": 450, "vat": 550, "step": 1000, "minimum": 1000, "quantity": 1000, "amount": 450, "reverses_id": None,
    }  # fmt: skip
    with book.write() as write:  # what a merge will bring
        elsewhere = small.member(write, world.group, "Ailleurs", "Aussi")
        write.add(Laptop, id=other, seq=3, series="B")
        basket = {"distribution_id": world.open, "member_id": elsewhere, "laptop": other, "number": 1, "label": "B1"}
        write.add(Basket, id=other << 32 | 1, **basket)
        recorded = {"kind": "order", "recording": "elsewhere", "means": "on_site", "total": 450}
        write.add(Orders, id=other << 32 | 2, basket_id=other << 32 | 1, **recorded)
        write.add(OrderLine, id=other << 32 | 3, order_id=other << 32 | 2, **line)
    rows = book.db.execute_sql(
        "SELECT label, first_name || ' ' || upper(last_name) FROM basket JOIN member ON member.id = member_id "
        "WHERE distribution_id = ? ORDER BY basket.laptop, basket.number",
        (world.open,),
    ).fetchall()
    numbers = dict(rows)
    assert len(numbers) == 12
    for document in every_document(book, world, at):
        found = [pair for page in document.pages for block in page for pair in _people(block)]
        assert all(numbers[number] == name for number, name in found), document.kind
        order_of = [list(numbers).index(number) for number, _name in found]
        assert order_of == sorted(order_of), document.kind
        if document.kind in ("signoff", "picking_people", "cross_table", "till_report", "labels"):
            assert len(found) == 12, document.kind
    text = words(plain(picking.picking_products(book, world.open, now=NOW)))
    assert "2 pièces × 9" in text
    assert " ".join(f"[ ] {number}" for number in range(2, 11)) in text


def _runs(document: Document) -> Iterator[list[str]]:
    """What names products, one after the other; each person or producer begins anew."""
    run: list[str] = []
    for page in document.pages:
        for block in page:
            if isinstance(block, Heading):
                run.append(block.text)
            for row in block.rows if isinstance(block, Table) else ():
                named = row.kind != "group" or document.kind == "picking_products"
                if not named:
                    yield run
                    run = []
                run.append(" ".join(row.cells))
        if document.kind != "stand_cards":
            yield run
            run = []
    yield run


def test_products_stand_as_in_the_catalogue_on_all_papers(book: Book, world: World, at: Neighbours) -> None:
    catalogue = [name for name, *_ in small.SOLD] + [EGGS]
    for document in every_document(book, world, at):
        told = [
            [catalogue.index(name) for text in run for name in catalogue if name in text] for run in _runs(document)
        ]
        assert all(places == sorted(places) for places in told), document.kind
        without = document.kind in ("labels", "signoff", "till_report", "delivery_slip")
        assert any(told) != without, document.kind


# --- To order from producers ------------------------------------------------------------------------------------------


def test_what_is_ordered_of_each_producer_is_what_members_ordered(book: Book, world: World, at: Neighbours) -> None:
    correct(book, world.volunteer, at.basket, world.products[APRICOTS], 610, 0)
    correct(book, world.volunteer, basket_of(book, world, "Prénom3 NOM3"), world.products[RICE], 345, 1_200)
    with book.write() as write:
        write.revise(Product, world.products[OIL], producer="Coopérative")
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for producer, name, unit, quantity in book.db.execute_sql(
        "SELECT product.producer, order_line.name, order_line.unit, order_line.quantity FROM order_line "
        "JOIN orders ON orders.id = order_id JOIN basket ON basket.id = basket_id "
        "JOIN product ON product.id = product_id WHERE distribution_id = ?",
        (world.open,),
    ).fetchall():
        sums[producer, name, unit] += quantity
    told = {}
    [page] = supplier_totals.supplier_totals(book, world.open, now=NOW).pages
    producer = ""
    for row in next(block for block in page if isinstance(block, Table)).rows:
        if row.kind == "group":
            producer = row.cells[0]
        else:
            told[producer, row.cells[1]] = row.cells[2]
    wanted = {(who, name): formats.quantity(all_of, unit) for (who, name, unit), all_of in sums.items() if all_of}
    assert told == wanted
    assert {who for who, _name in told} == {"La Ferme", "Coopérative", "=1+1 [/] producteur"}
