"""The application: who is signed in, where they are, and what goes on by itself."""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from db.clock import Clock, SystemClock
from db.errors import BookMissing, BookRefused, ClockInDoubt, Refusal
from db.look import Peek, peek
from i18n import language
from i18n.language import N_
from screens.counter import CounterPage, Session
from tui import preferences, themes
from tui.driver import driver_class
from widgets.field import Field
from widgets.header_line import Header
from widgets.page import Page

if TYPE_CHECKING:
    from db.database import Book
    from db.values.people import Person

Result = TypeVar("Result")
# Keys after which the focus may be elsewhere; in a field the arrows too.
LEADS_ELSEWHERE = frozenset({"enter", "tab", "shift+tab", *(f"f{number}" for number in range(1, 13))})
LED_SECONDS = 0.25
WATCH_SECONDS = 1.0  # how often the clock, the lock and other processes are looked at


class Settings(NamedTuple):
    """How this run was started."""

    path: Path
    home: Path
    kiosk: bool = False
    groups: tuple[str, ...] = ()  # the only ones a kiosk shows
    language: str = ""
    theme: str = ""
    clock: Clock = SystemClock()
    papers: Path | None = None  # where documents are saved; None: among the user's own


class ComptoirApp(App[None], inherit_bindings=False):
    """One person at the counter at a time. Screens show and ask; this says who, where, and when to lock."""

    TITLE = "Comptoir"
    ENABLE_COMMAND_PALETTE = False  # ours is `widgets.palette_page`
    CSS = "Screen { background: $paper; color: $ink; }"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kept = preferences.load(settings.home)
        self._session: Session | None = None
        self._balance: int | None = None
        self._book: Book | None = None
        self._peek: Peek | None = None
        self._last_key = monotonic()
        self._keys: deque[events.Key] = deque()
        self._leading: events.Key | None = None
        self._seen_version = 0
        self._next_change: int | None = None
        self.trouble: Refusal | None = None
        self.failure: BaseException | None = None
        self.failure_log: Path | None = None
        language.use(self.laptop_language)
        theme = themes.choose(os.environ, themes.colours_of(os.environ), settings.theme or self.kept.theme)
        super().__init__(driver_class=driver_class(self.kept.escape_ms), ansi_color=themes.is_ansi(theme) or None)
        self.animation_level = "none"
        themes.dress(self, theme)

    # --- The book ---------------------------------------------------------------------------------------------------

    @property
    def book(self) -> Book:
        if self._book is None:
            from db.database import open_book

            self._book = open_book(self.settings.path, self.settings.home, clock=self.settings.clock)
            self._book.stopped = self._book.clock_doubt()
            self._seen_version = self._book.data_version()
        return self._book

    def make_book(self) -> Book:
        """Make the book of this run where there is none; refuses as `db.database.create` does."""
        if self._book is None and not self.settings.path.exists():
            from db.database import create

            self._book = create(self.settings.path, self.settings.home, clock=self.settings.clock)
            self._peek = peek(self.settings.path)
            self._seen_version = self._book.data_version()
        return self.book

    def open_demo(self) -> None:
        """Leave the empty book alone, and go on in the demo book, made if it is not there yet."""
        from tui import demo
        from tui.paths import demo_book

        if self._book is not None:
            self._book.close()
            self._book = None
        path = demo_book(self.settings.home)
        if not path.exists():
            demo.make(path, self.settings.home, self.settings.clock)
        self.settings = self.settings._replace(path=path)
        self.look_again()

    def look_again(self) -> None:
        """The first screen anew: the book is set up now, or what was wrong with its file is mended."""
        self._begin_with(self.get_default_screen())
        if self._book is None and self._peek is not None:
            self.elsewhere(_import_book, self._book_is_near)

    def _begin_with(self, screen: Screen[Any]) -> None:
        self.go_home()
        first = self.screen
        if not first._result_callbacks:  # Textual cannot replace its default screen, which nobody waits for
            first._push_result_callback(first, None)
        self.switch_screen(screen)

    @property
    def only_groups(self) -> tuple[str, ...]:
        return self.settings.groups

    @property
    def demo(self) -> bool:
        return self._peek is not None and self._peek.demo

    @property
    def kiosk(self) -> bool:
        return self.settings.kiosk

    @property
    def papers(self) -> Path:
        from tui.paths import papers_of

        return self.settings.papers or papers_of()

    @property
    def laptop_language(self) -> str:
        """The language of the first screen; a member's own holds while they are signed in."""
        return self.settings.language or self.kept.language

    @property
    def session(self) -> Session | None:
        return self._session

    def get_default_screen(self) -> Screen[Any]:
        """The first screen needs four raw reads of the book; everything else comes after it is painted."""
        try:
            self._peek = peek(self.settings.path)
        except BookMissing:
            self._peek = None
        except BookRefused as refusal:
            from screens.no_book import NoBook

            self._peek = None
            return NoBook(refusal)
        if self._peek is None or not self._peek.ready:
            from screens.set_up import SetUp

            return SetUp()
        from screens.sign_in import SignIn

        return SignIn()

    def on_mount(self) -> None:
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        gc.enable()
        gc.freeze()
        self.set_interval(WATCH_SECONDS, self._watch)
        if self._peek is not None:
            self.elsewhere(_import_book, self._book_is_near)

    def _book_is_near(self, result: object) -> None:
        """Peewee and the models are imported: open, then check the whole book in a thread. A verdict stops writing."""
        try:
            book = self.book
        except BookRefused as refusal:
            from screens.no_book import NoBook

            self._begin_with(NoBook(refusal))
            return
        except Refusal as refusal:
            self._tell(refusal)
            return
        if book.stopped is not None:
            self._tell(book.stopped)
        self._look_ahead(book, turned=True)
        self.elsewhere(partial(_check, book), self._checked)

    def _checked(self, verdict: Refusal | Exception | None) -> None:
        if isinstance(verdict, Refusal) and self._book is not None:
            self._book.stopped = verdict
            self._tell(verdict)

    def _tell(self, refusal: Refusal) -> None:
        """Say on the page in view why nothing can be written for now."""
        self.trouble = refusal
        if isinstance(self.screen, Page):
            from i18n.refusals import sentence

            self.screen.refuse(sentence(refusal))

    # --- Who --------------------------------------------------------------------------------------------------------

    def welcome(self, person: Person, group_id: int = 0) -> None:
        from db.accounts import memberships
        from screens.group_list import is_shown

        own = [one.group_id for one in memberships(self.book, person.id) if is_shown(self, one.group_id, one.group)]
        if not group_id:
            group_id = own[0] if len(own) == 1 else self.kept.last_group if self.kept.last_group in own else 0
        self._last_key = monotonic()
        language.use(person.language or self.laptop_language)
        if group_id:
            self._start(person, group_id)
            self.show_orders()
            return
        from screens.groups import Groups

        self.go_home(Groups(person=person))

    def enter_group(self, group_id: int) -> None:
        if self._session is None:
            return
        self._start(self._session.person, group_id)
        self.show_orders()

    def _start(self, person: Person, group_id: int) -> None:
        from db.groups import group
        from db.roles import role

        self._session = Session(person, group(self.book, group_id), role(self.book, person.id, group_id) or "member")
        self.keep(last_group=group_id)
        self.renew_session()
        if self._session.role == "coordinator" and isinstance(self.book.stopped, ClockInDoubt):
            self.call_after_refresh(self._ask_the_hour, self.book.stopped)

    def _ask_the_hour(self, doubt: ClockInDoubt) -> None:
        """Opening, closing and ordering wait until a coordinator has said that the computer's hour is right."""
        from i18n import formats
        from widgets.question import Fact, Question

        def answered(right: bool | None) -> None:
            if right and self.book.stopped is doubt:
                self.book.stopped = None

        facts = [
            Fact(N_("The computer says"), formats.day_and_time(doubt.now, ""), strong=True),
            Fact(N_("The latest entry is of"), formats.day_and_time(doubt.last, "")),
        ]
        self.push_screen(Question(N_("Is this hour right?"), [facts], N_("It is right")), answered)

    def renew_session(self) -> None:
        session = self._session
        if session is None:
            return
        from db.accounts import person
        from db.groups import group
        from db.ledger import balance
        from db.roles import role

        book, who, where = self.book, session.person.id, session.group.id
        self._session = Session(person(book, who), group(book, where), role(book, who, where) or "member")
        self._balance = balance(book, who, where)
        if isinstance(self.screen, Page) and self.screen.is_mounted:
            self.screen.refresh_frame()

    def sign_out(self) -> None:
        self._session = self._balance = None
        language.use(self.laptop_language)
        self.go_home()

    def header(self) -> Header:
        if self._session is None or self._locked:
            return Header(language=language.LANGUAGES[language.current()])
        session = self._session
        return Header(session.group.name, name=session.person.name, balance=self._balance, role=session.role)

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
        if self._session is None:
            from screens.groups import Groups

            self.go_home(Groups())
            return
        from screens.distributions import Distributions

        self.go_home(Distributions())

    def show_account(self) -> None:
        if self._session is None:
            self._needs_sign_in()
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

    def change_group(self) -> None:
        from screens.groups import Groups

        if isinstance(self.screen, Groups):
            return
        self.push_screen(Groups(person=self._session.person if self._session else None))

    def change_language(self) -> None:
        from screens.languages import Languages

        self.push_screen(Languages(), self._language_chosen)

    def _language_chosen(self, code: str | None) -> None:
        """Signed in, it becomes the member's own; on the first screens, the laptop's."""
        if code is None:
            return
        if self._session is None:
            self.keep(language=code)
        else:
            from db.accounts import change_details

            who = self._session.person.id
            self._session = self._session._replace(person=change_details(self.book, who, who, language=code))
        self.speak(code)

    def speak(self, code: str = "") -> None:
        """Every page in `code`, or in the language of who is signed in, or in the laptop's."""
        language.use(code or (self._session.person.language if self._session else "") or self.laptop_language)
        for page in self.screen_stack:
            if isinstance(page, Page):
                page.language_changed()

    def ask_quit(self) -> None:
        from screens.no_book import NoBook

        stuck = isinstance(self.screen, NoBook)  # a kiosk whose book does not open must be left to be mended
        if self.kiosk and not stuck and (self._session is None or self._session.role == "member"):
            self._page_refuse(N_("This computer stays on for the others. F12: sign out."))
            return
        from widgets.question import Fact, Question

        def answered(yes: bool | None) -> None:
            if yes:
                self.exit()

        self.push_screen(
            Question(N_("Quit Comptoir?"), [[Fact(N_("What is recorded"), N_("stays recorded"))]], N_("Quit")),
            answered,
        )

    def _needs_sign_in(self) -> None:
        self._page_refuse(N_("Sign in first: Esc goes back to the first screen."))

    def _page_refuse(self, text: str) -> None:
        if isinstance(self.screen, Page):
            self.screen.refuse(text, N_("× not now"))

    # --- What goes on by itself -------------------------------------------------------------------------------------

    @property
    def _locked(self) -> bool:
        return any(getattr(page, "LOCKED", False) for page in self.screen_stack)

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key) or event.is_forwarded:  # forwarded: no part has taken it
            await super().on_event(event)
            return
        self._last_key = monotonic()
        self._keys.append(event)
        await self._hand_on_keys()

    async def _hand_on_keys(self) -> None:
        """A key that may lead elsewhere is waited for: what is typed faster than that goes there too."""
        while self._keys and self._leading is None:
            key, part = self._keys.popleft(), self.focused or self.screen
            if key.key in LEADS_ELSEWHERE or (key.key in ("up", "down") and isinstance(part, Field)):
                self._leading = key
                await super().on_event(key)
                self._follow(key, part)
            else:
                await super().on_event(key)

    def _follow(self, key: events.Key, part: Widget) -> None:
        """Once all that the key leads to is done, from part to page to here, the keys behind it have their turn."""
        way = iter((part, *part.ancestors_with_self, part.screen, self, part.screen, self, self))

        def step() -> None:
            following = next(way, None)
            if following is None or not following.call_later(step):
                self.call_later(self._has_led, key)

        step()
        self.set_timer(LED_SECONDS, partial(self._has_led, key))  # part or page may be gone meanwhile

    async def _has_led(self, key: events.Key) -> None:
        if self._leading is key:
            self._leading = None
            await self._hand_on_keys()

    def _watch(self) -> None:
        """Every second: lock, cards that change at their minute, what other processes committed."""
        if self._book is None or not self.is_running:  # the timer may tick once more while all is being closed
            return
        self._lock_if_left()
        now = self._book.clock.now()
        version = self._book.data_version()
        turned = self._next_change is not None and now >= self._next_change
        if not turned and version == self._seen_version:
            return
        self._seen_version = version
        self._look_ahead(self._book, turned)
        if isinstance(self.screen, CounterPage) and self.screen.is_mounted:
            self.screen.facts_changed()

    def _look_ahead(self, book: Book, turned: bool) -> None:
        """Note when the next distribution opens, closes or is over; do what its closing asks for."""
        from db.closing import close_what_is_over, next_change

        if turned:
            self.elsewhere(partial(close_what_is_over, book), lambda _: None)
        self._next_change = next_change(book)

    def _lock_if_left(self) -> None:
        session = self._session
        if self._locked or (session is None and len(self.screen_stack) == 1):
            return
        limit = self.kept.lock_member if session is None or session.role == "member" else self.kept.lock_volunteer
        # Somebody in the middle of a field is left to finish; three times as long without a key is nobody.
        if isinstance(self.screen, Page) and (self.screen.typing or (session is None and self.screen.query("Field"))):
            limit *= 3
        if monotonic() - self._last_key < limit:
            return
        if session is None:
            # Who was half signed up, or had not yet chosen a group: nobody goes on in their name.
            self.sign_out()
        else:
            self.lock()

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

    def _handle_exception(self, error: Exception) -> None:
        """A refusal that no screen expected is said; anything else ends the program with a sentence, no traceback."""
        if isinstance(error, Refusal) and isinstance(self.screen, Page):
            self._tell(error)
            return
        self.failure = self.failure or error  # what follows the first is its consequence
        from tui.failures import write_down

        self.failure_log = write_down(self.settings.home, error) or self.failure_log
        self.exit(return_code=70)

    def on_unmount(self) -> None:
        if self._book is not None:
            self._book.close()


def _import_book() -> None:
    import db.accounts
    import db.database
    import db.distributions  # noqa: F401


def _check(book: Book) -> Refusal | None:
    with book.elsewhere():
        return book.check()


def run(settings: Settings) -> int:
    """Open the interface; the exit code."""
    app = ComptoirApp(settings)
    app.run(mouse=False)
    if app.failure is not None:
        from tui.failures import farewell

        print(farewell(app.failure_log), file=sys.stderr)
        return 70
    return app.return_code or 0
