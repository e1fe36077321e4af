"""Digits typed without Shift on an AZERTY keyboard."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.values.azerty import digit_of, read_secret

ROW = "&é\"'(-è_çà"


@pytest.mark.parametrize(("sign", "digit"), [*zip(ROW, "1234567890", strict=True)])
def test_each_sign_of_the_row_is_the_digit_of_its_key(sign: str, digit: str) -> None:
    assert digit_of(sign, minus_is_six=True) == digit


@pytest.mark.parametrize("sign", ["-", "+", "=", "5", "a", ")", "", "É"])
def test_in_a_quantity_minus_and_everything_else_is_no_digit(sign: str) -> None:
    assert digit_of(sign, minus_is_six=False) is None


def test_a_secret_made_only_of_those_signs_is_its_digits() -> None:
    assert read_secret("é'-_&à") == "246810"
    assert read_secret("246810") == "246810"


@pytest.mark.parametrize("secret", ["été-à-la-mer", "&&b", "2'-_&à", "le chat dort"])
def test_any_other_secret_stays_as_it_is(secret: str) -> None:
    assert read_secret(secret) == secret


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789", min_size=1))
def test_digits_typed_with_and_without_shift_are_one_secret(digits: str) -> None:
    without_shift = digits.translate(str.maketrans("1234567890", ROW))
    assert read_secret(without_shift) == read_secret(digits) == digits


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_a_secret_is_the_same_however_its_accents_are_composed(secret: str) -> None:
    decomposed = unicodedata.normalize("NFD", secret)
    assert read_secret(decomposed) == read_secret(unicodedata.normalize("NFC", secret))
