"""What documents need of a distribution: everybody's order with what is paid of it, in the order all papers share.

Baskets stand by laptop and number, products as in the catalogue. A fixed number of queries, whatever the size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from peewee import fn

from db.catalogue import products
from db.database import Book
from db.models import Basket, Member, OrderLine, Orders, Posting, Tariff
from db.orders import all_orders, order, owner
from db.slot_survey import survey
from db.statements import Statement, slot
from db.values.catalogue import Product
from db.values.money import half_up
from db.values.orders import Distribution, Line, Order
from db.values.people import Tariff as TariffValue

MEANS = ("cash", "cheque", "card", "transfer")


def _tariffs(*where: Any) -> Any:
    return (
        OrderLine.select(Orders.basket, OrderLine.tariff)
        .join(Orders)
        .join(Basket)
        .where(OrderLine.reverses.is_null(), *where)
        .group_by(Orders.basket, OrderLine.tariff)
        .order_by(OrderLine.tariff)
    )


def _paid(*where: Any) -> Any:
    return (
        Posting.select(Posting.basket, Posting.means, fn.SUM(Posting.amount))
        .join(Basket)
        .where(Posting.kind == "payment", *where)
        .group_by(Posting.basket, Posting.means)
    )


def _rates(*where: Any) -> Any:
    return (
        OrderLine.select(Orders.basket, OrderLine.vat, fn.SUM(OrderLine.amount))
        .join(Orders)
        .join(Basket)
        .where(*where)
        .group_by(Orders.basket, OrderLine.vat)
        .order_by(OrderLine.vat)
    )


def _reads(here: Callable[[], Any]) -> tuple[Statement, ...]:
    return (
        Statement(lambda: _tariffs(here())),
        Statement(lambda: _paid(here())),
        Statement(lambda: _rates(here())),
    )


_OF_DISTRIBUTION = _reads(lambda: Basket.distribution == slot("distribution"))
_OF_BASKET = _reads(lambda: Basket.id == slot("basket"))
_LETTERS = Statement(
    lambda: Tariff.select(Tariff.letter, Tariff.points).where(Tariff.group == slot("group")).order_by(Tariff.letter)
)
_NAME = Statement(lambda: Member.select(Member.first_name, Member.last_name).where(Member.id == slot("member")))


class Vat(NamedTuple):
    """What of an amount is VAT; cents."""

    rate: int  # hundredths of a percent
    amount: int  # with the VAT
    vat: int  # in it


class Sale(NamedTuple):
    """One basket: whose, what, and the money of it."""

    member_id: int
    name: str
    order: Order  # its lines in the order of the catalogue
    tariff: str  # letters; « A », seldom « A, C »
    payments: tuple[tuple[str, int], ...]  # cents by means, of this basket
    rates: tuple[tuple[int, int], ...]  # cents by rate of VAT
    slot: int | None = None  # when they come, where there are slots

    @property
    def paid(self) -> int:
        return sum(amount for _, amount in self.payments)

    @property
    def left(self) -> int:
        """Cents still to pay of this basket; negative when more was paid."""
        return self.order.total - self.paid


class Day(NamedTuple):
    """A distribution with all its baskets and the catalogue."""

    distribution: Distribution
    sales: tuple[Sale, ...]
    products: dict[int, Product]  # by id, in the order of the catalogue
    has_slots: bool

    def sold(self) -> tuple[Sold, ...]:
        """What was ordered of each product, in the order of the catalogue; those nobody has are left out."""
        found: dict[int, list[tuple[Sale, Line]]] = defaultdict(list)
        for sale in self.sales:
            for line in sale.order.lines:
                found[line.product_id].append((sale, line))
        rank = _ranks(self.products)
        return tuple(
            Sold(lines[-1][1].name, lines[-1][1].unit, self.products.get(product_id), tuple(lines))
            for product_id, lines in sorted(found.items(), key=lambda one: rank.get(one[0], len(rank)))
        )


class Sold(NamedTuple):
    """Who ordered one product. Its name and unit are those it was last ordered under."""

    name: str
    unit: str
    product: Product | None  # as it is in the catalogue now
    lines: tuple[tuple[Sale, Line], ...]

    @property
    def quantity(self) -> int:
        return sum(line.quantity for _, line in self.lines)


def day(book: Book, distribution_id: int) -> Day:
    """Everything ordered in a distribution. Baskets that were emptied stand there only while money is in them.

    Refuses with Unknown.
    """
    come = survey(book, distribution_id)
    placed = {one.basket_id: one.placed for one in come.visitors if one.placed in come.starts}
    known = {one.id: one for one in products(book, come.distribution.group_id)}
    rank = _ranks(known)
    letters, paid, rates = _money(book, _OF_DISTRIBUTION, distribution=distribution_id)
    sales = []
    for member_id, name, found in all_orders(book, distribution_id):
        sale = Sale(
            member_id,
            name,
            _in_order(found, rank),
            ", ".join(letters[found.basket_id]),
            tuple(paid[found.basket_id]),
            tuple(rates[found.basket_id]),
            placed.get(found.basket_id),
        )
        if found.lines or sale.paid:
            sales.append(sale)
    return Day(come.distribution, tuple(sales), known, bool(come.starts))


def sale(book: Book, basket_id: int) -> tuple[Sale, dict[int, Product]]:
    """One basket, and the catalogue of its group. Refuses with Unknown."""
    member_id, _ = owner(book, basket_id)
    found = order(book, basket_id)
    known = {one.id: one for one in products(book, found.distribution.group_id)}
    letters, paid, rates = _money(book, _OF_BASKET, basket=basket_id)
    first, last = book.one(_NAME, member=member_id) or ("", "")
    return (
        Sale(
            member_id,
            f"{first} {last.upper()}".strip(),
            _in_order(found, _ranks(known)),
            ", ".join(letters[basket_id]),
            tuple(paid[basket_id]),
            tuple(rates[basket_id]),
        ),
        known,
    )


def tariffs(book: Book, group_id: int) -> tuple[TariffValue, ...]:
    """The tariffs of a group, by their letter."""
    return tuple(TariffValue(*row) for row in book.all(_LETTERS, group=group_id))


def vat(rates: Iterable[tuple[int, int]]) -> tuple[Vat, ...]:
    """How much VAT is in amounts (rate, cents with VAT), a line for each rate; rounded once each."""
    sums: dict[int, int] = defaultdict(int)
    for rate, amount in rates:
        sums[rate] += amount
    return tuple(
        Vat(rate, amount, half_up(amount * rate, 10_000 + rate)) for rate, amount in sorted(sums.items()) if amount
    )


_Rows = dict[int, list[Any]]


def _money(book: Book, reads: tuple[Statement, ...], **values: int) -> tuple[_Rows, _Rows, _Rows]:
    """By basket: letters of tariffs, payments by means, amounts by rate of VAT."""
    letters, paid, rates = (defaultdict(list), defaultdict(list), defaultdict(list))
    for basket, letter in book.all(reads[0], **values):
        letters[basket].append(letter)
    for basket, means, amount in sorted(book.all(reads[1], **values), key=lambda row: place_of(row[1])):
        paid[basket].append((means, amount))
    for basket, rate, amount in book.all(reads[2], **values):
        rates[basket].append((rate, amount))
    return letters, paid, rates


def place_of(means: str) -> int:
    """Where a means of payment stands in lists."""
    return MEANS.index(means) if means in MEANS else len(MEANS)


def _ranks(known: Iterable[int]) -> dict[int, int]:
    return {product_id: rank for rank, product_id in enumerate(known)}


def _in_order(found: Order, rank: dict[int, int]) -> Order:
    return found._replace(lines=tuple(sorted(found.lines, key=lambda line: rank.get(line.product_id, len(rank)))))
