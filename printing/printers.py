"""The printer that this laptop prints with, and a document's way to it.

A document is a file before it is sent (`printing.folder.keep`): whatever becomes of it, it can be found and sent again.
`send` answers or refuses within two seconds and is called in a thread; what takes longer goes on by itself, and `state`
says what is known of it. Known is at best that a printer took it: nobody but who stands there knows that it is printed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from db.errors import DiskFull, NotSaved, PrinterRefused
from printing.document import Document
from printing.errand import Errand, Trouble

ANSWER = 2.0  # seconds
# The system's queue by its name ('' is the system's own choice); bytes for a receipt printer into a device, to
# host:port, through a queue; the viewer of Windows; another folder ('' : only where the document is kept).
KINDS = ("system", "receipt_file", "receipt_network", "receipt_queue", "viewer", "folder")
_NEEDS_TARGET = ("receipt_file", "receipt_network", "receipt_queue")
_ROLLS = ("receipt", "labels")  # what receipt printers print
BYTES = ".escpos"  # suffix of what receipt printers take
_LONGEST = 300  # characters of a target

# What `state` says. The first six are over; of the others one may ask again.
FINISHED, CANCELLED, FAILED, OPENED, KEPT, UNKNOWN = "finished", "cancelled", "failed", "opened", "kept", "unknown"
STATES = (
    FINISHED,  # the printer took all of it
    CANCELLED,
    FAILED,  # `State.reason` says why, as in PrinterRefused
    OPENED,  # in the viewer
    KEPT,
    UNKNOWN,
    "sending",
    "waiting",
    "printing",
    "jam",
    "paper",
    "cover",
    "ink",
    "unreachable",
    "off",
)


class Printer(NamedTuple):
    kind: str  # one of KINDS
    target: str = ""

    @property
    def takes_rolls(self) -> bool:
        return self.kind in _NEEDS_TARGET


class Sent(NamedTuple):
    printer: Printer
    path: Path  # where the document is kept
    errand: Errand


class State(NamedTuple):
    name: str  # one of STATES
    reason: str = ""
    detail: str = ""  # the printer's own words, in its own language

    @property
    def over(self) -> bool:
        return self.name in STATES[:6]

    @property
    def fell_through(self) -> bool:
        """Whether it is over and nothing, or not all of it, is on paper."""
        return self.name in (CANCELLED, FAILED)


class Found(NamedTuple):
    printers: tuple[Printer, ...]  # what this laptop could print with, the likeliest first
    trouble: PrinterRefused | None  # why the system's printers are not among them


def written(printer: Printer) -> str:
    """« system:Salon », as preferences keep it."""
    return f"{printer.kind}:{printer.target}" if printer.target else printer.kind


def read(text: str) -> Printer:
    """The printer that `written` wrote or somebody typed; dashes do for underscores in its kind.

    Refuses with PrinterRefused ('kind', 'address').
    """
    kind, _, target = text.strip().partition(":")
    printer = Printer(kind.strip().lower().replace("-", "_"), target.strip())
    known = printer.kind in KINDS and (bool(printer.target) or printer.kind not in _NEEDS_TARGET)
    if not known or len(printer.target) > _LONGEST or not printer.target.isprintable():
        raise PrinterRefused(printer=text, reason="kind", path="", detail="")
    if printer.kind == "receipt_network":
        from printing.receipt_printer import address

        try:
            address(printer.target)
        except Trouble as trouble:
            raise PrinterRefused(printer=text, reason=trouble.reason, path="", detail="") from trouble
    return printer


def chosen(document: Document, printer: str, receipt_printer: str) -> Printer:
    """Which of the laptop's two printers ('' : not chosen) prints a document. What was spoilt counts as not chosen."""
    for text in (receipt_printer if document.sheet in _ROLLS else "", printer):
        try:
            found = read(text)
        except PrinterRefused:
            continue
        if document.sheet in _ROLLS or not found.takes_rolls:
            return found
    return usual()


def folders(*texts: str) -> tuple[Path, ...]:
    """The folders among printers: what `printing.folder.expire` looks into besides the laptop's own."""
    found = (text.strip().partition(":") for text in texts)
    return tuple(Path(target.strip()).expanduser() for kind, _, target in found if kind == "folder" and target.strip())


def usual() -> Printer:
    """What a laptop prints with on which nothing was chosen."""
    if hasattr(os, "startfile"):
        return Printer("viewer")
    from printing import lp

    return Printer("system") if lp.is_there() else Printer("folder")


