"""What is typed at a terminal waits in the book for a power cut, once the keys were still for a moment."""

from __future__ import annotations

from textual.timer import Timer

from db import resuming
from db.errors import Refusal
from screens.desk_tab import DeskTab

STILL = 1.0  # seconds without a key before it is written


class TypedHere:
    """For one tab; `screen` is its id there."""

    def __init__(self, tab: DeskTab, screen: str) -> None:
        self._tab, self._screen = tab, screen
        self._timer: Timer | None = None
        self._wanted: str | None = None
        self._kept: str | None = None

    def waiting(self) -> str:
        """What was typed here when the program stopped, today; '' for nothing."""
        found = self._found()
        return found.typed if found is not None else ""

    def _found(self) -> resuming.Begun | None:
        found = resuming.kept(self._tab.book, self._tab.station.terminal)
        here = found is not None and (found.screen, found.distribution_id) == (self._screen, self._tab.distribution_id)
        return found if here else None

    def keep(self, typed: str) -> None:
        """This is what is typed now: written when no key follows within a moment."""
        if typed == self._wanted:
            return
        self._wanted = typed
        if self._timer is None:
            self._timer = self._tab.set_timer(STILL, self._write)
        else:
            self._timer.reset()
            self._timer.resume()

    def forget(self) -> None:
        """The tab is left, nothing waits any more."""
        self._stop()
        self._wanted = self._kept = None
        if self._found() is not None:
            self._put("")

    def _write(self) -> None:
        self._stop()
        if self._wanted is not None and self._wanted != self._kept:
            self._kept = self._wanted
            self._put(self._screen, self._wanted)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _put(self, screen: str, typed: str = "") -> None:
        try:
            with self._tab.book.briefly():
                resuming.keep(self._tab.book, self._tab.station, screen, None, typed)
        except Refusal:
            pass  # it is scratch: nobody waits for it
