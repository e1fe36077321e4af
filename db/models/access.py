"""Who may come in: one-time codes (journal), and delays after failures (scratch)."""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row, TextField
from db.models.people import Member


class CodeGiven(Row):
    """Journal: a volunteer let a member in with a one-time code, good until `until` (UTC seconds)."""

    member = ForeignKeyField(Member, backref="+")
    until = BigIntegerField()
    at = BigIntegerField()
    by_id = BigIntegerField()


class CodeUsed(Row):
    """Journal: the code was used, or replaced by a newer one."""

    code = ForeignKeyField(CodeGiven, backref="+")
    at = BigIntegerField()
    by_id = BigIntegerField()


class CodeSecret(Row):
    """Register: the hash of a code not yet used. `id` is the code's."""

    secret_hash = TextField()


class Throttle(Row):
    """Scratch: failures for one typed name (`key` is a digest of it), and when one may try again."""

    key = TextField(unique=True)
    failures = BigIntegerField()
    until = BigIntegerField()
