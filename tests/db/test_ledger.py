"""A member's account in a group: what is due is always exactly minus the balance."""

from __future__ import annotations

from functools import partial

import pytest

from db import groups
from db.clock import SetClock
from db.corrections import correct
from db.database import Book
from db.distributions import cards
from db.errors import NotAllowed, Unknown
from db.ledger import balance, left, movements, pay
from db.models import Group
from db.ordering import basket_of
from db.orders import my_orders
from tests.conftest import NOW
from tests.db import world as small
from tests.db.test_ordering import changes_nothing
from tests.db.world import APRICOTS, RICE, World, order


def test_the_tutorials_own_line_is_1_53_due_and_minus_1_53_everywhere(book: Book, world: World) -> None:
    receipt = order(book, world, world.sarah, (APRICOTS, 250))
    [found] = my_orders(book, world.sarah, world.group)
    [card] = [one for one in cards(book, world.sarah, world.group) if one.basket]
    [movement] = movements(book, world.sarah, world.group)
    assert receipt.total == found.total == found.lines[0].amount == card.ordered == 153
    assert receipt.balance == balance(book, world.sarah, world.group) == movement.amount == movement.balance == -153


def test_movements_are_told_latest_first_each_with_the_balance_after_it(
    book: Book, world: World, clock: SetClock
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    clock.advance(60)
    correct(book, world.volunteer, basket, world.products[RICE], 345, 0)
    clock.advance(60)
    pay(book, world.volunteer, world.sarah, world.group, 200, "cash", basket)
    found = [
        (one.at - NOW, one.kind, one.means, one.amount, one.balance)
        for one in movements(book, world.sarah, world.group)
    ]
    assert found == [(120, "payment", "cash", 200, 47), (60, "correction", "", 173, -153), (0, "order", "", -326, -326)]
    assert balance(book, world.sarah, world.group) == 47


def test_an_order_is_paid_when_what_was_paid_for_it_covers_it(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)

    def paid() -> tuple[bool, bool]:
        [card] = [one for one in cards(book, world.sarah, world.group) if one.basket]
        return my_orders(book, world.sarah, world.group)[0].paid, card.paid

    pay(book, world.volunteer, world.sarah, world.group, 152, "cash", basket)
    assert paid() == (False, False)
    pay(book, world.volunteer, world.sarah, world.group, 1, "card", basket)
    assert paid() == (True, True)
    order(book, world, world.sarah, (APRICOTS, 250))
    assert paid() == (False, False)


def test_balances_are_kept_apart_by_member_and_by_group(book: Book, world: World) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    other = groups.add(book, world.coordinator, "SOUPETARD")
    assert balance(book, world.others[0], world.group) == 0
    assert balance(book, world.sarah, other) == 0
    assert movements(book, world.sarah, other) == ()


def test_a_payment_is_taken_by_the_team_of_the_group(book: Book, world: World) -> None:
    with book.write() as write:
        other = write.register(Group, name="SOUPETARD", name_key="soupetard")
        stranger = small.member(write, other, "A", "B", "coordinator")
    for by in (world.sarah, stranger, 0):
        refused = changes_nothing(book, NotAllowed, partial(pay, book, by, world.sarah, world.group, 100, "cash"))
        assert refused.needed == "volunteer"
    for by in (world.volunteer, world.coordinator):
        pay(book, by, world.sarah, world.group, 100, "cash")
    assert balance(book, world.sarah, world.group) == 200


def test_a_payment_is_for_the_members_own_basket_in_the_group(book: Book, world: World) -> None:
    order(book, world, world.others[0], (APRICOTS, 250))
    basket = basket_of(book, world.others[0], world.open)
    for wrong in (basket, 7):
        changes_nothing(
            book, Unknown, partial(pay, book, world.volunteer, world.sarah, world.group, 100, "cash", wrong)
        )


@pytest.mark.parametrize("amount", [0, -1])
def test_a_payment_is_positive(book: Book, world: World, amount: int) -> None:
    with pytest.raises(ValueError):
        pay(book, world.volunteer, world.sarah, world.group, amount, "cash")
    assert movements(book, world.sarah, world.group) == ()


def test_what_is_left_to_pay_is_told_for_each_distribution(book: Book, world: World) -> None:
    assert left(book, world.sarah, world.group) == {}
    order(book, world, world.sarah, (APRICOTS, 250))
    assert left(book, world.sarah, world.group) == {world.open: 153}
    basket = basket_of(book, world.sarah, world.open)
    pay(book, world.volunteer, world.sarah, world.group, 100, "cash", basket)
    assert left(book, world.sarah, world.group) == {world.open: 53}
    pay(book, world.volunteer, world.sarah, world.group, 60, "cash", basket)
    assert left(book, world.sarah, world.group) == {}
    pay(book, world.volunteer, world.sarah, world.group, 60, "cash")  # for no order
    assert left(book, world.sarah, world.group) == {}
    assert left(book, world.others[0], world.group) == {}
