"""Histories of deliveries: people ask, offer, take, agree, give back, undo and are reassigned, in any order.

They do it in two programs and on two laptops. After every step the book says what a simple list of facts says.

`COMPTOIR_TORTURE=1` runs many more.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from db.calls import calls, tick
from db.clock import SetClock
from db.contacts import see_comer, see_person
from db.database import Book
from db.delivery import ask_delivery, collect, stop_offering
from db.delivery_lists import board, carried, my_offer, my_request, open_requests
from db.delivery_steps import agree, assign, deliver, release, take, undo
from db.errors import NotAllowed, NotCarried, Refusal
from db.models import JOURNALS
from db.opening import open_book
from tests.conftest import NOW
from tests.db import neighbours as neighbourhood
from tests.db import world as small
from tests.db.neighbours import Neighbours, another_request, offers
from tests.db.test_histories import TORTURE
from tests.db.world import RICE, World

TABLES = [model._meta.table_name for model in JOURNALS]
PROGRAMS = st.integers(0, 2)  # two on this laptop, one on another
BASKETS, HELPERS = st.integers(0, 2), st.integers(0, 1)
GRAMS = (250, 500, 2_000)


class Deliveries(RuleBasedStateMachine):
    template: Path
    at: Neighbours
    baskets: tuple[int, ...]
    owners: tuple[int, ...]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="deliveries-"))
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.clock = SetClock(NOW)
        self.books: list[Book] = []
        # What is true: basket → who carries it, whether it is wanted, what was agreed.
        self.wanted = dict.fromkeys(self.baskets, True)
        self.carrier: dict[int, int] = {}
        self.agreed: dict[int, int] = {}
        self.done: set[int] = set()
        self.limits: dict[int, tuple[int, int]] = {self.at.helper: (2, 20_000), self.at.other: (1, 5_000)}

    @initialize()
    def open_all(self) -> None:
        homes = (self.folder / "home", self.folder / "home", self.folder / "other home")
        self.books = [open_book(self.folder / "book.db", home, clock=self.clock) for home in homes]

    def teardown(self) -> None:
        for book in self.books:
            book.close()
        shutil.rmtree(self.folder)

    @property
    def helpers(self) -> tuple[int, int]:
        return self.at.helper, self.at.other

    def load(self, helper: int) -> tuple[int, int]:
        own = [basket for basket, who in self.carrier.items() if who == helper]
        return len(own), sum(GRAMS[self.baskets.index(basket)] for basket in own)

    def fits(self, basket: int, helper: int) -> bool:
        orders, grams = self.load(helper)
        most_orders, most_grams = self.limits[helper]
        return orders < most_orders and grams + GRAMS[self.baskets.index(basket)] <= most_grams

    def attempt(self, allowed: bool, work: Callable[[], Any]) -> Any:
        """Refused exactly when the facts say so, and then nothing is added anywhere."""
        self.clock.advance(1)
        before, refused, result = self.rows(), False, None
        try:
            result = work()
        except Refusal:
            refused = True
            assert self.rows() == before
        assert refused != allowed
        return result

    def rows(self) -> Any:
        text = " UNION ALL ".join(f"SELECT '{table}', COUNT(*), MAX(id) FROM {table}" for table in TABLES)
        return self.books[0].db.execute_sql(text).fetchall()

    def forget_round(self, basket: int) -> None:
        self.carrier.pop(basket, None)
        self.agreed.pop(basket, None)
        self.done.discard(basket)

    # --- What people do -----------------------------------------------------------------------------------------------

    @rule(program=PROGRAMS, which=BASKETS, word=st.sampled_from(("", "Un mot")))
    def ask(self, program: int, which: int, word: str) -> None:
        basket, owner = self.baskets[which], self.owners[which]
        allowed = basket not in self.carrier or (bool(word) and basket not in self.done)
        work = partial(ask_delivery, self.books[program], owner, basket, consent=True, times="mardi", word=word)
        self.attempt(allowed, work)
        self.wanted[basket] = self.wanted[basket] or allowed

    @rule(program=PROGRAMS, which=BASKETS, word=st.sampled_from(("", "Un mot")))
    def withdraw(self, program: int, which: int, word: str) -> None:
        basket, owner = self.baskets[which], self.owners[which]
        allowed = basket not in self.carrier or (bool(word) and basket not in self.done)
        self.attempt(allowed, lambda: collect(self.books[program], owner, basket, word=word))
        if allowed:
            self.wanted[basket] = False
            self.forget_round(basket)

    @rule(program=PROGRAMS, who=HELPERS, orders=st.integers(1, 3), grams=st.sampled_from((600, 700, 2_300, 9_000)))
    def offer(self, program: int, who: int, orders: int, grams: int) -> None:
        helper = self.helpers[who]
        most = self.load(helper)
        allowed = most[0] <= orders and most[1] <= grams
        book = self.books[program]
        self.attempt(allowed, lambda: offers(book, self.at.open, helper, orders=orders, grams=grams))
        if allowed:
            self.limits[helper] = (orders, grams)

    @rule(program=PROGRAMS, who=HELPERS)
    def stop(self, program: int, who: int) -> None:
        helper = self.helpers[who]
        allowed = not self.load(helper)[0]
        self.attempt(allowed, lambda: stop_offering(self.books[program], helper, self.at.open, helper))
        if allowed:
            self.limits[helper] = (0, 0)

    @rule(program=PROGRAMS, which=BASKETS, who=HELPERS)
    def take(self, program: int, which: int, who: int) -> None:
        basket, helper = self.baskets[which], self.helpers[who]
        allowed = self.wanted[basket] and basket not in self.carrier and self.fits(basket, helper)
        step = self.attempt(allowed, lambda: take(self.books[program], helper, basket))
        if step:
            self.carrier[basket] = helper

    @rule(program=PROGRAMS, which=BASKETS, who=HELPERS)
    def assign(self, program: int, which: int, who: int) -> None:
        basket, helper = self.baskets[which], self.helpers[who]
        allowed = self.wanted[basket] and self.carrier.get(basket) != helper and self.fits(basket, helper)
        allowed = allowed and basket not in self.done
        step = self.attempt(allowed, lambda: assign(self.books[program], self.at.volunteer, basket, helper))
        if step:
            self.forget_round(basket)
            self.carrier[basket] = helper

    @rule(program=PROGRAMS, which=BASKETS, who=HELPERS, team=st.booleans())
    def release(self, program: int, which: int, who: int, team: bool) -> None:
        basket = self.baskets[which]
        by = self.at.volunteer if team else self.helpers[who]
        allowed = basket in self.carrier and (team or self.carrier[basket] == by) and basket not in self.done
        self.attempt(allowed, lambda: release(self.books[program], by, basket, "Pardon"))
        if allowed:
            self.forget_round(basket)

    @rule(program=PROGRAMS, which=BASKETS, who=HELPERS, later=st.integers(-1, 3))
    def agree(self, program: int, which: int, who: int, later: int) -> None:
        basket, by = self.baskets[which], self.helpers[who]
        meet_at = self.at.ends_at - 7_200 + later * 600
        allowed = self.carrier.get(basket) == by and later >= 0
        self.attempt(allowed, lambda: agree(self.books[program], by, basket, meet_at, "paid", "bags"))
        if allowed:
            self.agreed[basket] = meet_at

    @rule(program=PROGRAMS, which=BASKETS, who=HELPERS)
    def deliver(self, program: int, which: int, who: int) -> None:
        basket, by = self.baskets[which], self.helpers[who]
        allowed = self.carrier.get(basket) == by and basket not in self.done
        self.attempt(allowed, lambda: deliver(self.books[program], by, basket))
        if allowed:
            self.done.add(basket)

    @rule(program=PROGRAMS, which=BASKETS, who=HELPERS)
    def take_and_think_again(self, program: int, which: int, who: int) -> None:
        basket, helper, book = self.baskets[which], self.helpers[who], self.books[program]
        if self.wanted[basket] and basket not in self.carrier and self.fits(basket, helper):
            undo(book, helper, take(book, helper, basket))

    @rule(program=PROGRAMS, which=BASKETS)
    def give_back_and_think_again(self, program: int, which: int) -> None:
        basket, book = self.baskets[which], self.books[program]
        if basket in self.carrier and basket not in self.done:
            helper = self.carrier[basket]
            undo(book, helper, release(book, helper, basket, "Non"))

    @rule(program=PROGRAMS, seconds=st.sampled_from((0, 60, 3_600)))
    def call_everybody(self, program: int, seconds: int) -> None:
        self.clock.advance(seconds)
        for one in calls(self.books[program], self.at.volunteer, self.at.group):
            tick(self.books[program], self.at.volunteer, one.id)

    # --- What is always true ------------------------------------------------------------------------------------------

    @invariant()
    def all_read_the_same(self) -> None:
        for book in self.books:
            lines = {line.basket_id: line for line in board(book, self.at.volunteer, self.at.group)}
            assert set(lines) == {basket for basket, wanted in self.wanted.items() if wanted}
            for basket, line in lines.items():
                held = line.round
                assert (held.deliverer if held else None) == self.carrier.get(basket)
                agreement = held.agreement if held else None
                assert (agreement.meet_at if agreement else None) == self.agreed.get(basket)
                assert bool(held and held.delivered) == (basket in self.done)
                assert line.rivals == ()
            for helper in self.helpers:
                offer = my_offer(book, helper, self.at.open)
                assert (offer[1:3] if offer else (0, 0)) == self.limits[helper]
                own = {one.basket_id for one in carried(book, helper, self.at.open)}
                assert own == {basket for basket, who in self.carrier.items() if who == helper}
                if offer:
                    assert (offer.taken_orders, offer.taken_grams) == self.load(helper)
                    free = {one.basket_id for one in open_requests(book, helper, self.at.open)}
                    assert free == set(lines) - set(self.carrier)

    @invariant()
    def only_two_people_see_each_other(self) -> None:
        if not self.books:
            return
        book = self.books[0]
        for basket, owner in zip(self.baskets, self.owners, strict=True):
            mine = my_request(book, owner, basket)
            assert (mine is not None) == self.wanted[basket]
            for helper in self.helpers:
                if self.carrier.get(basket) == helper:
                    assert see_person(book, helper, basket).phone == "0639981234"
                else:
                    with pytest.raises(NotCarried):
                        see_person(book, helper, basket)
                with pytest.raises(NotAllowed):
                    see_comer(book, helper, basket)


def test_histories_of_deliveries_are_true(empty_book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "template"
    shutil.copytree(empty_book, folder)
    book = open_book(folder / "book.db", folder / "home", clock=SetClock(NOW))
    world: World = small.make(book)
    at = neighbourhood.make(book, world)
    one = another_request(book, world, world.others[0])
    two = another_request(book, world, world.others[1], (RICE, 2_000))
    book.close()

    class Here(Deliveries):
        template = folder
        baskets = (at.basket, one, two)
        owners = (at.sarah, *world.others[:2])

    Here.at = at
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Here,
        settings=settings(
            max_examples=2_000 if TORTURE else 15,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
        ),
    )
