"""« Pourquoi ? »: a few words that everybody can read later, before something is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from textual.widget import Widget

from db.errors import ReasonMissing, Refusal, TextMissing, TextRefused, TextTooLong
from i18n.language import N_
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.band import Note
from widgets.deliberate import CarefulButton
from widgets.field import Field
from widgets.page import Page
from widgets.part import Line
from widgets.text import Words

LIMIT = 300  # characters
ACT = actions.VALIDATE._replace(id="act", method="act", label=N_("Record"), tip=N_("Record it with your words."))


class Why(CounterPage[bool]):
    """`do` gets the words, and may refuse; dismisses with True once it is done."""

    HELP = N_(
        "Write in a few words why. Everybody of the team can read it later.\n"
        "Enter leads to the button, Enter again or F8 records it. Esc goes back: nothing is changed."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the button.")),
        ACT,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    Why #about { margin: 1 0 0 0; }
    Why Field { margin: 1 0 0 0; }
    Why #act { margin: 1 0 0 0; }
    """

    def __init__(self, title: Words, about: Words, label: Words, do: Callable[[str], object]) -> None:
        """`label` is what the button says."""
        super().__init__()
        self._title, self._about, self._label, self._record = title, about, label, do

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text")
        yield Line(self._about, id="about")
        yield Field(N_("Why?"), width=78, limit=LIMIT, id="words")
        yield CarefulButton(self._label, key="F8", main=True, action="act", id="act")

    def on_mount(self) -> None:
        self.query_one(Field).focus()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if message.value.strip():
            self.query_one("#act").focus()
        else:
            self._refused(ReasonMissing())

    def act(self) -> None:
        words = self.query_one(Field).value.strip()
        if words:
            write(self, lambda: self._record(words), self._recorded, self._refused)
        else:
            self._refused(ReasonMissing())

    def _recorded(self, _done: object) -> None:
        self.dismiss(True)

    def _refused(self, refusal: Refusal) -> None:
        if isinstance(refusal, TextMissing) and self.query_one(Field).value.strip():
            # What is asked about is not what it was: the words may not be for it.
            self.query_one("#about").refresh(layout=True)
            self.note("pending", N_("! changed meanwhile"), self._about)
        elif isinstance(refusal, (ReasonMissing, TextMissing, TextRefused, TextTooLong)):
            field = self.query_one(Field)
            field.error = lambda: sentence(refusal)
            field.focus()
        else:
            self.refuse(lambda: sentence(refusal))


def note_above(page: CounterPage[Any], badge: Words, text: Words) -> None:
    """Say at the top what was recorded: at the bottom it would cover the mark of a list.

    What took a while is said on the page that is in view by then.
    """
    shown = in_view(page)
    shown.note("recorded", badge, text)
    shown.query_one(Note).add_class("-high")


def in_view(page: CounterPage[Any]) -> Page[Any]:
    """The page, or where one is now if it was left meanwhile."""
    here = page.app.screen
    return here if isinstance(here, Page) else page
