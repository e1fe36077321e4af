"""« Paiement » and « Confirmer »: a pending basket becomes an order. Two Enters, and never by a held key."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from db import baskets, ordering
from db.distributions import distribution
from db.errors import BasketNotPending, OrdersNotOpen, Refusal
from db.ledger import balance
from db.values.orders import Draft, Receipt, ToPay
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens import pending
from screens.counter import CounterPage
from screens.validating import settle, validate
from screens.writing import write
from widgets import actions
from widgets.actions import Action, key_name
from widgets.band import Message
from widgets.bar import Bar, ordering_step
from widgets.choice import Choice, Option
from widgets.distribution_card import day_and_hours
from widgets.order_table import OrderTable
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import Words, user_text

INSTEAD = N_("Paying by card is not possible yet. 1 then Enter: pay on site")
# What each means of `ordering.MEANS` is called, and what is said beside it.
MEANS = {
    "on_site": (N_("Payment on site"), N_("cash, cheque or card, at the distribution")),
    "card": (N_("Bank card"), N_("not active yet")),
}
BELOW = 6  # rows under the table: the choice, and what surrounds it


class Payment(CounterPage[None]):
    """The basket is « en attente ». One question: how it is paid; then « Confirmer »."""

    HELP = N_(
        "Your basket is pending: it is not ordered yet.\n"
        "Enter chooses “Payment on site”; then Enter once more confirms the order."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Select"), N_("Takes the payment that the mark is on.")),
        Action("choose", "1", "", N_("Choose"), N_("1 and 2, or the arrows, choose."), key_label="1 2"),
        Action("up", "pageup", "earlier", N_("Earlier lines"), N_("See earlier lines of a long order."), shown=False),
        Action("down", "pagedown", "later", N_("Later lines"), N_("See later lines of a long order."), shown=False),
        actions.HELP,
        actions.BACK._replace(label=N_("Change the basket"), tip=N_("To your basket. It stays pending.")),
    )
    DEFAULT_CSS = "Payment #asks, Payment #keys { margin: 1 0 0 0; }"

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id
        self._over = False  # orders closed: nothing can be confirmed any more
        self._draft: Draft | None = None

    def bar(self) -> Bar | None:
        return ordering_step(2)

    # --- What is shown ----------------------------------------------------------------------------------------------

    def _read(self) -> Draft | None:
        return baskets.draft(self.book, self.session.person.id, self.distribution_id)

    def body(self) -> Iterable[Widget]:
        self.distribution = distribution(self.book, self.distribution_id)
        self._draft = self._read()
        yield OrderTable(below=BELOW)
        yield Line(N_("How do you pay?"), style="bold $ink-text", id="asks")
        yield Choice([_option(name, usable) for name, usable in ordering.MEANS])
        yield Line(_keys, id="keys")

    def on_mount(self) -> None:
        self._show()

    def facts_changed(self) -> None:
        if not self._over:
            self.distribution = distribution(self.book, self.distribution_id)
            self._draft = self._read()
            self._show()

    @property
    def _until(self) -> int | None:
        """Orders have closed: until when this basket can still be confirmed."""
        return pending.confirmable_until(self.book, self.distribution, self._draft)

    @property
    def over(self) -> bool:
        """Whether orders have closed, and the time to confirm has passed too."""
        return self.distribution.state(self.book.clock.now()) != "open" and self._until is None

    def _show(self) -> None:
        draft = self._draft
        if draft is not None and self.over:
            self._stop(pending.not_open(self.distribution, self.book.clock.now()))
            return
        if draft is None or draft.state != "pending":
            self.call_after_refresh(self._not_pending)
            return
        self.query_one(OrderTable).show(draft.lines, draft.total)
        self.band(*self.closing(N_("Your basket is now pending.\nIt is not ordered yet: choose the payment.")))

    def closing(self, otherwise: Words) -> Message:
        """The band of what is not confirmed yet: once orders have closed, until when it can be."""
        one, until = self.distribution, self._until
        text = otherwise if until is None else lambda: pending.closing_words(one, until)
        return Message("pending", N_("! PENDING"), text)

    def _not_pending(self) -> None:
        """Somebody changed or recorded it meanwhile, with the same account."""
        if self.is_current:
            if self._draft is None:
                self.program.show_orders()
            else:
                self._to_basket(BasketNotPending())

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        if self._over:
            return (actions.ORDERS, actions.HELP, actions.BACK)
        return self.ACTIONS

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "print":
            return pending.TO_PRINT
        if action_id == "validate" and self._over:
            return lambda: sentence(pending.not_open(self.distribution, self.book.clock.now()))
        return None

    def earlier(self) -> None:
        self.query_one(OrderTable).scroll_lines(-1)

    def later(self) -> None:
        self.query_one(OrderTable).scroll_lines(1)

    def go_back(self) -> None:
        if self._over:
            self.program.show_orders()
        else:
            self._to_basket()

    def _to_basket(self, refusal: Refusal | None = None) -> None:
        from screens.basket import BasketPage

        self.app.switch_screen(BasketPage(self.distribution_id, refusal))

    def validate(self) -> None:
        """F8 is Enter here."""
        self.query_one(Choice).take()

    def on_choice_taken(self, message: Choice.Taken) -> None:
        if self._draft is not None and not self._over:
            self._confirm(self._draft, message.option.id)

    # --- Confirm ----------------------------------------------------------------------------------------------------

    def _confirm(self, draft: Draft, means: str) -> None:
        to_pay = ToPay.if_ordered(draft.total, balance(self.book, self.session.person.id, self.distribution.group_id))
        place, products = self.distribution.place, len(draft.lines)
        facts = [
            [
                Fact(lambda: day_and_hours(self.distribution), strong=True),
                Fact(user_text(f"{place.name}, {place.address}"), muted=True),
            ],
            [
                Fact(lambda: count(products), lambda: formats.money(to_pay.order), money=True),
                Fact(N_("Payment"), N_("on site, at the distribution")),
                *before(to_pay),
            ],
        ]

        def answered(yes: bool | None) -> None:
            if yes:
                self._record(draft, means)

        self.app.push_screen(Confirmation(self, facts), answered)

    def _record(self, draft: Draft, means: str) -> None:
        member, book = self.session.person.id, self.book
        write(
            self,
            lambda: ordering.record(book, member, self.distribution_id, draft.recording, means),
            self._recorded,
            self._refused,
        )

    def _recorded(self, receipt: Receipt) -> None:
        """The commit has returned: only now may the screen say so."""
        from screens.recorded import Recorded

        self.program.renew_session()
        self.app.switch_screen(Recorded(receipt, self.distribution))

    def _refused(self, refusal: Refusal) -> None:
        settle(self, self.distribution_id, refusal, self._validate_again, self._stop)

    def _validate_again(self) -> None:
        """The basket was changed so that it fits: it is shown once more before it is confirmed."""

        def pending(draft: Draft) -> None:
            self._draft = draft
            self._show()
            self.say(N_("Your basket has changed: look at it, then Enter."))

        validate(self, self.distribution_id, pending, self._stop)

    def _stop(self, refusal: Refusal) -> None:
        if isinstance(refusal, OrdersNotOpen):
            self._over = True
            self.band("closed", N_("× CLOSED"), lambda: sentence(refusal))
            for part in self.query("#asks, #keys, Choice"):
                part.display = False
            self.refresh_frame()
        elif isinstance(refusal, Refusal) and not _can_be_tried_again(refusal):
            self._to_basket(refusal)
        else:
            self.refuse(lambda: sentence(refusal, ordering=True))


class Confirmation(Question, CounterPage[bool]):
    """« Confirmer la commande ». Orders may close while it is read: it says so, and goes once it is too late."""

    def __init__(self, payment: Payment, facts: list[list[Fact]]) -> None:
        super().__init__(
            N_("Confirm the order"),
            facts,
            N_("Confirm the order"),
            bar=ordering_step(3),
            band=payment.closing(self.ONE_MORE),
        )
        self._payment = payment

    ONE_MORE = N_("One more key: Enter to confirm.")

    def facts_changed(self) -> None:
        self._payment.facts_changed()
        if not self.is_current:
            return
        if self._payment.over:
            self.dismiss(False)
        else:
            self.band(*self._payment.closing(self.ONE_MORE))


def _can_be_tried_again(refusal: Refusal) -> bool:
    """Whether nothing is wrong with the basket itself: a full disk, a book that another program holds…"""
    from db.errors import BookRefused, ClockInDoubt, DiskFull, PaymentUnavailable

    return isinstance(refusal, (BookRefused, ClockInDoubt, DiskFull, PaymentUnavailable))


def count(products: int) -> str:
    """« 4 produits »."""
    return ngettext("{n} product", "{n} products", products).format(n=products)


def before(to_pay: ToPay) -> list[Fact]:
    """What was owed (or had been paid too much) before, and all of it together."""
    total = Fact(N_("To pay in all"), lambda: formats.money(to_pay.due), money=True, strong=True)
    if not to_pay.before:
        return [total]
    label = N_("Left to pay from before") if to_pay.before > 0 else N_("Paid in advance")
    return [Fact(label, lambda: formats.money(to_pay.before), money=True), total]


def _option(name: str, usable: bool) -> Option:
    label, note = MEANS[name]
    return Option(name, label, note=note) if usable else Option(name, label, unavailable=note, why=INSTEAD)


def _keys() -> Content:
    take = with_key("enter", _("select"))
    return Content.assemble(take.pad_right(max(1, 27 - take.cell_length)), with_key("escape", _("change my basket")))


def with_key(key: str, does: str) -> Content:
    """« Entrée : sélectionner », the key in bold."""
    name = key_name(key)
    return Content(_("{key}: {action}").format(key=name, action=does)).stylize("bold", 0, len(name))
