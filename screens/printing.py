"""« Imprimer »: a paper as it will be, page by page, and its way to the printer. Nothing of it is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.content import Content
from textual.widget import Widget

from db.errors import Refusal
from db.orders import owner
from i18n import formats
from i18n.language import N_, _, current, ngettext
from i18n.printer_refusals import printer_words, reason_words, state_words
from i18n.refusals import sentence
from screens import papers
from screens.counter import CounterPage
from screens.papers import Outcome, Paper, Read, where
from screens.sheet import Sheet
from widgets import actions
from widgets.actions import Action
from widgets.part import Part
from widgets.text import Words, cut_middle, spread, user_text

if TYPE_CHECKING:
    from db.database import Book
    from printing.jobs import Job
    from printing.printers import Printer, State

LOOK_AGAIN = 2.0  # seconds between two questions what became of it
TELL = 0.2  # seconds between two looks at how far it is
MOST_WIDTH = 92


class Went(NamedTuple):
    """What became of a paper, and whether the book could be told."""

    outcome: Outcome
    printer: Printer
    only_kept: bool
    untold: Refusal | None


class PrintPage(CounterPage[None]):
    """One paper. It is read, drawn and sent in threads: keys are answered meanwhile, and Escape leaves at once."""

    HELP = N_(
        "This is what will be on paper. The arrows and the page keys go through it; ← and → go from page to page.\n"
        "Enter keeps it as a file, then sends it to the printer. f only keeps the file. p chooses the printer.\n"
        "“Sent” does not mean “printed”: if nothing comes out, r prints the same file again.\n"
        "You can leave at any time: what is under way goes on."
    )
    ACTIONS = (
        Action("print", "enter", "print_it", N_("Print"), N_("Keep it as a file, then send it to the printer.")),
        Action("again", "r", "print_again", N_("Print again"), N_("Send the same file once more.")),
        Action("read", "up", "", N_("Read"), key_label="↑ ↓"),
        Action("file", "f", "keep_file", N_("File only"), N_("Keep it as a file, and print nothing.")),
        Action("printer", "p", "choose_printer", N_("Printer"), N_("Choose what this laptop prints with.")),
        actions.HELP,
        actions.BACK,
        actions.PRINT._replace(id="print_key", method="say_which_key", shown=False),
    )

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper
        self.found: Read | None = None
        self.went: Went | None = None
        self.state: State | None = None
        self.reading = False  # the paper, anew: what was read before can be printed meanwhile
        self.busy = False  # drawing and sending
        self.sheets = 0  # drawn so far
        self._known: object = None

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        yield Title(self)
        yield Sheet()
        yield Where(self)

    def on_mount(self) -> None:
        self.query_one(Sheet).focus()
        self._read()

    def on_unmount(self) -> None:
        self.found = None

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        """The paper anew; one with contacts, whose views are written down, only if anything of it may have changed."""
        found = self.found
        if found is None or self.busy:
            return
        same = found.document.language == current()
        if same and found.document.holds_contacts and self._known == self._carried():
            return
        self._read()

    def _carried(self) -> object:
        """What a delivery slip depends on."""
        from db.delivery_survey import survey

        seen = survey(self.book, self.paper.distribution_id)
        return (
            seen.carried_by(self.paper.distribution_id, self.paper.subject),
            self.book.clock.now() >= seen.distributions[self.paper.distribution_id].over_at(),
        )

    def _read(self) -> None:
        if self.reading:
            return
        self.reading = True
        book, by, paper = self.book, self.session.person.id, self.paper

        def work() -> Read:
            with book.elsewhere():
                return papers.read(book, by, paper)

        self.program.elsewhere(work, self._was_read)

    def _was_read(self, found: Read | Exception) -> None:
        if not self.is_attached:
            return
        self.reading = False
        if isinstance(found, Refusal):
            self._leave_with(found)
        elif isinstance(found, Exception):
            raise found
        else:
            self.found = found
            if found.document.holds_contacts:
                self._known = self._carried()
            self._show()
            if found.document.language != current():
                self._read()  # the language changed meanwhile

    def _leave_with(self, refusal: Refusal) -> None:
        """There is nothing to print, or it is not the reader's to see any more: nothing of it stays."""
        stack = self.app.screen_stack
        before = stack[stack.index(self) - 1]
        self.dismiss(None)
        if isinstance(before, CounterPage):
            before.call_later(before.refuse, lambda: sentence(refusal), N_("× not now"))

    def _show(self) -> None:
        self.query_one(Sheet).show(self.found.document if self.found else None)
        self.query_one(Title).refresh(layout=True)
        self.query_one(Where).refresh(layout=True)
        self.refresh_frame()

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def is_guest(self) -> bool:
        """A member at a computer that is there for all: what is on its disk is not theirs to see."""
        return self.program.kiosk and self.session.role == "member"

    @property
    def printer(self) -> Printer | None:
        from printing.printers import chosen

        if self.found is None:
            return None
        return chosen(self.found.document, self.program.kept.printer, self.program.kept.receipt_printer)

    @property
    def was_sent(self) -> bool:
        return self.went is not None and not self.went.only_kept

    def footer(self) -> Iterable[Action]:
        for action in self.ACTIONS:
            instead = {"print": not self.was_sent, "again": self.was_sent}
            yield action._replace(shown=instead.get(action.id, action.shown))

    def why_not(self, action_id: str) -> Words | None:
        if action_id in ("print", "file", "again") and (self.busy or self.found is None):
            return N_("One moment: the document is being made.")
        if action_id == "print" and self.was_sent:
            return N_("It went to the printer already. r: print it again.")
        if action_id == "again" and not self.was_sent:
            return N_("Nothing was printed here yet. Enter: print.")
        if action_id == "printer" and self.is_guest:
            return N_("The team chooses the printer of this computer. Ask a volunteer.")
        return None

    def say_which_key(self) -> None:
        self.say(N_("Enter prints this."))

    def print_it(self) -> None:
        self._carry_out(only_kept=False)

    def keep_file(self) -> None:
        self._carry_out(only_kept=True)

    def _carry_out(self, *, only_kept: bool) -> None:
        from printing.printers import Printer

        found, printer = self.found, self.printer
        if found is None or printer is None:
            return
        if only_kept:
            printer = Printer("folder")
        folder, width = papers.folder_of(self.program.papers, found.distribution), self.program.kept.receipt_width
        self._begin(
            found, printer, only_kept,
            lambda: papers.carry_out(
                found.job, folder, printer, width, send=not only_kept, progress=self._drawn
            ),
        )  # fmt: skip

    def print_again(self) -> None:
        """The same file: to the printer that is chosen now."""
        found, printer, went = self.found, self.printer, self.went
        if found is None or printer is None or went is None:
            return
        path = went.outcome.path
        if printer.takes_rolls != went.printer.takes_rolls:
            self._carry_out(only_kept=False)  # the other kind of printer wants another kind of file
            return
        self._begin(found, printer, False, lambda: papers.sent_again(path, printer))

    def choose_printer(self) -> None:
        from screens.printers import Printers

        self.open(Printers(), lambda _: self._show())

    # --- The way to the printer -------------------------------------------------------------------------------------

    def _begin(self, found: Read, printer: Printer, only_kept: bool, work: Callable[[], Outcome]) -> None:
        self.busy, self.sheets, self.state = True, 0, None
        self.band()
        self._tell_progress()
        progress = self.set_interval(TELL, self._tell_progress)
        book, by = self.book, self.session.person.id

        def all_of_it() -> Went:
            outcome, untold = work(), None
            if not only_kept and outcome.trouble is None:
                untold = _tell_the_book(book, by, found.job, outcome.path)
            return Went(outcome, printer, only_kept, untold)

        def ended(went: Went | Exception) -> None:
            progress.stop()
            if self.is_attached:
                self._ended(went)
            else:
                _tell_elsewhere(self, went)

        self.program.elsewhere(all_of_it, ended)

    def _drawn(self, sheets: int) -> None:
        self.sheets = sheets  # from a thread: painted by the next look

    def _tell_progress(self) -> None:
        if self.busy:
            self.echo(lambda: self._progress())  # a new one each time: it is painted anew

    def _progress(self) -> str:
        most = self.found.sheets if self.found else 0
        if not self.sheets:
            return _("The document is being made…")
        if 1 < self.sheets <= most:
            return _("The document is being made: {done} sheets of {all}").format(done=self.sheets, all=most)
        return ngettext(
            "The document is being made: {n} sheet", "The document is being made: {n} sheets", self.sheets
        ).format(n=self.sheets)

    def _ended(self, went: Went | Exception) -> None:
        self.busy = False
        self.echo("")
        if isinstance(went, Refusal):
            refusal = went
            self.refuse(lambda: sentence(refusal), N_("× not printed"))
            return
        if isinstance(went, Exception):
            raise went
        self.went = went
        if went.untold is not None:
            untold = went.untold
            self.refuse(lambda: sentence(untold), N_("× not noted"))
        if self.found is not None:
            self.found = self.found._replace(last=papers.last(self.book, self.found.job))
        self._say_what_became()
        self._show()
        if went.outcome.sent is not None:
            self._ask()

    def _say_what_became(self) -> None:
        went = self.went
        assert went is not None
        if went.outcome.trouble is not None:
            self.band("refused", N_("× NOT PRINTED"), self._trouble)
        elif went.only_kept or went.printer.kind == "folder":
            self.band("recorded", N_("● SAVED"), self._saved)
        elif self.state is not None and self.state.name not in ("finished", "opened", "sending", "printing", "waiting"):
            self.band("pending", N_("! SENT"), self._sent)
        else:
            self.band("recorded", N_("● SENT"), self._sent)

    def _trouble(self) -> str:
        assert self.went is not None
        trouble = self.went.outcome.trouble
        assert trouble is not None
        return reason_words(trouble.reason, trouble.printer)

    def _saved(self) -> str:
        assert self.went is not None
        said = _("The document is kept as a file.")
        if self.went.only_kept or self.is_guest:
            return said
        return f"{said} {_('No printer is chosen. p: choose one.')}"

    def _sent(self) -> str:
        went = self.went
        assert went is not None
        printer = went.printer
        if printer.kind == "system" and printer.target:
            said = _("Sent to the printer {printer}.").format(printer=user_text(printer.target).plain)
        else:
            said = _("Sent: {printer}.").format(printer=printer_words(printer.kind, printer.target))
        state = self.state
        if state is not None and state.name not in ("finished", "unknown", "sending"):
            return f"{said}\n{state_words(state.name, state.reason, printer.target)}"
        return f"{said}\n{_('If nothing comes out: r prints it again, or take the file below.')}"

    def _ask(self) -> None:
        """What became of it, asked in a thread as long as somebody looks."""
        went = self.went
        if went is None or went.outcome.sent is None or not self.is_attached or self.busy:
            return
        from printing.printers import state

        sent = went.outcome.sent

        def told(found: State | Exception) -> None:
            if isinstance(found, Exception):
                raise found
            if self.is_attached and self.went is went and not self.busy:
                self.state = found
                self._say_what_became()
                if not found.over:
                    self.set_timer(LOOK_AGAIN, self._ask)

        self.program.elsewhere(lambda: state(sent), told)


