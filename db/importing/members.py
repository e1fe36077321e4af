"""The members of a group as a file: VRAC's own columns, one household a line."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from db.accounts import NewMember, name_key
from db.errors import CellInvalid, ContactMissing, LineRefused
from db.importing.table import Cells, in_order, read_table
from db.values.contact import email_key, read_email, read_phone, read_postcode
from db.values.text import clean, fold

COLUMNS = ("groupName", "firstName", "lastName", "email", "phone", "address1", "address2", "zipCode", "city")


class MemberRow(NamedTuple):
    line: int
    member: NewMember


class MembersFile(NamedTuple):
    rows: list[MemberRow]
    refused: list[LineRefused]


def read_members(path: Path, group: str) -> MembersFile:
    """The members of a file, which must all be of the group called `group`, and the lines that cannot be taken.

    Refuses the whole file with FileUnreadable.
    """
    table = read_table(path, COLUMNS)
    refused = list(table.refused)
    rows: list[MemberRow] = []
    seen: set[tuple[str, ...]] = set()
    for line in table.lines:
        cells = Cells(line, refused)
        member = _read(cells, group)
        if cells.good:
            _refuse_again(cells, member, seen)
        if cells.good:
            rows.append(MemberRow(line.number, member))
    return MembersFile(rows, in_order(refused, COLUMNS))


def _read(cells: Cells, group: str) -> NewMember:
    def of_group(text: str) -> None:
        if fold(text) != fold(group):
            raise CellInvalid(text=text, reason="group")

    cells.read("groupName", of_group, None)
    member = NewMember(
        first_name=cells.read("firstName", _name, ""),
        last_name=cells.read("lastName", _name, ""),
        email=cells.read("email", lambda text: read_email(text) if text else "", ""),
        phone=cells.read("phone", lambda text: read_phone(text) if text else "", ""),
        address1=cells.read("address1", clean, ""),
        address2=cells.read("address2", clean, ""),
        postcode=cells.read("zipCode", lambda text: read_postcode(text) if text else "", ""),
        city=cells.read("city", clean, ""),
    )
    if cells.good and not member.email and not member.phone:
        cells.refuse("email", ContactMissing())
    return member


def _refuse_again(cells: Cells, member: NewMember, seen: set[tuple[str, ...]]) -> None:
    """The same person on two lines: the same e-mail, or the same phone and name."""
    person = (member.phone, name_key(member.first_name, member.last_name))
    email = (email_key(member.email),)
    if member.email and email in seen:
        cells.refuse("email", CellInvalid(text=member.email, reason="duplicate"))
    elif member.phone and person in seen:
        cells.refuse("lastName", CellInvalid(text=member.last_name, reason="duplicate"))
    seen.update((person, email))


def _name(text: str) -> str:
    if not text:
        raise CellInvalid(text=text, reason="empty")
    return clean(text)
