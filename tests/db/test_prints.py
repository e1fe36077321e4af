"""What was printed, by whom, who may, and what is different since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db import placing, prints, slots
from db.clock import SetClock
from db.corrections import correct
from db.database import Book
from db.errors import NotAllowed, Unknown
from db.ledger import pay
from db.models import Laptop, OrderLine, Orders
from db.ordering import basket_of
from db.values.prints import Printed, Side
from printing.document import KINDS
from tests.conftest import NOW
from tests.db.neighbours import Neighbours
from tests.db.world import APRICOTS, RICE, SOAP, World, member, order


def _print(book: Book, world: World, kind: str = "signoff", subject: int = 0) -> Printed:
    noted = prints.note(book, world.volunteer, world.open, kind, prints.seen(book), subject=subject, number=3)
    [found] = [one for one in prints.prints(book, world.volunteer, world.open) if one.id == noted]
    return found


def test_a_print_says_what_when_and_by_whom(book: Book, world: World, clock: SetClock) -> None:
    order(book, world, world.sarah, (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    _print(book, world)
    clock.advance(60)
    _print(book, world, "order_sheet", basket)
    sheet, signoff = prints.prints(book, world.coordinator, world.open)
    assert (signoff.kind, signoff.subject, signoff.number, signoff.at) == ("signoff", 0, 3, NOW)
    assert (sheet.kind, sheet.subject, sheet.by_id, sheet.by) == (
        "order_sheet", basket, world.volunteer, "Béatrice NÉVOLE",
    )  # fmt: skip
    assert prints.last(book, world.open, "order_sheet", basket) == sheet
    assert prints.last(book, world.open, "order_sheet") is None  # everybody's sheets are another paper
    assert prints.last(book, world.next, "signoff") is None
    with pytest.raises(NotAllowed):
        prints.prints(book, world.sarah, world.open)


def test_a_paper_that_did_not_come_out_is_not_printed(book: Book, world: World, clock: SetClock) -> None:
    first = _print(book, world)
    clock.advance(60)
    second = _print(book, world)
    other = _print(book, world, "labels")
    prints.not_out(book, world.volunteer, second.id)
    prints.not_out(book, world.volunteer, second.id)
    assert prints.prints(book, world.volunteer, world.open) == (other, first)
    assert prints.last(book, world.open, "signoff") == first, "what changed is told since the paper that there is"
    again = _print(book, world)
    assert prints.last(book, world.open, "signoff") == again
    with pytest.raises(Unknown):
        prints.not_out(book, world.volunteer, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_document_can_be_written_down(book: Book, world: World, kind: str) -> None:
    assert _print(book, world, kind).kind == kind


def test_members_print_their_own_and_the_team_everything(book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    for kind in KINDS:
        prints.needs_right(book, world.volunteer, world.open, kind, basket)
        own = kind in ("order_sheet", "receipt")
        for who, may in ((world.sarah, own), (world.others[0], False), (0, False), (-1, False)):
            if may:
                prints.needs_right(book, who, world.open, kind, basket)
            else:
                with pytest.raises(NotAllowed):
                    prints.needs_right(book, who, world.open, kind, basket)
    with pytest.raises(NotAllowed):
        prints.needs_right(book, world.sarah, world.open, "order_sheet")
    with pytest.raises(Unknown):
        prints.needs_right(book, world.sarah, world.next, "order_sheet", basket)


def test_a_deliverer_prints_their_own_slip(book: Book, neighbours: Neighbours) -> None:
    prints.needs_right(book, neighbours.helper, neighbours.open, "delivery_slip", neighbours.helper)
    with pytest.raises(NotAllowed):
        prints.needs_right(book, neighbours.other, neighbours.open, "delivery_slip", neighbours.helper)


def test_nothing_changed_is_no_basket(book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 500))
    assert prints.changed_since(book, world.open, _print(book, world)).baskets == ()


def test_lines_added_changed_and_taken_out_are_told_with_before_and_after(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    paper = _print(book, world)
    basket = basket_of(book, world.sarah, world.open)
    order(book, world, world.sarah, (APRICOTS, 250), (SOAP, 2000))
    correct(book, world.volunteer, basket, world.products[RICE], 345, 0)
    [change] = prints.changed_since(book, world.open, paper).baskets
    assert [(line.name, line.before, line.after) for line in change.lines] == [
        ("Abricots bruns secs", 250, 500),
        ("Riz rond", 500, 0),
        ("Savon", 0, 2000),
    ]
    assert [(line.amount_before, line.amount_after) for line in change.lines] == [(153, 306), (173, 0), (0, 900)]
    assert (change.state, change.basket, change.before, change.after) == ("changed", "1", Side(326), Side(1206))


def test_a_correction_that_puts_back_what_the_paper_says_is_no_change(book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    paper = _print(book, world)
    correct(book, world.volunteer, basket, world.products[RICE], 345, 600)
    assert len(prints.changed_since(book, world.open, paper).baskets) == 1
    correct(book, world.volunteer, basket, world.products[RICE], 345, 500)
    assert prints.changed_since(book, world.open, paper).baskets == ()


def test_new_and_emptied_baskets_are_told_by_number(book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 500))
    paper = _print(book, world)
    order(book, world, world.others[0], (RICE, 500))
    order(book, world, world.others[1], (RICE, 500))
    correct(book, world.volunteer, basket_of(book, world.others[1], world.open), world.products[RICE], 345, 0)
    correct(book, world.volunteer, basket_of(book, world.sarah, world.open), world.products[RICE], 345, 0)
    found = prints.changed_since(book, world.open, paper).baskets
    assert [(change.basket, change.state) for change in found] == [("1", "gone"), ("2", "new")]


def test_payments_and_slots_are_told(book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    slots.switch_on(book, world.coordinator, world.open, 15, None)
    paper = _print(book, world)
    pay(book, world.volunteer, world.sarah, world.group, 173, "cash", basket)
    start = slots.fullness(book, world.open)[1].start
    placing.move(book, world.volunteer, basket, start)
    [change] = prints.changed_since(book, world.open, paper).baskets
    assert (change.before, change.after) == (Side(173, 0, None), Side(173, 173, start))
    assert change.lines == ()
    assert change.paid_differs


def test_an_hour_that_was_wrong_once_decides_neither_the_slot_nor_the_latest_paper(
    book: Book, world: World, clock: SetClock
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    slots.switch_on(book, world.coordinator, world.open, 15, None)
    first, second = (slot.start for slot in slots.fullness(book, world.open)[:2])
    clock.advance(3_600)
    placing.move(book, world.volunteer, basket, first)
    early = _print(book, world)
    clock.advance(-3_600)
    placing.move(book, world.volunteer, basket, second)
    late = _print(book, world)
    assert prints.last(book, world.open, "signoff") == late
    assert prints.prints(book, world.volunteer, world.open) == (late, early)
    [change] = prints.changed_since(book, world.open, early).baskets
    assert (change.before.slot, change.after.slot) == (first, second)
    assert prints.changed_since(book, world.open, late).baskets == ()


def test_clocks_play_no_part_and_what_arrives_late_from_another_laptop_is_a_change(
    book: Book, world: World, clock: SetClock
) -> None:
    order(book, world, world.sarah, (RICE, 500))
    paper = _print(book, world)
    clock.advance(-7_200)  # an hour that was set back
    order(book, world, world.sarah, (RICE, 500))
    assert len(prints.changed_since(book, world.open, paper).baskets) == 1
    paper = _print(book, world)
    other = 77
    basket = basket_of(book, world.sarah, world.open)
    line = {
        "product_id": world.products[SOAP], "name": "Savon", "reference": "savon", "unit": "piece", "tariff": "A",
        "price": 450, "vat": 550, "step": 1000, "minimum": 1000, "quantity": 1000, "amount": 450, "reverses_id": None,
    }  # fmt: skip
    with book.write() as write:  # what a merge will bring: recorded elsewhere, long before this paper
        write.add(Laptop, id=other, seq=2, series="B")
        recorded = {"kind": "order", "recording": "elsewhere", "means": "on_site", "total": 450}
        write.add(Orders, id=other << 32 | 1, basket_id=basket, at=NOW - 86_400, **recorded)
        write.add(OrderLine, id=other << 32 | 2, order_id=other << 32 | 1, **line)
    [change] = prints.changed_since(book, world.open, paper).baskets
    assert [(one.name, one.before, one.after) for one in change.lines] == [("Savon", 0, 1000)]


def test_reading_asks_as_much_for_many_baskets_as_for_one(
    book: Book, world: World, queries: Callable[[Callable[[], Any]], int]
) -> None:
    order(book, world, world.sarah, (RICE, 500))
    paper = _print(book, world)

    def read() -> None:
        prints.changed_since(book, world.open, paper)

    one = queries(read)
    for number in range(20):
        with book.write() as write:
            someone = member(write, world.group, "Un", f"Autre{number}")
        order(book, world, someone, (RICE, 500), (APRICOTS, 250))
    assert queries(read) == one
