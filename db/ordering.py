"""An order's life: a draft is filled, validated (pending), and recorded; recorded lines only change by corrections."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from peewee import JOIN, fn

from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import (
    BasketEmpty,
    BasketNotPending,
    OrdersNotOpen,
    PaymentUnavailable,
    PriceChanged,
    ProductUnavailable,
    QuantityTooLarge,
    StockShort,
    Unknown,
)
from db.ledger import balance
from db.membership import join_in
from db.models import (
    Basket,
    Draft,
    DraftLine,
    Group,
    Offer,
    OrderLine,
    Orders,
    Posting,
    Product,
    Stock,
    Unseen,
)
from db.statements import Statement, slot
from db.tariffs import applied
from db.values import orders as values
from db.values.money import line_amount, unit_price
from db.values.orders import Line, Receipt, Recorded
from db.values.people import Tariff
from db.values.quantity import LIMIT, check_quantity

# How one may pay, in the order shown; what is not yet possible is shown all the same.
MEANS: tuple[tuple[str, bool], ...] = (("on_site", True), ("card", False))

_DRAFT = Statement(
    lambda: Draft.select(Draft.id, Draft.state, Draft.recording, Draft.changed_at).where(
        Draft.member == slot("member"), Draft.distribution == slot("distribution")
    )
)
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
_SET_STATE = Statement(
    lambda: Draft.update(
        {Draft.state: slot("state"), Draft.recording: slot("recording"), Draft.changed_at: slot("now")}
    ).where(Draft.id == slot("draft"))
)
_SET_LINE = Statement(
    lambda: DraftLine.update({DraftLine.quantity: slot("quantity"), DraftLine.price: slot("price")}).where(
        DraftLine.draft == slot("draft"), DraftLine.product == slot("product")
    )
)
_UNIT_IN_GROUP = Statement(
    lambda: Product.select(Product.unit).where(Product.id == slot("product"), Product.group == slot("group"))
)
_DROP_LINE = Statement(
    lambda: DraftLine.delete().where(DraftLine.draft == slot("draft"), DraftLine.product == slot("product"))
)
_ANY_LINE = Statement(lambda: DraftLine.select(DraftLine.id).where(DraftLine.draft == slot("draft")))
_DROP_DRAFT = Statement(lambda: Draft.delete().where(Draft.id == slot("draft")))
_LATE_PENDING = Statement(lambda: Draft.select(Draft.id, Draft.distribution).where(Draft.state == "pending"))
_PENDING = Statement(
    lambda: Draft.select(Draft.distribution).where(Draft.member == slot("member"), Draft.state == "pending")
)
_GRACE = Statement(lambda: Group.select(Group.pending_grace).where(Group.id == slot("group")))
_RECORDED_QUANTITIES = Statement(
    lambda: (
        OrderLine.select(OrderLine.product, fn.SUM(OrderLine.quantity))
        .join(Orders)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"), Basket.member == slot("member"))
        .group_by(OrderLine.product)
    )
)
_TAKE_STOCK = Statement(
    lambda: Stock.update({Stock.remaining: Stock.remaining - slot("quantity")}).where(
        Stock.distribution == slot("distribution"),
        Stock.product == slot("product"),
        Stock.remaining >= slot("quantity"),
    )
)
# One a laptop. Neither ordered nor limited: a LIMIT that is a parameter makes SQLite plan anew at each call.
_OWN_BASKETS = Statement(
    lambda: Basket.select(Basket.id, Basket.label).where(
        Basket.distribution == slot("distribution"), Basket.member == slot("member")
    )
)
_LAST_NUMBER = Statement(
    lambda: Basket.select(fn.COALESCE(fn.MAX(Basket.number), 0)).where(
        Basket.distribution == slot("distribution"), Basket.laptop == slot("laptop")
    )
)
_ALREADY = Statement(
    lambda: (
        Orders.select(Orders.id, Basket.label, Orders.total, Orders.at, Basket.member, Basket.distribution)
        .join(Basket)
        .where(Orders.recording == slot("recording"))
    )
)
_LINE_COUNT = Statement(lambda: OrderLine.select(fn.COUNT(OrderLine.id)).where(OrderLine.order == slot("order")))
_UNSEEN = Statement(
    lambda: (
        Unseen.select(Unseen.id, Basket.label, Orders.at, Basket.distribution)
        .join(Orders)
        .join(Basket)
        .where(Unseen.member == slot("member"))
        .order_by(Unseen.id.desc())
    )
)
_SEEN = Statement(lambda: Unseen.delete().where(Unseen.member == slot("member")))


class _DraftLine(NamedTuple):
    """A row of `_DRAFT_LINES`."""

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


def draft(reader: Reader, member_id: int, distribution_id: int) -> values.Draft | None:
    """The member's basket in this distribution, at the prices that were shown; None when there is none."""
    found = reader.one(_DRAFT, member=member_id, distribution=distribution_id)
    if found is None:
        return None
    draft_id, state, recording, changed_at = found
    lines = tuple(one.line for one in _lines(reader, draft_id, distribution_id))
    return values.Draft(distribution_id, state, recording, lines, sum(line.amount for line in lines), changed_at)


