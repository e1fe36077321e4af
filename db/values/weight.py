"""What an order weighs, so that a neighbour knows what there is to carry. An estimate, never a price."""

from __future__ import annotations

import re

from db.values.money import half_up

# Most pieces without a size are small (six eggs, a cheese, a soap): half a kilo errs towards the heavier side.
PIECE_WITHOUT_SIZE = 500  # grams

# Thousandths of a gram or of a millilitre would be lost on scales: the sizes are whole grams. A litre counts as a kilo.
_WORTH = {"kg": 1_000, "g": 1, "gr": 1, "l": 1_000, "dl": 100, "cl": 10, "ml": 1}
_SIZE = re.compile(
    r"(?<![\w.,])(?:(?P<times>[0-9]{1,2}) ?[x×*] ?)?"
    r"(?P<whole>[0-9]{1,5})(?:[.,](?P<decimals>[0-9]{1,3}))?[ \u00a0\u202f]?(?P<unit>kg|gr?|[dcm]?l)(?![\w'’])",
    re.IGNORECASE,
)


def grams(name: str, unit: str, quantity: int) -> int:
    """Grams that `quantity` thousandths of `unit` ('kg', 'L', 'piece') weigh. Any name will do.

    A litre counts as a kilo. A piece has the last size that its name says (« bidon 5 L », « pot 350 g »,
    « 6 x 25 cL »), or PIECE_WITHOUT_SIZE.
    """
    return half_up(quantity * _size(name), 1_000) if unit == "piece" else quantity


def _size(name: str) -> int:
    """Grams of one piece."""
    size = 0
    for found in _SIZE.finditer(name):
        decimals = found["decimals"] or ""
        thousandths = int(found["whole"] + decimals.ljust(3, "0")) * _WORTH[found["unit"].lower()]
        size = half_up(thousandths * int(found["times"] or 1), 1_000)
    return size or PIECE_WITHOUT_SIZE
