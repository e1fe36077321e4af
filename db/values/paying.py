"""Money at the counter for a sum that is due, one means after the other: what is left of it, what is given back.

Cents. Positive is taken from somebody, negative given back to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from db.values.cash import ASK_FROM
from db.values.counter import Payment

MEANS = ("cash", "cheque", "card", "transfer")
NOTHING = "none"  # nothing today: it stays on the balance


class Taken(NamedTuple):
    """What one means would do now.

    `payments` are to be written down; `left` is what is due after them (negative: to the person's credit); `back` is
    what the till gives back in coins now.
    """

    payments: tuple[Payment, ...]
    left: int
    back: int


def left_after(due: int, payments: Sequence[Payment]) -> int:
    """What is still due of `due` once these are taken."""
    return due - sum(one.amount for one in payments)


def too_much(left: int, means: str, typed: int | None) -> int:
    """By how much what was typed is more than what is due, where nobody can know what is meant: 0 when it is clear.

    Notes for more than a sum that is due are clear: the rest is given back.
    """
    if typed is None or means == NOTHING or typed <= abs(left):
        return 0
    return 0 if means == "cash" and left > 0 else typed - max(left, 0)


def take(left: int, means: str, typed: int | None, *, number: str = "", keep: bool = False) -> Taken:
    """One means for what is `left`; `typed`: how much, None for all of it.

    With `keep` more than is due stays on the person's balance; without it the rest is given back, in coins. Where the
    person has a credit (`left` < 0), that much of it is given back, and never more.
    """
    if means == NOTHING or typed == 0 or (left == 0 and typed is None):
        return Taken((), left, 0)
    if left < 0:
        amount = min(-left, -left if typed is None else typed)
        return Taken((Payment(means, -amount, 0, number),), left + amount, amount if means == "cash" else 0)
    amount = left if typed is None else typed
    if amount <= left or keep:
        given = amount if means == "cash" and typed is not None else 0
        return Taken((Payment(means, amount, given, number),), left - amount, 0)
    if means == "cash":
        return Taken((Payment(means, left, amount, number),) if left else (), 0, amount - left)
    return Taken((Payment(means, amount, 0, number), Payment("cash", left - amount)), 0, amount - left)


def is_a_lot(payments: Sequence[Payment]) -> int:
    """The sum that is asked about, 0 for none: over a thousand euros, notes that were handed over too."""
    return max((most for one in payments if (most := max(abs(one.amount), one.given)) > ASK_FROM), default=0)


def given_back(payments: Sequence[Payment]) -> int:
    """What goes out of the till in coins: the change for notes, and what is paid out."""
    return sum(
        max(one.given - one.amount, 0) if one.amount > 0 else -one.amount for one in payments if one.means == "cash"
    )
