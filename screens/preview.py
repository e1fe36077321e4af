"""A paper as it will be, page by page: read from the book, and read again when something changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from db.errors import Refusal
from i18n.language import N_, current
from i18n.refusals import sentence
from screens import papers
from screens.counter import CounterPage
from screens.paper_parts import Title, Where
from screens.papers import Paper, Read
from screens.sending import SendingPage
from screens.sheet import Sheet

if TYPE_CHECKING:
    from printing.document import Document, Page
    from printing.printers import Printer


class Preview(SendingPage):
    """What is on the screen of one paper. What can be done with it is said where it is printed."""

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper
        self.found: Read | None = None
        self.pages: tuple[Page, ...] | None = None  # as the sheets part it, once that is known
        self.reading: Paper | None = None  # anew: what was read before can be printed meanwhile
        self._missed = False  # something changed while it could not be read
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
        self.found = self.pages = self.went = None

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        """The paper anew; one with contacts, whose views are written down, only if anything of it may have changed."""
        found = self.found
        self._missed = self.busy
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
        if self.reading is self.paper:
            return
        self.reading = paper = self.paper
        book, by, before = self.book, self.session.person.id, self.found

        def work() -> Read:
            with book.elsewhere():
                return papers.read(book, by, paper, before)

        self.program.elsewhere(work, lambda found: self._was_read(paper, found))

    def _was_read(self, paper: Paper, found: Read | Exception) -> None:
        if not self.is_attached or paper is not self.paper:
            return
        self.reading = None
        if isinstance(found, Refusal):
            self._leave_with(found)
        elif isinstance(found, Exception):
            raise found
        else:
            if self.found is None or self.found.document != found.document:
                self.pages = None
            self.found = found
            if found.document.holds_contacts:
                self._known = self._carried()
            if self.went is not None and not self.busy:
                self.say_what_became()
            self._show()
            self._lay_out()
            if found.document.language != current():
                self._read()  # the language changed meanwhile

    def _lay_out(self) -> None:
        """Where its sheets part the paper: measured in a thread, and the first page is read meanwhile."""
        found, printer = self.found, self.printer
        if found is None or printer is None:
            return
        document = found.document
        if printer.takes_rolls or document.sheet == "receipt":
            self._was_laid_out(document, document.pages)  # one after the other on a roll
            return
        from printing.preview import as_printed

        self.program.elsewhere(lambda: as_printed(document), lambda pages: self._was_laid_out(document, pages))

    def _was_laid_out(self, document: Document, pages: tuple[Page, ...] | Exception) -> None:
        if isinstance(pages, Exception):
            raise pages
        if self.is_attached and self.found is not None and self.found.document == document:
            self.pages = pages
            self._show()

    def _leave_with(self, refusal: Refusal) -> None:
        """There is nothing to print, or it is not the reader's to see any more: nothing of it stays."""
        stack = self.app.screen_stack
        before = stack[stack.index(self) - 1]
        self.dismiss(None)
        if isinstance(before, CounterPage):
            before.call_later(before.refuse, lambda: sentence(refusal), N_("× not now"))

    def _show(self) -> None:
        document = self.found.document if self.found else None
        self.query_one(Sheet).show(document, self.pages, self._per_sheet())
        self.query_one(Title).refresh(layout=True)
        self.query_one(Where).refresh(layout=True)
        self.refresh_frame()

    def _per_sheet(self) -> int:
        from printing.preview import per_sheet

        found, printer = self.found, self.printer
        return 1 if found is None or printer is None or printer.takes_rolls else per_sheet(found.document)

    @property
    def printer(self) -> Printer | None:
        from printing.printers import chosen

        if self.found is None:
            return None
        return chosen(self.found.document, self.program.kept.printer, self.program.kept.receipt_printer)

    def sheets_of(self, found: Read) -> int:
        """How many there will be, as far as it is known."""
        same = self.found is not None and self.found.document == found.document
        pages = self.pages if same and self.pages is not None else found.document.pages
        return -(-len(pages) // self._per_sheet())
