"""« Livraisons entre voisins » for the team: the board, one request in full, and what is done about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import accounts, delivery_lists
from db.clock import SetClock
from db.database import Book
from db.delivery import collect
from db.delivery_steps import assign
from db.values.delivery import Rival
from tests.conftest import NOW
from tests.screens.desk_drivers import again, alone, at_the_desk, fits, place, requests, team, to_tell, views
from tests.screens.drivers import AtTheCounter

DAY = 86_400


async def test_requests_without_a_deliverer_come_first_nearest_distribution_then_oldest(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", size=(100, 40)) as nadia:
        lines = requests(nadia.app.book)
        open_ = sorted((line for line in lines if line.round is None), key=lambda one: (one.starts_at, one.asked_at))
        rows = [row for row in nadia.lines if "! PERSONNE" in row]
        assert [line.name in row for line, row in zip(open_, rows, strict=True)] == [True] * len(rows)
        assert nadia.text.index("Sans livreur") < nadia.text.index("Prises") < nadia.text.index("Convenues")
        assert nadia.reads(f"! {len(open_)} sans livreur")


async def test_a_row_says_basket_weight_wish_state_and_since_when(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        line = next(one for one in alone(nadia.app.book) if one.times)
        await nadia.presses(*["down"] * alone(nadia.app.book).index(line))
        row = next(row for row in nadia.lines if line.name in row and "! PERSONNE" in row)
        assert f" {line.basket} > {line.name}" in row
        assert nadia.reads(f"souhaite : {line.times}")
        assert nadia.reads("demandé il y a")
        await nadia.resizes(100, 30)
        assert nadia.reads("Depuis")


async def test_no_phone_and_no_address_is_on_the_board_or_on_a_request(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        book = nadia.app.book
        before = views(book)
        await nadia.presses("enter")
        assert nadia.page == "DeliveryRequest"
        assert "06 39" not in nadia.text
        assert "rue" not in nadia.text
        assert views(book) == before
        await nadia.presses("c")
        assert "06 39 98" in nadia.text
        assert nadia.reads("Cette consultation est notée.")
        assert views(book) == before + 1
        await nadia.presses("f9", "escape")  # painted again, not seen again
        await nadia.resizes(120, 40)
        assert views(book) == before + 1
        await nadia.presses("escape")
        assert "06 39" not in nadia.text


async def test_who_brings_it_can_be_called_too(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "end", "enter") as nadia:
        line = next(one for one in requests(nadia.app.book) if one.state == "agreed")
        assert nadia.reads(f"Livreur {line.deliverer}")
        await nadia.presses("d")
        assert nadia.reads(line.deliverer)
        assert "06 39 98" in nadia.text


async def test_a_release_opens_it_again_and_undo_takes_it_back(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "end") as nadia:
        book = nadia.app.book
        line = next(one for one in requests(book) if one.state == "agreed")
        told = to_tell(book)
        await nadia.presses("r")
        assert nadia.reads("● RENDUE Cette demande est de nouveau sans livreur.")
        assert again(book, line).round is None
        assert len(to_tell(book)) == len(told) + 2
        assert nadia.reads("Ctrl+Z Annuler")
        await nadia.presses("ctrl+z")
        assert nadia.reads(f"● ANNULÉ {line.name} : comme avant.")
        assert again(book, line).deliverer == line.deliverer
        await nadia.presses("ctrl+z")
        assert nadia.reads("Rien n'a été fait ici qui puisse être annulé.")


async def test_what_something_later_rests_on_is_not_undone(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "end", "r") as nadia:
        book = nadia.app.book
        [gesture] = nadia.app.screen.gestures  # type: ignore[attr-defined]
        one = next(each for each in alone(book) if each.name == gesture.name)
        fitting = fits(book, one)
        assign(book, team(book)[0], one.basket_id, fitting.offer.member_id)
        await nadia.presses("ctrl+z")
        assert nadia.reads("Cette demande vient d'être prise par")
        assert again(book, one).deliverer == fitting.name


async def test_releasing_what_nobody_took_says_why_not(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "r") as nadia:
        assert nadia.reads("Personne n'a pris cette demande : il n'y a rien à rendre.")
        await nadia.presses("enter", "f8")
        assert nadia.reads("Personne n'apporte encore cette commande.")
        await nadia.presses("l")
        assert nadia.reads("Personne n'apporte encore cette commande.")


async def test_an_agreement_heard_on_the_phone_is_noted_delivered_and_undone_in_turn(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", before=first_is_taken) as nadia:
        book = nadia.app.book
        line = next(one for one in requests(book) if one.state == "taken")
        await go_to(nadia, line.basket_id)
        await nadia.presses("enter", "f8")
        await nadia.types("zzz", "f8")
        assert nadia.reads("× Quel jour, à quelle heure ?")
        await nadia.presses("ctrl+u")
        await nadia.types("08:00", "f8")
        assert nadia.reads("La distribution commence")
        await nadia.presses("ctrl+u")
        await nadia.types("20:30", "enter", "right", "enter", "3", "enter", "enter")
        agreed = again(book, line).round.agreement  # type: ignore[union-attr]
        assert (agreed.money, agreed.containers) == ("advanced", "bags")  # type: ignore[union-attr]
        assert nadia.reads("20:30, argent avancé par le livreur, sacs")
        await nadia.presses("l")
        assert again(book, line).state == "delivered"
        await nadia.presses("r")
        assert nadia.reads("Cette commande est déjà livrée.")
        await nadia.presses("ctrl+z", "ctrl+z")
        assert again(book, line).state == "taken"
        assert nadia.reads("annulé par Nadia KERBAL : l'accord")


async def test_after_orders_closed_it_works_as_before_and_ends_with_the_contacts(tmp_path: Path) -> None:
    clock = SetClock(NOW)
    async with at_the_desk(tmp_path, "8", "enter", clock=clock) as nadia:
        book = nadia.app.book
        line = alone(book)[0]
        clock.advance(5 * DAY)  # closed and held
        await nadia.presses("escape", "enter", "home", "a")
        await nadia.presses(*["down"] * place(book, line, fits(book, line)), "enter", "enter")
        assert nadia.reads("● ATTRIBUÉ")
        assert again(book, line).state == "taken"
        clock.advance(30 * DAY)
        await nadia.presses("escape", "enter")
        assert nadia.reads("Aucune demande de livraison. n : en noter une.")
        await nadia.presses("a")
        assert nadia.reads("Aucune demande de livraison.")


async def test_a_request_that_goes_while_it_is_read_is_said(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "enter") as nadia:
        book = nadia.app.book
        line = alone(book)[0]
        collect(book, line.member_id, line.basket_id)
        await nadia.presses("enter")
        assert nadia.page in ("Assign", "DeliveryRequest")
        await nadia.presses("escape")
        if nadia.page == "DeliveryRequest":
            assert nadia.reads("Cette personne n'a plus besoin d'être livrée.")
            await nadia.presses("c")
            assert nadia.page == "DeliveryRequest"
        await nadia.presses("escape")
        assert line.name not in [one.name for one in requests(book)]


async def test_a_held_enter_only_reads(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        before = requests(nadia.app.book)
        await nadia.leans_on("enter")
        assert requests(nadia.app.book) == before
        assert nadia.marks == 1


async def test_homonyms_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    def twin(book: Book) -> None:
        line = alone(book)[0]
        first, last = accounts.person(book, line.member_id).first_name, accounts.person(book, line.member_id).last_name
        new = accounts.NewMember(first, last, email="homonyme@example.org")
        accounts.sign_up(book, team(book)[1], new, "x")

    async with at_the_desk(tmp_path, "8", "enter", before=twin) as nadia:
        line = alone(nadia.app.book)[0]
        assert nadia.reads(f"{line.name} (n° {accounts.person(nadia.app.book, line.member_id).number})")


async def test_a_request_taken_on_two_laptops_is_loud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(book: Book, by: int, group: int) -> tuple[object, ...]:
        found = list(delivery_lists.board(book, by, group))
        at = next(at for at, line in enumerate(found) if line.state == "taken")
        held = found[at].round
        assert held is not None
        other = next(line for line in found if line.state == "agreed")
        assert other.round is not None
        rivals = (Rival(1, other.round.deliverer),)
        found[at] = found[at]._replace(round=held._replace(rivals=rivals), rivals=(other.deliverer,))
        return tuple(found)

    monkeypatch.setattr("screens.deliveries.board", twice)
    async with at_the_desk(tmp_path, "8", "enter", size=(100, 40)) as nadia:
        assert nadia.reads("Prises deux fois")
        row = next(row for row in nadia.lines if "! DEUX LIVREURS" in row)
        assert nadia.text.index("! PERSONNE") < nadia.text.index(row)


async def test_who_brings_it_is_read_whatever_the_wish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wordy(book: Book, by: int, group: int) -> tuple[object, ...]:
        wish = "samedi après 17 h, ou dimanche toute la journée, mais pas pendant la sieste"
        found = delivery_lists.board(book, by, group)
        return tuple(one._replace(times=wish, name="Marie-Antoinette de LA ROCHEFOUCAULD") for one in found)

    monkeypatch.setattr("screens.deliveries.board", wordy)
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        lines = requests(nadia.app.book)
        await go_to(nadia, next(line for line in lines if line.round is not None).basket_id)
        deliverer = next(line.deliverer for line in lines if line.round is not None)
        assert nadia.reads(f"apportée par : {deliverer}"), nadia.text
        assert nadia.reads("souhaite : samedi après 17 h"), "as much of it as there is room for"
        await nadia.presses("home")
        assert nadia.reads("souhaite : samedi après 17 h, ou dimanche toute la jour")


async def test_sixty_requests_scroll_at_80_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def many(book: Book, by: int, group: int) -> tuple[object, ...]:
        one = delivery_lists.board(book, by, group)[0]
        return tuple(one._replace(basket_id=at + 1, basket=str(at + 1), name=f"Prénom NOM{at:02d}") for at in range(60))

    monkeypatch.setattr("screens.deliveries.board", many)
    async with at_the_desk(tmp_path, "8", "enter") as nadia:
        assert nadia.reads("lignes au-dessous")
        await nadia.presses("end")
        assert nadia.reads("> Prénom NOM59")
        assert nadia.reads("lignes au-dessus")
        await nadia.presses("home")
        assert nadia.reads("> Prénom NOM00")


def first_is_taken(book: Book) -> None:
    line = alone(book)[0]
    assign(book, team(book)[0], line.basket_id, fits(book, line).offer.member_id)


async def go_to(person: AtTheCounter, basket_id: int) -> None:
    """Put the mark on a request of the board."""
    await person.presses("home")
    for _ in requests(person.app.book):
        here = person.app.screen.request  # type: ignore[attr-defined]
        if here is not None and here.basket_id == basket_id:
            return
        await person.presses("down")
    raise AssertionError(person.text)
