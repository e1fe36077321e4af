"""Positions: one product of one order at one price, out of the lines that stand and of what could not be given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from peewee import JOIN, fn

from db.database import Reader
from db.gestures import UNDO, takes_back
from db.leftovers import repriced
from db.lines import Standing, of_basket, of_position, of_product
from db.models import Basket, Gesture, OrderLine, Weighing
from db.statements import Statement, slot
from db.values.counter import Position

_WAS = OrderLine.alias()


def _lacking(*where: Any) -> Any:
    """Positions of which nothing could be given, and nothing else is said since."""
    return (
        Weighing.select(
            Basket.distribution,
            Weighing.basket,
            _WAS.product,
            _WAS.name,
            _WAS.reference,
            _WAS.unit,
            _WAS.tariff,
            _WAS.price,
            _WAS.step,
            fn.MAX(Weighing.ordered),
        )
        .join(_WAS, on=(Weighing.was == _WAS.id))
        .switch(Weighing)
        .join(Basket)
        .switch(Weighing)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Weighing.line.is_null(), UNDO.id.is_null(), *where)
        .group_by(
            Basket.distribution,
            Weighing.basket,
            _WAS.product,
            _WAS.name,
            _WAS.reference,
            _WAS.unit,
            _WAS.tariff,
            _WAS.price,
            _WAS.step,
        )
    )


_LACKING_OF_PRODUCT = Statement(
    lambda: _lacking(Basket.distribution == slot("distribution"), _WAS.product == slot("product"))
)
_LACKING_OF_BASKET = Statement(lambda: _lacking(Weighing.basket == slot("basket")))


def of_order(reader: Reader, basket_id: int) -> tuple[Position, ...]:
    """What one order holds, in the order in which it was ordered; what could not be given stands at the end."""
    return _positions(reader, of_basket(reader, basket_id), reader.all(_LACKING_OF_BASKET, basket=basket_id))


def of_key(reader: Reader, basket_id: int, product_id: int, price: int) -> Position | None:
    """One position of one order (`price` in cents per unit); None when it was never there."""
    lines = of_position(reader, basket_id, product_id, price)
    lacking = [] if lines else reader.all(_LACKING_OF_BASKET, basket=basket_id)
    return next((one for one in _positions(reader, lines, lacking) if one.key == (product_id, price)), None)


def of_everybody(reader: Reader, distribution_id: int, product_id: int) -> tuple[Position, ...]:
    """One product, in everybody's orders."""
    return _positions(
        reader,
        of_product(reader, distribution_id, product_id),
        reader.all(_LACKING_OF_PRODUCT, distribution=distribution_id, product=product_id),
    )


class Totals(NamedTuple):
    """One position out of its lines."""

    ordered: int
    quantity: int
    amount: int
    weighed: bool


def totals(lines: Iterable[Standing]) -> Totals:
    """A position is weighed when all its lines are: somebody may order more after the first was weighed."""
    ordered = quantity = amount = 0
    weighed = True
    for line in lines:
        ordered += line.quantity if line.ordered is None else line.ordered
        quantity += line.quantity
        amount += line.amount
        weighed = weighed and line.weighed is not None
    return Totals(ordered, quantity, amount, weighed)


def _positions(reader: Reader, lines: Iterable[Standing], lacking: Sequence[tuple[Any, ...]]) -> tuple[Position, ...]:
    grouped: dict[tuple[int, int, int], list[Standing]] = defaultdict(list)
    for line in lines:
        grouped[line.basket_id, line.product_id, line.price].append(line)
    found = []
    for (basket_id, product_id, price), own in grouped.items():
        one, sums = own[-1], totals(own)
        found.append(
            Position(
                basket_id,
                product_id,
                one.name,
                one.reference,
                one.unit,
                price,
                sums.ordered,
                sums.quantity,
                sums.amount,
                one.step,
                "weighed" if sums.weighed else "to_weigh",
                tuple(line.id for line in own),
            )
        )
    if not lacking:
        return tuple(found)
    # What is missing costs what it costs by now, whatever its price was.
    now = repriced(reader, lacking[0][0])
    missing: dict[tuple[int, int, int], Position] = {}
    for _, basket_id, product_id, name, reference, unit, tariff, was, step, ordered in lacking:
        key = basket_id, product_id, now(product_id, tariff, was)
        if key not in grouped:
            before = missing[key].ordered if key in missing else 0
            missing[key] = Position(
                basket_id, product_id, name, reference, unit, key[2], max(before, ordered), 0, 0, step, "lacking", ()
            )
    return (*found, *missing.values())
