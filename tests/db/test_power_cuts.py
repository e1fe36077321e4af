"""No acknowledged order is lost, and no book unusable, whenever the power goes.

The two settings that make this true are shown to matter: without them the same test finds losses.
`COMPTOIR_CUTS=400` tries so many times more states; `-s` prints the figures.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as engine

from db import opening
from db.clock import SetClock
from db.corrections import correct
from db.database import Book
from db.ledger import pay
from db.models import Group
from db.opening import create, open_book
from db.ordering import basket_of
from tests.conftest import NOW
from tests.db import world as small
from tests.db.power_cuts import Checker, Event, Played, Verdict, capture, cuts, digest, play
from tests.db.world import APRICOTS, OIL, RICE, SOAP

TIMES = int(os.environ.get("COMPTOIR_CUTS", 400 if os.environ.get("COMPTOIR_TORTURE") else 13))  # random states an op
PARTS = 6
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


def story(folder: Path) -> list[Event]:
    """A book is made, a group set up; people order, one is corrected, one pays; the program is closed and opened."""
    clock = SetClock(NOW)
    with capture(folder) as events:

        def said() -> None:
            events.append(("said",))

        def opened() -> Book:
            book = open_book(folder / "book.db", folder.parent / "home", clock=clock)
            said()
            return book

        book = create(folder / "book.db", folder.parent / "home", clock=clock)
        said()
        world = small.make(book, others=40)  # enough for the file to grow
        small.offer(book, world, RICE, 50_000)
        said()
        people = (world.sarah, *world.others[:3])
        for day in range(3):
            for number, member in enumerate(people[day:]):
                small.order(book, world, member, (APRICOTS, 250), (RICE, 500), (OIL, 1000 + 500 * number))
                said()
            basket = basket_of(book, people[day], world.open)
            correct(book, world.volunteer, basket, world.products[OIL], 1190, 0)
            said()
            pay(book, world.volunteer, people[day], world.group, 326, "cash", basket)
            said()
            small.put(book, world.sarah, world.open, world.products[SOAP], 1000, 450)
            said()
            book.close()
            book = opened()
        book.close()
    return events


@contextmanager
def _played() -> Iterator[tuple[Played, Path]]:
    """The story as it reached the disk, and the folder where it happened. A simulated disk needs no real one."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        folder = Path(name)
        for part in ("told", "played", "left"):
            (folder / part).mkdir()
        yield play(story(folder / "told"), folder / "played", checkpoint=25), folder


def verdict(times: int, share: tuple[int, int]) -> Verdict:
    with _played() as (played, folder):
        checker = Checker(played, folder / "left", "book.db")
        for state in cuts(played.ops, times=times, share=share):
            checker.check(state)
        return checker.verdict()


@pytest.mark.parametrize("part", range(PARTS))
def test_whenever_the_power_goes_the_book_is_whole_and_holds_what_was_acknowledged(part: int) -> None:
    found = verdict(TIMES, (part, PARTS))
    print(f"\n{found.states} states ({found.tried} tried), {found.unusable} unusable, {found.lost} losing something")
    assert (found.unusable, found.lost) == (0, 0), found.examples
    assert found.states > 20_000 / PARTS


def test_what_is_played_to_the_watched_disk_is_what_the_program_did() -> None:
    with _played() as (played, folder):
        books = [engine.connect(str(folder / part / "book.db")) for part in ("told", "played")]
        told, again = (digest(book) for book in books)
        assert told == again
        assert played.digests[told] == max(played.digests.values())
        for book in books:
            book.close()


def test_the_program_goes_on_with_what_a_cut_left() -> None:
    with _played() as (played, folder):
        left = folder / "left"
        for number, state in enumerate(cuts(played.ops, times=1, share=(3, 40))):
            if "book.db" not in state.files:
                continue
            for name, data in state.files.items():
                (left / name).write_bytes(data)
            book = open_book(left / "book.db", folder / f"home {number}", clock=SetClock(NOW))
            with book.write() as write:
                write.register(Group, name="Demain", name_key="demain")
            assert book.check() is None
            book.close()
            for file in left.iterdir():
                file.unlink()


def _with(**changed: object) -> tuple[tuple[str, object], ...]:
    return tuple((name, changed.get(name, value)) for name, value in opening.PRAGMAS)


def _extra_after_wal() -> tuple[tuple[str, object], ...]:
    waiting, extra, wal, *rest = opening.PRAGMAS
    return (waiting, wal, extra, *rest)


@pytest.mark.parametrize(
    "pragmas",
    [_with(synchronous="NORMAL"), _with(synchronous="FULL"), _extra_after_wal()],
    ids=["synchronous is NORMAL", "synchronous is FULL", "EXTRA is set after WAL"],
)
def test_with_other_settings_the_same_cuts_lose_orders(monkeypatch: pytest.MonkeyPatch, pragmas: object) -> None:
    monkeypatch.setattr(opening, "PRAGMAS", pragmas)
    found = verdict(1, (0, 4))
    print(f"\n{found.states} states, {found.unusable} unusable, {found.lost} losing something")
    assert found.unusable + found.lost > 50
