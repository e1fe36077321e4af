"""The sign-off sheet: everybody who ordered, with room to sign. « Feuille d'émargement »."""

from __future__ import annotations

from db.database import Book
from db.reports import day
from i18n import formats
from i18n.language import _, ngettext
from printing.document import Column, Document, Heading, Row, Table
from printing.documents.parts import document, payment, safe

_HEIGHT = 8  # millimetres to sign in: thirty people on a page


def signoff(book: Book, distribution_id: int, *, now: int) -> Document:
    """By basket number: name, hour where there are slots, total, what is paid. Refuses with Unknown."""
    found = day(book, distribution_id)
    tz = found.distribution.place.timezone
    columns = [
        Column(_("No."), "right", strong=True),
        Column(_("Name"), share=5),
        Column(_("Total"), "right"),
        Column(_("Payment")),
        Column(_("Signature"), share=4),
    ]
    if found.has_slots:
        columns.insert(2, Column(_("Slot")))
    rows = []
    for sale in found.sales:
        cells = [sale.order.basket, safe(sale.name), formats.money(sale.order.total), payment(sale), ""]
        if found.has_slots:
            cells.insert(2, "" if sale.slot is None else formats.time_of_day(sale.slot, tz))
        rows.append(Row(tuple(cells)))
    count = len(found.sales)
    total = formats.money(sum(sale.order.total for sale in found.sales))
    people = ngettext("{n} person", "{n} people", count).format(n=count)
    cells = ["", people, total, "", ""]
    if found.has_slots:
        cells.insert(2, "")
    rows.append(Row(tuple(cells), "total"))
    title = _("Sign-off sheet")
    page = (Heading(title, 1), Table(tuple(columns), tuple(rows), height=_HEIGHT, grid=True))
    return document("signoff", title, _("sign-off sheet"), found.distribution, [page], now)
