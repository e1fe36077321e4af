"""Sharing out what came when less came than was ordered. Whole steps of the product; no gram is lost."""

from __future__ import annotations

from collections.abc import Sequence

RULES = ("proportional", "something", "first_come")


def share(available: int, wanted: Sequence[int], step: int, rule: str) -> list[int]:
    """What each gets (thousandths), in the order of `wanted`, which is the order in which people ordered.

    Each share is a multiple of `step`, or all that was wanted; what is under one step stays left over. With enough for
    everybody all get what they wanted.
    'proportional': to what was wanted, by largest remainder, the earlier first where remainders are equal.
    'something': a step for everybody as long as there is one, then in proportion to what is still wanted.
    'first_come': everything to the first, and so on.
    """
    if available >= sum(wanted):
        return list(wanted)
    available = max(available, 0)
    if rule == "first_come":
        return _first_come(available, wanted, step)
    if rule == "something":
        shares = _first_come(available, [min(one, step) for one in wanted], step)
        rest = [one - got for one, got in zip(wanted, shares, strict=True)]
        more = _proportional(available - sum(shares), rest, step)
        return [got + one for got, one in zip(shares, more, strict=True)]
    if rule == "proportional":
        return _proportional(available, wanted, step)
    raise ValueError(rule)


def _first_come(available: int, wanted: Sequence[int], step: int) -> list[int]:
    shares = []
    for one in wanted:
        got = one if one <= available else available - available % step
        shares.append(got)
        available -= got
    return shares


def _proportional(available: int, wanted: Sequence[int], step: int) -> list[int]:
    total = sum(wanted)
    if not total or available <= 0:
        return [0] * len(wanted)
    if available >= total:
        return list(wanted)
    shares, remainders = [], []
    for one in wanted:
        exact = available * one  # in units of 1/total
        whole = exact // (total * step) * step
        shares.append(whole)
        remainders.append(exact - whole * total)
    left = available - sum(shares)
    # More than once round only where somebody wanted less than a step, and so could take nothing more.
    order = sorted(range(len(wanted)), key=lambda place: (-remainders[place], place))
    while True:
        given = False
        for place in order:
            more = min(step, wanted[place] - shares[place])
            if 0 < more <= left:
                shares[place] += more
                left -= more
                given = True
        if not given:
            return shares
