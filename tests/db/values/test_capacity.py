"""What a neighbour can carry, as it is typed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import CapacityInvalid
from db.values.capacity import read_kilos, read_orders

few = settings(max_examples=200, deadline=None)
typed_numbers = st.one_of(st.text(), st.text(alphabet="0123456789,. kg/½"))


@pytest.mark.parametrize(("typed", "orders"), [("1", 1), (" 3 ", 3), ("20", 20), ("02", 2), ("2.", 2), ("2,0", 2)])
def test_a_number_of_orders(typed: str, orders: int) -> None:
    assert read_orders(typed) == orders


@pytest.mark.parametrize("typed", ["", " ", "0", "21", "999", "-2", "2,5", "½", "1e1", "two", "２", "3 kg", "2 pièces"])
def test_what_is_no_number_of_orders_is_refused_with_the_limits(typed: str) -> None:
    with pytest.raises(CapacityInvalid) as caught:
        read_orders(typed)
    assert vars(caught.value) == {"text": typed, "what": "orders", "least": 1, "most": 20}


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        ("20", 20_000),
        ("20 kg", 20_000),
        ("20kg", 20_000),
        ("20 kilos", 20_000),
        ("12,5", 12_500),
        ("12.5 kg", 12_500),
        ("0,5", 500),
        (",5", 500),
        ("½", 500),
        ("500 g", 500),
        ("200", 200_000),
        (" 7 ", 7_000),
        ("14\u00a0kg", 14_000),
    ],
)
def test_a_number_of_kilos(typed: str, grams: int) -> None:
    assert read_kilos(typed) == grams


@pytest.mark.parametrize(
    "typed", ["", "0", "0,4", "201", "20000", "1.000", "-5", "5 L", "1e1", "kg", "many", "２０", "NaN", "20 kg kg"]
)
def test_what_is_no_number_of_kilos_is_refused_with_the_limits(typed: str) -> None:
    with pytest.raises(CapacityInvalid) as caught:
        read_kilos(typed)
    assert vars(caught.value) == {"text": typed, "what": "kilos", "least": 500, "most": 200_000}


@few
@given(typed_numbers)
def test_any_text_is_a_capacity_within_the_limits_or_a_refusal(typed: str) -> None:
    with suppress(CapacityInvalid):
        assert 1 <= read_orders(typed) <= 20
    with suppress(CapacityInvalid):
        assert 500 <= read_kilos(typed) <= 200_000
