"""Sentences for refused time slots."""

from __future__ import annotations

from db import errors
from i18n.formats import short_day_and_time, time_of_day
from i18n.language import _, ngettext


def about_slots(refusal: errors.Refusal) -> str:
    """The sentence, or nothing when it is not about time slots."""
    match refusal:
        case errors.SlotsInvalid(reason="minutes"):
            return _("A time slot lasts from {least} to {most} minutes. Example: 15.").format(
                least=refusal.least, most=refusal.most
            )
        case errors.SlotsInvalid(reason="places"):
            return _("A time slot has from {least} to {most} places. For no limit, leave this empty.").format(
                least=refusal.least, most=refusal.most
            )
        case errors.SlotsInvalid():
            return ngettext(
                "The distribution lasts {n} minute: a time slot cannot be longer.",
                "The distribution lasts {n} minutes: a time slot cannot be longer.",
                refusal.most,
            ).format(n=refusal.most)
        case errors.NoSlots():
            return _("This distribution has no time slots.")
        case errors.SlotUnknown():
            return _("No time slot of this distribution begins at {time}. Choose one of those shown.").format(
                time=time_of_day(refusal.start, refusal.timezone)
            )
        case errors.NoSlotChosen():
            return _("Please choose at least one time slot.")
        case errors.NoSlotNeeded():
            return _("This order needs no time slot: nobody comes to collect it.")
        case errors.SlotsClosed():
            return _("Orders have closed ({when}): time slots do not change any more. Ask a volunteer.").format(
                when=short_day_and_time(refusal.closes_at, refusal.timezone)
            )
        case errors.SlotFull():
            return ngettext(
                "The time slot at {time} is full: {n} person for {places}. Choose another, or ask the coordination.",
                "The time slot at {time} is full: {n} people for {places}. Choose another, or ask the coordination.",
                refusal.placed,
            ).format(
                n=refusal.placed,
                places=ngettext("{n} place", "{n} places", refusal.places).format(n=refusal.places),
                time=time_of_day(refusal.start, refusal.timezone),
            )
    return ""
