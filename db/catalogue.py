"""The catalogue as the coordination sees it: products at their base price, its history, and what is counted."""

from __future__ import annotations

import json
from typing import Any

from peewee import fn

from db.database import Book, Reader
from db.errors import CellInvalid, NotUnique, Unknown
from db.models import Basket, Distribution, Offer, OrderLine, Orders, Product, Revision, Stock
from db.roles import needs_coordinator
from db.statements import Statement, slot
from db.values import catalogue
from db.values.catalogue import Price
from db.values.text import fold

_COLUMNS = (
    Product.id,
    Product.reference,
    Product.name,
    Product.category,
    Product.producer,
    Product.unit,
    Product.base_price,
    Product.vat,
    Product.minimum,
    Product.step,
    Product.pack,
    Product.labels,
    Product.allergens,
    Product.available,
)
_PRODUCTS = Statement(
    lambda: Product.select(*_COLUMNS).where(Product.group == slot("group")).order_by(Product.rank, Product.id)
)
_REVISIONS = Statement(
    lambda: (
        Revision.select(Revision.state, Revision.at, Revision.by_id)
        .where(Revision.register == "product", Revision.row_id == slot("product"))
        .order_by(Revision.at, Revision.id)
    )
)
_GROUP_OF = Statement(lambda: Distribution.select(Distribution.group).where(Distribution.id == slot("distribution")))
_UNIT_OF = Statement(
    lambda: Product.select(Product.unit).where(Product.id == slot("product"), Product.group == slot("group"))
)
_OFFER = Statement(
    lambda: Offer.select(Offer.id, Offer.quantity).where(
        Offer.distribution == slot("distribution"), Offer.product == slot("product")
    )
)
_ORDERED = Statement(
    lambda: (
        OrderLine.select(fn.COALESCE(fn.SUM(OrderLine.quantity), 0))
        .join(Orders)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"), OrderLine.product == slot("product"))
    )
)
_SET_STOCK = Statement(
    lambda: Stock.update({Stock.remaining: slot("remaining")}).where(
        Stock.distribution == slot("distribution"), Stock.product == slot("product")
    )
)


def products(book: Reader, group_id: int) -> tuple[catalogue.Product, ...]:
    """All products of a group, in the order of its catalogue."""
    return tuple(_product(row) for row in book.all(_PRODUCTS, group=group_id))


def find(book: Reader, group_id: int, text: str) -> catalogue.Product:
    """By id, reference or name; accents and case do not count. Refuses with Unknown, NotUnique."""
    key = fold(text)
    known = products(book, group_id)
    found = [one for one in known if text.strip() == str(one.id) or key == fold(one.reference)]
    found = found or [one for one in known if key == fold(one.name)]
    if len(found) > 1:
        raise NotUnique(kind="product", given=text, choices=tuple(one.reference for one in found))
    if not found:
        raise Unknown(kind="product", given=text)
    return found[0]


def price_history(book: Reader, product_id: int) -> tuple[Price, ...]:
    """What the product cost (cents per unit, before any tariff), since when and by whom; the oldest first."""
    history: list[Price] = []
    for state, at, by in book.all(_REVISIONS, product=product_id):
        price = json.loads(state).get("base_price")
        if price is not None and (not history or history[-1].base_price != price):
            history.append(Price(price, at, by))
    return tuple(history)


def set_offer(book: Book, by: int, distribution_id: int, product_id: int, quantity: int) -> None:
    """How much of a product there is for a distribution (thousandths): no more can be ordered.

    What is ordered already counts; with less than that, nothing is left. By a coordinator. Refuses with NotAllowed,
    Unknown, CellInvalid (negative, or part of a piece).
    """
    with book.write(by) as write:
        group_id = write.value(_GROUP_OF, distribution=distribution_id)
        if group_id is None:
            raise Unknown(kind="distribution", given=str(distribution_id))
        needs_coordinator(write, by, group_id)
        unit = write.value(_UNIT_OF, product=product_id, group=group_id)
        if unit is None:
            raise Unknown(kind="product", given=str(product_id))
        if quantity < 0 or (unit == "piece" and quantity % 1000):
            raise CellInvalid(text=str(quantity), reason="negative" if quantity < 0 else "whole")
        both = {"distribution_id": distribution_id, "product_id": product_id}
        remaining = quantity - write.value(_ORDERED, distribution=distribution_id, product=product_id)
        offer = write.one(_OFFER, distribution=distribution_id, product=product_id)
        if offer is None:
            offer_id = write.register(Offer, **both, quantity=quantity)
            write.add(Stock, id=offer_id, **both, remaining=remaining)
        elif offer[1] != quantity:
            write.revise(Offer, offer[0], quantity=quantity)
            write.run(_SET_STOCK, distribution=distribution_id, product=product_id, remaining=remaining)


def _product(row: tuple[Any, ...]) -> catalogue.Product:
    labels, allergens, available = row[11:]
    return catalogue.Product._make((*row[:11], _split(labels), _split(allergens), bool(available)))


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()
