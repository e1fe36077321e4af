"""What several papers say, always in the same words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from db.reports import Sale
from db.values.catalogue import Product
from db.values.orders import Distribution
from db.values.text import shown
from i18n import formats
from i18n.language import N_, _, current
from printing.document import Column, Document, Page, Paragraph, Row, Table

WAYS = {
    "needs_delivery": N_("Delivery needed"),
    "can_deliver": N_("Delivery offered"),
    "pickup_only": N_("Collect my order only"),
}
MEANS = {
    "cash": N_("cash"),
    "cheque": N_("cheque"),
    "card": N_("card"),
    "transfer": N_("bank transfer"),
}


def document(
    kind: str,
    title: str,
    name: str,
    one: Distribution,
    pages: Iterable[Page],
    now: int,
    *,
    sheet: str = "a4",
    points: int = 10,
    holds_contacts: bool = False,
) -> Document:
    """A document about a distribution: its group and day at the head, when it was printed at the foot."""
    made = _("Printed on {day}").format(day=formats.day_and_time(now, one.place.timezone))
    # A label or a receipt says itself what it is about.
    head, foot = ("", "") if sheet in ("labels", "receipt") else (heading(one), made)
    return Document(kind, title, current(), name, holds_contacts, sheet, tuple(pages), head, foot, points, now)


def table(columns: tuple[Column, ...], rows: Sequence[Row], *, kept: int = 0, grid: bool = False) -> Table | Paragraph:
    """A table of what was ordered, or that nothing was."""
    return Table(columns, tuple(rows), kept=kept, grid=grid) if rows else nothing_ordered()


def nothing_ordered() -> Paragraph:
    return Paragraph(_("Nothing was ordered."))


def heading(one: Distribution) -> str:
    """« BELLEFONTAINE, samedi 20 juillet 2019 »."""
    return f"{safe(one.group)}, {formats.day(one.starts_at, one.place.timezone)}"


def when_and_where(one: Distribution) -> tuple[str, ...]:
    """Day with hours, and place."""
    tz = one.place.timezone
    day = capital(f"{formats.day(one.starts_at, tz)}, {formats.hours(one.starts_at, one.ends_at, tz)}")
    return day, safe(one.place.name), safe(f"{one.place.address}, {one.place.postcode} {one.place.city}")


def payment(sale: Sale) -> str:
    """« payée », « à payer », « reste à payer : 3,20 € », « trop payé : 0,50 € »."""
    if sale.left == 0:
        return _("paid")
    if sale.left < 0:
        return _("overpaid: {amount}").format(amount=formats.money(-sale.left))
    return _("left to pay: {amount}").format(amount=formats.money(sale.left)) if sale.paid else _("to pay")


def means(code: str) -> str:
    return _(MEANS[code]) if code in MEANS else _("other means")


def with_allergens(name: str, product: Product | None) -> str:
    """« Farine de blé (gluten) »: the law wants them written beside the food."""
    if product is None or not product.allergens:
        return safe(name)
    return f"{safe(name)} ({safe(', '.join(product.allergens))})"


def safe(text: str) -> str:
    """People's text on paper: on one line, and nothing that a printer could take for a command."""
    return unicodedata.normalize("NFC", shown(text)).replace("\n", " ")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
