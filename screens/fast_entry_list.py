"""The list of a fast entry: products and quantities, how one line changes, and what it was before."""

from __future__ import annotations

from functools import partial

from db.desk_offer import Form, OnSale, form
from db.people_search import Found
from db.values.counter import Added
from db.values.orders import Line as OrderLine
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.desk_tab import DeskTab
from screens.fast_entry_kept import Typed
from widgets.line_entry import LineEntry
from widgets.product_finder import ProductRow
from widgets.quantity_entry import QuantityEntry
from widgets.row_list import RowList
from widgets.text import cut_middle, user_text


class FastList(DeskTab):
    """What is wanted so far, thousandths by product, and the entry of the next line."""

    def __init__(self, distribution_id: int, member: Found, typed: Typed) -> None:
        super().__init__(distribution_id)
        self.member, self.typed = member, typed
        self.wanted: dict[int, int] = dict(typed.lines)
        self.products: dict[int, OnSale] = {}
        self._before: list[dict[int, int]] = []
        self._mending = False

    def how_much(self, one: OnSale, listed: int) -> QuantityEntry:
        """The entry of a quantity; `listed` thousandths of it stand on the form and stay there."""
        raise NotImplementedError

    def show_list(self) -> None:
        """The list changed: paint it."""
        raise NotImplementedError

    def keep_typed(self) -> None:
        """The list changed: it waits for a power cut."""
        raise NotImplementedError

    @property
    def entry(self) -> LineEntry:
        return self.query_one("#entry", LineEntry)

    @property
    def _list(self) -> RowList:
        return self.query_one("#lines", RowList)

    @property
    def form(self) -> Form:
        return form(self.products, [Added(*one) for one in self.wanted.items()])

    # --- One line ---------------------------------------------------------------------------------------------------

    def _begin(self, row: ProductRow) -> QuantityEntry | None:
        one = self.products[row.id]
        if not one.available:
            self.refuse(N_("This product is not to be had now. Nothing is on the list."), N_("× unavailable"))
            return None
        listed = 0 if self._mending else self.wanted.get(row.id, 0)
        if listed:
            self.say(
                lambda: _("{quantity} on the list already: this is added to it.").format(
                    quantity=formats.quantity(listed, one.unit)
                )
            )
        elif self._mending:
            self.say(
                lambda: _("Instead of {quantity}. 0 takes it off the list.").format(
                    quantity=formats.quantity(self.wanted[row.id], one.unit)
                )
            )
        return self.how_much(one, listed)

    def _record(self, product_id: int, quantity: int) -> bool:
        before = dict(self.wanted)
        now = quantity if self._mending else quantity + self.wanted.get(product_id, 0)
        if now:
            self.wanted[product_id] = now
        else:
            self.wanted.pop(product_id, None)
        self._mending = False
        self._changed(before, product_id)
        return True

    def _changed(self, before: dict[int, int], product_id: int) -> None:
        if self.wanted == before:
            self.say(N_("Nothing has changed."))
            return
        self._before.append(before)
        self.show_list()
        line = next((one for one in self.form.lines if one.product_id == product_id), None)
        if line is None:
            self.say(lambda: _("Off the list: {product}.").format(product=self._called(product_id)))
        else:
            self._list.at = self.form.lines.index(line)
            self._list.refresh()
            self.say(partial(_line_words, line))

    def _called(self, product_id: int) -> str:
        one = self.products.get(product_id)
        return cut_middle(user_text(one.name).plain, 40) if one else ""

    def _mend(self, product_id: int, text: str = "") -> None:
        row = self.entry.rows.get(product_id)
        if row is not None:
            self.entry.leave()
            self._mending = True
            if not self.entry.choose(row, text):
                self._mending = False
            self.entry.focus()

    # --- A line less, and as it was before ---------------------------------------------------------------------------

    def take_out(self) -> None:
        product_id = int(self._list.current or 0)
        if product_id in self.wanted:
            before = dict(self.wanted)
            del self.wanted[product_id]
            self._changed(before, product_id)
            self.keep_typed()
            if not self.wanted:
                self.entry.focus()

    def undo(self) -> None:
        """Ctrl+Z: the last line that changed is as it was. What is recorded is undone once this is left."""
        if not self._before:
            self.refuse(N_("Nothing on this list can be undone. Esc, then Ctrl+Z: the last order."), N_("× not now"))
            return
        now, self.wanted = self.wanted, self._before.pop()
        self.show_list()
        self.keep_typed()
        changed = next((one for one in {**now, **self.wanted} if now.get(one) != self.wanted.get(one)), 0)
        product = cut_middle(user_text(self.products[changed].name).plain, 30) if changed in self.products else "…"
        self.say(lambda: _("Undone: {product}. {lines} on the list.").format(product=product, lines=count(self.form)))


def count(found: Form) -> str:
    return ngettext("{n} product", "{n} products", len(found.lines)).format(n=len(found.lines))


def _line_words(line: OrderLine) -> str:
    return _("On the list: {product}, {quantity} = {amount}.").format(
        product=cut_middle(user_text(line.name).plain, 34),
        quantity=formats.quantity(line.quantity, line.unit),
        amount=formats.money(line.amount),
    )
