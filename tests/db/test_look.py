"""Which file is this? Every kind of file gets its own refusal, and none is changed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from db.clock import SetClock
from db.database import Book
from db.errors import (
    BookDamaged,
    BookEmpty,
    BookForeign,
    BookLocked,
    BookMissing,
    BookNewer,
    BookReadOnly,
    BookRefused,
)
from db.look import APPLICATION_ID, SCHEMA_VERSION, look, peek
from db.opening import create, open_book
from tests.children import in_child, mount_read_only, obey_mode_bits
from tests.conftest import NOW

Maker = Callable[[Path], None]


def _nothing(path: Path) -> None:
    """No file."""


def _zero_bytes(path: Path) -> None:
    path.touch()


def _folder(path: Path) -> None:
    path.mkdir()


def _garbage(path: Path) -> None:
    path.write_bytes(os.urandom(8192))


def _text(path: Path) -> None:
    path.write_text("Bonjour")


def _only_the_magic(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.execute("INSERT INTO recipes VALUES ('Couscous')")
    other.close()


def _foreign_in_wal(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.touch()


def _half_made(path: Path) -> None:
    """Our mark, and no tables: creation gives a file its name only when it is whole."""
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA application_id={APPLICATION_ID}")
    other.execute("CREATE TABLE anything (name TEXT)")
    other.commit()
    other.close()


STATES: list[tuple[Maker, type[BookRefused]]] = [
    (_nothing, BookMissing),
    (_below_a_file, BookMissing),
    (_zero_bytes, BookEmpty),
    (_folder, BookForeign),
    (_pipe, BookForeign),
    (_garbage, BookForeign),
    (_text, BookForeign),
    (_only_the_magic, BookForeign),
    (_foreign, BookForeign),
    (_foreign_in_wal, BookForeign),
    (_half_made, BookDamaged),
]


@pytest.mark.parametrize(("make", "refusal"), STATES)
def test_a_file_that_is_not_a_book_is_refused_and_left_as_it_is(
    tmp_path: Path, make: Maker, refusal: type[BookRefused]
) -> None:
    path = tmp_path / "folder" / "book.db"
    path.parent.mkdir()
    make(path)
    before = _everything(tmp_path)
    for attempt in (look, peek, lambda path: open_book(path, tmp_path / "home")):
        with pytest.raises(refusal) as caught:
            attempt(path)
        assert caught.value.path == str(path)
        assert _everything(tmp_path) == before


def test_half_a_book_is_damaged_and_left_as_it_is(book_path: Path, home: Path) -> None:
    whole = book_path.read_bytes()
    book_path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BookDamaged):
        open_book(book_path, home)
    assert book_path.read_bytes() == whole[: len(whole) // 2]
    assert not _beside(book_path)


@pytest.mark.parametrize("kept", [100, 512, 4096, 8192, -4096, -1])
def test_a_book_cut_anywhere_is_damaged(book_path: Path, home: Path, kept: int) -> None:
    book_path.write_bytes(book_path.read_bytes()[:kept])
    with pytest.raises(BookDamaged):
        open_book(book_path, home)


def test_a_book_overwritten_after_its_header_is_damaged(book_path: Path, home: Path) -> None:
    whole = book_path.read_bytes()
    book_path.write_bytes(whole[:100] + os.urandom(len(whole) - 100))
    for attempt in (peek, lambda path: open_book(path, home)):
        with pytest.raises(BookDamaged):
            attempt(book_path)


def test_a_book_of_a_newer_program_is_refused_with_both_versions(book_path: Path, home: Path) -> None:
    _set_version(book_path, SCHEMA_VERSION + 1)
    before = book_path.read_bytes()
    with pytest.raises(BookNewer) as caught:
        open_book(book_path, home)
    assert (caught.value.version, caught.value.known) == (SCHEMA_VERSION + 1, SCHEMA_VERSION)
    assert book_path.read_bytes() == before


def test_a_newer_version_that_still_stands_in_the_log_beside_is_seen_too(
    book: Book, tmp_path: Path, home: Path
) -> None:
    book.db.execute_sql(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    copy = tmp_path / "copy.db"
    copy.write_bytes(book.path.read_bytes())
    Path(f"{copy}-wal").write_bytes(Path(f"{book.path}-wal").read_bytes())
    assert look(copy) == SCHEMA_VERSION
    with pytest.raises(BookNewer):
        open_book(copy, home)


def test_a_file_that_may_not_be_written_is_refused(book_path: Path, home: Path) -> None:
    book_path.chmod(0o400)

    def attempt() -> None:
        obey_mode_bits()
        open_book(book_path, home)

    with pytest.raises(BookReadOnly):
        in_child(attempt)


def test_a_file_that_may_not_be_read_is_refused(book_path: Path, home: Path) -> None:
    book_path.chmod(0o000)

    def attempt() -> None:
        obey_mode_bits()
        open_book(book_path, home)

    with pytest.raises(BookReadOnly):
        in_child(attempt)


def test_a_folder_that_may_not_be_written_is_refused_and_nothing_is_made_in_it(
    empty_book: Path, tmp_path: Path, home: Path
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    path = folder / "book.db"
    path.write_bytes((empty_book / "book.db").read_bytes())
    folder.chmod(0o500)

    def attempt(work: Callable[[], object]) -> None:
        obey_mode_bits()
        work()

    with pytest.raises(BookReadOnly):
        in_child(partial(attempt, lambda: open_book(path, home)))
    with pytest.raises(BookReadOnly):
        in_child(partial(attempt, lambda: create(folder / "other.db", home)))
    assert os.listdir(folder) == ["book.db"]


def test_a_book_on_a_read_only_disk_is_refused(book_path: Path, home: Path) -> None:
    folder = book_path.parent / "disk"
    folder.mkdir()
    path = folder / "book.db"
    path.write_bytes(book_path.read_bytes())

    def attempt(work: Callable[[], object]) -> None:
        mount_read_only(folder)
        work()

    for work in (lambda: open_book(path, home), lambda: create(folder / "other.db", home)):
        with pytest.raises(BookReadOnly):
            in_child(partial(attempt, work))


def test_a_book_that_another_program_holds_is_refused_after_waiting(
    book_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wait_only(10, monkeypatch)
    hold = f"""
