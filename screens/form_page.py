"""A page around one form: from question to question, what is refused said at its field, nothing typed lost."""

from __future__ import annotations

from textual import events

from db.errors import Refusal
from screens.counter import CounterPage
from screens.half_typed import Typed
from screens.way_form import WayForm
from widgets.field import Field
from widgets.part import Part
from widgets.radio_line import RadioLine


class FormPage(CounterPage[str]):
    """Shows `form`, which `body` makes and `waiting` fills with what was half typed before. Dismisses with what was
    recorded."""

    form: WayForm
    _typed: Typed | None = None

    def waiting(self, page: str, about: int) -> None:
        """What the reader typed on this `page` about the same thing, and did not record, is in the form again."""
        self._typed = Typed(self.program.half_typed, self.session.person.id, page, about)
        self._typed.bring_back({"": self.form})

    def on_unmount(self) -> None:
        if self._typed is not None:
            self._typed.keep({"": self.form})

    def recorded(self, outcome: str) -> None:
        """Leave, with nothing left to keep."""
        self._typed = None
        self.dismiss(outcome)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.form.make_room()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        self.echo("", self.form.hint(self.focused))

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if self.form.accepts(message.field):
            self.after(message.field)

    def on_radio_line_submitted(self, message: RadioLine.Submitted) -> None:
        self.after(message.radio)

    def after(self, part: Part) -> None:
        """To the next question; behind the last one the page says where to."""
        stops = self.form.stops()
        at = stops.index(part) + 1
        if at < len(stops):
            stops[at].focus()
        else:
            self.after_the_last()

    def after_the_last(self) -> None:
        """The mark stays where it is."""

    def all_readable(self) -> bool:
        """Whether all fields can be kept; else the mark is at the first that cannot."""
        refused = self.form.refused()
        if refused is not None:
            refused.focus()
        return refused is None

    def said_at_its_field(self, refusal: Refusal) -> bool:
        """Whether a refusal is about a field: then it is said there, and what was typed stays."""
        place = self.form.place_of(refusal)
        if place is not None:
            self.form.say(place, refusal)
            place.focus()
        return place is not None
