"""« Ma commande »: one order in full, and what can still be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import events
from textual.content import Content
from textual.widget import Widget

from db import orders, slots
from db.delivery_mine import my_deliveries
from db.errors import Unknown
from db.ledger import left
from db.values.delivery import MyDelivery
from db.values.orders import CorrectionRequest
from db.values.orders import Line as OrderLine
from db.values.slots import MySlot
from i18n import delivery_words, formats, slot_words
from i18n.language import N_, _
from screens import order_words, pending
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.box import answer
from widgets.distribution_card import LOOKS, day_and_hours
from widgets.lines_table import Columns, right
from widgets.part import Part
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, pad, spread, user_text

MOST_WIDTH = 92
ANSWERS = {
    "": (N_("! waits for an answer"), "bold $amber-text"),
    "done": (N_("● done"), "bold $open-text"),
    "refused": (N_("× refused by the team"), "bold $danger-text"),
}


class OrderPage(CounterPage[None]):
    """Everything on one basket number."""

    HELP = N_(
        "Your order as it is recorded. While orders are open, Enter adds products to the same basket.\n"
        "Recorded lines cannot be removed: c asks the team for a correction. Their answer shows here.\n"
        "r changes how the order leaves, l shows its delivery. Ctrl+P prints your order sheet."
    )
    ACTIONS = (
        Action("add", "enter", "add", N_("Add"), N_("Add products to the same basket, while orders are open.")),
        Action("correct", "c", "correct", N_("Correct"), N_("Ask the team for a correction: which products, why.")),
        Action("way", "r", "way", N_("Collection"), N_("Say how this order leaves.")),
        Action("delivery", "l", "delivery", N_("Delivery"), N_("Who brings your order, or whose orders you bring.")),
        Action("slots", "h", "slots", N_("Time slots"), N_("Tick the time slots that suit you."), shown=False),
        actions.PRINT._replace(tip=N_("Print this order, or keep it as a file.")),
        actions.HELP,
        actions.BACK,
        Action("remove", "delete", "correct", N_("Remove"), N_("Not possible once recorded."), shown=False),
        actions.VALIDATE._replace(
            label=N_("Finish"), tip=N_("Choose the payment and confirm the basket that waits."), shown=False
        ),
    )
    DEFAULT_CSS = "OrderPage #lines { margin: 1 0 0 0; }"

    def __init__(self, basket_id: int) -> None:
        super().__init__()
        self.basket_id = basket_id

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Summary(self)
        yield RowList(id="lines")

    def on_mount(self) -> None:
        self._show()
        self.query_one("#lines").focus()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        if self.query("#lines"):
            self._show()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        order = orders.order(self.book, self.basket_id)
        if orders.owner(self.book, self.basket_id)[0] != self.session.person.id:
            raise Unknown(kind="order", given=str(self.basket_id))
        self.order = order
        self.left = left(self.book, self.session.person.id, order.distribution.group_id)
        self.state = order.distribution.state(self.book.clock.now())
        here = order.distribution
        mine = my_deliveries(self.book, self.session.person.id, here.group_id).get(here.id, MyDelivery())
        self.slot = slots.my_slot(self.book, self.basket_id)
        self.may_wish = self.slot is not None and slots.may_wish(self.book, self.basket_id)
        self.delivery_words = delivery_words.delivery(order.way, mine, here.place.timezone)

    def _show(self) -> None:
        pending.tell(self)
        rows = [Row(partial(_line, line), f"{line.product_id}:{line.price}") for line in self.order.lines]
        rows = rows or [Row(_nothing_left, "nothing")]
        rows += [Row(_rule), Row(partial(_total, self.order.total))]
        if self.order.requests:
            rows += [Row(_blank), Row(_asked)]
        for request in reversed(self.order.requests):
            rows += _request(request, self.order.distribution.place.timezone, min(self.size.width - 2, MOST_WIDTH))
        self.query_one("#lines", RowList).show(rows, _head)
        self.query_one(Summary).refresh(layout=True)
        self.refresh_frame()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        # Six keys at most: the delivery has the place of the paper once there is something to see of it.
        instead = {"print": not self.delivery_words, "delivery": bool(self.delivery_words)}
        found = [action._replace(shown=instead.get(action.id, action.shown)) for action in self.ACTIONS]
        if self.state == "open":
            return found
        add, correct, *others = found
        return (correct._replace(label=N_("Ask for a correction")), *others, add._replace(shown=False))

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "add" and self.state != "open":
            return N_("Orders are closed: nothing can be added any more. c: ask for a correction.")
        if (action_id == "way" or (action_id == "delivery" and not self.delivery_words)) and self.state == "past":
            return N_("This distribution is over.")
        if action_id == "slots" and self.slot is None:
            return N_("There is no time slot to choose for this order.")
        if action_id == "slots" and not self.may_wish:
            return N_("Orders are closed: time slots do not change any more. Ask a volunteer.")
        if action_id == "correct" and not self.order.lines:
            return N_("There is nothing left in this order to correct.")
        if action_id == "remove":
            return N_("Recorded lines cannot be removed. c: ask for a correction.")
        if action_id == "validate" and pending.waiting(self) is None:
            return pending.nothing_waits()
        return None

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("add" if self.state == "open" else "correct")

    def add(self) -> None:
        from screens.shop import Shop

        one = self.order.distribution
        if one.group_id != self.session.group.id:
            self.program.enter_group(one.group_id)
        self.app.push_screen(Shop(one.id))

    def correct(self) -> None:
        from screens.correction import AskCorrection

        product, found, _price = self.query_one("#lines", RowList).current.partition(":")
        self.open(AskCorrection(self.basket_id, (int(product),) if found else ()), self._corrected)

    def _corrected(self, done: str | None) -> None:
        if done == "asked":
            self.note("recorded", N_("● ASKED"), N_("Your request is recorded. The team's answer will show here."))
        elif done == "reduced":
            self.note("recorded", N_("● RECORDED"), N_("Your order is reduced."))

    def way(self) -> None:
        from screens.way import Way

        self.open(Way(self.basket_id))

    def slots(self) -> None:
        from screens.slots import Slots

        self.open(Slots(self.basket_id), self._slots_chosen)

    def _slots_chosen(self, recorded: bool | None) -> None:
        if recorded:
            self.note("recorded", N_("● NOTED"), N_("Your time slots are recorded."))

    def delivery(self) -> None:
        """Who comes, whom one helps, or the question how the order leaves."""
        if self.order.way == "needs_delivery":
            from screens.who_comes import WhoComes

            self.open(WhoComes(self.basket_id), self._withdrawn)
        elif self.delivery_words:
            from screens.neighbours import Neighbours

            self.open(Neighbours(self.order.distribution.id))
        else:
            self.way()

    def _withdrawn(self, done: str | None) -> None:
        if done:
            self.note("recorded", N_("● NOTED"), N_("Your request is withdrawn: you collect your order yourself."))

    def print_page(self) -> None:
        """Ctrl+P: the sheet that goes along from stand to stand."""
        from screens.printing import print_order

        print_order(self, self.basket_id)

    def validate(self) -> None:
        pending.finish(self)


class Summary(Part):
    """When and where, what is to pay, how it leaves, what was asked last."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        width = min(width, MOST_WIDTH)
        order = self._page.order
        one, place = order.distribution, order.distribution.place
        number = Content.styled(order_words.basket_number(order), "bold $ink-text")
        title = Content.assemble((_("My order"), "bold $ink-text"), "   ", number)
        look = LOOKS[self._page.state]
        day = Content.styled(day_and_hours(one), "bold $ink-text")
        where = user_text(f"{place.name}, {place.address}, {place.postcode} {place.city}")
        lines = [
            spread(title, Content.styled(f" {_(look.badge)} ", look.badge_style), width),
            day,
            Content(cut_middle(where.plain, width)).stylize("$muted-text"),
            Content(""),
            *answer(N_("Ordering"), self._orders(), room=12, width=width),
            *answer(N_("Payment"), self._payment(), room=12, width=width),
            *answer(N_("Collection"), self._way(), room=12, width=width),
        ]
        if self._page.delivery_words:
            lines += answer(N_("Delivery"), self._delivery(width - 12), room=12, width=width)
        if self._page.slot is not None:
            lines += answer(N_("Time slot"), self._slot(self._page.slot), room=12, width=width)
        if order.requests:
            said, style = ANSWERS[order.requests[-1].outcome]
            lines += answer(N_("Correction"), Content.styled(_(said), style), room=12, width=width)
        return lines

    def _orders(self) -> Content:
        one = self._page.order.distribution
        tz = one.place.timezone
        said = _("open until {day}") if self._page.state == "open" else _("closed since {day}")
        return Content.styled(said.format(day=formats.short_day_and_time(one.closes_at, tz)), "$ink-text")

    def _payment(self) -> Content:
        order = self._page.order
        if order.paid:
            return Content.styled(_("paid"), "$ink-text")
        rest = order_words.in_part(order, self._page.left)
        state = order_words.paid_in_part(rest) if rest else _("not paid")
        told = Content.styled(_("to pay on site, at the distribution"), "$ink-text")
        return Content.assemble((state, "bold $ink-text"), ", ", told)

    def _way(self) -> Content:
        order = self._page.order
        style = "$ink-text" if order.way else "bold $amber-text"
        way = Content.styled(("" if order.way else "! ") + _(order_words.WAYS[order.way]), style)
        if self._page.state == "past":
            return way
        return Content.assemble(way, "   ", ("r", "bold $ink-text"), " ", (_("change"), "$muted-text"))

    def _slot(self, mine: MySlot) -> Content:
        said = slot_words.slot_of(mine, self._page.order.distribution.place.timezone)
        style = "bold $ink-text" if mine.start is not None else "$ink-text"
        if mine.start is None and not mine.wishes:
            said, style = f"! {said}", "bold $amber-text"
        slot = Content.styled(said, style)
        if not self._page.may_wish:
            return slot
        does = _("change") if mine.wishes or mine.start is not None else _("choose")
        return Content.assemble(slot, "   ", ("h", "bold $ink-text"), " ", (does, "$muted-text"))

    def _delivery(self, width: int) -> Content:
        see = Content.assemble("   ", ("l", "bold $ink-text"), " ", (_("see"), "$muted-text"))
        said = user_text(self._page.delivery_words).truncate(width - see.cell_length, ellipsis=True)
        return Content.assemble(said.stylize_before("$ink-text"), see)


