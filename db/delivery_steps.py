"""What becomes of a request: it is taken, agreed, delivered, or released again. Every step is a row of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from db.calls import OPPOSITE, call
from db.database import Book, Write
from db.delivery_survey import Event, Survey, needs_undelivered, survey
from db.errors import (
    DeliveryOver,
    DependedOn,
    LimitReached,
    MeetTooEarly,
    MeetTooLate,
    NotAllowed,
    NotAssigned,
    NotCarried,
    OfferMissing,
    OwnRequest,
    Refusal,
    RequestGone,
    RequestTaken,
    TextMissing,
    Unknown,
)
from db.models import CallMade, CallToMake, DeliveryStep, Note, StepMade
from db.orders import owner
from db.roles import needs_volunteer, role
from db.statements import Statement, came_about, slot
from db.values.capacity import over_limit
from db.values.delivery import CONTAINERS, MONEY, Rival, Round, Step, turn
from db.values.text import clean_paragraph

_BASKET_OF = Statement(lambda: DeliveryStep.select(DeliveryStep.basket).where(DeliveryStep.id == slot("step")))
# As they came about, and which of them a gesture made that left nothing of the order.
_STEPS = Statement(
    lambda: (
        DeliveryStep.select(DeliveryStep.id, StepMade.id)
        .join(StepMade, JOIN.LEFT_OUTER, on=(StepMade.id == DeliveryStep.id))
        .where(DeliveryStep.basket == slot("basket"))
        .order_by(*came_about(DeliveryStep, DeliveryStep.basket))
    )
)
_CALLS_OF = Statement(
    lambda: (
        CallToMake.select(CallToMake.id, CallToMake.member, CallToMake.why, CallMade.made)
        .join(CallMade, JOIN.LEFT_OUTER, on=(CallMade.call == CallToMake.id))
        .where(CallToMake.step == slot("step"))
        .order_by(*came_about(CallMade, CallToMake.id))
    )
)


def take(book: Book, by: int, basket_id: int) -> int:
    """« Prendre »: the reader carries this request. The step's id, which `undo` takes.

    Refuses with OfferMissing before one said how much one can carry, LimitReached, RequestTaken when somebody was
    faster, RequestGone, OwnRequest, DeliveryOver, Unknown.
    """
    with book.write(by) as write:
        known, here = _arrangeable(write, basket_id)
        return _take(write, known, here, basket_id, by)


def assign(book: Book, by: int, basket_id: int, deliverer: int) -> int:
    """A volunteer has a request carried by somebody who offered; whoever carried it is relieved. The step's id.

    All three are to be called. Of several who took it on different laptops, the one named here keeps it. Refuses
    as `take` does, and with NotAllowed, and DependedOn once it is delivered.
    """
    with book.write(by) as write:
        known, here = _arrangeable(write, basket_id)
        needs_volunteer(write, by, here.group_id)
        held = known.rounds.get(basket_id)
        if held is not None:
            needs_undelivered(held)
            if held.deliverer == deliverer and not held.rivals:
                raise RequestTaken(by=known.neighbours[deliverer].short)
            kept = None
            for rival in (Rival(held.taken, held.deliverer), *held.rivals):
                if rival.deliverer == deliverer:
                    kept = rival.taken
                else:
                    _end(write, known, basket_id, rival, "")
            if kept is not None:
                return kept
        return _take(write, known, here, basket_id, deliverer)


def assign_all(book: Book, by: int, pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Several requests that nobody carries, all or none: (basket, deliverer) each. The steps' ids.

    Nobody is relieved. Refuses with NotAssigned, which tells every request that hinders and why, NotAllowed, Unknown.
    """
    taken: list[int] = []
    hindered: list[tuple[int, Refusal]] = []
    known: dict[int, Survey] = {}
    with book.write(by) as write:
        for basket_id, deliverer in pairs:
            try:
                around, here = _arrangeable(write, basket_id, known=known)
                needs_volunteer(write, by, here.group_id)
                taken.append(_take(write, around, here, basket_id, deliverer))
            except (DeliveryOver, LimitReached, OfferMissing, OwnRequest, RequestGone, RequestTaken) as refusal:
                hindered.append((basket_id, refusal))
        if hindered:
            raise NotAssigned(why=tuple(hindered))
    return tuple(taken)


