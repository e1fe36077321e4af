"""Where groups hand out their goods."""

from __future__ import annotations

from collections.abc import Mapping

from db.database import Book, Reader, Write
from db.errors import NameTaken, NotUnique, Unknown
from db.models import Group, Place
from db.roles import needs_coordinator
from db.statements import Statement, slot
from db.values import orders
from db.values.contact import read_postcode
from db.values.text import clean, fold

DEFAULT_TIMEZONE = "Europe/Paris"

_FIELDS = orders.Place._fields[1:]
_PLACES = Statement(
    lambda: (
        Place.select(Place.id, Place.name, Place.address, Place.postcode, Place.city, Place.timezone)
        .where(Place.group == slot("group"))
        .order_by(Place.id)
    )
)
_GROUP_OF = Statement(lambda: Place.select(Place.group).where(Place.id == slot("place")))
_GROUP = Statement(lambda: Group.select(Group.id).where(Group.id == slot("group")))


def places(book: Reader, group_id: int) -> tuple[orders.Place, ...]:
    """Where a group hands out its goods, the oldest place first."""
    return tuple(orders.Place(*row) for row in book.all(_PLACES, group=group_id))


def find_place(book: Reader, group_id: int, text: str = "") -> orders.Place:
    """By id or name, or the group's only one when nothing is given. Refuses with Unknown, NotUnique."""
    found = [one for one in places(book, group_id) if not text or text == str(one.id) or fold(text) == fold(one.name)]
    if len(found) > 1:
        raise NotUnique(kind="place", given=text, choices=tuple(one.name for one in found))
    if not found:
        raise Unknown(kind="place", given=text)
    return found[0]


def add_place(
    book: Book,
    by: int,
    group_id: int,
    name: str,
    address: str,
    postcode: str,
    city: str,
    timezone: str = DEFAULT_TIMEZONE,
) -> int:
    """A new place. By a coordinator.

    Refuses with NotAllowed, Unknown (the time zone), TextMissing, TextRefused, TextTooLong, PostcodeInvalid, NameTaken.
    """
    with book.write(by) as write:
        if write.one(_GROUP, group=group_id) is None:
            raise Unknown(kind="group", given=str(group_id))
        needs_coordinator(write, by, group_id)
        return add_place_in(write, group_id, name, address, postcode, city, timezone)


def add_place_in(write: Write, group_id: int, name: str, address: str, postcode: str, city: str, timezone: str) -> int:
    """As `add_place`, within a transaction."""
    values = _checked(name=name, address=address, postcode=postcode, city=city, timezone=timezone)
    if any(fold(one.name) == fold(values["name"]) for one in places(write, group_id)):
        raise NameTaken(kind="place", name=values["name"])
    return write.register(Place, group_id=group_id, **values)


def change_place(book: Book, by: int, place_id: int, **changed: str) -> None:
    """Change `name`, `address`, `postcode`, `city`, `timezone`. Refuses as `add_place` does."""
    with book.write(by) as write:
        group_id = write.value(_GROUP_OF, place=place_id)
        if group_id is None:
            raise Unknown(kind="place", given=str(place_id))
        needs_coordinator(write, by, group_id)
        known = {one.id: one for one in places(write, group_id)}
        _change_in(write, known[place_id], changed)


def put_place_in(write: Write, group_id: int, place: Mapping[str, str]) -> None:
    """Change the place that has this `name`, or add it; within a transaction."""
    for one in places(write, group_id):
        if fold(one.name) == fold(place["name"]):
            _change_in(write, one, {name: text for name, text in place.items() if name != "name"})
            return
    values = {"address": "", "postcode": "", "city": "", "timezone": DEFAULT_TIMEZONE, **place}
    add_place_in(write, group_id, **values)


def _change_in(write: Write, old: orders.Place, changed: Mapping[str, str]) -> None:
    values = _checked(**{**dict(zip(_FIELDS, old[1:], strict=True)), **changed})
    changes = {name: value for name, value in values.items() if value != getattr(old, name)}
    if changes:
        write.revise(Place, old.id, **changes)


def _checked(name: str, address: str, postcode: str, city: str, timezone: str) -> dict[str, str]:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(timezone)
    except (OSError, ValueError, KeyError):  # not found, a folder, or a path that leaves the zone database
        raise Unknown(kind="timezone", given=timezone) from None
    return {
        "name": clean(name, field="name"),
        "address": clean(address),
        "postcode": read_postcode(postcode) if postcode.strip() else "",
        "city": clean(city),
        "timezone": timezone,
    }
