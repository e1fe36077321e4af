"""Ordering at the keyboard: moving, typing quantities, refusals, categories, search."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.widgets.stage import HOSTILE, Products, Stage, card, line, marks, page_of, press, rows, text
from widgets import actions
from widgets.product_browser import NEXT_CATEGORY, ProductBrowser

NAMES = ("Abricots bruns secs", "Dattes Deglet Nour", "Figues sèches", "Noisettes", "Pruneaux d'Agen", "Noix de cajou")
SHELF = Products(
    [
        *(card(n + 1, name) for n, name in enumerate(NAMES)),
        card(7, "Dattes Medjool", available=False),
        card(8, "Huile d'olive vierge extra, bouteille 1 L", category="Huiles", unit="piece", minimum=1000, step=1000),
        *(card(n, category="Épices") for n in range(20, 60)),
    ]
)


class Counter:
    """A person in front of the grid, and what the page was asked to record."""

    def __init__(self, app: Stage, pilot: Pilot[None], browser: ProductBrowser, recorded: list[Any]) -> None:
        self.app, self.pilot, self.browser, self.recorded = app, pilot, browser, recorded
        self.grid = browser.grid

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    @property
    def text(self) -> str:
        return text(self.app).replace("\u00a0", " ")

    @property
    def rows(self) -> list[str]:
        return [row.replace("\u00a0", " ") for row in rows(self.app)]

    @property
    def echo(self) -> str:
        return self.rows[-2].strip()


@asynccontextmanager
async def counter(
    shelf: Products = SHELF,
    basket: dict[int, int] | None = None,
    size: tuple[int, int] = (80, 24),
    keeps: bool = True,
    **options: Any,
) -> AsyncIterator[Counter]:
    recorded: list[Any] = []
    browsers: list[ProductBrowser] = []

    def record(product: Any, quantity: int) -> bool:
        recorded.append((product.id, quantity))
        return keeps

    def make() -> ProductBrowser:
        browsers.append(ProductBrowser("Samedi 20 juillet", record=record, **options))
        return browsers[-1]

    declared = (actions.SEARCH._replace(method="look"), NEXT_CATEGORY, actions.HELP, actions.BACK)
    page = page_of(make, TIGHT=True, ACTIONS=declared, look=lambda self: browsers[0].search())
    app = Stage(page)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        browsers[0].show(shelf, basket or {})
        await pilot.pause()
        yield Counter(app, pilot, browsers[0], recorded)


# --- Moving ---------------------------------------------------------------------------------------------------------


async def test_the_first_card_has_the_only_mark() -> None:
    async with counter() as person:
        assert marks(person.app) == 1
        assert ">Abricots bruns secs" in person.rows[4]
        assert person.rows[3].startswith(" ╔")
        assert person.rows[21].startswith(" REF01  Ferme des Lilas   AB   minimum 0,25 kg")
        assert person.rows[21].endswith("1–9 sur 48")


async def test_arrows_pages_home_and_end_move_by_cards_rows_and_screens() -> None:
    async with counter() as person:
        places = []
        for key in ("right", "down", "left", "left", "up", "pagedown", "end", "down", "right", "pageup", "home"):
            await person.press(key)
            places.append(person.grid.at)
        assert places == [1, 4, 3, 2, 2, 11, 47, 47, 47, 38, 0]


async def test_moving_never_leaves_the_mark_out_of_sight() -> None:
    async with counter() as person:
        for key in ["down"] * 20 + ["up"] * 7:
            await person.press(key)
            assert marks(person.app) == 1
            assert person.grid.at in person.grid.in_sight()


async def test_a_cell_is_as_wide_as_the_window_allows() -> None:
    for size, first in (((80, 24), " ╔" + "═" * 24 + "╗┌"), ((100, 30), " ╔" + "═" * 31 + "╗┌")):
        async with counter(size=size) as person:
            assert person.rows[3].startswith(first)
    async with counter(size=(120, 40)) as person:
        assert person.rows[4].startswith(" ╔" + "═" * 24 + "╗┌")
        assert "┌─ Panier : 0 produit ─" in person.rows[4]


# --- Typing ---------------------------------------------------------------------------------------------------------


async def test_a_digit_starts_a_quantity_and_enter_puts_it_in_the_basket() -> None:
    async with counter() as person:
        await person.press(",", "2", "5")
        assert "> ,25  kg = 1,53 €" in person.rows[7]
        assert person.echo.startswith("0,25 kg = 250 g = 1,53 €")
        assert marks(person.app) == 1
        await person.press("enter")
        assert person.recorded == [(1, 250)]
        assert "● 0,25 kg   1,53 €" in person.rows[7]
        assert person.echo == "Dans le panier : Abricots bruns secs, 0,25 kg, 1,53 €."
        assert person.grid.at == 0


async def test_a_french_keyboard_types_digits_without_shift() -> None:
    async with counter() as person:
        await person.press("à", ",", "é", "(", "enter")
        assert person.recorded == [(1, 250)]


async def test_a_quantity_that_is_not_kept_stays_typed() -> None:
    async with counter(keeps=False) as person:
        await person.press("1", "enter")
        assert person.recorded == [(1, 1000)]
        assert person.grid.typing
        assert "> 1" in person.rows[7]


async def test_escape_cancels_the_number_and_changes_nothing() -> None:
    async with counter(basket={1: 500}) as person:
        await person.press("1", "escape")
        assert person.recorded == []
        assert "● 0,5 kg" in person.rows[7]
        assert person.echo.startswith("Tapez une quantité")


async def test_what_is_off_the_step_is_refused_with_the_two_nearest_and_minus_or_plus_takes_one() -> None:
    async with counter() as person:
        await person.press("0", ",", "3", "enter")
        assert "> 0,3  kg   × refusé" in person.rows[7]
        assert "× 0,3 kg" in person.rows[21]
        assert "Ce produit se prend par 0,25 kg, à partir de 0,25 kg." in person.rows[21]
        assert "Le plus proche : 0,25 kg (-) ou 0,5 kg (+)" in person.rows[22]
        assert person.recorded == []
        await person.press("+")
        assert person.echo.startswith("0,5 kg = 500 g = 3,05 €")
        await person.press("enter")
        assert person.recorded == [(1, 500)]


async def test_a_large_whole_number_is_asked_and_a_digit_answers() -> None:
    async with counter() as person:
        await person.press("5", "0", "0", "enter")
        assert person.echo == "500 kg ou 500 g ? 1 : 500 g = 3,05 €   2 : 500 kg"
        await person.press("&")
        assert person.recorded == [(1, 500)]


async def test_escape_from_the_question_goes_back_to_the_number() -> None:
    async with counter() as person:
        await person.press("5", "0", "0", "enter", "escape", "backspace", "backspace", "enter")
        assert person.recorded == [(1, 5000)]


async def test_what_cannot_be_read_is_refused_with_an_example() -> None:
    async with counter() as person:
        await person.press("1", "e", "5", "enter")
        assert "Je ne comprends pas" in person.rows[21]
        assert person.recorded == []
        await person.press("backspace")
        assert "> 1e" in person.rows[7]


async def test_plus_and_minus_move_by_the_step() -> None:
    async with counter() as person:
        await person.press("+", "+", "-")
        assert person.recorded == [(1, 250), (1, 500), (1, 250)]


async def test_minus_below_the_least_asks_before_it_takes_out() -> None:
    async with counter(basket={1: 250}) as person:
        await person.press("-")
        assert person.recorded == []
        assert person.echo.startswith("Retirer Abricots bruns secs du panier ?")
        await person.press("escape")
        assert person.recorded == []
        await person.press("-", "-")
        assert person.recorded == [(1, 0)]


async def test_delete_and_zero_take_out() -> None:
    async with counter(basket={1: 250, 2: 500}) as person:
        await person.press("delete", "right", "0", "enter")
        assert person.recorded == [(1, 0), (2, 0)]
        assert "●" not in person.rows[7]


async def test_a_keypad_without_num_lock_is_said_while_a_number_is_typed() -> None:
    async with counter() as person:
        await person.press("1", "end", "delete", "up")
        assert "Verr Num" in person.rows[-3] + person.rows[-2]
        assert person.grid.at == 0
        await person.press("enter")
        assert person.recorded == [(1, 1000)]


async def test_what_is_not_available_says_so_to_a_digit() -> None:
    async with counter() as person:
        await person.press("end", "home", "down", "down", "1")
        assert person.grid.card is not None
        assert person.grid.card.name == "Dattes Medjool"
        assert "Dattes Medjool : indisponible cette fois." in person.text
        assert not person.grid.typing


async def test_pieces_are_whole() -> None:
    async with counter() as person:
        await person.press("tab", "tab", "2")
        assert person.echo.startswith("2 pièces = 12,20 €")
        await person.press(",", "5", "enter")
        assert person.recorded == []
        assert "Les pièces" in person.text or "pièce" in person.rows[21]


async def test_going_on_takes_a_valid_number_and_stops_on_an_invalid_one() -> None:
    async with counter() as person:
        assert person.grid.finish_typing()
        await person.press("1")
        assert person.grid.finish_typing()
        assert person.recorded == [(1, 1000)]
        await person.press("0", ",", "3")
        assert not person.grid.finish_typing()
        assert person.grid.typing


async def test_a_catalogue_that_is_only_looked_at_says_why_nothing_can_be_typed() -> None:
    async with counter(closed="Connectez-vous pour commander.", size=(120, 40)) as person:
        await person.press("1")
        assert "Connectez-vous pour commander." in person.text
        assert "Panier" not in person.text


async def test_enter_on_a_card_tells_what_there_is_to_know() -> None:
    shelf = Products([card(1, "Cajou", allergens=("fruits à coque",), labels=("AB", "Équitable"))])
    async with counter(shelf) as person:
        await person.press("enter")
        assert "Allergènes : fruits à coque   Labels : AB, Équitable" in person.text
        assert "Exemple : 0,25 kg." in person.text


# --- Layouts --------------------------------------------------------------------------------------------------------


async def test_v_shows_one_line_a_product_and_typing_works_there_too() -> None:
    async with counter(basket={2: 500}) as person:
        await person.press("v")
        assert person.rows[3].split() == ["Produit", "Prix", "Labels", "Quantité", "Total"]
        assert person.rows[5].startswith(" > Abricots bruns secs")
        assert "● 0,5 kg   2,80 €" not in person.rows[6]
        assert person.rows[6].endswith("● 0,5 kg   3,05 €")
        await person.press("1", ",", "5")
        assert "> [  1,5 ] kg   9,15 €" in person.rows[5]
        assert marks(person.app) == 1
        await person.press("enter", "down", "v")
        assert person.recorded == [(1, 1500)]
        assert person.grid.card is not None
        assert person.grid.card.id == 2


async def test_a_long_name_is_cut_in_its_middle_and_told_in_full_below() -> None:
    name = "Assortiment de fruits et de graines torréfiées, sachet de 500 g"
    async with counter(Products([card(1, name, price=123456)])) as person:
        assert "…" in person.rows[5]
        assert "500 g" in person.rows[5]
        assert "Assortiment" in person.rows[21]
    async with counter(Products([card(1, name)]), size=(120, 40)) as person:
        assert person.rows[37].startswith(f" {name}  ")


async def test_labels_that_do_not_fit_are_counted_and_told_below() -> None:
    shelf = Products([card(1, labels=("AB", "Équitable", "Demeter"), price=1234567)])
    async with counter(shelf) as person:
        assert "AB +2" in person.rows[6]
        assert "AB Équitable Demeter" in person.rows[21]


# --- Categories and search ------------------------------------------------------------------------------------------


async def test_tab_goes_through_the_categories_then_on_to_the_footer_and_back() -> None:
    async with counter() as person:
        shown = []
        for key in ("tab", "tab", "tab"):
            await person.press(key)
            shown.append(person.browser.bar.category)
        assert shown == ["Fruits secs", "Huiles", "Épices"]
        assert len(person.grid.cards) == 40
        await person.press("tab")
        assert person.rows[23].startswith(">F3")
        assert marks(person.app) == 1
        await person.press("shift+tab", "shift+tab")
        assert person.browser.bar.category == "Huiles"


async def test_a_category_that_does_not_fit_is_scrolled_to() -> None:
    shelf = Products([card(n, category=f"Une catégorie au nom long {n}") for n in range(8)])
    async with counter(shelf) as person:
        assert person.rows[2].endswith("»")
        await person.press(*["tab"] * 8)
        assert "Une catégorie au nom long 7" in person.rows[2]
        assert person.rows[2].startswith("«")


async def test_search_ignores_accents_and_case_and_enter_goes_to_the_first_hit() -> None:
    async with counter() as person:
        await person.press("f3", *"FIGUES se")
        assert len(person.grid.cards) == 1
        assert "Rechercher > FIGUES se" in person.rows[2]
        assert "1 produit" in person.rows[2]
        assert marks(person.app) == 1
        await person.press("enter", "1", "enter")
        assert person.recorded == [(3, 1000)]


async def test_escape_shows_everything_again_with_the_card_that_was_chosen() -> None:
    async with counter() as person:
        await person.press("f3", *"noix", "enter", "escape")
        assert len(person.grid.cards) == 48
        assert person.grid.card is not None
        assert person.grid.card.name == "Noix de cajou"
        assert "Tout" in person.rows[2]


async def test_a_search_without_hit_says_what_to_do() -> None:
    async with counter() as person:
        await person.press("f3", *"xyz")
        assert "Aucun produit ici." in person.text
        await person.press("enter", "escape")
        assert len(person.grid.cards) == 48


# --- Basket ---------------------------------------------------------------------------------------------------------


async def test_the_basket_is_a_strip_at_80_and_a_box_from_100() -> None:
    basket = (line(1, "Farine de blé T80", 2000, 210), line(2, "Dattes", 500, 280))
    async with counter() as person:
        person.browser.show_basket(basket, 490)
        await person.pilot.pause()
        assert person.rows[1].endswith("Panier : 2 produits  4,90 €")
    async with counter(size=(100, 30)) as person:
        person.browser.show_basket(basket, 490)
        await person.pilot.pause()
        assert "Panier" not in person.rows[1]
        assert "┌─ Panier : 2 produits ─" in person.rows[3]
        assert "! PAS ENCORE COMMANDÉ" in person.text
        assert any(row.endswith("│ Total              4,90 € │") for row in person.rows)


async def test_a_basket_too_long_for_its_box_shows_the_newest_and_counts_the_rest() -> None:
    basket = tuple(line(n, f"Produit {n}", 250, 100) for n in range(20))
    async with counter(size=(100, 30)) as person:
        person.browser.show_basket(basket, 2000)
        await person.pilot.pause()
        assert "Produit 19" in person.text
        assert "autres produits" in person.text
        assert "20,00 €" in person.text


# --- Hostile names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("name", HOSTILE)
async def test_names_are_data_in_the_grid(name: str, compact: bool) -> None:
    odd = card(1, name, category=name, producer=name, reference=name, labels=(name,), allergens=(name,))
    async with counter(Products([odd]), size=(120, 40)) as person:
        person.browser.show_basket((line(1, name, 250, 153),), 153)
        if compact:
            await person.press("v")
        await person.press("enter")
        shown = person.text
        assert not set(shown) & {"\x1b", "\u202e", "\u200b"}
        if name.isprintable() and "\u200b" not in name:
            assert shown.count(name) >= 4
        await person.press("1", "enter", "f3", "x")
        assert "\x1b" not in person.text
