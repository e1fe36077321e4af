"""The lines of orders that stand, and replacing them: whole lines are reversed, and whole lines written."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from peewee import JOIN

from db.database import Reader, Write
from db.errors import Unknown
from db.models import (
    Basket,
    DeliveryStep,
    Distribution,
    OrderLine,
    OrderMade,
    Orders,
    Posting,
    Restored,
    StepMade,
    Stock,
    Weighing,
)
from db.statements import Statement, slot
from db.values.money import line_amount

_REVERSAL = OrderLine.alias()


class Standing(NamedTuple):
    """A line that nothing has reversed. `weighed` is the id of its row in `Weighing`, or None."""

    id: int
    basket_id: int
    product_id: int
    name: str
    reference: str
    unit: str
    tariff: str
    price: int
    vat: int
    step: int
    minimum: int
    quantity: int
    amount: int
    weighed: int | None = None
    ordered: int | None = None  # before it was weighed
    tare: int | None = None

    def copied(self, quantity: int, price: int | None = None) -> New:
        """The same product for another quantity, or at another price."""
        cents = self.price if price is None else price
        return New(
            self.product_id,
            self.name,
            self.reference,
            self.unit,
            self.tariff,
            cents,
            self.vat,
            self.step,
            self.minimum,
            quantity,
            line_amount(quantity, cents),
        )

    def again(self) -> New:
        """The very line once more, when what replaced it is undone: its amount is not rounded again."""
        return self.copied(self.quantity)._replace(amount=self.amount)


class New(NamedTuple):
    """A line to be written, with its own copy of the product."""

    product_id: int
    name: str
    reference: str
    unit: str
    tariff: str
    price: int
    vat: int
    step: int
    minimum: int
    quantity: int
    amount: int


def columns(line: Any = OrderLine) -> tuple[Any, ...]:
    """What is read of a line (or of an alias), as `Standing` has it, but for its weighing."""
    return (
        line.id,
        Orders.basket,
        line.product,
        line.name,
        line.reference,
        line.unit,
        line.tariff,
        line.price,
        line.vat,
        line.step,
        line.minimum,
        line.quantity,
        line.amount,
    )


def _standing(*where: Any) -> Any:
    return (
        OrderLine.select(
            *columns(),
            Weighing.id,
            Weighing.ordered,
            Weighing.tare,
        )
        .join(Orders)
        .join(Basket)
        .switch(OrderLine)
        .join(_REVERSAL, JOIN.LEFT_OUTER, on=(_REVERSAL.reverses == OrderLine.id))
        .switch(OrderLine)
        .join(Weighing, JOIN.LEFT_OUTER, on=(Weighing.line == OrderLine.id))
        .where(OrderLine.reverses.is_null(), _REVERSAL.id.is_null(), *where)
        .order_by(OrderLine.id)
    )


# + 0: a product is looked for in the basket, or in those of the day, and not among its lines of all years.
_OF_POSITION = Statement(
    lambda: _standing(
        Orders.basket == slot("basket"),
        OrderLine.product + 0 == slot("product"),
        OrderLine.price == slot("price"),
    )
)
_OF_BASKET = Statement(lambda: _standing(Orders.basket == slot("basket")))
_OF_PRODUCT = Statement(
    lambda: _standing(Basket.distribution == slot("distribution"), OrderLine.product + 0 == slot("product"))
)
# One line, whether it stands or not.
_LINE = Statement(lambda: OrderLine.select(*columns()).join(Orders).where(OrderLine.id == slot("line")))
_OWNER = Statement(
    lambda: (
        Basket.select(Basket.member, Distribution.group, Basket.distribution)
        .join(Distribution)
        .where(Basket.id == slot("basket"))
    )
)
# A line itself, or what an undo wrote in its place.
_VERSION = Statement(
    lambda: _standing(
        (OrderLine.id == slot("line"))
        | OrderLine.id.in_(Restored.select(Restored.id).where(Restored.line == slot("line")))
    )
)
_ROOT = Statement(lambda: Restored.select(Restored.line).where(Restored.id == slot("line")))
_ANY_STEP = Statement(
    lambda: DeliveryStep.select(DeliveryStep.id).where(DeliveryStep.basket == slot("basket")).limit(1)
)
_SETTLE_STOCK = Statement(
    lambda: Stock.update({Stock.remaining: Stock.remaining - slot("quantity")}).where(
        Stock.distribution == slot("distribution"), Stock.product == slot("product")
    )
)


def of_position(reader: Reader, basket_id: int, product_id: int, price: int) -> list[Standing]:
    """The lines of one product at one price (cents per unit)."""
    return [Standing(*row) for row in reader.all(_OF_POSITION, basket=basket_id, product=product_id, price=price)]


def of_basket(reader: Reader, basket_id: int) -> list[Standing]:
    return [Standing(*row) for row in reader.all(_OF_BASKET, basket=basket_id)]


def of_product(reader: Reader, distribution_id: int, product_id: int) -> list[Standing]:
    """Everybody's lines of one product."""
    return [Standing(*row) for row in reader.all(_OF_PRODUCT, distribution=distribution_id, product=product_id)]


