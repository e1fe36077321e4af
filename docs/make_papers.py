"""The pictures of papers: every document of a demo book, its first page as a printer would show it.

python -m docs.make_papers [FOLDER]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from db import opening, prints
from db.accounts import find_member
from db.clock import SetClock
from db.corrections import correct
from db.database import Book
from db.delivery_survey import survey
from db.distributions import distributions
from db.ledger import pay
from db.reports import day
from db.values.orders import Distribution
from db.values.prints import Printed
from i18n import language
from printing.document import Document
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
from printing.pdf import pdf
from tui import demo

FOLDER = Path(__file__).parent / "pictures"
_NOW = 1_796_198_400  # a Wednesday morning; the same pictures whatever today is
_DOTS = "60"  # an inch


def documents(book: Book, now: int) -> Iterator[tuple[str, Document]]:
    """Of the distribution that is closed and not yet held; money from the one before, where it was paid."""
    known = distributions(book)
    closed = next(one for one in known if one.state(now) == "closed")
    past = next(one for one in known if one.state(now) == "past" and one.group_id == closed.group_id)
    first, paid = day(book, closed.id).sales[3].order.basket_id, day(book, past.id).sales[0].order.basket_id
    carriers = [held.deliverer for held in survey(book, closed.id).rounds.values()]
    yield "order-sheet", order_sheet.order_sheet(book, first, now=now)
    yield "order-sheets", order_sheet.order_sheets(book, closed.id, now=now)
    yield "signoff", signoff.signoff(book, closed.id, now=now)
    yield "picking-products", picking.picking_products(book, closed.id, now=now)
    yield "picking-people", picking.picking_people(book, closed.id, now=now)
    yield "cross-table", cross_table.cross_table(book, closed.id, now=now)
    yield "stand-cards", stand_cards.stand_cards(book, closed.id, now=now)
    yield "delivery-slip", delivery_slip.delivery_slip(book, carriers[0], closed.id, carriers[0], now=now)
    yield "supplier-totals", supplier_totals.supplier_totals(book, closed.id, now=now)
    yield "till-report", till_report.till_report(book, past.id, now=now)
    yield "receipt", receipt.receipt(book, paid, now=now)
    yield "labels", labels.labels(book, closed.id, now=now)
    yield "changes", changes.changes(book, _since(book, closed), now=now)


def _since(book: Book, one: Distribution) -> Printed:
    """A sign-off sheet that was printed before somebody paid and somebody else took less."""
    volunteer = find_member(book, demo.ACCOUNTS[1]).id
    paper = prints.note(book, volunteer, one.id, "signoff", prints.seen(book), number=4)
    first, second = day(book, one.id).sales[:2]
    pay(book, volunteer, first.member_id, one.group_id, first.left, "cash", first.order.basket_id)
    line = second.order.lines[0]
    correct(book, volunteer, second.order.basket_id, line.product_id, line.price, 0)
    printed = prints.last(book, one.id, "signoff")
    assert printed is not None
    assert printed.id == paper
    return printed


def make(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    language.use("fr")
    made = []
    with tempfile.TemporaryDirectory() as home:
        path, clock = Path(home, "demo.db"), SetClock(_NOW)
        demo.make(path, Path(home), clock)
        book = opening.open_book(path, Path(home), clock=clock)
        for name, document in documents(book, _NOW):
            file = Path(home, f"{name}.pdf")
            file.write_bytes(pdf(document))
            target = folder / f"paper-{name}"
            command = ["pdftoppm", "-r", _DOTS, "-gray", "-png", "-singlefile", str(file), str(target)]
            subprocess.run(command, check=True)
            picture = target.with_suffix(".png")
            with Image.open(picture) as drawn:  # eight greys are enough for ink
                few = drawn.quantize(8)
            few.save(picture, optimize=True)
            made.append(picture)
        book.close()
    return made


def main(arguments: list[str]) -> int:
    if shutil.which("pdftoppm") is None:
        print("NO PICTURES of papers were made: install poppler-utils", file=sys.stderr)
        return 0
    folder = Path(arguments[0]) if arguments else FOLDER
    print(f"{len(make(folder))} pictures of papers in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
