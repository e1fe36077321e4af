"""Who did what: the gestures of a day, of one person, of one product, in the order in which they came about."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, fn

from db.database import Book
from db.distributions import distribution
from db.gestures import UNDO, takes_back
from db.models import (
    Arrival,
    Basket,
    DayPrice,
    Fee,
    Gesture,
    HandOver,
    Member,
    Note,
    OrderLine,
    OrderMade,
    Orders,
    Posting,
    Product,
    Tender,
    TillStep,
)
from db.roles import needs_volunteer
from db.statements import Statement, came_about, slot
from db.values.counter import Told

_WRITER = Member.alias()
_GESTURES = Statement(
    lambda: (
        Gesture.select(
            Gesture.id,
            Gesture.kind,
            Gesture.at,
            _WRITER.first_name,
            _WRITER.last_name,
            Gesture.laptop,
            Gesture.terminal,
            Gesture.basket,
            Basket.label,
            Member.first_name,
            Member.last_name,
            Gesture.product,
            Product.name,
            Product.unit,
            Gesture.reason,
            Note.text,
            UNDO.id,
            Gesture.undoes,
        )
        .join(_WRITER, on=(_WRITER.id == Gesture.by_id))
        .switch(Gesture)
        .join(Basket, JOIN.LEFT_OUTER)
        .join(Member, JOIN.LEFT_OUTER)
        .switch(Gesture)
        .join(Product, JOIN.LEFT_OUTER)
        .switch(Gesture)
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == Gesture.id))
        .switch(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Gesture.distribution == slot("distribution"))
        .order_by(*came_about(Gesture, Gesture.distribution))
    )
)
# What each gesture changed: baskets and products it touched, thousandths now there, cents.
_TOUCHED = Statement(
    lambda: (
        OrderMade.select(
            OrderMade.gesture,
            Orders.basket,
            OrderLine.product,
            fn.SUM(OrderLine.quantity),
            fn.SUM(OrderLine.amount),
            fn.SUM(fn.MAX(OrderLine.quantity, 0)),
            fn.MAX(OrderLine.name),
            fn.MAX(OrderLine.unit),
        )
        .join(Orders, on=(Orders.id == OrderMade.id))
        .switch(OrderMade)
        .join(Gesture)
        .switch(Orders)
        .join(OrderLine, on=(OrderLine.order == Orders.id))
        .where(Gesture.distribution == slot("distribution"))
        .group_by(OrderMade.gesture, Orders.basket, OrderLine.product)
    )
)
_MONEY = Statement(
    lambda: (
        Tender.select(Tender.gesture, fn.SUM(Posting.amount))
        .join(Posting, on=(Posting.id == Tender.id))
        .switch(Tender)
        .join(Gesture)
        .where(Gesture.distribution == slot("distribution"))
        .group_by(Tender.gesture)
    )
)


def _one(model: Any, column: Any) -> Statement:
    return Statement(
        lambda: model.select(model.gesture, column).join(Gesture).where(Gesture.distribution == slot("distribution"))
    )


# Who took an order in its member's place: another member, or a name that was written.
_TAKERS = Statement(
    lambda: (
        HandOver.select(HandOver.gesture, Member.first_name, Member.last_name, Note.text)
        .join(Gesture)
        .switch(HandOver)
        .join(Member, JOIN.LEFT_OUTER, on=(Member.id == HandOver.to))
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == HandOver.id))
        .where(Gesture.distribution == slot("distribution"), Member.id.is_null(False) | Note.id.is_null(False))
    )
)
_ARRIVALS = _one(Arrival, Arrival.quantity)
_PRICES = _one(DayPrice, DayPrice.base_price)
_FEES = _one(Fee, Fee.amount)
_STEPS = _one(TillStep, TillStep.counted)


def told(
    book: Book, by: int, distribution_id: int, *, terminal: int = 0, basket_id: int = 0, product_id: int = 0
) -> tuple[Told, ...]:
    """The gestures of a distribution, latest first; of one order or one product when asked. A fixed number of queries.

    `terminal` says which are one's own. `quantity` is what is there after a gesture on one product, or what came;
    `amount` what it took or gave in money, else what it changed of what is owed. Refuses with NotAllowed, Unknown.
    """
    needs_volunteer(book, by, distribution(book, distribution_id).group_id)
    here = {"distribution": distribution_id}
    touched: dict[int, list[tuple[Any, ...]]] = {}
    for gesture, *row in book.all(_TOUCHED, **here):
        touched.setdefault(gesture, []).append(tuple(row))
    money = {row[0]: row[1] for read in (_MONEY, _FEES, _PRICES, _STEPS) for row in book.all(read, **here)}
    came = dict(book.all(_ARRIVALS, **here))
    takers = {
        gesture: written or f"{first} {last.upper()}".strip()
        for gesture, first, last, written in book.all(_TAKERS, **here)
    }
    found = []
    for one in book.all(_GESTURES, **here):
        id_, kind, at, by_first, by_last, laptop, at_terminal, basket, label, first, last = one[:11]
        product, name, unit, reason, words, undone, undoes = one[11:]
        rows = touched.get(id_, [])
        if basket_id and basket != basket_id and all(row[0] != basket_id for row in rows):
            continue
        if product_id and product != product_id and all(row[1] != product_id for row in rows):
            continue
        single = rows[0] if len(rows) == 1 else None
        amount = money.get(id_)
        if amount is None and rows:
            amount = sum(row[3] for row in rows)
        found.append(
            Told(
                id_,
                kind,
                at,
                f"{by_first} {by_last}".strip(),
                laptop == book.laptop and at_terminal == terminal,
                label or "",
                f"{first} {last.upper()}".strip() if first is not None else "",
                name or (single[5] if single else ""),
                unit or (single[6] if single else ""),
                came.get(id_, single[4] if single else None),
                amount,
                reason,
                words or "",
                undone is not None,
                undoes or 0,
                takers.get(id_, ""),
            )
        )
    return tuple(reversed(found))
