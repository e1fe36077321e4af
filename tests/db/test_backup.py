"""Checked copies: whole, never over anything, and what was restored is written in under a new id."""

from __future__ import annotations

import os
import shutil
import stat
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from db import backup as copies
from db import closing
from db.backup import backup, keep_copy, restore
from db.baskets import draft, put, validate
from db.clock import SetClock
from db.closing import close_what_is_over, next_change
from db.database import Book
from db.distributions import change
from db.errors import BackupFailed, BookDamaged, BookEmpty, BookExists, BookForeign, BookMissing
from db.models import JOURNALS, REGISTERS
from db.opening import open_book
from db.orders import my_orders
from tests.children import in_child, mount_read_only, mount_small, together
from tests.conftest import NOW
from tests.db.world import APRICOTS, DAY, HOUR, RICE, World, distribution, order


def _rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    other = sqlite3.connect(str(path))
    try:
        return {
            model._meta.table_name: other.execute(f'SELECT * FROM "{model._meta.table_name}" ORDER BY id').fetchall()
            for model in (*JOURNALS, *REGISTERS)
        }
    finally:
        other.close()


def _named(folder: Path) -> list[str]:
    return sorted(name for name in os.listdir(folder) if not name.startswith(("book.db", "home")))


# --- Making one -------------------------------------------------------------------------------------------------------


def test_a_copy_holds_every_row_even_those_that_are_still_in_the_log(book: Book, world: World, tmp_path: Path) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    assert Path(f"{book.path}-wal").stat().st_size > 0
    to = backup(book, tmp_path / "copy.db")
    assert _rows(to) == _rows(book.path)
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    assert _named(tmp_path) == ["copy.db"]


def test_a_copy_opens_as_a_book(book: Book, world: World, tmp_path: Path, home: Path, clock: SetClock) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    copy = open_book(backup(book, tmp_path / "copy.db"), home, clock=clock)
    [found] = my_orders(copy, world.sarah, world.group)
    assert (found.basket, found.total) == ("1", 153)
    copy.close()


@pytest.mark.parametrize("there", ["copy.db", "copy.db-wal", "copy.db-journal"])
def test_a_copy_never_goes_over_what_is_there_nor_beside_what_would_be_mixed_into_it(
    book: Book, tmp_path: Path, there: str
) -> None:
    (tmp_path / there).write_bytes(b"mine")
    with pytest.raises(BackupFailed) as refused:
        backup(book, tmp_path / "copy.db")
    assert refused.value.reason == "exists"
    assert (tmp_path / there).read_bytes() == b"mine"
    assert _named(tmp_path) == [there]


def test_a_copy_into_a_folder_that_is_missing_is_refused(book: Book, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed) as refused:
        backup(book, tmp_path / "nowhere" / "copy.db")
    assert refused.value.reason == "folder"


