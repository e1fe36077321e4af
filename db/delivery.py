"""How an order leaves: needs delivery, can deliver, or is collected only."""

from __future__ import annotations

from collections.abc import Callable

from db.database import Book
from db.errors import AddressMissing, ConsentMissing, NotAllowed, PhoneMissing
from db.models import Member, WayChosen
from db.orders import owner
from db.statements import Statement, slot
from db.values.contact import read_phone, read_postcode
from db.values.text import clean

WAYS = ("needs_delivery", "can_deliver", "pickup_only")

_CONTACT = Statement(
    lambda: Member.select(Member.address1, Member.address2, Member.postcode, Member.city, Member.phone).where(
        Member.id == slot("member")
    )
)


def choose_way(
    book: Book,
    by: int,
    basket_id: int,
    way: str,
    *,
    consent: bool = False,
    address: str | None = None,
    postcode: str | None = None,
    city: str | None = None,
    phone: str | None = None,
) -> None:
    """Record the member's choice; the latest holds. Contact details given here become the member's own.

    Needing delivery requires an address, a phone and the agreement that the one person who takes the order sees them;
    delivering requires a phone and the agreement that the person helped sees it. The reason is never asked.
    Refuses with AddressMissing, PhoneMissing, PhoneInvalid, PostcodeInvalid, ConsentMissing, NotAllowed.
    """
    if way not in WAYS:
        raise ValueError(way)
    with book.write(by) as write:
        member_id, _ = owner(write, basket_id)
        if member_id != by:
            raise NotAllowed(needed="member")
        if way != "pickup_only":
            names = ("address1", "address2", "postcode", "city", "phone")
            known = dict(zip(names, write.all(_CONTACT, member=member_id)[0], strict=True))
            given = {
                "address1": None if address is None else clean(address, field="address"),
                "postcode": _or_nothing(read_postcode, postcode),
                "city": None if city is None else clean(city, field="city"),
                "phone": _or_nothing(read_phone, phone),
            }
            contact = {**known, **{name: value for name, value in given.items() if value is not None}}
            if not contact["phone"]:
                raise PhoneMissing()
            if way == "needs_delivery" and not (contact["address1"] and contact["postcode"] and contact["city"]):
                raise AddressMissing()
            if not consent:
                raise ConsentMissing()
            changed = {name: value for name, value in contact.items() if value != known[name]}
            if changed:
                write.revise(Member, member_id, **changed)
        write.add(WayChosen, basket_id=basket_id, way=way, consent=bool(consent and way != "pickup_only"))


def _or_nothing(read: Callable[[str], str], typed: str | None) -> str | None:
    """What was typed, read; nothing but spaces is an empty field, and None was not asked."""
    return typed if typed is None else read(typed) if typed.strip() else ""
