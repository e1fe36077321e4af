"""A bare application to put one page or a few parts on, and eyes to read the screen with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget

from db.values.catalogue import ProductCard
from db.values.orders import Line
from db.values.text import fold
from tui import themes
from widgets.header_line import Header
from widgets.page import Page

SARAH = Header("BELLEFONTAINE", name="Sarah VARDA", balance=-153)

# Names that would be commands to a terminal or markup to a careless program.
HOSTILE = ("[/]", "[x]", "[red]rouge[/red]", "\x1b[2Jvide", "ab\u202ecd", "[@click=app.bell]ici[/]", "a\nb", "\u200b")


SIGNS = {"plus": "+", "minus": "-", "space": " ", "comma": ",", "enter": "\r", "tab": "\t"}


class Stage(App[None], inherit_bindings=False):
    """Shows one page. What global keys would do is noted in `called`."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, page: Page[Any], look: str = themes.KRAFT, header: Header = SARAH) -> None:
        super().__init__(ansi_color=themes.is_ansi(look) or None)
        self.page, self.shown_header = page, header
        self.called: list[str] = []
        themes.dress(self, look)

    def header(self) -> Header:
        return self.shown_header

    def on_mount(self) -> None:
        self.push_screen(self.page)

    def show_orders(self) -> None:
        self.called.append("orders")

    def ask_quit(self) -> None:
        self.called.append("quit")


def page_of(*parts: Callable[[], Widget], **attributes: Any) -> Page[Any]:
    """A page with these parts, and these class attributes (ACTIONS, HELP, methods…)."""

    def body(_self: Page[Any]) -> Iterable[Widget]:
        return [make() for make in parts]

    return type("TestPage", (Page,), {"body": body, **attributes})()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys by name or sign, one after the other is done. Pilot's own way waits a while after each."""
    for key in keys:
        character = key if len(key) == 1 else SIGNS.get(key)
        event = events.Key(_character_to_key(key) if len(key) == 1 else key, character)
        event.set_sender(pilot.app)
        pilot.app.post_message(event)
        await pilot.pause()


def rows(app: App[Any]) -> list[str]:
    """The screen as text, row by row, without blanks at the end."""
    strips = app.screen._compositor.render_strips(app.size)
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text(app: App[Any]) -> str:
    return "\n".join(rows(app))


def marks(app: App[Any]) -> int:
    """How many focus marks are on the screen."""
    return text(app).count(">")


def style_at(app: App[Any], x: int, y: int) -> Any:
    """The Rich style of one cell."""
    strip = app.screen._compositor.render_strips(app.size)[y]
    at = 0
    for segment in strip:
        at += segment.cell_length
        if at > x:
            return segment.style
    raise AssertionError(f"nothing at {x}, {y}")


def card(number: int, name: str = "", **fields: Any) -> ProductCard:
    """A product by the kilo, 6,10 €/kg by 0,25 kg, unless told otherwise."""
    name = name or f"Produit {number:03d}"
    values: dict[str, Any] = {
        "id": number,
        "reference": f"REF{number:02d}",
        "name": name,
        "category": "Fruits secs",
        "producer": "Ferme des Lilas",
        "unit": "kg",
        "price": 610,
        "minimum": 250,
        "step": 250,
        "labels": ("AB",),
        "allergens": (),
        "available": True,
        "stock": None,
        "recorded": 0,
        "last_time": 0,
        "search": fold(f"{name} REF{number:02d} Ferme des Lilas AB"),
    }
    return ProductCard(**{**values, **fields})


def line(number: int, name: str, quantity: int, amount: int, price: int = 610, unit: str = "kg") -> Line:
    return Line(number, name, f"REF{number:02d}", unit, price, quantity, amount, 250, 250)


class Products(list[ProductCard]):
    """A shelf whose cards are all there."""

    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(card.category for card in self))

    def of(self, category: str) -> Products:
        return Products(card for card in self if not category or card.category == category)

    def matching(self, text: str) -> Products:
        wanted = fold(text).split()
        return Products(card for card in self if all(word in card.search for word in wanted))

    def place_of(self, product_id: int) -> int | None:
        return next((index for index, card in enumerate(self) if card.id == product_id), None)
