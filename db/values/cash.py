"""Coins and notes, in cents."""

from __future__ import annotations

NOTES = (10_000, 5_000, 2_000, 1_000, 500)
COINS = (200, 100, 50, 20, 10, 5, 2, 1)
ASK_FROM = 100_000  # more than a thousand euros is asked about

# What a till gives back: nobody has notes of a hundred to give.
_CHANGE = (*NOTES[1:], *COINS)


def change(amount: int) -> tuple[tuple[int, int], ...]:
    """The fewest notes and coins that make `amount` (value, how many), the greatest first."""
    found = []
    for value in _CHANGE:
        count, amount = divmod(amount, value)
        if count:
            found.append((value, count))
    return tuple(found)


def counted(counts: dict[int, int]) -> int:
    """Cents of what was counted (value → how many). ValueError for a value that is no coin or note, or a count < 0."""
    if any(value not in NOTES + COINS or count < 0 for value, count in counts.items()):
        raise ValueError(counts)
    return sum(value * count for value, count in counts.items())
