"""What several screens say of an order, always in the same words."""

from __future__ import annotations

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


def paid(order: Order) -> Content:
    """« payé », or « non payé » in bold: what is still to do stands out."""
    return Content.styled(_("paid"), "$muted-text") if order.paid else Content.styled(_("not paid"), "bold $ink-text")


def paid_width() -> int:
    """How many columns `paid` and its heading take at most."""
    return max(len(_("paid")), len(_("not paid")), len(_("Paid")))


def list_day(at: int, now: int, tz: str) -> str:
    """A day in a list: `samedi 20 juillet`; of another year `20/07/2019`."""
    numbers = formats.date_number(at, tz)
    return formats.short_day(at, tz) if numbers[-4:] == formats.date_number(now, tz)[-4:] else numbers


def basket_number(order: Order) -> str:
    return _("basket no. {number}").format(number=order.basket)
