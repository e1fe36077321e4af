"""A volunteer at the desk of the demo book: « Livraisons entre voisins », in words of the counter.

async with at_the_desk(tmp_path) as nadia:
    await nadia.presses("enter")
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from db import accounts, groups
from db.calls import calls
from db.database import Book
from db.delivery_lists import board, helpers
from db.values.delivery import BoardLine, Helper
from tests.screens.demo_world import on_the_demo
from tests.screens.drivers import AtTheCounter

VOLUNTEER = "benevole@example.org"


@asynccontextmanager
async def at_the_desk(
    tmp_path: Path, *then: str, before: Callable[[Book], object] | None = None, **more: Any
) -> AsyncIterator[AtTheCounter]:
    """The volunteer has pressed F7, and the keys of `then`."""
    async with on_the_demo(tmp_path, VOLUNTEER, before=before, **more) as person:
        await person.presses("f7", *then)
        yield person


def team(book: Book) -> tuple[int, int]:
    """The volunteer, and the group."""
    return accounts.find_member(book, VOLUNTEER).id, groups.find(book, "BELLEFONTAINE").id


def requests(book: Book) -> list[BoardLine]:
    return list(board(book, *team(book)))


def alone(book: Book) -> list[BoardLine]:
    """Requests that nobody brings."""
    return [line for line in requests(book) if line.round is None]


def again(book: Book, line: BoardLine) -> BoardLine:
    """The same request now."""
    return next(one for one in requests(book) if one.basket_id == line.basket_id)


def fits(book: Book, line: BoardLine, *, strong: bool = True) -> Helper:
    """The nearest who can carry the request as well, or, not `strong`, the nearest who cannot."""
    found = helpers(book, team(book)[0], line.distribution_id, line.basket_id)
    return next(
        one
        for one in found
        if (one.offer.taken_orders < one.offer.orders and one.offer.taken_grams + line.grams <= one.offer.grams)
        == strong
    )


def place(book: Book, line: BoardLine, one: Helper) -> int:
    """How many times ↓ goes from the first helper to this one."""
    found = helpers(book, team(book)[0], line.distribution_id, line.basket_id)
    return [each.offer.member_id for each in found].index(one.offer.member_id)


def to_tell(book: Book) -> list[tuple[str, str]]:
    return [(one.why, one.name) for one in calls(book, *team(book)) if one.made_at is None]


def views(book: Book) -> int:
    """How many views of contacts the book has written down."""
    return int(book.db.execute_sql("SELECT COUNT(*) FROM contact_view").fetchall()[0][0])