from sqlcipher3 import dbapi2
holder = dbapi2.connect({str(book_path)!r}, isolation_level=None)
holder.execute("PRAGMA locking_mode=EXCLUSIVE")
holder.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for attempt in (peek, lambda path: open_book(path, home)):
            with pytest.raises(BookLocked):
                attempt(book_path)
        holder.communicate("\n")
    open_book(book_path, home).close()


def test_what_the_first_screen_needs_is_read_without_peewee(book_path: Path) -> None:
    found = peek(book_path)
    assert (found.demo, found.ready) == (False, False)
    assert found.uid


def test_a_demo_book_says_so(tmp_path: Path) -> None:
    create(tmp_path / "demo.db", tmp_path / "home", clock=SetClock(NOW), demo=True).close()
    assert peek(tmp_path / "demo.db").demo


def test_a_book_whose_name_has_signs_of_an_address_is_opened_all_the_same(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "l'été 100% ?mode=ro#1.db"
    create(path, home).close()
    assert peek(path).uid
    open_book(path, home).close()


def _set_version(path: Path, version: int) -> None:
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version={version}")
    other.close()


def _wait_only(milliseconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from db import look, opening

    monkeypatch.setattr(opening, "PRAGMAS", (("busy_timeout", milliseconds), *opening.PRAGMAS[1:]))
    monkeypatch.setattr(look, "WAIT", milliseconds)


def _everything(folder: Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def _beside(path: Path) -> list[str]:
    return [name for name in os.listdir(path.parent) if name.startswith(f"{path.name}-")]
