"""What there is of each product on the day: ordered, received, weighed, still promised, and so left over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from peewee import JOIN, Case, fn

from db.database import Book, Reader
from db.distributions import distribution
from db.errors import Unknown
from db.gestures import UNDO, takes_back
from db.given_up import goods_given_up
from db.models import (
    Arrival,
    Basket,
    DayPrice,
    Distribution,
    Gesture,
    OrderLine,
    OrderMade,
    Orders,
    Product,
    Tariff,
    Weighing,
)
from db.roles import needs_volunteer
from db.statements import Statement, came_about, slot
from db.tariffs import applied
from db.values.counter import Left
from db.values.money import unit_price

_REVERSAL = OrderLine.alias()
_ALL = 0  # for the slot `product`: every one


def _sums() -> Any:
    """By product: what is ordered of what stands, what is weighed, how many people have it."""
    weighed = fn.SUM(Case(None, ((Weighing.id.is_null(), 0),), OrderLine.quantity))
    ordered = fn.SUM(fn.COALESCE(Weighing.ordered, OrderLine.quantity))
    return (
        OrderLine.select(
            OrderLine.product,
            fn.MAX(OrderLine.name),
            ordered,
            fn.SUM(OrderLine.quantity),
            weighed,
            fn.COUNT(Orders.basket.distinct()),
        )
        .join(Orders)
        .join(Basket)
        .switch(OrderLine)
        .join(_REVERSAL, JOIN.LEFT_OUTER, on=(_REVERSAL.reverses == OrderLine.id))
        .switch(OrderLine)
        .join(Weighing, JOIN.LEFT_OUTER, on=(Weighing.line == OrderLine.id))
        .where(
            Basket.distribution == slot("distribution"),
            OrderLine.reverses.is_null(),
            _REVERSAL.id.is_null(),
            (OrderLine.product == slot("product")) | (slot("product") == _ALL),
        )
        .group_by(OrderLine.product)
    )


def _standing(model: Any, column: Any) -> Any:
    return (
        model.select(model.product, column)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(
            model.distribution == slot("distribution"),
            (model.product == slot("product")) | (slot("product") == _ALL),
            UNDO.id.is_null(),
        )
        .order_by(*came_about(Gesture, model.product))
    )


_SUMS = Statement(_sums)
_ARRIVED = Statement(lambda: _standing(Arrival, Arrival.quantity))
_PRICED = Statement(lambda: _standing(DayPrice, DayPrice.base_price))
_WAS, _THERE, _OF_THERE, _REVERSED = OrderLine.alias(), OrderLine.alias(), Orders.alias(), OrderLine.alias()


def _lacked(*selected: Any) -> Any:
    """What nothing was given of, whatever was found of it since."""
    return (
        Weighing.select(*selected)
        .join(_WAS, on=(Weighing.was == _WAS.id))
        .switch(Weighing)
        .join(Basket)
        .switch(Weighing)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(
            Basket.distribution == slot("distribution"),
            (_WAS.product == slot("product")) | (slot("product") == _ALL),
            Weighing.line.is_null(),
            UNDO.id.is_null(),
        )
    )


_LACKED = Statement(
    lambda: _lacked(Weighing.basket, _WAS.product, _WAS.tariff, _WAS.price, fn.MAX(Weighing.ordered)).group_by(
        Weighing.basket, _WAS.product, _WAS.tariff, _WAS.price
    )
)
# What those who lacked something have of products after all, at which price: that line says what was ordered.
_FOUND = Statement(
    lambda: (
        _THERE.select(_OF_THERE.basket, _THERE.product, _THERE.price)
        .join(_OF_THERE, on=(_OF_THERE.id == _THERE.order))
        .switch(_THERE)
        .join(_REVERSED, JOIN.LEFT_OUTER, on=(_REVERSED.reverses == _THERE.id))
        .where(_OF_THERE.basket.in_(_lacked(Weighing.basket)), _THERE.reverses.is_null(), _REVERSED.id.is_null())
    )
)
_POINTS = Statement(
    lambda: (
        Tariff.select(Tariff.letter, Tariff.points)
        .join(Distribution, on=(Distribution.group == Tariff.group))
        .where(Distribution.id == slot("distribution"))
    )
)
# What sharing out took from people who got a part: suppliers should have brought it all the same.
_SHARED = Statement(
    lambda: (
        OrderLine.select(OrderLine.product, fn.SUM(OrderLine.quantity), fn.MAX(OrderLine.quantity))
        .join(OrderMade, on=(OrderMade.id == OrderLine.order))
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(
            Gesture.distribution == slot("distribution"),
            Gesture.kind == "shared",
            (Gesture.product == slot("product")) | (slot("product") == _ALL),
            UNDO.id.is_null(),
        )
        .group_by(OrderLine.order)
    )
)
_PRODUCTS = Statement(
    lambda: (
        Product.select(
            Product.id,
            Product.name,
            Product.reference,
            Product.unit,
            Product.step,
            Product.producer,
            Product.base_price,
        )
        .where(
            Product.group == slot("group"),
            (Product.id == slot("product")) | (slot("product") == _ALL),
        )
        .order_by(Product.rank, Product.id)
    )
)


def board(book: Book, by: int, distribution_id: int) -> tuple[Left, ...]:
    """Every product that somebody ordered or that came, in the order of the catalogue. A fixed number of queries.

    Refuses with NotAllowed, Unknown.
    """
    one = distribution(book, distribution_id)
    needs_volunteer(book, by, one.group_id)
    return tuple(left for left in _left(book, distribution_id, one.group_id, _ALL) if _is_there(left))


def left_of(reader: Reader, distribution_id: int, product_id: int) -> Left:
    """What there is of one product. Refuses with Unknown."""
    one = distribution(reader, distribution_id)
    found = _left(reader, distribution_id, one.group_id, product_id)
    if not found:
        raise Unknown(kind="product", given=str(product_id))
    return found[0]


def surplus(reader: Reader, distribution_id: int) -> dict[int, int]:
    """What is left over of each product, thousandths; negative: it will run short. Refuses with Unknown."""
    group_id = distribution(reader, distribution_id).group_id
    return {one.product_id: one.left for one in _left(reader, distribution_id, group_id, _ALL)}


def surplus_for(book: Book, by: int, distribution_id: int, member_id: int) -> tuple[Left, ...]:
    """What may be sold to who ordered none of it: received, and neither weighed nor promised; at this member's price.

    Refuses with NotAllowed, Unknown.
    """
    group_id = distribution(book, distribution_id).group_id
    points = applied(book, member_id, group_id, book.clock.now()).points
    there = board(book, by, distribution_id)
    return tuple(one._replace(price=unit_price(one.price, points)) for one in there if one.left > 0)


def day_prices(reader: Reader, distribution_id: int, product_id: int = _ALL) -> dict[int, int]:
    """What products cost here after all, where somebody changed it: base price in cents per unit, by product."""
    return dict(reader.all(_PRICED, distribution=distribution_id, product=product_id))


def repriced(reader: Reader, distribution_id: int) -> Callable[[int, str, int], int]:
    """How a line's product, tariff and price in cents per unit say what it costs here by now."""
    prices = day_prices(reader, distribution_id)
    points = dict(reader.all(_POINTS, distribution=distribution_id)) if prices else {}

    def now(product_id: int, tariff: str, price: int) -> int:
        return unit_price(prices[product_id], points.get(tariff, 0)) if product_id in prices else price

    return now


