"""Registering for somebody else: the page around the form, which shows a contact and has that view written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from textual.content import Content
from textual.widget import Widget

from db.accounts import person
from db.contacts import see_as_team
from db.delivery_history import wishes
from db.errors import ConsentMissing, Refusal
from db.people_search import Found
from db.values.delivery import Offer
from db.values.orders import Distribution, Order
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.desk_forms import DeskForm, OfferForm, RequestForm
from screens.form_page import FormPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.part import Line
from widgets.text import user_text
from widgets.tick import Tick


class RegisterForm(FormPage):
    """Dismisses with a message id that says what was registered (`name` is filled in), or None.

    It shows the member's phone and address, so `open_above` has that view written down first.
    """

    form: DeskForm

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
        self.waiting(f"{self.form.id} of {self.member_id}", self.distribution.id)
        yield Line(self._title, id="title")
        yield self.form

    def on_mount(self) -> None:
        self.form.first().focus()

    def _title(self) -> Content:
        one = self.distribution
        day = formats.short_day(one.starts_at, one.place.timezone)
        recorded = _("This view is recorded.")
        return Content.assemble(
            (user_text(self._who).plain, "bold $ink-text"), "   ", (f"{day}   {recorded}", "$muted-text")
        )

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_tick_submitted(self, message: Tick.Submitted) -> None:
        self.action_act("save")

    def save(self) -> None:
        if not self.all_readable():
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
            lambda _none: self.recorded(said),
            self._refused,
        )

    def _refused(self, refusal: Refusal) -> None:
        """Said at the field it is about; what was typed stays."""
        if self.said_at_its_field(refusal):
            return
        if isinstance(refusal, ConsentMissing) and self.form.agreement is not None:
            self.form.agreement.focus()
            self.refuse(N_("Read the agreement to the person; Space ticks it when they accept. Nothing is recorded."))
        else:
            self.refuse(lambda: sentence(refusal))
