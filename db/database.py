"""The open book: how it is read, and the one way to write.

What differs between engines stands here, in `db/opening.py` and in the migrations only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase

from db.clock import RELEASED_AT, Clock
from db.errors import BookDamaged, ClockInDoubt, Refusal
from db.files import refusal_of
from db.laptop import Machine
from db.look import WAIT
from db.models import BookTable, Gesture, Laptop, Orders, Posting, Revision, Row
from db.statements import Statement, slot

_CLOCK_TOLERANCE = 300  # seconds

_TAKE_LAPTOP = Statement(
    lambda: Laptop.update({Laptop.seq: Laptop.seq}).where(Laptop.id == slot("laptop")).returning(Laptop.seq)
)
_LEAVE_LAPTOP = Statement(
    lambda: Laptop.update({Laptop.seq: slot("seq")}).where(Laptop.id == slot("laptop"), Laptop.seq == slot("taken"))
)
_LAPTOPS = Statement(lambda: Laptop.select(Laptop.id))
_BOOK = Statement(lambda: BookTable.select(BookTable.uid, BookTable.demo, BookTable.made_at))
# A laptop's last row, not the latest hour: an hour that was wrong once is not held against the clock for ever.
_LAST_TIMES = [
    Statement(
        lambda m=model: (  # type: ignore[misc]
            m.select(m.at).where(m.id.between(slot("first"), slot("last"))).order_by(m.id.desc()).limit(1)
        )
    )
    for model in (Orders, Posting, Gesture)
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
    """A book that is open on this laptop. Made by `db.opening`."""

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
        """The clock is over 5 minutes behind the last order, payment or gesture, or before this release was made."""
        now = self.clock.now()
        last = RELEASED_AT
        for (laptop,) in self.all(_LAPTOPS):
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
            self.db.execute_sql(f"PRAGMA busy_timeout={WAIT:d}")

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
