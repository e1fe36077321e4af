"""What screens know of the program they run in: the book, who is signed in, and where one can go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.compose import compose
from textual.message import Message
from textual.screen import ScreenResultType

from db.errors import Refusal
from i18n.language import N_
from widgets.actions import Action
from widgets.page import Page
from widgets.text import Words

if TYPE_CHECKING:
    from pathlib import Path

    from db.database import Book
    from db.values.people import Group, Person

Result = TypeVar("Result")
# What waits to be recorded, by who typed it, on which page, about what; then by form and by part.
HalfTyped = dict[tuple[int, str, int], dict[str, dict[str, str]]]


class Session(NamedTuple):
    """Who is at the counter, and in which group. A new one is made when either changes."""

    person: Person
    group: Group
    role: str  # in this group: 'member', 'volunteer', 'coordinator'


class Kept(Protocol):
    """What this laptop remembers for itself, as far as screens ask."""

    @property
    def compact(self) -> bool:
        """Whether the product grid shows one line a product."""

    @property
    def printer(self) -> str:
        """What documents are printed with, as `printing.printers.written`; '' while nothing was chosen."""

    @property
    def receipt_printer(self) -> str:
        """The same for receipts and labels."""

    @property
    def receipt_width(self) -> int:
        """The width of its roll, in millimetres."""


class Program(Protocol):
    """The application, as screens see it. `tui.app.ComptoirApp` is the only one."""

    @property
    def book(self) -> Book:
        """The open book. Refuses with what opening it refuses."""

    @property
    def session(self) -> Session | None:
        """None while nobody is signed in."""

    @property
    def demo(self) -> bool: ...

    @property
    def kiosk(self) -> bool: ...

    @property
    def kept(self) -> Kept: ...

    def keep(self, **changes: Any) -> None:
        """Change preferences of this laptop: `compact`, `language`, `printer`, `receipt_printer`, `receipt_width`."""

    @property
    def half_typed(self) -> HalfTyped:
        """What members typed and did not record, as `screens.half_typed` keeps it: gone with the program."""

    @property
    def terminal(self) -> int:
        """The number of this terminal among those of the laptop."""

    @property
    def papers(self) -> Path:
        """The folder that documents are saved in."""

    @property
    def only_groups(self) -> tuple[str, ...]:
        """Names (or ids) of the groups this laptop is for; none: all."""

    def make_book(self) -> Book:
        """Make the book of this run where there is none. Refuses as `db.opening.create` does."""

    def open_demo(self) -> None:
        """Go on in the demo book."""

    def look_again(self) -> None:
        """The first screen anew: the book was set up, or its file was mended."""

    def welcome(self, person: Person, group_id: int = 0) -> None:
        """Somebody proved who they are: their session starts, and their distributions are shown.

        `group_id` 0 is the group they used last, or the choice of groups when they have several or none.
        """

    def enter_group(self, group_id: int) -> None:
        """Go on in another group, and show its distributions."""

    def renew_session(self) -> None:
        """The person's details, role or balance changed: read them again, and paint the header."""

    def speak(self, code: str = "") -> None:
        """Every page in `code`, or in the language of who is signed in, or in the laptop's."""

    def show_orders(self) -> None:
        """F2: the distributions of the session's group; without a session, the groups and their catalogues."""

    def show_account(self) -> None: ...

    def show_desk(self) -> None:
        """F7: the menu of the counter."""

    def sign_out(self) -> None:
        """To the first screen; drafts stay their owners'."""

    def elsewhere(self, work: Callable[[], Result], done: Callable[[Result | Exception], None]) -> None:
        """Run slow `work` in a thread, then `done` in the event loop with its result or its error.

        Work that reads or writes the book opens its own connection: `with book.elsewhere(): …`.
        """


def no_desk_for(session: Session | None) -> str | None:
    """Why the volunteers' desk is not for who is signed in, or nobody is; None when it is."""
    if session is not None and session.role in ("volunteer", "coordinator"):
        return None
    return N_("The counter is for volunteers and the coordination.")


class CounterPage(Page[ScreenResultType]):
    """A page that reads the book. Its `facts_changed` is called when the language, or somebody else, changed things."""

    _was_here = False
    _kept_shut: Refusal | None = None

    def on_screen_resume(self) -> None:
        # When a page opens, everything was just read; left together with those above it, it has nobody to read for.
        if self._was_here and self.app.screen is self:
            self.come_back()
        self._was_here = True

    def compose(self) -> ComposeResult:
        try:
            return compose(self, super().compose())  # the whole page, or nothing of it
        except Refusal as refusal:
            self._kept_shut = refusal
            return ()

    async def _dispatch_message(self, message: Message) -> None:
        """Textual takes no key for a page any more once one of its handlers has raised. What the book refuses is said
        instead; a page that was about to open is left."""
        opens = isinstance(message, events.Mount)
        try:
            if opens and self._kept_shut is not None:
                raise self._kept_shut
            await super()._dispatch_message(message)
        except Refusal as refusal:
            if opens and self not in self.app.screen_stack:
                return  # it was made ahead: who opens it is told
            if opens:
                self.dismiss(None)
            if isinstance(self.app.screen, Page):
                from i18n.refusals import sentence

                self.app.screen.refuse(sentence(refusal))

    @property
    def kept_shut(self) -> bool:
        """Whether the book refused what this page was to show."""
        return self._kept_shut is not None

    def hour(self) -> str:
        """The hour where the queue stands: it takes the place of the balance here and on all that is opened from here.
        '' on the pages of a member."""
        return ""

    def leave(self) -> None:
        """F7 or Escape leads away from it: what it keeps as being done here is done."""

    def come_back(self) -> None:
        """The page above was left: what may have changed meanwhile is read again."""

    @property
    def program(self) -> Program:
        return cast(Program, self.app)

    @property
    def book(self) -> Book:
        return self.program.book

    @property
    def session(self) -> Session:
        """The session; only for pages that are never shown without one."""
        session = self.program.session
        assert session is not None
        return session

    def reason_against(self, action: Action) -> Words | None:
        if action.method == "show_desk" and (reason := no_desk_for(self.program.session)):
            return reason
        return super().reason_against(action)

    def open(self, page: Page[Any], done: Callable[[Any], None] | None = None) -> None:
        """Show another page; `done` gets its result when it is left. A held key does not open the same one twice."""
        if self.app.screen is self or type(self.app.screen) is not type(page):
            self.app.push_screen(page, done)
