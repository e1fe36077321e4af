"""Corrections: asked by members, answered by the team. A correction reverses whole lines and writes one new line."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import JOIN, fn

from db.database import Book, Write
from db.distributions import distribution
from db.errors import AlreadyAnswered, NotAllowed, StockShort, TextMissing, Unknown
from db.gestures import till_closed
from db.lines import of_position, rewrite, whose_basket
from db.models import (
    CorrectionAnswered,
    CorrectionAsked,
    CorrectionLine,
    Group,
    Note,
    OrderLine,
    Orders,
    Stock,
)
from db.orders import owner
from db.roles import role
from db.statements import Statement, slot
from db.undone import answers
from db.values.quantity import check_quantity
from db.values.text import clean_paragraph

_MAY_REDUCE = Statement(lambda: Group.select(Group.self_reduction).where(Group.id == slot("group")))
_AT_OTHER_PRICES = Statement(
    lambda: (
        OrderLine.select(fn.COALESCE(fn.SUM(OrderLine.quantity), 0))
        .join(Orders)
        .where(Orders.basket == slot("basket"), OrderLine.product == slot("product"), OrderLine.price != slot("price"))
    )
)
_ORDERED = Statement(
    lambda: OrderLine.select(OrderLine.product).join(Orders).where(Orders.basket == slot("basket")).distinct()
)
_BASKET_OF = Statement(lambda: Orders.select(Orders.basket).where(Orders.id == slot("order")))
_LEFT = Statement(
    lambda: Stock.select(Stock.remaining).where(
        Stock.distribution == slot("distribution"), Stock.product == slot("product")
    )
)
# Takes when `quantity` is negative, and then only what there is.
_GIVE_STOCK = Statement(
    lambda: Stock.update({Stock.remaining: Stock.remaining + slot("quantity")}).where(
        Stock.distribution == slot("distribution"),
        Stock.product == slot("product"),
        (slot("quantity") >= 0) | (Stock.remaining + slot("quantity") >= 0),
    )
)
_REQUEST = Statement(
    lambda: (
        CorrectionAsked.select(CorrectionAsked.basket, CorrectionAnswered.id)
        .join(CorrectionAnswered, JOIN.LEFT_OUTER, on=answers())
        .where(CorrectionAsked.id == slot("request"))
    )
)


def ask(book: Book, by: int, basket_id: int, products: tuple[int, ...], why: str) -> int:
    """« Demander une correction »: which products, and why in the member's words (kept apart, erasable).

    Refuses with TextMissing when no product or no reason is given, NotAllowed when the basket is somebody else's,
    Unknown for a product that is not in the order.
    """
    words = clean_paragraph(why, field="why")
    if not words:
        raise TextMissing(field="why")
    if not products:
        raise TextMissing(field="products")
    with book.write(by) as write:
        if owner(write, basket_id)[0] != by:
            _needs_volunteer(write, basket_id)
        ordered = {row[0] for row in write.all(_ORDERED, basket=basket_id)}
        for product in products:
            if product not in ordered:
                raise Unknown(kind="product", given=str(product))
        request_id = write.add(CorrectionAsked, basket_id=basket_id)
        write.add_all(CorrectionLine, [{"request_id": request_id, "product_id": product} for product in products])
        write.add(Note, id=request_id, text=words)
        return request_id


def answer(book: Book, by: int, request_id: int, outcome: str, words: str, order_id: int | None = None) -> int:
    """A volunteer or coordinator answers: `outcome` 'done' (with the correction `order_id`) or 'refused', with words.

    Refuses with AlreadyAnswered, NotAllowed, Unknown (also for a correction of another basket), and with TextMissing
    when it is refused without a word.
    """
    with book.write(by) as write:
        return answer_in(write, request_id, outcome, words, order_id)


def answer_in(write: Write, request_id: int, outcome: str, words: str, order_id: int | None = None) -> int:
    """As `answer`, within a transaction."""
    text = clean_paragraph(words, field="answer" if outcome == "refused" else "")
    row = write.one(_REQUEST, request=request_id)
    if row is None:
        raise Unknown(kind="request", given=str(request_id))
    if row[1] is not None:
        raise AlreadyAnswered()
    _needs_volunteer(write, row[0])
    if order_id is not None and write.value(_BASKET_OF, order=order_id) != row[0]:
        raise Unknown(kind="order", given=str(order_id))
    answer_id = write.add(CorrectionAnswered, request_id=request_id, outcome=outcome, order_id=order_id)
    if text:
        write.add(Note, id=answer_id, text=text)
    return answer_id


def may_reduce(book: Book, member_id: int, basket_id: int) -> bool:
    """Whether the member may take less of what they recorded, alone: the group allows it and orders are open."""
    owner_id, distribution_id = owner(book, basket_id)
    one = distribution(book, distribution_id)
    open_ = one.state(book.clock.now()) == "open"
    return member_id == owner_id and open_ and bool(book.value(_MAY_REDUCE, group=one.group_id))


def correct(book: Book, by: int, basket_id: int, product_id: int, price: int, quantity: int) -> int:
    """Set a recorded position (one product at one price, cents) to `quantity` thousandths; 0 takes it out.

    Every standing line of it is reversed whole, and one new line is written. By a volunteer or coordinator; by the
    member for less, while orders are open, where the group allows it. The id of the correction, an order of its own.
    Refuses with NotAllowed, Unknown, QuantityOffStep, QuantityTooLarge, StockShort, and with TillClosed once the day is
    closed, except for a coordinator.
    """
    with book.write(by) as write:
        whose = whose_basket(write, basket_id)
        one = distribution(write, whose.distribution_id)
        lines = of_position(write, basket_id, product_id, price)
        if not lines:
            raise Unknown(kind="product", given=str(product_id))
        before = sum(line.quantity for line in lines)
        if not (quantity < before and may_reduce(book, by, basket_id)):
            _needs_volunteer(write, basket_id)
        closed = till_closed(write, one)
        if closed is not None and role(write, by, one.group_id) != "coordinator":
            raise closed
        last = lines[-1]
        if quantity:
            others = write.value(_AT_OTHER_PRICES, basket=basket_id, product=product_id, price=price)
            check_quantity(quantity, minimum=last.minimum, step=last.step, unit=last.unit, recorded=others)
        new = [last.copied(quantity)] if quantity else []
        order_id = rewrite(write, whose, lines, new, settle_stock=False).order_id
        counted = {"distribution": one.id, "product": product_id}
        if not write.run(_GIVE_STOCK, quantity=before - quantity, **counted):
            left = write.value(_LEFT, **counted)
            if left is not None:
                raise StockShort(
                    product=last.name,
                    product_id=product_id,
                    unit=last.unit,
                    left=max(left, 0) + before,
                    wanted=quantity,
                )
        return order_id


def reduce(book: Book, by: int, basket_id: int, wanted: Sequence[tuple[int, int, int]]) -> None:
    """Several positions at once, all or none: (product, price in cents, new quantity in thousandths) each.

    Refuses as `correct` does.
    """
    with book.write(by):
        for product_id, price, quantity in wanted:
            correct(book, by, basket_id, product_id, price, quantity)


def _needs_volunteer(write: Write, basket_id: int) -> None:
    _, distribution_id = owner(write, basket_id)
    group_id = distribution(write, distribution_id).group_id
    if role(write, write.who, group_id) not in ("volunteer", "coordinator"):
        raise NotAllowed(needed="volunteer")
