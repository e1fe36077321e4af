"""A group whose distribution is held today, for who plays the whole day at the counter with keys alone.

day = make(folder, people=30)
day.book()  # to look into it; nothing is written there
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import NamedTuple

from db import access, accounts, baskets, distributions, groups, opening, ordering, shop
from db.accounts import NewMember
from db.clock import SetClock
from db.database import Book
from tests.db import world
from tui.demo_day import hours
from tui.paths import book_of

DAY = 86_400
SECRET = "739204"
VOLUNTEER, COORDINATOR = "nadia.kessel@example.org", "odile.marchand@example.org"
_SEED = 1848


class Sold(NamedTuple):
    """Cents per unit; thousandths."""

    name: str
    unit: str
    price: int
    minimum: int
    step: int


SOLD = (
    Sold("Abricots bruns secs", "kg", 610, 250, 250),
    Sold("Amandes entières", "kg", 1_450, 250, 250),
    Sold("Café moulu", "piece", 395, 1_000, 1_000),
    Sold("Farine de blé T80", "kg", 105, 1_000, 500),
    Sold("Huile d'olive", "L", 1_190, 1_000, 500),
    Sold("Lentilles vertes", "kg", 420, 500, 250),
    Sold("Miel de châtaignier", "piece", 780, 1_000, 1_000),
    Sold("Noix en coque", "kg", 640, 500, 250),
    Sold("Riz rond", "kg", 345, 500, 100),
    Sold("Savon de Marseille", "piece", 450, 1_000, 1_000),
)
APRICOTS, ALMONDS, COFFEE, FLOUR, OIL, LENTILS, HONEY, NUTS, RICE, SOAP = range(len(SOLD))

_FIRST = (
    "Aline", "Bakary", "Chloé", "Driss", "Élodie", "Farid", "Gaël", "Hawa", "Inès", "Joao", "Karine", "Lucien",
    "Maud", "Nabil", "Olga", "Paulo", "Quitterie", "Rachid", "Solène", "Tarek", "Ulysse", "Violette", "Wassim",
    "Xavier", "Yasmina", "Zacharie", "Anouk", "Boris", "Clément", "Diane",
)  # fmt: skip
_LAST = (
    "Arnal", "Bonnefoy", "Cissé", "Dumont", "Estève", "Fabre", "Gomez", "Haddou", "Ibanez", "Jourdan", "Keller",
    "Lagarde", "Mebarki", "Navarro", "Ollier", "Prat", "Quesnel", "Roux", "Sabatier", "Tissot", "Urbain", "Vidal",
    "Weber", "Ximenes", "Yahiaoui", "Zidane", "Amiel", "Barthe", "Calvet", "Delmas",
)  # fmt: skip


class Person(NamedTuple):
    basket_id: int
    basket: str  # « 12 »
    member_id: int
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        """As a list shows it."""
        return f"{self.first_name} {self.last_name.upper()}"


class Day(NamedTuple):
    home: Path  # the laptop's folder, with the book in it
    group_id: int
    distribution_id: int
    volunteer: int
    coordinator: int
    products: tuple[int, ...]  # ids, in the order of SOLD
    people: tuple[Person, ...]  # by basket number

    def book(self) -> Book:
        """The book, to look at what was done."""
        return opening.open_book(book_of(self.home), self.home)


def make(home: Path, people: int) -> Day:
    """Everybody ordered 3 to 8 products some days ago, every third at a reduced tariff. The same people every time."""
    now, dice = int(time.time()), random.Random(_SEED)
    starts_at, ends_at = hours(now, groups.DEFAULT_TIMEZONE)
    hand = SetClock(now - 14 * DAY)
    book = opening.create(book_of(home), home, clock=hand)
    with book.write():  # one for all of them: a thousand small ones would each wait for the disk
        secret = access.hash_secret(SECRET, strong=True)
        boss = NewMember("Odile", "Marchand", email=COORDINATOR)
        groups.set_up(book, "BELLEFONTAINE", "Salle du lac", "1 rue du Lac", "31000", "Toulouse", boss, secret)
        group_id, coordinator = groups.find(book, "BELLEFONTAINE").id, accounts.find_member(book, COORDINATOR).id
        groups.set_tariff(book, coordinator, group_id, "B", -1_000)
        volunteer = accounts.sign_up(book, group_id, NewMember("Nadia", "Kessel", email=VOLUNTEER), secret).id
        accounts.set_role(book, coordinator, volunteer, group_id, "volunteer")
        with book.write() as write:
            products = tuple(world.product(write, group_id, *one, rank=rank) for rank, one in enumerate(SOLD))
        members = [_member(book, group_id, coordinator, number, now) for number in range(people)]
        distribution_id = distributions.add(
            book, coordinator, group_id, groups.find_place(book, group_id).id, starts_at=starts_at, ends_at=ends_at,
            opens_at=now - 12 * DAY, closes_at=now - 3 * DAY,
        )  # fmt: skip
        hand.at = now - 11 * DAY
        found = []
        for member_id in members:
            hand.advance(dice.randint(600, 9_000))
            found.append(_order(book, dice, distribution_id, member_id))
    book.close()
    return Day(home, group_id, distribution_id, volunteer, coordinator, products, tuple(found))


def _member(book: Book, group_id: int, coordinator: int, number: int, now: int) -> int:
    phone = f"06 39 98 {number // 100:02} {number % 100:02}"
    new = NewMember(_FIRST[number], _LAST[number], phone=phone)
    member_id = accounts.sign_up(book, group_id, new, "").id
    accounts.set_paid(book, coordinator, member_id, group_id, now + 200 * DAY)
    if number % 3 == 2:
        accounts.set_tariff(book, coordinator, member_id, group_id, "B", None)
    return member_id


def _order(book: Book, dice: random.Random, distribution_id: int, member_id: int) -> Person:
    cards = {card.name: card for card in shop.cards(book, distribution_id, member_id)}
    # Most take apricots and rice: what runs short and what is weighed at the stand touches many.
    often = [product for product in (APRICOTS, RICE) if dice.random() < 0.7]
    others = dice.sample([product for product in range(len(SOLD)) if product not in often], 8 - len(often))
    for product in [*often, *others][: dice.randint(3, 8)]:
        card = cards[SOLD[product].name]
        quantity = card.minimum + card.step * dice.choice((0, 0, 1, 2))
        baskets.put(book, member_id, distribution_id, card.id, quantity, card.price)
    receipt = ordering.record(
        book, member_id, distribution_id, baskets.validate(book, member_id, distribution_id).recording
    )
    ordering.seen(book, member_id)
    who = accounts.person(book, member_id)
    basket_id = ordering.basket_of(book, member_id, distribution_id)
    return Person(basket_id, receipt.basket, member_id, who.first_name, who.last_name)
