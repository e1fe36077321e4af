"""How an order leaves: the three statuses. Contacts are shown to whom they are needed by, after an agreement."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from db.delivery import Details, ask_delivery, collect, offer_delivery
from db.errors import (
    AddressMissing,
    ConsentMissing,
    PhoneInvalid,
    PhoneMissing,
    PostcodeInvalid,
    Refusal,
    TextMissing,
    TextRefused,
    TextTooLong,
)
from db.orders import order
from db.values.contact import read_address, read_phone, show_phone
from db.values.delivery import WAYS
from i18n.language import N_, _
from i18n.refusals import sentence
from screens import order_words
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.bar import Bar, ordering_step
from widgets.choice import Choice, Option
from widgets.field import Field
from widgets.panel import Panel
from widgets.part import Line
from widgets.text import Words
from widgets.tick import Tick

NOTES = {
    "needs_delivery": (N_("someone brings it to you"), N_("someone of the neighbourhood brings it to you")),
    "can_deliver": (N_("I carry orders"), N_("I carry one or several orders to neighbours")),
    "pickup_only": (N_("I come for mine"), N_("I come for mine")),
}
LABEL_WIDTH = 14
PHONE_WIDTH = 18


class Way(CounterPage[str]):
    """Dismisses with the way that was recorded, or None for « Plus tard »."""

    HELP = N_(
        "Say how your order leaves. 1: someone brings it to you. 2: you carry orders of others. 3: you collect yours.\n"
        "Being delivered is only for people in a fragile situation; the reason is never asked.\n"
        "Your contact details are shown to one person only, and only if you agree. You can change your choice later."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("Takes the choice; in the form, goes to the next field.")),
        Action("tick", "space", "", N_("Tick"), N_("Ticks or unticks the agreement.")),
        actions.VALIDATE._replace(id="save", method="save", label=N_("Record"), tip=N_("Records your choice.")),
        actions.HELP,
        actions.BACK._replace(label=N_("Later"), tip=N_("Choose later: on your order, with the same question.")),
    )
    DEFAULT_CSS = """
    Way #title { margin: 0 0 1 0; }
    Way #forms { height: auto; margin: 1 0 0 0; }
    Way.-h30 #forms { margin: 2 0 0 0; }
    Way #form { width: 1fr; max-width: 84; height: auto; }
    Way #form Panel { padding: 0 2 0 1; }
    Way #form Panel > Field, Way #form Panel > Line { margin: 0 0 0 1; }
    Way #form Panel > .after { margin: 1 0 0 1; }
    Way #who { display: none; width: 32; margin: 0 0 0 2; padding: 1 1 0 1; }
    Way #who { background: $paper; border-title-background: $paper; }
    Way.-w120 #who { display: block; }
    Way #who Line { margin: 0 0 1 0; }
    """

    def __init__(self, basket_id: int) -> None:
        super().__init__()
        self.basket_id = basket_id
        self._form = ""  # the way whose form is in view

    def bar(self) -> Bar | None:
        return ordering_step(4)

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.order = order(self.book, self.basket_id)
        person = self.session.person
        self._address = f"{person.address1}, {person.postcode} {person.city}" if person.has_address else ""
        phone = show_phone(person.phone) if person.phone else ""
        yield Line(self._title, id="title")
        start = WAYS.index(self.order.way) if self.order.way else 0
        yield Choice(self._options(), radio=True, taken=self.order.way, start=start, shift=0)
        needs = Panel(
            Line(N_("Only for people in a fragile situation."), style="bold $amber-text"),
            Field(N_("Address *"), value=self._address, width=80, label_width=LABEL_WIDTH, id="address"),
            Field(
                N_("Phone *"), value=phone, kind="digits", width=PHONE_WIDTH, label_width=LABEL_WIDTH, id="phone-needs"
            ),
            Tick(
                N_(
                    "I agree that the one person who takes my order sees my name, my address and my phone number, "
                    "for this distribution."
                ),
                id="agrees-needs",
            ),
            Line(N_("The reason is not asked of you. Each view is recorded."), style="$muted-text", classes="after"),
            title=N_("To be delivered"),
            legend=N_("* required"),
            id="needs",
        )
        can = Panel(
            Line(
                N_(
                    "You will see who asked to be delivered, and choose whom you help. "
                    "You agree together on the hour and the day, the money, the containers."
                )
            ),
            Field(
                N_("Phone *"), value=phone, kind="digits", width=PHONE_WIDTH, label_width=LABEL_WIDTH, id="phone-can"
            ),
            Tick(
                N_("I agree that the person I help sees my first name and my phone number, for this distribution."),
                id="agrees-can",
            ),
            Line(N_("Each view is recorded."), style="$muted-text", classes="after"),
            title=N_("To deliver"),
            legend=N_("* required"),
            id="can",
        )
        yield Horizontal(Vertical(needs, can, id="form"), self._who_sees(), id="forms")

    def _who_sees(self) -> Panel:
        return Panel(
            Line(N_("Before: first name, initial, distance, weight, products.")),
            Line(N_("After: name, address, phone, note, amount, to one person only.")),
            Line(self._erased),
            title=N_("Who sees what"),
            id="who",
        )

    def _erased(self) -> str:
        from i18n.language import ngettext

        days = self.session.group.contact_days
        return ngettext("Gone {n} day after the distribution.", "Gone {n} days after the distribution.", days).format(
            n=days
        )

    def _title(self) -> Content:
        number = _("basket no. {number}").format(number=self.order.basket)
        return Content.assemble((_("How do you collect your order?"), "bold $ink-text"), "   ", (number, "$muted-text"))

    def _options(self) -> list[Option]:
        wide = int(self.app.size.width >= 120)
        return [Option(way, order_words.WAYS[way], note=NOTES[way][wide]) for way in WAYS]

    def on_mount(self) -> None:
        self._show_form("")

    def on_resize(self, event: events.Resize) -> None:
        choice = self.query_one(Choice)
        choice.airy = event.size.height >= 36
        choice.show(self._options())

    def facts_changed(self) -> None:
        self.order = order(self.book, self.basket_id)
        for panel in self.query(Panel):
            panel.language_changed()

    def _show_form(self, way: str) -> None:
        self._form = way
        self.query_one("#needs").display = way == "needs_delivery"
        self.query_one("#can").display = way == "can_deliver"
        self.query_one("#forms").display = way in ("needs_delivery", "can_deliver")
        self.refresh_frame()

    @property
    def _phone(self) -> Field:
        return self.query_one("#phone-needs" if self._form == "needs_delivery" else "#phone-can", Field)

    @property
    def _agrees(self) -> Tick:
        return self.query_one("#agrees-needs" if self._form == "needs_delivery" else "#agrees-can", Tick)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        shown = ("next", "tick", "save", "help", "back") if self._form in WAYS[:2] else ("next", "help", "back")
        return tuple(action for action in self.ACTIONS if action.id in shown)

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "save" and not self._form:
            return N_("Choose 1, 2 or 3 first, then Enter.")
        return None

    def on_choice_moved(self, message: Choice.Moved) -> None:
        self._show_form(message.option.id)

    def on_choice_taken(self, message: Choice.Taken) -> None:
        way = message.option.id
        self._show_form(way)
        if way == "pickup_only":
            self.save()
            return
        address = self.query_one("#address", Field)
        if way == "needs_delivery" and not address.value.strip():
            address.focus()
        elif not self._phone.value.strip():
            self._phone.focus()
        else:
            self._agrees.focus()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        field = message.field
        try:
            if field.id == "address":
                self._typed_address()
            else:
                _typed_phone(field)
        except Refusal as refusal:
            self._refused(refusal)
        else:
            (self._phone if field.id == "address" else self._agrees).focus()

    def on_tick_submitted(self, message: Tick.Submitted) -> None:
        self.save()

    def save(self) -> None:
        """Record the choice of the mark, with what its form says."""
        way, book, by = self._form, self.book, self.session.person.id
        if way == "pickup_only":
            write(self, lambda: collect(book, by, self.basket_id), self._chosen, self._refused)
            return
        try:
            street, postcode, city = self._typed_address() if way == "needs_delivery" else (None, None, None)
            phone = _typed_phone(self._phone)
        except Refusal as refusal:
            self._refused(refusal)
            return
        agrees = self._agrees.ticked

        def work() -> None:
            details = Details(street, postcode, city, phone)
            if way == "needs_delivery":
                ask_delivery(book, by, self.basket_id, consent=agrees, details=details)
            else:
                offer_delivery(
                    book, by, self.order.distribution.id, by,
                    consent=agrees, orders=2, grams=20_000, transport="foot", details=details,
                )  # fmt: skip

        write(self, work, self._chosen, self._refused)

    def _typed_address(self) -> tuple[str | None, str | None, str | None]:
        """Street, postcode, town; None where it stays as the book knows it. Refuses with AddressMissing."""
        typed = self.query_one("#address", Field).value.strip()
        return (None, None, None) if typed and typed == self._address else read_address(typed)

    def _chosen(self, _: None) -> None:
        self.program.renew_session()
        self.dismiss(self._form)

    def _refused(self, refusal: Refusal) -> None:
        """Said at the field it is about; what was typed stays."""
        place: Field | None = None
        words: Words = lambda: sentence(refusal)  # noqa: E731
        if isinstance(refusal, (PhoneInvalid, PhoneMissing)):
            place, words = self._phone, lambda: _phone_words(refusal)
        elif isinstance(refusal, AddressMissing):
            place = self.query_one("#address", Field)
            words = N_("Street, postcode and town please. Example: 12 rue des Lilas, 31100 Toulouse.")
        elif isinstance(refusal, (PostcodeInvalid, TextMissing, TextRefused, TextTooLong)):
            place = self.query_one("#address", Field)
        elif isinstance(refusal, ConsentMissing):
            self._agrees.focus()
        if place is None:
            self.refuse(words)
        else:
            place.error = words
            place.focus()


def _typed_phone(field: Field) -> str:
    if not field.value.strip():
        raise PhoneMissing()
    return read_phone(field.value)


def _phone_words(refusal: Refusal) -> str:
    return sentence(refusal) + " " + _("Without a phone the person cannot reach you.")
