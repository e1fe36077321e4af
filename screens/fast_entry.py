"""Fast entry: a form is typed line by line for one person, whose name stays above it in large letters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import events
from textual.content import Content
from textual.widget import Widget

from db.desk_offer import Form, OnSale
from db.errors import Refusal, StockShort
from db.people_search import Found, homonyms
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.fast_entry_kept import Typed, keep_in_mind, remember
from screens.fast_entry_list import FastList
from screens.fast_entry_parts import ForWhom, head_of, row_of, total_of
from screens.typed_here import TypedHere
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.line_entry import LineEntry
from widgets.part import Line
from widgets.product_finder import ProductRow
from widgets.quantity_entry import starts_quantity
from widgets.row_list import Row, RowList
from widgets.text import cut_middle, user_text


class FastEntry(FastList):
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
        super().__init__(distribution_id, member, typed)
        self.outcome, self.recorded = "", False
        self._left = False
        self._by = 0

    # --- What a tab decides -----------------------------------------------------------------------------------------

    def on_sale(self) -> dict[int, OnSale]:
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
        self.show_list()
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
        self.show_list()
        now = self.form
        if now != before:
            self.note("pending", N_("! changed"), partial(self._changed_words, before, now))

    def _changed_words(self, before: Form, now: Form) -> str:
        return _("Products or prices have changed meanwhile: {now} instead of {before}. Look at the list.").format(
            now=formats.money(now.total), before=formats.money(before.total)
        )

    def show_list(self) -> None:
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
        self.keep_typed()

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

    def leave(self) -> None:
        """It waits, as below."""

    def on_unmount(self) -> None:
        """Left by F2 or F12, or by the lock: what is typed waits all the same."""
        if not self._left:
            keep_in_mind(self.program, self._by, self, self.typed)

    def go_back(self) -> None:
        """Nothing is lost: the form waits for whoever typed it."""
        self.keep_typed()
        self._left = True
        remember(self, self.typed)
        if not self.typed.empty:
            self.outcome = _("The list of {name} waits: {lines}, not recorded.").format(
                name=self.member.name, lines=self.typed.said
            )
        self.dismiss(None)

    def done(self, outcome: str) -> None:
        self._left = self.recorded = True
        remember(self, self.typed._replace(lines=(), letters="", product=0, quantity=""))
        self.outcome = outcome
        self.dismiss(None)

    def keep_typed(self) -> None:
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
