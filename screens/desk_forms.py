"""The two forms that somebody of the team fills in for a member: a request, and an offer, agreed to by voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from db.database import Book
from db.delivery import ask_delivery, offer_delivery
from db.errors import Refusal, StillCarrying
from db.values.delivery import Offer
from db.values.people import Person
from i18n.language import N_, _, ngettext
from screens.delivery_fields import OfferFields, RequestFields
from screens.way_form import WayForm
from widgets.field import Field
from widgets.part import Line, Part
from widgets.text import Words
from widgets.tick import Tick

READ_OUT = N_("Read this to the person:")
AGREES = N_("I have read the agreement to the person, who accepts.")


class DeskForm(WayForm):
    """What a form for somebody else adds: it is recorded with who heard the agreement."""

    DEFAULT_CSS = """
    DeskForm > .agreement { margin: 1 0 0 1; }
    DeskForm > Tick { margin: 0; }
    DeskForm.-tight > .agreement { margin-top: 0; }
    """

    @property
    def start(self) -> Part:
        return self.stops()[0]  # what the book knows is read to the person

    def put(self, book: Book, by: int, member_id: int, distribution_id: int, basket_id: int) -> None:
        """Write it down for the member. Refuses as `db.delivery` does."""
        raise NotImplementedError


class RequestForm(DeskForm, RequestFields):
    HINTS: ClassVar[dict[str, str]] = {
        "times": N_("When it suits them. For example: Saturday after 5 pm."),
        "note": N_("Floor, code of the door, containers. Only who delivers reads it."),
    }

    def __init__(self, one: Person, times: str, note: str) -> None:
        fragile = N_("Only for people in a fragile situation. Do not ask for the reason.")
        RequestFields.__init__(
            self,
            one,
            times,
            note,
            above=[Line(fragile, style="bold $amber-text", classes="before")],
            below=_read_out(
                N_(
                    "“The one person who takes your order will see your name, your address and your phone "
                    "number, for this distribution.”"
                )
            ),
            phone="phone-desk",
            id="request",
        )

    def put(self, book: Book, by: int, member_id: int, distribution_id: int, basket_id: int) -> None:
        ask_delivery(
            book, by, basket_id,
            consent=self.agrees,
            details=self.details,
            times=self.times.value,
            note=self.note.value,
        )  # fmt: skip


class OfferForm(DeskForm, OfferFields):
    HINTS: ClassVar[dict[str, str]] = {
        "orders": N_("How many orders of neighbours, their own not counted: 1 to 20."),
        "kilos": N_("How many kilos in all. For example: 20 or 12.5."),
        "transport": N_("← → or 1 2 3 choose."),
        "when": N_("When it suits them. For example: Saturday after 5 pm."),
    }

    def __init__(self, one: Person, said: Offer | None) -> None:
        OfferFields.__init__(
            self,
            one,
            said,
            above=[],
            below=_read_out(
                N_("“The person you help will see your first name and your phone number, for this distribution.”")
            ),
            phone="phone-desk",
            id="offer",
        )

    def words_for(self, field: Field, refusal: Refusal) -> Words:
        if isinstance(refusal, StillCarrying):
            return lambda: still_carrying(refusal)
        return super().words_for(field, refusal)

    def put(self, book: Book, by: int, member_id: int, distribution_id: int, basket_id: int) -> None:
        offer_delivery(
            book, by, distribution_id, member_id,
            consent=self.agrees,
            orders=self.read(self.orders),
            grams=self.read(self.kilos),
            transport=self.transport.chosen,
            when=self.when.value,
            details=self.details,
        )  # fmt: skip


def still_carrying(refusal: StillCarrying) -> str:
    """As it is told to the team: it is about somebody else."""
    return ngettext(
        "This person has taken {n} order of a neighbour: release it first, or assign it to somebody else.",
        "This person has taken {n} orders of neighbours: release some first, or assign them to somebody else.",
        refusal.orders,
    ).format(n=refusal.orders)


def _read_out(agreement: str) -> list[Widget]:
    said: Callable[[], Content] = lambda: Content.assemble(  # noqa: E731
        (_(READ_OUT), "$muted-text"), " ", (_(agreement), "bold $ink-text")
    )
    return [Line(said, classes="agreement"), Tick(AGREES, id="agrees-desk")]
