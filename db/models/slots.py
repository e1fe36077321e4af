"""Time slots of a distribution: how long they are, what people wish, where they were placed."""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row, TextField, one_of, yes_or_no
from db.models.distributions import Distribution
from db.models.orders import Basket


class SlotPlan(Row):
    """Register: whether a distribution has slots. The last one that was made for it counts."""

    distribution = ForeignKeyField(Distribution, backref="+")
    minutes = BigIntegerField(default=15)
    places = BigIntegerField(null=True)  # people per slot; empty: as many as come
    on = yes_or_no()


class SlotWish(Row):
    """Journal. Somebody ticked the slots that suit; the latest row of a basket holds."""

    basket = ForeignKeyField(Basket, backref="+")
    at = BigIntegerField()
    by_id = BigIntegerField()


class SlotWishLine(Row):
    """Journal. One slot that was ticked, by the instant it begins: a change of hours keeps those that still exist."""

    wish = ForeignKeyField(SlotWish, backref="+")
    starts_at = BigIntegerField()


class SlotPlaced(Row):
    """Journal. When somebody is to come; the latest row of a basket holds, and an empty instant takes them out."""

    basket = ForeignKeyField(Basket, backref="+")
    starts_at = BigIntegerField(null=True)
    how = TextField(constraints=one_of("how", "run", "hand"))
    at = BigIntegerField()
    by_id = BigIntegerField()
