"""What happens when the minute comes: late baskets become drafts, people get slots, contact words whose days are past
go, a copy of the book is kept."""

from __future__ import annotations

from db.backup import KEPT, keep_copy
from db.baskets import release_late
from db.database import Book
from db.distributions import distributions
from db.models import ContactView, DeliveryOffer, DeliveryStep, Group, RequestWords, SlotPlan
from db.statements import Statement

# A book without slots or deliveries does not load what they need.
_ANY_SLOTS = Statement(lambda: SlotPlan.select(SlotPlan.id).where(SlotPlan.on).limit(1))
_ANY_DELIVERIES = tuple(
    Statement(lambda m=model: m.select(m.id).limit(1))  # type: ignore[misc]
    for model in (RequestWords, DeliveryOffer, DeliveryStep, ContactView)
)
_GROUPS = Statement(lambda: Group.select(Group.id, Group.pending_grace, Group.contact_days))


def next_change(book: Book) -> int | None:
    """The next instant (UTC seconds) at which something opens, closes, lets late baskets go, is over, or forgets its
    contacts, in any group."""
    now = book.clock.now()
    after = {group: (minutes * 60, days * 86_400) for group, minutes, days in book.all(_GROUPS)}
    found = []
    for one in distributions(book):
        grace, kept = after[one.group_id]
        found += [one.opens_at, one.closes_at, one.closes_at + grace, one.ends_at, one.ends_at + kept]
    return min((at for at in found if at > now), default=None)


def close_what_is_over(book: Book) -> None:
    """Run in a thread: it copies the whole book once for each distribution that closed and is not yet held.

    Of many that are closed at the same time the last ones count: each copy holds all that those before it hold.
    """
    with book.elsewhere():
        release_late(book)
        if book.one(_ANY_SLOTS) is not None:
            from db.placing import place_at_closing

            place_at_closing(book)
        if any(book.one(statement) is not None for statement in _ANY_DELIVERIES):
            from db.contacts import forget

            forget(book)
        now = book.clock.now()
        closed = sorted((one.closes_at, one.id) for one in distributions(book) if one.state(now) == "closed")
        for closes_at, distribution_id in closed[-KEPT:]:
            keep_copy(book, f"{closes_at}-{distribution_id}")
