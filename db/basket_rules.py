"""What a basket holds, and what it must satisfy before it is validated and before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from peewee import JOIN, fn

from db.database import Reader, Write
from db.errors import OrdersNotOpen, PriceChanged, ProductUnavailable, StockShort, Unknown
from db.models import Basket, DraftLine, OrderLine, Orders, Product, Stock
from db.statements import Statement, slot
from db.tariffs import applied
from db.values import orders as values
from db.values.counter import Added
from db.values.money import line_amount, unit_price
from db.values.orders import Line
from db.values.people import Tariff
from db.values.quantity import check_quantity

_DRAFT_LINES = Statement(
    lambda: (
        DraftLine.select(
            DraftLine.id,
            Product.id,
            Product.name,
            Product.reference,
            Product.unit,
            DraftLine.price,
            DraftLine.quantity,
            Product.step,
            Product.minimum,
            Product.base_price,
            Product.vat,
            Product.available,
            Stock.remaining,
        )
        .join(Product)
        .join(
            Stock,
            JOIN.LEFT_OUTER,
            on=((Stock.product == Product.id) & (Stock.distribution == slot("distribution"))),
        )
        .where(DraftLine.draft == slot("draft"))
        .order_by(DraftLine.id)
    )
)
_RECORDED_QUANTITIES = Statement(
    lambda: (
        OrderLine.select(OrderLine.product, fn.SUM(OrderLine.quantity))
        .join(Orders)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"), Basket.member == slot("member"))
        .group_by(OrderLine.product)
    )
)

_FORM_LINE = Statement(
    lambda: (
        Product.select(
            Product.name,
            Product.reference,
            Product.unit,
            Product.step,
            Product.minimum,
            Product.base_price,
            Product.vat,
            Product.available,
            Stock.remaining,
        )
        .join(
            Stock,
            JOIN.LEFT_OUTER,
            on=((Stock.product == Product.id) & (Stock.distribution == slot("distribution"))),
        )
        .where(Product.id == slot("product"), Product.group == slot("group"))
    )
)


class BasketLine(NamedTuple):
    """A product in a basket, beside what the catalogue and the stock say of it now."""

    id: int
    product_id: int
    name: str
    reference: str
    unit: str
    price: int  # as it was shown
    quantity: int
    step: int
    minimum: int
    base_price: int
    vat: int
    available: bool
    remaining: int | None

    @property
    def line(self) -> Line:
        amount = line_amount(self.quantity, self.price)
        return Line(
            self.product_id,
            self.name,
            self.reference,
            self.unit,
            self.price,
            self.quantity,
            amount,
            self.step,
            self.minimum,
        )


def lines_of(reader: Reader, draft_id: int, distribution_id: int) -> list[BasketLine]:
    return [BasketLine(*row) for row in reader.all(_DRAFT_LINES, draft=draft_id, distribution=distribution_id)]


def form_lines(
    reader: Reader,
    member_id: int,
    one: values.Distribution,
    wanted: Sequence[Added],
    now: int,
    prices: Mapping[int, int],
) -> list[BasketLine]:
    """The lines of a paper form, at today's prices for the member; the same product twice is one line.

    `prices`: base prices in cents per unit of what costs something else here than in the catalogue, by product.
    Refuses with Unknown for a product that the group does not sell.
    """
    points = applied(reader, member_id, one.group_id, now).points
    sums: dict[int, int] = {}
    for product_id, quantity in wanted:
        sums[product_id] = sums.get(product_id, 0) + quantity
    lines = []
    for product_id, quantity in sums.items():
        row = reader.one(_FORM_LINE, product=product_id, group=one.group_id, distribution=one.id)
        if row is None:
            raise Unknown(kind="product", given=str(product_id))
        name, reference, unit, step, minimum, base_price, vat, available, remaining = row
        base_price = prices.get(product_id, base_price)
        price = unit_price(base_price, points)
        lines.append(
            BasketLine(
                0,
                product_id,
                name,
                reference,
                unit,
                price,
                quantity,
                step,
                minimum,
                base_price,
                vat,
                available,
                remaining,
            )
        )
    return lines


def needs_open(one: values.Distribution, now: int, pending_since: int | None = None, grace: int = 0) -> None:
    state = one.state(now)
    if state == "open":
        return
    if pending_since is not None and pending_since < one.closes_at <= now < one.closes_at + grace:
        return
    raise OrdersNotOpen(
        state="upcoming" if state == "upcoming" else "closed",
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        timezone=one.place.timezone,
    )


def check_lines(reader: Write, lines: list[BasketLine], member_id: int, one: values.Distribution) -> Tariff:
    """Everything but the stock; the tariff that applies."""
    tariff = applied(reader, member_id, one.group_id, reader.now)
    recorded = dict(reader.all(_RECORDED_QUANTITIES, distribution=one.id, member=member_id))
    for line in lines:
        if not line.available:
            raise ProductUnavailable(product=line.name)
        now = unit_price(line.base_price, tariff.points)
        if now != line.price:
            raise PriceChanged(product=line.name, unit=line.unit, shown=line.price, now=now)
        check_quantity(
            line.quantity,
            minimum=line.minimum,
            step=line.step,
            unit=line.unit,
            recorded=recorded.get(line.product_id, 0),
        )
    return tariff


def short(line: BasketLine, left: int) -> StockShort:
    return StockShort(
        product=line.name, product_id=line.product_id, unit=line.unit, left=max(left, 0), wanted=line.quantity
    )
