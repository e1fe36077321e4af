"""The open book: how it is made and opened, and what one write is."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import peewee
import pytest
from sqlcipher3 import dbapi2 as sqlite3

from db import groups, opening
from db.backup import restore
from db.clock import RELEASED_AT, SetClock
from db.database import Book
from db.distributions import cards
from db.errors import (
    BackupFailed,
    BookDamaged,
    BookExists,
    BookLocked,
    BookReadOnly,
    ClockInDoubt,
    DiskFull,
)
from db.files import refusal_of
from db.ledger import pay
from db.look import APPLICATION_ID, SCHEMA_VERSION, look, peek
from db.models import Group, Laptop, Orders
from db.opening import PRAGMAS, create, open_book
from db.orders import my_orders
from db.statements import Statement, slot
from tests.children import in_child, mount_small
from tests.conftest import NOW
from tests.db.world import APRICOTS, RICE, World, make, order

# --- Making a book ----------------------------------------------------------------------------------------------------


def test_a_new_book_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        book = create(tmp_path / "book.db", tmp_path / "home", clock=SetClock(NOW))
    finally:
        os.umask(before)
    with book.write() as write:
        write.register(Group, name="G", name_key="g")
    found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("book.db*")}
    assert found == {"book.db": 0o600, "book.db-wal": 0o600, "book.db-shm": 0o600}
    book.close()


def test_a_book_is_built_under_another_name_and_gets_its_own_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.db"
    built: list[Path] = []

    def fill(beside: Path, *rest: Any) -> None:
        assert not path.exists()
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600
        built.append(beside)
        fill_new(beside, *rest)

    fill_new = opening._fill_new
    monkeypatch.setattr(opening, "_fill_new", fill)
    create(path, tmp_path / "home").close()
    assert built[0] != path
    assert sorted(os.listdir(tmp_path)) == ["book.db", "home"]


def test_a_book_that_could_not_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise peewee.OperationalError("database or disk is full")

    monkeypatch.setattr("db.migrations.run.migrate", fail)
    with pytest.raises(DiskFull):
        create(tmp_path / "book.db", tmp_path / "home")
    assert os.listdir(tmp_path) == []


def test_nothing_that_is_there_is_replaced_by_a_new_book(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    for there in (b"", b"Bonjour"):
        path.write_bytes(there)
        with pytest.raises(BookExists):
            create(path, tmp_path / "home")
        assert path.read_bytes() == there


def test_a_book_made_by_another_process_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.db"

    def fill(beside: Path, *rest: Any) -> None:
        fill_new(beside, *rest)
        path.write_bytes(b"the other one")

    fill_new = opening._fill_new
    monkeypatch.setattr(opening, "_fill_new", fill)
    with pytest.raises(BookExists):
        create(path, tmp_path / "home")
    assert path.read_bytes() == b"the other one"
    assert os.listdir(tmp_path) == ["book.db"]


def test_two_processes_that_make_the_same_book_at_once_end_up_with_one_whole_book(tmp_path: Path) -> None:
    from tests.children import together

    def attempt() -> str:
        try:
            create(tmp_path / "book.db", tmp_path / "home").close()
        except BookExists:
            return "there"
        return "made"

    for number in range(10):
        assert sorted(together([attempt] * 3)) == ["made", "there", "there"]
        book = open_book(tmp_path / "book.db", tmp_path / "home")
        assert book.check() is None
        book.close()
        (tmp_path / "book.db").rename(tmp_path / f"{number}.db")


def test_what_a_lost_book_left_behind_is_never_mixed_into_a_new_one(book: Book, world: World, tmp_path: Path) -> None:
    left = Path(f"{book.path}-wal").read_bytes()
    assert left
    path = tmp_path / "new.db"
    for suffix in ("-wal", "-journal"):
        leftover = Path(f"{path}{suffix}")
        leftover.write_bytes(left)
        with pytest.raises(BookExists) as caught:
            create(path, tmp_path / "home")
        assert caught.value.path == str(leftover)
        assert leftover.read_bytes() == left
        assert not path.exists()
        leftover.unlink()


# --- Opening ----------------------------------------------------------------------------------------------------------


def test_the_pragmas_that_durability_rests_on_hold_on_every_connection(book: Book) -> None:
    wanted = {"synchronous": 3, "journal_mode": "wal", "foreign_keys": 1, "recursive_triggers": 1}

    def held() -> dict[str, Any]:
        return {name: book.db.execute_sql(f"PRAGMA {name}").fetchall()[0][0] for name in wanted}

    assert held() == wanted
    assert book.db.execute_sql("PRAGMA busy_timeout").fetchall() == [(10000,)]
    assert held() == wanted


def test_extra_is_set_before_wal_and_waiting_before_both() -> None:
    names = [name for name, _ in PRAGMAS]
    assert names == ["busy_timeout", "synchronous", "journal_mode", "foreign_keys", "recursive_triggers"]


def test_a_thread_gets_a_connection_with_the_same_pragmas(book: Book) -> None:
    import threading

    found = []

    def read() -> None:
        with book.elsewhere():
            found.extend(book.db.execute_sql("PRAGMA synchronous").fetchall())
            found.extend(book.db.execute_sql("PRAGMA recursive_triggers").fetchall())

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == [(3,), (1,)]


def test_an_engine_that_can_corrupt_a_book_is_not_used(book_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playhouse.sqlcipher_ext.SqlCipherDatabase.server_version", (3, 40, 1))
    with pytest.raises(RuntimeError, match="can corrupt"):
        opening.connect(book_path)


def test_opening_changes_no_row_of_a_book_known_here(book_path: Path, home: Path) -> None:
    before = book_path.read_bytes()
    open_book(book_path, home).close()
    assert book_path.read_bytes() == before


def test_every_table_is_strict_but_the_one_that_keeps_the_migrations(book: Book) -> None:
    rows = book.db.execute_sql("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall()
    loose = {name for name, strict in rows if not strict and not name.startswith("sqlite_")}
    assert loose == {"schema_migration"}


@pytest.mark.parametrize("drop", ["DROP TRIGGER posting_no_update", "DROP TABLE way_chosen"])
def test_a_book_whose_journals_lost_their_guards_is_refused(book_path: Path, home: Path, drop: str) -> None:
    _by_another_tool(book_path, drop)
    with pytest.raises(BookDamaged, match="guards"):
        open_book(book_path, home)


def test_a_book_whose_guards_were_weakened_is_refused(book_path: Path, home: Path) -> None:
    _by_another_tool(
        book_path,
        "DROP TRIGGER orders_no_delete",
        "CREATE TRIGGER orders_no_delete BEFORE DELETE ON orders WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    with pytest.raises(BookDamaged, match="guards"):
        open_book(book_path, home)


def test_a_book_with_a_trigger_of_somebody_else_is_refused(book_path: Path, home: Path) -> None:
    _by_another_tool(book_path, "CREATE TRIGGER sly AFTER INSERT ON posting BEGIN UPDATE stock SET remaining = 0; END")
    with pytest.raises(BookDamaged, match="guards"):
        open_book(book_path, home)


@pytest.mark.parametrize("change", ["DELETE FROM book", "INSERT INTO book VALUES (7, 'other', 0, 0)"])
def test_a_book_that_does_not_know_which_one_it_is_is_refused(book_path: Path, home: Path, change: str) -> None:
    _by_another_tool(book_path, change)
    with pytest.raises(BookDamaged):
        open_book(book_path, home)


def test_the_whole_check_finds_a_damaged_index_and_an_orphan(book: Book, world: World) -> None:
    assert book.check() is None
    book.db.execute_sql("PRAGMA foreign_keys=0")
    book.db.execute_sql("DELETE FROM place")
    found = book.check()
    assert found is not None
    assert "foreign_key_check" in found.detail


def test_a_page_that_went_bad_while_the_book_is_open_is_a_refusal_not_a_crash(
    book_path: Path, home: Path, clock: SetClock
) -> None:
    book = open_book(book_path, home, clock=clock)
    world = make(book)
    book.close()
    size = book_path.stat().st_size
    with open(book_path, "r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))

    def read() -> None:
        my_orders(open_book(book_path, home, clock=clock), world.sarah, world.group)

    with pytest.raises(BookDamaged):
        read()


def test_a_read_that_the_engine_refuses_is_a_refusal_of_ours(book: Book, world: World) -> None:
    book.db.execute_sql("ALTER TABLE posting RENAME TO elsewhere")
    with pytest.raises(BookDamaged):
        cards(book, world.sarah, world.group)


def test_a_thread_that_cannot_open_the_book_any_more_is_refused(book_path: Path, home: Path) -> None:
    import threading

    book = open_book(book_path, home)
    with open(book_path, "r+b") as file:
        file.write(b"Bonjour" * 20)
    met: list[Exception] = []

    def read() -> None:
        try:
            with book.elsewhere():
                book.data_version()
        except BookDamaged as refusal:
            met.append(refusal)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert len(met) == 1
    book.close()


@pytest.mark.parametrize("uid", ["../../../elsewhere", "", "A" * 32, "a" * 31])
def test_a_book_whose_name_for_itself_could_be_a_path_is_refused(book_path: Path, home: Path, uid: str) -> None:
    """A file of this name is written on this machine."""
    _by_another_tool(book_path, f"UPDATE book SET uid = '{uid}'")
    before = sorted(book_path.parent.rglob("*"))
    for attempt in (peek, lambda path: open_book(path, home)):
        with pytest.raises(BookDamaged):
            attempt(book_path)
    with pytest.raises(BackupFailed):
        restore(book_path, book_path.with_name("new.db"), home)
    assert sorted(book_path.parent.rglob("*")) == before


def test_a_data_folder_that_may_not_be_written_is_refused(book_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BookReadOnly):
        open_book(book_path, tmp_path / "file" / "home")


def test_a_book_can_be_closed_twice_without_touching_what_others_opened_since(book_path: Path, home: Path) -> None:
    book = open_book(book_path, home)
    book.close()
    mine = [os.open(book_path, os.O_RDONLY) for _ in range(8)]
    book.close()
    for file in mine:
        os.close(file)


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_ids_are_the_laptop_and_a_sequence_without_gaps_even_after_a_failure(book: Book) -> None:
    with book.write() as write:
        first = write.register(Group, name="A", name_key="a")
    with suppress(ZeroDivisionError), book.write() as write:
        write.register(Group, name="B", name_key="b")
        raise ZeroDivisionError
    with book.write() as write:
        second = write.register(Group, name="C", name_key="c")
    assert first >> 32 == second >> 32 == book.laptop
    assert second == first + 2  # the row and its revision each have one
    assert book.db.execute_sql("SELECT name FROM groups ORDER BY id").fetchall() == [("A",), ("C",)]


def test_every_row_says_when_and_by_whom(book: Book, clock: SetClock, world: World) -> None:
    clock.advance(60)
    with book.write(world.sarah) as write:
        row = write.register(Group, name="A", name_key="a")
    [(at, by)] = book.db.execute_sql("SELECT at, by_id FROM revision WHERE row_id = ?", (row,)).fetchall()
    assert (at, by) == (NOW + 60, world.sarah)


def test_the_history_of_a_register_is_kept_without_hashes_of_secrets(book: Book, world: World) -> None:
    from db.models import Member

    with book.write(world.coordinator) as write:
        write.revise(Member, world.sarah, city="Toulouse", secret_hash="$argon2id$…")
    states = book.db.execute_sql(
        "SELECT state FROM revision WHERE register = 'member' AND row_id = ? ORDER BY id", (world.sarah,)
    ).fetchall()
    assert states[-1] == ('{"city": "Toulouse"}',)
    assert not any("hash" in state for (state,) in states)


def test_changing_nothing_is_no_revision(book: Book, world: World) -> None:
    before = book.db.execute_sql("SELECT COUNT(*) FROM revision").fetchall()
    with book.write() as write:
        write.revise(Group, world.group)
    assert book.db.execute_sql("SELECT COUNT(*) FROM revision").fetchall() == before


def test_writes_inside_a_write_are_kept_together_or_not_at_all(book: Book) -> None:
    with suppress(ZeroDivisionError), book.write():
        for name in "ab":
            with book.write() as write:
                write.register(Group, name=name, name_key=name)
        raise ZeroDivisionError
    assert book.db.execute_sql("SELECT name FROM groups").fetchall() == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_write_that_hands_out_ids_around_another_that_does_is_a_mistake_that_shows(book: Book, when: str) -> None:
    def both() -> None:
        with book.write() as outer:
            if when == "before":
                outer.register(Group, name="a", name_key="a")
            with book.write() as inner:
                inner.add(Laptop, id=1, seq=0, series=str(inner.id()))
            if when == "after":
                outer.register(Group, name="a", name_key="a")

    with pytest.raises(RuntimeError, match="same"):
        both()
    assert book.db.execute_sql("SELECT name FROM groups").fetchall() == []


def test_a_stopped_book_says_why_and_writes_nothing(book: Book) -> None:
    book.stopped = BookDamaged(path=str(book.path), detail="")
    with pytest.raises(BookDamaged), book.write():
        raise AssertionError("never reached")
    book.stopped = None


def test_a_write_waits_for_another_program_and_then_says_that_the_book_is_taken(book: Book) -> None:
    book.db.execute_sql("PRAGMA busy_timeout=10")
    other = sqlite3.connect(str(book.path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BookLocked), book.write():
        raise AssertionError("never reached")
    other.execute("ROLLBACK")
    with book.write() as write:
        write.register(Group, name="A", name_key="a")
    other.close()


def test_what_breaks_a_rule_of_the_database_is_a_mistake_of_ours_and_not_hidden(book: Book, world: World) -> None:
    with pytest.raises(peewee.IntegrityError), book.write() as write:
        write.add(Laptop, seq=0, series=book.series)


def test_an_order_whose_commit_returned_is_never_refused_because_this_machine_cannot_remember(
    book: Book, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", fail)
    assert order(book, world, world.sarah, (APRICOTS, 250)).basket == "1"


def test_a_second_process_sees_a_commit_at_its_next_look(book_path: Path, home: Path, clock: SetClock) -> None:
    first = open_book(book_path, home, clock=clock)
    second = open_book(book_path, home, clock=clock)
    world = make(first)
    seen = second.data_version()
    assert second.data_version() == seen
    order(first, world, world.sarah, (APRICOTS, 250))
    assert second.data_version() != seen
    [found] = my_orders(second, world.sarah, world.group)
    assert found.total == 153
    first.close()
    second.close()


# --- The clock --------------------------------------------------------------------------------------------------------


def test_a_clock_behind_the_last_order_is_in_doubt(book: Book, world: World, clock: SetClock) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    clock.advance(-300)
    assert book.clock_doubt() is None
    clock.advance(-1)
    doubt = book.clock_doubt()
    assert isinstance(doubt, ClockInDoubt)
    assert (doubt.now, doubt.last) == (NOW - 301, NOW)


def test_a_clock_behind_the_last_payment_is_in_doubt(book: Book, world: World, clock: SetClock) -> None:
    pay(book, world.volunteer, world.sarah, world.group, 500, "cash")
    clock.advance(-301)
    assert book.clock_doubt() is not None


def test_a_clock_behind_an_order_of_another_laptop_is_in_doubt_whichever_has_the_larger_number(
    book: Book, world: World, clock: SetClock
) -> None:
    mine = order(book, world, world.sarah, (APRICOTS, 250))
    for other in (1, 2**31 - 1):
        text = (
            "INSERT INTO orders SELECT ? << 32 | 1, basket_id, kind, recording || ?, means, total, at + ?, by_id"
            " FROM orders WHERE id = ?"
        )
        book.db.execute_sql("INSERT INTO laptop VALUES (?, 1, ?)", (other, f"X{other}"))
        book.db.execute_sql(text, (other, str(other), other % 1000 + 3600, mine.order_id))
        doubt = book.clock_doubt()
        assert doubt is not None
        assert doubt.last >= NOW + 3600


def test_a_clock_before_this_release_is_in_doubt(book: Book, clock: SetClock) -> None:
    assert book.clock_doubt() is None
    clock.at = RELEASED_AT - 301
    assert book.clock_doubt() is not None


# --- A full disk ------------------------------------------------------------------------------------------------------


def test_on_a_full_disk_the_order_is_refused_and_the_draft_and_all_orders_are_whole(book: Book, world: World) -> None:
    """The engine is told that no page is left: the same error as a full disk, in the middle of a statement."""
    kept = order(book, world, world.sarah, (APRICOTS, 250))
    _fill_until_refused(book, world, limit=int(book.db.execute_sql("PRAGMA page_count").fetchall()[0][0]) + 2)
    book.db.execute_sql("PRAGMA max_page_count=1000000")
    _everything_is_whole(book, world, kept.order_id)


def test_on_a_disk_that_is_really_full_the_order_is_refused_and_the_draft_and_all_orders_are_whole(
    empty_book: Path, tmp_path: Path, home: Path
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    content = (empty_book / "book.db").read_bytes()

    def attempt() -> int:
        mount_small(folder, 1536)
        path = folder / "book.db"
        path.write_bytes(content)
        book = open_book(path, home, clock=SetClock(NOW))
        world = make(book)
        kept = order(book, world, world.sarah, (APRICOTS, 250))
        ballast = folder / "ballast"
        ballast.write_bytes(b"\0" * 150_000)
        recorded = _fill_until_refused(book, world)
        assert cards(book, world.sarah, world.group)  # reads go on
        book.close()
        book = open_book(path, home, clock=SetClock(NOW))
        ballast.unlink()
        _everything_is_whole(book, world, kept.order_id)
        return recorded

    assert in_child(attempt) > 3


def test_a_book_is_not_made_on_a_full_disk(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()

    def attempt(kilobytes: int) -> list[str]:
        mount_small(folder, kilobytes)
        with pytest.raises(DiskFull):
            create(folder / "book.db", tmp_path / "home")
        return os.listdir(folder)

    for kilobytes in (4, 64, 200):
        assert in_child(partial(attempt, kilobytes)) == []


def test_an_error_of_the_disk_is_not_called_a_full_disk(book: Book) -> None:
    error = peewee.OperationalError("disk I/O error")
    assert isinstance(refusal_of(error, book.path), BookDamaged)


def test_the_cause_of_a_failed_rollback_is_found(tmp_path: Path) -> None:
    error = peewee.OperationalError("cannot rollback - no transaction is active")
    error.__context__ = peewee.OperationalError("database or disk is full")
    assert isinstance(refusal_of(error, tmp_path), DiskFull)


def _fill_until_refused(book: Book, world: World, limit: int = 0) -> int:
    """Record orders until the disk is full; how many. The one refused is Sarah's, and still in her draft."""
    from db.baskets import draft, put, validate
    from db.ordering import record

    if limit:
        book.db.execute_sql(f"PRAGMA max_page_count={limit}")
    for recorded in range(2_000):
        try:
            put(book, world.sarah, world.open, world.products[RICE], 500, 345)
        except DiskFull:
            return recorded
        before = draft(book, world.sarah, world.open)
        try:
            pending = validate(book, world.sarah, world.open)
            before = draft(book, world.sarah, world.open)
            record(book, world.sarah, world.open, pending.recording)
        except DiskFull:
            assert draft(book, world.sarah, world.open) == before
            return recorded
    raise AssertionError("the disk never filled")


