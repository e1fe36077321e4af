"""Checked copies of a book: made, restored, and kept before a migration and when a distribution closes."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import peewee

from db.database import Book, connect
from db.errors import BackupFailed, BookDamaged, BookExists, DiskFull
from db.files import refusal_of, remove_book, sync_file, sync_folder
from db.laptop import Machine
from db.look import look, peek
from db.models import JOURNALS, REGISTERS

KEPT = 3  # copies made by themselves, beside the book


def backup(book: Book, to: Path) -> Path:
    """Write a whole, checked copy of the book to `to`, which must not exist. Refuses with BackupFailed or DiskFull.

    The copy has a temporary name until it was reopened, found sound and equal, and synced.
    """
    if to.exists():
        raise BackupFailed(path=str(to), reason="exists")
    _copy(book.path, to)
    return to


def restore(source: Path, path: Path, home: Path) -> None:
    """Put a copy in the place of a book that is gone; the machine will write in it under a new laptop id.

    Refuses with BookExists while a book stands at `path`, and with what `look` and `backup` refuse.
    """
    look(source)
    if path.exists():
        raise BookExists(path=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    _copy(source, path)
    machine = Machine(home, peek(path).uid)
    laptop, seen = machine.read()
    machine.saw(laptop, seen + 1)  # the copy is behind by one: opening it takes a new laptop id
    machine.close()


def keep_copy(book: Book, name: str) -> Path | None:
    """A copy in the folder `backups` beside the book, once per `name`; None if it is there. The latest `KEPT` stay."""
    folder = book.path.parent / "backups"
    to = folder / f"{book.path.stem}-{name}.db"
    if to.exists():
        return None
    folder.mkdir(mode=0o700, exist_ok=True)
    _copy(book.path, to)
    copies = sorted(folder.glob(f"{book.path.stem}-*.db"), key=lambda file: file.stat().st_mtime_ns)
    for old in copies[:-KEPT]:
        old.unlink(missing_ok=True)
    return to


def migrate_with_copy(path: Path, version: int, *, key: str | None = None) -> None:
    """Bring an older book to today's tables, after a checked copy `…-version-N.db` of it."""
    from db.migrations.run import migrate

    copy = path.with_name(f"{path.stem}-version-{version}.db")
    if not copy.exists():
        _copy(path, copy)
    db = connect(path, key=key)
    try:
        migrate(db)
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        db.close()


def _copy(source: Path, to: Path) -> None:
    beside = to.with_name(to.name + ".part")
    try:
        remove_book(beside)
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        before = _counts(source)
        db = connect(source)
        try:
            db.execute_sql("VACUUM INTO ?", (str(beside),))
        finally:
            db.close()
        after = _counts(beside, whole=True)
        # The book may have grown while it was copied; it can never have shrunk.
        if any(after.get(table, -1) < count for table, count in before.items()):
            raise BackupFailed(path=str(to), reason="different")
        sync_file(beside)
        os.rename(beside, to)
        sync_folder(to.parent)
    except peewee.DatabaseError as error:
        remove_book(beside)
        refusal = refusal_of(error, source)
        if isinstance(refusal, BookDamaged):
            raise BackupFailed(path=str(to), reason="damaged") from error
        raise refusal from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            remove_book(beside)
            raise DiskFull() from error
        raise BackupFailed(path=str(to), reason="folder") from error


def _counts(path: Path, *, whole: bool = False) -> dict[str, int]:
    """Rows of every journal and register; with `whole`, after the engine's own check of the file."""
    from playhouse.sqlcipher_ext import SqlCipherDatabase

    db = SqlCipherDatabase(str(path), pragmas=[("busy_timeout", 10000)])
    db.connect()
    try:
        if whole and db.execute_sql("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise BackupFailed(path=str(path), reason="damaged")
        there = {row[0] for row in db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
        return {
            table: db.execute_sql(f'SELECT COUNT(*) FROM "{table}"').fetchall()[0][0]
            for table in (model._meta.table_name for model in (*JOURNALS, *REGISTERS))
            if table in there
        }
    finally:
        db.close()
