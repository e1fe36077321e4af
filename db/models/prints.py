"""Journals of paper: which document was printed, when, by whom, and how much of the book stood on it."""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row, TextField, one_of
from db.models.distributions import Distribution


class Printed(Row):
    """A document that became paper, or a file to print. What was on it is never kept: `PrintedSeen` tells it again."""

    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    kind = TextField(
        constraints=one_of(
            "kind",
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
    )
    subject = BigIntegerField(null=True)  # basket, deliverer, product, or the paper that changes are about; -1: several
    number = BigIntegerField(null=True)  # of its file in the folder of the distribution
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "kind"), False),)


class PrintedSeen(Row):
    """The last row of one laptop that a paper knows: rows of later sequence were not on it, whenever they arrive."""

    printed = ForeignKeyField(Printed, backref="+")
    laptop = BigIntegerField()
    sequence = BigIntegerField()
