"""« Sans commande »: what is left over is sold to a member or to somebody new, and goes on to be paid."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import accounts, arrivals, desk_offer, goods, leftovers, undoing
from db.database import Book
from db.ledger import balance
from db.values.counter import Added
from screens.fast_entry_kept import new_typed
from tests.screens.day_drivers import VOLUNTEER, on_the_day, station, today
from tests.screens.demo_world import COORDINATION
from tests.screens.drivers import AtTheCounter
from tests.screens.test_order_desk import day as day_of_bellefontaine

WALK_IN = "5"


def left(book: Book, reference: str) -> leftovers.Left:
    by = accounts.find_member(book, VOLUNTEER).id
    return next(one for one in leftovers.board(book, by, today(book).id) if one.reference == reference)


async def begins_for_zoe(person: AtTheCounter) -> None:
    """Somebody new, whose name is enough."""
    await person.presses("enter")
    await person.types("zoe petit", "f8", "f8")
    assert person.page == "WalkInEntry"
    assert person.reads("Z O E P E T I T")


async def test_somebody_new_buys_from_what_is_left_over_and_goes_on_to_pay(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER) as awa:
        book = awa.app.book
        before = left(book, "FAR02").left
        keys = len("zoe petit") + len(["enter", "f8", "f8"])
        await begins_for_zoe(awa)
        await awa.types("far02", "enter")
        await awa.types("192+67", "enter", "f8")
        keys += len("far02192+67") + 3
        print(f"A walk-in with one product, from the tab until the payment: {keys} keys.")
        assert awa.page in ("Serve", "ServeOne")
        zoe = accounts.find_member(book, "Zoe Petit")
        assert left(book, "FAR02").left == before - 259
        assert balance(book, zoe.id, today(book).group_id) == -27
        undoing.undo(book, station(book, VOLUNTEER))
        assert balance(book, zoe.id, today(book).group_id) == 0
        assert left(book, "FAR02").left == before


@pytest.mark.parametrize("key", ["f7", "f2", "f12"])
async def test_a_list_in_the_middle_of_a_weight_waits_for_who_goes_elsewhere(tmp_path: Path, key: str) -> None:
    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER) as awa:
        await begins_for_zoe(awa)
        await awa.types("far02", "enter")
        await awa.types("192+67", "enter")
        await awa.types("far03", "enter")
        await awa.types("25", key)
        if key == "f12":
            await awa.signs_in(VOLUNTEER)
        if awa.page != "WalkIn":
            await awa.presses("f7", WALK_IN, "enter")
        await awa.presses("down", "enter")
        assert awa.page == "WalkInEntry"
        assert awa.reads("0,259 kg")
        assert awa.reads("[ 25 ]")


async def test_a_list_sold_with_its_last_quantity_still_in_the_field_leaves_nothing_behind(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER) as awa:
        await begins_for_zoe(awa)
        await awa.types("far02", "enter")
        await awa.types("192", "f8")
        assert awa.page in ("Serve", "ServeOne"), awa.text
        await awa.presses("f7", WALK_IN, "enter")
        assert not awa.reads("commencée"), awa.text


async def test_a_product_that_was_only_chosen_leaves_no_list_behind(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER) as awa:
        await awa.presses("down", "enter")
        await awa.types("zoe petit", "f8", "f8")
        assert awa.page == "WalkInEntry"
        await awa.presses("f7")
        assert awa.page == "WalkIn"
        assert not awa.reads("Commencé, pas enregistré")


async def test_a_weight_is_cleared_at_once(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER) as awa:
        await begins_for_zoe(awa)
        await awa.types("far02", "enter")
        await awa.types("zz", "enter", "ctrl+u")
        await awa.types("250")
        assert awa.reads("[ 250 ]")


async def test_the_unit_behind_the_field_is_the_one_of_what_is_typed(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER) as awa:
        await begins_for_zoe(awa)
        await awa.types("far02", "enter")
        assert awa.reads("] g")
        await awa.types("250")
        assert awa.reads("[ 250 ] g")
        await awa.presses("escape")
        await awa.types("far02", "enter")
        await awa.types("0,25")
        assert awa.reads("[ 0,25 ] kg")


async def test_more_than_is_left_is_refused_and_nothing_is_sold(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER) as awa:
        await begins_for_zoe(awa)
        await awa.types("far02", "enter")
        await awa.types("99000", "enter")
        assert awa.page == "WalkInEntry"
        assert awa.reads("× 99 kg")
        await awa.presses("escape", "backspace", "f8")
        assert awa.page == "WalkInEntry"


async def test_one_alone_may_be_a_kilo_and_is_asked_about(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER) as awa:
        await begins_for_zoe(awa)
        await awa.types("far02", "enter")
        await awa.types("1", "enter")
        assert awa.reads("1 g ou 1 kg ?"), awa.text
        await awa.presses("2")
        assert awa.reads("0,001 kg"), awa.text


async def test_what_somebody_else_sold_meanwhile_is_said_and_the_list_stays(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER) as awa:
        book = awa.app.book
        await begins_for_zoe(awa)
        there = left(book, "FAR02")
        await awa.types("far02", "enter")
        await awa.types(str(there.left), "enter")
        other = accounts.find_member(book, COORDINATION).id
        goods.add(book, station(book, terminal=2), other, [Added(there.product_id, there.left - 100)])
        await awa.presses("f8")
        assert awa.page == "WalkInEntry"
        assert awa.reads("Il reste seulement 100 g")
        assert awa.reads("Farine de blé T80")


async def test_nothing_left_over_says_why(tmp_path: Path) -> None:
    from screens.walk_in import WalkIn

    async with on_the_day(tmp_path, who=COORDINATION) as odette:
        book = odette.app.book
        odette.app.enter_group(_bellefontaine(book))
        await odette.settles()
        where = day_of_bellefontaine(book, "closed")
        odette.app.push_screen(WalkIn(where))
        await odette.settles()
        assert odette.reads("Il ne reste rien à vendre : personne n'a encore noté ce qui est arrivé.")
        await odette.presses("enter")
        assert odette.page == "WalkIn"
        by = accounts.find_member(book, COORDINATION).id
        one = next(iter(leftovers.board(book, by, where)))
        arrivals.receive(book, station(book)._replace(distribution_id=where), one.product_id, one.promised)
        odette.app.screen.facts_changed()  # type: ignore[attr-defined]
        await odette.settles()
        assert odette.reads("tout ce qui est arrivé est pesé, ou promis à ceux qui l'ont commandé.")


def _bellefontaine(book: Book) -> int:
    from db import groups

    return groups.find(book, "BELLEFONTAINE").id


async def test_a_power_cut_loses_no_line(tmp_path: Path) -> None:
    from db import resuming

    def was_selling(book: Book) -> None:
        by = accounts.find_member(book, VOLUNTEER).id
        product = next(iter(desk_offer.left_over(book, by, today(book).id, 0)))
        member = accounts.find_member(book, "sarah.varda@example.org").id
        typed = new_typed(member, lines=((product, 150),), product=product, quantity="25")
        resuming.keep(book, station(book, VOLUNTEER), "walk_in", None, typed.written())

    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER, before=was_selling) as awa:
        assert awa.reads("Le programme s'est arrêté ici.")
        await awa.presses("enter")
        assert awa.page == "WalkInEntry"
        assert awa.reads("0,15 kg")
        assert awa.reads("[ 25")


async def test_a_list_that_was_sold_just_before_a_power_cut_is_not_sold_again(tmp_path: Path) -> None:
    from db import resuming

    sold: list[int] = []

    def had_sold(book: Book) -> None:
        at = station(book, VOLUNTEER)
        product = next(iter(desk_offer.left_over(book, at.by, today(book).id, 0)))
        member = accounts.find_member(book, "sarah.varda@example.org").id
        typed = new_typed(member, lines=((product, 150),))
        resuming.keep(book, at, "walk_in", None, typed.written())
        goods.add(book, at, member, [Added(product, 150)], recording=typed.recording)
        sold.append(leftovers.left_of(book, today(book).id, product).left)
        sold.append(product)

    async with on_the_day(tmp_path, WALK_IN, who=VOLUNTEER, before=had_sold) as awa:
        await awa.presses("enter")
        assert awa.page == "WalkInEntry"
        await awa.presses("f8")
        assert awa.page == "ServeOne"
        assert leftovers.left_of(awa.app.book, today(awa.app.book).id, sold[1]).left == sold[0]
