"""What somebody without an order takes of what is left over: product, weight, and on to « Servir » to pay."""

from __future__ import annotations

from functools import partial

from db import goods
from db.desk_offer import Form, OnSale, left_over
from db.errors import Refusal, SurplusShort
from db.values.counter import Added
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.fast_entry import FastEntry
from screens.writing import write
from widgets.line_quantities import WeighedEntry
from widgets.quantity_entry import QuantityEntry, Sold


class WalkInEntry(FastEntry):
    """`basket_id` is what was filled; 0 while nothing is."""

    TAB = "walk_in"
    FOR = N_("Without an order")
    RECORD = N_("To pay them")
    BROWSE = True
    EMPTY = N_("Letters of a product, Enter, what the scale says, Enter. F8: to be paid.")
    HELP = N_(
        "Only what is left over shows: what came, less what is weighed and promised to others.\n"
        "Letters of a product or ↑ ↓, Enter, then what the scale says: 250 is 250 g, 192+167 adds up, "
        "412-180 takes the jar off.\n"
        "F8 puts all of it on their account and goes on to the payment. Ctrl+Z takes back the last line."
    )
    basket_id = 0

    def on_sale(self) -> dict[int, OnSale]:
        return left_over(self.book, self.session.person.id, self.distribution_id, self.member.id)

    def how_much(self, one: OnSale, listed: int) -> QuantityEntry:
        sold = Sold(one.id, one.name, one.unit, one.price, 0, one.step)
        return WeighedEntry(sold, listed, (one.left or 0) - listed)

    def confirm(self, found: Form) -> None:
        wanted = [Added(line.product_id, line.quantity) for line in found.lines]
        work = partial(goods.add, self.book, self.station, self.member.id, wanted, recording=self.typed.recording)
        write(self, work, self._added, self._not_added)

    def _added(self, basket_id: int) -> None:
        self.basket_id = basket_id
        self.done(_("{name} takes what is left over: to be paid.").format(name=self.member.name))

    def _not_added(self, refusal: Refusal) -> None:
        self.facts_changed()
        if isinstance(refusal, SurplusShort):
            self.refuse(lambda: f"{sentence(refusal)} {_('Change the line, then F8 again.')}")
        else:
            self.refuse(lambda: sentence(refusal))
