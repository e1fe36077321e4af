"""A small group with a distribution, as most tests of orders need it."""

from __future__ import annotations

from typing import NamedTuple

from db.baskets import put, validate
from db.catalogue import set_offer
from db.database import Book, Write
from db.models import Distribution, Group, Member, Membership, Place, Product, Tariff
from db.ordering import record
from db.values.orders import Receipt
from db.values.text import fold
from tests.conftest import NOW

HOUR, DAY = 3_600, 86_400
APRICOTS, RICE, OIL, SOAP = range(4)
# Name, unit, cents per unit, minimum and step in thousandths.
SOLD = (
    ("Abricots bruns secs", "kg", 610, 250, 250),
    ("Riz rond", "kg", 345, 500, 100),
    ("Huile d'olive", "L", 1190, 1000, 500),
    ("Savon", "piece", 450, 1000, 1000),
)


class World(NamedTuple):
    group: int
    place: int
    products: tuple[int, ...]
    prices: tuple[int, ...]
    sarah: int
    others: tuple[int, ...]
    volunteer: int
    coordinator: int
    open: int  # closes in three days, held in five
    next: int  # not yet open

    def price(self, product: int) -> int:
        return self.prices[self.products.index(product)]


def make(book: Book, others: int = 3) -> World:
    with book.write() as write:
        group = write.register(Group, name="BELLEFONTAINE", name_key=fold("BELLEFONTAINE"))
        write.register(Tariff, group_id=group, letter="A", points=0)
        write.register(Tariff, group_id=group, letter="B", points=-1_000)
        place = write.register(
            Place,
            group_id=group,
            name="Centre social",
            address="1 place du Marché",
            postcode="31100",
            city="Toulouse",
            timezone="Europe/Paris",
        )
        products = tuple(product(write, group, *one, rank=rank) for rank, one in enumerate(SOLD))
        return World(
            group,
            place,
            products,
            tuple(one[2] for one in SOLD),
            member(write, group, "Sarah", "Varda"),
            tuple(member(write, group, f"Prénom{number}", f"Nom{number}") for number in range(others)),
            member(write, group, "Béatrice", "Névole", "volunteer"),
            member(write, group, "Coline", "Ordi", "coordinator"),
            distribution(write, group, place, NOW - 5 * DAY),
            distribution(write, group, place, NOW + 20 * DAY),
        )


def member(write: Write, group: int, first: str, last: str, role: str = "member") -> int:
    found = write.register(
        Member, number=str(write.sequence), first_name=first, last_name=last, name_key=fold(f"{first} {last}")
    )
    write.register(Membership, member_id=found, group_id=group, role=role)
    return found


def product(write: Write, group: int, name: str, unit: str, price: int, minimum: int, step: int, rank: int = 0) -> int:
    return write.register(
        Product,
        group_id=group,
        reference=fold(name).replace(" ", "-"),
        name=name,
        category="Vrac",
        producer="La Ferme",
        unit=unit,
        base_price=price,
        vat=550,
        minimum=minimum,
        step=step,
        pack=25_000,
        available=True,
        rank=rank,
        search=fold(name),
    )


def distribution(write: Write, group: int, place: int, opens_at: int) -> int:
    """Orders open for eight days; it is held two days later, for two hours."""
    closes_at = opens_at + 8 * DAY
    starts_at = closes_at + 2 * DAY
    return write.register(
        Distribution,
        group_id=group,
        place_id=place,
        opens_at=opens_at,
        closes_at=closes_at,
        starts_at=starts_at,
        ends_at=starts_at + 2 * HOUR,
    )


def order(book: Book, world: World, member_id: int, *wanted: tuple[int, int], at: int = 0) -> Receipt:
    """Put products (by their place in SOLD) in the basket, validate, confirm."""
    distribution_id = at or world.open
    for index, quantity in wanted:
        put(book, member_id, distribution_id, world.products[index], quantity, world.prices[index])
    return record(book, member_id, distribution_id, validate(book, member_id, distribution_id).recording)


def offer(book: Book, world: World, index: int, quantity: int) -> None:
    """There is only so much of a product in the open distribution."""
    set_offer(book, world.coordinator, world.open, world.products[index], quantity)
