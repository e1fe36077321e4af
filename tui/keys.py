"""Keys typed ahead: what is typed faster than a key leads elsewhere goes there too."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.message_pump import MessagePump

from widgets.field import Field

if TYPE_CHECKING:
    from tui.app import ComptoirApp

# Keys after which the focus may be elsewhere; in a field the arrows too.
LEADS_ELSEWHERE = frozenset({"enter", "tab", "shift+tab", *(f"f{number}" for number in range(1, 13))})
LED_SECONDS = 0.25


class TypedAhead:
    """Hands keys on one after the other. One that may lead elsewhere is waited for before the next has its turn."""

    def __init__(self, app: ComptoirApp, hand_on: Callable[[events.Event], Awaitable[None]]) -> None:
        self.app = app
        self.hand_on = hand_on
        self._keys: deque[events.Key] = deque()
        self._leading: events.Key | None = None
        self._led_at = 0.0
        self._way: tuple[MessagePump, ...] = ()  # where what it led to may still be under way
        self._followed = False

    async def take(self, key: events.Key) -> None:
        self._keys.append(key)
        if self._leading is None or monotonic() - self._led_at > LED_SECONDS:
            self._leading = None
            await self._hand_on_all()
        elif not self._followed:
            self._follow()

    async def _hand_on_all(self) -> None:
        while self._keys and self._leading is None:
            key, part = self._keys.popleft(), self.app.focused or self.app.screen
            if key.key in LEADS_ELSEWHERE or (key.key in ("up", "down") and isinstance(part, Field)):
                self._leading, self._led_at, self._followed = key, monotonic(), False
                self._way = (part, *part.ancestors_with_self, part.screen, self.app, part.screen, self.app)
            await self.hand_on(key)
        if self._keys:
            self._follow()

    def _follow(self) -> None:
        """Once all that the key leads to is done, from part to page to here, the keys behind it have their turn.

        Nobody follows a key that no other waits for: that it is painted comes first.
        """
        app, key, way = self.app, self._leading, iter(self._way)
        self._followed = True

        def step() -> None:
            following = next(way, None)
            if following is None or not following.call_later(step):
                app.call_later(self._has_led, key)

        step()
        app.set_timer(LED_SECONDS, partial(self._has_led, key))  # part or page may be gone meanwhile

    async def _has_led(self, key: events.Key | None) -> None:
        if self._leading is key:
            self._leading = None
            await self._hand_on_all()
