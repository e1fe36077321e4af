"""A field that finds a product by its reference or a few letters, with those it may mean below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message

from db.values.product_finding import products, sought
from i18n import formats
from i18n.language import N_, _, ngettext
from widgets.digits import digit
from widgets.line_field import LineField
from widgets.lines_table import right
from widgets.text import Words, cut_middle, user_text

MOST_WIDTH = 90


class ProductRow(NamedTuple):
    """A product that can be found. `price`: cents per unit; `left`: thousandths, None where nobody counts them."""

    id: int
    reference: str
    name: str
    unit: str
    price: int
    left: int | None = None
    off: bool = False  # not to be had now: shown, and told when it is taken


class ProductFinder(LineField):
    """Type letters or a reference; ↑ ↓ go through what is found, Enter posts `Taken`. It always has the same height.

    `room` lines are kept for what is found. With `browse` all products show while nothing is typed (there are few);
    without it the list is empty then, and Enter posts `Submitted`, as for letters that nothing has.
    """

    class Taken(Message):
        def __init__(self, finder: ProductFinder, row: ProductRow) -> None:
            super().__init__()
            self.finder, self.row = finder, row

        @property
        def control(self) -> ProductFinder:
            return self.finder

    def __init__(
        self,
        rows: Sequence[ProductRow] = (),
        *,
        label: Words = N_("Product"),
        label_width: int = 12,
        room: int = 6,
        browse: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(label, width=30, label_width=label_width, limit=40, id=id)
        self.room, self.browse = room, browse
        self.at = 0
        self.show(rows)

    def show(self, rows: Sequence[ProductRow]) -> None:
        """Other products, or other facts about them; what is typed stays, and the mark stays on its product."""
        here = self.current.id if getattr(self, "found", ()) and self.current else 0
        self.rows = {row.id: row for row in rows}
        self._sought = [sought(row.id, row.reference, row.name) for row in rows]
        self._find()
        self.at = next((place for place, row in enumerate(self.found) if row.id == here), 0)

    @property
    def choosing(self) -> bool:
        """Whether the keys still choose among what is found."""
        return True

    @property
    def current(self) -> ProductRow | None:
        """What Enter takes."""
        return self.found[self.at] if self.at < len(self.found) else None

    def _find(self) -> None:
        typed = self.value
        if self.browse and not typed.strip():
            ids = list(self.rows)
        else:
            # « fruàé » is « fru02 » on a French keyboard, where no name has these letters.
            ids = products(self._sought, typed) or products(
                self._sought, "".join(digit(sign, minus_is_six=True) or sign for sign in typed)
            )
        self.found = tuple(self.rows[id_] for id_ in ids)
        self.at = 0
        self.refresh()

    def _edit(self, value: str, cursor: int) -> None:
        changed = value != self.value
        super()._edit(value, cursor)
        if changed:
            self._find()

    # --- Look -------------------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        width = min(width, MOST_WIDTH)
        field = super().lines(width)
        return [*field, *self.listed(width, max(1, self.room - (len(field) - 1)))]

    def listed(self, width: int, room: int) -> list[Content]:
        """What is found, in `room` lines."""
        shown, first, fit = self.found, 0, room
        if len(shown) > room:
            fit -= 1
            first = max(0, min(self.at - fit + 1, len(shown) - fit))
            shown = shown[first : first + fit]
        rows = [self._row(row, width, place == self.at) for place, row in enumerate(shown, first)]
        if more := len(self.found) - len(shown):
            said = ngettext("{n} other product: ↑ ↓", "{n} other products: ↑ ↓", more).format(n=more)
            rows.append(Content.styled("   " + said, "$muted-text"))
        return rows + [Content("")] * (room - len(rows))

    def _row(self, row: ProductRow, width: int, here: bool) -> Content:
        facts = formats.unit_price(row.price, row.unit)
        style = "$muted-text"
        if row.off:
            facts = _("× unavailable")
        elif row.left is not None:
            facts = _("{left} left").format(left=formats.quantity(row.left, row.unit)) + "   " + facts
        if row.left == 0:
            style = "$danger-text"
        reference = user_text(cut_middle(row.reference, 9)).plain.ljust(10)
        name = cut_middle(user_text(row.name).plain, max(8, width - len(facts) - 18))
        marked = here and self.has_focus and self.choosing
        text = Content.styled(f" {name} ", "$focus-text" if marked else "bold $ink-text" if here else "$ink-text")
        line = Content.assemble("   ", (reference, "$muted-text"), text)
        return right(Content.styled(facts, style), line, width)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down") and self._move(-1 if event.key == "up" else 1):
            event.stop()
            event.prevent_default()
        elif event.key == "enter" and self.current is not None:
            event.stop()
            event.prevent_default()  # the plain field would say that its text is sent
            self.post_message(self.Taken(self, self.current))

    def _move(self, by: int) -> bool:
        """Whether the mark moved; at an end the page takes the key: on to the part above or below."""
        to = self.at + by
        if not 0 <= to < len(self.found):
            return False
        self.at = to
        self.refresh()
        return True
