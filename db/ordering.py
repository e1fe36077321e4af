"""Recording an order: a pending basket becomes one, whole, under the member's one basket number."""

from __future__ import annotations

from peewee import fn

from db.basket_rules import BasketLine, check_lines, lines_of, needs_open
from db.baskets import DRAFT, DROP_DRAFT, grace
from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import BasketEmpty, BasketNotPending, PaymentUnavailable, Unknown
from db.ledger import balance
from db.membership import join_in
from db.models import Basket, OrderLine, Orders, Posting, Unseen
from db.statements import Statement, slot
from db.stock import take
from db.undone import undone
from db.values import orders as values
from db.values.money import line_amount
from db.values.orders import Receipt, Recorded
from db.values.people import Tariff

# How one may pay, in the order shown; what is not yet possible is shown all the same.
MEANS: tuple[tuple[str, bool], ...] = (("on_site", True), ("card", False))

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
        Orders.select(
            Orders.id, Basket.label, Orders.total, Orders.at, Basket.member, Basket.distribution, undone(Orders.id)
        )
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
        if again is not None and again[4] == member_id and not again[6]:
            return _receipt(write, *again[:6])
        one = distribution(write, distribution_id)
        found = write.one(DRAFT, member=member_id, distribution=distribution_id)
        if found is None or found[1] != "pending" or not recording or found[2] != recording:
            raise BasketNotPending()
        if one.state(write.now) != "open":
            needs_open(one, write.now, pending_since=found[3], grace=grace(write, one.group_id))
        lines = lines_of(write, found[0], distribution_id)
        if not lines:
            raise BasketEmpty()
        join_in(write, member_id, one.group_id)
        tariff = check_lines(write, lines, member_id, one)
        for line in lines:
            if line.remaining is not None:
                take(write, line, distribution_id)
        basket_id, label = _basket(write, member_id, distribution_id)
        receipt = _write_order(write, member_id, one, basket_id, label, recording, means, lines, tariff)
        write.run(DROP_DRAFT, draft=found[0])
        write.add(Unseen, id=receipt.order_id, order_id=receipt.order_id, member_id=member_id)
        return receipt


def record_lines(
    write: Write, member_id: int, one: values.Distribution, recording: str, lines: list[BasketLine], tariff: Tariff
) -> Receipt:
    """Lines that were checked become an order of the member; the same `recording` twice is one, unless it was undone.

    What the member has in a basket of their own stays there. Refuses with StockShort.
    """
    recording, again = recorded_as(write, recording, member_id, one.id)
    if again:
        return _receipt(write, *again)
    join_in(write, member_id, one.group_id)
    for line in lines:
        if line.remaining is not None:
            take(write, line, one.id)
    basket_id, label = _basket(write, member_id, one.id)
    return _write_order(write, member_id, one, basket_id, label, recording, "on_site", lines, tariff)


def recorded_as(
    reader: Reader, recording: str, member_id: int, distribution_id: int
) -> tuple[str, tuple[int, str, int, int, int, int] | None]:
    """The name under which a recording stands or is to be written, and its order (as `_receipt` has it) if it stands.

    What was recorded and undone may be recorded anew. Refuses with BasketNotPending when it is somebody else's.
    """
    name, times = recording, 1
    while (found := reader.one(_ALREADY, recording=name)) is not None:
        if found[4:6] != (member_id, distribution_id):
            raise BasketNotPending()
        if not found[6]:
            id_, label, total, at = found[:4]
            return name, (id_, label, total, at, member_id, distribution_id)
        times += 1
        name = f"{recording}-{times}"
    return name, None


def _write_order(
    write: Write,
    member_id: int,
    one: values.Distribution,
    basket_id: int,
    label: str,
    recording: str,
    means: str,
    lines: list[BasketLine],
    tariff: Tariff,
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
    return Receipt(order_id, label, total, len(lines), write.now, balance(write, member_id, one.group_id), again=False)


def _receipt(
    write: Write, order_id: int, label: str, total: int, at: int, member_id: int, distribution_id: int
) -> Receipt:
    one = distribution(write, distribution_id)
    products = write.value(_LINE_COUNT, order=order_id)
    return Receipt(order_id, label, total, products, at, balance(write, member_id, one.group_id), again=True)


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


def number_for(write: Write, member_id: int, distribution_id: int) -> int:
    """The id of the member's basket here, numbered now if they had none; who had none joins the group too."""
    join_in(write, member_id, distribution(write, distribution_id).group_id)
    return _basket(write, member_id, distribution_id)[0]


def basket_of(reader: Reader, member_id: int, distribution_id: int) -> int:
    """The id of the member's basket here. Refuses with Unknown when nothing was recorded."""
    own = reader.all(_OWN_BASKETS, distribution=distribution_id, member=member_id)
    if not own:
        raise Unknown(kind="order", given=str(distribution_id))
    return int(min(own)[0])


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
