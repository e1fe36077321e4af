"""One person at the counter: lines, money, the hand-over, and the till that all of it goes into."""

from __future__ import annotations

from functools import partial

import pytest

from db import (
    arrivals,
    day,
    desk_orders,
    gestures,
    goods,
    ledger,
    leftovers,
    positions,
    resuming,
    serving,
    till,
    told,
    undoing,
    weighing,
)
from db.clock import SetClock
from db.database import Book
from db.errors import (
    AlreadyServed,
    BasketNotPending,
    DueChanged,
    MoneyTooMuch,
    NotAllowed,
    NotUndone,
    OrdersNotOpen,
    ReasonMissing,
    RecordedOtherwise,
    StillToWeigh,
    SurplusShort,
    TextMissing,
    TillClosed,
    TillNotOpen,
    TillShort,
    Unknown,
    WeighedMeanwhile,
)
from db.ledger import balance
from db.ordering import basket_of
from db.values.counter import Added, Payment, Station
from db.values.scale import Weight
from tests.db.test_weighing import position
from tests.db.world import APRICOTS, DAY, RICE, World, make, order


@pytest.fixture
def world(book: Book) -> World:
    return make(book)


@pytest.fixture
def here(book: Book, world: World) -> Station:
    station = Station(world.volunteer, world.open, 1)
    till.open_till(book, station, {2_000: 2, 1_000: 1}, 5_000)
    return station


def ready(book: Book, world: World, here: Station) -> int:
    """Sarah's apricots, weighed: 260 g, 1,59 €."""
    order(book, world, world.sarah, (APRICOTS, 250))
    weighing.weigh(book, here, position(book, world, APRICOTS), Weight(260, 0))
    return basket_of(book, world.sarah, world.open)


def test_paid_and_handed_over_in_one_gesture_and_back_in_one(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159, given=2_000)])
    served = serving.one(book, world.volunteer, basket)
    assert (served.total, served.before, served.due, served.handed) == (159, -159, 0, "whole")
    assert till.till(book, world.volunteer, world.open).expected == 5_159
    assert [one.state for one in day.visitors(book, world.volunteer, world.open)] == ["served"]
    undoing.undo(book, here)
    served = serving.one(book, world.volunteer, basket)
    assert (served.due, served.handed) == (159, "")
    assert till.till(book, world.volunteer, world.open).expected == 5_000


def test_what_is_not_weighed_holds_back_the_hand_over(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250), (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    with pytest.raises(StillToWeigh):
        serving.serve(book, here, basket, shown=326)
    weighing.as_ordered(book, here, positions.of_order(book, basket))
    serving.serve(book, here, basket, shown=326)
    with pytest.raises(AlreadyServed):
        serving.serve(book, here, basket, shown=326)


def test_a_part_today_and_the_rest_later_is_there_and_not_served(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    serving.serve(book, here, basket, shown=153, hand="part", later_at=book.clock.now() + 3_600)
    [visitor] = day.visitors(book, world.volunteer, world.open)
    assert (visitor.state, visitor.due) == ("part", 153)


def test_what_changed_since_it_was_shown_is_told_and_nothing_is_taken(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    with pytest.raises(DueChanged) as told_:
        serving.serve(book, here, basket, shown=153, payments=[Payment("cash", 153)])
    assert told_.value.due == 159
    assert balance(book, world.sarah, world.group) == -159


def test_what_is_ordered_for_a_later_day_is_not_asked_for_today(
    book: Book, world: World, here: Station, clock: SetClock
) -> None:
    basket = ready(book, world, here)
    clock.advance(21 * DAY)  # the next distribution takes orders
    order(book, world, world.sarah, (RICE, 500), at=world.next)
    assert balance(book, world.sarah, world.group) == -159 - 173
    assert serving.one(book, world.volunteer, basket).due == 159
    serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159)])
    assert balance(book, world.sarah, world.group) == -173
    assert serving.one(book, world.volunteer, basket).due == 0


