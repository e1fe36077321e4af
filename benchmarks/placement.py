"""Placing 2,000 people in 40 time slots, with and without places per slot: the worst of several crowds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.measures import Line, amount
from db.placement import Person, place

PEOPLE, SLOTS, QUARTER = 2_000, 40, 900
STARTS = range(0, SLOTS * QUARTER, QUARTER)
LIMIT = 1_000  # ms

# Any few; any number, so that nearly no two people wish the same; one stretch of time; all of them early.
CROWDS: dict[str, Callable[[random.Random], Sequence[int]]] = {
    "a few slots each": lambda chance: chance.sample(STARTS, chance.randint(0, 4)),
    "many slots each": lambda chance: chance.sample(STARTS, chance.randint(0, 25)),
    "an hour or less each": lambda chance: STARTS[(start := chance.randrange(SLOTS)) : start + chance.randint(1, 4)],
    "the first two hours": lambda chance: chance.sample(STARTS[:8], chance.randint(1, 4)),
}


def measure(rounds: int, folder: Path) -> Iterator[Line]:
    for what, places in (("without places", 0), ("55 places a slot", 55), ("too few: 40 places a slot", 40)):
        times = {name: _times(crowd, places, rounds) for name, crowd in CROWDS.items()}
        worst = max(times, key=lambda name: median(times[name]))
        spread = (min(times[worst]), max(times[worst]))
        figures = f"least {amount(spread[0])}, most {amount(spread[1])} ms; the slowest of {len(times)} crowds: {worst}"
        yield Line(
            f"{PEOPLE:,} people placed in {SLOTS} slots, {what}", median(times[worst]), LIMIT, "ms", None, figures
        )


def _times(crowd: Callable[[random.Random], Sequence[int]], places: int, rounds: int) -> list[float]:
    chance = random.Random(2019)
    people = [
        Person(number, frozenset(crowd(chance)), chance.random() < 0.1, chance.randrange(PEOPLE))
        for number in range(PEOPLE)
    ]
    return [_took(people, places) for _ in range(rounds)]


def _took(people: list[Person], places: int) -> float:
    began = time.perf_counter()
    found = place(people, STARTS, places)
    took = (time.perf_counter() - began) * 1000
    if len(found) != (min(PEOPLE, SLOTS * places) if places else PEOPLE):
        raise RuntimeError(f"{len(found)} people were placed")
    return took
