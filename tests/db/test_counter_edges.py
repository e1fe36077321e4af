"""The counter at its edges: what would lose money or goods where nobody looks."""

from __future__ import annotations

import pytest

from db import (
    arrivals,
    corrections,
    day,
    desk_orders,
    goods,
    leftovers,
    positions,
    serving,
    till,
    undoing,
    weighing,
)
from db.clock import SetClock
from db.database import Book
from db.errors import NotAllowed, NotUndone, QuantityTooLarge, Refusal, TextRefused, TextTooLong, TillClosed, Unknown
from db.ledger import balance
from db.models import Group, Place
from db.ordering import basket_of
from db.values.counter import Added, Payment, Station
from db.values.scale import Weight
from db.values.text import fold
from tests.db import world as small
from tests.db.test_weighing import position
from tests.db.world import APRICOTS, DAY, RICE, World, make, offer, order


@pytest.fixture
def world(book: Book) -> World:
    return make(book)


@pytest.fixture
def here(book: Book, world: World) -> Station:
    station = Station(world.volunteer, world.open, 1)
    till.open_till(book, station, None, 5_000)
    return station


@pytest.fixture
def boss(world: World) -> Station:
    return Station(world.coordinator, world.open, 2)


def rows(book: Book, text: str) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = book.db.execute_sql(text).fetchall()
    return found


class Elsewhere:
    """Another group that hands out in the same house at the same hours; its volunteer."""

    def __init__(self, book: Book, world: World) -> None:
        with book.write() as write:
            self.group = write.register(Group, name="AUTRE", name_key=fold("AUTRE"))
            self.place = write.register(
                Place,
                group_id=self.group,
                name="Centre social",
                address="1 place du Marché",
                postcode="31100",
                city="Toulouse",
                timezone="Europe/Paris",
            )
            self.volunteer = small.member(write, self.group, "Victor", "Autre", "volunteer")
            self.coordinator = small.member(write, self.group, "Claire", "Autre", "coordinator")
            (start,) = rows(book, f"SELECT opens_at FROM distribution WHERE id = {world.open}")[0]
            self.open = small.distribution(write, self.group, self.place, start)

    def at(self, who: int) -> Station:
        return Station(who, self.open, 5)


