"""Journals of deliveries between neighbours: who offers, who takes, what is agreed, who must be told, who saw what.

They hold ids, numbers and codes. What people wrote stands beside them and can be erased: `RequestWords` for the wishes
and the note of a request (`WayChosen`), `Note` for the word that goes with an offer or a step.
"""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row, TextField, one_of, yes_or_no
from db.models.distributions import Distribution
from db.models.orders import Basket
from db.models.people import Member


class RequestWords(Row):
    """Side register. What the person who needs delivery wrote; `id` is the `WayChosen` row's."""

    times = TextField(default="")  # when they would like it
    note = TextField(default="")  # floor, code of the door, containers


class DeliveryOffer(Row):
    """What somebody can carry in a distribution; the latest row holds, and `orders` 0 takes the offer back."""

    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    member = ForeignKeyField(Member, backref="+")
    orders = BigIntegerField()
    grams = BigIntegerField()
    transport = TextField(constraints=one_of("transport", "foot", "bicycle", "car"))
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "member"), False),)


class DeliveryStep(Row):
    """One step of a request. The first of a round is 'taken'; the others name it in `about`; 'undone' names a step.

    `turn` counts the takings of a basket from 1 and is empty elsewhere: that two people take one request on a laptop
    is refused by the index, whatever the program believes.
    """

    basket = ForeignKeyField(Basket, backref="+", index=False)
    kind = TextField(
        constraints=one_of("kind", "taken", "changed", "agreed", "delivered", "released", "withdrawn", "undone")
    )
    deliverer = ForeignKeyField(Member, backref="+")
    laptop = BigIntegerField()
    turn = BigIntegerField(null=True)
    about = ForeignKeyField("self", null=True, backref="+", index=False)
    meet_at = BigIntegerField(null=True)  # the day and hour agreed, UTC seconds
    money = TextField(default="", constraints=one_of("money", "", "paid", "advanced", "envelope"))
    containers = TextField(default="", constraints=one_of("containers", "", "person", "deliverer", "bags"))
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("basket", "laptop", "turn"), True),)


class CallToMake(Row):
    """Somebody who must be told of a step: the people helped have no e-mail and are not at the counter."""

    basket = ForeignKeyField(Basket, backref="+")
    member = ForeignKeyField(Member, backref="+", index=False)
    why = TextField(
        constraints=one_of("why", "taken", "released", "withdrawn", "changed", "assigned", "unassigned", "slot")
    )
    step = BigIntegerField()  # the journal row it is about
    at = BigIntegerField()
    by_id = BigIntegerField()


class CallMade(Row):
    """Whether they were told; the latest row of a call holds."""

    call = ForeignKeyField(CallToMake, backref="+")
    made = yes_or_no()
    at = BigIntegerField()
    by_id = BigIntegerField()


class ContactView(Row):
    """The access log: who saw whose contact data, and as what. It alone expires, after twelve months."""

    whose = ForeignKeyField(Member, backref="+")
    basket = ForeignKeyField(Basket, null=True, backref="+", index=False)
    seen_as = TextField(constraints=one_of("seen_as", "deliverer", "helped", "team"))
    at = BigIntegerField()
    by_id = BigIntegerField()
