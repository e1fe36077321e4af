"""Numbered choices that an Enter led to: the same Enter, held down, takes none of them."""

from __future__ import annotations

from textual import events

from widgets.choice import Choice
from widgets.deliberate import Deliberate


class CarefulChoice(Choice):
    def on_mount(self) -> None:
        self._deliberate = Deliberate(self, self.take)

    def on_focus(self) -> None:
        self._deliberate.begin()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()  # the plain choice would take it at once
            self._deliberate.enter(event)
