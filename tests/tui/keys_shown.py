"""A program that shows which keys reached it, with Comptoir's driver or (argument `plain`) with Textual's own.

`!` forgets what was shown.
"""

import sys

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

from tui.driver import driver_class


class KeysShown(App[None]):
    def compose(self) -> ComposeResult:
        self.keys: list[str] = []
        yield Static("<>", markup=False)

    def on_key(self, event: events.Key) -> None:
        self._show(None if event.key == "exclamation_mark" else event.key)

    def on_paste(self, event: events.Paste) -> None:
        self._show(f"paste:{event.text}")

    def _show(self, key: str | None) -> None:
        self.keys = [] if key is None else [*self.keys, key]
        self.query_one(Static).update(f"<{' '.join(self.keys)}>")


KeysShown(driver_class=None if "plain" in sys.argv else driver_class()).run()
