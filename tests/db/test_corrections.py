"""What is recorded only changes by corrections: whole lines are reversed, and one new line is written."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from db import groups
from db.baskets import validate
from db.clock import SetClock
from db.corrections import answer, ask, correct
from db.database import Book
from db.errors import (
    AlreadyAnswered,
    NotAllowed,
    QuantityOffStep,
    StockShort,
    TextMissing,
    TextRefused,
    Unknown,
)
from db.ledger import balance
from db.models import Product
from db.ordering import basket_of, record
from db.orders import my_orders, order
from tests.conftest import NOW
from tests.db import world as small
from tests.db.test_ordering import changes_nothing
from tests.db.world import APRICOTS, DAY, OIL, RICE, World, offer


def _line(book: Book, world: World, index: int) -> tuple[int, int]:
    """What stands of a product: quantity and amount."""
    [found] = my_orders(book, world.sarah, world.group)
    standing = {line.product_id: (line.quantity, line.amount) for line in found.lines}
    return standing.get(world.products[index], (0, 0))


@pytest.fixture
def basket(book: Book, world: World) -> int:
    """Sarah's, with 0,5 kg of apricots in two lines, and rice."""
    small.order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    small.order(book, world, world.sarah, (APRICOTS, 250))
    return basket_of(book, world.sarah, world.open)


# --- Correcting -------------------------------------------------------------------------------------------------------


def test_every_standing_line_is_reversed_whole_and_one_new_line_is_written(
    book: Book, world: World, basket: int
) -> None:
    assert _line(book, world, APRICOTS) == (500, 306)  # twice 1,53
    correction = correct(book, world.volunteer, basket, world.products[APRICOTS], 610, 750)
    rows = book.db.execute_sql(
        "SELECT quantity, amount, reverses_id IS NOT NULL FROM order_line WHERE order_id = ? ORDER BY id", (correction,)
    ).fetchall()
    assert rows == [(-250, -153, 1), (-250, -153, 1), (750, 458, 0)]  # 457,5
    assert _line(book, world, APRICOTS) == (750, 458)
    assert balance(book, world.sarah, world.group) == -(458 + 173)


def test_a_correction_is_priced_as_the_line_was_never_as_the_product_is_today(
    book: Book, world: World, basket: int
) -> None:
    with book.write() as write:
        write.revise(Product, world.products[APRICOTS], base_price=900, name="Figues")
    correct(book, world.volunteer, basket, world.products[APRICOTS], 610, 250)
    assert _line(book, world, APRICOTS) == (250, 153)
    [found] = my_orders(book, world.sarah, world.group)
    assert "Figues" not in [line.name for line in found.lines]


def test_a_correction_says_when_and_by_whom_and_the_lines_before_it_stay(
    book: Book, world: World, basket: int, clock: SetClock
) -> None:
    before = book.db.execute_sql("SELECT * FROM order_line ORDER BY id").fetchall()
    clock.advance(60)
    correction = correct(book, world.volunteer, basket, world.products[RICE], 345, 0)
    assert book.db.execute_sql("SELECT * FROM order_line ORDER BY id").fetchall()[: len(before)] == before
    rows = book.db.execute_sql("SELECT kind, at, by_id, total FROM orders WHERE id = ?", (correction,)).fetchall()
    assert rows == [("correction", NOW + 60, world.volunteer, -173)]


def test_what_is_corrected_to_nothing_is_gone_from_the_order(book: Book, world: World, basket: int) -> None:
    correct(book, world.volunteer, basket, world.products[APRICOTS], 610, 0)
    assert _line(book, world, APRICOTS) == (0, 0)
    refused = changes_nothing(
        book, Unknown, lambda: correct(book, world.volunteer, basket, world.products[APRICOTS], 610, 250)
    )
    assert refused.kind == "product"


def test_a_correction_can_be_corrected(book: Book, world: World, basket: int) -> None:
    for quantity, amount in ((250, 153), (1000, 610), (250, 153)):
        correct(book, world.volunteer, basket, world.products[APRICOTS], 610, quantity)
        assert _line(book, world, APRICOTS) == (quantity, amount)
    assert balance(book, world.sarah, world.group) == -(153 + 173)


