"""A distribution of two hundred invented baskets of fifteen lines, to be printed."""

from __future__ import annotations

from db.reports import Day, Sale
from db.values import orders
from db.values.catalogue import Product

BASKETS, LINES = 200, 15
AT = 1_796_198_400  # any day
_NAMES = (
    "Abricots bruns secs",
    "Farine de blé T65",
    "Œufs plein air, boîte de 6",
    "Riz rond",
    "Huile d'olive, bidon 5 L",
)


def distribution() -> Day:
    """Two hundred invented baskets."""
    where = orders.Place(1, "Centre social", "1 place du Marché", "31100", "Toulouse", "Europe/Paris")
    one = orders.Distribution(2, 3, "BELLEFONTAINE", where, AT, AT + 7_200, AT - 9, AT - 1)
    gluten = (("gluten",), (), ())
    products = {
        id: Product(id, f"P{id}", "", "", "", "kg", 610, 550, 250, 250, 25_000, (), gluten[id % 3], True)
        for id in range(LINES)
    }
    sales = tuple(Sale(n, f"Prénom NOM{n}", _order(one, n), "A", (), ()) for n in range(1, BASKETS + 1))
    return Day(one, sales, products, False)


def _order(one: orders.Distribution, basket: int) -> orders.Order:
    lines = []
    for id in range(LINES):
        times = 1 + (basket + id) % 7
        name = f"{_NAMES[(basket + id) % len(_NAMES)]} {basket % 10}{id}"
        lines.append(orders.Line(id, name, f"P{id}", "kg", 610, 250 * times, 153 * times, 250, 250))
    total = sum(line.amount for line in lines)
    return orders.Order(basket, one, str(basket), tuple(lines), total, False, "", AT, ())
