from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from tests.widgets.stage import HOSTILE
from widgets.text import cut_middle, split_two_lines, spread, user_text, words

OIL = "Huile d'olive vierge extra, bouteille 1 L"


def test_a_long_name_loses_its_middle_and_keeps_its_end() -> None:
    assert cut_middle(OIL, 31) == "Huile d'olive vie…bouteille 1 L"
    assert cut_middle(OIL, 24) == "Huile d'ol…bouteille 1 L"
    assert cut_middle(OIL, 41) == OIL


@given(st.text(max_size=60), st.integers(1, 50))
def test_a_cut_name_always_fits(name: str, cells: int) -> None:
    assert cell_len(cut_middle(name, cells)) <= cells


@given(st.text(max_size=60), st.integers(4, 40))
def test_both_lines_of_a_name_fit(name: str, cells: int) -> None:
    assert all(cell_len(line) <= cells for line in split_two_lines(name, cells))


def test_a_name_breaks_between_words() -> None:
    assert split_two_lines(OIL, 25) == ("Huile d'olive vierge", "extra, bouteille 1 L")


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_data(name: str) -> None:
    shown = user_text(name)
    assert not shown.spans
    assert all(sign.isprintable() for sign in shown.plain)
    assert len(shown.plain) == len(name)


def test_words_are_translated_data_is_not() -> None:
    assert words("Help").plain == "Aide"
    assert words(Content("Help")).plain == "Help"
    assert words(lambda: "Help").plain == "Help"
    assert words("").plain == ""


def test_the_left_gives_way_to_the_right() -> None:
    assert spread(Content("un nom très long"), Content("1,53 €"), 12).plain == "un n… 1,53 €"
