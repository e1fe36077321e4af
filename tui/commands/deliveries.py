"""`comptoir deliveries`: who needs delivery and who carries it, for the team and for those who can deliver.

Contacts are printed only when asked for (`--contacts`), only to those who may see them, and each view is written down.
"""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from db.values.delivery import BoardLine, Carried, OpenRequest, Suggestion
from i18n.delivery_refusals import NEARNESS
from i18n.formats import money, quantity, short_day_and_time
from i18n.language import N_, _, ngettext
from tui.commands.desk import OK, REFUSED, Desk, Stop
from tui.commands.parser import Subject, group_option
from tui.commands.times import utc

if TYPE_CHECKING:
    from db.values.orders import Distribution

_STATES = {
    "open": N_("nobody yet"),
    "taken": N_("taken"),
    "agreed": N_("agreed"),
    "delivered": N_("delivered"),
}


def add(words: Subject) -> None:
    parser = words.command(
        "deliveries",
        _deliveries,
        _(
            "Requests for delivery in a distribution. The team sees all of them; who can deliver sees those without\n"
            "a deliverer and their own. With plan: who could carry what, as evenly and as near as possible."
        ),
        "deliveries --distribution 2026-12-05 --as marie@example.org",
        "deliveries --distribution 2026-12-05 --as marie@example.org --contacts --json",
        "deliveries plan --distribution 2026-12-05 --as marie@example.org",
        "deliveries plan --distribution 2026-12-05 --as marie@example.org --accept",
        who=True,
        as_json=True,
    )
    parser.add_argument("what", nargs="?", choices=["plan"], help=_("suggest who carries what; nothing is changed"))
    parser.add_argument(
        "--distribution", required=True, metavar=_("DISTRIBUTION"), help=_("day, id, or group if it has only one")
    )
    group_option(parser, required=False)
    parser.add_argument(
        "--contacts",
        action="store_true",
        help=_("addresses and phones of those who may be shown to you; each view is written down"),
    )
    parser.add_argument("--accept", action="store_true", help=_("with plan: assign all of it"))


def _deliveries(desk: Desk, options: Namespace) -> int:
    from db.distributions import find
    from db.groups import find as find_group
    from db.roles import role

    by = desk.who()
    group_id = find_group(desk.book, options.group).id if options.group else 0
    one = find(desk.book, options.distribution, group_id)
    if options.what == "plan":
        return _plan(desk, options, by, one)
    if role(desk.book, by, one.group_id) in ("volunteer", "coordinator"):
        _board(desk, options, by, one)
    else:
        _neighbours(desk, options, by, one)
    return OK


# --- The team ---------------------------------------------------------------------------------------------------------


def _board(desk: Desk, options: Namespace, by: int, one: Distribution) -> None:
    from db.contacts import see_as_team
    from db.delivery_lists import board_of

    lines = board_of(desk.book, by, one.id)
    contacts = {
        line.basket_id: see_as_team(desk.book, by, line.member_id, one.group_id, line.basket_id)
        for line in lines
        if options.contacts
    }
    if options.json:
        objects = [_line_object(line) for line in lines]
        for line, found in zip(lines, objects, strict=True):
            if contact := contacts.get(line.basket_id):
                found.update(address=list(contact.address), phone=contact.phone)
        desk.objects(objects)
        return
    headings = [_("Basket"), _("Member"), _("Weight"), _("Products"), _("Wishes"), _("State"), _("Carried by")]
    rows = []
    for line in lines:
        row = [line.basket, line.name, quantity(line.grams, "kg"), str(line.products), line.times, _state(line)]
        row.append(", ".join((line.deliverer, *line.rivals)) if line.deliverer else "")
        if contact := contacts.get(line.basket_id):
            row += [contact.phone, ", ".join(contact.address)]
        rows.append(row)
    desk.table([*headings, _("Phone"), _("Address")] if contacts else headings, rows, right=(0, 2, 3))


def _state(line: BoardLine) -> str:
    if line.round and line.round.agreement and line.round.agreement.meet_at and not line.round.delivered:
        return short_day_and_time(line.round.agreement.meet_at, line.timezone)
    return _(_STATES[line.state])


def _line_object(line: BoardLine) -> dict[str, Any]:
    held = line.round
    agreement = held.agreement if held else None
    return {
        "id": str(line.basket_id),
        "distribution_id": str(line.distribution_id),
        "basket": line.basket,
        "member_id": str(line.member_id),
        "member": line.name,
        "asked_at": utc(line.asked_at),
        "weight_thousandths": line.grams,
        "products": line.products,
        "wishes": line.times,
        "state": line.state,
        "deliverer_id": str(held.deliverer) if held else None,
        "deliverer": line.deliverer,
        "also_taken_by": list(line.rivals),
        "meet_at": utc(agreement.meet_at) if agreement and agreement.meet_at else None,
        "money": agreement.money if agreement else "",
        "containers": agreement.containers if agreement else "",
    }


# --- Who can deliver --------------------------------------------------------------------------------------------------


