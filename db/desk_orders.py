"""The order desk: a volunteer orders for a member who is there, on the phone, or left a paper form."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from peewee import JOIN

from db.basket_rules import check_lines, form_lines, needs_open
from db.database import Book
from db.distributions import distribution
from db.errors import BasketEmpty, ReasonMissing
from db.gestures import begin
from db.models import (
    Basket,
    CorrectionAnswered,
    CorrectionAsked,
    CorrectionLine,
    Distribution,
    Draft,
    Member,
    Note,
    OrderMade,
    Product,
)
from db.ordering import basket_of, record_lines
from db.roles import needs_volunteer, role
from db.statements import Statement, slot
from db.values.counter import Added, Station
from db.values.orders import Receipt

_PENDING = Statement(
    lambda: (
        Draft.select(Draft.member, Member.first_name, Member.last_name, Draft.distribution, Draft.changed_at)
        .join(Member)
        .switch(Draft)
        .join(Distribution)
        .where(Draft.state == "pending", Distribution.group == slot("group"))
        .order_by(Draft.changed_at)
    )
)
_REQUESTS = Statement(
    lambda: (
        CorrectionAsked.select(
            CorrectionAsked.id,
            CorrectionAsked.basket,
            Basket.label,
            Basket.distribution,
            Distribution.starts_at,
            Basket.member,
            Member.first_name,
            Member.last_name,
            CorrectionAsked.at,
            Note.text,
        )
        .join(Basket)
        .join(Distribution)
        .switch(Basket)
        .join(Member)
        .switch(CorrectionAsked)
        .join(CorrectionAnswered, JOIN.LEFT_OUTER, on=(CorrectionAnswered.request == CorrectionAsked.id))
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == CorrectionAsked.id))
        .where(Distribution.group == slot("group"), CorrectionAnswered.id.is_null())
        .order_by(CorrectionAsked.id)
    )
)
_REQUEST_PRODUCTS = Statement(
    lambda: (
        CorrectionLine.select(CorrectionLine.request, Product.name)
        .join(Product)
        .switch(CorrectionLine)
        .join(CorrectionAsked)
        .join(Basket)
        .join(Distribution)
        .where(Distribution.group == slot("group"))
        .order_by(CorrectionLine.id)
    )
)


class Unfinished(NamedTuple):
    """A basket that is validated and not confirmed: pending is not ordered."""

    member_id: int
    name: str
    distribution_id: int
    since: int


class ToAnswer(NamedTuple):
    """A correction that a member asked for and nobody answered. No contact: the team asks for it on its own page."""

    request_id: int
    basket_id: int
    basket: str
    distribution_id: int
    starts_at: int
    member_id: int
    name: str
    at: int
    why: str
    products: tuple[str, ...]


def order_for(
    book: Book, station: Station, member_id: int, wanted: Sequence[Added], *, recording: str = "", why: str = ""
) -> Receipt:
    """Everything on one form, recorded at once for the member, durable when this returns.

    `recording` names the form: twice is one order. Once orders are closed it is for a coordinator, with a word why.
    Refuses with BasketEmpty, OrdersNotOpen, ReasonMissing, ProductUnavailable, QuantityOffStep, StockShort, NotAllowed.
    """
    if not wanted:
        raise BasketEmpty()
    with book.write(station.by) as write:
        one = distribution(write, station.distribution_id)
        needs_volunteer(write, station.by, one.group_id)
        late = one.state(write.now) != "open"
        if late:
            if one.state(write.now) == "upcoming" or role(write, station.by, one.group_id) != "coordinator":
                needs_open(one, write.now)
            if not why.strip():
                raise ReasonMissing()
        lines = form_lines(write, member_id, one, wanted, write.now)
        tariff = check_lines(write, lines, member_id, one)
        receipt = record_lines(write, member_id, one, recording or secrets.token_hex(16), lines, tariff)
        if not receipt.again:
            basket_id = basket_of(write, member_id, one.id)
            begun = begin(write, station, "ordered", basket_id=basket_id, reason="other" if late else "", words=why)
            write.add(OrderMade, id=receipt.order_id, gesture_id=begun.id)
        return receipt


def may_order_late(book: Book, by: int, group_id: int) -> bool:
    """Whether `by` may order for somebody once orders are closed."""
    return role(book, by, group_id) == "coordinator"


def unfinished(book: Book, by: int, group_id: int) -> tuple[Unfinished, ...]:
    """Baskets pending in a group, the longest waiting first. Refuses with NotAllowed."""
    needs_volunteer(book, by, group_id)
    return tuple(
        Unfinished(member, f"{first} {last.upper()}".strip(), distribution_id, at)
        for member, first, last, distribution_id, at in book.all(_PENDING, group=group_id)
    )


def to_answer(book: Book, by: int, group_id: int) -> tuple[ToAnswer, ...]:
    """Corrections asked for and not answered, the oldest first. Refuses with NotAllowed."""
    needs_volunteer(book, by, group_id)
    products: dict[int, list[str]] = {}
    for request, name in book.all(_REQUEST_PRODUCTS, group=group_id):
        products.setdefault(request, []).append(name)
    return tuple(
        ToAnswer(
            request,
            basket,
            label,
            distribution_id,
            starts_at,
            member,
            f"{first} {last.upper()}".strip(),
            at,
            why or "",
            tuple(products.get(request, ())),
        )
        for request, basket, label, distribution_id, starts_at, member, first, last, at, why in book.all(
            _REQUESTS, group=group_id
        )
    )