def _lines(reader: Reader, draft_id: int, distribution_id: int) -> list[_DraftLine]:
    return [_DraftLine(*row) for row in reader.all(_DRAFT_LINES, draft=draft_id, distribution=distribution_id)]


def put(book: Book, member_id: int, distribution_id: int, product_id: int, quantity: int, price: int) -> None:
    """Set a product's quantity (thousandths) in the draft; 0 takes it out. `price` is the one shown (cents per unit).

    A pending basket becomes a draft again. Nothing is reserved and little is checked: `validate` does that.
    Refuses with OrdersNotOpen once orders are closed, so that nobody fills a basket in vain, with Unknown for a
    product that the group does not sell, and with QuantityTooLarge.
    """
    with book.write(member_id) as write:
        one = distribution(write, distribution_id)
        if quantity:
            _needs_open(one, write.now)
            unit = write.value(_UNIT_IN_GROUP, product=product_id, group=one.group_id)
            if unit is None:
                raise Unknown(kind="product", given=str(product_id))
            if abs(quantity) > LIMIT:  # more than a column may hold, perhaps
                raise QuantityTooLarge(quantity=quantity, limit=LIMIT, unit=unit)
        found = write.one(_DRAFT, member=member_id, distribution=distribution_id)
        if found is None:
            if not quantity:
                return
            draft_id = write.add(
                Draft, member_id=member_id, distribution_id=distribution_id, state="draft", changed_at=write.now
            )
        else:
            draft_id = found[0]
            write.run(_SET_STATE, draft=draft_id, state="draft", recording="", now=write.now)
        if not quantity:
            write.run(_DROP_LINE, draft=draft_id, product=product_id)
            if write.one(_ANY_LINE, draft=draft_id) is None:
                write.run(_DROP_DRAFT, draft=draft_id)
        elif not write.run(_SET_LINE, draft=draft_id, product=product_id, quantity=quantity, price=price):
            write.add(DraftLine, draft_id=draft_id, product_id=product_id, quantity=quantity, price=price)


def validate(book: Book, member_id: int, distribution_id: int) -> values.Draft:
    """« Valider »: every line is checked and the basket becomes pending, with the id that its recording will carry.

    Refuses with BasketEmpty, OrdersNotOpen, ProductUnavailable, PriceChanged, QuantityOffStep, StockShort.
    """
    with book.write(member_id) as write:
        one = distribution(write, distribution_id)
        _needs_open(one, write.now)
        found = write.one(_DRAFT, member=member_id, distribution=distribution_id)
        lines = _lines(write, found[0], distribution_id) if found else []
        if not found or not lines:
            raise BasketEmpty()
        _check_lines(write, lines, member_id, one)
        for line in lines:
            if line.remaining is not None and line.remaining < line.quantity:
                raise _short(line, line.remaining)
        recording = secrets.token_hex(16)
        write.run(_SET_STATE, draft=found[0], state="pending", recording=recording, now=write.now)
        shown = tuple(line.line for line in lines)
        total = sum(line.amount for line in shown)
        return values.Draft(distribution_id, "pending", recording, shown, total, write.now)


def back_to_draft(book: Book, member_id: int, distribution_id: int) -> None:
    """A pending basket is edited again."""
    with book.write(member_id) as write:
        found = write.one(_DRAFT, member=member_id, distribution=distribution_id)
        if found and found[1] == "pending":
            write.run(_SET_STATE, draft=found[0], state="draft", recording="", now=write.now)


