"""The products of a distribution: a quantity on a card, Enter, and it is in the basket, kept before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from db import baskets, shop
from db.distributions import distribution
from db.errors import Refusal
from db.values.catalogue import ProductCard
from db.values.orders import Distribution, Draft
from db.values.text import shown
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens import pending
from screens.counter import CounterPage
from screens.sign_in import SIGN_UP, TO_SIGN_IN
from screens.validating import ask_prices, validate
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.distribution_card import capital
from widgets.product_browser import NEXT_CATEGORY, VIEW, ProductBrowser
from widgets.product_grid import ProductGrid
from widgets.text import Words

HOW_TO_BEGIN = N_("This group has no products yet.\nIn a terminal: comptoir import catalogue --help")


class Gesture(NamedTuple):
    """What one Enter changed, for Ctrl+Z."""

    card: ProductCard
    before: int


class Shop(CounterPage[None]):
    """Where one orders. Read-only for a visitor, and while orders are not open."""

    TIGHT = True
    HELP = N_(
        "Arrows go from product to product. Type a quantity: 0.5 or 500 g; Enter puts it in the basket.\n"
        "+ and - change it by one step, Del takes it out. Enter alone tells more about the product.\n"
        "F8 when your basket is full: then you choose the payment and confirm."
    )
    ACTIONS = (
        actions.VALIDATE._replace(tip=N_("Takes the quantity being typed, then goes on to the payment.")),
        actions.BASKET,
        actions.SEARCH._replace(method="search"),
        NEXT_CATEGORY,
        VIEW._replace(shown=False),
        Action("quantity", "0", "", N_("Quantity"), N_("Type it on a product: 0.5 or 500 g."), False, "0…9"),
        Action("step", "plus", "", N_("Step"), N_("One step more, one step less."), False, "+ -"),
        Action("remove", "delete", "", N_("Take out"), N_("Takes the product out of the basket."), False),
        Action("allergens", "a", "show_allergens", N_("Allergens"), N_("The allergens of this product."), False),
        actions.UNDO._replace(shown=False),
        actions.HELP,
        actions.BACK,
    )
    AUTO_FOCUS = "ProductGrid"

    def __init__(self, distribution_id: int, read_only: bool = False) -> None:
        super().__init__()
        self.distribution_id = distribution_id
        self._read_only = read_only
        self._draft: Draft | None = None
        self._gestures: list[Gesture] = []
        self._waiting = False  # a basket, of this distribution or another, that F8 can finish

    # --- What is shown ----------------------------------------------------------------------------------------------

    @property
    def _member(self) -> int:
        session = self.program.session
        return session.person.id if session is not None else 0

    @property
    def state(self) -> str:
        """Of the distribution, now."""
        return self.distribution.state(self.book.clock.now())

    def body(self) -> Iterable[Widget]:
        self.distribution = distribution(self.book, self.distribution_id)
        self._cards = shop.cards(self.book, self.distribution_id, self._member)
        self._draft = self._read_draft()
        # A member whose orders close meanwhile keeps the sight of their basket; a catalogue to look at has none.
        self.browser = ProductBrowser(
            self._title, self._short_title, closed=self._why_closed() if self._read_only else "", record=self._keep
        )
        self.browser.grid.compact = self.program.kept.compact
        yield self.browser

    def on_mount(self) -> None:
        self._show()
        if self._draft is not None and self._prices_changed(self._draft) and self.state == "open":
            self.call_after_refresh(self._ask_prices)

    def come_back(self) -> None:
        if not self._read_only:
            self._draft = self._read_draft()
            self._show()

    def facts_changed(self) -> None:
        self.distribution = distribution(self.book, self.distribution_id)
        if self._read_only and self._member and self.state == "open":
            self.app.switch_screen(Shop(self.distribution_id))  # its minute has come
            return
        self._cards = shop.cards(self.book, self.distribution_id, self._member)
        self._draft = self._read_draft()
        self._show()

    def _read_draft(self) -> Draft | None:
        return None if self._read_only else baskets.draft(self.book, self._member, self.distribution_id)

    def _show(self) -> None:
        lines = self._draft.lines if self._draft is not None else ()
        if not self._cards:
            session = self.program.session
            leads = session is not None and session.role == "coordinator"
            self.browser.grid.nothing = HOW_TO_BEGIN if leads else N_("This group has no products yet.")
        self.browser.show(self._cards, {line.product_id: line.quantity for line in lines})
        self._show_basket()
        if not self._read_only:
            self.browser.grid.closed = "" if self.state == "open" else self._why_closed()
        self._show_band()
        self.refresh_frame()

    def _show_basket(self) -> None:
        draft = self._draft
        self.browser.show_basket(draft.lines if draft else (), draft.total if draft else 0)

    def _show_band(self) -> None:
        self._waiting = pending.tell(self)
        if not self._read_only and self.state != "open" and not self._only_confirms:
            self.band("closed", N_("× CLOSED"), self._why_closed())

    def _why_closed(self) -> Words:
        """Why nothing can be ordered here."""
        one, state = self.distribution, self.state
        if self._member == 0:
            return N_("Sign in to order. F12: to sign in   F4: sign up")
        if state == "open":
            return ""
        if self._read_only:
            return lambda: _when_open(one, state)
        if self._only_confirms:
            return pending.nothing_changes()
        return lambda: sentence(pending.not_open(one, self.book.clock.now()))

    @property
    def _only_confirms(self) -> bool:
        """Whether orders have closed, and the basket of this distribution can still be confirmed as it is."""
        return pending.confirmable_until(self.book, self.distribution, self._draft) is not None

    def _title(self) -> Content:
        return self._titled(formats.short_day_and_time, _("orders open until {when}"))

    def _short_title(self) -> Content:
        return self._titled(formats.near_day_and_time, _("until {when}"))

    def _titled(self, written: Callable[[int, str], str], until: str) -> Content:
        one, state = self.distribution, self.state
        tz = one.place.timezone
        day = Content.styled(capital(formats.short_day(one.starts_at, tz)), "bold $ink-text")
        if state == "open":
            said = until.format(when=written(one.closes_at, tz))
        elif state == "upcoming":
            said = _("opens on {when}").format(when=written(one.opens_at, tz))
        else:
            said = _("closed since {when}").format(when=written(one.closes_at, tz))
        return Content.assemble(day, (f", {said}", "$muted-text"))

    # --- Prices -----------------------------------------------------------------------------------------------------

    def _prices_changed(self, draft: Draft) -> bool:
        now = baskets.prices_now(self.book, self._member, self.distribution_id)
        return any(now.get(line.product_id, line.price) != line.price for line in draft.lines)

    def _ask_prices(self) -> None:
        if self._draft is not None and self.is_current:
            ask_prices(self, self.distribution_id, self._draft, self.facts_changed, self._prices_refused)

    def _prices_refused(self) -> None:
        self.say(N_("The new prices are asked again before you validate."))

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        hidden = {"validate", "basket"} if self._read_only else set()
        if self._member == 0:
            yield from (SIGN_UP, TO_SIGN_IN)
        for action in self.ACTIONS:
            if action.id == "validate" and self._finishes:
                yield action._replace(label=N_("Finish"))
                continue
            if action.id == "category" and self.browser.grid.compact:
                yield self.browser.view_action()
            elif action.id not in hidden:
                yield action

    @property
    def _finishes(self) -> bool:
        """Whether F8 goes on with a basket that waits: another one, or this one although orders have closed."""
        draft, grid = self._draft, self.browser.grid
        mine = draft is not None and (self.state == "open" or draft.state != "pending")
        return self._waiting and not mine and not grid.typing

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "undo" and not self._gestures:
            return N_("There is nothing to undo on this screen.")
        if action_id == "print":
            return pending.TO_PRINT
        if action_id not in ("validate", "basket") or (action_id == "validate" and self._finishes):
            return None
        if self._read_only:
            return self._why_closed()
        if self._draft is None and not self.browser.grid.typing:
            return N_("Your basket is empty. Type a quantity on a product.")
        return self._why_closed() if action_id == "validate" and self.state != "open" else None

    def sign_up(self) -> None:
        """F4 of who is not signed in: an account in the group they look at."""
        from screens.sign_up import SignUp

        self.open(SignUp(self.distribution.group_id))

    def search(self) -> None:
        self.browser.search()

    def show_allergens(self) -> None:
        """The allergens of the product under the cursor."""
        card = self.browser.grid.card
        if card is not None:
            allergens = ", ".join(shown(each) for each in card.allergens) or _("none known")
            said = _("Allergens: {allergens}").format(allergens=allergens)
            self.note("closed", Content(shown(card.reference) or "…"), Content(f"{shown(card.name)}\n{said}"))

    def on_product_grid_layout_changed(self, message: ProductGrid.LayoutChanged) -> None:
        self.program.keep(compact=message.compact)
        self.refresh_frame()

    # --- The basket -------------------------------------------------------------------------------------------------

    def _keep(self, card: ProductCard, quantity: int) -> bool:
        """Put a quantity into the draft, durable before the card turns green. False when it was refused."""
        book, member = self.book, self._member
        at_once, kept = True, False
        if self._only_confirms:
            self.refuse(pending.nothing_changes(), N_("× not now"))
            return False
        before = self.browser.grid.quantities.get(card.id, 0)

        def done(_: None) -> None:
            nonlocal kept
            kept = True
            self._gestures.append(Gesture(card, before))
            was_pending = self._draft is not None and self._draft.state == "pending"
            self._draft = self._read_draft()
            self._show_basket()
            if was_pending:
                self._show_band()
            if not at_once:
                self.browser.grid.accept(quantity)

        def refused(refusal: Refusal) -> None:
            self.refuse(lambda: sentence(refusal))

        write(
            self,
            lambda: baskets.put(book, member, self.distribution_id, card.id, quantity, card.price),
            done,
            refused,
        )
        at_once = False
        return kept

    def undo(self) -> None:
        """Ctrl+Z: the quantity that a product had before the last gesture."""
        if self._only_confirms:
            self.refuse(pending.nothing_changes(), N_("× not now"))
            return
        last = self._gestures.pop()
        book, member = self.book, self._member

        def done(_: None) -> None:
            self._draft = self._read_draft()
            self._show()
            self.say(self._undone(last))

        write(
            self,
            lambda: baskets.put(book, member, self.distribution_id, last.card.id, last.before, last.card.price),
            done,
            lambda refusal: self.refuse(lambda: sentence(refusal)),
        )

    def _undone(self, last: Gesture) -> Content:
        name = shown(last.card.name)
        if last.before:
            quantity = formats.quantity(last.before, last.card.unit)
            return Content(_("Undone: {product}, again {quantity}.").format(product=name, quantity=quantity))
        return Content(_("Undone: {product} is out of the basket again.").format(product=name))

    def show_basket(self) -> None:
        if self.browser.grid.finish_typing():
            from screens.basket import BasketPage

            self.open(BasketPage(self.distribution_id))

    def validate(self) -> None:
        if self._finishes:
            pending.finish(self)
        elif self.browser.grid.finish_typing():
            validate(self, self.distribution_id, self._validated, self._stopped)

    def _validated(self, draft: Draft) -> None:
        from screens.payment import Payment

        self.open(Payment(self.distribution_id))

    def _stopped(self, refusal: Refusal) -> None:
        self.facts_changed()
        self.refuse(lambda: sentence(refusal, ordering=True))


def _when_open(one: Distribution, state: str) -> str:
    """Why a catalogue is only to be looked at."""
    tz = one.place.timezone
    if state == "upcoming":
        return _("Orders open on {when}.").format(when=formats.short_day_and_time(one.opens_at, tz))
    return _("Orders are closed since {when}.").format(when=formats.short_day_and_time(one.closes_at, tz))
