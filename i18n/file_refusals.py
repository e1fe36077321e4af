"""Sentences for refused files: the book, its copies, what is imported."""

from __future__ import annotations

from collections.abc import Callable

from db import errors
from db.values.text import shown, shown_short
from i18n.language import N_, _, ngettext

_BACKUPS = {
    "exists": N_("There is a file at {path} already. Nothing is overwritten: choose another name."),
    "folder": N_("The folder of {path} is missing, or may not be written to. The copy is not made."),
    "full": N_("The disk of {path} is full. The copy is not made: free some space, or choose another disk."),
    "different": N_("The copy at {path} is not the same as the book. It was thrown away: make it again."),
    "damaged": N_("The copy at {path} is damaged. The book is not changed: use another copy."),
}
_CELLS = {
    "number": N_("“{text}” is not a number. Example: 6.10."),
    "ambiguous": N_("“{text}” may be read in two ways. Write it without thousands, with two decimals: 1000.00."),
    "cents": N_("“{text}” is not a whole number of cents. Example: 610 for 6.10 €."),
    "unit": N_("“{text}” is not a unit. Choose kg, L or pièce."),
    "empty": N_("This cell is empty. Fill it in."),
    "negative": N_("“{text}” is negative. Give a number above zero."),
    "whole": N_("“{text}” is not a whole number. Pieces are not divided."),
    "multiple": N_("“{text}” is not a multiple of the step. Correct one of them."),
    "duplicate": N_("“{text}” stands in the file twice. Keep one line."),
    "vat": N_("“{text}” is not a rate of VAT. Example: 5.5."),
    "yes_no": N_("“{text}” is neither oui nor non. Choose one of them."),
    "group": N_("“{text}” is another group. Import its lines with that group's name."),
    "columns": N_("This line does not have as many columns as the heading."),
    "letter": N_("“{text}” is not the letter of a tariff. Example: A."),
}
_FILES = {
    "missing": N_("There is no file at {path}. Check the path."),
    "rights": N_("Comptoir may not read the file {path}. Check its rights."),
    "encoding": N_("The file {path} is not text in UTF-8. Save it as “CSV UTF-8”, then try again."),
    "spreadsheet": N_("The file {path} is a spreadsheet. Save it as “CSV UTF-8”, then try again."),
    "size": N_("The file {path} is too large to be a list of products or members. Nothing is imported."),
    "quotes": N_("Quotation marks are not closed in the file {path}. Nothing is imported."),
    "twice": N_("A column stands twice in the file {path}: {detail}. Nothing is imported."),
    "empty": N_("The file {path} is empty. Nothing is imported."),
    "columns": N_("Columns are missing in the file {path}: {detail}. Nothing is imported."),
}


def about_books(refusal: errors.Refusal) -> str:
    """A sentence about the book itself, or nothing."""
    match refusal:
        case errors.BookMissing():
            words = _("There is no Comptoir book at {path}. Check the path, or begin a new book.")
        case errors.BookExists():
            words = _("There is a file at {path} already. Nothing is overwritten: choose another name.")
        case errors.BookEmpty():
            words = _("The file {path} is empty: a copy that was cut short, or a full disk. Go back to a backup copy.")
        case errors.BookForeign():
            words = _("{path} is not a Comptoir book. It is left as it is. Check the path.")
        case errors.BookNewer():
            return _(
                "The book {path} was written by a newer Comptoir (version {version}, this one knows {known}). "
                "It is left as it is: update Comptoir."
            ).format(path=shown(refusal.path), version=refusal.version, known=refusal.known)
        case errors.BookDamaged():
            words = _("The book {path} is damaged. It is left as it is: keep this file, and go back to a backup copy.")
        case errors.BookReadOnly():
            words = _("Comptoir may not write to {path}. Check the rights of the file and of its folder.")
        case errors.BookLocked():
            words = _("Another program is using the book {path}. Close that program, then try again.")
        case errors.BookRefused():
            words = _("The file {path} cannot be opened as a book. It is left as it is.")
        case _:
            return ""
    return words.format(path=shown(refusal.path))


def about_files(refusal: errors.Refusal, sentence: Callable[[errors.Refusal], str]) -> str:
    """A sentence about a copy or an imported file, or nothing. `sentence` tells why a line was refused."""
    match refusal:
        case errors.BackupFailed():
            words = _BACKUPS.get(refusal.reason, N_("The copy at {path} is not made. The book is not changed."))
            return _(words).format(path=shown(refusal.path))
        case errors.LineRefused(column=""):
            return _("Line {line}: {cause}").format(line=refusal.line, cause=sentence(refusal.cause))
        case errors.LineRefused():
            return _("Line {line}, column “{column}”: {cause}").format(
                line=refusal.line, column=shown_short(refusal.column), cause=sentence(refusal.cause)
            )
        case errors.CellInvalid():
            words = _CELLS.get(refusal.reason, N_("“{text}” does not fit here."))
            return _(words).format(text=shown_short(refusal.text))
        case errors.ImportRefused():
            n = len({one.line for one in refusal.lines})  # a line may be refused for several columns
            return ngettext(
                "{n} line is refused. Nothing is imported: correct it, then try again.",
                "{n} lines are refused. Nothing is imported: correct them, then try again.",
                n,
            ).format(n=n)
        case errors.NotSaved():
            return _("Comptoir may not write into the folder {path}. Nothing is saved: check its rights.").format(
                path=shown(refusal.path)
            )
        case errors.NeverPrinted():
            return _("This document was not printed yet: there is nothing to compare with. Print it whole first.")
        case errors.FileUnreadable():
            words = _FILES.get(refusal.reason, N_("The file {path} cannot be read. Nothing is imported."))
            return _(words).format(path=shown(refusal.path), detail=shown(refusal.detail))
    return ""
