"""« En attente » is not ordered: the band that says so on every screen of a member, and the key that finishes it."""

from __future__ import annotations

from typing import Any, NamedTuple

from textual.content import Content

from db.database import Book
from db.errors import OrdersNotOpen
from db.values.orders import Distribution, Draft
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.counter import CounterPage
from widgets.band import Message

TO_PRINT = N_("An order is printed once it is recorded: F2, then Ctrl+P.")


class Waiting(NamedTuple):
    """A basket that F8 can finish, and how many others wait behind it."""

    basket: Draft
    others: int
    until: str  # orders have closed: the hour until which it can still be confirmed; '' while they are open


def waiting(page: CounterPage[Any]) -> Waiting | None:
    """The first basket that the person signed in has validated, not confirmed, and can still confirm."""
    from db.baskets import pending
    from db.distributions import distribution

    session = page.program.session
    found = []
    for basket in pending(page.book, session.person.id) if session is not None else ():
        one = distribution(page.book, basket.distribution_id)
        until = confirmable_until(page.book, one, basket)
        if until is not None or one.state(page.book.clock.now()) == "open":
            found.append((basket, "" if until is None else formats.time_of_day(until, one.place.timezone)))
    return Waiting(found[0][0], len(found) - 1, found[0][1]) if found else None


def confirmable_until(book: Book, one: Distribution, basket: Draft | None) -> int | None:
    """During the group's grace, until when (UTC seconds) a basket that waits can be confirmed though orders closed."""
    from db.baskets import grace

    now = book.clock.now()
    if basket is None or basket.state != "pending" or not basket.changed_at < one.closes_at <= now:
        return None
    until = one.closes_at + grace(book, one.group_id)
    return until if now < until else None


def not_open(one: Distribution, now: int) -> OrdersNotOpen:
    """What is refused while orders are not open."""
    return OrdersNotOpen(
        state="upcoming" if one.state(now) == "upcoming" else "closed",
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        timezone=one.place.timezone,
    )


def closing_words(one: Distribution, until: int) -> str:
    """What is said where one is about to confirm."""
    hour = formats.time_of_day(until, one.place.timezone)
    return (
        _("Orders have just closed: confirm before {hour}.").format(hour=hour)
        + "\n"
        + _("After that, your basket is a draft again.")
    )


def band_of(found: Waiting) -> Message:
    """What the band says about a basket that waits."""

    def text() -> Content:
        products = len(found.basket.lines)
        said = ngettext(
            "Your basket is not ordered yet: {n} product, {amount}",
            "Your basket is not ordered yet: {n} products, {amount}",
            products,
        ).format(n=products, amount=formats.money(found.basket.total))
        if found.others:
            said += ", " + ngettext("and {n} other basket", "and {n} other baskets", found.others).format(
                n=found.others
            )
        does = _("Finish the order: choose the payment, confirm")
        if found.until:
            does = _("Finish before {hour}: orders have just closed").format(hour=found.until)
        return Content.assemble(said, "\n", ("F8", "bold"), " ", does)

    return Message("pending", N_("! PENDING"), text)


def tell(page: CounterPage[Any]) -> bool:
    """Show the band on `page` as long as a basket waits. To be called in `on_mount` and `facts_changed`.

    Whether one waits: then F8 has something to finish.
    """
    found = waiting(page)
    if found is None:
        page.band()
    else:
        page.band(*band_of(found))
    return found is not None


def finish(page: CounterPage[Any]) -> None:
    """F8: go on with the basket that waits, or say that there is none."""
    found = waiting(page)
    if found is None:
        page.refuse(nothing_waits(), N_("× not now"))
        return
    from screens.payment import Payment

    page.open(Payment(found.basket.distribution_id))


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


def nothing_changes() -> str:
    """Why a basket that can only be confirmed any more is not changed: it would be a draft that cannot be ordered."""
    return N_("Orders are closed: nothing can be changed any more. F8: confirm.")
