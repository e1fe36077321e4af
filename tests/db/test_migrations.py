"""The tables of the book, how they came to be, and how an older book becomes one of today.

After a new migration, write the tables down again: `python -m tests.db.test_migrations`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2 as sqlite3

from db import backup, look, opening
from db.clock import SetClock
from db.database import Book
from db.errors import BackupFailed, BookDamaged
from db.journals import guards
from db.migrations import run
from db.models import ALL, JOURNALS
from db.opening import open_book
from tests.children import together
from tests.db.world import APRICOTS, World, make, order

TABLES = Path(__file__).with_name("tables.sql")
THIS, NEXT = look.SCHEMA_VERSION, look.SCHEMA_VERSION + 1
COPY = f"book-version-{THIS}"
# Peewee's own `add_column` fills the column with an UPDATE, which a journal refuses; a default needs none.
ADDS_A_COLUMN = f"""
def up(migrator, db):
    db.execute_sql("ALTER TABLE posting ADD COLUMN receipt TEXT NOT NULL DEFAULT ''")
    db.execute_sql("PRAGMA user_version={NEXT}")
"""
FAILS_AT_ITS_END = f"""
def up(migrator, db):
    db.execute_sql("CREATE TABLE new (id INTEGER PRIMARY KEY) STRICT")
    db.execute_sql("DROP TRIGGER posting_no_update")
    db.execute_sql("UPDATE posting SET amount = 0")
    db.execute_sql("PRAGMA user_version={NEXT}")
    db.execute_sql("SELECT no_such_function()")
