"""`comptoir import`: catalogues and members from files."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from db.values.catalogue import ImportReport
from i18n.formats import number
from i18n.language import _
from i18n.refusals import sentence
from tui.commands.desk import Desk
from tui.commands.parser import Parser, Subject, group_option


def add(words: Subject) -> None:
    subject = words.subject("import", _("take a catalogue or members from a file"))
    _options(
        subject.command(
            "catalogue",
            _catalogue,
            _(
                "Products of a file into a group's catalogue. Columns, by their headings: ref, name_fr, category,\n"
                "producer, unit (kg, L, pièce), price_cents_per_unit, vat_percent, min_qty, step_qty, pack_size,\n"
                "labels, allergens, available (1 or 0). A known reference takes what the file says; its old price\n"
                "stays in the history. The same file twice changes nothing."
            ),
            "import catalogue catalogue.csv --group BELLEFONTAINE --as coordination@example.org",
            "import catalogue catalogue.csv --group BELLEFONTAINE --skip-bad --as 1 --secret-file code.txt",
            who=True,
        )
    )
    _options(
        subject.command(
            "members",
            _members,
            _(
                "Members of a file into a group. Columns, by their headings: groupName, firstName, lastName, email,\n"
                "phone, address1, address2, zipCode, city. E-mail or phone is enough. Nobody gets a code: a\n"
                "volunteer gives them one for their first time (comptoir member code)."
            ),
            "import members members.csv --group BELLEFONTAINE --as coordination@example.org",
            who=True,
        )
    )


def _options(parser: Parser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("text with commas or semicolons (CSV)"))
    group_option(parser)
    parser.add_argument("--skip-bad", action="store_true", help=_("leave out the lines that are refused"))


def _catalogue(desk: Desk, options: Namespace) -> None:
    from db.imports import import_catalogue

    _take(desk, options, import_catalogue)


def _members(desk: Desk, options: Namespace) -> None:
    from db.imports import import_members

    _take(desk, options, import_members)


def _take(desk: Desk, options: Namespace, take: Callable[..., ImportReport]) -> None:
    from db.groups import find

    group = find(desk.book, options.group)
    file = Path(options.file).expanduser()
    report = take(desk.book, desk.who(), group.id, file, skip_bad=options.skip_bad)
    for line in report.lines:
        desk.say(sentence(line))
    desk.say(
        _("Added: {added}. Changed: {changed}. Unchanged: {unchanged}. Left out: {refused}.").format(
            added=number(report.added),
            changed=number(report.changed),
            unchanged=number(report.unchanged),
            refused=number(report.refused),
        )
    )
