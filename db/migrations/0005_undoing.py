"""What an undo brings back besides orders and money. A frozen copy of the models of that day."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, ForeignKeyField, Model

from db.journals import guard
from db.migrations.run import make_tables


class Row(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        legacy_table_names = False


# What stands in the book already, as far as the new tables point to it.
class Gesture(Row):
    pass


class Orders(Row):
    class Meta:
        table_name = "orders"


class Product(Row):
    pass


class StepMade(Row):
    gesture = ForeignKeyField(Gesture, backref="+")


class DraftFinished(Row):
    order = ForeignKeyField(Orders, backref="+")
    product = ForeignKeyField(Product, backref="+", index=False)
    quantity = BigIntegerField()
    price = BigIntegerField()
    changed_at = BigIntegerField()


TABLES = [StepMade, DraftFinished]


def up(migrator: Any, db: Any) -> None:
    make_tables(db, TABLES)
    guard(db, "step_made")
    db.execute_sql("PRAGMA user_version=5")
