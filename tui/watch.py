"""What goes on by itself: the lock, cards that change at their minute, what other processes committed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from screens.counter import CounterPage
from widgets.header_line import HeaderLine
from widgets.page import Page

if TYPE_CHECKING:
    from db.database import Book
    from db.errors import ClockInDoubt
    from tui.app import ComptoirApp

WATCH_SECONDS = 1.0  # how often the clock, the lock and other processes are looked at
TIDY_SECONDS = 3600.0  # and how often, at least, what need not be kept any more


class Watcher:
    """Begins with the first paint, looks once a second."""

    def __init__(self, app: ComptoirApp) -> None:
        self.app = app
        self._last_key = monotonic()
        self._seen_version = 0
        self._next_change: int | None = None
        self._tidied = monotonic()
        self._minute = 0
        self._now = 0
        self._doubt: ClockInDoubt | None = None

    def begin(self) -> None:
        self.app.set_interval(WATCH_SECONDS, self.look)

    def somebody_is_here(self) -> None:
        """A key was pressed, or a secret accepted: the time before the lock begins anew."""
        self._last_key = monotonic()

    def book_opened(self, book: Book) -> None:
        """What was committed before is nothing new."""
        self._seen_version, self._now = book.data_version(), book.clock.now()

    def look(self) -> None:
        book = self.app.opening.opened
        if book is None or not self.app.is_running:  # the timer may tick once more while all is being closed
            return
        self._lock_if_left()
        self._look_at_the_clock(book)
        self._tell_the_hour(book)
        version = book.data_version()
        turned = self._next_change is not None and book.clock.now() >= self._next_change
        turned = turned or monotonic() - self._tidied >= TIDY_SECONDS
        if not turned and version == self._seen_version:
            return
        self._seen_version = version
        self.look_ahead(book, turned)
        page = self.app.screen
        if isinstance(page, CounterPage) and page.is_mounted:
            page.facts_changed()

    def _look_at_the_clock(self, book: Book) -> None:
        """An hour that is put back while people work stops what is written, as at the start: until it is right again,
        or the coordination says that it is."""
        now, before = book.clock.now(), self._now
        self._now = now
        if book.stopped is None and now < before:
            book.stopped = self._doubt = book.clock_doubt()
            if self._doubt is not None:
                self.app.who.doubts_the_hour(self._doubt)
        elif self._doubt is not None and book.stopped is self._doubt and book.clock_doubt() is None:
            book.stopped = self._doubt = None

    def _tell_the_hour(self, book: Book) -> None:
        """The header of the counter shows the hour, also while nobody presses a key."""
        minute, page = book.clock.now() // 60, self.app.screen
        if minute != self._minute and isinstance(page, CounterPage):
            self._minute = minute
            page.query(HeaderLine).refresh()

    def look_ahead(self, book: Book, turned: bool) -> None:
        """Note when the next distribution opens, closes or is over; do what its closing and its end ask for."""
        from db.closing import next_change

        self._next_change = next_change(book)
        if turned:
            self.tidy(book, lambda _: None)

    def tidy(self, book: Book, done: Callable[[object], None]) -> None:
        """What is over is closed, then papers whose days are past go. In turn: each thread has a memory of its own."""
        from db.closing import close_what_is_over

        def closed(_: object) -> None:
            self.app.elsewhere(partial(_expire, self.app.papers, printers, now), done)

        self._tidied = monotonic()
        kept, now = self.app.kept, book.clock.now()
        printers = (kept.printer, kept.receipt_printer)
        # An hour in doubt takes no paper away.
        self.app.elsewhere(partial(close_what_is_over, book), closed if book.stopped is None else done)

    def _lock_if_left(self) -> None:
        app, session, page = self.app, self.app.session, self.app.screen
        if app.locked or (session is None and len(app.screen_stack) == 1) or not page.is_mounted:
            return  # somebody is there, or their page has just begun to open
        limit = app.kept.lock_member if session is None or session.role == "member" else app.kept.lock_volunteer
        # Somebody in the middle of a field is left to finish; three times as long without a key is nobody.
        if isinstance(page, Page) and (page.typing or (session is None and page.query("Field"))):
            limit *= 3
        if monotonic() - self._last_key < limit:
            return
        if session is None:
            # Who was half signed up, or had not yet chosen a group: nobody goes on in their name.
            app.sign_out()
        else:
            app.lock()


def _expire(papers: Path, printers: tuple[str, ...], now: int) -> None:
    """In the laptop's own folder of papers, and in those that it prints into."""
    from printing.folder import expire

    expire(papers, now)
    if any(printers):
        from printing.printers import folders

        for folder in folders(*printers):
            expire(folder, now)
