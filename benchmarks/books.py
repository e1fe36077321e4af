"""Books to measure with: as many products, distributions and orders as a measure asks for."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from db.access import hash_secret
from db.accounts import NewMember, add_in
from db.database import Book, Write
from db.models import (
    Basket,
    Distribution,
    Gesture,
    Group,
    Membership,
    Offer,
    OrderLine,
    OrderMade,
    Orders,
    Place,
    Posting,
    Product,
    Stock,
    Tariff,
    Weighing,
)
from db.opening import create, open_book
from db.values.money import line_amount
from db.values.text import fold

EMAIL = "mesure@example.org"
SECRET = "246810"
MEMBERS = 101  # who order in turn; the one who signs in is the first
LINES = 6  # of an order
DAY = 86_400
COPIED = {
    "name": "Produit", "reference": "REF", "unit": "kg", "tariff": "A", "vat": 550, "step": 250, "minimum": 250,
}  # fmt: skip


class Ordered(NamedTuple):
    member: int
    group: int
    basket: int
    lines: list[int]
    chosen: list[tuple[int, int]]  # product, cents per kilo


class Home(NamedTuple):
    """A book, and the machine it lives on: a data folder of its own, nobody else's preferences."""

    book: Path
    member: int
    distribution: int  # the one that is open
    env: dict[str, str]

    def open(self) -> Book:
        return open_book(self.book, self.book.parent / "machine")


def product_name(number: int) -> str:
    return f"Produit {number:05d}"


