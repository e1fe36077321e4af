"""A box that holds what belongs together: a form, or a warning."""

from __future__ import annotations

from textual.containers import Vertical
from textual.widget import Widget

from widgets.part import Line
from widgets.text import Words, words


class Panel(Vertical):
    """A solid box with its title in the upper border, and a legend at the right of the lower one."""

    DEFAULT_CSS = """
    Panel {
        height: auto; border: solid $line; background: $surface-box; padding: 0 2;
        border-title-color: $ink; border-title-background: $surface-box; border-title-style: bold;
        border-subtitle-color: $muted; border-subtitle-background: $surface-box; border-subtitle-style: bold;
    }
    Panel.-warning { border: solid $amber; background: $pending-tint; padding: 0 1; }
    Panel.-danger { border: solid $danger; }
    """

    def __init__(
        self,
        *children: Widget,
        title: Words = "",
        legend: Words = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self._title, self._legend = title, legend

    def on_mount(self) -> None:
        self.language_changed()

    def language_changed(self) -> None:
        """Title and legend again, in the language of this moment."""
        self.border_title = words(self._title) if self._title else None
        self.border_subtitle = words(self._legend) if self._legend else None


class WarningBox(Panel):
    """Words that must be read before going on: amber box on the pending tint."""

    def __init__(self, text: Words, *, id: str | None = None) -> None:
        super().__init__(Line(text), id=id, classes="-warning")
