"""`comptoir baskets`, `handover`, `till`: what the counter shows of a distribution, read without the interface."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from i18n.formats import money, quantity, short_day_and_time
from i18n.language import N_, _, ngettext
from tui.commands.desk import Desk
from tui.commands.parser import Subject, group_option
from tui.commands.times import utc

if TYPE_CHECKING:
    from db.values.counter import Position, Visitor
    from db.values.orders import Distribution

_POSITIONS = {"to_weigh": N_("to weigh"), "weighed": N_("weighed"), "lacking": N_("nothing to give")}
_PEOPLE = {
    "to_come": N_("not come yet"),
    "present": N_("here"),
    "part": N_("took a part"),
    "served": N_("served"),
}
_OUTCOMES = {
    "kept": N_("kept for later"),
    "surplus": N_("not fetched, nothing owed"),
    "surplus_owed": N_("not fetched, still owed"),
}
_TILL = {
    "not_opened": N_("The till is not opened yet."),
    "open": N_("The till is open, opened by {name}."),
    "closed": N_("The till was closed by {name}."),
}
_MEANS = {"cash": N_("Cash"), "cheque": N_("Cheques"), "card": N_("Card"), "transfer": N_("Transfer")}


def add(words: Subject) -> None:
    for name, run, about in (
        ("baskets", _baskets, _("What is in everybody's basket on the day: ordered, weighed, price. No contacts.")),
        ("handover", _handover, _("Who was served, who is here, who is to come, and what each still owes.")),
        ("till", _till, _("The till of a distribution: float, what came in, what was counted, the difference.")),
    ):
        examples = (f"{name} --distribution 2026-12-05 --as marie@example.org",)
        parser = words.command(name, run, about, *examples, f"{examples[0]} --json", who=True, as_json=True)
        parser.add_argument(
            "--distribution", required=True, metavar=_("DISTRIBUTION"), help=_("day, id, or group if it has only one")
        )
        group_option(parser, required=False)


def _here(desk: Desk, options: Namespace) -> tuple[int, Distribution]:
    """Who asks, and which distribution. Refuses as `Desk.who` and `db.distributions.find` do."""
    from db.distributions import find
    from db.groups import find as find_group

    by = desk.who()
    group_id = find_group(desk.book, options.group).id if options.group else 0
    return by, find(desk.book, options.distribution, group_id)


# --- Baskets ----------------------------------------------------------------------------------------------------------


def _baskets(desk: Desk, options: Namespace) -> None:
    from db.day import visitors
    from db.positions import of_order

    by, one = _here(desk, options)
    found = [(visitor, of_order(desk.book, visitor.basket_id)) for visitor in visitors(desk.book, by, one.id)]
    if options.json:
        desk.objects([_basket_object(visitor, positions) for visitor, positions in found])
        return
    rows = [
        [
            visitor.basket,
            visitor.name,
            position.name,
            quantity(position.ordered, position.unit),
            quantity(position.quantity, position.unit),
            money(position.amount),
            _(_POSITIONS[position.state]),
        ]
        for visitor, positions in found
        for position in positions
    ]
    headings = [_("Basket"), _("Member"), _("Product"), _("Ordered"), _("Quantity"), _("Amount"), _("State")]
    desk.table(headings, rows, right=(0, 3, 4, 5))


def _basket_object(visitor: Visitor, positions: tuple[Position, ...]) -> dict[str, Any]:
    return {
        "id": str(visitor.basket_id),
        "basket": visitor.basket,
        "member_id": str(visitor.member_id),
        "member": visitor.name,
        "total_cents": visitor.total,
        "lines": [
            {
                "product_id": str(position.product_id),
                "reference": position.reference,
                "product": position.name,
                "unit": position.unit,
                "price_cents": position.price,
                "ordered_thousandths": position.ordered,
                "quantity_thousandths": position.quantity,
                "amount_cents": position.amount,
                "state": position.state,
            }
            for position in positions
        ],
    }


# --- Hand-over --------------------------------------------------------------------------------------------------------


def _handover(desk: Desk, options: Namespace) -> None:
    from db.day import balances, debts, progress, visitors

    by, one = _here(desk, options)
    found = visitors(desk.book, by, one.id)
    owing = debts(found, balances(desk.book, by, one.group_id))
    due = {visitor.basket_id: visitor.due for visitor in (*owing.unpaid, *owing.part, *owing.over)}
    if options.json:
        desk.objects([_visitor_object(visitor, due.get(visitor.basket_id, 0)) for visitor in found])
    else:
        headings = [_("Basket"), _("Member"), _("State"), _("Amount"), _("Owes")]
        zone = one.place.timezone
        rows = [
            [
                visitor.basket,
                visitor.name,
                _state(visitor, zone),
                money(visitor.total),
                money(due.get(visitor.basket_id, 0)),
            ]
            for visitor in found
        ]
        desk.table(headings, rows, right=(0, 3, 4))
    counts = progress(found)
    desk.say(
        ngettext("{served} person served of {n}.", "{served} people served of {n}.", counts.served).format(
            served=counts.served, n=counts.all
        )
    )


def _state(visitor: Visitor, zone: str) -> str:
    said = _(_OUTCOMES[visitor.outcome]) if visitor.outcome and visitor.state != "served" else _(_PEOPLE[visitor.state])
    if visitor.later_at is not None:
        return _("{state}, the rest {when}").format(state=said, when=short_day_and_time(visitor.later_at, zone))
    return said


def _visitor_object(visitor: Visitor, due: int) -> dict[str, Any]:
    return {
        "id": str(visitor.basket_id),
        "basket": visitor.basket,
        "member_id": str(visitor.member_id),
        "member": visitor.name,
        "state": visitor.state,
        "outcome": visitor.outcome,
        "total_cents": visitor.total,
        "owes_cents": due,
        "to_weigh": visitor.to_weigh,
        "way": visitor.way,
        "brought_by": visitor.brought_by,
        "rest_at": utc(visitor.later_at) if visitor.later_at is not None else None,
    }


# --- Till -------------------------------------------------------------------------------------------------------------


def _till(desk: Desk, options: Namespace) -> None:
    from db.reports import MEANS
    from db.till import till

    by, one = _here(desk, options)
    found = till(desk.book, by, one.id)
    gap = None if found.counted is None else found.difference(found.counted)
    if options.json:
        desk.objects(
            [
                {
                    "distribution_id": str(one.id),
                    "state": found.state,
                    "opened_by": found.opened_by,
                    "opened_at": utc(found.opened_at) if found.opened_at is not None else None,
                    "float_cents": found.float_,
                    "taken_cents": {code: found.taken.get(code, 0) for code in MEANS},
                    "payments": {code: found.counts.get(code, 0) for code in MEANS},
                    "expected_cash_cents": found.expected,
                    "counted_cash_cents": found.counted,
                    "difference_cents": gap,
                    "closed_by": found.closed_by,
                    "closed_at": utc(found.closed_at) if found.closed_at is not None else None,
                    "why": found.words,
                }
            ]
        )
        return
    rows = [[_("Float"), "", money(found.float_)]]
    rows += [[_(_MEANS[code]), str(found.counts.get(code, 0)), money(found.taken.get(code, 0))] for code in MEANS]
    rows.append([_("Cash expected"), "", money(found.expected)])
    if found.counted is not None and gap is not None:
        rows += [[_("Cash counted"), "", money(found.counted)], [_("Difference"), "", money(gap)]]
    desk.table(["", _("Payments"), _("Amount")], rows, right=(1, 2))
    desk.say(_(_TILL[found.state]).format(name=found.closed_by or found.opened_by))
