"""The order desk: forms, baskets that somebody else finishes, corrections answered, and people who are new."""

from __future__ import annotations

import pytest

from db import (
    accounts,
    arrivals,
    corrections,
    desk_members,
    desk_offer,
    desk_orders,
    gestures,
    goods,
    positions,
    serving,
    undoing,
    weighing,
)
from db.accounts import NewMember
from db.baskets import draft, put, validate
from db.clock import SetClock
from db.database import Book
from db.distributions import cards
from db.errors import (
    AddressMissing,
    AlreadyAnswered,
    AlreadyServed,
    BasketNotPending,
    NotAllowed,
    OrdersNotOpen,
    PriceChanged,
    QuantityOffStep,
    ReasonMissing,
    TextMissing,
    Unknown,
)
from db.groups import change
from db.ledger import balance
from db.ordering import basket_of, record
from db.orders import order as order_of
from db.values.counter import Added, Station
from db.values.orders import Draft
from db.values.scale import Weight
from tests.conftest import NOW
from tests.db.world import APRICOTS, DAY, HOUR, RICE, World, make, order


@pytest.fixture
def world(book: Book) -> World:
    return make(book)


@pytest.fixture
def here(world: World) -> Station:
    return Station(world.volunteer, world.open, 1)


def pending(book: Book, world: World) -> str:
    """Sarah validated 250 g of apricots; the recording of her basket."""
    put(book, world.sarah, world.open, world.products[APRICOTS], 250, world.prices[APRICOTS])
    return validate(book, world.sarah, world.open).recording


# --- Forms -----------------------------------------------------------------------------------------------------------


def test_who_orders_at_the_desk_collects_unless_they_said_otherwise(book: Book, world: World, here: Station) -> None:
    desk_orders.order_for(book, here, world.sarah, [Added(world.products[RICE], 500)])
    assert order_of(book, basket_of(book, world.sarah, world.open)).way == "pickup_only"


def test_a_price_that_changed_since_it_was_shown_is_said(book: Book, world: World, here: Station) -> None:
    rice = world.products[RICE]
    with pytest.raises(PriceChanged) as changed:
        desk_orders.order_for(book, here, world.sarah, [Added(rice, 500)], shown={rice: 300})
    assert (changed.value.shown, changed.value.now) == (300, 345)
    desk_orders.order_for(book, here, world.sarah, [Added(rice, 500)], shown={rice: 345})


# --- Baskets that wait -----------------------------------------------------------------------------------------------


def test_a_basket_that_waits_is_finished_by_the_team_and_undone_whole(book: Book, world: World, here: Station) -> None:
    recording = pending(book, world)
    [waiting] = desk_orders.unfinished(book, world.volunteer, world.group)
    assert (waiting.member_id, waiting.distribution_id) == (world.sarah, world.open)
    found = desk_orders.waiting(book, world.volunteer, world.sarah, world.open)
    assert found is not None
    assert [line.quantity for line in found.lines] == [250]
    wanted = [Added(line.product_id, line.quantity) for line in found.lines]
    receipt = desk_orders.order_for(book, here, world.sarah, wanted, finishes=recording)
    assert receipt.total == 153
    assert desk_orders.unfinished(book, world.volunteer, world.group) == ()
    assert draft(book, world.sarah, world.open) is None
    undoing.undo(book, here)
    assert balance(book, world.sarah, world.group) == 0


def test_undoing_it_brings_the_basket_that_waited_back_as_it_was(
    book: Book, world: World, here: Station, clock: SetClock
) -> None:
    recording = pending(book, world)
    before = draft(book, world.sarah, world.open)
    assert before is not None
    clock.advance(HOUR)
    form = [Added(world.products[APRICOTS], 500), Added(world.products[RICE], 500)]  # they wanted more after all
    desk_orders.order_for(book, here, world.sarah, form, finishes=recording)
    undoing.undo(book, here)
    after = draft(book, world.sarah, world.open)
    assert after is not None
    assert after._replace(recording="") == before._replace(recording="")
    assert (after.state, after.changed_at) == ("pending", NOW)
    with pytest.raises(BasketNotPending):  # the one that was undone is not taken for a new one
        record(book, world.sarah, world.open, recording)
    assert not record(book, world.sarah, world.open, after.recording).again
    assert balance(book, world.sarah, world.group) == -153