def _everything_is_whole(book: Book, world: World, kept: int) -> None:
    assert book.check() is None
    counts = book.db.execute_sql(
        "SELECT (SELECT COUNT(*) FROM orders), (SELECT COUNT(*) FROM posting), (SELECT COUNT(*) FROM order_line)"
    ).fetchall()[0]
    assert len(set(counts)) == 1  # one line an order here
    assert book.one(Statement(lambda: Orders.select(Orders.id).where(Orders.id == slot("id"))), id=kept)
    [found] = my_orders(book, world.sarah, world.group)
    order(book, world, world.sarah, (RICE, 500))
    [grown] = my_orders(book, world.sarah, world.group)
    assert grown.total == found.total + 173


def _by_another_tool(path: Path, *statements: str) -> None:
    other = sqlite3.connect(str(path), isolation_level=None)
    for statement in statements:
        other.execute(statement)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    other.close()


def test_the_header_of_a_new_book_says_what_it_is_before_anything_is_read(book_path: Path) -> None:
    head = book_path.read_bytes()[:100]
    assert int.from_bytes(head[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(head[60:64], "big") == SCHEMA_VERSION
    assert re.match(rb"SQLite format 3\x00", head)


# --- Two processes ----------------------------------------------------------------------------------------------------


def test_looking_at_a_book_that_is_open_here_does_not_let_another_process_take_its_log_away(
    book: Book, world: World, home: Path
) -> None:
    """Closing any other handle on the file would drop the engine's own locks on it, without a word."""
    code = f"""
from pathlib import Path
from db.opening import open_book
from db.orders import my_orders
book = open_book(Path({str(book.path)!r}), Path({str(home)!r}))
print(len(my_orders(book, {world.sarah}, {world.group})))
book.close()
"""

    look(book.path)
    peek(book.path)
    open_book(book.path, home).close()
    assert _another_process(code) == "0"
    order(book, world, world.sarah, (APRICOTS, 250))
    assert _another_process(code) == "1"


def test_what_another_process_commits_is_seen_at_the_next_look(book: Book, home: Path) -> None:
    code = f"""
from pathlib import Path
from db.opening import open_book
from db.models import Group
book = open_book(Path({str(book.path)!r}), Path({str(home)!r}))
with book.write() as write:
    write.register(Group, name="A", name_key="a")
print(book.laptop)
book.close()
"""
    seen = book.data_version()
    assert book.data_version() == seen
    assert _another_process(code) == str(book.laptop)
    assert book.data_version() != seen
    assert [one.name for one in groups.groups(book)] == ["A"]


def _another_process(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
