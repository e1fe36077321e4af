"""The volunteers' counter on a full day, 200 baskets and 3,000 lines: a weight, and finding a person.

Held against what nobody can be faster than: a key on a bare DataTable until it is painted, and one durable commit.
"""

from __future__ import annotations

import itertools
import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sqlcipher3 import dbapi2 as sqlite3

from benchmarks import books
from benchmarks.measures import Line, against, alternate, amount
from benchmarks.programs import TABLE, at, at_orders
from benchmarks.terminal import Timed
from db import accounts, day, leftovers, serving, weighing
from db.values.counter import Station
from db.values.scale import Weight

PEOPLE, LINES, PRODUCTS = 200, 15, 100
WEIGHED, FOUND = 30, 15  # in a round
DAYS_BEFORE, TURNS = 150, 12  # about three years; times in a round
GOAL = 1.5
MENU = "Permanence"
NAME = r"Prénom\d+ NOM\d+"
TO_WEIGH = re.compile(r"Prénom\d+ .* à peser")


class Pair(NamedTuple):
    """Milliseconds: ours, and at the same moment the bare table with a commit."""

    ours: float
    bare: float


class Commits:
    """One row, durable, with the pragmas of a book."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(str(path), isolation_level=None)
        for pragma in ("synchronous=EXTRA", "journal_mode=WAL"):
            self._db.execute(f"PRAGMA {pragma}").fetchall()
        self._db.execute("CREATE TABLE weight (id INTEGER PRIMARY KEY, grams INTEGER) STRICT")

    def one(self) -> float:
        began = time.perf_counter()
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT INTO weight (grams) VALUES (500)")
        self._db.execute("COMMIT")
        return (time.perf_counter() - began) * 1000


def measure(rounds: int, folder: Path) -> Iterator[Line]:
    home = books.make_day(folder / "counter", PEOPLE, PRODUCTS, LINES)
    commits = Commits(folder / "counter" / "bare.db")
    weights: list[Pair] = []
    found: list[Pair] = []
    with at(TABLE) as table, at_orders(home) as desk:
        for _ in range(3):
            table.stroke("down")
        _bare(table, commits)  # the first of all kinds is not counted
        for number in range(rounds):
            weights += _weights(desk, table, commits, number)
            found += _people(desk, table, commits, number)
    yield _line("a weight, from Enter to the next line, committed", weights)
    if found:
        yield _line("a person found, from Enter to their screen", found)
    yield from _years(rounds, folder)


def _years(rounds: int, folder: Path) -> Iterator[Line]:
    """What the counter asks of a book that is some years old, and of a new one; without screens."""
    old = Day(books.make_day(folder / "old", PEOPLE, PRODUCTS, LINES, DAYS_BEFORE))
    new = Day(books.make_day(folder / "new", PEOPLE, PRODUCTS, LINES))
    for what in old.does:
        took = alternate(rounds * TURNS, {"old": old.timed(what), "new": new.timed(what)})
        sides = [
            [median(times[turn * TURNS : (turn + 1) * TURNS]) for turn in range(rounds)]
            for times in (took["old"], took["new"])
        ]
        yield against(f"{what}, after {DAYS_BEFORE} days (the book alone)", 1.3, *sides, other="in a new book")
    old.book.close()
    new.book.close()


class Day:
    """What can be done in the book of one day."""

    def __init__(self, home: books.Home) -> None:
        self.book = home.open()
        by, here = accounts.find_member(self.book, books.EMAIL).id, home.distribution
        board = [one.product_id for one in leftovers.board(self.book, by, here)]
        waiting = iter([line.position for one in board for line in weighing.stand(self.book, by, here, one).lines])
        products = itertools.cycle(board)
        people = itertools.cycle([one.basket_id for one in day.visitors(self.book, by, here)])
        station = Station(by, here, 1)
        self.does: dict[str, Callable[[], object]] = {
            "a weight": lambda: weighing.weigh(self.book, station, next(waiting), Weight(500, 0)),
            "the stand of a product": lambda: weighing.stand(self.book, by, here, next(products)),
            "all who come": lambda: day.visitors(self.book, by, here),
            "one person": lambda: serving.one(self.book, by, next(people)),
        }

    def timed(self, what: str) -> Callable[[], float]:
        """Milliseconds of one time."""

        def work() -> float:
            began = time.perf_counter()
            self.does[what]()
            return (time.perf_counter() - began) * 1000

        return work


def _bare(table: Timed, commits: Commits) -> float:
    """One key that moves the cursor and scrolls nothing, after three others, as the Enter of a weight is."""
    for key in ("up", "down", "up"):
        table.stroke(key)
    return table.stroke("down").ms + commits.one()


def _menu(desk: Timed, choice: str, sight: str) -> None:
    desk.press("f7")
    desk.wait_for(MENU)
    desk.settle(0.2)
    desk.type(choice)
    desk.press("enter")
    desk.wait_for(sight)
    desk.settle(0.3)


def _weights(desk: Timed, table: Timed, commits: Commits, number: int) -> Iterator[Pair]:
    """500 g for one after the other at the stand of a product."""
    _menu(desk, "3", "la référence")
    desk.type(f"REF{number + 1:05d}")
    desk.press("enter")
    desk.wait_for(re.compile(NAME))
    desk.settle(0.3)
    for turn in range(WEIGHED):
        here = re.search(NAME, desk.text)
        if here is None or not TO_WEIGH.search(desk.text):  # the last one is under the mark, and does not say so
            break
        bare = _bare(table, commits)
        for digit in "500":
            desk.stroke(digit)
        ours = desk.stroke("enter", until=re.compile(rf"(?!{here[0]}\b){NAME}")).ms
        if turn:
            yield Pair(ours, bare)
    desk.press("f7")
    desk.settle(0.3)
    desk.press("escape")
    desk.settle(0.3)


def _people(desk: Timed, table: Timed, commits: Commits, number: int) -> Iterator[Pair]:
    """The number of a basket, Enter."""
    _menu(desk, "4", "quelques lettres")
    for turn in range(FOUND):
        basket = 1 + (number * FOUND + turn) * 7 % PEOPLE
        bare = _bare(table, commits)
        for digit in str(basket):
            desk.stroke(digit)
        name = f"PRÉNOM{basket - 1} NOM{basket - 1}"
        ours = desk.stroke("enter", until=name).ms
        if turn:
            yield Pair(ours, bare)
        desk.press("escape")
        desk.settle(0.3)
        for _ in range(3):
            desk.press("backspace")
        desk.settle(0.2)
    desk.press("escape")
    desk.settle(0.3)
    desk.press("f7")
    desk.settle(0.3)
    desk.press("escape")
    desk.settle(0.3)


def _line(what: str, pairs: Sequence[Pair]) -> Line:
    ours, bare = p95([pair.ours for pair in pairs]), p95([pair.bare for pair in pairs])
    usual = median(pair.ours / pair.bare for pair in pairs)
    figures = (
        f"p95 of {len(pairs)}: {amount(ours)} ms; {TABLE.name} and a commit: {amount(bare)} ms; "
        f"medians {amount(median(pair.ours for pair in pairs))} and {amount(median(pair.bare for pair in pairs))} ms, "
        f"{usual:.2f} ×"
    )
    return Line(what, ours / bare, GOAL, "×", None, figures)


def p95(times: Sequence[float]) -> float:
    return sorted(times)[max(0, math.ceil(len(times) * 0.95) - 1)]
