"""« Mon compte »: who I am, what I owe, and my latest orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from textual import events
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from db.ledger import balance, left
from db.orders import my_orders
from db.values.contact import show_phone
from db.values.orders import Line as OrderLine
from db.values.orders import Order
from i18n import formats
from i18n.language import LANGUAGES, N_, _, current
from screens import order_words, pending
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.box import Box, answer
from widgets.keys_line import KeysLine
from widgets.lines_table import right
from widgets.part import Line, Part
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, spread, user_text

LATEST = 3  # orders; the others are one key away
MOST_WIDTH = 92


class Facts(NamedTuple):
    orders: tuple[Order, ...]
    balance: int
    now: int
    left: order_words.Left


class Account(CounterPage[None]):
    """F4, from anywhere."""

    HELP = N_(
        "Your details, what you owe, and your latest orders in this group.\n"
        "There is no column for fees: your tariff is in the price of each product.\n"
        "What is still to pay is exactly your balance, without its minus sign."
    )
    ACTIONS = (
        Action("see", "enter", "see", N_("See"), N_("The order the mark is on, in full.")),
        Action("change", "m", "change", N_("Change"), N_("My name, e-mail, phone, address, code and language.")),
        Action("payments", "p", "payments", N_("Payments"), N_("Every order and payment, and the balance after it.")),
        Action("all", "t", "show_all", N_("All orders"), N_("My orders in all my groups, open and past.")),
        actions.HELP,
        actions.BACK,
        Action("views", "v", "show_views", N_("Who saw my contact details"), shown=False),
        actions.VALIDATE._replace(
            label=N_("Finish"), tip=N_("Choose the payment and confirm the basket that waits."), shown=False
        ),
    )
    DEFAULT_CSS = """
    Account #columns { height: 1fr; }
    Account #boxes { height: auto; layout: horizontal; margin: 1 0 0 0; }
    Account #payments { width: 32; margin: 0 0 0 1; }
    Account #latest { margin: 1 0 0 0; }
    Account #none { margin: 2 0 0 0; }
    Account.-w120 #boxes { dock: right; layout: vertical; width: 34; margin: 1 0 0 2; }
    Account.-w120 #payments { width: 1fr; margin: 1 0 0 0; }
    """

    def body(self) -> Iterable[Widget]:
        self.facts = self._read()
        yield Title(self)
        yield Container(
            Container(
                Box(N_("Account"), self._details, N_("Change"), action="change", id="details"),
                Box(N_("Payments"), self._payments, N_("Payment details"), action="payments", id="payments"),
                id="boxes",
            ),
            RowList(id="latest"),
            Line(_no_orders, id="none"),
            id="columns",
        )

    def on_mount(self) -> None:
        self._show()
        self.query_one("#latest" if self.facts.orders else "#details").focus()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        for box in self.query(Box):
            # Side by side they are equally high; one above the other each takes what it needs.
            box.least = 0 if event.size.width >= 120 else 6
            box.refresh(layout=True)

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self.facts = self._read()
        self._show()

    def _read(self) -> Facts:
        book, person, group = self.book, self.session.person.id, self.session.group.id
        return Facts(
            my_orders(book, person, group)[:LATEST],
            balance(book, person, group),
            book.clock.now(),
            left(book, person, group),
        )

    def _show(self) -> None:
        pending.tell(self)
        table, none = self.query_one("#latest", RowList), self.query_one("#none")
        table.show(_rows(self.facts), _head)
        table.display, none.display = bool(self.facts.orders), not self.facts.orders
        self.query_one(Title).refresh()
        self.refresh_frame()

    # --- Boxes ------------------------------------------------------------------------------------------------------

    def _details(self, width: int) -> Sequence[Content]:
        person = self.session.person
        second = f"{person.first_name2} {person.last_name2.upper()}".strip()
        names = _("{one} and {two}").format(one=person.name, two=second) if second else person.name
        town = f"{person.postcode} {person.city}".strip()
        address = "\n".join(part for part in (person.address1, person.address2, town) if part)
        if width < 30:  # as a visiting card: what each line is can be seen
            texts = [names, person.email, show_phone(person.phone), *address.split("\n")]
            return [line for text in texts if text for line in user_text(text).wrap(width)]
        facts = (
            (N_("Name"), names),
            (N_("E-mail"), person.email),
            (N_("Phone"), show_phone(person.phone)),
            (N_("Address"), address),
        )
        lines = []
        for label, text in facts:
            told = [user_text(part) for part in text.split("\n")] if text else [Content(_("not given"))]
            for index, part in enumerate(told):
                style = "$ink-text" if text else "$muted-text"
                lines += answer(label if not index else "", part.stylize_before(style), room=11, width=width)
        return lines

    def _payments(self, width: int) -> Sequence[Content]:
        amount = self.facts.balance
        lines = [spread(Content(_("Balance")), _money(amount), width)]
        if amount < 0:
            due = Content.styled(_("To pay"), "bold $ink-text")
            lines += [spread(due, _money(-amount), width), Content("")]
            lines += Content.styled(_("on site, at the distribution"), "$muted-text").wrap(width)
        elif amount:
            lines += [Content(""), *Content.styled(_("You have paid in advance."), "$muted-text").wrap(width)]
        else:
            lines += [Content(""), *Content.styled(_("Nothing to pay."), "$muted-text").wrap(width)]
        return lines

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def _box(self) -> Box | None:
        """The box in use: there Enter does what its lower border says."""
        part = self._part_before if isinstance(self.focused, KeysLine) else self.focused
        return part if isinstance(part, Box) else None

    def footer(self) -> Iterable[Action]:
        see, *others = self.ACTIONS
        box = self._box
        if box is None:
            return self.ACTIONS
        does = next(action for action in others if action.id == box.action)
        return (see._replace(label=does.label), *(action for action in others if action is not does))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(KeysLine).refresh()

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "see" and self._box is None and not self.facts.orders:
            return N_("No order yet. F2: see the distributions.")
        if action_id == "print" and not self.facts.orders:
            return N_("No order yet. F2: see the distributions.")
        if action_id == "validate" and pending.waiting(self) is None:
            return pending.nothing_waits()
        return None

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("see")

    def see(self) -> None:
        if self._box is not None:
            self.action_act(self._box.action)
            return
        from screens.order import OrderPage

        self.open(OrderPage(int(self.query_one("#latest", RowList).current.split(":")[0])))

    def print_page(self) -> None:
        """Ctrl+P: the order the mark is on."""
        from screens.printing import print_order

        print_order(self, int(self.query_one("#latest", RowList).current.split(":")[0]))

    def change(self) -> None:
        from screens.details import Details

        self.open(Details(), self._changed)

    def _changed(self, saved: bool | None) -> None:
        if saved:
            self.note("recorded", N_("● SAVED"), N_("Your details are saved."))

    def payments(self) -> None:
        from screens.movements import Movements

        self.open(Movements())

    def show_views(self) -> None:
        from screens.contact_views import ContactViews

        self.open(ContactViews(own=True))

    def show_all(self) -> None:
        from screens.my_orders import MyOrders

        self.open(MyOrders())

    def show_account(self) -> None:
        self.say(N_("This is your account."))

    def validate(self) -> None:
        pending.finish(self)


class Title(Part):
    """« Mon compte » and the member number at the left, the language at the right."""

    def __init__(self, page: Account) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        number = _("member no. {number}").format(number=self._page.session.person.number)
        left = Content.assemble((_("My account"), "bold $ink-text"), "   ", (number, "$muted-text"))
        others = ", ".join(LANGUAGES[code] for code in LANGUAGES if code != current())
        language = Content.assemble(
            (_("Language"), "$muted-text"), "  ", LANGUAGES[current()], "   ", ("F9", "bold $ink-text"), " ",
            (others, "$muted-text"),
        )  # fmt: skip
        return [spread(left, language, width)]


def _money(cents: int) -> Content:
    return Content.styled(formats.money(cents), "bold $money-text")


def _no_orders() -> Content:
    keys = Content.assemble(("F2", "bold $ink-text"), " ", (_("see the distributions"), "$muted-text"))
    return Content.assemble((_("No order yet."), "$ink-text"), "  ", keys)


class Columns:
    """Where the columns of the tutorial's table end: Qté, Produit, P.U, Sous-total, Total, Payé."""

    def __init__(self, width: int) -> None:
        self.width = min(width, MOST_WIDTH)
        self.paid = self.width
        self.total = self.paid - order_words.paid_width((), {}) - 2
        self.subtotal = self.total - 10
        self.price = self.subtotal - 12
        self.quantity = 9
        self.name_room = self.price - 15 - self.quantity - 2


