"""`comptoir laptop`: what this laptop remembers for itself."""

from __future__ import annotations

from argparse import Namespace

from i18n.language import LANGUAGES, _
from tui import preferences
from tui.commands.desk import Desk
from tui.commands.parser import Subject, whole_number
from tui.themes import NAMES


def add(words: Subject) -> None:
    parser = words.command(
        "laptop",
        _laptop,
        _("Show what this laptop remembers for itself, or change it: nothing of it stands in the book."),
        "laptop",
        "laptop --lock-member 120 --lock-volunteer 600",
        "laptop --first-language de --colours contrast",
    )
    parser.add_argument("--first-language", choices=tuple(LANGUAGES), help=_("the language of the first screen"))
    parser.add_argument(
        "--colours", choices=(*NAMES, "auto"), help=_("the colours of the interface; auto: what the terminal can show")
    )
    seconds = whole_number(preferences.SHORTEST_LOCK, preferences.LONGEST_LOCK)
    parser.add_argument(
        "--lock-member", type=seconds, metavar=_("SECONDS"), help=_("lock after so long without a key (90)")
    )
    parser.add_argument("--lock-volunteer", type=seconds, metavar=_("SECONDS"), help=_("the same for the team (300)"))
    parser.add_argument(
        "--escape",
        type=whole_number(1, 1000),
        metavar=_("MILLISECONDS"),
        help=_("how long Escape waits for the rest of a key (25); more over a slow line"),
    )


def _laptop(desk: Desk, options: Namespace) -> None:
    kept = preferences.load(desk.home)
    changes = {
        "language": options.first_language,
        "theme": "" if options.colours == "auto" else options.colours,
        "lock_member": options.lock_member,
        "lock_volunteer": options.lock_volunteer,
        "escape_ms": options.escape,
    }
    changes = {name: value for name, value in changes.items() if value is not None}
    if changes:
        kept = kept._replace(**changes)
        preferences.save(desk.home, kept)
    desk.give(f"first-language  {kept.language}")
    desk.give(f"colours         {kept.theme or 'auto'}")
    desk.give(f"lock-member     {kept.lock_member}")
    desk.give(f"lock-volunteer  {kept.lock_volunteer}")
    desk.give(f"escape          {kept.escape_ms}")
