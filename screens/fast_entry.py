"""Fast entry: a form is typed line by line for one person, whose name stays above it in large letters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import events
from textual.content import Content
from textual.widget import Widget

from db.desk_offer import Form, OnSale, form
from db.errors import Refusal, StockShort
from db.people_search import Found, homonyms
from db.values.counter import Added
from db.values.orders import Line as OrderLine
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens.desk_tab import DeskTab
from screens.fast_entry_kept import Typed, keep_in_mind, remember
from screens.fast_entry_parts import ForWhom, head_of, row_of, total_of
from screens.typed_here import TypedHere
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.line_entry import LineEntry
from widgets.part import Line
from widgets.product_finder import ProductRow
from widgets.quantity_entry import QuantityEntry, starts_quantity
from widgets.row_list import Row, RowList
from widgets.text import cut_middle, user_text


class FastEntry(DeskTab):
    """What both fast entries share; `outcome` says what was done once it is left, '' for nothing."""

    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("Takes the product, then its quantity.")),
        actions.VALIDATE._replace(label=N_("Record")),
        actions.UNDO._replace(tip=N_("Takes back the last line that changed.")),
        Action("take_out", "delete", "take_out", N_("Remove"), N_("Take the line under the mark off the list.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    FastEntry > #body { margin: 0; }
    FastEntry #entry { margin: 0; }
    FastEntry.-h30 #entry, FastEntry.-h30 #total { margin: 1 0; }
    FastEntry #lines { height: 1fr; max-width: 90; }
    """
    FOR = N_("For")
    RECORD = N_("Record")  # what F8 does
    ROOM, BROWSE = 5, False

    def __init__(self, distribution_id: int, member: Found, typed: Typed) -> None:
        super().__init__(distribution_id)
        self.member, self.typed = member, typed
        self.wanted: dict[int, int] = dict(typed.lines)
        self.outcome, self.recorded = "", False
        self.products: dict[int, OnSale] = {}
        self._before: list[dict[int, int]] = []
        self._mending = False
        self._left = False
        self._by = 0

    # --- What a tab decides -----------------------------------------------------------------------------------------

    def on_sale(self) -> dict[int, OnSale]:
        raise NotImplementedError

    def how_much(self, one: OnSale, listed: int) -> QuantityEntry:
        """The entry of a quantity; `listed` thousandths of it stand on the form and stay there."""
        raise NotImplementedError

    def confirm(self, found: Form) -> None:
        """F8, and something is on the form."""
        raise NotImplementedError

    def about(self) -> str:
        """What the form is for, below the name."""
        return formats.day(self.distribution.starts_at, self.distribution.place.timezone)

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.here = TypedHere(self, self.TAB)
        self._by = self.session.person.id
        self.products = self.on_sale()
        same = self.member.id in homonyms(self.book, self.session.group.id)
        yield ForWhom(self.FOR, self.member, same, self.about)
        yield LineEntry(self._begin, self._record, room=self.ROOM, browse=self.BROWSE, id="entry")
        yield RowList(id="lines")
        yield Line(self._total, id="total")

    def on_mount(self) -> None:
        entry = self.entry
        self._show()
        if self.typed.letters:
            entry.value = self.typed.letters
        if row := entry.rows.get(self.typed.product):
            entry.choose(row, self.typed.quantity)
        entry.focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        """Somebody else wrote: prices and what is left are read again, what is typed stays."""
        before, self.products = self.form, self.on_sale()
        self._show()
        now = self.form
        if now != before:
            self.note("pending", N_("! changed"), partial(self._changed_words, before, now))

    def _changed_words(self, before: Form, now: Form) -> str:
        return _("Products or prices have changed meanwhile: {now} instead of {before}. Look at the list.").format(
            now=formats.money(now.total), before=formats.money(before.total)
        )

    @property
    def entry(self) -> LineEntry:
        return self.query_one("#entry", LineEntry)

    @property
    def _list(self) -> RowList:
        return self.query_one("#lines", RowList)

    @property
    def form(self) -> Form:
        return form(self.products, [Added(*one) for one in self.wanted.items()])

    def _show(self) -> None:
        self.entry.show([self._product(one) for one in self.products.values()])
        lines = self.form.lines
        self._list.show([Row(partial(row_of, line), str(line.product_id)) for line in lines], head_of)
        self._list.display = bool(lines)
        self.query_one("#total").refresh(layout=True)
        self.refresh_frame()

    def _product(self, one: OnSale) -> ProductRow:
        left = None if one.left is None else max(0, one.left - self.wanted.get(one.id, 0))
        return ProductRow(one.id, one.reference, one.name, one.unit, one.price, left, off=not one.available)

    def _total(self) -> Content:
        found = self.form
        return total_of(found, self.RECORD) if found.lines else Content.styled(_(self.EMPTY), "$muted-text")

    EMPTY = N_("Letters of the product or reference, Enter, how much, Enter. At the end: F8.")

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
        self._show()
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

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str | None:
        if action_id == "take_out" and not self.wanted:
            return N_("Nothing is on the list yet.")
        return None

    def footer(self) -> Iterable[Action]:
        on_list = self.is_mounted and self._list.has_focus
        labels = {"validate": self.RECORD, "next": N_("Change") if on_list else N_("Next")}
        return [
            one._replace(label=labels.get(one.id, one.label))
            for one in self.ACTIONS
            if one.id != ("undo" if on_list else "take_out")
        ]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        self.refresh_frame()

    def on_line_entry_typed(self) -> None:
        entry = self.entry.entry
        if entry is not None and entry.text:
            self.echo(lambda: entry.echo()[0], lambda: entry.echo()[1])
        elif not self._said:
            self.echo("")
        if entry is None:
            self._mending = False
        self._keep()

    def on_line_entry_refused(self, message: LineEntry.Refused) -> None:
        self.refuse(lambda: refused_words(message.refusal), lambda: message.badge)

    def on_line_entry_keypad(self) -> None:
        self.refuse(
            N_("The keypad types no digits: press Num Lock. What is typed stays; Enter takes it, Esc leaves it.")
        )

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if message.value.strip():
            self.refuse(N_("No product has these letters. Fewer letters, or its reference. Nothing is on the list."))
        elif self.wanted:
            self.say(N_("All is on the list? F8 records it."))
        else:
            self.say(N_("Type some letters of the product first."))

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self._mend(int(message.id))

    def on_key(self, event: events.Key) -> None:
        """What nobody took: letters begin a product wherever the mark is, also before the page was painted."""
        if not (event.is_printable and event.character):
            return
        event.stop()
        if self._list.has_focus and self._list.current and starts_quantity(event.character):
            self._mend(int(self._list.current))
            self.entry.insert(event.character)
            return
        self.entry.focus()
        self.entry.insert(event.character)

    def take_out(self) -> None:
        product_id = int(self._list.current or 0)
        if product_id in self.wanted:
            before = dict(self.wanted)
            del self.wanted[product_id]
            self._changed(before, product_id)
            self._keep()
            if not self.wanted:
                self.entry.focus()

    def undo(self) -> None:
        """Ctrl+Z: the last line that changed is as it was. What is recorded is undone once this is left."""
        if not self._before:
            self.refuse(N_("Nothing on this list can be undone. Esc, then Ctrl+Z: the last order."), N_("× not now"))
            return
        self.wanted = self._before.pop()
        self._show()
        self._keep()
        self.say(lambda: _("Undone. {lines} on the list.").format(lines=_count(self.form)))

    def validate(self) -> None:
        if not self.entry.finish():
            self.entry.focus()
            if not self._noted:
                self.refuse(N_("The last line is not finished: Enter takes it, Esc leaves it."), N_("× not now"))
        elif not self.form.lines:
            self.refuse(N_("Nothing is on the list yet."), N_("× not now"))
        else:
            self.confirm(self.form)

    def show_desk(self) -> None:
        self.go_back()

    def on_unmount(self) -> None:
        """Left by F2 or F12, or by the lock: what is typed waits all the same."""
        if not self._left:
            keep_in_mind(self.program, self._by, self, self.typed)

    def go_back(self) -> None:
        """Nothing is lost: the form waits for whoever typed it."""
        self._keep()
        self._left = True
        remember(self, self.typed)
        if not self.typed.empty:
            self.outcome = _("The list of {name} waits: {lines}, not recorded.").format(
                name=self.member.name, lines=self.typed.said
            )
        self.dismiss(None)

    def done(self, outcome: str) -> None:
        self._left = self.recorded = True
        remember(self, self.typed._replace(lines=(), letters="", product=0))
        self.outcome = outcome
        self.dismiss(None)

    def _keep(self) -> None:
        entry = self.entry
        self.typed = self.typed._replace(
            lines=tuple(self.wanted.items()),
            letters=entry.value,
            product=entry.chosen.id if entry.chosen is not None else 0,
            quantity=entry.entry.text if entry.entry is not None else "",
        )
        self.here.keep(self.typed.written())


def refused_words(refusal: Refusal) -> str:
    """A refusal as it is said here, where no basket is to go back to."""
    if isinstance(refusal, StockShort):
        name = cut_middle(user_text(refusal.product).plain, 40)
        left = formats.quantity(refusal.left, refusal.unit)
        return _("{product}: only {left} is left. Type less.").format(product=name, left=left)
    return sentence(refusal)


def _count(found: Form) -> str:
    return ngettext("{n} product", "{n} products", len(found.lines)).format(n=len(found.lines))


def _line_words(line: OrderLine) -> str:
    return _("On the list: {product}, {quantity} = {amount}.").format(
        product=cut_middle(user_text(line.name).plain, 34),
        quantity=formats.quantity(line.quantity, line.unit),
        amount=formats.money(line.amount),
    )
