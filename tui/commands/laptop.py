"""`comptoir laptop`: what this laptop remembers for itself."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace

from db.errors import PrinterRefused
from db.values.text import shown
from i18n.language import LANGUAGES, _
from i18n.printer_refusals import printer_words
from i18n.refusals import sentence
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
        "laptop --printers",
        "laptop --printer system:Salon --receipt-printer receipt-network:192.168.1.50 --receipt-width 58",
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

    parser.add_argument(
        "--printer",
        metavar=_("PRINTER"),
        type=_printer,
        help=_(
            "what documents are printed with: system:NAME, viewer, folder, folder:PATH; auto: what the computer has"
        ),
    )
    parser.add_argument(
        "--receipt-printer",
        metavar=_("PRINTER"),
        type=_printer,
        help=_(
            "what receipts and labels are printed with: receipt-file:DEVICE, receipt-network:ADDRESS, "
            "receipt-queue:NAME; auto: the same printer"
        ),
    )
    parser.add_argument(
        "--receipt-width", type=int, choices=preferences.ROLLS, help=_("the width of its roll in millimetres (80)")
    )
    parser.add_argument("--printers", action="store_true", help=_("list what this computer could print with"))


def _printer(text: str) -> str:
    """As preferences keep it. Refuses what is no printer, with a sentence."""
    from printing.printers import read, written

    if text in ("auto", ""):
        return ""
    try:
        return written(read(text))
    except PrinterRefused as refusal:
        raise ArgumentTypeError(sentence(refusal)) from refusal


def _list(desk: Desk) -> None:
    from printing.printers import available, written

    found = available()
    for printer in found.printers:
        desk.give(f"{shown(written(printer))}  {printer_words(*printer)}")
    if found.trouble is not None:
        desk.say(sentence(found.trouble))


def _laptop(desk: Desk, options: Namespace) -> None:
    if options.printers:
        _list(desk)
        return
    kept = preferences.load(desk.home)
    changes = {
        "language": options.first_language,
        "theme": "" if options.colours == "auto" else options.colours,
        "lock_member": options.lock_member,
        "lock_volunteer": options.lock_volunteer,
        "escape_ms": options.escape,
        "printer": options.printer,
        "receipt_printer": options.receipt_printer,
        "receipt_width": options.receipt_width,
    }
    changes = {name: value for name, value in changes.items() if value is not None}
    if changes:
        kept = kept._replace(**changes)
        preferences.save(desk.home, kept)
    desk.give(f"first-language   {kept.language}")
    desk.give(f"colours          {kept.theme or 'auto'}")
    desk.give(f"lock-member      {kept.lock_member}")
    desk.give(f"lock-volunteer   {kept.lock_volunteer}")
    desk.give(f"escape           {kept.escape_ms}")
    desk.give(f"printer          {shown(kept.printer) or 'auto'}")
    desk.give(f"receipt-printer  {shown(kept.receipt_printer) or 'auto'}")
    desk.give(f"receipt-width    {kept.receipt_width}")
