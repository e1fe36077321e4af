"""A paper's way to the printer: what is under way, what became of it, and what is said of that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from db import prints
from db.errors import PrinterRefused, Refusal
from i18n.language import N_, _, ngettext
from i18n.printer_refusals import printer_words, reason_words, state_words
from i18n.refusals import sentence
from screens.counter import CounterPage
from widgets.text import user_text

if TYPE_CHECKING:
    from db.database import Book
    from printing.jobs import Finished, Job
    from printing.printers import Printer, State

LOOK_AGAIN = 2.0  # seconds between two questions what became of it
SELDOM = 10.0  # the same where nobody looks at it any more
LONG_ENOUGH = 60  # questions of that kind: then nobody waits for it
TELL = 0.2  # seconds between two looks at how far it is
_GOES_WELL = ("finished", "opened", "kept", "unknown", "sending", "printing", "waiting")


class Went(NamedTuple):
    """What became of a paper. Neither `done` nor `trouble`: it was to be kept only."""

    job: Job | None  # None: a test page, of which no book knows
    path: Path
    printer: Printer
    done: Finished | None = None
    trouble: PrinterRefused | None = None

    @property
    def tried(self) -> bool:
        """Whether it was to be printed."""
        return self.done is not None or self.trouble is not None


def tried(job: Job | None, printer: Printer, work: Callable[[], Finished]) -> Went:
    """What the printer says at once is an outcome; what keeps a document from being kept at all is refused."""
    try:
        done = work()
    except PrinterRefused as refusal:
        if not refusal.path:
            raise
        return Went(job, Path(refusal.path), printer, trouble=refusal)
    return Went(job, done.path, printer, done)


class SendingPage(CounterPage[None]):
    """Drawn, sent and asked after in threads: keys are answered meanwhile, and Escape leaves at once."""

    # What to do when nothing came out, said after the printer took the document, and after it gave up.
    IF_NOTHING = N_("If nothing comes out: r prints it again, or take the file below.")
    ONCE_MORE = N_("r prints it again, or take the file below.")

    went: Went | None = None
    state: State | None = None
    busy = False  # drawing and sending
    sheets = 0  # drawn so far
    most = 0  # how many there will be at least; 0: nobody knows

    @property
    def is_guest(self) -> bool:
        """A member at a computer that is there for all: what is on its disk is not theirs to see."""
        return self.program.kiosk and self.session.role == "member"

    def changed(self) -> None:
        """Called when there is news of what is sent: for what else of the page shows it."""

    def begin(self, work: Callable[[], Went], most: int = 0) -> None:
        """`work` is done in a thread, within `book.elsewhere()`."""
        self.busy, self.sheets, self.state, self.most = True, 0, None, most
        self.band()
        self._tell_progress()
        progress = self.set_interval(TELL, self._tell_progress)
        book, by = self.book, self.session.person.id

        def all_of_it() -> Went:
            with book.elsewhere():
                return work()

        def ended(went: Went | Exception) -> None:
            progress.stop()
            if self.is_attached:
                self._ended(went)
            else:
                self._tell_elsewhere(by, went)
            if isinstance(went, Went) and went.done is not None:
                self._ask(book, by, went, 0)

        self.program.elsewhere(all_of_it, ended)

    def drawn(self, sheets: int) -> None:
        """So many sheets are drawn; called from the thread, painted by the next look."""
        self.sheets = sheets

    def _tell_progress(self) -> None:
        if self.busy:
            self.echo(lambda: self.progress())  # a new one each time: it is painted anew

    def progress(self) -> str:
        if not self.sheets:
            return _("The document is being made…")
        if 1 < self.sheets <= self.most:
            return _("The document is being made: {done} sheets of {all}").format(done=self.sheets, all=self.most)
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
        if went.done is not None and went.done.trouble is not None:
            self._not_noted(went.done.trouble)
        self.say_what_became()
        self.changed()

    def _not_noted(self, untold: Refusal) -> None:
        self.refuse(lambda: sentence(untold), N_("× not noted"))

    # --- What became of it ------------------------------------------------------------------------------------------

    def _ask(self, book: Book, by: int, went: Went, asked: int) -> None:
        """In a thread; again and again until it is over, also where the page was left: the book is to know it."""
        from printing.printers import state

        done = went.done
        assert done is not None

        def look() -> tuple[State, Refusal | None]:
            found = state(done.sent)
            try:
                if found.fell_through and done.printed:
                    with book.elsewhere():
                        prints.not_out(book, by, done.printed)
            except Refusal as refusal:
                return found, refusal
            return found, None

        def told(answer: tuple[State, Refusal | None] | Exception) -> None:
            if isinstance(answer, Exception):
                raise answer
            found, untold = answer
            here = self.is_attached and self.went is went
            if here and not self.busy:
                self._became(found, untold)
            elif found.fell_through:
                self._tell_elsewhere(by, went._replace(done=None), found)
            if not found.over and asked < LONG_ENOUGH:
                seconds, count = (LOOK_AGAIN, 0) if here else (SELDOM, asked + 1)
                self.app.set_timer(seconds, lambda: self._ask(book, by, went, count))

        self.program.elsewhere(look, told)

    def _became(self, found: State, untold: Refusal | None) -> None:
        if found != self.state:
            self.state = found
            if untold is not None:
                self._not_noted(untold)
            self.say_what_became()
            self.changed()

    def say_what_became(self) -> None:
        """The band: refused, kept, or sent and what is known since."""
        went = self.went
        assert went is not None
        if went.trouble is not None or (self.state is not None and self.state.fell_through):
            self.band("refused", N_("× NOT PRINTED"), self._trouble)
        elif not went.tried or went.printer.kind == "folder":
            self.band("recorded", N_("● SAVED"), self._saved)
        elif self.state is not None and self.state.name not in _GOES_WELL:
            self.band("pending", N_("! SENT"), self._sent)
        else:
            self.band("recorded", N_("● SENT"), self._sent)

    def _trouble(self) -> str:
        went, state = self.went, self.state
        assert went is not None
        if went.trouble is not None:
            return reason_words(went.trouble.reason, went.trouble.printer)
        assert state is not None
        said = state_words(state.name, state.reason, went.printer.target)
        return f"{said} {_(self.ONCE_MORE)}"

    def _saved(self) -> str:
        assert self.went is not None
        said = _("The document is kept as a file.")
        if not self.went.tried or self.is_guest or self.went.printer.target:
            return said
        return f"{said} {_('No printer is chosen. p: choose one.')}"

    def _sent(self) -> str:
        went, state = self.went, self.state
        assert went is not None
        printer = went.printer
        if printer.kind == "system" and printer.target:
            said = _("Sent to the printer {printer}.").format(printer=user_text(printer.target).plain)
        elif printer.kind == "system":
            said = _("Sent to the printer of the system.")
        else:
            said = _("Sent: {printer}.").format(printer=printer_words(printer.kind, printer.target))
        if state is not None and state.name not in ("finished", "unknown", "sending"):
            return f"{said} {state_words(state.name, state.reason, printer.target)}"
        return f"{said}\n{_(self.IF_NOTHING)}"

    def _tell_elsewhere(self, by: int, went: Went | Exception, state: State | None = None) -> None:
        """The page was left meanwhile: who printed it reads it wherever they are now, and nobody else does."""
        here = self.app.screen
        if isinstance(went, Exception) and not isinstance(went, Refusal):
            raise went
        session = self.program.session
        if not isinstance(here, CounterPage) or getattr(here, "LOCKED", False):
            return
        if session is None or session.person.id != by:
            return
        if isinstance(went, Refusal):
            refusal = went
            here.refuse(lambda: sentence(refusal), N_("× not printed"))
            return
        if state is not None or went.trouble is not None:
            here.refuse(lambda: _why_and_where(went, state), N_("× not printed"))
        elif went.done is not None:
            here.note("recorded", N_("● SENT"), N_("Your document went to the printer."))


def _why_and_where(went: Went, state: State | None) -> str:
    if state is not None:
        why = state_words(state.name, state.reason, went.printer.target)
    else:
        assert went.trouble is not None
        why = reason_words(went.trouble.reason, went.trouble.printer)
    return f"{why} {_('File: {file}').format(file=went.path.name)}"
