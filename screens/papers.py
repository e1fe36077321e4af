"""What screens can print: read from the book, and where it is kept."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from db import prints
from db.distributions import distribution
from db.values.orders import Distribution
from db.values.prints import Printed
from i18n.language import _
from widgets.text import cut_middle

if TYPE_CHECKING:
    from db.database import Book
    from printing.document import Document
    from printing.jobs import Job


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


def read(book: Book, by: int, paper: Paper, before: Read | None = None) -> Read:
    """The paper from the book, asked for by `by`; what it shows of contacts is written down.

    Read again, it is the one of `before` unless more changed than the hour on it. To be called in a thread, in
    `book.elsewhere()`. Refuses as `printing.jobs.prepare` does.
    """
    if before is not None and not before.document.holds_contacts:
        same = _job(book, by, paper, before.document.made_at)
        if same.document == before.document:
            return before._replace(job=same, last=last(book, same))
    job = _job(book, by, paper, book.clock.now())
    return Read(job, distribution(book, paper.distribution_id), last(book, job))


def _job(book: Book, by: int, paper: Paper, now: int) -> Job:
    from printing.jobs import prepare

    slip = paper.kind == "delivery_slip"
    return prepare(
        book,
        by,
        paper.kind,
        paper.distribution_id,
        now=now,
        basket=0 if slip else paper.subject,
        deliverer=paper.subject if slip else 0,
        since=paper.since,
    )


def last(book: Book, job: Job) -> Printed | None:
    """When this very paper was printed before."""
    return prints.last(book, job.distribution_id, job.document.kind, job.subject)


def folder_of(papers: Path, one: Distribution) -> Path:
    """Where papers of a distribution are kept."""
    from printing.folder import folder_name

    return papers / folder_name(one)


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
