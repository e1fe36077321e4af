"""What was printed. A frozen copy of the models of that day."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, Check, ForeignKeyField, Model, TextField

from db.journals import guard
from db.migrations.run import make_tables

KINDS = (
    "order_sheet",
    "signoff",
    "picking_products",
    "picking_people",
    "cross_table",
    "stand_cards",
    "delivery_slip",
    "supplier_totals",
    "till_report",
    "receipt",
    "labels",
    "changes",
)


class Row(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        legacy_table_names = False


# What stands in the book already, as far as the new tables point to it.
class Distribution(Row):
    pass


class Printed(Row):
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    kind = TextField(constraints=[Check(f"kind IN ({', '.join(repr(kind) for kind in KINDS)})")])
    subject = BigIntegerField(null=True)
    number = BigIntegerField(null=True)
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "kind"), False),)


class PrintedSeen(Row):
    printed = ForeignKeyField(Printed, backref="+")
    laptop = BigIntegerField()
    sequence = BigIntegerField()


TABLES = [Printed, PrintedSeen]


def up(migrator: Any, db: Any) -> None:
    make_tables(db, TABLES)
    for table in ("printed", "printed_seen"):
        guard(db, table)
    db.execute_sql("PRAGMA user_version=3")
