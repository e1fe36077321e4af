"""`comptoir distributions`, `products`, `orders`: what the book holds, never anybody's contacts."""

from __future__ import annotations

from argparse import Namespace

from i18n.formats import day, money, quantity, short_day_and_time, unit_price
from i18n.language import N_, _
from tui.commands.desk import Desk
from tui.commands.parser import Subject, group_option
from tui.commands.times import utc

_STATES = {
    "open": N_("orders open"),
    "closed": N_("orders closed"),
    "upcoming": N_("orders not yet open"),
    "past": N_("distribution past"),
}


def add(words: Subject) -> None:
    parser = words.command(
        "distributions",
        _distributions,
        _("All distributions, with ids, days, places, and when orders open and close."),
        "distributions",
        "distributions --group BELLEFONTAINE --json",
        as_json=True,
    )
    group_option(parser, required=False)
    parser = words.command(
        "products",
        _products,
        _("All products at their base price, before any tariff."),
        "products --group BELLEFONTAINE",
        "products --json",
        as_json=True,
    )
    group_option(parser, required=False)
    parser = words.command(
        "orders",
        _orders,
        _("Everybody's orders for a distribution, by basket number. Names and ids, no contacts."),
        "orders --distribution 2026-12-05",
        "orders --distribution 05/12/2026 --group BELLEFONTAINE --json",
        as_json=True,
    )
    parser.add_argument(
        "--distribution", required=True, metavar=_("DISTRIBUTION"), help=_("day, id, or group if it has only one")
    )
    group_option(parser, required=False)


def _distributions(desk: Desk, options: Namespace) -> None:
    from db.distributions import distributions

    now = desk.clock.now()
    found = distributions(desk.book, _group(desk, options))
    if options.json:
        desk.objects(
            [
                {
                    "id": str(one.id),
                    "group_id": str(one.group_id),
                    "group": one.group,
                    "state": one.state(now),
                    "place_id": str(one.place.id),
                    "place": one.place.name,
                    "address": one.place.address,
                    "postcode": one.place.postcode,
                    "city": one.place.city,
                    "timezone": one.place.timezone,
                    "starts_at": utc(one.starts_at),
                    "ends_at": utc(one.ends_at),
                    "opens_at": utc(one.opens_at),
                    "closes_at": utc(one.closes_at),
                }
                for one in found
            ]
        )
        return
    desk.table(
        (_("Id"), _("Group"), _("Day"), _("Place"), _("Orders open"), _("Orders close"), _("State")),
        [
            (
                str(one.id),
                one.group,
                day(one.starts_at, one.place.timezone),
                one.place.name,
                short_day_and_time(one.opens_at, one.place.timezone),
                short_day_and_time(one.closes_at, one.place.timezone),
                _(_STATES[one.state(now)]),
            )
            for one in found
        ],
    )


def _products(desk: Desk, options: Namespace) -> None:
    from db import catalogue, groups

    wanted = _group(desk, options)
    found = [
        (group, one)
        for group in groups.groups(desk.book)
        if wanted in (0, group.id)
        for one in catalogue.products(desk.book, group.id)
    ]
    if options.json:
        desk.objects(
            [
                {
                    "id": str(one.id),
                    "group_id": str(group.id),
                    "group": group.name,
                    "reference": one.reference,
                    "name": one.name,
                    "category": one.category,
                    "producer": one.producer,
                    "unit": one.unit,
                    "base_price_cents": one.base_price,
                    "vat_hundredths_of_percent": one.vat,
                    "minimum_thousandths": one.minimum,
                    "step_thousandths": one.step,
                    "pack_thousandths": one.pack,
                    "labels": list(one.labels),
                    "allergens": list(one.allergens),
                    "available": one.available,
                }
                for group, one in found
            ]
        )
        return
    desk.table(
        (_("Group"), _("Reference"), _("Product"), _("Producer"), _("Price"), _("Minimum"), _("Step"), _("Available")),
        [
            (
                group.name,
                one.reference,
                one.name,
                one.producer,
                unit_price(one.base_price, one.unit),
                quantity(one.minimum, one.unit),
                quantity(one.step, one.unit),
                _("yes") if one.available else _("no"),
            )
            for group, one in found
        ],
        right=(4, 5, 6),
    )


def _orders(desk: Desk, options: Namespace) -> None:
    from db.distributions import find
    from db.orders import all_orders

    one = find(desk.book, options.distribution, _group(desk, options))
    found = all_orders(desk.book, one.id)
    # How an order leaves is between the member and the team: it tells who is in need.
    if options.json:
        desk.objects(
            [
                {
                    "id": str(order.basket_id),
                    "distribution_id": str(one.id),
                    "basket": order.basket,
                    "member_id": str(member_id),
                    "member": name,
                    "recorded_at": utc(order.recorded_at),
                    "total_cents": order.total,
                    "paid": order.paid,
                    "lines": [
                        {
                            "product_id": str(line.product_id),
                            "reference": line.reference,
                            "name": line.name,
                            "unit": line.unit,
                            "quantity_thousandths": line.quantity,
                            "price_cents": line.price,
                            "amount_cents": line.amount,
                        }
                        for line in order.lines
                    ],
                }
                for member_id, name, order in found
            ]
        )
        return
    rows = []
    for _member_id, name, order in found:
        for line in order.lines:
            amounts = (quantity(line.quantity, line.unit), unit_price(line.price, line.unit), money(line.amount))
            rows.append((order.basket, name, line.name, *amounts))
        paid = _("paid") if order.paid else _("not paid")
        rows.append((order.basket, name, f"{_('Total')} ({paid})", "", "", money(order.total)))
    headings = (_("Basket"), _("Member"), _("Product"), _("Quantity"), _("Price"), _("Amount"))
    desk.table(headings, rows, right=(0, 3, 4, 5))


def _group(desk: Desk, options: Namespace) -> int:
    """The id of the group that was named, 0 for all."""
    from db.groups import find

    return find(desk.book, options.group).id if options.group else 0