def prices_now(book: Book, member_id: int, distribution_id: int) -> dict[int, int]:
    """Today's price (cents per unit) of each product in the draft, for the member's tariff."""
    found = book.one(_DRAFT, member=member_id, distribution=distribution_id)
    if found is None:
        return {}
    one = distribution(book, distribution_id)
    points = applied(book, member_id, one.group_id, book.clock.now()).points
    lines = _lines(book, found[0], distribution_id)
    return {line.product_id: unit_price(line.base_price, points) for line in lines}


def accept_prices(book: Book, member_id: int, distribution_id: int) -> None:
    """The member has read the new prices: they become the ones shown."""
    with book.write(member_id) as write:
        one = distribution(write, distribution_id)
        found = write.one(_DRAFT, member=member_id, distribution=distribution_id)
        if found is None:
            return
        points = applied(write, member_id, one.group_id, write.now).points
        for line in _lines(write, found[0], distribution_id):
            price = unit_price(line.base_price, points)
            if price != line.price:
                write.run(_SET_LINE, draft=found[0], product=line.product_id, quantity=line.quantity, price=price)


def record(book: Book, member_id: int, distribution_id: int, recording: str, means: str = "on_site") -> Receipt:
    """« Confirmer »: the pending basket `recording` becomes an order, whole, durable when this returns.

    The same `recording` twice is one order (`again` is set). A basket validated before orders closed may still be
    confirmed during the group's grace. Joining the group is automatic. Refuses with BasketNotPending, OrdersNotOpen,
    ProductUnavailable, PriceChanged, QuantityOffStep, StockShort, PaymentUnavailable, DiskFull; then nothing changed.
    """
    if not any(name == means and usable for name, usable in MEANS):
        raise PaymentUnavailable(means=means)
    with book.write(member_id) as write:
        again = write.one(_ALREADY, recording=recording) if recording else None
        if again is not None and again[4] == member_id:
            return _receipt(write, *again)
        one = distribution(write, distribution_id)
        found = write.one(_DRAFT, member=member_id, distribution=distribution_id)
        if found is None or found[1] != "pending" or not recording or found[2] != recording:
            raise BasketNotPending()
        if one.state(write.now) != "open":
            grace = write.value(_GRACE, group=one.group_id) * 60
            _needs_open(one, write.now, pending_since=found[3], grace=grace)
        lines = _lines(write, found[0], distribution_id)
        if not lines:
            raise BasketEmpty()
        join_in(write, member_id, one.group_id)
        tariff = _check_lines(write, lines, member_id, one)
        for line in lines:
            if line.remaining is not None:
                _take(write, line, distribution_id)
        basket_id, label = _basket(write, member_id, distribution_id)
        return _write_order(write, member_id, one, basket_id, label, recording, means, lines, tariff, found[0])


def _write_order(
    write: Write,
    member_id: int,
    one: values.Distribution,
    basket_id: int,
    label: str,
    recording: str,
    means: str,
    lines: list[_DraftLine],
    tariff: Tariff,
    draft_id: int,
) -> Receipt:
    amounts = [line_amount(line.quantity, line.price) for line in lines]
    total = sum(amounts)
    order_id = write.add(Orders, basket_id=basket_id, kind="order", recording=recording, means=means, total=total)
    write.add_all(
        OrderLine,
        [
            {
                "order_id": order_id,
                "product_id": line.product_id,
                "name": line.name,
                "reference": line.reference,
                "unit": line.unit,
                "tariff": tariff.letter,
                "price": line.price,
                "vat": line.vat,
                "step": line.step,
                "minimum": line.minimum,
                "quantity": line.quantity,
                "amount": amount,
            }
            for line, amount in zip(lines, amounts, strict=True)
        ],
    )
    write.add(
        Posting,
        member_id=member_id,
        group_id=one.group_id,
        basket_id=basket_id,
        order_id=order_id,
        kind="order",
        amount=-total,
    )
    write.run(_DROP_DRAFT, draft=draft_id)
    write.add(Unseen, id=order_id, order_id=order_id, member_id=member_id)
    return Receipt(order_id, label, total, len(lines), write.now, balance(write, member_id, one.group_id), again=False)


