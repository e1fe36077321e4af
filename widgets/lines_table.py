"""The one table of an order: product, quantity, price, total, then the Total. The same columns on every screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from db.values.orders import Line as OrderLine
from i18n import formats
from i18n.language import _
from widgets.part import Part
from widgets.text import cut_middle, user_text

MOST_WIDTH = 90


class Columns:
    """Where the columns end, in a table of `width` cells."""

    def __init__(self, width: int) -> None:
        self.total = width
        self.price = width - 16
        self.quantity = self.price - 18
        self.name_room = self.quantity - 8 - 3 - 2


def right(content: Content, line: Content, end: int) -> Content:
    """`line` with `content` aligned so that it ends at column `end`."""
    return Content.assemble(line, " " * max(1, end - line.cell_length - content.cell_length), content)


class LinesTable(Part):
    """Lines of a basket or an order. With `selectable`, arrows move and the page acts on `current`.

    Posts `Moved` when the mark moves and `Taken` on Enter.
    """

    class Moved(Message):
        def __init__(self, table: LinesTable, line: OrderLine) -> None:
            super().__init__()
            self.table, self.line = table, line

        @property
        def control(self) -> LinesTable:
            return self.table

    class Taken(Moved):
        pass

    def __init__(
        self,
        order: Sequence[OrderLine] = (),
        total: int = 0,
        *,
        selectable: bool = False,
        airy: bool | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`total` in cents, as the book gave it. `airy` puts a blank row between two; None: when all still fits."""
        super().__init__(id=id, classes=classes)
        self.order, self.total, self._airy = tuple(order), total, airy
        self.at = 0
        self.can_focus = selectable

    def show(self, order: Sequence[OrderLine], total: int) -> None:
        """Other lines; the mark stays on its product, or on the row where it was."""
        here = self.current
        self.order, self.total = tuple(order), total
        where = [index for index, line in enumerate(order) if here and line.product_id == here.product_id]
        self.at = where[0] if where else max(0, min(self.at, len(self.order) - 1))
        self.refresh(layout=True)

    @property
    def current(self) -> OrderLine | None:
        """The line under the mark."""
        return self.order[self.at] if self.at < len(self.order) else None

    @property
    def airy(self) -> bool:
        if self._airy is not None:
            return self._airy
        height = self.screen.size.height
        return height >= 30 and len(self.order) * 2 <= height - 22

    def lines(self, width: int) -> list[Content]:
        width = min(width, MOST_WIDTH)
        columns = Columns(width)
        head = Content("  " + _("Product"))
        for title, end in ((_("Quantity"), columns.quantity), (_("Price"), columns.price), (_("Total"), columns.total)):
            head = right(Content(title), head, end)
        rows = [head.stylize_before("$muted-text"), Content.styled("─" * width, "$line-text")]
        for index, line in enumerate(self.order):
            rows.append(self._row(line, columns, self.has_focus and index == self.at))
            if self.airy:
                rows.append(Content(""))
        rows.append(Content.assemble(" " * (width - 26), ("─" * 26, "$line-text")))
        total = Content.styled(formats.money(self.total), "bold $money-text")
        label = Content.assemble(" " * (width - 25), (_("Total"), "bold $ink-text"))
        return [*rows, right(total, label, width)]

    def _row(self, line: OrderLine, columns: Columns, here: bool) -> Content:
        name = cut_middle(user_text(line.name).plain, columns.name_room)
        if here:
            row = Content.assemble((">", "$mark-text"), (f" {name} ", "$focus-text"))
        else:
            row = Content.assemble("  ", (name, "$ink-text"))
        row = right(Content.styled(formats.quantity(line.quantity, line.unit), "$ink-text"), row, columns.quantity)
        row = right(Content.styled(formats.unit_price(line.price, line.unit), "$muted-text"), row, columns.price)
        return right(Content.styled(formats.money(line.amount), "bold $money-text"), row, columns.total)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        moves = {"up": -1, "down": 1, "home": -len(self.order), "end": len(self.order), "pageup": -10, "pagedown": 10}
        if event.key in moves:
            to = max(0, min(len(self.order) - 1, self.at + moves[event.key]))
            if to == self.at:
                return  # the page takes it: on to the part above or below
            self.at = to
            self.refresh()
            self.post_message(self.Moved(self, self.order[to]))
        elif event.key == "enter" and self.current is not None:
            self.post_message(self.Taken(self, self.current))
        else:
            return
        event.stop()
