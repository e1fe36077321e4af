"""The one clock. It is handed in, so that tests set it. Instants are whole seconds since 1970, UTC."""

from __future__ import annotations

import time
from typing import Protocol

# The day this release was made (UTC seconds): a computer whose clock is before it is wrong.
RELEASED_AT = 1795219200  # 2026-11-21


class Clock(Protocol):
    def now(self) -> int:
        """Seconds since 1970, UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> int:
        return int(time.time())


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        return self.at

    def advance(self, seconds: int) -> None:
        self.at += seconds
