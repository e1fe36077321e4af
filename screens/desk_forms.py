"""The two forms that somebody of the team fills in for a member: a request, and an offer, agreed to by voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.content import Content

from db.database import Book
from db.delivery import Details, ask_delivery, offer_delivery
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
from i18n.language import N_, _, ngettext
from screens.way_form import LABEL_WIDTH, LONG_ROOM, Read, WayForm, address_line, phone_field, read_own_phone
from widgets.field import Field
from widgets.line_field import LineField
from widgets.part import Line
from widgets.radio_line import Radio, RadioLine
from widgets.text import Words
from widgets.tick import Tick

ORDERS, GRAMS = 2, 20_000  # proposed, to be changed
NUMBER_ROOM = 8  # columns
READ_OUT = N_("Read this to the person:")
AGREES = N_("I have read the agreement to the person, who accepts.")


class DeskForm(WayForm):
    """What a form for somebody else adds: it is recorded with who heard the agreement."""

    DEFAULT_CSS = """
    DeskForm > .agreement { margin: 1 0 0 1; }
    DeskForm > Tick { margin: 0; }
    DeskForm.-tight > .agreement { margin-top: 0; }
    """

    def put(self, book: Book, by: int, member_id: int, distribution_id: int, basket_id: int) -> None:
        """Write it down for the member. Refuses as `db.delivery` does."""
        raise NotImplementedError


class RequestForm(DeskForm):
    HINTS: ClassVar[dict[str, str]] = {
        "times": N_("When it suits them. For example: Saturday after 5 pm."),
        "note": N_("Floor, code of the door, containers. Only who delivers reads it."),
    }

    def __init__(self, one: Person, times: str, note: str) -> None:
        self._address = address_line(one)
        self.address = _line(N_("Address *"), self._address, "address", 200)
        self.phone = phone_field(one, "phone-desk")
        self.times = _line(N_("When?"), times, "times", LIMIT)
        self.note = _line(N_("Note"), note.replace("\n", " "), "note", PARAGRAPH_LIMIT)
        super().__init__(
            [
                Line(
                    N_("Only for people in a fragile situation. Do not ask for the reason."),
                    style="bold $amber-text",
                    classes="before",
                ),
                self.address,
                self.phone,
                self.times,
                self.note,
                Line(
                    _to_read(
                        N_(
                            "“The one person who takes your order will see your name, your address and your phone "
                            "number, for this distribution.”"
                        )
                    ),
                    classes="agreement",
                ),
                Tick(AGREES, id="agrees-desk"),
            ],
            title=N_("To be delivered"),
            id="request",
        )

    def reads(self) -> dict[str, Read]:
        return {
            "address": self._read_address,
            "phone-desk": read_own_phone,
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

    def words_for(self, field: Field, refusal: Refusal) -> Words:
        if isinstance(refusal, AddressMissing):
            return N_("Street, postcode and town please. Example: 12 rue des Lilas, 31100 Toulouse.")
        return super().words_for(field, refusal)

    def place_of(self, refusal: Refusal) -> Field | None:
        if isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return self.phone
        return self.address if isinstance(refusal, (AddressMissing, PostcodeInvalid)) else None

    def put(self, book: Book, by: int, member_id: int, distribution_id: int, basket_id: int) -> None:
        street, postcode, city = self.read(self.address)
        ask_delivery(
            book, by, basket_id,
            consent=self.agrees,
            details=Details(street, postcode, city, self.read(self.phone)),
            times=self.times.value,
            note=self.note.value,
        )  # fmt: skip


class OfferForm(DeskForm):
    HINTS: ClassVar[dict[str, str]] = {
        "orders": N_("How many orders of neighbours, their own not counted: 1 to 20."),
        "kilos": N_("How many kilos in all. For example: 20 or 12.5."),
        "transport": N_("← → or 1 2 3 choose."),
        "when": N_("When it suits them. For example: Saturday after 5 pm."),
    }

    def __init__(self, one: Person, said: Offer | None) -> None:
        self.phone = phone_field(one, "phone-desk")
        self.orders = _number(N_("Orders *"), formats.number(said.orders if said else ORDERS), "orders")
        kilos = formats.quantity(said.grams if said else GRAMS, "kg").removesuffix("kg").strip()
        self.kilos = _number(N_("Kilos *"), kilos, "kilos")
        self.transport = RadioLine(
            N_("How"),
            [Radio(id, TRANSPORT[id]) for id in TRANSPORTS],
            chosen=said.transport if said else TRANSPORTS[0],
            label_width=LABEL_WIDTH,
            id="transport",
        )
        self.when = _line(N_("When?"), said.when if said else "", "when", LIMIT)
        super().__init__(
            [
                self.phone,
                self.orders,
                self.kilos,
                self.transport,
                self.when,
                Line(
                    _to_read(
                        N_(
                            "“The person you help will see your first name and your phone number, "
                            "for this distribution.”"
                        )
                    ),
                    classes="agreement",
                ),
                Tick(AGREES, id="agrees-desk"),
            ],
            title=N_("To deliver"),
            id="offer",
        )

    def reads(self) -> dict[str, Read]:
        return {"phone-desk": read_own_phone, "orders": read_orders, "kilos": read_kilos, "when": clean}

    def words_for(self, field: Field, refusal: Refusal) -> Words:
        if isinstance(refusal, StillCarrying):
            return lambda: still_carrying(refusal)
        return super().words_for(field, refusal)

    def place_of(self, refusal: Refusal) -> Field | None:
        if isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return self.phone
        if isinstance(refusal, CapacityInvalid):
            return self.orders if refusal.what == "orders" else self.kilos
        if isinstance(refusal, StillCarrying):
            return self.orders if self.read(self.orders) < refusal.orders else self.kilos
        return None

    def put(self, book: Book, by: int, member_id: int, distribution_id: int, basket_id: int) -> None:
        offer_delivery(
            book, by, distribution_id, member_id,
            consent=self.agrees,
            orders=self.read(self.orders),
            grams=self.read(self.kilos),
            transport=self.transport.chosen,
            when=self.when.value,
            details=Details(phone=self.read(self.phone)),
        )  # fmt: skip


def still_carrying(refusal: StillCarrying) -> str:
    """As it is told to the team: it is about somebody else."""
    return ngettext(
        "This person has taken {n} order of a neighbour: release it first, or assign it to somebody else.",
        "This person has taken {n} orders of neighbours: release some first, or assign them to somebody else.",
        refusal.orders,
    ).format(n=refusal.orders)


def _to_read(agreement: str) -> Callable[[], Content]:
    return lambda: Content.assemble((_(READ_OUT), "$muted-text"), " ", (_(agreement), "bold $ink-text"))


def _line(label: str, value: str, id: str, limit: int) -> LineField:
    return LineField(label, value=value, width=LONG_ROOM, label_width=LABEL_WIDTH, limit=limit, id=id)


def _number(label: str, value: str, id: str) -> LineField:
    return LineField(label, value=value, kind="quantity", width=NUMBER_ROOM, label_width=LABEL_WIDTH, limit=20, id=id)
