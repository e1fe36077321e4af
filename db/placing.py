"""Giving people their time slots: all at once by the rule, when orders close or when asked, or one by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from db.baskets import grace
from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import DependedOn, NotAllowed, SlotFull, Unknown
from db.models import Basket, CallMade, CallToMake, Draft, SlotPlaced
from db.models import SlotPlan as PlanRow
from db.orders import owner
from db.placement import Person, place
from db.roles import needs_coordinator, needs_volunteer, role
from db.slot_survey import SlotSurvey, Visitor, slot_plan, slots, survey
from db.statements import Statement, came_about, slot
from db.values.slots import Placement

_WITH_PLAN = Statement(lambda: PlanRow.select(PlanRow.distribution).where(PlanRow.on).distinct())

# What closing did is nobody's: a move that somebody took back also gives a slot as it was given by the rule.
_CLOSING_RAN = Statement(
    lambda: (
        SlotPlaced.select(SlotPlaced.id)
        .join(Basket)
        .where(
            Basket.distribution == slot("distribution"),
            SlotPlaced.how == "run",
            SlotPlaced.by_id == 0,
            SlotPlaced.at >= slot("since"),
        )
        .limit(1)
    )
)
_STEP = Statement(lambda: SlotPlaced.select(SlotPlaced.basket, SlotPlaced.by_id).where(SlotPlaced.id == slot("step")))
_STEPS = Statement(
    lambda: (
        SlotPlaced.select(SlotPlaced.id, SlotPlaced.starts_at, SlotPlaced.how)
        .where(SlotPlaced.basket == slot("basket"))
        .order_by(*came_about(SlotPlaced, SlotPlaced.basket))
    )
)


def _calls_of() -> Any:
    made = CallMade.select(CallMade.made).where(CallMade.call == CallToMake.id)
    latest = made.order_by(*(each.desc() for each in came_about(CallMade))).limit(1)
    return CallToMake.select(latest).where(CallToMake.step == slot("step"))


_CALLS_OF = Statement(_calls_of)
_STILL_PENDING = Statement(
    lambda: Draft.select(Draft.id).where(Draft.distribution == slot("distribution"), Draft.state == "pending").limit(1)
)


def place_everyone(book: Book, by: int, distribution_id: int, again_all: bool = False) -> Placement:
    """A coordinator has all who come placed by the rule of `db.placement.place`, at any time and as often as wanted.

    Who was placed by hand stays there and counts, unless `again_all`. Only who changes gets a new row, and a call to
    make if they had been given a slot before. Refuses with NoSlots, NotAllowed, Unknown.
    """
    with book.write(by) as write:
        here = survey(write, distribution_id)
        needs_coordinator(write, by, here.distribution.group_id)
        here.needs_slots()
        return _place(write, here, again_all)


def would_place(reader: Reader, distribution_id: int, again_all: bool = False) -> Placement:
    """What `place_everyone` would come to now; nothing is written. Refuses with NoSlots, Unknown."""
    here = survey(reader, distribution_id)
    here.needs_slots()
    return _plan(here, again_all).comes_to


def place_at_closing(book: Book) -> int:
    """Place everybody wherever orders have closed and this was not done since; in how many distributions.

    While a pending basket may still be confirmed, its distribution waits. Where nobody changes, one row says all the
    same that it was done: what the team writes afterwards moves nobody by itself. What a coordinator had placed
    meanwhile is done again, with those who came later.
    """
    done = 0
    for (distribution_id,) in book.all(_WITH_PLAN):
        if _is_due(book, distribution_id, book.clock.now()):
            with book.write() as write:
                if _is_due(write, distribution_id, write.now):  # another process may have been faster
                    here = survey(write, distribution_id)
                    if not _place(write, here).changed:
                        _give(write, [(one, one.placed) for one in here.visitors if one.how == "run"][:1], "run")
                    done += 1
    return done


def _is_due(reader: Reader, distribution_id: int, now: int) -> bool:
    one = distribution(reader, distribution_id)
    return (
        one.state(now) == "closed"
        and bool(slots(one, slot_plan(reader, distribution_id)))
        and reader.one(_CLOSING_RAN, distribution=distribution_id, since=one.closes_at) is None
        and (
            reader.one(_STILL_PENDING, distribution=distribution_id) is None
            or now >= one.closes_at + grace(reader, one.group_id)
        )
    )


class _Plan(NamedTuple):
    changed: list[tuple[Visitor, int | None]]  # with the slot that each is to have
    comes_to: Placement


def _place(write: Write, here: SlotSurvey, again_all: bool = False) -> Placement:
    plan = _plan(here, again_all)
    _give(write, plan.changed, "run")
    write.add_all(SlotPlaced, [{"basket_id": basket, "starts_at": None, "how": "run"} for basket in here.left_over])
    return plan.comes_to


def _plan(here: SlotSurvey, again_all: bool) -> _Plan:
    moving = [one for one in here.visitors if again_all or not one.stays(here.starts)]
    staying = [one for one in here.visitors if not again_all and one.stays(here.starts)]
    found = place(
        [Person(one.basket_id, frozenset(one.wished), one.helps, one.at) for one in moving],
        here.starts,
        here.places,
        Counter(one.placed for one in staying if one.placed is not None),
    )
    changed = [(one, start) for one in moving if (start := found.get(one.basket_id)) != one.placed]
    at = {one.basket_id: one.placed for one in staying} | found
    came_to = Placement(
        placed=sum(start is not None for start in at.values()),
        as_wished=sum(at.get(one.basket_id) in one.wished for one in here.visitors),
        without=len(moving) - len(found),
        changed=len(changed),
    )
    return _Plan(changed, came_to)


def move(book: Book, by: int, basket_id: int, start: int | None, forced: bool = False) -> int:
    """A volunteer gives somebody a slot (its start), or takes theirs away (None). It stays when all are placed again.

    The row's id, which `undo` takes; 0 when nothing changed.
    Where all places are taken only a coordinator goes on, `forced`. Who had been given another slot is to be called.
    Refuses with SlotFull, SlotUnknown, NoSlots, NoSlotNeeded, NotAllowed, Unknown.
    """
    with book.write(by) as write:
        _, distribution_id = owner(write, basket_id)
        here = survey(write, distribution_id)
        one = here.distribution
        own = role(write, by, one.group_id)
        if own not in ("volunteer", "coordinator"):
            raise NotAllowed(needed="volunteer")
        here.needs_slots()
        visitor = here.visitor(basket_id)
        if start is not None:
            here.needs_slot(start)
            try:
                _needs_room(here, visitor, start)
            except SlotFull:
                if not forced:
                    raise
                if own != "coordinator":
                    raise NotAllowed(needed="coordinator") from None
        if (visitor.placed, visitor.how) == (start, "hand"):
            return 0
        return _give(write, [(visitor, start)], "hand")[0]


def _needs_room(here: SlotSurvey, visitor: Visitor, start: int) -> None:
    others = sum(other.placed == start for other in here.visitors if other is not visitor)
    if here.places and others >= here.places:
        tz = here.distribution.place.timezone
        raise SlotFull(start=start, timezone=tz, placed=others, places=here.places)


def undo(book: Book, by: int, step_id: int) -> None:
    """« Annuler » the writer's own move: the slot of before, given as it was given then. A new row, nothing goes away.

    Who was called already about the move is to be called again. Refuses with DependedOn when the person is elsewhere
    since, with SlotUnknown or SlotFull for the slot of before, NoSlots, NoSlotNeeded, NotAllowed, Unknown.
    """
    with book.write(by) as write:
        row = write.one(_STEP, step=step_id)
        if row is None:
            raise Unknown(kind="step", given=str(step_id))
        basket_id, who = row
        here = survey(write, owner(write, basket_id)[1])
        needs_volunteer(write, by, here.distribution.group_id)
        if who != by:
            raise NotAllowed(needed="volunteer")
        here.needs_slots()
        visitor = here.visitor(basket_id)
        steps = {row[0]: (row[1], row[2]) for row in write.all(_STEPS, basket=basket_id)}
        if (visitor.placed, visitor.how) != steps[step_id]:
            raise DependedOn(kind="placed")
        place_in = list(steps).index(step_id)
        start, how = list(steps.values())[place_in - 1] if place_in else (None, "run")
        if start is not None:
            here.needs_slot(start)
            _needs_room(here, visitor, start)
        told = any(made for (made,) in write.all(_CALLS_OF, step=step_id))
        _give(write, [(visitor._replace(told=told), start)], how)


def _give(write: Write, changed: Sequence[tuple[Visitor, int | None]], how: str) -> list[int]:
    """The steps' ids."""
    steps = write.add_all(
        SlotPlaced, [{"basket_id": one.basket_id, "starts_at": start, "how": how} for one, start in changed]
    )
    calls = [
        {"basket_id": one.basket_id, "member_id": one.member_id, "why": "slot", "step": step}
        for (one, start), step in zip(changed, steps, strict=True)
        if one.told and start != one.placed
    ]
    write.add_all(CallToMake, calls)
    return steps
