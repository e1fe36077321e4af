"""What somebody gets: weights, what is missing, what is added, taken out or replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from db import goods, weighing
from db.errors import Refusal, WeighedMeanwhile, WeightDiffers, WeightImplausible, WeightUnreadable
from db.values.counter import Added, Position
from db.values.scale import Weight, read_weight
from i18n import formats
from i18n.gesture_words import REASONS
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.serve_choose import Reason, ask_reason
from screens.serve_person import OnePerson
from screens.serve_rows import id_of
from screens.writing import write
from widgets.entry_table import EntryTable
from widgets.text import Words, user_text
from widgets.weight_words import changed_words, compared, meaning, so_far, takes_its_place

if TYPE_CHECKING:
    from screens.serve_less import Less


class Goods(OnePerson):
    """The table of products."""

    _overtaken = ""  # the product that somebody else weighed while its weight was typed here

    # --- Weights ----------------------------------------------------------------------------------------------------

    def facts_changed(self) -> None:
        """What is typed for a product that somebody else weighed meanwhile stays, and never replaces that unasked."""
        before, at = self.position, self.table.current
        super().facts_changed()
        now = self.position
        if self.table.text and before is not None and now is not None and self.table.current == at and now != before:
            self._overtaken = at
            self.note("pending", N_("! changed meanwhile"), lambda: changed_words(now))

    def on_entry_table_typed(self, message: EntryTable.Typed) -> None:
        if message.text:  # what was done just now is said until somebody types again
            self._told = ""
        self._say_what_to_do()
        self._keep()

    def on_entry_table_moved(self, message: EntryTable.Moved) -> None:
        self._say_what_to_do()
        self._keep()

    def on_entry_table_taken(self, message: EntryTable.Taken) -> None:
        one = self.position
        if one is None or message.id != self.table.current:
            return
        if not message.text.strip():
            if self.table.rows[self.table.at].quick:
                self._as_ordered([one])
            elif one.state == "to_weigh":
                self.not_done(WeightUnreadable(text="", unit=one.unit))
            else:
                self._to_next()
            return
        try:
            weight = read_weight(message.text, one.unit)
        except Refusal as refusal:
            self.not_done(refusal)
            return
        if self.handed:
            self._ask(
                N_("This order is handed over: what is to be paid will change. Enter: weigh again   Esc: leave it"),
                lambda: self._weigh(one, weight),
            )
        elif self._overtaken == message.id:
            self._ask(lambda: takes_its_place(one), lambda: self._weigh(one, weight))
        else:
            self._weigh(one, weight)

    def _weigh(self, one: Position, weight: Weight, sure: bool = False) -> None:
        write(
            self,
            lambda: weighing.weigh(self.book, self.station, one, weight, sure=sure),
            lambda _id: self._given(lambda: self._weighed_words(one, weight.net)),
            lambda refusal: self._not_weighed(refusal, one, weight),
        )

    def _weighed_words(self, one: Position, net: int) -> str:
        return _("● {product}: {weight}").format(
            product=user_text(one.name).plain, weight=formats.quantity(net, one.unit)
        )

    def _given(self, said: Words) -> None:
        """Something about the goods was written down: on to the next."""
        self.table.text = ""
        self._told, self._finished = said, False
        self._renew()
        self._to_next()

    def _not_weighed(self, refusal: Refusal, one: Position, weight: Weight) -> None:
        match refusal:
            case WeightImplausible(likely=int() as likely):
                meant = Weight(likely + weight.tare, weight.tare)
                self._ask(lambda: sentence(refusal), lambda: self._weigh(one, meant))
            case WeightDiffers():
                self._ask(lambda: sentence(refusal), lambda: self._weigh(one, weight, sure=True))
            case WeighedMeanwhile():
                self.table.text = ""
                self._renew()
                self.refuse(lambda: sentence(refusal), N_("! changed meanwhile"))
            case _:
                self.not_done(refusal)

    def _ask(self, text: Words, yes: Callable[[], object]) -> None:
        self.table.ask(lambda: self.note("pending", N_("! is it right?"), text), yes)

    def _to_next(self) -> None:
        """The mark to the next product to weigh, from the top again after the last; then to the money."""
        all_ = self.one.positions
        at = next((n for n, one in enumerate(all_) if id_of(one) == self.table.current), -1)
        following = [*all_[at + 1 :], *all_[: at + 1]]
        found = next((one for one in following if one.state == "to_weigh"), None)
        if found is not None:
            self.table.go(id_of(found))
        elif self.box.can_focus:
            self.box.focus()
        self._say_what_to_do()

    # --- As ordered, missing ----------------------------------------------------------------------------------------

    def as_ordered(self) -> None:
        """All that is not weighed yet, just as it was ordered."""
        self._as_ordered(self.to_weigh)

    def _as_ordered(self, wanted: tuple[Position, ...] | list[Position]) -> None:
        if not wanted:
            return
        write(
            self,
            lambda: weighing.as_ordered(self.book, self.station, wanted),
            lambda _id: self._given(lambda: self._as_ordered_words(wanted)),
            lambda refusal: self._not_weighed(refusal, wanted[0], Weight(wanted[0].ordered, 0)),
        )

    def _as_ordered_words(self, wanted: tuple[Position, ...] | list[Position]) -> str:
        if len(wanted) == 1:
            return self._weighed_words(wanted[0], wanted[0].ordered)
        return _("● {n} products as they were ordered").format(n=len(wanted))

    def take_off(self) -> None:
        """« -310 » behind what is typed: the jar, as it last weighed."""
        self.table.text = f"{self.table.text.rstrip(' +-')}-{self.one.tare}"

    def lack(self) -> None:
        one = self.position
        if one is None:
            return
        name = user_text(one.name).plain
        ask_reason(
            self,
            lambda: _("Nothing to give of {product}: why?").format(product=name),
            lambda: _("ordered: {quantity}").format(quantity=formats.quantity(one.ordered, one.unit)),
            N_("Nothing to give"),
            lambda reason: self._lack(one, reason),
        )

    def _lack(self, one: Position, reason: Reason) -> None:
        name = user_text(one.name).plain
        write(
            self,
            lambda: weighing.lack(self.book, self.station, one, reason.code, reason.words),
            lambda _id: self._given(
                lambda: _("× {product}: nothing, {reason}").format(product=name, reason=_(REASONS[reason.code]))
            ),
            lambda refusal: self._not_weighed(refusal, one, Weight(0, 0)),
        )

    # --- More, less, something else ---------------------------------------------------------------------------------

    def add(self) -> None:
        """Something that is left over, on top."""
        from screens.serve_add import ServeAdd

        def chosen(wanted: Added | None) -> None:
            if wanted is not None:
                self._add(wanted)

        self.open(ServeAdd(self.distribution_id, self.one), chosen)

    def _add(self, wanted: Added) -> None:
        write(
            self,
            lambda: goods.add(self.book, self.station, self.one.member_id, [wanted]),
            lambda _id: self._given(lambda: self._added_words(wanted)),
            self._not_changed,
        )

    def _added_words(self, wanted: Added) -> str:
        one = next((each for each in self.one.positions if each.product_id == wanted.product_id), None)
        if one is None:
            return ""
        return _("● Added: {quantity} of {product}").format(
            quantity=formats.quantity(wanted.quantity, one.unit), product=user_text(one.name).plain
        )

    def take_out(self) -> None:
        from screens.serve_less import ServeLess

        one = self.position
        if one is not None:
            self.open(ServeLess(one, kind="out"), lambda less: self._take_out(one, less) if less else None)

    def _take_out(self, one: Position, less: Less) -> None:
        write(
            self,
            lambda: goods.take_out(self.book, self.station, one, less.quantity, *less.reason),
            lambda _id: self._given(lambda: self._less_words(one, less.quantity)),
            self._not_changed,
        )

    def replace(self) -> None:
        from screens.serve_add import ServeAdd
        from screens.serve_less import ServeLess

        one = self.position
        if one is None:
            return

        def instead(less: Less | None) -> None:
            if less is not None:
                page = ServeAdd(self.distribution_id, self.one, instead=one.name)
                self.open(page, lambda wanted: self._replace(one, less, wanted) if wanted else None)

        self.open(ServeLess(one, kind="replace"), instead)

    def _replace(self, one: Position, less: Less, wanted: Added) -> None:
        write(
            self,
            lambda: goods.replace(self.book, self.station, one, less.quantity, wanted, *less.reason),
            lambda _id: self._given(lambda: self._added_words(wanted)),
            self._not_changed,
        )

    def _less_words(self, one: Position, quantity: int) -> str:
        return _("● Taken out: {quantity} of {product}").format(
            quantity=formats.quantity(quantity, one.unit), product=user_text(one.name).plain
        )

    def _not_changed(self, refusal: Refusal) -> None:
        self._renew()
        self.not_done(refusal)

    # --- Words ------------------------------------------------------------------------------------------------------

    def _say_of_goods(self) -> None:
        one, text = self.position, self.table.text
        if not text or self._overtaken != self.table.current:
            self._overtaken = ""
        if one is None:
            self.echo("", N_("Everything was taken out of this order."))
        elif text:
            self.echo(lambda: meaning(text, one.unit, one.price), lambda: self._beside(one, text))
        else:
            self.echo(self._told, lambda: self._hint(one))

    def _beside(self, one: Position, text: str) -> str:
        weight = so_far(text, one.unit)
        return _("Enter: weigh   Esc: clear") if weight is None else compared(weight.net, one.ordered, one.unit)

    def _hint(self, one: Position) -> str:
        if self._told:
            return ""
        if one.state == "weighed":
            return _("Weighed already. Another weight takes its place.")
        if one.state == "lacking":
            return _("Nothing was given. If there is some after all, type its weight.")
        if one.unit == "piece":
            return _("Enter: {quantity} as ordered").format(quantity=formats.quantity(one.ordered, one.unit))
        if self.one.tare:
            jar = formats.quantity_small(self.one.tare, one.unit)
            return _("Type what the scale says.   t: less the jar of {weight}").format(weight=jar)
        return _("Type what the scale says.   =: all as ordered   p: in part")
