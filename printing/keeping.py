"""A document becomes a file before anything else becomes of it: what a printer loses can be found, and sent again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.errors import PrinterRefused
from printing.document import Document
from printing.folder import beside, keep
from printing.printers import Printer

ROLL_WIDTH = 42  # signs of the text that is kept of a receipt


def kept(
    document: Document,
    folder: Path,
    printer: Printer,
    until: int = 0,
    millimetres: int = 80,
    draw: Callable[[Document], bytes] | None = None,
) -> Path:
    """Draw a document for `printer` and keep it in `folder`, numbered; the file to send. To be called in a thread.

    A PDF; for a receipt printer its bytes, and beside them a text that people can read. `until` (UTC seconds) is when
    contact data is over, for documents that hold some; `millimetres` is the width of the roll; `draw` makes the PDF
    in the place of `printing.pdf.pdf`. Refuses with DiskFull, NotSaved, PrinterRefused ('library': the text is kept;
    'sheet': no such document on a roll).
    """
    if document.holds_contacts and not until:
        raise ValueError("contact data is kept for a time only")
    if not printer.takes_rolls:
        return keep(folder, document.name, "pdf", (draw or _pdf)(document), until)
    if document.sheet not in ("receipt", "labels"):
        raise PrinterRefused(printer=printer.target, reason="sheet", path="", detail="")
    from printing.escpos import escpos
    from printing.plain import plain

    text = keep(folder, document.name, "txt", plain(document, ROLL_WIDTH).encode(), until)
    try:
        return beside(text, "escpos", escpos(document, millimetres))
    except PrinterRefused as refusal:
        raise PrinterRefused(
            printer=printer.target, reason=refusal.reason, path=str(text), detail=refusal.detail
        ) from refusal


def _pdf(document: Document) -> bytes:
    from printing.pdf import pdf

    return pdf(document)
