"""What is typed at a terminal and not yet recorded: it waits in memory for who typed it, wherever they go, and in the
book for a power cut, once the keys were still for a moment."""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

from textual.timer import Timer

from db import resuming
from db.errors import Refusal
from screens.desk_tab import DeskTab

STILL = 1.0  # seconds without a key before it is written
LATEST = 3.0  # and where keys never cease, as many after the first


class Held(NamedTuple):
    """`text` as it stands in the row `row`, of the list about `about`."""

    about: str
    row: str
    text: str


class TypedHere:
    """For one tab; `screen` is its id there."""

    def __init__(self, tab: DeskTab, screen: str) -> None:
        self._tab, self._screen = tab, screen
        self._timer: Timer | None = None
        self._since = self._last = 0.0  # of the first key that is not written, and of the last
        self._wanted: str | None = None
        self._kept: str | None = None
        tab.waits.append(self)

    # --- While the program runs -------------------------------------------------------------------------------------

    def hold(self, about: str, row: str, text: str) -> None:
        """This is typed there now; '' is nothing."""
        held = self._tab.program.half_typed.setdefault(self._key, {})
        held.pop(about, None)
        if text:
            held[about] = {row: text}

    def held(self, about: str = "") -> Held | None:
        """What waits there; without `about`, what was typed last."""
        held = self._tab.program.half_typed.get(self._key, {})
        about = about or next(reversed(held), "")
        return next((Held(about, row, text) for row, text in held.get(about, {}).items()), None)

    @property
    def _key(self) -> tuple[int, str, int]:
        return self._tab.station.by, self._screen, self._tab.distribution_id

    # --- For a power cut --------------------------------------------------------------------------------------------

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
        self._wanted, self._last = typed, monotonic()
        if self._timer is None:
            self._since = self._last
            self._timer = self._tab.set_timer(STILL, self._write_if_still)

    def forget(self) -> None:
        """The tab is left, nothing waits any more."""
        self._stop()
        self._wanted = self._kept = None
        if self._found() is not None:
            self._put("")

    def again(self) -> None:
        """There is one place a terminal: another tab may have kept its own there meanwhile."""
        wanted, self._wanted, self._kept = self._wanted, None, None
        if wanted is not None:
            self.keep(wanted)

    def _write_if_still(self) -> None:
        rest = min(self._last + STILL, self._since + LATEST) - monotonic()
        if rest > 0:  # a key came meanwhile
            self._timer = self._tab.set_timer(rest, self._write_if_still)
        else:
            self._write()

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
