"""Everything about the time slots of one distribution: what the activities look at. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import fn

from db.database import Book, Reader
from db.distributions import distribution
from db.errors import NoSlotNeeded, NoSlots, SlotUnknown
from db.models import Basket, Member, OrderLine, Orders
from db.models import SlotPlan as PlanRow
from db.orders import owner
from db.slots_mine import latest_wishes, placings_where, starts_between, ways_where, wishes_where
from db.statements import Statement, slot
from db.values import orders as values
from db.values.slots import MySlot, SlotPlan

PLAN = Statement(
    lambda: (
        PlanRow.select(PlanRow.id, PlanRow.minutes, PlanRow.places, PlanRow.on)
        .where(PlanRow.distribution == slot("distribution"))
        .order_by(PlanRow.id)
    )
)


def _ordered(*where: Any) -> Any:
    """Everybody with something left of their order, by basket number."""
    asked = (Basket.id, Basket.label, Member.id, Member.first_name, Member.last_name, Basket.at)
    return (
        Basket.select(*asked)
        .join(Member)
        .switch(Basket)
        .join(Orders, on=(Orders.basket == Basket.id))
        .join(OrderLine, on=(OrderLine.order == Orders.id))
        .where(*where)
        .group_by(*asked, Basket.laptop, Basket.number)
        .having(fn.SUM(OrderLine.quantity) > 0)
        .order_by(Basket.laptop, Basket.number)
    )


class _Scope(NamedTuple):
    """The same reads for all who come to a distribution, and for one basket."""

    ordered: Statement
    ways: Statement
    wishes: Statement
    placings: Statement


def _scope(where: Any) -> _Scope:
    return _Scope(
        Statement(lambda: _ordered(where())),
        Statement(lambda: ways_where(where())),
        Statement(lambda: wishes_where(where())),
        Statement(lambda: placings_where(where())),
    )


_ALL = _scope(lambda: Basket.distribution == slot("distribution"))
_ONE = _scope(lambda: Basket.id == slot("basket"))


def slot_plan(reader: Reader, distribution_id: int) -> SlotPlan | None:
    """Whether and how a distribution has slots; None when they were never switched on."""
    rows = reader.all(PLAN, distribution=distribution_id)
    return SlotPlan(rows[-1][1], rows[-1][2] or 0, bool(rows[-1][3])) if rows else None


def slots(one: values.Distribution, plan: SlotPlan | None) -> tuple[int, ...]:
    """The start of each slot (UTC seconds). Minutes that are left over at the end have none."""
    return tuple(starts_between(one.starts_at, one.ends_at, plan.minutes)) if plan is not None and plan.on else ()


class Visitor(NamedTuple):
    """Somebody who comes, with what the journals say: also wishes and a placement that fit no slot any more."""

    basket_id: int
    label: str
    member_id: int
    name: str
    at: int
    helps: bool
    wished: tuple[int, ...]
    placed: int | None
    how: str  # '', 'run', 'hand'
    told: bool  # was given a slot at some time

    def stays(self, starts: Sequence[int]) -> bool:
        """Whether a person placed them, or took them out, and it still holds."""
        return self.how == "hand" and (self.placed is None or self.placed in starts)


class SlotSurvey(NamedTuple):
    """A distribution with its slots and all who come."""

    distribution: values.Distribution
    starts: tuple[int, ...]
    length: int  # seconds
    places: int
    visitors: tuple[Visitor, ...]
    left_over: tuple[int, ...]  # baskets that have a placement and do not come any more

    def needs_slots(self) -> None:
        if not self.starts:
            raise NoSlots()

    def needs_slot(self, start: int) -> None:
        if start not in self.starts:
            raise SlotUnknown(start=start, timezone=self.distribution.place.timezone)

    def visitor(self, basket_id: int) -> Visitor:
        for one in self.visitors:
            if one.basket_id == basket_id:
                return one
        raise NoSlotNeeded()


def survey(reader: Reader, distribution_id: int, basket_id: int = 0) -> SlotSurvey:
    """All who come, or only the one with this basket. Refuses with Unknown."""
    one = distribution(reader, distribution_id)
    plan = slot_plan(reader, distribution_id)
    scope = _ONE if basket_id else _ALL
    here = {"distribution": distribution_id, "basket": basket_id}
    ways = dict(reader.all(scope.ways, **here))
    wished = latest_wishes(reader.all(scope.wishes, **here))
    placed: dict[int, tuple[int | None, str]] = {}
    told = set()
    for basket, start, how in reader.all(scope.placings, **here):
        placed[basket] = (start, how)
        if start is not None:
            told.add(basket)
    visitors = tuple(
        Visitor(
            basket,
            label,
            member_id,
            f"{first_name} {last_name.upper()}".strip(),
            at,
            ways.get(basket) == "can_deliver",
            wished.get(basket, ()),
            *placed.get(basket, (None, "")),
            basket in told,
        )
        for basket, label, member_id, first_name, last_name, at in reader.all(scope.ordered, **here)
        if ways.get(basket) != "needs_delivery"
    )
    coming = {visitor.basket_id for visitor in visitors}
    left_over = tuple(basket for basket, (start, _) in placed.items() if start is not None and basket not in coming)
    length = plan.minutes * 60 if plan else 0
    return SlotSurvey(one, slots(one, plan), length, plan.places if plan else 0, visitors, left_over)


def my_slot(book: Book, basket_id: int) -> MySlot | None:
    """What a basket's member has of the slots; None without slots, for who does not come, and once all is over for
    who was given none: there is nothing to choose any more. Refuses with Unknown."""
    here = survey(book, owner(book, basket_id)[1], basket_id)
    if not here.starts or not here.visitors:
        return None
    [one] = here.visitors
    start = one.placed if one.placed in here.starts else None
    if start is None and here.distribution.state(book.clock.now()) == "past":
        return None
    return MySlot(start, here.length, tuple(wished for wished in one.wished if wished in here.starts))
