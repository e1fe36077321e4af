"""The lines of « Où on en est »: people still to serve, products, and who owes."""

from __future__ import annotations

from textual.content import Content

from db.values.counter import Left, Visitor
from i18n import formats
from i18n.language import N_, _
from screens.till_lists import STATES
from widgets.row_list import name
from widgets.text import cut_middle, pad, spread, user_text

MOST_WIDTH = 92
OUTCOMES = {
    "kept": N_("kept for later"),
    "surplus": N_("not fetched, nothing owed"),
    "surplus_owed": N_("not fetched, still owed"),
}
_NAME = 28


def people_head(width: int) -> list[Content]:
    return _head(width, _("No."), _("Name"), _("State"), _("Amount"))


def owes_head(width: int) -> list[Content]:
    return _head(width, _("No."), _("Name"), _("State"), _("Owes"))


def _head(width: int, number: str, who: str, state: str, last: str) -> list[Content]:
    left = Content.assemble("  ", pad(Content(number), 4), pad(Content(who), _NAME + 2), state)
    return [
        spread(left, Content(last), min(width, MOST_WIDTH)).stylize_before("$muted-text"),
        Content.styled("─" * min(width, MOST_WIDTH), "$line-text"),
    ]


def person(one: Visitor, zone: str, width: int, here: bool) -> Content:
    state, style = _state(one, zone)
    return _row(one, state, style, formats.money(one.total), width, here)


def owes(one: Visitor, width: int, here: bool) -> Content:
    if one.due < 0:
        state, style = _("paid too much"), "$ink-text"
    elif one.due != one.total:
        state, style = _("paid in part, {state}").format(state=_(STATES[one.state])), "$amber-text"
    else:
        state, style = _(STATES[one.state]), "$muted-text" if one.state == "to_come" else "bold $amber-text"
    return _row(one, state, style, formats.money(one.due), width, here)


def _row(one: Visitor, state: str, style: str, amount: str, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    number = Content.styled(f"{user_text(one.basket).plain:>3}", "bold $ink-text")
    called = one.name if not one.homonym else f"{one.name} ({one.homonym})"
    who = pad(name(cut_middle(user_text(called).plain, _NAME), here), _NAME + 4)
    left = Content.assemble(number, " ", who, (cut_middle(state, max(8, width - _NAME - 20)), style))
    return spread(left, Content.styled(amount, "$money-text"), width)


def _state(one: Visitor, zone: str) -> tuple[str, str]:
    if one.outcome:
        return _(OUTCOMES[one.outcome]), "$muted-text"
    if one.state == "part":
        if one.later_at is not None:
            when = formats.time_of_day(one.later_at, zone)
            return _("… the rest at {time}").format(time=when), "$amber-text"
        return _("… took a part"), "$amber-text"
    if one.state == "present":
        return _("● here"), "$open-text"
    if one.brought_by:
        return _("{name} takes it").format(name=user_text(one.brought_by).plain), "$muted-text"
    return _(STATES[one.state]), "$muted-text"


def products_head(width: int) -> list[Content]:
    columns = _columns(width, _("Product"), _("Came"), _("Weighed"), _("Promised"), _("Left"))
    return [columns.stylize_before("$muted-text"), Content.styled("─" * min(width, MOST_WIDTH), "$line-text")]


def product(one: Left, width: int, here: bool) -> Content:
    def said(thousandths: int) -> str:
        return formats.quantity(thousandths, one.unit) if one.unit != "piece" else formats.quantity_alone(thousandths)

    came = said(one.received) if one.received is not None else _("not yet")
    room = _name_room(width)
    columns = _columns(width, "", came, said(one.weighed), said(one.promised), "")
    head = pad(name(cut_middle(user_text(one.name).plain, room), here), room + 3)
    style = "bold $danger-text" if one.left < 0 else "$open-text" if one.left else "$muted-text"
    left = said(one.left) if one.received is not None else ""
    sign = "! " if one.left < 0 else ""
    return Content.assemble(head, columns[room + 3 : -12], (f"{sign + left:>12}", style))


def _name_room(width: int) -> int:
    return min(width, MOST_WIDTH) - 3 - 11 - 11 - 11 - 12


def _columns(width: int, first: str, *others: str) -> Content:
    room = _name_room(width)
    cells = [f"{one:>11}" for one in others[:-1]] + [f"{others[-1]:>12}"]
    return Content.assemble(pad(Content("  " + first), room + 3), "".join(cells)).stylize_before("$ink-text")
