"""Whole days at the counter that nobody would think of: people come, goods are short, weights are wrong, gestures are
undone, from two terminals of one laptop and from another laptop. After every step the money and the goods add up.

What is taken and given is kept beside the book, gesture by gesture, and compared with what the book says.
`COMPTOIR_TORTURE=1` runs many more.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db import (
    arrivals,
    day,
    desk_orders,
    gestures,
    given_up,
    goods,
    leftovers,
    opening,
    positions,
    reports,
    serving,
    till,
    told,
    undoing,
    weighing,
)
from db.clock import SetClock
from db.database import Book
from db.errors import NotUndone, Refusal
from db.ledger import balance
from db.models import JOURNALS
from db.opening import open_book
from db.stock import rebuild
from db.values.counter import Added, Payment, Position, Station
from db.values.money import line_amount
from db.values.scale import Weight
from db.values.sharing import RULES
from tests.conftest import NOW
from tests.db import world as small
from tests.db.test_histories import TORTURE
from tests.db.world import SOLD, World

TABLES = [model._meta.table_name for model in JOURNALS]
PLACES = st.integers(0, 2)  # two terminals of this laptop, one of another
PEOPLE = st.integers(0, 3)
PRODUCTS = st.integers(0, len(SOLD) - 1)
GRAMS = st.sampled_from((1, 90, 240, 250, 260, 500, 505, 1_000, 1_010, 3_000, 30_000))
CENTS = st.sampled_from((1, 50, 153, 500, 2_000, 100_001))
MEANS = st.sampled_from(("cash", "cheque", "card", "transfer"))
REASONS = st.sampled_from(("", "short", "bad", "wrong", "not_wanted"))
BACK = st.integers(0, 3).map(lambda n: n == 0)  # a gesture that is taken back at once


class Days(RuleBasedStateMachine):
    template: Path
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="days-"))
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.clock = SetClock(NOW)
        self.people = (self.world.sarah, *self.world.others)
        self.books: list[Book] = []
        self.money: dict[int, list[tuple[str, int]]] = {}  # by gesture that stands: what went into the till
        self.float = 0
        self.known: dict[str, set[int]] = {table: set() for table in TABLES}

    @initialize(first=st.lists(st.tuples(PEOPLE, PRODUCTS, st.integers(1, 3)), min_size=3, max_size=8))
    def morning(self, first: list[tuple[int, int, int]]) -> None:
        homes = (self.folder / "home", self.folder / "home", self.folder / "other home")
        self.books = [open_book(self.folder / "book.db", home, clock=self.clock) for home in homes]
        for who, product, times in first:
            minimum = SOLD[product][3]
            wanted = [Added(self.world.products[product], minimum * times)]
            desk_orders.order_for(self.books[0], self.at(0), self.people[who], wanted)

    def teardown(self) -> None:
        for book in self.books:
            book.close()
        shutil.rmtree(self.folder)

    # --- Helpers ------------------------------------------------------------------------------------------------------

    def at(self, place: int, *, boss: bool = False) -> Station:
        by = self.world.coordinator if boss else self.world.volunteer
        return Station(by, self.world.open, (1, 2, 1)[place])

    def baskets(self) -> dict[int, int]:
        """Member → basket, of those who have one."""
        rows = self.books[0].db.execute_sql(
            "SELECT member_id, MIN(id) FROM basket WHERE distribution_id = ? GROUP BY member_id", (self.world.open,)
        )
        return dict(rows.fetchall())

    def position(self, who: int, product: int) -> Position | None:
        basket = self.baskets().get(self.people[who])
        if basket is None:
            return None
        found = [
            one for one in positions.of_order(self.books[0], basket) if one.product_id == self.world.products[product]
        ]
        return found[0] if found else None

    def facts(self) -> Any:
        """All that somebody sees, which an undo brings back. Lines are told by what they say, not by their keys."""
        book, by, here = self.books[0], self.world.coordinator, self.world.open
        return (
            {
                basket: sorted(one._replace(lines=()) for one in positions.of_order(book, basket))
                for basket in self.baskets().values()
                if positions.of_order(book, basket)
            },
            {who: balance(book, who, self.world.group) for who in self.people},
            till.till(book, by, here)._replace(counts={}, taken=_some(till.till(book, by, here).taken)),
            leftovers.board(book, by, here),
            day.visitors(book, by, here),
        )

    def attempt(self, place: int, work: Callable[[Station], int], money: list[tuple[str, int]], back: bool) -> None:
        """Do a gesture; a refusal changes nothing, and one that is taken back leaves what was there."""
        book, station = self.books[place], self.at(place, boss=True)
        before, rows = self.facts(), self.count()
        try:
            gesture = work(station)
        except Refusal:
            assert self.count() == rows
            assert self.facts() == before
            return
        self.money[gesture] = money
        if back:
            assert gestures.last(book, station) == gesture
            try:
                undoing.undo(book, station)
            except NotUndone as refused:
                if refused.at > self.clock.at:  # another laptop whose clock was ahead: it seems to come later
                    return
                raise
            del self.money[gesture]
            assert self.facts() == before

    def count(self) -> list[tuple[Any, ...]]:
        text = " UNION ALL ".join(f"SELECT '{table}', COUNT(*), MAX(id) FROM {table}" for table in TABLES)
        rows: list[tuple[Any, ...]] = self.books[0].db.execute_sql(text).fetchall()
        return rows

    # --- What people do -----------------------------------------------------------------------------------------------

    @rule(place=PLACES, who=PEOPLE, product=PRODUCTS, times=st.integers(1, 3))
    def order(self, place: int, who: int, product: int, times: int) -> None:
        quantity = SOLD[product][3] * times
        wanted = [Added(self.world.products[product], quantity)]
        desk_orders.order_for(self.books[place], self.at(place, boss=True), self.people[who], wanted)

    @rule(place=PLACES, who=PEOPLE, product=PRODUCTS, grams=GRAMS, jar=st.sampled_from((0, 310)), back=BACK)
    def weigh(self, place: int, who: int, product: int, grams: int, jar: int, back: bool) -> None:
        shown = self.position(who, product)
        if shown is not None:
            weight = Weight(grams + jar, jar)
            self.attempt(place, lambda at: weighing.weigh(self.books[place], at, shown, weight, sure=True), [], back)

    @rule(place=PLACES, who=PEOPLE, back=BACK)
    def as_ordered(self, place: int, who: int, back: bool) -> None:
        basket = self.baskets().get(self.people[who])
        shown = positions.of_order(self.books[0], basket) if basket else ()
        if shown:
            self.attempt(place, lambda at: weighing.as_ordered(self.books[place], at, shown), [], back)

    @rule(place=PLACES, who=PEOPLE, product=PRODUCTS, reason=REASONS, back=BACK)
    def lack(self, place: int, who: int, product: int, reason: str, back: bool) -> None:
        shown = self.position(who, product)
        if shown is not None:
            self.attempt(place, lambda at: weighing.lack(self.books[place], at, shown, reason), [], back)

    @rule(place=PLACES, product=PRODUCTS, came=st.integers(0, 8), back=BACK)
    def receive(self, place: int, product: int, came: int, back: bool) -> None:
        chosen = self.world.products[product]
        self.attempt(place, lambda at: arrivals.receive(self.books[place], at, chosen, came * 500), [], back)

    @rule(place=PLACES, product=PRODUCTS, how=st.sampled_from(RULES), back=BACK)
    def share_out(self, place: int, product: int, how: str, back: bool) -> None:
        chosen = self.world.products[product]
        self.attempt(place, lambda at: arrivals.share_out(self.books[place], at, chosen, how), [], back)

    @rule(place=PLACES, product=PRODUCTS, price=st.sampled_from((0, 1, 333, 610)), back=BACK)
    def set_price(self, place: int, product: int, price: int, back: bool) -> None:
        chosen = self.world.products[product]
        self.attempt(place, lambda at: arrivals.set_price(self.books[place], at, chosen, price), [], back)

    @rule(place=PLACES, who=PEOPLE, product=PRODUCTS, grams=GRAMS, over=st.booleans())
    def add(self, place: int, who: int, product: int, grams: int, over: bool) -> None:
        wanted = [Added(self.world.products[product], grams)]
        before, rows = self.facts(), self.count()
        try:
            goods.add(self.books[place], self.at(place), self.people[who], wanted, over=over)
        except Refusal:
            assert self.count() == rows
            assert self.facts() == before

    @rule(place=PLACES, who=PEOPLE, product=PRODUCTS, grams=GRAMS, reason=REASONS, back=BACK)
    def take_out(self, place: int, who: int, product: int, grams: int, reason: str, back: bool) -> None:
        shown = self.position(who, product)
        if shown is not None:
            self.attempt(place, lambda at: goods.take_out(self.books[place], at, shown, grams, reason), [], back)

    @rule(place=PLACES, who=PEOPLE, product=PRODUCTS, grams=GRAMS, other=PRODUCTS, back=BACK)
    def replace(self, place: int, who: int, product: int, grams: int, other: int, back: bool) -> None:
        shown = self.position(who, product)
        if shown is not None:
            instead = Added(self.world.products[other], grams)
            self.attempt(
                place,
                lambda at: goods.replace(self.books[place], at, shown, grams, instead, "bad", over=True),
                [],
                back,
            )

    @rule(
        place=PLACES,
        who=PEOPLE,
        paid=st.lists(st.tuples(MEANS, CENTS), max_size=2),
        hand=st.sampled_from(("whole", "part", "")),
        exact=st.booleans(),
        back=BACK,
    )
    def serve(self, place: int, who: int, paid: list[tuple[str, int]], hand: str, exact: bool, back: bool) -> None:
        basket = self.baskets().get(self.people[who])
        if basket is None:
            return
        due = -balance(self.books[0], self.people[who], self.world.group)
        if exact and due:
            paid = [("cash", due)]
        payments = [Payment(means, amount) for means, amount in paid]
        self.attempt(
            place,
            lambda at: serving.serve(self.books[place], at, basket, shown=due, payments=payments, hand=hand),
            paid,
            back,
        )

    @rule(
        place=PLACES, who=PEOPLE, product=PRODUCTS, grams=GRAMS, means=st.sampled_from(("", "cash", "card")), back=BACK
    )
    def bring_back(self, place: int, who: int, product: int, grams: int, means: str, back: bool) -> None:
        shown = self.position(who, product)
        if shown is None or not shown.lines:
            return
        less = line_amount(shown.quantity - grams, shown.price) - shown.amount
        self.attempt(
            place,
            lambda at: goods.bring_back(self.books[place], at, shown.lines[0], grams, "bad", means=means),
            [(means, less)] if means else [],
            back,
        )

    @rule(place=PLACES, who=PEOPLE, outcome=st.sampled_from(("kept", "surplus", "surplus_owed")), back=BACK)
    def nobody_fetched(self, place: int, who: int, outcome: str, back: bool) -> None:
        basket = self.baskets().get(self.people[who])
        if basket is not None:
            self.attempt(
                place,
                lambda at: serving.settle_uncollected(self.books[place], at, basket, outcome, words="Pas venue"),
                [],
                back,
            )

    @rule(place=PLACES, who=PEOPLE, means=MEANS, amount=CENTS, back=BACK)
    def fee(self, place: int, who: int, means: str, amount: int, back: bool) -> None:
        until = NOW + 365 * small.DAY
        self.attempt(
            place,
            lambda at: serving.pay_fee(self.books[place], at, self.people[who], means, amount, until),
            [(means, amount)],
            back,
        )

    @rule(place=PLACES, amount=st.sampled_from((0, 5_000)), back=BACK)
    def open_till(self, place: int, amount: int, back: bool) -> None:
        before = till.state(self.books[0], self.world.open)
        self.attempt(place, lambda at: till.open_till(self.books[place], at, None, amount), [], back)
        if before == "not_opened" and not back:
            self.float = amount

    @rule(place=PLACES, counts=st.dictionaries(st.sampled_from((2_000, 100, 10)), st.integers(0, 3)), back=BACK)
    def close_till(self, place: int, counts: dict[int, int], back: bool) -> None:
        self.attempt(place, lambda at: till.close_till(self.books[place], at, counts, "Compté"), [], back)

    @rule(place=PLACES)
    def undo_the_last(self, place: int) -> None:
        book, station = self.books[place], self.at(place, boss=True)
        last, rows, before = gestures.last(book, station), self.count(), self.facts()
        opened = self._opened(last)
        try:
            undoing.undo(book, station)
        except Refusal:
            assert self.count() == rows
            assert self.facts() == before
            return
        self._taken_back(last, opened)

    @rule(place=PLACES, which=st.integers(0, 30))
    def undo_any(self, place: int, which: int) -> None:
        """The coordination takes back whatever it likes, whoever did it; what later gestures rest on is refused."""
        book, station = self.books[place], self.at(place, boss=True)
        rows = told.told(book, station.by, self.world.open)
        if not rows:
            return
        gesture, count, before = rows[which % len(rows)].id, self.count(), self.facts()
        opened = self._opened(gesture)
        try:
            undoing.undo(book, station, gesture, "Erreur")
        except Refusal:
            assert self.count() == count
            assert self.facts() == before
            return
        self._taken_back(gesture, opened)

    def _opened(self, gesture: int | None) -> bool:
        rows = self.books[0].db.execute_sql("SELECT kind FROM gesture WHERE id = ?", (gesture or 0,)).fetchall()
        return bool(rows == [("opened",)])

    def _taken_back(self, gesture: int | None, opened: bool) -> None:
        self.money.pop(gesture or 0, None)
        if opened:
            self.float = 0

    @rule(seconds=st.sampled_from((1, 60, -30)))
    def the_clock_moves(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule()
    def stock_is_rebuilt(self) -> None:
        with self.books[0].write() as write:
            rebuild(write)

    # --- What is always true ------------------------------------------------------------------------------------------

    @precondition(lambda self: self.books)
    @invariant()
    def the_till_holds_what_was_put_into_it(self) -> None:
        expected: Counter[str] = Counter()
        for rows in self.money.values():
            for means, amount in rows:
                expected[means] += amount
        found = till.till(self.books[1], self.world.volunteer, self.world.open)
        assert _some(found.taken) == _some(expected)
        assert found.expected == self.float + expected["cash"]

    @precondition(lambda self: self.books)
    @invariant()
    def balances_orders_and_reports_agree_to_the_cent(self) -> None:
        book = self.books[1]
        owed = Counter(
            dict(
                _rows(
                    book,
                    "SELECT member_id, -SUM(l.amount) FROM order_line l JOIN orders o ON o.id ="
                    " l.order_id JOIN basket b ON b.id = o.basket_id GROUP BY member_id",
                )
            )
        )
        paid = Counter(
            dict(_rows(book, "SELECT member_id, SUM(amount) FROM posting WHERE kind = 'payment' GROUP BY member_id"))
        )
        for who in self.people:
            assert balance(book, who, self.world.group) == owed[who] + paid[who]
        sales = reports.day(book, self.world.open).sales
        assert sum(one.order.total for one in sales) == -sum(owed.values())
        assert sum(one.paid for one in sales) == sum(paid.values())
        assert sum(amount for one in sales for _, amount in one.rates) == -sum(owed.values())
        fees = sum(row[0] for row in _rows(book, "SELECT amount FROM fee"))
        assert sum(till.money(book, self.world.open)[0].values()) == sum(paid.values()) + fees

    @precondition(lambda self: self.books)
    @invariant()
    def no_gram_is_lost(self) -> None:
        book = self.books[1]
        held: dict[int, int] = defaultdict(int)
        for basket in self.baskets().values():
            for one in positions.of_order(book, basket):
                held[one.product_id] += one.quantity
        abandoned = dict(
            _rows(book, "SELECT l.product_id, SUM(l.quantity) FROM order_line l JOIN orders o ON o.id = l.order_id"
                        " WHERE o.basket_id IN (SELECT u.basket_id FROM uncollected u WHERE u.outcome = 'surplus_owed'"
                        " AND u.gesture_id NOT IN (SELECT undoes_id FROM gesture WHERE undoes_id IS NOT NULL)"
                        " AND u.basket_id NOT IN (SELECT h.basket_id FROM hand_over h WHERE h.whole AND h.gesture_id"
                        " NOT IN (SELECT undoes_id FROM gesture WHERE undoes_id IS NOT NULL)))"
                        " GROUP BY l.product_id")
        )  # fmt: skip
        for left in leftovers.board(book, self.world.volunteer, self.world.open):
            back, weighed = given_up.goods_given_up(book, self.world.open)[left.product_id]
            assert 0 <= weighed <= back <= abandoned.get(left.product_id, 0)  # what was bought since is not given up
            assert left.weighed + left.promised == held[left.product_id] - back
            assert min(left.weighed, left.promised) >= 0
            if left.received is not None:
                assert left.received == left.weighed + left.promised + left.left

    @precondition(lambda self: self.books)
    @invariant()
    def lines_are_rounded_once_and_reversed_whole_and_once(self) -> None:
        book = self.books[1]
        for quantity, price, amount in _rows(book, "SELECT quantity, price, amount FROM order_line"):
            assert amount == line_amount(quantity, price)
        assert not _rows(
            book,
            "SELECT reverses_id FROM order_line WHERE reverses_id IS NOT NULL GROUP BY reverses_id HAVING COUNT(*) > 1",
        )
        assert not _rows(
            book,
            "SELECT r.id FROM order_line r JOIN order_line l ON l.id = r.reverses_id"
            " WHERE r.amount != -l.amount OR r.quantity != -l.quantity",
        )
        assert not _rows(
            book,
            "SELECT o.id FROM orders o WHERE o.total != (SELECT COALESCE(SUM(amount), 0) FROM"
            " order_line WHERE order_id = o.id) OR -o.total != (SELECT SUM(amount) FROM posting"
            " WHERE order_id = o.id)",
        )

    @precondition(lambda self: self.books)
    @invariant()
    def journals_only_grow(self) -> None:
        for table in TABLES:
            now = {row[0] for row in _rows(self.books[0], f"SELECT id FROM {table}")}
            assert now >= self.known[table]
            self.known[table] = now

    @precondition(lambda self: self.books)
    @invariant()
    def every_gesture_can_be_told(self) -> None:
        rows = told.told(self.books[1], self.world.volunteer, self.world.open)
        assert len(rows) == _rows(self.books[1], "SELECT COUNT(*) FROM gesture")[0][0]


def _rows(book: Book, text: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = book.db.execute_sql(text).fetchall()
    return rows


def _some(sums: dict[str, int]) -> dict[str, int]:
    """A means of which everything was taken back is as one that was never used."""
    return {means: amount for means, amount in sums.items() if amount}


def test_whatever_happens_in_a_day_money_and_goods_add_up(tmp_path: Path) -> None:
    book = opening.create(tmp_path / "book.db", tmp_path / "home", clock=SetClock(NOW))
    Days.world = small.make(book)
    book.close()
    open_book(tmp_path / "book.db", tmp_path / "other home", clock=SetClock(NOW)).close()  # another laptop
    Days.template = tmp_path
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=1_000 if TORTURE else 12,
            stateful_step_count=60 if TORTURE else 30,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
