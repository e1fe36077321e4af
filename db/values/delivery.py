"""Deliveries between neighbours, as reads return them, and how the steps of a request add up.

Weights are grams, money is cents, instants are UTC seconds. Before somebody takes a request they read `OpenRequest`,
which holds no contact; only `db.contacts` returns one, and writes down who saw it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

WAYS = ("needs_delivery", "can_deliver", "pickup_only")
TRANSPORTS = ("foot", "bicycle", "car")
MONEY = ("envelope", "advanced", "paid")  # how the deliverer gets it
CONTAINERS = ("person", "deliverer", "bags")  # whose jars
LEAST_ORDERS, MOST_ORDERS = 1, 20  # what one person may say they carry
LEAST_GRAMS, MOST_GRAMS = 500, 200_000  # from one bag to the boot of a car


class Step(NamedTuple):
    id: int
    basket_id: int
    kind: str  # as `db.models.DeliveryStep` has them
    deliverer: int
    about: int | None
    meet_at: int | None
    money: str
    containers: str
    at: int
    by: int


class Agreement(NamedTuple):
    meet_at: int | None
    money: str
    containers: str


class Rival(NamedTuple):
    """Somebody who took the same request on another laptop meanwhile, and the step they did it with."""

    taken: int
    deliverer: int


class Round(NamedTuple):
    """The taking that holds for a request."""

    taken: int  # the step it began with
    deliverer: int
    at: int
    agreement: Agreement | None
    delivered: bool
    rivals: tuple[Rival, ...]  # the team decides


_ENDS = ("released", "withdrawn")


def in_order(steps: Iterable[Step]) -> list[Step]:
    """The steps of one basket as they came about.

    On one laptop the sequence says it, whatever its clock did meanwhile; between laptops the hour does.
    """
    latest: dict[int, int] = {}
    hours = []
    for step in sorted(steps, key=lambda step: step.id):
        laptop = step.id >> 32
        latest[laptop] = max(step.at, latest.get(laptop, step.at))
        hours.append((latest[laptop], step.id, step))
    return [step for _, _, step in sorted(hours)]


def standing(steps: Iterable[Step]) -> Round | None:
    """The round that holds after all steps of one basket, or None while nobody carries it. Order does not matter."""
    known = in_order(steps)
    undone = {step.about for step in known if step.kind == "undone"}
    counted = [step for step in known if step.id not in undone and step.kind != "undone"]
    ended = {step.about for step in counted if step.kind in _ENDS}
    rounds = [step for step in counted if step.kind == "taken" and step.id not in ended]
    if not rounds:
        return None
    first = rounds[0]
    own = [step for step in counted if step.about == first.id]
    agreed = [Agreement(step.meet_at, step.money, step.containers) for step in own if step.kind == "agreed"]
    return Round(
        first.id,
        first.deliverer,
        first.at,
        agreed[-1] if agreed else None,
        any(step.kind == "delivered" for step in own),
        tuple(Rival(step.id, step.deliverer) for step in rounds[1:] if step.deliverer != first.deliverer),
    )


def turn(steps: Iterable[Step]) -> int:
    """Which taking the next one is, from 1: those that ended are before it, one that stands has its number."""
    known = list(steps)
    undone = {step.about for step in known if step.kind == "undone"}
    takings = {step.id for step in known if step.kind == "taken"}
    ended = {step.about for step in known if step.kind in _ENDS and step.id not in undone}
    return 1 + len(takings & (ended | undone))


class Offer(NamedTuple):
    """What somebody can carry in a distribution, and what they carry of it."""

    member_id: int
    orders: int
    grams: int
    transport: str
    when: str  # in their words
    taken_orders: int
    taken_grams: int


class OpenRequest(NamedTuple):
    """A request without a deliverer, as those who can deliver see it: nothing here says who or where exactly."""

    basket_id: int
    nearness: int  # 0 same building, 1 same street, 2 same postcode, 3 further
    name: str  # « Jeanne L. », empty in the same building, where it would tell
    grams: int
    products: int
    times: str
    asked_at: int


class Carried(NamedTuple):
    """A request that the reader took, without its contact."""

    basket_id: int
    basket: str
    name: str  # « Amina B. »
    nearness: int
    grams: int
    products: int
    times: str
    taken: int
    agreement: Agreement | None
    delivered: bool
    word: str  # the person's last word to the deliverer, after a change


class Contact(NamedTuple):
    """What the one person who took a request sees of it."""

    name: str
    address: tuple[str, ...]  # lines
    phone: str
    times: str
    note: str
    word: str
    basket: str
    grams: int
    amount: int  # of this order, not the balance


class Comer(NamedTuple):
    """Who comes, as the person helped sees it."""

    first_name: str
    phone: str


class Request(NamedTuple):
    """One's own request."""

    basket_id: int
    times: str
    note: str
    consent: bool
    heard_by: str  # the volunteer who heard the consent, empty when it was given here
    asked_at: int
    round: Round | None
    word: str  # the word that came with the last release, while nobody carries it
    comer: str = ""  # first name of who carries it, or of who released it last
    over_at: int = 0  # when contacts and words are gone


