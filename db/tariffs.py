"""Which tariff applies to a member in a group, now."""

from __future__ import annotations

from peewee import JOIN

from db.database import Reader
from db.models import Group, Membership, Tariff
from db.statements import Statement, slot
from db.values.people import Tariff as TariffValue

# One row a tariff of the group, each with the group's default and the member's own.
_TARIFFS = Statement(
    lambda: (
        Group.select(Tariff.letter, Tariff.points, Group.default_tariff, Membership.tariff, Membership.tariff_until)
        .join(Tariff, JOIN.LEFT_OUTER, on=(Tariff.group == Group.id))
        .join(
            Membership,
            JOIN.LEFT_OUTER,
            on=((Membership.group == Group.id) & (Membership.member == slot("member"))),
        )
        .where(Group.id == slot("group"))
    )
)


def applied(reader: Reader, member_id: int, group_id: int, now: int) -> TariffValue:
    """The member's own tariff while it is valid, else the group's default. A letter without a percentage is 0 %.

    Somebody who is not (yet) a member, or not signed in (`member_id` 0), gets the default.
    """
    rows = reader.all(_TARIFFS, member=member_id, group=group_id)
    if not rows:
        return TariffValue("", 0)
    _, _, default, own, until = rows[0]
    letter = own if own and (until is None or now < until) else default
    return TariffValue(letter, next((points for name, points, *_ in rows if name == letter), 0))
