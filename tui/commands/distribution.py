"""`comptoir distribution`: when and where goods are handed out, when orders open, what is counted."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, time
from typing import TYPE_CHECKING

from db.errors import DatesOutOfOrder
from i18n.formats import day_and_time, quantity
from i18n.language import _
from tui.commands.desk import REFUSED, Desk, Stop
from tui.commands.parser import Parser, Subject, group_option
from tui.commands.times import instant, read_day, read_hours, read_moment

if TYPE_CHECKING:
    from db.values.orders import Distribution


def add(words: Subject) -> None:
    subject = words.subject("distribution", _("add a distribution, change it, open or close its orders"))
    parser = subject.command(
        "add",
        _add,
        _("A new distribution; its id is printed. Days and hours are those of its place."),
        "distribution add --group BELLEFONTAINE --day 2026-12-05 --hours 13:00-20:00 \\\n"
        '      --opens "2026-11-20 08:00" --closes "2026-12-02 12:00" --as coordination@example.org',
        who=True,
    )
    group_option(parser)
    _times(parser, required=True)
    parser = subject.command(
        "change",
        _change,
        _("Change a distribution. What is not given stays as it is."),
        'distribution change 2026-12-05 --closes "2026-12-03 12:00" --as coordination@example.org',
        "distribution change 05/12/2026 --group BELLEFONTAINE --hours 14:00-19:00 --as coordination@example.org",
        who=True,
    )
    _which(parser)
    _times(parser, required=False)
    parser = subject.command(
        "open",
        _open,
        _("Orders open now. Those that closed already need a new closing."),
        "distribution open 2026-12-05 --as coordination@example.org",
        'distribution open 2026-12-05 --closes "2026-12-03 12:00" --as coordination@example.org',
        who=True,
    )
    _which(parser)
    parser.add_argument("--closes", type=read_moment, metavar=_("DAY HOUR"), help=_("when orders close"))
    parser = subject.command(
        "close",
        _close,
        _("Orders close now. What is recorded stays; a copy of the book is kept beside it."),
        "distribution close 2026-12-05 --as coordination@example.org",
        who=True,
    )
    _which(parser)
    parser = subject.command(
        "stock",
        _stock,
        _("How much of a product there is: no more can be ordered. What is ordered already counts."),
        'distribution stock 2026-12-05 "Abricots bruns secs" "12,5 kg" --as coordination@example.org',
        who=True,
    )
    _which(parser)
    parser.add_argument("product", metavar=_("PRODUCT"), help=_("reference, name or id"))
    parser.add_argument("quantity", metavar=_("QUANTITY"), help=_("such as 12,5 kg"))


def _which(parser: Parser) -> None:
    parser.add_argument("distribution", metavar=_("DISTRIBUTION"), help=_("day, id, or group if it has only one"))
    group_option(parser, required=False)


def _times(parser: Parser, *, required: bool) -> None:
    def option(name: str, about: str, metavar: str, read: object) -> None:
        parser.add_argument(f"--{name}", type=read, required=required, metavar=metavar, help=about)  # type: ignore[arg-type]

    option("day", _("the day goods are handed out"), _("DAY"), read_day)
    option("hours", _("from when to when, such as 13:00-20:00"), _("HOURS"), read_hours)
    option("opens", _("when orders open"), _("DAY HOUR"), read_moment)
    option("closes", _("when orders close"), _("DAY HOUR"), read_moment)
    parser.add_argument("--place", metavar=_("NAME"), help=_("name or id; not needed for a group's only place"))


def _find(desk: Desk, options: Namespace) -> Distribution:
    from db import distributions, groups

    group_id = groups.find(desk.book, options.group).id if options.group else 0
    return distributions.find(desk.book, options.distribution, group_id)


def _add(desk: Desk, options: Namespace) -> None:
    from db import distributions, groups

    book, by = desk.book, desk.who()
    group_id = groups.find(book, options.group).id
    place = groups.find_place(book, group_id, options.place or "")
    start, end = options.hours
    distribution_id = distributions.add(
        book,
        by,
        group_id,
        place.id,
        starts_at=instant(datetime.combine(options.day, start), place.timezone),
        ends_at=instant(datetime.combine(options.day, end), place.timezone),
        opens_at=instant(options.opens, place.timezone),
        closes_at=instant(options.closes, place.timezone),
    )
    _tell(desk, distributions.distribution(book, distribution_id))
    desk.give(distribution_id)


def _change(desk: Desk, options: Namespace) -> None:
    from zoneinfo import ZoneInfo

    from db import distributions, groups

    book, by = desk.book, desk.who()
    old = _find(desk, options)
    place = groups.find_place(book, old.group_id, options.place) if options.place else old.place
    changes = {"place_id": place.id} if options.place else {}
    zone = ZoneInfo(place.timezone)
    starts, ends = (datetime.fromtimestamp(at, zone) for at in (old.starts_at, old.ends_at))
    if options.day or options.hours:
        day = options.day or starts.date()
        hours: tuple[time, time] = options.hours or (starts.time(), ends.time())
        for name, hour in zip(("starts_at", "ends_at"), hours, strict=True):
            changes[name] = instant(datetime.combine(day, hour), place.timezone)
    for name in ("opens", "closes"):
        if moment := getattr(options, name):
            changes[f"{name}_at"] = instant(moment, place.timezone)
    _tell(desk, distributions.change(book, by, old.id, **changes))


def _open(desk: Desk, options: Namespace) -> None:
    from db import distributions

    book, by = desk.book, desk.who()
    old = _find(desk, options)
    if options.closes:
        closes_at = instant(options.closes, old.place.timezone)
        new = distributions.change(book, by, old.id, opens_at=book.clock.now(), closes_at=closes_at)
    else:
        try:
            new = distributions.open_now(book, by, old.id)
        except DatesOutOfOrder as refusal:
            if refusal.later != "closes":
                raise
            raise Stop(REFUSED, _closed_already(old, book.clock.now())) from refusal
    _tell(desk, new)


def _closed_already(one: Distribution, now: int) -> str:
    zone = one.place.timezone
    if one.starts_at <= now:
        return _("This distribution began on {start}: its orders cannot open again.").format(
            start=day_and_time(one.starts_at, zone)
        )
    return _(
        "Orders closed on {day}. Say until when they open again: --closes followed by a day and an hour, before the\n"
        'distribution begins on {start}. Example: --closes "2026-12-05 13:00".'
    ).format(day=day_and_time(one.closes_at, zone), start=day_and_time(one.starts_at, zone))


def _close(desk: Desk, options: Namespace) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from db import distributions
    from db.closing import close_what_is_over

    book, by = desk.book, desk.who()
    new = distributions.close_now(book, by, _find(desk, options).id)
    with ThreadPoolExecutor(1) as pool:  # it takes a connection of its own
        pool.submit(close_what_is_over, book).result()
    _tell(desk, new)


def _stock(desk: Desk, options: Namespace) -> None:
    from db import catalogue
    from db.values.quantity import read_quantity

    book, by = desk.book, desk.who()
    one = _find(desk, options)
    product = catalogue.find(book, one.group_id, options.product)
    amount = read_quantity(options.quantity, product.unit)
    catalogue.set_offer(book, by, one.id, product.id, amount)
    desk.say(
        _("There is {quantity} of {product} for this distribution.").format(
            quantity=quantity(amount, product.unit), product=product.name
        )
    )


def _tell(desk: Desk, one: Distribution) -> None:
    zone = one.place.timezone
    desk.say(
        _("{group}, {place}: distribution on {day}. Orders open on {opens} and close on {closes}.").format(
            group=one.group,
            place=one.place.name,
            day=day_and_time(one.starts_at, zone),
            opens=day_and_time(one.opens_at, zone),
            closes=day_and_time(one.closes_at, zone),
        )
    )