def _neighbours(desk: Desk, options: Namespace, by: int, one: Distribution) -> None:
    from db.contacts import see_person
    from db.delivery_lists import carried, open_requests
    from db.errors import OfferMissing

    try:
        waiting = open_requests(desk.book, by, one.id)
    except OfferMissing:
        said = _("Say first how many orders you can carry: open the counter with “{command}”, then your order.")
        raise Stop(REFUSED, said.format(command="comptoir")) from None
    own = carried(desk.book, by, one.id)
    contacts = {mine.basket_id: see_person(desk.book, by, mine.basket_id) for mine in own if options.contacts}
    if options.json:
        objects = [_carried_object(mine) for mine in own]
        for found, mine in zip(objects, own, strict=True):
            if contact := contacts.get(mine.basket_id):
                found.update(
                    member=contact.name,
                    address=list(contact.address),
                    phone=contact.phone,
                    note=contact.note,
                    amount_cents=contact.amount,
                )
        desk.objects(objects + [_request_object(request) for request in waiting])
        return
    headings = [_("Basket"), _("Member"), _("Distance"), _("Weight"), _("Products"), _("Wishes"), _("State")]
    rows = []
    for mine in own:
        state = _("delivered") if mine.delivered else _("taken")
        row = [mine.basket, mine.name, _(NEARNESS[mine.nearness]), quantity(mine.grams, "kg"), str(mine.products)]
        row += [mine.times, state]
        if contact := contacts.get(mine.basket_id):
            row[1] = contact.name
            row += [contact.phone, ", ".join(contact.address), contact.note, money(contact.amount)]
        rows.append(row)
    for request in waiting:
        row = ["", request.name or _("a person"), _(NEARNESS[request.nearness]), quantity(request.grams, "kg")]
        row += [str(request.products), request.times, _(_STATES["open"])]
        rows.append(row + [""] * (4 if contacts else 0))
    more = [_("Phone"), _("Address"), _("Note"), _("Amount")] if contacts else []
    desk.table([*headings, *more], rows, right=(0, 3, 4, 10))


def _carried_object(mine: Carried) -> dict[str, Any]:
    agreement = mine.agreement
    return {
        "id": str(mine.basket_id),
        "basket": mine.basket,
        "member": mine.name,
        "nearness": mine.nearness,
        "weight_thousandths": mine.grams,
        "products": mine.products,
        "wishes": mine.times,
        "state": "delivered" if mine.delivered else "agreed" if agreement else "taken",
        "meet_at": utc(agreement.meet_at) if agreement and agreement.meet_at else None,
        "money": agreement.money if agreement else "",
        "containers": agreement.containers if agreement else "",
    }


def _request_object(request: OpenRequest) -> dict[str, Any]:
    return {
        "id": str(request.basket_id),
        "member": request.name,
        "nearness": request.nearness,
        "weight_thousandths": request.grams,
        "products": request.products,
        "wishes": request.times,
        "state": "open",
    }


# --- The plan ---------------------------------------------------------------------------------------------------------


def _plan(desk: Desk, options: Namespace, by: int, one: Distribution) -> int:
    from db.delivery_plan import suggest
    from db.delivery_steps import assign_all

    found = suggest(desk.book, by, one.id)
    if options.accept:
        assign_all(desk.book, by, tuple((line.basket_id, line.deliverer_id) for line in found.lines))
    if options.json:
        desk.objects([_plan_object(found, index) for index in range(len(found.lines))])
    else:
        desk.table(
            (_("Basket"), _("Member"), _("Carried by"), _("Distance"), _("Weight"), _("Orders"), _("In all")),
            [
                (
                    line.basket,
                    line.name,
                    line.deliverer,
                    _(NEARNESS[line.nearness]),
                    quantity(line.grams, "kg"),
                    _("{n} of {most}").format(n=line.orders, most=line.most_orders),
                    _("{n} of {most}").format(n=quantity(line.load, "kg"), most=quantity(line.most_grams, "kg")),
                )
                for line in found.lines
            ],
            right=(0, 4),
        )
    desk.say(_outcome(found))
    for left in found.unserved:
        desk.say(
            _("Nobody for basket {basket}, {name}, {weight}.").format(
                basket=left.basket, name=left.name, weight=quantity(left.grams, "kg")
            )
        )
    return OK if found.lines or not found.unserved else REFUSED


def _outcome(found: Suggestion) -> str:
    asked = len(found.lines) + len(found.unserved)
    served = ngettext("{served} of {n} request served.", "{served} of {n} requests served.", asked).format(
        served=len(found.lines), n=asked
    )
    best = _("No plan is better.") if found.proven else _("The best found in the time given; a better one may exist.")
    return f"{served} {best}"


def _plan_object(found: Suggestion, index: int) -> dict[str, Any]:
    line = found.lines[index]
    return {
        "id": str(line.basket_id),
        "basket": line.basket,
        "member": line.name,
        "deliverer_id": str(line.deliverer_id),
        "deliverer": line.deliverer,
        "nearness": line.nearness,
        "weight_thousandths": line.grams,
        "orders": line.orders,
        "most_orders": line.most_orders,
        "load_thousandths": line.load,
        "most_load_thousandths": line.most_grams,
        "proven": found.proven,
    }
