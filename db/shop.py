"""What a member can order in a distribution: the cards of the product grid."""

from __future__ import annotations

from sys import intern

from peewee import fn

from db.database import Book
from db.distributions import distribution
from db.models import Basket, Distribution, OrderLine, Orders, Product, Stock
from db.statements import Statement, slot
from db.tariffs import applied
from db.values.catalogue import ProductCard
from db.values.money import unit_price

_PRODUCTS = Statement(
    lambda: (
        Product.select(
            Product.id,
            Product.reference,
            Product.name,
            Product.category,
            Product.producer,
            Product.unit,
            Product.base_price,
            Product.minimum,
            Product.step,
            Product.labels,
            Product.allergens,
            Product.available,
            Product.search,
        )
        .where(Product.group == slot("group"))
        .order_by(Product.rank, Product.id)
    )
)
_STOCK = Statement(
    lambda: Stock.select(Stock.product, Stock.remaining).where(Stock.distribution == slot("distribution"))
)
_RECORDED = Statement(
    lambda: (
        OrderLine.select(OrderLine.product, fn.SUM(OrderLine.quantity))
        .join(Orders)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"), Basket.member == slot("member"))
        .group_by(OrderLine.product)
    )
)
_BEFORE = Statement(
    lambda: (
        OrderLine.select(OrderLine.product, Distribution.starts_at, fn.SUM(OrderLine.quantity))
        .join(Orders)
        .join(Basket)
        .join(Distribution)
        .where(
            Basket.member == slot("member"),
            Distribution.group == slot("group"),
            Distribution.id != slot("distribution"),
        )
        .group_by(OrderLine.product, Distribution.id, Distribution.starts_at)
        .order_by(Distribution.starts_at)
    )
)


def cards(book: Book, distribution_id: int, member_id: int) -> tuple[ProductCard, ...]:
    """The whole catalogue at the member's tariff, in the order of the catalogue's file.

    Always the same number of queries. `member_id` 0 shows the group's default tariff. Refuses with Unknown.
    """
    one = distribution(book, distribution_id)
    points = applied(book, member_id, one.group_id, book.clock.now()).points
    stock = dict(book.all(_STOCK, distribution=distribution_id))
    recorded = dict(book.all(_RECORDED, distribution=distribution_id, member=member_id))
    before = {
        product: quantity
        for product, _, quantity in book.all(
            _BEFORE, member=member_id, group=one.group_id, distribution=distribution_id
        )
        if quantity > 0
    }
    prices: dict[int, int] = {}
    words: dict[str, tuple[str, ...]] = {"": ()}

    def split(text: str) -> tuple[str, ...]:
        found = words.get(text)
        if found is None:
            found = words[text] = tuple(text.split(";"))
        return found

    def price_of(base: int) -> int:
        found = prices.get(base)
        if found is None:
            found = prices[base] = unit_price(base, points)
        return found

    # A catalogue repeats few categories, producers and units many times: keep one copy of each.
    return tuple(
        ProductCard(
            product_id,
            reference,
            name,
            intern(category),
            intern(producer),
            intern(unit),
            price_of(base),
            minimum,
            step,
            split(labels),
            split(allergens),
            bool(available),
            stock.get(product_id),
            recorded.get(product_id, 0),
            before.get(product_id, 0),
            search,
        )
        for (
            product_id,
            reference,
            name,
            category,
            producer,
            unit,
            base,
            minimum,
            step,
            labels,
            allergens,
            available,
            search,
        ) in book.all(_PRODUCTS, group=one.group_id)
    )
