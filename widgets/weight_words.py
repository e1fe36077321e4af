"""What a weight that is being typed means, in words: shown back before it counts."""

from __future__ import annotations

import re

from db.errors import Refusal
from db.values.counter import Position
from db.values.money import line_amount
from db.values.scale import Weight, read_weight
from i18n import formats
from i18n.counter_refusals import EXAMPLES
from i18n.language import _

_SMALL = {"kg": "g", "L": "mL"}
_SIGN = re.compile(r" *([+-]) *")
_BEGUN = re.compile(r"[\d\s,.½¼¾+-]*[kgmlc]{0,2}\s*", re.IGNORECASE)  # what may still become a weight


def so_far(text: str, unit: str) -> Weight | None:
    """What is typed so far: « 192+ » is 192 as long as nothing follows. None while it means nothing."""
    try:
        return read_weight(text.rstrip(" +-"), unit)
    except Refusal:
        return None


def meaning(text: str, unit: str, price: int) -> str:
    """« 192 + 67 = 259 g = 0,259 kg = 1,58 € »; `price` in cents per unit. Empty while it means nothing."""
    weight = so_far(text, unit)
    if weight is None:
        return ""
    said = [] if not _SIGN.search(text.strip(" +-")) else [_SIGN.sub(r" \1 ", text.strip().rstrip(" +-"))]
    small, whole = formats.quantity_small(weight.net, unit), formats.quantity(weight.net, unit)
    said += [small] if small == whole else [small, whole]
    return " = ".join([*said, formats.money(line_amount(weight.net, price))])


def misread(text: str, example: str) -> str:
    """That this is no weight and becomes none, before anybody presses Enter; '' while it still may."""
    return "" if _BEGUN.fullmatch(text) else _("Digits are wanted. Example: {example}.").format(example=example)


def example(unit: str) -> str:
    """« 250, 192+67 ou 0,25 kg »"""
    return _(EXAMPLES[unit])


def amount(text: str, unit: str, price: int) -> int | None:
    """Cents for what is typed so far, or None while it means nothing."""
    weight = so_far(text, unit)
    return None if weight is None else line_amount(weight.net, price)


def compared(net: int, ordered: int, unit: str) -> str:
    """« commandé 0,25 kg : 9 g de plus »."""
    wanted = formats.quantity(ordered, unit)
    if net == ordered:
        return _("just as ordered")
    more = formats.quantity_spoken(abs(net - ordered), unit)
    if net > ordered:
        return _("ordered {wanted}: {more} more").format(wanted=wanted, more=more)
    return _("ordered {wanted}: {less} less").format(wanted=wanted, less=more)


def changed_words(now: Position) -> str:
    """Somebody else weighed what is just being typed."""
    weight = formats.quantity(now.quantity, now.unit)
    return _("Somebody else has just changed this: {weight}. What you typed is still there.").format(weight=weight)


def takes_its_place(now: Position) -> str:
    """Asked before what was typed replaces what somebody else weighed meanwhile."""
    return _("Somebody else weighed this: {weight}. Enter: yours takes its place   Esc: leave it").format(
        weight=formats.quantity(now.quantity, now.unit)
    )


def unit_behind(text: str, unit: str) -> str:
    """What stands behind the field: grams as long as the last number is bare, the unit once it has a comma."""
    last = _SIGN.split(text)[-1]
    if any(sign.isalpha() for sign in last):
        return ""
    if unit == "piece":
        return formats.unit_name(unit)
    return unit if any(sign in last for sign in ",./½¼¾") else _SMALL[unit]
