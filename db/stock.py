"""What is left of a product that is counted: taken at recording, rebuilt from the journals."""

from __future__ import annotations

from typing import Any

from peewee import fn

from db.basket_rules import BasketLine, short
from db.database import Write
from db.models import Basket, Offer, OrderLine, Orders, Stock
from db.statements import Statement, slot

_TAKE_STOCK = Statement(
    lambda: Stock.update({Stock.remaining: Stock.remaining - slot("quantity")}).where(
        Stock.distribution == slot("distribution"),
        Stock.product == slot("product"),
        Stock.remaining >= slot("quantity"),
    )
)


def take(write: Write, line: BasketLine, distribution_id: int) -> None:
    """The conditional update decides, whatever was read before it."""
    if not write.run(_TAKE_STOCK, quantity=line.quantity, distribution=distribution_id, product=line.product_id):
        raise short(line, line.remaining or 0)


def rebuild(write: Write) -> None:
    """What is left of every offer, from the journals alone: for a merge, and to prove that the table is right."""
    write.run(Statement(lambda: Stock.delete()))
    taken: dict[tuple[int, int], Any] = {
        (row[0], row[1]): row[2]
        for row in write.all(
            Statement(
                lambda: (
                    OrderLine.select(Basket.distribution, OrderLine.product, fn.SUM(OrderLine.quantity))
                    .join(Orders)
                    .join(Basket)
                    .group_by(Basket.distribution, OrderLine.product)
                )
            )
        )
    }
    rows = write.all(Statement(lambda: Offer.select(Offer.id, Offer.distribution, Offer.product, Offer.quantity)))
    write.add_all(
        Stock,
        [
            {
                "id": offer,
                "distribution_id": distribution_id,
                "product_id": product,
                "remaining": quantity - taken.get((distribution_id, product), 0),
            }
            for offer, distribution_id, product, quantity in rows
        ],
    )
