"""Money is integer cents. Every rounding of the program is `half_up`, done once, and its result stored."""

from __future__ import annotations

import re

from db.errors import MoneyUnreadable

_LONGEST = 20  # signs
# ASCII digits only: `\d` and `int()` also take ٥ and １.
_MONEY = re.compile(r"(?P<euros>[0-9]{1,3}(?: [0-9]{3})+|[0-9]{0,9})(?:[.,](?P<cents>[0-9]{0,2}))?")


def half_up(numerator: int, denominator: int) -> int:
    """The nearest integer, halves away from zero: what is reversed is exactly the negative. `denominator` > 0."""
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -rounded if numerator < 0 else rounded


def unit_price(base_price: int, points: int) -> int:
    """Cents per unit for a tariff of `points` (hundredths of a percent: -1000 is 10 % less)."""
    return half_up(base_price * (10_000 + points), 10_000)


def line_amount(quantity: int, price: int) -> int:
    """Cents for `quantity` thousandths at `price` cents per unit."""
    return half_up(quantity * price, 1_000)


def read_money(text: str) -> int:
    """Cents from what was typed: `20` `1,5` `1.53 €`. MoneyUnreadable for anything else, negative amounts too."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip(" ")
    if plain.startswith("€"):
        plain = plain[1:].lstrip(" ")
    elif plain.endswith("€"):
        plain = plain[:-1].rstrip(" ")
    found = _MONEY.fullmatch(plain) if len(text) <= _LONGEST else None
    if found is None or not (found["euros"] or found["cents"]):
        raise MoneyUnreadable(text=text)
    return int(found["euros"].replace(" ", "") or "0") * 100 + int((found["cents"] or "").ljust(2, "0"))
