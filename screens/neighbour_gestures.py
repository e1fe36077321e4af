"""What a deliverer did last, and can undo: in words."""

from __future__ import annotations

from typing import NamedTuple

from i18n.language import N_, _
from widgets.text import user_text


class Gesture(NamedTuple):
    """What was just done here, and can be undone: a step of the book. `kind` as `db.values.delivery.Step` has it."""

    step: int
    kind: str
    name: str  # of the person helped
    more: str = ""  # what was agreed


BADGES = {
    "taken": N_("● TAKEN"),
    "agreed": N_("● AGREED"),
    "delivered": N_("● DELIVERED"),
    "released": N_("● GIVEN BACK"),
}
SAID = {
    "taken": N_("{name}: you bring this order. c: contact details. Ctrl+Z: undo."),
    "agreed": N_("{name}: {more}. Ctrl+Z: undo."),
    "delivered": N_("{name} has the order. Thank you. Ctrl+Z: undo."),
    "released": N_("{name}: the order is on the list again. Ctrl+Z: undo."),
}
UNDONE = {
    "taken": N_("{name}: the order is on the list again."),
    "agreed": N_("{name}: this agreement does not count any more."),
    "delivered": N_("{name}: the order is not delivered yet."),
    "released": N_("{name}: you bring this order again."),
}


def about(gesture: Gesture, said: dict[str, str]) -> str:
    """One of SAID or UNDONE, with who it is about."""
    return _(said[gesture.kind]).format(name=user_text(gesture.name).plain, more=gesture.more)
