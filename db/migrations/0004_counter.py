"""The volunteers' counter. A frozen copy of the models of that day."""

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
class Group(Row):
    class Meta:
        table_name = "groups"


class Distribution(Row):
    pass


class Member(Row):
    pass


class Product(Row):
    pass


class Basket(Row):
    pass


class OrderLine(Row):
    pass


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
        indexes = (
            (("distribution", "laptop", "terminal"), False),
            (("undoes", "laptop"), True),
        )


class OrderMade(Row):
    gesture = ForeignKeyField(Gesture, backref="+")


class Restored(Row):
    line = ForeignKeyField(OrderLine, backref="+")


class Tender(Row):
    gesture = ForeignKeyField(Gesture, backref="+")
    given = BigIntegerField(default=0)
    number = TextField(default="")


class Weighing(Row):
    gesture = ForeignKeyField(Gesture, backref="+")
    basket = ForeignKeyField(Basket, backref="+")
    was = ForeignKeyField(OrderLine, null=True, backref="+", index=False)
    line = ForeignKeyField(OrderLine, null=True, backref="+", unique=True)
    ordered = BigIntegerField()
    tare = BigIntegerField(default=0)


class Arrival(Row):
    gesture = ForeignKeyField(Gesture, backref="+", index=False)
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    quantity = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "product"), False),)


class DayPrice(Row):
    gesture = ForeignKeyField(Gesture, backref="+", index=False)
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    base_price = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "product"), False),)


class HandOver(Row):
    gesture = ForeignKeyField(Gesture, backref="+")
    basket = ForeignKeyField(Basket, backref="+")
    whole = BooleanField(default=False)
    to = ForeignKeyField(Member, null=True, backref="+", index=False)
    later_at = BigIntegerField(null=True)


class Uncollected(Row):
    gesture = ForeignKeyField(Gesture, backref="+")
    basket = ForeignKeyField(Basket, backref="+")
    outcome = TextField(constraints=one_of("outcome", "kept", "surplus", "surplus_owed"))
    until = BigIntegerField(null=True)


class Fee(Row):
    gesture = ForeignKeyField(Gesture, backref="+")
    member = ForeignKeyField(Member, backref="+", index=False)
    group = ForeignKeyField(Group, backref="+", index=False)
    means = TextField(constraints=one_of("means", "cash", "cheque", "card", "transfer"))
    amount = BigIntegerField()
    before = BigIntegerField(null=True)
    until = BigIntegerField()


class TillStep(Row):
    gesture = ForeignKeyField(Gesture, backref="+", index=False)
    distribution = ForeignKeyField(Distribution, backref="+")
    kind = TextField(constraints=one_of("kind", "opened", "closed"))
    expected = BigIntegerField(default=0)
    counted = BigIntegerField()


class TillCount(Row):
    step = ForeignKeyField(TillStep, backref="+")
    value = BigIntegerField()
    count = BigIntegerField()


class Serving(Row):
    laptop = BigIntegerField()
    terminal = BigIntegerField()
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    basket = ForeignKeyField(Basket, null=True, backref="+", index=False)
    screen = TextField()
    typed = TextField(default="")
    at = BigIntegerField()

    class Meta:
        indexes = ((("laptop", "terminal"), True),)


TABLES = [
    Gesture,
    OrderMade,
    Restored,
    Tender,
    Weighing,
    Arrival,
    DayPrice,
    HandOver,
    Uncollected,
    Fee,
    TillStep,
    TillCount,
    Serving,
]
JOURNALS = (
    "gesture",
    "order_made",
    "restored",
    "tender",
    "weighing",
    "arrival",
    "day_price",
    "hand_over",
    "uncollected",
    "fee",
    "till_step",
    "till_count",
)


def up(migrator: Any, db: Any) -> None:
    make_tables(db, TABLES)
    for table in JOURNALS:
        guard(db, table)
    # Whether a line was reversed is asked of every line at the scale; lines that reverse nothing are not in it.
    db.execute_sql(
        'CREATE INDEX "order_line_reverses_id" ON "order_line" ("reverses_id") WHERE ("reverses_id" IS NOT NULL)'
    )
    db.execute_sql("PRAGMA user_version=4")
