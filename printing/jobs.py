"""One way to paper for screens and the command line: who may, the document, its file, and a row in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from db import prints
from db.database import Book
from db.distributions import distribution
from db.errors import NeverPrinted, NotAllowed, Refusal
from db.groups import group
from db.values.prints import Seen
from printing.document import Document
from printing.documents.changes import FOLLOWED, changes
from printing.documents.cross_table import cross_table
from printing.documents.delivery_slip import delivery_slip
from printing.documents.labels import labels
from printing.documents.order_sheet import order_sheet, order_sheets
from printing.documents.picking import picking_people, picking_products
from printing.documents.receipt import receipt
from printing.documents.signoff import signoff
from printing.documents.stand_cards import stand_cards
from printing.documents.supplier_totals import supplier_totals
from printing.documents.till_report import till_report
from printing.keeping import kept
from printing.printers import Printer, Sent, send

_DAY = 86_400
# Whoever may read the book's file reads names in it: the command line, where nobody signed in. But who is in need of
# delivery stays between members and the team.
OWNER = -1
NOT_OWNERS = ("order_sheet", "delivery_slip")


class Job(NamedTuple):
    """A document on its way, with what the book will be told of it."""

    document: Document
    distribution_id: int
    subject: int  # as in `db.values.prints.Printed`
    seen: Seen  # how much of the book it knows
    until: int  # UTC seconds: when its contact data is over; 0 without any


class Finished(NamedTuple):
    path: Path  # where it is kept
    sent: Sent
    printed: int  # the journal's row; 0 when it could not be written down
    trouble: Refusal | None  # why not


_WHOLE: dict[str, Callable[..., Document]] = {
    "signoff": signoff,
    "picking_products": picking_products,
    "picking_people": picking_people,
    "cross_table": cross_table,
    "supplier_totals": supplier_totals,
    "till_report": till_report,
}
_CHOSEN: dict[str, Callable[..., Document]] = {"stand_cards": stand_cards, "labels": labels}


def prepare(
    book: Book,
    by: int,
    kind: str,
    distribution_id: int,
    *,
    now: int,
    basket: int = 0,
    deliverer: int = 0,
    only: Iterable[int] = (),
    since: bool = False,
) -> Job:
    """The document of a kind (`printing.document.KINDS`), in the language of this moment.

    `basket` for a receipt or one order sheet, `deliverer` for a slip, `only` some products (cards) or baskets (labels),
    `since`: what changed since the last paper of that kind.
    Members print their own order sheet and receipt, deliverers their slip, the team all, OWNER all but NOT_OWNERS.
    Refuses with NotAllowed, Unknown, NeverPrinted, and for slips as `db.delivery_slip.slip` does.
    """
    subject = deliverer if kind == "delivery_slip" else basket if kind in prints.OF_A_BASKET else 0
    if by != OWNER:
        prints.needs_right(book, by, distribution_id, kind, subject)
    elif kind in NOT_OWNERS:
        raise NotAllowed(needed="volunteer")
    elif subject:
        prints.needs_there(book, distribution_id, subject)
    looked = prints.seen(book)
    if since:
        if kind not in FOLLOWED:
            raise ValueError(f"nothing is followed of {kind}")
        last = prints.last(book, distribution_id, kind, subject)
        if last is None:
            raise NeverPrinted()
        return Job(changes(book, last, now=now), distribution_id, last.id, looked, 0)
    chosen = tuple(only or ())
    document = _document(book, by, kind, distribution_id, now, subject, chosen)
    if chosen:
        subject = chosen[0] if len(chosen) == 1 else prints.SOME
    until = 0
    if document.holds_contacts:
        one = distribution(book, distribution_id)
        until = one.ends_at + group(book, one.group_id).contact_days * _DAY
    return Job(document, distribution_id, subject, looked, until)


def finish(
    book: Book,
    by: int,
    job: Job,
    folder: Path,
    printer: Printer,
    *,
    millimetres: int = 80,
    draw: Callable[[Document], bytes] | None = None,
) -> Finished:
    """Keep the document in `folder` as a file, send it to `printer`, and write down that it was printed.

    In a thread it is called within `book.elsewhere()`. Refuses as `printing.keeping.kept` and `printing.printers.send`
    do: what no printer took was not printed. That it could not be written down is told beside.
    """
    return hand_over(book, by, job, kept(job.document, folder, printer, job.until, millimetres, draw), printer)


def hand_over(book: Book, by: int, job: Job, path: Path, printer: Printer) -> Finished:
    """The second half of `finish`, for what is kept at `path` already: the same paper once more."""
    sent = send(path, printer)
    number = path.name.partition(" ")[0]
    try:
        return Finished(path, sent, noted(book, by, job, int(number) if number.isdecimal() else 0), None)
    except Refusal as refusal:
        return Finished(path, sent, 0, refusal)


def noted(book: Book, by: int, job: Job, number: int = 0) -> int:
    """Write down that a document was printed, from its file of that number or elsewhere. Refuses as writes do."""
    who = max(by, 0)
    return prints.note(book, who, job.distribution_id, job.document.kind, job.seen, subject=job.subject, number=number)


def _document(
    book: Book,
    by: int,
    kind: str,
    distribution_id: int,
    now: int,
    subject: int,
    only: tuple[int, ...],
) -> Document:
    if kind in _WHOLE:
        return _WHOLE[kind](book, distribution_id, now=now)
    if kind in _CHOSEN:
        return _CHOSEN[kind](book, distribution_id, now=now, only=only or None)
    if kind == "delivery_slip":
        return delivery_slip(book, by, distribution_id, subject, now=now)
    if kind == "receipt":
        return receipt(book, subject, now=now)
    if kind != "order_sheet":
        raise ValueError(f"no document is called {kind}")
    if not subject:
        return order_sheets(book, distribution_id, now=now)
    return order_sheet(book, subject, now=now)
