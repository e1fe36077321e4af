"""Time slots: switched on for a distribution, wished by those who come. `db.placing` gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from peewee import fn

from db.baskets import grace
from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import NoSlotChosen, NotAllowed, SlotsClosed, SlotsInvalid
from db.models import Basket, Distribution, SlotPlaced, SlotWish, SlotWishLine
from db.models import SlotPlan as PlanRow
from db.orders import owner
from db.roles import needs_coordinator, role
from db.slot_survey import PLAN, Visitor, my_slot, slot_plan, slots, survey
from db.slots_mine import latest_way, slots_of_member
from db.statements import Statement, came_about, slot
from db.values import orders as values
from db.values.slots import LEAST_MINUTES, MOST_MINUTES, MOST_PLACES, USUAL_MINUTES, Slot, SlotPlan, ToAskAgain, Visit

__all__ = [
    "board",
    "fullness",
    "may_wish",
    "my_slot",
    "slot_of",
    "slot_plan",
    "slots",
    "slots_of_member",
    "switch_off",
    "switch_on",
    "to_ask_again",
    "wish",
    "would_lose",
]


def _placed(*where: Any) -> Any:
    """Placements that hold, with the hours and the plan they must fit into. Who is brought their order has none."""
    later, newer = SlotPlaced.alias(), PlanRow.alias()
    places = later.select(later.id).where(later.basket == Basket.id)
    latest_place = places.order_by(*(each.desc() for each in came_about(later))).limit(1)
    return (
        SlotPlaced.select(
            SlotPlaced.basket, SlotPlaced.starts_at, Distribution.starts_at, Distribution.ends_at, PlanRow.minutes
        )
        .join(Basket)
        .join(Distribution)
        .join(PlanRow, on=(PlanRow.distribution == Distribution.id))
        .where(
            *where,
            PlanRow.on,
            PlanRow.id == newer.select(fn.MAX(newer.id)).where(newer.distribution == Distribution.id),
            SlotPlaced.starts_at.is_null(False),
            SlotPlaced.id == latest_place,
            fn.COALESCE(latest_way(), "") != "needs_delivery",
        )
    )


_PLACED_BASKET = Statement(lambda: _placed(Basket.id == slot("basket")))


# --- Switching them on and off ---------------------------------------------------------------------------------------


def switch_on(
    book: Book, by: int, distribution_id: int, minutes: int = USUAL_MINUTES, places: int | None = None
) -> None:
    """A coordinator gives a distribution slots, or changes them: wishes for slots that still exist stay.

    `places` per slot; None for no limit. Refuses with SlotsInvalid, NotAllowed, Unknown.
    """
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise SlotsInvalid(reason="minutes", least=LEAST_MINUTES, most=MOST_MINUTES)
    if places is not None and not 1 <= places <= MOST_PLACES:
        raise SlotsInvalid(reason="places", least=1, most=MOST_PLACES)
    with book.write(by) as write:
        one = distribution(write, distribution_id)
        needs_coordinator(write, by, one.group_id)
        lasts = (one.ends_at - one.starts_at) // 60
        if minutes > lasts:
            raise SlotsInvalid(reason="hours", least=LEAST_MINUTES, most=lasts)
        _set_plan(write, distribution_id, minutes=minutes, places=places, on=True)


def switch_off(book: Book, by: int, distribution_id: int) -> None:
    """No slots any more; what people wished is kept for when they are switched on again.

    Refuses with NotAllowed, Unknown.
    """
    with book.write(by) as write:
        needs_coordinator(write, by, distribution(write, distribution_id).group_id)
        if write.all(PLAN, distribution=distribution_id):
            _set_plan(write, distribution_id, on=False)


def would_lose(reader: Reader, distribution_id: int, minutes: int) -> int:
    """How many people have a slot that would be gone if slots lasted so many minutes. Refuses with Unknown."""
    here = survey(reader, distribution_id)
    starts = slots(here.distribution, SlotPlan(minutes, 0, on=True))
    return sum(one.placed in here.starts and one.placed not in starts for one in here.visitors)


def _set_plan(write: Write, distribution_id: int, **wanted: Any) -> None:
    rows = write.all(PLAN, distribution=distribution_id)
    if not rows:
        write.register(PlanRow, distribution_id=distribution_id, **wanted)
        return
    now = dict(zip(("minutes", "places", "on"), rows[-1][1:], strict=True))
    write.revise(PlanRow, rows[-1][0], **{name: value for name, value in wanted.items() if value != now[name]})


# --- Wishes -----------------------------------------------------------------------------------------------------------


def wish(book: Book, by: int, basket_id: int, starts: Iterable[int]) -> None:
    """The slots that suit (their starts), instead of those ticked before. By the member, or by a volunteer for them.

    Members choose until orders close; who confirms later, in the grace for pending baskets, may still choose once.
    Refuses with NoSlotChosen, SlotUnknown, SlotsClosed, NoSlots, NoSlotNeeded, NotAllowed, Unknown.
    """
    wanted = sorted(set(starts))
    with book.write(by) as write:
        member_id, distribution_id = owner(write, basket_id)
        here = survey(write, distribution_id, basket_id)
        one = here.distribution
        team = role(write, by, one.group_id) in ("volunteer", "coordinator")
        if by != member_id and not team:
            raise NotAllowed(needed="volunteer")
        here.needs_slots()
        visitor = here.visitor(basket_id)
        if not team and write.now >= _until(write, one, visitor):
            raise SlotsClosed(closes_at=one.closes_at, timezone=one.place.timezone)
        if not wanted:
            raise NoSlotChosen()
        for start in wanted:
            here.needs_slot(start)
        if tuple(wanted) != visitor.wished:
            wish_id = write.add(SlotWish, basket_id=basket_id)
            write.add_all(SlotWishLine, [{"wish_id": wish_id, "starts_at": start} for start in wanted])


def may_wish(book: Book, basket_id: int) -> bool:
    """Whether its member may choose slots now. Refuses with Unknown."""
    here = survey(book, owner(book, basket_id)[1], basket_id)
    return bool(here.starts) and any(book.clock.now() < _until(book, here.distribution, one) for one in here.visitors)


def _until(reader: Reader, one: values.Distribution, visitor: Visitor) -> int:
    """Members choose until orders close; who has not chosen yet, until late baskets are let go."""
    first = not visitor.wished and visitor.how == ""
    return one.closes_at + (grace(reader, one.group_id) if first else 0)


# --- Reading ----------------------------------------------------------------------------------------------------------


def slot_of(reader: Reader, basket_id: int) -> int | None:
    """Where the basket's member is placed (the slot's start), or None."""
    return _that_exist(reader.all(_PLACED_BASKET, basket=basket_id)).get(basket_id)


def _that_exist(rows: list[tuple[Any, ...]]) -> dict[int, int]:
    return {
        basket: start
        for basket, start, starts_at, ends_at, minutes in rows
        if start in range(starts_at, ends_at - minutes * 60 + 1, minutes * 60)
    }


def fullness(reader: Reader, distribution_id: int) -> tuple[Slot, ...]:
    """Each slot and how full it is; nothing where slots are off. Refuses with Unknown."""
    here = survey(reader, distribution_id)
    wished = Counter(start for one in here.visitors for start in one.wished)
    placed = Counter(one.placed for one in here.visitors)
    return tuple(Slot(start, start + here.length, wished[start], placed[start], here.places) for start in here.starts)


def board(reader: Reader, distribution_id: int) -> tuple[Visit, ...]:
    """All who come, by slot and then basket number; those without a slot last. Refuses with Unknown."""
    here = survey(reader, distribution_id)
    found = []
    for one in here.visitors:
        start = one.placed if one.placed in here.starts else None
        wishes = tuple(wished for wished in one.wished if wished in here.starts)
        by_hand = one.stays(here.starts)
        found.append(Visit(one.basket_id, one.label, one.member_id, one.name, start, wishes, one.helps, by_hand))
    last = here.distribution.ends_at
    return tuple(sorted(found, key=lambda visit: last if visit.start is None else visit.start))


def to_ask_again(reader: Reader, distribution_id: int) -> tuple[ToAskAgain, ...]:
    """People who ticked only slots that are gone, by basket number, unless a person gave them one since.

    Refuses with Unknown.
    """
    here = survey(reader, distribution_id)
    return tuple(
        ToAskAgain(one.basket_id, one.label, one.member_id, one.name, one.wished)
        for one in here.visitors
        if here.starts and one.wished and not set(one.wished) & set(here.starts) and not one.stays(here.starts)
    )
