"""Nora, who brings orders to her neighbours: « Livrer des voisins », in words of the counter.

async with deliverer(start, street) as nora:
    await nora.takes()
    await nora.sees_contact()
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from db.database import Book
from db.delivery import Details, ask_delivery, offer_delivery
from db.delivery_lists import carried
from db.ordering import basket_of
from db.values.delivery import Carried
from screens.neighbours import Neighbours
from tests.db import world as small
from tests.db.world import APRICOTS, OIL, RICE, SOAP, World
from tests.screens.conftest import Start
from tests.screens.ordering_drivers import Orderer, member_at

TOWN = {"postcode": "31100", "city": "Toulouse"}
# First name, last name, address, postcode, phone, wish, note, what is ordered.
PEOPLE: tuple[tuple[str, str, str, str, str, str, str, tuple[tuple[int, int], ...]], ...] = (
    ("Amina", "Benali", "14 rue des Lilas", "31100", "0639981201", "samedi soir", "3e étage, sonner deux fois",
     ((APRICOTS, 2_000), (RICE, 1_500))),
    ("Lucie", "Ferrand", "14, r. des Lilas", "31100", "0639981202", "samedi après 17:00", "",
     ((APRICOTS, 4_000), (RICE, 1_000), (OIL, 1_000))),
    ("Jeanne", "Lopez", "3 rue des Lilas", "31100", "0639981203", "dimanche matin", "Code : 12A45",
     ((APRICOTS, 4_250),)),
    ("Thérèse", "Petit", "9 place du Marché", "31100", "0639981204", "samedi ou dimanche", "",
     ((APRICOTS, 1_000), (RICE, 1_000))),
    ("Karim", "Saïdi", "1 chemin du Lac", "31100", "0639981205", "samedi 14:00–16:00", "", ((RICE, 7_500),)),
    ("Odile", "Martin", "8 rue de Metz", "31000", "0639981206", "dimanche 10:00", "",
     ((APRICOTS, 1_250), (SOAP, 1_000))),
)  # fmt: skip
NORAS_PHONE = "0639981299"


class Street(NamedTuple):
    world: World
    open: int
    nora: int  # three orders, 20 kg, by bicycle
    omar: int  # another one who can deliver
    baskets: tuple[int, ...]  # of PEOPLE, in their order


def make(book: Book, world: World, *, offers: bool = True) -> Street:
    baskets = []
    with book.write() as write:
        nora = small.member(write, world.group, "Nora", "Kaci")
        omar = small.member(write, world.group, "Omar", "Loin")
        people = [small.member(write, world.group, first, last) for first, last, *_ in PEOPLE]
    for member, (_, _, address, postcode, phone, times, note, lines) in zip(people, PEOPLE, strict=True):
        baskets.append(asks(book, world, member, lines, address, postcode, phone, times, note))
    if offers:
        can_deliver(book, world.open, nora, "14 rue des Lilas", NORAS_PHONE)
    can_deliver(book, world.open, omar, "2 avenue Foch", "0639981288")
    return Street(world, world.open, nora, omar, tuple(baskets))


def asks(
    book: Book,
    world: World,
    member: int,
    lines: tuple[tuple[int, int], ...] = ((APRICOTS, 500),),
    address: str = "5 rue des Lilas",
    postcode: str = "31100",
    phone: str = "0639981277",
    times: str = "samedi",
    note: str = "",
) -> int:
    """Somebody orders and asks to be delivered; their basket."""
    small.order(book, world, member, *lines)
    basket = basket_of(book, member, world.open)
    details = Details(address, postcode, "Toulouse", phone)
    ask_delivery(book, member, basket, consent=True, details=details, times=times, note=note)
    return basket


def can_deliver(book: Book, distribution: int, member: int, address: str, phone: str, **more: Any) -> None:
    values: dict[str, Any] = {"orders": 3, "grams": 20_000, "transport": "bicycle", **more}
    details = Details(address, "31100", "Toulouse", phone)
    offer_delivery(book, member, distribution, member, consent=True, details=details, **values)


class Deliverer(Orderer):
    """Somebody who sees « Livrer des voisins »."""

    street: Street

    async def takes(self) -> None:
        """The request under the mark."""
        await self.presses("enter")
        assert self.says("● PRIS"), self.text

    async def sees_contact(self) -> None:
        await self.presses("c")
        assert self.page == "NeighbourContact", self.text

    async def agrees_on(self, when: str) -> None:
        await self.types(when, "f8")
        assert self.page == "Neighbours", self.text

    @property
    def mine(self) -> tuple[Carried, ...]:
        """What the book says this person carries."""
        assert self.app.session is not None
        return carried(self.app.book, self.app.session.person.id, self.street.open)

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.mine]


@asynccontextmanager
async def deliverer(start: Start, street: Street, member: int = 0, **more: Any) -> AsyncIterator[Deliverer]:
    """Nora, or another member, has opened « Livrer des voisins »."""
    async with member_at(start, member or street.nora, street.world.group, **more) as somebody:
        person = Deliverer(somebody.app, somebody.pilot)
        person._now = somebody._now
        person.street = street
        person.app.push_screen(Neighbours(street.open))
        await person.settles()
        yield person
