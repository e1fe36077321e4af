"""Whose order? By the number of the basket, or a few letters of the name. For the team."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db.orders import MemberOrder, all_orders
from db.values.text import fold
from i18n import formats
from i18n.language import N_, _
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.lines_table import right
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, user_text

MOST_WIDTH = 64


class WhichBasket(CounterPage[int]):
    """Dismisses with the id of a basket, or None."""

    HELP = N_(
        "Type the number of a basket, or some letters of a name, with or without accents.\n"
        "The arrows go to a line of the list, Enter takes it. With only one line left, Enter takes that one."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Take the one under the mark, or the only one that is left.")),
        Action("move", "down", "", N_("List"), N_("To the list."), key_label="↓ ↑"),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    WhichBasket #typed { margin: 1 0 0 0; }
    WhichBasket #found { margin: 1 0 0 0; }
    """

    def __init__(self, title: Words, distribution_id: int) -> None:
        super().__init__()
        self._title, self._distribution_id = title, distribution_id

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text")
        yield Field(
            N_("Basket or name"), width=46, label_width=20, limit=60, hint=N_("number, or a few letters"), id="typed"
        )
        yield RowList(id="found")
        yield Line(N_("Nobody here has this number or these letters."), style="$muted-text", id="none")

    def on_mount(self) -> None:
        self.facts_changed()
        self._field.focus()

    def facts_changed(self) -> None:
        self._orders = all_orders(self.book, self._distribution_id)
        self._show()

    @property
    def _field(self) -> Field:
        return self.query_one("#typed", Field)

    def on_field_changed(self, message: Field.Changed) -> None:
        self._show()

    def _show(self) -> None:
        self._found = self._those(self._field.value)
        table = self.query_one("#found", RowList)
        table.show([Row(partial(_row, one), str(one.order.basket_id)) for one in self._found])
        table.display = bool(self._found)
        self.query_one("#none").display = not self._found and not self._field.error  # said once is enough

    def _those(self, typed: str) -> list[MemberOrder]:
        """The basket of this very number, else those that it could become and those whose name has the letters."""
        wanted = fold(typed)
        numbered = [one for one in self._orders if fold(one.order.basket) == wanted]
        if numbered:
            return numbered
        words = wanted.split()
        return [
            one
            for one in self._orders
            if fold(one.order.basket).startswith(wanted) or all(word in fold(one.name) for word in words)
        ]

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if len(self._found) == 1:
            self.dismiss(self._found[0].order.basket_id)
        elif self._found:
            self.query_one("#found").focus()
        else:
            self._field.error = N_("Nobody here has this number or these letters.")
            self._show()

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.dismiss(int(message.id))


def _row(one: MemberOrder, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    number = _("no. {number}").format(number=one.order.basket)
    row = Content.assemble((number.rjust(8), "$muted-text"), " ")
    row = Content.assemble(row, name(cut_middle(user_text(one.name).plain, width - 26), here))
    return right(Content.styled(formats.money(one.order.total), "bold $money-text"), row, width)
