"""What is left over: a purchase is off it at once, whoever buys and whatever became of their own order."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from db import arrivals, gestures, goods, leftovers, opening, positions, serving, undoing, weighing
from db.clock import SetClock
from db.database import Book
from db.errors import NotUndone, Refusal, SurplusShort
from db.models import Uncollected
from db.opening import open_book
from db.ordering import basket_of
from db.values.counter import Added, Station
from db.values.scale import Weight
from tests.conftest import NOW
from tests.db import world as small
from tests.db.test_histories import TORTURE
from tests.db.test_weighing import position
from tests.db.world import APRICOTS, RICE, World, make, order


@pytest.fixture
def world(book: Book) -> World:
    return make(book)


@pytest.fixture
def boss(world: World) -> Station:
    return Station(world.coordinator, world.open, 1)


def left(book: Book, world: World, product: int = APRICOTS) -> int:
    return leftovers.left_of(book, world.open, world.products[product]).left


def test_who_gave_up_their_order_and_buys_something_takes_it_off_at_once(
    book: Book, world: World, boss: Station
) -> None:
    apricots = world.products[APRICOTS]
    order(book, world, world.sarah, (APRICOTS, 250))
    arrivals.receive(book, boss, apricots, 1_000)
    weighing.as_ordered(book, boss, [position(book, world, APRICOTS)])
    serving.settle_uncollected(book, boss, basket_of(book, world.sarah, world.open), "surplus_owed")
    assert left(book, world) == 1_000
    goods.add(book, boss, world.sarah, [Added(apricots, 100)])
    assert left(book, world) == 900
    with pytest.raises(SurplusShort):
        goods.add(book, boss, world.others[0], [Added(apricots, 901)])
    arrivals.set_price(book, boss, apricots, 400)  # every line is written anew: what is given up stays given up
    assert left(book, world) == 900
    undoing.undo(book, boss)
    assert left(book, world) == 900
    undoing.undo(book, boss)
    assert left(book, world) == 1_000


def test_what_was_bought_and_given_up_is_there_again(book: Book, world: World, boss: Station) -> None:
    apricots = world.products[APRICOTS]
    arrivals.receive(book, boss, apricots, 1_000)
    basket = goods.add(book, boss, world.sarah, [Added(apricots, 300)])
    serving.settle_uncollected(book, boss, basket, "surplus_owed")
    assert left(book, world) == 1_000
    goods.add(book, boss, world.sarah, [Added(apricots, 200)])
    assert left(book, world) == 800
    shown = positions.of_order(book, basket)[0]
    goods.take_out(book, boss, shown, shown.quantity, "not_wanted")
    assert left(book, world) == 1_000
    undoing.undo(book, boss)
    assert left(book, world) == 800
    serving.serve(book, boss, basket, shown=serving.one(book, boss.by, basket).due)  # they take all of it after all
    assert left(book, world) == 500


def test_what_was_given_up_is_there_until_it_is_handed_over_after_all(book: Book, world: World, boss: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    arrivals.receive(book, boss, world.products[APRICOTS], 1_000)
    basket = basket_of(book, world.sarah, world.open)
    serving.settle_uncollected(book, boss, basket, "surplus_owed")
    goods.add(book, boss, world.sarah, [Added(world.products[APRICOTS], 100)])
    there = leftovers.left_of(book, world.open, world.products[APRICOTS])
    assert (there.weighed, there.promised, there.left) == (100, 0, 900)
    weighing.as_ordered(book, boss, [position(book, world, APRICOTS)])
    assert left(book, world) == 900
    goods.take_out(book, boss, position(book, world, APRICOTS), 50, "not_wanted")
    assert left(book, world) == 950
    serving.serve(book, boss, basket, shown=serving.one(book, boss.by, basket).due)
    assert left(book, world) == 700


def test_what_is_bought_in_the_second_of_giving_up_is_bought_after_it_whichever_laptop_weighs_it(
    book: Book, world: World, boss: Station, tmp_path: Path, clock: SetClock
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    arrivals.receive(book, boss, world.products[RICE], 1_000)
    serving.settle_uncollected(book, boss, basket_of(book, world.sarah, world.open), "surplus_owed")
    goods.add(book, boss, world.sarah, [Added(world.products[RICE], 100)])
    for number in range(8):  # their keys may come before ours, or after
        other = open_book(book.path, tmp_path / f"home {number}", clock=clock)
        weighing.weigh(other, boss, position(other, world, RICE), Weight(100 + number, 0), sure=True)
        other.close()
        assert left(book, world, RICE) == 900 - number


def test_an_order_of_the_same_second_and_another_laptop_is_never_less_than_nothing(
    book: Book, world: World, boss: Station, tmp_path: Path, clock: SetClock
) -> None:
    arrivals.receive(book, boss, world.products[APRICOTS], 1_000)
    baskets = []
    for number, who in enumerate(world.others):  # their keys may come before ours, or after
        order(book, world, who, (APRICOTS, 250))
        baskets.append(basket_of(book, who, world.open))
        other = open_book(book.path, tmp_path / f"home {number}", clock=clock)
        serving.settle_uncollected(other, boss, baskets[-1], "surplus_owed")
        before = left(book, world)
        weighing.lack(other, boss, position(other, world, APRICOTS, who), "bad")
        assert left(book, world) >= before
        undoing.undo(other, boss)
        assert left(book, world) == before
        other.close()


def test_what_two_laptops_gave_up_is_there_again_once(book: Book, world: World, boss: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    arrivals.receive(book, boss, world.products[APRICOTS], 1_000)
    basket = basket_of(book, world.sarah, world.open)
    for _ in range(2):  # neither knew of the other
        with book.write(boss.by) as write:
            begun = gestures.begin(write, boss, "uncollected", basket_id=basket, reason="other")
            write.add(Uncollected, gesture_id=begun.id, basket_id=basket, outcome="surplus_owed", until=None)
        assert left(book, world) == 1_000
    undoing.undo(book, boss)
    assert left(book, world) == 1_000
    undoing.undo(book, boss)
    assert left(book, world) == 750


@pytest.mark.parametrize("how", ["surplus", "surplus_owed", "taken out"])
def test_what_somebody_else_bought_since_does_not_come_back_to_who_gave_it_up(
    book: Book, world: World, boss: Station, how: str
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    apricots, basket = world.products[APRICOTS], basket_of(book, world.sarah, world.open)
    arrivals.receive(book, boss, apricots, 300)
    if how == "taken out":
        shown = position(book, world, APRICOTS)
        given_back = goods.take_out(book, boss, shown, shown.quantity, "not_wanted")
    else:
        given_back = serving.settle_uncollected(book, boss, basket, how, words="Pas venue")
    other = Station(world.volunteer, world.open, 2)
    goods.add(book, other, world.others[0], [Added(apricots, 50)])  # that much was left over before
    bought = goods.add(book, other, world.others[1], [Added(apricots, 100)])
    before = left(book, world)
    with pytest.raises(NotUndone) as told:
        undoing.undo(book, boss)
    refused = told.value
    assert (refused.kind, refused.by, refused.later_product) == ("sold", "Béatrice Névole", "Abricots bruns secs")
    assert refused.later_person == "Prénom1 NOM1"
    assert left(book, world) == before
    shown = position(book, world, APRICOTS, world.others[1])
    assert shown.basket_id == bought
    goods.take_out(book, other, shown, shown.quantity, "not_wanted")
    undoing.undo(book, boss, given_back)
    assert left(book, world) == 0


def test_what_ran_short_before_it_was_given_up_runs_short_again(book: Book, world: World, boss: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.others[0], (APRICOTS, 250))
    arrivals.receive(book, boss, world.products[APRICOTS], 300)
    serving.settle_uncollected(book, boss, basket_of(book, world.sarah, world.open), "surplus_owed")
    undoing.undo(book, boss)
    assert left(book, world) == -200


def test_what_is_ordered_again_after_giving_up_shares_what_came(book: Book, world: World, boss: Station) -> None:
    apricots = world.products[APRICOTS]
    order(book, world, world.sarah, (APRICOTS, 500))
    serving.settle_uncollected(book, boss, basket_of(book, world.sarah, world.open), "surplus_owed")
    order(book, world, world.others[0], (APRICOTS, 500))
    arrivals.receive(book, boss, apricots, 750)
    [cut] = arrivals.shares(book, boss.by, world.open, apricots, "proportional")
    assert (cut.gets, cut.loses) == (500, 0)  # nothing is given of what was given up
    order(book, world, world.sarah, (APRICOTS, 500))
    assert left(book, world) == -250
    cuts = arrivals.shares(book, boss.by, world.open, apricots, "proportional")
    assert sorted((cut.gets, cut.loses) for cut in cuts) == [(250, 250), (1_000, 0)]
    arrivals.share_out(book, boss, apricots, "proportional", shown=cuts)
    assert left(book, world) == 0
    undoing.undo(book, boss)
    assert left(book, world) == -250
    first_come = arrivals.shares(book, boss.by, world.open, apricots, "first_come")
    assert [(cut.name, cut.loses) for cut in first_come] == [("Sarah VARDA", 0), ("Prénom0 NOM0", 250)]


WHO, WHAT = some.integers(0, 2), some.sampled_from((APRICOTS, RICE))
GRAMS = some.sampled_from((50, 100, 250, 500))
STEPS = some.lists(
    some.one_of(
        some.tuples(some.just("buy"), WHO, WHAT, GRAMS),
        some.tuples(some.just("less"), WHO, WHAT, GRAMS),
        some.tuples(some.just("instead"), WHO, WHAT, GRAMS),
        some.tuples(some.just("owed"), WHO, WHAT, GRAMS),
        some.tuples(some.just("not owed"), WHO, WHAT, GRAMS),
        some.tuples(some.just("price"), WHO, WHAT, GRAMS),
        some.tuples(some.just("back"), WHO, WHAT, GRAMS),
    ),
    min_size=4,
    max_size=14,
)


class Counter:
    """Three people and two products, of which more came than was ordered; what is left over after each gesture."""

    def __init__(self, book: Book, world: World) -> None:
        self.book, self.world = book, world
        self.boss = Station(world.coordinator, world.open, 1)
        self.people = (world.sarah, *world.others[:2])
        for who in self.people[:2]:
            order(book, world, who, (APRICOTS, 250), (RICE, 500))
        for product in (APRICOTS, RICE):
            arrivals.receive(book, self.boss, world.products[product], 2_000)
        self.first = gestures.last(book, self.boss)
        self.before: list[tuple[int, int]] = []

    def left(self) -> tuple[int, int]:
        return left(self.book, self.world, APRICOTS), left(self.book, self.world, RICE)

    def does(self, what: str, who: int, product: int, grams: int) -> None:
        now = self.left()
        if what == "back":
            if self.before:
                undoing.undo(self.book, self.boss)
                assert self.left() == self.before.pop(), "an undo gives back what was there"
            return
        try:
            self.work(what, self.people[who], product, grams)()
        except Refusal:
            assert self.left() == now
            return
        self.before.append(now)
        after = self.left()
        assert min(after) >= 0
        at = (APRICOTS, RICE).index(product)
        if what in ("buy", "price"):
            assert after[at] == now[at] - (grams if what == "buy" else 0)
            assert after[1 - at] == now[1 - at]
        elif what == "less":  # of what was given up nothing comes back twice
            assert now[at] <= after[at] <= now[at] + grams
            assert after[1 - at] == now[1 - at]
        elif what == "instead":
            assert after[1 - at] == now[1 - at] - grams
        else:
            assert min(new - old for new, old in zip(after, now, strict=True)) >= 0

    def work(self, what: str, member: int, product: int, grams: int) -> Callable[[], object]:
        book, boss, chosen = self.book, self.boss, self.world.products[product]
        if what == "buy":
            return lambda: goods.add(book, boss, member, [Added(chosen, grams)])
        if what == "price":
            return lambda: arrivals.set_price(book, boss, chosen, grams)
        basket = basket_of(book, member, self.world.open)
        if what in ("owed", "not owed"):
            outcome = "surplus_owed" if what == "owed" else "surplus"
            return lambda: serving.settle_uncollected(book, boss, basket, outcome, words="Pas venue")
        shown = next((one for one in positions.of_order(book, basket) if one.product_id == chosen and one.lines), None)
        if shown is None:
            return self.nothing
        if what == "less":
            return lambda: goods.take_out(book, boss, shown, grams, "not_wanted")
        other = self.world.products[RICE if product == APRICOTS else APRICOTS]
        return lambda: goods.replace(book, boss, shown, grams, Added(other, grams), "bad")

    def nothing(self) -> None:
        raise Refusal()


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    folder = tmp_path_factory.mktemp("morning")
    book = opening.create(folder / "book.db", folder / "home", clock=SetClock(NOW))
    world = small.make(book)
    book.close()
    return folder, world


@settings(max_examples=1_000 if TORTURE else 25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_is_bought_and_given_up_nothing_is_sold_twice(
    morning: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int, int]]
) -> None:
    template, world = morning
    folder = tmp_path_factory.mktemp("day")
    shutil.copytree(template, folder, dirs_exist_ok=True)
    book = open_book(folder / "book.db", folder / "home", clock=SetClock(NOW))
    try:
        counter = Counter(book, world)
        for step in steps:
            counter.does(*step)
    finally:
        book.close()
        shutil.rmtree(folder)
