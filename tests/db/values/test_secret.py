"""Secrets: not the first thing someone else would try."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import Refusal, SecretTooWeak, TextTooLong
from db.values.secret import check_secret

SARAH = ("Sarah", "VARDA", "0639981234", "31500", "sarah.varda@example.org")


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("", "short"),
        ("12345", "short"),
        ("chaton", "short"),
        ("!!!!????", "short"),
        ("24 68 10", "short"),
        ("111111", "repeated"),
        ("000000", "repeated"),
        ("121212", "repeated"),
        ("123123", "repeated"),
        ("chatchat", "repeated"),
        ("123456", "sequence"),
        ("654321", "sequence"),
        ("890123", "sequence"),
        ("135791", "sequence"),
        ("12345678a", "sequence"),
        ("azertyuiop1", "sequence"),
        ("abcdefgh", "sequence"),
        ("&é\"'(-", "sequence"),
        ("123321", "common"),
        ("MotDePasse", "common"),
        ("0639981234", "personal"),
        ("981234", "personal"),
        ("315001", "personal"),
        ("Sarah VARDA", "personal"),
        ("sarahvarda1", "personal"),
        ("vardasarah", "personal"),
    ],
)
def test_a_secret_that_others_would_try_is_refused_with_the_reason(secret: str, reason: str) -> None:
    with pytest.raises(SecretTooWeak) as caught:
        check_secret(secret, SARAH)
    assert caught.value.reason == reason


@pytest.mark.parametrize("secret", ["246810", "739150", "le chat dort", "sarah aime les abricots", "été à la mer"])
def test_any_other_secret_is_taken_as_it_is(secret: str) -> None:
    assert check_secret(secret, SARAH) == secret


def test_a_code_typed_without_shift_is_its_digits() -> None:
    assert check_secret("é'-_&à") == "246810"


def test_a_secret_has_an_end() -> None:
    with pytest.raises(TextTooLong):
        check_secret("le chat " * 20)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.lists(st.text()).map(tuple))
def test_any_text_is_a_secret_or_a_refusal(secret: str, personal: tuple[str, ...]) -> None:
    try:
        kept = check_secret(secret, personal)
    except Refusal:
        return
    assert check_secret(kept, personal) == kept
