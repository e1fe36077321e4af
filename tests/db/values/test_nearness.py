"""How near two addresses are: pairs as people type them, in `addresses.csv`, and any text at all."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.values.nearness import BUILDING, FURTHER, POSTCODE, STREET, Nearness, Where, nearness, where

few = settings(max_examples=200, deadline=None)
WORDS = """
    12 23 31500 1er 8 rue r. av place résidence bât. B appt étage bis 12-14 , - / . ' du de la Saint Georges G. Lyvet
    grande mai 1945 quatre vingt cedex chez n° Toulouse général é 2e lieu dit
"""
texts = st.one_of(st.text(), st.lists(st.sampled_from(WORDS.split())).map(" ".join))
places = st.builds(where, texts, texts, texts, texts)

with (Path(__file__).parent / "addresses.csv").open(encoding="utf-8", newline="") as file:
    PAIRS = list(csv.DictReader(file))

# What no rule of ours tells apart, and what is answered. Each only sorts one line wrongly.
UNRESOLVED = [
    ("4-12 rue des Pins", "8 rue des Pins", BUILDING),  # flat 4 of house 12, read as a row of houses
    ("8 rue du Lac", "8 rue du Lac Bleu", POSTCODE),  # the same, if someone leaves the second word out
    ("3 avenue de la Gare", "3 avenue de la Gare SNCF", POSTCODE),
    ("1 place du Château de l'Hers", "1 pl chateau de lhers", POSTCODE),  # the apostrophe was forgotten in a short word
    ("5 ch. de Gaulle", "5 avenue Charles de Gaulle", POSTCODE),  # ch. is chemin before it is Charles
    ("5 rue Jean Morin", "5 rue Jean Marin", BUILDING),  # two people, one letter apart
    ("5 rue Pierre et Marie Curie", "5 rue Marie Curie", BUILDING),  # two streets in some towns
    ("5 cour des Lilas", "5 cours des Lilas", BUILDING),  # two kinds of street, and often one mistyped
    ("5 rue du Maréchal Leclerc", "5 rue du Docteur Leclerc", BUILDING),  # titles are often left out
    ("5 rue des Lilas, rés. du Parc", "résidence du Parc, bât. A", POSTCODE),  # street on one side, estate on the other
    ("rue du 8 mai 12", "12 rue du 8 mai", STREET),  # 12 may be the year
    ("B 4 place de Milan", "4 place de Milan bât. C", BUILDING),  # a letter before the number is not seen
    ("Tour des Cèdres", "Les Cèdres", STREET),
]


def at(street: str, town: str = "31500 Toulouse", more: str = "") -> Where:
    postcode, city = re.fullmatch("([0-9 ]*)(.*)", "" if town == "-" else town or "31500 Toulouse").groups()  # type: ignore[union-attr]
    return where(street, more, postcode.strip(), city)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['first']} | {pair['second']}")
def test_two_addresses_are_as_near_as_a_reader_would_say(pair: dict[str, str]) -> None:
    a, b = at(pair["first"], pair["first_town"]), at(pair["second"], pair["second_town"])
    assert nearness(a, b).name.lower() == pair["expected"], (pair["why"], a, b)
    assert nearness(b, a) is nearness(a, b)


def test_the_table_is_large_and_has_every_answer() -> None:
    assert len({(pair["first"], pair["second"], pair["first_town"], pair["second_town"]) for pair in PAIRS}) >= 270
    counts = [sum(pair["expected"] == one.name.lower() for pair in PAIRS) for one in Nearness]
    assert sum(counts) == len(PAIRS)
    assert min(counts) >= 8


@pytest.mark.parametrize(("first", "second", "answer"), UNRESOLVED)
def test_what_cannot_be_told_has_a_known_answer(first: str, second: str, answer: Nearness) -> None:
    assert nearness(at(first), at(second)) is answer


def test_the_numbers_are_those_that_a_plan_adds_up() -> None:
    assert [BUILDING, STREET, POSTCODE, FURTHER] == [0, 1, 2, 3]


def test_the_second_line_counts_as_the_first_one_does() -> None:
    plain = at("4 place de Milan")
    assert nearness(plain, at("Résidence Les Lilas, bât. B", more="4 place de Milan")) is BUILDING
    assert nearness(plain, at("4 place de Milan", more="appartement 14, 3e étage")) is BUILDING
    assert nearness(at("4 place de Milan", more="bâtiment A"), at("4 place de Milan", more="bât. C")) is STREET
    assert nearness(plain, at("", more="4 place de Milan")) is BUILDING


def test_an_address_says_what_was_read() -> None:
    assert at("23, R. G. Lyvet bât. B") == Where("23", "b", "rue", ("g", "lyvet"), False, "31500", ("toulouse",))


@few
@given(texts, texts, texts, texts)
def test_any_text_is_an_address(address1: str, address2: str, postcode: str, city: str) -> None:
    read = where(address1, address2, postcode, city)
    assert nearness(read, read) in Nearness
    assert re.fullmatch("([0-9]{5})?", read.postcode)


@few
@given(places, places)
def test_nearness_is_the_same_both_ways(a: Where, b: Where) -> None:
    assert nearness(a, b) is nearness(b, a)


@few
@given(places)
def test_an_address_is_as_near_to_itself_as_it_says(a: Where) -> None:
    if a.street and a.number:
        assert nearness(a, a) is BUILDING
    elif a.street:
        assert nearness(a, a) <= STREET
    else:
        assert nearness(a, a) is (POSTCODE if a.postcode or a.city else FURTHER)


@few
@given(places)
def test_an_address_of_which_nothing_is_known_is_far_from_all(a: Where) -> None:
    assert nearness(a, where("", "", "", "")) is FURTHER


@few
@given(
    st.integers(1, 300),
    st.sampled_from(["rue Georges Lyvet", "place de Milan", "avenue du Général de Gaulle", "rue du 8 mai 1945"]),
    st.sampled_from(["{n} {street}", "{n}, {street}", "{street} {n}", "{street}, n° {n}", "bât A, {n} {street}"]),
    st.sampled_from([str.upper, str.lower, str.title, lambda text: text.replace(" ", "  ")]),
)
def test_how_it_is_typed_changes_nothing(number: int, street: str, shape: str, hand: object) -> None:
    assert callable(hand)
    typed = hand(shape.format(n=number, street=street))
    assert nearness(at(typed), at(f"{number} {street}")) is BUILDING
    assert nearness(at(typed), at(f"{number + 50} {street}")) is STREET
