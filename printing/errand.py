"""Work that somebody waits for a moment, and that goes on by itself when it takes longer."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic

_QUIET = 2.0  # seconds without a byte taken: the printer holds still


class Trouble(Exception):
    """Why a document did not go: a `reason` of `db.errors.PrinterRefused`, and what the machine itself said."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class Errand:
    """Begun when it is made. What `work` returns is the number of a job, or nothing."""

    def __init__(self, work: Callable[[Errand], str]) -> None:
        self.job = ""
        self.trouble: Trouble | None = None
        self._lock, self._done = Lock(), Event()
        self._begun = self._given_up = False
        self._moved_at = monotonic()
        Thread(target=self._run, args=(work,), daemon=True).start()

    def begin(self) -> None:
        """Called by the work before it hands over the first byte: nothing is printed after its refusal was read."""
        with self._lock:
            if self._given_up:
                raise Trouble("timeout")
            self._begun = True
        self.moved()

    def moved(self) -> None:
        self._moved_at = monotonic()

    def wait(self, seconds: float) -> bool:
        """Whether it is done by then."""
        return self._done.wait(max(0.0, seconds))

    def give_up(self) -> bool:
        """Whether nothing has gone out yet, and nothing will."""
        with self._lock:
            self._given_up = not self._begun
            return self._given_up

    @property
    def begun(self) -> bool:
        return self._begun

    @property
    def done(self) -> bool:
        return self._done.is_set()

    @property
    def quiet(self) -> bool:
        return monotonic() - self._moved_at > _QUIET

    def _run(self, work: Callable[[Errand], str]) -> None:
        try:
            self.job = work(self)
        except Trouble as trouble:
            self.trouble = trouble
        except Exception as error:
            self.trouble = Trouble("failed", str(error))
        finally:
            self._done.set()
