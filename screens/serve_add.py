"""Something that is left over, for somebody who is there: which product, and how much of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.containers import Vertical
from textual.widget import Widget

from db.errors import Refusal, SurplusShort
from db.leftovers import surplus_for
from db.values.counter import Added, Left, Served
from db.values.scale import read_weight
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.part import Line
from widgets.product_finder import ProductFinder, ProductRow
from widgets.text import user_text
from widgets.weight_words import meaning


class ServeAdd(CounterPage[Added]):
    """Dismisses with the product and its quantity, or None. `instead` names what it takes the place of."""

    HELP = N_(
        "Only what is left over stands here: what came, less what others ordered.\n"
        "Type some letters or the reference, Enter; then what the scale says, Enter.\n"
        "If there is more than the list says, note first what came (Arrivals)."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("Take the product under the mark, then its quantity.")),
        Action("move", "down", "", N_("Other product"), key_label="↑ ↓"),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    ServeAdd #products { margin: 1 0 0 0; }
    ServeAdd #amount { display: none; margin: 1 0 0 0; height: auto; }
    ServeAdd.-weighing #amount { display: block; }
    """

    def __init__(self, distribution_id: int, one: Served, instead: str = "") -> None:
        super().__init__()
        self.distribution_id, self._one, self._instead = distribution_id, one, instead
        self._chosen: Left | None = None

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text")
        yield ProductFinder(room=10, browse=True, id="products")
        yield Vertical(
            Field(N_("How much"), kind="quantity", width=40, label_width=14, limit=40, id="quantity"), id="amount"
        )

    def on_mount(self) -> None:
        self.facts_changed()
        self.finder.focus()

    def facts_changed(self) -> None:
        by, whom = self.session.person.id, self._one.member_id
        self._left = {one.product_id: one for one in surplus_for(self.book, by, self.distribution_id, whom)}
        rows = [
            ProductRow(one.product_id, one.reference, one.name, one.unit, one.price, one.left)
            for one in self._left.values()
        ]
        self.finder.show(rows)
        if self._chosen is not None:
            self._chosen = self._left.get(self._chosen.product_id, self._chosen._replace(received=0))
            self._say()

    @property
    def finder(self) -> ProductFinder:
        return self.query_one("#products", ProductFinder)

    @property
    def _field(self) -> Field:
        return self.query_one("#quantity", Field)

    def _title(self) -> str:
        name = user_text(self._one.name).plain
        if self._instead:
            return _("{name}: what instead of {product}?").format(name=name, product=user_text(self._instead).plain)
        return _("{name}: add what is left over").format(name=name)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_product_finder_taken(self, message: ProductFinder.Taken) -> None:
        self._chosen = self._left.get(message.row.id)
        if self._chosen is not None:
            self.add_class("-weighing")
            self._field.focus()
            self._say()

    def on_field_changed(self, message: Field.Changed) -> None:
        if message.field is self._field:
            self._say()
        elif self._chosen is not None:
            self._chosen = None
            self.remove_class("-weighing")
            self.echo("", "")

    def _say(self) -> None:
        one, text = self._chosen, self._field.value
        if one is None:
            return
        left = formats.quantity(max(one.left, 0), one.unit)
        if text:
            self.echo(lambda: meaning(text, one.unit, one.price), N_("Enter: add it"))
        else:
            name = user_text(one.name).plain
            self.echo(lambda: name, lambda: _("{left} left over. Type what the scale says.").format(left=left))

    def on_field_submitted(self, message: Field.Submitted) -> None:
        one = self._chosen
        if message.field is not self._field or one is None:
            self.refuse(N_("Nothing that is left over has these letters."))
            return
        try:
            quantity = read_weight(message.value, one.unit).net
            if quantity > one.left:
                raise SurplusShort(product=one.name, unit=one.unit, left=max(one.left, 0), wanted=quantity)
        except Refusal as refusal:
            self._field.error = partial(sentence, refusal)
            return
        self.dismiss(Added(one.product_id, quantity))

    def go_back(self) -> None:
        if self._chosen is not None:
            self._chosen = None
            self._field.value = ""
            self.remove_class("-weighing")
            self.finder.focus()
            self.echo("", "")
        else:
            self.dismiss(None)
