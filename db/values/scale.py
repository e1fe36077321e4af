"""What is typed at the scale: sums, jars taken off, and whether a weight can be right.

At a scale a bare number is what the scale shows: grams for what is sold by the kilo, millilitres by the litre. A number
with a comma is in the unit itself, and a unit that is typed always holds. « 25 » is 25 g and « 25,5 » 25,5 kg: « 25, »
is a number half typed, and refused.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from db.errors import (
    QuantityAmbiguous,
    QuantityUnreadable,
    Refusal,
    WeightDiffers,
    WeightImplausible,
    WeightUnreadable,
)
from db.values.quantity import LIMIT, read_quantity

_LONGEST = 40  # signs
_SMALL = {"kg": "g", "L": "ml"}
_PART = re.compile(r"(?P<sign>[+-]?)(?P<number>[^+-]+)")
_BARE = re.compile(r"[0-9 ]+")
_HALF_TYPED = re.compile(r".*[.,]")
_SACKS = re.compile(r"(?:(?P<times>[0-9]{1,3}) *[x×*] *)?(?P<each>.+)")
_WHOLE_UNIT = {"kg": "kg", "L": "l", "piece": "p"}


class Weight(NamedTuple):
    """Thousandths of the unit: `gross` on the scale, `tare` the jar, `net` what somebody gets."""

    gross: int
    tare: int

    @property
    def net(self) -> int:
        return self.gross - self.tare


def read_weight(text: str, unit: str) -> Weight:
    """`250` `192+67` `0,412-0,180` `1,5 kg`. WeightUnreadable for anything else, and for what leaves nothing."""
    plain = text.strip()
    gross = tare = 0
    at = 0
    while at < len(plain):
        part = _PART.match(plain, at)
        if part is None or len(text) > _LONGEST or (at == 0) != (part["sign"] == ""):
            raise WeightUnreadable(text=text, unit=unit)
        worth = _one(part["number"].strip(), unit, text)
        if part["sign"] == "-":
            tare += worth
        else:
            gross += worth
        at = part.end()
    if not 0 < gross - tare <= LIMIT or gross > 10 * LIMIT:
        raise WeightUnreadable(text=text, unit=unit)
    return Weight(gross, tare)


def _one(number: str, unit: str, text: str) -> int:
    small = _SMALL.get(unit, "")
    if _HALF_TYPED.fullmatch(number):
        raise WeightUnreadable(text=text, unit=unit)
    try:
        return read_quantity(f"{number} {small}" if small and _BARE.fullmatch(number) else number, unit)
    except QuantityAmbiguous as asked:
        return asked.choices[0]  # « 1.250 » on a scale of kilos has three decimals
    except Refusal as refusal:
        raise WeightUnreadable(text=text, unit=unit) from refusal


def read_arrival(text: str, unit: str) -> int:
    """What a supplier brought, in thousandths: `5,25` `25` `3x25` `25+5,5` `500 g` `0`. A bare number is the unit.

    QuantityUnreadable for anything else.
    """
    total = 0
    for part in text.strip().split("+"):
        found = _SACKS.fullmatch(part.strip())
        if found is None or len(text) > _LONGEST or _HALF_TYPED.fullmatch(part.strip()):
            raise QuantityUnreadable(text=text, unit=unit)
        each = found["each"].strip()
        try:
            worth = read_quantity(f"{each} {_WHOLE_UNIT[unit]}" if _BARE.fullmatch(each) else each, unit)
        except QuantityAmbiguous as asked:
            worth = asked.choices[0]  # « 1.250 » came from a scale: three decimals
        except Refusal as refusal:
            raise QuantityUnreadable(text=text, unit=unit) from refusal
        total += worth * int(found["times"] or 1)
    return total


def check_weight(net: int, ordered: int, unit: str, tolerance: int, sure: bool = False) -> None:
    """Whether `net` can be right for what was `ordered` (thousandths; 0: nothing to compare with).

    WeightImplausible under a hundredth or over a hundred times as much, with what was likely meant. WeightDiffers
    beyond the `tolerance` (percent) unless somebody is `sure`.
    """
    if ordered <= 0:
        return
    if net * 100 < ordered or net > 100 * ordered:
        raise WeightImplausible(quantity=net, ordered=ordered, unit=unit, likely=_likely(net, ordered, unit))
    if not sure and abs(net - ordered) * 100 > tolerance * ordered:
        raise WeightDiffers(quantity=net, ordered=ordered, unit=unit)


def _likely(net: int, ordered: int, unit: str) -> int | None:
    """The same digits with the comma elsewhere, where that is from half to twice what was ordered; whole pieces."""
    shifted = [net * 10**power for power in range(1, 7)]
    shifted += [net // 10**power for power in range(1, 7) if net % 10**power == 0]
    near = [one for one in shifted if ordered <= 2 * one and one <= 2 * ordered]
    if unit == "piece":
        near = [one for one in near if one % 1_000 == 0]
    return min(near, key=lambda one: abs(one - ordered), default=None)
