"""Which tariff applies to a member in a group, now."""

from __future__ import annotations

from peewee import JOIN

from db.database import Reader
from db.models import Group, Membership, Tariff
from db.statements import Statement, slot
from db.values.people import Tariff as TariffValue

_OWN = Statement(
    lambda: Membership.select(Membership.tariff, Membership.tariff_until).where(
        Membership.member == slot("member"), Membership.group == slot("group")
    )
)
_DEFAULT = Statement(
    lambda: (
        Group.select(Group.default_tariff, Tariff.letter, Tariff.points)
        .join(Tariff, JOIN.LEFT_OUTER, on=(Tariff.group == Group.id))
        .where(Group.id == slot("group"))
    )
)


def applied(reader: Reader, member_id: int, group_id: int, now: int) -> TariffValue:
    """The member's own tariff while it is valid, else the group's default. A letter without a percentage is 0 %.

    Somebody who is not (yet) a member, or not signed in (`member_id` 0), gets the default.
    """
    rows = reader.all(_DEFAULT, group=group_id)
    letter = rows[0][0] if rows else ""
    own = reader.one(_OWN, member=member_id, group=group_id)
    if own and own[0] and (own[1] is None or now < own[1]):
        letter = own[0]
    points = next((row[2] for row in rows if row[1] == letter), 0)
    return TariffValue(letter, points)
