"""How an order leaves: the three statuses. Contacts are shown to whom they are needed by, after an agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from db.database import Book
from db.delivery import collect
from db.delivery_lists import my_offer, my_request
from db.errors import ConsentMissing, Refusal, RequestGone, TextMissing
from db.orders import order
from db.values.delivery import WAYS
from db.values.orders import Order
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens import order_words
from screens.counter import CounterPage
from screens.half_typed import Typed
from screens.way_can import CanForm
from screens.way_form import WayForm
from screens.way_needs import NeedsForm
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.bar import Bar, ordering_step
from widgets.choice import Choice, Option
from widgets.field import Field
from widgets.page import Page
from widgets.panel import Panel
from widgets.part import Line, Part
from widgets.radio_line import RadioLine
from widgets.text import Words
from widgets.tick import Tick

NOTES = {
    "needs_delivery": (N_("someone brings it to you"), N_("someone of the neighbourhood brings it to you")),
    "can_deliver": (N_("I carry orders"), N_("I carry one or several orders to neighbours")),
    "pickup_only": (N_("I come for mine"), N_("I come for mine")),
}


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
    Way #who { display: none; width: 32; margin: 0 0 0 2; padding: 1 1 0 1; }
    Way #who { background: $paper; border-title-background: $paper; }
    Way.-w120 #who { display: block; }
    Way #who Line { margin: 0 0 1 0; }
    """

    def __init__(self, basket_id: int) -> None:
        super().__init__()
        self.basket_id = basket_id
        self._form = ""  # the way whose form is in view
        self._recorded = False
        self._typed: Typed | None = None

    def bar(self) -> Bar | None:
        return ordering_step(4)

    # --- What is shown ----------------------------------------------------------------------------------------------

    def _read(self) -> None:
        book, me = self.book, self.session.person.id
        self.order = order(book, self.basket_id)
        self.request = my_request(book, me, self.basket_id)

    def body(self) -> Iterable[Widget]:
        self._read()
        person, way = self.session.person, self.order.way
        yield Line(self._title, id="title")
        self.forms: dict[str, WayForm] = {
            "needs_delivery": NeedsForm(person, self.request),
            "can_deliver": CanForm(person, my_offer(self.book, person.id, self.order.distribution.id)),
            "pickup_only": CollectForm(),
        }
        self._typed = Typed(self.program.half_typed, person.id, "way", self.basket_id)
        self._filled_in = self._typed.bring_back(self.forms)
        start = self._filled_in or way
        yield Choice(self._options(), radio=True, taken=way, start=WAYS.index(start) if start else 0, shift=0)
        yield Horizontal(Vertical(*self.forms.values(), id="form"), self._who_sees(), id="forms")

    def _who_sees(self) -> Panel:
        return Panel(
            Line(N_("Before: first name, initial, distance, weight, products.")),
            Line(N_("After: name, address, phone, note, amount, to one person only.")),
            Line(self._erased),
            title=N_("Who sees what"),
            id="who",
        )

    def _erased(self) -> str:
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
        self._carry()
        self._show_form(self._filled_in or self.order.way)

    def on_unmount(self) -> None:
        if self._typed is not None and not self._recorded:
            self._typed.keep(self.forms, self._form)

    def on_resize(self, event: events.Resize) -> None:
        choice = self.query_one(Choice)
        choice.airy = event.size.height >= 36
        choice.show(self._options())
        for form in self.forms.values():
            form.make_room()

    def facts_changed(self) -> None:
        self._read()
        self._carry()
        self._show_form(self._form)

    def _carry(self) -> None:
        held = self.request is not None and self.request.round is not None
        for form in self.forms.values():
            form.carry(self.request.comer if self.request and held else "")

    def _show_form(self, way: str) -> None:
        self._form = way
        for each, form in self.forms.items():
            form.display = each == way and bool(form.stops())
        self.query_one("#forms").display = any(form.display for form in self.forms.values())
        self._say_hint()
        self.refresh_frame()

    @property
    def form(self) -> WayForm | None:
        """The one in view."""
        return next((form for form in self.forms.values() if form.display), None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        self._say_hint()

    def _say_hint(self) -> None:
        hint = self.form.hint(self.focused) if self.form is not None else ""
        if not hint and self._form and self._form == self._filled_in:
            hint = N_("What you typed before is still here, and not recorded.")
        self.echo("", hint)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        form = self.form
        shown = (
            {"next", "help", "back"} | ({"save"} if form else set()) | ({"tick"} if form and form.agreement else set())
        )
        return tuple(action for action in self.ACTIONS if action.id in shown)

    def why_not(self, action_id: str) -> Words | None:
        if action_id != "save":
            return None
        if not self._form:
            return N_("Choose 1, 2 or 3 first, then Enter.")
        if self.request is not None and self.request.round is not None and self.request.round.delivered:
            return N_("Your order has been delivered: there is nothing to change any more.")
        return None

    def on_choice_moved(self, message: Choice.Moved) -> None:
        self._show_form(message.option.id)

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self._show_form(message.option.id)
        if self.form is None:
            self.action_act("save")
        else:
            self.form.first().focus()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if self.form is not None and self.form.accepts(message.field):
            self._after(message.field)

    def on_radio_line_submitted(self, message: RadioLine.Submitted) -> None:
        self._after(message.radio)

    def on_tick_submitted(self, message: Tick.Submitted) -> None:
        self.action_act("save")

    def _after(self, part: Part) -> None:
        """On to the next part of the form; behind the last one it is recorded."""
        stops = self.form.stops() if self.form is not None else []
        at = stops.index(part) + 1 if part in stops else 0
        if at < len(stops):
            stops[at].focus()
        else:
            self.action_act("save")

    def save(self) -> None:
        """Record the choice of the mark, with what its form says."""
        way, book, by, now = self._form, self.book, self.session.person.id, self.order
        form = self.forms[way]
        if form.display and (refused := form.refused()) is not None:
            refused.focus()
            return
        write(self, lambda: form.record(book, by, now), self._chosen, self._refused)

    def _chosen(self, _: None) -> None:
        self._recorded = True
        self.program.renew_session()
        app, following = self.app, what_follows(self._form, self.order, self.book)
        self.dismiss(self._form)
        for page in following:
            app.push_screen(page)

    def _refused(self, refusal: Refusal) -> None:
        """Said at the field it is about; what was typed stays."""
        if isinstance(refusal, TextMissing) and refusal.field == "word":
            self.facts_changed()  # somebody took it just now
        form = self.form
        place = form.place_of(refusal) if form is not None else None
        if form is not None and place is not None:
            form.say(place, refusal)
            place.focus()
            return
        if form is not None and form.agreement is not None and isinstance(refusal, ConsentMissing):
            form.agreement.focus()
        if isinstance(refusal, RequestGone):
            self.refuse(N_("There is nothing left in this order: nothing can be delivered."))
        else:
            self.refuse(lambda: sentence(refusal))


class CollectForm(WayForm):
    """Nothing is asked of who collects; only a word for the neighbour who was to bring it."""

    def __init__(self) -> None:
        super().__init__([], title=N_("To collect it yourself"), id="collect")

    def record(self, book: Book, by: int, order: Order) -> None:
        collect(book, by, order.basket_id, word=self._said_word)


def what_follows(way: str, order: Order, book: Book) -> list[Page[Any]]:
    """What is asked next, once a way is recorded, the first question last: who comes chooses when, then those who
    deliver choose whom they help."""
    from screens.neighbours import Neighbours
    from screens.slots import asks_slots

    helping = [Neighbours(order.distribution.id)] if way == "can_deliver" else []
    return [*helping, *asks_slots(book, order.basket_id)]
