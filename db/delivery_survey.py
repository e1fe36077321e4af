"""Everything about the deliveries of one distribution, or of a group's recent ones: what the activities look at.

A fixed number of queries, whatever is asked. It holds names and addresses to work with; what may be shown of them is
decided by `db.delivery_lists` and `db.contacts`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from peewee import JOIN, Value, fn

from db.database import Reader
from db.errors import DependedOn
from db.gestures import UNDO, takes_back
from db.given_up import given_up
from db.models import (
    Basket,
    DeliveryOffer,
    DeliveryStep,
    Distribution,
    Gesture,
    Group,
    HandOver,
    Member,
    Note,
    OrderLine,
    Orders,
    Place,
    RequestWords,
    WayChosen,
)
from db.statements import Statement, came_about, slot
from db.values.delivery import Offer, Round, Step, in_order, standing
from db.values.nearness import Where, where
from db.values.weight import grams

DAY = 86_400  # seconds


class Event(NamedTuple):
    """A distribution, as far as deliveries care."""

    id: int
    group_id: int
    starts_at: int
    ends_at: int
    timezone: str
    contact_days: int

    def over_at(self) -> int:
        """When contacts leave deliverers' screens."""
        return self.ends_at + self.contact_days * DAY

    def meet_until(self) -> int:
        """The latest hour that two neighbours agree on: a day remains where contacts leave at once."""
        return max(self.over_at(), self.ends_at + DAY)


class Neighbour(NamedTuple):
    """Somebody who asks or carries, to compute with."""

    id: int
    first_name: str
    last_name: str
    where: Where

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name.upper()}".strip()

    @property
    def short(self) -> str:
        """« Jeanne L. »"""
        return f"{self.first_name} {self.last_name[:1].upper()}.".strip() if self.last_name else self.first_name


def needs_undelivered(held: Round) -> None:
    """Refuses with DependedOn once the person has it."""
    if held.delivered:
        raise DependedOn(kind="delivered")


class Asked(NamedTuple):
    """A request that stands, with what is in the basket."""

    chosen: int  # the `WayChosen` row, which the words are kept under
    distribution: Event
    basket_id: int
    basket: str
    member: Neighbour
    consent: bool
    at: int
    by: int
    times: str
    note: str
    grams: int
    products: int
    amount: int


class Survey(NamedTuple):
    distributions: dict[int, Event]
    requests: dict[int, Asked]  # by basket
    steps: dict[int, list[Step]]  # by basket, as they came about; also of requests that are gone
    rounds: dict[int, Round]  # by basket; absent while nobody carries it
    offers: dict[tuple[int, int], Offer]  # by distribution and member; taken back ones have 0 orders
    neighbours: dict[int, Neighbour]
    words: dict[int, str]  # by step

    def offer(self, distribution_id: int, member_id: int) -> Offer | None:
        """What somebody offers now, or None."""
        found = self.offers.get((distribution_id, member_id))
        return found if found and found.orders else None

    def steps_of(self, basket_id: int) -> list[Step]:
        return self.steps.get(basket_id, [])

    def carried_by(self, distribution_id: int, member_id: int) -> list[Asked]:
        """The requests that somebody carries, by basket."""
        return [
            asked
            for basket_id, asked in self.requests.items()
            if asked.distribution.id == distribution_id
            and (held := self.rounds.get(basket_id)) is not None
            and held.deliverer == member_id
        ]

    def wrote(self, step: Step) -> None:
        """Keep up with a step that was just written: of many, each counts for the next."""
        basket_id, before = step.basket_id, self.rounds.get(step.basket_id)
        self.steps[basket_id] = in_order((*self.steps_of(basket_id), step))
        held = standing(self.steps[basket_id])
        if held is not None:
            self.rounds[basket_id] = held
        else:
            self.rounds.pop(basket_id, None)
        asked = self.requests.get(basket_id)
        for deliverer in {one.deliverer for one in (before, held) if one is not None and asked is not None}:
            assert asked is not None
            here = asked.distribution.id
            if (offer := self.offers.get((here, deliverer))) is not None:
                carried = self.carried_by(here, deliverer)
                self.offers[here, deliverer] = offer._replace(
                    taken_orders=len(carried), taken_grams=sum(one.grams for one in carried)
                )

    def word_to_deliverer(self, basket_id: int) -> str:
        """What the person last wrote to the one who carries their order; empty when nothing, or erased."""
        held = self.rounds.get(basket_id)
        found = [
            one.id for one in self.steps_of(basket_id) if held and (one.kind, one.about) == ("changed", held.taken)
        ]
        return self.words.get(found[-1], "") if found else ""

    def given_back(self, basket_id: int) -> Step | None:
        """The last release that was not taken back."""
        undone = {step.about for step in self.steps_of(basket_id) if step.kind == "undone"}
        found = [one for one in self.steps_of(basket_id) if one.kind == "released" and one.id not in undone]
        return found[-1] if found else None


