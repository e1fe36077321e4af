"""One sentence for every refusal: what happened, what it means, what to do. Typed text is shown back, guarded."""

from __future__ import annotations

from db import errors
from db.values.text import shown, shown_short
from i18n.counter_refusals import about_the_counter
from i18n.delivery_refusals import about_deliveries
from i18n.file_refusals import about_books, about_files
from i18n.formats import (
    day_and_time,
    quantity,
    quantity_spoken,
    short_day_and_time,
    unit_price,
)
from i18n.language import N_, _, ngettext
from i18n.printer_refusals import about_printers
from i18n.slot_refusals import about_slots

_FIELDS = {
    "name": N_("Please give the name."),
    "first_name": N_("Please give the first name."),
    "last_name": N_("Please give the last name."),
    "email": N_("Please give the e-mail address."),
    "phone": N_("Please give the phone number."),
    "address": N_("Please give the street and its number."),
    "address1": N_("Please give the street and its number."),
    "postcode": N_("Please give the postcode."),
    "city": N_("Please give the town."),
    "secret": N_("Please give the code."),
    "why": N_("Please say why."),
    "answer": N_("Please write an answer."),
    "products": N_("Please choose at least one product."),
    "word": N_("Please leave a word for the person."),
    "meet_at": N_("Please give the day and the hour."),
}
_UNKNOWN = {
    "group": N_("No group is called “{given}”. Check the name."),
    "member": N_("No member is known as “{given}”. Check the name, the e-mail address or the number."),
    "distribution": N_("No distribution is known as “{given}”. Check its number or its date."),
    "place": N_("No place is called “{given}”. Check the name."),
    "product": N_("No product is known as “{given}”. Check its reference or its name."),
    "order": N_("No order is known as “{given}”."),
    "request": N_("No request is known as “{given}”."),
    "tariff": N_("No tariff of this group is called “{given}”. Check its letter."),
    "role": N_("There is no role “{given}”. Choose member, volunteer or coordinator."),
    "timezone": N_("No time zone is called “{given}”. Example: Europe/Paris."),
}
_NOT_ALLOWED = {
    "member": N_("Only members of the group may do this."),
    "volunteer": N_("Only volunteers may do this. Ask one of them."),
    "coordinator": N_("Only the coordination may do this. Ask them."),
}
_TOO_WEAK = {
    "short": N_("This code is too short: six digits at least, or a phrase of eight characters or more with letters."),
    "common": N_("This code is among the first that anyone tries. Choose another one."),
    "sequence": N_("This code is a sequence, easy to guess. Choose another one."),
    "repeated": N_("This code repeats itself, which is easy to guess. Choose another one."),
    "personal": N_("This code is made of your name, your phone number or your address. Choose another one."),
}
_INSTANTS = {
    "opens": N_("the opening of orders"),
    "closes": N_("the closing of orders"),
    "starts": N_("the beginning of the distribution"),
    "ends": N_("the end of the distribution"),
}


def sentence(refusal: errors.Refusal, *, ordering: bool = False) -> str:
    """Why not, in the current language. `ordering`: it happened while an order was being recorded."""
    return (
        _about_what_was_typed(refusal)
        or _about_people(refusal)
        or _about_orders(refusal, ordering)
        or about_deliveries(refusal)
        or about_slots(refusal)
        or about_the_counter(refusal)
        or about_books(refusal)
        or about_files(refusal, sentence)
        or about_printers(refusal)
        or _("This was refused. Nothing is changed.")
    )


