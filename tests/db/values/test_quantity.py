"""Quantities: one small grammar, and nothing guessed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from db.errors import (
    PieceNotWhole,
    QuantityAmbiguous,
    QuantityOffStep,
    QuantityTooLarge,
    QuantityUnreadable,
    Refusal,
)
from db.values.quantity import LIMIT, check_quantity, read_quantity, step_down, step_up

few = settings(max_examples=200, deadline=None)
steps = st.sampled_from([1, 50, 100, 250, 300, 500, 1000, 1500])
quantities = st.integers(0, 20_000)


@pytest.mark.parametrize(
    "typed",
    [
        "0,5",
        "0.5",
        ",5",
        ".5",
        " 0,5 kg ",
        "0,5 KG",
        "0,5kg",
        "500g",
        "500 g",
        "500 G",
        "1/2",
        "½",
        "½ kg",
        "0,500",
        "0,50",
        "500,0 g",
        "500\u00a0g",
        "500\u202fg",
        "2/4",
        "1/2 kg",
    ],
)
def test_half_a_kilo_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_quantity(typed, "kg") == 500


@pytest.mark.parametrize(
    ("typed", "unit", "read"),
    [
        ("¼", "kg", 250),
        ("¾", "kg", 750),
        ("1½", "kg", 1500),
        ("1 ½", "kg", 1500),
        ("1 1/2", "kg", 1500),
        ("1 000 g", "kg", 1000),
        ("1\u00a0000 g", "kg", 1000),
        ("1\u202f000 g", "kg", 1000),
        ("1.250 g", "kg", 1250),
        ("19", "kg", 19_000),
        ("20 kg", "kg", 20_000),
        ("20,5", "kg", 20_500),
        ("1 000 kg", "kg", 1_000_000),
        ("0", "kg", 0),
        ("1,", "kg", 1000),
        ("0,75", "L", 750),
        ("75 cl", "L", 750),
        ("75cL", "L", 750),
        ("750 mL", "L", 750),
        ("750ml", "L", 750),
        ("1,5 l", "L", 1500),
        ("1,5 L", "L", 1500),
        ("½", "L", 500),
        ("2", "piece", 2000),
        ("25", "piece", 25_000),
        ("2,0", "piece", 2000),
        ("2 pièces", "piece", 2000),
        ("1 Stück", "piece", 1000),
        ("4/2", "piece", 2000),
    ],
)
def test_a_number_means_the_products_unit_unless_another_is_typed(typed: str, unit: str, read: int) -> None:
    assert read_quantity(typed, unit) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-1",
        "+1",
        "--1",
        "1e5",
        "NaN",
        "nan",
        "inf",
        "Infinity",
        "٥",
        "٠٫٥",
        "１",
        "²",
        "0x10",
        "1_000",
        "0,5555",
        "1,2,3",
        "1.2.3",
        "1,2.3",
        "1/3",
        "1/0",
        "1//2",
        "½½",
        "5½/2",
        ",",
        ".",
        "g",
        "kg",
        "5 l",
        "5 kgg",
        "0,5 g",
        "1/2 g",
        "1  000 g",
        "1 00 g",
        "5\n",
        "\t5",
        "5\x00",
        "⅓",
        "5 kg kg",
        "1" * 21,
        " " * 20 + "1",
    ],
)
def test_what_is_not_plainly_a_quantity_is_refused(typed: str) -> None:
    with pytest.raises(QuantityUnreadable) as caught:
        read_quantity(typed, "kg")
    assert (caught.value.text, caught.value.unit) == (typed, "kg")


@pytest.mark.parametrize(
    ("typed", "unit", "choices"),
    [
        ("500", "kg", (500, 500_000)),
        ("20", "kg", (20, 20_000)),
        ("250", "L", (250, 250_000)),
        ("1 000", "kg", (1000, 1_000_000)),
        ("1.000", "kg", (1000, 1_000_000)),
        ("1,250", "kg", (1250, 1_250_000)),
        ("1,250 kg", "kg", (1250, 1_250_000)),
        ("1.000 g", "kg", (1000, 1)),
        ("2.000", "piece", (2000, 2_000_000)),
    ],
)
def test_what_has_two_likely_readings_is_asked_the_likelier_first(
    typed: str, unit: str, choices: tuple[int, int]
) -> None:
    with pytest.raises(QuantityAmbiguous) as caught:
        read_quantity(typed, unit)
    assert caught.value.choices == choices


@pytest.mark.parametrize("typed", ["1,5", "½", "0,500", "1/3", "1.500", "0,1"])
def test_pieces_are_not_divided(typed: str) -> None:
    with pytest.raises(PieceNotWhole):
        read_quantity(typed, "piece")


@few
@given(st.integers(0, LIMIT))
def test_a_quantity_written_in_small_units_or_with_decimals_is_read_back(quantity: int) -> None:
    assert read_quantity(f"{quantity} g", "kg") == quantity
    assert read_quantity(f"{quantity}mL", "L") == quantity
    decimals = f"{quantity % 1000:03d}".rstrip("0")
    assume(quantity < 1000 or len(decimals) < 3)
    for sign in ",.":
        assert read_quantity(f"{quantity // 1000}{sign}{decimals} kg", "kg") == quantity


@few
@given(
    st.one_of(st.text(), st.text(alphabet="0123456789,./ ½¼¾kglmcLpi\u00a0\u202f-+e_", max_size=21)),
    st.sampled_from(["kg", "L", "piece"]),
)
def test_any_text_is_a_quantity_or_a_refusal(typed: str, unit: str) -> None:
    try:
        quantity = read_quantity(typed, unit)
    except Refusal:
        return
    assert quantity >= 0
    assert unit != "piece" or quantity % 1000 == 0


def test_a_multiple_of_the_step_is_tested_exactly() -> None:
    check_quantity(300, minimum=100, step=100, unit="kg")


def test_off_the_step_names_the_two_nearest_that_would_do() -> None:
    with pytest.raises(QuantityOffStep) as caught:
        check_quantity(300, minimum=250, step=250, unit="kg")
    assert (caught.value.lower, caught.value.upper) == (250, 500)


def test_below_the_minimum_only_the_minimum_is_offered() -> None:
    with pytest.raises(QuantityOffStep) as caught:
        check_quantity(250, minimum=1000, step=250, unit="kg")
    assert (caught.value.lower, caught.value.upper) == (None, 1000)


def test_what_is_recorded_counts_for_the_minimum() -> None:
    check_quantity(250, minimum=1000, step=250, unit="kg", recorded=750)
    with pytest.raises(QuantityOffStep):
        check_quantity(250, minimum=1000, step=250, unit="kg", recorded=500)


@pytest.mark.parametrize("quantity", [0, -250])
def test_nothing_is_not_a_quantity_to_order(quantity: int) -> None:
    with pytest.raises(QuantityOffStep) as caught:
        check_quantity(quantity, minimum=250, step=250, unit="kg", recorded=5000)
    assert (caught.value.lower, caught.value.upper) == (None, 250)


def test_more_than_a_ton_is_too_large() -> None:
    check_quantity(LIMIT, minimum=250, step=250, unit="kg")
    with pytest.raises(QuantityTooLarge):
        check_quantity(LIMIT + 250, minimum=250, step=250, unit="kg")


def refusal_of(quantity: int, minimum: int, step: int, recorded: int) -> QuantityOffStep | None:
    try:
        check_quantity(quantity, minimum=minimum, step=step, unit="kg", recorded=recorded)
    except QuantityOffStep as refused:
        return refused
    return None


@few
@given(quantities, quantities, steps, quantities)
def test_what_is_offered_instead_would_do_and_nothing_nearer_would(
    quantity: int, minimum: int, step: int, recorded: int
) -> None:
    refused = refusal_of(quantity, minimum, step, recorded)
    if refused is None:
        assert quantity > 0
        assert quantity % step == 0
        assert quantity + recorded >= minimum
        return
    assert refusal_of(refused.upper, minimum, step, recorded) is None
    if refused.lower is None:
        assert refusal_of(refused.upper - step, minimum, step, recorded) is not None
    else:
        assert refused.lower < quantity < refused.upper == refused.lower + step
        assert refusal_of(refused.lower, minimum, step, recorded) is None


@few
@given(quantities, quantities, steps, quantities)
def test_plus_and_minus_always_land_on_what_would_do(quantity: int, minimum: int, step: int, recorded: int) -> None:
    up = step_up(quantity, minimum, step, recorded)
    down = step_down(quantity, minimum, step, recorded)
    assert up > quantity > down or quantity == down == 0
    check_quantity(up, minimum=minimum, step=step, unit="kg", recorded=recorded)
    if down:
        check_quantity(down, minimum=minimum, step=step, unit="kg", recorded=recorded)
        assert down >= quantity - step


def test_plus_from_nothing_goes_to_the_minimum_and_minus_from_there_removes() -> None:
    assert step_up(0, 1000, 250) == 1000
    assert step_up(1000, 1000, 250) == 1250
    assert step_up(300, 250, 250) == 500
    assert step_down(1250, 1000, 250) == 1000
    assert step_down(1000, 1000, 250) == 0
    assert step_down(0, 1000, 250) == 0
