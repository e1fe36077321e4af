"""What is sent piece by piece must draw the same picture as painting the whole screen again."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.widgets.stage import Products, Stage, card, page_of, press
from widgets.field import Field
from widgets.frames import Frames, Pieces
from widgets.page import Page
from widgets.part import Line
from widgets.product_browser import ProductBrowser
from widgets.question import Fact, Question


class Watched(Frames):
    """Notes every cell that was sent, as a terminal would keep it."""

    def __init__(self) -> None:
        super().__init__()
        self.glass: dict[tuple[int, int], tuple[str, Any]] = {}
        self.sent = 0

    def render_full_update(self, simplify: bool = False) -> Any:
        update = super().render_full_update(simplify)
        self.glass = cells(self.render_strips())
        return update

    def render_partial_update(self) -> Any:
        update = super().render_partial_update()
        if isinstance(update, Pieces):
            for piece in update.pieces:
                for (_, x), cell in cells([piece.strip]).items():
                    self.glass[piece.y, piece.x + x] = cell
                    self.sent += 1
        return update


def cells(strips: list[Any]) -> dict[tuple[int, int], tuple[str, Any]]:
    """Sign, ink and paper of every column."""
    found: dict[tuple[int, int], tuple[str, Any]] = {}
    for y, strip in enumerate(strips):
        x = 0
        for segment in strip:
            style = segment.style
            look = style and (style.color, style.bgcolor, style.bold, style.reverse)
            for sign in segment.text:
                found[y, x] = (sign, look)
                x += 1
    return found


def watched(page: Page[Any]) -> tuple[Stage, Watched]:
    app = Stage(page)
    page._compositor = glass = Watched()
    return app, glass


def products() -> Products:
    names = ("Abricots bruns secs", "Huile d'olive vierge extra, bouteille 1 L", "Dattes", "Thé à la menthe")
    return Products(card(n, f"{names[n % 4]} {n}", category=f"Rayon {n // 30}") for n in range(90))


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
@pytest.mark.parametrize("seed", range(2))
async def test_whatever_is_pressed_the_picture_is_the_same_as_painted_anew(size: tuple[int, int], seed: int) -> None:
    browsers: list[ProductBrowser] = []

    def browser() -> ProductBrowser:
        browsers.append(ProductBrowser("Samedi 20 juillet"))
        return browsers[-1]

    app, glass = watched(page_of(browser, TIGHT=True))
    keys = [*",0253v", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab"]
    keys += ["enter", "plus", "minus", "delete", "backspace"]
    dice = random.Random(seed)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        browsers[0].show(products(), {2: 500, 7: 250})
        browsers[0].grid.focus()
        await pilot.pause()
        for _ in range(30):
            await press(pilot, dice.choice(keys))
            assert glass.glass == cells(glass.render_strips())


async def test_a_question_over_a_page_and_back_leaves_no_trace() -> None:
    app, glass = watched(page_of(lambda: Line("Panier"), lambda: Field("Nom")))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a")
        app.push_screen(Question("Sûr ?", [[Fact("4 produits", "13,33 €", money=True)]], "Oui"))
        await pilot.pause()
        await press(pilot, "escape", "b")
        assert glass.glass == cells(glass.render_strips())


async def test_a_refusal_that_comes_and_goes_leaves_no_trace() -> None:
    app, glass = watched(page_of(lambda: Field("Nom")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.page.refuse("Ce nom est déjà pris.")
        await pilot.pause()
        await press(pilot, "a")
        assert glass.glass == cells(glass.render_strips())


async def test_a_move_paints_two_cells_and_the_line_below() -> None:
    browsers: list[ProductBrowser] = []

    def browser() -> ProductBrowser:
        browsers.append(ProductBrowser("Samedi 20 juillet"))
        return browsers[-1]

    app, glass = watched(page_of(browser, TIGHT=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        browsers[0].show(products(), {})
        browsers[0].grid.focus()
        await pilot.pause()
        glass.sent = 0
        await press(pilot, "down")
        assert glass.sent == 2 * 26 * 6 + 120
