"""« Proposer »: a plan of a whole distribution, which changes nothing until it is accepted."""

from __future__ import annotations

import pytest

from db.database import Book
from db.delivery_lists import board
from db.delivery_plan import suggest
from db.delivery_steps import assign_all, take
from db.errors import NotAllowed, Unknown
from tests.db.neighbours import Neighbours, another_request, offers
from tests.db.world import RICE, World


def test_each_line_says_who_carries_what_how_near_and_how_much_they_then_carry(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    heavy = another_request(book, world, world.others[0], (RICE, 6_000), address="2 rue de Paris", postcode="31500")
    before = board(book, at.volunteer, at.group)
    offers(book, at.open, at.other, address="1 rue de Paris", postcode="31500", orders=1, grams=7_000)
    found = suggest(book, at.volunteer, at.open)
    assert [
        (one.name, one.deliverer, one.nearness, one.grams, one.orders, one.most_orders, one.load, one.most_grams)
        for one in found.lines
    ] == [
        ("Sarah VARDA", "Hélène PORTE", 1, 250, 1, 2, 250, 20_000),
        ("Prénom0 NOM0", "Omar LOIN", 1, 6_000, 1, 1, 6_000, 7_000),
    ]
    assert (found.unserved, found.offers, found.most, found.proven, found.gaps) == ((), 2, 2, True, (0, 0, 0))
    assert board(book, at.volunteer, at.group) == before, "nothing is changed"
    assign_all(book, at.volunteer, tuple((one.basket_id, one.deliverer_id) for one in found.lines))
    assert {one.basket_id: one.deliverer for one in board(book, at.volunteer, at.group)} == {
        at.basket: "Hélène PORTE",
        heavy: "Omar LOIN",
    }
    assert suggest(book, at.volunteer, at.open).lines == ()


def test_a_line_that_was_refused_is_not_suggested_again(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    [line] = suggest(book, at.volunteer, at.open).lines
    [other] = suggest(book, at.volunteer, at.open, refused=[(line.basket_id, line.deliverer_id)]).lines
    assert other.deliverer == "Omar LOIN"


def test_who_is_left_out_is_said_with_the_reason(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours
    another_request(book, world, world.others[0], (RICE, 21_000))
    for member in world.others[1:]:
        another_request(book, world, member)
    take(book, at.helper, at.basket)
    found = suggest(book, at.volunteer, at.open)
    assert [(one.name, one.why) for one in found.unserved] == [("Prénom0 NOM0", "weight")]
    assert len(found.lines) == 2, "one place with Hélène, one with Omar"


def test_only_the_team_asks_for_a_plan(book: Book, neighbours: Neighbours) -> None:
    with pytest.raises(NotAllowed):
        suggest(book, neighbours.helper, neighbours.open)
    with pytest.raises(Unknown):
        suggest(book, neighbours.volunteer, 7)