def available(seconds: float = ANSWER) -> Found:
    """What could be chosen here, found within `seconds`: the system's queues, receipt printers on a USB cable, a
    viewer, a folder. Receipt printers on the network do not say that they are there: their address is typed."""
    from printing import lp

    trouble: PrinterRefused | None = None
    queues: tuple[str, ...] = ()
    try:
        queues = lp.names(monotonic() + seconds)
        if not queues:
            raise Trouble("none")
    except Trouble as found:
        trouble = PrinterRefused(printer="", reason=found.reason, path="", detail=found.detail)
    devices = sorted(str(path) for path in Path("/dev/usb").glob("lp*"))
    viewers = [Printer("viewer")] if hasattr(os, "startfile") else []
    printers = [Printer("system", name) for name in queues] + [Printer("receipt_file", path) for path in devices]
    return Found((*viewers, *printers, Printer("folder")), trouble)


def form_for(path: Path, printer: Printer) -> Path | None:
    """The file of the document kept at `path` that this printer takes; None when it has to be kept anew for it."""
    form = path.with_suffix(BYTES if printer.takes_rolls else ".pdf")
    return form if form.is_file() else None


def send(path: Path, printer: Printer) -> Sent:
    """Send a kept document (a PDF, or bytes for a receipt printer); to be called in a thread.

    Refuses within two seconds with PrinterRefused; nothing of it is printed afterwards.
    """
    until = monotonic() + ANSWER
    try:
        if not path.is_file():
            raise Trouble("lost")
        if printer.takes_rolls and path.suffix != BYTES:
            raise Trouble("sheet")
        return Sent(printer, path, _begin(path.absolute(), printer, until))
    except Trouble as trouble:
        raise PrinterRefused(
            printer=printer.target, reason=trouble.reason, path=str(readable(path)), detail=trouble.detail
        ) from trouble


def state(sent: Sent, seconds: float = ANSWER) -> State:
    """What is known of it by now; it may take `seconds`, so it is asked in a thread."""
    errand = sent.errand
    if not errand.done:
        return State("waiting" if errand.quiet else "sending")
    if errand.trouble is not None:
        return State(FAILED, errand.trouble.reason, errand.trouble.detail)
    if sent.printer.kind == "viewer":
        return State(OPENED)
    if sent.printer.kind == "folder":
        return State(KEPT)
    if sent.printer.kind not in ("system", "receipt_queue"):
        return State(FINISHED)
    from printing import lp

    try:
        became, words = lp.became(errand.job, monotonic() + seconds)
    except Trouble as trouble:
        return State(UNKNOWN, trouble.reason, trouble.detail)
    return State(became, detail=words)


def _begin(path: Path, printer: Printer, until: float) -> Errand:
    """Raises Trouble when the work refuses in time, or has not given anything away by then."""
    errand = Errand(lambda own: _do(own, path, printer, until))
    if errand.wait(until - monotonic()):
        if errand.trouble is not None:
            raise errand.trouble
    elif errand.give_up():
        raise Trouble("timeout")
    return errand


def _do(errand: Errand, path: Path, printer: Printer, until: float) -> str:
    if printer.kind in ("system", "receipt_queue"):
        from printing import lp

        queue = lp.standing_for(printer.target, until - ANSWER / 4)
        return lp.give(errand, path, queue, _title(path), raw=printer.kind == "receipt_queue")
    if printer.kind == "receipt_file":
        from printing.receipt_printer import into_file

        return into_file(errand, path.read_bytes(), printer.target)
    if printer.kind == "receipt_network":
        from printing.receipt_printer import over_network

        return over_network(errand, path.read_bytes(), printer.target)
    if printer.kind == "viewer":
        return _open(errand, path)
    if printer.target:
        return _copy(errand, path, Path(printer.target).expanduser())
    return ""


def readable(path: Path) -> Path:
    """Where somebody finds the document: of bytes for a receipt printer, the text that is kept beside them."""
    text = path.with_suffix(".txt")
    return text if path.suffix == BYTES and text.is_file() else path


def _title(path: Path) -> str:
    """What other users of a printer may read in its list: the number of the file, and nobody's name."""
    number = re.match(r"\d+", path.name)
    return f"comptoir-{number[0]}" if number else "comptoir"


def _open(errand: Errand, path: Path) -> str:
    show = getattr(os, "startfile", None)
    if show is None:
        raise Trouble("viewer")
    errand.begin()
    try:
        show(str(path))
    except OSError as error:
        raise Trouble("viewer", error.strerror or "") from error
    return ""


def _copy(errand: Errand, path: Path, folder: Path) -> str:
    from printing.folder import copy_into

    if not folder.is_dir():
        raise Trouble("missing")  # a stick that is out: no folder is made in its place
    errand.begin()
    try:
        copy_into(path, folder)
    except DiskFull as refusal:
        raise Trouble("full") from refusal
    except NotSaved as refusal:
        raise Trouble("rights") from refusal
    return ""
