"""The search for a plan: beside the screen, in a thread, until it is found or nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any

from db.delivery_plan import suggest
from db.errors import Refusal
from db.values.delivery import Suggestion
from screens.counter import CounterPage

SECONDS = 10  # the longest search


class Search:
    """One search, that leaves out pairs of (basket, deliverer) that were refused."""

    def __init__(self, page: CounterPage[Any], distribution_id: int, refused: frozenset[tuple[int, int]]) -> None:
        self.left_out = len(refused)
        self._page, self._distribution_id, self._refused = page, distribution_id, refused
        self._stop, self._began = Event(), monotonic()

    @property
    def seconds(self) -> int:
        """How long it has been under way."""
        return min(SECONDS, int(monotonic() - self._began))

    def begin(self, found: Callable[[Suggestion], None], refused: Callable[[Refusal], None]) -> None:
        """One of the two is called in the end, unless it was stopped."""
        book, by = self._page.book, self._page.session.person.id

        def work() -> Suggestion:
            with book.elsewhere():
                return suggest(
                    book, by, self._distribution_id, refused=self._refused, seconds=SECONDS, stop=self._stop.is_set
                )

        def ended(result: Suggestion | Exception) -> None:
            if self._stop.is_set():
                return
            if isinstance(result, Refusal):
                refused(result)
            elif isinstance(result, Exception):
                raise result
            else:
                found(result)

        self._page.program.elsewhere(work, ended)

    def stop(self) -> None:
        """Nobody waits for it any more."""
        self._stop.set()
