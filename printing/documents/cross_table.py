"""Products down, members across: the whole distribution at one look."""

from __future__ import annotations

from collections import defaultdict

from db.database import Book
from db.reports import day
from i18n import formats
from i18n.language import _
from printing.document import Column, Document, Heading, Row
from printing.documents.parts import document, safe, table


def cross_table(book: Book, distribution_id: int, *, now: int) -> Document:
    """Quantities in each product's unit; the members that one sheet does not hold go on to the next. Refuses with
    Unknown."""
    found = day(book, distribution_id)
    columns = (
        Column(_("Product"), share=1),
        Column(_("Unit")),
        Column(_("Total"), "right", strong=True),
        *(Column(sale.order.basket, "centre", under=safe(sale.name)) for sale in found.sales),
    )
    rows = []
    for sold in found.sold():
        by_basket: dict[int, int] = defaultdict(int)
        for sale, line in sold.lines:
            by_basket[sale.order.basket_id] += line.quantity
        quantities = (by_basket.get(sale.order.basket_id, 0) for sale in found.sales)
        rows.append(
            Row(
                (
                    safe(sold.name),
                    formats.unit_name(sold.unit),
                    formats.quantity_alone(sold.quantity),
                    *(formats.quantity_alone(quantity) if quantity else "" for quantity in quantities),
                )
            )
        )
    title = _("Products and members")
    page = (Heading(title, 1), table(columns, rows, kept=3, grid=True))
    return document(
        "cross_table",
        title,
        _("products and members"),
        found.distribution,
        [page],
        now,
        sheet="a4_landscape",
        points=9,
    )
