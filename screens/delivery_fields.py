"""What a request and an offer ask for, whoever fills it in: the member, or somebody of the team for them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from db.delivery import Details
from db.errors import (
    AddressMissing,
    CapacityInvalid,
    PhoneInvalid,
    PhoneMissing,
    PostcodeInvalid,
    Refusal,
    StillCarrying,
)
from db.values.capacity import read_kilos, read_orders
from db.values.contact import read_address
from db.values.delivery import TRANSPORTS, Offer
from db.values.people import Person
from db.values.text import LIMIT, PARAGRAPH_LIMIT, clean, clean_paragraph
from i18n import formats
from i18n.delivery_refusals import TRANSPORT
from i18n.language import N_
from screens.way_form import LABEL_WIDTH, LONG_ROOM, Read, WayForm, address_line, phone_field, read_own_phone
from widgets.field import Field
from widgets.line_field import LineField
from widgets.part import Part
from widgets.radio_line import Radio, RadioLine
from widgets.text import Words

ORDERS, GRAMS = 2, 20_000  # proposed, to be changed
NUMBER_ROOM = 8  # columns


class RequestFields(WayForm):
    """Address, phone, when it suits, a note; `above` and `below` them what each form says of its own."""

    def __init__(
        self,
        one: Person,
        times: str,
        note: str,
        *,
        above: Sequence[Widget],
        below: Sequence[Widget],
        phone: str,
        id: str,
    ) -> None:
        """`phone` is the id of that field."""
        self._address = address_line(one)
        self.address = _line(N_("Address *"), self._address, "address", 200)
        self.phone = phone_field(one, phone)
        self.times = _line(N_("When?"), times, "times", LIMIT)
        self.note = _line(N_("Note"), note.replace("\n", " "), "note", PARAGRAPH_LIMIT)
        fields = (self.address, self.phone, self.times, self.note)
        super().__init__([*above, *fields, *below], title=N_("To be delivered"), id=id)

    def reads(self) -> dict[str, Read]:
        return {
            "address": self._read_address,
            self.phone.id or "": read_own_phone,
            "times": clean,
            "note": clean_paragraph,
        }

    def _read_address(self, text: str) -> tuple[str | None, str | None, str | None]:
        """Street, postcode, town; None where it stays as the book knows it."""
        typed = text.strip()
        if typed and typed == self._address:
            return None, None, None
        street, postcode, city = read_address(typed)
        return clean(street), postcode, clean(city)

    @property
    def details(self) -> Details:
        street, postcode, city = self.read(self.address)
        return Details(street, postcode, city, self.read(self.phone))

    def words_for(self, field: Field, refusal: Refusal) -> Words:
        if isinstance(refusal, AddressMissing):
            return N_("Street, postcode and town please. Example: 12 rue des Lilas, 31100 Toulouse.")
        return super().words_for(field, refusal)

    def place_of(self, refusal: Refusal) -> Field | None:
        if isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return self.phone
        if isinstance(refusal, (AddressMissing, PostcodeInvalid)):
            return self.address
        return super().place_of(refusal)


class OfferFields(WayForm):
    """Phone, orders, kilos, how, when; `said` is what was offered before."""

    def __init__(
        self, one: Person, said: Offer | None, *, above: Sequence[Widget], below: Sequence[Widget], phone: str, id: str
    ) -> None:
        """`phone` is the id of that field."""
        self.phone = phone_field(one, phone)
        self.orders = _number(N_("Orders *"), formats.number(said.orders if said else ORDERS), "orders")
        kilos = formats.quantity(said.grams if said else GRAMS, "kg").removesuffix(f"{formats.NO_BREAK}kg")
        self.kilos = _number(N_("Kilos *"), kilos, "kilos")
        self.transport = RadioLine(
            N_("How"),
            [Radio(id, TRANSPORT[id]) for id in TRANSPORTS],
            chosen=said.transport if said else TRANSPORTS[0],
            label_width=LABEL_WIDTH,
            id="transport",
        )
        self.when = _line(N_("When?"), said.when if said else "", "when", LIMIT)
        fields = (self.phone, self.orders, self.kilos, self.transport, self.when)
        super().__init__([*above, *fields, *below], title=N_("To deliver"), id=id)

    @property
    def start(self) -> Part:
        return self.orders

    def reads(self) -> dict[str, Read]:
        return {self.phone.id or "": read_own_phone, "orders": read_orders, "kilos": read_kilos, "when": clean}

    @property
    def details(self) -> Details:
        return Details(phone=self.read(self.phone))

    def place_of(self, refusal: Refusal) -> Field | None:
        if isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return self.phone
        if isinstance(refusal, CapacityInvalid):
            return self.orders if refusal.what == "orders" else self.kilos
        if isinstance(refusal, StillCarrying):
            # Less than what is carried already: in orders, or else in kilos.
            return self.orders if self.read(self.orders) < refusal.orders else self.kilos
        return super().place_of(refusal)


def _line(label: str, value: str, id: str, limit: int) -> LineField:
    return LineField(label, value=value, width=LONG_ROOM, label_width=LABEL_WIDTH, limit=limit, id=id)


def _number(label: str, value: str, id: str) -> LineField:
    return LineField(label, value=value, kind="quantity", width=NUMBER_ROOM, label_width=LABEL_WIDTH, limit=20, id=id)
