"""« Pour être livré »: address, phone, wishes for this order, and the agreement of who needs delivery."""

from __future__ import annotations

from typing import ClassVar

from db.database import Book
from db.delivery import Details, ask_delivery
from db.errors import AddressMissing, PhoneInvalid, PhoneMissing, PostcodeInvalid, Refusal
from db.values.contact import read_address
from db.values.delivery import Request
from db.values.orders import Order
from db.values.people import Person
from db.values.text import LIMIT, PARAGRAPH_LIMIT, clean, clean_paragraph
from i18n.language import N_
from screens.way_form import (
    LABEL_WIDTH,
    LONG_ROOM,
    Read,
    WayForm,
    address_line,
    phone_field,
    read_own_phone,
    without_a_phone,
)
from widgets.field import Field
from widgets.line_field import LineField
from widgets.part import Line, Part
from widgets.text import Words
from widgets.tick import Tick


class NeedsForm(WayForm):
    HINTS: ClassVar[dict[str, str]] = {
        **WayForm.HINTS,
        "times": N_("When it suits you. For example: Saturday after 5 pm."),
        "note": N_("What helps to find you: floor, code of the door, containers. Only who delivers reads it."),
    }

    def __init__(self, person: Person, said: Request | None) -> None:
        """`said` is what was asked before for this order."""
        self._address = address_line(person)
        self.address = _line(N_("Address *"), self._address, "address", 200)
        self.phone = phone_field(person, "phone-needs")
        self.times = _line(N_("When?"), said.times if said else "", "times", LIMIT)
        self.note = _line(N_("Note"), said.note.replace("\n", " ") if said else "", "note", PARAGRAPH_LIMIT)
        super().__init__(
            [
                Line(N_("Only for people in a fragile situation."), style="bold $amber-text", classes="before"),
                self.address,
                self.phone,
                self.times,
                self.note,
                Tick(
                    N_(
                        "I agree that the one person who takes my order sees my name, my address and my phone number, "
                        "for this distribution."
                    ),
                    id="agrees-needs",
                ),
                Line(N_("The reason is not asked of you. Each view is recorded."), style="$muted-text", classes="last"),
            ],
            title=N_("To be delivered"),
            id="needs",
        )

    @property
    def start(self) -> Part:
        return self.times

    def reads(self) -> dict[str, Read]:
        return {
            "address": self._read_address,
            "phone-needs": read_own_phone,
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
        if field is self.phone and isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return without_a_phone(refusal)
        return super().words_for(field, refusal)

    def place_of(self, refusal: Refusal) -> Field | None:
        if isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return self.phone
        if isinstance(refusal, (AddressMissing, PostcodeInvalid)):
            return self.address
        return super().place_of(refusal)

    def record(self, book: Book, by: int, order: Order) -> None:
        street, postcode, city = self.read(self.address)
        ask_delivery(
            book, by, order.basket_id,
            consent=self.agrees,
            details=Details(street, postcode, city, self.read(self.phone)),
            times=self.times.value,
            note=self.note.value,
            word=self._said_word,
        )  # fmt: skip


def _line(label: str, value: str, id: str, limit: int) -> LineField:
    return LineField(label, value=value, width=LONG_ROOM, label_width=LABEL_WIDTH, limit=limit, id=id)
