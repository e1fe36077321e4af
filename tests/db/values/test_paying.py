"""Taking money for a sum that is due: notes and change, part of it, too much, a credit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from db.values.counter import Payment
from db.values.paying import MEANS, NOTHING, Taken, is_a_lot, left_after, take, too_much

CENTS = some.integers(0, 300_000)


def test_notes_for_more_are_changed_and_the_sum_is_what_is_written_down() -> None:
    assert take(1_493, "cash", 2_000) == Taken((Payment("cash", 1_493, 2_000),), 0, 507)
    assert take(1_493, "cash", None) == Taken((Payment("cash", 1_493),), 0, 0)
    assert take(1_493, "cash", 1_493) == Taken((Payment("cash", 1_493, 1_493),), 0, 0)


def test_less_than_the_sum_leaves_the_rest_due() -> None:
    first = take(1_493, "cash", 1_000)
    assert (first.left, first.back) == (493, 0)
    assert take(first.left, "cheque", None, number="77") == Taken((Payment("cheque", 493, 0, "77"),), 0, 0)
    assert take(1_493, NOTHING, None) == Taken((), 1_493, 0)


def test_more_than_the_sum_stays_on_the_balance_or_is_given_back_in_coins() -> None:
    assert too_much(1_493, "cheque", 2_000) == 507
    assert take(1_493, "cheque", 2_000, keep=True) == Taken((Payment("cheque", 2_000),), -507, 0)
    assert take(1_493, "cheque", 2_000).payments == (Payment("cheque", 2_000), Payment("cash", -507))
    assert take(1_493, "cash", 2_000, keep=True) == Taken((Payment("cash", 2_000, 2_000),), -507, 0)


def test_notes_for_a_sum_that_is_due_are_clear_and_money_for_nothing_is_not() -> None:
    assert too_much(1_493, "cash", 2_000) == 0
    assert too_much(0, "cash", 2_000) == 2_000
    assert too_much(-300, "cash", 400) == 400
    assert take(0, "cash", 2_000) == Taken((), 0, 2_000)
    assert take(0, "card", None) == Taken((), 0, 0)


def test_of_a_credit_that_much_is_given_back_and_never_more() -> None:
    assert take(-320, "cash", None) == Taken((Payment("cash", -320),), 0, 320)
    assert take(-320, "transfer", 100) == Taken((Payment("transfer", -100),), -220, 0)
    assert take(-320, NOTHING, None) == Taken((), -320, 0)


def test_over_a_thousand_euros_is_asked_about_notes_too() -> None:
    assert is_a_lot([Payment("cash", 1_493, 200_000)]) == 200_000
    assert is_a_lot([Payment("card", 100_000)]) == 0
    assert is_a_lot([]) == 0


@given(CENTS, some.sampled_from(MEANS), CENTS, some.booleans())
def test_what_is_written_down_and_what_is_left_always_make_the_sum(
    due: int, means: str, typed: int, keep: bool
) -> None:
    for left in (due, -due):
        taken = take(left, means, typed, keep=keep and left >= 0)
        assert left_after(left, taken.payments) == taken.left
        assert all(one.amount for one in taken.payments)
        handed = sum(one.given or one.amount for one in taken.payments if one.means == "cash")
        if left > 0 and means == "cash" and not keep:
            # What the till has more is what was handed over less the change.
            assert handed - taken.back == sum(one.amount for one in taken.payments)
