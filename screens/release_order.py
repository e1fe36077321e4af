"""« Rendre cette commande, avec un mot »: it is open for others again at once."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from db.delivery_steps import release
from db.errors import Refusal, TextMissing, TextRefused, TextTooLong
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.deliberate import CarefulButton
from widgets.field import Field
from widgets.part import Line
from widgets.text import user_text

LIMIT = 500  # characters, as the book keeps them


class ReleaseOrder(CounterPage[int]):
    """Dismisses with the step, or None when the order is kept. `name` is the person's, as the list has it."""

    HELP = N_(
        "You cannot bring this order after all: say it in a few words, and it goes back on the list at once.\n"
        "Somebody of the team calls the person and tells them your word. Afterwards Ctrl+Z takes the order again, as "
        "long as nobody else has it."
    )
    ACTIONS = (
        Action("next", "enter", "", N_("Next"), N_("To the button that gives the order back.")),
        actions.VALIDATE._replace(
            id="release", method="release", label=N_("Give back"), tip=N_("Put the order back on the list.")
        ),
        actions.HELP,
        actions.BACK._replace(label=N_("Keep it"), tip=N_("To the contact details. Nothing is changed.")),
    )
    DEFAULT_CSS = """
    ReleaseOrder Field { margin: 1 0 0 0; }
    ReleaseOrder #release { margin: 1 0 0 0; }
    """

    def __init__(self, basket_id: int, name: str) -> None:
        super().__init__()
        self.basket_id, self._name_of_person = basket_id, name

    def body(self) -> Iterable[Widget]:
        yield Line(self._title)
        yield Line(N_("The order goes back on the list at once. Somebody of the team calls the person with your word."))
        yield Field(N_("Your word"), width=92, limit=LIMIT, hint=N_("why you cannot, or what to do"), id="word")
        yield CarefulButton(N_("Give this order back"), key="F8", main=True, action="release", id="release")

    def on_mount(self) -> None:
        self._word.focus()

    def _title(self) -> Content:
        name = user_text(self._name_of_person).plain
        return Content.styled(_("Give back the order of {name}").format(name=name), "bold $ink-text")

    @property
    def _word(self) -> Field:
        return self.query_one("#word", Field)

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if message.value.strip():
            self.query_one("#release").focus()
        else:
            self._refused(TextMissing(field="word"))

    def release(self) -> None:
        word, by = self._word.value, self.session.person.id
        write(self, lambda: release(self.book, by, self.basket_id, word), self._released, self._refused)

    def _released(self, step: int) -> None:
        self.dismiss(step)

    def _refused(self, refusal: Refusal) -> None:
        if isinstance(refusal, (TextMissing, TextRefused, TextTooLong)):
            self._word.error = lambda: sentence(refusal)
            self._word.focus()
        else:
            self.refuse(lambda: sentence(refusal))
