"""What changed since a paper left: only what differs, and only what stands on that paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import prints, slots
from db.baskets import put, validate
from db.catalogue import products
from db.corrections import correct
from db.database import Book
from db.errors import DiskFull, NeverPrinted
from db.ledger import pay
from db.ordering import basket_of, record
from printing.jobs import OWNER, finish, noted, prepare
from printing.plain import plain
from printing.printers import Printer
from tests.conftest import NOW
from tests.db import world as small
from tests.db.world import APRICOTS, RICE, World, order


@pytest.fixture
def world(book: Book) -> World:
    return small.make(book)


def _print(book: Book, world: World, kind: str, basket: int = 0) -> None:
    noted(book, world.volunteer, prepare(book, world.volunteer, kind, world.open, now=book.clock.now(), basket=basket))


def _changes(book: Book, world: World, kind: str, basket: int = 0) -> str:
    job = prepare(book, world.volunteer, kind, world.open, now=book.clock.now(), since=True, basket=basket)
    return " ".join(plain(job.document).replace("\u202f", " ").replace("\u00a0", " ").split())


def test_a_paper_that_is_still_right_is_said_to_be(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    _print(book, world, "signoff")
    assert "Rien n'a changé : ce papier est encore juste." in _changes(book, world, "signoff")


def test_a_picking_list_is_mended_by_lines_added_changed_and_taken_out(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    order(book, world, world.others[0], (RICE, 700))
    _print(book, world, "picking_people")
    order(book, world, world.others[1], (RICE, 600))
    correct(book, world.volunteer, basket_of(book, world.sarah, world.open), world.products[RICE], 345, 0)
    order(book, world, world.sarah, (APRICOTS, 500))
    said = _changes(book, world, "picking_people")
    assert "1 Sarah VARDA [ ] Abricots bruns secs 0,25 kg 0,75 kg [ ] Riz rond 0,5 kg rien" in said
    assert "3 Prénom1 NOM1 nouveau panier [ ] Riz rond 0,6 kg" in said
    assert "NOM0" not in said
    assert "€" not in said


def test_a_sign_off_sheet_is_mended_by_totals_payments_and_hours(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.others[0], (RICE, 500))
    slots.switch_on(book, world.coordinator, world.open, 15, 5)
    _print(book, world, "signoff")
    pay(book, world.volunteer, world.sarah, world.group, 153, "cash", basket_of(book, world.sarah, world.open))
    order(book, world, world.others[0], (APRICOTS, 250))
    said = _changes(book, world, "signoff")
    assert "1 Sarah VARDA [ ] Paiement à payer payée" in said
    assert "2 Prénom0 NOM0 [ ] Total 1,73 € 3,26 €" in said
    assert "Abricots" not in said


def test_what_is_printed_of_changes_counts_from_the_whole_paper_again(book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 500))
    _print(book, world, "picking_products")
    order(book, world, world.sarah, (RICE, 500))
    job = prepare(book, world.volunteer, "picking_products", world.open, now=NOW, since=True)
    noted(book, world.volunteer, job)
    assert prints.prints(book, world.volunteer, world.open)[0].kind == "changes"
    assert "0,5 kg 1 kg" in _changes(book, world, "picking_products")


def test_one_order_sheet_is_compared_with_itself_alone(book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 500))
    mine = basket_of(book, world.sarah, world.open)
    with pytest.raises(NeverPrinted):
        prepare(book, world.sarah, "order_sheet", world.open, now=NOW, basket=mine, since=True)
    _print(book, world, "order_sheet", basket=mine)
    order(book, world, world.sarah, (RICE, 500))
    order(book, world, world.others[0], (RICE, 500))
    said = _changes(book, world, "order_sheet", basket=mine)
    assert "Feuille de commande, impression du" in said
    assert "Riz rond 0,5 kg 1 kg" in said
    assert "NOM0" not in said


def test_strange_names_stand_in_changes_as_they_were_typed(book: Book, world: World) -> None:
    with book.write() as write:
        strange = small.member(write, world.group, "=1+1", "[/]")
        eggs = small.product(write, world.group, "Œufs extra-frais — 6", "piece", 320, 1000, 1000)
    order(book, world, world.sarah, (RICE, 500))
    _print(book, world, "picking_people")
    assert any(product.id == eggs for product in products(book, world.group))
    put(book, strange, world.open, eggs, 1000, 320)
    record(book, strange, world.open, validate(book, strange, world.open).recording)
    said = _changes(book, world, "picking_people")
    assert "=1+1 [/]" in said
    assert "Œufs extra-frais — 6" in said


def test_a_paper_becomes_a_numbered_file_and_a_row(book: Book, world: World, tmp_path: Path) -> None:
    order(book, world, world.sarah, (RICE, 500))
    for number in (1, 2):
        job = prepare(book, OWNER, "signoff", world.open, now=NOW)
        kept = finish(book, OWNER, job, tmp_path / "papers", Printer("folder"))
        assert kept.path.read_bytes().startswith(b"%PDF")
        assert kept.trouble is None
        last = prints.last(book, world.open, "signoff")
        assert last is not None
        assert (last.id, last.number, last.by_id, last.by, last.at) == (kept.printed, number, 0, "", NOW)


def test_a_book_that_may_not_be_written_still_prints(book: Book, world: World, tmp_path: Path) -> None:
    order(book, world, world.sarah, (RICE, 500))
    job = prepare(book, world.volunteer, "signoff", world.open, now=NOW)
    book.stopped = DiskFull()
    kept = finish(book, world.volunteer, job, tmp_path, Printer("folder"))
    assert kept.path.exists()
    assert (kept.printed, kept.trouble) == (0, book.stopped)
