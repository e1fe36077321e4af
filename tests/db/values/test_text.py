"""Text from people: refused, shown and compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import Refusal, TextMissing, TextRefused, TextTooLong
from db.values.text import cells, clean, clean_paragraph, fold, mixed_scripts, shown, shown_short

few = settings(max_examples=200, deadline=None)
DANGEROUS = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029\u2060\u2066\u2067\u2068\u2069\ufeff",
    *"\u00ad\u115f\u3164\ufe0f\ud800\udfff\ue000\uf8ff\ufffe\ufff9",
    *"\U000e0001\U000e0041\U000e007f\U000f0000\U0010fffd",
]


@pytest.mark.parametrize("sign", DANGEROUS, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("text", ["{}b", "a{}b", "ab{}"])
def test_a_dangerous_sign_is_refused_with_its_place_and_never_shown(sign: str, text: str) -> None:
    typed = text.format(sign)
    with pytest.raises(TextRefused) as caught:
        clean(typed)
    assert (caught.value.code_point, caught.value.position) == (ord(sign), typed.index(sign))
    assert shown(typed) == text.format("·")


@pytest.mark.parametrize(
    "name", ["[/]", "[x]", "[red]x[/red]", "[@click=quit]", "Élodie", "O'Neil", "=1+1", "Łukasz", "李"]
)
def test_what_only_looks_dangerous_is_kept_as_it_is(name: str) -> None:
    assert clean(name) == shown(name) == name


def test_a_text_is_trimmed_and_composed() -> None:
    assert clean(" \u00a0E\u0301lodie ") == "Élodie"


def test_a_text_has_at_most_eighty_characters_and_half_as_many_cells_again() -> None:
    assert clean("é" * 80)
    assert clean("李" * 60)
    for long in ("é" * 81, "李" * 61):
        with pytest.raises(TextTooLong) as caught:
            clean(long)
        assert caught.value.limit == 80


def test_a_named_field_may_not_be_empty() -> None:
    assert clean("  ") == ""
    with pytest.raises(TextMissing) as caught:
        clean("  ", field="first_name")
    assert caught.value.field == "first_name"


def test_a_paragraph_keeps_its_lines_and_nothing_else() -> None:
    assert clean_paragraph("Bonjour\r\nà tous\n") == "Bonjour\nà tous"
    for typed in ("a\tb", "a\rb", "a\x1b[2Jb", "a\u2028b"):
        with pytest.raises(TextRefused):
            clean_paragraph(typed)
    with pytest.raises(TextTooLong):
        clean_paragraph("a" * 501)


@few
@given(st.text())
def test_what_was_cleaned_is_clean_and_shown_as_it_is(typed: str) -> None:
    try:
        kept = clean(typed)
    except Refusal:
        return
    assert clean(kept) == kept == shown(kept)
    assert unicodedata.is_normalized("NFC", kept)
    assert cells(kept) <= 120


@few
@given(st.text(alphabet=st.characters(categories=None)))
def test_whatever_is_shown_holds_no_control_and_stays_as_long(text: str) -> None:
    guarded = shown(text)
    assert len(guarded) == len(text)
    assert not [sign for sign in guarded if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]
    assert shown(guarded) == guarded
    assert len(shown_short(text, 10)) <= 10


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élodie", "elodie"),
        ("Straße", "STRASSE"),
        ("ﬁn", "fin"),
        ("Œufs", "oeufs"),
        ("Jean-Pierre", "jean  pierre"),
        ("Jean‑Pierre", "Jean Pierre"),
        ("Huile d'olive", "huile d’olive"),
        ("Noël", "Noe\u0308l"),
        ("İnci", "inci"),
        ("  a ", "A"),
    ],
)
def test_two_ways_to_write_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@few
@given(st.text())
def test_folding_what_is_folded_changes_nothing_and_case_never_matters(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_a_word_of_letters_that_look_alike_is_noticed() -> None:
    assert mixed_scripts("P\u0430ypal")
    assert not mixed_scripts("Жан Dupont")
    assert not mixed_scripts("Élodie 12 李")
