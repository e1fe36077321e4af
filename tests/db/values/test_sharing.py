"""Sharing out what is short: whole steps, nobody more than they wanted, no gram lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from db.values.sharing import RULES, share

steps = some.sampled_from([1, 50, 100, 250, 500, 1_000])
rules = some.sampled_from(RULES)
# Mostly whole steps, as orders are; after a weighing was undone or a step was changed, anything.
wishes = some.lists(
    some.one_of(some.integers(0, 40).map(lambda many: many * 250), some.integers(0, 10_000)), max_size=40
)
stocks = some.integers(-5_000, 200_000)


@given(stocks, wishes, steps, rules)
def test_each_gets_whole_steps_or_all_they_wanted_and_no_gram_is_lost(
    available: int, wanted: list[int], step: int, rule: str
) -> None:
    shares = share(available, wanted, step, rule)
    assert len(shares) == len(wanted)
    for got, one in zip(shares, wanted, strict=True):
        assert 0 <= got <= one
        assert got % step == 0 or got == one
    left = max(available, 0) - sum(shares)
    if available >= sum(wanted):
        assert shares == wanted
    else:
        assert 0 <= left < step


@given(some.integers(0, 20_000), some.lists(some.integers(1, 40), min_size=1, max_size=30), steps)
def test_proportional_is_by_largest_remainder(available: int, many: list[int], step: int) -> None:
    wanted = [one * step for one in many]
    total = sum(wanted)
    if available >= total:
        return
    shares = share(available, wanted, step, "proportional")
    exact = [Fraction(available * one, total * step) for one in wanted]  # in steps
    floors = [int(one) for one in exact]
    more = [got // step - least for got, least in zip(shares, floors, strict=True)]
    assert set(more) <= {0, 1}
    # Who got a step more had no smaller remainder than who did not; the earlier first where they are equal.
    order = sorted(range(len(wanted)), key=lambda place: (floors[place] - exact[place], place))
    assert [more[place] for place in order] == sorted(more, reverse=True)


@given(stocks, wishes, steps)
def test_with_something_for_everybody_nobody_goes_without_while_there_is_a_step_for_each(
    available: int, wanted: list[int], step: int
) -> None:
    if available >= len(wanted) * step:
        assert all(
            got >= min(one, step) for got, one in zip(share(available, wanted, step, "something"), wanted, strict=True)
        )


@given(stocks, wishes, steps)
def test_who_comes_first_is_served_before_those_who_follow(available: int, wanted: list[int], step: int) -> None:
    shares = share(available, wanted, step, "first_come")
    unserved = [place for place, one in enumerate(wanted) if shares[place] < one]
    if unserved:
        left = max(available, 0) - sum(shares[: unserved[0]])
        assert shares[unserved[0]] == left - left % step
        assert all(got < step for got in shares[unserved[0] + 1 :])  # only who wanted less than a step


def test_a_rule_that_nobody_knows_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError):
        share(1, [2], 1, "whoever shouts")
