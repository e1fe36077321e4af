"""The counter without the interface: what is in the baskets, who was served, the till."""

from __future__ import annotations

import pytest

from db import accounts, opening, serving, till, weighing
from db.access import hash_secret
from db.ordering import basket_of
from db.positions import of_order
from db.values.counter import Payment, Station
from tests.db.world import APRICOTS, RICE, World, make, order
from tests.tui.test_cli import SECRET, Shell
from tests.tui.test_cli import shell as shell  # the fixture


@pytest.fixture
def world(shell: Shell) -> World:
    """Sarah was served and paid a part; somebody else is to come."""
    book = opening.create(shell.home / "comptoir.db", shell.home, clock=shell.clock)
    world = make(book)
    known = hash_secret(SECRET)
    for member in (world.volunteer, world.sarah):
        accounts.change_secret(book, member, member, known)
    order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.others[0], (RICE, 500))
    here = Station(world.volunteer, world.open, 1)
    till.open_till(book, here, {1_000: 5}, 5_000)
    basket = basket_of(book, world.sarah, world.open)
    weighing.as_ordered(book, here, of_order(book, basket))
    serving.serve(book, here, basket, shown=153, payments=[Payment("cash", 100)])
    book.close()
    return world


def number(shell: Shell, member: int) -> str:
    book = shell.open()
    try:
        return accounts.person(book, member).number
    finally:
        book.close()


def test_what_is_in_the_baskets(shell: Shell, world: World) -> None:
    who = number(shell, world.volunteer)
    ran = shell("baskets", "--distribution", str(world.open), "--json", who=who)
    first, second = ran.objects
    assert (first["member"], first["total_cents"], first["lines"][0]["state"]) == ("Sarah VARDA", 153, "weighed")
    assert (second["lines"][0]["quantity_thousandths"], second["lines"][0]["state"]) == (500, "to_weigh")
    assert isinstance(first["id"], str)
    ran = shell("baskets", "--distribution", str(world.open), who=who)
    assert "Abricots bruns secs" in ran.out
    assert "à peser" in ran.out


def test_who_was_served_and_who_owes(shell: Shell, world: World) -> None:
    who = number(shell, world.volunteer)
    ran = shell("handover", "--distribution", str(world.open), "--json", who=who)
    assert [(one["state"], one["owes_cents"]) for one in ran.objects] == [("served", 53), ("to_come", 173)]
    ran = shell("handover", "--distribution", str(world.open), who=who)
    assert "servi" in ran.out
    assert "1 personne servie sur 2." in ran.err


def test_the_till_with_and_without_a_closing(shell: Shell, world: World) -> None:
    who = number(shell, world.volunteer)
    [found] = shell("till", "--distribution", str(world.open), "--json", who=who).objects
    assert (found["state"], found["expected_cash_cents"], found["difference_cents"]) == ("open", 5_100, None)
    book = shell.open()
    till.close_till(book, Station(world.volunteer, world.open, 1), {1_000: 5}, "un euro par terre")
    book.close()
    [found] = shell("till", "--distribution", str(world.open), "--json", who=who).objects
    assert (found["state"], found["difference_cents"], found["why"]) == ("closed", -100, "un euro par terre")
    ran = shell("till", "--distribution", str(world.open), who=who)
    assert "Écart" in ran.out
    assert "Béatrice Névole" in ran.err


@pytest.mark.parametrize("word", ["baskets", "handover", "till"])
def test_it_is_for_the_team(shell: Shell, world: World, word: str) -> None:
    ran = shell(word, "--distribution", str(world.open), "--json", who=number(shell, world.sarah))
    assert (ran.code, ran.out) == (4, "")
    assert shell(word, "--distribution", "2031-01-01", who=number(shell, world.volunteer)).code == 1
