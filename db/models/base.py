"""What every table has in common: a key that was born on one laptop."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, BooleanField, Check, ForeignKeyField, Model, TextField

__all__ = ["BigIntegerField", "BooleanField", "Check", "ForeignKeyField", "Row", "TextField", "one_of", "yes_or_no"]


def one_of(column: str, *codes: str) -> list[Any]:
    """A fixed set of codes, held by the database."""
    return [Check(f"{column} IN ({', '.join(repr(code) for code in codes)})")]


def yes_or_no() -> BooleanField:
    return BooleanField(default=False)


class Row(Model):
    """A row whose key is `laptop << 32 | sequence`. Models are unbound: a `Book` compiles and runs their queries."""

    id = BigIntegerField(primary_key=True)

    class Meta:
        legacy_table_names = False
