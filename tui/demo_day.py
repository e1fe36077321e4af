"""A distribution of the demo book that is held today: what came, who is there, and a till that is open.

It stands as a counter does after its first hour: most products arrived and two of them short, some people weighed, a
few served, one who paid a part, one whose rest is fetched later. Its dice are its own.
"""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from db import arrivals, leftovers, positions, serving, till, weighing
from db.clock import SetClock
from db.database import Book
from db.day import visitors
from db.values.counter import Left, Payment, Position, Station
from db.values.scale import Weight

_SEED = 1936
FLOAT = 5_000  # cents
_COINS = {1_000: 2, 500: 3, 200: 4, 100: 4, 50: 4, 20: 4, 10: 2}
_HOURS = 7
_NOT_THERE_YET = 4  # products whose van is late
_MEANS = ("cash", "cash", "cheque", "cash", "card")


def hours(now: int, zone: str) -> tuple[int, int]:
    """From when until when a distribution is held that has been going on for two hours, and is over by midnight."""
    here = datetime.fromtimestamp(now, ZoneInfo(zone))
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = max(midnight, here.replace(minute=0, second=0, microsecond=0) - timedelta(hours=2))
    last = datetime.combine(midnight.date(), time(23, 59), here.tzinfo)
    ends = min(last, starts + timedelta(hours=_HOURS))
    return int(starts.timestamp()), int(ends.timestamp())


class Today:
    """What was done so far. `hand` is moved from the first hour to `now`."""

    def __init__(self, book: Book, hand: SetClock, now: int) -> None:
        self.book = book
        self.hand = hand
        self.now = now
        self.dice = random.Random(_SEED)

    def hold(self, distribution_id: int, starts_at: int, coordinator: int, volunteer: int) -> None:
        self.hand.at = starts_at
        first, second = Station(coordinator, distribution_id, 1), Station(volunteer, distribution_id, 2)
        till.open_till(self.book, first, _COINS, FLOAT)
        self._arrives(first)
        for place, one in enumerate(visitors(self.book, volunteer, distribution_id)[:9]):
            self._later()
            found = positions.of_order(self.book, one.basket_id)
            if place < 7:
                self._weigh(second, found)
                self._serve(second, one.basket_id, place)
            else:
                self._weigh(second, found[:3])  # they stand at the scales
        self.hand.at = self.now

    def _later(self) -> None:
        """Some minutes on, and never past this moment: a demo is also made just after midnight."""
        self.hand.at = min(self.now, self.hand.at + self.dice.randint(4, 9) * 60)

    def _arrives(self, station: Station) -> None:
        board = leftovers.board(self.book, station.by, station.distribution_id)
        ordered = sorted((one for one in board if one.people > 2), key=lambda one: -one.people)
        short = {one.product_id for one in ordered[2:4]}
        late = {one.product_id for one in board[-_NOT_THERE_YET:]} - short
        for one in board:
            if one.product_id not in late:
                came = _short(one) if one.product_id in short else _enough(one)
                arrivals.receive(self.book, station, one.product_id, came)

    def _weigh(self, station: Station, found: tuple[Position, ...]) -> None:
        """Each by itself, a little more or less than was ordered; pieces just as ordered."""
        for one in found:
            if one.unit == "piece":
                weighing.as_ordered(self.book, station, [one])
            else:
                net = one.ordered + self.dice.randint(-3, 4) * one.ordered // 100
                weighing.weigh(self.book, station, one, Weight(net, 0), sure=True)

    def _serve(self, station: Station, basket_id: int, place: int) -> None:
        """They pay what today's order costs. What some ordered for next time is paid then."""
        if place == 5:  # weighed, and gone to fetch money
            return
        found = serving.one(self.book, station.by, basket_id)
        means = "cash" if place == 3 else self.dice.choice(_MEANS)
        amount = found.total // 1_000 * 1_000 or found.total if place == 3 else found.total
        paid = Payment(means, amount, given=-(-amount // 1_000) * 1_000 if means == "cash" else 0)
        rest_at = self.hand.at // 3_600 * 3_600 + 4 * 3_600 if place == 4 else None
        serving.serve(
            self.book, station, basket_id, shown=found.due, payments=[paid],
            hand="part" if rest_at else "whole", later_at=rest_at,
        )  # fmt: skip


def _enough(one: Left) -> int:
    """In whole sacks or bottles: a step or two more than was ordered."""
    return -(-(one.expected + one.step) // 1_000) * 1_000


def _short(one: Left) -> int:
    return one.expected * 7 // 10 // 10 * 10 if one.unit != "piece" else one.expected // 2 // 1_000 * 1_000