def _tell_the_book(book: Book, by: int, job: Job, path: Path) -> Refusal | None:
    try:
        with book.elsewhere():
            papers.written_down(book, by, job, path)
    except Refusal as refusal:
        return refusal
    return None


def _tell_elsewhere(page: PrintPage, went: Went | Exception) -> None:
    """The page was left meanwhile: who is signed in reads it wherever they are now."""
    here = page.app.screen
    if isinstance(went, Exception) and not isinstance(went, Refusal):
        raise went
    if not isinstance(here, CounterPage) or getattr(here, "LOCKED", False):
        return
    if isinstance(went, Refusal):
        here.refuse(lambda: sentence(went), N_("× not printed"))
    elif went.outcome.trouble is not None:
        trouble = went.outcome.trouble
        file = went.outcome.path.name
        here.refuse(
            lambda: f"{reason_words(trouble.reason, trouble.printer)} {_('File: {file}').format(file=file)}",
            N_("× not printed"),
        )
    elif not went.only_kept:
        here.note("recorded", N_("● SENT"), N_("Your document went to the printer."))


class Title(Part):
    """What is printed, with what, and when it was printed before."""

    def __init__(self, page: PrintPage) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        page, width = self._page, min(width, MOST_WIDTH)
        found = page.found
        title = _("Print") if found is None else f"{_('Print')}   {user_text(found.document.title).plain}"
        printer = page.printer
        said = _("no printer") if printer is None else printer_words(printer.kind, printer.target)
        if printer is not None and printer.kind == "folder" and (page.is_guest or not printer.target):
            said = printer_words("folder", "")
        if found is None:
            return [Content.styled(title, "bold $ink-text"), Content("")]
        right = Content.styled(cut_middle(said, width // 2), "$muted-text")
        head = Content.styled(cut_middle(title, width - right.cell_length - 3), "bold $ink-text")
        return [spread(head, right, width), Content.styled(_before(page, found), "$muted-text")]


def _before(page: PrintPage, found: Read) -> str:
    last = found.last
    if last is None:
        return _("Not printed yet.")
    tz = found.distribution.place.timezone
    when = formats.short_day_and_time(last.at, tz)
    if last.by and last.by_id != page.session.person.id:
        return _("Printed {when} by {name}.").format(when=when, name=user_text(last.by).plain)
    return _("Printed {when}.").format(when=when)


class Where(Part):
    """The file, and for who may know it its folder, once there is one."""

    def __init__(self, page: PrintPage) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        went = self._page.went
        if went is None:
            return []
        told = where(went.outcome.path, width - 2, folder=not self._page.is_guest)
        return [Content.styled(f"  {line}", "$ink-text") for line in told]


def print_order(page: CounterPage[Any], basket_id: int) -> None:
    """Ctrl+P on an order."""
    _member, distribution_id = owner(page.book, basket_id)
    page.open(PrintPage(Paper("order_sheet", distribution_id, basket_id)))


def print_slip(page: CounterPage[Any], distribution_id: int) -> None:
    """Ctrl+P of who delivers: their own slip."""
    page.open(PrintPage(Paper("delivery_slip", distribution_id, page.session.person.id)))
