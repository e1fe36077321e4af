"""Phones, e-mail addresses and postcodes: one written form each."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import EmailInvalid, PhoneInvalid, PostcodeInvalid
from db.values.contact import email_key, read_address, read_email, read_phone, read_postcode, show_phone

few = settings(max_examples=200, deadline=None)


@pytest.mark.parametrize(
    "typed",
    [
        "0639981234",
        "06 39 98 12 34",
        "06.39.98.12.34",
        "06-39-98-12-34",
        " 06\u00a039 98 12 34 ",
        "+33 6 39 98 12 34",
        "+33639981234",
        "+33 (0)6 39 98 12 34",
        "0033639981234",
        "639981234",
        "33639981234",
    ],
)
def test_a_french_phone_has_one_form_however_it_is_typed(typed: str) -> None:
    assert read_phone(typed) == "0639981234"


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("06 39 98", 4),
        ("063998123", 1),
        ("6399812", 2),
        ("0639981234 56", -2),
        ("", 10),
        ("+33 6 39 98", 4),
        ("abc", 0),
        ("06 39 98 12 3x", 0),
        ("1639981234", 0),
        ("0000000000", 0),
        ("٠٦٣٩٩٨١٢٣٤", 0),
        ("+3", 0),
        ("1" * 31, 0),
    ],
)
def test_a_phone_that_cannot_be_one_says_how_many_digits_are_missing(typed: str, missing: int) -> None:
    with pytest.raises(PhoneInvalid) as caught:
        read_phone(typed)
    assert caught.value.missing == missing


@pytest.mark.parametrize(
    ("typed", "read", "seen"),
    [
        ("0639981234", "0639981234", "06 39 98 12 34"),
        ("+32 470 12 34 56", "+32470123456", "+32 470 12 34 56"),
        ("0049 30 123456", "+4930123456", "+49 30 12 34 56"),
        ("+352 621 123 456", "+352621123456", "+352 621 12 34 56"),
        ("+1 202 555 0143", "+12025550143", "+1 20 25 55 01 43"),
    ],
)
def test_a_phone_is_shown_by_two_digits(typed: str, read: str, seen: str) -> None:
    assert read_phone(typed) == read
    assert show_phone(read) == seen


@few
@given(st.one_of(st.text(), st.text(alphabet="0123456789+ .()")))
def test_any_text_is_a_phone_or_a_refusal_and_a_phone_shown_is_read_back(typed: str) -> None:
    try:
        phone = read_phone(typed)
    except PhoneInvalid:
        return
    assert read_phone(phone) == read_phone(show_phone(phone)) == phone


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" Sarah.Varda@Example.ORG ", "Sarah.Varda@example.org"),
        ("a+b@sub.example.org", "a+b@sub.example.org"),
        ("a@exemplé.org", "a@xn--exempl-gva.org"),
    ],
)
def test_an_email_is_trimmed_and_its_domain_in_lower_case(typed: str, read: str) -> None:
    assert read_email(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "a@",
        "@example.org",
        "a@b",
        "a b@example.org",
        "a@@example.org",
        "a@example..org",
        ".a@example.org",
        "a.@example.org",
        "a@-example.org",
        "a@example.org\x1b",
        "ａ@example.org",
        "a@example.org, b@example.org",
        "a@[127.0.0.1]",
        "a@1.2.3.4",
        "é@example.org",
        "a" * 65 + "@example.org",
        "a@" + "é" * 70 + ".org",
        "<a@b.org>",
    ],
)
def test_what_is_not_plainly_an_email_is_refused(typed: str) -> None:
    with pytest.raises(EmailInvalid):
        read_email(typed)


def test_two_addresses_that_differ_by_case_are_the_same_person() -> None:
    assert email_key("Sarah@Example.org") == email_key(" sarah@example.ORG")


@few
@given(st.one_of(st.text(), st.emails()))
def test_any_text_is_an_email_or_a_refusal_and_always_has_a_key(typed: str) -> None:
    assert email_key(typed) == email_key(email_key(typed))
    try:
        read = read_email(typed)
    except EmailInvalid:
        return
    assert read_email(read) == read
    assert read.isascii()


@pytest.mark.parametrize("typed", ["31500", " 31500 ", "31 500", "31\u00a0500"])
def test_a_postcode_keeps_its_digits_only(typed: str) -> None:
    assert read_postcode(typed) == "31500"


@pytest.mark.parametrize("typed", ["", "315", "315000", "3150a", "３１５００", "-3150"])
def test_what_is_not_a_postcode_is_refused(typed: str) -> None:
    with pytest.raises(PostcodeInvalid):
        read_postcode(typed)


def test_a_postcode_may_have_four_digits_and_keeps_its_first_zero() -> None:
    assert read_postcode("1000") == "1000"
    assert read_postcode("01000") == "01000"


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        ("12 rue des Lilas, 31100 Toulouse", "12 rue des Lilas"),
        ("12 rue des Lilas, bât. B, 3e étage, 31100 Toulouse", "12 rue des Lilas, bât. B, 3e étage"),
        ("12 rue des Lilas, appartement 1203 B, 31100 Toulouse", "12 rue des Lilas, appartement 1203 B"),
    ],
)
def test_the_postcode_of_an_address_is_the_last_one(typed: str, street: str) -> None:
    assert read_address(typed) == (street, "31100", "Toulouse")