def test_what_the_member_began_since_stays_when_the_basket_comes_back(book: Book, world: World, here: Station) -> None:
    recording = pending(book, world)
    desk_orders.order_for(book, here, world.sarah, [Added(world.products[APRICOTS], 250)], finishes=recording)
    put(book, world.sarah, world.open, world.products[RICE], 500, world.prices[RICE])
    undoing.undo(book, here)
    found = draft(book, world.sarah, world.open)
    assert found is not None
    assert (found.state, sorted(line.quantity for line in found.lines)) == ("draft", [250, 500])


def closed_on_a_second_basket(book: Book, world: World, here: Station, clock: SetClock, *second: int) -> Draft:
    """The desk finished the first, Sarah validated this one before orders closed, and then the first is undone."""
    desk_orders.order_for(
        book, here, world.sarah, [Added(world.products[APRICOTS], 250)], finishes=pending(book, world)
    )
    for product in second:
        put(book, world.sarah, world.open, world.products[product], 500, world.prices[product])
    waits = validate(book, world.sarah, world.open)
    clock.at = NOW + 3 * DAY + 60
    undoing.undo(book, here)
    return waits


def test_a_basket_validated_since_is_left_alone_where_nothing_is_lacking(
    book: Book, world: World, here: Station, clock: SetClock
) -> None:
    second = closed_on_a_second_basket(book, world, here, clock, APRICOTS)
    assert draft(book, world.sarah, world.open) == second
    assert record(book, world.sarah, world.open, second.recording).total == 305


def test_a_basket_validated_since_waits_with_what_was_lacking_and_nobody_confirms_it_unseen(
    book: Book, world: World, here: Station, clock: SetClock
) -> None:
    second = closed_on_a_second_basket(book, world, here, clock, RICE)
    found = draft(book, world.sarah, world.open)
    assert found is not None
    assert (found.state, found.changed_at, found.total) == ("pending", second.changed_at, 153 + 173)
    with pytest.raises(BasketNotPending):  # a screen that shows the second one alone
        record(book, world.sarah, world.open, second.recording)
    assert record(book, world.sarah, world.open, found.recording).total == 153 + 173


def test_a_form_whose_order_was_undone_is_recorded_again(book: Book, world: World, here: Station) -> None:
    form = [Added(world.products[RICE], 500)]
    for _ in range(3):
        first = desk_orders.order_for(book, here, world.sarah, form, recording="form")
        again = desk_orders.order_for(book, here, world.sarah, form, recording="form")
        assert (first.again, again.again, again.order_id) == (False, True, first.order_id)
        assert balance(book, world.sarah, world.group) == -173
        undoing.undo(book, here)
        assert balance(book, world.sarah, world.group) == 0


def test_finished_by_both_at_once_it_is_one_order(book: Book, world: World, here: Station) -> None:
    recording = pending(book, world)
    record(book, world.sarah, world.open, recording)
    wanted = [Added(world.products[APRICOTS], 250)]
    assert desk_orders.order_for(book, here, world.sarah, wanted, finishes=recording).again
    assert balance(book, world.sarah, world.group) == -153
    assert gestures.last(book, here) is None


def test_what_the_member_changed_meanwhile_is_not_overrun(book: Book, world: World, here: Station) -> None:
    recording = pending(book, world)
    put(book, world.sarah, world.open, world.products[RICE], 500, world.prices[RICE])
    assert desk_orders.waiting(book, world.volunteer, world.sarah, world.open) is None
    with pytest.raises(BasketNotPending):
        desk_orders.order_for(book, here, world.sarah, [Added(world.products[APRICOTS], 250)], finishes=recording)
    assert balance(book, world.sarah, world.group) == 0
    found = draft(book, world.sarah, world.open)
    assert found is not None
    assert len(found.lines) == 2


def test_the_grace_holds_at_the_desk_too_and_then_only_a_coordinator_with_a_reason(
    book: Book, world: World, here: Station, clock: SetClock
) -> None:
    recording = pending(book, world)
    wanted = [Added(world.products[APRICOTS], 250)]
    clock.at = NOW + 3 * DAY + 60
    desk_orders.order_for(book, here, world.sarah, wanted, finishes=recording)
    undoing.undo(book, here)
    clock.at = NOW + HOUR
    recording = pending(book, world)
    clock.at = NOW + 3 * DAY + HOUR
    with pytest.raises(OrdersNotOpen):
        desk_orders.order_for(book, here, world.sarah, wanted, finishes=recording)
    boss = here._replace(by=world.coordinator)
    with pytest.raises(ReasonMissing):
        desk_orders.order_for(book, boss, world.sarah, wanted, finishes=recording)
    assert desk_orders.order_for(book, boss, world.sarah, wanted, finishes=recording, why="En retard").total == 153


