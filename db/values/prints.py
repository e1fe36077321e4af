"""What was printed of a distribution, and what is different since. Instants are UTC seconds, money is cents."""

from __future__ import annotations

from typing import NamedTuple

from db.values.orders import Distribution

Seen = tuple[tuple[int, int], ...]  # laptop and the last sequence of its that was looked at


class Printed(NamedTuple):
    """A paper that left, unless it is known since that it did not come out. `kind` as in `printing.document`."""

    id: int
    distribution_id: int
    kind: str
    subject: int  # basket, deliverer, product, or the paper that changes are about; 0: everybody's, -1: several
    number: int  # of its file in the distribution's folder; 0 when it was saved elsewhere
    at: int
    by_id: int
    by: str  # a name; '' where nobody had signed in: the command line


class LineChange(NamedTuple):
    """A product of a basket, at one price; quantities in thousandths of the unit, 0 for none."""

    product_id: int
    name: str
    reference: str
    unit: str
    price: int
    before: int
    after: int
    amount_before: int
    amount_after: int


class Side(NamedTuple):
    """What a paper says of a basket beside its lines."""

    total: int = 0
    paid: int = 0
    slot: int | None = None  # when they come


class BasketChange(NamedTuple):
    """A basket that is not as the paper says. `state`: 'new', 'changed', or 'gone' when nothing is left of it."""

    basket_id: int
    basket: str
    member_id: int
    name: str
    state: str
    lines: tuple[LineChange, ...]  # those that differ, in the order of the catalogue
    before: Side
    after: Side

    @property
    def paid_differs(self) -> bool:
        """Whether what is paid of it reads differently: the sum, or whether that is all."""
        left_before, left_after = self.before.total - self.before.paid, self.after.total - self.after.paid
        return self.before.paid != self.after.paid or (left_before == 0) != (left_after == 0)


class Changes(NamedTuple):
    distribution: Distribution
    printed: Printed
    baskets: tuple[BasketChange, ...]  # by number