def _head(width: int) -> list[Content]:
    width = min(width, MOST_WIDTH)
    at = Columns(width)
    head = Content("  " + _("Product"))
    for title, end in ((_("Quantity"), at.quantity), (_("Price"), at.price), (_("Total"), at.total)):
        head = right(Content(title), head, end)
    return [head.stylize_before("$muted-text"), Content.styled("─" * width, "$line-text")]


def _line(line: OrderLine, width: int, here: bool) -> Content:
    at = Columns(min(width, MOST_WIDTH))
    row = name(cut_middle(user_text(line.name).plain, at.name_room), here)
    row = right(Content.styled(formats.quantity(line.quantity, line.unit), "$ink-text"), row, at.quantity)
    row = right(Content.styled(formats.unit_price(line.price, line.unit), "$muted-text"), row, at.price)
    return right(Content.styled(formats.money(line.amount), "bold $money-text"), row, at.total)


def _nothing_left(width: int, here: bool) -> Content:
    return name(_("Everything was taken out."), here, "$muted-text")


def _blank(width: int, here: bool) -> Content:
    return Content("")


def _rule(width: int, here: bool) -> Content:
    return Content.assemble(" " * (min(width, MOST_WIDTH) - 26), ("─" * 26, "$line-text"))


def _total(total: int, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    label = Content.assemble(" " * (width - 25), (_("Total"), "bold $ink-text"))
    return right(Content.styled(formats.money(total), "bold $money-text"), label, width)


def _asked(width: int, here: bool) -> Content:
    return Content.styled(_("Corrections asked"), "bold $ink-text")


def _request(request: CorrectionRequest, tz: str, width: int) -> list[Row]:
    """Its products and state on one line that can be gone to, then the words of both sides."""
    rows = [Row(partial(_request_head, request, tz), f"r{request.id}")]
    rows += _said(request.why, N_("You:"), width)
    if request.answer:
        rows += _said(request.answer, N_("The team:"), width)
    return rows


def _request_head(request: CorrectionRequest, tz: str, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    said, style = ANSWERS[request.outcome]
    state = Content.styled(_(said), style)
    day = formats.date_number(request.asked_at, tz)
    products = user_text(", ".join(request.products)).plain
    room = width - len(day) - state.cell_length - 7
    return spread(name(f"{day}  {cut_middle(products, room)}", here), state, width)


def _said(text: str, who: str, width: int) -> list[Row]:
    told = [line for part in text.split("\n") for line in user_text(part).wrap(max(10, width - 16))]
    return [Row(partial(_said_line, line, who if index == 0 else "")) for index, line in enumerate(told)]


def _said_line(line: Content, who: str, width: int, here: bool) -> Content:
    label = pad(Content.styled(_(who) if who else "", "$muted-text"), 12)
    return Content.assemble("    ", label, line.stylize_before("$ink-text"))
