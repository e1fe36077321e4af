"""« Pour livrer »: how many orders and kilos, how, when, and the agreement of who can deliver."""

from __future__ import annotations

from typing import ClassVar

from db.database import Book
from db.delivery import offer_delivery
from db.errors import PhoneInvalid, PhoneMissing, Refusal
from db.values.delivery import Offer
from db.values.orders import Order
from db.values.people import Person
from i18n.language import N_
from screens.delivery_fields import OfferFields
from screens.way_form import WayForm, without_a_phone
from widgets.field import Field
from widgets.part import Line
from widgets.text import Words
from widgets.tick import Tick


class CanForm(OfferFields):
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
        super().__init__(
            person,
            said,
            above=[
                Line(
                    N_(
                        "You will see who asked to be delivered, and choose whom you help. "
                        "You agree together on the hour and the day, the money, the containers."
                    )
                )
            ],
            below=[
                Tick(
                    N_("I agree that the person I help sees my first name and my phone number, for this distribution."),
                    id="agrees-can",
                ),
                Line(N_("Each view is recorded."), style="$muted-text", classes="last"),
            ],
            phone="phone-can",
            id="can",
        )

    def words_for(self, field: Field, refusal: Refusal) -> Words:
        if field is self.phone and isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            return without_a_phone(refusal)
        return super().words_for(field, refusal)

    def record(self, book: Book, by: int, order: Order) -> None:
        offer_delivery(
            book, by, order.distribution.id, by,
            consent=self.agrees,
            orders=self.read(self.orders),
            grams=self.read(self.kilos),
            transport=self.transport.chosen,
            when=self.when.value,
            details=self.details,
            word=self._said_word,
        )  # fmt: skip
