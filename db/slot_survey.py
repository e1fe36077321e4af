"""Everything about the time slots of one distribution: what the activities look at. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import fn

from db.database import Reader
from db.distributions import distribution
from db.errors import NoSlotNeeded, NoSlots, SlotUnknown
from db.models import Basket, Distribution, Member, OrderLine, Orders, SlotPlaced, SlotWish, SlotWishLine, WayChosen
from db.models import SlotPlan as PlanRow
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


def _ways(*where: Any) -> Any:
    return WayChosen.select(WayChosen.basket, WayChosen.way).join(Basket).where(*where).order_by(WayChosen.id)


def _wishes(*where: Any) -> Any:
    return (
        SlotWishLine.select(SlotWish.basket, SlotWish.id, SlotWishLine.starts_at)
        .join(SlotWish)
        .join(Basket)
        .where(*where)
        .order_by(SlotWish.id, SlotWishLine.starts_at)
    )


def _placings(*where: Any) -> Any:
    return (
        SlotPlaced.select(SlotPlaced.basket, SlotPlaced.starts_at, SlotPlaced.how)
        .join(Basket)
        .where(*where)
        .order_by(SlotPlaced.id)
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
        Statement(lambda: _ways(where())),
        Statement(lambda: _wishes(where())),
        Statement(lambda: _placings(where())),
    )


_ALL = _scope(lambda: Basket.distribution == slot("distribution"))
_ONE = _scope(lambda: Basket.id == slot("basket"))
_MINE = _scope(lambda: Basket.member == slot("member"))


def _with_slots() -> Any:
    newer = PlanRow.alias()
    return (
        Distribution.select(Distribution.id, Distribution.starts_at, Distribution.ends_at, PlanRow.minutes)
        .join(PlanRow, on=(PlanRow.distribution == Distribution.id))
        .where(
            Distribution.group == slot("group"),
            PlanRow.on,
            PlanRow.id == newer.select(fn.MAX(newer.id)).where(newer.distribution == Distribution.id),
        )
    )


_WITH_SLOTS = Statement(_with_slots)
_BASKETS = Statement(lambda: Basket.select(Basket.distribution, Basket.id).where(Basket.member == slot("member")))


def slot_plan(reader: Reader, distribution_id: int) -> SlotPlan | None:
    """Whether and how a distribution has slots; None when they were never switched on."""
    rows = reader.all(PLAN, distribution=distribution_id)
    return SlotPlan(rows[-1][1], rows[-1][2] or 0, bool(rows[-1][3])) if rows else None


def slots(one: values.Distribution, plan: SlotPlan | None) -> tuple[int, ...]:
    """The start of each slot (UTC seconds). Minutes that are left over at the end have none."""
    return tuple(_starts(one.starts_at, one.ends_at, plan.minutes)) if plan is not None and plan.on else ()


def _starts(starts_at: int, ends_at: int, minutes: int) -> range:
    return range(starts_at, ends_at - minutes * 60 + 1, minutes * 60)


def _latest(wishes: Sequence[tuple[int, int, int]]) -> dict[int, tuple[int, ...]]:
    """By basket, the slots of the wish that holds: rows are basket, wish and slot, in the order of wishes."""
    found: dict[int, tuple[int, list[int]]] = {}
    for basket, wish_id, start in wishes:
        if basket not in found or found[basket][0] != wish_id:
            found[basket] = (wish_id, [])
        found[basket][1].append(start)
    return {basket: tuple(starts) for basket, (_, starts) in found.items()}


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
    wished = _latest(reader.all(scope.wishes, **here))
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


def my_slot(reader: Reader, basket_id: int, distribution_id: int) -> MySlot | None:
    """What a basket's member has of the slots; None without slots, or for who does not come. Refuses with Unknown."""
    here = survey(reader, distribution_id, basket_id)
    if not here.starts or not here.visitors:
        return None
    [one] = here.visitors
    start = one.placed if one.placed in here.starts else None
    return MySlot(start, here.length, tuple(wished for wished in one.wished if wished in here.starts))


def slots_of_member(reader: Reader, member_id: int, group_id: int) -> dict[int, MySlot]:
    """By distribution of the group, what a member who comes has of its slots. One query where there are none."""
    planned = {row[0]: (_starts(*row[1:]), row[3] * 60) for row in reader.all(_WITH_SLOTS, group=group_id)}
    if not planned:
        return {}
    baskets = dict(reader.all(_BASKETS, member=member_id))
    ways = dict(reader.all(_MINE.ways, member=member_id))
    wished = _latest(reader.all(_MINE.wishes, member=member_id))
    placed = {basket: start for basket, start, _ in reader.all(_MINE.placings, member=member_id)}
    found = {}
    for distribution_id, (starts, length) in planned.items():
        basket = baskets.get(distribution_id)
        if basket is not None and starts and ways.get(basket) != "needs_delivery":
            start = placed.get(basket)
            wishes = tuple(wish for wish in wished.get(basket, ()) if wish in starts)
            found[distribution_id] = MySlot(start if start in starts else None, length, wishes)
    return found
