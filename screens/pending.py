"""« En attente » is not ordered: the band that says so on every screen of a member, and the key that finishes it."""

from __future__ import annotations

from typing import Any

from textual.content import Content

from db.values.orders import Draft
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.counter import CounterPage
from widgets.band import Message


def waiting(page: CounterPage[Any]) -> Draft | None:
    """The basket that the person signed in has validated and not confirmed."""
    from db.baskets import pending

    session = page.program.session
    found = pending(page.book, session.person.id) if session is not None else ()
    return found[0] if found else None


def band_of(basket: Draft) -> Message:
    """What the band says about a basket that waits."""

    def text() -> Content:
        products = len(basket.lines)
        said = ngettext(
            "Your basket is not ordered yet: {n} product, {amount}",
            "Your basket is not ordered yet: {n} products, {amount}",
            products,
        ).format(n=products, amount=formats.money(basket.total))
        return Content.assemble(said, "\n", ("F8", "bold"), " ", _("Finish the order: choose the payment, confirm"))

    return Message("pending", N_("! PENDING"), text)


def tell(page: CounterPage[Any]) -> bool:
    """Show the band on `page` as long as a basket waits. To be called in `on_mount` and `facts_changed`.

    Whether one waits: then F8 has something to finish.
    """
    basket = waiting(page)
    if basket is None:
        page.band()
    else:
        page.band(*band_of(basket))
    return basket is not None


def finish(page: CounterPage[Any]) -> None:
    """F8: go on with the basket that waits, or say that there is none."""
    basket = waiting(page)
    if basket is None:
        page.refuse(nothing_waits(), N_("× not now"))
        return
    from screens.payment import Payment

    page.open(Payment(basket.distribution_id))


def show_basket(page: CounterPage[Any], distribution_id: int = 0) -> None:
    """F6: the basket in this distribution, or else in the first one where there is one."""
    from db.distributions import cards

    session = page.program.session
    found = cards(page.book, session.person.id, session.group.id) if session is not None else ()
    baskets = [card.distribution.id for card in found if card.draft]
    if not baskets:
        page.refuse(N_("Your basket is empty. Choose a distribution, then your products."), N_("× not now"))
        return
    from screens.basket import BasketPage

    page.open(BasketPage(distribution_id if distribution_id in baskets else baskets[0]))


def nothing_waits() -> str:
    """Why F8 has nothing to finish."""
    return N_("No basket is waiting. Choose a distribution, then your products.")
