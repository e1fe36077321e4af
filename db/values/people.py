"""Members and groups, as reads return them."""

from __future__ import annotations

from typing import NamedTuple


class Group(NamedTuple):
    id: int
    name: str
    welcome: str
    contact: str  # the coordination's public contact, by their choice; may be empty
    address_required: bool
    self_reduction: bool  # members may reduce their own recorded lines while orders are open
    tolerance: int  # percent between ordered and weighed
    contact_days: int  # days that contacts stay on deliverers' screens
    pending_grace: int  # minutes a pending basket outlives the closing
    default_tariff: str


class Tariff(NamedTuple):
    """`points` are hundredths of a percent on the base price: -1000 is 10 % less."""

    letter: str
    points: int


class Membership(NamedTuple):
    group_id: int
    group: str
    role: str  # 'member', 'volunteer', 'coordinator'
    tariff: str  # the letter applied today
    paid: bool  # the membership fee of the current year


class Person(NamedTuple):
    """Who is signed in, or one's own details. `name` is « Sarah VARDA »."""

    id: int
    number: str
    first_name: str
    last_name: str
    first_name2: str
    last_name2: str
    email: str
    phone: str
    address1: str
    address2: str
    postcode: str
    city: str
    language: str = ""  # 'fr', 'en', 'de', or empty: the laptop's

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name.upper()}".strip()

    @property
    def has_address(self) -> bool:
        return bool(self.address1 and self.postcode and self.city)


class GroupCard(NamedTuple):
    """A group as the list of groups shows it."""

    id: int
    name: str
    welcome: str
    contact: str
    producers: tuple[str, ...]
    member: bool
    place: str
    city: str
    open_until: int | None  # UTC seconds, when a distribution is open for orders
    timezone: str
