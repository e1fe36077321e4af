"""`comptoir group`: what a group is called, its rules, its place and its tariffs."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError, Namespace
from typing import Any

from i18n.language import _
from tui.commands.desk import Desk
from tui.commands.parser import Parser, Subject

_RULES = (
    "welcome",
    "contact",
    "address_required",
    "self_reduction",
    "tolerance",
    "contact_days",
    "pending_grace",
    "default_tariff",
)
_PLACE = ("address", "postcode", "city", "timezone")
_TARIFF = re.compile(r"([A-Za-z])=([+-]?)([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?%?")


def add(words: Subject) -> None:
    subject = words.subject("group", _("add a group, or change its rules"))
    parser = subject.command(
        "add",
        _add,
        _("A new group; its id is printed. Who adds it coordinates it. Makes the book if there is none."),
        'group add "3 COCUS" --place "Maison de quartier" --address "1 place X" --postcode 31200 --city Toulouse',
        "group add SOUPETARD --address-required yes --tariff B=-10 --tariff C=-25 --as coordination@example.org",
        who=True,
    )
    parser.add_argument("name", metavar=_("NAME"))
    _options(parser)
    parser = subject.command(
        "set",
        _set,
        _("Change a group. What is not given stays as it is."),
        'group set SOUPETARD --welcome "Bienvenue !" --contact "soupetard@example.org" --as coordination@example.org',
        "group set SOUPETARD --tariff B=-12,5 --as coordination@example.org",
        who=True,
    )
    parser.add_argument("group", metavar=_("GROUP"), help=_("name or id of the group"))
    parser.add_argument("--name", metavar=_("NAME"), help=_("a new name"))
    _options(parser)


def _options(parser: Parser) -> None:
    def option(name: str, about: str, **more: Any) -> None:
        parser.add_argument(f"--{name}", help=about, **more)

    option("welcome", _("words of welcome"), metavar=_("TEXT"))
    option("contact", _("public contact of the coordination"), metavar=_("TEXT"))
    option("address-required", _("members give their address"), type=_yes_no, metavar=_("yes|no"))
    option("self-reduction", _("members may reduce their own order"), type=_yes_no, metavar=_("yes|no"))
    option("tolerance", _("percent between ordered and weighed"), type=int, metavar="N")
    option("contact-days", _("days that contacts stay with deliverers"), type=int, metavar="N")
    option("pending-grace", _("minutes that a pending basket outlives the closing"), type=int, metavar="N")
    option(
        "tariff",
        _("a letter and a percentage on the base price; may be given again"),
        type=_tariff,
        action="append",
        metavar="B=-10",
    )
    option("default-tariff", _("the tariff of who joins alone"), metavar=_("LETTER"))
    option("place", _("where goods are handed out; a known place is changed, another one added"), metavar=_("NAME"))
    for part in _PLACE[:3]:
        option(part, _("of this place"), metavar=_("TEXT"))
    option("timezone", _("of this place (Europe/Paris)"), metavar=_("ZONE"))


def _add(desk: Desk, options: Namespace) -> None:
    from db import groups

    desk.make_book()
    book, by = desk.book, desk.who()
    group_id = groups.add(book, by, options.name, **_given(options))
    desk.say(_("The group {name} is there.").format(name=options.name))
    desk.give(group_id)


def _set(desk: Desk, options: Namespace) -> None:
    from db import groups

    book, by = desk.book, desk.who()
    given = _given(options)
    if options.name is not None:
        given["name"] = options.name
    changed = groups.change(book, by, groups.find(book, options.group).id, **given)
    desk.say(_("The group {name} is set.").format(name=changed.name))


def _given(options: Namespace) -> dict[str, Any]:
    """What was given, as `db.groups` takes it."""
    given = {name: getattr(options, name) for name in _RULES if getattr(options, name) is not None}
    place = {name: getattr(options, name) for name in _PLACE if getattr(options, name) is not None}
    if place and not options.place:
        raise ArgumentTypeError(_("Say which place this is: --place NAME."))
    if options.place:
        given["place"] = {"name": options.place, **place}
    if options.tariff:
        given["points"] = dict(options.tariff)
    return given


def _yes_no(text: str) -> bool:
    word = text.strip().casefold()
    if word in ("yes", "oui", "ja", "1"):
        return True
    if word in ("no", "non", "nein", "0"):
        return False
    raise ArgumentTypeError(_("“{text}” is neither yes nor no.").format(text=text))


def _tariff(text: str) -> tuple[str, int]:
    """« B=-12,5 »: the letter, and hundredths of a percent."""
    found = _TARIFF.fullmatch(text.strip())
    if found is None:
        raise ArgumentTypeError(_("“{text}” is not a letter and a percentage. Example: B=-10.").format(text=text))
    letter, sign, whole, decimals = found.groups()
    points = int(whole) * 100 + int((decimals or "").ljust(2, "0"))
    return letter.upper(), -points if sign == "-" else points
