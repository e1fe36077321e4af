"""Orders that nobody fetched and whose goods went back to what is left over, though they are still owed for."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Value, fn

from db.database import Reader
from db.gestures import UNDO, takes_back
from db.models import Basket, Gesture, HandOver, Uncollected
from db.statements import Statement, slot


def given_up() -> Any:
    """Their baskets. Who comes after all gets what is theirs."""
    handed, of_hand, undone = HandOver.alias(), Gesture.alias(), Gesture.alias()
    fetched = (
        handed.select(handed.id)
        .join(of_hand, on=(of_hand.id == handed.gesture))
        .join(undone, JOIN.LEFT_OUTER, on=(undone.undoes == of_hand.id))
        .where(handed.basket == Uncollected.basket, handed.whole == Value(True, converter=False), undone.id.is_null())
    )
    return (
        Uncollected.select(Uncollected.basket)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Uncollected.outcome == "surplus_owed", UNDO.id.is_null(), ~fn.EXISTS(fetched))
    )


_HERE = Statement(
    lambda: given_up().switch(Uncollected).join(Basket).where(Basket.distribution == slot("distribution"))
)


def orders_given_up(reader: Reader, distribution_id: int) -> set[int]:
    """The baskets whose goods are there again, for others."""
    return {row[0] for row in reader.all(_HERE, distribution=distribution_id)}