def written_line(reader: Reader, line_id: int) -> Standing | None:
    """One line as it was written, reversed or not; its weighing is not read."""
    row = reader.one(_LINE, line=line_id)
    return None if row is None else Standing(*row)


def version(reader: Reader, line_id: int) -> Standing | None:
    """A line as it stands: itself, or its copy that an undo wrote; None when something else replaced it."""
    row = reader.one(_VERSION, line=line_id)
    return None if row is None else Standing(*row)


def first_version(reader: Reader, line_id: int) -> int:
    """The line that this one is a copy of, or itself."""
    return int(reader.value(_ROOT, line=line_id) or line_id)


class Whose(NamedTuple):
    """The basket that lines are written into."""

    basket_id: int
    member_id: int
    group_id: int
    distribution_id: int


def whose_basket(reader: Reader, basket_id: int, distribution_id: int | None = None) -> Whose:
    """Whose basket it is. Refuses with Unknown where there is none, or not in this distribution (None: in any)."""
    row = reader.one(_OWNER, basket=basket_id)
    if row is None or distribution_id not in (None, row[2]):
        raise Unknown(kind="order", given=str(basket_id))
    return Whose(basket_id, *row)


class Written(NamedTuple):
    order_id: int
    lines: tuple[int, ...]  # ids of the new lines, in the order given
    total: int


def rewrite(
    write: Write,
    whose: Whose,
    reversed_: Iterable[Standing],
    new: Sequence[New],
    *,
    kind: str = "correction",
    recording: str = "",
    gesture: int | None = None,
    settle_stock: bool = True,
    more_comes: bool = False,
) -> Written:
    """Reverse whole lines and write new ones, as one order of `kind`, with its entry in the member's account.

    What is left of counted products follows, below zero if it must: at the scale what is given is given. Without
    `settle_stock` the caller does it, and may refuse. Where nothing is left of the order, whoever was to bring it need
    not; `more_comes` says that something else takes the place of these lines at once. Where nothing was left of it, and
    now something is, they bring it again.
    """
    rows = [
        {**_row(line.again()), "quantity": -line.quantity, "amount": -line.amount, "reverses_id": line.id}
        for line in reversed_
    ]
    before = len(rows)
    rows += [_row(line) for line in new]
    total = sum(row["amount"] for row in rows)
    order_id = write.add(
        Orders,
        basket_id=whose.basket_id,
        kind=kind,
        recording=recording or secrets.token_hex(16),
        means="on_site",
        total=total,
    )
    ids = write.add_all(OrderLine, [{**row, "order_id": order_id} for row in rows])
    if gesture is not None:
        write.add(OrderMade, id=order_id, gesture_id=gesture)
    write.add(
        Posting,
        member_id=whose.member_id,
        group_id=whose.group_id,
        basket_id=whose.basket_id,
        order_id=order_id,
        kind=kind,
        amount=-total,
    )
    if settle_stock:
        changed: dict[int, int] = {}
        for row in rows:
            changed[row["product_id"]] = changed.get(row["product_id"], 0) + row["quantity"]
        for product_id, quantity in changed.items():
            if quantity:
                write.run(_SETTLE_STOCK, distribution=whose.distribution_id, product=product_id, quantity=quantity)
    if not new and not more_comes:
        end_delivery(write, whose.basket_id, gesture)
    elif new and not before:
        _resume_delivery(write, whose.basket_id, len(new))
    return Written(order_id, tuple(ids[before:]), total)


def end_delivery(write: Write, basket_id: int, gesture: int | None) -> None:
    """Where nothing is left to bring of an order, nobody brings it any more; undoing the gesture undoes that too."""
    if write.one(_ANY_STEP, basket=basket_id) is None:
        return
    from db.delivery import end_if_empty  # most books have no deliveries

    step = end_if_empty(write, basket_id)
    if step is not None and gesture is not None:
        write.add(StepMade, id=step, gesture_id=gesture)


def _resume_delivery(write: Write, basket_id: int, written: int) -> None:
    if write.one(_ANY_STEP, basket=basket_id) is not None and len(of_basket(write, basket_id)) == written:
        from db.delivery_steps import resume

        resume(write, basket_id)


def _row(line: New) -> dict[str, Any]:
    return line._asdict()
