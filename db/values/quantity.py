"""Quantities are integer thousandths of the product's unit: grams for 'kg', millilitres for 'L', 1/1000 for a 'piece'.

Reading follows one small grammar of its own. `float`, `Decimal`, `int` and `str.isdigit` each take things nobody means.
"""

from __future__ import annotations

import re

from db.errors import PieceNotWhole, QuantityAmbiguous, QuantityOffStep, QuantityTooLarge, QuantityUnreadable

LIMIT = 1_000_000  # thousandths: 1 000 kg, 1 000 L, 1 000 pieces. Nobody carries more home.

_LONGEST = 20  # signs
_ASK_FROM = 20  # a bare whole number from here on may have been meant in grams

# What may stand after the number, and how many thousandths of the unit it is worth.
_SUFFIXES = {
    "kg": {"kg": 1_000, "kilo": 1_000, "kilos": 1_000, "g": 1, "gr": 1},
    "L": {"l": 1_000, "litre": 1_000, "litres": 1_000, "dl": 100, "cl": 10, "ml": 1},
    "piece": dict.fromkeys(("pièce", "pièces", "piece", "pieces", "stück", "p", "pc"), 1_000),
}
_VULGAR = {"½": "1/2", "¼": "1/4", "¾": "3/4"}
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})

_SUFFIX = re.compile(r"(?P<number>[^a-zäöüè]*?) ?(?P<suffix>[a-zäöüè]+)?")
_WHOLE = re.compile(r"[0-9]+[.,]?|[0-9]{1,3}(?: [0-9]{3})+")
_DECIMAL = re.compile(r"(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]*)[.,](?P<decimals>[0-9]{1,3})")
_FRACTION = re.compile(r"(?:(?P<whole>[0-9]+) )?(?P<upper>[0-9]{1,4})/(?P<lower>[0-9]{1,4})")


def read_quantity(text: str, unit: str) -> int:
    """Thousandths of `unit` ('kg', 'L', 'piece') from what was typed. Zero is read as zero.

    QuantityUnreadable, PieceNotWhole for a part of a piece, QuantityAmbiguous when two readings are likely.
    """
    plain = text.translate(_SPACES).strip(" ").lower()
    for sign, fraction in _VULGAR.items():
        plain = re.sub(rf" ?{sign}", f" {fraction}", plain).strip(" ")
    parts = _SUFFIX.fullmatch(plain)
    if len(text) > _LONGEST or parts is None:
        raise QuantityUnreadable(text=text, unit=unit)
    number, suffix = parts["number"], parts["suffix"]
    worth = 1_000 if suffix is None else _SUFFIXES[unit].get(suffix, 0)
    if not worth:
        raise QuantityUnreadable(text=text, unit=unit)

    if _WHOLE.fullmatch(number):
        whole = int(number.rstrip(".,").replace(" ", ""))
        if suffix is None and unit != "piece" and whole >= _ASK_FROM:
            raise QuantityAmbiguous(text=text, unit=unit, choices=(whole, whole * 1_000))
        return whole * worth
    if found := _DECIMAL.fullmatch(number):
        return _read_decimal(found, worth, text, unit)
    if found := _FRACTION.fullmatch(number):
        lower = int(found["lower"])
        if lower:
            return _exact((int(found["whole"] or 0) * lower + int(found["upper"])) * worth, lower, text, unit)
    raise QuantityUnreadable(text=text, unit=unit)


def _read_decimal(found: re.Match[str], worth: int, text: str, unit: str) -> int:
    whole, decimals = found["whole"], found["decimals"]
    digits = int(whole.replace(" ", "") + decimals)
    # « 1.000 » is a thousand to some and one to others. Thousands already set apart by a space leave no doubt.
    if len(decimals) == 3 and " " not in whole and whole.strip("0"):
        as_thousands = digits * worth
        if as_thousands % 1_000 == 0 and (unit != "piece" or as_thousands % 1_000_000 == 0):
            as_decimal = as_thousands // 1_000
            choices = (as_decimal, as_thousands) if worth == 1_000 else (as_thousands, as_decimal)
            raise QuantityAmbiguous(text=text, unit=unit, choices=choices)
        if worth == 1:  # « 1.250 g »: a quarter of a gram does not exist, so it is a thousand
            return as_thousands
    return _exact(digits * worth, 10 ** len(decimals), text, unit)


def _exact(numerator: int, denominator: int, text: str, unit: str) -> int:
    """`numerator / denominator` thousandths, which must come out even."""
    quantity, rest = divmod(numerator, denominator)
    if unit == "piece" and (rest or quantity % 1_000):
        raise PieceNotWhole(text=text)
    if rest:
        raise QuantityUnreadable(text=text, unit=unit)
    return quantity


def check_quantity(quantity: int, *, minimum: int, step: int, unit: str, recorded: int = 0) -> None:
    """Whether `quantity` thousandths may be taken when `recorded` are ordered already; `step` > 0.

    A quantity is a multiple of the step, and with what is recorded reaches the minimum. QuantityTooLarge,
    QuantityOffStep with the nearest quantities that would do.
    """
    if quantity > LIMIT:
        raise QuantityTooLarge(quantity=quantity, limit=LIMIT, unit=unit)
    least = _least(minimum, step, recorded)
    lower: int | None
    if quantity < least:
        lower, upper = None, least
    elif quantity % step:
        lower = quantity - quantity % step
        upper = lower + step
    else:
        return
    raise QuantityOffStep(quantity=quantity, minimum=minimum, step=step, unit=unit, lower=lower, upper=upper)


def step_up(quantity: int, minimum: int, step: int, recorded: int = 0) -> int:
    """What `+` makes of `quantity` thousandths: the next that would do; from nothing, the least."""
    return max(_least(minimum, step, recorded), (quantity // step + 1) * step)


def step_down(quantity: int, minimum: int, step: int, recorded: int = 0) -> int:
    """What `-` makes of `quantity` thousandths: the one before, and 0 (take it out) below the least."""
    before = (-(-quantity // step) - 1) * step
    return before if before >= _least(minimum, step, recorded) else 0


def most_within(left: int, minimum: int, step: int, recorded: int = 0) -> int:
    """The most one may take when `left` thousandths remain; 0 when that is below the least."""
    return step_down(left + 1, minimum, step, recorded)


def _least(minimum: int, step: int, recorded: int) -> int:
    """The smallest multiple of the step that reaches the minimum together with what is recorded."""
    return max(step, -(-(minimum - recorded) // step) * step)
