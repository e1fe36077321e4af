"""Finding a member of the group by a few letters of their name, or by their number, and telling homonyms apart."""

from __future__ import annotations

from typing import NamedTuple

from peewee import fn

from db.database import Book, Reader
from db.models import Member, Membership
from db.roles import needs_volunteer
from db.statements import Statement, slot
from db.values.text import fold

MOST = 20
_LONGEST = 80  # letters


_FOUND = Statement(
    lambda: (
        Member.select(
            Member.id,
            Member.number,
            Member.first_name,
            Member.last_name,
            Member.first_name2,
            Member.last_name2,
            Member.name_key,
        )
        .join(Membership)
        .where(
            Membership.group == slot("group"),
            (fn.LOWER(Member.number) == slot("number"))
            | (Member.name_key ** slot("pattern"))
            # The second name of a household is not kept folded: it is compared when it is read.
            | (Member.first_name2 != "")
            | (Member.last_name2 != ""),
        )
        .order_by(Member.name_key, Member.id)
    )
)
_TWIN, _THERE = Member.alias(), Membership.alias()
_HOMONYMS = Statement(
    lambda: (
        Member.select(Member.id, Member.number)
        .join(Membership)
        .where(
            Membership.group == slot("group"),
            Member.name_key.in_(
                _TWIN.select(_TWIN.name_key)
                .join(_THERE, on=(_THERE.member == _TWIN.id))
                .where(_THERE.group == slot("group"))
                .group_by(_TWIN.name_key)
                .having(fn.COUNT(_TWIN.id) > 1)
            ),
        )
    )
)


class Found(NamedTuple):
    """A member, told by name and number; no contact."""

    id: int
    number: str
    name: str
    second: str  # the other person of the household, if there is one


def search(book: Book, by: int, group_id: int, typed: str, most: int = MOST) -> tuple[Found, ...]:
    """Members of the group whose name has all the words typed, in any order, or who have this number: these first.

    Accents, case and hyphens do not count; nothing typed finds nobody. For the team: refuses with NotAllowed.
    """
    needs_volunteer(book, by, group_id)
    words = fold(typed[:_LONGEST]).split()
    if not words:
        return ()
    number = "".join(words)
    # The database looks for the longest word, its jokers standing for any one sign; the others are compared here.
    longest = max(words, key=len).replace("%", "_").replace("\\", "_")
    found, exact = [], []
    for id, own, first, last, first2, last2, key in book.all(
        _FOUND, group=group_id, number=number, pattern=f"%{longest}%"
    ):
        one = Found(id, own, _name(first, last), _name(first2, last2))
        if own.lower() == number:
            exact.append(one)
        elif all(word in key for word in words) or (one.second and all(word in fold(one.second) for word in words)):
            found.append(one)
    return tuple([*exact, *found][:most])


def homonyms(reader: Reader, group_id: int) -> dict[int, str]:
    """The numbers of members of a group who share their name with another one there: what tells them apart."""
    return dict(reader.all(_HOMONYMS, group=group_id))


def _name(first: str, last: str) -> str:
    return f"{first} {last.upper()}".strip()
