"""What a stand shows: one product, what there is of it, everybody who ordered it, and what the typed number means."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import leftovers, weighing
from db.values.counter import Left, Stand, StandLine
from i18n import formats
from i18n.language import N_, _
from screens.desk_tab import DeskTab
from screens.typed_here import TypedHere
from screens.weigh_rows import Balance, head, how_called, id_of, rows, title
from widgets.band import Note
from widgets.entry_table import EntryTable
from widgets.part import Part
from widgets.text import Words, words
from widgets.weight_words import changed_words, compared, example, meaning, misread, so_far


class ProductLine(Part):
    """What stands here, and which of all products it is."""

    def lines(self, width: int) -> list[Content]:
        page = self.page
        assert isinstance(page, Stall)
        return [title(page.left, page.place, len(page.board), width)]


class Stall(DeskTab):
    """The stand without what can be done at it; `typed` is what a power cut left, with the row it belongs to."""

    TAB = "weigh"
    DEFAULT_CSS = """
    Stall #people { margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int, product_id: int, typed: str = "") -> None:
        super().__init__(distribution_id)
        self.product_id = product_id
        self.place = 0
        self.board: tuple[Left, ...] = ()
        self._typed = typed
        self._done: Words = ""
        self._overtaken = ""  # the person whom somebody else weighed while their weight was typed here
        self._waiting = TypedHere(self, "weigh")

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield ProductLine(id="what")
        yield Balance(id="balance")
        yield EntryTable(taken=self._enter, changed=self._say_what_to_do, letters="mp=", always="t", id="people")

    def on_mount(self) -> None:
        self._show_all()
        self.table.focus()
        row, _sign, text = self._typed.partition("|")
        self._begin(row, text)

    def _begin(self, row: str = "", text: str = "") -> None:
        """At what was typed here and not recorded, or at the first who is to be weighed."""
        held = self._waiting.held(str(self.product_id))
        if not text and held is not None:
            row, text = held.row, held.text
        if any(id_of(line) == row for line in self.stand.lines):
            self.table.go(row)
            self.table.text = text
        else:
            self._to_first()
        self._say_what_to_do()
        line = self.line
        if self.table.typing and line is not None and line.position.state != "to_weigh":
            self._tell_changed(line)  # while somebody was elsewhere

    def facts_changed(self) -> None:
        """Somebody else weighed: what is typed stays, and so does the mark."""
        before = {id_of(line): line.position for line in self.stand.lines}
        self._read()
        self._show_all()
        here = self.line
        if here is not None and self.table.typing and here.position != before.get(self.table.current):
            self._tell_changed(here)
        self._say_what_to_do()

    def _tell_changed(self, line: StandLine) -> None:
        """A weight stands where one is typed: it takes its place only after a question."""
        self._overtaken = id_of(line)
        self.note("pending", N_("! weighed meanwhile"), partial(changed_words, line.position))

    def _read(self) -> None:
        by = self.session.person.id
        self.stand: Stand = weighing.stand(self.book, by, self.distribution_id, self.product_id)
        self.called = how_called(self.stand.lines)
        self.board = leftovers.board(self.book, by, self.distribution_id)
        self.place = next((n for n, one in enumerate(self.board, 1) if one.product_id == self.product_id), 0)

    def _show_all(self) -> None:
        self.table.show(rows(self.stand.lines, self.called), head)
        self.query_one(Balance).show(self.left)
        self.query_one(ProductLine).refresh()

    @property
    def table(self) -> EntryTable:
        return self.query_one("#people", EntryTable)

    @property
    def left(self) -> Left:
        return self.stand.left

    @property
    def line(self) -> StandLine | None:
        """The person under the mark."""
        here = self.table.current
        return next((line for line in self.stand.lines if id_of(line) == here), None)

    def say(self, text: Words) -> None:
        self._done = text  # it stays until the next number is typed
        super().say(text)

    def note(self, kind: str, badge: Words, text: Words) -> None:
        super().note(kind, badge, text)
        # The mark is never covered: near the lower edge the note stands under the header.
        low = self.table.row_of_mark() >= self.table.size.height - 4
        self.query_one(Note).set_class(low, "-high")

    def _to_first(self) -> None:
        found = next((line for line in self.stand.lines if line.position.state == "to_weigh"), None)
        if found is not None:
            self.table.go(id_of(found))

    def _enter(self, text: str) -> None:
        """Enter on the row under the mark, with what is typed there."""
        raise NotImplementedError

    # --- The echo line ----------------------------------------------------------------------------------------------

    def _say_what_to_do(self) -> None:
        line, text = self.line, self.table.text
        if text:
            self._done = ""
        if not text or self._overtaken != self.table.current:
            self._overtaken = ""
        self._waiting.hold(str(self.product_id), self.table.current, text)
        self._waiting.keep(f"{self.product_id}|{self.table.current}|{text}")
        if line is None:
            self.echo("", N_("Nobody ordered this."))
        elif text:
            self.echo(lambda: self._meaning(line, text), lambda: self._beside(line, text))
        else:
            self.echo(lambda: self._quick(line) or _said(self._done), lambda: self._hint(line))

    @staticmethod
    def _meaning(line: StandLine, text: str) -> str:
        one = line.position
        return meaning(text, one.unit, one.price) or misread(text, example(one.unit))

    def _beside(self, line: StandLine, text: str) -> str:
        one, weight = line.position, so_far(text, line.position.unit)
        if misread(text, example(one.unit)):
            return ""
        if weight is None:
            return _("Enter: weigh   Esc: clear")
        return compared(weight.net, one.ordered, one.unit)

    def _quick(self, line: StandLine) -> str:
        one = line.position
        if one.state == "to_weigh" and one.unit == "piece":
            return _("Enter: {quantity} as ordered").format(quantity=formats.quantity(one.ordered, one.unit))
        return ""

    def _hint(self, line: StandLine) -> str:
        one, done = line.position, bool(self._done)
        if one.state == "weighed":
            return _("Weighed already: {weight}. Another weight takes its place.").format(
                weight=formats.quantity(one.quantity, one.unit)
            )
        if one.state == "lacking":
            return _("Nothing was given. If there is some after all, type its weight.")
        if self._quick(line):
            return _said(self._done) or _("or type another number")
        if done:
            return _("Ctrl+Z: undo")
        if line.tare:
            jar = formats.quantity_small(line.tare, one.unit)
            return _("t: less the jar of {weight}   =: as ordered   p: next product").format(weight=jar)
        return _("Type what the scale says.   =: as ordered   p: next product")


def _said(text: Words) -> str:
    return words(text).plain
