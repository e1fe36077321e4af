"""Another price of a product, for everybody of the day: the old one, the new one, how many people; asked once."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from db import arrivals
from db.errors import Refusal
from db.values.counter import Left, Station
from db.values.money import read_money
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import Words, user_text


class NewPrice(CounterPage[Words]):
    """Dismisses with what was done, in words, or None."""

    HELP = N_(
        "Type the new price for one kilo, litre or piece, as a member without a reduction pays it.\n"
        "Enter asks once, then everybody who ordered it pays the new price; each keeps their own reduction."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("Ask whether this price is right.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    NewPrice Field, NewPrice #about { margin: 1 0 0 0; }
    """

    def __init__(self, station: Station, one: Left) -> None:
        super().__init__()
        self._station, self._one = station, one

    def body(self) -> Iterable[Widget]:
        yield Line(lambda: Content.styled(user_text(self._one.name.upper()).plain, "bold $ink-text"))
        yield Line(self._about, id="about")
        yield Field(N_("New price"), kind="digits", width=20, label_width=16, limit=20, id="price")

    def on_mount(self) -> None:
        self.query_one(Field).focus()

    def _about(self) -> str:
        one = self._one
        people = ngettext("{n} person", "{n} people", one.people).format(n=one.people)
        price = formats.unit_price(one.price, one.unit)
        return _("price until now: {price}   {people} ordered it").format(price=price, people=people)

    def on_field_submitted(self, message: Field.Submitted) -> None:
        try:
            price = read_money(message.value)
        except Refusal:
            message.field.error = self._example
            return
        if price == self._one.price:
            message.field.error = N_("That is the price already.")
        else:
            self._ask(price)

    def _example(self) -> str:
        return _("This is not a price. Example: {price}.").format(price=formats.money(345))

    def _ask(self, price: int) -> None:
        one = self._one

        def answered(yes: bool | None) -> None:
            if yes:
                write(
                    self,
                    lambda: arrivals.set_price(self.book, self._station, one.product_id, price),
                    lambda _id: self._changed(price),
                    self._refused,
                )

        facts = [
            Fact(N_("Until now"), lambda: formats.unit_price(one.price, one.unit), muted=True),
            Fact(N_("From now on"), lambda: formats.unit_price(price, one.unit), money=True, strong=True),
            Fact(N_("People who ordered it"), lambda: formats.number(one.people)),
        ]
        title = user_text(one.name)
        self.open(Question(title, [facts], N_("Change the price for everybody")), answered)

    def _refused(self, refusal: Refusal) -> None:
        field = self.query_one(Field)
        field.error = lambda: sentence(refusal)
        field.focus()

    def _changed(self, price: int) -> None:
        name, unit = user_text(self._one.name).plain, self._one.unit
        self.dismiss(
            lambda: _("● {name}: {price} for everybody   Ctrl+Z: undo").format(
                name=name, price=formats.unit_price(price, unit)
            )
        )