def test_the_same_product_at_two_prices_is_two_positions_corrected_apart(book: Book, world: World, basket: int) -> None:
    with book.write() as write:
        write.revise(Product, world.products[RICE], base_price=400)
    small.put(book, world.sarah, world.open, world.products[RICE], 100, 400)
    record(book, world.sarah, world.open, validate(book, world.sarah, world.open).recording)
    correct(book, world.volunteer, basket, world.products[RICE], 345, 600)
    found = order(book, basket)
    assert [(line.price, line.quantity) for line in found.lines if line.product_id == world.products[RICE]] == [
        (345, 600),
        (400, 100),
    ]


def test_the_minimum_counts_what_stands_at_another_price(book: Book, world: World, basket: int) -> None:
    with book.write() as write:
        write.revise(Product, world.products[RICE], base_price=400)
    small.put(book, world.sarah, world.open, world.products[RICE], 100, 400)
    record(book, world.sarah, world.open, validate(book, world.sarah, world.open).recording)
    correct(book, world.volunteer, basket, world.products[RICE], 400, 200)  # with 500 g at 3,45: above the minimum
    changes_nothing(
        book, QuantityOffStep, lambda: correct(book, world.volunteer, basket, world.products[RICE], 400, 150)
    )
    changes_nothing(
        book, QuantityOffStep, lambda: correct(book, world.volunteer, basket, world.products[RICE], 345, 200)
    )


def test_a_correction_off_the_step_is_refused_with_the_nearest_that_would_do(
    book: Book, world: World, basket: int
) -> None:
    refused = changes_nothing(
        book, QuantityOffStep, lambda: correct(book, world.volunteer, basket, world.products[APRICOTS], 610, 300)
    )
    assert (refused.lower, refused.upper) == (250, 500)
    changes_nothing(
        book, QuantityOffStep, lambda: correct(book, world.volunteer, basket, world.products[APRICOTS], 610, -250)
    )


def test_a_correction_gives_stock_back_and_never_takes_more_than_there_is(
    book: Book, world: World, basket: int
) -> None:
    offer(book, world, APRICOTS, 1000)  # of which 0,5 kg are hers
    set_to = partial(correct, book, world.volunteer, basket, world.products[APRICOTS], 610)
    set_to(1000)
    assert _left(book) == 0
    short = changes_nothing(book, StockShort, lambda: set_to(1250))
    assert (short.product, short.left, short.wanted) == ("Abricots bruns secs", 1000, 1250)
    set_to(250)
    assert _left(book) == 750
    set_to(0)
    assert _left(book) == 1000


def _left(book: Book) -> int:
    [(left,)] = book.db.execute_sql("SELECT remaining FROM stock").fetchall()
    return int(left)


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_members_correct_nothing_themselves_as_in_the_tutorials(book: Book, world: World, basket: int) -> None:
    for member in (world.sarah, world.others[0], 0):
        for quantity in (0, 250, 500, 750):
            refused = changes_nothing(
                book, NotAllowed, partial(correct, book, member, basket, world.products[APRICOTS], 610, quantity)
            )
            assert refused.needed == "volunteer"


def test_where_the_group_allows_it_members_reduce_their_own_lines_while_orders_are_open(
    book: Book, world: World, basket: int, clock: SetClock
) -> None:
    groups.change(book, world.coordinator, world.group, self_reduction=True)
    reduce = partial(correct, book, world.sarah, basket, world.products[APRICOTS], 610)
    for more in (500, 750):
        changes_nothing(book, NotAllowed, partial(reduce, more))
    changes_nothing(
        book, NotAllowed, partial(correct, book, world.others[0], basket, world.products[APRICOTS], 610, 250)
    )
    reduce(250)
    assert _line(book, world, APRICOTS) == (250, 153)
    clock.at = NOW + 3 * DAY
    changes_nothing(book, NotAllowed, partial(reduce, 0))
    correct(book, world.volunteer, basket, world.products[APRICOTS], 610, 0)  # the team still may


def test_the_team_of_another_group_may_not(book: Book, world: World, basket: int) -> None:
    from db.models import Group

    with book.write() as write:
        other = write.register(Group, name="SOUPETARD", name_key="soupetard")
        stranger = small.member(write, other, "A", "B", "coordinator")
    for work in (
        partial(correct, book, stranger, basket, world.products[APRICOTS], 610, 0),
        partial(ask, book, stranger, basket, (world.products[APRICOTS],), "Pourquoi pas"),
    ):
        changes_nothing(book, NotAllowed, work)