def _about_what_was_typed(refusal: errors.Refusal) -> str:
    match refusal:
        case errors.TextRefused():
            return _(
                "This text holds a sign that cannot be shown (U+{code}, at position {position}). "
                "Type it again by hand, without pasting."
            ).format(code=f"{refusal.code_point:04X}", position=refusal.position + 1)
        case errors.TextTooLong():
            return _("This text is too long: {limit} characters at most.").format(limit=refusal.limit)
        case errors.TextMissing():
            words = _FIELDS.get(refusal.field, N_("Nothing is written here. Please write something."))
            return _(words)
        case errors.QuantityUnreadable():
            return _unreadable_quantity(refusal)
        case errors.PieceNotWhole():
            return _("Pieces are not divided: “{text}” is not a whole number. Example: 2.").format(
                text=shown_short(refusal.text)
            )
        case errors.QuantityAmbiguous():
            likelier, other = (quantity_spoken(choice, refusal.unit) for choice in refusal.choices)
            return _("{other} or {likelier}? 1: {likelier}   2: {other}").format(likelier=likelier, other=other)
        case errors.QuantityOffStep():
            return _off_step(refusal)
        case errors.QuantityTooLarge():
            return _("{quantity} is too much: {limit} at most. Nothing is changed.").format(
                quantity=quantity(refusal.quantity, refusal.unit), limit=quantity(refusal.limit, refusal.unit)
            )
        case errors.MoneyUnreadable():
            if not refusal.text.strip():
                return _("Please type an amount. Example: 12.50.")
            return _("I do not understand “{text}”. Example: 12.50.").format(text=shown_short(refusal.text))
        case errors.PhoneInvalid():
            return _bad_phone(refusal)
        case errors.EmailInvalid():
            return _("“{text}” is not an e-mail address. Example: first.last@example.org.").format(
                text=shown_short(refusal.text)
            )
        case errors.PostcodeInvalid():
            return _("“{text}” is not a postcode. Example: 31500.").format(text=shown_short(refusal.text))
        case errors.SecretTooWeak():
            return _(_TOO_WEAK.get(refusal.reason, _TOO_WEAK["common"]))
        case errors.SecretsDiffer():
            return _("The two codes are not the same. Type them again.")
        case errors.CapacityInvalid(what="orders"):
            return _("How many orders can you carry? From {least} to {most}. Example: 2.").format(
                least=refusal.least, most=refusal.most
            )
        case errors.CapacityInvalid():
            return _("How many kilos can you carry? From {least} to {most}. Example: 12.5.").format(
                least=quantity(refusal.least, "kg"), most=quantity(refusal.most, "kg")
            )
        case errors.MomentUnreadable():
            return _("Which day, at what time? Example: Saturday 20, 17:30.")
        case errors.MomentContradicts():
            return _("In “{text}” the day of the week is not that of the date. Give only one of them.").format(
                text=shown_short(refusal.text)
            )
        case errors.MomentTooFar():
            return _("“{text}” is more than {n} days away from the distribution. Check the day.").format(
                text=shown_short(refusal.text), n=refusal.days
            )
    return ""


def _unreadable_quantity(refusal: errors.QuantityUnreadable) -> str:
    if not refusal.text.strip():
        return {
            "kg": _("Please type a quantity. Example: 0.5 or 500 g."),
            "L": _("Please type a quantity. Example: 0.5 or 500 mL."),
        }.get(refusal.unit) or _("Please type a quantity. Example: 2.")
    words = {
        "kg": _("I do not understand “{text}”. Example: 0.5 or 500 g."),
        "L": _("I do not understand “{text}”. Example: 0.5 or 500 mL."),
    }.get(refusal.unit) or _("I do not understand “{text}”. Example: 2.")
    return words.format(text=shown_short(refusal.text))


def _off_step(refusal: errors.QuantityOffStep) -> str:
    facts = {
        "step": quantity(refusal.step, refusal.unit),
        "minimum": quantity(refusal.minimum, refusal.unit),
        "upper": quantity(refusal.upper, refusal.unit),
    }
    if refusal.lower is None:
        return _(
            "This product is taken by {step}, from {minimum} on. Nearest: {upper} (+). Nothing is changed."
        ).format(**facts)
    return _(
        "This product is taken by {step}, from {minimum} on. Nearest: {lower} (-) or {upper} (+). Nothing is changed."
    ).format(lower=quantity(refusal.lower, refusal.unit), **facts)


def _bad_phone(refusal: errors.PhoneInvalid) -> str:
    n = abs(refusal.missing)
    if refusal.missing > 0:
        words = ngettext(
            "{n} digit is missing. Example: 06 39 98 12 34.", "{n} digits are missing. Example: 06 39 98 12 34.", n
        )
    elif refusal.missing < 0:
        words = ngettext(
            "{n} digit too many. Example: 06 39 98 12 34.", "{n} digits too many. Example: 06 39 98 12 34.", n
        )
    else:
        words = _("“{text}” is not a phone number. Example: 06 39 98 12 34.")
    return words.format(n=n, text=shown_short(refusal.text))


