"""Who belongs to which group, as what, and at which tariff."""

from __future__ import annotations

from typing import Any

from db.database import Book, Write
from db.errors import LastCoordinator, Unknown
from db.models import Group, Member, Membership, Tariff
from db.roles import ROLES, is_set_up, needs_coordinator
from db.statements import Statement, slot
from db.values import people

_MEMBERSHIPS = Statement(
    lambda: (
        Membership.select(
            Group.id,
            Group.name,
            Membership.role,
            Membership.tariff,
            Membership.tariff_until,
            Group.default_tariff,
            Membership.paid_until,
        )
        .join(Group)
        .where(Membership.member == slot("member"))
        .order_by(Group.name_key)
    )
)
_MEMBERSHIP = Statement(
    lambda: Membership.select(Membership.id, Membership.role).where(
        Membership.member == slot("member"), Membership.group == slot("group")
    )
)
_COORDINATORS = Statement(
    lambda: Membership.select(Membership.member).where(
        Membership.group == slot("group"), Membership.role == "coordinator"
    )
)
_TARIFFS = Statement(
    lambda: Tariff.select(Tariff.id).where(Tariff.group == slot("group"), Tariff.letter == slot("letter"))
)
_MEMBER = Statement(lambda: Member.select(Member.id).where(Member.id == slot("member")))
_GROUP = Statement(lambda: Group.select(Group.id).where(Group.id == slot("group")))


def memberships(book: Book, member_id: int) -> tuple[people.Membership, ...]:
    """The groups of a member, by name, with the tariff that applies now (as `db.tariffs` finds it)."""
    now = book.clock.now()
    return tuple(
        people.Membership(
            group_id,
            name,
            role,
            own if own and (until is None or now < until) else default,
            paid_until is not None and now < paid_until,
        )
        for group_id, name, role, own, until, default, paid_until in book.all(_MEMBERSHIPS, member=member_id)
    )


def join_in(write: Write, member_id: int, group_id: int) -> None:
    """Make the member one of the group, with its default tariff, unless they are already."""
    if write.one(_MEMBERSHIP, member=member_id, group=group_id) is None:
        write.register(Membership, member_id=member_id, group_id=group_id, role="member")


def join(book: Book, member_id: int, group_id: int) -> None:
    """Join a group with its default tariff; nothing happens to who belongs already. Refuses with Unknown."""
    with book.write(member_id) as write:
        _needs_both(write, member_id, group_id)
        join_in(write, member_id, group_id)


def set_membership(
    book: Book,
    by: int,
    member_id: int,
    group_id: int,
    *,
    role: str | None = None,
    tariff: str | None = None,
    tariff_until: int | None = None,
    paid_until: int | None = None,
    recovery_hash: str = "",
) -> None:
    """What `set_role`, `set_tariff` and `set_paid` change, in one transaction; None leaves it as it is.

    `recovery_hash` is kept only for the first coordinator of a book, who needs a way in.
    """
    if role is not None and role not in ROLES:
        raise Unknown(kind="role", given=role)
    with book.write(by) as write:
        needs_coordinator(write, by, group_id)
        membership_id, old = _membership(write, member_id, group_id)
        changes: dict[str, Any] = {}
        if role is not None and role != old:
            if old == "coordinator" and len(write.all(_COORDINATORS, group=group_id)) == 1:
                raise LastCoordinator()
            changes["role"] = role
            if recovery_hash and role == "coordinator" and not is_set_up(write):
                write.revise(Member, member_id, recovery_hash=recovery_hash)
        if tariff is not None:
            if tariff and not write.all(_TARIFFS, group=group_id, letter=tariff):
                raise Unknown(kind="tariff", given=tariff)
            changes.update(tariff=tariff, tariff_until=tariff_until if tariff else None)
        if paid_until is not None:
            changes["paid_until"] = paid_until
        if changes:
            write.revise(Membership, membership_id, **changes)


def set_role(book: Book, by: int, member_id: int, group_id: int, role: str) -> None:
    """'member', 'volunteer' or 'coordinator'; who does not belong to the group yet joins it.

    By a coordinator (anybody while nobody coordinates). Refuses with NotAllowed, Unknown, LastCoordinator.
    """
    set_membership(book, by, member_id, group_id, role=role)


def set_tariff(book: Book, by: int, member_id: int, group_id: int, letter: str, until: int | None = None) -> None:
    """The member's tariff in the group until an instant (UTC seconds; None: without end). '' is the group's default.

    By a coordinator. Refuses with NotAllowed, Unknown (no such tariff).
    """
    set_membership(book, by, member_id, group_id, tariff=letter, tariff_until=until)


def set_paid(book: Book, by: int, member_id: int, group_id: int, until: int) -> None:
    """The membership fee is paid until an instant (UTC seconds). By a coordinator."""
    set_membership(book, by, member_id, group_id, paid_until=until)


def _membership(write: Write, member_id: int, group_id: int) -> tuple[int, str]:
    _needs_both(write, member_id, group_id)
    join_in(write, member_id, group_id)
    [(membership_id, role), *_] = write.all(_MEMBERSHIP, member=member_id, group=group_id)
    return membership_id, role


def _needs_both(write: Write, member_id: int, group_id: int) -> None:
    """Refuses with Unknown unless there are such a member and such a group."""
    if write.one(_MEMBER, member=member_id) is None:
        raise Unknown(kind="member", given=str(member_id))
    if write.one(_GROUP, group=group_id) is None:
        raise Unknown(kind="group", given=str(group_id))
