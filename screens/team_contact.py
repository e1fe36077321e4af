"""A member's phone and address, for the team: on a key of its own, written down, and gone when it is left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.content import Content
from textual.widget import Widget

from db.contacts import TeamContact, see_as_team
from db.values.contact import show_phone
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.panel import Panel
from widgets.part import Line, Part
from widgets.text import user_text

LABEL_WIDTH = 14


def show_contact(page: CounterPage[Any], member_id: int, basket_id: int | None = None) -> None:
    """Show a member's contact above `page`. The view is recorded first; `basket_id` says for which order."""
    session = page.session
    write(
        page,
        lambda: see_as_team(page.book, session.person.id, member_id, session.group.id, basket_id),
        lambda contact: page.open(Contact(contact)),
        lambda refusal: page.refuse(lambda: sentence(refusal)),
    )


class Contact(CounterPage[None]):
    """What was read is shown as long as this page stands, and read again by nobody."""

    HELP = N_(
        "The contact details of one person, to call them or to bring something.\n"
        "This view is recorded with your name; the coordination and the person can read it."
    )
    ACTIONS = (
        Action("close", "enter", "go_back", N_("Close"), N_("Leave: the contact details are gone from the screen.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    Contact Panel { max-width: 64; padding: 1 2; }
    Contact #recorded { margin: 1 0 0 0; }
    """

    def __init__(self, contact: TeamContact) -> None:
        super().__init__()
        self._contact = contact

    def body(self) -> Iterable[Widget]:
        yield Panel(
            Facts(self._contact),
            Line(N_("This view is recorded."), style="$muted-text", id="recorded"),
            title=user_text(self._contact.name),
        )

    def on_mount(self) -> None:
        self.query_one(Facts).focus()


class Facts(Part, can_focus=True):
    """The phone has the mark: it is what one came for."""

    def __init__(self, contact: TeamContact) -> None:
        super().__init__()
        self._contact = contact

    def lines(self, width: int) -> list[Content]:
        contact = self._contact
        phone = show_phone(contact.phone) if contact.phone else _("not given")
        lines = [self._fact(_("Phone"), Content.styled(phone, "bold $ink-text"), mark=self.has_focus)]
        address = contact.address or (_("not given"),)
        for place, part in enumerate(address):
            for piece in user_text(part).wrap(max(10, width - LABEL_WIDTH - 2)):
                lines.append(self._fact(_("Address") if not place else "", piece.stylize_before("$ink-text")))
        return lines

    @staticmethod
    def _fact(label: str, answer: Content, *, mark: bool = False) -> Content:
        said = Content.styled(label, "$muted-text")
        blank = " " * max(1, LABEL_WIDTH - said.cell_length)
        return Content.assemble(said, blank, (">" if mark else " ", "$mark-text"), " ", answer)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
