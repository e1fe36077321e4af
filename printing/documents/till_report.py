"""The money of a distribution: what came in by which means, what is still owed, and the VAT in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from db.database import Book
from db.reports import Sale, day, place_of, vat
from db.till import as_it_stands
from db.values.counter import Till
from i18n import formats
from i18n.language import _
from printing.document import Block, Column, Document, Facts, Heading, Paragraph, Row, Table
from printing.documents.parts import capital, document, means, safe


def till_report(book: Book, distribution_id: int, *, now: int) -> Document:
    """Payments that name a basket of it, and every basket that is not just paid. Refuses with Unknown."""
    sales = day(book, distribution_id)
    ordered = sum(sale.order.total for sale in sales.sales)
    paid = sum(sale.paid for sale in sales.sales)
    owed = sum(max(0, sale.left) for sale in sales.sales)
    over = sum(max(0, -sale.left) for sale in sales.sales)
    title = _("Till report")
    blocks: list[Block] = [
        Heading(title, 1),
        Facts(
            (
                (_("Ordered"), formats.money(ordered)),
                (_("Paid"), formats.money(paid)),
                (_("Left to pay"), formats.money(owed)),
                (_("Overpaid"), formats.money(over)),
            )
        ),
        *_counted(as_it_stands(book, distribution_id), sales.distribution.place.timezone),
        Heading(_("Payments by means")),
        _payments(sales.sales, paid),
        Paragraph(_("Payments that name no basket of this distribution are not counted here.")),
    ]
    for heading, chosen in (
        (_("Not paid"), [sale for sale in sales.sales if sale.left > 0 and not sale.paid]),
        (_("Paid in part"), [sale for sale in sales.sales if sale.left > 0 and sale.paid]),
        (_("Overpaid"), [sale for sale in sales.sales if sale.left < 0]),
    ):
        if chosen:
            blocks += [Heading(heading), _baskets(chosen)]
    if ordered:
        blocks += [Heading(_("VAT in what was ordered")), vat_table(rate for one in sales.sales for rate in one.rates)]
    return document("till_report", title, _("till report"), sales.distribution, [tuple(blocks)], now, points=11)


def _counted(till: Till, zone: str) -> list[Block]:
    """What was in the till, what came in, memberships too, and what was counted; nothing while it was not opened."""
    if till.opened_at is None:
        return []
    rows = [
        (
            _("Opened by"),
            _("{name}, {time}").format(name=safe(till.opened_by), time=formats.time_of_day(till.opened_at, zone)),
        ),
        (_("Float"), formats.money(till.float_)),
    ]
    rows += [
        (capital(means(code)), formats.money(till.taken[code]))
        for code in sorted(till.taken, key=place_of)
        if till.taken[code] or code == "cash"
    ]
    rows.append((_("Cash expected"), formats.money(till.expected)))
    if till.counted is not None and till.closed_at is not None:
        rows += [
            (_("Cash counted"), formats.money(till.counted)),
            (_("Difference"), formats.money(till.difference(till.counted))),
            (
                _("Closed by"),
                _("{name}, {time}").format(name=safe(till.closed_by), time=formats.time_of_day(till.closed_at, zone)),
            ),
        ]
    blocks: list[Block] = [Heading(_("Till")), Facts(tuple(rows))]
    return [*blocks, Paragraph(_("Why: {words}").format(words=safe(till.words)))] if till.words else blocks


def vat_table(rates: Iterable[tuple[int, int]]) -> Table:
    """A line a rate: without VAT, VAT, with VAT."""
    lines = vat(rates)
    rows = [
        Row(
            (
                formats.vat(line.rate),
                formats.money(line.amount - line.vat),
                formats.money(line.vat),
                formats.money(line.amount),
            )
        )
        for line in lines
    ]
    if len(lines) > 1:
        amount, tax = sum(line.amount for line in lines), sum(line.vat for line in lines)
        rows.append(Row((_("Total"), formats.money(amount - tax), formats.money(tax), formats.money(amount)), "total"))
    columns = (
        Column(_("VAT rate"), share=1),
        Column(_("Without VAT"), "right"),
        Column(_("VAT"), "right"),
        Column(_("With VAT"), "right"),
    )
    return Table(columns, tuple(rows))


def _payments(sales: Iterable[Sale], paid: int) -> Table:
    sums: dict[str, int] = defaultdict(int)
    baskets: dict[str, int] = defaultdict(int)
    for sale in sales:
        for code, amount in sale.payments:
            sums[code] += amount
            baskets[code] += 1
    rows = [
        Row((means(code), formats.number(baskets[code]), formats.money(amount)))
        for code, amount in sorted(sums.items(), key=lambda one: place_of(one[0]))
    ]
    rows.append(Row((_("Total"), "", formats.money(paid)), "total"))
    columns = (Column(_("Means"), share=1), Column(_("Baskets"), "right"), Column(_("Amount"), "right"))
    return Table(columns, tuple(rows))


def _baskets(sales: list[Sale]) -> Table:
    columns = (
        Column(_("No."), "right", strong=True),
        Column(_("Name"), share=1),
        Column(_("Ordered"), "right"),
        Column(_("Paid"), "right"),
        Column(_("Left to pay"), "right", strong=True),
    )
    rows = [
        Row(
            (
                sale.order.basket,
                safe(sale.name),
                formats.money(sale.order.total),
                formats.money(sale.paid),
                formats.money(sale.left),
            )
        )
        for sale in sales
    ]
    rows.append(
        Row(
            (
                "",
                _("Total"),
                formats.money(sum(sale.order.total for sale in sales)),
                formats.money(sum(sale.paid for sale in sales)),
                formats.money(sum(sale.left for sale in sales)),
            ),
            "total",
        )
    )
    return Table(columns, tuple(rows))