def _head(width: int) -> list[Content]:
    at = Columns(width)
    head = right(Content(_("Qty")), Content(""), at.quantity)
    head = Content.assemble(head, "   ", _("Product"))
    for title, end in (
        (_("Unit price"), at.price),
        (_("Subtotal"), at.subtotal),
        (_("Total"), at.total),
        (_("Paid"), at.paid),
    ):
        head = right(Content(title), head, end)
    return [
        Content.styled(_("Latest orders"), "bold $ink-text"),
        head.stylize_before("$muted-text"),
        Content.styled("─" * at.width, "$line-text"),
    ]


def _rows(facts: Facts) -> list[Row]:
    rows: list[Row] = []
    for order in facts.orders:
        if rows:
            rows.append(Row(lambda width, here: Content("")))
        rows.append(Row(partial(_heading, order, facts.now)))
        for index, line in enumerate(order.lines):
            rows.append(Row(partial(_line, order, line, facts.left), f"{order.basket_id}:{index}"))
        if not order.lines:
            rows.append(Row(_nothing_left, f"{order.basket_id}:0"))
        rows.append(Row(partial(_total, order, facts.left)))
    return rows


def _heading(order: Order, now: int, width: int, here: bool) -> Content:
    one = order.distribution
    said = _("Order handed out on {day}") if one.state(now) == "past" else _("Order to collect on {day}")
    left = Content.styled(said.format(day=formats.day(one.starts_at, one.place.timezone)), "bold $ink-text")
    number = Content.styled(order_words.basket_number(order), "$muted-text")
    return spread(left, number, min(width, MOST_WIDTH))


