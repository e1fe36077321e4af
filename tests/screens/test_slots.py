"""« Si les créneaux horaires sont activés vous devrez choisir un créneau » (tutorial 2)."""

from __future__ import annotations

import pytest

from db import placing, slots
from db.clock import SetClock
from db.database import Book
from tests.conftest import NOW
from tests.db import world as small
from tests.db.world import APRICOTS, DAY
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import Orderer, member_at
from tests.screens.slot_drivers import at, make, ticked, wishes

CLOSES = NOW + 3 * DAY


async def chooses(person: Orderer) -> None:
    """From « Commandes » to the question of slots."""
    await person.presses("m", "h")
    assert person.page == "Slots", person.text


async def test_si_les_creneaux_sont_actives_vous_devrez_choisir_un_creneau(start: Start, book: Book) -> None:
    """The whole way, from the order to the slot on the card."""
    world = small.make(book)
    slots.switch_on(book, world.coordinator, world.open)
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.opens_shop()
        await sarah.wants("abricots", "0,5")
        await sarah.validates_and_confirms()
        await sarah.presses("enter", "3", "enter")
        assert sarah.page == "Slots"
        assert sarah.reads("Quand venez-vous ?")
        assert sarah.reads("Vous pouvez changer jusqu'à la fermeture des commandes (samedi 5 décembre à 09:00).")
        assert sarah.reads("Le créneau retenu sera sur votre carte.")
        await sarah.presses("down", "space", "enter")
        assert sarah.page == "Recorded"
        assert sarah.reads("Quand je viens ● 1 créneau coché")
        await sarah.presses("f2")
        assert sarah.says("1 souhait")
        placing.place_everyone(sarah.app.book, world.coordinator, world.open)
        sarah.app.screen.facts_changed()
        await sarah.settles()
        assert sarah.says("créneau 09:15")
        await sarah.presses("m")
        assert sarah.says("Créneau 09:15–09:30")


async def test_who_carries_orders_is_asked_when_they_come_then_whom_they_help(start: Start, book: Book) -> None:
    world = small.make(book)
    slots.switch_on(book, world.coordinator, world.open)
    small.order(book, world, world.sarah, (APRICOTS, 250))
    async with member_at(start, world.sarah, world.group) as sarah:
        await sarah.presses("m", "r", "2", "enter")
        await sarah.types("0639981234")
        await sarah.presses("f8", "space", "f8")
        while sarah.page == "Way":  # what the form still asks
            await sarah.presses("space", "f8")
        assert sarah.page == "Slots"
        await sarah.presses("space", "f8")
        assert sarah.page == "Neighbours"


async def test_who_is_brought_their_order_is_not_asked(start: Start, book: Book) -> None:
    here = make(book)
    with book.write() as write:
        from db.models import WayChosen

        write.add(WayChosen, basket_id=here.baskets[0], way="needs_delivery")
    async with member_at(start, here.world.sarah, here.world.group) as sarah:
        await sarah.presses("m", "h")
        assert sarah.page == "OrderPage"
        assert sarah.reads("Il n'y a pas de créneau à choisir pour cette commande.")


async def test_without_slots_nothing_is_said_of_them(start: Start, book: Book) -> None:
    world = small.make(book)
    small.order(book, world, world.sarah, (APRICOTS, 250))
    async with member_at(start, world.sarah, world.group) as sarah:
        assert "créneau" not in sarah.text
        await sarah.presses("m")
        assert "réneau" not in sarah.text
        await sarah.presses("r", "3", "enter")
        assert sarah.page == "OrderPage"


async def test_each_sees_how_full_a_slot_is_with_their_own_tick(start: Start, book: Book) -> None:
    here = make(book, places=2)
    wishes(book, here, (), (0, 1), (0,), (0,))
    async with member_at(start, here.world.sarah, here.world.group) as sarah:
        await chooses(sarah)
        assert "[ ] 09:00–09:15  ! 3 sur 2" in sarah.text
        assert "[ ] 09:15–09:30    1 sur 2" in sarah.text
        await sarah.presses("down", "space")
        assert "[x] 09:15–09:30    2 sur 2" in sarah.text
        await sarah.presses("f8")
        assert ticked(sarah.app.book, here.baskets[0]) == (at(1),)
        await sarah.presses("h")
        assert "[x] 09:15–09:30    2 sur 2" in sarah.text, "one is not counted twice"


