"""For whom? Somebody of the group, or somebody new who is registered on the spot."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from db.people_search import Found
from i18n.language import N_
from screens.find_member import FindMember
from widgets import actions
from widgets.actions import Action
from widgets.deliberate import CarefulButton
from widgets.field import Field
from widgets.text import Words

NEW = actions.VALIDATE._replace(
    id="newcomer", method="newcomer", label=N_("New person"), tip=N_("Register somebody who is not in the list.")
)


class WhoseOrder(FindMember):
    """Dismisses with the member, new or not. `passing`: a name is enough, for who buys what is left over."""

    HELP = N_(
        "Type some letters of the name, first or last, with or without accents; or the member number.\n"
        "The arrows go to a name in the list, Enter takes it. With only one name left, Enter takes that one.\n"
        "F8 registers somebody who is not in the list: what is typed is their name."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Take the one under the mark, or the only one that is left.")),
        Action("move", "down", "", N_("List"), N_("To the names."), key_label="↓ ↑"),
        NEW,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    WhoseOrder #found { height: auto; max-height: 60%; }
    WhoseOrder #new { margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int, title: Words, *, passing: bool = False) -> None:
        super().__init__(title)
        self.distribution_id, self.passing = distribution_id, passing

    def body(self) -> Iterable[Widget]:
        yield from super().body()
        yield CarefulButton(N_("New person"), key="F8", action="newcomer", id="new")

    def on_field_submitted(self, message: Field.Submitted) -> None:
        message.prevent_default()
        super().on_field_submitted(message)
        if message.value.strip() and not self._found:
            self.query_one("#new").focus()

    def newcomer(self) -> None:
        from screens.new_member import NewMemberPage

        typed = "" if self._field.value.strip().isdigit() else self._field.value
        page = NewMemberPage(self.distribution_id, typed, passing=self.passing)
        self.open(page, self._registered)

    def _registered(self, member: Found | None) -> None:
        if member is not None:
            self.dismiss(member)
