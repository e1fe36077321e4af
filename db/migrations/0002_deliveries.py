"""Deliveries between neighbours, time slots, and the access log. A frozen copy of the models of that day."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, BooleanField, Check, ForeignKeyField, Model, TextField

from db.journals import guard
from db.migrations.run import make_tables


def one_of(column: str, *codes: str) -> list[Any]:
    return [Check(f"{column} IN ({', '.join(repr(code) for code in codes)})")]


class Row(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        legacy_table_names = False


# What stands in the book already, as far as the new tables point to it.
class Distribution(Row):
    pass


class Basket(Row):
    pass


class Member(Row):
    pass


class RequestWords(Row):
    times = TextField(default="")
    note = TextField(default="")


class DeliveryOffer(Row):
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
    basket = ForeignKeyField(Basket, backref="+", index=False)
    kind = TextField(
        constraints=one_of("kind", "taken", "changed", "agreed", "delivered", "released", "withdrawn", "undone")
    )
    deliverer = ForeignKeyField(Member, backref="+")
    laptop = BigIntegerField()
    turn = BigIntegerField(null=True)
    about = ForeignKeyField("self", null=True, backref="+", index=False)
    meet_at = BigIntegerField(null=True)
    money = TextField(default="", constraints=one_of("money", "", "paid", "advanced", "envelope"))
    containers = TextField(default="", constraints=one_of("containers", "", "person", "deliverer", "bags"))
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("basket", "laptop", "turn"), True),)


class CallToMake(Row):
    basket = ForeignKeyField(Basket, backref="+")
    member = ForeignKeyField(Member, backref="+", index=False)
    why = TextField(
        constraints=one_of("why", "taken", "released", "withdrawn", "changed", "assigned", "unassigned", "slot")
    )
    step = BigIntegerField()
    at = BigIntegerField()
    by_id = BigIntegerField()


class CallMade(Row):
    call = ForeignKeyField(CallToMake, backref="+")
    made = BooleanField(default=False)
    at = BigIntegerField()
    by_id = BigIntegerField()


class ContactView(Row):
    whose = ForeignKeyField(Member, backref="+")
    basket = ForeignKeyField(Basket, null=True, backref="+", index=False)
    seen_as = TextField(constraints=one_of("seen_as", "deliverer", "helped", "team"))
    at = BigIntegerField()
    by_id = BigIntegerField()


class SlotPlan(Row):
    distribution = ForeignKeyField(Distribution, backref="+")
    minutes = BigIntegerField(default=15)
    places = BigIntegerField(null=True)
    on = BooleanField(default=False)


class SlotWish(Row):
    basket = ForeignKeyField(Basket, backref="+")
    at = BigIntegerField()
    by_id = BigIntegerField()


class SlotWishLine(Row):
    wish = ForeignKeyField(SlotWish, backref="+")
    starts_at = BigIntegerField()


class SlotPlaced(Row):
    basket = ForeignKeyField(Basket, backref="+")
    starts_at = BigIntegerField(null=True)
    how = TextField(constraints=one_of("how", "run", "hand"))
    at = BigIntegerField()
    by_id = BigIntegerField()


TABLES = [
    RequestWords,
    DeliveryOffer,
    DeliveryStep,
    CallToMake,
    CallMade,
    ContactView,
    SlotPlan,
    SlotWish,
    SlotWishLine,
    SlotPlaced,
]
JOURNALS = (
    "delivery_offer",
    "delivery_step",
    "call_to_make",
    "call_made",
    "contact_view",
    "slot_wish",
    "slot_wish_line",
    "slot_placed",
)


def up(migrator: Any, db: Any) -> None:
    make_tables(db, TABLES)
    for table in JOURNALS:
        guard(db, table)
    db.execute_sql("PRAGMA user_version=2")
