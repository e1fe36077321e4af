"""`comptoir slots`: the time slots of a distribution, how full they are, and placing people in them."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from i18n.formats import day, time_of_day
from i18n.language import _, ngettext
from tui.commands.desk import OK, Desk
from tui.commands.parser import Subject, group_option, whole_number
from tui.commands.times import utc

if TYPE_CHECKING:
    from db.values.orders import Distribution


def add(words: Subject) -> None:
    parser = words.command(
        "slots",
        _slots,
        _(
            "Time slots of a distribution: how many people wish each one, and who comes when. Names and ids, no "
            "contacts.\nWith on, off or place, a coordinator switches them on or off, or places everybody."
        ),
        "slots --distribution 2026-12-05",
        "slots --distribution 2026-12-05 --json",
        "slots on --distribution 2026-12-05 --minutes 15 --places 6 --as coordination@example.org",
        "slots place --distribution 2026-12-05 --as coordination@example.org",
        who=True,
        as_json=True,
    )
    parser.add_argument("what", nargs="?", choices=["on", "off", "place"], help=_("change them, as a coordinator"))
    parser.add_argument(
        "--distribution", required=True, metavar=_("DISTRIBUTION"), help=_("day, id, or group if it has only one")
    )
    group_option(parser, required=False)
    number = whole_number(0, 10_000)
    parser.add_argument("--minutes", type=number, default=15, metavar="N", help=_("how long a slot is (15)"))
    parser.add_argument("--places", type=number, default=None, metavar="N", help=_("people per slot; none: no limit"))


def _slots(desk: Desk, options: Namespace) -> int:
    from db import placing, slots
    from db.distributions import find
    from db.groups import find as find_group

    group_id = find_group(desk.book, options.group).id if options.group else 0
    one = find(desk.book, options.distribution, group_id)
    if options.what == "on":
        slots.switch_on(desk.book, desk.who(), one.id, options.minutes, options.places)
    elif options.what == "off":
        slots.switch_off(desk.book, desk.who(), one.id)
        desk.say(_("This distribution has no time slots any more."))
        return OK
    elif options.what == "place":
        done = placing.place_everyone(desk.book, desk.who(), one.id)
        desk.say(
            ngettext("{n} person has a slot,", "{n} people have a slot,", done.placed).format(n=done.placed)
            + " "
            + _("{wished} as they wished, {without} without.").format(wished=done.as_wished, without=done.without)
        )
    _show(desk, options, one)
    return OK


def _show(desk: Desk, options: Namespace, one: Distribution) -> None:
    from db import slots
    from db.errors import NoSlots

    found = slots.fullness(desk.book, one.id)
    if not found:
        raise NoSlots()
    visits = slots.board(desk.book, one.id)
    zone = one.place.timezone
    if options.json:
        desk.objects(
            [
                {
                    "starts_at": utc(slot.start),
                    "ends_at": utc(slot.end),
                    "wished": slot.wished,
                    "placed": slot.placed,
                    "places": slot.places or None,
                    "people": [
                        {
                            "id": str(visit.basket_id),
                            "basket": visit.basket,
                            "member_id": str(visit.member_id),
                            "member": visit.name,
                            "as_wished": visit.as_wished,
                            "by_hand": visit.by_hand,
                        }
                        for visit in visits
                        if visit.start == slot.start
                    ],
                }
                for slot in found
            ]
        )
        return
    desk.say(day(one.starts_at, zone))
    rows = [
        (
            f"{time_of_day(slot.start, zone)}–{time_of_day(slot.end, zone)}",
            str(slot.wished),
            str(slot.placed),
            str(slot.places) if slot.places else "",
            ", ".join(f"{visit.basket} {visit.name}" for visit in visits if visit.start == slot.start),
        )
        for slot in found
    ]
    desk.table((_("Slot"), _("Wished"), _("Placed"), _("Places"), _("Who")), rows, right=(1, 2, 3))
    without = [f"{visit.basket} {visit.name}" for visit in visits if visit.start is None]
    if without:
        desk.say(_("Without a slot: {people}").format(people=", ".join(without)))
