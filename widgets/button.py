"""`[ Label ]`: bold if it is the main one, reversed with `>` in focus. Both ways it takes the same room."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message

from widgets.part import Part
from widgets.text import Words, words


class Button(Part, can_focus=True):
    """Enter or Space presses it; it posts `Button.Pressed`, and runs `action` (an id) of its page if it has one."""

    DEFAULT_CSS = "Button { width: auto; height: 1; margin: 0 2 0 0; }"

    class Pressed(Message):
        def __init__(self, button: Button) -> None:
            super().__init__()
            self.button = button

        @property
        def control(self) -> Button:
            return self.button

    def __init__(
        self,
        label: Words,
        *,
        key: Words = "",
        main: bool = False,
        action: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`key` is shown before the label: `[ F8  Valider mon panier ]`."""
        super().__init__(id=id, classes=classes)
        self.label = label
        self.key = key
        self.main = main
        self.action = action

    def _face(self) -> Content:
        key = words(self.key)
        return Content.assemble(" ", key, "  " if key else "", words(self.label), " ")

    def lines(self, width: int) -> list[Content]:
        face = self._face()
        if self.has_focus:
            return [Content.assemble((">", "$mark-text"), Content.styled(face.plain, "$focus-text"), " ")]
        return [Content.assemble("[", face, "]").stylize_before("bold $ink-text" if self.main else "$ink-text")]

    def get_content_width(self, container: object, viewport: object) -> int:
        return self._face().cell_length + 2

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def press(self) -> None:
        """As if Enter had been pressed on it."""
        if self.action and self.page is not None:
            self.page.action_act(self.action)
        self.post_message(self.Pressed(self))

    def on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "space"):
            event.stop()
            self.press()
        elif event.key in ("left", "right"):
            event.stop()
            if event.key == "right":
                self.screen.focus_next()
            else:
                self.screen.focus_previous()
