"""The demo book: three groups, sixty invented people, distributions placed around today, to try everything on.

It is made through the same functions as a real one, on a clock that is moved from two months ago to now, so that
every order, payment and correction in it is one that could have happened. The same seed makes the same book.
"""

from __future__ import annotations

import os
from pathlib import Path

from db import distributions
from db.clock import Clock, SetClock
from db.database import Book
from db.errors import BookExists
from db.files import remove_book, sync_folder
from db.opening import create
from db.values.orders import Distribution
from tui.demo_story import ACCOUNTS, CODE, Story

__all__ = ["ACCOUNTS", "CODE", "is_over", "make"]


def make(path: Path, home: Path, clock: Clock) -> None:
    """Make the demo book at `path`, around the clock's today: built beside and renamed, so it is whole or not there.

    `home` is this laptop's data folder. Refuses with BookExists when anything is at `path`, DiskFull, BookReadOnly.
    """
    if path.exists():
        raise BookExists(path=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".demo")
    remove_book(beside)
    hand = SetClock(clock.now())
    book = create(beside, home, clock=hand, demo=True)
    try:
        # One transaction around all of them: two thousand small ones would each wait for the disk.
        with book.write():
            Story(book, hand).fill()
    except BaseException:
        book.close()
        remove_book(beside)
        raise
    book.close()
    os.rename(beside, path)
    sync_folder(path.parent)


def is_over(book: Book) -> bool:
    """Orders of the distribution that was open when this demo was made have closed: better start over."""
    last = min((one.closes_at for one in distributions.distributions(book) if _was_open(book, one)), default=0)
    return book.clock.now() >= last


def _was_open(book: Book, one: Distribution) -> bool:
    return one.opens_at <= book.made_at < one.closes_at
