"""`comptoir backup` and `comptoir restore`: checked copies of the book."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from i18n.language import _
from tui.commands.desk import Desk
from tui.commands.parser import Subject


def add(words: Subject) -> None:
    parser = words.command(
        "backup",
        _backup,
        _("A whole copy of the book, read again and compared. It holds everybody's addresses: keep it safe."),
        "backup /media/usb/comptoir-2026-12-05.db",
    )
    parser.add_argument("file", metavar=_("FILE"), help=_("the copy; nothing may be there yet"))
    parser = words.command(
        "restore",
        _restore,
        _(
            "Put a copy in the place of the book. A book that is still there is only replaced with --aside, which\n"
            "keeps it under another name: close Comptoir first."
        ),
        "restore /media/usb/comptoir-2026-12-05.db",
        "restore backups/comptoir-1796198400.db --aside",
    )
    parser.add_argument("file", metavar=_("FILE"), help=_("the copy"))
    parser.add_argument("--aside", action="store_true", help=_("rename the book that is there"))


def _backup(desk: Desk, options: Namespace) -> None:
    from db.backup import backup

    file = backup(desk.book, Path(options.file).expanduser().absolute())
    desk.say(_("The copy is made and checked: {path}").format(path=file))


def _restore(desk: Desk, options: Namespace) -> None:
    from db.aside import replace
    from db.backup import restore

    source = Path(options.file).expanduser().absolute()
    if options.aside:
        aside = replace(source, desk.path, desk.home, desk.clock)
        desk.say(_("The book that was there is now {path}").format(path=aside))
    else:
        restore(source, desk.path, desk.home)
    desk.say(_("The copy is in its place: {path}").format(path=desk.path))
