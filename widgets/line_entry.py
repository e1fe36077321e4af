"""Fast entry: letters of a product, Enter, how much, Enter, and the next. One part takes all keys, so that none that is
typed ahead lands elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.message import Message

from db.errors import Refusal
from i18n import formats
from i18n.language import N_, _
from widgets.product_finder import MOST_WIDTH, ProductFinder, ProductRow
from widgets.quantity_entry import QuantityEntry
from widgets.text import user_text

LABEL_WIDTH = 12
# Keys that a keypad sends without Num Lock and that lead nowhere in this part.
LOST = frozenset({"insert", "home", "end", "pageup", "pagedown", "left", "right", "clear", "delete", "up", "down"})


class LineEntry(ProductFinder):
    """`begin(row)` makes the entry of a quantity for what was chosen, or None (and the page has said why not);
    `record(product_id, quantity)` takes it, whether it did. Posts `Typed` at every change, `Refused` for what cannot be
    read, `Submitted` (of `Field`) for letters that no product has.
    """

    class Typed(Message):
        pass

    class Refused(Message):
        def __init__(self, refusal: Refusal, badge: str) -> None:
            super().__init__()
            self.refusal, self.badge = refusal, badge

    class Keypad(Message):
        """A keypad whose Num Lock is off."""

    def __init__(
        self,
        begin: Callable[[ProductRow], QuantityEntry | None],
        record: Callable[[int, int], bool],
        *,
        room: int = 5,
        browse: bool = False,
        id: str | None = None,
    ) -> None:
        self.entry: QuantityEntry | None = None
        self.chosen: ProductRow | None = None
        self._begin, self._record = begin, record
        self._anew = False  # the letters led to what was not taken after all: the next ones take their place
        super().__init__((), label_width=LABEL_WIDTH, room=room, browse=browse, id=id)

    @property
    def choosing(self) -> bool:
        return self.entry is None

    @property
    def typing(self) -> bool:
        return bool(self.value.strip() or self.entry)

    # --- What is typed ----------------------------------------------------------------------------------------------

    def choose(self, row: ProductRow, text: str = "") -> bool:
        """How much of this one? `text` is typed already. Whether it may be taken at all."""
        entry = self._begin(row)
        if entry is None:
            return False
        entry.text = text
        self.chosen, self.entry = row, entry
        self._changed()
        return True

    def leave(self) -> None:
        """No quantity is typed any more. The letters stay in sight until others are typed."""
        self.chosen = self.entry = None
        self._anew = bool(self.value)
        self._changed()

    def finish(self) -> bool:
        """Before going on: what is typed is taken, or stands in the way. Whether nothing is left."""
        if self.entry is not None:
            self._after(self.entry.take())
        return not self.typing

    def _taken(self, quantity: int) -> None:
        assert self.chosen is not None
        if self._record(self.chosen.id, quantity):
            self.chosen = self.entry = None
            self.value = ""
            self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Typed())

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        if self.entry is not None:
            event.prevent_default()
            self._quantity_key(event)
        elif event.key == "enter" and self.current is not None:
            event.stop()
            event.prevent_default()
            self.choose(self.current)
        elif event.key == "escape" and self.value:
            event.stop()
            self.value = ""

    def _quantity_key(self, event: events.Key) -> None:
        assert self.entry is not None
        if event.key in LOST:
            event.stop()
            if event.key not in ("up", "down"):
                self.post_message(self.Keypad())
            return
        if event.key == "ctrl+u":
            self.entry.text = ""
            event.stop()
            self._changed()
            return
        outcome = self.entry.press(event.key, event.character)
        if outcome == "ignored" and not event.is_printable:
            return
        event.stop()
        self._after(outcome)

    def _after(self, outcome: str) -> None:
        entry = self.entry
        assert entry is not None
        if outcome == "taken":
            self._taken(entry.quantity)
        elif outcome == "cancelled":
            self.leave()
        elif outcome == "refused" and entry.refusal is not None:
            self.post_message(self.Refused(entry.refusal, entry.badge()))
        elif outcome == "typed":
            self._changed()
        self.refresh()

    def insert(self, text: str) -> None:
        if self.entry is None:
            if self._anew:
                self.value = ""
            super().insert(text)
            return
        for sign in text.partition("\n")[0]:  # pasted
            if self.entry is not None:
                self.entry.press(sign, sign)
        self._changed()

    def _edit(self, value: str, cursor: int) -> None:
        self._anew = False
        super()._edit(value, cursor)
        self.post_message(self.Typed())

    # --- Look -------------------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        width = min(width, MOST_WIDTH)
        if self.entry is None or self.chosen is None:
            rows = super().lines(width)
            return [*rows[: self.room + 1], self._line(_(N_("Quantity")), "", "", here=False)]
        product = self._line(_("Product"), user_text(self.chosen.name).plain, "", here=False, width=width)
        quantity = self._line(_("Quantity"), self.entry.text, self.entry.unit_behind(), here=self.has_focus)
        return [product, *self._facts(width), quantity]

    def _facts(self, width: int) -> list[Content]:
        """What is known of the chosen one while its quantity is typed."""
        assert self.chosen is not None
        assert self.entry is not None
        rows = [self._row(self.chosen, width, False)]
        sold = self.entry.sold
        if sold.minimum:
            said = _("sold by {step}, from {least}").format(
                step=formats.quantity(sold.step, sold.unit), least=formats.quantity(sold.minimum, sold.unit)
            )
            rows.append(Content.styled(" " * (LABEL_WIDTH + 2) + said, "$muted-text"))
        return rows + [Content("")] * (self.room - len(rows))

    def _line(self, label: str, typed: str, after: str, *, here: bool, width: int = 0) -> Content:
        room = max(12, width - LABEL_WIDTH - 8) if width else 12
        inside = Content.assemble((typed, "bold $ink-text"), (" ", "$focus-text") if here else "")
        inside = inside.truncate(room)
        inside = Content.assemble(inside, " " * max(0, room - inside.cell_length))
        if not (typed or here):
            return Content.assemble(" ", (label, "$muted-text"))
        bracket = "bold $danger-text" if here and self.entry is not None and self.entry.refusal else "bold $ink-text"
        mark = (">", "$mark-text") if here else " "
        head = Content.assemble(" ", (label, "$ink-text"), " " * max(1, LABEL_WIDTH - len(label)))
        return Content.assemble(head, mark, " ", ("[ ", bracket), inside, (" ]", bracket), f" {after}")
