"""Members: signing up, their details, and where they belong."""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import fn

from db.database import Book, Reader, Write
from db.errors import (
    AddressMissing,
    ContactMissing,
    EmailTaken,
    NotAllowed,
    NotUnique,
    TextTooLong,
    Unknown,
)

# Belonging to groups has a house of its own and the same front door.
from db.membership import join as join
from db.membership import join_in
from db.membership import memberships as memberships
from db.membership import set_membership as set_membership
from db.membership import set_paid as set_paid
from db.membership import set_role as set_role
from db.membership import set_tariff as set_tariff
from db.models import Group, Member, Membership
from db.roles import is_set_up, needs_to_look_after
from db.statements import Statement, slot
from db.values.azerty import read_secret
from db.values.contact import email_key, read_email, read_phone, read_postcode
from db.values.people import Person
from db.values.text import clean, fold

_PERSON = Statement(
    lambda: Member.select(
        Member.id,
        Member.number,
        Member.first_name,
        Member.last_name,
        Member.first_name2,
        Member.last_name2,
        Member.email,
        Member.phone,
        Member.address1,
        Member.address2,
        Member.postcode,
        Member.city,
        Member.language,
    ).where(Member.id == slot("member"))
)
_BY_EMAIL = Statement(lambda: Member.select(Member.id).where(Member.email_key == slot("key")).order_by(Member.id))
_BY_PHONE = Statement(lambda: Member.select(Member.id).where(Member.phone == slot("phone")).order_by(Member.id))
_BY_NUMBER = Statement(lambda: Member.select(Member.id).where(Member.number == slot("number")).order_by(Member.id))
_BY_NAME = Statement(lambda: Member.select(Member.id).where(Member.name_key == slot("key")).order_by(Member.id))
_NUMBERS = Statement(lambda: Member.select(Member.number).where(Member.id == slot("member")))
# The newest number of this laptop: its own ids only, and longer is larger (« 9 » before « 10 »).
_NEWEST_NUMBER = Statement(
    lambda: (
        Member.select(Member.number)
        .where(Member.id > slot("first"), Member.id < slot("last"))
        .order_by(fn.LENGTH(Member.number).desc(), Member.number.desc())
        .limit(1)
    )
)
_ADDRESS_RULE = Statement(lambda: Group.select(Group.address_required).where(Group.id == slot("group")))
_ADDRESS_RULES = Statement(
    lambda: Membership.select(Group.id).join(Group).where(Membership.member == slot("member"), Group.address_required)
)


class NewMember(NamedTuple):
    """A household as it was typed. One of e-mail and phone is enough; an address where the group asks for it."""

    first_name: str
    last_name: str
    first_name2: str = ""
    last_name2: str = ""
    email: str = ""
    phone: str = ""
    address1: str = ""
    address2: str = ""
    postcode: str = ""
    city: str = ""


def checked(new: NewMember, *, reachable: bool = True) -> NewMember:
    """As the book keeps it: trimmed, phone and e-mail in their one form.

    Refuses with TextMissing (no name), TextRefused, TextTooLong, EmailInvalid, PhoneInvalid, PostcodeInvalid, and with
    ContactMissing unless it does not matter that they are `reachable`.
    """
    new = new._replace(
        first_name=clean(new.first_name, field="first_name"),
        last_name=clean(new.last_name, field="last_name"),
        **{name: clean(getattr(new, name)) for name in ("first_name2", "last_name2", "address1", "address2", "city")},
        email=read_email(new.email) if new.email.strip() else "",
        phone=read_phone(new.phone) if new.phone.strip() else "",
        postcode=read_postcode(new.postcode) if new.postcode.strip() else "",
    )
    if reachable and not new.email and not new.phone:
        raise ContactMissing()
    return new


def has_address(new: NewMember) -> bool:
    return bool(new.address1 and new.postcode and new.city)


def name_key(first_name: str, last_name: str) -> str:
    """What homonyms share."""
    return fold(f"{first_name} {last_name}")


def sign_up(book: Book, group_id: int, new: NewMember, secret_hash: str, language: str = "") -> Person:
    """A new member of the group, with its default tariff.

    Refuses as `checked` does, and with EmailTaken, AddressMissing (the group asks for one), Unknown (the group).
    """
    new = checked(new)
    with book.write() as write:
        rules = write.one(_ADDRESS_RULE, group=group_id)
        if rules is None:
            raise Unknown(kind="group", given=str(group_id))
        if rules[0] and not has_address(new):
            raise AddressMissing()
        member_id = add_in(write, new, secret_hash=secret_hash, language=language)
        join_in(write, member_id, group_id)
        return person(write, member_id)


def add_in(write: Write, new: NewMember, **more: str) -> int:
    """Add a member that `checked` returned, within a transaction; the id. Refuses with EmailTaken."""
    if new.email and write.all(_BY_EMAIL, key=email_key(new.email)):
        raise EmailTaken(email=new.email)
    return write.register(
        Member,
        **new._asdict(),
        number=next_number(write),
        name_key=name_key(new.first_name, new.last_name),
        email_key=email_key(new.email) if new.email else "",
        **more,
    )


