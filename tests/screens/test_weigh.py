"""« Peser »: one product, everybody who ordered it; digits, Enter, next."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from db import accounts, arrivals, goods, positions, resuming, weighing
from db.clock import SetClock
from db.database import Book
from db.opening import open_book
from db.ordering import basket_of
from db.values.counter import Added, Position, Station
from db.values.scale import Weight
from tests.db.world import APRICOTS, RICE, SOAP, World, make, order
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter, gives_secret

OTHER_TERMINAL = 7


@pytest.fixture
def world(book: Book) -> World:
    """Four people ordered apricots, two of them soap; Béatrice of the team has her secret."""
    world = make(book)
    gives_secret(book, world.volunteer, strong=True)
    everybody = (world.sarah, *world.others)
    for member, quantity in zip(everybody, (250, 500, 1_000, 500), strict=True):
        order(book, world, member, (APRICOTS, quantity))
    for member in everybody[:2]:
        order(book, world, member, (SOAP, 2_000))
    return world


def elsewhere(world: World) -> Station:
    return Station(world.coordinator, world.open, OTHER_TERMINAL)


def position(book: Book, world: World, member: int, product: int = APRICOTS) -> Position:
    basket = basket_of(book, member, world.open)
    return next(one for one in positions.of_order(book, basket) if one.product_id == world.products[product])


@asynccontextmanager
async def weighs(
    start: Start, book: Book, world: World, product: str = "abricots", **more: Any
) -> AsyncIterator[AtTheCounter]:
    """Béatrice stands at the scale with a product."""
    from screens.weigh import Weigh

    async with start(**more) as person:
        await person.signs_in(accounts.person(book, world.volunteer).number)
        person.app.push_screen(Weigh(world.open))
        await person.settles()
        if product:
            await person.types(product, "enter")
            assert person.page == "WeighStand"
        yield person


async def test_a_product_is_found_by_letters_or_its_reference_and_what_is_weighed_comes_last(
    start: Start, book: Book, world: World
) -> None:
    for member in (world.sarah, *world.others):
        weighing.weigh(book, elsewhere(world), position(book, world, member), Weight(500, 0), sure=True)
    async with weighs(start, book, world, "") as person:
        lines = [line for line in person.lines if "personnes" in line]
        assert "Savon" in lines[0]
        assert "● pesé" in lines[1]
        await person.types("abri")
        assert person.reads("Abricots bruns secs")
        assert not person.reads("Savon")
        await person.types("zz", "enter")
        assert person.reads("Aucun produit avec ces lettres")
        await person.presses("escape")
        assert person.reads("Savon")
        await person.types("savon", "enter")
        assert person.reads("SAVON")


async def test_digits_and_enter_weigh_and_the_mark_goes_on(start: Start, book: Book, world: World) -> None:
    async with weighs(start, book, world) as person:
        assert person.reads("ABRICOTS BRUNS SECS abri…ecs 6,10 €/kg par 0,25 kg produit 1 sur 2")
        assert person.reads("Sarah VARDA")
        await person.types("259")
        assert person.reads("259 g = 0,259 kg = 1,58 € commandé 0,25 kg : 9 g de plus")
        await person.presses("enter")
        assert position(book, world, world.sarah)[6:9] == (250, 259, 158)
        assert person.reads("Sarah V. 0,25 kg 0,259 kg 1,58 € ● pesé")
        assert person.reads("Prénom0 NOM0")
        await person.types("192+(&=1", "enter")  # `(` and `&` are 5 and 1, `=` is the key of `+`
        assert position(book, world, world.others[0]).state == "to_weigh"  # 244 g for 500: it is asked
        await person.presses("enter")
        assert position(book, world, world.others[0]).quantity == 244


async def test_keys_faster_than_the_screen_go_where_they_belong(start: Start, book: Book, world: World) -> None:
    async with weighs(start, book, world, "") as person:
        person.types_all_at_once("abricots\r")
        await person.settles()
        assert person.page == "WeighStand"
        person.types_all_at_once("255\r505\r990\r495\r")
        await person.settles()
        weighed = [position(book, world, one).quantity for one in (world.sarah, *world.others)]
        assert weighed == [255, 505, 990, 495]


async def test_what_is_typed_is_taken_back_before_anything_that_was_done(
    start: Start, book: Book, world: World
) -> None:
    async with weighs(start, book, world) as person:
        await person.types("255", "enter")
        await person.types("900", "enter")  # far from 500: it is asked
        await person.presses("ctrl+z")
        assert not person.reads("900")
        assert not person.reads("est-ce juste")
        assert position(book, world, world.sarah).state == "weighed"
        await person.presses("ctrl+z")
        assert person.reads("Annulé")
        assert position(book, world, world.sarah).state == "to_weigh"


async def test_the_list_ends_with_a_word_and_the_next_product_is_one_key(
    start: Start, book: Book, world: World
) -> None:
    async with weighs(start, book, world) as person:
        for typed in ("250", "500", "1000"):
            await person.types(typed, "enter")
        await person.presses("up", "up", "up")
        assert person.reads("Déjà pesé : 0,25 kg. Un autre poids le remplace.")
        await person.presses("enter")  # on to who is still to be weighed
        await person.types("500", "enter")
        assert person.reads("● TOUT EST PESÉ")
        assert person.reads("p : produit suivant, Savon")
        await person.presses("enter", "enter")
        assert person.reads("ABRICOTS")
        await person.presses("p")
        assert person.reads("SAVON")
        assert person.reads("Entrée : 2 pièces comme commandé")


async def test_the_jar_is_taken_off_and_offered_again(start: Start, book: Book, world: World) -> None:
    order(book, world, world.sarah, (RICE, 500))
    async with weighs(start, book, world) as person:
        await person.presses("t")
        assert person.reads("Le bocal de cette personne n'a pas été pesé aujourd'hui")
        await person.types("0,560-0,310")
        assert person.reads("0,560 - 0,310 = 250 g = 0,25 kg")
        await person.presses("enter")
        await person.presses("escape")
        await person.types("riz", "enter")
        assert person.reads("bocal 310 g")
        await person.types("812t")
        assert person.reads("812 - 310 = 502 g")
        await person.presses("enter")
        assert position(book, world, world.sarah, RICE).quantity == 502


async def test_what_cannot_be_is_said_with_the_likely_weight(start: Start, book: Book, world: World) -> None:
    async with weighs(start, book, world) as person:
        await person.types("26000", "enter")
        assert person.reads("26 kg au lieu de 250 g : c'est trop. 260 g ? Entrée")
        assert position(book, world, world.sarah).state == "to_weigh"
        await person.presses("enter")
        assert position(book, world, world.sarah).quantity == 260
        for nonsense in ("zzz", "-5", "1e5", "5+"):
            await person.types(nonsense, "enter")
            assert person.reads("Je ne comprends pas"), nonsense
            await person.presses("escape")
        await person.presses("enter")
        assert person.reads("Tapez ce que dit la balance")
        assert position(book, world, world.others[0]).state == "to_weigh"


async def test_letters_in_a_weight_are_said_before_enter(start: Start, book: Book, world: World) -> None:
    async with weighs(start, book, world) as person:
        await person.types("zz")
        assert person.reads("Il faut des chiffres. Exemple : 250, 192+67 ou 0,25 kg.")
        await person.presses("escape")
        for begun in ("25,", "192+", "0,25 k", "0,25 kg"):
            await person.types(begun)
            assert not person.reads("Il faut des chiffres"), begun
            await person.presses("escape")


async def test_a_held_enter_weighs_nobody_as_ordered_and_confirms_nothing(
    start: Start, book: Book, world: World
) -> None:
    async with weighs(start, book, world, "savon") as person:
        await person.leans_on("enter")
        assert position(book, world, world.others[0], SOAP).state == "to_weigh"
    async with weighs(start, book, world) as person:
        await person.types("500")
        await person.leans_on("enter")
        assert position(book, world, world.sarah).state == "to_weigh"
        assert person.reads("est-ce juste ?")
        await person.types("26", "escape")
        assert not person.reads("est-ce juste ?")


async def test_pieces_are_counted_with_one_key_each(start: Start, book: Book, world: World) -> None:
    async with weighs(start, book, world, "savon") as person:
        assert person.reads("Entrée : 2 pièces comme commandé")
        await person.presses("enter")
        assert position(book, world, world.sarah, SOAP)[6:8] == (2_000, 2_000)
        await person.types("1", "enter", "enter")
        assert position(book, world, world.others[0], SOAP)[6:8] == (2_000, 1_000)
        await person.presses("ctrl+z")
        assert person.reads("Annulé")
        assert position(book, world, world.others[0], SOAP).state == "to_weigh"


async def test_nothing_to_give_has_a_key_and_a_reason(start: Start, book: Book, world: World) -> None:
    async with weighs(start, book, world) as person:
        await person.presses("m")
        assert person.reads("Rien pour Sarah VARDA : pourquoi ?")
        await person.presses("2", "enter")
        lacking = position(book, world, world.sarah)
        assert (lacking.state, lacking.amount) == ("lacking", 0)
        assert person.reads("rien 0,00 € × manque")
        await person.presses("m", "5", "enter")
        await person.types("Le sac est tombé", "f8")
        assert position(book, world, world.others[0]).state == "lacking"
        await person.presses("ctrl+z", "ctrl+z")
        assert position(book, world, world.sarah).state == "to_weigh"


async def test_the_box_is_loud_when_the_sack_will_run_short(start: Start, book: Book, world: World) -> None:
    arrivals.receive(book, elsewhere(world), world.products[APRICOTS], 2_300)
    async with weighs(start, book, world) as person:
        assert person.reads("● ASSEZ POUR TOUS")
        assert person.reads("2,3 kg – 0 kg – 2,25 kg = 0,05 kg")
        await person.types("270", "enter")
        await person.types("540", "enter")
        assert person.reads("! PAS ASSEZ POUR TOUS")
        assert person.reads("Il va manquer 0,01 kg.")
        await person.presses("ctrl+z")
        assert person.reads("● ASSEZ POUR TOUS")


async def test_what_another_terminal_weighs_is_seen_and_what_is_typed_stays(
    start: Start, book: Book, world: World
) -> None:
    async with weighs(start, book, world) as person:
        await person.types("25")
        weighing.weigh(book, elsewhere(world), position(book, world, world.others[0]), Weight(500, 0))
        person.app.watcher.look()
        await person.settles()
        assert person.reads("Prénom0 N. 0,5 kg 0,5 kg 3,05 € ● pesé")
        assert person.reads("[ 25 ] g")
        weighing.weigh(book, elsewhere(world), position(book, world, world.sarah), Weight(255, 0))
        person.app.watcher.look()
        await person.settles()
        assert person.reads("Quelqu'un d'autre vient de changer cette ligne : 0,255 kg")
        assert person.reads("[ 25 ] g")


async def test_what_another_terminal_weighed_while_somebody_typed_is_not_replaced_unasked(
    start: Start, book: Book, world: World
) -> None:
    async with weighs(start, book, world) as person:
        await person.types("24")
        weighing.weigh(book, elsewhere(world), position(book, world, world.sarah), Weight(255, 0))
        person.app.watcher.look()
        await person.settles()
        await person.types("0", "enter")
        assert person.reads("Entrée : votre pesée prend sa place")
        assert position(book, world, world.sarah).quantity == 255
        await person.presses("enter")
    assert position(book, world, world.sarah).quantity == 240


async def test_the_same_line_weighed_by_both_is_told_and_not_doubled(start: Start, book: Book, world: World) -> None:
    async with weighs(start, book, world) as person:
        await person.types("260")
        weighing.weigh(book, elsewhere(world), position(book, world, world.sarah), Weight(255, 0))
        await person.presses("enter")
        assert person.reads("Coline Ordi vient de changer")
        assert position(book, world, world.sarah).quantity == 255
        assert person.reads("Sarah VARDA")
        await person.types("261", "enter")
        assert position(book, world, world.sarah).quantity == 261


async def test_what_was_typed_comes_back_after_a_power_cut(
    start: Start, book: Book, book_path: Path, home: Path, world: World, clock: SetClock
) -> None:
    async with weighs(start, book, world) as person:
        await person.presses("down")
        await person.types("192+6")
        person.app.screen._waiting._write()  # type: ignore[attr-defined]  # a second has passed
        terminal = person.app.terminal
    assert resuming.kept(book, terminal) is not None
    other = open_book(book_path, home, clock=clock)
    other.close()
    async with weighs(start, book, world, "") as person:
        assert person.page == "WeighStand"
        assert person.reads("Prénom0 NOM0 0,5 kg > [ 192+6 ] g")
        await person.presses("escape", "escape")
        assert person.page == "Weigh"
    assert resuming.kept(book, terminal) is None


async def leaves_and_comes_back(person: AtTheCounter, book: Book, world: World, *keys: str) -> None:
    """To « Peser » again, by the same person."""
    from screens.weigh import Weigh

    await person.presses(*keys)
    if person.app.session is None:
        await person.signs_in(accounts.person(book, world.volunteer).number)
    while person.page in ("Weigh", "WeighStand"):  # F12 in the middle: the terminal goes on where it was
        await person.presses("f2")
    person.app.push_screen(Weigh(world.open))
    await person.settles()


@pytest.mark.parametrize("key", ["f7", "f2", "f12", "f3"])
async def test_a_weight_half_typed_waits_for_who_goes_elsewhere(
    start: Start, book: Book, world: World, key: str
) -> None:
    async with weighs(start, book, world) as person:
        await person.presses("down")
        await person.types("192+30")
        await leaves_and_comes_back(person, book, world, key)
        assert person.page == "WeighStand"
        assert person.reads("Prénom0 NOM0 0,5 kg > [ 192+30 ] g")
        await person.types("8", "enter")
        assert position(book, world, world.others[0]).state == "weighed"
        assert position(book, world, world.others[0]).quantity == 500
        await leaves_and_comes_back(person, book, world, "escape")
        assert person.page == "Weigh"


async def test_the_list_says_what_is_typed_and_waits_at_a_stand(start: Start, book: Book, world: World) -> None:
    async with weighs(start, book, world) as person:
        await person.types("192+6")
        await person.presses("f3")
        assert person.reads("Abricots bruns secs : vous avez tapé « 192+6 », ce n'est pas enregistré.")
        await person.types("savon", "enter")
        assert person.reads("SAVON")
        await person.presses("escape")
        await person.types("abri", "enter")
        assert person.reads("> [ 192+6 ] g")
        await person.presses("escape", "escape")
        assert not person.reads("vous avez tapé")


async def test_a_weight_that_waited_does_not_replace_one_weighed_meanwhile_unasked(
    start: Start, book: Book, world: World
) -> None:
    async with weighs(start, book, world) as person:
        await person.types("240")
        await person.presses("f7")
        weighing.weigh(book, elsewhere(world), position(book, world, world.sarah), Weight(255, 0))
        await leaves_and_comes_back(person, book, world)
        assert person.reads("> [ 240 ] g")
        assert person.reads("! pesé entre-temps")
        await person.presses("enter")
        assert position(book, world, world.sarah).quantity == 255
        await person.presses("enter")
        assert position(book, world, world.sarah).quantity == 240


async def test_the_last_one_weighed_twice_faster_than_it_is_painted_has_the_second_weight(
    start: Start, book: Book, world: World
) -> None:
    for member in world.others:
        weighing.weigh(book, elsewhere(world), position(book, world, member), Weight(500, 0), sure=True)
    async with weighs(start, book, world) as person:
        await person.rushes("250\n255\n")
        assert position(book, world, world.sarah).quantity == 255, person.text
        assert not person.reads("entre-temps")


async def test_two_weighed_faster_than_they_are_painted_are_both_as_they_were_written(
    start: Start, book: Book, world: World
) -> None:
    async with weighs(start, book, world) as person:
        await person.rushes("250\n500\n")
        await person.presses("up", "up")
        await person.types("251", "enter")
        assert not person.reads("entre-temps"), person.text
        assert position(book, world, world.sarah).quantity == 251
        await person.presses("ctrl+z")
        assert person.reads("Sarah VARDA 0,25 kg > ["), "the mark is on what was taken back"


async def test_who_has_more_of_it_from_what_was_left_over_is_shown_with_all_of_it(
    start: Start, book: Book, world: World
) -> None:
    goods.add(book, elsewhere(world), world.sarah, [Added(world.products[APRICOTS], 100)], over=True)
    async with weighs(start, book, world) as person:
        await person.types("250", "enter")
        assert position(book, world, world.sarah).quantity == 350
        assert person.reads("Sarah V. 0,25 kg 0,35 kg 2,14 €")


async def test_homonyms_are_told_apart_and_two_first_names_with_one_initial_too(
    start: Start, book: Book, world: World
) -> None:
    from tests.db.world import member

    with book.write() as write:
        twin = member(write, world.group, "Sarah", "Varda")
        near = member(write, world.group, "Prénom0", "Noël")
    for one in (twin, near):
        order(book, world, one, (APRICOTS, 250))
    async with weighs(start, book, world) as person:
        await person.presses("end")
        names = [line for line in person.lines if "0,25 kg" in line]
        assert len({line[8:26] for line in names}) == len(names)
        assert person.reads("Prénom0 NOM0")
        assert person.reads("Prénom0 NOËL")


async def test_f7_leads_back_to_the_menu_past_the_list(start: Start, book: Book, world: World) -> None:
    async with weighs(start, book, world, "") as person:
        await person.presses("escape", "f7")
        before = len(person.app.screen_stack)
        await person.presses("3", "enter")
        await person.types("abricots", "enter")
        assert person.page == "WeighStand", person.text
        await person.presses("f7")
        assert person.page == "Desk"
        assert len(person.app.screen_stack) == before


async def test_a_weight_takes_at_most_six_keys(start: Start, book: Book, world: World) -> None:
    """Four for a weight of three digits, six with the jar offered before."""
    async with weighs(start, book, world) as person:
        pressed = 0
        for typed in ("255", "505", "990", "495"):
            await person.types(typed, "enter")
            pressed += len(typed) + 1
    assert pressed / 4 == 4
    assert all(position(book, world, one).state == "weighed" for one in (world.sarah, *world.others))
