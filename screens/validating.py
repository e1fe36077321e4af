"""« Valider »: a draft becomes pending, or the one thing that stands against it is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.content import Content

from db import baskets, shop
from db.errors import PriceChanged, ProductUnavailable, Refusal, StockShort
from db.values.orders import Draft, Line
from db.values.quantity import most_within
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets.bar import ordering_step
from widgets.question import Fact, Question
from widgets.text import Words, cut_middle, user_text

PRICES_SHOWN = 8
NAME_CELLS = 30  # of a product's name in a question


def validate(
    page: CounterPage[Any], distribution_id: int, done: Callable[[Draft], None], stop: Callable[[Refusal], None]
) -> None:
    """Validate the member's basket, asking what must be asked. `done` gets it pending; `stop` what nobody can settle,
    or what the member did not want settled."""
    member = page.session.person.id
    again = partial(validate, page, distribution_id, done, stop)
    write(
        page,
        lambda: baskets.validate(page.book, member, distribution_id),
        done,
        lambda refusal: settle(page, distribution_id, refusal, again, stop),
    )


def settle(
    page: CounterPage[Any],
    distribution_id: int,
    refusal: Refusal,
    again: Callable[[], None],
    stop: Callable[[Refusal], None],
) -> None:
    """Ask about a changed price, a stock that runs short or a product that is gone: `again` once the basket fits."""
    draft = baskets.draft(page.book, page.session.person.id, distribution_id)
    if draft is None:
        stop(refusal)
    elif isinstance(refusal, PriceChanged):
        ask_prices(page, distribution_id, draft, again, partial(stop, refusal))
    elif isinstance(refusal, StockShort):
        line = next((line for line in draft.lines if line.product_id == refusal.product_id), None)
        _ask_less(page, distribution_id, line, refusal, again, stop)
    elif isinstance(refusal, ProductUnavailable):
        line = next((line for line in draft.lines if line.name == refusal.product), None)
        _ask_without(page, distribution_id, line, refusal, again, stop)
    else:
        stop(refusal)


def ask_prices(
    page: CounterPage[Any], distribution_id: int, draft: Draft, agreed: Callable[[], None], refused: Callable[[], None]
) -> None:
    """Show every price that is not the one shown when the product was put in; the member agrees, or nothing changes."""
    member = page.session.person.id
    now = baskets.prices_now(page.book, member, distribution_id)
    changed = [line for line in draft.lines if now.get(line.product_id, line.price) != line.price]
    facts = [_price_fact(line, now[line.product_id]) for line in changed[:PRICES_SHOWN]]
    if len(changed) > PRICES_SHOWN:
        n = len(changed) - PRICES_SHOWN
        facts.append(Fact(lambda: ngettext("… {n} more product", "… {n} more products", n).format(n=n), muted=True))
    ask(
        page,
        N_("Prices have changed"),
        [[Fact(N_("Since you put these products in your basket:"), muted=True)], facts],
        N_("Accept these prices"),
        lambda: write(
            page,
            lambda: baskets.accept_prices(page.book, member, distribution_id),
            lambda _: agreed(),
            lambda refusal: page.refuse(sentence(refusal)),
        ),
        refused,
    )


def _price_fact(line: Line, now: int) -> Fact:
    name = user_text(cut_middle(line.name, NAME_CELLS))

    def prices() -> str:
        return f"{formats.money(line.price)} → {formats.unit_price(now, line.unit)}"

    return Fact(name, prices, money=True)


def _ask_less(
    page: CounterPage[Any],
    distribution_id: int,
    line: Line | None,
    short: StockShort,
    again: Callable[[], None],
    stop: Callable[[Refusal], None],
) -> None:
    """« Il reste 1,5 kg de dattes… Entrée : prendre 1,5 kg   Échap : revenir au panier »."""
    if line is None:
        stop(short)
        return
    recorded = _recorded(page, distribution_id, line.product_id)
    most = most_within(short.left, line.minimum, line.step, recorded)
    if not most:
        _ask_without(page, distribution_id, line, short, again, stop)
        return
    wanted, left = (formats.quantity(quantity, line.unit) for quantity in (line.quantity, short.left))
    takes = _("take {quantity}").format(quantity=formats.quantity(most, line.unit))
    ask(
        page,
        N_("Not enough is left"),
        [[Fact(user_text(line.name), strong=True)], [Fact(N_("In your basket"), wanted), Fact(N_("Left"), left)]],
        Content(takes[:1].upper() + takes[1:]),
        lambda: _put(page, distribution_id, line, most, again),
        partial(stop, short),
        key=N_("Take what is left"),
    )


def _recorded(page: CounterPage[Any], distribution_id: int, product_id: int) -> int:
    return shop.recorded(page.book, distribution_id, page.session.person.id).get(product_id, 0)


def _ask_without(
    page: CounterPage[Any],
    distribution_id: int,
    line: Line | None,
    refusal: Refusal,
    again: Callable[[], None],
    stop: Callable[[Refusal], None],
) -> None:
    if line is None:
        stop(refusal)
        return
    ask(
        page,
        N_("No longer available"),
        [
            [Fact(user_text(line.name), strong=True)],
            [Fact(N_("This product cannot be ordered any more. The rest of your basket stays."))],
        ],
        N_("Go on without this product"),
        lambda: _put(page, distribution_id, line, 0, again),
        partial(stop, refusal),
        key=N_("Go on without it"),
    )


def _put(page: CounterPage[Any], distribution_id: int, line: Line, quantity: int, again: Callable[[], None]) -> None:
    member = page.session.person.id
    write(
        page,
        lambda: baskets.put(page.book, member, distribution_id, line.product_id, quantity, line.price),
        lambda _: again(),
        lambda refusal: page.refuse(sentence(refusal)),
    )


def ask(
    page: CounterPage[Any],
    title: Words,
    facts: list[list[Fact]],
    yes: Words,
    agreed: Callable[[], None],
    refused: Callable[[], None],
    key: Words = N_("Accept"),
) -> None:
    """A question about the basket; Escape goes back to it."""

    def answered(answer: bool | None) -> None:
        if answer:
            agreed()
        else:
            refused()

    question = Question(
        title,
        facts,
        yes,
        no=N_("Back to the basket"),
        bar=ordering_step(1),
        yes_key=key,
        no_key=N_("Back to the basket"),
    )
    page.app.push_screen(question, answered)
