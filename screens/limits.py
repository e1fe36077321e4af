"""« Mes limites »: how many orders and kilos somebody can carry, how, and when."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from db.delivery import offer_delivery, stop_offering
from db.delivery_lists import my_offer
from db.distributions import distribution
from db.errors import ConsentMissing, Refusal, TextMissing
from db.values.delivery import Offer
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.form_page import FormPage
from screens.way_can import CanForm
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.button import Button
from widgets.deliberate import CarefulButton
from widgets.part import Line
from widgets.text import Words
from widgets.tick import Tick


class Limits(FormPage):
    """The form of « Possibilité de livrer », for who came here without it or changes their mind later.

    The agreement is asked once for a distribution. Dismisses with 'recorded' or 'stopped', or None for no change.
    """

    form: CanForm

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
    Limits CanForm { max-width: 84; margin: 1 0 0 0; }
    Limits Horizontal { height: auto; margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id

    def body(self) -> Iterable[Widget]:
        self.here = distribution(self.book, self.distribution_id)
        self.offer = self._offered()
        self.form = CanForm(self.session.person, self.offer)
        self.waiting("limits", self.distribution_id)
        yield Line(self._title)
        yield self.form
        buttons: list[Widget] = [CarefulButton(N_("Record my limits"), key="F8", main=True, action="save", id="save")]
        if self.offer is not None:
            buttons.append(Button(N_("Deliver no more"), action="stop"))
        yield Horizontal(*buttons)

    def on_mount(self) -> None:
        self._agreed = self.offer is not None and bool(self.session.person.phone)
        if self._agreed and self.form.agreement is not None:
            self.form.agreement.display = self.form.phone.display = False
        self.form.make_room()
        (self.form.start if self._agreed else self.form.first()).focus()

    def facts_changed(self) -> None:
        self.offer = self._offered()

    def _offered(self) -> Offer | None:
        return my_offer(self.book, self.session.person.id, self.distribution_id)

    def _title(self) -> Content:
        day = formats.short_day(self.here.starts_at, self.here.place.timezone)
        return Content.assemble((_("My limits"), "bold $ink-text"), "   ", (day, "$muted-text"))

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        hidden = "stop" if self.offer is None else "tick"
        return tuple(action for action in self.ACTIONS if action.id != hidden)

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "stop" and self.offer is None:
            return N_("You do not deliver yet: there is nothing to take back.")
        return None

    def on_tick_submitted(self, message: Tick.Submitted) -> None:
        self.after(message.tick)

    def after_the_last(self) -> None:
        self.query_one("#save").focus()

    def save(self) -> None:
        """Record what the form says; what cannot be kept is said at its field."""
        form, book, by = self.form, self.book, self.session.person.id
        if not self.all_readable():
            return
        write(
            self,
            lambda: offer_delivery(
                book, by, self.distribution_id, by,
                consent=self._agreed or form.agrees,
                orders=form.read(form.orders),
                grams=form.read(form.kilos),
                transport=form.transport.chosen,
                when=form.when.value,
                details=form.details,
            ),
            lambda _: self._done("recorded"),
            self._refused,
        )  # fmt: skip

    def stop(self) -> None:
        book, by = self.book, self.session.person.id
        write(
            self,
            lambda: stop_offering(book, by, self.distribution_id, by),
            lambda _: self._done("stopped"),
            lambda refusal: self.refuse(lambda: sentence(refusal)),
        )

    def _done(self, outcome: str) -> None:
        self.program.renew_session()
        self.recorded(outcome)

    def _refused(self, refusal: Refusal) -> None:
        """Said at the field it is about; what was typed stays."""
        if self.said_at_its_field(refusal):
            return
        if isinstance(refusal, TextMissing):
            self.refuse(N_("Somebody brings your own order already: first choose on your order how it leaves."))
        else:
            if isinstance(refusal, ConsentMissing) and self.form.agreement is not None:
                self.form.agreement.focus()
            self.refuse(lambda: sentence(refusal))
