"""Labels for bags: the basket number, large, and whose it is. Twenty-four on a sheet of 70 × 37 mm."""

from __future__ import annotations

from collections.abc import Iterable

from db.database import Book
from db.reports import day
from i18n import formats
from i18n.language import _
from printing.document import Document, Page, Plate
from printing.documents.parts import document, nothing_ordered, safe


def labels(book: Book, distribution_id: int, *, now: int, only: Iterable[int] | None = None) -> Document:
    """One for each basket, or for `only` those of these ids, by number. Refuses with Unknown."""
    found = day(book, distribution_id)
    wanted = None if only is None else set(only)
    one = found.distribution
    where = (safe(one.group), formats.date_number(one.starts_at, one.place.timezone))
    pages: list[Page] = [
        (Plate(sale.order.basket, safe(sale.name), where),)
        for sale in found.sales
        if wanted is None or sale.order.basket_id in wanted
    ]
    return document(
        "labels",
        _("Labels for bags"),
        _("labels"),
        one,
        pages or [(nothing_ordered(),)],
        now,
        sheet="labels",
        points=9,
    )
