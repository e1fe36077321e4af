"""The table of an order in the room there is: its Total always in sight, and, for a basket, quantities to change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size

from db.values.orders import Line as OrderLine
from db.values.quantity import step_down, step_up
from db.values.text import shown
from i18n import formats
from i18n.language import N_, _
from widgets.lines_table import Columns, LinesTable, right
from widgets.quantity_entry import QuantityEntry, Sold, starts_quantity

HEAD, FOOT = 2, 2  # rows that always stay


class OrderTable(LinesTable):
    """`below` rows of the page stay free under it; the lines that do not fit scroll between head and Total."""

    DEFAULT_CSS = "OrderTable { height: auto; }"

    def __init__(
        self,
        order: Sequence[OrderLine] = (),
        total: int = 0,
        *,
        below: int = 0,
        selectable: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(order, total, selectable=selectable, id=id)
        self._below = below
        self._rows = 0  # that the lines may take; 0 while it is not known
        self._first = 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # type: ignore[override]
        self._rows = max(3, container.height - self._below - HEAD - FOOT)
        return super().get_content_height(container, viewport, width)

    @property
    def airy(self) -> bool:
        return super().airy and (not self._rows or len(self.order) * 2 <= self._rows)

    def lines(self, width: int) -> list[Content]:
        rows = super().lines(width)
        body = rows[HEAD:-FOOT]
        if not self._rows or len(body) <= self._rows:
            return rows
        self._first = max(0, min(self._first, len(body) - self._rows))
        if self.can_focus:
            self._first = min(max(self._first, self.at - self._rows + 1), self.at)
        last = self._first + self._rows
        rule, total = rows[-FOOT:]
        where = _("{first}–{last} of {all}").format(first=self._first + 1, last=last, all=len(body))
        rule = Content.assemble("  ", (where, "$muted-text"), rule[2 + len(where) :])
        return [*rows[:HEAD], *body[self._first : last], rule, total]

    def scroll_lines(self, by: int) -> None:
        """See other lines, where not all fit and none can be chosen."""
        self._first = max(0, self._first + by * max(1, self._rows - 1))
        self.refresh()


class BasketTable(OrderTable):
    """A table whose quantities are changed with the keys of the grid: digits, `+`, `-`, Delete.

    It records nothing itself: `record(line, quantity)` does, and answers whether it is kept; then the page shows the
    new lines. False: it was refused and said; what was typed stays.
    """

    def __init__(
        self,
        order: Sequence[OrderLine] = (),
        total: int = 0,
        *,
        record: Callable[[OrderLine, int], bool],
        below: int = 0,
        id: str | None = None,
    ) -> None:
        super().__init__(order, total, below=below, selectable=True, id=id)
        self._record = record
        self.recorded: Mapping[int, int] = {}
        """What is ordered already, in thousandths by product: it counts for the minimum."""
        self.entry: QuantityEntry | None = None
        self._leaving = False  # `-` below the least: asked whether to take the product out

    def _row(self, line: OrderLine, columns: Columns, here: bool) -> Content:
        if not here or self.entry is None:
            return super()._row(line, columns, here)
        entry, name = self.entry, super()._row(line, columns, False)
        unit = "" if entry.text[-1:].isalpha() else " " + formats.unit_name(line.unit)
        typed = Content.assemble(
            ("> ", "$mark-text"),
            "[ ",
            (entry.text[-8:], "bold $danger-text" if entry.refusal else "bold $ink-text"),
            (" ", "$focus-text"),
            "]",
            unit,
        )
        name = name[: columns.quantity - typed.cell_length - 1].rstrip()
        row = right(typed, name, columns.quantity)
        row = right(Content.styled(formats.unit_price(line.price, line.unit), "$muted-text"), row, columns.price)
        if entry.refusal is not None:
            return right(Content.styled(_("× refused"), "bold $danger-text"), row, columns.total)
        amount = entry.amount()
        if amount is None or entry.choices:
            return row
        return right(Content.styled(formats.money(amount), "bold $money-text"), row, columns.total)

    @property
    def typing(self) -> bool:
        return self.entry is not None

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        line = self.current
        if line is None:
            return
        if self._leaving:
            self._answer_leaving(event, line)
        elif self.entry is not None:
            if not self._type(event, line):
                event.prevent_default()
                return
        elif starts_quantity(event.character):
            self.entry = QuantityEntry(self._sold(line), line.quantity)
            self._type(event, line)
        elif event.character in ("+", "=", "-"):
            self._step(line, event.character != "-")
        elif event.key == "delete":
            self._ask_leaving(line)
        else:
            return
        # The base class takes its own keys only while no number is being typed.
        event.prevent_default()
        event.stop()

    def _sold(self, line: OrderLine) -> Sold:
        recorded = self.recorded.get(line.product_id, 0)
        return Sold(line.product_id, line.name, line.unit, line.price, line.minimum, line.step, recorded)

    def _type(self, event: events.Key, line: OrderLine) -> bool:
        assert self.entry is not None
        outcome = self.entry.press(event.key, event.character)
        if outcome == "ignored" and not event.is_printable:
            return False
        self._after(outcome, line)
        return True

    def finish_typing(self) -> bool:
        """Take the quantity being typed, as Enter would, for who goes on with F8. False when it is not kept: stay."""
        if self.entry is not None and self.current is not None:
            self._after(self.entry.take(), self.current)
        return self.entry is None

    def _after(self, outcome: str, line: OrderLine) -> None:
        entry, page = self.entry, self.page
        if entry is None or page is None:
            return
        if outcome == "taken":
            self._want(line, entry.quantity)
        elif outcome == "cancelled":
            self.entry = None
            page.echo("")
        elif outcome == "refused" and entry.refusal is not None:
            from i18n.refusals import sentence

            text = Content(sentence(entry.refusal)).highlight_regex(r"(?<=\()[+-](?=\))", style="bold")
            page.refuse(text, lambda: shown(entry.badge()))
        elif outcome == "keypad":
            page.refuse(
                N_("The keypad types no digits: press Num Lock. What is typed stays; Enter takes it, Esc leaves it.")
            )
        else:
            page.echo(lambda: entry.echo()[0], lambda: entry.echo()[1])
        self.refresh()

    def _want(self, line: OrderLine, quantity: int) -> None:
        if self._record(line, quantity):
            self.accept()

    def accept(self) -> None:
        """What was typed is kept: the number is no longer being typed."""
        self.entry = None
        if self.page is not None:
            self.page.echo("")
        self.refresh()

    def _step(self, line: OrderLine, up: bool) -> None:
        sold = self._sold(line)
        quantity = (step_up if up else step_down)(line.quantity, sold.minimum, sold.step, sold.recorded)
        if quantity:
            self._want(line, quantity)
        else:
            self._ask_leaving(line)

    def _ask_leaving(self, line: OrderLine) -> None:
        self._leaving = True
        if self.page is not None:
            self.page.echo(
                lambda: _("Take {product} out of the basket?").format(product=shown(line.name)),
                N_("- or Del: take out   Esc: keep"),
            )

    def _answer_leaving(self, event: events.Key, line: OrderLine) -> None:
        self._leaving = False
        if self.page is not None:
            self.page.echo("")
        if event.character == "-" or event.key in ("delete", "enter"):
            self._want(line, 0)
