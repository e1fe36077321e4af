"""« Sauvegarder sur la clé »: a checked copy of the whole book, outside this laptop."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from db.backup import backup
from db.errors import BackupFailed, Refusal
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.which_folder import WhichFolder
from screens.why import in_view, note_above
from widgets.text import user_text

_MOST = 100  # copies of one minute


def save_copy(page: CounterPage[Any]) -> None:
    """Ask where, copy in a thread, say where it is."""
    page.open(
        WhichFolder(
            N_("Save the book on a USB key"),
            N_("The copy holds everything, addresses too: keep the key in a safe place."),
            page.program.papers,
        ),
        lambda folder: None if folder is None else _copy(page, folder),
    )


def _copy(page: CounterPage[Any], folder: Path) -> None:
    book = page.book
    now = datetime.fromtimestamp(book.clock.now())

    def work() -> Path:
        for number in range(1, _MOST):
            more = f"-{number}" if number > 1 else ""
            try:
                return backup(book, folder / f"comptoir-{now:%Y-%m-%d-%Hh%M}{more}.db")
            except BackupFailed as refusal:
                if refusal.reason != "exists":
                    raise
        raise BackupFailed(path=str(folder), reason="exists")

    def done(result: Path | Exception) -> None:
        if isinstance(result, Refusal):
            said = sentence(result)
            in_view(page).refuse(lambda: said)
        elif isinstance(result, Exception):
            raise result
        else:
            note_above(page, N_("● COPY SAVED"), lambda: _saved(result))

    page.say(N_("One moment: the copy is being written and checked. Leave the key in."))
    page.program.elsewhere(work, done)


def _saved(path: Path) -> str:
    return _("The book is saved and checked: {path}\nTake the key out as this computer asks for it.").format(
        path=user_text(str(path)).plain
    )
