"""Register: when and where goods are handed out, and when orders open and close."""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row
from db.models.people import Group, Place


class Distribution(Row):
    group = ForeignKeyField(Group, backref="+", index=False)
    place = ForeignKeyField(Place, backref="+", index=False)
    starts_at = BigIntegerField()
    ends_at = BigIntegerField()
    opens_at = BigIntegerField()
    closes_at = BigIntegerField()

    class Meta:
        indexes = ((("group", "starts_at"), False),)
