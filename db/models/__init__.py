"""Tables, one subject a file, and which kind each is. Models hold columns and constraints; activities use them."""

from __future__ import annotations

from db.models.access import CodeGiven, CodeSecret, CodeUsed, Throttle
from db.models.base import Row
from db.models.catalogue import Offer, Product, Stock
from db.models.distributions import Distribution
from db.models.drafts import Draft, DraftLine, Unseen
from db.models.laptops import BookTable, Laptop, Revision
from db.models.orders import (
    Basket,
    CorrectionAnswered,
    CorrectionAsked,
    CorrectionLine,
    OrderLine,
    Orders,
    Posting,
    WayChosen,
)
from db.models.people import Group, Member, Membership, Note, Place, Tariff

# Registers may be edited; each edit leaves a revision.
REGISTERS: tuple[type[Row], ...] = (Group, Tariff, Place, Member, Membership, Product, Distribution, Offer)
# Side registers hold erasable words and secrets that belong to a journal row.
SIDE_REGISTERS: tuple[type[Row], ...] = (Note, CodeSecret, Revision)
# Journals only grow: triggers refuse everything but new rows.
JOURNALS: tuple[type[Row], ...] = (
    Basket,
    Orders,
    OrderLine,
    Posting,
    WayChosen,
    CorrectionAsked,
    CorrectionLine,
    CorrectionAnswered,
    CodeGiven,
    CodeUsed,
)
# Scratch and derived tables can be lost or rebuilt without losing a fact.
SCRATCH: tuple[type[Row], ...] = (Draft, DraftLine, Unseen, Throttle, Stock)
BOOKKEEPING: tuple[type[Row], ...] = (BookTable, Laptop)

ALL: tuple[type[Row], ...] = BOOKKEEPING + REGISTERS + SIDE_REGISTERS + JOURNALS + SCRATCH

__all__ = [
    "ALL",
    "BOOKKEEPING",
    "JOURNALS",
    "REGISTERS",
    "SCRATCH",
    "SIDE_REGISTERS",
    "Basket",
    "BookTable",
    "CodeGiven",
    "CodeSecret",
    "CodeUsed",
    "CorrectionAnswered",
    "CorrectionAsked",
    "CorrectionLine",
    "Distribution",
    "Draft",
    "DraftLine",
    "Group",
    "Laptop",
    "Member",
    "Membership",
    "Note",
    "Offer",
    "OrderLine",
    "Orders",
    "Place",
    "Posting",
    "Product",
    "Revision",
    "Row",
    "Stock",
    "Tariff",
    "Throttle",
    "Unseen",
    "WayChosen",
]
