"""« Code oublié » : what to do, also for who has no e-mail. Nothing is sent; a person lets you in."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from i18n.language import N_, _
from screens.counter import CounterPage
from screens.group_list import cards_shown
from widgets import actions
from widgets.button import Button
from widgets.part import Line, Part
from widgets.text import cut_middle, user_text

STEPS = (
    N_("Ask a volunteer, at the order desk or at a distribution. They give you a code of six digits."),
    N_(
        "On the first screen, type your e-mail address, your phone number or your member number as usual, and the six "
        "digits as your secret code. They serve once, for ten minutes."
    ),
    N_("Comptoir then asks you for a new secret code of your own."),
)


class Forgotten(CounterPage[None]):
    """Says the three steps, and whom to ask in each group of this laptop."""

    HELP = N_(
        "No e-mail is sent: a volunteer who knows you lets you in with a code that serves once.\n"
        "Volunteers make that code with the command “comptoir member code”. Who coordinates a group and has nobody to "
        "ask uses the recovery code that was written on paper when the book was begun."
    )
    ACTIONS = (actions.HELP, actions.LANGUAGE, actions.BACK._replace(label=N_("To sign in")))
    DEFAULT_CSS = """
    Forgotten Line { margin-bottom: 1; max-width: 92; }
    Forgotten Button { margin-left: 2; }
    """

    def body(self) -> Iterable[Widget]:
        yield Line(N_("Code forgotten"), style="bold $ink-text")
        yield Numbered()
        yield Line(
            N_("You need no e-mail address for this: your phone number or your member number is enough."),
        )
        yield Line(
            N_("You coordinate a group? Your recovery code, twenty letters on paper, serves as secret code too."),
            style="$muted-text",
        )
        yield Contacts()
        yield Button(N_("To sign in"), main=True, action="back")

    def on_mount(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self.query_one(Contacts).show([(card.name, card.contact) for card in cards_shown(self.program) if card.contact])


class Numbered(Part):
    """The steps, numbered."""

    DEFAULT_CSS = "Numbered { margin-bottom: 1; max-width: 92; }"

    def lines(self, width: int) -> list[Content]:
        rows: list[Content] = []
        for number, step in enumerate(STEPS, 1):
            for index, row in enumerate(Content(_(step)).wrap(width - 5)):
                rows.append(Content.assemble("  ", f"{number}" if index == 0 else " ", "  ", row))
        return [row.stylize_before("$ink-text") for row in rows]


class Contacts(Part):
    """Whom to ask: the coordination's contacts, which are public by their choice."""

    DEFAULT_CSS = "Contacts { margin-bottom: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._contacts: list[tuple[str, str]] = []

    def show(self, contacts: list[tuple[str, str]]) -> None:
        self._contacts = contacts
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        if not self._contacts:
            return []
        rows = [Content.styled(_("Whom to ask:"), "$muted-text")]
        for name, contact in self._contacts[:8]:
            group = cut_middle(user_text(name).plain, 28)
            room = max(10, min(width, 92) - 34)
            for index, row in enumerate(user_text(contact).wrap(room)):
                head = group.ljust(30) if index == 0 else " " * 30
                rows.append(Content.assemble("  ", (head, "bold $ink-text"), row.stylize_before("$ink-text")))
        return rows
