"""A member's account in a group: what is owed and paid. The balance is the sum of its entries; due is minus that."""

from __future__ import annotations

from peewee import JOIN, fn

from db.database import Book, Reader
from db.errors import NotAllowed, Unknown
from db.models import Basket, Distribution, Place, Posting
from db.roles import role
from db.statements import Statement, slot
from db.values.orders import Movement

_BALANCE = Statement(
    lambda: Posting.select(fn.COALESCE(fn.SUM(Posting.amount), 0)).where(
        Posting.member == slot("member"), Posting.group == slot("group")
    )
)
_MOVEMENTS = Statement(
    lambda: (
        Posting.select(
            Posting.at,
            Posting.kind,
            Posting.means,
            Posting.amount,
            Basket.label,
            Distribution.starts_at,
            Place.timezone,
        )
        .join(Basket, JOIN.LEFT_OUTER)
        .join(Distribution, JOIN.LEFT_OUTER)
        .join(Place, JOIN.LEFT_OUTER)
        .where(Posting.member == slot("member"), Posting.group == slot("group"))
        .order_by(Posting.at, Posting.id)
    )
)

_LEFT = Statement(
    lambda: (
        Posting.select(Basket.distribution, fn.SUM(Posting.amount))
        .join(Basket)
        .where(Posting.member == slot("member"), Posting.group == slot("group"))
        .group_by(Posting.basket)
    )
)

_BASKET = Statement(
    lambda: (
        Basket.select(Basket.id)
        .join(Distribution)
        .where(Basket.id == slot("basket"), Basket.member == slot("member"), Distribution.group == slot("group"))
    )
)


def balance(reader: Reader, member_id: int, group_id: int) -> int:
    """Cents; negative when the member owes. What is due is always exactly minus this."""
    return int(reader.value(_BALANCE, member=member_id, group=group_id))


def left(reader: Reader, member_id: int, group_id: int) -> dict[int, int]:
    """By distribution: cents that are still to pay of what was ordered there, where something is."""
    found: dict[int, int] = {}
    for distribution_id, amount in reader.all(_LEFT, member=member_id, group=group_id):
        if amount < 0:
            found[distribution_id] = found.get(distribution_id, 0) - amount
    return found


def movements(book: Book, member_id: int, group_id: int) -> tuple[Movement, ...]:
    """Every entry, latest first, each with the balance after it."""
    found, running = [], 0
    for at, kind, means, amount, basket, starts_at, timezone in book.all(_MOVEMENTS, member=member_id, group=group_id):
        running += amount
        found.append(Movement(at, kind, means, amount, running, basket or "", starts_at, timezone or "UTC"))
    return tuple(reversed(found))


def pay(
    book: Book, by: int, member_id: int, group_id: int, amount: int, means: str, basket_id: int | None = None
) -> int:
    """A payment taken by the team; `amount` in cents is positive, `means` 'cash', 'cheque', 'card' or 'transfer'.

    Refuses with NotAllowed, and with Unknown when the basket is not the member's in this group.
    """
    if amount <= 0:
        raise ValueError(amount)
    with book.write(by) as write:
        if role(write, by, group_id) not in ("volunteer", "coordinator"):
            raise NotAllowed(needed="volunteer")
        if basket_id is not None and write.one(_BASKET, basket=basket_id, member=member_id, group=group_id) is None:
            raise Unknown(kind="order", given=str(basket_id))
        return write.add(
            Posting,
            member_id=member_id,
            group_id=group_id,
            basket_id=basket_id,
            order_id=None,
            kind="payment",
            means=means,
            amount=amount,
        )
