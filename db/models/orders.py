"""Journals, which only grow: baskets, orders, what is owed and paid, how orders leave, corrections."""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row, TextField, one_of, yes_or_no
from db.models.catalogue import Product
from db.models.distributions import Distribution
from db.models.people import Group, Member


class Basket(Row):
    """The one number of a member in a distribution, from the laptop's own series."""

    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    member = ForeignKeyField(Member, backref="+")
    laptop = BigIntegerField()
    number = BigIntegerField()
    label = TextField()  # « 12 », « B3 »
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = (
            (("distribution", "member", "laptop"), True),
            (("distribution", "laptop", "number"), True),
        )


class Orders(Row):
    """One recording, or one correction. `recording` names the basket as it was validated: twice is once."""

    basket = ForeignKeyField(Basket, backref="+")
    kind = TextField(constraints=one_of("kind", "order", "correction"))
    recording = TextField(unique=True)
    means = TextField()  # 'on_site'
    total = BigIntegerField()  # cents; the sum of its lines
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        table_name = "orders"


class OrderLine(Row):
    """A line with its own copy of the product. A reversal negates a whole line and names it."""

    order = ForeignKeyField(Orders, backref="+")
    product = ForeignKeyField(Product, backref="+", index=False)
    name = TextField()
    reference = TextField()
    unit = TextField()
    tariff = TextField()
    price = BigIntegerField()  # cents per unit
    vat = BigIntegerField()
    step = BigIntegerField()
    minimum = BigIntegerField()
    quantity = BigIntegerField()  # thousandths; negative in a reversal
    amount = BigIntegerField()  # cents; rounded once
    reverses = ForeignKeyField("self", null=True, backref="+", index=False)

    class Meta:
        # What a product adds up to is read from the index alone.
        indexes = ((("product", "quantity", "amount"), False),)


# Was this line reversed? Lines that reverse nothing, nearly all, are not in it and cost nothing.
OrderLine.add_index(OrderLine.reverses, where=OrderLine.reverses.is_null(False), name="order_line_reverses_id")


class Posting(Row):
    """An entry of a member's account in a group: minus what is ordered, plus what is paid. The balance is its sum."""

    member = ForeignKeyField(Member, backref="+", index=False)
    group = ForeignKeyField(Group, backref="+", index=False)
    basket = ForeignKeyField(Basket, null=True, backref="+")
    order = ForeignKeyField(Orders, null=True, backref="+", index=False)
    kind = TextField(constraints=one_of("kind", "order", "correction", "payment"))
    means = TextField(default="", constraints=one_of("means", "", "cash", "cheque", "card", "transfer"))
    amount = BigIntegerField()
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("member", "group", "amount"), False),)


class WayChosen(Row):
    """How an order leaves; the latest row of a basket holds."""

    basket = ForeignKeyField(Basket, backref="+")
    way = TextField(constraints=one_of("way", "needs_delivery", "can_deliver", "pickup_only"))
    consent = yes_or_no()
    at = BigIntegerField()
    by_id = BigIntegerField()


class CorrectionAsked(Row):
    """A member asks that lines be corrected; the words stand in `Note`."""

    basket = ForeignKeyField(Basket, backref="+")
    at = BigIntegerField()
    by_id = BigIntegerField()


class CorrectionLine(Row):
    """A product that a request is about."""

    request = ForeignKeyField(CorrectionAsked, backref="+")
    product = ForeignKeyField(Product, backref="+", index=False)


class CorrectionAnswered(Row):
    """The team's answer; `order` is the correction that followed. The words stand in `Note`."""

    request = ForeignKeyField(CorrectionAsked, backref="+")
    outcome = TextField(constraints=one_of("outcome", "done", "refused"))
    order = ForeignKeyField(Orders, null=True, backref="+", index=False)
    at = BigIntegerField()
    by_id = BigIntegerField()
