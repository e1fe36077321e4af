"""What several screens say of an order, always in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.content import Content

from db.values.orders import Order
from i18n import formats
from i18n.language import N_, _

# How an order leaves: in full, and in the few columns of a list.
WAYS = {
    "needs_delivery": N_("Delivery needed"),
    "can_deliver": N_("Delivery offered"),
    "pickup_only": N_("Collect my order only"),
    "": N_("not chosen yet"),
}
SHORT_WAYS = {
    "needs_delivery": N_("to be delivered"),
    "can_deliver": N_("can deliver"),
    "pickup_only": N_("to collect"),
    "": N_("to be chosen"),
}

# What two neighbours agreed, as the person helped reads it.
MONEY = {
    "envelope": N_("in an envelope"),
    "advanced": N_("advanced by the person who delivers"),
    "paid": N_("already paid"),
}
CONTAINERS = {
    "person": N_("your own"),
    "deliverer": N_("those of the person who delivers"),
    "bags": N_("in bags"),
}


Left = Mapping[int, int]
"""By distribution: cents still to pay (`db.ledger.left`)."""


def in_part(order: Order, left: Left) -> int:
    """Cents that are left of an order of which a part is paid; 0 when all or nothing is."""
    cents = left.get(order.distribution.id, 0)
    return cents if not order.paid and 0 < cents < order.total else 0


def paid(order: Order, left: Left) -> Content:
    """« payée », or in bold « non payée » or « reste 3,20 € »: what is still to do stands out."""
    if order.paid:
        return Content.styled(_("paid"), "$muted-text")
    cents = in_part(order, left)
    return Content.styled(left_to_pay(cents) if cents else _("not paid"), "bold $ink-text")


def left_to_pay(cents: int) -> str:
    """« reste 3,20 € »."""
    return _("{amount} left").format(amount=formats.money(cents))


def paid_in_part(cents: int) -> str:
    """« payée en partie : reste 3,20 € », where there is room."""
    return _("partly paid: {amount} left").format(amount=formats.money(cents))


def paid_width(orders: Iterable[Order], left: Left) -> int:
    """How many columns `paid` and its heading take at most."""
    widest = max((paid(order, left).cell_length for order in orders), default=0)
    return max(len(_("paid")), len(_("not paid")), len(_("Paid")), widest)


def list_day(at: int, now: int, tz: str) -> str:
    """A day in a list: `samedi 20 juillet`; of another year `20/07/2019`."""
    numbers = formats.date_number(at, tz)
    return formats.short_day(at, tz) if numbers[-4:] == formats.date_number(now, tz)[-4:] else numbers


def basket_number(order: Order) -> str:
    return _("basket no. {number}").format(number=order.basket)
