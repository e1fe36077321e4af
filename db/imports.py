"""Taking catalogues and members from files into the book: all of a file or nothing, and the same file twice is once."""

from __future__ import annotations

from pathlib import Path

from peewee import fn

from db.accounts import NewMember, add_in
from db.database import Book, Write
from db.errors import ImportRefused, LineRefused
from db.groups import group
from db.importing.catalogue import CatalogueFile, ProductRow, read_catalogue, reference_key
from db.importing.members import MembersFile, read_members
from db.membership import join_in
from db.models import Member, Membership, Product
from db.roles import needs_coordinator
from db.statements import Statement, slot
from db.values.catalogue import ImportReport
from db.values.contact import email_key
from db.values.text import fold

__all__ = ["CatalogueFile", "MembersFile", "import_catalogue", "import_members", "read_catalogue", "read_members"]

_COLUMNS = ProductRow._fields[1:]
_KNOWN_PRODUCTS = Statement(
    lambda: Product.select(Product.id, *(getattr(Product, name) for name in _COLUMNS)).where(
        Product.group == slot("group")
    )
)
_LAST_RANK = Statement(
    lambda: Product.select(fn.COALESCE(fn.MAX(Product.rank), 0)).where(Product.group == slot("group"))
)
# What an import may fill in, where a member left it empty.
_ADDRESS = ("address1", "address2", "postcode", "city")
_FILLED = ("email", "phone", *_ADDRESS)
_KNOWN_MEMBERS = Statement(
    lambda: Member.select(
        Member.id, Member.email_key, Member.name_key, *(getattr(Member, name) for name in _FILLED)
    ).order_by(Member.id.desc())
)
_BELONGS = Statement(lambda: Membership.select(Membership.member).where(Membership.group == slot("group")))


def import_catalogue(book: Book, by: int, group_id: int, path: Path, *, skip_bad: bool = False) -> ImportReport:
    """Products of a file into a group's catalogue, in one transaction. By a coordinator.

    A known reference takes what the file says (its old price stays in the history), an unknown one is added at the end;
    products that the file does not name stay. Refuses with FileUnreadable, NotAllowed, Unknown (the group), and with
    ImportRefused if any line is refused, unless `skip_bad` leaves these out.
    """
    file = read_catalogue(path)
    _refuse(file.refused, skip_bad)
    with book.write(by) as write:
        group(write, group_id)
        needs_coordinator(write, by, group_id)
        added, changed = _take_products(write, group_id, file.rows)
    return _report(added, changed, len(file.rows), file.refused)


def _take_products(write: Write, group_id: int, rows: list[ProductRow]) -> tuple[int, int]:
    known = {
        reference_key(row[1]): (row[0], dict(zip(_COLUMNS, row[1:], strict=True)))
        for row in write.all(_KNOWN_PRODUCTS, group=group_id)
    }
    rank = write.value(_LAST_RANK, group=group_id)
    added, changed = 0, 0
    for row in rows:
        new = dict(zip(_COLUMNS, row[1:], strict=True))
        old_id, old = known.get(reference_key(row.reference), (0, {}))
        changes = {name: value for name, value in new.items() if old.get(name) != value}
        if changes and changes.keys() & {"name", "reference", "producer", "labels"}:
            changes["search"] = fold(f"{row.name} {row.reference} {row.producer} {row.labels.replace(';', ' ')}")
        if not old_id:
            rank += 1
            added += 1
            write.register(Product, group_id=group_id, rank=rank, **changes)
        elif changes:
            changed += 1
            write.revise(Product, old_id, **changes)
    return added, changed


def import_members(book: Book, by: int, group_id: int, path: Path, *, skip_bad: bool = False) -> ImportReport:
    """Members of a file into a group, in one transaction. They have no secret: a volunteer gives them a code.

    Somebody is known by e-mail, or by phone and name; they join the group, and what they left empty is filled in, but
    nothing they have is replaced. By a coordinator. Refuses as `import_catalogue` does.
    """
    file = read_members(path, group(book, group_id).name)
    _refuse(file.refused, skip_bad)
    with book.write(by) as write:
        needs_coordinator(write, by, group_id)
        by_email: dict[str, int] = {}
        by_person: dict[tuple[str, str], int] = {}
        details: dict[int, dict[str, str]] = {}
        for member_id, email, name, *rest in write.all(_KNOWN_MEMBERS):
            details[member_id] = dict(zip(_FILLED, rest, strict=True))
            by_email[email] = by_person[details[member_id]["phone"], name] = member_id
        here = {row[0] for row in write.all(_BELONGS, group=group_id)}
        added, changed = 0, 0
        for _, new in file.rows:
            known = by_email.get(email_key(new.email)) if new.email else None
            if known is None and new.phone:
                known = by_person.get((new.phone, fold(f"{new.first_name} {new.last_name}")))
            if known is None:
                added += 1
                join_in(write, add_in(write, new), group_id)
                continue
            filled = _fill(write, known, details[known], new)
            if known not in here:
                join_in(write, known, group_id)
            changed += filled or known not in here
    return _report(added, changed, len(file.rows), file.refused)


def _fill(write: Write, member_id: int, old: dict[str, str], new: NewMember) -> bool:
    """Fill in what a member left empty; whether there was anything."""
    # An address is taken whole or not at all: half of one and half of another leads nowhere.
    names = ("email", "phone") if any(old[name] for name in _ADDRESS) else _FILLED
    changes = {name: getattr(new, name) for name in names if not old[name] and getattr(new, name)}
    if "email" in changes:
        changes["email_key"] = email_key(new.email)
    if changes:
        write.revise(Member, member_id, **changes)
    return bool(changes)


def _refuse(lines: list[LineRefused], skip_bad: bool) -> None:
    if lines and not skip_bad:
        raise ImportRefused(lines=tuple(lines))


def _report(added: int, changed: int, taken: int, lines: list[LineRefused]) -> ImportReport:
    refused = len({one.line for one in lines})
    return ImportReport(added, changed, taken - added - changed, refused, tuple(lines))
