"""« Imprimantes »: what this laptop prints with, chosen once: one printer for sheets, one for receipts and labels."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from db.errors import PrinterRefused
from i18n.language import N_, _, current
from i18n.printer_refusals import printer_words, reason_words
from screens.counter import CounterPage
from screens.paper_parts import Where
from screens.sending import SendingPage, tried
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.field import Field
from widgets.part import Line
from widgets.text import Words, user_text

if TYPE_CHECKING:
    from printing.document import Document
    from printing.printers import Found, Printer

NARROW, WIDE = 58, 80  # millimetres of a roll


class Printers(SendingPage):
    """Which printer for which paper."""

    HELP = N_(
        "What this laptop prints with. It is chosen once, for everybody.\n"
        "Enter chooses the printer for the paper under the mark. t prints a test page with it.\n"
        "With “files only” every document is kept as a file, to print elsewhere.\n"
        "The width of the roll matters only to a receipt printer: Enter goes from 80 to 58 millimetres and back."
    )
    ACTIONS = (
        Action("choose", "enter", "", N_("Choose"), N_("Choose the printer for what the mark is on.")),
        Action("test", "t", "test", N_("Test page"), N_("Print a test page with the printer under the mark.")),
        actions.HELP,
        actions.BACK,
    )
    IF_NOTHING = N_("If nothing comes out: t once more, or Enter to change it.")
    ONCE_MORE = N_("t once more, or Enter to change it.")
    DEFAULT_CSS = """
    Printers #said { margin: 1 0 1 0; }
    Printers #file { margin: 1 0 0 0; }
    """

    def body(self) -> Iterable[Widget]:
        yield Line(N_("The printers of this computer"), style="bold $ink-text")
        yield Line(N_("Every document is kept as a file first. Nothing is lost."), style="$muted-text", id="said")
        yield Choice(self._options(), shift=0, airy=True)
        yield Where(self, id="file")

    def on_mount(self) -> None:
        self.query_one(Choice).focus()

    def facts_changed(self) -> None:
        self.query_one(Choice).show(self._options())

    def _options(self) -> list[Option]:
        return [
            Option("printer", N_("Sheets and lists"), note=lambda: self._named("printer")),
            Option("receipt_printer", N_("Receipts and labels"), note=lambda: self._named("receipt_printer")),
            Option("receipt_width", N_("Width of the paper roll"), note=self._width),
        ]

    def _width(self) -> str:
        width = self.program.kept.receipt_width
        told = _("{width} mm: of small and portable printers") if width == NARROW else _("{width} mm: of most printers")
        return told.format(width=width)

    def _named(self, which: str) -> str:
        from printing.printers import read, usual

        text = getattr(self.program.kept, which)
        if not text and which == "receipt_printer":
            return _("the same printer")
        try:
            printer = read(text) if text else usual()
        except PrinterRefused:
            printer = usual()
        said = user_text(printer_words(printer.kind, printer.target)).plain
        return said if text else _("{printer} (not chosen yet)").format(printer=said)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if self.program.kiosk and self.session.role == "member":
            return N_("The team chooses the printer of this computer. Ask a volunteer.")
        if action_id == "test" and self.busy:
            return N_("One moment: the test page is on its way.")
        return None

    def on_choice_taken(self, message: Choice.Taken) -> None:
        if (reason := self.why_not("choose")) is not None:
            self.refuse(reason, N_("× not now"))
            return
        if message.option.id == "receipt_width":
            self._change_width()
        else:
            self.open(ChoosePrinter(message.option.id), self._chosen)

    def _change_width(self) -> None:
        """There are two."""
        self.program.keep(receipt_width=WIDE if self.program.kept.receipt_width == NARROW else NARROW)
        self.band()
        self.facts_changed()
        self.note("recorded", N_("● CHOSEN"), N_("Measure the roll to be sure. t: print a test page as wide as it."))

    def _chosen(self, printer: str | None) -> None:
        if printer is None:
            return
        self.program.keep(**{self.query_one(Choice).option.id: printer})
        self.band()
        self.facts_changed()
        self.note("recorded", N_("● CHOSEN"), N_("It is chosen for this laptop. t: print a test page."))

    def test(self) -> None:
        """A page that says that it works; what becomes of it is told as of every paper."""
        from printing.drawing import drawn
        from printing.jobs import Finished
        from printing.keeping import kept
        from printing.printers import chosen, send

        document = _test_page("a4" if self.query_one(Choice).option.id == "printer" else "receipt")
        settings = self.program.kept
        printer = chosen(document, settings.printer, settings.receipt_printer)
        folder, width = self.program.papers, settings.receipt_width

        def work() -> Finished:
            path = kept(document, folder, printer, 0, width, drawn)
            return Finished(path, send(path, printer), 0, None)

        self.begin(lambda: tried(None, printer, work))

    def progress(self) -> str:
        return _("The test page is on its way…")

    def _saved(self) -> str:
        return _("The document is kept as a file.")

    def changed(self) -> None:
        self.query_one("#file").refresh(layout=True)


def _test_page(sheet: str) -> Document:
    from printing.document import Document, Heading, Paragraph

    title = _("Test page")
    blocks = (Heading(title, 1), Paragraph(_("This printer prints what Comptoir sends: é è ç œ € ß.")))
    return Document("receipt", title, current(), _("test page"), False, sheet, (blocks,))


class ChoosePrinter(CounterPage[str]):
    """The printers that were found, and what has to be typed. Dismisses with a printer as preferences keep it."""

    HELP = N_(
        "The printers that this computer knows are looked for when the page opens; l looks again.\n"
        "A receipt printer on the network does not say that it is there: type its address.\n"
        "Another folder can be a USB stick, to print somewhere else."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Take what the mark is on.")),
        Action("look", "l", "look", N_("Look again"), N_("Look for printers once more.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    ChoosePrinter Choice { margin: 1 0 0 0; }
    ChoosePrinter Field { margin: 1 0 0 0; }
    """

    def __init__(self, which: str) -> None:
        super().__init__()
        self.which = which  # the preference: 'printer' or 'receipt_printer'
        self.found: Found | None = None
        self.asked = ""  # the kind of printer whose address is being typed
        self._moved = False  # whether somebody chose before all were found

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text")
        yield Line(self._trouble, style="$muted-text", id="trouble")
        yield Choice(self._options(), shift=0, radio=True, taken=self._kept(), id="printers")
        yield Field(self._label, width=60, limit=200, id="address")

    def on_mount(self) -> None:
        self.query_one("#address").display = False
        self.query_one("#printers").focus()
        self.look()

    def _kept(self) -> str:
        """The option that holds now, if one was chosen and needs nothing to be typed."""
        kept: str = getattr(self.program.kept, self.which)
        return kept or ("same" if self.which == "receipt_printer" else "")

    def _title(self) -> str:
        if self.which == "printer":
            return _("Which printer for sheets and lists?")
        return _("Which printer for receipts and labels?")

    def _trouble(self) -> str:
        if self.found is None:
            return _("Looking for printers…")
        trouble = self.found.trouble
        return reason_words(trouble.reason, trouble.printer) if trouble is not None else ""

    def look(self) -> None:
        """Printers are looked for in a thread: a network may take its time."""
        from printing.printers import available

        self.found, self._moved = None, False
        self._show()
        self.program.elsewhere(available, self._were_found)

    def _were_found(self, found: Found | Exception) -> None:
        if isinstance(found, Exception):
            raise found
        if self.is_attached:
            self.found = found
            self._show()
            printers = self.query_one("#printers", Choice)
            if not self._moved:
                ids = [option.id for option in printers.options]
                printers.move(ids.index(self._kept()) if self._kept() in ids else 0)  # not there yet, maybe

    def facts_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        self.query_one("#printers", Choice).show(self._options())
        self.query_one("#trouble").refresh(layout=True)
        self.refresh_frame()

    def _options(self) -> list[Option]:
        from printing.printers import Printer, written

        known = self.found.printers if self.found is not None else ()
        queues = [one for one in known if one.kind == "system"]
        options = []
        if self.which == "printer":
            options = [_option(written(one), one) for one in known if one.kind in ("system", "viewer")]
            options.append(Option("folder", N_("Files only"), note=N_("every document is kept, nothing is printed")))
            options.append(Option("ask:folder", N_("Another folder"), note=N_("a USB stick, to print elsewhere")))
            return options
        options = [_option(written(one), one) for one in known if one.kind == "receipt_file"]
        options.append(
            Option("ask:receipt_network", N_("A receipt printer on the network"), note=N_("type its address"))
        )
        rolls = [Printer("receipt_queue", one.target) for one in queues]
        options += [_option(written(one), one) for one in rolls]
        options.append(Option("same", N_("The same printer"), note=N_("as sheets and lists, on A4")))
        return options

    def _label(self) -> str:
        return _("Folder") if self.asked == "folder" else _("Address of the printer")

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_choice_moved(self) -> None:
        self._moved = True

    def on_choice_taken(self, message: Choice.Taken) -> None:
        taken = message.option.id
        if not taken.startswith("ask:"):
            self.dismiss("" if taken == "same" else taken)
            return
        self.asked = taken.removeprefix("ask:")
        field = self.query_one("#address", Field)
        field.display = True
        field.refresh(layout=True)
        field.focus()
        self.echo(N_("Example: 192.168.1.50") if self.asked == "receipt_network" else N_("Example: /media/usb"))

    def on_field_submitted(self, message: Field.Submitted) -> None:
        from printing.printers import read, written

        typed = message.value.strip()
        if not typed:
            message.field.error = N_("Type it first, or Esc goes back.")
            return
        try:
            printer = read(f"{self.asked}:{typed}")
            if printer.kind == "folder" and not Path(printer.target).expanduser().is_dir():
                raise PrinterRefused(printer=typed, reason="missing", path="", detail="")
            self.dismiss(written(printer))
        except PrinterRefused as refusal:
            reason, given = refusal.reason, typed
            message.field.error = lambda: reason_words(reason, given)

    def go_back(self) -> None:
        field = self.query_one("#address", Field)
        if not field.display:
            self.dismiss(None)
            return
        field.display = False
        self.echo("")
        printers = self.query_one("#printers", Choice)
        printers.taken = self._kept()
        printers.focus()


def _option(id: str, printer: Printer) -> Option:
    notes = {
        "system": N_("printer of the system"),
        "receipt_queue": N_("receipt printer, set up in the system"),
        "receipt_file": N_("receipt printer, on a cable"),
        "viewer": N_("opens the document, to print it from there"),
    }
    name = user_text(printer.target) if printer.target else N_("The computer's own viewer")
    return Option(id, name, note=notes[printer.kind])
