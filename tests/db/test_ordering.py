"""From a draft to a recorded order: each rule as a sentence."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from db import catalogue, groups
from db.baskets import accept_prices, back_to_draft, draft, pending, put, release_late, validate
from db.clock import SetClock
from db.database import Book
from db.distributions import change
from db.errors import (
    BasketEmpty,
    BasketNotPending,
    OrdersNotOpen,
    PaymentUnavailable,
    PriceChanged,
    ProductUnavailable,
    QuantityOffStep,
    QuantityTooLarge,
    Refusal,
    StockShort,
    Unknown,
)
from db.ledger import balance
from db.models import Group, Membership, Product
from db.opening import open_book
from db.ordering import MEANS, basket_of, record, seen, unseen
from db.orders import all_orders, my_orders
from db.stock import rebuild
from db.values import orders as values
from tests.children import together
from tests.conftest import NOW
from tests.db import world as small
from tests.db.world import APRICOTS, DAY, OIL, RICE, SOAP, World, offer, order

CLOSES = NOW + 3 * DAY
GRACE = 600


def fill(book: Book, world: World, member: int, *wanted: tuple[int, int]) -> None:
    for index, quantity in wanted:
        put(book, member, world.open, world.products[index], quantity, world.prices[index])


def everything(book: Book) -> list[list[tuple[Any, ...]]]:
    tables = book.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [book.db.execute_sql(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for (name,) in tables]


def changes_nothing(book: Book, refusal: type[Refusal], work: Any) -> Any:
    """The refusal that `work` meets; the book is the same afterwards."""
    before = everything(book)
    with pytest.raises(refusal) as caught:
        work()
    assert everything(book) == before
    return caught.value


# --- The draft --------------------------------------------------------------------------------------------------------


def test_a_draft_holds_what_was_put_in_at_the_price_shown_in_the_order_it_came(book: Book, world: World) -> None:
    fill(book, world, world.sarah, (RICE, 700), (APRICOTS, 250))
    found = draft(book, world.sarah, world.open)
    assert found is not None
    assert [(line.name, line.quantity, line.price, line.amount) for line in found.lines] == [
        ("Riz rond", 700, 345, 242),  # 241,5 rounded half up
        ("Abricots bruns secs", 250, 610, 153),  # 152,5
    ]
    assert (found.total, found.state, found.recording) == (395, "draft", "")


def test_putting_a_product_again_sets_its_quantity_and_nothing_takes_it_out(book: Book, world: World) -> None:
    fill(book, world, world.sarah, (RICE, 700), (APRICOTS, 250), (RICE, 500))
    found = draft(book, world.sarah, world.open)
    assert found is not None
    assert [line.quantity for line in found.lines] == [500, 250]
    fill(book, world, world.sarah, (RICE, 0), (APRICOTS, 0))
    assert draft(book, world.sarah, world.open) is None


def test_a_draft_is_its_members_alone_and_of_one_distribution(book: Book, world: World) -> None:
    fill(book, world, world.sarah, (RICE, 700))
    assert draft(book, world.others[0], world.open) is None
    assert draft(book, world.sarah, world.next) is None


def test_a_draft_outlives_the_program(book_path: Path, home: Path, clock: SetClock) -> None:
    book = open_book(book_path, home, clock=clock)
    world = small.make(book)
    fill(book, world, world.sarah, (RICE, 700))
    before = draft(book, world.sarah, world.open)
    book.close()
    book = open_book(book_path, home, clock=clock)
    assert draft(book, world.sarah, world.open) == before
    book.close()


def test_a_draft_reserves_nothing(book: Book, world: World) -> None:
    offer(book, world, RICE, 1000)
    fill(book, world, world.sarah, (RICE, 1000))
    validate(book, world.sarah, world.open)
    assert order(book, world, world.others[0], (RICE, 1000)).basket == "1"


def test_nothing_is_put_in_a_basket_before_orders_open_nor_after_they_close(
    book: Book, world: World, clock: SetClock
) -> None:
    refused = changes_nothing(
        book, OrdersNotOpen, lambda: put(book, world.sarah, world.next, world.products[RICE], 700, 345)
    )
    assert (refused.state, refused.timezone) == ("upcoming", "Europe/Paris")
    fill(book, world, world.sarah, (APRICOTS, 250))
    clock.at = CLOSES
    refused = changes_nothing(book, OrdersNotOpen, lambda: fill(book, world, world.sarah, (RICE, 700)))
    assert (refused.state, refused.closes_at) == ("closed", CLOSES)
    fill(book, world, world.sarah, (APRICOTS, 0))
    assert draft(book, world.sarah, world.open) is None


@pytest.mark.parametrize("quantity", [500, 0])
def test_a_product_of_another_group_is_unknown_here(book: Book, world: World, quantity: int) -> None:
    with book.write() as write:
        other = write.register(Group, name="SOUPETARD", name_key="soupetard")
        stranger = small.product(write, other, "Miel", "kg", 900, 250, 250)
    for product in (stranger, 7):
        if quantity:
            refused = changes_nothing(
                book, Unknown, partial(put, book, world.sarah, world.open, product, quantity, 900)
            )
            assert (refused.kind, refused.given) == ("product", str(product))
        else:
            put(book, world.sarah, world.open, product, 0, 900)


def test_an_unknown_distribution_is_refused(book: Book, world: World) -> None:
    for work in (
        partial(put, book, world.sarah, 7, world.products[RICE], 500, 345),
        partial(validate, book, world.sarah, 7),
        partial(record, book, world.sarah, 7, "x"),
    ):
        assert changes_nothing(book, Unknown, work).kind == "distribution"


# --- Valider ----------------------------------------------------------------------------------------------------------


def test_a_validated_basket_is_pending_and_not_an_order(book: Book, world: World) -> None:
    fill(book, world, world.sarah, (APRICOTS, 250))
    shown = validate(book, world.sarah, world.open)
    assert shown == draft(book, world.sarah, world.open)
    assert (shown.state, shown.total) == ("pending", 153)
    assert pending(book, world.sarah) == (shown,)
    assert my_orders(book, world.sarah, world.group) == ()
    assert balance(book, world.sarah, world.group) == 0


@pytest.mark.parametrize("how", ["put", "back"])
def test_a_pending_basket_that_is_edited_is_a_draft_again_and_its_confirmation_void(
    book: Book, world: World, how: str
) -> None:
    fill(book, world, world.sarah, (APRICOTS, 250))
    recording = validate(book, world.sarah, world.open).recording
    if how == "put":
        fill(book, world, world.sarah, (RICE, 500))
    else:
        back_to_draft(book, world.sarah, world.open)
    assert pending(book, world.sarah) == ()
    changes_nothing(book, BasketNotPending, lambda: record(book, world.sarah, world.open, recording))
    again = validate(book, world.sarah, world.open).recording
    assert again != recording
    changes_nothing(book, BasketNotPending, lambda: record(book, world.sarah, world.open, recording))
    assert record(book, world.sarah, world.open, again).basket == "1"


def test_an_empty_basket_is_not_validated(book: Book, world: World) -> None:
    changes_nothing(book, BasketEmpty, lambda: validate(book, world.sarah, world.open))
    fill(book, world, world.sarah, (APRICOTS, 250), (APRICOTS, 0))
    changes_nothing(book, BasketEmpty, lambda: validate(book, world.sarah, world.open))


@pytest.mark.parametrize(
    ("index", "quantity", "lower", "upper"),
    [
        (APRICOTS, 100, None, 250),
        (APRICOTS, 300, 250, 500),
        (RICE, 400, None, 500),
        (RICE, 550, 500, 600),
        (OIL, 1250, 1000, 1500),
        (SOAP, 1500, 1000, 2000),
        (RICE, -500, None, 500),
    ],
)
def test_a_quantity_off_the_step_or_below_the_minimum_is_refused_with_the_nearest_that_would_do(
    book: Book, world: World, index: int, quantity: int, lower: int | None, upper: int
) -> None:
    fill(book, world, world.sarah, (index, quantity))
    refused = changes_nothing(book, QuantityOffStep, lambda: validate(book, world.sarah, world.open))
    assert (refused.lower, refused.upper) == (lower, upper)


def test_more_than_anybody_carries_is_refused(book: Book, world: World) -> None:
    for quantity in (1_000_100, 10**19, -(10**19)):
        refused = changes_nothing(book, QuantityTooLarge, partial(fill, book, world, world.sarah, (RICE, quantity)))
        assert (refused.quantity, refused.unit) == (quantity, "kg")


def test_the_minimum_counts_what_is_recorded_already(book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 500))
    assert order(book, world, world.sarah, (RICE, 100)).total == 35  # 34,5 rounded once
    fill(book, world, world.others[0], (RICE, 100))
    changes_nothing(book, QuantityOffStep, lambda: validate(book, world.others[0], world.open))


def test_what_a_correction_took_out_no_longer_counts_for_the_minimum(book: Book, world: World) -> None:
    from db.corrections import correct

    order(book, world, world.sarah, (RICE, 500))
    correct(book, world.volunteer, basket_of(book, world.sarah, world.open), world.products[RICE], 345, 0)
    fill(book, world, world.sarah, (RICE, 100))
    changes_nothing(book, QuantityOffStep, lambda: validate(book, world.sarah, world.open))


def test_an_unavailable_product_is_refused_at_validation_and_at_confirmation(book: Book, world: World) -> None:
    fill(book, world, world.sarah, (RICE, 500))
    recording = validate(book, world.sarah, world.open).recording
    with book.write() as write:
        write.revise(Product, world.products[RICE], available=False)
    for work in (
        partial(record, book, world.sarah, world.open, recording),
        partial(validate, book, world.sarah, world.open),
    ):
        assert changes_nothing(book, ProductUnavailable, work).product == "Riz rond"


def test_what_is_short_is_said_with_what_is_left(book: Book, world: World) -> None:
    offer(book, world, RICE, 700)
    fill(book, world, world.sarah, (RICE, 900))
    short = changes_nothing(book, StockShort, lambda: validate(book, world.sarah, world.open))
    assert (short.product, short.product_id, short.left, short.wanted, short.unit) == (
        "Riz rond", world.products[RICE], 700, 900, "kg",
    )  # fmt: skip


# --- Prices and tariffs -----------------------------------------------------------------------------------------------


def test_a_price_that_changed_since_it_was_shown_is_asked_before_recording(book: Book, world: World) -> None:
    fill(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    recording = validate(book, world.sarah, world.open).recording
    with book.write() as write:
        write.revise(Product, world.products[APRICOTS], base_price=650)
    for work in (
        partial(record, book, world.sarah, world.open, recording),
        partial(validate, book, world.sarah, world.open),
    ):
        asked = changes_nothing(book, PriceChanged, work)
        assert (asked.product, asked.unit, asked.shown, asked.now) == ("Abricots bruns secs", "kg", 610, 650)
    accept_prices(book, world.sarah, world.open)
    receipt = record(book, world.sarah, world.open, recording)
    assert receipt.total == 163 + 173  # 162,5 and 172,5


def test_the_tariff_that_counts_is_the_one_at_recording(book: Book, world: World, clock: SetClock) -> None:
    _set_tariff(book, world.sarah, "B", NOW + 60)
    put(book, world.sarah, world.open, world.products[APRICOTS], 250, 549)  # 10 % less
    recording = validate(book, world.sarah, world.open).recording
    clock.at = NOW + 60
    asked = changes_nothing(book, PriceChanged, lambda: record(book, world.sarah, world.open, recording))
    assert (asked.shown, asked.now) == (549, 610)
    accept_prices(book, world.sarah, world.open)
    record(book, world.sarah, world.open, recording)
    [row] = book.db.execute_sql("SELECT tariff, price, amount FROM order_line").fetchall()
    assert row == ("A", 610, 153)


def test_a_tariff_of_ones_own_is_applied_and_rounded_once_for_the_unit(book: Book, world: World) -> None:
    _set_tariff(book, world.sarah, "B", None)
    put(book, world.sarah, world.open, world.products[RICE], 500, 311)  # 310,5 rounded half up
    receipt = record(book, world.sarah, world.open, validate(book, world.sarah, world.open).recording)
    assert receipt.total == 156  # 155,5
    assert book.db.execute_sql("SELECT tariff, price FROM order_line").fetchall() == [("B", 311)]


# --- Confirmer --------------------------------------------------------------------------------------------------------


def test_a_recorded_order_has_a_number_a_total_and_leaves_the_balance_exactly_minus_it(
    book: Book, world: World
) -> None:
    receipt = order(book, world, world.sarah, (APRICOTS, 250))
    assert (receipt.basket, receipt.total, receipt.products, receipt.at, receipt.balance, receipt.again) == (
        "1", 153, 1, NOW, -153, False,
    )  # fmt: skip
    assert draft(book, world.sarah, world.open) is None
    assert balance(book, world.sarah, world.group) == -153
    [found] = my_orders(book, world.sarah, world.group)
    assert (found.basket, found.total, found.paid) == ("1", 153, False)


def test_the_same_recording_twice_is_one_order(book: Book, world: World, home: Path, clock: SetClock) -> None:
    fill(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    recording = validate(book, world.sarah, world.open).recording
    first = record(book, world.sarah, world.open, recording)
    assert changes_nothing_and_returns(book, lambda: record(book, world.sarah, world.open, recording)) == (
        first._replace(again=True)
    )
    other = open_book(book.path, home, clock=clock)
    clock.at = CLOSES + 30 * DAY  # asked again after a crash, much later
    assert record(other, world.sarah, world.open, recording) == first._replace(again=True)
    other.close()
    assert len(all_orders(book, world.open)) == 1


def changes_nothing_and_returns(book: Book, work: Any) -> Any:
    before = everything(book)
    result = work()
    assert everything(book) == before
    return result


def test_the_recording_of_somebody_else_is_nobodys_business(book: Book, world: World) -> None:
    fill(book, world, world.sarah, (APRICOTS, 250))
    recording = validate(book, world.sarah, world.open).recording
    record(book, world.sarah, world.open, recording)
    changes_nothing(book, BasketNotPending, lambda: record(book, world.others[0], world.open, recording))


def test_only_a_pending_basket_is_recorded(book: Book, world: World) -> None:
    changes_nothing(book, BasketNotPending, lambda: record(book, world.sarah, world.open, "0" * 32))
    fill(book, world, world.sarah, (APRICOTS, 250))
    for recording in ("", "0" * 32):
        changes_nothing(book, BasketNotPending, partial(record, book, world.sarah, world.open, recording))


def test_payment_is_on_the_spot_and_what_is_not_yet_possible_is_shown_and_refused(book: Book, world: World) -> None:
    assert MEANS == (("on_site", True), ("card", False))
    fill(book, world, world.sarah, (APRICOTS, 250))
    recording = validate(book, world.sarah, world.open).recording
    for means in ("card", "barter"):
        changes_nothing(book, PaymentUnavailable, partial(record, book, world.sarah, world.open, recording, means))


def test_adding_later_is_a_new_order_on_the_same_basket_number(book: Book, world: World) -> None:
    first = order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.others[0], (APRICOTS, 250))
    second = order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    assert first.basket == second.basket == "1"
    assert first.order_id != second.order_id
    [found] = my_orders(book, world.sarah, world.group)
    # One position each, whose amount is the sum of its lines: rounded by line, not once more.
    assert [(line.name, line.quantity, line.amount) for line in found.lines] == [
        ("Abricots bruns secs", 500, 306),
        ("Riz rond", 500, 173),
    ]
    assert found.total == 479 == -second.balance


def test_basket_numbers_count_from_1_in_every_distribution(book: Book, world: World, clock: SetClock) -> None:
    members = (world.sarah, *world.others)
    assert [order(book, world, member, (APRICOTS, 250)).basket for member in members] == ["1", "2", "3", "4"]
    clock.at = NOW + 21 * DAY
    assert order(book, world, members[2], (APRICOTS, 250), at=world.next).basket == "1"


def test_a_line_keeps_its_own_copy_whatever_becomes_of_the_product(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    before = my_orders(book, world.sarah, world.group)
    with book.write() as write:
        write.revise(
            Product, world.products[APRICOTS],
            name="Figues", reference="F", unit="piece", base_price=1, vat=2000, step=1000, minimum=1000,
        )  # fmt: skip
    assert my_orders(book, world.sarah, world.group) == before
    [row] = book.db.execute_sql("SELECT name, reference, unit, price, vat, step, minimum FROM order_line").fetchall()
    assert row == ("Abricots bruns secs", "abricots-bruns-secs", "kg", 610, 550, 250, 250)


def test_ordering_in_a_group_makes_one_a_member_of_it(book: Book, world: World) -> None:
    with book.write() as write:
        group = write.register(Group, name="SOUPETARD", name_key="soupetard")
        visitor = small.member(write, group, "Vi", "Siteur")
    order(book, world, visitor, (APRICOTS, 250))
    rows = book.db.execute_sql(
        "SELECT group_id, role, tariff FROM membership WHERE member_id = ? ORDER BY id", (visitor,)
    )
    assert rows.fetchall() == [(group, "member", ""), (world.group, "member", "")]


def test_an_order_recorded_while_nobody_looked_is_told_once(book: Book, world: World) -> None:
    receipt = order(book, world, world.sarah, (APRICOTS, 250))
    told = unseen(book, world.sarah)
    assert told is not None
    assert (told.order_id, told.basket, told.at, told.timezone) == (receipt.order_id, "1", NOW, "Europe/Paris")
    assert unseen(book, world.others[0]) is None
    seen(book, world.sarah)
    assert unseen(book, world.sarah) is None


# --- Orders close -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("late", [0, GRACE - 1])
def test_a_basket_validated_in_time_can_still_be_confirmed_during_the_grace(
    book: Book, world: World, clock: SetClock, late: int
) -> None:
    fill(book, world, world.sarah, (APRICOTS, 250))
    clock.at = CLOSES - 1
    recording = validate(book, world.sarah, world.open).recording
    clock.at = CLOSES + late
    assert record(book, world.sarah, world.open, recording).basket == "1"


def test_after_the_grace_it_is_refused_and_kept_as_a_draft(book: Book, world: World, clock: SetClock) -> None:
    fill(book, world, world.sarah, (APRICOTS, 250))
    recording = validate(book, world.sarah, world.open).recording
    clock.at = CLOSES + GRACE - 1
    assert release_late(book) == 0
    clock.at = CLOSES + GRACE
    refused = changes_nothing(book, OrdersNotOpen, lambda: record(book, world.sarah, world.open, recording))
    assert (refused.state, refused.closes_at) == ("closed", CLOSES)
    assert release_late(book) == 1
    kept = draft(book, world.sarah, world.open)
    assert kept is not None
    assert (kept.state, kept.total) == ("draft", 153)
    assert release_late(book) == 0


def test_the_grace_is_the_groups_own(book: Book, world: World, clock: SetClock) -> None:
    groups.change(book, world.coordinator, world.group, pending_grace=0)
    fill(book, world, world.sarah, (APRICOTS, 250))
    recording = validate(book, world.sarah, world.open).recording
    clock.at = CLOSES
    changes_nothing(book, OrdersNotOpen, lambda: record(book, world.sarah, world.open, recording))


def test_closing_early_while_somebody_orders_keeps_what_is_recorded_and_the_draft(
    book: Book, world: World, clock: SetClock
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    fill(book, world, world.sarah, (RICE, 500))
    clock.advance(60)
    change(book, world.coordinator, world.open, closes_at=clock.at)
    changes_nothing(book, OrdersNotOpen, lambda: validate(book, world.sarah, world.open))
    kept = draft(book, world.sarah, world.open)
    assert kept is not None
    assert kept.total == 173
    [found] = my_orders(book, world.sarah, world.group)
    assert found.total == 153


def test_orders_that_open_later_after_all_refuse_a_pending_basket(book: Book, world: World, clock: SetClock) -> None:
    fill(book, world, world.sarah, (RICE, 500))
    recording = validate(book, world.sarah, world.open).recording
    change(book, world.coordinator, world.open, opens_at=NOW + DAY)
    refused = changes_nothing(book, OrdersNotOpen, lambda: record(book, world.sarah, world.open, recording))
    assert refused.state == "upcoming"


# --- Stock ------------------------------------------------------------------------------------------------------------


def test_the_last_of_a_product_goes_to_who_confirms_first_and_the_other_is_told_what_is_left(
    book: Book, world: World
) -> None:
    offer(book, world, RICE, 1000)
    other = world.others[0]
    recordings = {}
    for member in (world.sarah, other):
        fill(book, world, member, (APRICOTS, 250), (RICE, 600))
        recordings[member] = validate(book, member, world.open).recording
    record(book, other, world.open, recordings[other])
    short = changes_nothing(book, StockShort, lambda: record(book, world.sarah, world.open, recordings[world.sarah]))
    assert (short.left, short.wanted) == (400, 600)
    assert len(pending(book, world.sarah)) == 1


def test_the_conditional_update_decides_whatever_was_read_before_it(
    book: Book, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on an engine that lets two transactions read the same stock."""
    from db import ordering

    offer(book, world, RICE, 500)
    fill(book, world, world.sarah, (RICE, 500))
    recording = validate(book, world.sarah, world.open).recording
    read = ordering.check_lines

    def meanwhile(*arguments: Any) -> Any:
        book.db.execute_sql("UPDATE stock SET remaining = 400")
        return read(*arguments)

    monkeypatch.setattr(ordering, "check_lines", meanwhile)
    changes_nothing(book, StockShort, lambda: record(book, world.sarah, world.open, recording))


