"""The application: who is signed in, and where they are."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.app import App
from textual.await_remove import AwaitRemove
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from db.errors import Refusal
from i18n import language
from i18n.language import N_
from screens.counter import CounterPage, HalfTyped, Session, no_desk_for
from tui import preferences, themes
from tui.driver import driver_class
from tui.keys import TypedAhead
from tui.line_breaks import keep_no_break_blanks
from tui.opening import Opening
from tui.settings import Settings
from tui.watch import Watcher
from tui.who import Who
from widgets.header_line import Header
from widgets.page import Page

if TYPE_CHECKING:
    from db.database import Book
    from db.values.people import Person

Result = TypeVar("Result")


class ComptoirApp(App[None], inherit_bindings=False):
    """One person at the counter at a time: what screens ask of the program, and where the keys of every page lead."""

    TITLE = "Comptoir"
    ENABLE_COMMAND_PALETTE = False  # ours is `widgets.palette_page`
    CSS = "Screen { background: $paper; color: $ink; }"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kept = preferences.load(settings.home)
        self.who = Who(self)
        self.opening = Opening(self)
        self.watcher = Watcher(self)
        self.half_typed: HalfTyped = {}
        self._typed_ahead = TypedAhead(self, super().on_event)
        self.failure: BaseException | None = None
        self.failure_log: Path | None = None
        language.use(self.laptop_language)
        keep_no_break_blanks()
        theme = themes.choose(os.environ, themes.colours_of(os.environ), settings.theme or self.kept.theme)
        super().__init__(driver_class=driver_class(self.kept.escape_ms), ansi_color=themes.is_ansi(theme) or None)
        self.animation_level = "none"
        themes.dress(self, theme)

    # --- The book ---------------------------------------------------------------------------------------------------

    @property
    def book(self) -> Book:
        return self.opening.book

    def make_book(self) -> Book:
        return self.opening.make()

    def open_demo(self) -> None:
        """Leave the empty book alone, and go on in the demo book."""
        self.settings = self.settings._replace(path=self.opening.demo_made())
        self.look_again()

    def look_again(self) -> None:
        """The first screen anew: the book is set up now, or what was wrong with its file is mended."""
        self.opening.begin_with(self.get_default_screen())
        self.opening.go_on()

    def get_default_screen(self) -> Screen[Any]:
        return self.opening.first_screen()

    def on_mount(self) -> None:
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        gc.enable()
        gc.freeze()
        self.watcher.begin()
        self.opening.go_on()

    def on_unmount(self) -> None:
        self.opening.close()

    # --- How it was started -----------------------------------------------------------------------------------------

    @property
    def only_groups(self) -> tuple[str, ...]:
        return self.settings.groups

    @property
    def demo(self) -> bool:
        return self.opening.demo

    @property
    def kiosk(self) -> bool:
        return self.settings.kiosk

    @property
    def terminal(self) -> int:
        return self.opening.terminal

    @property
    def papers(self) -> Path:
        from tui.paths import papers_of

        return self.settings.papers or papers_of()

    @property
    def laptop_language(self) -> str:
        """The language of the first screen; a member's own holds while they are signed in."""
        return self.settings.language or self.kept.language

    # --- Who --------------------------------------------------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        return self.who.session

    def welcome(self, person: Person, group_id: int = 0) -> None:
        self.watcher.somebody_is_here()
        self.who.welcome(person, group_id)

    def enter_group(self, group_id: int) -> None:
        self.who.enter_group(group_id)

    def renew_session(self) -> None:
        self.who.renew()

    def sign_out(self) -> None:
        self.who.leave()
        self.go_home()

    def header(self) -> Header:
        return self.who.header()

    # --- Where ------------------------------------------------------------------------------------------------------

    def go_home(self, *pages: Screen[Any]) -> None:
        """Leave every page but the first one, then show `pages`."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if not pages and isinstance(self.screen, Page):
            self.screen.language_changed()
        for page in pages:
            self.push_screen(page)

    def show_orders(self) -> None:
        if self.session is None:
            from screens.groups import Groups

            self.go_home(Groups())
            return
        from screens.distributions import Distributions

        self.go_home(Distributions())

    def show_account(self) -> None:
        if self.session is None:
            self._page_refuse(N_("Sign in first. F12: to sign in"))
            return
        from screens.account import Account

        self.push_screen(Account())

    def validate(self) -> None:
        """F8 where a page has nothing of its own to validate: finish the basket that waits."""
        from screens.pending import finish

        if isinstance(self.screen, CounterPage):
            finish(self.screen)

    def show_basket(self) -> None:
        """F6, from anywhere: the basket of the member."""
        from screens.pending import show_basket

        if isinstance(self.screen, CounterPage):
            show_basket(self.screen)

    def show_desk(self) -> None:
        """F7: what volunteers and coordinators do for the others."""
        reason = no_desk_for(self.session)
        if reason is not None:
            self._page_refuse(reason)
            return
        from screens.desk import Desk

        if not any(isinstance(page, Desk) for page in self.screen_stack):
            self.push_screen(Desk())
            return
        while not isinstance(self.screen, Desk):
            if isinstance(self.screen, CounterPage):
                self.screen.leave()
            self.pop_screen()

    def change_group(self) -> None:
        from screens.groups import Groups

        if not isinstance(self.screen, Groups):
            self.push_screen(Groups(person=self.session.person if self.session else None))

    def change_language(self) -> None:
        from screens.languages import Languages

        self.push_screen(Languages(), self._language_chosen)

    def _language_chosen(self, code: str | None) -> None:
        """Signed in, it becomes the member's own; on the first screens, the laptop's."""
        if code is None:
            return
        if self.session is None:
            self.keep(language=code)
        else:
            self.who.speaks(code)
        self.speak(code)

    def speak(self, code: str = "") -> None:
        """Every page in `code`, or in the language of who is signed in, or in the laptop's."""
        language.use(code or (self.session.person.language if self.session else "") or self.laptop_language)
        for page in self.screen_stack:
            if isinstance(page, Page):
                page.language_changed()

    def ask_quit(self) -> None:
        from screens.no_book import NoBook

        stuck = isinstance(self.screen, NoBook)  # a kiosk whose book does not open must be left to be mended
        if self.kiosk and not stuck and (self.session is None or self.session.role == "member"):
            self._page_refuse(N_("This computer stays on for the others. F12: sign out."))
            return
        from widgets.question import Fact, Question

        def answered(yes: bool | None) -> None:
            if yes:
                self.exit()

        facts = [Fact(N_("What is recorded"), N_("stays recorded"))]
        self.push_screen(Question(N_("Quit Comptoir?"), [facts], N_("Quit")), answered)

    def _page_refuse(self, text: str) -> None:
        if isinstance(self.screen, Page):
            self.screen.refuse(text, N_("× not now"))

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        # A page that is left changes nothing of the one below; Textual would lay that out and paint it once more.
        return super()._prune(*nodes, parent=None if parent is self else parent)

    # --- The program ------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:  # forwarded: no part has taken it
            self.watcher.somebody_is_here()
            await self._typed_ahead.take(event)
        else:
            await super().on_event(event)

    @property
    def locked(self) -> bool:
        return any(getattr(page, "LOCKED", False) for page in self.screen_stack)

    def lock(self) -> None:
        from screens.locked import Locked

        self.push_screen(Locked())

    def keep(self, **changes: Any) -> None:
        """Change preferences of this laptop."""
        new = self.kept._replace(**changes)
        if new != self.kept:
            self.kept = new
            preferences.save(self.settings.home, new)

    def elsewhere(self, work: Callable[[], Result], done: Callable[[Result | Exception], None]) -> None:
        def run() -> None:
            result: Result | Exception
            try:
                result = work()
            except Exception as error:
                result = error
            if self.is_running:
                # Not from the thread itself: what `done` refuses or gets wrong must reach `_handle_exception`.
                self.call_from_thread(self.call_next, partial(done, result))

        self.run_worker(run, thread=True, exit_on_error=False)

    def tell(self, refusal: Refusal) -> None:
        """Say on the page in view why nothing can be written for now."""
        if isinstance(self.screen, Page):
            from i18n.refusals import sentence

            self.screen.refuse(sentence(refusal))

    def _handle_exception(self, error: Exception) -> None:
        """A refusal that no screen expected is said; anything else ends the program with a sentence, no traceback."""
        if isinstance(error, Refusal) and isinstance(self.screen, Page):
            self.tell(error)
            return
        self.failure = self.failure or error  # what follows the first is its consequence
        from tui.failures import write_down

        self.failure_log = write_down(self.settings.home, error) or self.failure_log
        self.exit(return_code=70)


def run(settings: Settings) -> int:
    """Open the interface; the exit code."""
    app = ComptoirApp(settings)
    app.run(mouse=False)
    if app.failure is not None:
        from tui.failures import farewell

        print(farewell(app.failure_log), file=sys.stderr)
        return 70
    return app.return_code or 0
