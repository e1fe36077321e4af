"""« Mes limites »: how many orders and kilos somebody can carry, how, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from db.delivery import Details, offer_delivery, stop_offering
from db.delivery_lists import my_offer
from db.distributions import distribution
from db.errors import (
    CapacityInvalid,
    ConsentMissing,
    PhoneInvalid,
    PhoneMissing,
    Refusal,
    TextMissing,
    TextRefused,
    TextTooLong,
)
from db.values.capacity import read_kilos, read_orders
from db.values.contact import read_phone, show_phone
from db.values.delivery import TRANSPORTS
from i18n import formats
from i18n.delivery_refusals import TRANSPORT
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.button import Button
from widgets.deliberate import CarefulButton
from widgets.field import Field
from widgets.panel import Panel
from widgets.part import Line
from widgets.radio_line import Radio, RadioLine
from widgets.text import Words
from widgets.tick import Tick

AGREES = N_("I agree that the person I help sees my first name and my phone number, for this distribution.")


class Limits(CounterPage[str]):
    """Dismisses with 'recorded' or 'stopped', or None when nothing was changed."""

    HELP = N_(
        "Say how many orders you can carry, and how many kilos in all; how you carry them, and when you can.\n"
        "Then you see who asked to be delivered, and choose. F8 records it; you can change it as long as you like.\n"
        "The people you help see your first name and your phone, nobody else does."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the next question.")),
        Action("tick", "space", "", N_("Tick"), N_("Ticks or unticks the agreement.")),
        actions.VALIDATE._replace(id="save", method="save", label=N_("Record"), tip=N_("Records what you can carry.")),
        Action("stop", "s", "stop", N_("Deliver no more"), N_("Take your offer back, when you carry nothing.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    Limits #box { max-width: 84; margin: 1 0 0 0; padding: 0 2 0 1; }
    Limits Horizontal { height: auto; }
    Limits #box Field { margin: 0 0 0 1; }
    Limits #orders { width: 32; }
    Limits #grams { width: 1fr; }
    Limits #buttons { margin: 1 0 0 0; }
    Limits #known { margin: 0 0 0 1; }
    Limits.-h30 #known, Limits.-h30 #how, Limits.-h30 Tick { margin: 1 0 0 0; }
    Limits.-h30 #known { margin: 1 0 0 1; }
    """

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id

    def body(self) -> Iterable[Widget]:
        person = self.session.person
        self.here = distribution(self.book, self.distribution_id)
        offer = self.offer = my_offer(self.book, person.id, self.distribution_id)
        kilos = formats.quantity(offer.grams, "kg").replace(formats.NO_BREAK, " ") if offer else ""
        self._asks = offer is None or not person.phone
        parts: list[Widget] = [
            Horizontal(
                Field(
                    N_("Orders *"), value=str(offer.orders) if offer else "", kind="quantity", width=12,
                    label_width=18, limit=10, id="orders",
                ),
                Field(
                    N_("Kilos *"), value=kilos, kind="quantity", width=14, label_width=18, limit=20,
                    id="grams",
                ),
            ),
            RadioLine(
                N_("How"), [Radio(each, TRANSPORT[each]) for each in TRANSPORTS],
                chosen=offer.transport if offer else "", label_width=17, id="how",
            ),
            Field(N_("When?"), value=offer.when if offer else "", width=80, label_width=18, id="when"),
        ]  # fmt: skip
        if self._asks:
            phone = show_phone(person.phone) if person.phone else ""
            parts += [
                Field(N_("Phone *"), value=phone, kind="digits", width=26, label_width=18, limit=30, id="phone"),
                Tick(AGREES, id="agrees"),
            ]
        else:
            known = N_("You agreed that the people you help see your first name and your phone.")
            parts.append(Line(known, style="$muted-text", id="known"))
        yield Line(self._title)
        yield Panel(*parts, title=N_("What I can carry"), legend=N_("* required"), id="box")
        buttons: list[Widget] = [CarefulButton(N_("Record my limits"), key="F8", main=True, action="save", id="save")]
        if offer is not None:
            buttons.append(Button(N_("Deliver no more"), action="stop"))
        yield Horizontal(*buttons, id="buttons")

    def on_mount(self) -> None:
        self._at("orders").focus()

    def _title(self) -> Content:
        day = formats.short_day(self.here.starts_at, self.here.place.timezone)
        return Content.assemble((_("My limits"), "bold $ink-text"), "   ", (day, "$muted-text"))

    def _at(self, id: str) -> Field:
        return self.query_one(f"#{id}", Field)

    def facts_changed(self) -> None:
        self.offer = my_offer(self.book, self.session.person.id, self.distribution_id)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        hidden = {"tick"} if not self._asks else {"stop"} if self.offer is None else set()
        return tuple(action for action in self.ACTIONS if action.id not in hidden)

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "stop" and self.offer is None:
            return N_("You do not deliver yet: there is nothing to take back.")
        return None

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if self._can_be_read(message.field):
            self.focus_next()

    def _can_be_read(self, field: Field) -> bool:
        """Whether the text of a field can be kept; else the field says why not."""
        read = _READS.get(field.id or "")
        try:
            if read is not None:
                read(field.value)
        except Refusal as refusal:
            self._refuse_at(field, refusal)
            return False
        return True

    def on_radio_line_submitted(self, message: RadioLine.Submitted) -> None:
        self.focus_next()

    def on_tick_submitted(self, message: Tick.Submitted) -> None:
        self.query_one("#save").focus()

    def save(self) -> None:
        said = self._answers()
        if said is None:
            return
        book, by = self.book, self.session.person.id
        write(
            self,
            lambda: offer_delivery(
                book, by, self.distribution_id, by, consent=said.agrees, orders=said.orders, grams=said.grams,
                transport=said.transport, when=said.when, details=Details(phone=said.phone),
            ),
            lambda _: self._done("recorded"),
            self._refused,
        )  # fmt: skip

    def _answers(self) -> Said | None:
        """What the form says; None when a field of it cannot be read, and says why."""
        if not all(self._can_be_read(field) for field in self.query(Field)):
            return None
        return Said(
            read_orders(self._at("orders").value),
            read_kilos(self._at("grams").value),
            self.query_one("#how", RadioLine).chosen,
            self._at("when").value,
            read_phone(self._at("phone").value) if self._asks else None,
            not self._asks or self.query_one("#agrees", Tick).ticked,
        )

    def stop(self) -> None:
        book, by = self.book, self.session.person.id
        write(
            self,
            lambda: stop_offering(book, by, self.distribution_id, by),
            lambda _: self._done("stopped"),
            self._refused,
        )

    def _done(self, outcome: str) -> None:
        self.program.renew_session()
        self.dismiss(outcome)

    def _refused(self, refusal: Refusal) -> None:
        """Said at the field it is about; what was typed stays."""
        if isinstance(refusal, CapacityInvalid):
            self._refuse_at(self._at("orders" if refusal.what == "orders" else "grams"), refusal)
        elif isinstance(refusal, (PhoneInvalid, PhoneMissing)) and self._asks:
            self._refuse_at(self._at("phone"), refusal)
        elif isinstance(refusal, TextMissing):
            self.refuse(N_("Somebody brings your own order already: first choose on your order how it leaves."))
        elif isinstance(refusal, (TextRefused, TextTooLong)):
            self._refuse_at(self._at("when"), refusal)
        else:
            if isinstance(refusal, ConsentMissing):
                self.query_one("#agrees").focus()
            self.refuse(lambda: sentence(refusal))

    def _refuse_at(self, field: Field, refusal: Refusal) -> None:
        field.error = lambda: _words(refusal)
        field.focus()


class Said(NamedTuple):
    """The form, read. `phone` is None where it was not asked."""

    orders: int
    grams: int
    transport: str
    when: str
    phone: str | None
    agrees: bool


def _typed_phone(text: str) -> str:
    if not text.strip():
        raise PhoneMissing()
    return read_phone(text)


_READS: dict[str, Callable[[str], object]] = {"orders": read_orders, "grams": read_kilos, "phone": _typed_phone}


def _words(refusal: Refusal) -> str:
    words = sentence(refusal)
    if isinstance(refusal, (PhoneInvalid, PhoneMissing)):
        words += " " + _("Without a phone the person cannot reach you.")
    return words
