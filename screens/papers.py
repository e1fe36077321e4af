"""What screens can print, and the way of a paper: read from the book, kept as a file, sent, written down."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from db import orders, prints
from db.delivery_mine import my_deliveries
from db.distributions import distribution
from db.errors import PrinterRefused
from db.values.delivery import MyDelivery
from db.values.orders import Distribution
from db.values.prints import Printed
from i18n import delivery_words
from i18n.language import _
from widgets.text import cut_middle

if TYPE_CHECKING:
    from db.database import Book
    from printing.document import Document
    from printing.jobs import Job
    from printing.printers import Printer, Sent

_PER_SHEET = {"quarters": 4, "halves": 2}


class Paper(NamedTuple):
    """`subject` is the basket or the deliverer it is about; 0: the whole distribution. `since`: what changed only."""

    kind: str  # one of `printing.document.KINDS`
    distribution_id: int
    subject: int = 0
    since: bool = False


class Read(NamedTuple):
    """A paper as it is now, and when it was printed before."""

    job: Job
    distribution: Distribution
    last: Printed | None

    @property
    def document(self) -> Document:
        return self.job.document

    @property
    def sheets(self) -> int:
        """How many sheets it will be at least."""
        return -(-len(self.document.pages) // _PER_SHEET.get(self.document.sheet, 1))


class Outcome(NamedTuple):
    """Where it is kept, and what became of it. `sent` None without `trouble`: it was to be kept only."""

    path: Path
    sent: Sent | None = None
    trouble: PrinterRefused | None = None


def read(book: Book, by: int, paper: Paper) -> Read:
    """The paper from the book, asked for by `by`; what it shows of contacts is written down.

    To be called in a thread, in `book.elsewhere()`. Refuses as `printing.jobs.prepare` does.
    """
    from printing.jobs import prepare

    slip = paper.kind == "delivery_slip"
    job = prepare(
        book,
        by,
        paper.kind,
        paper.distribution_id,
        now=book.clock.now(),
        basket=0 if slip else paper.subject,
        deliverer=paper.subject if slip else 0,
        delivery=_delivery(book, paper.subject) if paper.kind == "order_sheet" and paper.subject else "",
        since=paper.since,
    )
    return Read(job, distribution(book, paper.distribution_id), last(book, job))


def last(book: Book, job: Job) -> Printed | None:
    """When this very paper was printed before."""
    return prints.last(book, job.distribution_id, job.document.kind, job.subject)


def _delivery(book: Book, basket_id: int) -> str:
    """Who brings this order and when, or whose orders its member brings."""
    found, (member, _there) = orders.order(book, basket_id), orders.owner(book, basket_id)
    one = found.distribution
    mine = my_deliveries(book, member, one.group_id).get(one.id, MyDelivery())
    return delivery_words.delivery(found.way, mine, one.place.timezone)


def folder_of(papers: Path, one: Distribution) -> Path:
    """Where papers of a distribution are kept."""
    from printing.folder import folder_name

    return papers / folder_name(one)


def carry_out(
    job: Job, folder: Path, printer: Printer, millimetres: int, *, send: bool, progress: Callable[[int], None]
) -> Outcome:
    """Keep the paper as a file, then send it if it is to be printed. To be called in a thread.

    What the printer refuses is in the outcome; refuses itself with what does not let the file be kept.
    """
    from printing.drawing import drawn
    from printing.keeping import kept

    def draw(document: Document) -> bytes:
        return drawn(document, progress)

    try:
        path = kept(job.document, folder, printer, job.until, millimetres, draw)
    except PrinterRefused as refusal:
        if not refusal.path:
            raise
        return Outcome(Path(refusal.path), trouble=refusal)
    return sent_again(path, printer) if send else Outcome(path)


def sent_again(path: Path, printer: Printer) -> Outcome:
    """Send what is kept. To be called in a thread."""
    from printing import printers

    try:
        return Outcome(path, printers.send(path, printer))
    except PrinterRefused as refusal:
        return Outcome(path, trouble=refusal)


def written_down(book: Book, by: int, job: Job, path: Path) -> None:
    """The book knows that it went to a printer. Refuses as every write does."""
    from printing.jobs import noted

    number = path.name.partition(" ")[0]
    noted(book, by, job, int(number) if number.isdecimal() else 0)


def where(path: Path, width: int, *, folder: bool = True) -> list[str]:
    """File and folder, a line each, from the person's own folder on; of a long one the start gives way, not its name"""
    with suppress(ValueError, RuntimeError):
        path = Path("~") / path.relative_to(Path.home())
    file = _("File: {file}")
    told = [file.format(file=cut_middle(path.name, width - cell_len(file.format(file=""))))]
    if folder:
        name, label = str(path.parent), _("Folder: {folder}")
        room = width - cell_len(label.format(folder=""))
        if cell_len(name) > room:
            while cell_len(name) >= room:
                name = name[1:]
            name = f"…{name}"
        told.append(label.format(folder=name))
    return told
