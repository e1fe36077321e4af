"""« Votre commande est enregistrée »: drawn only after the commit, with the basket's number and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from db import ordering, slots
from db.distributions import distribution
from db.orders import order
from db.values.orders import Distribution, Receipt, ToPay
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.counter import CounterPage
from screens.order_words import SHORT_WAYS, WAYS
from screens.writing import write
from widgets import actions
from widgets.actions import Action, key_name
from widgets.bar import Bar, ordering_step
from widgets.distribution_card import day_and_hours
from widgets.number_plate import NumberPlate
from widgets.part import Line, Part, Rule
from widgets.text import Words, spread, user_text, words

SUMS_WIDTH = 40
KEY_WIDTH = 8


class Recorded(CounterPage[None]):
    """The order is in the book. Enter goes on to how it leaves."""

    HELP = N_(
        "Your order is recorded: it will be there at the distribution. Your basket number is the large one.\n"
        "Enter: say how you collect your order. As long as orders are open, you can add products."
    )
    ACTIONS = (
        Action("next", "enter", "next", N_("Next"), N_("Say how you collect your order.")),
        Action("slots", "h", "slots", N_("Time slots"), N_("Tick the time slots that suit you."), shown=False),
        actions.PRINT,
        actions.ORDERS,
        actions.ACCOUNT,
        actions.SIGN_OUT,
        actions.HELP._replace(shown=False),
        actions.BACK._replace(shown=False),
    )
    DEFAULT_CSS = """
    Recorded #body { align-horizontal: center; }
    Recorded #all { width: 78; height: auto; padding: 0 3 0 1; }
    Recorded #all > Horizontal, Recorded #all > Line, Recorded #all > Rule { margin: 0 0 0 2; }
    Recorded.-w100 #all, Recorded.-w120 #all { width: 86; }
    Recorded.-h30 #all { margin: 4 0 0 0; }
    Recorded #done { height: 9; }
    Recorded #number { width: 26; }
    Recorded #number NumberPlate { margin: 1 0 0 0; }
    """

    def __init__(self, receipt: Receipt, distribution: Distribution) -> None:
        super().__init__()
        self.receipt, self.distribution = receipt, distribution
        self.basket_id = 0
        self.way = ""

    def bar(self) -> Bar | None:
        return ordering_step(4)

    def body(self) -> Iterable[Widget]:
        self._read()
        plate = Vertical(
            Line(N_("Your basket number"), style="$muted-text"), NumberPlate(self.receipt.basket), id="number"
        )
        yield Vertical(
            Horizontal(plate, Sums(self.receipt, self.distribution), id="done"),
            Rule(72),
            Line(N_("And now?"), style="bold $ink-text"),
            Line(),
            NextSteps(self),
            id="all",
        )

    def _read(self) -> None:
        # The team may have closed or moved it since.
        self.distribution = distribution(self.book, self.distribution.id)
        self.basket_id = ordering.basket_of(self.book, self.session.person.id, self.distribution.id)
        self.way = order(self.book, self.basket_id).way
        may_wish = bool(self.way) and slots.may_wish(self.book, self.basket_id)
        self.slot = slots.my_slot(self.book, self.basket_id) if may_wish else None

    def on_mount(self) -> None:
        self.band("recorded", N_("● RECORDED"), self._is_recorded)
        self.call_after_refresh(self._seen)

    def _is_recorded(self) -> str:
        return _("Your order is recorded, basket no. {number}.").format(number=self.receipt.basket)

    def _seen(self) -> None:
        member = self.session.person.id
        write(self, lambda: ordering.seen(self.book, member), lambda _: None, lambda _: None)

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self.query_one(NextSteps).refresh(layout=True)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "slots" and self.slot is None:
            return N_("There is no time slot to choose for this order.")
        return None

    def slots(self) -> None:
        """When one comes, where there are time slots."""
        from screens.slots import Slots

        self.open(Slots(self.basket_id))

    def next(self) -> None:
        """How the order leaves."""
        from screens.way import Way

        self.open(Way(self.basket_id), self._way_chosen)

    def _way_chosen(self, way: str | None) -> None:
        self.facts_changed()
        if way:
            self.band("recorded", N_("● RECORDED"), self._way_is_recorded)
            self.query_one(NextSteps).go_to("orders")

    def _way_is_recorded(self) -> str:
        return _("Basket no. {number}: {way}. It is noted.").format(number=self.receipt.basket, way=_(WAYS[self.way]))

    def print_page(self) -> None:
        """Ctrl+P: the sheet that goes along from stand to stand."""
        from screens.printing import print_order

        print_order(self, self.basket_id)

    def go_back(self) -> None:
        self.program.show_orders()


class Sums(Part):
    """When and where, then what there is to pay."""

    def __init__(self, receipt: Receipt, distribution: Distribution) -> None:
        super().__init__()
        self._receipt, self._distribution = receipt, distribution

    def lines(self, width: int) -> list[Content]:
        place, to_pay = self._distribution.place, ToPay.once_ordered(self._receipt)
        address = user_text(f"{place.address}, {place.postcode} {place.city}")
        products = self._receipt.products
        this_order = ngettext("This order, {n} product", "This order, {n} products", products).format(n=products)
        rows = [
            Content.styled(day_and_hours(self._distribution), "bold $ink-text"),
            user_text(place.name).stylize_before("$ink-text"),
            address.stylize_before("$muted-text").truncate(width, ellipsis=True),
            Content(""),
            _sum(this_order, to_pay.order),
        ]
        if to_pay.before:
            rows.append(
                _sum(_("Left to pay from before") if to_pay.before > 0 else _("Paid in advance"), to_pay.before)
            )
        return [*rows, _sum(_("To pay on site"), to_pay.due, strong=True)]


def _sum(label: str, amount: int, strong: bool = False) -> Content:
    bold = "bold " if strong else ""
    answer = Content.styled(formats.money(amount), f"{bold}$money-text")
    return spread(Content.styled(label, f"{bold}$ink-text"), answer, SUMS_WIDTH)


class Step(NamedTuple):
    """`action` is the id that Enter runs; `key` what the key of it is called."""

    action: str
    key: str
    label: Words
    note: Content


class NextSteps(Part, can_focus=True):
    """What can be done now, each with its key; arrows and Enter do as well."""

    def __init__(self, page: Recorded) -> None:
        super().__init__()
        self._page = page
        self.at = 0

    def steps(self) -> list[Step]:
        page, one = self._page, self._page.distribution
        until = formats.date_and_time(one.closes_at, one.place.timezone)
        more = _("Add products, same basket, until {when}").format(when=until)
        note = Content.styled(_("to do, to finish"), "bold $amber-text")
        if page.way:
            note = Content.styled(f"● {_(SHORT_WAYS[page.way])}", "$open-text")
        found = [
            # Enter does what the mark is on: once it is elsewhere, this one is further up.
            Step("next", key_name("up" if self.at else "enter"), N_("How I collect my order"), note),
            *self._slots(),
            Step("print", "Ctrl+P", N_("Print my order"), Content("")),
            Step("orders", "F2", Content(more), Content("")),
            Step("account", "F4", N_("Check my orders, ask for a correction"), Content("")),
        ]
        if one.state(page.book.clock.now()) != "open":
            at = [step.action for step in found].index("orders")
            found[at] = found[at]._replace(label=N_("See the distributions"))
        return found

    def _slots(self) -> Iterable[Step]:
        """Once it is known that they come, and there are slots: which ones."""
        if (mine := self._page.slot) is not None:
            wished = ngettext("{n} time slot ticked", "{n} time slots ticked", len(mine.wishes))
            note = Content.styled(_("to do, to finish"), "bold $amber-text")
            if mine.wishes:
                note = Content.styled("● " + wished.format(n=len(mine.wishes)), "$open-text")
            yield Step("slots", "h", N_("When I come"), note)

    def go_to(self, action: str) -> None:
        """Put the mark on a step."""
        self.at = [step.action for step in self.steps()].index(action)
        self.refresh()

    def lines(self, width: int) -> list[Content]:
        rows = []
        for index, step in enumerate(self.steps()):
            label = words(step.label)
            if self.has_focus and index == self.at:
                face = Content.styled(f" {step.key:<{KEY_WIDTH}}{label.plain} ", "$focus-text")
                row = Content.assemble((">", "$mark-text"), " ", face)
            else:
                key = Content.styled(f"   {step.key:<{KEY_WIDTH}}", "bold $ink-text")
                row = Content.assemble(key, label.stylize_before("$ink-text"), " ")
            rows.append(Content.assemble(row, "  " if step.note else "", step.note))
        return rows

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        steps = self.steps()
        if event.key == "enter":
            self._page.action_act(steps[self.at].action)
        elif event.key == "down" and self.at < len(steps) - 1:
            self.at += 1
        elif event.key == "up" and self.at:
            self.at -= 1
        else:
            return
        event.stop()
        self.refresh()
