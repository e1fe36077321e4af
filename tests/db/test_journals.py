"""Journals only grow, whatever is tried through the open book."""

from __future__ import annotations

from typing import Any

import peewee
import pytest
from sqlcipher3 import dbapi2 as sqlite3

from db import arrivals, positions, serving, till, undoing, weighing
from db.access import give_code
from db.clock import SetClock
from db.corrections import answer, ask, correct
from db.database import Book
from db.delivery import collect
from db.journals import guards
from db.ledger import pay
from db.models import (
    JOURNALS,
    CallMade,
    CallToMake,
    ContactView,
    DeliveryOffer,
    DeliveryStep,
    Posting,
    Printed,
    PrintedSeen,
    SlotPlaced,
    SlotWish,
    SlotWishLine,
)
from db.ordering import basket_of
from db.values.counter import Payment, Station
from tests.conftest import NOW
from tests.db.world import APRICOTS, RICE, World, order

NAMES = [model._meta.table_name for model in JOURNALS]


@pytest.fixture
def full(book: Book, world: World) -> Book:
    """At least one row in every journal."""
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    collect(book, world.sarah, basket)
    request = ask(book, world.sarah, basket, (world.products[RICE],), "Trop de riz")
    correction = correct(book, world.volunteer, basket, world.products[RICE], 345, 0)
    answer(book, world.volunteer, request, "done", "", correction)
    pay(book, world.volunteer, world.sarah, world.group, 153, "cash", basket)
    for _ in range(2):  # the second uses up the first
        give_code(book, world.volunteer, world.sarah)
    with book.write(world.volunteer) as write:
        helper = {"distribution_id": world.open, "member_id": world.others[0]}
        write.add(DeliveryOffer, **helper, orders=2, grams=20_000, transport="bicycle")
        step = {"basket_id": basket, "deliverer_id": world.others[0], "laptop": book.laptop}
        taken = write.add(DeliveryStep, **step, kind="taken", turn=1)
        call = write.add(CallToMake, basket_id=basket, member_id=world.sarah, why="taken", step=taken)
        write.add(CallMade, call_id=call, made=True)
        write.add(ContactView, whose_id=world.sarah, basket_id=basket, seen_as="deliverer")
        wish = write.add(SlotWish, basket_id=basket)
        write.add(SlotWishLine, wish_id=wish, starts_at=NOW)
        write.add(SlotPlaced, basket_id=basket, starts_at=NOW, how="hand")
        printed = write.add(Printed, distribution_id=world.open, kind="order_sheet", subject=basket, number=7)
        write.add(PrintedSeen, printed_id=printed, laptop=book.laptop, sequence=1)
    a_day_at_the_counter(book, world, basket)
    return book


def a_day_at_the_counter(book: Book, world: World, basket: int) -> None:
    here = Station(world.coordinator, world.open, 1)
    till.open_till(book, here, {500: 1}, 500)
    arrivals.receive(book, here, world.products[APRICOTS], 500)
    arrivals.set_price(book, here, world.products[APRICOTS], 600)
    weighing.as_ordered(book, here, positions.of_order(book, basket))
    weighing.lack(book, here, positions.of_order(book, basket)[0], "short")
    undoing.undo(book, here)
    serving.pay_fee(book, here, world.sarah, "card", 100, NOW)
    due = serving.one(book, world.coordinator, basket).due
    serving.serve(book, here, basket, shown=due, payments=[Payment("cash", 100)], hand="part")
    serving.settle_uncollected(book, here, basket, "kept", until=NOW)
    till.close_till(book, here, {500: 1, 100: 1}, "Payé avant")


