"""What the box of a payment says: the means, sums above them, and which coins make the change."""

from __future__ import annotations

from typing import NamedTuple

from db.values.cash import change
from db.values.paying import MEANS, NOTHING
from i18n import formats
from i18n.language import N_
from widgets.text import Words

NAMES = {
    "cash": N_("Cash"),
    "cheque": N_("Cheque"),
    "card": N_("Card"),
    "transfer": N_("Transfer"),
    NOTHING: N_("Nothing today"),
}
ALL = (*MEANS, NOTHING)


class Sums(NamedTuple):
    """What the upright box says above the means: label, cents; `strong` is the sum that is due."""

    label: Words
    amount: int
    strong: bool = False


def coins(amount: int) -> str:
    """« 5 € + 0,05 € + 0,02 € »; several of one as « 2 × 20 € »."""
    return " + ".join(f"{n} × {_value(value)}" if n > 1 else _value(value) for value, n in change(amount))


def _value(cents: int) -> str:
    whole = formats.money(cents)
    return whole.replace(",00", "").replace(".00", "") if cents % 100 == 0 else whole
