"""« Attribuer »: those who can deliver, nearest first, within their limits."""

from __future__ import annotations

from pathlib import Path

from db.database import Book
from db.delivery import stop_offering
from db.delivery_lists import helpers
from db.delivery_steps import release
from tests.screens.desk_drivers import again, alone, at_the_desk, fits, place, requests, team, to_tell, views


async def test_helpers_stand_nearest_first_with_what_they_carry(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "a") as nadia:
        book = nadia.app.book
        line = alone(book)[0]
        found = helpers(book, team(book)[0], line.distribution_id, line.basket_id)
        rows = [row for row in nadia.lines if " sur " in row]
        assert len(rows) == len(found)
        assert [one.name[-5:] in row for one, row in zip(found, rows, strict=True)] == [True] * len(rows)
        busy = next(one for one in found if one.offer.taken_orders)
        row = next(row for row in rows if busy.name[-5:] in row)
        assert f"{busy.offer.taken_orders} sur {busy.offer.orders}" in row
        assert nadia.reads("même rue")
        assert nadia.reads("peut livrer :")


async def test_enter_asks_then_hands_it_over_and_says_whom_to_call(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "a") as nadia:
        book = nadia.app.book
        line, told = alone(book)[0], to_tell(book)
        one = fits(book, line)
        await nadia.presses(*["down"] * place(book, line, one), "enter")
        assert nadia.reads(f"Attribuer à {one.name} ?")
        assert nadia.reads("2 personnes seront ensuite à prévenir.")
        assert again(book, line).round is None
        await nadia.presses("enter")
        assert nadia.page == "Deliveries"
        assert nadia.reads("● ATTRIBUÉ Prévenez les personnes concernées.")
        assert again(book, line).deliverer == one.name
        assert set(to_tell(book)) - set(told) == {("taken", line.name), ("assigned", one.name)}
        await nadia.presses("ctrl+z")
        assert again(book, line).round is None
        assert to_tell(book) == told


async def test_escape_changes_nothing(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "a") as nadia:
        book = nadia.app.book
        line = alone(book)[0]
        await nadia.presses(*["down"] * place(book, line, fits(book, line)), "enter")
        assert nadia.page == "Question"
        await nadia.presses("escape", "escape")
        assert nadia.page == "Deliveries"
        assert nadia.reads("! 7 sans livreur")


async def test_more_than_somebody_can_carry_is_refused_with_the_figures(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "a") as nadia:
        book = nadia.app.book
        line = alone(book)[0]
        one = fits(book, line, strong=False)
        await nadia.presses(*["down"] * place(book, line, one), "enter")
        assert nadia.page == "Assign", "nothing is asked that would be refused"
        assert nadia.reads(f"Avec cette commande, {one.name} porterait")
        assert nadia.reads("Choisissez quelqu'un d'autre, ou notez ses limites (n).")
        assert again(book, line).round is None


async def test_reassigning_relieves_who_had_it_and_is_undone_in_one_gesture(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "end") as nadia:
        book = nadia.app.book
        line = next(one for one in requests(book) if one.state == "agreed")
        other = next(
            one
            for one in helpers(book, team(book)[0], line.distribution_id, line.basket_id)
            if one.name != line.deliverer and not one.offer.taken_orders and one.offer.grams >= line.grams
        )
        await nadia.presses("a")
        assert nadia.reads("● l'a prise")
        await nadia.presses(*["down"] * place(book, line, other), "enter")
        assert nadia.reads("3 personnes seront ensuite à prévenir.")
        await nadia.presses("enter")
        assert again(book, line).deliverer == other.name
        await nadia.presses("ctrl+z")
        assert again(book, line) == line


async def test_who_has_it_already_is_not_handed_it_twice(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "end", "a") as nadia:
        book = nadia.app.book
        line = next(one for one in requests(book) if one.state == "agreed")
        found = helpers(book, team(book)[0], line.distribution_id, line.basket_id)
        here = next(one for one in found if one.name == line.deliverer)
        await nadia.presses(*["down"] * place(book, line, here), "enter")
        await nadia.presses("enter")
        assert nadia.page == "Assign"
        assert nadia.reads(f"{here.name} apporte déjà cette commande. Rien n'est changé.")
        assert again(book, line) == line


async def test_the_phone_of_a_helper_is_shown_when_asked_for_and_written_down(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "a") as nadia:
        before = views(nadia.app.book)
        assert "06 39" not in nadia.text
        await nadia.presses("c")
        assert nadia.page == "Contact"
        assert "06 39 98" in nadia.text
        assert views(nadia.app.book) == before + 1


async def test_with_nobody_who_can_deliver_the_key_that_helps_is_said(tmp_path: Path) -> None:
    def nobody(book: Book) -> None:
        by = team(book)[0]
        for line in requests(book):
            if line.round is not None:
                release(book, by, line.basket_id)
        for line in requests(book):
            for one in helpers(book, by, line.distribution_id):
                stop_offering(book, by, line.distribution_id, one.offer.member_id)

    async with at_the_desk(tmp_path, "8", "enter", "a", before=nobody) as nadia:
        assert nadia.reads("Personne n'a encore proposé de livrer pour cette distribution. n : noter une proposition.")
        await nadia.presses("enter")
        assert nadia.page == "Assign"
        await nadia.presses("n")
        await nadia.types("varda", "enter")
        await nadia.presses("2", "enter", "f8", "space", "f8")
        assert nadia.page == "Assign"
        assert nadia.reads("Sarah VARDA peut livrer : la proposition est enregistrée.")
        assert nadia.reads("0 sur 2")


async def test_a_held_enter_hands_nothing_over(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, "8", "enter", "a") as nadia:
        book = nadia.app.book
        line, before = alone(book)[0], requests(book)
        await nadia.presses(*["down"] * place(book, line, fits(book, line)))
        await nadia.leans_on("enter")
        assert requests(nadia.app.book) == before