def _rows(book: Book, table: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = book.db.execute_sql(f"SELECT * FROM {table} ORDER BY id").fetchall()
    return rows


@pytest.mark.parametrize("table", NAMES)
def test_no_row_of_a_journal_is_changed_removed_or_replaced(full: Book, table: str) -> None:
    before = _rows(full, table)
    assert before, "nothing to protect"
    columns = [name for name, *_ in full.db.execute_sql(f"SELECT name FROM pragma_table_info('{table}')").fetchall()]
    same = ", ".join(columns)
    other = ", ".join(f"{name} + 1" if name == "at" else name for name in columns)
    last = columns[-1]
    for attempt in (
        f"UPDATE {table} SET {last} = {last}",
        f"UPDATE OR REPLACE {table} SET id = id + 1",
        f"UPDATE OR IGNORE {table} SET id = id + 1",
        f"DELETE FROM {table}",
        f"INSERT INTO {table} SELECT {other} FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT {other} FROM {table}",
        f"REPLACE INTO {table} SELECT {same} FROM {table}",
        f"INSERT OR IGNORE INTO {table} SELECT {other} FROM {table}",
        f"INSERT INTO {table} SELECT {same} FROM {table} WHERE 1 ON CONFLICT DO NOTHING",
        f"INSERT INTO {table} SELECT {same} FROM {table} WHERE 1 ON CONFLICT (id) DO UPDATE SET {last} = 0",
    ):
        with pytest.raises(peewee.IntegrityError, match=f"journal {table}"):
            full.db.execute_sql(attempt)
        assert _rows(full, table) == before, attempt


def test_a_row_is_not_replaced_through_another_column_that_is_unique(full: Book) -> None:
    """The key is new, the recording is not: without `recursive_triggers` the older row would go."""
    before = _rows(full, "orders")
    for verb in ("INSERT OR REPLACE", "REPLACE"):
        with pytest.raises(peewee.IntegrityError, match="only grows"):
            full.db.execute_sql(
                f"{verb} INTO orders SELECT id + 1000000, basket_id, kind, recording, means, total, at, by_id"
                " FROM orders"
            )
    with pytest.raises(peewee.IntegrityError, match="only grows"):
        full.db.execute_sql(
            "INSERT INTO orders SELECT id + 1000000, basket_id, kind, recording, means, total, at, by_id"
            " FROM orders WHERE 1 ON CONFLICT (recording) DO UPDATE SET total = 0"
        )
    assert _rows(full, "orders") == before


@pytest.mark.parametrize("table", ["member", "groups", "distribution", "product"])
def test_a_register_that_journals_speak_of_cannot_lose_its_rows(full: Book, table: str) -> None:
    with pytest.raises(peewee.IntegrityError):
        full.db.execute_sql(f"DELETE FROM {table}")


def test_the_same_key_is_refused_even_to_a_program_that_knows_nothing_of_our_pragmas(full: Book) -> None:
    before = _rows(full, "posting")
    other = sqlite3.connect(str(full.path), isolation_level=None)
    for verb in ("INSERT OR REPLACE", "INSERT OR IGNORE"):
        with pytest.raises(sqlite3.IntegrityError):
            other.execute(
                f"{verb} INTO posting SELECT id, member_id, group_id, basket_id, order_id, kind, means, 0, at, by_id"
                " FROM posting"
            )
    other.close()
    assert _rows(full, "posting") == before


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "gift"), ("means", "gold"), ("amount", "abc"), ("amount", 1.5), ("amount", None), ("member_id", 7)],
)
def test_a_row_that_means_nothing_is_refused(full: Book, world: World, column: str, value: Any) -> None:
    before = _rows(full, "posting")
    good: dict[str, Any] = {
        "member_id": world.sarah,
        "group_id": world.group,
        "basket_id": None,
        "order_id": None,
        "kind": "payment",
        "means": "cash",
        "amount": 100,
    }
    with pytest.raises(peewee.IntegrityError), full.write() as write:
        write.add(Posting, **{**good, column: value})
    assert _rows(full, "posting") == before


def test_every_table_of_the_book_is_of_one_kind_and_every_journal_is_guarded_three_times(book: Book) -> None:
    from db.models import ALL, BOOKKEEPING, REGISTERS, SCRATCH, SIDE_REGISTERS

    kinds = (*REGISTERS, *SIDE_REGISTERS, *JOURNALS, *SCRATCH, *BOOKKEEPING)
    assert len(set(kinds)) == len(kinds) == len(ALL)
    made = {name for (name,) in book.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    assert made - {"schema_migration"} == {model._meta.table_name for model in ALL}
    assert len(guards(NAMES)) == 3 * len(NAMES)


def test_journals_hold_no_word_about_people(book: Book) -> None:
    """Ids, numbers and fixed codes; and a line's own copy of its product. What people write stands in `note`."""
    copied = {"name", "reference", "unit", "tariff"}
    fixed = {
        "label",
        "kind",
        "recording",
        "means",
        "way",
        "outcome",
        "transport",
        "money",
        "containers",
        "why",
        "seen_as",
        "how",
        "reason",
        "number",
    }
    for table in NAMES:
        rows = book.db.execute_sql(f"SELECT name, type FROM pragma_table_info('{table}')").fetchall()
        texts = {name for name, kind in rows if kind == "TEXT"}
        assert texts <= fixed | (copied if table == "order_line" else set())


def test_the_access_log_forgets_what_is_twelve_months_older_than_its_newest_row_and_nothing_younger(
    book: Book, world: World, clock: SetClock
) -> None:
    year = 366 * 86_400

    def seen() -> None:
        with book.write(world.others[0]) as write:
            write.add(ContactView, whose_id=world.sarah, basket_id=None, seen_as="team")

    seen()
    clock.advance(year - 1)
    seen()
    with pytest.raises(peewee.IntegrityError):
        book.db.execute_sql("DELETE FROM contact_view")
    clock.advance(1)
    seen()
    book.db.execute_sql(f"DELETE FROM contact_view WHERE at <= {clock.at - year}")
    assert [at for _, _, _, _, at, _ in _rows(book, "contact_view")] == [clock.at - 1, clock.at]
