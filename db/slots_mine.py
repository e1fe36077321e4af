"""What one member has of time slots, on all distributions of a group at once; and the rows that tell it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import fn

from db.database import Reader
from db.models import Basket, Distribution, SlotPlaced, SlotWish, SlotWishLine, WayChosen
from db.models import SlotPlan as PlanRow
from db.statements import Statement, came_about, slot
from db.values.slots import MySlot


def ways_where(*where: Any) -> Any:
    return (
        WayChosen.select(WayChosen.basket, WayChosen.way)
        .join(Basket)
        .where(*where)
        .order_by(*came_about(WayChosen, WayChosen.basket))
    )


def latest_way() -> Any:
    """How the order of `Basket` leaves, beside it in a query; NULL when nothing was chosen."""
    way = WayChosen.alias()
    ways = way.select(way.way).where(way.basket == Basket.id)
    return ways.order_by(*(each.desc() for each in came_about(way))).limit(1)


def wishes_where(*where: Any) -> Any:
    return (
        SlotWishLine.select(SlotWish.basket, SlotWish.id, SlotWishLine.starts_at)
        .join(SlotWish)
        .join(Basket)
        .where(*where)
        .order_by(*came_about(SlotWish, SlotWish.basket), SlotWishLine.starts_at)
    )


def placings_where(*where: Any) -> Any:
    return (
        SlotPlaced.select(SlotPlaced.basket, SlotPlaced.starts_at, SlotPlaced.how)
        .join(Basket)
        .where(*where)
        .order_by(*came_about(SlotPlaced, SlotPlaced.basket))
    )


_WAYS = Statement(lambda: ways_where(Basket.member == slot("member")))
_WISHES = Statement(lambda: wishes_where(Basket.member == slot("member")))
_PLACINGS = Statement(lambda: placings_where(Basket.member == slot("member")))


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


def starts_between(starts_at: int, ends_at: int, minutes: int) -> range:
    """The start of each slot that fits into these hours (UTC seconds)."""
    return range(starts_at, ends_at - minutes * 60 + 1, minutes * 60)


def latest_wishes(wishes: Sequence[tuple[int, int, int]]) -> dict[int, tuple[int, ...]]:
    """By basket, the slots of the wish that holds: rows are basket, wish and slot, in the order of wishes."""
    found: dict[int, tuple[int, list[int]]] = {}
    for basket, wish_id, start in wishes:
        if basket not in found or found[basket][0] != wish_id:
            found[basket] = (wish_id, [])
        found[basket][1].append(start)
    return {basket: tuple(starts) for basket, (_, starts) in found.items()}


def slots_of_member(reader: Reader, member_id: int, group_id: int) -> dict[int, MySlot]:
    """By distribution of the group, what a member who comes has of its slots. One query where there are none."""
    planned = {row[0]: (starts_between(*row[1:]), row[3] * 60) for row in reader.all(_WITH_SLOTS, group=group_id)}
    if not planned:
        return {}
    baskets = dict(reader.all(_BASKETS, member=member_id))
    ways = dict(reader.all(_WAYS, member=member_id))
    wished = latest_wishes(reader.all(_WISHES, member=member_id))
    placed = {basket: start for basket, start, _ in reader.all(_PLACINGS, member=member_id)}
    found = {}
    for distribution_id, (starts, length) in planned.items():
        basket = baskets.get(distribution_id)
        if basket is not None and starts and ways.get(basket) != "needs_delivery":
            start = placed.get(basket)
            wishes = tuple(wish for wish in wished.get(basket, ()) if wish in starts)
            found[distribution_id] = MySlot(start if start in starts else None, length, wishes)
    return found