class MyDelivery(NamedTuple):
    """What deliveries mean for a member in one distribution."""

    comer: str = ""  # first name of who brings the member's own order
    meet_at: int | None = None  # as agreed with them
    delivered: bool = False
    carries: int = 0  # orders of others
    brought: int = 0  # of these, delivered already


class BoardLine(NamedTuple):
    """One request on the team's board. Names, never contacts."""

    distribution_id: int
    starts_at: int
    timezone: str
    basket_id: int
    basket: str
    member_id: int
    name: str
    asked_at: int
    grams: int
    products: int
    times: str
    round: Round | None
    deliverer: str  # name, empty while nobody carries it
    rivals: tuple[str, ...]

    @property
    def state(self) -> str:
        """'open', 'taken', 'agreed' or 'delivered'."""
        if self.round is None:
            return "open"
        if self.round.delivered:
            return "delivered"
        return "agreed" if self.round.agreement else "taken"


class Helper(NamedTuple):
    """Somebody who can deliver, as the team sees them, beside one request."""

    offer: Offer
    name: str
    nearness: int  # to the request asked about; 3 when there is none


class PlanLine(NamedTuple):
    """One line of a suggested plan, with why: how near, and what the deliverer then carries of what they can."""

    basket_id: int
    basket: str
    name: str  # who is helped
    deliverer_id: int
    deliverer: str
    nearness: int
    grams: int
    orders: int  # carried with this line and those above it
    most_orders: int
    load: int  # grams carried with this line and those above it
    most_grams: int


class Unserved(NamedTuple):
    """A request for which the plan has nobody. `why`: 'weight' (heavier than anybody carries), 'room'."""

    basket_id: int
    basket: str
    name: str
    grams: int
    why: str


class Suggestion(NamedTuple):
    """`most` could be served; `gaps` say how far served, distance, evenness may be from the best (0: proven)."""

    lines: tuple[PlanLine, ...]
    unserved: tuple[Unserved, ...]
    offers: int
    most: int
    proven: bool
    gaps: tuple[int, int, int]


class Call(NamedTuple):
    """« À prévenir »: somebody to be told of something. `why` as `db.models.CallToMake` has it."""

    id: int
    distribution_id: int
    basket_id: int
    member_id: int
    name: str
    basket: str
    why: str
    about: str  # the other person's name: who comes, or who no longer does
    slot: int | None  # the new slot's start
    word: str
    at: int
    made_at: int | None
    made_by: str


class View(NamedTuple):
    """One entry of the access log."""

    at: int
    viewer: str
    whose: str
    seen_as: str  # 'deliverer', 'helped', 'team'
    basket: str
