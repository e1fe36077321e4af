"""Journals of the counter: each gesture, and what it weighed, received, handed over or counted.

A gesture names every row that it made, so that it can be told in words and undone whole. What it did to orders and
accounts stands in their own journals; `OrderMade` and `Tender` have the ids of those rows.
"""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row, TextField, one_of, yes_or_no
from db.models.catalogue import Product
from db.models.distributions import Distribution
from db.models.orders import Basket, OrderLine
from db.models.people import Group, Member

KINDS = (
    "ordered",
    "received",
    "shared",
    "priced",
    "weighed",
    "lacking",
    "added",
    "taken_out",
    "replaced",
    "paid",
    "served",
    "brought_back",
    "uncollected",
    "fee",
    "opened",
    "closed",
    "undone",
)
REASONS = ("", "short", "bad", "wrong", "not_wanted", "absent", "other")


class Gesture(Row):
    """What somebody did at the counter, on which terminal of the laptop. 'undone' names the gesture it takes back.

    The index says that a laptop undoes a gesture once; two laptops may both have done so.
    """

    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    kind = TextField(constraints=one_of("kind", *KINDS))
    terminal = BigIntegerField()
    laptop = BigIntegerField()
    basket = ForeignKeyField(Basket, null=True, backref="+")
    product = ForeignKeyField(Product, null=True, backref="+", index=False)
    reason = TextField(default="", constraints=one_of("reason", *REASONS))
    undoes = ForeignKeyField("self", null=True, backref="+", index=False)
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "laptop", "terminal"), False),)


# Nearly every gesture takes nothing back: those are not in it, and cost nothing.
Gesture.add_index(
    Gesture.undoes, Gesture.laptop, unique=True, where=Gesture.undoes.is_null(False), name="gesture_undoes_id_laptop"
)


class OrderMade(Row):
    """An order or a correction that a gesture made; `id` is the order's."""

    gesture = ForeignKeyField(Gesture, backref="+")


class StepMade(Row):
    """A step of a delivery that a gesture made, because it left nothing to bring; `id` is the step's."""

    gesture = ForeignKeyField(Gesture, backref="+")


class Restored(Row):
    """A line written once more by an undo; `id` is its own, `line` the first of its kind."""

    line = ForeignKeyField(OrderLine, backref="+")


class Tender(Row):
    """Money taken or given back by a gesture; `id` is the posting's. `given`: notes handed over, cents; 0: the sum."""

    gesture = ForeignKeyField(Gesture, backref="+")
    given = BigIntegerField(default=0)
    number = TextField(default="")  # of a cheque


class Weighing(Row):
    """What somebody gets of a position in the end. Thousandths; `line` is empty when there was nothing to give.

    `was` is the last line it replaced: what it was called, and its price. A line that has a row here is weighed.
    """

    gesture = ForeignKeyField(Gesture, backref="+")
    basket = ForeignKeyField(Basket, backref="+")
    was = ForeignKeyField(OrderLine, null=True, backref="+", index=False)
    line = ForeignKeyField(OrderLine, null=True, backref="+", index=False)
    ordered = BigIntegerField()
    tare = BigIntegerField(default=0)


Weighing.add_index(Weighing.line, unique=True, where=Weighing.line.is_null(False), name="weighing_line_id")
# What was missing is found by its basket, not among all that was ever missing.
Weighing.add_index(Weighing.basket, where=Weighing.line.is_null(), name="weighing_lacking")


class Arrival(Row):
    """What came of a product, in all; the latest row that stands holds. Thousandths."""

    gesture = ForeignKeyField(Gesture, backref="+", index=False)
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    quantity = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "product"), False),)


class DayPrice(Row):
    """What a product costs in a distribution after all: base price in cents per unit; the latest that stands holds."""

    gesture = ForeignKeyField(Gesture, backref="+", index=False)
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    base_price = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "product"), False),)


class HandOver(Row):
    """An order was given out: `whole` or not, to its member or to somebody else.

    A neighbour who is no member is named in `Note`; `later_at` is when the rest will be fetched (UTC seconds).
    """

    gesture = ForeignKeyField(Gesture, backref="+")
    basket = ForeignKeyField(Basket, backref="+")
    whole = yes_or_no()
    to = ForeignKeyField(Member, null=True, backref="+", index=False)
    later_at = BigIntegerField(null=True)


class Uncollected(Row):
    """What becomes of an order that nobody fetched: kept until a day, or back to what is left over."""

    gesture = ForeignKeyField(Gesture, backref="+")
    basket = ForeignKeyField(Basket, backref="+")
    outcome = TextField(constraints=one_of("outcome", "kept", "surplus", "surplus_owed"))
    until = BigIntegerField(null=True)


class Fee(Row):
    """A membership paid at the counter. It never enters the balance: it is owed and paid at once. Cents."""

    gesture = ForeignKeyField(Gesture, backref="+")
    member = ForeignKeyField(Member, backref="+", index=False)
    group = ForeignKeyField(Group, backref="+", index=False)
    means = TextField(constraints=one_of("means", "cash", "cheque", "card", "transfer"))
    amount = BigIntegerField()
    before = BigIntegerField(null=True)  # until when it was paid already
    until = BigIntegerField()


class TillStep(Row):
    """The till of a distribution is opened with a float, and closed with what was expected and counted. Cents."""

    gesture = ForeignKeyField(Gesture, backref="+", index=False)
    distribution = ForeignKeyField(Distribution, backref="+")
    kind = TextField(constraints=one_of("kind", "opened", "closed"))
    expected = BigIntegerField(default=0)
    counted = BigIntegerField()


class TillCount(Row):
    """How many of one coin or note were counted; `value` in cents."""

    step = ForeignKeyField(TillStep, backref="+")
    value = BigIntegerField()
    count = BigIntegerField()


class Serving(Row):
    """Scratch: who is being served at a terminal, and what is typed there, so that a power cut loses nothing."""

    laptop = BigIntegerField()
    terminal = BigIntegerField()
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    basket = ForeignKeyField(Basket, null=True, backref="+", index=False)
    screen = TextField()
    typed = TextField(default="")
    at = BigIntegerField()

    class Meta:
        indexes = ((("laptop", "terminal"), True),)
