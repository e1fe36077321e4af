"""Scratch: baskets not yet recorded. They reserve nothing and may be changed and thrown away."""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row, TextField, one_of
from db.models.catalogue import Product
from db.models.distributions import Distribution
from db.models.orders import Orders
from db.models.people import Member


class Draft(Row):
    """One basket a member and distribution. `recording` is drawn when it is validated."""

    member = ForeignKeyField(Member, backref="+", index=False)
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    state = TextField(constraints=one_of("state", "draft", "pending"))
    recording = TextField(default="")
    changed_at = BigIntegerField()

    class Meta:
        indexes = ((("member", "distribution"), True),)


class DraftLine(Row):
    """`price` is what was shown when it was put in (cents per unit)."""

    draft = ForeignKeyField(Draft, backref="+", on_delete="CASCADE", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    quantity = BigIntegerField()
    price = BigIntegerField()

    class Meta:
        indexes = ((("draft", "product"), True),)


class DraftFinished(Row):
    """A line of a pending basket in whose place the team recorded an order: undoing that brings the basket back."""

    order = ForeignKeyField(Orders, backref="+")
    product = ForeignKeyField(Product, backref="+", index=False)
    quantity = BigIntegerField()
    price = BigIntegerField()
    changed_at = BigIntegerField()  # of the basket


class Unseen(Row):
    """An order whose « enregistrée » has not been read yet. `id` is the order's."""

    order = ForeignKeyField(Orders, backref="+", index=False)
    member = ForeignKeyField(Member, backref="+")
