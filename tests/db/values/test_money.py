"""Money: whole cents, rounded once, the same in both directions."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db.errors import MoneyUnreadable
from db.values.money import half_up, line_amount, read_money, unit_price

few = settings(max_examples=200, deadline=None)
cents = st.integers(-10_000_000, 10_000_000)


def test_a_quarter_kilo_at_6_10_is_1_53_and_reversed_exactly_minus_1_53() -> None:
    assert line_amount(250, 610) == 153
    assert line_amount(-250, 610) == -153


@few
@given(st.integers(), st.integers(min_value=1, max_value=10**9))
def test_rounding_is_symmetric_and_never_further_than_half(numerator: int, denominator: int) -> None:
    rounded = half_up(numerator, denominator)
    assert half_up(-numerator, denominator) == -rounded
    assert 2 * abs(rounded * denominator - numerator) <= denominator


@few
@given(st.integers(0, 1_000_000), cents)
@example(250, 610)
@example(1, 500)
def test_a_line_is_what_decimal_arithmetic_says_rounded_half_up(quantity: int, price: int) -> None:
    exact = Decimal(quantity) * Decimal(price) / 1_000
    assert line_amount(quantity, price) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@few
@given(st.integers(0, 1_000_000), cents)
def test_a_line_and_its_reversal_leave_nothing(quantity: int, price: int) -> None:
    assert line_amount(quantity, price) + line_amount(-quantity, price) == 0


@pytest.mark.parametrize(
    ("base", "points", "price"),
    [(610, 0, 610), (610, -1000, 549), (615, -1000, 554), (333, 550, 351), (100, -10000, 0)],
)
def test_a_tariff_is_a_percentage_of_the_base_price_rounded_once(base: int, points: int, price: int) -> None:
    assert unit_price(base, points) == price


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20", 2000),
        ("1,53", 153),
        ("1.53", 153),
        ("1,5", 150),
        (",5", 50),
        ("1,", 100),
        ("0", 0),
        (" 1,53 € ", 153),
        ("1,53\u00a0€", 153),
        ("€1.53", 153),
        ("1 234,50", 123_450),
        ("1\u202f234,50\u00a0€", 123_450),
    ],
)
def test_money_is_read_with_comma_or_point_and_with_or_without_its_sign(typed: str, read: int) -> None:
    assert read_money(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "€",
        ",",
        ".",
        "-1",
        "+1",
        "1,234",
        "1.000",
        "1,2,3",
        "1e5",
        "NaN",
        "inf",
        "٥",
        "１",
        "²",
        "1_000",
        "0x10",
        "1 00",
        "1\n",
        "1,53 $",
        "€1€",
        "9" * 21,
        "½",
    ],
)
def test_what_is_not_plainly_an_amount_is_refused(typed: str) -> None:
    with pytest.raises(MoneyUnreadable):
        read_money(typed)


@few
@given(st.integers(0, 99_999_999))
def test_an_amount_written_is_read_back(amount: int) -> None:
    for sign in ",.":
        assert read_money(f"{amount // 100}{sign}{amount % 100:02d}") == amount


@few
@given(st.one_of(st.text(), st.text(alphabet="0123456789,. €-\u00a0")))
def test_any_text_is_an_amount_or_a_refusal(typed: str) -> None:
    try:
        amount = read_money(typed)
    except MoneyUnreadable:
        return
    assert amount >= 0
