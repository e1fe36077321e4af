"""What is typed at the scale: sums, jars, and weights that cannot be."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from db.errors import QuantityUnreadable, Refusal, WeightDiffers, WeightImplausible, WeightUnreadable
from db.values.quantity import LIMIT
from db.values.scale import Weight, check_weight, read_arrival, read_weight

units = some.sampled_from(["kg", "L", "piece"])


@pytest.mark.parametrize(
    ("typed", "unit", "weight"),
    [
        ("250", "kg", Weight(250, 0)),
        ("192+67", "kg", Weight(259, 0)),
        ("192 + 67", "kg", Weight(259, 0)),
        ("412-180", "kg", Weight(412, 180)),
        ("0,412-0,180", "kg", Weight(412, 180)),
        ("0.412 - 180", "kg", Weight(412, 180)),
        ("1,5 kg", "kg", Weight(1_500, 0)),
        ("1250g", "kg", Weight(1_250, 0)),
        ("1 250", "kg", Weight(1_250, 0)),
        ("1.250", "kg", Weight(1_250, 0)),
        ("500+250-310", "kg", Weight(750, 310)),
        ("75 cl", "L", Weight(750, 0)),
        ("750", "L", Weight(750, 0)),
        ("2", "piece", Weight(2_000, 0)),
        ("1+1", "piece", Weight(2_000, 0)),
    ],
)
def test_what_a_scale_says_is_read(typed: str, unit: str, weight: Weight) -> None:
    assert read_weight(typed, unit) == weight


@pytest.mark.parametrize(
    "typed", ["", " ", "0", "-5", "+5", "5+", "5-", "5++5", "5--5", "310-310", "310-400", "1e5", "NaN", "٢٥٠", "２５０",
              "250x", "x", "1,2345", "9" * 30, "250€", "1/0", "inf", "0x10", "²", "--", "1" + "+1" * 40],
)  # fmt: skip
@pytest.mark.parametrize("unit", ["kg", "L", "piece"])
def test_anything_else_is_refused_and_nothing_else_happens(typed: str, unit: str) -> None:
    with pytest.raises(WeightUnreadable) as refused:
        read_weight(typed, unit)
    assert (refused.value.text, refused.value.unit) == (typed, unit)


@pytest.mark.parametrize("unit", ["kg", "L", "piece"])
@pytest.mark.parametrize("typed", ["5,", "25,", "25.", " 25 , ", "25,+3", "3+25,", "412,-180", "412-180,", ","])
def test_a_comma_with_nothing_behind_it_is_a_number_half_typed(typed: str, unit: str) -> None:
    """« 25 » is 25 g and « 25,5 » 25,5 kg: what « 25, » will be nobody knows yet."""
    with pytest.raises(WeightUnreadable):
        read_weight(typed, unit)
    with pytest.raises(QuantityUnreadable):
        read_arrival(typed, unit)


def test_a_unit_that_is_typed_holds_whatever_the_comma() -> None:
    assert read_weight("25, kg", "kg") == Weight(25_000, 0)
    assert read_weight("25,g", "kg") == Weight(25, 0)


@given(some.one_of(some.text(max_size=60), some.text("0123456789+-,. kgKGmlL½/", max_size=45)), units)
@example("½½", "kg")
@example("1 ½+½", "kg")
def test_no_text_breaks_the_scale(typed: str, unit: str) -> None:
    try:
        weight = read_weight(typed, unit)
    except WeightUnreadable:
        return
    assert 0 < weight.net <= LIMIT
    assert weight.tare >= 0
    assert unit != "piece" or weight.gross % 1_000 == weight.tare % 1_000 == 0


@given(some.lists(some.integers(1, 9_999), min_size=1, max_size=4), some.integers(0, 9_999))
def test_bare_numbers_are_grams_and_add_up(jars: list[int], tare: int) -> None:
    typed = "+".join(map(str, jars)) + (f"-{tare}" if tare else "")
    if sum(jars) > tare:
        assert read_weight(typed, "kg") == Weight(sum(jars), tare)
    else:
        with pytest.raises(WeightUnreadable):
            read_weight(typed, "kg")


@given(some.integers(1, LIMIT), some.integers(0, LIMIT), units, some.integers(0, 100), some.booleans())
def test_a_weight_that_cannot_be_stays_refused_and_one_far_off_is_asked_once(
    net: int, ordered: int, unit: str, tolerance: int, sure: bool
) -> None:
    refused: Refusal | None = None
    try:
        check_weight(net, ordered, unit, tolerance, sure)
    except Refusal as refusal:
        refused = refusal
    if ordered and not ordered <= 100 * net <= 10_000 * ordered:
        assert isinstance(refused, WeightImplausible)
        if refused.likely is not None:  # the same digits, near what was ordered
            assert ordered <= 2 * refused.likely <= 4 * ordered
            assert str(refused.likely).strip("0") == str(net).strip("0")
            assert unit != "piece" or refused.likely % 1_000 == 0
    elif ordered and abs(net - ordered) * 100 > tolerance * ordered and not sure:
        assert isinstance(refused, WeightDiffers)
    else:
        assert refused is None


@pytest.mark.parametrize(
    ("typed", "unit", "thousandths"),
    [
        ("5,25", "kg", 5_250),
        ("25", "kg", 25_000),
        ("3x25", "kg", 75_000),
        ("2 x 12,5 + 500 g", "kg", 25_500),
        ("25+5,250", "kg", 30_250),
        ("0", "kg", 0),
        ("12", "piece", 12_000),
        ("2*6", "piece", 12_000),
        ("75 cl", "L", 750),
    ],
)
def test_what_came_is_read_in_the_unit_it_is_sold_in(typed: str, unit: str, thousandths: int) -> None:
    assert read_arrival(typed, unit) == thousandths


@given(some.one_of(some.text(max_size=60), some.text("0123456789+x*,. kgl", max_size=45)), units)
def test_no_text_breaks_an_arrival(typed: str, unit: str) -> None:
    with suppress(QuantityUnreadable):
        assert read_arrival(typed, unit) >= 0
