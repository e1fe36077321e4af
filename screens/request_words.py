"""What the team's pages say of a request, always in the same words."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from db.values.delivery import Agreement, BoardLine, Helper
from i18n import formats
from i18n.delivery_refusals import TRANSPORT
from i18n.language import N_, _, ngettext
from i18n.moments import show_moment
from widgets.text import user_text

STATES = ("open", "rivals", "taken", "agreed", "delivered")  # as they stand on the board
SECTIONS = {
    "open": N_("Without a deliverer"),
    "rivals": N_("Taken twice"),
    "taken": N_("Taken"),
    "agreed": N_("Agreed requests"),
    "delivered": N_("Delivered requests"),
}
DELIVERED_ALREADY = N_("This order is delivered already.")
MONEY = {
    "envelope": N_("money in an envelope"),
    "advanced": N_("money advanced by the deliverer"),
    "paid": N_("paid already"),
}
CONTAINERS = {
    "person": N_("containers of the person"),
    "deliverer": N_("containers of the deliverer"),
    "bags": N_("bags"),
}


def state_of(line: BoardLine) -> str:
    """One of STATES: two deliverers are told apart from one."""
    return "rivals" if line.rivals and line.state != "delivered" else line.state


def state_words(line: BoardLine, now: int) -> tuple[str, str]:
    """The state with its sign, and its style: « ! PERSONNE », « ● PRIS : Hélène PETIT »."""
    match state_of(line):
        case "open":
            return _("! NOBODY"), "bold $amber-text"
        case "rivals":
            return _("! TWO DELIVERERS"), "bold $danger-text"
        case "taken":
            return _("● TAKEN: {name}").format(name=user_text(line.deliverer).plain), "$open-text"
        case "agreed":
            return _("● AGREED: {when}").format(when=_meeting(line, now)), "$open-text"
        case _:
            return _("● DELIVERED"), "$muted-text"


def _meeting(line: BoardLine, now: int) -> str:
    """« samedi 17:30 », or only the date when it is further away."""
    agreed = line.round.agreement if line.round else None
    if agreed is None or agreed.meet_at is None:
        return user_text(line.deliverer).plain
    near = formats.near_day(agreed.meet_at, now, line.timezone)
    if near == formats.short_day(agreed.meet_at, line.timezone):
        return formats.date_number(agreed.meet_at, line.timezone)
    return f"{near} {formats.time_of_day(agreed.meet_at, line.timezone)}"


def agreement_words(meet_at: int | None, money: str, containers: str, timezone: str) -> str:
    """« samedi 20 juillet, 17:30, argent en enveloppe, contenants de la personne »."""
    when = show_moment(meet_at, timezone) if meet_at is not None else ""
    return ", ".join(part for part in (when, _(MONEY.get(money, "")), _(CONTAINERS.get(containers, ""))) if part)


def agreed(agreement: Agreement, timezone: str) -> str:
    return agreement_words(agreement.meet_at, agreement.money, agreement.containers, timezone)


def named(name: str, member_id: int, homonyms: Mapping[int, str]) -> str:
    """The name, with the member number where another member of the group has the same name."""
    plain = user_text(name).plain
    return _("{name} (no. {number})").format(name=plain, number=homonyms[member_id]) if member_id in homonyms else plain


def weight(grams: int) -> str:
    return formats.quantity(grams, "kg")


def size(line: BoardLine) -> str:
    """« 7,73 kg, 12 produits »."""
    products = ngettext("{n} product", "{n} products", line.products).format(n=line.products)
    return f"{weight(line.grams)}, {products}"


def load(helper: Helper) -> tuple[str, str]:
    """« 1 sur 3 » orders, and « 3,5 kg sur 20 »; the unit stands twice only where the limit has decimals."""
    offer = helper.offer
    limit = weight(offer.grams) if offer.grams % 1_000 else formats.number(offer.grams // 1_000)
    return (
        _("{taken} of {most}").format(taken=formats.number(offer.taken_orders), most=formats.number(offer.orders)),
        _("{taken} of {most}").format(taken=weight(offer.taken_grams), most=limit),
    )


def transport(helper: Helper) -> str:
    return _(TRANSPORT[helper.offer.transport])


def day_of(line: BoardLine) -> str:
    return formats.short_day(line.starts_at, line.timezone)


def badge(line: BoardLine, now: int) -> Content:
    """The state where it stands alone."""
    return Content.styled(*state_words(line, now))
