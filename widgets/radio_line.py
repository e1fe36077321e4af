"""A few choices, one of which always holds: `Monnaie  (•) enveloppe  ( ) avancée  ( ) payée`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message

from widgets.digits import digit
from widgets.part import Part
from widgets.text import Words, words


class Radio(NamedTuple):
    """One choice. `full` is its label where each choice has a row of its own."""

    id: str
    label: Words
    full: Words = ""


class RadioLine(Part, can_focus=True):
    """The mark chooses: ← → and Space go on to the next, digits to one of them. Enter posts `Submitted`.

    Beside each other in one row, or below each other while `upright`; then ↑ ↓ move in it too.
    """

    class Changed(Message):
        def __init__(self, radio: RadioLine) -> None:
            super().__init__()
            self.radio = radio

        @property
        def control(self) -> RadioLine:
            return self.radio

    class Submitted(Changed):
        pass

    def __init__(
        self,
        label: Words,
        options: Sequence[Radio],
        *,
        chosen: str = "",
        label_width: int = 12,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.label, self.options, self.label_width = label, tuple(options), label_width
        self.at = next((at for at, option in enumerate(options) if option.id == chosen), 0)
        self._upright = False

    @property
    def chosen(self) -> str:
        """The id of the one that holds."""
        return self.options[self.at].id

    @property
    def upright(self) -> bool:
        return self._upright

    @upright.setter
    def upright(self, upright: bool) -> None:
        if upright != self._upright:
            self._upright = upright
            self.refresh(layout=True)

    # --- Look -------------------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        label = words(self.label).stylize_before("$ink-text")
        head = Content.assemble(" ", label, " " * max(1, self.label_width - label.cell_length))
        painted = [self._painted(at) for at in range(len(self.options))]
        indent = Content(" " * head.cell_length)
        if self._upright:
            return [Content.assemble(indent if at else head, one) for at, one in enumerate(painted)]
        lines = [head]
        for one in painted:
            if lines[-1].cell_length + one.cell_length > width + 1:
                lines.append(indent)
            lines[-1] = Content.assemble(lines[-1], one)
        return lines

    def _painted(self, at: int) -> Content:
        option, holds = self.options[at], at == self.at
        label = words(option.full or option.label if self._upright else option.label).plain
        text = f"{'(•)' if holds else '( )'} {label}"
        if holds and self.has_focus:
            return Content.assemble((">", "$mark-text"), (f" {text} ", "$focus-text"))
        return Content.assemble("  ", (text, "bold $ink-text" if holds else "$ink-text"), " ")

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def choose(self, at: int) -> None:
        """The choice `at` holds, if there is one."""
        if 0 <= at < len(self.options) and at != self.at:
            self.at = at
            self.refresh()
            self.post_message(self.Changed(self))

    def on_key(self, event: events.Key) -> None:
        number = digit(event.character)
        if event.key == "enter":
            self.post_message(self.Submitted(self))
        elif event.key == "space":
            self.choose((self.at + 1) % len(self.options))
        elif event.key in ("left", "right"):
            self.choose(self.at + (1 if event.key == "right" else -1))
        elif self._upright and event.key == "down" and self.at < len(self.options) - 1:
            self.choose(self.at + 1)
        elif self._upright and event.key == "up" and self.at > 0:
            self.choose(self.at - 1)
        elif number and number != "0":
            self.choose(int(number) - 1)
        else:
            return
        event.stop()
