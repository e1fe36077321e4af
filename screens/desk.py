"""« Comptoir », F7: where volunteers and coordinators find what is theirs."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from db.calls import calls
from db.delivery_lists import board
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.part import Line


class Desk(CounterPage[None]):
    """A menu, and what presses most."""

    HELP = N_(
        "The volunteers' desk: what is done for members, and what is still to do.\n"
        "A number or the arrows choose, Enter opens."
    )
    ACTIONS = (
        Action("open", "enter", "", N_("Open"), N_("Opens what the mark is on.")),
        Action("move", "up", "", N_("Choose"), key_label="↑ ↓"),
        actions.ORDERS,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    Desk #nobody { margin: 0 0 1 0; }
    """

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Line(N_("The volunteers' desk"), style="bold $ink-text")
        yield Line(self._nobody, id="nobody")
        yield Choice(self._options(), id="menu", shift=0, airy=True)

    def on_mount(self) -> None:
        self.query_one("#menu").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self.query_one("#nobody").refresh(layout=True)
        self.query_one("#menu", Choice).show(self._options())
        self.refresh_frame()

    def _read(self) -> None:
        by, here = self.session.person.id, self.session.group.id
        self._requests = board(self.book, by, here)
        self._calls = sum(call.made_at is None for call in calls(self.book, by, here))

    def _nobody(self) -> Content:
        alone = sum(line.round is None for line in self._requests)
        if not self._requests:
            return Content.styled(_("No request for delivery."), "$muted-text")
        if not alone:
            return Content.styled(_("● Every request has somebody who brings it."), "$open-text")
        said = ngettext(
            "! {n} request has nobody who brings it.", "! {n} requests have nobody who brings them.", alone
        ).format(n=alone)
        return Content.styled(said, "bold $amber-text")

    def _options(self) -> list[Option]:
        return [
            Option("deliveries", N_("Deliveries between neighbours"), note=N_("who needs it, who brings it")),
            Option("slots", N_("Time slots"), note=N_("who comes when")),
            Option("calls", self._to_tell, note=N_("whom to call about what changed")),
            Option("views", N_("Who saw which contact details"), note=N_("each view is recorded")),
            Option("print", N_("Print"), note=N_("lists, sheets, labels, delivery slips")),
        ]

    def _to_tell(self) -> str:
        said = _("To tell")
        return f"{said} ({formats.number(self._calls)})" if self._calls else said

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_choice_taken(self, message: Choice.Taken) -> None:
        match message.option.id:
            case "deliveries":
                from screens.deliveries import Deliveries

                self.open(Deliveries())
            case "slots":
                from screens.slots_board import open_slots_board

                open_slots_board(self)
            case "calls":
                from screens.calls import Calls

                self.open(Calls())
            case "print":
                self.print_page()
            case "views":
                from screens.contact_views import ContactViews

                self.open(ContactViews())

    def print_page(self) -> None:
        from screens.print_menu import open_print_menu

        open_print_menu(self)

    def show_desk(self) -> None:
        self.say(N_("This is the volunteers' desk."))