def _receipt(
    write: Write, order_id: int, label: str, total: int, at: int, member_id: int, distribution_id: int
) -> Receipt:
    one = distribution(write, distribution_id)
    products = write.value(_LINE_COUNT, order=order_id)
    return Receipt(order_id, label, total, products, at, balance(write, member_id, one.group_id), again=True)


def _needs_open(one: values.Distribution, now: int, pending_since: int | None = None, grace: int = 0) -> None:
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


def _check_lines(reader: Write, lines: list[_DraftLine], member_id: int, one: values.Distribution) -> Tariff:
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


def _take(write: Write, line: _DraftLine, distribution_id: int) -> None:
    """The conditional update decides, whatever was read before it."""
    if not write.run(_TAKE_STOCK, quantity=line.quantity, distribution=distribution_id, product=line.product_id):
        raise _short(line, line.remaining or 0)


def _short(line: _DraftLine, left: int) -> StockShort:
    return StockShort(
        product=line.name, product_id=line.product_id, unit=line.unit, left=max(left, 0), wanted=line.quantity
    )


def _basket(write: Write, member_id: int, distribution_id: int) -> tuple[int, str]:
    """The member's basket number here, given once: the next of this laptop's own series."""
    own = write.all(_OWN_BASKETS, distribution=distribution_id, member=member_id)
    if own:
        basket_id, label = min(own)
        return basket_id, label
    laptop = write.book.laptop
    number = write.value(_LAST_NUMBER, distribution=distribution_id, laptop=laptop) + 1
    label = f"{write.book.series}{number}"
    basket_id = write.add(
        Basket, distribution_id=distribution_id, member_id=member_id, laptop=laptop, number=number, label=label
    )
    return basket_id, label


def release_late_baskets(book: Book) -> int:
    """Pending baskets whose grace is over become drafts again; how many."""
    late = []
    for draft_id, distribution_id in book.all(_LATE_PENDING):
        one = distribution(book, distribution_id)
        if book.clock.now() >= one.closes_at + book.value(_GRACE, group=one.group_id) * 60:
            late.append(draft_id)
    if late:
        with book.write() as write:
            for draft_id in late:
                write.run(_SET_STATE, draft=draft_id, state="draft", recording="", now=write.now)
    return len(late)


def pending(book: Book, member_id: int) -> tuple[values.Draft, ...]:
    """The member's baskets that are validated and not confirmed: pending is not ordered."""
    found = [draft(book, member_id, row[0]) for row in book.all(_PENDING, member=member_id)]
    return tuple(one for one in found if one is not None)


def unseen(book: Book, member_id: int) -> Recorded | None:
    """The latest order that was recorded but whose screen nobody read, after a crash or a power cut."""
    row = book.one(_UNSEEN, member=member_id)
    if row is None:
        return None
    return Recorded(row[0], row[1], row[2], distribution(book, row[3]).place.timezone)


def seen(book: Book, member_id: int) -> None:
    """The member has read that the order is recorded."""
    if book.one(_UNSEEN, member=member_id) is not None:
        with book.write(member_id) as write:
            write.run(_SEEN, member=member_id)


def rebuild_stock(write: Write) -> None:
    """What is left of every offer, from the journals alone: for a merge, and to prove that the table is right."""
    write.run(Statement(lambda: Stock.delete()))
    taken: dict[tuple[int, int], Any] = {
        (row[0], row[1]): row[2]
        for row in write.all(
            Statement(
                lambda: (
                    OrderLine.select(Basket.distribution, OrderLine.product, fn.SUM(OrderLine.quantity))
                    .join(Orders)
                    .join(Basket)
                    .group_by(Basket.distribution, OrderLine.product)
                )
            )
        )
    }
    rows = write.all(Statement(lambda: Offer.select(Offer.id, Offer.distribution, Offer.product, Offer.quantity)))
    write.add_all(
        Stock,
        [
            {
                "id": offer,
                "distribution_id": distribution_id,
                "product_id": product,
                "remaining": quantity - taken.get((distribution_id, product), 0),
            }
            for offer, distribution_id, product, quantity in rows
        ],
    )


def basket_of(reader: Reader, member_id: int, distribution_id: int) -> int:
    """The id of the member's basket here. Refuses with Unknown when nothing was recorded."""
    own = reader.all(_OWN_BASKETS, distribution=distribution_id, member=member_id)
    if not own:
        raise Unknown(kind="order", given=str(distribution_id))
    return int(min(own)[0])
