"""The demo book as a world to test screens in: Sarah VARDA, her neighbours, and what they ordered.

async with on_the_demo(tmp_path) as sarah:
    await sarah.presses("f4")
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from db.clock import SetClock
from db.database import Book
from db.opening import open_book
from tests.conftest import NOW
from tests.screens.drivers import AtTheCounter, at_the_counter
from tui import demo

SARAH = "sarah.varda@example.org"
COORDINATION = "coordination@example.org"


@cache
def _made() -> Path:
    """Made once for all tests of this run."""
    folder = Path(tempfile.mkdtemp(prefix="comptoir-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    demo.make(folder / "demo.db", folder / "home", SetClock(NOW))
    return folder


def demo_copy(tmp_path: Path) -> Path:
    """A demo book of one's own, `demo.db` with its laptop's `home`."""
    return Path(shutil.copytree(_made(), tmp_path / "demo"))


@asynccontextmanager
async def on_the_demo(
    tmp_path: Path,
    who: str = SARAH,
    *,
    before: Callable[[Book], object] | None = None,
    clock: SetClock | None = None,
    **more: Any,
) -> AsyncIterator[AtTheCounter]:
    """`who` has signed in on a demo book of their own; `before` changes it first. Documents go to `tmp_path`/papers."""
    folder, clock = demo_copy(tmp_path), clock or SetClock(NOW)
    if before is not None:
        book = open_book(folder / "demo.db", folder / "home", clock=clock)
        before(book)
        book.close()
    path, home = folder / "demo.db", folder / "home"
    async with at_the_counter(path, home, clock, papers=tmp_path / "papers", **more) as person:
        await person.signs_in(who)
        yield person