def _line(order: Order, line: OrderLine, left: order_words.Left, width: int, here: bool) -> Content:
    at = Columns(width)
    row = right(Content.styled(formats.quantity(line.quantity, line.unit), "$ink-text"), Content(""), at.quantity)
    row = Content.assemble(row, " ", name(cut_middle(user_text(line.name).plain, at.name_room), here))
    row = right(Content.styled(formats.unit_price(line.price, line.unit), "$muted-text"), row, at.price)
    row = right(Content.styled(formats.money(line.amount), "$money-text"), row, at.subtotal)
    row = right(_money(line.amount), row, at.total)
    return right(_paid(order, left), row, at.paid)


def _nothing_left(width: int, here: bool) -> Content:
    return Content.assemble(" " * 10, name(_("Everything was taken out."), here, "$muted-text"))


def _total(order: Order, left: order_words.Left, width: int, here: bool) -> Content:
    at = Columns(width)
    label = Content.assemble(" " * 12, (_("TOTAL"), "bold $ink-text"))
    if rest := order_words.in_part(order, left):
        label = Content.assemble(label, "   ", (order_words.paid_in_part(rest), "bold $ink-text"))
    return right(_paid(order, left), right(_money(order.total), label, at.total), at.paid)


def _paid(order: Order, left: order_words.Left) -> Content:
    """As in other lists, but what is left is of the whole order: a line of it only says « en partie »."""
    if order_words.in_part(order, left):
        return Content.styled(_("in part"), "bold $ink-text")
    return order_words.paid(order, left)
