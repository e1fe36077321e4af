"""« Imprimer »: a paper as it will be, page by page. Nothing of it is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from db.errors import Refusal
from db.orders import owner
from db.prints import OF_A_BASKET
from i18n.language import N_, _, current
from i18n.refusals import sentence
from screens import papers
from screens.counter import CounterPage
from screens.paper_parts import Title, Where
from screens.papers import Paper, Read
from screens.sending import SendingPage, Went, tried
from screens.sheet import Sheet
from widgets import actions
from widgets.actions import Action
from widgets.text import Words, user_text

if TYPE_CHECKING:
    from printing.document import Document
    from printing.jobs import Finished
    from printing.printers import Printer


class PrintPage(SendingPage):
    """One paper. Enter prints what is on the screen; `r` the paper that was printed here, once more."""

    HELP = N_(
        "This is what will be on paper. The arrows and the page keys go through it; ← and → go from page to page.\n"
        "Enter keeps it as a file, then sends it to the printer. f only keeps the file. p chooses the printer.\n"
        "“Sent” does not mean “printed”: if nothing comes out, r prints the same file again.\n"
        "t shows the receipt of an order, or its order sheet.\n"
        "You can leave at any time: what is under way goes on."
    )
    ACTIONS = (
        Action("print", "enter", "print_it", N_("Print"), N_("Keep it as a file, then send it to the printer.")),
        Action("again", "r", "print_again", N_("Print again"), N_("Send the same file once more.")),
        Action("other", "t", "show_other", N_("Receipt"), N_("The receipt of an order, or its order sheet.")),
        Action("read", "up", "", N_("Read"), key_label="↑ ↓"),
        Action("file", "f", "keep_file", N_("File"), N_("Keep it as a file, and print nothing.")),
        Action("printer", "p", "choose_printer", N_("Printer"), N_("Choose what this laptop prints with.")),
        actions.HELP,
        actions.BACK,
        actions.PRINT._replace(id="print_key", method="print_it", shown=False),
    )

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper
        self.found: Read | None = None
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
        self.found = None

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
            self.found = found
            if found.document.holds_contacts:
                self._known = self._carried()
            if self.went is not None and not self.busy:
                self.say_what_became()
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
    def printer(self) -> Printer | None:
        from printing.printers import chosen

        if self.found is None:
            return None
        return chosen(self.found.document, self.program.kept.printer, self.program.kept.receipt_printer)

    @property
    def differs(self) -> bool:
        """Whether the paper that went from here is not what is on the screen any more."""
        went, found = self.went, self.found
        if went is None or went.job is None or not went.tried or found is None:
            return False
        return found.document != went.job.document

    @property
    def _done(self) -> bool:
        """Whether what is on the screen went to the printer, as far as is known."""
        return self.went is not None and self.went.done is not None and not self.differs and not self._fell_through

    @property
    def _fell_through(self) -> bool:
        return self.state is not None and self.state.fell_through

    def footer(self) -> Iterable[Action]:
        went = self.went is not None and self.went.tried
        of_basket = self.paper.kind in OF_A_BASKET and self.paper.subject != 0 and not self.paper.since
        shown = {
            "print": not self._done,
            "again": went and (self._done or self.differs),
            "other": of_basket,
            "read": not of_basket,
            "file": not (went and self.differs and of_basket),
        }
        for action in self.ACTIONS:
            label = action.label
            if action.id == "other" and self.paper.kind == "receipt":
                label = N_("Sheet")
            yield action._replace(shown=shown.get(action.id, action.shown), label=label)

    def why_not(self, action_id: str) -> Words | None:
        if action_id in ("print", "print_key", "file", "again", "other") and (self.busy or self.found is None):
            return N_("One moment: the document is being made.")
        if action_id in ("print", "print_key") and self._done:
            return N_("It went to the printer already. r: print it again.")
        if action_id == "again" and not (self.went is not None and self.went.tried):
            return N_("Nothing was printed here yet. Enter: print.")
        if action_id == "other" and (self.paper.kind not in OF_A_BASKET or not self.paper.subject or self.paper.since):
            return N_("This document is not about one order: it has no receipt.")
        if action_id == "printer" and self.is_guest:
            return N_("The team chooses the printer of this computer. Ask a volunteer.")
        return None

    def print_it(self) -> None:
        """What is on the screen. What did not come out, and is the same, needs no other file."""
        if self.went is not None and self.went.tried and not self.differs:
            self.print_again()
        elif self.found is not None and self.printer is not None:
            self._print(self.found, self.printer)

    def print_again(self) -> None:
        """The very paper that went, to the printer that is chosen now."""
        from printing.jobs import hand_over
        from printing.printers import form_for

        printer, went = self.printer, self.went
        if self.found is None or printer is None or went is None or went.job is None:
            return
        job, form = went.job, form_for(went.path, printer)
        if form is None:  # the other kind of printer wants another kind of file
            self._print(self.found._replace(job=job), printer)
            return
        book, by = self.book, self.session.person.id
        self.begin(lambda: tried(job, printer, lambda: hand_over(book, by, job, form, printer)))

    def _print(self, found: Read, printer: Printer) -> None:
        from printing.jobs import finish

        book, by, folder, draw = self.book, self.session.person.id, self._folder(found), self._draw()
        width = self.program.kept.receipt_width

        def work() -> Finished:
            return finish(book, by, found.job, folder, printer, millimetres=width, draw=draw)

        self.begin(lambda: tried(found.job, printer, work), found.sheets)

    def keep_file(self) -> None:
        from printing.keeping import kept
        from printing.printers import Printer

        found, printer = self.found, Printer("folder")
        if found is None:
            return
        job, folder, draw = found.job, self._folder(found), self._draw()
        self.begin(lambda: Went(job, kept(job.document, folder, printer, job.until, draw=draw), printer), found.sheets)

    def _folder(self, found: Read) -> Path:
        return papers.folder_of(self.program.papers, found.distribution)

    def _draw(self) -> Callable[[Document], bytes]:
        from printing.drawing import drawn

        return lambda document: drawn(document, self.drawn)

    def show_other(self) -> None:
        """The receipt in the place of the order sheet, or the other way round."""
        kind = "order_sheet" if self.paper.kind == "receipt" else "receipt"
        self.paper = self.paper._replace(kind=kind)
        self.found = self.went = self.state = None
        self.band()
        self._show()
        self._read()

    def choose_printer(self) -> None:
        from screens.printers import Printers

        self.open(Printers(), lambda _: self._show())

    # --- What became of it ------------------------------------------------------------------------------------------

    def changed(self) -> None:
        if self.found is not None:
            self.found = self.found._replace(last=papers.last(self.book, self.found.job))
        self._show()
        if self._missed:
            self.facts_changed()

    def say_what_became(self) -> None:
        if self.differs:
            self.band("pending", N_("! CHANGED SINCE"), self._changed)
        else:
            super().say_what_became()

    def _changed(self) -> str:
        assert self.went is not None
        said = _("The paper that was printed is not what is on the screen any more.")
        number = user_text(self.went.path.name.partition(" ")[0]).plain
        keys = _("Enter prints the screen. r prints paper {number} again.").format(number=number)
        return f"{said}\n{keys}"


def print_order(page: CounterPage[Any], basket_id: int, kind: str = "order_sheet") -> None:
    """Ctrl+P on an order; or on what was paid of it, with `kind` 'receipt'."""
    _member, distribution_id = owner(page.book, basket_id)
    page.open(PrintPage(Paper(kind, distribution_id, basket_id)))


def print_slip(page: CounterPage[Any], distribution_id: int) -> None:
    """Ctrl+P of who delivers: their own slip."""
    page.open(PrintPage(Paper("delivery_slip", distribution_id, page.session.person.id)))
