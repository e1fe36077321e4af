"""« Pour être livré »: address, phone, wishes for this order, and the agreement of who needs delivery."""

from __future__ import annotations

from typing import ClassVar

from db.database import Book
from db.delivery import ask_delivery
from db.errors import PhoneInvalid, PhoneMissing, Refusal
from db.values.delivery import Request
from db.values.orders import Order
from db.values.people import Person
from i18n.language import N_
from screens.delivery_fields import RequestFields
from screens.way_form import WayForm, without_a_phone
from widgets.field import Field
from widgets.part import Line, Part
from widgets.text import Words
from widgets.tick import Tick


class NeedsForm(RequestFields):
    HINTS: ClassVar[dict[str, str]] = {
        **WayForm.HINTS,
        "times": N_("When it suits you. For example: Saturday after 5 pm."),
        "note": N_("What helps to find you: floor, code of the door, containers. Only who delivers reads it."),
    }

    def __init__(self, person: Person, said: Request | None) -> None:
        """`said` is what was asked before for this order."""
        super().__init__(
            person,
            said.times if said else "",
            said.note if said else "",
            above=[Line(N_("Only for people in a fragile situation."), style="bold $amber-text", classes="before")],
            below=[
                Tick(
                    N_(
                        "I agree that the one person who takes my order sees my name, my address and my phone number, "
                        "for this distribution."
                    ),
                    id="agrees-needs",
                ),
                Line(N_("The reason is not asked of you. Each view is recorded."), style="$muted-text", classes="last"),
            ],
            phone="phone-needs",
            id="needs",
        )

    @property
    def start(self) -> Part:
        return self.times

    def words_for(self, field: Field, refusal: Refusal) -> Words:
        if field is self.phone and isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return without_a_phone(refusal)
        return super().words_for(field, refusal)

    def record(self, book: Book, by: int, order: Order) -> None:
        ask_delivery(
            book, by, order.basket_id,
            consent=self.agrees,
            details=self.details,
            times=self.times.value,
            note=self.note.value,
            word=self._said_word,
        )  # fmt: skip
