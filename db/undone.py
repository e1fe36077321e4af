"""What a gesture did and another took back, for queries that count only what stands."""

from __future__ import annotations

from typing import Any

from peewee import fn

from db.models import CorrectionAnswered, CorrectionAsked, Gesture, OrderMade


def undone(order: Any) -> Any:
    """Whether the gesture that made this order (its id) was taken back."""
    made, undo = OrderMade.alias(), Gesture.alias()
    return fn.EXISTS(made.select(made.id).join(undo, on=(undo.undoes == made.gesture)).where(made.id == order))


def undoes(order: Any) -> Any:
    """Whether this order (its id) is the opposite of one that was taken back."""
    made, undo = OrderMade.alias(), Gesture.alias()
    return fn.EXISTS(
        made.select(made.id).join(undo, on=(undo.id == made.gesture)).where(made.id == order, undo.kind == "undone")
    )


def answers() -> Any:
    """For the ON of a join of `CorrectionAsked` with `CorrectionAnswered`: what was undone answers nothing."""
    return (CorrectionAnswered.request == CorrectionAsked.id) & ~undone(CorrectionAnswered.order)
