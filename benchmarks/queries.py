"""Screens over much data: they must not open slower than over little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import books
from benchmarks.measures import Line, against
from benchmarks.programs import GRID, ORDERS, at_orders
from benchmarks.terminal import Timed

TURNS = 12


def measure(rounds: int, folder: Path) -> Iterator[Line]:
    little = books.make(folder / "orders-little", 113, 10, 100)
    much = books.make(folder / "orders-much", 113, 200, 20_000)
    yield against("« Commandes » over 200 distributions and 20,000 orders", 1.3,
                  *_side_by_side(rounds, much, little, "f4", "f2", ORDERS), other="10 and 100")  # fmt: skip
    few, many = books.make(folder / "grid-100", 100), books.make(folder / "grid-5000", 5_000)
    yield against("grid opens with 5,000 products", 1.3,
                  *_side_by_side(rounds, many, few, "escape", "enter", GRID), other="100")  # fmt: skip


def _side_by_side(
    rounds: int, ours: books.Home, theirs: books.Home, away: str, back: str, sight: str
) -> tuple[list[float], list[float]]:
    """Leave the screen with one key and open it with another, in two programs in turn; medians of each round (ms)."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        with at_orders(ours) as first, at_orders(theirs) as second:
            times: tuple[list[float], list[float]] = ([], [])
            for turn in range(TURNS + 2):
                for terminal, own in ((first, times[0]), (second, times[1])):
                    took = _opened(terminal, away, back, sight)
                    if turn >= 2:  # the first times also import what the screen needs
                        own.append(took)
        for kept, own in zip(found, times, strict=True):
            kept.append(median(own))
    return found


def _opened(terminal: Timed, away: str, back: str, sight: str) -> float:
    if sight in terminal.text:
        terminal.stroke(away)
    return terminal.stroke(back, until=sight).ms
