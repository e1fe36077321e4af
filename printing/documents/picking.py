"""Lists to fill baskets from: product after product, or person after person."""

from __future__ import annotations

from collections import defaultdict

from db.database import Book
from db.reports import Sold, day
from i18n import formats
from i18n.language import _, ngettext
from printing.document import TICK, Column, Document, Heading, Row
from printing.documents.parts import document, safe, table, with_allergens

_NO_BREAK = "\u00a0"


def picking_products(book: Book, distribution_id: int, *, now: int) -> Document:
    """For each product: each quantity, how many want it, and a box to tick for each basket. Refuses with Unknown."""
    found = day(book, distribution_id)
    columns = (
        Column(_("Quantity"), "right", strong=True),
        Column(_("Baskets"), "right"),
        Column(_("Basket numbers"), share=1),
    )
    rows: list[Row] = []
    for sold in found.sold():
        name = with_allergens(sold.name, sold.product)
        rows.append(Row((name, formats.quantity(sold.quantity, sold.unit)), "group"))
        rows += _quantities(sold)
    title = _("Picking list per product")
    page = (Heading(title, 1), table(columns, rows))
    return document(
        "picking_products",
        title,
        _("picking list per product"),
        found.distribution,
        [page],
        now,
        sheet="columns",
        points=11,
    )


def picking_people(book: Book, distribution_id: int, *, now: int) -> Document:
    """For each basket: its products and quantities, with a box to tick. Refuses with Unknown."""
    found = day(book, distribution_id)
    columns = (
        Column(""),
        Column(_("Quantity"), "right", strong=True),
        Column(_("Product"), share=1),
    )
    rows: list[Row] = []
    for sale in found.sales:
        count = len(sale.order.lines)
        products = ngettext("{n} product", "{n} products", count).format(n=count)
        rows.append(Row((f"{sale.order.basket}   {safe(sale.name)}", products), "group"))
        rows += [
            Row(
                (
                    TICK,
                    formats.quantity(line.quantity, line.unit),
                    with_allergens(line.name, found.products.get(line.product_id)),
                )
            )
            for line in sale.order.lines
        ]
    title = _("Picking list per person")
    page = (Heading(title, 1), table(columns, rows))
    return document(
        "picking_people",
        title,
        _("picking list per person"),
        found.distribution,
        [page],
        now,
        sheet="columns",
        points=11,
    )


def _quantities(sold: Sold) -> list[Row]:
    """« 0,25 kg   3   ☐ 4  ☐ 12  ☐ B1 »: the same quantity is weighed out in one go."""
    wanted: dict[int, list[str]] = defaultdict(list)
    by_basket: dict[str, int] = defaultdict(int)
    for sale, line in sold.lines:
        by_basket[sale.order.basket] += line.quantity
    for basket, quantity in by_basket.items():
        wanted[quantity].append(f"{TICK}{_NO_BREAK}{basket}")
    return [
        Row((formats.quantity(quantity, sold.unit), f"× {len(baskets)}", "   ".join(baskets)))
        for quantity, baskets in sorted(wanted.items())
    ]
