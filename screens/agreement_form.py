"""« Ce qui est convenu »: day and hour, how the money is settled, whose containers."""

from __future__ import annotations

from contextlib import suppress

from textual.containers import Vertical
from textual.message import Message

from db.errors import MeetTooEarly, MeetTooLate, MomentContradicts, MomentTooFar, MomentUnreadable, Refusal
from db.values.delivery import Agreement
from i18n import formats
from i18n.language import N_, _
from i18n.moments import read_moment, show_moment
from i18n.refusals import sentence
from screens.contact_facts import LABEL
from widgets.field import Field
from widgets.line_field import LineField
from widgets.radio_line import Radio, RadioLine

MONEY = (
    Radio("envelope", N_("envelope"), N_("in an envelope")),
    Radio("advanced", N_("advanced"), N_("advanced by me")),
    Radio("paid", N_("already paid")),
)
CONTAINERS = (Radio("person", N_("theirs")), Radio("deliverer", N_("mine")), Radio("bags", N_("some bags")))


class AgreementForm(Vertical):
    """Posts `Changed` when the hour is typed or refused, and `Submitted` on Enter after the last question.

    `near` is the start of the distribution (UTC seconds), which days are read from.
    """

    DEFAULT_CSS = """
    AgreementForm { height: auto; }
    AgreementForm.-airy RadioLine { margin: 1 0 0 0; }
    """

    class Changed(Message):
        pass

    class Submitted(Message):
        pass

    def __init__(self, agreement: Agreement | None, near: int, timezone: str) -> None:
        self._near, self._timezone = near, timezone
        before = agreement or Agreement(None, MONEY[0].id, CONTAINERS[0].id)
        when = "" if before.meet_at is None else self._as_typed(before.meet_at)
        self.when = LineField(N_("Day, hour"), value=when, width=25, label_width=LABEL, limit=60)
        self.money = RadioLine(N_("Money"), MONEY, chosen=before.money, label_width=LABEL)
        self.containers = RadioLine(N_("Containers"), CONTAINERS, chosen=before.containers, label_width=LABEL)
        super().__init__(self.when, self.money, self.containers)
        self._before = self._now

    @property
    def _now(self) -> tuple[str, str, str]:
        return self.when.value.strip(), self.money.chosen, self.containers.chosen

    @property
    def unsaved(self) -> bool:
        """Whether an agreement was begun that is not written down."""
        return self._now != self._before and bool(self.when.value.strip())

    def rows(self, width: int) -> int:
        """How many there are in so many columns, without blank ones."""
        return sum(len(part.lines(width)) for part in (self.when, self.money, self.containers))

    def upright(self, upright: bool, airy: bool) -> None:
        """Each choice on a row of its own; `airy` puts a blank row between two questions."""
        self.money.upright = self.containers.upright = upright
        self.set_class(airy, "-airy")

    # --- The hour ---------------------------------------------------------------------------------------------------

    def moment(self) -> int:
        """UTC seconds of what is typed. Refuses as `read_moment` does."""
        return self._understood(self.when.value)

    def _understood(self, text: str) -> int:
        return read_moment(text, near=self._near, timezone=self._timezone)

    def _as_typed(self, at: int) -> str:
        """A moment as short as it is still understood: « samedi 20 à 17:30 »."""
        short = formats.near_day_and_time(at, self._timezone)
        with suppress(Refusal):
            if self._understood(short) == at:
                return short
        return show_moment(at, self._timezone)

    def echo(self) -> tuple[str, str]:
        """How what is typed is understood; while it is not, an example as the second."""
        try:
            return show_moment(self.moment(), self._timezone), ""
        except Refusal:
            return "", _("Example: {example}").format(example=show_moment(self._near, self._timezone))

    def refuse(self, refusal: Refusal) -> bool:
        """Say at the field why not; False when the refusal is not about the hour."""
        if not isinstance(refusal, (MomentUnreadable, MomentContradicts, MomentTooFar, MeetTooEarly, MeetTooLate)):
            return False
        self.when.error = lambda: sentence(refusal)
        self.when.focus()
        return True

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_field_changed(self, message: Field.Changed) -> None:
        self.post_message(self.Changed())

    def on_field_submitted(self, message: Field.Submitted) -> None:
        try:
            self.moment()
        except Refusal as refusal:
            self.refuse(refusal)
            self.post_message(self.Changed())
        else:
            self.money.focus()

    def on_radio_line_submitted(self, message: RadioLine.Submitted) -> None:
        if message.radio is self.money:
            self.containers.focus()
        else:
            self.post_message(self.Submitted())
