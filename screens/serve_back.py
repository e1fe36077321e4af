"""Goods of an earlier order are brought back: which, how much, why, and where the money goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from db import goods
from db.errors import Refusal, TillShort
from db.orders import my_orders
from db.positions import of_order
from db.values.counter import Position, Served
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.desk_tab import DeskTab
from screens.much_money import ask_about_money
from screens.serve_choose import Choose
from screens.serve_less import Less, ServeLess
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.choice import Option
from widgets.keys_line import KeysLine
from widgets.lines_table import right
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import cut_middle, user_text

MOST_WIDTH = 92
DAYS = 6  # earlier distributions that goods can come back from
MEANS = (
    Option("cash", N_("Give the money back, in cash")),
    Option("transfer", N_("Give it back by transfer")),
    Option("balance", N_("Keep it on their account")),
)


class Earlier(NamedTuple):
    """A product that was taken home on an earlier day."""

    at: int
    one: Position


class ServeBack(DeskTab):
    """Dismissed once it is written down."""

    TAB = "serve"
    HELP = N_(
        "What this person took home on earlier days. Choose what comes back, then how much, why, and where the money "
        "goes: in cash, or on their account.\n"
        "The old line is put right with a new one; nothing of the day before is lost."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("This product comes back.")),
        Action("move", "up", "", N_("Other product"), key_label="↑ ↓"),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "ServeBack #lines { margin: 1 0 0 0; }"

    def __init__(self, distribution_id: int, one: Served) -> None:
        super().__init__(distribution_id)
        self._one = one

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Line(self._title, style="bold $ink-text")
        yield RowList(id="lines")

    def on_mount(self) -> None:
        self._show()
        if self._earlier:
            self.query_one("#lines").focus()
        else:
            self.query_one(KeysLine).focus()

    def footer(self) -> Iterable[Action]:
        return self.ACTIONS if self._earlier else (actions.HELP, actions.BACK)

    def facts_changed(self) -> None:
        self._read()
        self._show()
        self.refresh_frame()

    def _read(self) -> None:
        orders = my_orders(self.book, self._one.member_id, self.distribution.group_id)
        before = [one for one in orders if one.distribution.starts_at < self.distribution.starts_at]
        before.sort(key=lambda one: -one.distribution.starts_at)
        self._earlier = {
            str(position.lines[-1]): Earlier(order.distribution.starts_at, position)
            for order in before[:DAYS]
            for position in of_order(self.book, order.basket_id)
            if position.lines
        }

    def _show(self) -> None:
        zone = self.distribution.place.timezone
        rows = [Row(partial(_row, one, zone), id_) for id_, one in self._earlier.items()]
        table = self.query_one("#lines", RowList)
        table.can_focus = bool(rows)
        table.show(rows)

    def _title(self) -> str:
        name_ = user_text(self._one.name).plain
        if not self._earlier:
            return _("{name} has no earlier order in this group: nothing can come back.").format(name=name_)
        return _("{name}: what comes back?").format(name=name_)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        found = self._earlier.get(message.id)
        if found is None:
            return  # it came back at the other terminal just now
        line, one = int(message.id), found.one

        def how_much(less: Less | None) -> None:
            if less is not None:
                self._ask_where(line, one, less)

        self.open(ServeLess(one, kind="back"), how_much)

    def _ask_where(self, line: int, one: Position, less: Less) -> None:
        quantity = formats.quantity(less.quantity, one.unit)
        title = partial(_where, quantity, one.name)
        self.open(Choose(title, "", MEANS), lambda means: self._write(line, less, means) if means else None)

    def _write(self, line: int, less: Less, means: str, there_is: bool = False) -> None:
        write(
            self,
            lambda: goods.bring_back(
                self.book,
                self.station,
                line,
                less.quantity,
                less.reason.code,
                means="" if means == "balance" else means,
                words=less.reason.words,
                there_is=there_is,
            ),
            self._done,
            lambda refusal: self._refused(refusal, lambda: self._write(line, less, means, there_is=True)),
        )

    def _done(self, _gesture: int) -> None:
        self.dismiss(None)

    def _refused(self, refusal: Refusal, again: Callable[[], object]) -> None:
        if isinstance(refusal, TillShort):
            ask_about_money(self, refusal, again)
            return
        self.facts_changed()
        self.refuse(lambda: sentence(refusal))


def _where(quantity: str, product: str) -> str:
    return _("{quantity} of {product}: where does the money go?").format(
        quantity=quantity, product=user_text(product).plain
    )


def _row(earlier: Earlier, zone: str, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    one = earlier.one
    day = Content.styled(formats.date_number(earlier.at, zone), "$muted-text")
    row = Content.assemble(day, " ", name(cut_middle(user_text(one.name).plain, width - 50), here))
    row = right(Content.styled(formats.quantity(one.quantity, one.unit), "$ink-text"), row, width - 14)
    return right(Content.styled(formats.money(one.amount), "bold $money-text"), row, width)
