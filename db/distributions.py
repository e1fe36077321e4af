"""Distributions: when and where, when orders open and close, and what a member has in each."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Case, Select, fn

from db.database import Book, Reader
from db.delivery_mine import my_deliveries
from db.errors import DatesOutOfOrder, NotUnique, Unknown
from db.models import (
    Basket,
    CorrectionAnswered,
    CorrectionAsked,
    Distribution,
    Draft,
    DraftLine,
    Group,
    OrderLine,
    Orders,
    Place,
    Posting,
    WayChosen,
)
from db.roles import needs_coordinator
from db.slots_mine import slots_of_member
from db.statements import Statement, came_about, slot
from db.undone import answers
from db.values import orders as values
from db.values.delivery import MyDelivery
from db.values.money import line_amount
from db.values.orders import DistributionCard

_INSTANTS = ("opens_at", "closes_at", "starts_at", "ends_at")
_COLUMNS = (
    Distribution.id,
    Distribution.group,
    Group.name,
    Place.id,
    Place.name,
    Place.address,
    Place.postcode,
    Place.city,
    Place.timezone,
    Distribution.starts_at,
    Distribution.ends_at,
    Distribution.opens_at,
    Distribution.closes_at,
)


def _select() -> Any:
    return Distribution.select(*_COLUMNS).join(Group).switch(Distribution).join(Place)


_ONE = Statement(lambda: _select().where(Distribution.id == slot("distribution")))
_OF_GROUP = Statement(lambda: _select().where(Distribution.group == slot("group")).order_by(Distribution.starts_at))
_PLACE_IN_GROUP = Statement(
    lambda: Place.select(Place.id).where(Place.id == slot("place"), Place.group == slot("group"))
)
_ALL = Statement(lambda: _select().order_by(Distribution.starts_at))
# What one member has, for all distributions of a group at once: the number of queries does not grow.
_BASKETS = Statement(
    lambda: (
        Basket.select(Basket.distribution, Basket.id, Basket.label)
        .join(Distribution)
        .where(Basket.member == slot("member"), Distribution.group == slot("group"))
        .order_by(Basket.id)
    )
)


def _sums() -> Any:
    """By basket: how many products are left in it after corrections, and their sum."""
    product = (
        OrderLine.select(
            Orders.basket.alias("basket"),
            fn.SUM(OrderLine.quantity).alias("quantity"),
            fn.SUM(OrderLine.amount).alias("amount"),
        )
        .join(Orders)
        .join(Basket)
        .join(Distribution)
        .where(Basket.member == slot("member"), Distribution.group == slot("group"))
        .group_by(Orders.basket, OrderLine.product)
        .alias("product")
    )
    left = Case(None, ((product.c.quantity > 0, 1),), 0)
    return Select((product,), (product.c.basket, fn.SUM(left), fn.SUM(product.c.amount))).group_by(product.c.basket)


_SUMS = Statement(_sums)
_DUE = Statement(
    lambda: (
        Posting.select(Posting.basket, fn.SUM(Posting.amount))
        .where(Posting.member == slot("member"), Posting.group == slot("group"))
        .group_by(Posting.basket)
    )
)
_WAYS = Statement(
    lambda: (
        WayChosen.select(WayChosen.basket, WayChosen.way)
        .join(Basket)
        .where(Basket.member == slot("member"))
        .order_by(*came_about(WayChosen, WayChosen.basket))
    )
)
_REQUESTS = Statement(
    lambda: (
        CorrectionAsked.select(CorrectionAsked.basket, CorrectionAnswered.outcome)
        .join(CorrectionAnswered, JOIN.LEFT_OUTER, on=answers())
        .switch(CorrectionAsked)
        .join(Basket)
        .where(Basket.member == slot("member"))
        .order_by(CorrectionAsked.id)
    )
)
_DRAFTS = Statement(
    lambda: (
        Draft.select(Draft.distribution, Draft.state, DraftLine.quantity, DraftLine.price)
        .join(DraftLine, on=(DraftLine.draft == Draft.id))
        .where(Draft.member == slot("member"))
    )
)


def _of(row: tuple[Any, ...]) -> values.Distribution:
    return values.Distribution(row[0], row[1], row[2], values.Place(*row[3:9]), *row[9:13])


def distribution(reader: Reader, distribution_id: int) -> values.Distribution:
    """Refuses with Unknown."""
    row = reader.one(_ONE, distribution=distribution_id)
    if row is None:
        raise Unknown(kind="distribution", given=str(distribution_id))
    return _of(row)


def distributions(book: Book, group_id: int = 0) -> tuple[values.Distribution, ...]:
    """All distributions of a group (of the book when 0), earliest first."""
    rows = book.all(_OF_GROUP, group=group_id) if group_id else book.all(_ALL)
    return tuple(_of(row) for row in rows)


def find(book: Book, text: str, group_id: int = 0) -> values.Distribution:
    """By id, by day (« 2026-12-05 » or « 05/12/2026 », local to the place), or by group name when that is unique.

    Refuses with Unknown, or with NotUnique, whose choices are days, and ids with their group for those of one day.
    """
    from datetime import datetime
    from zoneinfo import ZoneInfo

    wanted = text.strip()
    found, days = [], []
    for one in distributions(book, group_id):
        if wanted == str(one.id):
            return one
        day = datetime.fromtimestamp(one.starts_at, ZoneInfo(one.place.timezone))
        if wanted in (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}") or wanted.casefold() == one.group.casefold():
            found.append(one)
            days.append(f"{day:%Y-%m-%d}")
    if not found:
        raise Unknown(kind="distribution", given=text)
    if len(found) > 1:
        choices = (
            day if days.count(day) == 1 else f"{one.id} ({one.group})" for one, day in zip(found, days, strict=True)
        )
        raise NotUnique(kind="distribution", given=text, choices=tuple(choices))
    return found[0]


def cards(book: Book, member_id: int, group_id: int) -> tuple[DistributionCard, ...]:
    """What the member sees of a group: open first, then closed and not yet held, not yet open, past (latest first).

    Always the same number of queries. `member_id` 0 is somebody not signed in.
    """
    now = book.clock.now()
    basket_of: dict[int, tuple[int, str]] = {}
    for distribution_id, basket_id, label in book.all(_BASKETS, member=member_id, group=group_id):
        basket_of.setdefault(distribution_id, (basket_id, label))
    ordered = {basket: (count, total) for basket, count, total in book.all(_SUMS, member=member_id, group=group_id)}
    due = dict(book.all(_DUE, member=member_id, group=group_id))
    ways = dict(book.all(_WAYS, member=member_id))
    requests = {basket: outcome or "asked" for basket, outcome in book.all(_REQUESTS, member=member_id)}
    deliveries = my_deliveries(book, member_id, group_id)
    slots = slots_of_member(book, member_id, group_id)
    drafts: dict[int, tuple[str, int, int]] = {}
    for distribution_id, state, quantity, price in book.all(_DRAFTS, member=member_id):
        _, count, total = drafts.get(distribution_id, ("", 0, 0))
        drafts[distribution_id] = (state, count + 1, total + line_amount(quantity, price))
    found = []
    for one in distributions(book, group_id):
        basket_id, label = basket_of.get(one.id, (0, ""))
        count, total = ordered.get(basket_id, (0, 0))
        state, draft_count, draft_total = drafts.get(one.id, ("", 0, 0))
        found.append(
            DistributionCard(
                distribution=one,
                state=one.state(now),
                basket=label,
                ordered=total,
                products=count,
                draft=state,
                draft_products=draft_count,
                draft_total=draft_total,
                way=ways.get(basket_id, ""),
                correction=requests.get(basket_id, ""),
                paid=bool(basket_id) and due.get(basket_id, 0) >= 0,
                slot=slots.get(one.id) if count else None,
                delivery=deliveries.get(one.id, MyDelivery()),
            )
        )
    rank = {"open": 0, "closed": 1, "upcoming": 2, "past": 3}
    found.sort(key=lambda card: (rank[card.state], card.distribution.starts_at * (-1 if card.state == "past" else 1)))
    return tuple(found)


def add(
    book: Book, by: int, group_id: int, place_id: int, starts_at: int, ends_at: int, opens_at: int, closes_at: int
) -> int:
    """A new distribution; instants are UTC seconds. Refuses with DatesOutOfOrder, NotAllowed, Unknown."""
    _check_dates(opens_at, closes_at, starts_at, ends_at)
    with book.write(by) as write:
        needs_coordinator(write, by, group_id)
        _check_place(write, place_id, group_id)
        return write.register(
            Distribution,
            group_id=group_id,
            place_id=place_id,
            starts_at=starts_at,
            ends_at=ends_at,
            opens_at=opens_at,
            closes_at=closes_at,
        )


def change(book: Book, by: int, distribution_id: int, **changes: int) -> values.Distribution:
    """Change `place_id`, `starts_at`, `ends_at`, `opens_at`, `closes_at`. Refuses as `add` does."""
    if unknown := changes.keys() - {"place_id", *_INSTANTS}:
        raise TypeError(f"a distribution has no {', '.join(sorted(unknown))}")
    with book.write(by) as write:
        old = distribution(write, distribution_id)
        needs_coordinator(write, by, old.group_id)
        if "place_id" in changes:
            _check_place(write, changes["place_id"], old.group_id)
        _check_dates(**{name: changes.get(name, getattr(old, name)) for name in _INSTANTS})
        write.revise(Distribution, distribution_id, **changes)
        return distribution(write, distribution_id)


def open_now(book: Book, by: int, distribution_id: int) -> values.Distribution:
    """Orders open at once, unless they are. Refuses with DatesOutOfOrder when they had closed: give a new closing too.

    Refuses with NotAllowed, Unknown.
    """
    changes = _unless(book, distribution_id, "open", opens_at=book.clock.now())
    return change(book, by, distribution_id, **changes)


def close_now(book: Book, by: int, distribution_id: int) -> values.Distribution:
    """Orders close at once, unless they did: pending baskets keep the group's grace, which does not begin again.

    Refuses with NotAllowed, Unknown, DatesOutOfOrder when they had not opened.
    """
    changes = _unless(book, distribution_id, "closed", "past", closes_at=book.clock.now())
    return change(book, by, distribution_id, **changes)


def _unless(book: Book, distribution_id: int, *states: str, **changes: int) -> dict[str, int]:
    """The changes, or none when the distribution is in one of these states already."""
    return {} if distribution(book, distribution_id).state(book.clock.now()) in states else changes


def _check_place(reader: Reader, place_id: int, group_id: int) -> None:
    if reader.one(_PLACE_IN_GROUP, place=place_id, group=group_id) is None:
        raise Unknown(kind="place", given=str(place_id))


def _check_dates(opens_at: int, closes_at: int, starts_at: int, ends_at: int) -> None:
    if opens_at >= closes_at:
        raise DatesOutOfOrder(earlier="opens", later="closes")
    if closes_at > starts_at:
        raise DatesOutOfOrder(earlier="closes", later="starts")
    if starts_at >= ends_at:
        raise DatesOutOfOrder(earlier="starts", later="ends")
