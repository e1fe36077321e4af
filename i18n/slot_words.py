"""What is said of somebody's time slots, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence

from db.values.slots import MySlot
from i18n.formats import hours, time_of_day
from i18n.language import _, ngettext

MOST_NAMED = 4


def slot_of(mine: MySlot, tz: str) -> str:
    """« 14:15–14:30 »; until they are placed « 14:00, 14:15 (souhaités) », or that it is to be chosen."""
    if mine.start is not None:
        return hours(mine.start, mine.start + mine.length, tz)
    if mine.wishes:
        return _("{slots} (wished)").format(slots=starts(mine.wishes, tz))
    return _("to be chosen")


def in_short(mine: MySlot, tz: str) -> tuple[str, ...]:
    """« créneau 14:15 », « créneaux souhaités : 3 », « ! créneau à choisir »: for a card; then in shorter words."""
    if mine.start is not None:
        return (_("time slot {time}").format(time=time_of_day(mine.start, tz)),)
    if mine.wishes:
        wished, short = _("time slots wished: {n}"), ngettext("{n} wish", "{n} wishes", len(mine.wishes))
        return wished.format(n=len(mine.wishes)), short.format(n=len(mine.wishes))
    return _("! time slot to be chosen"), _("! time slot")


def starts(slots: Sequence[int], tz: str) -> str:
    """« 14:00, 14:15 »; of many the first ones, and how many more."""
    named = ", ".join(time_of_day(start, tz) for start in slots[:MOST_NAMED])
    more = len(slots) - MOST_NAMED
    return (
        named
        if more <= 0
        else ngettext("{named} and {n} other", "{named} and {n} others", more).format(named=named, n=more)
    )
