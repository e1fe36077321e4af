"""One request in full for the team, and handing it to somebody so that it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.calls import calls
from db.database import Book
from db.delivery import collect
from db.delivery_history import Entry, hand_to, request_file, wishes
from db.delivery_lists import board
from db.delivery_steps import agree, deliver, release, take, undo, undo_all
from db.errors import LimitReached, NotAllowed, RequestGone
from tests.db.neighbours import ADDRESS, PHONE, Neighbours, another_request, asks
from tests.db.world import DAY, World


def entries(book: Book, at: Neighbours) -> tuple[Entry, ...]:
    return request_file(book, at.volunteer, at.basket).entries


def test_every_step_stands_with_who_wrote_it_and_for_whom(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    release(book, at.helper, at.basket, "Mon vélo est cassé.")
    hand_to(book, at.volunteer, at.basket, at.other)
    agree(book, at.volunteer, at.basket, at.ends_at + DAY, "envelope", "bags")
    deliver(book, at.other, at.basket)
    found = entries(book, at)
    assert [(one.kind, one.deliverer, one.by, one.own) for one in found] == [
        ("taken", "Hélène PORTE", "Hélène PORTE", True),
        ("released", "Hélène PORTE", "Hélène PORTE", True),
        ("taken", "Omar LOIN", "Béatrice NÉVOLE", False),
        ("agreed", "Omar LOIN", "Béatrice NÉVOLE", False),
        ("delivered", "Omar LOIN", "Omar LOIN", True),
    ]
    assert found[1].word == "Mon vélo est cassé."
    assert (found[3].meet_at, found[3].money, found[3].containers) == (at.ends_at + DAY, "envelope", "bags")


def test_what_was_undone_stays_and_says_so(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    undo(book, at.helper, take(book, at.helper, at.basket))
    assert [(one.kind, one.undone, one.undoes) for one in entries(book, at)] == [
        ("taken", True, ""),
        ("undone", False, "taken"),
    ]


def test_an_agreement_heard_by_voice_names_who_heard_it(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    assert request_file(book, at.volunteer, at.basket).heard_by == ""
    from db.delivery import ask_delivery

    ask_delivery(book, at.volunteer, at.basket, consent=True, times="dimanche")
    assert request_file(book, at.volunteer, at.basket).heard_by == "Béatrice NÉVOLE"


def test_the_team_alone_reads_it_and_no_contact_is_in_it(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    for stranger in (at.sarah, at.helper):
        with pytest.raises(NotAllowed):
            request_file(book, stranger, at.basket)
        with pytest.raises(NotAllowed):
            wishes(book, stranger, at.basket)
    said = repr(request_file(book, at.volunteer, at.basket))
    assert ADDRESS["address"] not in said
    assert PHONE.replace(" ", "") not in said
    assert "3e étage" not in said


def test_a_request_that_was_taken_back_is_gone(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    collect(book, at.sarah, at.basket)
    with pytest.raises(RequestGone):
        request_file(book, at.volunteer, at.basket)
    assert wishes(book, at.volunteer, at.basket) == ("", "")


def test_wishes_are_there_to_be_written_anew(book: Book, neighbours: Neighbours) -> None:
    assert wishes(book, neighbours.volunteer, neighbours.basket) == ("samedi après 17 h", "3e étage")


def test_reassigning_is_taken_back_in_one_gesture(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    steps = hand_to(book, at.volunteer, at.basket, at.other)
    assert len(steps) == 2
    [line] = board(book, at.volunteer, at.group)
    assert line.deliverer == "Omar LOIN"
    undo_all(book, at.volunteer, steps)
    [line] = board(book, at.volunteer, at.group)
    assert line.deliverer == "Hélène PORTE"
    # Nobody was called meanwhile, and nobody need be: only the first taking is to be told.
    waiting = [(one.why, one.name) for one in calls(book, at.volunteer, at.group) if one.made_at is None]
    assert waiting == [("taken", "Sarah VARDA")]


def test_a_refused_handing_over_leaves_it_with_who_has_it(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours
    second = another_request(book, world, world.others[0])
    hand_to(book, at.volunteer, at.basket, at.other)
    hand_to(book, at.volunteer, second, at.helper)
    with pytest.raises(LimitReached):
        hand_to(book, at.volunteer, second, at.other)
    assert {line.basket_id: line.deliverer for line in board(book, at.volunteer, at.group)} == {
        at.basket: "Omar LOIN",
        second: "Hélène PORTE",
    }


def test_a_long_history_costs_no_more_queries(
    book: Book, neighbours: Neighbours, queries: Callable[[Callable[[], Any]], int]
) -> None:
    at = neighbours
    asks(book, at.sarah, at.basket)

    def read() -> object:
        return request_file(book, at.volunteer, at.basket)

    read()
    few = queries(read)
    for _ in range(5):
        take(book, at.helper, at.basket)
        release(book, at.volunteer, at.basket)
    assert queries(read) == few
