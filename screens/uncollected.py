"""Somebody did not come: what becomes of their order. The coordination decides, and says why."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import serving
from db.errors import ReasonMissing, Refusal
from db.values.counter import Station, Visitor
from db.values.orders import Distribution
from i18n import formats
from i18n.language import N_, _
from i18n.moments import read_moment
from i18n.refusals import sentence
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.deliberate import CarefulButton
from widgets.field import Field
from widgets.part import Line
from widgets.text import user_text

KEPT, OTHER, SURPLUS, OWED = "kept", "other", "surplus", "surplus_owed"
OPTIONS = (
    Option(KEPT, N_("Keep it for them"), N_("until a day you say; they still owe it")),
    Option(OTHER, N_("Somebody else takes it"), N_("a neighbour, a friend; they still owe it")),
    Option(SURPLUS, N_("Back to what is left over"), N_("others can buy it; nothing is owed any more")),
    Option(OWED, N_("Back to what is left over, still owed"), N_("others can buy it; they owe it all the same")),
)
ASKS = {
    KEPT: N_("Until when? For example: saturday 12:00"),
    OTHER: N_("Who takes it? First name and name"),
    SURPLUS: N_("Why is nothing owed any more?"),
    OWED: N_("Why is it still owed?"),
}
DO = actions.VALIDATE._replace(id="act", method="act", label=N_("Record"), tip=N_("Record what becomes of the order."))


class MomentOver(Refusal):
    """An order cannot be kept until yesterday."""


class WhatBecomes(CounterPage[str]):
    """Dismisses with what was done, in words, or None."""

    HELP = N_(
        "Somebody did not come. A number or the arrows choose what becomes of their order; Enter goes on.\n"
        "Then one question, then F8. Ctrl+Z takes it back as long as nothing rests on it."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("Take what the mark is on, or go on.")),
        DO,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    WhatBecomes Choice, WhatBecomes Field, WhatBecomes #act { margin: 1 0 0 0; }
    """

    def __init__(self, station: Station, one: Distribution, visitor: Visitor) -> None:
        super().__init__()
        self.station, self.one, self.visitor = station, one, visitor
        self.chosen = ""

    def body(self) -> Iterable[Widget]:
        yield Line(N_("Not fetched: what becomes of this order?"), style="bold $ink-text")
        yield Line(self._title)
        yield Choice(OPTIONS, radio=True)
        yield Field(self._asks, width=60, limit=300, id="answer")
        yield CarefulButton(N_("Record"), key="F8", main=True, action="act", id="act")

    def on_mount(self) -> None:
        self._show()
        self.query_one(Choice).focus()

    def _title(self) -> Content:
        one = self.visitor
        number = _("basket no. {number}").format(number=user_text(one.basket).plain)
        return Content.assemble(
            (user_text(one.name).plain, "bold $ink-text"),
            "   ",
            (f"{number}   ", "$muted-text"),
            (formats.money(one.total), "bold $money-text"),
        )

    def _asks(self) -> str:
        return _(ASKS[self.chosen]) if self.chosen else ""

    def _show(self) -> None:
        for part in ("#answer", "#act"):
            self.query_one(part).display = bool(self.chosen)
        self.query_one("#answer").refresh(layout=True)

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self.chosen = message.option.id
        self._show()
        self.query_one("#answer").focus()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if message.value.strip():
            self.query_one("#act").focus()
        else:
            self._at_field(ReasonMissing())

    def act(self) -> None:
        if not self.chosen:
            self.refuse(N_("Choose first what becomes of the order."))
            return
        typed = self.query_one(Field).value.strip()
        try:
            if not typed:
                raise ReasonMissing()
            said = self._record(typed)
        except Refusal as refusal:
            self._at_field(refusal)
        else:
            self.dismiss(said)

    def _record(self, typed: str) -> str:
        book, basket, name = self.book, self.visitor.basket_id, user_text(self.visitor.name).plain
        if self.chosen == KEPT:
            zone = self.one.place.timezone
            until = read_moment(typed, near=max(self.one.ends_at, book.clock.now()), timezone=zone)
            if until <= book.clock.now():
                raise MomentOver()
            serving.settle_uncollected(book, self.station, basket, KEPT, until=until)
            when = formats.short_day_and_time(until, zone)
            return _("The order of {name} is kept until {when}.").format(name=name, when=when)
        if self.chosen == OTHER:
            due = serving.one(book, self.station.by, basket).due
            serving.serve(book, self.station, basket, shown=due, to_name=typed)
            return _("{other} takes the order of {name}.").format(other=user_text(typed).plain, name=name)
        serving.settle_uncollected(book, self.station, basket, self.chosen, words=typed)
        if self.chosen == SURPLUS:
            return _("The order of {name} goes back to what is left over. Nothing is owed.").format(name=name)
        return _("The order of {name} goes back to what is left over. It is still owed.").format(name=name)

    def _at_field(self, refusal: Refusal) -> None:
        field = self.query_one(Field)
        over = isinstance(refusal, MomentOver)
        field.error = N_("That moment is over already. Say a later one.") if over else partial(sentence, refusal)
        field.focus()