def test_several_means_part_payment_and_too_much_money(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    serving.serve(
        book, here, basket, shown=159, payments=[Payment("cash", 50), Payment("cheque", 100, number="77")], hand=""
    )
    assert balance(book, world.sarah, world.group) == -9
    with pytest.raises(MoneyTooMuch):
        serving.serve(book, here, basket, shown=9, payments=[Payment("card", 100_001)])
    assert balance(book, world.sarah, world.group) == -9
    [visitor] = day.debts(day.visitors(book, world.volunteer, world.open)).part
    assert visitor.due == 9


def test_notes_of_more_than_a_thousand_euros_are_asked_about_too(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    with pytest.raises(MoneyTooMuch) as much:
        serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159, given=200_000)])
    assert much.value.amount == 200_000
    serving.serve(
        book, here, basket, shown=159, payments=[Payment("cash", 159, given=200_000)], sure=True, there_is=True
    )


def test_what_is_left_of_this_order_alone_is_told_apart_from_the_account(
    book: Book, world: World, here: Station
) -> None:
    ledger.pay(book, world.volunteer, world.sarah, world.group, 1_000, "cash")
    basket = ready(book, world, here)
    serving.serve(book, here, basket, shown=-841, payments=[Payment("cash", 100)], hand="")
    served = serving.one(book, world.volunteer, basket)
    assert (served.total, served.due, served.own_due) == (159, -941, 59)


def test_cash_waits_for_the_till_to_be_opened(book: Book, world: World) -> None:
    station = Station(world.volunteer, world.open, 1)
    basket = ready(book, world, station)
    with pytest.raises(TillNotOpen):
        serving.serve(book, station, basket, shown=159, payments=[Payment("cash", 159)])
    serving.serve(book, station, basket, shown=159, payments=[Payment("card", 159)])


def test_change_beyond_what_is_in_the_till_is_asked_about(book: Book, world: World, clock: SetClock) -> None:
    here = Station(world.volunteer, world.open, 1)
    till.open_till(book, here, {1_000: 1}, 1_000)
    basket = ready(book, world, here)
    with pytest.raises(TillShort) as short:
        serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159, given=2_000)])
    assert (short.value.held, short.value.wanted) == (1_000, 1_841)
    assert balance(book, world.sarah, world.group) == -159
    serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159, given=2_000)], there_is=True)
    undoing.undo(book, here)
    serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159, given=1_159)])
    undoing.undo(book, here)
    serving.serve(book, here, basket, shown=159, payments=[Payment("card", 3_000)], hand="")
    with pytest.raises(TillShort) as short:
        serving.serve(book, here, basket, shown=-2_841, payments=[Payment("cash", -1_001)])
    assert (short.value.held, short.value.wanted) == (1_000, 1_001)
    serving.serve(book, here, basket, shown=-2_841, payments=[Payment("cash", -1_000)])
    line = position(book, world, APRICOTS).lines[0]
    with pytest.raises(TillShort):
        goods.bring_back(book, here, line, 260, "bad", means="cash")
    assert position(book, world, APRICOTS).quantity == 260
    goods.bring_back(book, here, line, 260, "bad", means="cash", there_is=True)
    # Of a till that was counted on another day nobody knows what is in it now.
    undoing.undo(book, here)
    clock.advance(DAY)
    line = position(book, world, APRICOTS).lines[0]
    goods.bring_back(book, here, line, 260, "bad", means="cash")


def test_who_is_sure_of_a_large_sum_is_still_asked_whether_the_till_holds_it(book: Book, world: World) -> None:
    here = Station(world.volunteer, world.open, 1)
    till.open_till(book, here, None, 0)
    ledger.pay(book, world.volunteer, world.sarah, world.group, 199_655 + 159, "transfer")
    basket = ready(book, world, here)
    pay_out = partial(serving.serve, book, here, basket, shown=-199_655, payments=[Payment("cash", -199_655)])
    with pytest.raises(MoneyTooMuch):
        pay_out(there_is=True)
    with pytest.raises(TillShort) as short:
        pay_out(sure=True)
    assert (short.value.held, short.value.wanted) == (0, 199_655)
    pay_out(sure=True, there_is=True)
    assert balance(book, world.sarah, world.group) == 0


def test_whether_cash_can_be_taken_is_known_before_it_is_typed(book: Book, world: World) -> None:
    here, boss = Station(world.volunteer, world.open, 1), Station(world.coordinator, world.open, 2)
    assert not till.open_now(book, here)
    till.open_till(book, here, {1_000: 1}, 1_000)
    assert till.open_now(book, here)
    till.close_till(book, here, {1_000: 1})
    assert (till.open_now(book, here), till.open_now(book, boss)) == (False, True)
    undoing.undo(book, boss, gestures.last(book, here), "Erreur")
    assert till.open_now(book, here)


