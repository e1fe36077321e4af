"""The parser of all commands, and the options that several of them share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from i18n.language import LANGUAGES, _
from tui.commands.languages import teach_argparse
from tui.themes import NAMES

if TYPE_CHECKING:
    from tui.commands.desk import Desk

Run = Callable[["Desk", argparse.Namespace], int | None]


class Parser(argparse.ArgumentParser):
    """Examples keep their lines; options are never guessed from their beginning."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)


class Subject:
    """A word of the command line, such as `group`, under which commands stand."""

    def __init__(self, words: Any) -> None:
        self._words = words

    def subject(self, name: str, about: str) -> Subject:
        parser = self._words.add_parser(name, help=about, description=about)
        return Subject(parser.add_subparsers(metavar=_("COMMAND"), required=True))

    def command(
        self, name: str, run: Run, about: str, *examples: str, who: bool = False, as_json: bool = False
    ) -> Parser:
        """A command; `who`: it asks who is acting; `as_json`: what it prints may be read by programs."""
        epilog = "\n".join([_("Examples:"), *(f"  comptoir {line}" for line in examples), "", exit_codes()])
        first_sentence = about.replace("\n", " ").partition(". ")[0].rstrip(".")
        parser: Parser = self._words.add_parser(name, help=first_sentence, description=about, epilog=epilog)
        shared(parser)
        if who:
            parser.add_argument(
                "--as",
                dest="who",
                metavar=_("MEMBER"),
                help=_("who is doing this: e-mail, phone or member number; the code is asked for"),
            )
            parser.add_argument(
                "--secret-file",
                metavar=_("FILE"),
                help=_("the code is the first line of this file; - is standard input"),
            )
            parser.add_argument(
                "--clock-is-right",
                action="store_true",
                help=_("a coordinator confirms this computer's hour, for this command"),
            )
        if as_json:
            parser.add_argument("--json", action="store_true", help=_("a list of objects for programs, not a table"))
        parser.set_defaults(run=run)
        return parser


def shared(parser: argparse.ArgumentParser) -> None:
    """Options that may stand before and after the command: what was said before is not unsaid after."""
    kept = argparse.SUPPRESS
    parser.add_argument("--book", metavar=_("FILE"), default=kept, help=_("another book than this laptop's own"))
    parser.add_argument("--language", choices=list(LANGUAGES), default=kept, help=_("the language of messages"))


def exit_codes() -> str:
    return _(
        "Exit codes: 0 done, 1 refused and nothing changed, 2 mistake in the command, 3 the book cannot be opened,\n"
        "4 not allowed or not signed in, 70 a fault in Comptoir, 130 stopped."
    )


def group_option(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument("--group", metavar=_("NAME"), required=required, help=_("name or id of the group"))


def whole_parser() -> Parser:
    from tui.commands import (
        book,
        day,
        deliveries,
        demo,
        distribution,
        group,
        importing,
        laptop,
        member,
        printing,
        reads,
        slots,
    )

    teach_argparse()
    parser = Parser(
        prog="comptoir",
        description=_("The counter of a bulk-food buying group. Without a command, it opens the interface."),
        epilog="\n".join(
            [
                _("Examples:"),
                "  comptoir",
                "  comptoir demo",
                '  comptoir --kiosk --groups "3 COCUS,BELLEFONTAINE"',
                "  comptoir orders --distribution 2026-12-05 --json",
                "",
                _("Each command has its own help: comptoir import catalogue --help"),
                exit_codes(),
            ]
        ),
    )
    number = f"comptoir {version('comptoir-vrac')}"
    parser.add_argument("--version", action="version", version=number, help=_("show the version and exit"))
    shared(parser)
    parser.add_argument("--kiosk", action="store_true", help=_("a shared computer: members cannot quit"))
    parser.add_argument("--groups", metavar=_("NAME,…"), help=_("the groups that a kiosk shows"))
    parser.add_argument("--theme", choices=NAMES, help=_("the colours of the interface"))
    words = Subject(parser.add_subparsers(metavar=_("COMMAND"), required=True, parser_class=Parser))
    for module in (importing, group, member, distribution, reads, day, deliveries, slots, printing, book, laptop, demo):
        module.add(words)
    return parser


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers for `type=`; others are refused with the two bounds."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(_("a whole number from {least} to {most}").format(least=least, most=most))

    return read
