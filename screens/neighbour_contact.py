"""Whom one helps: name, address, phone, note, the amount of this order, and what both agree. Gone with the page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from db.contacts import see_person
from db.delivery_steps import agree, deliver
from db.errors import DeliveryOver, Refusal
from db.values.delivery import Carried, Contact
from i18n.language import N_, _
from i18n.moments import show_moment
from i18n.refusals import sentence
from screens.agreement_form import AgreementForm
from screens.contact_facts import Facts, contact_rows
from screens.counter import CounterPage
from screens.neighbour_gestures import Gesture
from screens.neighbour_requests import request_rows, requests_head
from screens.neighbour_rows import DELIVERED, TAKEN, Sums, look_around
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.button import Button
from widgets.deliberate import CarefulButton
from widgets.field import Field
from widgets.panel import Panel
from widgets.part import Line, Rule
from widgets.question import Fact, Question
from widgets.row_list import RowList
from widgets.text import Words, user_text

_NOBODY = Contact("", (), "", "", "", "", "", 0, 0)
# Blank rows, the first to go last: where they stand is in the CSS below.
_BLANKS = ("-before", "-apart", "-below", "-above", "-top")
_FRAME = 8  # rows of what is neither a fact nor the form, without a blank one


class NeighbourContact(CounterPage[Gesture]):
    """`contact` is what the book gave out a moment ago, and wrote down. Dismisses with what was done, if anything."""

    HELP = N_(
        "Call, agree on a day and an hour, on the money and on the containers; then F8 writes it down.\n"
        "Type the day and the hour as you would say them: “saturday 17:30”. The line above the keys says how it is "
        "understood. ← and → choose how the money is settled and whose containers are used.\n"
        "l: the order has been delivered. r: give it back with a word; it is on the list again at once.\n"
        "This person sees your first name and your phone. What you see here is gone when you leave this page."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the next question; it records nothing.")),
        actions.VALIDATE._replace(
            id="agree", method="agree", label=N_("Write it down"), tip=N_("Record the agreement.")
        ),
        Action("deliver", "l", "deliver", N_("Delivered"), N_("The person has the order.")),
        Action("release", "r", "release", N_("Give back"), N_("Give this order back, with a word.")),
        actions.PRINT._replace(tip=N_("Print the slip with whom you bring orders to.")),
        actions.HELP,
        actions.BACK._replace(label=N_("List")),
        actions.UNDO._replace(shown=False),
    )
    DEFAULT_CSS = """
    NeighbourContact #sides { height: auto; }
    NeighbourContact #list { display: none; width: 72; height: auto; margin: 1 2 0 0; }
    NeighbourContact.-w120 #list { display: block; }
    NeighbourContact #right { width: 1fr; height: auto; align-horizontal: center; }
    NeighbourContact #card { width: 72; padding: 0 1; border-title-style: none; }
    NeighbourContact #card:focus-within { border: double $focus; }
    NeighbourContact #buttons { width: 72; height: auto; }
    NeighbourContact.-w120 #card, NeighbourContact.-w120 #buttons { width: 1fr; max-width: 84; }
    NeighbourContact.-w120 #buttons { padding: 0 0 0 1; }
    NeighbourContact #facts { height: auto; }
    NeighbourContact #card > Line { margin: 0 0 0 1; }
    NeighbourContact #buttons Button { margin: 0 2 0 0; }
    NeighbourContact.-before #sides { margin: 1 0 0 0; }
    NeighbourContact.-apart #buttons { margin: 1 0 0 0; }
    NeighbourContact.-below #agreed { margin: 0 0 1 1; }
    NeighbourContact.-above #sees { margin: 1 0 0 1; }
    NeighbourContact.-top #facts { margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int, basket_id: int, contact: Contact) -> None:
        super().__init__()
        self.distribution_id, self.basket_id, self.contact = distribution_id, basket_id, contact

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        held = self.held
        one = self.seen.distribution
        yield Sums(self.seen)
        card = Panel(
            Facts(id="facts"),
            Rule(),
            Line(N_("What is agreed"), style="bold $ink-text", id="agreed"),
            AgreementForm(held.agreement if held else None, one.starts_at, one.place.timezone),
            Line(N_("This person sees your phone."), style="$muted-text", id="sees"),
            title=self._title,
            id="card",
        )
        buttons = Horizontal(
            CarefulButton(self._agree_label, main=True, action="agree", id="agree"),
            CarefulButton(N_("Delivered"), action="deliver", id="deliver"),
            Button(self._release_label, action="release"),
            id="buttons",
        )
        yield Horizontal(RowList(id="list"), Vertical(card, buttons, id="right"), id="sides")

    def on_mount(self) -> None:
        self.query_one("#list").can_focus = False
        self._show()
        self._form.when.focus()
        self._say_how_it_is_understood()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        if self.query("#facts"):
            self._show()

    def on_unmount(self) -> None:
        self.contact = _NOBODY

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        """Still this deliverer's? Then what the person changed is seen anew, which the book writes down."""
        before = self.held
        self._read()
        if _without_agreement(self.held) != _without_agreement(before):
            self._see_again()
        else:
            self._show()
            self._say_how_it_is_understood()

    def _read(self) -> None:
        self.seen = look_around(self, self.distribution_id)

    @property
    def held(self) -> Carried | None:
        return self.seen.carried(self.basket_id)

    def _see_again(self) -> None:
        by = self.session.person.id

        def seen(contact: Contact) -> None:
            self.contact = contact
            self._show()

        write(self, lambda: see_person(self.book, by, self.basket_id), seen, self._gone)

    def _gone(self, refusal: Refusal) -> None:
        """It is not the reader's any more, or the days are over: nothing of it stays."""
        if not self.is_current:
            return
        before = self.app.screen_stack[self.app.screen_stack.index(self) - 1]
        self.dismiss(None)
        if isinstance(before, CounterPage):
            before.call_later(before.refuse, lambda: sentence(refusal))

    def _show(self) -> None:
        self.query_one(Sums).show(self.seen)
        self.query_one("#card", Panel).language_changed()
        delivered = self.held is not None and self.held.delivered
        self.query_one("#deliver").display = not delivered
        rows = request_rows(self.seen.requests, airy=2 * len(self.seen.requests) + 10 <= self.size.height)
        self.query_one("#list", RowList).show(rows, partial(requests_head, self.seen.requests))
        self.query_one("#list").styles.max_height = self.size.height - 8
        facts = self.query_one(Facts)
        facts.show(contact_rows(self.contact, self._columns))
        self._fit()
        self.refresh_frame()

    @property
    def _columns(self) -> int:
        """Inside the card: known before it is laid out."""
        return (min(84, self.size.width - 76) if self.has_class("-w120") else 72) - 4

    def _fit(self) -> None:
        """Rows that are left over stand between the groups; where there are too few, the facts scroll."""
        facts, form = self.query_one(Facts), self._form
        upright = self.has_class("-w120") and self.size.height >= 30
        form.upright(upright, airy=False)
        spare = self.size.height - 4 - _FRAME - form.rows(self._columns) - len(facts.rows)
        form.upright(upright, airy=upright and len(_BLANKS) + 2 <= spare)
        for at, name in enumerate(_BLANKS):
            self.set_class(at < spare, name)
        facts.styles.max_height = max(3, len(facts.rows) + min(0, spare))
        facts.can_focus = spare < 0

    def _title(self) -> Content:
        state = DELIVERED if self.held is not None and self.held.delivered else TAKEN
        said = _("{state}: {name}").format(state=_(state), name=user_text(self.contact.name).plain)
        return Content.styled(f" {said} ", "$open-badge")

    def _agree_label(self) -> str:
        return _("Note down") if self.has_class("-w120") else _("Write it down")

    def _release_label(self) -> str:
        return _("Give back") if self.has_class("-w120") else _("Give it back, with a word")

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def _form(self) -> AgreementForm:
        return self.query_one(AgreementForm)

    def footer(self) -> Iterable[Action]:
        """Where letters are keys they take the place of Ctrl+P."""
        typing = isinstance(self.focused, Field)
        return tuple(action for action in self.ACTIONS if typing or action.id != "print")

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "deliver" and self.held is not None and self.held.delivered:
            return N_("This is noted already. On the list, Ctrl+Z undoes it.")
        if action_id == "undo":
            return N_("Undo is on the list: Esc, then Ctrl+Z.")
        return None

    def on_agreement_form_changed(self) -> None:
        self._fit()
        self._say_how_it_is_understood()

    def _say_how_it_is_understood(self) -> None:
        self.echo(*(partial(str, words) for words in self._form.echo()))

    def on_agreement_form_submitted(self) -> None:
        self.query_one("#agree").focus()

    def agree(self) -> None:
        form, by = self._form, self.session.person.id
        money, containers = form.money.chosen, form.containers.chosen
        try:
            at = form.moment()
        except Refusal as refusal:
            self._refused(refusal)
            return
        when = show_moment(at, self.seen.distribution.place.timezone)
        write(
            self,
            lambda: agree(self.book, by, self.basket_id, at, money, containers),
            lambda step: self._done(step, "agreed", when),
            self._refused,
        )

    def deliver(self) -> None:
        by = self.session.person.id
        write(
            self,
            lambda: deliver(self.book, by, self.basket_id),
            lambda step: self._done(step, "delivered"),
            self._refused,
        )

    def release(self) -> None:
        from screens.release_order import ReleaseOrder

        def released(step: int | None) -> None:
            if step is not None:
                self._done(step, "released")

        self.open(ReleaseOrder(self.basket_id, self._short), released)

    @property
    def _short(self) -> str:
        return self.held.name if self.held else self.contact.name

    def print_page(self) -> None:
        """Ctrl+P: the slip to carry along."""
        from screens.printing import print_slip

        print_slip(self, self.distribution_id)

    def _done(self, step: int, kind: str, more: str = "") -> None:
        self.dismiss(Gesture(step, kind, self._short, more))

    def _refused(self, refusal: Refusal) -> None:
        """Said at the field when it is about the hour; what was typed stays."""
        if self._form.refuse(refusal):
            self._fit()
            return
        self._read()
        if self.held is None or isinstance(refusal, DeliveryOver):
            self._gone(refusal)
        else:
            self.refuse(lambda: sentence(refusal))

    def go_back(self) -> None:
        if not self._form.unsaved:
            self.dismiss(None)
            return
        question = Question(
            N_("Leave without writing it down?"),
            [[Fact(N_("What you agreed is not recorded yet."))]],
            N_("Leave"),
            yes_key=N_("Leave"),
            no=N_("Go on"),
            no_key=N_("Go on"),
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(question, answered)


def _without_agreement(held: Carried | None) -> Carried | None:
    """What a view of the contact showed of it."""
    return held._replace(agreement=None, delivered=False) if held else None
