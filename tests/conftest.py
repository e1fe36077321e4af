"""What many tests share: a fresh book with a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from db import opening
from db.clock import SetClock
from db.database import Book

# Wednesday 2 December 2026, 09:00 in Paris.
NOW = 1796198400


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book made once: copying it is quicker than making one."""
    folder = tmp_path_factory.mktemp("template")
    opening.create(folder / "book.db", folder / "home", clock=SetClock(NOW)).close()
    return folder


@pytest.fixture
def home(empty_book: Path, tmp_path: Path) -> Path:
    """This laptop's data folder."""
    shutil.copytree(empty_book / "home", tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def book_path(empty_book: Path, tmp_path: Path) -> Path:
    return shutil.copy(empty_book / "book.db", tmp_path / "book.db")


@pytest.fixture
def book(book_path: Path, home: Path, clock: SetClock) -> Iterator[Book]:
    """A fresh empty book, open on the laptop that made it."""
    book = opening.open_book(book_path, home, clock=clock)
    yield book
    if not book.db.is_closed():
        book.close()


@pytest.fixture
def queries(book: Book, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], int]:
    """`queries(lambda: …)`: how many statements the book was asked."""

    def count(action: Callable[[], Any]) -> int:
        asked: list[str] = []
        run = book.db.execute_sql

        def counting(sql: str, *rest: Any, **more: Any) -> Any:
            asked.append(sql)
            return run(sql, *rest, **more)

        with monkeypatch.context() as patch:
            patch.setattr(book.db, "execute_sql", counting)
            action()
        return len(asked)

    return count
