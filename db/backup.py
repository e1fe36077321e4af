"""Checked copies of a book: made, restored, and kept before a migration and when a distribution closes."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase

from db.database import Book
from db.errors import BackupFailed, BookDamaged, DiskFull, Refusal
from db.files import give_name, new_file_beside, refusal_of, refusal_of_system, refuse_what_is_there, remove_book
from db.laptop import Machine
from db.look import SCHEMA_VERSION, look, peek
from db.models import JOURNALS, REGISTERS, SIDE_REGISTERS
from db.opening import connect

KEPT = 3  # copies made by themselves, beside the book


def backup(book: Book, to: Path) -> Path:
    """Write a whole, checked copy of the book to `to`, which must not exist.

    The copy has a temporary name until it was reopened, found sound and equal, and synced. Refuses with BackupFailed,
    and with BookDamaged when the book itself cannot be read to its end.
    """
    with _copied(book.path, to):
        pass
    return to


def restore(source: Path, path: Path, home: Path) -> None:
    """Put a copy in the place of a book that is gone; the machine will write in it under a new laptop id.

    `source` is only read. Refuses with BookExists while a book, or what one left beside it, stands at `path`, with
    BackupFailed when the copy is damaged, and with what `look` refuses.
    """
    refuse_what_is_there(path)
    try:
        look(source, to_write=False)
        with suppress(OSError):  # making the copy says what is wrong with the folder
            path.parent.mkdir(parents=True, exist_ok=True)
        with _copied(source, path) as beside:
            machine = Machine(home, peek(beside).uid)
            machine.forget()
            machine.close()
    except BookDamaged as damaged:
        raise BackupFailed(path=str(source), reason="damaged") from damaged


def keep_copy(book: Book, name: str) -> Path | None:
    """A copy in the folder `backups` beside the book, once per `name`; None if it is there. The latest `KEPT` stay.

    `name` is made of two numbers and a hyphen. Refuses as `backup` does.
    """
    folder = book.path.parent / "backups"
    to = folder / f"{book.path.stem}-{name}.db"
    if to.exists():
        return None
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
    try:
        backup(book, to)
    except BackupFailed as refusal:
        if refusal.reason == "exists":  # another process made it meanwhile
            return None
        raise
    for old in _by_age(folder, book.path.stem)[:-KEPT]:
        old.unlink(missing_ok=True)
    return to


def _by_age(folder: Path, stem: str) -> list[Path]:
    """The copies of this book, the oldest first. « book-2-17-4.db » is none of « book », but of « book-2 »."""
    found = []
    for file in folder.glob(f"{stem}-*-*.db"):
        numbers = file.stem.removeprefix(f"{stem}-").split("-")
        with suppress(OSError):  # another process tidies too
            if len(numbers) == 2 and all(number.isdecimal() for number in numbers):
                found.append((file.stat().st_mtime_ns, file))
    return [file for _, file in sorted(found)]


def migrate_with_copy(path: Path, version: int, *, key: str | None = None) -> None:
    """Bring an older book to today's tables, after a checked copy `…-version-N.db` of it.

    When a step fails, what it did is undone and peewee.DatabaseError, or what it raised, goes on.
    """
    from db.migrations.run import migrate

    _copy_before_migrating(path, version)
    db = connect(path, key=key)
    try:
        try:
            migrate(db)
        except Exception:
            # Another process may have been quicker with the very same steps.
            if db.execute_sql("PRAGMA user_version").fetchall() != [(SCHEMA_VERSION,)]:
                raise
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        db.close()


def _copy_before_migrating(path: Path, version: int) -> None:
    """A copy of the book as it is now, unless one is there already; a copy of another day is left alone."""
    name, number = f"{path.stem}-version-{version}", 1
    while True:
        copy = path.with_name(f"{name}.db" if number == 1 else f"{name}-{number}.db")
        try:
            with _copied(path, copy):
                pass
        except BackupFailed as refusal:
            if refusal.reason != "exists":
                raise
            if not _same(path, copy):
                number += 1
                continue
        return


def _same(path: Path, copy: Path) -> bool:
    try:
        return peek(path).uid == peek(copy).uid and _counts(path) == _counts(copy)
    except (Refusal, peewee.DatabaseError):
        return False


@contextmanager
def _copied(source: Path, to: Path) -> Iterator[Path]:
    """A whole, checked copy under another name, which gets the name `to` when the block has ended."""
    beside: Path | None = None
    try:
        _refuse_name(to)
        beside = new_file_beside(to)
        before = _counts(source)
        _write_copy(source, beside)
        _check(beside, before, to)
        yield beside
        give_name(beside, to)
    except FileExistsError:
        raise BackupFailed(path=str(to), reason="exists") from None
    except OSError as error:
        raise BackupFailed(path=str(to), reason=_reason(refusal_of_system(error, to))) from error
    finally:
        if beside is not None:
            remove_book(beside)


def _refuse_name(to: Path) -> None:
    try:
        refuse_what_is_there(to)
    except Refusal as refusal:
        raise BackupFailed(path=vars(refusal)["path"], reason="exists") from None


def _write_copy(source: Path, beside: Path) -> None:
    with _reading(source) as db:
        try:
            db.execute_sql("VACUUM INTO ?", (str(beside),))
        except peewee.DatabaseError as error:
            refusal = refusal_of(error, source)
            if not isinstance(refusal, BookDamaged) or "I/O" in refusal.detail:
                raise OSError(errno.ENOSPC if isinstance(refusal, DiskFull) else errno.EIO, str(error)) from error
            raise refusal from error


def _check(copy: Path, before: dict[str, int], to: Path) -> None:
    """The copy is reopened. The book may have grown while it was copied; it can never have shrunk."""
    try:
        look(copy)
        after = _counts(copy, whole=True)
    except (Refusal, peewee.DatabaseError) as error:
        raise BackupFailed(path=str(to), reason="different") from error
    if any(after.get(table, -1) < count for table, count in before.items()):
        raise BackupFailed(path=str(to), reason="different")


def _reason(refusal: Refusal) -> str:
    return "full" if isinstance(refusal, DiskFull) else "folder"


@contextmanager
def _reading(path: Path) -> Iterator[Any]:
    """A connection that writes nothing. Nobody has the file open: it is read as it stands, on a read-only disk too."""
    in_use = any(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-shm", "-journal"))
    how = "mode=rw" if in_use else "mode=ro&immutable=1"
    db = SqlCipherDatabase(f"file:{quote(str(path.resolve()))}?{how}", uri=True, pragmas=[("busy_timeout", 10000)])
    try:
        db.connect()
        yield db
    except peewee.DatabaseError as error:
        raise refusal_of(error, path) from error
    finally:
        db.close()


def _counts(path: Path, *, whole: bool = False) -> dict[str, int]:
    """Rows of every journal and register; with `whole`, after the engine's own check of the file."""
    with _reading(path) as db:
        for pragma in ("integrity_check", "foreign_key_check") if whole else ():
            if db.execute_sql(f"PRAGMA {pragma}").fetchall() not in ([], [("ok",)]):
                raise BookDamaged(path=str(path), detail=pragma)
        there = {row[0] for row in db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
        tables = there & {model._meta.table_name for model in (*JOURNALS, *REGISTERS, *SIDE_REGISTERS)}
        return {table: db.execute_sql(f'SELECT COUNT(*) FROM "{table}"').fetchall()[0][0] for table in tables}
