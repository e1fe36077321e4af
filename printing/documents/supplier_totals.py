"""What to order from each producer: the sum of all baskets, and how many sacks that makes."""

from __future__ import annotations

from db.database import Book
from db.reports import Sold, day
from i18n import formats
from i18n.language import N_, _, ngettext
from printing.document import Column, Document, Heading, Row
from printing.documents.parts import document, safe, table

_LESS = {
    "kg": N_("less than a sack of {size}"),
    "L": N_("less than a canister of {size}"),
    "piece": N_("less than a box of {size}"),
}


def supplier_totals(book: Book, distribution_id: int, *, now: int) -> Document:
    """By producer and product. No names of members: producers read it. Refuses with Unknown."""
    found = day(book, distribution_id)
    columns = (
        Column(_("Reference")),
        Column(_("Product"), share=4),
        Column(_("Ordered"), "right", strong=True),
        Column(_("In packs"), share=3),
        Column(_("Baskets"), "right"),
    )
    by_producer: dict[str, list[Sold]] = {}
    for sold in found.sold():
        producer = sold.product.producer if sold.product else ""
        by_producer.setdefault(producer, []).append(sold)
    rows: list[Row] = []
    for producer, products in sorted(by_producer.items(), key=lambda one: one[0].casefold()):
        rows.append(Row((safe(producer) or _("Producer unknown"),), "group"))
        rows += [_row(sold) for sold in products]
    title = _("To order from producers")
    page = (Heading(title, 1), table(columns, rows))
    return document("supplier_totals", title, _("to order from producers"), found.distribution, [page], now)


def _row(sold: Sold) -> Row:
    reference = sold.product.reference if sold.product else sold.lines[-1][1].reference
    baskets = len({sale.order.basket_id for sale, _line in sold.lines})
    return Row(
        (
            safe(reference),
            safe(sold.name),
            formats.quantity(sold.quantity, sold.unit),
            packs(sold.quantity, sold.product.pack if sold.product else 0, sold.unit),
            formats.number(baskets),
        )
    )


def packs(quantity: int, pack: int, unit: str) -> str:
    """« 2 sacs de 25 kg + 3 kg »; nothing where a pack is a single unit, or none is known. Thousandths."""
    if pack <= 0 or (unit == "piece" and pack <= 1_000):
        return ""
    whole, rest = divmod(quantity, pack)
    size = formats.quantity(pack, unit)
    if not whole:
        return _(_LESS[unit]).format(size=size)
    if unit == "kg":
        said = ngettext("{n} sack of {size}", "{n} sacks of {size}", whole)
    elif unit == "L":
        said = ngettext("{n} canister of {size}", "{n} canisters of {size}", whole)
    else:
        said = ngettext("{n} box of {size}", "{n} boxes of {size}", whole)
    told = said.format(n=formats.number(whole), size=size)
    return f"{told} + {formats.quantity(rest, unit)}" if rest else told
