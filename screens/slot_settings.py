"""The time slots of a distribution: switched on and off, how long, how many places."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from db import slots
from db.distributions import distribution
from db.errors import Refusal, SlotsInvalid
from db.values.slots import USUAL_MINUTES, SlotPlan, read_minutes, read_places
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.button import Button
from widgets.distribution_card import day_and_hours
from widgets.field import Field
from widgets.panel import Panel
from widgets.part import Line
from widgets.question import Fact, Question

LABEL_WIDTH, FIELD_WIDTH = 24, 12


class SlotSettings(CounterPage[str]):
    """Dismisses with 'on' or 'off', or None when nothing was recorded."""

    HELP = N_(
        "With time slots, each person who comes ticks those that suit, and is given one when orders close.\n"
        "Say how long a slot lasts, and how many people it takes; without places, as many as come.\n"
        "When slots change, wishes for those that still exist stay; whoever has none left is named on the board."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the next field, then to the button that records.")),
        actions.VALIDATE._replace(id="save", method="save", label=N_("Record"), tip=N_("Records these time slots.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    SlotSettings #why, SlotSettings #form { margin: 0 0 1 0; }
    SlotSettings #form { max-width: 84; padding: 0 2 0 1; }
    SlotSettings #form > * { margin: 0 0 0 1; }
    SlotSettings #buttons { height: 1; }
    """

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        plan = self.plan or SlotPlan(USUAL_MINUTES, 0, on=False)
        yield Line(self._title, id="title")
        yield Line(
            N_("Each person who comes ticks the time slots that suit, and is given one when orders close."),
            id="why",
        )
        yield Panel(
            Field(
                N_("Length in minutes *"), value=str(plan.minutes), kind="digits",
                width=FIELD_WIDTH, label_width=LABEL_WIDTH, limit=12, id="minutes",
            ),
            Field(
                N_("Places per slot"), value=str(plan.places or ""), kind="digits",
                width=FIELD_WIDTH, label_width=LABEL_WIDTH, limit=12, id="places",
            ),
            Line(N_("Without a number, as many people as come."), style="$muted-text"),
            Line(),
            Line(self._comes_to, id="comes-to"),
            title=N_("Time slots"),
            legend=N_("* required"),
            id="form",
        )  # fmt: skip
        yield Horizontal(
            Button(self._save_label, key="F8", main=True, action="save", id="save"),
            Button(N_("No time slots any more"), id="off"),
            id="buttons",
        )

    def _read(self) -> None:
        self.one = distribution(self.book, self.distribution_id)
        self.plan = slots.slot_plan(self.book, self.distribution_id)

    @property
    def _on(self) -> bool:
        return self.plan is not None and self.plan.on

    def on_mount(self) -> None:
        self._show()
        self._minutes.focus()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _show(self) -> None:
        self.query_one("#off").display = self._on
        self.query_one("#save").refresh(layout=True)
        self.query_one("#comes-to").refresh(layout=True)

    def _title(self) -> Content:
        return Content.assemble((_("Time slots"), "bold $ink-text"), "   ", (day_and_hours(self.one), "$muted-text"))

    def _save_label(self) -> str:
        return _("Record the time slots") if self._on else _("Switch the time slots on")

    def _comes_to(self) -> Content:
        """How many slots that makes, as soon as it can be read."""
        try:
            minutes, places = read_minutes(self._minutes.value), read_places(self._places.value)
        except Refusal:
            return Content("")
        tz = self.one.place.timezone
        starts = slots.slots(self.one, SlotPlan(minutes, 0, on=True))
        if not starts:
            return Content("")
        n = len(starts)
        first = formats.hours(starts[0], starts[0] + minutes * 60, tz)
        last = formats.hours(starts[-1], starts[-1] + minutes * 60, tz)
        said = first if n == 1 else _("{n} time slots, from {first} to {last}").format(n=n, first=first, last=last)
        if places:
            said += ", " + ngettext("{n} place in all", "{n} places in all", n * places).format(n=n * places)
        return Content.styled(said, "bold $ink-text")

    @property
    def _minutes(self) -> Field:
        return self.query_one("#minutes", Field)

    @property
    def _places(self) -> Field:
        return self.query_one("#places", Field)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_field_changed(self, message: Field.Changed) -> None:
        self.query_one("#comes-to").refresh(layout=True)

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if self._reads(message.field):
            (self._places if message.field is self._minutes else self.query_one("#save")).focus()

    def _reads(self, field: Field) -> bool:
        """Whether what is typed can be read; if not, it is said beside it."""
        read: Callable[[str], int | None] = read_minutes if field is self._minutes else read_places
        try:
            read(field.value)
        except Refusal as refusal:
            self._refused(refusal)
            return False
        return True

    def save(self) -> None:
        """F8: the slots as they are typed."""
        if not self._reads(self._minutes) or not self._reads(self._places):
            return
        minutes, places = read_minutes(self._minutes.value), read_places(self._places.value)
        lost = slots.would_lose(self.book, self.distribution_id, minutes)
        if not lost:
            self._record(minutes, places)
            return
        facts = [
            Fact(lambda: _people_lose(lost)),
            Fact(N_("On the board, p places everybody anew: whoever gets another time slot is then to be told.")),
            Fact(N_("The length of before brings the time slots back.")),
        ]
        question = Question(N_("Change the length of the time slots?"), [facts], N_("Change it"))
        self.app.push_screen(question, lambda yes: self._record(minutes, places) if yes else None)

    def _record(self, minutes: int, places: int | None) -> None:
        book, by = self.book, self.session.person.id
        write(
            self,
            lambda: slots.switch_on(book, by, self.distribution_id, minutes, places),
            lambda _: self._recorded("on"),
            self._refused,
        )

    def _recorded(self, now: str) -> None:
        self.dismiss(now)

    def _refused(self, refusal: Refusal) -> None:
        """Said at the field it is about; what was typed stays."""
        if isinstance(refusal, SlotsInvalid):
            field = self._places if refusal.reason == "places" else self._minutes
            field.error = lambda: sentence(refusal)
            field.focus()
        else:
            self.refuse(lambda: sentence(refusal))

    def on_button_pressed(self, message: Button.Pressed) -> None:
        if message.button.id != "off":
            return
        ticked = sum(bool(visit.wishes) for visit in slots.board(self.book, self.distribution_id))
        facts = [
            Fact(lambda: _people_ticked(ticked)),
            Fact(N_("Nothing is lost: it counts again once they are back on.")),
        ]
        question = Question(N_("No time slots any more?"), [facts if ticked else facts[1:]], N_("Switch them off"))
        self.app.push_screen(question, lambda yes: self._switch_off() if yes else None)

    def _switch_off(self) -> None:
        book, by = self.book, self.session.person.id
        write(
            self,
            lambda: slots.switch_off(book, by, self.distribution_id),
            lambda _: self._recorded("off"),
            self._refused,
        )


def _people_ticked(n: int) -> str:
    return ngettext("{n} person has ticked time slots.", "{n} people have ticked time slots.", n).format(n=n)


def _people_lose(n: int) -> str:
    return ngettext(
        "{n} person loses their time slot, and must be told.", "{n} people lose their time slot, and must be told.", n
    ).format(n=n)