def _about_people(refusal: errors.Refusal) -> str:
    match refusal:
        case errors.SignInRefused():
            return _sign_in_refused(refusal.wait)
        case errors.EmailTaken():
            return _("Someone has this e-mail address already. Sign in, or give another one.")
        case errors.ContactMissing():
            return _("Please give an e-mail address or a phone number: one of them is enough.")
        case errors.AddressMissing():
            return _("The address is missing. Please fill it in first.")
        case errors.PhoneMissing():
            return _("The phone number is missing. Please fill it in first.")
        case errors.ConsentMissing():
            return _("Your agreement is missing. Without it nobody may see your contact details.")
        case errors.NotAllowed():
            return _(_NOT_ALLOWED.get(refusal.needed, _NOT_ALLOWED["coordinator"]))
        case errors.LastCoordinator():
            return _("A group keeps at least one coordinator. Name another one first.")
        case errors.Unknown():
            words = _UNKNOWN.get(refusal.kind, N_("Nothing is known as “{given}”."))
            return _(words).format(given=shown_short(refusal.given))
        case errors.NotUnique():
            return _("“{given}” may mean several: {choices}. Say which one.").format(
                given=shown_short(refusal.given), choices=", ".join(shown(choice) for choice in refusal.choices)
            )
        case errors.NameTaken():
            return _("The name “{name}” is taken already. Choose another one.").format(name=shown_short(refusal.name))
    return ""


def _sign_in_refused(wait: int) -> str:
    if wait <= 0:
        return _("This name and this code do not go together. Try again, or ask a volunteer for a code.")
    if wait < 60:
        return ngettext(
            "This name and this code do not go together. Try again in {n} second, or ask a volunteer for a code.",
            "This name and this code do not go together. Try again in {n} seconds, or ask a volunteer for a code.",
            wait,
        ).format(n=wait)
    minutes = -(-wait // 60)
    return ngettext(
        "This name and this code do not go together. Try again in {n} minute, or ask a volunteer for a code.",
        "This name and this code do not go together. Try again in {n} minutes, or ask a volunteer for a code.",
        minutes,
    ).format(n=minutes)


def _about_orders(refusal: errors.Refusal, ordering: bool) -> str:
    match refusal:
        case errors.OrdersNotOpen(state="upcoming"):
            return _("Orders are not open yet: they open on {when}. Your basket is kept as a draft.").format(
                when=short_day_and_time(refusal.opens_at, refusal.timezone)
            )
        case errors.OrdersNotOpen():
            return _(
                "Orders have just closed ({when}). What was recorded stays. Your basket is kept as a draft."
            ).format(when=short_day_and_time(refusal.closes_at, refusal.timezone))
        case errors.ProductUnavailable():
            return _("“{product}” is not available any more. Take it out of the basket.").format(
                product=shown_short(refusal.product)
            )
        case errors.PriceChanged():
            return _(
                "The price of “{product}” has changed: {now} instead of {shown}. Nothing is recorded before you agree."
            ).format(
                product=shown_short(refusal.product),
                now=unit_price(refusal.now, refusal.unit),
                shown=unit_price(refusal.shown, refusal.unit),
            )
        case errors.StockShort():
            if refusal.left <= 0:
                return _("{product}: none is left. Esc: back to the basket").format(
                    product=shown_short(refusal.product)
                )
            return _("{product}: {left} left. Enter: take {left}   Esc: back to the basket").format(
                product=shown_short(refusal.product), left=quantity(refusal.left, refusal.unit)
            )
        case errors.BasketEmpty():
            return _("Your basket is empty. Choose a product first.")
        case errors.BasketNotPending():
            return _("Your basket has changed since you validated it. It is not ordered: validate it again.")
        case errors.PaymentUnavailable():
            return _("This way of paying is not available yet. Choose “Payment on site”.")
        case errors.DatesOutOfOrder():
            return _("These dates are in the wrong order: {earlier} must come before {later}.").format(
                earlier=_(_INSTANTS.get(refusal.earlier, refusal.earlier)),
                later=_(_INSTANTS.get(refusal.later, refusal.later)),
            )
        case errors.ClockInDoubt():
            return _clock_in_doubt(refusal)
        case errors.AlreadyAnswered():
            return _("This request has been answered already. Nothing is changed.")
        case errors.DiskFull():
            if ordering:
                return _("The order is not recorded: the disk is full. Your basket is kept. Call a volunteer.")
            return _("Nothing is recorded: the disk is full. What was recorded stays. Free some space, then try again.")
    return ""


def _clock_in_doubt(refusal: errors.ClockInDoubt) -> str:
    now = day_and_time(refusal.now, "")
    if refusal.last > refusal.now:
        return _(
            "This computer's clock says {now}, but the last entry is of {last}. "
            "Set the clock, or ask the coordination to confirm the hour."
        ).format(now=now, last=day_and_time(refusal.last, ""))
    return _(
        "This computer's clock says {now}: it is wrong. Set the clock, or ask the coordination to confirm the hour."
    ).format(now=now)
