"""What each kind of document is called where several are spoken of."""

from __future__ import annotations

from i18n.language import N_, _

TITLES = {
    "order_sheet": N_("Order sheets"),
    "signoff": N_("Sign-off sheet"),
    "picking_products": N_("Picking list per product"),
    "picking_people": N_("Picking list per person"),
    "cross_table": N_("Products and members"),
    "stand_cards": N_("Stand cards"),
    "delivery_slip": N_("Delivery slip"),
    "supplier_totals": N_("To order from producers"),
    "till_report": N_("Till report"),
    "receipt": N_("Receipt"),
    "labels": N_("Labels for bags"),
    "changes": N_("What changed since"),
}


def title_of(kind: str, subject: int = 0) -> str:
    """« Feuille d'émargement »; `subject` as the book keeps it: one person's sheet is not « sheets »."""
    return _("Order sheet") if kind == "order_sheet" and subject else _(TITLES[kind])