class _Scope(NamedTuple):
    """The same reads for one distribution, and for those of a group that ended after an instant."""

    distributions: Statement
    chosen: Statement
    lines: Statement
    steps: Statement
    handed: Statement
    offers: Statement


def _distributions(*here: Any) -> Any:
    return (
        Distribution.select(
            Distribution.id,
            Distribution.group,
            Distribution.starts_at,
            Distribution.ends_at,
            Place.timezone,
            Group.contact_days,
        )
        .join(Place)
        .switch(Distribution)
        .join(Group)
        .where(*here)
        .order_by(Distribution.starts_at, Distribution.id)
    )


def _neighbour() -> tuple[Any, ...]:
    return (
        Member.id,
        Member.first_name,
        Member.last_name,
        Member.address1,
        Member.address2,
        Member.postcode,
        Member.city,
    )


def _chosen(*here: Any) -> Any:
    return (
        WayChosen.select(
            WayChosen.id,
            WayChosen.way,
            WayChosen.consent,
            WayChosen.at,
            WayChosen.by_id,
            fn.COALESCE(RequestWords.times, ""),
            fn.COALESCE(RequestWords.note, ""),
            Basket.id,
            Basket.label,
            Basket.distribution,
            *_neighbour(),
        )
        .join(Basket)
        .join(Distribution)
        .switch(Basket)
        .join(Member)
        .switch(WayChosen)
        .join(RequestWords, JOIN.LEFT_OUTER, on=(RequestWords.id == WayChosen.id))
        .where(*here)
        .order_by(*came_about(WayChosen, WayChosen.basket))
    )


def _lines(*here: Any) -> Any:
    asked = WayChosen.select(WayChosen.basket).where(WayChosen.way == "needs_delivery")
    return (
        OrderLine.select(
            Orders.basket,
            OrderLine.product,
            OrderLine.name,
            OrderLine.unit,
            fn.SUM(OrderLine.quantity),
            fn.SUM(OrderLine.amount),
        )
        .join(Orders)
        .join(Basket)
        .join(Distribution)
        .where(Basket.id.in_(asked), Basket.id.not_in(given_up()), *here)
        .group_by(Orders.basket, OrderLine.product, OrderLine.name, OrderLine.unit)
        .having(fn.SUM(OrderLine.quantity) > 0)
    )


def _steps(*here: Any) -> Any:
    return (
        DeliveryStep.select(
            DeliveryStep.id,
            DeliveryStep.basket,
            DeliveryStep.kind,
            DeliveryStep.deliverer,
            DeliveryStep.about,
            DeliveryStep.meet_at,
            DeliveryStep.money,
            DeliveryStep.containers,
            DeliveryStep.at,
            DeliveryStep.by_id,
            fn.COALESCE(Note.text, ""),
        )
        .join(Basket)
        .join(Distribution)
        .switch(DeliveryStep)
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == DeliveryStep.id))
        .where(*here)
    )


def _handed(*here: Any) -> Any:
    """What left the counter whole, and to whom."""
    return (
        HandOver.select(HandOver.basket, HandOver.to)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .switch(HandOver)
        .join(Basket)
        .join(Distribution)
        .where(HandOver.whole == Value(True, converter=False), UNDO.id.is_null(), *here)
    )


