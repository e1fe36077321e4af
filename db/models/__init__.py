"""Tables, one subject a file, and which kind each is. Models hold columns and constraints; activities use them."""

from __future__ import annotations

from db.models.access import CodeGiven, CodeSecret, CodeUsed, Throttle
from db.models.base import Row
from db.models.catalogue import Offer, Product, Stock
from db.models.counter import (
    Arrival,
    DayPrice,
    Fee,
    Gesture,
    HandOver,
    OrderMade,
    Restored,
    Serving,
    StepMade,
    Tender,
    TillCount,
    TillStep,
    Uncollected,
    Weighing,
)
from db.models.deliveries import CallMade, CallToMake, ContactView, DeliveryOffer, DeliveryStep, RequestWords
from db.models.distributions import Distribution
from db.models.drafts import Draft, DraftFinished, DraftLine, Unseen
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
from db.models.prints import Printed, PrintedSeen
from db.models.slots import SlotPlaced, SlotPlan, SlotWish, SlotWishLine

# Registers may be edited; each edit leaves a revision.
REGISTERS: tuple[type[Row], ...] = (Group, Tariff, Place, Member, Membership, Product, Distribution, Offer, SlotPlan)
# Side registers hold erasable words and secrets that belong to a journal row.
SIDE_REGISTERS: tuple[type[Row], ...] = (Note, RequestWords, CodeSecret, Revision)
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
    DeliveryOffer,
    DeliveryStep,
    CallToMake,
    CallMade,
    ContactView,
    SlotWish,
    SlotWishLine,
    SlotPlaced,
    Printed,
    PrintedSeen,
    Gesture,
    OrderMade,
    StepMade,
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
)
# Scratch and derived tables can be lost or rebuilt without losing a fact.
SCRATCH: tuple[type[Row], ...] = (Draft, DraftLine, DraftFinished, Unseen, Throttle, Stock, Serving)
BOOKKEEPING: tuple[type[Row], ...] = (BookTable, Laptop)

ALL: tuple[type[Row], ...] = BOOKKEEPING + REGISTERS + SIDE_REGISTERS + JOURNALS + SCRATCH

__all__ = [
    "ALL",
    "BOOKKEEPING",
    "JOURNALS",
    "REGISTERS",
    "SCRATCH",
    "SIDE_REGISTERS",
    "Arrival",
    "Basket",
    "BookTable",
    "CallMade",
    "CallToMake",
    "CodeGiven",
    "CodeSecret",
    "CodeUsed",
    "ContactView",
    "CorrectionAnswered",
    "CorrectionAsked",
    "CorrectionLine",
    "DayPrice",
    "DeliveryOffer",
    "DeliveryStep",
    "Distribution",
    "Draft",
    "DraftFinished",
    "DraftLine",
    "Fee",
    "Gesture",
    "Group",
    "HandOver",
    "Laptop",
    "Member",
    "Membership",
    "Note",
    "Offer",
    "OrderLine",
    "OrderMade",
    "Orders",
    "Place",
    "Posting",
    "Printed",
    "PrintedSeen",
    "Product",
    "RequestWords",
    "Restored",
    "Revision",
    "Row",
    "Serving",
    "SlotPlaced",
    "SlotPlan",
    "SlotWish",
    "SlotWishLine",
    "StepMade",
    "Stock",
    "Tariff",
    "Tender",
    "Throttle",
    "TillCount",
    "TillStep",
    "Uncollected",
    "Unseen",
    "WayChosen",
    "Weighing",
]