def release(book: Book, by: int, basket_id: int, word: str = "") -> int:
    """« Rendre »: the request is open again at once, with a word for the person. The step's id.

    By the deliverer, who owes a word, or by a volunteer. Refuses with NotCarried, TextMissing (field 'word'),
    TextRefused, TextTooLong, NotAllowed, DeliveryOver, DependedOn once it is delivered.
    """
    with book.write(by) as write:
        known, here = _arrangeable(write, basket_id, standing=False)
        held = _held(write, known, here, basket_id)
        needs_undelivered(held)
        if by == held.deliverer and not word.strip():
            raise TextMissing(field="word")
        return _end(write, known, basket_id, held, word)


def agree(book: Book, by: int, basket_id: int, meet_at: int, money: str, containers: str) -> int:
    """« Noter l'accord »: day and hour (UTC seconds), how the money is settled, whose containers. The step's id.

    The latest agreement holds. Refuses with NotCarried, MeetTooEarly, MeetTooLate,
    NotAllowed, DeliveryOver.
    """
    if money not in MONEY or containers not in CONTAINERS:
        raise ValueError((money, containers))
    with book.write(by) as write:
        known, here = _arrangeable(write, basket_id)
        held = _held(write, known, here, basket_id)
        if meet_at < here.starts_at:
            raise MeetTooEarly(starts_at=here.starts_at, timezone=here.timezone)
        if meet_at > (until := here.meet_until()):
            raise MeetTooLate(until=until, timezone=here.timezone)
        what = {"meet_at": meet_at, "money": money, "containers": containers}
        return _step(write, known, basket_id, "agreed", held.deliverer, held.taken, **what)


def deliver(book: Book, by: int, basket_id: int) -> int:
    """« Livrée »: the person has it. By the deliverer or a volunteer. The step's id.

    Refuses with NotCarried, NotAllowed, DeliveryOver, DependedOn when it is already.
    """
    with book.write(by) as write:
        known, here = _arrangeable(write, basket_id)
        held = _held(write, known, here, basket_id)
        needs_undelivered(held)
        return _step(write, known, basket_id, "delivered", held.deliverer, held.taken)


def undo(book: Book, by: int, step_id: int) -> None:
    """« Annuler » the writer's own step: taken, released, agreed or delivered. A new row, nothing goes away.

    Whoever was called already about it is to be called again. Refuses with DependedOn when something later rests on
    the step, for a release as `take` does when it cannot be carried again, NotAllowed, Unknown, DeliveryOver.
    """
    undo_all(book, by, (step_id,))


def undo_all(book: Book, by: int, steps: Iterable[int]) -> None:
    """Several of the writer's own steps, all or none, in one reading of the deliveries. Refuses as `undo` does."""
    known: dict[int, Survey] = {}
    with book.write(by) as write:
        for step_id in steps:
            _undo(write, step_id, known)


def _undo(write: Write, step_id: int, known: dict[int, Survey]) -> None:
    basket_id = write.value(_BASKET_OF, step=step_id)
    if basket_id is None:
        raise Unknown(kind="step", given=str(step_id))
    around, here = _arrangeable(write, basket_id, standing=False, known=known)
    steps = around.steps_of(basket_id)
    undone = {one.about for one in steps if one.kind == "undone"}
    step = next(one for one in steps if one.id == step_id)
    if step.by != write.who or step.kind not in ("taken", "released", "agreed", "delivered"):
        raise NotAllowed(needed="volunteer")
    if step.id in undone:
        raise DependedOn(kind="undone")
    _check_nothing_later(steps, step, undone)
    if step.kind == "released":
        _needs_free(write, around, here, basket_id, step.deliverer)
    _step(write, around, basket_id, "undone", step.deliverer, step.id)
    _call_back(write, basket_id, step.id)


def resume(write: Write, basket_id: int) -> None:
    """Something is in an order again: `bring_again`, if the last step of its delivery said that it was empty."""
    steps = write.all(_STEPS, basket=basket_id)
    if steps and steps[-1][1] is not None:
        bring_again(write, steps[-1][0])


def bring_again(write: Write, step_id: int) -> None:
    """An order of which nothing was left is there again: whoever was to bring it brings it again.

    If somebody else brings it since, they do. If they cannot, the request is open and its person is to be called, once.
    """
    basket_id = write.value(_BASKET_OF, step=step_id)
    known = survey(write, owner(write, basket_id)[1])
    [here] = known.distributions.values()
    step = next(one for one in known.steps_of(basket_id) if one.id == step_id)
    if any((one.kind, one.about) == ("undone", step_id) for one in known.steps_of(basket_id)):
        return
    try:
        _needs_free(write, known, here, basket_id, step.deliverer)
    except (LimitReached, OfferMissing):
        person = known.requests[basket_id].member.id
        if person not in {row[1] for row in write.all(_CALLS_OF, step=step_id)}:
            call(write, basket_id, person, "released", step_id)
    except (OwnRequest, RequestGone, RequestTaken):
        pass
    else:
        _step(write, known, basket_id, "undone", step.deliverer, step_id)
        _call_back(write, basket_id, step_id)