def next_number(write: Write) -> str:
    """The next member number of this laptop's series: « 61 », or « B4 » on a second laptop."""
    book = write.book
    newest = write.value(_NEWEST_NUMBER, first=book.laptop << 32, last=(book.laptop + 1) << 32) or ""
    return f"{book.series}{int(newest.removeprefix(book.series) or 0) + 1}"


def look_alikes(book: Book, new: NewMember) -> str:
    """Whether somebody like this is here already: 'email' (sign in instead), 'phone' or 'name' (ask « C'est vous ? »),
    else ''. What cannot be read is nobody's."""
    if new.email.strip() and book.all(_BY_EMAIL, key=email_key(new.email)):
        return "email"
    if _phone_or_nothing(new.phone) and book.all(_BY_PHONE, phone=_phone_or_nothing(new.phone)):
        return "phone"
    names = [(new.first_name, new.last_name), (new.last_name, new.first_name), (new.first_name2, new.last_name2)]
    keys = {name_key(*name) for name in names if all(name)}
    return "name" if any(book.all(_BY_NAME, key=key) for key in keys) else ""


def person(reader: Reader, member_id: int) -> Person:
    """Refuses with Unknown."""
    row = reader.one(_PERSON, member=member_id)
    if row is None:
        raise Unknown(kind="member", given=str(member_id))
    return Person(*row)


def members_called(reader: Reader, typed: str) -> tuple[str, list[int]]:
    """Who an e-mail, phone or member number belongs to, and the one form of what was typed.

    Several only where a phone is a family's. Digits may be typed as the signs above them on an AZERTY keyboard.
    """
    plain = read_secret(typed)[:254]
    if "@" in plain:
        key = email_key(plain)
        return key, [row[0] for row in reader.all(_BY_EMAIL, key=key)]
    if phone := _phone_or_nothing(plain):
        return phone, [row[0] for row in reader.all(_BY_PHONE, phone=phone)]
    number = plain.upper().replace(" ", "")
    return number, [row[0] for row in reader.all(_BY_NUMBER, number=number)] if number else []


def find_member(book: Book, text: str) -> Person:
    """By id, number, e-mail, phone, or by name when nobody else has it. Refuses with Unknown, NotUnique."""
    found = [int(text)] if text.strip().isascii() and text.strip().isdigit() and int(text) >> 32 else []
    found = found or members_called(book, text)[1] or [row[0] for row in book.all(_BY_NAME, key=fold(text))]
    if len(found) > 1:
        numbers = tuple(str(book.value(_NUMBERS, member=one)) for one in found)
        raise NotUnique(kind="member", given=text, choices=numbers)
    if not found or found[0] >> 63:
        raise Unknown(kind="member", given=text)
    return person(book, found[0])


def change_details(book: Book, by: int, member_id: int, **changed: str) -> Person:
    """Change names, `email`, `phone`, address fields, `language`: for oneself, or for a member one looks after.

    Refuses as `sign_up` does, and with NotAllowed; AddressMissing when a group of the member asks for the address.
    """
    language = changed.pop("language", None)
    with book.write(by) as write:
        if by != member_id:
            needs_to_look_after(write, by, member_id)
        old = person(write, member_id)
        before = NewMember(*(getattr(old, name) for name in NewMember._fields))
        # What is not touched is not judged: an imported member may have neither e-mail nor phone.
        after = checked(before._replace(**changed)) if changed else before
        if has_address(before) and not has_address(after) and write.all(_ADDRESS_RULES, member=member_id):
            raise AddressMissing()
        if after.email and {row[0] for row in write.all(_BY_EMAIL, key=email_key(after.email))} - {member_id}:
            raise EmailTaken(email=after.email)
        changes: dict[str, Any] = {name: new for name, new in after._asdict().items() if new != getattr(before, name)}
        if {"first_name", "last_name"} & changes.keys():
            changes["name_key"] = name_key(after.first_name, after.last_name)
        if "email" in changes:
            changes["email_key"] = email_key(after.email) if after.email else ""
        if language is not None and language != old.language:
            if len(language) > 3:
                raise TextTooLong(limit=3)
            changes["language"] = language
        if changes:
            write.revise(Member, member_id, **changes)
        return person(write, member_id)


def change_secret(book: Book, by: int, member_id: int, secret_hash: str) -> None:
    """A new secret, for oneself only (with a code if the old one is lost). Refuses with NotAllowed, Unknown."""
    with book.write(by) as write:
        person(write, member_id)
        if by != member_id and (by or is_set_up(write)):
            raise NotAllowed(needed="member")
        write.revise(Member, member_id, secret_hash=secret_hash)


def change_recovery(book: Book, by: int, member_id: int, recovery_hash: str) -> None:
    """A new recovery code (`db.access.new_recovery_code`), for oneself only; the old one stops working."""
    with book.write(by) as write:
        person(write, member_id)
        if by != member_id:
            raise NotAllowed(needed="member")
        write.revise(Member, member_id, recovery_hash=recovery_hash)


def _phone_or_nothing(text: str) -> str:
    from db.errors import PhoneInvalid

    try:
        return read_phone(text) if text.strip() else ""
    except PhoneInvalid:
        return ""
