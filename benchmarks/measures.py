"""What is measured, what it is held against, and how samples become one figure."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

Sample = TypeVar("Sample")


class Ratio(NamedTuple):
    """Median of the rounds, each round paired with itself: this machine's moods hit both sides of a pair."""

    median: float
    least: float
    most: float


class Line(NamedTuple):
    """One line of the table."""

    what: str
    value: float
    limit: float | None  # the value may not exceed it; None: told for information
    unit: str  # "×", "ms", "bytes"
    spread: tuple[float, float] | None
    figures: str  # both sides in plain figures
    aim: float | None = None

    @property
    def passed(self) -> bool | None:
        return None if self.limit is None else self.value <= self.limit


def alternate(rounds: int, tries: Mapping[str, Callable[[], Sample]]) -> dict[str, list[Sample]]:
    """A B C, B C A, C A B…: nobody always runs after the same neighbour."""
    samples: dict[str, list[Sample]] = {name: [] for name in tries}
    names = list(tries)
    for turn in range(rounds):
        for name in (*names[turn % len(names) :], *names[: turn % len(names)]):
            samples[name].append(tries[name]())
    return samples


def ratio(ours: list[float], theirs: list[float]) -> Ratio:
    pairs = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return Ratio(statistics.median(pairs), min(pairs), max(pairs))


def against(
    what: str,
    limit: float | None,
    ours: list[float],
    theirs: list[float],
    *,
    other: str,
    unit: str = "ms",
    aim: float | None = None,
) -> Line:
    """A line that says how many times `ours` is of `theirs`, paired round by round."""
    found = ratio(ours, theirs)
    mine, others = statistics.median(ours), statistics.median(theirs)
    figures = f"{amount(mine)} {unit}; {other}: {amount(others)} {unit}"
    return Line(what, found.median, limit, "×", (found.least, found.most), figures, aim)


def amount(value: float) -> str:
    """Three figures: 0.85, 4.18, 27.3, 412, 13,790."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
