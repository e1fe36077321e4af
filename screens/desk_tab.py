"""The seven tabs of the counter: what they share. One distribution, one terminal, one bar, and Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import ClassVar, Protocol

from db import gestures, undoing
from db.distributions import distribution
from db.errors import Refusal
from db.told import told
from db.values.counter import Station, Told
from db.values.orders import Distribution
from i18n import formats
from i18n.gesture_words import undone
from i18n.language import N_
from i18n.refusals import sentence
from screens import machine
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.band import Message
from widgets.bar import Bar
from widgets.header_line import Header, HeaderLine
from widgets.text import Words

LOOK_EVERY = 60.0  # seconds between two looks at the laptop
FIND = actions.SEARCH._replace(label=N_("Find somebody"), tip=N_("By the number of the basket, or some letters."))
OWN = (actions.BASKET, actions.VALIDATE)  # about the basket of who serves, who finds it under F2
# In the order of the day; the number is the key that opens one from F7.
TABS: tuple[tuple[str, str], ...] = (
    ("order_desk", N_("Order desk")),
    ("arrivals", N_("Arrivals")),
    ("weigh", N_("Weigh")),
    ("serve", N_("Serve")),
    ("walk_in", N_("No order")),
    ("progress", N_("How far we are")),
    ("till", N_("Till")),
)
# The class of each stands in the module of the tab's own name.
CLASSES = {
    "order_desk": "OrderDesk", "arrivals": "Arrivals", "weigh": "Weigh", "serve": "Serve", "walk_in": "WalkIn",
    "progress": "ProgressTab", "till": "TillTab",
}  # fmt: skip


def tab_of(tab: str, distribution_id: int) -> DeskTab:
    """One of the seven tabs, by its id. Its module is loaded when somebody of the team opens it."""
    page: DeskTab = getattr(import_module(f"screens.{tab}"), CLASSES[tab])(distribution_id)
    return page


class Waits(Protocol):
    """What is typed on a tab and waits in the book for a power cut: `screens.typed_here.TypedHere`."""

    def forget(self) -> None: ...

    def again(self) -> None:
        """Another tab kept its own meanwhile: this is what waits at this terminal."""


class DeskTab(CounterPage[None]):
    """A tab of one distribution. TAB is its id in `TABS`."""

    GLOBAL = tuple(FIND if action is actions.SEARCH else action for action in actions.GLOBAL if action not in OWN)

    TAB: ClassVar[str] = ""

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id
        self._distribution: Distribution | None = None
        self.waits: list[Waits] = []  # what is typed here

    @property
    def distribution(self) -> Distribution:
        """Read once: its day and hours do not change while it is held."""
        if self._distribution is None:
            self._distribution = distribution(self.book, self.distribution_id)
        return self._distribution

    @property
    def station(self) -> Station:
        """Who stands here, for every gesture."""
        return Station(self.session.person.id, self.distribution_id, self.program.terminal)

    # --- Frame ------------------------------------------------------------------------------------------------------

    def bar(self) -> Bar:
        return Bar(tuple(label for _, label in TABS), [name for name, _ in TABS].index(self.TAB))

    def header(self) -> Header:
        one, person = self.distribution, self.session.person
        brief = f"{person.first_name} {person.last_name[:1].upper()}." if person.last_name else person.first_name
        day = formats.short_day(one.starts_at, one.place.timezone)  # with the hour at the right, never cut
        return super().header()._replace(context=day, name=brief)

    def hour(self) -> str:
        return formats.time_of_day(self.book.clock.now(), self.distribution.place.timezone)

    # --- What stands under the bar ----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.show_news()
        self.set_interval(LOOK_EVERY, self.show_news)

    def news(self) -> Message | None:
        """What this tab has to say under its bar as long as it is true."""
        return None

    def show_news(self) -> None:
        """The tab's own news, or what somebody must do for the laptop now."""
        self.band(*(self.news() or (Message("pending", N_("! ATTENTION"), self.low) if self.low() else ())))

    def low(self) -> str:
        """What to do about an empty battery or a full disk; '' while all is well. Looked at once a minute at most."""
        return machine.warning(machine.WATCH.state(self.book.path.parent))

    # --- Gestures ---------------------------------------------------------------------------------------------------

    def try_to(self, gesture: Callable[[], object]) -> bool:
        """Do it, or say why not; whether it was done."""
        try:
            gesture()
        except Refusal as refusal:
            self.not_done(refusal)
            return False
        return True

    def not_done(self, refusal: Refusal) -> None:
        """Say a refusal where it was typed; a tab that asks back overrides this."""
        self.refuse(sentence(refusal))

    def undo(self) -> None:
        """Ctrl+Z: this terminal's latest gesture, taken back whole and told."""
        at = self.acted_at()
        found = gestures.last(self.book, at)

        def done(_id: int) -> None:
            rows = told(self.book, at.by, at.distribution_id, terminal=at.terminal)
            self.undone(found, next((_said(row) for row in rows if row.id == found), N_("Undone.")))

        write(self, lambda: undoing.undo(self.book, at), done, self.not_done)

    def acted_at(self) -> Station:
        """Where the latest gesture was done that Ctrl+Z takes back."""
        return self.station

    def undone(self, gesture: int | None, said: Words) -> None:
        """It is taken back: what it was about is shown, and told."""
        self.facts_changed()
        self.say(said)

    def print_page(self) -> None:
        """Ctrl+P: the papers of this distribution."""
        from screens.print_menu import PrintMenu

        self.open(PrintMenu(self.distribution_id))

    # --- Going elsewhere --------------------------------------------------------------------------------------------

    FINDS: ClassVar[bool] = False  # whether people are found here
    after_a_stop = False  # opened where this terminal was when the program stopped

    def show_search(self) -> None:
        """F3, from everywhere: who has come is found, and served; then it goes on here."""
        pages = [page for page in self.app.screen_stack if isinstance(page, CounterPage)]
        at = next((n for n, page in enumerate(pages) if isinstance(page, DeskTab) and page.FINDS), None)
        if at is None:
            self.open(tab_of("serve", self._day_that_is_served()))
            return
        for page in pages[at + 1 :]:
            page.leave()
        pages[at + 1].dismiss(None)

    def _day_that_is_served(self) -> int:
        """Whoever comes in comes for the day that the menu names, also while orders are taken for another one."""
        from screens.desk import Desk

        day = next((page.day for page in self.app.screen_stack if isinstance(page, Desk)), None)
        return self.distribution_id if day is None else day.id

    def action_act(self, action_id: str) -> None:
        if any(action.id == action_id for action in self.every_action()):
            super().action_act(action_id)
        else:
            self.refuse(N_("There is nothing for this key on this screen."), N_("× not here"))

    def go_back(self) -> None:
        self.leave()
        super().go_back()

    def leave(self) -> None:
        for one in self.waits:
            one.forget()

    def on_screen_resume(self) -> None:
        self.call_later(self.query(HeaderLine).refresh)  # the hour has gone on since it was painted
        for one in self.waits:
            one.again()


def _said(row: Told) -> Words:
    return lambda: undone(row)
