"""Recording an order of 15 lines through `db/`, beside the same work in SQL by hand."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks import books
from benchmarks.measures import Line, against, alternate
from benchmarks.reference.order_by_hand import HandMade
from db import baskets, ordering
from db.database import Book
from db.models import Member
from db.statements import Statement

LINES = 15
PRODUCTS = 113
TOTALS = "SELECT COUNT(*), SUM(total) FROM orders"
ROWS = (
    "SELECT product_id, name, reference, unit, tariff, price, vat, step, minimum, SUM(quantity), SUM(amount), COUNT(*)"
    " FROM order_line GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1"
)
LEFT = "SELECT product_id, remaining FROM stock ORDER BY product_id"

Pending = tuple[int, int, str]  # member, distribution, recording


def measure(rounds: int, folder: Path) -> Iterator[Line]:
    """Every member orders once: a book and its copy get the same orders, one through each."""
    home = books.make(folder / "orders", PRODUCTS)
    book = home.open()
    waiting = [_validated(book, member, home.distribution) for (member,) in book.all(_MEMBERS)]
    book.close()
    copied = folder / "orders" / "by-hand.db"
    shutil.copy(home.book, copied)
    book, by_hand = home.open(), HandMade(copied)
    per_round = len(waiting) // rounds
    queues = {"db": iter(waiting), "by hand": iter(waiting)}
    took = alternate(
        rounds * per_round,
        {
            "db": lambda: _timed(lambda: ordering.record(book, *next(queues["db"]))),
            "by hand": lambda: _timed(lambda: by_hand.record(*next(queues["by hand"]))),
        },
    )
    for question in (TOTALS, ROWS, LEFT):
        ours, theirs = book.db.execute_sql(question).fetchall(), by_hand.connection.execute(question).fetchall()
        if ours != theirs:
            raise RuntimeError(f"not the same orders were recorded: {question}")
    book.close()
    by_hand.close()
    medians = {
        name: [median(times[turn * per_round : (turn + 1) * per_round]) for turn in range(rounds)]
        for name, times in took.items()
    }
    yield against(
        f"order of {LINES} lines, durable", 1.5, medians["db"], medians["by hand"], other="SQL by hand", aim=1.0
    )


_MEMBERS = Statement(lambda: Member.select(Member.id).order_by(Member.id).limit(books.MEMBERS))


def _validated(book: Book, member: int, distribution: int) -> Pending:
    from db.shop import cards

    goods = cards(book, distribution, member)
    for place in range(LINES):
        product = goods[(member * 7 + place * 7) % len(goods)]
        baskets.put(book, member, distribution, product.id, 500 + 250 * (place % 4), product.price)
    return member, distribution, baskets.validate(book, member, distribution).recording


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
