"""« Pour livrer »: how many orders and kilos, how, when, and the agreement of who can deliver."""

from __future__ import annotations

from typing import ClassVar

from db.database import Book
from db.delivery import Details, offer_delivery
from db.errors import CapacityInvalid, PhoneInvalid, PhoneMissing, Refusal, StillCarrying
from db.values.capacity import read_kilos, read_orders
from db.values.delivery import TRANSPORTS, Offer
from db.values.orders import Order
from db.values.people import Person
from db.values.text import LIMIT, clean
from i18n import formats
from i18n.delivery_refusals import TRANSPORT
from i18n.language import N_
from screens.way_form import LABEL_WIDTH, LONG_ROOM, Read, WayForm, phone_field, read_own_phone, without_a_phone
from widgets.field import Field
from widgets.line_field import LineField
from widgets.part import Line, Part
from widgets.radio_line import Radio, RadioLine
from widgets.text import Words
from widgets.tick import Tick

ORDERS, GRAMS = 2, 20_000  # proposed, to be changed
NUMBER_ROOM = 8  # columns


class CanForm(WayForm):
    DEFAULT_CSS = "CanForm.-tight > .last { display: none; }"
    HINTS: ClassVar[dict[str, str]] = {
        **WayForm.HINTS,
        "orders": N_("How many orders of neighbours, your own not counted: 1 to 20."),
        "kilos": N_("How many kilos in all. For example: 20 or 12.5."),
        "transport": N_("← → or 1 2 3 choose."),
        "when": N_("When it suits you. For example: Saturday after the distribution, or Sunday morning."),
    }

    def __init__(self, person: Person, said: Offer | None) -> None:
        """`said` is what was offered before for this distribution."""
        self._carrying = (said.taken_orders, said.taken_grams) if said else (0, 0)
        self.phone = phone_field(person, "phone-can")
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
        when = said.when if said else ""
        self.when = LineField(N_("When?"), value=when, width=LONG_ROOM, label_width=LABEL_WIDTH, limit=LIMIT, id="when")
        super().__init__(
            [
                Line(
                    N_(
                        "You will see who asked to be delivered, and choose whom you help. "
                        "You agree together on the hour and the day, the money, the containers."
                    )
                ),
                self.phone,
                self.orders,
                self.kilos,
                self.transport,
                self.when,
                Tick(
                    N_("I agree that the person I help sees my first name and my phone number, for this distribution."),
                    id="agrees-can",
                ),
                Line(N_("Each view is recorded."), style="$muted-text", classes="last"),
            ],
            title=N_("To deliver"),
            id="can",
        )

    @property
    def start(self) -> Part:
        return self.orders

    def reads(self) -> dict[str, Read]:
        return {"phone-can": read_own_phone, "orders": read_orders, "kilos": read_kilos, "when": clean}

    def words_for(self, field: Field, refusal: Refusal) -> Words:
        if field is self.phone and isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return without_a_phone(refusal)
        return super().words_for(field, refusal)

    def place_of(self, refusal: Refusal) -> Field | None:
        if isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return self.phone
        if isinstance(refusal, CapacityInvalid):
            return self.orders if refusal.what == "orders" else self.kilos
        if isinstance(refusal, StillCarrying):
            # Less than what is carried already: in orders, or else in kilos.
            return self.orders if self.read(self.orders) < refusal.orders else self.kilos
        return super().place_of(refusal)

    def record(self, book: Book, by: int, order: Order) -> None:
        offer_delivery(
            book, by, order.distribution.id, by,
            consent=self.agrees,
            orders=self.read(self.orders),
            grams=self.read(self.kilos),
            transport=self.transport.chosen,
            when=self.when.value,
            details=Details(phone=self.read(self.phone)),
            word=self._said_word,
        )  # fmt: skip


def _number(label: str, value: str, id: str) -> LineField:
    return LineField(label, value=value, kind="quantity", width=NUMBER_ROOM, label_width=LABEL_WIDTH, limit=20, id=id)
