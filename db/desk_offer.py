"""What can be put on a form at the desk, and what a form comes to: from the catalogue, or from what is left over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from db.database import Book
from db.distributions import distribution
from db.leftovers import board, day_prices, surplus_for
from db.roles import needs_volunteer
from db.shop import cards
from db.tariffs import applied
from db.values.counter import Added
from db.values.money import line_amount, unit_price
from db.values.orders import Line


class OnSale(NamedTuple):
    """A product for one member. `price`: cents per unit; the rest in thousandths; `left` None: nobody counts it."""

    id: int
    reference: str
    name: str
    unit: str
    price: int
    minimum: int
    step: int
    left: int | None
    available: bool
    recorded: int  # what the member has of it already


class Form(NamedTuple):
    """A form as it stands, at the prices of this moment."""

    lines: tuple[Line, ...]
    total: int


def to_order(book: Book, by: int, distribution_id: int, member_id: int) -> dict[int, OnSale]:
    """The catalogue for a member, in its order, at the prices of the day. Refuses with NotAllowed, Unknown."""
    one = distribution(book, distribution_id)
    needs_volunteer(book, by, one.group_id)
    prices = day_prices(book, distribution_id)
    points = applied(book, member_id, one.group_id, book.clock.now()).points if prices else 0
    return {
        card.id: OnSale(
            card.id,
            card.reference,
            card.name,
            card.unit,
            unit_price(prices[card.id], points) if card.id in prices else card.price,
            card.minimum,
            card.step,
            card.stock,
            card.available,
            card.recorded,
        )
        for card in cards(book, distribution_id, member_id)
    }


def left_over(book: Book, by: int, distribution_id: int, member_id: int) -> dict[int, OnSale]:
    """What is left over on the day, at the member's own prices. Refuses with NotAllowed, Unknown."""
    return {
        one.product_id: OnSale(
            one.product_id, one.reference, one.name, one.unit, one.price, 0, one.step, one.left, True, 0
        )
        for one in surplus_for(book, by, distribution_id, member_id)
    }


def nothing_left(book: Book, by: int, distribution_id: int) -> str:
    """Why nothing is left over: 'not_noted' while nobody said what came, 'promised' when all of it is; '' otherwise."""
    rows = board(book, by, distribution_id)
    if any(row.left > 0 for row in rows):
        return ""
    return "promised" if any(row.received is not None for row in rows) else "not_noted"


def form(products: Mapping[int, OnSale], wanted: Sequence[Added]) -> Form:
    """What is wanted of the products that are (still) there, and the total in cents."""
    lines = []
    for product_id, quantity in wanted:
        one = products.get(product_id)
        if one is not None:
            amount = line_amount(quantity, one.price)
            lines.append(
                Line(one.id, one.name, one.reference, one.unit, one.price, quantity, amount, one.step, one.minimum)
            )
    return Form(tuple(lines), sum(line.amount for line in lines))
