"""« Sans commande »: a member or somebody new buys from what is left over."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from importlib import import_module

from textual.content import Content
from textual.widget import Widget

from db.desk_offer import OnSale, left_over, nothing_left
from db.people_search import Found, homonyms
from i18n import formats
from i18n.language import N_, _
from screens.begun_forms import THROW_AWAY, BegunForms
from screens.fast_entry_kept import Begun, Typed, new_typed
from screens.order_desk_rows import DeskRows, blank, gesture, muted, title
from widgets import actions
from widgets.actions import Action
from widgets.lines_table import right
from widgets.part import Line
from widgets.row_list import Row, RowList
from widgets.text import cut_middle, user_text

MOST_WIDTH = 90
WHY_NOTHING = {
    "not_noted": N_("Nothing is left over: nobody has noted yet what came. Arrivals (F7, 2) is where it is noted."),
    "promised": N_("Nothing is left over: all that came is weighed, or promised to people who ordered it."),
}


class WalkIn(BegunForms):
    """What there is to sell, and to whom."""

    TAB = "walk_in"
    HELP = N_(
        "For somebody who has not ordered: they buy from what is left over, nothing is taken from who ordered.\n"
        "Enter asks who it is: a member, or somebody new, whose name is enough. Then product, weight, and F8 to pay.\n"
        "The list shows what is left: received, less what is weighed and still promised."
    )
    ACTIONS = (
        Action("open", "enter", "", N_("Sell"), N_("Who buys? Then what they take.")),
        Action("move", "down", "", N_("List"), N_("What is left over."), key_label="↓ ↑"),
        THROW_AWAY,
        actions.UNDO,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    WalkIn #how { margin: 0 0 1 0; }
    WalkIn #list { height: 1fr; }
    """

    def body(self) -> Iterable[Widget]:
        self.bring_back()
        self._read()
        yield Line(self._how_it_is, id="how")
        yield RowList(id="list")

    def forms(self) -> list[Begun]:
        return [one for one in super().forms() if one.distribution_id == self.distribution_id]

    def _read(self) -> None:
        super()._read()
        by = self.session.person.id
        self._left = left_over(self.book, by, self.distribution_id, 0)
        self._why = nothing_left(self.book, by, self.distribution_id)

    def _how_it_is(self) -> Content:
        if self._why:
            return Content.styled("! " + _(WHY_NOTHING[self._why]), "$amber-text")
        return Content.styled(_("Sold here: only what nobody ordered and nobody waits for."), "$muted-text")

    def _show(self) -> None:
        rows = [Row(partial(gesture, N_("Sell to somebody"), N_("a member, or somebody new")), "sell")]
        made = DeskRows(homonyms(self.book, self.session.group.id), self.book.clock.now())
        rows += self.begun_rows(made)
        rows += [blank(), title(lambda: f"{_('What is left over')} ({formats.number(len(self._left))})")]
        rows += [Row(partial(_row, one), f"left:{one.id}") for one in self._left.values()] or [muted(N_("Nothing."))]
        self.table.show(rows)
        self.query_one("#how").refresh(layout=True)
        self.refresh_frame()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        what, _colon, id_ = message.id.partition(":")
        form = self.form_in(message.id)
        if form is not None:
            self._enter(self.found(form.typed.member_id), form.typed)
        elif self._why:
            self.refuse(WHY_NOTHING[self._why], N_("× not now"))
        else:
            self._whose(int(id_) if what == "left" else 0)

    def _whose(self, product_id: int) -> None:
        from screens.whose_order import WhoseOrder

        def found(member: Found | None) -> None:
            if member is not None:
                self._enter(member, new_typed(member.id, product=product_id))

        self.open(WhoseOrder(self.distribution_id, N_("Who buys?"), passing=True), found)

    def _enter(self, member: Found, typed: Typed) -> None:
        from screens.walk_in_entry import WalkInEntry

        page = WalkInEntry(self.distribution_id, member, self.form_of(member.id, self.distribution_id) or typed)
        self.open(page, lambda _none: self._done(page.outcome, page.basket_id))

    def _done(self, outcome: str, basket_id: int) -> None:
        self.facts_changed()
        self.table.at = 0
        if basket_id:
            self._serve(basket_id)
        elif outcome:
            self.say(lambda: outcome)

    def _serve(self, basket_id: int) -> None:
        """« Servir » opens on the person who stands at this terminal."""
        self.open(import_module("screens.serve").Serve(self.distribution_id, basket_id))


def _row(one: OnSale, width: int, here: bool) -> Content:
    from widgets.row_list import name

    width = min(width, MOST_WIDTH)
    row = name(cut_middle(user_text(one.name).plain, width - 40), here)
    left = formats.quantity(one.left or 0, one.unit)
    row = right(Content.styled(left, "bold $ink-text"), row, width - 16)
    return right(Content.styled(formats.unit_price(one.price, one.unit), "$muted-text"), row, width)
