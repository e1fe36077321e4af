"""`[x]` and the words one agrees to. Never ticked beforehand."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message

from widgets.part import Part
from widgets.text import Words, words


class Tick(Part, can_focus=True):
    """Space ticks and unticks. Enter posts `Submitted`, then the page decides where the focus goes.

    The mark stands in the column left of the box: parts beside it stand one column further in to line up with the box.
    """

    class Changed(Message):
        def __init__(self, tick: Tick) -> None:
            super().__init__()
            self.tick = tick

        @property
        def control(self) -> Tick:
            return self.tick

    class Submitted(Changed):
        pass

    def __init__(self, text: Words, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = text
        self.ticked = False

    def lines(self, width: int) -> list[Content]:
        box = "[x]" if self.ticked else "[ ]"
        said = words(self.text).wrap(max(10, width - 5))
        # The mark stands in the column left of the box, which is always kept free for it.
        if self.has_focus:
            head = Content.assemble((">", "$mark-text"), (box, "$focus-text"), " ")
        else:
            head = Content.assemble(" ", (box, "bold $ink-text"), " ")
        first = Content.assemble(head, (said[0].plain, "$ink-text"))
        return [first, *(Content.assemble("     ", (line.plain, "$ink-text")) for line in said[1:])]

    def tick(self) -> None:
        """As if Space had been pressed."""
        self.ticked = not self.ticked
        self.refresh()
        self.post_message(self.Changed(self))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key == "space":
            self.tick()
        elif event.key == "enter":
            self.post_message(self.Submitted(self))
        else:
            return
        event.stop()
