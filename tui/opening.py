"""From the file to the first screen: looked at before the first paint, opened after it, checked in a thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from db.errors import BookMissing, BookRefused, ClockInDoubt, Refusal
from db.look import Peek, peek
from i18n.language import N_

if TYPE_CHECKING:
    from db.database import Book
    from db.terminals import Terminal
    from tui.app import ComptoirApp


class Opening:
    """The book of this run, and what is known of its file before it is open."""

    def __init__(self, app: ComptoirApp) -> None:
        self.app = app
        self.opened: Book | None = None
        self._seen: Peek | None = None
        self._terminal: Terminal | None = None

    @property
    def demo(self) -> bool:
        return self._seen is not None and self._seen.demo

    # --- The book ---------------------------------------------------------------------------------------------------

    @property
    def book(self) -> Book:
        """Opened when it is first asked for. Refuses as `db.opening.open_book` does."""
        if self.opened is None:
            from db.opening import open_book

            settings = self.app.settings
            self.opened = open_book(settings.path, settings.home, clock=settings.clock)
            self.opened.stopped = self.opened.clock_doubt()
            self.app.watcher.book_opened(self.opened)
        return self.opened

    def make(self) -> Book:
        """Make the book where there is none. Refuses as `db.opening.create` does."""
        settings = self.app.settings
        if self.opened is None and not settings.path.exists():
            from db.opening import create

            self.opened = create(settings.path, settings.home, clock=settings.clock)
            self._seen = peek(settings.path)
            self.app.watcher.book_opened(self.opened)
        return self.book

    @property
    def terminal(self) -> int:
        """Which terminal of this laptop this is: taken when the counter first asks, held until the program ends."""
        if self._terminal is None:
            from db.terminals import Terminal

            self._terminal = Terminal(self.app.settings.home, self.book.uid)
        return self._terminal.number

    def close(self) -> None:
        if self._terminal is not None:
            self._terminal.close()
        if self.opened is not None:
            self.opened.close()

    def demo_made(self) -> Path:
        """The demo book, made if it is not there yet; the book of this run is left."""
        from tui import demo
        from tui.paths import demo_book

        self.close()
        self.opened = None
        settings = self.app.settings
        path = demo_book(settings.home)
        if not path.exists():
            demo.make(path, settings.home, settings.clock)
        return path

    # --- The first screen -------------------------------------------------------------------------------------------

    def first_screen(self) -> Screen[Any]:
        """It needs four raw reads of the book; everything else comes after it is painted."""
        try:
            self._seen = peek(self.app.settings.path)
        except BookMissing:
            self._seen = None
        except BookRefused as refusal:
            from screens.no_book import NoBook

            self._seen = None
            return NoBook(refusal)
        if self._seen is None or not self._seen.ready:
            from screens.set_up import SetUp

            return SetUp()
        from screens.sign_in import SignIn

        return SignIn()

    def begin_with(self, screen: Screen[Any]) -> None:
        """Another first screen in the place of the one that was."""
        app = self.app
        app.go_home()
        first = app.screen
        if not first._result_callbacks:  # Textual cannot replace its default screen, which nobody waits for
            first._push_result_callback(first, None)
        app.switch_screen(screen)

    # --- After the first paint --------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Open the book that was seen, and check it, while the first screen is already there to be read."""
        if self.opened is None and self._seen is not None:
            self.app.elsewhere(_import_book, self._book_is_near)

    def _book_is_near(self, result: object) -> None:
        """Peewee and the models are imported: open, then check the whole book in a thread. A verdict stops writing."""
        try:
            book = self.book
        except BookRefused as refusal:
            from screens.no_book import NoBook

            self.begin_with(NoBook(refusal))
            return
        except Refusal as refusal:
            self.app.tell(refusal)
            return
        if book.stopped is not None:
            self.app.tell(book.stopped)
        self.app.watcher.look_ahead(book, turned=False)
        self.app.watcher.tidy(book, lambda _: self.app.elsewhere(partial(_check, book), self._checked))

    def _checked(self, verdict: Refusal | Exception | None) -> None:
        if isinstance(verdict, Refusal) and self.opened is not None:
            self.opened.stopped = verdict
            self.app.tell(verdict)

    def ask_the_hour(self, doubt: ClockInDoubt) -> None:
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
        self.app.push_screen(Question(N_("Is this hour right?"), [facts], N_("It is right")), answered)


def _import_book() -> None:
    import db.engine  # before all that imports Peewee

    # isort: split
    import db.accounts
    import db.distributions
    import db.opening  # noqa: F401


def _check(book: Book) -> Refusal | None:
    with book.elsewhere():
        return book.check()
