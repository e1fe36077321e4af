"""« Ma livraison »: who brings one's order, when, and what was agreed. The phone is shown once somebody comes."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from db.contacts import see_comer
from db.delivery import collect
from db.delivery_lists import my_request
from db.errors import DeliveryOver, Refusal, TextMissing, TextRefused, TextTooLong, Unknown
from db.orders import order, owner
from db.values.contact import show_phone
from db.values.delivery import Comer, Round
from db.values.text import PARAGRAPH_LIMIT
from i18n import formats
from i18n.language import N_, _
from i18n.moments import show_moment
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.order_words import CONTAINERS, MONEY
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.box import Box, answer
from widgets.button import Button
from widgets.distribution_card import day_and_hours
from widgets.field import Field
from widgets.line_field import LineField
from widgets.panel import Panel
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import Words, user_text

ROOM = 16  # columns of the labels

CHANGE = Action("change", "enter", "change", N_("Change"), N_("Change my wishes, or how I collect my order."))
WITHDRAW = Action("withdraw", "delete", "withdraw", N_("Withdraw my request"), N_("I collect my order myself."))
SEND = actions.VALIDATE._replace(id="send", method="send", label=N_("Withdraw"), tip=N_("Withdraw, with this word."))


class WhoComes(CounterPage[str]):
    """Dismisses with 'withdrawn', or None."""

    HELP = N_(
        "Who brings your order. As long as nobody has taken it, the volunteers see your request and look for someone.\n"
        "Then you see first name and phone, the day and hour, and what you agreed on. Each view is recorded.\n"
        "Enter changes your wishes. Del withdraws your request: you then collect your order yourself."
    )
    ACTIONS = (CHANGE, WITHDRAW, SEND, actions.HELP, actions.BACK)
    DEFAULT_CSS = """
    WhoComes #title { margin: 0 0 1 0; }
    WhoComes #box { max-width: 84; }
    WhoComes #leaving { margin: 1 0 0 0; max-width: 84; padding: 0 2 0 1; }
    WhoComes #leaving Line { margin: 0 0 0 1; }
    WhoComes #leaving Button { margin: 0 0 0 1; }
    """

    def __init__(self, basket_id: int) -> None:
        super().__init__()
        self.basket_id = basket_id
        self._comer: Comer | None = None
        self._seen = 0  # the taking whose contact is on the screen

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Line(self._title, id="title")
        yield Box(self._state, self._facts, CHANGE.label, action="change", id="box")
        leaving = Panel(
            Line(self._a_word),
            LineField(N_("Your word *"), width=52, label_width=14, limit=PARAGRAPH_LIMIT, id="word"),
            Button(WITHDRAW.label, key="F8", main=True, action="send"),
            title=N_("Withdraw my request"),
            id="leaving",
        )
        leaving.display = False
        yield leaving

    def on_mount(self) -> None:
        self._look()

    def come_back(self) -> None:
        self.facts_changed()
        if self.request is None and self._in_view:
            self.dismiss(None)  # it leaves otherwise now

    def facts_changed(self) -> None:
        self._read()
        if self._in_view:
            self._look()
        if self._held is None and self.leaving:
            self._leave(False)
        for part in (self.query_one("#title"), self.query_one(Box), self.query_one("#leaving Line")):
            part.refresh(layout=True)
        self.refresh_frame()

    def _read(self) -> None:
        if owner(self.book, self.basket_id)[0] != self.session.person.id:
            raise Unknown(kind="order", given=str(self.basket_id))
        self.order = order(self.book, self.basket_id)
        self.request = my_request(self.book, self.session.person.id, self.basket_id)
        self._over = self.request is not None and self.book.clock.now() >= self.request.over_at
        if self._held is None or self._over or self._held.taken != self._seen:
            self._comer, self._seen = None, 0  # a contact leaves the screen with who it belongs to

    @property
    def _in_view(self) -> bool:
        # Textual calls a page current, too, when another one just covers it.
        return self.app.screen is self

    @property
    def _held(self) -> Round | None:
        return self.request.round if self.request is not None else None

    def _look(self) -> None:
        """See who comes, once for each who does: the view is written down before it is painted."""
        held, book, me = self._held, self.book, self.session.person.id
        if held is None or self._over or held.taken == self._seen:
            return
        taken = held.taken

        def seen(comer: Comer) -> None:
            self._comer, self._seen = comer, taken
            self.query_one(Box).refresh(layout=True)

        write(self, lambda: see_comer(book, me, self.basket_id), seen, lambda refusal: self.refuse(sentence(refusal)))

    @property
    def _tz(self) -> str:
        return self.order.distribution.place.timezone

    def _title(self) -> Content:
        number = _("basket no. {number}").format(number=self.order.basket)
        day = day_and_hours(self.order.distribution)
        return Content.assemble((_("My delivery"), "bold $ink-text"), "   ", (f"{number}   {day}", "$muted-text"))

    def _state(self) -> str:
        held = self._held
        if self.request is None:
            return _("No delivery")
        if held is not None and held.delivered:
            return _("● Delivered")
        if held is not None:
            return _("● {name} comes").format(name=user_text(self.request.comer).plain)
        return _("My request")

    def _facts(self, width: int) -> list[Content]:
        if self.request is None:
            return [Content(""), *_said(_("This order is not to be delivered."), width), Content("")]
        lines = [Content("")]
        if self._over:
            return [*lines, *_said(self._gone(), width), Content("")]
        lines += self._comes(width) if self._held is not None else self._nobody(width)
        wishes = [(N_("Your wish"), self.request.times), (N_("Your note"), self.request.note)]
        for label, text in wishes:
            style = "$ink-text" if text else "$muted-text"
            for line in (text or _("none")).split("\n"):
                lines += answer(label, user_text(line).stylize_before(style), room=ROOM, width=width)
                label = ""
        if self.request.heard_by:
            heard = _("given by voice, heard by {name}").format(name=user_text(self.request.heard_by).plain)
            lines += answer(N_("Your consent"), Content.styled(heard, "$ink-text"), room=ROOM, width=width)
        return [*lines, Content("")]

    def _nobody(self, width: int) -> list[Content]:
        assert self.request is not None
        lines = _said(_("Nobody for the moment. The volunteers see your request and look for someone."), width)
        if self.request.comer:
            name, word = (user_text(text).plain for text in (self.request.comer, self.request.word))
            back = _("{name} has given your order back: “{word}”") if word else _("{name} has given your order back.")
            lines += _said(back.format(name=name, word=word), width, "bold $amber-text")
        return [*lines, Content("")]

    def _comes(self, width: int) -> list[Content]:
        held = self._held
        assert held is not None
        lines: list[Content] = []
        if self._comer is not None:
            for label, text in (
                (N_("First name"), user_text(self._comer.first_name).plain),
                (N_("Phone"), show_phone(self._comer.phone) if self._comer.phone else ""),
            ):
                lines += answer(label, Content.styled(text, "bold $ink-text"), room=ROOM, width=width)
            lines.append(Content(""))
        agreed = held.agreement
        when = show_moment(agreed.meet_at, self._tz) if agreed and agreed.meet_at is not None else ""
        facts = (
            (N_("Day, hour"), when, "bold $ink-text"),
            (N_("Money"), _(MONEY[agreed.money]) if agreed and agreed.money else "", "$ink-text"),
            (N_("Containers"), _(CONTAINERS[agreed.containers]) if agreed and agreed.containers else "", "$ink-text"),
            (N_("Amount"), formats.money(self.order.total), "bold $money-text"),
        )
        for label, text, style in facts:
            told = Content.styled(text, style) if text else Content.styled(_("to be agreed together"), "$muted-text")
            lines += answer(label, told, room=ROOM, width=width)
        lines.append(Content(""))
        seen = _("Each view is recorded. {name} sees your name, address, phone and note.")
        name = user_text(self.request.comer if self.request else "").plain
        return [*lines, *_said(seen.format(name=name), width, "$muted-text"), Content("")]

    def _gone(self) -> str:
        return sentence(DeliveryOver(days=self.session.group.contact_days))

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        if self.leaving:
            return (SEND, actions.HELP, actions.BACK)
        return (CHANGE, WITHDRAW, SEND._replace(shown=False), actions.HELP, actions.BACK)

    def why_not(self, action_id: str) -> Words | None:
        held = self._held
        if action_id == "send" and not self.leaving:
            return N_("Del: withdraw my request.")
        if action_id in ("change", "withdraw", "send"):
            if self._over:
                return N_("This distribution is over.")
            if held is not None and held.delivered:
                return N_("Your order has been delivered: there is nothing to change any more.")
        if action_id == "withdraw" and self.request is None:
            return N_("This order is not to be delivered.")
        return None

    def change(self) -> None:
        from screens.way import Way

        self.open(Way(self.basket_id))

    @property
    def leaving(self) -> bool:
        """Whether a word is asked for, to withdraw from a neighbour who carries the order."""
        return bool(self.query_one("#leaving").display) if self.query("#leaving") else False

    @property
    def _word(self) -> Field:
        return self.query_one("#word", Field)

    def _a_word(self) -> str:
        name = user_text(self.request.comer if self.request else "").plain
        return _("A word for {name}, who carries your order. The team will call them.").format(name=name)

    def _leave(self, leaving: bool) -> None:
        self.query_one("#leaving").display = leaving
        self.query_one(Box).display = not leaving  # there is not room for both on a small screen
        (self._word if leaving else self.query_one(Box)).focus()
        self.refresh_frame()

    def withdraw(self) -> None:
        if self._held is not None:
            self._leave(True)
            return
        question = Question(
            N_("Withdraw your request?"),
            [[Fact(N_("Nobody will bring it: you collect your order yourself."))], [Fact(self._when)]],
            WITHDRAW.label,
            yes_key=N_("Withdraw"),
        )
        self.app.push_screen(question, lambda yes: self._collect() if yes else None)

    def _when(self) -> str:
        one = self.order.distribution
        return f"{day_and_hours(one)}, {user_text(one.place.name).plain}"

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if message.value.strip():
            self.query_one("#leaving Button").focus()
        else:
            self._refused(TextMissing(field="word"))

    def send(self) -> None:
        self._collect(self._word.value)

    def _collect(self, word: str = "") -> None:
        book, me = self.book, self.session.person.id
        write(
            self,
            lambda: collect(book, me, self.basket_id, word=word),
            self._withdrawn,
            self._refused,
        )

    def _withdrawn(self, _: None) -> None:
        self.dismiss("withdrawn")

    def _refused(self, refusal: Refusal) -> None:
        if isinstance(refusal, (TextMissing, TextRefused, TextTooLong)):
            if not self.leaving:  # somebody took it just now
                self.facts_changed()
                self._leave(True)
            self._word.error = lambda: sentence(refusal)
            self._word.focus()
        else:
            self.refuse(lambda: sentence(refusal))

    def go_back(self) -> None:
        if self.leaving:
            self._leave(False)
        else:
            self.dismiss(None)


def _said(text: str, width: int, style: str = "$ink-text") -> list[Content]:
    return list(Content.styled(text, style).wrap(max(10, width)))
