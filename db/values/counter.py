"""The counter of a distribution, as reads return it. Cents, thousandths of the unit, UTC seconds."""

from __future__ import annotations

from typing import NamedTuple

from db.values.orders import Distribution, Line


class Station(NamedTuple):
    """Who stands at the counter: a volunteer, at one terminal of this laptop, for one distribution."""

    by: int
    distribution_id: int
    terminal: int


class Position(NamedTuple):
    """One product of one order at one price: what was ordered, and what was weighed of it.

    `lines` are the ids of the lines that stand, as they were read: who weighs says which they saw.
    """

    basket_id: int
    product_id: int
    name: str
    reference: str
    unit: str
    price: int  # cents per unit
    ordered: int
    quantity: int  # weighed, or still promised; 0: nothing could be given
    amount: int
    step: int
    state: str  # 'to_weigh', 'weighed', 'lacking'
    lines: tuple[int, ...]

    @property
    def key(self) -> tuple[int, int]:
        return self.product_id, self.price


class StandLine(NamedTuple):
    """A person at the stand of one product."""

    position: Position
    basket: str  # « 12 »
    member_id: int
    first_name: str
    last_name: str
    homonym: str  # the member's number, where somebody else has this name
    tare: int  # of their jar, as it was last weighed today; 0: none yet
    served: bool


class Left(NamedTuple):
    """What there is of a product on the day. `received` is None until somebody says what came."""

    product_id: int
    name: str
    reference: str
    unit: str
    step: int
    producer: str
    price: int  # the day's base price, cents per unit
    expected: int  # what suppliers should bring: everything ordered
    received: int | None
    weighed: int
    promised: int  # ordered and not yet weighed
    people: int  # how many have it

    @property
    def left(self) -> int:
        """Received, less what is weighed and still promised; negative: it will run short. 0 while nothing came."""
        return 0 if self.received is None else self.received - self.weighed - self.promised


class Stand(NamedTuple):
    """Weighing one product: what there is of it, and everybody who ordered it, by basket number."""

    left: Left
    lines: tuple[StandLine, ...]


class Cut(NamedTuple):
    """What somebody gets when a product is shared out; thousandths."""

    position: Position
    basket: str
    name: str
    gets: int

    @property
    def loses(self) -> int:
        return self.position.quantity - self.gets


class Visitor(NamedTuple):
    """Somebody with an order here, for finding and for lists; no contact."""

    basket_id: int
    basket: str
    laptop: int
    number: int
    member_id: int
    first_name: str
    last_name: str
    second: str  # the other person of the household
    homonym: str
    state: str  # 'to_come', 'present', 'part', 'served'
    total: int
    due: int  # of this order; negative: too much was paid
    to_weigh: int  # positions
    way: str  # '', 'needs_delivery', 'can_deliver', 'pickup_only'
    brought_by: str  # who takes it to them
    later_at: int | None
    outcome: str  # '', 'kept', 'surplus', 'surplus_owed': what became of an order nobody fetched

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name.upper()}".strip()


class Served(NamedTuple):
    """One person at the counter: everything that the volunteer needs, in one look."""

    basket_id: int
    basket: str
    distribution: Distribution
    member_id: int
    name: str
    second: str
    homonym: str
    tariff: str
    way: str
    positions: tuple[Position, ...]
    total: int  # of this order
    before: int  # owed from before; negative: a credit
    due: int  # all in all: minus the balance, without what is ordered for later days
    handed: str  # '', 'part', 'whole'
    handed_to: str
    handed_at: int | None
    correction: str  # '', 'asked'
    fee_paid: bool  # the membership is paid
    tare: int
    own_due: int = 0  # of this order alone, whatever else is owed: all that somebody else who fetches it may see

    @property
    def paid(self) -> int:
        """Of this order."""
        return self.total - self.own_due

    @property
    def earlier(self) -> int:
        """Owed for everything else; negative: a credit."""
        return self.due - self.own_due

    @property
    def to_weigh(self) -> int:
        return sum(one.state == "to_weigh" for one in self.positions)


class Payment(NamedTuple):
    """Money taken (negative: given back). `given`: the notes handed over, cents; `number` of a cheque."""

    means: str  # 'cash', 'cheque', 'card', 'transfer'
    amount: int
    given: int = 0
    number: str = ""


class Told(NamedTuple):
    """A gesture, for those who ask who did what. `quantity` and `amount` are what it changed."""

    id: int
    kind: str
    at: int
    by: str
    own: bool  # of this terminal
    basket: str
    person: str
    product: str
    unit: str
    quantity: int | None
    amount: int | None
    reason: str
    words: str
    undone: bool
    undoes: int  # the gesture that it takes back
    to: str = ""  # who took the order in its member's place


class Till(NamedTuple):
    """The till of a distribution. `expected` and `taken` by means; cash has the float in it."""

    state: str  # 'not_opened', 'open', 'closed'
    opened_by: str
    opened_at: int | None
    float_: int
    taken: dict[str, int]
    counts: dict[str, int]  # how many payments, by means
    counted: int | None  # when closed
    closed_by: str
    closed_at: int | None
    words: str  # why there was a difference

    @property
    def expected(self) -> int:
        """Cash that should be there."""
        return self.float_ + self.taken.get("cash", 0)

    def difference(self, counted: int) -> int:
        """Cents that are too many, negative: that are missing."""
        return counted - self.expected


class Added(NamedTuple):
    """What somebody takes on the day."""

    product_id: int
    quantity: int


__all__ = [
    "Added",
    "Cut",
    "Left",
    "Line",
    "Payment",
    "Position",
    "Served",
    "Stand",
    "StandLine",
    "Station",
    "Till",
    "Told",
    "Visitor",
]
