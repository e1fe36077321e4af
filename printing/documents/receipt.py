"""A receipt: what one basket holds, what was paid of it, what is left. For a roll of paper, or a page."""

from __future__ import annotations

from db.database import Book
from db.reports import sale, vat
from i18n import formats
from i18n.language import _
from printing.document import Block, Boxed, Column, Document, Facts, Heading, Paragraph, Plate, Row, Rule, Table
from printing.documents.parts import capital, document, means, safe, with_allergens


def receipt(book: Book, basket_id: int, *, now: int) -> Document:
    """Of one basket. Refuses with Unknown."""
    found, products = sale(book, basket_id)
    order, tz = found.order, found.order.distribution.place.timezone
    rows = tuple(
        Row(
            (with_allergens(line.name, products.get(line.product_id)), formats.money(line.amount)),
            note=f"{formats.quantity(line.quantity, line.unit)} × {formats.unit_price(line.price, line.unit)}",
        )
        for line in order.lines
    )
    money = [(capital(means(code)), formats.money(amount)) for code, amount in found.payments]
    if found.left > 0:
        money.append((_("Left to pay"), formats.money(found.left)))
    elif found.left < 0:
        money.append((_("Overpaid"), formats.money(-found.left)))
    taxes = [
        (
            _("VAT {rate}").format(rate=formats.vat(line.rate)),
            _("{vat} of {amount}").format(vat=formats.money(line.vat), amount=formats.money(line.amount)),
        )
        for line in vat(found.rates)
    ]
    title = _("Receipt")
    blocks: tuple[Block, ...] = (
        Heading(title, 1),
        Paragraph(safe(order.distribution.group), strong=True),
        Paragraph(capital(formats.day(order.distribution.starts_at, tz))),
        Plate(order.basket, safe(found.name), (_("tariff {letter}").format(letter=found.tariff),)),
        *(
            [Table((Column(_("Product"), share=1), Column(_("Total"), "right")), rows)]
            if rows
            else [Paragraph(_("Everything was taken out."))]
        ),
        Boxed(_("Total"), formats.money(order.total)),
        *([Facts(tuple(money))] if money else []),
        *([Facts(tuple(taxes))] if taxes else []),
        Rule(),
        Paragraph(_("Printed on {day}").format(day=formats.day_and_time(now, tz))),
    )
    name = _("receipt, basket {number}").format(number=order.basket)
    return document("receipt", title, name, order.distribution, [blocks], now, sheet="receipt")
