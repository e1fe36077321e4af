"""« Peser »: which product? By some letters or its reference; those still to weigh come first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db.leftovers import board
from db.values.counter import Left
from db.values.product_finding import products, sought
from db.values.text import shown
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.desk_tab import DeskTab
from screens.typed_here import TypedHere
from screens.weigh_stand import WeighStand
from widgets import actions
from widgets.actions import Action
from widgets.finder import Finder
from widgets.lines_table import right
from widgets.row_list import Row, RowList, name
from widgets.text import cut_middle, user_text

MOST_WIDTH = 92


class Weigh(DeskTab):
    """The list of products; Enter opens the stand of one."""

    TAB = "weigh"
    HELP = N_(
        "Type some letters of a product, or its reference: the list gets shorter. Enter opens the marked one.\n"
        "Products that are still to weigh come first, in the order of the catalogue."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Weigh"), N_("Open the stand of the product under the mark.")),
        Action("move", "down", "", N_("Other product"), key_label="↑ ↓"),
        actions.UNDO,
        actions.HELP,
        actions.BACK,
    )

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        yield Finder(N_("Product"), self._find, id="products")

    def on_mount(self) -> None:
        self.finder.show((), self._head)
        self.facts_changed()
        self.finder.focus()
        self._waiting = TypedHere(self, "weigh")
        product, _sign, typed = self._waiting.waiting().partition("|")
        if not product and (held := self._waiting.held()) is not None:
            product = held.about
        if product.isascii() and product.isdigit() and any(one.product_id == int(product) for one in self._board):
            self._open(int(product), typed)

    def come_back(self) -> None:
        self.facts_changed()
        held = self._waiting.held()
        if held is not None:
            name = next((one.name for one in self._board if str(one.product_id) == held.about), "")
            self.say(
                lambda: _("{product}: “{typed}” is typed there and not recorded yet.").format(
                    product=cut_middle(user_text(name).plain, 30), typed=user_text(held.text).plain
                )
            )

    def facts_changed(self) -> None:
        self._board = board(self.book, self.session.person.id, self.distribution_id)
        self._sought = [sought(one.product_id, one.reference, one.name) for one in self._board]
        self.finder.again()
        self.invite(self._how_many)

    @property
    def finder(self) -> Finder:
        return self.query_one("#products", Finder)

    def _find(self, typed: str) -> list[Row]:
        """The likeliest first; without letters, what is still to weigh."""
        if typed.strip():
            one_of = {one.product_id: one for one in self._board}
            listed = [one_of[id_] for id_ in products(self._sought, typed)]
        else:
            listed = sorted(self._board, key=lambda one: one.promised <= 0)
        return [Row(partial(_row, one), str(one.product_id)) for one in listed]

    def _how_many(self) -> str:
        n = sum(one.promised > 0 for one in self._board)
        if not self._board:
            return _("Nobody has ordered anything yet.")
        if not n:
            return _("● Everything is weighed.")
        return ngettext("{n} product is still to weigh.", "{n} products are still to weigh.", n).format(n=n)

    def _head(self, width: int) -> list[Content]:
        width = min(width, MOST_WIDTH)
        line = Content("  " + _("Product"))
        line = right(Content(_("People")), line, width - 32)
        line = right(Content(_("to weigh")), line, width - 18)
        return [line.stylize_before("$muted-text"), Content.styled("─" * width, "$line-text")]

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self._open(int(message.id))

    def _open(self, product_id: int, typed: str = "") -> None:
        self.open(WeighStand(self.distribution_id, product_id, typed), self._left)

    def _left(self, _: None) -> None:
        self.finder.clear()


def _row(one: Left, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    done = one.promised <= 0
    room = width - 54
    row = name(cut_middle(user_text(one.name).plain, room), here, "$muted-text" if done else "$ink-text")
    reference = cut_middle(shown(one.reference), 6)
    row = Content.assemble(row, " " * (room + 4 - row.cell_length), (reference, "$muted-text"))
    people = ngettext("{n} person", "{n} people", one.people).format(n=one.people)
    row = right(Content.styled(people, "$muted-text" if done else "$ink-text"), row, width - 32)
    promised = _("● weighed") if done else formats.quantity(one.promised, one.unit)
    row = right(Content.styled(promised, "$open-text" if done else "bold $ink-text"), row, width - 18)
    if one.left < 0:
        less = _("! missing {quantity}").format(quantity=formats.quantity(-one.left, one.unit))
        row = Content.assemble(row, "  ", (less, "bold $danger-text"))
    return row.truncate(max(1, width), ellipsis=True)
