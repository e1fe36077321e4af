"""« Imprimer »: a paper as it will be, page by page. Nothing of it is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.orders import owner
from db.prints import OF_A_BASKET
from i18n.language import N_, _
from screens import papers
from screens.counter import CounterPage
from screens.papers import Paper, Read
from screens.preview import Preview
from screens.sending import Went, tried
from widgets import actions
from widgets.actions import Action
from widgets.text import Words, user_text

if TYPE_CHECKING:
    from printing.document import Document
    from printing.jobs import Finished
    from printing.printers import Printer


class PrintPage(Preview):
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

    # --- Keys -------------------------------------------------------------------------------------------------------

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

        self.begin(lambda: tried(found.job, printer, work), self.sheets_of(found))

    def keep_file(self) -> None:
        from printing.keeping import kept
        from printing.printers import Printer

        found, printer = self.found, Printer("folder")
        if found is None:
            return
        job, folder, draw = found.job, self._folder(found), self._draw()
        self.begin(
            lambda: Went(job, kept(job.document, folder, printer, job.until, draw=draw), printer), self.sheets_of(found)
        )

    def _folder(self, found: Read) -> Path:
        return papers.folder_of(self.program.papers, found.distribution)

    def _draw(self) -> Callable[[Document], bytes]:
        from printing.drawing import drawn

        return lambda document: drawn(document, self.drawn)

    def show_other(self) -> None:
        """The receipt in the place of the order sheet, or the other way round."""
        kind = "order_sheet" if self.paper.kind == "receipt" else "receipt"
        self.paper = self.paper._replace(kind=kind)
        self.found = self.pages = self.went = self.state = None
        self.band()
        self._show()
        self._read()

    def choose_printer(self) -> None:
        from screens.printers import Printers

        self.open(Printers(), lambda _: self._lay_out())

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

    def _trouble(self) -> str:
        """With the key that helps where it is the choice that is missing."""
        said = super()._trouble()
        assert self.went is not None
        trouble = self.went.trouble
        if trouble is None or trouble.reason not in ("none", "which") or self.is_guest:
            return said
        return f"{said} {_('p: choose one, or a folder.')}"

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
