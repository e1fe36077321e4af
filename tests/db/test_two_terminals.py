"""Two volunteers on two terminals of one laptop, at once: two processes do hundreds of things to the same people."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from db import arrivals, desk_orders, gestures, goods, leftovers, opening, positions, serving, till, undoing, weighing
from db.clock import SystemClock
from db.database import Book
from db.errors import AlreadyServed, DueChanged, Refusal, WeighedMeanwhile
from db.ledger import balance
from db.models import Distribution
from db.opening import open_book
from db.terminals import Terminal
from db.values.counter import Added, Payment, Station
from db.values.money import line_amount
from db.values.scale import Weight
from tests.children import together
from tests.db import world as small
from tests.db.test_histories import TORTURE
from tests.db.world import DAY, SOLD, World

ACTIONS = 20_000 if TORTURE else 500
PEOPLE = 12


def a_day(book: Book) -> tuple[World, list[int]]:
    world = small.make(book, others=PEOPLE)
    now = book.clock.now()
    with book.write() as write:  # the small world stands at another hour; orders are open for everybody here
        write.revise(Distribution, world.open, opens_at=now - DAY, closes_at=now + DAY)
    station = Station(world.volunteer, world.open, 9)
    till.open_till(book, station, None, 5_000)
    for who in world.others:
        wanted = [Added(product, SOLD[index][3] * 2) for index, product in enumerate(world.products)]
        desk_orders.order_for(book, station, who, wanted)
    for product in world.products:
        arrivals.receive(book, station, product, 100_000)
    baskets = [row[0] for row in book.db.execute_sql("SELECT id FROM basket ORDER BY id").fetchall()]
    return world, baskets


def volunteer(path: Path, home: Path, world: World, baskets: list[int], seed: int) -> dict[str, Any]:
    """So many random gestures; what was acknowledged of them."""
    book, choose = open_book(path, home, clock=SystemClock()), Random(seed)
    terminal = Terminal(home, book.uid)
    station = Station(world.volunteer, world.open, terminal.number)
    done: dict[str, Any] = {
        "terminal": terminal.number,
        "gestures": [],
        "undone": 0,
        "cash": Counter(),
        "refused": Counter(),
    }
    for _ in range(ACTIONS):
        try:
            gesture, cash = _one(book, station, world, choose.choice(baskets), choose)
        except Refusal as refusal:
            done["refused"][type(refusal).__name__] += 1
            continue
        if gesture == "undone":
            done["undone"] += 1
            done["cash"].pop(cash, None)
        elif gesture:
            done["gestures"].append(gesture)
            if cash:
                done["cash"][gesture] += cash
    terminal.close()
    book.close()
    return done


def _one(book: Book, station: Station, world: World, basket: int, choose: Random) -> tuple[Any, int]:
    shown = positions.of_order(book, basket)
    match choose.randrange(10):
        case 0:
            last = gestures.last(book, station)
            undoing.undo(book, station)
            return "undone", last or 0
        case 1 | 2 if shown:
            due = serving.one(book, station.by, basket).due
            hand = choose.choice(("whole", "part", ""))
            paid = [Payment("cash", due)] if due > 0 else []
            if not hand and not paid:
                return "", 0
            return serving.serve(book, station, basket, shown=due, payments=paid, hand=hand), sum(
                p.amount for p in paid
            )
        case 3 if shown:
            return weighing.lack(book, station, choose.choice(shown), "short"), 0
        case 4 if shown:
            return weighing.as_ordered(book, station, shown), 0
        case 5:
            product = choose.choice(world.products)
            goods.add(book, station, serving.one(book, station.by, basket).member_id, [Added(product, 1_000)])
            return gestures.last(book, station), 0
        case _ if shown:
            one = choose.choice(shown)
            net = max(1, one.ordered + choose.randrange(-50, 50)) if one.unit != "piece" else max(one.ordered, 1_000)
            return weighing.weigh(book, station, one, Weight(net, 0), sure=True), 0
    return "", 0


def test_five_hundred_actions_each_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    book = opening.create(tmp_path / "book.db", tmp_path / "home", clock=SystemClock())
    world, baskets = a_day(book)
    book.close()
    results = together(
        [partial(volunteer, tmp_path / "book.db", tmp_path / "home", world, baskets, seed) for seed in (1, 2)]
    )
    assert {one["terminal"] for one in results} == {1, 2}
    book = open_book(tmp_path / "book.db", tmp_path / "home", clock=SystemClock())
    # Everything that was acknowledged is there, once, and nothing else of these terminals.
    rows = book.db.execute_sql("SELECT terminal, id, kind FROM gesture WHERE terminal IN (1, 2)").fetchall()
    for one in results:
        mine = [row for row in rows if row[0] == one["terminal"]]
        assert {row[1] for row in mine if row[2] != "undone"} == set(one["gestures"])
        assert len([row for row in mine if row[2] == "undone"]) == one["undone"]
        assert len(one["gestures"]) > ACTIONS // 4
    cash = sum(amount for one in results for amount in one["cash"].values())
    assert till.till(book, world.volunteer, world.open).expected == 5_000 + cash
    # They met: each was told of the other's gesture, and did not write over it.
    met: Counter[str] = sum((one["refused"] for one in results), Counter())
    assert met[WeighedMeanwhile.__name__] + met[DueChanged.__name__] + met[AlreadyServed.__name__] > 0
    for who in world.others:
        [[owed]] = book.db.execute_sql(
            "SELECT COALESCE(SUM(l.amount), 0) FROM order_line l JOIN orders o ON o.id = l.order_id"
            " JOIN basket b ON b.id = o.basket_id WHERE b.member_id = ?",
            (who,),
        ).fetchall()
        [[paid]] = book.db.execute_sql(
            "SELECT COALESCE(SUM(amount), 0) FROM posting WHERE kind = 'payment' AND member_id = ?", (who,)
        ).fetchall()
        assert balance(book, who, world.group) == paid - owed
    lines = book.db.execute_sql("SELECT quantity, price, amount FROM order_line").fetchall()
    assert all(amount == line_amount(quantity, price) for quantity, price, amount in lines)
    twice = "SELECT reverses_id FROM order_line GROUP BY reverses_id HAVING reverses_id IS NOT NULL AND COUNT(*) > 1"
    assert book.db.execute_sql(twice).fetchall() == []
    for left in leftovers.board(book, world.volunteer, world.open):
        held = sum(
            one.quantity
            for basket in baskets
            for one in positions.of_order(book, basket)
            if one.product_id == left.product_id
        )
        assert left.weighed + left.promised == held
        assert left.left == 100_000 - held
    book.close()
