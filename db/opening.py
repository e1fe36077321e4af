"""From a file to an open book: made beside and renamed, looked at before connecting, checked before it is shown."""

from __future__ import annotations

import secrets
from pathlib import Path

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase

from db.clock import Clock, SystemClock
from db.database import Book
from db.errors import BookDamaged, BookExists, BookForeign, BookNewer
from db.files import (
    give_name,
    new_file_beside,
    refusal_of,
    refusal_of_system,
    refuse_what_is_there,
    remove_book,
)
from db.journals import guards
from db.laptop import Machine, new_laptop, next_series
from db.look import APPLICATION_ID, SCHEMA_VERSION, WAIT, check_uid, look
from db.models import JOURNALS, REGISTERS, SIDE_REGISTERS, BookTable, Laptop
from db.statements import Statement

# Order matters: waiting first, or the WAL pragma of a locked book waits for the default; EXTRA before WAL, or a power
# cut at the switch can roll the whole book back.
PRAGMAS = (
    ("busy_timeout", WAIT),
    ("synchronous", "EXTRA"),
    ("journal_mode", "WAL"),
    ("foreign_keys", 1),
    ("recursive_triggers", 1),
)
_OLDEST_SAFE_ENGINE = (3, 51, 3)  # below it two writers in WAL can lose committed pages

_UID = Statement(lambda: BookTable.select(BookTable.uid))
_LAPTOPS = Statement(lambda: Laptop.select(Laptop.id, Laptop.seq, Laptop.series))


def connect(path: Path, *, key: str | None = None) -> SqlCipherDatabase:
    """A connection with the pragmas that durability rests on. `key` is the place for encryption; None: a plain book."""
    arguments = {"passphrase": key} if key else {}
    db = SqlCipherDatabase(str(path), pragmas=list(PRAGMAS), lock_type="IMMEDIATE", **arguments)
    if db.server_version < _OLDEST_SAFE_ENGINE:
        raise RuntimeError(f"SQLite {db.server_version} can corrupt a WAL book; {_OLDEST_SAFE_ENGINE} is needed")
    db.connect()
    return db


def create(path: Path, home: Path, *, clock: Clock | None = None, demo: bool = False, key: str | None = None) -> Book:
    """Make an empty book at `path`: built beside it, then renamed, so that a half-made one never has the name.

    Refuses with BookExists when anything is there, DiskFull, BookReadOnly.
    """
    refuse_what_is_there(path)
    clock = clock or SystemClock()
    beside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = new_file_beside(path)
        _fill_new(beside, clock, demo, key)
        give_name(beside, path)
    except peewee.DatabaseError as error:
        raise refusal_of(error, path) from error
    except FileExistsError:
        raise BookExists(path=str(path)) from None
    except OSError as error:
        raise refusal_of_system(error, path) from error
    finally:
        if beside is not None:
            remove_book(beside)
    return open_book(path, home, clock=clock, key=key)


def _fill_new(path: Path, clock: Clock, demo: bool, key: str | None) -> None:
    from db.migrations.run import migrate

    arguments = {"passphrase": key} if key else {}
    db = SqlCipherDatabase(str(path), pragmas=[("synchronous", "EXTRA"), ("foreign_keys", 1)], **arguments)
    db.connect()
    try:
        # The header is stale under WAL until a checkpoint, so these two stand before WAL is ever on.
        db.execute_sql(f"PRAGMA application_id={APPLICATION_ID}")
        migrate(db)
        laptop = new_laptop()
        values = {BookTable.id: laptop << 32 | 1, BookTable.uid: secrets.token_hex(16)}
        db.execute(BookTable.insert({**values, BookTable.demo: demo, BookTable.made_at: clock.now()}))
    finally:
        db.close()


def open_book(path: Path, home: Path, *, clock: Clock | None = None, key: str | None = None) -> Book:
    """Open the book at `path` on this machine, whose data folder is `home`.

    An older book is copied (checked) and migrated. Refuses as `db.look.look` does, and with BookDamaged, BookLocked,
    BackupFailed; it never creates tables over anything.
    """
    version = look(path)
    try:
        if version < SCHEMA_VERSION:
            from db.backup import migrate_with_copy

            migrate_with_copy(path, version, key=key)
        db = connect(path, key=key)
    except peewee.DatabaseError as error:
        raise refusal_of(error, path) from error
    machine: Machine | None = None
    try:
        _check_header(db, path)
        machine = Machine(home, _uid(db, path))
        book = Book(path, db, clock or SystemClock(), machine)
        _take_place(book)
    except BaseException as error:
        db.close()
        if machine is not None:
            machine.close()
        if isinstance(error, peewee.DatabaseError):
            raise refusal_of(error, path) from error
        if isinstance(error, OSError):
            raise refusal_of_system(error, home) from error
        raise
    return book


def _uid(db: SqlCipherDatabase, path: Path) -> str:
    rows = db.execute_sql(_UID.text(db)).fetchall()
    if len(rows) != 1:
        raise BookDamaged(path=str(path), detail=f"the table book has {len(rows)} rows")
    uid = str(rows[0][0])
    check_uid(uid, path)
    return uid


def _check_header(db: SqlCipherDatabase, path: Path) -> None:
    """What may be known before anything is shown: identity, version, and that journals are guarded."""
    if db.execute_sql("PRAGMA application_id").fetchall() != [(APPLICATION_ID,)]:
        raise BookForeign(path=str(path))
    [(version,)] = db.execute_sql("PRAGMA user_version").fetchall()
    if version > SCHEMA_VERSION:  # it stood in the log beside the file, where `look` does not see it
        raise BookNewer(path=str(path), version=version, known=SCHEMA_VERSION)
    if version < SCHEMA_VERSION:
        raise BookDamaged(path=str(path), detail=f"it is still of version {version}")
    found = dict(db.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    if found != guards(model._meta.table_name for model in JOURNALS):
        raise BookDamaged(path=str(path), detail="the guards of the journals are not as they were made")


def _take_place(book: Book) -> None:
    """Find which laptop this is in the book, or become a new one when the book is unknown here or behind."""
    if _is_known(book):
        return
    with book.db.atomic():
        # Asked again now that nobody else writes: a process of this same machine may have recorded between the reads,
        # or taken a place for it.
        if _is_known(book):
            return
        known = {row[0]: row[2] for row in book.all(_LAPTOPS)}
        book.laptop = new_laptop()
        while book.laptop in known:
            book.laptop = new_laptop()
        book.series = next_series(set(known.values()))
        fields = {Laptop.id: book.laptop, Laptop.seq: 0, Laptop.series: book.series}
        book.db.execute(Laptop.insert(fields))
        book.machine.remember(book.laptop)


def _is_known(book: Book) -> bool:
    """Whether this machine has a laptop in the book, and the book all that the machine wrote."""
    laptop, seen = book.machine.read()
    known = {row[0]: row[1:] for row in book.all(_LAPTOPS)}
    if laptop not in known or known[laptop][0] < max(seen, _highest(book, laptop)):
        return False
    book.laptop, book.series = laptop, known[laptop][1]
    return True


def _highest(book: Book, laptop: int) -> int:
    """The highest sequence this laptop used in any journal or register: its counter may never be behind."""
    first, last = laptop << 32, (laptop + 1) << 32
    highest = 0
    for model in (*JOURNALS, *REGISTERS, *SIDE_REGISTERS):
        table = model._meta.table_name
        text = f'SELECT MAX(id) FROM "{table}" WHERE id > {first} AND id < {last}'
        highest = max(highest, (book.db.execute_sql(text).fetchall()[0][0] or first) - first)
    return highest
