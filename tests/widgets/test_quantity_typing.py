"""What is said while a quantity is being typed, and where the mark stands."""

from __future__ import annotations

import pytest

from tests.widgets.stage import Products, card, marks
from tests.widgets.test_product_grid import Counter, counter


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("leave", [("tab",), ("shift+tab",), ("tab", "tab")])
async def test_a_number_left_with_tab_keeps_its_digits_and_gives_the_mark_away(
    compact: bool, leave: tuple[str, ...]
) -> None:
    async with counter() as person:
        if compact:
            await person.press("v")
        await person.press("1")
        assert marks(person.app) == 1
        for key in leave:
            await person.press(key)
            assert marks(person.app) == 1, person.text
        assert person.grid.typing


async def test_what_will_be_asked_is_said_while_it_is_typed() -> None:
    async with counter() as person:
        await person.press("5")
        assert person.echo.startswith("5 kg = ")
        await person.press("0", "0")
        assert person.echo == "500 kg ou 500 g ?   Entrée : choisir   Échap : annuler"
        await person.press("backspace", "backspace")
        assert person.echo.startswith("5 kg = ")


def echo(person: Counter) -> str:
    """The line below the grid, with ordinary blanks in its numbers."""
    return person.echo.replace("\N{NARROW NO-BREAK SPACE}", " ")


async def test_what_the_rules_would_refuse_is_not_offered_and_says_why() -> None:
    async with counter(Products([card(1, minimum=1000, step=1000)])) as person:
        await person.press("5", "0", "enter")
        assert echo(person) == "50 kg ou 50 g ? 2 : 50 kg = 305,00 €   1 : 50 g, moins que 1 kg"
        await person.press("1")
        assert person.recorded == []
        assert "à partir de 1 kg" in person.text
    async with counter(Products([card(1, minimum=1000, step=1000)])) as person:
        await person.press("5", "0", "0", "enter")
        assert echo(person) == "Le plus proche : 1 kg (+). Rien n'est changé.", "nobody wants 500 kg"
    async with counter() as person:
        await person.press("5", "1", "enter")
        assert echo(person) == "51 kg ou 51 g ? 2 : 51 kg = 311,10 €   1 : 51 g, moins que 0,25 kg"
        await person.press("escape", "escape", *"5000", "enter")
        assert echo(person) == "5 000 kg ou 5 kg ? 1 : 5 kg = 30,50 €   2 : 5 000 kg, c'est trop"


async def test_where_neither_reading_would_do_nothing_is_asked() -> None:
    async with counter(Products([card(1, minimum=300, step=300)])) as person:
        await person.press(*"500", "enter")
        assert "× refusé" in person.rows[7]
        assert "par 0,3 kg" in person.text
        await person.press("+", "enter")
        assert person.recorded == [(1, 600)]


async def test_a_grid_where_nothing_is_typed_says_how_to_begin() -> None:
    async with counter() as person:
        assert person.echo == "Tapez une quantité, puis Entrée : 0,5 kg ou 500 g"
        await person.press("1", "enter")
        assert person.echo.startswith("Dans le panier")
        await person.press("right")
        assert person.echo == "Tapez une quantité, puis Entrée : 0,5 kg ou 500 g"
        person.grid.go_to(7)  # sold by the piece
        await person.press("v")
        assert person.echo == "Tapez une quantité, puis Entrée : 2"
        person.grid.go_to(6)  # not available
        await person.press("v")
        assert person.echo == ""
        await person.press("f3")
        assert "Tapez une quantité" not in person.text


async def test_a_catalogue_to_look_at_invites_nobody_to_type() -> None:
    async with counter(closed="La commande est close.") as person:
        assert "Tapez" not in person.text
