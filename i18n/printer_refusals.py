"""Sentences about printers: why a document did not go, what is known of one that went, what a printer is called."""

from __future__ import annotations

from db.errors import PrinterRefused, Refusal
from db.values.text import shown, shown_short
from i18n.language import N_, _

_REASONS = {
    "none": N_("No printer is set up on this computer."),
    "which": N_("This computer has several printers, and none is chosen for Comptoir."),
    "daemon": N_("The computer's print service is not running."),
    "unknown": N_("No printer is called “{printer}” on this computer. Choose another one."),
    "off": N_("The printer “{printer}” is switched off or paused. Switch it on, then print again."),
    "closed": N_("The printer “{printer}” takes no documents now. Choose another one."),
    "refused": N_("The printer “{printer}” refused the document. Check that it is switched on."),
    "timeout": N_("The printer “{printer}” does not answer. Check that it is switched on and plugged in."),
    "unreachable": N_("The printer “{printer}” is out of reach. Check its cable or its network."),
    "address": N_("“{printer}” is not the address of a printer. Example: 192.168.1.50:9100."),
    "kind": N_("“{printer}” is not a printer. Examples: system:NAME, receipt-network:192.168.1.50, folder."),
    "missing": N_("{printer} is not there. Plug it in, then print again."),
    "rights": N_("Comptoir may not write to {printer}. Ask who looks after this computer."),
    "busy": N_("Another program is using the printer {printer}. Wait a little, then print again."),
    "cut": N_("The printer “{printer}” broke off: a part may be printed. Check it, then print again."),
    "full": N_("No room is left in {printer}. Free some space, then print again."),
    "paper": N_("The printer “{printer}” has no paper. Put some in, then print again."),
    "cover": N_("The printer “{printer}” stands open. Close it, then print again."),
    "fault": N_("The printer “{printer}” reports a fault. Look at it, then print again."),
    "library": N_("The receipt printer needs python-escpos. With Internet, once: pip install python-escpos."),
    "viewer": N_("This computer does not open documents by itself. Choose a printer, or open the file."),
    "sheet": N_("This document does not fit the roll of a receipt printer. Choose another printer."),
    "lost": N_("The file is no longer there. Print the document anew."),
}
_STATES = {
    "finished": N_("The printer received all of it. Nothing came out? Print it again."),
    "cancelled": N_("The printing was cancelled."),
    "opened": N_("The document is open: print it from there."),
    "kept": N_("The document is kept as a file."),
    "unknown": N_("Sent to the printer. What became of it is not known: look at the printer."),
    "sending": N_("The document is going to the printer."),
    "waiting": N_("The document waits for the printer."),
    "printing": N_("The printer is at it."),
    "jam": N_("Paper is stuck in the printer. Take it out: printing goes on."),
    "paper": N_("The printer has no paper. Put some in: printing goes on."),
    "cover": N_("The printer stands open. Close it: printing goes on."),
    "ink": N_("The printer has no ink left."),
    "unreachable": N_("The printer does not answer. Switch it on: printing goes on."),
    "off": N_("The printer is paused in the system. The document waits."),
}
_KINDS = {
    "system": N_("printer {target}"),
    "receipt_file": N_("receipt printer at {target}"),
    "receipt_network": N_("receipt printer at {target}"),
    "receipt_queue": N_("receipt printer {target}"),
    "viewer": N_("the computer's own viewer"),
    "folder": N_("files in {target}"),
}


def about_printers(refusal: Refusal) -> str:
    """A sentence about a printer and where the document is, or nothing."""
    if not isinstance(refusal, PrinterRefused):
        return ""
    why = reason_words(refusal.reason, refusal.printer)
    return f"{why} {_('The document is here: {path}').format(path=shown(refusal.path))}" if refusal.path else why


def reason_words(reason: str, printer: str) -> str:
    """Why a document did not go to `printer`."""
    words = _REASONS.get(reason, N_("The document did not go to the printer."))
    if not printer and "{printer}" in words:
        words = N_("The printer does not take the document. Check that it is switched on.")
    return _(words).format(printer=shown_short(printer))


def state_words(name: str, reason: str, printer: str) -> str:
    """What is known of a document that was sent: a state of `printing.printers.STATES`, its reason if it failed."""
    if name in _STATES:
        return _(_STATES[name])
    if not reason:  # it had taken the document
        return _("The printer gave up: nothing, or only a part, is on paper.")
    return reason_words(reason, printer)


def printer_words(kind: str, target: str) -> str:
    """What a printer is called: « imprimante Salon »."""
    if not target:
        plain = {"system": N_("the printer of the system"), "folder": N_("files only, no printer")}
        if kind in plain:
            return _(plain[kind])
    return _(_KINDS[kind]).format(target=shown_short(target))