def _offers(*here: Any) -> Any:
    return (
        DeliveryOffer.select(
            DeliveryOffer.distribution,
            DeliveryOffer.orders,
            DeliveryOffer.grams,
            DeliveryOffer.transport,
            fn.COALESCE(Note.text, ""),
            *_neighbour(),
        )
        .join(Member)
        .switch(DeliveryOffer)
        .join(Distribution)
        .switch(DeliveryOffer)
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == DeliveryOffer.id))
        .where(*here)
        .order_by(*came_about(DeliveryOffer, DeliveryOffer.distribution, DeliveryOffer.member))
    )


def _scope(here: Any) -> _Scope:
    return _Scope(
        Statement(lambda: _distributions(*here())),
        Statement(lambda: _chosen(*here())),
        Statement(lambda: _lines(*here())),
        Statement(lambda: _steps(*here())),
        Statement(lambda: _handed(*here())),
        Statement(lambda: _offers(*here())),
    )


_OF_DISTRIBUTION = _scope(lambda: (Distribution.id == slot("distribution"),))
_OF_GROUP = _scope(lambda: (Distribution.group == slot("group"), Distribution.ends_at >= slot("since")))


def survey(reader: Reader, distribution_id: int) -> Survey:
    """The deliveries of one distribution."""
    return _read(reader, _OF_DISTRIBUTION, distribution=distribution_id)


def survey_group(reader: Reader, group_id: int, since: int) -> Survey:
    """The deliveries of all distributions of a group that ended at `since` (UTC seconds) or later."""
    return _read(reader, _OF_GROUP, group=group_id, since=since)


def _read(reader: Reader, scope: _Scope, **values: int) -> Survey:
    distributions = {row[0]: Event(*row) for row in reader.all(scope.distributions, **values)}
    unordered: dict[int, list[Step]] = defaultdict(list)
    words: dict[int, str] = {}
    for *step, text in reader.all(scope.steps, **values):
        unordered[step[1]].append(Step(*step))
        if text:
            words[step[0]] = text
    steps = {basket_id: in_order(known) for basket_id, known in unordered.items()}
    rounds = {basket_id: held for basket_id, known in steps.items() if (held := standing(known)) is not None}
    fetched = {
        basket_id
        for basket_id, to in reader.all(scope.handed, **values)
        # Who was to bring it, took it along and cannot: it waits for another.
        if basket_id not in rounds and to not in {step.deliverer for step in steps.get(basket_id, ())}
    }
    baskets: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for basket_id, _, name, unit, quantity, amount in reader.all(scope.lines, **values):
        baskets[basket_id].append((grams(name, unit, quantity), amount))
    neighbours: dict[int, Neighbour] = {}

    def neighbour(member_id: int, first: str, last: str, *address: str) -> Neighbour:
        if member_id not in neighbours:
            neighbours[member_id] = Neighbour(member_id, first, last, where(*address))
        return neighbours[member_id]

    requests: dict[int, Asked] = {}
    for row in reader.all(scope.chosen, **values):
        chosen, way, consent, at, by, times, note, basket_id, label, distribution_id = row[:10]
        before = requests.pop(basket_id, None)  # the latest choice holds
        inside = baskets.get(basket_id) if basket_id not in fetched else None
        if way == "needs_delivery" and inside:
            requests[basket_id] = Asked(
                chosen,
                distributions[distribution_id],
                basket_id,
                label,
                neighbour(*row[10:]),
                bool(consent),
                before.at if before else at,  # changed words do not make a request younger
                by,
                times,
                note,
                sum(weight for weight, _ in inside),
                len(inside),
                sum(amount for _, amount in inside),
            )
    taken: dict[tuple[int, int], list[int]] = defaultdict(list)
    for basket_id, held in rounds.items():
        if basket_id in requests:
            taken[requests[basket_id].distribution.id, held.deliverer].append(requests[basket_id].grams)
    offers: dict[tuple[int, int], Offer] = {}
    for row in reader.all(scope.offers, **values):
        distribution_id, orders, weight, transport, when = row[:5]
        member = neighbour(*row[5:])
        carried = taken[distribution_id, member.id]
        offers[distribution_id, member.id] = Offer(
            member.id, orders, weight, transport, when, len(carried), sum(carried)
        )
    return Survey(distributions, requests, steps, rounds, offers, neighbours, words)
