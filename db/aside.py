"""Putting a copy in the place of a book that is still there: the book is moved out of the way, whole."""

from __future__ import annotations

import os
from pathlib import Path

from db.backup import restore
from db.clock import Clock
from db.files import sync_folder
from db.look import look

# The logs first: should the power fail in between, none stays behind for the engine to mix into the next book.
_PARTS = ("-wal", "-shm", "-journal", "")


def replace(source: Path, path: Path, home: Path, clock: Clock) -> Path:
    """As `db.backup.restore`, after renaming what stands at `path` to a name that says when; that name.

    No program may have the book open. When the copy cannot be restored, the book is put back, and the refusal raised.
    """
    look(source, to_write=False)
    aside = path.with_name(f"{path.stem}-aside-{clock.now()}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}-aside-{clock.now()}-{number}{path.suffix}")
    _rename(path, aside)
    try:
        restore(source, path, home)
    except BaseException:
        _rename(aside, path)
        raise
    return aside


def _rename(old: Path, new: Path) -> None:
    for part in _PARTS:
        beside = old.with_name(old.name + part)
        if beside.exists():
            os.rename(beside, new.with_name(new.name + part))
    sync_folder(old.parent)