def _check_nothing_later(steps: list[Step], step: Step, undone: set[int | None]) -> None:
    round_id = step.id if step.kind == "taken" else step.about
    for later in steps[steps.index(step) + 1 :]:
        stands = later.id not in undone and later.kind not in ("undone", "changed")
        if stands and later.about == round_id:
            raise DependedOn(kind=later.kind)


def _call_back(write: Write, basket_id: int, step_id: int) -> None:
    """Whoever was told of a step that is undone must be told so; `db.calls` leaves out who was not."""
    told = {row[0]: row[1:] for row in write.all(_CALLS_OF, step=step_id)}  # the latest tick of each
    for member_id, why, made in told.values():
        if made:
            call(write, basket_id, member_id, OPPOSITE[why], step_id)


# --- What they have in common -----------------------------------------------------------------------------------------


def _arrangeable(
    write: Write, basket_id: int, *, standing: bool = True, known: dict[int, Survey] | None = None
) -> tuple[Survey, Event]:
    """The deliveries around a basket, read unless they are `known` by distribution.

    Refuses with Unknown, DeliveryOver, and RequestGone for none (if `standing`).
    """
    _, distribution_id = owner(write, basket_id)
    known = {} if known is None else known
    around = known.get(distribution_id) or known.setdefault(distribution_id, survey(write, distribution_id))
    here = around.distributions[distribution_id]
    if write.now >= here.over_at():
        raise DeliveryOver(days=here.contact_days)
    if standing and basket_id not in around.requests:
        raise RequestGone()
    return around, here


def _held(write: Write, known: Survey, here: Event, basket_id: int) -> Round:
    """The round that the writer may go on with: their own, or any for a volunteer. Refuses with NotCarried."""
    held = known.rounds.get(basket_id)
    team = role(write, write.who, here.group_id) in ("volunteer", "coordinator")
    if held is None or (held.deliverer != write.who and not team):
        raise NotCarried()
    return held


def _needs_free(write: Write, known: Survey, here: Event, basket_id: int, deliverer: int) -> None:
    """Refuses unless somebody may carry this request within their limits, and nobody else does."""
    asked = known.requests.get(basket_id)
    if asked is None:
        raise RequestGone()
    if asked.member.id == deliverer:
        raise OwnRequest()
    held = known.rounds.get(basket_id)
    if held is not None:
        raise RequestTaken(by=known.neighbours[held.deliverer].short)
    offer = known.offer(here.id, deliverer)
    if offer is None:
        own = deliverer == write.who
        raise OfferMissing(name="" if own or deliverer not in known.neighbours else known.neighbours[deliverer].name)
    if (refusal := over_limit(offer, asked.grams)) is not None:
        raise refusal


def _take(write: Write, known: Survey, here: Event, basket_id: int, deliverer: int) -> int:
    _needs_free(write, known, here, basket_id, deliverer)
    person = known.requests[basket_id].member.id
    step = _step(write, known, basket_id, "taken", deliverer, turn=turn(known.steps_of(basket_id)))
    if person != write.who:
        call(write, basket_id, person, "taken", step)
    if deliverer != write.who:
        call(write, basket_id, deliverer, "assigned", step)
    return step


def _end(write: Write, known: Survey, basket_id: int, held: Round | Rival, word: str) -> int:
    text = clean_paragraph(word)
    step = _step(write, known, basket_id, "released", held.deliverer, held.taken)
    if text:
        write.add(Note, id=step, text=text)
    if basket_id in known.requests:
        call(write, basket_id, known.requests[basket_id].member.id, "released", step)
    if held.deliverer != write.who:
        call(write, basket_id, held.deliverer, "unassigned", step)
    return step


def _step(
    write: Write, known: Survey, basket_id: int, kind: str, deliverer: int, about: int | None = None, **values: Any
) -> int:
    """One row, with which `known` keeps up."""
    step = write.add(
        DeliveryStep,
        basket_id=basket_id,
        kind=kind,
        deliverer_id=deliverer,
        laptop=write.book.laptop,
        about_id=about,
        **values,
    )
    agreed = (values.get("meet_at"), values.get("money", ""), values.get("containers", ""))
    known.wrote(Step(step, basket_id, kind, deliverer, about, *agreed, write.now, write.who))
    return step
