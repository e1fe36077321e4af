"""« Commander pour » somebody: the whole catalogue, one confirmation at the end."""

from __future__ import annotations

from functools import partial

from db import desk_orders
from db.desk_offer import Form, OnSale, to_order
from db.errors import BasketNotPending, PriceChanged, Refusal
from db.orders import my_orders
from db.values.counter import Added
from db.values.orders import Receipt
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens.fast_entry import FastEntry, refused_words
from screens.writing import write
from widgets.line_quantities import OrderedEntry
from widgets.quantity_entry import QuantityEntry, Sold
from widgets.question import Fact, Question
from widgets.text import user_text


class OrderEntry(FastEntry):
    """One form for one member. With `typed.finishes` it takes the place of a basket of theirs that waits."""

    TAB = "order_desk"
    FOR = N_("Order for")
    HELP = N_(
        "Type a paper form or what somebody says: letters of a product (or its reference), Enter, how much, Enter.\n"
        "“lenc” finds Lentilles corail: letters of one word, then of the next. ↑ ↓ choose another one.\n"
        "From the list (↓) Enter or a digit changes a quantity, Del takes a line off. Ctrl+Z: as it was before.\n"
        "F8 asks once, then all of it is recorded. Esc leaves: the list waits for you at the order desk."
    )

    def on_sale(self) -> dict[int, OnSale]:
        return to_order(self.book, self.session.person.id, self.distribution_id, self.member.id)

    def how_much(self, one: OnSale, listed: int) -> QuantityEntry:
        sold = Sold(one.id, one.name, one.unit, one.price, one.minimum, one.step, one.recorded + listed)
        return OrderedEntry(sold, listed, None if one.left is None else one.left - listed)

    def about(self) -> str:
        day = super().about()
        had = sum(one.recorded > 0 for one in self.products.values())
        if self.typed.finishes:
            return _("{day}: the basket that waits").format(day=day)
        if had:
            said = ngettext("{n} product ordered already", "{n} products ordered already", had).format(n=had)
            return f"{day}, {said}"
        return day

    def confirm(self, found: Form) -> None:
        one = self.distribution
        name, number = user_text(self.member.name), user_text(self.member.number).plain
        late = [Fact(N_("Orders are closed"), user_text(self.typed.why[:30]))] if self.typed.why else []
        question = Question(
            lambda: _("Order for {name}?").format(name=name.plain),
            [
                [
                    Fact(N_("Member"), lambda: _("no. {number}").format(number=number)),
                    Fact(N_("For"), lambda: formats.day(one.starts_at, one.place.timezone)),
                    Fact(N_("How it leaves"), self._way()),
                    *late,
                ],
                [
                    Fact(
                        lambda: ngettext("{n} product", "{n} products", len(found.lines)).format(n=len(found.lines)),
                        lambda: formats.money(found.total),
                        money=True,
                        strong=True,
                    )
                ],
            ],
            N_("Record the order"),
            bar=self.bar(),
            yes_key=N_("Record"),
        )
        self.app.push_screen(question, lambda yes: self._order(found) if yes else None)

    def _way(self) -> str:
        """As they said for what they have on this basket already; who said nothing collects it."""
        mine = my_orders(self.book, self.member.id, self.session.group.id)
        ways = {one.way for one in mine if one.distribution.id == self.distribution_id}
        if "needs_delivery" in ways:
            return N_("Needs delivery")
        return N_("Can deliver") if "can_deliver" in ways else N_("they collect it")

    def _order(self, found: Form) -> None:
        book, station, typed = self.book, self.station, self.typed
        wanted = [Added(line.product_id, line.quantity) for line in found.lines]
        work = partial(
            desk_orders.order_for,
            book,
            station,
            self.member.id,
            wanted,
            recording=typed.recording,
            why=typed.why,
            finishes=typed.finishes,
            shown={line.product_id: line.price for line in found.lines},
        )
        write(self, work, self._recorded, self._not_recorded)

    def _recorded(self, receipt: Receipt) -> None:
        name = self.member.name
        if receipt.again:
            said = _("This order of {name} is recorded already, basket no. {number}: {amount}.")
        else:
            said = _("Order of {name} recorded, basket no. {number}: {amount}.")
        self.done(said.format(name=name, number=receipt.basket, amount=formats.money(receipt.total)))

    def _not_recorded(self, refusal: Refusal) -> None:
        self.facts_changed()
        if isinstance(refusal, BasketNotPending):
            self.refuse(
                N_("This basket has changed meanwhile: somebody else works on it. Esc, and look at the list again.")
            )
        elif isinstance(refusal, PriceChanged):
            self.refuse(lambda: sentence(refusal) + " " + _("The list is up to date: F8 again."))
        else:
            self.refuse(lambda: refused_words(refusal))
