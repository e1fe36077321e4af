"""A distribution as a whole: who comes, who was served, who still owes, what nobody fetched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from peewee import JOIN, fn

from db.database import Book
from db.delivery_survey import survey
from db.distributions import distribution
from db.gestures import UNDO, takes_back
from db.models import (
    Basket,
    Distribution,
    Gesture,
    Group,
    HandOver,
    Member,
    Membership,
    OrderLine,
    Orders,
    Place,
    Posting,
    Uncollected,
    WayChosen,
    Weighing,
)
from db.people_search import homonyms
from db.resuming import being_served
from db.roles import needs_volunteer
from db.statements import Statement, came_about, slot
from db.values import orders as values
from db.values.counter import Visitor
from db.values.text import fold

_REVERSAL = OrderLine.alias()
_PEOPLE = Statement(
    lambda: (
        Basket.select(
            Basket.id,
            Basket.label,
            Basket.laptop,
            Basket.number,
            Member.id,
            Member.first_name,
            Member.last_name,
            Member.first_name2,
            Member.last_name2,
        )
        .join(Member)
        .where(Basket.distribution == slot("distribution"))
        .order_by(Basket.laptop, Basket.number)
    )
)
_TO_WEIGH = Statement(
    lambda: (
        OrderLine.select(Orders.basket, fn.COUNT(OrderLine.product.distinct()))
        .join(Orders)
        .join(Basket)
        .switch(OrderLine)
        .join(_REVERSAL, JOIN.LEFT_OUTER, on=(_REVERSAL.reverses == OrderLine.id))
        .switch(OrderLine)
        .join(Weighing, JOIN.LEFT_OUTER, on=(Weighing.line == OrderLine.id))
        .where(
            Basket.distribution == slot("distribution"),
            OrderLine.reverses.is_null(),
            _REVERSAL.id.is_null(),
            Weighing.id.is_null(),
        )
        .group_by(Orders.basket)
    )
)
_TOTALS = Statement(
    lambda: (
        Orders.select(Orders.basket, fn.SUM(Orders.total))
        .join(Basket)
        .where(Basket.distribution == slot("distribution"))
        .group_by(Orders.basket)
    )
)
_SUMS = Statement(
    lambda: (
        Posting.select(Posting.basket, fn.SUM(Posting.amount))
        .join(Basket)
        .where(Basket.distribution == slot("distribution"))
        .group_by(Posting.basket)
    )
)
_HANDED = Statement(
    lambda: (
        HandOver.select(HandOver.basket, HandOver.whole, HandOver.later_at)
        .join(Basket)
        .switch(HandOver)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Basket.distribution == slot("distribution"), UNDO.id.is_null())
        .order_by(*came_about(Gesture, HandOver.basket))
    )
)
_OUTCOMES = Statement(
    lambda: (
        Uncollected.select(Uncollected.basket, Uncollected.outcome)
        .join(Basket)
        .switch(Uncollected)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Basket.distribution == slot("distribution"), UNDO.id.is_null())
        .order_by(*came_about(Gesture, Uncollected.basket))
    )
)
# Whoever paid, or whose goods were weighed while the distribution is held, is there.
_THERE = Statement(
    lambda: (
        Gesture.select(Gesture.basket)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(
            Gesture.distribution == slot("distribution"),
            Gesture.basket.is_null(False),
            Gesture.at >= slot("since"),
            Gesture.kind.in_(("weighed", "added", "paid", "taken_out", "replaced")),
            UNDO.id.is_null(),
        )
        .distinct()
    )
)
_WAYS = Statement(
    lambda: (
        WayChosen.select(WayChosen.basket, WayChosen.way)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"))
        .order_by(*came_about(WayChosen, WayChosen.basket))
    )
)
_BALANCES = Statement(
    lambda: (
        Posting.select(Posting.member, Member.first_name, Member.last_name, fn.SUM(Posting.amount))
        .join(Member)
        .where(Posting.group == slot("group"))
        .group_by(Posting.member, Member.first_name, Member.last_name)
        .having(fn.SUM(Posting.amount) != 0)
        .order_by(Member.last_name, Member.first_name)
    )
)
# Other groups that hand out in the same house that day: only that somebody of this name is there is told.
_ELSEWHERE = Statement(
    lambda: (
        Basket.select(Group.id, Group.name, Member.name_key)
        .join(Member)
        .switch(Basket)
        .join(Distribution)
        .join(Group)
        .switch(Distribution)
        .join(Place)
        .join(Membership, on=((Membership.group == Group.id) & (Membership.member == slot("by"))))
        .where(
            Distribution.group != slot("group"),
            Membership.role.in_(("volunteer", "coordinator")),
            Distribution.starts_at < slot("ends"),
            Distribution.ends_at > slot("starts"),
            Place.address == slot("address"),
            Place.postcode == slot("postcode"),
        )
    )
)


def visitors(book: Book, by: int, distribution_id: int) -> tuple[Visitor, ...]:
    """Everybody with an order here, by basket number. A fixed number of queries. Refuses with NotAllowed, Unknown."""
    one = distribution(book, distribution_id)
    needs_volunteer(book, by, one.group_id)
    here = {"distribution": distribution_id}
    twins = homonyms(book, one.group_id)
    to_weigh = dict(book.all(_TO_WEIGH, **here))
    totals = dict(book.all(_TOTALS, **here))
    sums = dict(book.all(_SUMS, **here))
    ways = dict(book.all(_WAYS, **here))
    outcomes = dict(book.all(_OUTCOMES, **here))
    there = {row[0] for row in book.all(_THERE, since=one.starts_at, **here)} | being_served(book, distribution_id)
    handed: dict[int, tuple[bool, int | None]] = {}
    for basket, whole, later_at in book.all(_HANDED, **here):
        handed[basket] = (bool(whole) or handed.get(basket, (False, None))[0], later_at)
    brought = _brought_by(book, distribution_id)
    found = []
    for basket, label, laptop, number, member, first, last, first2, last2 in book.all(_PEOPLE, **here):
        whole, later_at = handed.get(basket, (False, None))
        state = "served" if whole else "part" if basket in handed else "present" if basket in there else "to_come"
        found.append(
            Visitor(
                basket,
                label,
                laptop,
                number,
                member,
                first,
                last,
                f"{first2} {last2.upper()}".strip(),
                twins.get(member, ""),
                state,
                totals.get(basket, 0),
                -sums.get(basket, 0),
                to_weigh.get(basket, 0),
                ways.get(basket, ""),
                brought.get(basket, ""),
                None if whole else later_at,
                "" if whole else outcomes.get(basket, ""),  # who came after all
            )
        )
    # An order that was emptied, and that no money is in, is nobody's, unless it was given up on the day.
    return tuple(one for one in found if one.total or one.due or one.to_weigh or one.outcome or one.state != "to_come")


def _brought_by(book: Book, distribution_id: int) -> dict[int, str]:
    """Who carries each order that a neighbour brings; names."""
    known = survey(book, distribution_id)
    return {basket: known.neighbours[held.deliverer].name for basket, held in known.rounds.items()}


class Balance(NamedTuple):
    """Somebody whose account in the group is not even; cents, negative: they owe."""

    member_id: int
    name: str
    amount: int


def balances(book: Book, by: int, group_id: int) -> tuple[Balance, ...]:
    """Everybody of a group who owes something, or has something to their credit, by name. Refuses with NotAllowed."""
    needs_volunteer(book, by, group_id)
    return tuple(
        Balance(member, f"{first} {last.upper()}".strip(), amount)
        for member, first, last, amount in book.all(_BALANCES, group=group_id)
    )


class Debts(NamedTuple):
    """Orders of a day by what is paid of them, nothing, a part, too much."""

    unpaid: tuple[Visitor, ...]
    part: tuple[Visitor, ...]
    over: tuple[Visitor, ...]


def debts(visitors_: tuple[Visitor, ...], accounts: Iterable[Balance] | None = None) -> Debts:
    """`due` is what is still owed of each order, negative what was paid too much.

    With the `accounts` of the group, only what the account of the person bears out: who had a credit owes less than the
    order says, and who paid an older debt with it has not paid too much.
    """
    if accounts is not None:
        balances_ = {one.member_id: one.amount for one in accounts}
        visitors_ = tuple(one._replace(due=_borne_out(one.due, balances_.get(one.member_id, 0))) for one in visitors_)
    return Debts(
        tuple(one for one in visitors_ if one.total and one.due == one.total),
        tuple(one for one in visitors_ if 0 < one.due != one.total),
        tuple(one for one in visitors_ if one.due < 0),
    )


def _borne_out(due: int, balance: int) -> int:
    return max(0, min(due, -balance)) if due > 0 else min(0, max(due, -balance))


class Progress(NamedTuple):
    """How far a day is; people. `given_up` are orders that nobody fetched and that went back to what is left over."""

    served: int
    part: int
    present: int
    to_come: int
    given_up: int = 0

    @property
    def all(self) -> int:
        return sum(self)


def is_given_up(one: Visitor) -> bool:
    return one.outcome in ("surplus", "surplus_owed")


def progress(visitors_: tuple[Visitor, ...]) -> Progress:
    counts: dict[str, int] = defaultdict(int)
    for one in visitors_:
        counts["given_up" if is_given_up(one) else one.state] += 1
    return Progress(counts["served"], counts["part"], counts["present"], counts["to_come"], counts["given_up"])


def elsewhere(book: Book, by: int, one: values.Distribution, typed: str) -> tuple[str, ...]:
    """Groups of the same house and hours where somebody of this name has an order, for who belongs to both teams."""
    words = fold(typed).split()
    if not words:
        return ()
    rows: list[tuple[Any, ...]] = book.all(
        _ELSEWHERE,
        by=by,
        group=one.group_id,
        starts=one.starts_at,
        ends=one.ends_at,
        address=one.place.address,
        postcode=one.place.postcode,
    )
    return tuple(
        sorted({name for _, name, key in rows if all(any(own.startswith(w) for own in key.split()) for w in words)})
    )
