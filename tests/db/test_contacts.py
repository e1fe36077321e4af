"""Contact data: to whom it is needed by, while it is needed, and each view is written down."""

from __future__ import annotations

from functools import partial

import pytest

from db.calls import calls, tick
from db.clock import SetClock
from db.contacts import forget, see_as_team, see_comer, see_person, views, views_of
from db.database import Book
from db.delivery import ask_delivery, collect
from db.delivery_lists import board, carried, helpers, my_request, open_requests
from db.delivery_steps import assign, release, take
from db.errors import DeliveryOver, NotAllowed, NotCarried, Unknown
from db.models import Group, Membership
from db.values.delivery import View
from tests.db import world as small
from tests.db.neighbours import ADDRESS, HELPERS_PHONE, PHONE, Neighbours, another_request, asks
from tests.db.test_ordering import changes_nothing
from tests.db.world import APRICOTS, DAY, OIL, RICE, SOAP, World

SECRETS = (PHONE, PHONE.replace(" ", ""), HELPERS_PHONE, HELPERS_PHONE.replace(" ", ""), "rue", "Lilas", "étage")


def test_before_taking_one_reads_how_near_a_short_name_weight_products_and_wishes(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    far = another_request(
        book,
        world,
        world.others[0],
        (RICE, 1_500),
        (OIL, 1_000),
        (SOAP, 2_000),
        address="9 rue Haute",
        postcode="31100",
    )
    same_street, further = open_requests(book, at.helper, at.open)
    assert same_street[:6] == (at.basket, 1, "Sarah V.", 250, 1, "samedi après 17 h")
    assert further[:6] == (far, 3, "Prénom0 N.", 3_500, 3, "samedi après 17 h")


def test_in_the_same_building_not_even_a_first_name_is_told(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours
    next_door = another_request(book, world, world.others[0], address="5 rue des Lilas")
    first, _ = open_requests(book, at.helper, at.open)
    assert (first.basket_id, first.nearness, first.name) == (next_door, 0, "")


def test_no_list_holds_a_contact(book: Book, neighbours: Neighbours) -> None:
    """Neither before nor after taking, nor the team's: only `db.contacts` tells, and writes it down."""
    at = neighbours

    def everything() -> str:
        lists = (
            open_requests(book, at.helper, at.open), carried(book, at.helper, at.open),
            board(book, at.volunteer, at.group), helpers(book, at.volunteer, at.open, at.basket),
            calls(book, at.volunteer, at.group), views(book, at.volunteer, at.group),
        )  # fmt: skip
        return repr(lists)

    before = everything()
    take(book, at.helper, at.basket)
    see_person(book, at.helper, at.basket)
    for text in (before, everything()):
        assert [secret for secret in SECRETS if secret in text] == []


def test_who_carries_a_request_sees_its_contact_and_what_the_order_costs(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    contact = see_person(book, at.helper, at.basket)
    assert contact == (
        "Sarah VARDA", ("3 rue des Lilas", "31000 Toulouse"), "0639981234",
        "samedi après 17 h", "3e étage", "", "1", 250, 153,
    )  # fmt: skip
    ask_delivery(book, at.sarah, at.basket, consent=True, times="lundi", word="Après 18 h seulement")
    assert see_person(book, at.helper, at.basket).word == "Après 18 h seulement"


def test_nobody_else_sees_it_not_before_not_after_and_not_the_team_as_a_deliverer(
    book: Book, neighbours: Neighbours
) -> None:
    at = neighbours
    everybody = (at.helper, at.other, at.sarah, at.volunteer, at.coordinator)
    for one in everybody:
        changes_nothing(book, NotCarried, partial(see_person, book, one, at.basket))
    take(book, at.helper, at.basket)
    for one in everybody[1:]:
        changes_nothing(book, NotCarried, partial(see_person, book, one, at.basket))
    release(book, at.helper, at.basket, "Non")
    changes_nothing(book, NotCarried, partial(see_person, book, at.helper, at.basket))
    take(book, at.helper, at.basket)
    collect(book, at.sarah, at.basket, word="Merci, ma fille vient")
    changes_nothing(book, NotCarried, partial(see_person, book, at.helper, at.basket))


def test_the_person_helped_sees_the_first_name_and_phone_of_who_comes(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    changes_nothing(book, NotCarried, partial(see_comer, book, at.sarah, at.basket))
    take(book, at.helper, at.basket)
    assert see_comer(book, at.sarah, at.basket) == ("Hélène", "0639985678")
    for one in (at.helper, at.other, at.volunteer):
        changes_nothing(book, NotAllowed, partial(see_comer, book, one, at.basket))


def test_contacts_are_gone_when_the_days_of_the_group_are_past(
    book: Book, neighbours: Neighbours, clock: SetClock
) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    clock.at = at.ends_at + 7 * DAY - 1
    see_person(book, at.helper, at.basket)
    see_comer(book, at.sarah, at.basket)
    clock.advance(1)
    changes_nothing(book, DeliveryOver, partial(see_person, book, at.helper, at.basket))
    changes_nothing(book, DeliveryOver, partial(see_comer, book, at.sarah, at.basket))
    clock.advance(1)
    assert board(book, at.volunteer, at.group) == ()


def test_each_view_is_written_down_with_who_and_when(book: Book, neighbours: Neighbours, clock: SetClock) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    see_person(book, at.helper, at.basket)
    clock.advance(60)
    see_comer(book, at.sarah, at.basket)
    clock.advance(60)
    see_as_team(book, at.volunteer, at.sarah, at.group, at.basket)
    now = clock.at
    about_sarah = [
        View(now, "Béatrice NÉVOLE", "Sarah VARDA", "team", "1"),
        View(now - 120, "Hélène PORTE", "Sarah VARDA", "deliverer", "1"),
    ]
    helpers_own = View(now - 60, "Sarah VARDA", "Hélène PORTE", "helped", "1")
    assert list(views_of(book, at.sarah)) == about_sarah
    assert list(views_of(book, at.helper)) == [helpers_own]
    assert list(views(book, at.volunteer, at.group)) == [about_sarah[0], helpers_own, about_sarah[1]]
    with pytest.raises(NotAllowed):
        views(book, at.helper, at.group)


def test_a_group_reads_what_was_seen_in_it_and_not_what_was_seen_in_another(
    book: Book, world: World, neighbours: Neighbours
) -> None:
    at = neighbours
    with book.write() as write:
        other = write.register(Group, name="3 COCUS", name_key="3 cocus")
        write.register(Membership, member_id=at.sarah, group_id=other)
        there = small.member(write, other, "Ada", "Loin", "volunteer")
    see_as_team(book, there, at.sarah, other)
    assert views(book, at.volunteer, at.group) == ()
    assert [view.viewer for view in views(book, there, other)] == ["Ada LOIN"]
    see_as_team(book, at.volunteer, at.sarah, at.group)
    see_as_team(book, at.volunteer, at.sarah, at.group, at.basket)
    assert [view.viewer for view in views(book, at.volunteer, at.group)] == ["Béatrice NÉVOLE"] * 2
    assert [view.viewer for view in views(book, there, other)] == ["Ada LOIN"]
    assert len(views_of(book, at.sarah)) == 3, "one reads all that was seen of oneself"


def test_the_team_sees_members_of_its_own_group_only(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours
    contact = see_as_team(book, at.volunteer, at.sarah, at.group)
    assert (contact.name, contact.phone, contact.address[0]) == ("Sarah VARDA", "0639981234", ADDRESS["address"])
    changes_nothing(book, NotAllowed, partial(see_as_team, book, at.helper, at.sarah, at.group))
    changes_nothing(book, Unknown, partial(see_as_team, book, at.volunteer, 7, at.group))


def test_what_is_not_needed_any_more_is_forgotten(
    book: Book, world: World, neighbours: Neighbours, clock: SetClock
) -> None:
    at = neighbours
    take(book, at.helper, at.basket)
    see_person(book, at.helper, at.basket)
    release(book, at.helper, at.basket, "Je ne peux pas.")

    def kept() -> tuple[int, int, int]:
        tables = ("request_words", "note", "contact_view")
        one, two, three = (book.db.execute_sql(f"SELECT COUNT(*) FROM {name}").fetchall()[0][0] for name in tables)
        return one, two, three

    assert kept() == (1, 1, 1)
    clock.at = at.ends_at + 7 * DAY - 1
    forget(book)
    assert kept() == (1, 1, 1)
    clock.advance(1)
    forget(book)
    assert kept() == (0, 0, 1)
    clock.advance(366 * DAY)
    see_as_team(book, at.volunteer, at.sarah, at.group)
    forget(book)
    assert kept() == (0, 0, 1)
    assert [one.seen_as for one in views_of(book, at.sarah)] == ["team"]
    assert len(book.db.execute_sql("SELECT id FROM delivery_step").fetchall()) == 2, "the journals stay"


# --- Whom to call -----------------------------------------------------------------------------------------------------


def test_who_was_called_goes_to_the_end_and_can_be_put_back(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours
    second = another_request(book, world, world.others[0])
    take(book, at.helper, at.basket)
    take(book, at.helper, second)
    first, other = calls(book, at.volunteer, at.group)
    assert (first.name, first.why, first.about, first.basket, first.made_at) == (
        "Sarah VARDA", "taken", "Hélène PORTE", "1", None,
    )  # fmt: skip
    tick(book, at.volunteer, first.id)
    assert [(one.name, one.made_by) for one in calls(book, at.volunteer, at.group)] == [
        (other.name, ""), ("Sarah VARDA", "Béatrice NÉVOLE"),
    ]  # fmt: skip
    tick(book, at.coordinator, first.id, made=False)
    assert calls(book, at.volunteer, at.group)[0].made_at is None
    changes_nothing(book, NotAllowed, lambda: tick(book, at.helper, first.id))
    changes_nothing(book, Unknown, lambda: tick(book, at.volunteer, 7))
    with pytest.raises(NotAllowed):
        calls(book, at.helper, at.group)


def test_of_several_news_of_one_order_only_the_latest_is_to_be_told(
    book: Book, neighbours: Neighbours, clock: SetClock
) -> None:
    at = neighbours

    def to_tell() -> list[tuple[str, str]]:
        return [(one.why, one.name) for one in calls(book, at.volunteer, at.group) if one.made_at is None]

    take(book, at.helper, at.basket)
    assert to_tell() == [("taken", "Sarah VARDA")]
    clock.advance(-3_600)  # an hour that is wrong once changes nothing
    release(book, at.helper, at.basket, "Ma voiture est en panne.")
    assert to_tell() == [("released", "Sarah VARDA")]
    [latest] = calls(book, at.volunteer, at.group)
    tick(book, at.volunteer, latest.id)
    assert to_tell() == [], "what came before does not come back when the latest is told"
    clock.advance(3_600)
    assign(book, at.volunteer, at.basket, at.helper)
    assert to_tell() == [("taken", "Sarah VARDA"), ("assigned", "Hélène PORTE")]
    assign(book, at.volunteer, at.basket, at.other)
    assert sorted(to_tell()) == [
        ("assigned", "Omar LOIN"), ("taken", "Sarah VARDA"), ("unassigned", "Hélène PORTE"),
    ]  # fmt: skip


def test_a_request_that_changed_is_told_beside_who_is_to_bring_it(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    assign(book, at.volunteer, at.basket, at.helper)
    for word in ("Lundi plutôt.", "Mardi plutôt."):
        ask_delivery(book, at.sarah, at.basket, consent=True, word=word)
    hers = [(one.why, one.word) for one in calls(book, at.volunteer, at.group) if one.member_id == at.helper]
    assert hers == [("assigned", ""), ("changed", "Mardi plutôt.")]
    collect(book, at.sarah, at.basket, word="Ma fille vient.")
    hers = [(one.why, one.word) for one in calls(book, at.volunteer, at.group) if one.member_id == at.helper]
    assert hers == [("withdrawn", "Ma fille vient.")]


# --- The board --------------------------------------------------------------------------------------------------------


def test_the_board_shows_first_what_nobody_carries_then_the_oldest(
    book: Book, world: World, neighbours: Neighbours, clock: SetClock
) -> None:
    at = neighbours
    clock.advance(60)
    second = another_request(book, world, world.others[0])
    clock.advance(60)
    third = another_request(book, world, world.others[1])
    take(book, at.helper, at.basket)
    lines = board(book, at.volunteer, at.group)
    assert [(one.basket_id, one.state) for one in lines] == [(second, "open"), (third, "open"), (at.basket, "taken")]
    with pytest.raises(NotAllowed):
        board(book, at.sarah, at.group)


def test_those_who_can_deliver_are_listed_nearest_first(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    near, far = helpers(book, at.volunteer, at.open, at.basket)
    assert (near.name, near.nearness, far.name, far.nearness) == ("Hélène PORTE", 1, "Omar LOIN", 3)


def test_reads_take_a_fixed_number_of_queries(book: Book, world: World, neighbours: Neighbours) -> None:
    at = neighbours

    def count() -> int:
        asked: list[str] = []
        run = book.db.execute_sql
        book.db.execute_sql = lambda *given: asked.append(given[0]) or run(*given)  # type: ignore[method-assign,func-returns-value]
        try:
            board(book, at.volunteer, at.group)
            open_requests(book, at.helper, at.open)
            helpers(book, at.volunteer, at.open, at.basket)
        finally:
            book.db.execute_sql = run  # type: ignore[method-assign]
        return len(asked)

    few = count()
    for member in world.others:
        another_request(book, world, member, (APRICOTS, 250), (RICE, 500))
    assert count() == few


def test_ones_own_request_is_nobody_elses(book: Book, neighbours: Neighbours) -> None:
    at = neighbours
    assert my_request(book, at.sarah, at.basket) is not None
    assert my_request(book, at.helper, at.basket) is None
    asks(book, at.sarah, at.basket)
