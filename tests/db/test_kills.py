"""`kill -9` at random moments of recording: what was acknowledged is there, and whole.

This says nothing about power cuts: the system's memory outlives a killed program (see `test_power_cuts`).
`COMPTOIR_KILLS=10000` runs more; `-s` prints the figures.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import tempfile
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest

from db.baskets import put, validate
from db.clock import SetClock
from db.corrections import correct
from db.database import Book
from db.ledger import pay
from db.models import JOURNALS
from db.opening import create, open_book
from db.ordering import basket_of, record
from db.orders import order
from tests.conftest import NOW
from tests.db import world as small
from tests.db.world import APRICOTS, OIL, RICE, SOAP, World

KILLS = int(os.environ.get("COMPTOIR_KILLS", 20_000 if os.environ.get("COMPTOIR_TORTURE") else 220))
PER_BOOK = 10  # kills survived by one book before the next one begins
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None
LONGEST = 0.012  # seconds that a program may record before it is killed
TABLES = [model._meta.table_name for model in JOURNALS]


class Figures(NamedTuple):
    kills: int
    acknowledged: int
    unannounced: int  # recorded, and killed before it could say so


def test_no_acknowledged_order_is_lost_or_partial_after_a_kill(tmp_path: Path) -> None:
    dice = random.Random(2019)
    figures = [Figures(0, 0, 0)]
    book = create(tmp_path / "book.db", tmp_path / "home", clock=SetClock(NOW))
    world = small.make(book, others=12)
    for index in (APRICOTS, RICE):
        small.offer(book, world, index, 100_000_000)
    # What a program builds at its first order is built here once, and inherited by all.
    small.order(book, world, world.volunteer, (APRICOTS, 1000))
    _correct_and_pay(book, world, world.volunteer)
    book.close()
    for start in range(0, KILLS, PER_BOOK):
        # A kill does not try the disk: every fourth book is on it, the others are in memory and wait for nothing.
        with tempfile.TemporaryDirectory(dir=tmp_path if start // PER_BOOK % 4 == 0 else MEMORY) as name:
            folder = Path(name)
            shutil.copy(book.path, folder)
            shutil.copytree(tmp_path / "home", folder / "home")
            figures.append(_one_book(folder, world, dice, min(PER_BOOK, KILLS - start)))
    kills, acknowledged, unannounced = (sum(column) for column in zip(*figures, strict=True))
    print(f"\n{kills} kills, {acknowledged} orders acknowledged, 0 lost, 0 partial; {unannounced} unannounced")
    assert kills == KILLS
    assert acknowledged > kills  # they were killed while recording, not before


def _one_book(folder: Path, world: World, dice: random.Random, kills: int) -> Figures:
    people = (world.sarah, *world.others)
    acknowledged: dict[int, Any] = {}
    journals: dict[str, dict[int, Any]] = {table: {} for table in TABLES}
    unannounced = 0
    _everything_is_there(folder, acknowledged, journals)
    before = len(acknowledged)
    for number in range(kills):
        # Every third time another program goes on recording while one is killed, and is killed a little later.
        shares = (people[::2], people[1::2]) if number % 3 == 0 else (people,)
        programs = [_start(folder, world, share, dice.random()) for share in shares]
        for program in programs:
            acknowledged.update(_kill(*program, dice.uniform(0, LONGEST)))
        known = len(acknowledged)
        _everything_is_there(folder, acknowledged, journals)
        unannounced += len(acknowledged) - known
        assert len(acknowledged) - known <= len(programs)
    return Figures(kills, len(acknowledged) - before - unannounced, unannounced)


def _start(folder: Path, world: World, members: Sequence[int], seed: float) -> tuple[int, int]:
    """A program that records until it is killed, and the pipe on which it acknowledges."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        try:
            _record_for_ever(folder, world, members, random.Random(seed), write)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(write)
    return pid, read


