"""« Détails paiements »: every order, correction and payment of a member in a group, and the balance after each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db.ledger import balance, movements
from db.orders import my_orders
from db.values.orders import Movement
from i18n import formats
from i18n.language import N_, _
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.lines_table import right
from widgets.part import Line, Part
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, user_text

MOST_WIDTH = 92
KINDS = {
    "order": N_("Order placed"),
    "correction": N_("Correction"),
    "payment": N_("Payment"),
}
MEANS = {
    "cash": N_("Payment in cash"),
    "cheque": N_("Payment by cheque"),
    "card": N_("Payment by card"),
    "transfer": N_("Payment by bank transfer"),
}


class Movements(CounterPage[None]):
    """The latest first, as a bank writes it."""

    HELP = N_(
        "What you ordered counts with a minus, what you paid without. The last column is your balance after each.\n"
        "A correction of the team stands as a line of its own: nothing is ever rewritten."
    )
    ACTIONS = (
        Action("see", "enter", "see", N_("See the order"), N_("The order that this movement belongs to.")),
        Action("move", "up", "", N_("Choose"), key_label="↑ ↓"),
        actions.PRINT._replace(label=N_("Receipt"), tip=N_("Print the receipt of this order, or keep it as a file.")),
        actions.HELP,
        actions.BACK._replace(label=N_("My account")),
    )
    DEFAULT_CSS = """
    Movements #table { margin: 1 0 0 0; }
    Movements #none { margin: 1 0 0 0; }
    """

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Summary(self)
        yield RowList(id="table")
        yield Line(N_("No order and no payment yet."), id="none")

    def on_mount(self) -> None:
        self._show()
        if self.entries:
            self.query_one("#table").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        book, person, group = self.book, self.session.person.id, self.session.group.id
        self.entries = movements(book, person, group)
        self.balance = balance(book, person, group)
        # A basket number counts within its distribution; both together name the order.
        self._orders = {
            (order.basket, order.distribution.starts_at): order.basket_id for order in my_orders(book, person, group)
        }

    def _show(self) -> None:
        table = self.query_one("#table", RowList)
        # Counted from the oldest: a new movement leaves the mark where it is.
        count = len(self.entries)
        table.show([Row(partial(_row, one), str(count - at)) for at, one in enumerate(self.entries)], _head)
        table.display, self.query_one("#none").display = bool(self.entries), not self.entries
        self.query_one(Summary).refresh(layout=True)
        self.refresh_frame()

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def _basket_id(self) -> int | None:
        current = self.query_one("#table", RowList).current
        if not current:
            return None
        entry = self.entries[len(self.entries) - int(current)]
        return self._orders.get((entry.basket, entry.distribution_at or 0))

    def why_not(self, action_id: str) -> Words | None:
        if action_id in ("see", "print") and self._basket_id is None:
            return N_("This movement belongs to no order.")
        return None

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("see")

    def see(self) -> None:
        from screens.order import OrderPage

        if self._basket_id is not None:
            self.open(OrderPage(self._basket_id))

    def print_page(self) -> None:
        """Ctrl+P: the receipt of the order that the movement belongs to."""
        from screens.printing import print_order

        if self._basket_id is not None:
            print_order(self, self._basket_id, "receipt")


class Summary(Part):
    """The balance, and what it means."""

    def __init__(self, page: Movements) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        amount = self._page.balance
        group = user_text(self._page.session.group.name)
        title = Content.assemble((_("Payment details"), "bold $ink-text"), "   ", group.stylize_before("$muted-text"))
        said = _("to pay on site: {amount}").format(amount=formats.money(-amount)) if amount < 0 else ""
        said = said or (_("paid in advance") if amount else _("nothing to pay"))
        balance_line = Content.assemble(
            (_("Balance"), "$ink-text"), "  ", (formats.money(amount), "bold $money-text"), "   ", (said, "$muted-text")
        )
        return [title, Content(""), balance_line]


def _ends(width: int) -> tuple[int, int, int]:
    """The width of the table, and where its amounts end."""
    width = min(width, MOST_WIDTH)
    return width, width - 11, width


def _head(width: int) -> list[Content]:
    width, amount, after = _ends(width)
    head = Content.assemble("  ", _("Date").ljust(12), _("What it was"))
    head = right(Content(_("Balance")), right(Content(_("Amount")), head, amount), after)
    return [head.stylize_before("$muted-text"), Content.styled("─" * width, "$line-text")]


def _row(entry: Movement, width: int, here: bool) -> Content:
    width, amount, after = _ends(width)
    row = name(formats.date_number(entry.at, entry.timezone), here)
    row = Content.assemble(row, " ", (cut_middle(_words(entry), amount - row.cell_length - 13), "$ink-text"))
    row = right(Content.styled(formats.money(entry.amount), "bold $money-text"), row, amount)
    return right(Content.styled(formats.money(entry.balance), "$money-text"), row, after)


def _words(entry: Movement) -> str:
    """« Commande, panier n° 30 du 23/11/2026 »."""
    paid = entry.kind == "payment" and entry.means in MEANS
    what = MEANS[entry.means] if paid else KINDS[entry.kind]
    if not entry.basket:
        return _(what)
    if paid or entry.distribution_at is None:
        return _("{what}, basket no. {number}").format(what=_(what), number=entry.basket)
    day = formats.date_number(entry.distribution_at, entry.timezone)
    return _("{what}, basket no. {number} of {day}").format(what=_(what), number=entry.basket, day=day)
