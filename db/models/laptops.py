"""The book itself, the laptops that write in it, and the history of registers."""

from __future__ import annotations

from db.models.base import BigIntegerField, Row, TextField, yes_or_no


class BookTable(Row):
    """One row: which book this is."""

    uid = TextField()
    demo = yes_or_no()
    made_at = BigIntegerField()

    class Meta:
        table_name = "book"


class Laptop(Row):
    """`seq` is the last sequence number given out; `series` the letter before its basket and member numbers."""

    seq = BigIntegerField()
    series = TextField(unique=True)


class Revision(Row):
    """What a register's row became: `state` is JSON. Erasable, as registers hold people's data."""

    register = TextField()
    row_id = BigIntegerField()
    state = TextField()
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("register", "row_id"), False),)
