"""The form of a request or an offer that somebody of the team fills in for a member, who agrees by voice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual import events
from textual.content import Content
from textual.widget import Widget

from db.accounts import person
from db.contacts import see_as_team
from db.database import Book
from db.delivery import Details, ask_delivery, offer_delivery
from db.delivery_history import wishes
from db.errors import (
    AddressMissing,
    CapacityInvalid,
    ConsentMissing,
    PhoneInvalid,
    PhoneMissing,
    PostcodeInvalid,
    Refusal,
    StillCarrying,
)
from db.people_search import Found
from db.values.capacity import read_kilos, read_orders
from db.values.contact import read_address
from db.values.delivery import TRANSPORTS, Offer
from db.values.orders import Distribution, Order
from db.values.people import Person
from db.values.text import LIMIT, PARAGRAPH_LIMIT, clean, clean_paragraph
from i18n import formats
from i18n.delivery_refusals import TRANSPORT
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.way_form import LABEL_WIDTH, LONG_ROOM, Read, WayForm, phone_field, read_own_phone
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.line_field import LineField
from widgets.part import Line, Part
from widgets.radio_line import Radio, RadioLine
from widgets.text import Words, user_text
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
        self._address = f"{one.address1}, {one.postcode} {one.city}" if one.has_address else ""
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
        from screens.register_delivery import still_carrying

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


class RegisterForm(CounterPage[str]):
    """Dismisses with a message id that says what was registered (`name` is filled in), or None.

    It shows the member's phone and address, so `open_above` has that view written down first.
    """

    HELP = N_(
        "Fill this in with the person, at the desk or on the phone. What the book knows stands there already.\n"
        "Read them the agreement; Space ticks it when they accept. It is recorded that you heard it. F8 records."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the next question; behind the last one it is recorded.")),
        Action("tick", "space", "", N_("Tick"), N_("The person accepts, or not after all.")),
        actions.VALIDATE._replace(id="save", method="save", label=N_("Record"), tip=N_("Records it for this person.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    RegisterForm #title { margin: 0 0 1 0; }
    RegisterForm DeskForm { max-width: 84; }
    """

    def __init__(
        self, name: str, form: DeskForm, member_id: int, distribution: Distribution, order: Order | None
    ) -> None:
        """`name` as it is shown; `order` is the member's own in this distribution, if there is one."""
        super().__init__()
        self._who, self.form, self.member_id = name, form, member_id
        self.distribution, self.order = distribution, order

    @classmethod
    def open_above(
        cls,
        page: CounterPage[Any],
        member: Found,
        name: str,
        what: str,
        distribution: Distribution,
        order: Order | None,
        offer: Offer | None,
        done: Callable[[str | None], None],
    ) -> None:
        """`what` is 'needs' or 'can'."""
        book, by, group = page.book, page.session.person.id, page.session.group.id
        basket_id = order.basket_id if order else None

        def work() -> DeskForm:
            see_as_team(book, by, member.id, group, basket_id)
            one = person(book, member.id)
            if what == "needs" and basket_id is not None:
                return RequestForm(one, *wishes(book, by, basket_id))
            return OfferForm(one, offer)

        write(
            page,
            work,
            lambda form: page.open(cls(name, form, member.id, distribution, order), done),
            lambda refusal: page.refuse(lambda: sentence(refusal)),
        )

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, id="title")
        yield self.form

    def on_mount(self) -> None:
        self.form.first().focus()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.form.make_room()

    def _title(self) -> Content:
        one = self.distribution
        day = formats.short_day(one.starts_at, one.place.timezone)
        recorded = _("This view is recorded.")
        return Content.assemble(
            (user_text(self._who).plain, "bold $ink-text"), "   ", (f"{day}   {recorded}", "$muted-text")
        )

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        self.echo("", self.form.hint(self.focused))

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if self.form.accepts(message.field):
            self._after(message.field)

    def on_radio_line_submitted(self, message: RadioLine.Submitted) -> None:
        self._after(message.radio)

    def on_tick_submitted(self, message: Tick.Submitted) -> None:
        self.action_act("save")

    def _after(self, part: Part) -> None:
        stops = self.form.stops()
        at = stops.index(part) + 1
        stops[min(at, len(stops) - 1)].focus()

    def save(self) -> None:
        refused = self.form.refused()
        if refused is not None:
            refused.focus()
            return
        by, order = self.session.person.id, self.order
        said = (
            N_("{name} needs delivery: the request is on the list.")
            if isinstance(self.form, RequestForm)
            else N_("{name} can deliver: the offer is recorded.")
        )
        write(
            self,
            lambda: self.form.put(self.book, by, self.member_id, self.distribution.id, order.basket_id if order else 0),
            lambda _none: self._done(said),
            self._refused,
        )

    def _done(self, said: str) -> None:
        self.dismiss(said)

    def _refused(self, refusal: Refusal) -> None:
        """Said at the field it is about; what was typed stays."""
        place = self.form.place_of(refusal)
        if place is not None:
            self.form.say(place, refusal)
            place.focus()
            return
        if isinstance(refusal, ConsentMissing) and self.form.agreement is not None:
            self.form.agreement.focus()
            self.refuse(N_("Read the agreement to the person; Space ticks it when they accept. Nothing is recorded."))
        else:
            self.refuse(lambda: sentence(refusal))


def _to_read(agreement: str) -> Callable[[], Content]:
    return lambda: Content.assemble((_(READ_OUT), "$muted-text"), " ", (_(agreement), "bold $ink-text"))


def _line(label: str, value: str, id: str, limit: int) -> LineField:
    return LineField(label, value=value, width=LONG_ROOM, label_width=LABEL_WIDTH, limit=limit, id=id)


def _number(label: str, value: str, id: str) -> LineField:
    return LineField(label, value=value, kind="quantity", width=NUMBER_ROOM, label_width=LABEL_WIDTH, limit=20, id=id)