def test_goods_of_another_groups_order_are_not_touched(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    other = Elsewhere(book, world)
    at, shown = other.at(other.volunteer), position(book, world, APRICOTS)
    with pytest.raises(Refusal):
        goods.take_out(book, at, shown, 100, "other")
    with pytest.raises(Refusal):
        goods.replace(book, at, shown, 100, Added(world.products[RICE], 500), "other", over=True)
    assert position(book, world, APRICOTS) == shown


def test_goods_of_another_day_are_not_taken_out_from_here(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    shown = position(book, world, APRICOTS)
    with pytest.raises(Unknown):
        goods.take_out(book, here._replace(distribution_id=world.next), shown, 100, "other")
    with pytest.raises(Unknown):
        serving.settle_uncollected(book, Station(world.coordinator, world.next, 2), shown.basket_id, "kept")


def test_undoing_goods_brought_back_settles_the_stock_of_their_own_day(
    book: Book, world: World, here: Station, clock: SetClock
) -> None:
    offer(book, world, APRICOTS, 1_000)
    from db.catalogue import set_offer

    set_offer(book, world.coordinator, world.next, world.products[APRICOTS], 1_000)
    order(book, world, world.sarah, (APRICOTS, 250))
    weighing.as_ordered(book, here, [position(book, world, APRICOTS)])
    before = rows(book, "SELECT distribution_id, remaining FROM stock ORDER BY 1")
    later = here._replace(distribution_id=world.next)
    goods.bring_back(book, later, position(book, world, APRICOTS).lines[0], 250, "bad")
    undoing.undo(book, later)
    assert rows(book, "SELECT distribution_id, remaining FROM stock ORDER BY 1") == before


def test_who_comes_after_all_takes_their_goods_out_of_what_is_left_over(
    book: Book, world: World, here: Station, boss: Station
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    apricots = world.products[APRICOTS]
    arrivals.receive(book, here, apricots, 250)
    weighing.as_ordered(book, here, [position(book, world, APRICOTS)])
    basket = basket_of(book, world.sarah, world.open)
    serving.settle_uncollected(book, boss, basket, "surplus_owed")
    assert leftovers.left_of(book, world.open, apricots).left == 250
    serving.serve(book, here, basket, shown=153, payments=[Payment("cash", 153)])
    assert leftovers.left_of(book, world.open, apricots).left == 0
    assert day.progress(day.visitors(book, world.volunteer, world.open)) == day.Progress(1, 0, 0, 0, 0)
    undoing.undo(book, here)
    assert leftovers.left_of(book, world.open, apricots).left == 250


def test_what_others_were_weighed_is_told_apart_from_what_nobody_fetched(
    book: Book, world: World, here: Station, boss: Station
) -> None:
    order(book, world, world.sarah, (APRICOTS, 500))
    order(book, world, world.others[0], (APRICOTS, 500))
    order(book, world, world.others[1], (APRICOTS, 500))
    apricots = world.products[APRICOTS]
    weighing.as_ordered(book, here, [position(book, world, APRICOTS, world.others[0])])
    serving.settle_uncollected(book, boss, basket_of(book, world.sarah, world.open), "surplus_owed")
    arrivals.receive(book, here, apricots, 1_000)
    left = leftovers.left_of(book, world.open, apricots)
    assert (left.weighed, left.promised, left.left) == (500, 500, 0)
    assert [cut.loses for cut in arrivals.shares(book, world.volunteer, world.open, apricots, "proportional")] == [0]


def test_a_membership_that_was_paid_again_is_not_undone_under_it(book: Book, world: World, here: Station) -> None:
    now = book.clock.now()
    first = serving.pay_fee(book, here, world.sarah, "cash", 500, now + 365 * DAY)
    second = here._replace(terminal=2)
    serving.pay_fee(book, second, world.sarah, "cash", 500, now + 730 * DAY)
    with pytest.raises(NotUndone) as told:
        undoing.undo(book, here, first)
    assert told.value.kind == "fee"
    undoing.undo(book, second)
    undoing.undo(book, here)
    [(until,)] = rows(book, f"SELECT paid_until FROM membership WHERE member_id = {world.sarah}")
    assert until is None


def test_prepared_as_ordered_keeps_what_was_added_to_it(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    arrivals.receive(book, here, world.products[APRICOTS], 1_000)
    goods.add(book, here, world.sarah, [Added(world.products[APRICOTS], 100)])
    assert position(book, world, APRICOTS).state == "to_weigh"
    weighing.as_ordered(book, here, [position(book, world, APRICOTS)])
    assert position(book, world, APRICOTS).quantity == 350
    weighing.as_ordered(book, here, [position(book, world, APRICOTS)])
    assert position(book, world, APRICOTS).quantity == 350


def test_what_was_missing_and_is_found_is_sold_at_the_price_of_the_day(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    weighing.lack(book, here, position(book, world, APRICOTS), "short")
    arrivals.set_price(book, here, world.products[APRICOTS], 400)
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(250, 0))
    assert position(book, world, APRICOTS)[5:9] == (400, 250, 250, 100)
    assert balance(book, world.sarah, world.group) == -100
    undoing.undo(book, here)
    undoing.undo(book, here)
    assert position(book, world, APRICOTS).state == "lacking"
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(250, 0))
    assert balance(book, world.sarah, world.group) == -153


def test_a_late_order_is_at_the_price_of_the_day(
    book: Book, world: World, here: Station, boss: Station, clock: SetClock
) -> None:
    arrivals.set_price(book, here, world.products[APRICOTS], 400)
    receipt = desk_orders.order_for(book, boss, world.sarah, [Added(world.products[APRICOTS], 250)])
    assert receipt.total == 100


def test_missing_twice_is_ordered_once(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    weighing.lack(book, here, position(book, world, APRICOTS), "short")
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(250, 0))
    weighing.lack(book, here, position(book, world, APRICOTS), "bad")
    assert leftovers.left_of(book, world.open, world.products[APRICOTS]).expected == 250


def test_the_number_of_a_cheque_is_one_clean_line(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    for number, refusal in (("77\x1b[2J", TextRefused), ("7" * 100, TextTooLong)):
        with pytest.raises(refusal):
            serving.serve(book, here, basket, shown=153, payments=[Payment("cheque", 153, number=number)], hand="")
    assert balance(book, world.sarah, world.group) == -153


def test_only_who_works_for_both_groups_learns_who_is_in_the_other(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    other = Elsewhere(book, world)
    from db.distributions import distribution
    from db.models import Membership

    there = distribution(book, other.open)
    assert day.elsewhere(book, other.volunteer, there, "varda") == ()
    with book.write() as write:
        own = write.register(Membership, member_id=other.volunteer, group_id=world.group, role="member")
    assert day.elsewhere(book, other.volunteer, there, "varda") == ()
    with book.write() as write:
        write.revise(Membership, own, role="volunteer")
    assert day.elsewhere(book, other.volunteer, there, "varda") == ("BELLEFONTAINE",)


def test_what_the_coordination_settled_is_not_taken_back_by_a_volunteer(
    book: Book, world: World, here: Station, boss: Station
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    serving.settle_uncollected(book, boss._replace(terminal=1), basket, "surplus", words="Pas venue")
    with pytest.raises(NotAllowed):
        undoing.undo(book, here)
    undoing.undo(book, boss._replace(terminal=1))
    assert balance(book, world.sarah, world.group) == -153


def test_a_day_that_is_closed_is_corrected_by_the_coordination_alone(
    book: Book, world: World, here: Station, boss: Station
) -> None:
    order(book, world, world.sarah, (APRICOTS, 500))
    till.close_till(book, here, {5_000: 1})
    basket, apricots = basket_of(book, world.sarah, world.open), world.products[APRICOTS]
    for by in (world.volunteer,):
        with pytest.raises(TillClosed):
            corrections.correct(book, by, basket, apricots, 610, 250)
    corrections.correct(book, world.coordinator, basket, apricots, 610, 250)
    assert balance(book, world.sarah, world.group) == -153


def test_a_form_named_as_somebody_elses_is_not_theirs(book: Book, world: World, here: Station) -> None:
    form = [Added(world.products[APRICOTS], 250)]
    desk_orders.order_for(book, here, world.sarah, form, recording="form")
    with pytest.raises(Refusal):
        desk_orders.order_for(book, here, world.others[0], form, recording="form")


def test_who_takes_it_is_somebody_of_the_group(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    weighing.as_ordered(book, here, positions.of_order(book, basket))
    with pytest.raises(Unknown):
        serving.serve(book, here, basket, shown=153, to_member=12345)
    with pytest.raises(Unknown):
        serving.hand_to_deliverer(book, here, [basket], 12345)


def test_nothing_below_nothing_is_weighed(book: Book, world: World, here: Station) -> None:
    arrivals.receive(book, here, world.products[APRICOTS], 1_000)
    goods.add(book, here, world.sarah, [Added(world.products[APRICOTS], 100)])
    for weight in (Weight(100, 200), Weight(100, 100), Weight(2_000_000, 0)):
        with pytest.raises(Refusal):
            weighing.weigh(book, here, position(book, world, APRICOTS), weight, sure=True)


def test_what_somebody_took_already_is_not_shared_out_again(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    apricots = world.products[APRICOTS]
    arrivals.receive(book, here, apricots, 1_000)
    goods.add(book, here, world.sarah, [Added(apricots, 100)])
    arrivals.receive(book, here, apricots, 100)  # the rest was spoilt
    [cut] = arrivals.shares(book, world.volunteer, world.open, apricots, "proportional")
    assert (cut.position.quantity, cut.gets, cut.loses) == (350, 100, 250)
    arrivals.share_out(book, here, apricots, "proportional", shown=[cut])
    left = leftovers.left_of(book, world.open, apricots)
    assert (position(book, world, APRICOTS).quantity, left.weighed, left.promised, left.left) == (100, 100, 0, 0)
    undoing.undo(book, here)
    assert position(book, world, APRICOTS).quantity == 350


@pytest.mark.parametrize("came", [-1, 100_000_001])
def test_what_came_is_something_that_can_come(book: Book, world: World, here: Station, came: int) -> None:
    with pytest.raises(QuantityTooLarge):
        arrivals.share_out(book, here, world.products[APRICOTS], "proportional", received=came)


def test_no_more_is_given_back_than_there_is(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    for payments in ([Payment("cash", -1)], [Payment("card", 100), Payment("cash", -101)]):
        with pytest.raises(ValueError):
            serving.serve(book, here, basket, shown=153, payments=payments, hand="")
    serving.serve(book, here, basket, shown=153, payments=[Payment("card", 200)], hand="")
    with pytest.raises(ValueError):
        serving.serve(book, here, basket, shown=-47, payments=[Payment("cash", -48)], hand="")
    serving.serve(book, here, basket, shown=-47, payments=[Payment("cash", -47)], hand="")
    assert balance(book, world.sarah, world.group) == 0


def test_nothing_is_shared_out_while_nobody_said_what_came(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    [cut] = arrivals.shares(book, world.volunteer, world.open, world.products[APRICOTS], "proportional")
    assert cut.loses == 0
    arrivals.share_out(book, here, world.products[APRICOTS], "proportional")
    assert position(book, world, APRICOTS).state == "to_weigh"


def test_what_was_added_before_the_order_was_weighed_stays(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    arrivals.receive(book, here, world.products[APRICOTS], 1_000)
    goods.add(book, here, world.sarah, [Added(world.products[APRICOTS], 100)])
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(260, 0))
    both = position(book, world, APRICOTS)
    assert (both.state, both.ordered, both.quantity, both.amount) == ("weighed", 250, 360, 159 + 61)
    undoing.undo(book, here)
    weighing.lack(book, here, position(book, world, APRICOTS), "bad")
    assert position(book, world, APRICOTS)[6:9] == (0, 100, 61)
    undoing.undo(book, here)
    assert position(book, world, APRICOTS).quantity == 350


def not_undone(book: Book, at: Station, gesture: int) -> NotUndone:
    with pytest.raises(NotUndone) as told:
        undoing.undo(book, at, gesture, "Erreur")
    return told.value


def test_what_is_not_undone_names_the_product_the_person_and_what_stands_in_the_way(
    book: Book, world: World, here: Station, boss: Station
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    order(book, world, world.others[0], (RICE, 500))
    basket, apricots = basket_of(book, world.sarah, world.open), world.products[APRICOTS]
    weighed = weighing.weigh(book, here, position(book, world, APRICOTS), Weight(260, 0))
    again = weighing.weigh(book, boss, position(book, world, APRICOTS), Weight(250, 0))
    refused = not_undone(book, boss, weighed)
    assert (refused.gesture, refused.product, refused.person) == ("weighed", "Abricots bruns secs", "Sarah VARDA")
    assert (refused.kind, refused.by) == ("weighed", "Coline Ordi")
    assert (refused.later_product, refused.later_person) == ("Abricots bruns secs", "Sarah VARDA")
    serving.serve(book, here, basket, shown=153)
    refused = not_undone(book, boss, again)
    assert (refused.kind, refused.by, refused.later_person) == ("served", "Béatrice Névole", "Sarah VARDA")
    came = arrivals.receive(book, here, apricots, 500)
    arrivals.share_out(book, here, apricots, "proportional")
    refused = not_undone(book, boss, came)
    assert (refused.gesture, refused.product, refused.person) == ("received", "Abricots bruns secs", "")
    assert (refused.kind, refused.later_product, refused.later_person) == ("shared", "Abricots bruns secs", "")
    rice = basket_of(book, world.others[0], world.open)
    given_up = serving.settle_uncollected(book, boss, rice, "surplus_owed")
    weighing.as_ordered(book, here, positions.of_order(book, rice))
    serving.serve(book, here, rice, shown=173)
    refused = not_undone(book, boss, given_up)
    assert (refused.gesture, refused.product, refused.later_person) == ("uncollected", "", "Prénom0 NOM0")


def test_what_is_not_undone_is_said_in_words(book: Book, world: World, here: Station, boss: Station) -> None:
    from i18n.language import use
    from i18n.refusals import sentence

    order(book, world, world.sarah, (APRICOTS, 250))
    weighed = weighing.weigh(book, here, position(book, world, APRICOTS), Weight(260, 0))
    serving.serve(book, here, basket_of(book, world.sarah, world.open), shown=159)
    use("fr")
    said = sentence(not_undone(book, boss, weighed))
    assert said.replace("\u00a0", " ") == (
        "Pas annulé : pesée, Abricots bruns secs, Sarah VARDA. "
        "La commande de Sarah VARDA est déjà remise (Béatrice Névole, 09:00). Annulez d'abord cela."
    )


def test_a_price_at_which_something_found_was_sold_is_not_undone_under_it(
    book: Book, world: World, here: Station, boss: Station
) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    weighing.lack(book, here, position(book, world, APRICOTS), "short")
    arrivals.set_price(book, boss, world.products[APRICOTS], 400)
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(250, 0))
    with pytest.raises(NotUndone):
        undoing.undo(book, boss)
    undoing.undo(book, here)
    undoing.undo(book, boss)
    assert position(book, world, APRICOTS).price == 610
