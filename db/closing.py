"""What happens when the minute comes: orders close, late baskets become drafts again, a copy of the book is kept."""

from __future__ import annotations

from db.backup import keep_copy
from db.database import Book
from db.distributions import distributions
from db.ordering import release_late_baskets


def next_change(book: Book) -> int | None:
    """The next instant (UTC seconds) at which something opens, closes or is over in any group."""
    now = book.clock.now()
    return min(
        (at for one in distributions(book) for at in (one.opens_at, one.closes_at, one.ends_at) if at > now),
        default=None,
    )


def close_what_is_over(book: Book) -> None:
    """Run in a thread: it copies the whole book once for each distribution that closed and is not yet held."""
    with book.elsewhere():
        release_late_baskets(book)
        for one in distributions(book):
            if one.state(book.clock.now()) == "closed":
                keep_copy(book, f"{one.closes_at}-{one.id}")