def test_only_what_is_left_over_is_added(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    apricots = world.products[APRICOTS]
    with pytest.raises(SurplusShort):
        goods.add(book, here, world.others[0], [Added(apricots, 100)])
    arrivals.receive(book, here, apricots, 500)
    with pytest.raises(SurplusShort) as short:
        goods.add(book, here, world.others[0], [Added(apricots, 200), Added(apricots, 100)])
    assert short.value.left == 50
    basket = goods.add(book, here, world.others[0], [Added(apricots, 200)])
    assert serving.one(book, world.volunteer, basket).due == 122
    assert leftovers.left_of(book, world.open, apricots).left == 50
    undoing.undo(book, here)
    assert leftovers.left_of(book, world.open, apricots).left == 250


def test_a_list_of_what_is_left_over_is_sold_once_however_often_it_is_recorded(
    book: Book, world: World, here: Station
) -> None:
    apricots, rice = world.products[APRICOTS], world.products[RICE]
    for product in (apricots, rice):
        arrivals.receive(book, here, product, 1_000)
    wanted, who = [Added(apricots, 200), Added(rice, 100)], world.others[0]
    basket = goods.add(book, here, who, wanted, recording="list")
    # The program died before the list was thrown away: it is recorded once more, from whatever terminal.
    assert goods.add(book, here, who, wanted, recording="list") == basket
    assert goods.add(book, here._replace(terminal=2), who, wanted, recording="list") == basket
    assert serving.one(book, world.volunteer, basket).due == 122 + 35
    assert leftovers.left_of(book, world.open, apricots).left == 800
    with pytest.raises(BasketNotPending):
        goods.add(book, here, world.sarah, wanted, recording="list")
    with pytest.raises(RecordedOtherwise):  # something was put on the list since: it must not get lost
        goods.add(book, here, who, [*wanted, Added(rice, 50)], recording="list")
    goods.add(book, here, who, wanted)  # another list with the same goods is another one
    assert leftovers.left_of(book, world.open, apricots).left == 600
    undoing.undo(book, here)
    undoing.undo(book, here)
    assert leftovers.left_of(book, world.open, apricots).left == 1_000
    goods.add(book, here, who, wanted, recording="list")  # what was undone may be sold after all, once
    goods.add(book, here, who, wanted, recording="list")
    assert leftovers.left_of(book, world.open, apricots).left == 800


def test_what_was_typed_for_a_payment_is_gone_with_the_payment(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    resuming.keep(book, here, "serve", basket, "20 euros")
    with pytest.raises(DueChanged):
        serving.serve(book, here, basket, shown=158, payments=[Payment("cash", 159, given=2_000)])
    kept = resuming.kept(book, here.terminal)
    assert kept is not None
    assert kept.typed == "20 euros"
    serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159, given=2_000)])
    # The power fails here. The counter opens on the same person, and nothing is typed that could be taken again.
    kept = resuming.kept(book, here.terminal)
    assert kept is not None
    assert (kept.basket_id, kept.screen, kept.typed) == (basket, "serve", "")
    assert (serving.one(book, world.volunteer, basket).handed, balance(book, world.sarah, world.group)) == ("whole", 0)
    with pytest.raises(AlreadyServed):
        serving.serve(book, here, basket, shown=0, payments=[Payment("cash", 159, given=2_000)])