def make(folder: Path, products: int, distributions: int = 1, orders: int = 0) -> Home:
    """A book in `folder`: `products` of one group, one distribution that is open among `distributions`, and `orders`
    of 6 lines spread over the others."""
    folder.mkdir(parents=True)
    book = create(folder / "book.db", folder / "machine")
    with book.write() as write:
        group = write.register(Group, name="BELLEFONTAINE", name_key=fold("BELLEFONTAINE"))
        write.register(Tariff, group_id=group, letter="A", points=0)
        members = list(_members(write, group))
        sold = [_product(write, group, number, products) for number in range(1, products + 1)]
        held = list(_distributions(write, group, distributions))
        _count_stock(write, held[-1], [product for product, _ in sold])
        past = held[:-1] or held
        for number in range(orders):
            _order(write, group, members[number // len(past) % MEMBERS], past[number % len(past)], sold, number)
    book.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    book.close()
    return Home(folder / "book.db", members[0], held[-1], {"COMPTOIR_HOME": str(folder / "machine")})


def make_day(folder: Path, people: int, products: int, lines: int, past: int = 0) -> Home:
    """The day of a distribution: `people` have ordered `lines` products each; who signs in is of the team.

    On `past` days before, a quarter of them ordered a third as many, and all of it was weighed or missing.
    """
    folder.mkdir(parents=True)
    book = create(folder / "book.db", folder / "machine")
    with book.write() as write:
        group = write.register(Group, name="BELLEFONTAINE", name_key=fold("BELLEFONTAINE"))
        write.register(Tariff, group_id=group, letter="A", points=0)
        volunteer = NewMember("Nadia", "KONÉ", email=EMAIL)
        team = add_in(write, volunteer, secret_hash=hash_secret(SECRET, strong=True))
        write.register(Membership, member_id=team, group_id=group, role="coordinator")
        sold = [_product(write, group, number, products) for number in range(1, products + 1)]
        *before, held = _distributions(write, group, past + 1)
        members = []
        for number in range(people):
            members.append(
                add_in(write, NewMember(f"Prénom{number}", f"NOM{number}", email=f"membre{number}@example.org"))
            )
            write.register(Membership, member_id=members[-1], group_id=group, role="member")
            _order(write, group, members[-1], held, sold, number, lines)
        numbers = itertools.count(people)
        for day in before:
            for member in members[: people // 4]:
                number = next(numbers)
                _weigh_all(write, day, _order(write, group, member, day, sold, number, lines // 3), number)
    book.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    book.close()
    return Home(folder / "book.db", team, held, {"COMPTOIR_HOME": str(folder / "machine")})


def _members(write: Write, group: int) -> Iterator[int]:
    light, strong = hash_secret(SECRET), hash_secret(SECRET, strong=True)
    for number in range(MEMBERS):
        email = EMAIL if number == 0 else f"membre{number}@example.org"
        member = add_in(write, NewMember(f"Prénom{number}", f"NOM{number}", email=email), secret_hash=light)
        write.register(Membership, member_id=member, group_id=group, role="member")
        yield member
    coordinator = NewMember("Coline", "ORDI", email="coordination@example.org")
    member = add_in(write, coordinator, secret_hash=strong)
    write.register(Membership, member_id=member, group_id=group, role="coordinator")


def _product(write: Write, group: int, number: int, of: int) -> tuple[int, int]:
    """Its id and its price (cents per kilo)."""
    price = 100 + number * 37 % 2_000
    product = write.register(
        Product,
        group_id=group,
        reference=f"REF{number:05d}",
        name=product_name(number),
        category=f"Rayon {1 + (number - 1) * 12 // of}",
        producer=f"Ferme {number % 37}",
        unit="kg",
        base_price=price,
        vat=550,
        minimum=250,
        step=250,
        pack=25_000,
        labels="AB" if number % 3 else "AB;Équitable",
        available=True,
        rank=number,
        search=fold(f"{product_name(number)} REF{number:05d} Ferme {number % 37} AB"),
    )
    return product, price


def _distributions(write: Write, group: int, count: int) -> Iterator[int]:
    """Earliest first; only the last one is open, until in three days."""
    place = write.register(
        Place, group_id=group, name="Centre social", address="1 place du Marché", postcode="31100", city="Toulouse",
        timezone="Europe/Paris",
    )  # fmt: skip
    now = int(time.time())
    for weeks_ago in reversed(range(count)):
        starts = now + 5 * DAY - weeks_ago * 7 * DAY
        yield write.register(
            Distribution,
            group_id=group,
            place_id=place,
            starts_at=starts,
            ends_at=starts + 7_200,
            opens_at=starts - 10 * DAY,
            closes_at=now + 3 * DAY if weeks_ago == 0 else starts - 4 * DAY,
        )


def _count_stock(write: Write, distribution: int, products: list[int]) -> None:
    """Every third product of the open distribution is counted: its stock is taken when an order is recorded."""
    for product in products[::3]:
        offer = write.register(Offer, distribution_id=distribution, product_id=product, quantity=10**9)
        write.add(Stock, id=offer, distribution_id=distribution, product_id=product, remaining=10**9)


def _order(
    write: Write,
    group: int,
    member: int,
    distribution: int,
    sold: list[tuple[int, int]],
    number: int,
    lines: int = LINES,
) -> Ordered:
    """An order as `db.ordering.record` leaves it; one after the other that way would take minutes."""
    basket = write.add(
        Basket, distribution_id=distribution, member_id=member, laptop=write.book.laptop, number=number + 1,
        label=str(number + 1),
    )  # fmt: skip
    chosen = [sold[(number * 7 + place * 11) % len(sold)] for place in range(lines)]
    amounts = [line_amount(500, price) for _, price in chosen]
    order = write.add(
        Orders, basket_id=basket, kind="order", recording=f"{number:032x}", means="on_site", total=sum(amounts)
    )
    ids = write.add_all(
        OrderLine,
        [
            {**COPIED, "order_id": order, "product_id": product, "price": price, "quantity": 500, "amount": amount}
            for (product, price), amount in zip(chosen, amounts, strict=True)
        ],
    )
    write.add(
        Posting, member_id=member, group_id=group, basket_id=basket, order_id=order, kind="order",
        amount=-sum(amounts),
    )  # fmt: skip
    return Ordered(member, group, basket, ids, chosen)


def _weigh_all(write: Write, distribution: int, one: Ordered, number: int) -> None:
    """As `db.weighing` leaves it: a line in the place of each, and nothing in the place of one in forty."""
    for place, (line, (product, price)) in enumerate(zip(one.lines, one.chosen, strict=True)):
        missing, amount = (number + place) % 40 == 0, line_amount(500, price)
        gesture = write.add(
            Gesture, distribution_id=distribution, kind="lacking" if missing else "weighed", terminal=1,
            laptop=write.book.laptop, basket_id=one.basket, product_id=product, reason="short" if missing else "",
        )  # fmt: skip
        order = write.add(
            Orders, basket_id=one.basket, kind="correction", recording=f"{number:024x}{place:08x}", means="on_site",
            total=-amount if missing else 0,
        )  # fmt: skip
        copied = {**COPIED, "order_id": order, "product_id": product, "price": price}
        rows = [{**copied, "quantity": -500, "amount": -amount, "reverses_id": line}]
        if not missing:
            rows.append({**copied, "quantity": 500, "amount": amount})
        written = write.add_all(OrderLine, rows)
        write.add(OrderMade, id=order, gesture_id=gesture)
        write.add(
            Weighing, gesture_id=gesture, basket_id=one.basket, was_id=line, line_id=None if missing else written[1],
            ordered=500,
        )  # fmt: skip
        write.add(
            Posting, member_id=one.member, group_id=one.group, basket_id=one.basket, order_id=order,
            kind="correction", amount=amount if missing else 0,
        )  # fmt: skip
