"""The open book: connection, pragmas, checks, and the one way to write.

What differs between engines stands here and in the migrations only.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase

from db.clock import RELEASED_AT, Clock, SystemClock
from db.errors import (
    BookDamaged,
    BookExists,
    BookForeign,
    BookNewer,
    ClockInDoubt,
    Refusal,
)
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
from db.look import APPLICATION_ID, SCHEMA_VERSION, check_uid, look
from db.models import JOURNALS, REGISTERS, SIDE_REGISTERS, BookTable, Laptop, Orders, Posting, Revision, Row
from db.statements import Statement, slot

# Order matters: waiting first, or the WAL pragma of a locked book waits for the default; EXTRA before WAL, or a power
# cut at the switch can roll the whole book back.
PRAGMAS = (
    ("busy_timeout", 10000),
    ("synchronous", "EXTRA"),
    ("journal_mode", "WAL"),
    ("foreign_keys", 1),
    ("recursive_triggers", 1),
)
_OLDEST_SAFE_ENGINE = (3, 51, 3)  # below it two writers in WAL can lose committed pages
_CLOCK_TOLERANCE = 300  # seconds

_TAKE_LAPTOP = Statement(
    lambda: Laptop.update({Laptop.seq: Laptop.seq}).where(Laptop.id == slot("laptop")).returning(Laptop.seq)
)
_LEAVE_LAPTOP = Statement(
    lambda: Laptop.update({Laptop.seq: slot("seq")}).where(Laptop.id == slot("laptop"), Laptop.seq == slot("taken"))
)
_LAPTOPS = Statement(lambda: Laptop.select(Laptop.id, Laptop.seq, Laptop.series))
_BOOK = Statement(lambda: BookTable.select(BookTable.uid, BookTable.demo, BookTable.made_at))
# A laptop's last row, not the latest hour: an hour that was wrong once is not held against the clock for ever.
_LAST_TIMES = [
    Statement(
        lambda m=model: (  # type: ignore[misc]
            m.select(m.at).where(m.id.between(slot("first"), slot("last"))).order_by(m.id.desc()).limit(1)
        )
    )
    for model in (Orders, Posting)
]


class _Insert:
    """An INSERT of every column of a table, compiled once, and what a column is when nothing is said."""

    def __init__(self, model: type[Row]) -> None:
        fields = model._meta.sorted_fields
        self.statement = Statement(lambda: model.insert({field: slot(field.column_name) for field in fields}))
        self.defaults = {field.column_name: field.default for field in fields if field.column_name != "id"}

    def names(self, db: peewee.Database) -> tuple[str, ...]:
        return self.statement.slots(db)


_inserts: dict[type[Row], _Insert] = {}


class Reader:
    """Reads: every row is fetched to the end, because a half-read one holds back what others wrote."""

    db: SqlCipherDatabase

    def all(self, statement: Statement, **values: Any) -> list[tuple[Any, ...]]:
        text, parameters = statement.fill(self.db, values)
        rows: list[tuple[Any, ...]] = self.db.execute_sql(text, parameters).fetchall()
        return rows

    def one(self, statement: Statement, **values: Any) -> tuple[Any, ...] | None:
        rows = self.all(statement, **values)
        return rows[0] if rows else None

    def value(self, statement: Statement, **values: Any) -> Any:
        """The first column of the first row, or None."""
        rows = self.all(statement, **values)
        return rows[0][0] if rows else None


class Write(Reader):
    """One transaction under way: hands out ids, says when and who, adds and revises rows."""

    def __init__(self, book: Book, sequence: int, who: int) -> None:
        self.book = book
        self.db = book.db
        self.now = book.clock.now()
        self.who = who
        self.sequence = sequence

    def id(self) -> int:
        self.sequence += 1
        return self.book.laptop << 32 | self.sequence

    def run(self, statement: Statement, **values: Any) -> int:
        """Run an UPDATE or DELETE; how many rows it met."""
        text, parameters = statement.fill(self.db, values)
        count: int = self.db.execute_sql(text, parameters).rowcount
        return count

    def add(self, model: type[Row], **values: Any) -> int:
        """Add one row, stamped with now and who where the table has these columns. Its id."""
        return self.add_all(model, [values])[0]

    def add_all(self, model: type[Row], rows: Sequence[dict[str, Any]]) -> list[int]:
        """Add rows of one table in one go; their ids."""
        insert = _inserts.get(model)
        if insert is None:
            insert = _inserts[model] = _Insert(model)
        stamped = {**insert.defaults, "at": self.now, "by_id": self.who}
        names = insert.names(self.db)
        ids, filled = [], []
        for row in rows:
            values = {**stamped, **row}
            row_id = values.get("id") or self.id()
            values["id"] = row_id
            ids.append(row_id)
            filled.append([values[name] for name in names])
        if filled:
            cursor = self.db.cursor()
            with peewee.__exception_wrapper__:  # type: ignore[attr-defined]  # missing in its stubs
                cursor.executemany(insert.statement.text(self.db), filled)
        return ids

    def register(self, model: type[Row], **values: Any) -> int:
        """Add a row to a register, and its first revision."""
        row_id = self.add(model, **values)
        self._revision(model, row_id, values)
        return row_id

    def revise(self, model: type[Row], row_id: int, **changes: Any) -> None:
        """Change columns of a register's row, and keep what they became with who and when."""
        if not changes:
            return
        self.db.execute(model.update(changes).where(model.id == row_id))
        self._revision(model, row_id, changes)

    def _revision(self, model: type[Row], row_id: int, state: dict[str, Any]) -> None:
        # Hashes of secrets are current or gone: their history would only help an attacker.
        kept = {name: value for name, value in state.items() if not name.endswith("_hash")}
        text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
        self.add(Revision, register=model._meta.table_name, row_id=row_id, state=text)


