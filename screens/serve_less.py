"""How much of a product is taken out, or brought back, and why."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from db.errors import QuantityTooLarge, Refusal
from db.values.counter import Position
from db.values.scale import read_weight
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.serve_choose import Reason, ask_reason
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.part import Line
from widgets.text import user_text
from widgets.weight_words import meaning


class Less(NamedTuple):
    """Thousandths of the unit."""

    quantity: int
    reason: Reason


TITLES = {
    "out": N_("Take out: how much of it?"),
    "replace": N_("Replace: how much of it?"),
    "back": N_("Brought back: how much of it?"),
}


class ServeLess(CounterPage[Less]):
    """Dismisses with how much and why, or None. Enter on the empty field is all of it."""

    HELP = N_(
        "Type how much of it, as on the scale; Enter on the empty field means all of it. Then say why.\n"
        "Nothing is changed before the reason is chosen."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the reason.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    ServeLess #what { margin: 1 0; }
    """

    def __init__(self, one: Position, *, kind: str) -> None:
        """`kind`: a key of TITLES."""
        super().__init__()
        self._one, self._kind = one, kind

    def body(self) -> Iterable[Widget]:
        yield Line(TITLES[self._kind], style="bold $ink-text")
        yield Line(self._what, id="what")
        yield Field(N_("How much"), kind="quantity", width=40, label_width=14, limit=40, id="quantity")

    def on_mount(self) -> None:
        self._field.focus()
        self._say()

    @property
    def _field(self) -> Field:
        return self.query_one("#quantity", Field)

    def _what(self) -> Content:
        one = self._one
        there = _("there is {quantity}").format(quantity=formats.quantity(one.quantity, one.unit))
        return Content.assemble(user_text(one.name), "   ", (there, "$muted-text"))

    def _say(self) -> None:
        one, text = self._one, self._field.value
        if text:
            self.echo(lambda: meaning(text, one.unit, one.price), N_("Enter: next"))
        else:
            everything = formats.quantity(one.quantity, one.unit)
            self.echo("", lambda: _("Enter: all of it, {quantity}").format(quantity=everything))

    def on_field_changed(self, message: Field.Changed) -> None:
        self._say()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        one = self._one
        try:
            quantity = read_weight(message.value, one.unit).net if message.value.strip() else one.quantity
            if quantity > one.quantity:
                raise QuantityTooLarge(quantity=quantity, limit=one.quantity, unit=one.unit)
        except Refusal as refusal:
            self._field.error = partial(sentence, refusal)
            return
        ask_reason(
            self,
            lambda: _("{quantity} of {product}: why?").format(
                quantity=formats.quantity(quantity, one.unit), product=user_text(one.name).plain
            ),
            "",
            N_("Record"),
            lambda reason: self.dismiss(Less(quantity, reason)),
        )