def test_a_member_does_not_see_who_waits(book: Book, world: World) -> None:
    with pytest.raises(NotAllowed):
        desk_orders.unfinished(book, world.sarah, world.group)
    with pytest.raises(NotAllowed):
        desk_orders.waiting(book, world.sarah, world.others[0], world.open)


# --- Corrections -----------------------------------------------------------------------------------------------------


def asked(book: Book, world: World) -> int:
    """Sarah ordered apricots and rice, and wants no apricots; the request."""
    order(book, world, world.sarah, (APRICOTS, 500), (RICE, 500))
    basket = basket_of(book, world.sarah, world.open)
    return corrections.ask(book, world.sarah, basket, (world.products[APRICOTS],), "Je me suis trompée.")


def test_a_correction_is_made_answered_and_undone_at_the_desk(book: Book, world: World, here: Station) -> None:
    request = asked(book, world)
    [waits] = desk_orders.to_answer(book, world.volunteer, world.group)
    assert (waits.name, waits.products, waits.why) == ("Sarah VARDA", ("Abricots bruns secs",), "Je me suis trompée.")
    apricots, rice = positions.of_order(book, waits.basket_id)
    desk_orders.correct_for(book, here, request, [(apricots, 250), (rice, 0)])
    assert balance(book, world.sarah, world.group) == -153
    assert desk_orders.to_answer(book, world.volunteer, world.group) == ()
    [left] = positions.of_order(book, waits.basket_id)
    with pytest.raises(AlreadyAnswered):
        desk_orders.correct_for(book, here, request, [(left, 0)])
    assert balance(book, world.sarah, world.group) == -153
    undoing.undo(book, here)
    assert balance(book, world.sarah, world.group) == -478


def test_a_request_is_open_again_once_the_correction_that_answered_it_is_undone(
    book: Book, world: World, here: Station
) -> None:
    request = asked(book, world)
    [before] = desk_orders.to_answer(book, world.volunteer, world.group)
    apricots, _rice = positions.of_order(book, before.basket_id)
    desk_orders.correct_for(book, here, request, [(apricots, 0)], "Voilà.")
    assert serving.one(book, world.volunteer, before.basket_id).correction == ""
    undoing.undo(book, here)
    assert desk_orders.to_answer(book, world.volunteer, world.group) == (before,)
    assert serving.one(book, world.volunteer, before.basket_id).correction == "asked"
    assert [one.correction for one in cards(book, world.sarah, world.group) if one.basket] == ["asked"]
    [seen] = order_of(book, before.basket_id).requests
    assert (seen.outcome, seen.answer, seen.answered_at) == ("", "", None)
    corrections.answer(book, world.volunteer, request, "refused", "Trop tard.")
    with pytest.raises(AlreadyAnswered):
        corrections.answer(book, world.volunteer, request, "refused", "Trop tard.")


def test_a_correction_that_cannot_be_made_changes_nothing(book: Book, world: World, here: Station) -> None:
    request = asked(book, world)
    [waits] = desk_orders.to_answer(book, world.volunteer, world.group)
    apricots, rice = positions.of_order(book, waits.basket_id)
    with pytest.raises(QuantityOffStep):
        desk_orders.correct_for(book, here, request, [(rice, 0), (apricots, 300)])
    for wrong in (500, 600, -1):
        with pytest.raises(Unknown):
            desk_orders.correct_for(book, here, request, [(apricots, wrong)])
    with pytest.raises(NotAllowed):
        desk_orders.correct_for(book, here._replace(by=world.others[0]), request, [(apricots, 0)])
    corrections.correct(book, world.volunteer, waits.basket_id, apricots.product_id, apricots.price, 250)
    with pytest.raises(Unknown):  # somebody was faster
        desk_orders.correct_for(book, here, request, [(apricots, 0)])
    assert len(desk_orders.to_answer(book, world.volunteer, world.group)) == 1


def test_what_was_weighed_stays_weighed_and_what_was_handed_over_stays(book: Book, world: World, here: Station) -> None:
    request = asked(book, world)
    [waits] = desk_orders.to_answer(book, world.volunteer, world.group)
    apricots, rice = positions.of_order(book, waits.basket_id)
    weighing.weigh(book, here, apricots, Weight(520, 0))
    weighing.as_ordered(book, here, [rice])
    apricots, _rice = sorted(positions.of_order(book, waits.basket_id), key=lambda one: one.name)
    desk_orders.correct_for(book, here, request, [(apricots, 260)])
    apricots = min(positions.of_order(book, waits.basket_id), key=lambda one: one.name)
    assert (apricots.state, apricots.quantity, apricots.ordered) == ("weighed", 260, 240)
    again = corrections.ask(book, world.sarah, waits.basket_id, (world.products[RICE],), "Plus de riz.")
    due = -balance(book, world.sarah, world.group)
    serving.serve(book, here, waits.basket_id, shown=due)
    with pytest.raises(AlreadyServed):
        desk_orders.correct_for(book, here, again, [(apricots, 0)])