def test_a_copy_onto_a_full_disk_is_refused_and_leaves_nothing(book_path: Path, home: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def attempt() -> tuple[str, list[str]]:
        mount_small(stick, 64)
        with pytest.raises(BackupFailed) as refused:
            backup(open_book(book_path, home), stick / "copy.db")
        return refused.value.reason, os.listdir(stick)

    assert in_child(attempt) == ("full", [])


def test_a_copy_of_a_damaged_book_is_refused_and_named_for_what_it_is(
    book_path: Path, home: Path, tmp_path: Path
) -> None:
    book = open_book(book_path, home)
    with open(book_path, "r+b") as file:
        file.seek(5 * 4096)
        file.write(b"\xff" * 4096 * 20)
    with pytest.raises(BookDamaged) as refused:
        backup(book, tmp_path / "copy.db")
    assert refused.value.path == str(book_path)
    assert _named(tmp_path) == []
    book.close()


@pytest.mark.parametrize("spoil", ["cut", "row", "garbage"])
def test_a_copy_that_is_not_the_same_as_the_book_never_gets_its_name(
    book: Book, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    write_copy = copies._write_copy

    def badly(source: Path, beside: Path) -> None:
        write_copy(source, beside)
        if spoil == "cut":
            os.truncate(beside, beside.stat().st_size // 2)
        elif spoil == "garbage":
            with open(beside, "r+b") as file:
                file.seek(4096)
                file.write(os.urandom(beside.stat().st_size - 4096))
        else:
            other = sqlite3.connect(str(beside), isolation_level=None)
            other.execute("DROP TRIGGER posting_no_delete")
            other.execute("DELETE FROM posting")
            other.close()

    monkeypatch.setattr(copies, "_write_copy", badly)
    with pytest.raises(BackupFailed) as refused:
        backup(book, tmp_path / "copy.db")
    assert refused.value.reason == "different"
    assert _named(tmp_path) == []


def test_a_copy_has_its_name_only_once_it_is_synced(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    fsync, link = os.fsync, os.link

    def record_sync(file: int) -> None:
        happened.append("folder" if stat.S_ISDIR(os.fstat(file).st_mode) else "file")
        fsync(file)

    def record_link(*names: Any) -> None:
        happened.append("name")
        link(*names)

    monkeypatch.setattr(os, "fsync", record_sync)
    monkeypatch.setattr(os, "link", record_link)
    backup(book, tmp_path / "copy.db")
    assert happened == ["file", "name", "folder"]


def test_a_stick_without_links_is_good_enough(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert backup(book, tmp_path / "copy.db").exists()
    with pytest.raises(BackupFailed):
        backup(book, tmp_path / "copy.db")


# --- Restoring --------------------------------------------------------------------------------------------------------


def test_a_restored_book_is_written_in_under_a_new_id_and_keeps_every_row(
    book: Book, world: World, tmp_path: Path, home: Path, clock: SetClock
) -> None:
    first = order(book, world, world.sarah, (APRICOTS, 250))
    copy = backup(book, tmp_path / "copy.db")
    order(book, world, world.others[0], (APRICOTS, 250))  # lost with the book
    book.close()
    book.path.unlink()
    content = copy.read_bytes()

    restore(copy, book.path, home)
    assert copy.read_bytes() == content
    again = open_book(book.path, home, clock=clock)
    assert (again.uid, again.series) == (book.uid, "B")
    [found] = my_orders(again, world.sarah, world.group)
    assert found.basket == first.basket
    # The number 2 was given out, on paper, to somebody whose order is lost: it is not given again.
    assert order(again, world, world.others[1], (APRICOTS, 250)).basket == "B1"
    again.close()


def test_a_restored_book_gets_a_new_id_even_if_the_machine_forgot_what_it_wrote(
    book: Book, tmp_path: Path, home: Path
) -> None:
    copy = backup(book, tmp_path / "copy.db")
    book.machine.saw(book.laptop, 0)
    book.close()
    book.path.unlink()
    restore(copy, book.path, home)
    again = open_book(book.path, home)
    assert again.series == "B"
    again.close()


def test_nothing_is_restored_over_a_book_or_beside_what_a_lost_one_left(
    book: Book, world: World, tmp_path: Path, home: Path
) -> None:
    copy = backup(book, tmp_path / "copy.db")
    with pytest.raises(BookExists):
        restore(copy, book.path, home)
    lost = tmp_path / "lost.db"
    log = tmp_path / "lost.db-wal"
    shutil.copy(f"{book.path}-wal", log)
    with pytest.raises(BookExists) as refused:
        restore(copy, lost, home)
    assert refused.value.path == str(log)
    assert not lost.exists()


def test_a_copy_on_a_read_only_stick_can_be_restored(book: Book, tmp_path: Path, home: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = backup(book, stick / "copy.db")
    book.close()

    def attempt() -> str:
        mount_read_only(stick)
        restore(copy, tmp_path / "new.db", home)
        return open_book(tmp_path / "new.db", home).uid

    assert in_child(attempt) == book.uid
    assert os.listdir(stick) == ["copy.db"]


def test_what_is_not_a_whole_copy_is_not_restored(book: Book, tmp_path: Path, home: Path) -> None:
    copy = backup(book, tmp_path / "copy.db")
    whole = copy.read_bytes()
    to = tmp_path / "new.db"
    with pytest.raises(BookMissing):
        restore(tmp_path / "nothing.db", to, home)
    for content, refusal in ((b"", BookEmpty), (b"Bonjour" * 100, BookForeign)):
        copy.write_bytes(content)
        with pytest.raises(refusal):
            restore(copy, to, home)
    for content in (whole[: len(whole) // 2], whole[:4096] + os.urandom(len(whole) - 4096)):
        copy.write_bytes(content)
        with pytest.raises(BackupFailed) as refused:
            restore(copy, to, home)
        assert (refused.value.reason, refused.value.path) == ("damaged", str(copy))
    assert not to.exists()


# --- Kept by themselves -----------------------------------------------------------------------------------------------


def test_a_copy_is_kept_once_when_a_distribution_closes(book: Book, world: World, clock: SetClock) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    close_what_is_over(book)
    assert not (book.path.parent / "backups").exists()
    clock.advance(4 * DAY)
    for _ in range(2):
        close_what_is_over(book)
        [copy] = (book.path.parent / "backups").iterdir()
    assert _rows(copy) == _rows(book.path)
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_the_copies_of_the_last_three_closings_stay(book: Book, world: World, clock: SetClock) -> None:
    with book.write() as write:
        for hour in range(5):
            distribution(write, world.group, world.place, NOW - 6 * DAY - hour * HOUR)
    clock.advance(3 * DAY + 1)
    closings = sorted(one.closes_at for one in closing.distributions(book) if one.state(clock.at) == "closed")
    assert len(closings) > copies.KEPT
    close_what_is_over(book)
    folder = book.path.parent / "backups"
    kept = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert sorted(int(name.split("-")[1]) for name in kept) == closings[-copies.KEPT :]
    close_what_is_over(book)
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == kept, "copied again for nothing"


def test_copies_of_another_book_in_the_same_folder_are_left_alone(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for number in range(4):
        (folder / f"book-2-{number}-7.db").write_bytes(b"another")
        os.utime(folder / f"book-2-{number}-7.db", (number, number))
    for number in range(5):
        assert keep_copy(book, f"1{number}-1") is not None
    assert len(list(folder.glob("book-2-*"))) == 4
    assert len(list(folder.iterdir())) == 4 + copies.KEPT


def test_two_processes_that_keep_the_same_copy_at_once_make_one_whole_copy(
    book: Book, world: World, home: Path, clock: SetClock
) -> None:
    path = book.path
    book.close()

    def attempt(name: str) -> bool:
        mine = open_book(path, home, clock=clock)
        return keep_copy(mine, name) is not None

    for number in range(5):
        made = together([partial(attempt, f"{number}-1")] * 3)
        assert sum(made) >= 1
        found = [file for file in (path.parent / "backups").iterdir() if file.name == f"book-{number}-1.db"]
        assert len(found) == 1
        assert _rows(found[0]) == _rows(path)
    assert all(file.suffix == ".db" for file in (path.parent / "backups").iterdir())


def test_a_folder_for_copies_that_cannot_be_made_is_refused(book: Book) -> None:
    (book.path.parent / "backups").touch()
    with pytest.raises(BackupFailed) as refused:
        keep_copy(book, "1-1")
    assert refused.value.reason == "folder"


def test_closing_is_done_in_a_thread_while_the_book_is_in_use(book: Book, world: World, clock: SetClock) -> None:
    clock.advance(4 * DAY)
    thread = threading.Thread(target=close_what_is_over, args=(book,))
    thread.start()
    thread.join()
    assert len(list((book.path.parent / "backups").iterdir())) == 1
    assert my_orders(book, world.sarah, world.group) == ()


def test_what_comes_next_is_an_opening_a_closing_the_end_of_a_grace_of_a_distribution_or_of_its_contacts(
    book: Book, world: World, clock: SetClock
) -> None:
    change(book, world.coordinator, world.next, opens_at=NOW + 30 * DAY, closes_at=NOW + 31 * DAY,
           starts_at=NOW + 32 * DAY, ends_at=NOW + 33 * DAY)  # fmt: skip
    found = []
    while (at := next_change(book)) is not None:
        found.append((at - NOW) / DAY)
        clock.at = at
    grace = 10 * 60 / DAY
    assert found == [3, 3 + grace, 5 + 2 / 24, 12 + 2 / 24, 30, 31, 31 + grace, 33, 40]


def test_a_pending_basket_is_a_draft_again_when_its_grace_is_over(book: Book, world: World, clock: SetClock) -> None:
    put(book, world.sarah, world.open, world.products[RICE], 500, 345)
    clock.at = NOW + 3 * DAY - 1
    validate(book, world.sarah, world.open)

    def state() -> str:
        found = draft(book, world.sarah, world.open)
        assert found is not None
        return found.state

    for at, expected in ((0, "pending"), (599, "pending"), (600, "draft")):
        clock.at = NOW + 3 * DAY + at
        close_what_is_over(book)
        assert state() == expected