def test_what_is_typed_at_another_terminal_or_for_somebody_else_stays(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    order(book, world, world.others[0], (RICE, 500))
    other = here._replace(terminal=2)
    resuming.keep(book, other, "serve", basket, "at the other one")
    resuming.keep(book, here, "serve", basket_of(book, world.others[0], world.open), "for another one")
    serving.serve(book, here, basket, shown=159)
    found = [resuming.kept(book, one.terminal) for one in (here, other)]
    assert [one and one.typed for one in found] == ["for another one", "at the other one"]


def test_taken_out_and_replaced_with_a_reason(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    rice = world.products[RICE]
    arrivals.receive(book, here, rice, 5_000)
    with pytest.raises(ReasonMissing):
        goods.take_out(book, here, position(book, world, APRICOTS), 100, "")
    goods.take_out(book, here, position(book, world, APRICOTS), 100, "not_wanted")
    assert position(book, world, APRICOTS)[6:9] == (150, 160, 98)
    goods.replace(book, here, position(book, world, APRICOTS), 160, Added(rice, 500), "other", "Sachet percé")
    gestures = told.told(book, world.volunteer, world.open)
    assert [row.words for row in gestures if row.kind == "replaced"] == ["Sachet percé"]
    assert [one.name for one in serving.one(book, world.volunteer, basket).positions] == ["Riz rond"]
    assert balance(book, world.sarah, world.group) == -173
    undoing.undo(book, here)
    undoing.undo(book, here)
    assert balance(book, world.sarah, world.group) == -159


def test_what_somebody_else_changed_meanwhile_is_told_and_not_taken_out(
    book: Book, world: World, here: Station
) -> None:
    ready(book, world, here)
    shown, rice = position(book, world, APRICOTS), world.products[RICE]
    goods.take_out(book, Station(world.coordinator, world.open, 2), shown, 100, "not_wanted")
    for work in (
        partial(goods.take_out, book, here, shown, 260, "not_wanted"),
        partial(goods.replace, book, here, shown, 260, Added(rice, 500), "bad", over=True),
    ):
        with pytest.raises(WeighedMeanwhile) as told_:
            work()
        assert (told_.value.by, told_.value.quantity, told_.value.unit) == ("Coline Ordi", 160, "kg")
    shown = position(book, world, APRICOTS)
    goods.take_out(book, Station(world.coordinator, world.open, 2), shown, 160, "not_wanted")
    with pytest.raises(WeighedMeanwhile) as told_:
        goods.take_out(book, here, shown, 160, "not_wanted")
    assert (told_.value.by, told_.value.quantity) == ("Coline Ordi", 0)


def test_no_more_is_taken_out_than_there_is(book: Book, world: World, here: Station) -> None:
    ready(book, world, here)
    for quantity in (0, -1, 261):
        with pytest.raises(Unknown):
            goods.take_out(book, here, position(book, world, APRICOTS), quantity, "not_wanted")


def test_goods_brought_back_are_paid_out_or_kept_on_the_balance(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159)])
    line = position(book, world, APRICOTS).lines[0]
    goods.bring_back(book, here, line, 260, "bad", means="cash")
    assert balance(book, world.sarah, world.group) == 0
    assert till.till(book, world.volunteer, world.open).expected == 5_000
    undoing.undo(book, here)
    line = position(book, world, APRICOTS).lines[0]
    goods.bring_back(book, here, line, 60, "bad")
    assert balance(book, world.sarah, world.group) == 37


def test_what_was_handed_over_is_not_weighed_away_under_it(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    gesture = weighing.weigh(book, here, position(book, world, APRICOTS), Weight(260, 0))
    basket = basket_of(book, world.sarah, world.open)
    serving.serve(book, here, basket, shown=159)
    boss = Station(world.coordinator, world.open, 2)
    with pytest.raises(NotUndone) as told_:
        undoing.undo(book, boss, gesture, "Erreur")
    assert told_.value.kind == "served"


def test_one_stop_for_a_neighbour_and_accounts_apart(book: Book, world: World, here: Station) -> None:
    baskets = []
    for member in (world.sarah, world.others[0]):
        order(book, world, member, (APRICOTS, 250))
        baskets.append(basket_of(book, member, world.open))
    with pytest.raises(StillToWeigh):
        serving.hand_to_deliverer(book, here, baskets, world.others[1])
    for basket in baskets:
        weighing.as_ordered(book, here, positions.of_order(book, basket))
    serving.hand_to_deliverer(book, here, baskets, world.others[1])
    served = serving.one(book, world.volunteer, baskets[0])
    assert (served.handed, served.handed_to, served.due) == ("whole", "Prénom1 NOM1", 153)


def test_the_till_is_closed_by_name_with_a_word_for_a_difference(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159)])
    counts = {2_000: 2, 1_000: 1, 100: 1, 20: 2, 5: 1, 2: 2}
    with pytest.raises(TextMissing):
        till.close_till(book, here, counts)
    till.close_till(book, here, counts, "Dix centimes manquent")
    closed = till.till(book, world.volunteer, world.open)
    assert (closed.state, closed.expected, closed.counted) == ("closed", 5_159, 5_149)
    assert closed.words == "Dix centimes manquent"
    assert till.last_count(book, world.volunteer, world.open) == counts
    with pytest.raises(TillClosed):
        serving.serve(book, here, basket, shown=0, hand="part")
    boss = Station(world.coordinator, world.open, 2)
    serving.serve(book, boss, basket, shown=0, payments=[Payment("cash", 50)], hand="")
    assert till.till(book, world.volunteer, world.open).expected == 5_209