"""


def _master(db: Any) -> list[tuple[str, str, str]]:
    rows = db.execute_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name != 'schema_migration'"
        " ORDER BY name"
    )
    return list(rows.fetchall())


def _migrated() -> SqlCipherDatabase:
    db = SqlCipherDatabase(":memory:")
    run.migrate(db)
    return db


def _written_down(db: Any) -> str:
    return "".join(f"{sql};\n" for _, _, sql in _master(db))


def test_models_and_migrations_make_the_same_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    db = SqlCipherDatabase(":memory:")
    for model in ALL:
        monkeypatch.setattr(model._meta, "strict_tables", True)
        monkeypatch.setattr(model._meta, "database", db)
        model.create_table(safe=False)
    made = {row for row in _master(_migrated()) if row[0] != "trigger"}
    assert set(_master(db)) == made


def test_the_tables_are_those_that_were_written_down() -> None:
    assert _written_down(_migrated()) == TABLES.read_text()


def test_the_guards_of_the_migrations_are_those_that_opening_looks_for() -> None:
    made = {name: sql for kind, name, sql in _master(_migrated()) if kind == "trigger"}
    assert made == guards(model._meta.table_name for model in JOURNALS)


def test_no_two_migrations_share_a_number_and_the_last_one_is_the_version_of_the_program() -> None:
    numbers = [int(name.split("_")[0]) for name in run.names()]
    assert numbers == list(range(1, look.SCHEMA_VERSION + 1))
    assert _migrated().execute_sql("PRAGMA user_version").fetchall() == [(look.SCHEMA_VERSION,)]


# --- From one version to the next -------------------------------------------------------------------------------------

Next = Callable[[str], None]


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Next:
    """`next_version(text)`: from here on the program has one migration more."""

    def install(text: str) -> None:
        folder = tmp_path / "migrations"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in run.names():
            shutil.copy(run.FOLDER / f"{name}.py", folder)
        (folder / f"{NEXT:04d}_next.py").write_text(text)
        monkeypatch.setattr(run, "FOLDER", folder)
        for module in (look, opening, backup):
            monkeypatch.setattr(module, "SCHEMA_VERSION", NEXT)

    return install


@pytest.fixture
def older(book_path: Path, home: Path, clock: SetClock) -> tuple[Path, World]:
    """A book of today with one order, about to be an older one."""
    book = open_book(book_path, home, clock=clock)
    world = make(book)
    order(book, world, world.sarah, (APRICOTS, 250))
    book.close()
    return book_path, world


def test_an_older_book_is_copied_and_then_brought_to_today(
    older: tuple[Path, World], home: Path, clock: SetClock, next_version: Next
) -> None:
    path, world = older
    before = _rows(path)
    next_version(ADDS_A_COLUMN)
    book = open_book(path, home, clock=clock)
    assert look.look(path) == NEXT  # in the file itself, not only in the log beside it
    assert order(book, world, world.sarah, (APRICOTS, 250)).basket == "1"
    assert book.db.execute_sql("SELECT receipt FROM posting").fetchall() == [("",), ("",)]
    book.close()
    copy = path.with_name(f"{COPY}.db")
    assert _rows(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_book_from_before_deliveries_keeps_its_orders_and_gains_the_new_tables(
    book_path: Path, home: Path, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "first"
    folder.mkdir()
    shutil.copy(run.FOLDER / "0001_initial.py", folder)
    with monkeypatch.context() as then:
        then.setattr(run, "FOLDER", folder)
        first = SqlCipherDatabase(str(tmp_path / "first.db"))
        run.migrate(first)
        columns = [row[0] for row in first.execute_sql("SELECT name FROM pragma_table_info('posting')").fetchall()]
        first.close()
    book = open_book(book_path, home, clock=clock)
    world = make(book)
    order(book, world, world.sarah, (APRICOTS, 250))
    for model in reversed(ALL):
        if model._meta.table_name not in _tables_of(tmp_path / "first.db"):
            book.db.execute_sql(f"DROP TABLE {model._meta.table_name}")
    book.db.execute_sql("DROP INDEX order_line_reverses_id")
    book.db.execute_sql("DELETE FROM schema_migration WHERE name != '0001_initial'")
    book.db.execute_sql("PRAGMA user_version=1")
    before = book.db.execute_sql(f"SELECT {', '.join(columns)} FROM posting").fetchall()
    book.close()
    book = open_book(book_path, home, clock=clock)  # which checks the guards
    assert look.look(book_path) == THIS
    assert book.db.execute_sql(f"SELECT {', '.join(columns)} FROM posting").fetchall() == before
    assert _written_down(book.db) == TABLES.read_text()
    book.close()


def test_a_migration_keeps_journals_guarded_and_tables_strict(
    older: tuple[Path, World], home: Path, next_version: Next
) -> None:
    next_version(ADDS_A_COLUMN)
    book = open_book(older[0], home)  # which checks the guards
    loose = book.db.execute_sql("SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict").fetchall()
    assert {name for (name,) in loose if not name.startswith("sqlite_")} == {"schema_migration"}
    book.close()


def test_a_migration_that_fails_leaves_the_book_as_it_was(
    older: tuple[Path, World], home: Path, clock: SetClock, next_version: Next, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, world = older
    before = _rows(path)
    with monkeypatch.context():
        next_version(FAILS_AT_ITS_END)
        for _ in range(3):
            with pytest.raises(BookDamaged):
                open_book(path, home, clock=clock)
    assert _rows(path) == before
    assert _rows(path.with_name(f"{COPY}.db")) == before
    # Trying again made no more copies of the same book.
    assert [one.name for one in path.parent.glob("book-version-*")] == [f"{COPY}.db"]
    monkeypatch.undo()
    book = open_book(path, home, clock=clock)
    assert order(book, world, world.sarah, (APRICOTS, 250)).basket == "1"
    book.close()


def test_a_copy_of_another_day_is_left_alone_and_a_new_one_is_made_beside(
    older: tuple[Path, World], home: Path, clock: SetClock, next_version: Next
) -> None:
    path, world = older
    shutil.copy(path, path.with_name(f"{COPY}.db"))
    book = open_book(path, home, clock=clock)
    order(book, world, world.others[0], (APRICOTS, 250))
    book.close()
    before = _rows(path)
    next_version(ADDS_A_COLUMN)
    open_book(path, home, clock=clock).close()
    assert _rows(path.with_name(f"{COPY}-2.db")) == before
    assert _rows(path.with_name(f"{COPY}.db")) != before


def test_a_book_that_cannot_be_copied_is_not_migrated(
    older: tuple[Path, World], home: Path, next_version: Next, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = older

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = _rows(path)
    next_version(ADDS_A_COLUMN)
    monkeypatch.setattr(backup, "_write_copy", fail)
    with pytest.raises(BackupFailed) as refused:
        open_book(path, home)
    assert refused.value.reason == "full"
    assert _rows(path) == before


def test_what_stood_in_the_log_beside_an_older_book_is_in_the_copy_and_in_the_migrated_book(
    book: Book, world: World, home: Path, clock: SetClock, tmp_path: Path, next_version: Next
) -> None:
    """The program of yesterday was killed: its last commits are in the log only."""
    order(book, world, world.sarah, (APRICOTS, 250))
    killed = tmp_path / "killed.db"
    shutil.copy(book.path, killed)
    shutil.copy(f"{book.path}-wal", f"{killed}-wal")
    next_version(ADDS_A_COLUMN)
    again = open_book(killed, home, clock=clock)
    for rows in (_rows(killed), _rows(tmp_path / f"killed-version-{THIS}.db")):
        assert len(rows["orders"]) == 1
    again.close()


def test_two_processes_that_open_an_older_book_at_once_both_get_it(
    older: tuple[Path, World], home: Path, next_version: Next
) -> None:
    path, _ = older
    next_version(ADDS_A_COLUMN)

    def attempt() -> int:
        return len(open_book(path, home).db.execute_sql("SELECT receipt FROM posting").fetchall())

    whole = path.read_bytes()
    for _ in range(5):
        assert together([attempt] * 3) == [1, 1, 1]
        path.with_name("book.db-wal").unlink(missing_ok=True)
        path.write_bytes(whole)


def _rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the book: tables, their text, their rows."""
    other = sqlite3.connect(str(path))
    try:
        found = {"": other.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()}
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name != "schema_migration":
                found[name] = other.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
        return found
    finally:
        other.close()


if __name__ == "__main__":
    TABLES.write_text(_written_down(_migrated()))


def _tables_of(path: Path) -> set[str]:
    return {name for name, rows in _rows(path).items() if name}
