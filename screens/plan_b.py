"""« Plan B »: who comes, what they get and what it costs, as text on a key: for a day without printer or laptop.

No address and no phone is in it. Any computer, any telephone and any copy shop can show it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db.database import Book
from db.errors import Refusal
from db.values.orders import Distribution
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.which_folder import WhichFolder
from screens.why import in_view, note_above
from widgets.text import user_text


def save(page: CounterPage[Any], one: Distribution) -> None:
    """Ask where, write in a thread, say where it is."""
    page.open(
        WhichFolder(
            N_("Keep the lists as text, for a power cut"),
            N_("Names, products and totals of this distribution. No address, no phone."),
            page.program.papers,
        ),
        lambda folder: None if folder is None else _write(page, one, folder),
    )


def _write(page: CounterPage[Any], one: Distribution, folder: Path) -> None:
    book = page.book

    def work() -> Path:
        with book.elsewhere():
            return write(book, one, folder)

    def done(result: Path | Exception) -> None:
        if isinstance(result, Refusal):
            said = sentence(result)
            in_view(page).refuse(lambda: said)
        elif isinstance(result, Exception):
            raise result
        else:
            note_above(page, N_("● LISTS SAVED"), lambda: _saved(result))

    page.program.elsewhere(work, done)


def write(book: Book, one: Distribution, folder: Path) -> Path:
    """Both lists in one file; its path. Refuses with DiskFull, NotSaved."""
    from printing.documents.picking import picking_people
    from printing.documents.signoff import signoff
    from printing.folder import folder_name, save
    from printing.plain import plain

    now = book.clock.now()
    lists = (signoff(book, one.id, now=now), picking_people(book, one.id, now=now))
    if any(document.holds_contacts for document in lists):
        raise ValueError("contact data never leaves on plan B")
    name = _("lists {day}").format(day=folder_name(one))
    return save(folder, name, "\n\n".join(plain(document) for document in lists))


def _saved(path: Path) -> str:
    return _("{path}\nOpen it on any computer, or have it printed somewhere else.").format(
        path=user_text(str(path)).plain
    )