def test_a_basket_that_does_not_exist_is_unknown(book: Book, world: World) -> None:
    for work in (
        partial(correct, book, world.volunteer, 7, world.products[RICE], 345, 0),
        partial(ask, book, world.sarah, 7, (world.products[RICE],), "Trop"),
    ):
        assert changes_nothing(book, Unknown, work).kind == "order"


# --- Asking and answering ---------------------------------------------------------------------------------------------


def _requests(book: Book, basket: int) -> list[Any]:
    return [(one.products, one.why, one.outcome, one.answer) for one in order(book, basket).requests]


def test_a_member_asks_for_a_correction_and_the_team_answers_it_once(
    book: Book, world: World, basket: int, clock: SetClock
) -> None:
    request = ask(book, world.sarah, basket, (world.products[RICE],), "J'en ai pris deux fois")
    assert _requests(book, basket) == [(("Riz rond",), "J'en ai pris deux fois", "", "")]
    clock.advance(3600)
    done = correct(book, world.volunteer, basket, world.products[RICE], 345, 0)
    answer(book, world.volunteer, request, "done", "C'est fait", done)
    assert _requests(book, basket) == [(("Riz rond",), "J'en ai pris deux fois", "done", "C'est fait")]
    [found] = order(book, basket).requests
    assert (found.asked_at, found.answered_at) == (NOW, NOW + 3600)
    changes_nothing(book, AlreadyAnswered, lambda: answer(book, world.volunteer, request, "refused", "Non"))


def test_a_correction_that_is_done_speaks_for_itself_and_a_refusal_says_why(
    book: Book, world: World, basket: int
) -> None:
    first, second = (ask(book, world.sarah, basket, (world.products[RICE],), "Trop") for _ in range(2))
    answer(
        book, world.volunteer, first, "done", "", correct(book, world.volunteer, basket, world.products[RICE], 345, 0)
    )
    refused = changes_nothing(book, TextMissing, lambda: answer(book, world.volunteer, second, "refused", "  "))
    assert refused.field == "answer"


def test_a_request_names_products_of_the_order_and_a_reason(book: Book, world: World, basket: int) -> None:
    rice, oil = world.products[RICE], world.products[OIL]
    assert changes_nothing(book, TextMissing, lambda: ask(book, world.sarah, basket, (rice,), " \n ")).field == "why"
    assert changes_nothing(book, TextMissing, lambda: ask(book, world.sarah, basket, (), "Trop")).field == "products"
    for product in (oil, 7):
        asked = partial(ask, book, world.sarah, basket, (rice, product), "Trop")
        assert changes_nothing(book, Unknown, asked).given == str(product)
    changes_nothing(book, TextRefused, lambda: ask(book, world.sarah, basket, (rice,), "Trop\x1b[2J"))


def test_a_request_is_asked_by_its_member_or_the_team_and_answered_by_the_team(
    book: Book, world: World, basket: int
) -> None:
    rice = (world.products[RICE],)
    changes_nothing(book, NotAllowed, lambda: ask(book, world.others[0], basket, rice, "Trop"))
    request = ask(book, world.volunteer, basket, rice, "Elle l'a dit au téléphone")
    for member in (world.sarah, world.others[0], 0):
        changes_nothing(book, NotAllowed, partial(answer, book, member, request, "refused", "Non"))
    assert changes_nothing(book, Unknown, lambda: answer(book, world.volunteer, 7, "refused", "Non")).kind == "request"
    answer(book, world.coordinator, request, "refused", "Trop tard")


def test_an_answer_names_a_correction_of_the_same_basket(book: Book, world: World, basket: int) -> None:
    small.order(book, world, world.others[0], (RICE, 500))
    other = basket_of(book, world.others[0], world.open)
    elsewhere = correct(book, world.volunteer, other, world.products[RICE], 345, 0)
    request = ask(book, world.sarah, basket, (world.products[RICE],), "Trop")
    for wrong in (elsewhere, 7):
        changes_nothing(book, Unknown, partial(answer, book, world.volunteer, request, "done", "", wrong))


def test_what_people_write_can_be_erased_without_touching_a_journal(book: Book, world: World, basket: int) -> None:
    request = ask(book, world.sarah, basket, (world.products[RICE],), "Mon mari est malade")
    book.db.execute_sql("DELETE FROM note WHERE id = ?", (request,))
    assert _requests(book, basket) == [(("Riz rond",), "", "", "")]
