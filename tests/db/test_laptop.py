"""Which laptop this is: remembered outside the book, so that a copy that is behind is found out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from db import opening
from db.clock import SetClock
from db.database import Book
from db.errors import DiskFull
from db.laptop import Machine, new_laptop, next_series
from db.models import Group
from db.opening import open_book
from tests.children import together
from tests.db.world import APRICOTS, World, make, order


def _laptops(book: Book) -> list[tuple[int, str]]:
    rows: list[tuple[int, str]] = book.db.execute_sql("SELECT id, series FROM laptop ORDER BY series").fetchall()
    return rows


def _write_something(book: Book) -> None:
    with book.write() as write:
        write.register(Group, name="A", name_key="a")


def test_the_first_laptop_has_no_letter_and_keeps_its_id_from_one_opening_to_the_next(
    book_path: Path, home: Path
) -> None:
    ids = set()
    for _ in range(3):
        book = open_book(book_path, home)
        ids.add(book.laptop)
        assert book.series == ""
        _write_something(book)
        book.close()
    assert len(ids) == 1


def test_a_book_carried_to_another_machine_makes_it_laptop_b(book_path: Path, home: Path, tmp_path: Path) -> None:
    first = open_book(book_path, home)
    second = open_book(book_path, tmp_path / "other home")
    assert (first.series, second.series) == ("", "B")
    assert first.laptop != second.laptop
    assert open_book(book_path, tmp_path / "other home").laptop == second.laptop
    assert open_book(book_path, home).laptop == first.laptop


def test_a_copy_that_is_behind_what_this_machine_wrote_gets_a_new_id(
    book_path: Path, home: Path, tmp_path: Path
) -> None:
    shutil.copy(book_path, tmp_path / "old.db")
    book = open_book(book_path, home)
    _write_something(book)
    book.close()
    old = open_book(tmp_path / "old.db", home)
    assert (old.series, len(_laptops(old))) == ("B", 2)
    assert old.laptop != book.laptop
    old.close()


def test_a_copy_that_holds_everything_is_written_on_by_the_same_laptop(
    book_path: Path, home: Path, tmp_path: Path
) -> None:
    book = open_book(book_path, home)
    _write_something(book)
    book.close()
    shutil.copy(book_path, tmp_path / "moved.db")
    moved = open_book(tmp_path / "moved.db", home)
    assert moved.laptop == book.laptop
    moved.close()


def test_a_book_whose_counter_is_behind_its_own_rows_gets_a_new_id(book_path: Path, home: Path) -> None:
    book = open_book(book_path, home)
    make(book)
    book.db.execute_sql("UPDATE laptop SET seq = 3")
    book.close()
    again = open_book(book_path, home)
    assert again.series == "B"
    again.close()


@pytest.mark.parametrize("left", [b"", b"\0" * 32, b"12345", b"not a number"])
def test_a_memory_that_a_power_cut_spoiled_makes_a_new_laptop(book_path: Path, home: Path, left: bytes) -> None:
    book = open_book(book_path, home)
    book.close()
    (home / "laptops" / book.uid).write_bytes(left)
    again = open_book(book_path, home)
    assert again.series == "B"
    again.close()


def test_becoming_a_laptop_is_durable_before_the_book_says_so(
    book_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    real = Machine.remember

    def remember(machine: Machine, laptop: int) -> None:
        real(machine, laptop)
        happened.append("remembered")

    monkeypatch.setattr(Machine, "remember", remember)
    book = open_book(book_path, tmp_path / "new home")
    assert happened == ["remembered"]
    assert book.machine.read() == (book.laptop, 0)
    book.close()


def test_a_machine_that_cannot_remember_does_not_become_a_laptop(
    book_path: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Machine, "remember", fail)
        with pytest.raises(DiskFull):
            open_book(book_path, tmp_path / "new home")
    book = open_book(book_path, home)
    assert len(_laptops(book)) == 1
    book.close()


def test_a_process_that_opens_while_another_records_stays_the_same_laptop(
    book_path: Path, home: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one commits between two reads of the one that opens: it must not look as if the book were behind."""
    recording = open_book(book_path, home, clock=clock)
    highest = opening._highest

    def meanwhile(*arguments: Any) -> int:
        monkeypatch.setattr(opening, "_highest", highest)
        _write_something(recording)
        return highest(*arguments)

    monkeypatch.setattr(opening, "_highest", meanwhile)
    book = open_book(book_path, home, clock=clock)
    assert (book.laptop, book.series) == (recording.laptop, "")
    book.close()
    recording.close()


def test_processes_that_open_a_book_from_elsewhere_at_once_are_one_laptop(book_path: Path, tmp_path: Path) -> None:
    def attempt() -> int:
        book = open_book(book_path, tmp_path / "new home")
        return book.laptop

    for _ in range(5):
        assert len(set(together([attempt] * 4))) == 1
        shutil.rmtree(tmp_path / "new home")


def test_nobody_else_reads_what_the_machine_remembers(book: Book, home: Path) -> None:
    assert (home / "laptops" / book.uid).stat().st_mode & 0o777 == 0o600


def test_basket_numbers_of_a_second_laptop_begin_with_b1(
    book_path: Path, home: Path, tmp_path: Path, clock: SetClock
) -> None:
    first = open_book(book_path, home, clock=clock)
    world: World = make(first)
    second = open_book(book_path, tmp_path / "other home", clock=clock)
    labels = [
        order(book, world, member, (APRICOTS, 250)).basket
        for book, member in zip((first, second, first, second), (world.sarah, *world.others), strict=True)
    ]
    assert labels == ["1", "B1", "2", "B2"]
    first.close()
    second.close()


def test_letters_never_repeat() -> None:
    taken: set[str] = set()
    for _ in range(700):
        series = next_series(taken)
        assert series not in taken
        taken.add(series)
    assert next_series(set()) == ""
    assert next_series({""}) == "B"
    assert next_series({"", *"BCDEFGHIJKLMNOPQRSTUVWXYZ"}) == "BB"


def test_a_laptop_id_leaves_room_for_the_sequence_in_a_signed_integer() -> None:
    assert all(0 < new_laptop() << 32 | 0xFFFF_FFFF < 2**63 for _ in range(1_000))