async def test_one_changes_ones_mind_and_nothing_is_lost_by_escape(start: Start, book: Book) -> None:
    here = make(book)
    wishes(book, here, (2, 3))
    async with member_at(start, here.world.sarah, here.world.group) as sarah:
        await chooses(sarah)
        assert sarah.reads("2 créneaux cochés : 09:30, 09:45")
        await sarah.presses("space", "escape")
        assert sarah.reads("Quitter sans enregistrer ?")
        await sarah.presses("escape")
        assert sarah.reads("1 créneau coché : 09:45")
        await sarah.presses("f8")
        assert ticked(sarah.app.book, here.baskets[0]) == (at(3),)
        await sarah.presses("h", "escape")
        assert sarah.page == "OrderPage", "nothing had changed: nothing is asked"


async def test_all_are_ticked_and_unticked_by_one_key(start: Start, book: Book) -> None:
    here = make(book)
    async with member_at(start, here.world.sarah, here.world.group) as sarah:
        await chooses(sarah)
        await sarah.presses("t")
        assert sarah.text.count("[x]") == 8
        assert sarah.reads("8 créneaux cochés : 09:00, 09:15, 09:30, 09:45 et 4 autres")
        await sarah.presses("t", "f8")
        assert sarah.reads("Cochez d'abord un créneau au moins : Espace. t les coche tous.")
        assert sarah.page == "Slots"


async def test_a_held_enter_records_nothing_by_itself(start: Start, book: Book) -> None:
    here = make(book)
    async with member_at(start, here.world.sarah, here.world.group) as sarah:
        await chooses(sarah)
        await sarah.leans_on("enter")
        assert sarah.page == "Slots"
        assert ticked(sarah.app.book, here.baskets[0]) == ()


async def test_after_closing_the_slots_stay_and_a_volunteer_is_named(start: Start, book: Book, clock: SetClock) -> None:
    here = make(book)
    wishes(book, here, (2,))
    async with member_at(start, here.world.sarah, here.world.group) as sarah:
        await chooses(sarah)
        await sarah.presses("down", "space")
        clock.at = CLOSES
        await sarah.presses("f8")
        assert sarah.reads("La commande est fermée (samedi 5 décembre à 09:00)")
        assert sarah.reads("[x] 09:45")
        await sarah.presses("escape", "enter", "h")
        assert sarah.page == "OrderPage"
        assert sarah.reads("les créneaux ne changent plus. Demandez à un·e bénévole.")


async def test_slots_that_are_gone_meanwhile_are_said(start: Start, book: Book) -> None:
    here = make(book)
    async with member_at(start, here.world.sarah, here.world.group) as sarah:
        await chooses(sarah)
        await sarah.presses("down", "space")
        slots.switch_on(sarah.app.book, here.world.coordinator, here.world.open, minutes=20)
        await sarah.presses("f8")
        assert sarah.page == "Slots"
        assert sarah.reads("Aucun créneau de cette distribution ne commence à 09:15.")
        assert "09:20–09:40" in sarah.text
        slots.switch_off(sarah.app.book, here.world.coordinator, here.world.open)
        await sarah.presses("space", "f8")
        assert sarah.reads("Il n'y a plus de créneau à choisir.")
        assert sarah.marks == 1
        await sarah.presses("escape")
        assert sarah.page == "OrderPage"


@pytest.mark.parametrize(("minutes", "size"), [(5, (80, 24)), (15, (80, 24)), (5, (120, 40))])
async def test_many_slots_are_all_reached_with_the_arrows(
    start: Start, book: Book, minutes: int, size: tuple[int, int]
) -> None:
    """Eight hours in slots of a quarter of an hour, and of five minutes."""
    here = make(book)
    book.db.execute_sql("UPDATE distribution SET ends_at = starts_at + 8 * 3600 WHERE id = ?", (here.world.open,))
    slots.switch_on(book, here.world.coordinator, here.world.open, minutes)
    wanted = len(slots.fullness(book, here.world.open))
    async with member_at(start, here.world.sarah, here.world.group, size=size) as sarah:
        await chooses(sarah)
        if minutes == 15:
            assert sarah.text.count("[ ]") == wanted == 32, "all in sight"
        for _ in range(wanted):
            await sarah.presses("space")
            assert sarah.marks == 1
            await sarah.presses("down")
        await sarah.presses("home", "right", "left", "f8")
        assert len(ticked(sarah.app.book, here.baskets[0])) == wanted
