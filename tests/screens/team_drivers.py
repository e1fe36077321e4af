"""A volunteer in a neighbourhood: Sarah and others need delivery, Hélène and Omar can carry.

async with volunteer(start, book, neighbours) as person:
    await opens(person, Plan(neighbours.open))
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from db import accounts
from db.database import Book
from db.opening import open_book
from tests.db.neighbours import Neighbours
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter, gives_secret
from widgets.page import Page


@asynccontextmanager
async def volunteer(start: Start, book: Book, at: Neighbours, who: int = 0, **more: Any) -> AsyncIterator[AtTheCounter]:
    """Béatrice NÉVOLE (or `who`) has signed in."""
    gives_secret(book, who or at.volunteer, strong=True)
    number = accounts.person(book, who or at.volunteer).number
    book.close()
    async with start(**more) as person:
        await person.signs_in(number)
        yield person


async def opens(person: AtTheCounter, page: Page[Any]) -> None:
    """As the volunteers' desk opens it."""
    person.app.push_screen(page)
    await person.settles()


def meanwhile(path: Path, home: Path, person: AtTheCounter, work: Callable[[Book], Any]) -> Any:
    """Somebody else does something in the same book, in a program of their own."""
    theirs = open_book(path, home, clock=person.app.book.clock)
    try:
        return work(theirs)
    finally:
        theirs.close()
