"""What was typed in a form and is not recorded waits for who typed it, wherever they went: back, F12, the lock.

It is kept in memory alone, as long as the program runs: an address that nobody agreed to show is in no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from screens.counter import HalfTyped


class Form(Protocol):
    """A form that knows what was typed in it."""

    def typed(self) -> dict[str, str]:
        """What is not as it was shown first, by part; nothing that is agreed to, which is asked each time."""

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Fill in what `typed` returned."""


class Typed:
    """What one member typed on one page, about one thing."""

    def __init__(self, kept: HalfTyped, member_id: int, page: str, about: int) -> None:
        self._kept, self._key = kept, (member_id, page, about)

    def bring_back(self, forms: Mapping[str, Form]) -> str:
        """Fill in what waited; the name of the form that was being filled in, or ''."""
        waiting = self._kept.pop(self._key, {})
        for name, typed in waiting.items():
            forms[name].put_back(typed)
        return next(iter(waiting), "")

    def keep(self, forms: Mapping[str, Form], first: str = "") -> None:
        """The form named `first` is the one that is being filled in."""
        typed = {name: form.typed() for name, form in forms.items()}
        in_turn = sorted(typed, key=lambda name: name != first)
        if waiting := {name: typed[name] for name in in_turn if typed[name]}:
            self._kept[self._key] = waiting
        else:
            self.forget()

    def forget(self) -> None:
        """It is recorded, or nothing is typed any more."""
        self._kept.pop(self._key, None)