def _lost(reader: Reader, here: dict[str, int]) -> dict[int, int]:
    """By product, thousandths that were ordered and of which nothing is given."""
    lost: dict[int, int] = {}
    rows = reader.all(_LACKED, **here)
    if rows:
        now = repriced(reader, here["distribution"])
        found = set(reader.all(_FOUND, **here))
        for basket, product, tariff, price, ordered in rows:
            if (basket, product, now(product, tariff, price)) not in found:
                lost[product] = lost.get(product, 0) + ordered
    return lost


def _left(reader: Reader, distribution_id: int, group_id: int, product_id: int) -> list[Left]:
    here = {"distribution": distribution_id, "product": product_id}
    sums = {row[0]: row[1:] for row in reader.all(_SUMS, **here)}
    arrived = dict(reader.all(_ARRIVED, **here))
    priced = dict(reader.all(_PRICED, **here))
    given_up = goods_given_up(reader, distribution_id, product_id)
    lost = _lost(reader, here)
    for id_, change, got in reader.all(_SHARED, **here):
        if got > 0:  # who got nothing is among those who lack it
            lost[id_] = lost.get(id_, 0) - change
    found = []
    for id_, name, reference, unit, step, producer, price in reader.all(_PRODUCTS, group=group_id, product=product_id):
        called, ordered, quantity, weighed, people = sums.get(id_, (name, 0, 0, 0, 0))
        back, back_weighed = given_up.get(id_, (0, 0))
        found.append(
            Left(
                id_,
                called,
                reference,
                unit,
                step,
                producer,
                priced.get(id_, price),
                ordered + lost.get(id_, 0),
                arrived.get(id_),
                weighed - back_weighed,
                quantity - back - (weighed - back_weighed),
                people,
            )
        )
    return found


def _is_there(left: Left) -> bool:
    return bool(left.people or left.expected or left.received is not None)
