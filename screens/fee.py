"""The membership fee, on the spot: how much, and how it is paid; or not today."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from db import serving
from db.desk_members import fee_until, last_fee
from db.distributions import distribution
from db.errors import MoneyTooMuch, MoneyUnreadable, Refusal
from db.people_search import Found
from db.values.counter import Station
from db.values.money import read_money
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.deliberate import CarefulButton
from widgets.line_field import LineField
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.radio_line import Radio, RadioLine
from widgets.text import user_text

MEANS = (
    Radio("cash", N_("Cash")),
    Radio("cheque", N_("Cheque")),
    Radio("card", N_("Card")),
    Radio("transfer", N_("Transfer")),
)
LABEL_WIDTH = 22


class TakeFee(CounterPage[bool]):
    """Dismisses with True when the fee was paid."""

    HELP = N_(
        "Type the fee in euros, choose how it is paid, then F8. It lasts a year from today.\n"
        "Esc: not today. An unpaid fee keeps nobody from ordering."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the next line.")),
        actions.VALIDATE._replace(label=N_("Paid"), tip=N_("The money was taken: record it.")),
        actions.HELP,
        actions.BACK._replace(label=N_("Not today")),
    )
    DEFAULT_CSS = """
    TakeFee #amount, TakeFee #take { margin: 1 0 0 0; }
    """

    def __init__(
        self, distribution_id: int, member: Found, asks: str = N_("Signed up. Do they pay the fee of the year today?")
    ) -> None:
        super().__init__()
        self.distribution_id, self.member, self.asks = distribution_id, member, asks

    def body(self) -> Iterable[Widget]:
        yield Line(self._whose, style="bold $ink-text")
        yield Line(self.asks)
        yield LineField(N_("Fee, in euros"), kind="digits", width=10, label_width=LABEL_WIDTH, limit=12, id="amount")
        yield RadioLine(N_("Paid by"), MEANS, label_width=LABEL_WIDTH, id="means")
        yield CarefulButton(N_("Paid"), key="F8", main=True, action="validate", id="take")

    def _whose(self) -> str:
        number = _("no. {number}").format(number=user_text(self.member.number).plain)
        return f"{user_text(self.member.name).plain}   {number}"

    def on_mount(self) -> None:
        self._last = last_fee(self.book, self.session.person.id, self.session.group.id)
        self._propose()
        self._amount.focus()

    def _propose(self) -> None:
        """What the last one paid, as long as nothing is typed."""
        last = self._last
        if last is None or self._amount.value:
            self.echo("")
        else:
            self.echo(
                lambda: _("Enter: {amount}").format(amount=formats.money(last)), N_("as the last membership here")
            )

    def on_field_changed(self, message: LineField.Changed) -> None:
        self._propose()

    @property
    def _amount(self) -> LineField:
        return self.query_one("#amount", LineField)

    def on_field_submitted(self, message: LineField.Submitted) -> None:
        if not message.value.strip() and self._last is not None:
            self._amount.value = formats.quantity_alone(self._last * 10)  # as somebody would type it: 12,5
        self.query_one("#means").focus()

    def on_radio_line_submitted(self, message: RadioLine.Submitted) -> None:
        self.query_one("#take").focus()

    def validate(self) -> None:
        try:
            amount = read_money(self._amount.value)
            if not amount:
                raise MoneyUnreadable(text=self._amount.value)
        except Refusal as refusal:
            self._refused(refusal)
        else:
            self._pay(amount)

    def _pay(self, amount: int, sure: bool = False) -> None:
        one = distribution(self.book, self.distribution_id)
        station = Station(self.session.person.id, self.distribution_id, self.program.terminal)
        until = fee_until(one, self.book.clock.now())
        means = self.query_one("#means", RadioLine).chosen
        write(
            self,
            partial(serving.pay_fee, self.book, station, self.member.id, means, amount, until, sure=sure),
            self._paid,
            partial(self._refused, amount=amount),
        )

    def _paid(self, _gesture: int) -> None:
        self.dismiss(True)

    def _refused(self, refusal: Refusal, amount: int = 0) -> None:
        if isinstance(refusal, MoneyTooMuch):
            facts = [
                [
                    Fact(lambda: sentence(refusal)),
                    Fact(N_("Fee"), lambda: formats.money(amount), money=True, strong=True),
                ]
            ]
            question = Question(N_("So much?"), facts, N_("It is right"), no=N_("Change"), no_key=N_("Change"))
            self.app.push_screen(question, lambda yes: self._pay(amount, sure=True) if yes else None)
        elif isinstance(refusal, MoneyUnreadable):
            self._amount.error = lambda: sentence(refusal)
            self._amount.focus()
        else:
            self.refuse(lambda: sentence(refusal))
