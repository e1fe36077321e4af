"""Somebody new at the desk: registered by the team in a moment, without a secret, and their fee."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from peewee import JOIN

from db.accounts import NewMember, add_in, checked, has_address, person
from db.database import Book
from db.errors import AddressMissing, Unknown
from db.gestures import UNDO, takes_back
from db.membership import join_in
from db.models import Fee, Gesture, Group
from db.roles import needs_volunteer
from db.statements import Statement, came_about, slot
from db.values.orders import Distribution
from db.values.people import Person

_ADDRESS_RULE = Statement(lambda: Group.select(Group.address_required).where(Group.id == slot("group")))

_LAST_FEE = Statement(
    lambda: (
        Fee.select(Fee.amount)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Fee.group == slot("group"), Fee.amount > 0, UNDO.id.is_null())
        .order_by(*(each.desc() for each in came_about(Gesture, Fee.group)))
        .limit(1)
    )
)


def register(book: Book, by: int, group_id: int, new: NewMember, *, passing: bool = False) -> Person:
    """A new member of the group, with its default tariff and no secret: a one-time code lets them in later.

    They stand at the desk: neither e-mail nor phone is needed. The address is, where the group asks for one, unless
    they are `passing`, to buy what is left over. Refuses with NotAllowed, TextMissing, TextRefused, TextTooLong,
    EmailInvalid, EmailTaken, PhoneInvalid, PostcodeInvalid, AddressMissing, Unknown.
    """
    new = checked(new, reachable=False)
    with book.write(by) as write:
        rules = write.one(_ADDRESS_RULE, group=group_id)
        if rules is None:
            raise Unknown(kind="group", given=str(group_id))
        needs_volunteer(write, by, group_id)
        if rules[0] and not passing and not has_address(new):
            raise AddressMissing()
        member_id = add_in(write, new)
        join_in(write, member_id, group_id)
        return person(write, member_id)


def last_fee(book: Book, by: int, group_id: int) -> int | None:
    """Cents of the latest membership that the group took and did not take back; None before the first.

    Refuses with NotAllowed.
    """
    needs_volunteer(book, by, group_id)
    fee = book.value(_LAST_FEE, group=group_id)
    return None if fee is None else int(fee)


def fee_until(one: Distribution, now: int) -> int:
    """Until when (UTC seconds) a fee that is paid `now` at a distribution lasts: a year, its last day included."""
    zone = ZoneInfo(one.place.timezone)
    today = datetime.fromtimestamp(now, zone).date()
    try:
        last = today.replace(year=today.year + 1)
    except ValueError:  # the 29th of February
        last = today.replace(year=today.year + 1, day=28)
    return int(datetime.combine(last + timedelta(days=1), time(), zone).timestamp())
