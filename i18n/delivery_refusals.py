"""Sentences for refused deliveries, and the words of `db`'s codes about them."""

from __future__ import annotations

from db import errors
from db.values.text import shown_short
from i18n.formats import quantity, short_day_and_time
from i18n.language import N_, _, ngettext

NEARNESS = (N_("same building"), N_("same street"), N_("same postcode"), N_("further away"))
TRANSPORT = {"foot": N_("on foot"), "bicycle": N_("by bicycle"), "car": N_("by car")}
_STEPS = {
    "agreed": N_("An agreement was written down since: undo that first."),
    "delivered": N_("It was delivered since: undo that first."),
    "released": N_("It was released since: undo that first."),
    "withdrawn": N_("The person took the request back since: nothing is undone."),
    "undone": N_("This was undone already."),
    "placed": N_("This person has another time slot since: nothing is undone."),
}
_ELSE = N_("Something rests on this since: it is not undone.")


def about_deliveries(refusal: errors.Refusal) -> str:
    """The sentence, or nothing when it is not about deliveries."""
    match refusal:
        case errors.RequestTaken():
            taken = _("This request has just been taken by {name}. The list is up to date.")
            # « Karim S. » ends the sentence with its own point.
            return taken.format(name=shown_short(refusal.by)).replace("..", ".")
        case errors.RequestGone():
            return _("This person needs no delivery any more. The list is up to date.")
        case errors.OwnRequest():
            return _("This is the person's own order: somebody else must bring it.")
        case errors.OfferMissing(name=""):
            return _("Say first how many orders you can carry (m).")
        case errors.OfferMissing():
            return _("{name} has not said how much they can carry. Register their offer first.").format(
                name=shown_short(refusal.name)
            )
        case errors.LimitReached(what="kilos"):
            return _("With this order: {would} of {limit}. Change your limits (m) or choose another request.").format(
                would=quantity(refusal.would, "kg"), limit=quantity(refusal.limit, "kg")
            )
        case errors.LimitReached():
            return ngettext(
                "With this order: {would} orders of {n}. Change your limits (m) first.",
                "With this order: {would} orders of {n}. Change your limits (m) first.",
                refusal.limit,
            ).format(would=refusal.would, n=refusal.limit)
        case errors.StillCarrying():
            return ngettext(
                "You carry {n} order of a neighbour: release it first, with a word.",
                "You carry {n} orders of neighbours: release some first, with a word.",
                refusal.orders,
            ).format(n=refusal.orders)
        case errors.NotAssigned():
            return about_deliveries(refusal.why[0][1])
        case errors.NotCarried():
            return _("Nobody carries this order here any more. The list is up to date.")
        case errors.MeetTooEarly():
            return _("The distribution begins on {when}: choose an hour after that.").format(
                when=short_day_and_time(refusal.starts_at, refusal.timezone)
            )
        case errors.MeetTooLate():
            return _("After {when} nothing is arranged any more: choose an hour before that.").format(
                when=short_day_and_time(refusal.until, refusal.timezone)
            )
        case errors.DeliveryOver():
            return ngettext(
                "The distribution was more than {n} day ago: contact details are gone.",
                "The distribution was more than {n} days ago: contact details are gone.",
                refusal.days,
            ).format(n=refusal.days)
        case errors.DependedOn():
            return _(_STEPS.get(refusal.kind, _ELSE))
    return ""
