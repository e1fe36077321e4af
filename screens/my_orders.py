"""All orders of a member, open and past, group by group."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from db.accounts import memberships
from db.ledger import left
from db.orders import my_orders
from db.values.orders import Order
from i18n import formats
from i18n.language import N_, _
from screens import order_words, pending
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.distribution_card import capital
from widgets.lines_table import right
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import Words, user_text

MOST_WIDTH = 92
STATES = {
    "upcoming": (N_("not open"), "$muted-text"),
    "open": (N_("open"), "bold $open-text"),
    "closed": (N_("closed"), "$ink-text"),
    "past": (N_("past"), "$muted-text"),
}


class InGroup(NamedTuple):
    group: str
    orders: tuple[Order, ...]


class MyOrders(CounterPage[None]):
    """« Vous pouvez à tout moment voir vos commandes en cours ou passées dans un groupe »."""

    HELP = N_(
        "Every order of yours, the latest distribution first, in each of your groups.\n"
        "Enter shows one in full: its products, how it leaves, what you asked and what was answered."
    )
    ACTIONS = (
        Action("see", "enter", "see", N_("See the order"), N_("The order the mark is on, in full.")),
        Action("move", "up", "", N_("Choose"), key_label="↑ ↓"),
        actions.ORDERS,
        actions.HELP,
        actions.BACK,
        actions.VALIDATE._replace(
            label=N_("Finish"), tip=N_("Choose the payment and confirm the basket that waits."), shown=False
        ),
    )
    DEFAULT_CSS = """
    MyOrders #table { margin: 1 0 0 0; }
    MyOrders #none { margin: 1 0 0 0; }
    """

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Line(N_("My orders"), style="bold $ink-text")
        yield RowList(id="table")
        yield Line(N_("No order yet. F2: see the distributions."), id="none")

    def on_mount(self) -> None:
        self._show()
        if self._any:
            self.query_one("#table").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        person, here = self.session.person.id, self.session.group.id
        # The group one is in first, then the others by name.
        own = sorted(memberships(self.book, person), key=lambda one: one.group_id != here)
        self.groups = [InGroup(one.group, my_orders(self.book, person, one.group_id)) for one in own]
        self._left = {at: cents for one in own for at, cents in left(self.book, person, one.group_id).items()}
        self._now = self.book.clock.now()
        self._any = any(one.orders for one in self.groups)

    def _show(self) -> None:
        pending.tell(self)
        rows: list[Row] = []
        paid = order_words.paid_width([order for one in self.groups for order in one.orders], self._left)
        for one in self.groups:
            if rows:
                rows.append(Row(lambda width, here: Content("")))
            rows.append(Row(partial(_group, one)))
            rows += [
                Row(partial(_row, order, self._now, self._left, paid), str(order.basket_id)) for order in one.orders
            ]
        table = self.query_one("#table", RowList)
        table.show(rows, partial(_head, paid))
        table.display, self.query_one("#none").display = self._any, not self._any
        self.refresh_frame()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if action_id in ("see", "print") and not self._any:
            return N_("No order yet. F2: see the distributions.")
        if action_id == "validate" and pending.waiting(self) is None:
            return pending.nothing_waits()
        return None

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("see")

    def see(self) -> None:
        from screens.order import OrderPage

        self.open(OrderPage(int(self.query_one("#table", RowList).current)))

    def print_page(self) -> None:
        """Ctrl+P: the order the mark is on."""
        from screens.printing import print_order

        print_order(self, int(self.query_one("#table", RowList).current))

    def validate(self) -> None:
        pending.finish(self)


class Columns:
    """Where the columns begin (words) or end (numbers)."""

    def __init__(self, width: int, paid: int) -> None:
        """`paid`: cells of the last column."""
        self.width = min(width, MOST_WIDTH)
        self.paid = self.width
        self.total = self.width - paid - 2
        spare = max(0, self.total - 69) // 3
        self.basket = 31 + spare
        self.state = self.basket + 2
        self.way = self.state + 12 + spare


def _head(paid: int, width: int) -> list[Content]:
    at = Columns(width, paid)
    head = right(Content(_("Basket")), Content("  " + _("Distribution")), at.basket)
    head = _from(_from(head, at.state, Content(_("State"))), at.way, Content(_("Collection")))
    head = right(Content(_("Paid")), right(Content(_("Total")), head, at.total), at.paid)
    return [head.stylize_before("$muted-text"), Content.styled("─" * at.width, "$line-text")]


def _from(line: Content, column: int, content: Content) -> Content:
    return Content.assemble(line, " " * max(1, column - line.cell_length), content)


def _group(one: InGroup, width: int, here: bool) -> Content:
    title = user_text(one.group).stylize_before("bold $ink-text")
    if one.orders:
        return title
    return Content.assemble(title, "   ", (_("no order yet"), "$muted-text"))


def _row(order: Order, now: int, left: order_words.Left, paid: int, width: int, here: bool) -> Content:
    at = Columns(width, paid)
    one = order.distribution
    day = capital(order_words.list_day(one.starts_at, now, one.place.timezone))
    state, style = STATES[one.state(now)]
    row = right(Content.styled(order.basket, "$ink-text"), name(day, here), at.basket)
    row = _from(row, at.state, Content.styled(_(state), style))
    row = _from(row, at.way, Content.styled(_(order_words.SHORT_WAYS[order.way]), "$muted-text"))
    row = right(Content.styled(formats.money(order.total), "bold $money-text"), row, at.total)
    return right(order_words.paid(order, left), row, at.paid)
