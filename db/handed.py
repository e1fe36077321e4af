"""Whether an order has left the counter: what hand-overs that stand say of it."""

from __future__ import annotations

from peewee import JOIN

from db.database import Reader
from db.gestures import UNDO, takes_back
from db.models import Gesture, HandOver
from db.statements import Statement, slot

_GONE = Statement(
    lambda: (
        HandOver.select(HandOver.id)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(
            HandOver.basket == slot("basket"),
            (HandOver.whole == slot("yes")) | (HandOver.to == slot("deliverer")),
            UNDO.id.is_null(),
        )
        .limit(1)
    )
)


def is_gone(reader: Reader, basket_id: int, deliverer: int) -> bool:
    """All of it was handed over, or some of it to its deliverer, who takes it along."""
    return reader.one(_GONE, basket=basket_id, yes=True, deliverer=deliverer) is not None
