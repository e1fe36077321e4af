"""What an Enter does that may have been pressed for something else: somebody leans on the key, or was faster."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from widgets.button import Button
from widgets.question import REPEAT, SOON
from widgets.row_list import RowList

READ = 0.4  # seconds: nobody has read a list sooner


class Deliberate:
    """Tells an Enter that somebody meant from one that a held key repeats, for one part.

    Soon after `begin` an Enter counts once it has stayed alone for a moment; later it counts at once.
    """

    def __init__(self, part: Widget, act: Callable[[], object]) -> None:
        self._part, self._act = part, act
        self._since = self._last = 0.0
        self._believing: Timer | None = None

    def begin(self) -> None:
        """From now on an Enter may be the one that led here, still held."""
        self._stop()
        # A message is stamped by the same clock as keys are, on every system.
        self._since = self._last = Message().time

    def enter(self, event: events.Key) -> None:
        """An Enter reached the part: it acts, or not."""
        held = event.time - self._last < REPEAT
        self._last = event.time
        self._stop()
        if held:
            return
        if event.time - self._since < SOON:
            self._believing = self._part.set_timer(REPEAT, self._act)
        else:
            self._act()

    def _stop(self) -> None:
        if self._believing is not None:
            self._believing.stop()
            self._believing = None


class CarefulButton(Button):
    """A button that fields lead to with Enter: the same Enter, held down, does not press it."""

    def on_mount(self) -> None:
        self._deliberate = Deliberate(self, self.press)

    def on_focus(self) -> None:
        self._deliberate.begin()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()  # the plain button would press itself
            self._deliberate.enter(event)


class CarefulRows(RowList):
    """A list that a field leads to with Enter: what was pressed before it could be read takes nobody from it."""

    def on_mount(self) -> None:
        self._since = self._last = 0.0

    def on_focus(self) -> None:
        # A message is stamped by the same clock as keys are, on every system.
        self._since = self._last = Message().time

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            held = event.time - self._last < REPEAT
            self._last = event.time
            if held or event.time - self._since < READ:
                event.stop()
                event.prevent_default()