class Book(Reader):
    """A book that is open on this laptop. Made by `create` and `open_book`."""

    def __init__(self, path: Path, db: SqlCipherDatabase, clock: Clock, machine: Machine) -> None:
        self.path = path
        self.db = db
        self.clock = clock
        self.machine = machine
        row = self.one(_BOOK)
        if row is None:
            raise BookDamaged(path=str(path), detail="the table book is empty")
        self.uid: str = row[0]
        self.demo: bool = bool(row[1])
        self.made_at: int = row[2]  # UTC seconds
        self.laptop = 0
        self.series = ""
        # Why nothing may be written for now: a failed check, a clock in doubt. None when all is well.
        self.stopped: Refusal | None = None

    def all(self, statement: Statement, **values: Any) -> list[tuple[Any, ...]]:
        """Refuses with BookDamaged, BookLocked or what else the engine's error means."""
        try:
            return super().all(statement, **values)
        except peewee.DatabaseError as error:
            raise refusal_of(error, self.path) from error

    @contextmanager
    def write(self, who: int = 0) -> Iterator[Write]:
        """One action, one transaction, durable when the block has ended.

        A write around others makes one transaction of them all, and then adds no rows itself.
        Refuses with DiskFull, BookLocked, BookReadOnly, BookDamaged, or with what stopped the book; then, and when the
        block raises, nothing is changed.
        """
        if self.stopped is not None:
            raise self.stopped
        try:
            with self.db.atomic():
                # First statement of every write: the laptop's row is the lock that other engines need.
                [(sequence,)] = self.all(_TAKE_LAPTOP, laptop=self.laptop)
                work = Write(self, sequence, who)
                yield work
                if work.sequence != sequence and not work.run(
                    _LEAVE_LAPTOP, seq=work.sequence, laptop=self.laptop, taken=sequence
                ):
                    raise RuntimeError("a write around others handed out ids too: they are the same")
        except peewee.DatabaseError as error:
            raise refusal_of(error, self.path) from error
        if work.sequence != sequence:
            # It is durable: that this machine cannot remember it is no reason to say that it is not.
            with suppress(OSError):
                self.machine.saw(self.laptop, work.sequence)

    def data_version(self) -> int:
        """Changes when another process, or another thread of this one, has committed (SQLite's `data_version`)."""
        return int(self.db.execute_sql("PRAGMA data_version").fetchall()[0][0])

    def clock_doubt(self) -> ClockInDoubt | None:
        """The clock is behind the last order or payment by over 5 minutes, or before this release was made."""
        now = self.clock.now()
        last = RELEASED_AT
        for laptop, *_ in self.all(_LAPTOPS):
            for statement in _LAST_TIMES:
                last = max(last, self.value(statement, first=laptop << 32, last=laptop << 32 | 0xFFFF_FFFF) or 0)
        return ClockInDoubt(now=now, last=last) if now < last - _CLOCK_TOLERANCE else None

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """In another thread: a connection of its own for the length of the block. Refuses as reads do."""
        try:
            with self.db.connection_context():
                yield
        except peewee.DatabaseError as error:
            raise refusal_of(error, self.path) from error

    @contextmanager
    def briefly(self, milliseconds: int = 250) -> Iterator[None]:
        """In this block a write that finds another program writing refuses with BookLocked after `milliseconds`.

        For the thread that answers keys: what takes longer is tried again `elsewhere`, with the usual patience.
        """
        self.db.execute_sql(f"PRAGMA busy_timeout={milliseconds:d}")
        try:
            yield
        finally:
            self.db.execute_sql(f"PRAGMA busy_timeout={dict(PRAGMAS)['busy_timeout']}")

    def check(self) -> BookDamaged | None:
        """The engine's whole check and the foreign keys. Slow on a big book: run it in a thread, after painting."""
        self.db.execute_sql("PRAGMA cache_size=-2000")
        for pragma in ("integrity_check", "foreign_key_check"):
            try:
                rows = self.db.execute_sql(f"PRAGMA {pragma}").fetchall()
            except peewee.DatabaseError as error:
                return BookDamaged(path=str(self.path), detail=str(error))
            if rows and rows != [("ok",)]:
                return BookDamaged(path=str(self.path), detail=f"{pragma}: {rows[:3]}")
        return None

    def close(self) -> None:
        self.db.close()
        self.machine.close()


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
    rows = db.execute_sql(_BOOK.text(db)).fetchall()
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
