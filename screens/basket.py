"""« Mon panier »: lines to change or take out, the warning, then « Valider »."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from db import baskets, shop
from db.distributions import distribution
from db.errors import Refusal
from db.values.orders import Draft
from db.values.orders import Line as OrderLine
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens import pending
from screens.counter import CounterPage
from screens.validating import validate
from screens.writing import write
from widgets import actions
from widgets.actions import Action, key_name
from widgets.bar import Bar, ordering_step
from widgets.button import Button
from widgets.order_table import BasketTable
from widgets.panel import WarningBox
from widgets.part import Line
from widgets.text import Words, user_text

BELOW = 8  # rows beside a long table: the heading, the warning, the button, and blanks
FEW = 4  # lines that leave room for more blanks at 80 × 24


class BasketPage(CounterPage[None]):
    """The member's basket in one distribution, before it is validated."""

    HELP = N_(
        "Your basket. Arrows choose a line; digits, + and - change its quantity, Del takes it out.\n"
        "F8 validates it. Then you choose the payment and confirm."
    )
    ACTIONS = (
        actions.VALIDATE,
        Action("change", "plus", "", N_("Quantity"), N_("One step more or less; or type it."), key_label="+ -"),
        Action("remove", "delete", "", N_("Take out"), N_("Takes the line out of the basket, after asking.")),
        actions.HELP,
        actions.BACK._replace(label=N_("Go on choosing my products"), tip=N_("To the products. The basket is kept.")),
    )
    DEFAULT_CSS = """
    BasketPage #heading { margin: 0 0 1 0; }
    BasketPage WarningBox { margin: 2 0 1 0; max-width: 92; }
    BasketPage #finish { height: 1; }
    BasketPage #finish Line { width: auto; }
    BasketPage.-h24.-long WarningBox { margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int, refusal: Refusal | None = None) -> None:
        """`refusal`: why one is here instead of further on."""
        super().__init__()
        self.distribution_id = distribution_id
        self._why = refusal
        self._draft: Draft | None = None

    def bar(self) -> Bar | None:
        return ordering_step(1)

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.distribution = distribution(self.book, self.distribution_id)
        yield Line(self._heading, id="heading")
        yield Line(self._nothing, id="nothing", style="$ink-text")
        yield BasketTable(record=self._change, below=BELOW)
        yield WarningBox(
            N_(
                "Warning: you cannot take out a product once the order is validated! "
                "Adding stays possible as long as orders are open."
            )
        )
        yield Horizontal(
            Button(N_("Validate my basket"), key="F8", main=True, action="validate"), Line(self._escape), id="finish"
        )

    def on_mount(self) -> None:
        self.facts_changed()
        self.query_one(BasketTable).focus()
        if self._why is not None:
            why = self._why
            self.refuse(lambda: sentence(why, ordering=True))

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        member = self.session.person.id
        self.distribution = distribution(self.book, self.distribution_id)
        self._draft = baskets.draft(self.book, member, self.distribution_id)
        table = self.query_one(BasketTable)
        table.recorded = shop.recorded(self.book, self.distribution_id, member)
        self._show()

    def _show(self) -> None:
        draft = self._draft
        table = self.query_one(BasketTable)
        table.show(draft.lines if draft else (), draft.total if draft else 0)
        for part in (table, self.query_one(WarningBox), self.query_one("#finish")):
            part.display = draft is not None
        self.query_one("#nothing").display = draft is None
        self.set_class(draft is not None and (len(draft.lines) > FEW or draft.state == "pending"), "-long")
        now = self.book.clock.now()
        if self.distribution.state(now) == "open" or self._only_confirms:
            pending.tell(self)
        else:
            closed = pending.not_open(self.distribution, now)
            self.band("closed", N_("× CLOSED"), lambda: sentence(closed))
        self.refresh_frame()

    @property
    def _only_confirms(self) -> bool:
        """Whether orders have closed, and this basket can still be confirmed as it is."""
        return pending.confirmable_until(self.book, self.distribution, self._draft) is not None

    def _heading(self) -> Content:
        one = self.distribution
        where = f"{formats.short_day(one.starts_at, one.place.timezone)}, {one.place.name}"
        return Content.assemble(
            (_("My basket"), "bold $ink-text"), "   ", user_text(where).stylize_before("$muted-text")
        )

    def _nothing(self) -> Content:
        return Content.assemble(
            _("Your basket is empty."), "  ", (key_name("escape"), "bold"), " ", _("see the products")
        )

    def _escape(self) -> Content:
        said = Content.assemble(key_name("escape"), "  ", _("Go on choosing my products"))
        return Content.assemble(" ", said.stylize_before("$muted-text"))

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "print":
            return pending.TO_PRINT
        if action_id in ("validate", "change", "remove") and self._draft is None:
            return N_("Your basket is empty.")
        return None

    def _change(self, line: OrderLine, quantity: int) -> bool:
        member, book = self.session.person.id, self.book
        kept = False
        if self._only_confirms:
            self.refuse(pending.nothing_changes(), N_("× not now"))
            return False

        def done(_: None) -> None:
            nonlocal kept
            kept = True
            self.query_one(BasketTable).accept()
            self._draft = baskets.draft(book, member, self.distribution_id)
            self._show()
            self._say(line, quantity)

        write(
            self,
            lambda: baskets.put(book, member, self.distribution_id, line.product_id, quantity, line.price),
            done,
            lambda refusal: self.refuse(lambda: sentence(refusal)),
        )
        return kept

    def _say(self, line: OrderLine, quantity: int) -> None:
        if quantity:
            said = _("In the basket: {product}, {quantity}.").format(
                product=user_text(line.name).plain, quantity=formats.quantity(quantity, line.unit)
            )
        else:
            said = _("Taken out of the basket: {product}.").format(product=user_text(line.name).plain)
        self.say(Content(said))

    def validate(self) -> None:
        if self._only_confirms:
            self._to_payment()
        elif self.query_one(BasketTable).finish_typing():
            validate(self, self.distribution_id, self._validated, self._stopped)

    def _validated(self, draft: Draft) -> None:
        self._to_payment()

    def _to_payment(self) -> None:
        from screens.payment import Payment

        self.app.switch_screen(Payment(self.distribution_id))

    def _stopped(self, refusal: Refusal) -> None:
        self.facts_changed()
        self.refuse(lambda: sentence(refusal, ordering=True))

    def show_basket(self) -> None:
        """F6: it is here already."""
        self.query_one(BasketTable).focus()

    def go_back(self) -> None:
        from screens.shop import Shop

        stack = self.app.screen_stack
        if len(stack) > 1 and isinstance(stack[-2], Shop):
            self.dismiss(None)
        else:
            self.app.switch_screen(Shop(self.distribution_id))
