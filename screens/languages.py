"""F9: the language of the words on screen. Each under its own name."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from i18n import language
from i18n.language import N_
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.part import Line


class Languages(CounterPage[str]):
    """Dismisses with the code of the language chosen: 'fr', 'en' or 'de'."""

    HELP = N_("Choose with the arrows or the number, then Enter. Names, products and amounts stay as they are.")
    ACTIONS = (Action("take", "enter", "", N_("Choose"), N_("Use this language.")), actions.HELP, actions.BACK)
    GLOBAL = ()
    DEFAULT_CSS = "Languages Line { margin-bottom: 1; }"

    def body(self) -> Iterable[Widget]:
        # In all three languages at once: who needs it cannot read one of them.
        yield Line(Content("Langue · Language · Sprache"), style="bold $ink-text")
        yield Choice(
            [Option(code, Content(name)) for code, name in language.LANGUAGES.items()],
            start=list(language.LANGUAGES).index(language.current()),
            radio=True,
            taken=language.current(),
        )

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self.dismiss(message.option.id)
