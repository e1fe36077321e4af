"""A neighbourhood: Sarah needs delivery, Hélène next door can carry."""

from __future__ import annotations

from typing import Any, NamedTuple

from db.database import Book
from db.delivery import Details, ask_delivery, offer_delivery
from db.ordering import basket_of
from tests.db import world as small
from tests.db.world import APRICOTS, World

ADDRESS = {"address": "3 rue des Lilas", "postcode": "31000", "city": "Toulouse"}
PHONE = "06 39 98 12 34"
HELPERS_PHONE = "06 39 98 56 78"


class Neighbours(NamedTuple):
    group: int
    open: int
    ends_at: int
    volunteer: int
    coordinator: int
    sarah: int
    basket: int  # hers: 250 g, 1,53 €
    helper: int  # two orders, 20 kg, by bicycle; in the same street
    other: int  # one order, 5 kg, on foot; further away


def make(book: Book, world: World) -> Neighbours:
    small.order(book, world, world.sarah, (APRICOTS, 250))
    with book.write() as write:
        helper = small.member(write, world.group, "Hélène", "Porte")
        other = small.member(write, world.group, "Omar", "Loin")
    basket = basket_of(book, world.sarah, world.open)
    asks(book, world.sarah, basket)
    offers(book, world.open, helper, address="5 rue des Lilas")
    offers(book, world.open, other, address="1 rue de Paris", postcode="31500", orders=1, grams=5_000, transport="foot")
    ends_at = book.db.execute_sql("SELECT ends_at FROM distribution WHERE id = ?", (world.open,)).fetchall()[0][0]
    return Neighbours(
        world.group, world.open, ends_at, world.volunteer, world.coordinator, world.sarah, basket, helper, other
    )


def asks(book: Book, member: int, basket: int, **given: Any) -> None:
    details = Details(**{**ADDRESS, "phone": PHONE, **given})
    ask_delivery(book, member, basket, consent=True, details=details, times="samedi après 17 h", note="3e étage")


def offers(book: Book, distribution: int, member: int, **given: Any) -> None:
    place = {name: given.pop(name, value) for name, value in ADDRESS.items()}
    values: dict[str, Any] = {"consent": True, "orders": 2, "grams": 20_000, "transport": "bicycle", **given}
    offer_delivery(book, member, distribution, member, details=Details(**place, phone=HELPERS_PHONE), **values)


def another_request(book: Book, world: World, member: int, *lines: tuple[int, int], **given: Any) -> int:
    """Another member's order that wants to be carried; its basket."""
    small.order(book, world, member, *(lines or ((APRICOTS, 500),)))
    basket = basket_of(book, member, world.open)
    asks(book, member, basket, **given)
    return basket
