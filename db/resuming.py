"""Scratch of a terminal: who is being served there, and what is typed, so that a power cut loses nothing."""

from __future__ import annotations

from typing import NamedTuple

from db.database import Book, Write
from db.models import Serving
from db.statements import Statement, slot
from db.values.counter import Station

_HERE = Statement(
    lambda: Serving.select(Serving.distribution, Serving.basket, Serving.screen, Serving.typed, Serving.at).where(
        Serving.laptop == slot("laptop"), Serving.terminal == slot("terminal")
    )
)
_CLEAR = Statement(
    lambda: Serving.delete().where(Serving.laptop == slot("laptop"), Serving.terminal == slot("terminal"))
)
_DONE = Statement(
    lambda: Serving.update({Serving.typed: ""}).where(
        Serving.laptop == slot("laptop"),
        Serving.terminal == slot("terminal"),
        Serving.basket == slot("basket"),
    )
)
_BEING_SERVED = Statement(
    lambda: Serving.select(Serving.basket).where(
        Serving.distribution == slot("distribution"),
        Serving.basket.is_null(False),
        Serving.screen == "serve",
        Serving.at >= slot("since"),
    )
)
STALE = 12 * 3_600  # seconds; what was begun yesterday is not gone on with


class Begun(NamedTuple):
    """Where a terminal was. `screen` is 'serve', 'weigh' (then `basket_id` is None) or what screens call it."""

    distribution_id: int
    basket_id: int | None
    screen: str
    typed: str


def keep(book: Book, station: Station, screen: str, basket_id: int | None = None, typed: str = "") -> None:
    """Where this terminal is, and what is typed there. `screen` '' forgets it."""
    with book.write(station.by) as write:
        here = {"laptop": book.laptop, "terminal": station.terminal}
        write.run(_CLEAR, **here)
        if screen:
            write.add(
                Serving,
                **here,
                distribution_id=station.distribution_id,
                basket_id=basket_id,
                screen=screen,
                typed=typed,
            )


def done(write: Write, station: Station, basket_id: int) -> None:
    """What was typed for this order is written down in the same transaction: a power cut must not bring it back."""
    write.run(_DONE, laptop=write.book.laptop, terminal=station.terminal, basket=basket_id)


def kept(book: Book, terminal: int) -> Begun | None:
    """Where this terminal was when it stopped, today."""
    row = book.one(_HERE, laptop=book.laptop, terminal=terminal)
    if row is None or book.clock.now() - row[4] > STALE:
        return None
    return Begun(*row[:4])


def being_served(book: Book, distribution_id: int) -> set[int]:
    """The baskets that stand at some terminal now; a terminal that stopped long ago serves nobody."""
    since = book.clock.now() - STALE
    return {row[0] for row in book.all(_BEING_SERVED, distribution=distribution_id, since=since)}
