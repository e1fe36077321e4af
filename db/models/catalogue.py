"""Registers: what is sold; and what is left of it."""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row, TextField, one_of, yes_or_no
from db.models.distributions import Distribution
from db.models.people import Group


class Product(Row):
    group = ForeignKeyField(Group, backref="+", index=False)
    reference = TextField()
    name = TextField()
    category = TextField()
    producer = TextField()
    unit = TextField(constraints=one_of("unit", "kg", "L", "piece"))
    base_price = BigIntegerField()  # cents per unit
    vat = BigIntegerField()  # hundredths of a percent
    minimum = BigIntegerField()  # thousandths
    step = BigIntegerField()
    pack = BigIntegerField()
    labels = TextField(default="")  # joined by « ; »
    allergens = TextField(default="")
    available = yes_or_no()
    rank = BigIntegerField(default=0)  # place in the file it came from
    search = TextField()  # folded name, reference, producer, labels

    class Meta:
        indexes = (
            (("group", "reference"), False),
            (("group", "rank"), False),  # the order of the catalogue
            (("group", "category", "rank"), False),
        )


class Offer(Row):
    """How much of a product there is for one distribution, when it is counted. `id` is not the product's."""

    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    quantity = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "product"), True),)


class Stock(Row):
    """Derived: what is left of an offer, rebuilt from the journals. `id` is the offer's."""

    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    remaining = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "product"), True),)
