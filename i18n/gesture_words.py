"""What was done at the counter, in words: for « Annulé : … » and for who did what."""

from __future__ import annotations

from db.values.counter import Told
from i18n.formats import money, quantity
from i18n.language import N_, _

REASONS = {
    "short": N_("not enough came"),
    "bad": N_("damaged or spoilt"),
    "wrong": N_("a mistake"),
    "not_wanted": N_("not wanted after all"),
    "absent": N_("nobody came"),
    "other": N_("another reason"),
}
_KINDS = {
    "ordered": N_("order at the desk"),
    "received": N_("arrival"),
    "shared": N_("sharing out"),
    "priced": N_("new price"),
    "weighed": N_("weighing"),
    "lacking": N_("nothing to give"),
    "added": N_("product added"),
    "taken_out": N_("product taken out"),
    "replaced": N_("product replaced"),
    "paid": N_("payment"),
    "served": N_("hand-over"),
    "brought_back": N_("goods brought back"),
    "uncollected": N_("order not fetched"),
    "fee": N_("membership"),
    "opened": N_("till opened"),
    "closed": N_("till closed"),
    "undone": N_("undone"),
}
_WITH_MONEY = ("paid", "served", "brought_back", "fee", "opened", "closed", "priced")


def what(row: Told) -> str:
    """« pesée, 0,26 kg, Abricots bruns secs, Sarah VARDA »; « commande remise, 1,59 €, Sarah VARDA, à Rose T. »."""
    parts = [kind(row.kind)]
    if row.kind in _WITH_MONEY and row.amount is not None:
        parts[0] = _("{gesture} of {amount}").format(gesture=parts[0], amount=money(row.amount))
    elif row.quantity is not None and row.unit and row.kind != "lacking":
        parts[0] = _("{gesture} of {amount}").format(gesture=parts[0], amount=quantity(row.quantity, row.unit))
    parts += [one for one in (row.product, row.person) if one]
    said = ", ".join(parts)
    return _("{what}, to {name}").format(what=said, name=row.to) if row.to else said


def undone(row: Told) -> str:
    """« Annulé : pesée, 0,26 kg, Sarah VARDA. »"""
    return _("Undone: {gesture}.").format(gesture=what(row))


def kind(code: str) -> str:
    """What one does, as a name."""
    return _(_KINDS[code])


def reason(code: str) -> str:
    """Why, as one of the fixed reasons; '' for none."""
    return _(REASONS[code]) if code else ""
