"""What a neighbour who delivers can carry, as it is typed: so many orders, so many kilos."""

from __future__ import annotations

from db.errors import CapacityInvalid, LimitReached, Refusal
from db.values.delivery import LEAST_GRAMS, LEAST_ORDERS, MOST_GRAMS, MOST_ORDERS, Offer
from db.values.quantity import read_quantity


def read_orders(text: str) -> int:
    """How many orders: a whole number from 1 to 20. CapacityInvalid (orders) for anything else."""
    try:
        orders = read_quantity(text, "piece") // 1_000
    except Refusal:
        orders = 0
    if not LEAST_ORDERS <= orders <= MOST_ORDERS or any(sign.isalpha() for sign in text):
        raise CapacityInvalid(text=text, what="orders", least=LEAST_ORDERS, most=MOST_ORDERS)
    return orders


def read_kilos(text: str) -> int:
    """Grams, from 500 to 200 000: `20` `20 kg` `12,5` `500 g`. CapacityInvalid (grams) for anything else."""
    bare = not any(sign.isalpha() for sign in text)
    try:
        # Nobody carries twenty grams home: here a bare number leaves no doubt.
        grams = read_quantity(f"{text.strip()} kg" if bare else text, "kg")
    except Refusal:
        grams = 0
    if not LEAST_GRAMS <= grams <= MOST_GRAMS:
        raise CapacityInvalid(text=text, what="kilos", least=LEAST_GRAMS, most=MOST_GRAMS)
    return grams


def over_limit(offer: Offer, grams: int) -> LimitReached | None:
    """Why an order of this weight is too much for somebody beside what they carry, or None when it is not."""
    if offer.taken_orders + 1 > offer.orders:
        return LimitReached(what="orders", would=offer.taken_orders + 1, limit=offer.orders)
    if offer.taken_grams + grams > offer.grams:
        return LimitReached(what="kilos", would=offer.taken_grams + grams, limit=offer.grams)
    return None
