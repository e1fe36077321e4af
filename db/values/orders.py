"""Distributions, baskets and orders, as reads return them.

Instants are UTC seconds, money is cents, quantities are thousandths of the unit.
"""

from __future__ import annotations

from typing import NamedTuple

from db.values.delivery import MyDelivery
from db.values.slots import MySlot


class Place(NamedTuple):
    id: int
    name: str
    address: str
    postcode: str
    city: str
    timezone: str


class Distribution(NamedTuple):
    id: int
    group_id: int
    group: str
    place: Place
    starts_at: int
    ends_at: int
    opens_at: int
    closes_at: int

    def state(self, now: int) -> str:
        """'upcoming' before orders open, 'open', 'closed' until it is held, then 'past'."""
        if now < self.opens_at:
            return "upcoming"
        if now < self.closes_at:
            return "open"
        return "closed" if now < self.ends_at else "past"


class DistributionCard(NamedTuple):
    """A distribution and what this member has in it."""

    distribution: Distribution
    state: str  # as Distribution.state, when it was read
    basket: str  # « 12 » or « B3 », empty before the first order
    ordered: int  # cents recorded, corrections included
    products: int  # positions recorded
    draft: str  # '', 'draft' or 'pending'
    draft_products: int
    draft_total: int  # cents, at today's prices
    way: str  # '', 'needs_delivery', 'can_deliver', 'pickup_only'
    correction: str  # '', 'asked', 'done', 'refused': the latest request
    paid: bool
    slot: MySlot | None = None  # where there are time slots and one comes to collect
    delivery: MyDelivery = MyDelivery()


class Line(NamedTuple):
    """One position of a basket or an order: the same product at the same price."""

    product_id: int
    name: str
    reference: str
    unit: str
    price: int  # cents per unit
    quantity: int
    amount: int
    step: int
    minimum: int


class Draft(NamedTuple):
    """A basket that reserves nothing. `state`: 'draft' or 'pending'; `recording` names what a Confirm will record."""

    distribution_id: int
    state: str
    recording: str
    lines: tuple[Line, ...]
    total: int
    changed_at: int


class Receipt(NamedTuple):
    """What the book answers once an order is durable."""

    order_id: int
    basket: str
    total: int
    products: int
    at: int
    balance: int  # of the member in the group, after it
    again: bool  # this recording had been recorded before


class Order(NamedTuple):
    """Everything a member has on one basket number."""

    basket_id: int
    distribution: Distribution
    basket: str
    lines: tuple[Line, ...]
    total: int
    paid: bool
    way: str
    recorded_at: int  # the first recording
    requests: tuple[CorrectionRequest, ...]


class CorrectionRequest(NamedTuple):
    id: int
    asked_at: int
    products: tuple[str, ...]
    why: str
    outcome: str  # '', 'done', 'refused'
    answer: str
    answered_at: int | None


class Movement(NamedTuple):
    """One entry of a member's account in a group; `amount` is negative for what is owed."""

    at: int
    kind: str  # 'order', 'correction', 'payment'
    means: str  # '', 'cash', 'cheque', 'card', 'transfer'
    amount: int
    balance: int  # after it
    basket: str
    distribution_at: int | None
    timezone: str


class ToPay(NamedTuple):
    """An order beside what a member owed already; cents. `before` is negative for a credit, `due` for what is left."""

    order: int
    before: int
    due: int

    @classmethod
    def if_ordered(cls, order: int, balance: int) -> ToPay:
        """What there would be to pay; `balance` is the member's now."""
        return cls(order, -balance, order - balance)

    @classmethod
    def once_ordered(cls, receipt: Receipt) -> ToPay:
        """What there is to pay now that the order is recorded."""
        return cls(receipt.total, -receipt.balance - receipt.total, -receipt.balance)


class Recorded(NamedTuple):
    """An order recorded whose screen nobody has seen: the power was cut just then."""

    order_id: int
    basket: str
    at: int
    timezone: str
