"""« Noter l'accord » for others: the day and hour, money and containers, as the team hears them on the phone."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from db.delivery_steps import agree
from db.errors import MeetTooEarly, MeetTooLate, MomentContradicts, MomentTooFar, MomentUnreadable, Refusal
from db.values.delivery import BoardLine
from i18n.language import N_, _
from i18n.moments import read_moment, show_moment
from i18n.names import with_name
from i18n.refusals import sentence
from screens import request_words
from screens.counter import CounterPage
from screens.delivery_gestures import Gesture
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.deliberate import CarefulButton
from widgets.field import Field
from widgets.line_field import LineField
from widgets.part import Line
from widgets.radio_line import Radio, RadioLine
from widgets.text import user_text

LABEL_WIDTH = 12
MONEY = (
    Radio("envelope", N_("in an envelope")),
    Radio("advanced", N_("advanced by the deliverer")),
    Radio("paid", N_("already paid")),
)
CONTAINERS = (
    Radio("person", N_("the person's")),
    Radio("deliverer", N_("the deliverer's")),
    Radio("bags", N_("some bags")),
)


class NoteAgreement(CounterPage[Gesture]):
    """Dismisses with what Ctrl+Z takes back, or None."""

    HELP = N_(
        "What the two of them agreed, when one of them tells you on the phone.\n"
        "Type the day and the hour as you hear them: “saturday 17:30”. ← and → choose money and containers.\n"
        "F8 notes it; the latest agreement holds."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the next question; it records nothing.")),
        actions.VALIDATE._replace(id="note", method="agree", label=N_("Note it"), tip=N_("Record the agreement.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    NoteAgreement LineField { margin: 1 0 0 0; }
    NoteAgreement RadioLine { margin: 1 0 0 0; }
    NoteAgreement #note { margin: 2 0 0 0; }
    """

    def __init__(self, line: BoardLine) -> None:
        super().__init__()
        self.line = line

    def body(self) -> Iterable[Widget]:
        line = self.line
        held = line.round.agreement if line.round else None
        when = show_moment(held.meet_at, line.timezone) if held and held.meet_at is not None else ""
        yield Line(self._title)
        yield LineField(N_("Day, hour"), value=when, width=30, label_width=LABEL_WIDTH, limit=60, id="when")
        yield RadioLine(N_("Money"), MONEY, chosen=held.money if held else "", label_width=LABEL_WIDTH, id="money")
        yield RadioLine(
            N_("Containers"),
            CONTAINERS,
            chosen=held.containers if held else "",
            label_width=LABEL_WIDTH,
            id="containers",
        )
        yield CarefulButton(N_("Note the agreement"), key="F8", main=True, action="note", id="note")

    def on_mount(self) -> None:
        self._field.focus()
        self._understood()

    def _title(self) -> Content:
        name, deliverer = user_text(self.line.name).plain, user_text(self.line.deliverer).plain
        said = with_name(_("{deliverer} brings the order of {name}"), name, deliverer=deliverer)
        facts = f"{request_words.day_of(self.line)}   {request_words.size(self.line)}"
        return Content.assemble((said, "bold $ink-text"), "\n", (facts, "$muted-text"))

    @property
    def _field(self) -> LineField:
        return self.query_one("#when", LineField)

    def _read(self) -> int:
        return read_moment(self._field.value, near=self.line.starts_at, timezone=self.line.timezone)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_field_changed(self, message: Field.Changed) -> None:
        self._understood()

    def _understood(self) -> None:
        """How what is typed is read, before it counts."""
        try:
            at = self._read()
        except Refusal:
            self.echo("", N_("For example: saturday 17:30"))
            return
        self.echo(lambda: show_moment(at, self.line.timezone), N_("Enter: next"))

    def on_field_submitted(self, message: Field.Submitted) -> None:
        try:
            self._read()
        except Refusal as refusal:
            self._refused(refusal)
        else:
            self.query_one("#money").focus()

    def on_radio_line_submitted(self, message: RadioLine.Submitted) -> None:
        self.query_one("#containers" if message.radio.id == "money" else "#note").focus()

    def agree(self) -> None:
        try:
            at = self._read()
        except Refusal as refusal:
            self._refused(refusal)
            return
        money = self.query_one("#money", RadioLine).chosen
        containers = self.query_one("#containers", RadioLine).chosen
        by, line = self.session.person.id, self.line
        write(
            self,
            lambda: agree(self.book, by, line.basket_id, at, money, containers),
            lambda step: self._done(Gesture((step,), line.name)),
            self._refused,
        )

    def _done(self, gesture: Gesture) -> None:
        self.dismiss(gesture)

    def _refused(self, refusal: Refusal) -> None:
        if isinstance(refusal, (MomentUnreadable, MomentContradicts, MomentTooFar, MeetTooEarly, MeetTooLate)):
            self._field.error = lambda: sentence(refusal)
            self._field.focus()
        else:
            self.refuse(lambda: sentence(refusal))
