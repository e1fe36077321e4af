"""Groups: their rules, places and tariffs, and how a new book is set up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peewee import fn

from db.accounts import NewMember, add_in, checked
from db.database import Book, Reader, Write
from db.errors import CellInvalid, NameTaken, NotUnique, Unknown
from db.models import Distribution, Group, Membership, Place, Product, Tariff

# Places have a house of their own and the same front door.
from db.places import DEFAULT_TIMEZONE as DEFAULT_TIMEZONE
from db.places import add_place as add_place
from db.places import add_place_in, put_place_in
from db.places import change_place as change_place
from db.places import find_place as find_place
from db.places import places as places
from db.roles import needs_any_coordinator, needs_coordinator
from db.statements import Statement, slot
from db.values import people
from db.values.people import GroupCard
from db.values.text import clean, clean_paragraph, fold

_LONGEST_WELCOME = 2_000

_GROUP_COLUMNS = (
    Group.id,
    Group.name,
    Group.welcome,
    Group.contact,
    Group.address_required,
    Group.self_reduction,
    Group.tolerance,
    Group.contact_days,
    Group.pending_grace,
    Group.default_tariff,
)
_GROUPS = Statement(lambda: Group.select(*_GROUP_COLUMNS).order_by(Group.name_key, Group.id))
_GROUP = Statement(lambda: Group.select(*_GROUP_COLUMNS).where(Group.id == slot("group")))
_NAMED = Statement(lambda: Group.select(Group.id).where(Group.name_key == slot("key")))
_ALL_PLACES = Statement(lambda: Place.select(Place.group, Place.name, Place.city, Place.timezone).order_by(Place.id))
_TARIFFS = Statement(
    lambda: (
        Tariff.select(Tariff.id, Tariff.letter, Tariff.points)
        .where(Tariff.group == slot("group"))
        .order_by(Tariff.letter, Tariff.id)
    )
)
_PRODUCERS = Statement(
    lambda: (
        Product.select(Product.group, Product.producer)
        .where(Product.available, Product.producer != "")
        .group_by(Product.group, Product.producer)
        .order_by(fn.MIN(Product.rank))
    )
)
_OF_MEMBER = Statement(lambda: Membership.select(Membership.group).where(Membership.member == slot("member")))
_OPEN = Statement(
    lambda: (
        Distribution.select(Distribution.group, Distribution.closes_at, Place.name, Place.city, Place.timezone)
        .join(Place)
        .where(Distribution.opens_at <= slot("now"), Distribution.closes_at > slot("now"))
        .order_by(Distribution.closes_at.desc())
    )
)


def groups(book: Reader) -> tuple[people.Group, ...]:
    """All groups of the book, by name."""
    return tuple(_group(row) for row in book.all(_GROUPS))


def group(reader: Reader, group_id: int) -> people.Group:
    """Refuses with Unknown."""
    row = reader.one(_GROUP, group=group_id)
    if row is None:
        raise Unknown(kind="group", given=str(group_id))
    return _group(row)


def find(book: Reader, text: str) -> people.Group:
    """By id or name; accents and case do not count. Refuses with Unknown, NotUnique."""
    found = [one for one in groups(book) if text.strip() == str(one.id) or fold(text) == fold(one.name)]
    if len(found) > 1:
        raise NotUnique(kind="group", given=text, choices=tuple(str(one.id) for one in found))
    if not found:
        raise Unknown(kind="group", given=text)
    return found[0]


def group_cards(book: Book, member_id: int = 0) -> tuple[GroupCard, ...]:
    """The list of groups as somebody sees it; 0: somebody not signed in. Always five queries.

    The place is that of the distribution open for orders, else the group's first.
    """
    # Later rows of a dictionary win: of open distributions, the one that closes first; of places, the first.
    open_now = {row[0]: row[1:] for row in book.all(_OPEN, now=book.clock.now())}
    place_of = {row[0]: row[1:] for row in reversed(book.all(_ALL_PLACES))}
    producers: dict[int, list[str]] = {}
    for group_id, producer in book.all(_PRODUCERS):
        producers.setdefault(group_id, []).append(producer)
    own = {row[0] for row in book.all(_OF_MEMBER, member=member_id)}
    found = []
    for one in groups(book):
        until, *place = open_now.get(one.id, (None, *place_of.get(one.id, ("", "", DEFAULT_TIMEZONE))))
        found.append(
            GroupCard(
                id=one.id,
                name=one.name,
                welcome=one.welcome,
                contact=one.contact,
                producers=tuple(producers.get(one.id, ())),
                member=one.id in own,
                place=place[0],
                city=place[1],
                open_until=until,
                timezone=place[2],
            )
        )
    return tuple(found)


def add(
    book: Book,
    by: int,
    name: str,
    *,
    place: Mapping[str, str] | None = None,
    points: Mapping[str, int] | None = None,
    **rules: Any,
) -> int:
    """A new group with tariff A at 0 %; the rest as `change` takes it. Who adds it coordinates it.

    By a coordinator of any group, by anybody (0) while nobody coordinates. Refuses with NotAllowed, NameTaken, and as
    `change` does.
    """
    with book.write(by) as write:
        needs_any_coordinator(write, by)
        group_id = _add_in(write, name, rules)
        if by:
            write.register(Membership, member_id=by, group_id=group_id, role="coordinator")
        _put_in(write, group_id, place, points)
        return group_id


def _add_in(write: Write, name: str, rules: dict[str, Any]) -> int:
    values = _checked(write, 0, {"name": name, **rules})
    group_id = write.register(Group, **values)
    write.register(Tariff, group_id=group_id, letter=values.get("default_tariff", "A"), points=0)
    return group_id


def _put_in(write: Write, group_id: int, place: Mapping[str, str] | None, points: Mapping[str, int] | None) -> None:
    for letter, worth in (points or {}).items():
        set_tariff_in(write, group_id, letter, worth)
    if place:
        put_place_in(write, group_id, place)


def change(
    book: Book,
    by: int,
    group_id: int,
    *,
    place: Mapping[str, str] | None = None,
    points: Mapping[str, int] | None = None,
    **rules: Any,
) -> people.Group:
    """Change `name`, `welcome`, `contact`, `address_required`, `self_reduction`, `tolerance` (percent),
    `contact_days`, `pending_grace` (minutes), `default_tariff`; with them tariffs (letter → `points`) and a `place`
    (its `name`, `address`, `postcode`, `city`, `timezone`; added when no place has this name), in one transaction.

    By a coordinator. Refuses with NotAllowed, Unknown, NameTaken, TextMissing, TextRefused, TextTooLong, CellInvalid
    (a number out of bounds), and as `set_tariff` and `add_place` do.
    """
    with book.write(by) as write:
        old = group(write, group_id)
        needs_coordinator(write, by, group_id)
        _put_in(write, group_id, place, points)
        new = _checked(write, group_id, rules)
        letter = new.get("default_tariff", old.default_tariff)
        if letter not in {one.letter for one in tariffs(write, group_id)}:
            raise Unknown(kind="tariff", given=letter)
        before = {**old._asdict(), "name_key": fold(old.name)}
        changes = {column: value for column, value in new.items() if value != before[column]}
        if changes:
            write.revise(Group, group_id, **changes)
        return group(write, group_id)


_LARGEST = {"tolerance": 100, "contact_days": 365, "pending_grace": 24 * 60}


def _checked(write: Write, group_id: int, rules: dict[str, Any]) -> dict[str, Any]:
    values = dict(rules)
    if unknown := values.keys() - set(people.Group._fields[1:]):
        raise TypeError(f"a group has no {', '.join(sorted(unknown))}")
    if "name" in values:
        values["name"] = clean(values["name"], field="name")
        values["name_key"] = fold(values["name"])
        if any(row[0] != group_id for row in write.all(_NAMED, key=values["name_key"])):
            raise NameTaken(kind="group", name=values["name"])
    if "welcome" in values:
        values["welcome"] = clean_paragraph(values["welcome"], limit=_LONGEST_WELCOME)
    if "contact" in values:
        values["contact"] = clean(values["contact"], limit=160)
    if "default_tariff" in values:
        values["default_tariff"] = _letter(values["default_tariff"])
    for name, largest in _LARGEST.items():
        if not 0 <= values.get(name, 0) <= largest:
            raise CellInvalid(text=str(values[name]), reason="number")
    return values


def tariffs(book: Reader, group_id: int) -> tuple[people.Tariff, ...]:
    """The tariffs of a group, by letter."""
    return tuple(people.Tariff(letter, points) for _, letter, points in book.all(_TARIFFS, group=group_id))


def set_tariff(book: Book, by: int, group_id: int, letter: str, points: int) -> None:
    """Add or change a tariff; `points` are hundredths of a percent on the base price (-1000 is 10 % less).

    By a coordinator. Refuses with NotAllowed, Unknown, CellInvalid (more than 100 % either way, or no letter).
    """
    with book.write(by) as write:
        group(write, group_id)
        needs_coordinator(write, by, group_id)
        set_tariff_in(write, group_id, letter, points)


def set_tariff_in(write: Write, group_id: int, letter: str, points: int) -> None:
    """As `set_tariff`, within a transaction."""
    letter = _letter(letter)
    if not -10_000 <= points <= 10_000:
        raise CellInvalid(text=str(points), reason="number")
    known = {row[1]: (row[0], row[2]) for row in write.all(_TARIFFS, group=group_id)}
    if letter not in known:
        write.register(Tariff, group_id=group_id, letter=letter, points=points)
    elif known[letter][1] != points:
        write.revise(Tariff, known[letter][0], points=points)


def _letter(text: str) -> str:
    letter = text.strip().upper()
    if len(letter) != 1 or not "A" <= letter <= "Z":
        raise CellInvalid(text=text, reason="letter")
    return letter


def set_up(
    book: Book,
    group_name: str,
    place_name: str,
    address: str,
    postcode: str,
    city: str,
    coordinator: NewMember,
    secret_hash: str,
    *,
    address_required: bool = False,
    timezone: str = DEFAULT_TIMEZONE,
    language: str = "",
) -> str:
    """An empty book gets its first group, place and coordinator at once; hash the secret with `strong=True`.

    The coordinator's recovery code, to be shown once and written down. Refuses with NotAllowed when somebody
    coordinates already, and as `add`, `add_place` and `db.accounts.sign_up` do.
    """
    from db.access import hash_recovery, new_recovery_code

    code = new_recovery_code()
    coordinator = checked(coordinator)
    with book.write() as write:
        needs_any_coordinator(write, 0)
        group_id = _add_in(write, group_name, {"address_required": address_required})
        add_place_in(write, group_id, place_name, address, postcode, city, timezone)
        member_id = add_in(
            write, coordinator, secret_hash=secret_hash, recovery_hash=hash_recovery(code), language=language
        )
        write.register(Membership, member_id=member_id, group_id=group_id, role="coordinator")
    return code


def _group(row: tuple[Any, ...]) -> people.Group:
    group_id, name, welcome, contact, address_required, self_reduction, *rest = row
    return people.Group(group_id, name, welcome, contact, bool(address_required), bool(self_reduction), *rest)
