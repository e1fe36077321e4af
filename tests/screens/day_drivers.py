"""A distribution that is held today, in the demo book: 3 Cocus, thirty people, a till that is open.

async with on_the_day(tmp_path, TILL) as odette:
    await odette.types("1", "enter")
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from db import accounts, distributions, groups
from db.database import Book
from db.values.counter import Station
from db.values.orders import Distribution
from tests.conftest import NOW
from tests.screens.demo_world import COORDINATION, on_the_demo
from tests.screens.drivers import AtTheCounter

PROGRESS, TILL = "6", "7"
VOLUNTEER = "awa.camara@example.org"


def today(book: Book) -> Distribution:
    found = distributions.distributions(book, groups.find(book, "3 COCUS").id)
    return next(one for one in found if one.starts_at <= NOW < one.ends_at)


def station(book: Book, who: str = COORDINATION, terminal: int = 1) -> Station:
    return Station(accounts.find_member(book, who).id, today(book).id, terminal)


@asynccontextmanager
async def on_the_day(
    tmp_path: Path,
    tab: str = "",
    *then: str,
    who: str = COORDINATION,
    before: Callable[[Book], object] | None = None,
    **more: Any,
) -> AsyncIterator[AtTheCounter]:
    """Somebody of the team at the counter; the tab numbered `tab` is open, and the keys of `then` are pressed."""
    async with on_the_demo(tmp_path, who, before=before, **more) as person:
        if person.page == "Groups":
            await person.presses("1", "enter")
        await person.presses("f7", *([tab, "enter"] if tab else []), *then)
        yield person
