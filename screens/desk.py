"""« Comptoir », F7: where volunteers and coordinators find what is theirs."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from db import till
from db.calls import calls
from db.delivery_lists import board
from db.groups import DEFAULT_TIMEZONE
from db.values.orders import Distribution
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.counter import CounterPage
from screens.desk_tab import FIND, TABS, tab_of
from screens.which_distribution import at_hand, choose_distribution
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.distribution_card import day_and_hours
from widgets.part import Line
from widgets.text import user_text

EARLY = 6 * 3600  # seconds before it begins: the day of a distribution has come, vans are unloaded
TILL_CLOSED = N_("! The till is not open: 7, Enter, then type what is in it.")
# What each tab is for; in the order of `TABS`.
NOTES = {
    "order_desk": N_("order for somebody, correct"),
    "arrivals": N_("what came, what is short"),
    "weigh": N_("one product, everybody"),
    "serve": N_("one person: goods, money"),
    "walk_in": N_("buy from what is left over"),
    "progress": N_("who was served, who owes"),
    "till": N_("open, count, close"),
}


class Desk(CounterPage[None]):
    """A menu, and what presses most."""

    HELP = N_(
        "The volunteers' desk: what is done for members, and what is still to do.\n"
        "A number or the arrows choose, Enter opens. From everywhere F7 leads back here.\n"
        "The first seven are about the distribution named above; d chooses another one."
    )
    ACTIONS = (
        Action("open", "enter", "", N_("Open"), N_("Opens what the mark is on.")),
        Action("move", "up", "", N_("Choose"), key_label="↑ ↓"),
        Action("day", "d", "choose_day", N_("Other day"), N_("Choose the distribution that this is about.")),
        actions.ORDERS,
        FIND._replace(shown=False),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    Desk #title, Desk #menu { margin: 0 0 1 0; }
    """

    def hour(self) -> str:
        timezone = DEFAULT_TIMEZONE if self._day is None else self._day.place.timezone
        return formats.time_of_day(self.book.clock.now(), timezone)

    # --- What is shown ----------------------------------------------------------------------------------------------

    _day: Distribution | None = None

    def body(self) -> Iterable[Widget]:
        self._day = self._nearest()
        self._read()
        yield Line(self._title, id="title")
        yield Choice(self._options(), id="menu", shift=0, start=self._first())
        yield Line(self._to_know, id="to-know")

    def on_mount(self) -> None:
        self.query_one("#menu").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self.query_one("#title").refresh()
        self.query_one("#to-know").refresh(layout=True)
        self.query_one("#menu", Choice).show(self._options())
        self.refresh_frame()

    def _read(self) -> None:
        by, here = self.session.person.id, self.session.group.id
        self._till_is_wanted = self._wants_till()
        self._requests = board(self.book, by, here)
        self._calls = sum(call.made_at is None for call in calls(self.book, by, here))

    @property
    def day(self) -> Distribution | None:
        """The distribution named at the top."""
        return self._day

    def _nearest(self) -> Distribution | None:
        """The distribution that is held now, or the one that is nearest."""
        now = self.book.clock.now()
        found = at_hand(self, past=True)
        return min(found, key=lambda one: max(one.starts_at - now, now - one.ends_at, 0), default=None)

    def _first(self) -> int:
        """On the day itself people are served; before it, orders are taken."""
        one, now = self._day, self.book.clock.now()
        names = [name for name, _ in TABS]
        held = one is not None and one.starts_at - EARLY <= now
        return names.index("serve") if held else names.index("order_desk")

    def _title(self) -> Content:
        name = Content.styled(_("The volunteers' desk"), "bold $ink-text")
        if self._day is None:
            return Content.assemble(name, "   ", (_("no distribution"), "$muted-text"))
        return Content.assemble(name, "   ", user_text(day_and_hours(self._day)))

    def _to_know(self) -> Content:
        """What somebody should do now, and the key for it."""
        closed = [Content.styled(_(TILL_CLOSED), "bold $amber-text")] if self._till_is_wanted else []
        return Content("\n").join([*closed, self._nobody()])

    def _wants_till(self) -> bool:
        """Whether the day has come and nobody has opened the till."""
        one, now = self._day, self.book.clock.now()
        here = one is not None and one.starts_at - EARLY <= now < one.ends_at + EARLY
        return here and one is not None and till.state(self.book, one.id) == "not_opened"

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
        tabs = [Option(name, label, note=NOTES[name]) for name, label in TABS]
        return [
            *tabs,
            Option("deliveries", N_("Deliveries between neighbours"), note=N_("who needs it, who brings it")),
            Option("slots", N_("Time slots"), note=N_("who comes when")),
            Option("calls", self._to_tell, note=N_("whom to call about what changed")),
            Option("views", N_("Who saw which contact details"), note=N_("each view is recorded")),
            Option("print", N_("Print"), note=N_("lists, sheets, labels, delivery slips")),
            Option("told", N_("Who did what"), note=N_("each gesture, in words")),
        ]

    def _to_tell(self) -> str:
        said = _("To tell")
        return f"{said} ({formats.number(self._calls)})" if self._calls else said

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str | None:
        return N_("Open a tab: Ctrl+Z takes back your last gesture there.") if action_id == "undo" else None

    def on_choice_taken(self, message: Choice.Taken) -> None:
        match message.option.id:
            case tab if tab in NOTES:
                self._open_tab(tab)
            case "told" if self._day is not None:
                from screens.who_did_what import WhoDidWhat

                self.open(WhoDidWhat(self._day.id))
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

    def show_search(self) -> None:
        self._open_tab("serve")

    def _open_tab(self, tab: str) -> None:
        one = self._day
        if tab == "order_desk":  # orders are taken for a distribution that is still open, where there is one
            now = self.book.clock.now()
            one = next((each for each in at_hand(self) if each.state(now) == "open"), one)
        if one is None:
            self.refuse(N_("This group has no distribution yet."), N_("× not now"))
        else:
            self.open(tab_of(tab, one.id))

    def choose_day(self) -> None:
        choose_distribution(self, N_("Which distribution is this about?"), self._chosen, past=True, ask=True)

    def _chosen(self, distribution_id: int) -> None:
        from db.distributions import distribution

        self._day = distribution(self.book, distribution_id)
        self.facts_changed()

    def print_page(self) -> None:
        from screens.print_menu import PrintMenu, open_print_menu

        if self._day is None:
            open_print_menu(self)
        else:  # the day named above
            self.open(PrintMenu(self._day.id))

    def show_desk(self) -> None:
        self.say(N_("This is the volunteers' desk."))
