"""What there is of each product on the day: ordered, received, weighed, still promised, and so left over."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Case, Value, fn

from db.database import Book, Reader
from db.distributions import distribution
from db.errors import Unknown
from db.gestures import UNDO, stands
from db.models import (
    Arrival,
    Basket,
    DayPrice,
    Gesture,
    HandOver,
    OrderLine,
    OrderMade,
    Orders,
    Product,
    Uncollected,
    Weighing,
)
from db.roles import needs_volunteer
from db.statements import Statement, came_about, slot
from db.values.counter import Left

_REVERSAL = OrderLine.alias()
_ALL = 0  # for the slot `product`: every one


def _sums(*where: Any) -> Any:
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
            *where,
        )
        .group_by(OrderLine.product)
    )


def given_up() -> Any:
    """Orders that nobody fetched and that are still owed for. Who comes after all gets what is theirs."""
    handed, of_hand, undone = HandOver.alias(), Gesture.alias(), Gesture.alias()
    fetched = (
        handed.select(handed.id)
        .join(of_hand, on=(of_hand.id == handed.gesture))
        .join(undone, JOIN.LEFT_OUTER, on=(undone.undoes == of_hand.id))
        .where(handed.basket == Uncollected.basket, handed.whole == Value(True, converter=False), undone.id.is_null())
    )
    return (
        Uncollected.select(Uncollected.basket)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=stands(Gesture.id))
        .where(Uncollected.outcome == "surplus_owed", UNDO.id.is_null(), ~fn.EXISTS(fetched))
    )


def _standing(model: Any, column: Any) -> Any:
    return (
        model.select(model.product, column)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=stands(Gesture.id))
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
# It is there again, for others.
_GIVEN_UP = Statement(lambda: _sums(Basket.id.in_(given_up())))
_WAS, _THERE, _OF_THERE, _REVERSED = OrderLine.alias(), OrderLine.alias(), Orders.alias(), OrderLine.alias()


def _lacked() -> Any:
    """What nothing was given of. Where something was found after all, that line says what was ordered."""
    found = (
        _THERE.select(_THERE.id)
        .join(_OF_THERE, on=(_OF_THERE.id == _THERE.order))
        .switch(_THERE)
        .join(_REVERSED, JOIN.LEFT_OUTER, on=(_REVERSED.reverses == _THERE.id))
        .where(
            _OF_THERE.basket == Weighing.basket,
            _THERE.product == _WAS.product,
            _THERE.price == _WAS.price,
            _THERE.reverses.is_null(),
            _REVERSED.id.is_null(),
        )
    )
    return (
        Weighing.select(_WAS.product, fn.SUM(Weighing.ordered))
        .join(_WAS, on=(Weighing.was == _WAS.id))
        .switch(Weighing)
        .join(Basket)
        .switch(Weighing)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=stands(Gesture.id))
        .where(
            Basket.distribution == slot("distribution"),
            (_WAS.product == slot("product")) | (slot("product") == _ALL),
            Weighing.line.is_null(),
            UNDO.id.is_null(),
            ~fn.EXISTS(found),
        )
        .group_by(_WAS.product)
    )


_LACKED = Statement(_lacked)
# What sharing out took from people who got a part: suppliers should have brought it all the same.
_SHARED = Statement(
    lambda: (
        OrderLine.select(OrderLine.product, fn.SUM(OrderLine.quantity), fn.MAX(OrderLine.quantity))
        .join(OrderMade, on=(OrderMade.id == OrderLine.order))
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=stands(Gesture.id))
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


def surplus(book: Book, by: int, distribution_id: int) -> tuple[Left, ...]:
    """What may be sold to people who ordered none of it: received, and neither weighed nor promised."""
    return tuple(left for left in board(book, by, distribution_id) if left.left > 0)


_GIVEN_UP_HERE = Statement(
    lambda: given_up().switch(Uncollected).join(Basket).where(Basket.distribution == slot("distribution"))
)


def orders_given_up(reader: Reader, distribution_id: int) -> set[int]:
    """The baskets whose goods are there again, for others."""
    return {row[0] for row in reader.all(_GIVEN_UP_HERE, distribution=distribution_id)}


def _left(reader: Reader, distribution_id: int, group_id: int, product_id: int) -> list[Left]:
    here = {"distribution": distribution_id, "product": product_id}
    sums = {row[0]: row[1:] for row in reader.all(_SUMS, **here)}
    arrived = dict(reader.all(_ARRIVED, **here))
    priced = dict(reader.all(_PRICED, **here))
    given_up_ = {row[0]: row[1:] for row in reader.all(_GIVEN_UP, **here)}
    lost = dict(reader.all(_LACKED, **here))
    for id_, change, got in reader.all(_SHARED, **here):
        if got > 0:  # who got nothing is among those who lack it
            lost[id_] = lost.get(id_, 0) - change
    found = []
    for id_, name, reference, unit, step, producer, price in reader.all(_PRODUCTS, group=group_id, product=product_id):
        called, ordered, quantity, weighed, people = sums.get(id_, (name, 0, 0, 0, 0))
        _, _, back, back_weighed, _ = given_up_.get(id_, (name, 0, 0, 0, 0))
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