def _record_for_ever(
    folder: Path, world: World, members: Sequence[int], dice: random.Random, acknowledge: int
) -> NoReturn:
    book = open_book(folder / "book.db", folder / "home", clock=SetClock(NOW))
    while True:
        member = dice.choice(members)
        for index in dice.sample((APRICOTS, RICE, OIL, SOAP), dice.randint(1, 4)):
            put(book, member, world.open, world.products[index], 1000 * dice.randint(1, 3), world.prices[index])
        pending = validate(book, member, world.open)
        receipt = record(book, member, world.open, pending.recording)
        lines = [[line.product_id, line.quantity, line.amount] for line in pending.lines]
        os.write(acknowledge, json.dumps([receipt.order_id, member, receipt.basket, lines]).encode() + b"\n")
        if dice.random() < 0.2:
            _correct_and_pay(book, world, member)


def _correct_and_pay(book: Book, world: World, member: int) -> None:
    basket = basket_of(book, member, world.open)
    line = order(book, basket).lines[0]
    correct(book, world.volunteer, basket, line.product_id, line.price, 1000)
    pay(book, world.volunteer, member, world.group, 100, "cash", basket)


def _kill(pid: int, pipe: int, seconds: float) -> dict[int, Any]:
    """Kill the program so long after its first order; what it acknowledged."""
    text = os.read(pipe, 65_536)
    select.select([], [], [], seconds)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), "it ended by itself"
    with os.fdopen(pipe, "rb") as rest:
        text += rest.read()
    found = {}
    for line in text.splitlines():
        order, member, basket, lines = json.loads(line)
        found[order] = (member, basket, Counter(tuple(one) for one in lines))
    return found


def _everything_is_there(folder: Path, acknowledged: dict[int, Any], journals: dict[str, dict[int, Any]]) -> None:
    """Also learns the orders that were recorded and not announced."""
    book = open_book(folder / "book.db", folder / "home", clock=SetClock(NOW))
    assert book.series == "", "it did not know itself again"
    found = _orders(book)
    for number, what in acknowledged.items():
        assert found.get(number) == what, f"order {number} was acknowledged"
    acknowledged.update(found)
    rows = book.db.execute_sql(
        "SELECT o.total, (SELECT SUM(amount) FROM order_line WHERE order_id = o.id),"
        " (SELECT -SUM(amount) FROM posting WHERE order_id = o.id),"
        " (SELECT COUNT(*) FROM posting WHERE order_id = o.id) FROM orders o"
    ).fetchall()
    assert all(total == lines == posted and postings == 1 for total, lines, posted, postings in rows)
    for table in TABLES:
        now = {row[0]: row for row in book.db.execute_sql(f"SELECT * FROM {table}").fetchall()}
        assert journals[table].items() <= now.items()
        journals[table] = now
    assert book.check() is None
    book.close()


def _orders(book: Book) -> dict[int, Any]:
    rows = book.db.execute_sql(
        "SELECT o.id, b.member_id, b.label, l.product_id, l.quantity, l.amount FROM orders o"
        " JOIN basket b ON b.id = o.basket_id JOIN order_line l ON l.order_id = o.id WHERE o.kind = 'order'"
    ).fetchall()
    found: dict[int, Any] = {}
    for number, member, basket, *line in rows:
        found.setdefault(number, (member, basket, Counter()))[2][tuple(line)] += 1
    return found


@pytest.mark.parametrize("moment", ["validated", "recorded"])
def test_after_a_kill_the_member_finds_the_draft_or_the_order_but_never_neither(tmp_path: Path, moment: str) -> None:
    from db.baskets import draft
    from db.ordering import unseen

    book = create(tmp_path / "book.db", tmp_path / "home", clock=SetClock(NOW))
    world = small.make(book)
    book.close()
    pid = os.fork()
    if pid == 0:
        try:
            mine = open_book(book.path, tmp_path / "home", clock=SetClock(NOW))
            put(mine, world.sarah, world.open, world.products[APRICOTS], 250, 610)
            recording = validate(mine, world.sarah, world.open).recording
            if moment == "recorded":
                record(mine, world.sarah, world.open, recording)
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    os.waitpid(pid, 0)
    book = open_book(book.path, tmp_path / "home", clock=SetClock(NOW))
    kept, told = draft(book, world.sarah, world.open), unseen(book, world.sarah)
    if moment == "validated":
        assert told is None
        assert kept is not None
        assert (kept.state, kept.total) == ("pending", 153)
    else:
        assert kept is None
        assert told is not None
        assert (told.basket, told.at) == ("1", NOW)
    book.close()
