"""What a deliverer carries along: to whom, where, when, and how it is paid. The one paper with contact data."""

from __future__ import annotations

from db.database import Book
from db.delivery_slip import Stop, slip
from db.values.contact import show_phone
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.names import with_name
from printing.document import Block, Boxed, Document, Facts, Heading, Paragraph, Plate, Rule
from printing.documents.parts import capital, document, safe

_MONEY = {
    "envelope": N_("money in an envelope"),
    "advanced": N_("money advanced by the deliverer"),
    "paid": N_("paid already"),
}
_CONTAINERS = {
    "person": N_("containers of the person"),
    "deliverer": N_("containers of the deliverer"),
    "bags": N_("bags"),
}


def delivery_slip(book: Book, by: int, distribution_id: int, deliverer_id: int, *, now: int) -> Document:
    """Each view of a contact is written down. Refuses as `db.delivery_slip.slip` does."""
    found = slip(book, by, distribution_id, deliverer_id)
    tz = found.distribution.place.timezone
    title = with_name(_("Delivery slip of {name}"), safe(found.deliverer))
    count = ngettext("{n} order to bring", "{n} orders to bring", len(found.stops)).format(n=len(found.stops))
    kilos = formats.quantity(sum(stop.contact.grams for stop in found.stops), "kg")
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(_("{orders}, about {weight}").format(orders=count, weight=kilos)),
    ]
    for stop in found.stops:
        blocks += _stop(stop, tz)
    blocks += [Rule(), Paragraph(_("This paper holds addresses: please destroy it after the deliveries."), strong=True)]
    return document(
        "delivery_slip",
        title,
        _("delivery slip {name}").format(name=safe(found.deliverer)),
        found.distribution,
        [tuple(blocks)],
        now,
        points=12,
        holds_contacts=True,
    )


def _stop(stop: Stop, tz: str) -> tuple[Block, ...]:
    contact, agreed = stop.contact, stop.agreement
    meet_at = agreed.meet_at if agreed else None
    products = ngettext("{n} product", "{n} products", stop.products).format(n=stop.products)
    facts = (
        (_("Agreed hour"), formats.short_day_and_time(meet_at, tz) if meet_at else ""),
        (_("Wished"), safe(contact.times)),
        (_("Payment"), _(_MONEY[agreed.money]) if agreed and agreed.money in _MONEY else ""),
        (_("Containers"), _(_CONTAINERS[agreed.containers]) if agreed and agreed.containers in _CONTAINERS else ""),
        (_("Note"), safe(contact.note)),
        (_("Last word"), safe(contact.word)),
        (_("To carry"), f"{products}, {formats.quantity(contact.grams, 'kg')}"),
    )
    lines = (*(safe(line) for line in contact.address), show_phone(contact.phone) if contact.phone else "")
    return (
        Rule(),
        Plate(contact.basket, safe(contact.name), tuple(line for line in lines if line)),
        Facts(tuple((label, capital(said)) for label, said in facts if said)),
        Boxed(_("Amount of the order"), formats.money(contact.amount)),
    )
