"""Which product a volunteer means who types as little as they can."""

from __future__ import annotations

import time

import pytest

from db.values.product_finding import products, sought

NAMES = (
    ("RIZ01", "Riz long blanc de Camargue"),
    ("RIZ02", "Riz basmati blanc"),
    ("LEG01", "Lentilles vertes"),
    ("LEG02", "Lentilles corail"),
    ("FRU06", "Pruneaux d'Agen"),
    ("GRA01", "Graines de sésame"),
    ("HUI03", "Huile de tournesol"),
    ("CHO01", "Chocolat noir 70 %, tablette"),
    ("FRA01", "Œufs plein air"),
)
AMONG = [sought(place, *one) for place, one in enumerate(NAMES)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("riz02", "Riz basmati blanc"),
        ("RIZ 02", "Riz basmati blanc"),
        ("riz", "Riz long blanc de Camargue"),
        ("riz bas", "Riz basmati blanc"),
        ("bas", "Riz basmati blanc"),
        ("rizb", "Riz basmati blanc"),
        ("lenc", "Lentilles corail"),
        ("prag", "Pruneaux d'Agen"),
        ("ses", "Graines de sésame"),
        ("SÉS", "Graines de sésame"),
        ("hut", "Huile de tournesol"),
        ("70", "Chocolat noir 70 %, tablette"),
        ("oe", "Œufs plein air"),
        ("colat", "Chocolat noir 70 %, tablette"),
        ("hui", "Huile de tournesol"),
        ("gra0", "Graines de sésame"),
    ],
)
def test_few_signs_find_the_product(typed: str, meant: str) -> None:
    assert NAMES[products(AMONG, typed)[0]][1] == meant


def test_a_reference_comes_before_a_name_and_equals_stay_in_the_order_of_the_catalogue() -> None:
    assert products(AMONG, "leg") == [2, 3]
    assert products([sought(1, "X", "Sel fin"), sought(2, "SEL", "Gros sel de mer")], "sel") == [2, 1]


@pytest.mark.parametrize("typed", ["", "   ", "zzz", "'", "olz", "\ud800"])
def test_nothing_meant_is_nothing_found(typed: str) -> None:
    assert products(AMONG, typed) == []


def test_letters_that_repeat_for_ever_take_no_time() -> None:
    words = sought(1, "A", " ".join(["aaaaaaaaaa"] * 12))
    before = time.process_time()
    products([words], "a" * 39 + "b")
    assert time.process_time() - before < 0.5