def test_a_membership_is_paid_beside_the_balance(book: Book, world: World, here: Station) -> None:
    serving.pay_fee(book, here, world.sarah, "cash", 500, book.clock.now() + 365 * DAY)
    assert balance(book, world.sarah, world.group) == 0
    assert till.till(book, world.volunteer, world.open).expected == 5_500
    order(book, world, world.sarah, (APRICOTS, 250))
    basket = basket_of(book, world.sarah, world.open)
    assert serving.one(book, world.volunteer, basket).fee_paid
    undoing.undo(book, here)
    assert till.till(book, world.volunteer, world.open).expected == 5_000
    assert not serving.one(book, world.volunteer, basket).fee_paid


def test_an_order_nobody_fetched_goes_back_and_is_owed_or_not(book: Book, world: World, here: Station) -> None:
    order(book, world, world.sarah, (APRICOTS, 250))
    apricots = world.products[APRICOTS]
    arrivals.receive(book, here, apricots, 250)
    basket = basket_of(book, world.sarah, world.open)
    with pytest.raises(NotAllowed):
        serving.settle_uncollected(book, here, basket, "surplus_owed")
    boss = Station(world.coordinator, world.open, 2)
    serving.settle_uncollected(book, boss, basket, "surplus_owed")
    assert leftovers.left_of(book, world.open, apricots).left == 250
    assert balance(book, world.sarah, world.group) == -153
    undoing.undo(book, boss)
    serving.settle_uncollected(book, boss, basket, "surplus", words="Pas venue")
    assert leftovers.left_of(book, world.open, apricots).left == 250
    assert balance(book, world.sarah, world.group) == 0
    undoing.undo(book, boss)
    assert leftovers.left_of(book, world.open, apricots).left == 0
    assert balance(book, world.sarah, world.group) == -153


def test_a_paper_form_is_one_order_and_twice_is_once(book: Book, world: World, here: Station, clock: SetClock) -> None:
    form = [Added(world.products[APRICOTS], 250), Added(world.products[RICE], 500)]
    first = desk_orders.order_for(book, here, world.sarah, form, recording="form")
    again = desk_orders.order_for(book, here, world.sarah, form, recording="form")
    assert (first.total, first.again, again.again) == (326, False, True)
    assert balance(book, world.sarah, world.group) == -326
    undoing.undo(book, here)
    assert balance(book, world.sarah, world.group) == 0
    clock.at += 4 * DAY
    with pytest.raises(OrdersNotOpen):
        desk_orders.order_for(book, here, world.sarah, form)
    boss = Station(world.coordinator, world.open, 2)
    with pytest.raises(ReasonMissing):
        desk_orders.order_for(book, boss, world.sarah, form)
    assert desk_orders.order_for(book, boss, world.sarah, form, why="Bon papier en retard").total == 326


def test_who_did_what_is_told(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    serving.serve(book, here, basket, shown=159, payments=[Payment("cash", 159)])
    undoing.undo(book, here)
    rows = told.told(book, world.volunteer, world.open, terminal=1)
    assert [(one.kind, one.undone) for one in rows] == [
        ("undone", False),
        ("served", True),
        ("weighed", False),
        ("opened", False),
    ]
    assert (rows[2].person, rows[2].quantity, rows[2].amount) == ("Sarah VARDA", 260, 6)
    assert rows[1].amount == 159
    assert [one.kind for one in told.told(book, world.volunteer, world.open, product_id=world.products[RICE])] == []


def test_who_took_an_order_for_somebody_else_is_told(book: Book, world: World, here: Station) -> None:
    basket = ready(book, world, here)
    serving.serve(book, here, basket, shown=159, to_name="Rose Tilleul")
    undoing.undo(book, here)
    serving.serve(book, here, basket, shown=159, to_member=world.others[0])
    rows = told.told(book, world.volunteer, world.open)
    assert [(one.kind, one.to) for one in rows[:3]] == [
        ("served", "Prénom0 NOM0"), ("undone", ""), ("served", "Rose Tilleul"),
    ]  # fmt: skip
    assert rows[2].person == "Sarah VARDA"
