"""Orders that nobody fetched and whose goods went back to what is left over, though they are still owed for."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from peewee import JOIN, Case, Value, fn

from db.database import Reader
from db.gestures import UNDO, takes_back
from db.models import Basket, Gesture, HandOver, OrderLine, Orders, Uncollected, Weighing
from db.statements import Statement, came_about, slot
from db.undone import undoes, undone


def given_up() -> Any:
    """Their baskets. Who comes after all gets what is theirs."""
    return _said(Uncollected.basket)


def _said(*selected: Any) -> Any:
    """What says it; of one basket two laptops may."""
    handed, of_hand, undo = HandOver.alias(), Gesture.alias(), Gesture.alias()
    fetched = (
        handed.select(handed.id)
        .join(of_hand, on=(of_hand.id == handed.gesture))
        .join(undo, JOIN.LEFT_OUTER, on=(undo.undoes == of_hand.id))
        .where(handed.basket == Uncollected.basket, handed.whole == Value(True, converter=False), undo.id.is_null())
    )
    return (
        Uncollected.select(*selected)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Uncollected.outcome == "surplus_owed", UNDO.id.is_null(), ~fn.EXISTS(fetched))
    )


def _changes() -> Any:
    """Of orders that were given up, product by product: how each of their recordings changed what is in them."""
    same = Orders.id / 2**32 == Gesture.id / 2**32
    # Within one second nobody knows which laptop was first: what is in doubt is not there for others.
    before = (same & (Orders.id < Gesture.id)) | (~same & (Orders.at < Gesture.at))
    # A reversal takes away the weighing of the line that it reverses.
    weighed = Case(None, ((Weighing.id.is_null(), 0),), OrderLine.quantity)
    return (
        OrderLine.select(
            Orders.basket,
            OrderLine.product,
            before,
            undone(Orders.id) | undoes(Orders.id),
            fn.SUM(OrderLine.quantity),
            fn.SUM(weighed),
        )
        .join(Orders)
        .join(Basket)
        .join(Uncollected, on=(Uncollected.basket == Basket.id))
        .join(Gesture)
        .switch(OrderLine)
        .join(Weighing, JOIN.LEFT_OUTER, on=(Weighing.line == fn.COALESCE(OrderLine.reverses, OrderLine.id)))
        .where(
            Basket.distribution == slot("distribution"),
            Gesture.id.in_(_said(fn.MIN(Uncollected.gesture)).group_by(Uncollected.basket)),  # one a basket
            (OrderLine.product == slot("product")) | (slot("product") == 0),
        )
        .group_by(Orders.id, Orders.basket, Orders.at, OrderLine.product, Gesture.id, Gesture.at)
        .order_by(*came_about(Orders, Orders.basket))
    )


_CHANGES = Statement(_changes)


class Back(NamedTuple):
    """What is there again for others, thousandths, and how much of it is weighed."""

    quantity: int
    weighed: int


def goods_given_up(reader: Reader, distribution_id: int, product_id: int = 0) -> dict[int, Back]:
    """By product (0: every one)."""
    found: dict[int, Back] = defaultdict(lambda: Back(0, 0))
    for (_, product), back in orders_given_up(reader, distribution_id, product_id).items():
        known = found[product]
        found[product] = Back(known.quantity + back.quantity, known.weighed + back.weighed)
    return found


def orders_given_up(reader: Reader, distribution_id: int, product_id: int = 0) -> dict[tuple[int, int], Back]:
    """By basket and product.

    What somebody buys once they gave up their order is theirs at once: it is taken out again before the rest of it.
    """
    rest: dict[tuple[int, int], int] = {}  # of what was given up
    now: dict[tuple[int, int], int] = defaultdict(int)
    all_: dict[tuple[int, int], tuple[int, int]] = defaultdict(lambda: (0, 0))  # and weighed of it
    changes = reader.all(_CHANGES, distribution=distribution_id, product=product_id)
    for basket, product, before, cancelled, change, weighed in sorted(changes, key=lambda row: not row[2]):
        key = basket, product
        all_[key] = all_[key][0] + change, all_[key][1] + weighed
        if not cancelled:
            now[key] += change
            rest[key] = max(0, now[key] if before else min(rest.get(key, 0), now[key]))
    found = {}
    for key, back in rest.items():
        quantity, weighed = all_[key]
        found[key] = Back(back, back - min(back, quantity - weighed))
    return found