# --- The day itself --------------------------------------------------------------------------------------------------


def test_what_is_left_over_is_sold_at_the_members_own_price(book: Book, world: World, here: Station) -> None:
    here_and = (book, world.volunteer, world.open)
    assert desk_offer.left_over(*here_and, world.sarah) == {}
    assert desk_offer.nothing_left(*here_and) == "not_noted"
    apricots = world.products[APRICOTS]
    arrivals.receive(book, here, apricots, 1_000)
    accounts.set_tariff(book, world.coordinator, world.sarah, world.group, "B")
    [left] = desk_offer.left_over(*here_and, world.sarah).values()
    assert (left.left, left.price) == (1_000, 549)
    [left] = desk_offer.left_over(*here_and, world.others[0]).values()
    assert left.price == 610
    assert desk_offer.nothing_left(*here_and) == ""
    goods.add(book, here, world.sarah, [Added(apricots, 1_000)])
    assert desk_offer.nothing_left(*here_and) == "promised"
    with pytest.raises(NotAllowed):
        desk_offer.left_over(book, world.sarah, world.open, world.sarah)


def test_a_form_comes_to_what_its_order_will_cost(book: Book, world: World, here: Station) -> None:
    products = desk_offer.to_order(book, world.volunteer, world.open, world.sarah)
    wanted = [Added(world.products[APRICOTS], 250), Added(world.products[RICE], 700), Added(1, 5_000)]
    form = desk_offer.form(products, wanted)
    assert [line.quantity for line in form.lines] == [250, 700]  # what is gone from the catalogue is not counted
    assert desk_orders.order_for(book, here, world.sarah, wanted[:2]).total == form.total == 395
    assert desk_offer.to_order(book, world.volunteer, world.open, world.sarah)[world.products[RICE]].recorded == 700
    with pytest.raises(NotAllowed):
        desk_offer.to_order(book, world.sarah, world.open, world.sarah)


# --- People who are new ----------------------------------------------------------------------------------------------


def test_somebody_at_the_desk_is_registered_with_a_name_alone(book: Book, world: World) -> None:
    person = desk_members.register(book, world.volunteer, world.group, NewMember(" Nora ", "Petit"))
    assert (person.name, person.email, person.phone) == ("Nora PETIT", "", "")
    assert [one.role for one in accounts.memberships(book, person.id)] == ["member"]
    with pytest.raises(TextMissing):
        desk_members.register(book, world.volunteer, world.group, NewMember("Nora", " "))
    with pytest.raises(NotAllowed):
        desk_members.register(book, world.sarah, world.group, NewMember("Nora", "Petit"))


def test_the_address_is_asked_where_the_group_needs_it_but_not_of_who_passes(book: Book, world: World) -> None:
    change(book, world.coordinator, world.group, address_required=True)
    with pytest.raises(AddressMissing):
        desk_members.register(book, world.volunteer, world.group, NewMember("Nora", "Petit"))
    desk_members.register(book, world.volunteer, world.group, NewMember("Nora", "Petit"), passing=True)


def test_the_fee_that_the_group_last_took_is_known(book: Book, world: World, clock: SetClock) -> None:
    here = Station(world.volunteer, world.open, 1)

    def last() -> int | None:
        return desk_members.last_fee(book, world.volunteer, world.group)

    assert last() is None
    serving.pay_fee(book, here, world.sarah, "card", 1_000, clock.now() + DAY)
    clock.at += 60
    latest = serving.pay_fee(book, here, world.others[0], "card", 1_250, clock.now() + DAY)
    assert last() == 1_250
    undoing.undo(book, here, latest)
    assert last() == 1_000
    with pytest.raises(NotAllowed):
        desk_members.last_fee(book, world.sarah, world.group)


def test_a_fee_lasts_a_year_its_last_day_included(book: Book, world: World) -> None:
    from datetime import UTC, datetime

    from db.distributions import distribution

    one = distribution(book, world.open)

    def at(year: int, month: int, day: int, hour: int = 12) -> int:
        return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())

    assert desk_members.fee_until(one, at(2019, 7, 15)) == at(2020, 7, 15, 22)  # midnight in summer, in Paris
    assert desk_members.fee_until(one, at(2020, 2, 29)) == at(2021, 2, 28, 23)
