"""Who may do what: a member's role in a group, and the refusals of those whose role does not do."""

from __future__ import annotations

from db.database import Reader
from db.errors import NotAllowed, Unknown
from db.models import Member, Membership
from db.statements import Statement, slot

ROLES = ("member", "volunteer", "coordinator")

_ROLE = Statement(
    lambda: Membership.select(Membership.role).where(
        Membership.member == slot("member"), Membership.group == slot("group")
    )
)
_ROLES = Statement(
    lambda: Membership.select(Membership.group, Membership.role).where(Membership.member == slot("member"))
)
_ANY_COORDINATOR = Statement(lambda: Membership.select(Membership.id).where(Membership.role == "coordinator").limit(1))
_COORDINATOR_OF = Statement(
    lambda: (
        Membership.select(Membership.id)
        .where(Membership.role == "coordinator", Membership.group == slot("group"))
        .limit(1)
    )
)
_MEMBER = Statement(lambda: Member.select(Member.id).where(Member.id == slot("member")))


def role(reader: Reader, member_id: int, group_id: int) -> str:
    """'member', 'volunteer', 'coordinator', or '' for somebody who does not belong to the group."""
    return str(reader.value(_ROLE, member=member_id, group=group_id) or "")


def roles(reader: Reader, member_id: int) -> dict[int, str]:
    """Group → role, for all groups of a member."""
    return dict(reader.all(_ROLES, member=member_id))


def is_set_up(reader: Reader) -> bool:
    """Whether anybody coordinates anything yet. Until then setting up is open to all."""
    return reader.value(_ANY_COORDINATOR) is not None


def needs_coordinator(reader: Reader, by: int, group_id: int) -> None:
    """Refuses with NotAllowed unless `by` coordinates the group.

    A group that nobody coordinates yet is set up by a coordinator of any group; a book that nobody coordinates, by all.
    """
    if role(reader, by, group_id) == "coordinator":
        return
    if reader.value(_COORDINATOR_OF, group=group_id) is None and (not is_set_up(reader) or _coordinates(reader, by)):
        return
    raise NotAllowed(needed="coordinator")


def needs_volunteer(reader: Reader, by: int, group_id: int) -> None:
    """Refuses with NotAllowed unless `by` is a volunteer or a coordinator of the group."""
    if role(reader, by, group_id) not in ("volunteer", "coordinator"):
        raise NotAllowed(needed="volunteer")


def needs_any_coordinator(reader: Reader, by: int) -> None:
    """Refuses with NotAllowed unless `by` coordinates some group, or nobody coordinates any."""
    if is_set_up(reader) and not _coordinates(reader, by):
        raise NotAllowed(needed="coordinator")


def needs_to_look_after(reader: Reader, by: int, member_id: int) -> None:
    """Refuses with NotAllowed or Unknown unless `by` may act for the member: let them in, mend their details.

    A volunteer does it for members of the group. Nobody may become somebody with more rights: wherever the member has
    a part in the team, `by` must be a coordinator.
    """
    if reader.one(_MEMBER, member=member_id) is None:
        raise Unknown(kind="member", given=str(member_id))
    own = roles(reader, by)
    theirs = roles(reader, member_id)
    if any(theirs[group] != "member" and own.get(group) != "coordinator" for group in theirs):
        raise NotAllowed(needed="coordinator")
    if not any(own.get(group) in ("volunteer", "coordinator") for group in theirs):
        raise NotAllowed(needed="volunteer")


def _coordinates(reader: Reader, member_id: int) -> bool:
    return "coordinator" in roles(reader, member_id).values()
