"""A part today: when is the rest fetched?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from db.errors import Refusal
from db.values.orders import Distribution
from i18n.language import N_
from i18n.moments import read_moment
from i18n.refusals import sentence
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.part import Line


class ServeLater(CounterPage[int]):
    """Dismisses with the instant (UTC seconds), 0 when nobody knows yet, or None."""

    HELP = N_(
        "Type the hour, for example 18 h, or a day and an hour. Enter on the empty field: nobody knows yet.\n"
        "The order stays in the lists, with what is left of it."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("A part today, the rest then.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "ServeLater Field { margin: 1 0 0 0; }"

    def __init__(self, one: Distribution) -> None:
        super().__init__()
        self._distribution = one

    def body(self) -> Iterable[Widget]:
        yield Line(N_("A part today: when is the rest fetched?"), style="bold $ink-text")
        yield Field(N_("When"), width=40, label_width=10, limit=60, hint=N_("for example 18 h"), id="when")

    def on_mount(self) -> None:
        self.query_one(Field).focus()
        self.echo("", N_("Enter on the empty field: nobody knows yet."))

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if not message.value.strip():
            self.dismiss(0)
            return
        one = self._distribution
        try:
            at = read_moment(message.value, near=one.starts_at, timezone=one.place.timezone)
        except Refusal as refusal:
            message.field.error = partial(sentence, refusal)
            return
        self.dismiss(at)