def test_processes_that_take_from_the_same_stock_never_take_more_than_there_is(
    book_path: Path, home: Path, clock: SetClock
) -> None:
    book = open_book(book_path, home, clock=clock)
    world = small.make(book, others=8)
    offer(book, world, RICE, 10_000)
    book.close()

    def take(member: int) -> int:
        mine = open_book(book_path, home, clock=clock)
        taken = 0
        try:
            for _ in range(20):
                taken += order(mine, world, member, (RICE, 500)).products
        except StockShort:
            pass
        return taken

    assert sum(together([partial(take, member) for member in world.others])) == 20
    book = open_book(book_path, home, clock=clock)
    assert book.db.execute_sql("SELECT remaining FROM stock").fetchall() == [(0,)]
    assert book.check() is None
    book.close()


def test_stock_is_rebuilt_from_the_journals_to_the_same_rows(book: Book, world: World) -> None:
    from db.corrections import correct

    for index, quantity in ((RICE, 5000), (OIL, 9000)):
        offer(book, world, index, quantity)
    order(book, world, world.sarah, (RICE, 700), (OIL, 1500), (SOAP, 1000))
    correct(book, world.volunteer, basket_of(book, world.sarah, world.open), world.products[OIL], 1190, 1000)
    before = book.db.execute_sql("SELECT * FROM stock ORDER BY id").fetchall()
    assert sorted(row[3] for row in before) == [4300, 8000]
    with book.write() as write:
        rebuild(write)
    assert book.db.execute_sql("SELECT * FROM stock ORDER BY id").fetchall() == before


