"""Sentences for what is refused at the volunteers' counter."""

from __future__ import annotations

from db import errors
from db.values.text import shown_short
from i18n.formats import money, quantity, quantity_spoken, time_of_day
from i18n.gesture_words import kind
from i18n.language import N_, _, ngettext

EXAMPLES = {"kg": N_("250, 192+67 or 0.25 kg"), "L": N_("750, 500+250 or 0.75 L"), "piece": N_("2 or 1+1")}
# What a later gesture did, so that an earlier one cannot be undone.
_SINCE = {
    "served": N_("{name} handed the order of {person} over already ({time}). Undo the hand-over first."),
    "weighed": N_("{name} weighed {product} of {person} again at {time}. Undo that weighing first."),
    "shared": N_("{name} shared {product} out at {time}. Undo the sharing out first."),
    "sold": N_("{name} sold {product} to {person} at {time}, from what was left over. Undo that sale first."),
    "priced": N_("{name} changed the price at {time} ({product}). Undo that price first."),
    "fee": N_("{name} took another membership of {person} at {time}. Undo that one first."),
    "closed": N_("{name} closed the till at {time}. Undo the closing first."),
}
_CHANGED = N_("{name} changed the order of {person} at {time} ({product}). Undo that change first.")


def about_the_counter(refusal: errors.Refusal) -> str:
    """The sentence, or nothing when it is not about the counter."""
    return _about_weights(refusal) or _about_the_person(refusal) or _about_money(refusal)


def _about_weights(refusal: errors.Refusal) -> str:
    match refusal:
        case errors.WeightUnreadable():
            if not refusal.text.strip():
                return _("Type what the scale says. Example: {example}.").format(example=_(EXAMPLES[refusal.unit]))
            return _("I do not understand “{text}”. Example: {example}. Nothing is changed.").format(
                text=shown_short(refusal.text), example=_(EXAMPLES[refusal.unit])
            )
        case errors.WeightImplausible():
            facts = {
                "weight": quantity_spoken(refusal.quantity, refusal.unit),
                "ordered": quantity_spoken(refusal.ordered, refusal.unit),
            }
            if refusal.quantity > refusal.ordered:
                said = _("{weight} for {ordered} ordered: that is too much.").format(**facts)
            else:
                said = _("{weight} for {ordered} ordered: that is too little.").format(**facts)
            if refusal.likely is None:
                return said
            likely = _("{weight}? Enter").format(weight=quantity_spoken(refusal.likely, refusal.unit))
            return f"{said} {likely}"
        case errors.WeightDiffers():
            # As one says it: « 26 g au lieu de 500 g » shows a comma that went astray.
            return _("{weight} instead of {ordered}. Enter: it is right   Esc: correct it").format(
                weight=quantity_spoken(refusal.quantity, refusal.unit),
                ordered=quantity_spoken(refusal.ordered, refusal.unit),
            )
        case errors.WeighedMeanwhile():
            return _(
                "{name} has just changed this at {time}: {weight}. The screen is up to date, your weight is not kept."
            ).format(
                name=shown_short(refusal.by) or _("Somebody"),
                time=time_of_day(refusal.at, refusal.timezone),
                weight=quantity(refusal.quantity, refusal.unit),
            )
        case errors.SharesChanged():
            return _("Something changed meanwhile: look at the shares again. Nothing is shared out yet.")
        case errors.SurplusShort(left=0):
            return _("Nothing of “{product}” is left over: all of it is promised to people who ordered it.").format(
                product=shown_short(refusal.product)
            )
        case errors.SurplusShort():
            return _("Only {left} of “{product}” is left over: the rest is promised to people who ordered it.").format(
                left=quantity_spoken(refusal.left, refusal.unit), product=shown_short(refusal.product)
            )
        case errors.RecordedOtherwise():
            return _("This list was sold already, without the last change. Esc, throw it away, then sell the rest.")
    return ""


def _about_the_person(refusal: errors.Refusal) -> str:
    match refusal:
        case errors.StillToWeigh():
            return ngettext(
                "{n} product is not weighed yet: what is to be paid is not known.",
                "{n} products are not weighed yet: what is to be paid is not known.",
                refusal.positions,
            ).format(n=refusal.positions)
        case errors.AlreadyServed():
            return _("This order was handed over at {time} by {name}. Nothing is changed.").format(
                time=time_of_day(refusal.at, refusal.timezone), name=shown_short(refusal.by)
            )
        case errors.NothingToUndo():
            return _("Nothing done at this terminal can be undone.")
        case errors.NotUndone():
            return _not_undone(refusal)
        case errors.ReasonMissing():
            return _("Say why, so that everybody understands it later.")
    return ""


def _not_undone(refusal: errors.NotUndone) -> str:
    facts = {
        "name": shown_short(refusal.by) or _("Somebody"),
        "time": time_of_day(refusal.at, refusal.timezone),
        "product": shown_short(refusal.later_product),
        "person": shown_short(refusal.later_person),
    }
    if refusal.kind == "undone":
        return _("{name} undid this at {time} already.").format(**facts)
    what = [kind(refusal.gesture), shown_short(refusal.product), shown_short(refusal.person)]
    said = _("Not undone: {what}.").format(what=", ".join(filter(None, what)))
    return f"{said} {_(_SINCE.get(refusal.kind, _CHANGED)).format(**facts)}"


def _about_money(refusal: errors.Refusal) -> str:
    match refusal:
        case errors.DueChanged():
            return _("What is to be paid changed meanwhile: {due}, not {shown}. No money was written down.").format(
                due=money(refusal.due), shown=money(refusal.shown)
            )
        case errors.MoneyTooMuch():
            return _("{amount} is a lot of money. Is it right?").format(amount=money(refusal.amount))
        case errors.TillNotOpen():
            return _("The till is not open yet: open it first, with what is in it (F7, Till).")
        case errors.TillShort():
            asked = _(
                "By the payments noted {held} is in the till, and {wanted} should be given back. Is there enough?"
            )
            return asked.format(held=money(refusal.held), wanted=money(refusal.wanted))
        case errors.TillAlreadyOpen():
            return _("{name} opened the till already.").format(name=shown_short(refusal.by))
        case errors.TillClosed():
            return _("{name} closed the till at {time}. Only the coordination corrects this day now.").format(
                name=shown_short(refusal.by), time=time_of_day(refusal.at, refusal.timezone)
            )
    return ""
