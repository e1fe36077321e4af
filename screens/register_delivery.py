"""A request or an offer of somebody at the desk or on the phone: what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from textual.content import Content
from textual.widget import Widget

from db.delivery import collect, stop_offering
from db.delivery_lists import my_offer
from db.distributions import distributions
from db.errors import Refusal, StillCarrying
from db.orders import my_orders
from db.people_search import Found, homonyms
from db.values.delivery import Offer
from db.values.orders import Distribution, Order
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens import request_words
from screens.counter import CounterPage
from screens.desk_forms import still_carrying
from screens.find_member import FindMember
from screens.register_form import RegisterForm
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import Words, user_text

DAY = 86_400  # seconds
MOST = 4  # distributions, two choices each: as many as there are digits


class At(NamedTuple):
    """What a member has in one distribution."""

    distribution: Distribution
    order: Order | None
    offer: Offer | None


def register(page: CounterPage[Any], title: Words, done: Callable[[str], None]) -> None:
    """Find a member, then register what they ask or offer; `done` gets a sentence that says it."""

    def found(member: Found | None) -> None:
        if member is not None:
            page.open(RegisterDelivery(member), registered)

    def registered(said: str | None) -> None:
        if said is not None:
            done(said)

    page.open(FindMember(title), found)


class RegisterDelivery(CounterPage[str]):
    """Dismisses with a sentence that says what was registered, or None. `about`: the distribution that comes first, of
    an order just recorded."""

    HELP = N_(
        "What this person asks or offers, for which distribution. To be delivered, they must have an order there.\n"
        "Next you read them the agreement: it is recorded as heard by you."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Take what the mark is on.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "RegisterDelivery #title { margin: 0 0 1 0; }"

    def __init__(self, member: Found, about: int = 0) -> None:
        super().__init__()
        self.member, self.about = member, about

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Line(self._title, id="title")
        yield Choice(self._options(), shift=0, id="what")
        yield Line(N_("This group has no distribution to deliver from."), id="none")

    def on_mount(self) -> None:
        self._show()
        self.query_one("#what").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        book, here, group = self.book, self.member.id, self.session.group
        orders = {order.distribution.id: order for order in my_orders(book, here, group.id) if order.lines}
        now = book.clock.now()
        found = [
            one
            for one in distributions(book, group.id)
            if one.state(now) != "upcoming" and now < one.ends_at + group.contact_days * DAY
        ]
        # Those to come first, the nearest before the others.
        found.sort(key=lambda one: (one.id != self.about, one.ends_at <= now, one.starts_at))
        self.at = [At(one, orders.get(one.id), my_offer(book, here, one.id)) for one in found[:MOST]]
        self._number = homonyms(book, group.id)

    def _show(self) -> None:
        choice = self.query_one("#what", Choice)
        choice.show(self._options())
        choice.display, self.query_one("#none").display = bool(self.at), not self.at
        self.refresh_frame()

    def _title(self) -> Content:
        return Content.assemble(
            (self.who, "bold $ink-text"), "   ", (_("what does this person ask or offer?"), "$muted-text")
        )

    @property
    def who(self) -> str:
        return request_words.named(self.member.name, self.member.id, self._number)

    def _options(self) -> list[Option]:
        found: list[Option] = []
        for at in self.at:
            one, asks = at.distribution, at.order is not None and at.order.way == "needs_delivery"
            day = formats.short_day(one.starts_at, one.place.timezone)
            needs = N_("Change the request") if asks else N_("Needs delivery")
            can = N_("Change the offer") if at.offer else N_("Can deliver")
            found.append(
                Option(
                    f"needs:{one.id}",
                    needs,
                    note=partial(_order_words, at, day),
                    unavailable="" if at.order else partial(_no_order, day),
                    why=N_("This person has no order in this distribution: there is nothing to bring."),
                )
            )
            found.append(Option(f"can:{one.id}", can, note=partial(_offer_words, at, day)))
            if asks:
                found.append(Option(f"collect:{one.id}", N_("Collects it after all"), note=user_text(day)))
            if at.offer:
                found.append(Option(f"stop:{one.id}", N_("Does not deliver after all"), note=user_text(day)))
        return found

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_choice_taken(self, message: Choice.Taken) -> None:
        what, _colon, id = message.option.id.partition(":")
        at = next(one for one in self.at if one.distribution.id == int(id))
        by, book, who = self.session.person.id, self.book, self.member
        if what in ("needs", "can"):
            RegisterForm.open_above(self, who, self.who, what, at.distribution, at.order, at.offer, self._done)
        elif what == "collect" and at.order is not None:
            basket_id = at.order.basket_id
            self._ask(
                N_("Collects it after all?"),
                N_("The request is taken back. Whoever was to bring it is to be called."),
                lambda: collect(book, by, basket_id),
                N_("{name} collects their order."),
            )
        else:
            self._ask(
                N_("Does not deliver after all?"),
                N_("The offer is taken back."),
                lambda: stop_offering(book, by, at.distribution.id, who.id),
                N_("{name} does not deliver."),
            )

    def _ask(self, title: str, said: str, work: Callable[[], None], done: str) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                write(self, work, lambda _none: self._done(done), self._refused)

        facts = [[Fact(N_("Person"), lambda: user_text(self.who))], [Fact(said, muted=True)]]
        self.open(Question(title, facts, N_("Record"), yes_key=N_("Record")), answered)

    def _done(self, said: str | None) -> None:
        if said is not None:
            self.dismiss(_(said).format(name=self.who))

    def _refused(self, refusal: Refusal) -> None:
        self.facts_changed()
        if isinstance(refusal, StillCarrying):
            self.refuse(lambda: still_carrying(refusal))
        else:
            self.refuse(lambda: sentence(refusal))


def _no_order(day: str) -> str:
    return _("no order on {day}").format(day=day)


def _order_words(at: At, day: str) -> str:
    assert at.order is not None
    number = _("basket no. {number}").format(number=at.order.basket)
    return f"{day}, {number}"


def _offer_words(at: At, day: str) -> str:
    if at.offer is None:
        return day
    orders = ngettext("{n} order", "{n} orders", at.offer.orders).format(n=at.offer.orders)
    return f"{day}, {orders}, {request_words.weight(at.offer.grams)}"