def test_an_offer_made_after_people_ordered_counts_what_they_ordered(book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 700))
    offer(book, world, RICE, 1000)
    fill(book, world, world.others[0], (RICE, 500))
    assert changes_nothing(book, StockShort, lambda: validate(book, world.others[0], world.open)).left == 300


def test_products_without_an_offer_are_not_counted(book: Book, world: World) -> None:
    assert catalogue.products(book, world.group)
    order(book, world, world.sarah, (RICE, 900_000))
    assert book.db.execute_sql("SELECT * FROM stock").fetchall() == []


# --- Several processes ------------------------------------------------------------------------------------------------


def test_four_processes_record_thirty_orders_each_and_nothing_is_lost_or_doubled(
    book_path: Path, home: Path, clock: SetClock
) -> None:
    book = open_book(book_path, home, clock=clock)
    with book.write():
        world = small.make(book, others=120)
    book.close()

    def work(members: tuple[int, ...]) -> list[values.Receipt]:
        mine = open_book(book_path, home, clock=clock)
        found = []
        for member in members:
            put(mine, member, world.open, world.products[APRICOTS], 250, 610)
            put(mine, member, world.open, world.products[RICE], 500, 345)
            recording = validate(mine, member, world.open).recording
            found.append(record(mine, member, world.open, recording))
            assert record(mine, member, world.open, recording).again
        return found

    shares = [world.others[start : start + 30] for start in range(0, 120, 30)]
    receipts = [receipt for part in together([partial(work, share) for share in shares]) for receipt in part]
    assert len(receipts) == 120
    assert sorted(int(receipt.basket) for receipt in receipts) == list(range(1, 121))
    assert len({receipt.order_id for receipt in receipts}) == 120
    book = open_book(book_path, home, clock=clock)
    found = all_orders(book, world.open)
    assert {(one.member_id, one.order.basket, one.order.total) for one in found} == {
        (member, receipt.basket, receipt.total)
        for share, part in zip(shares, _in_parts(receipts, 30), strict=True)
        for member, receipt in zip(share, part, strict=True)
    }
    assert book.db.execute_sql("SELECT COUNT(*) FROM laptop").fetchall() == [(1,)]
    assert book.check() is None
    book.close()


def _in_parts(receipts: list[values.Receipt], size: int) -> list[list[values.Receipt]]:
    return [receipts[start : start + size] for start in range(0, len(receipts), size)]


def _set_tariff(book: Book, member: int, letter: str, until: int | None) -> None:
    with book.write() as write:
        [(row,)] = write.db.execute_sql("SELECT id FROM membership WHERE member_id = ?", (member,)).fetchall()
        write.revise(Membership, row, tariff=letter, tariff_until=until)
