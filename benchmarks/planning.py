"""The suggested plan: how long until it is proven the best, on invented distributions of two sizes."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measures import Line, amount
from db.planning import Carrier, Plan, Request, plan

INSTANCES = 10
GOALS = ((30, 20, 1.0), (60, 30, 5.0))


def measure(rounds: int, folder: Path) -> Iterator[Line]:
    """The slowest of ten instances is held against the goal; one that is not proven counts as ten seconds."""
    plan([Request(1, 1), Request(2, 1)], [Carrier(1, 1, 1)], {(1, 1): 0, (2, 1): 0})  # imports the solver
    for requests, carriers, goal in GOALS:
        tries = [_timed(seed, requests, carriers) for seed in range(INSTANCES)]
        took = [seconds if found.proven else max(seconds, 10.0) for seconds, found in tries]
        proven = sum(found.proven for _, found in tries)
        figures = f"median {amount(median(took))} s; {proven} of {INSTANCES} instances proven"
        what = f"plan of {requests} deliveries for {carriers} people, slowest"
        yield Line(what, max(took), goal, "s", (min(took), max(took)), figures)


def _timed(seed: int, requests: int, carriers: int) -> tuple[float, Plan]:
    case = instance(seed, requests, carriers)
    begun = time.perf_counter()
    found = plan(*case)
    return time.perf_counter() - begun, found


def instance(
    seed: int, requests: int, carriers: int
) -> tuple[list[Request], list[Carrier], dict[tuple[int, int], int]]:
    """Baskets of 1 to 12 kg; people who take 1 to 4 of them and 5 to 40 kg; most live further from each other.

    In every second instance kilos are short, and not everyone can be served.
    """
    rng = random.Random(seed)
    most = 15 if seed % 2 else 40
    return (
        [Request(id, rng.randint(1_000, 12_000)) for id in range(requests)],
        [Carrier(id, rng.randint(1, 4), 1_000 * rng.randint(5, most), rng.choice((0, 0, 1))) for id in range(carriers)],
        {
            (request, carrier): rng.choices((0, 1, 2, 3), (1, 3, 40, 56))[0]
            for request in range(requests)
            for carrier in range(carriers)
        },
    )
