"""Time slots of a distribution, as reads return them. A slot is known by its start; instants are UTC seconds."""

from __future__ import annotations

from typing import NamedTuple

from db.errors import Refusal, SlotsInvalid
from db.values.quantity import read_quantity

LEAST_MINUTES, MOST_MINUTES, USUAL_MINUTES = 5, 240, 15
MOST_PLACES = 1_000


class SlotPlan(NamedTuple):
    minutes: int
    places: int  # people per slot; 0: as many as come
    on: bool


class Slot(NamedTuple):
    """One slot and how full it is."""

    start: int
    end: int
    wished: int  # people who ticked it, among others perhaps
    placed: int
    places: int  # 0: no limit

    @property
    def full(self) -> bool:
        return bool(self.places) and self.placed >= self.places


class MySlot(NamedTuple):
    """What a member has of the slots of a distribution where they collect an order."""

    start: int | None  # the slot they were given
    length: int  # seconds
    wishes: tuple[int, ...]  # the slots they ticked that exist

    @property
    def end(self) -> int | None:
        return None if self.start is None else self.start + self.length


class Visit(NamedTuple):
    """Somebody with an order who comes to the distribution. Names, never contacts."""

    basket_id: int
    basket: str
    member_id: int
    name: str
    start: int | None  # where they are placed
    wishes: tuple[int, ...]  # the slots they ticked that exist
    helps: bool  # can deliver to neighbours
    by_hand: bool  # placed, or taken out, by a person: stays so when all are placed again

    @property
    def as_wished(self) -> bool:
        return self.start in self.wishes


class ToAskAgain(NamedTuple):
    """Somebody who ticked only slots that are gone."""

    basket_id: int
    basket: str
    member_id: int
    name: str
    wished: tuple[int, ...]


class Placement(NamedTuple):
    """What placing everybody came to."""

    placed: int  # people with a slot
    as_wished: int  # of them, in one they ticked
    without: int  # people for whom there was no room
    changed: int  # people who have another slot than before, or none any more


def read_minutes(text: str) -> int:
    """How long a slot lasts, as it is typed: `15`. Refuses with SlotsInvalid (minutes)."""
    return _read(text, "minutes", LEAST_MINUTES, MOST_MINUTES)


def read_places(text: str) -> int | None:
    """Places of a slot, as they are typed; None, for no limit, when nothing is. Refuses with SlotsInvalid (places)."""
    return _read(text, "places", 1, MOST_PLACES) if text.strip() else None


def _read(text: str, reason: str, least: int, most: int) -> int:
    try:
        number = read_quantity(text, "piece") // 1_000
    except Refusal:
        number = 0
    if not least <= number <= most or any(sign.isalpha() for sign in text):
        raise SlotsInvalid(reason=reason, least=least, most=most)
    return number
