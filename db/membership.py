"""Joining a group."""

from __future__ import annotations

from db.database import Write
from db.models import Membership
from db.statements import Statement, slot

_MEMBERSHIP = Statement(
    lambda: Membership.select(Membership.id).where(
        Membership.member == slot("member"), Membership.group == slot("group")
    )
)


def join_in(write: Write, member_id: int, group_id: int) -> None:
    """Make the member one of the group, with its default tariff, unless they are already."""
    if write.one(_MEMBERSHIP, member=member_id, group=group_id) is None:
        write.register(Membership, member_id=member_id, group_id=group_id, role="member")
