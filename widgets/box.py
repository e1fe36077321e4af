"""A box of facts that can be gone to: its title carries the mark, its lower border says what Enter does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from i18n.language import _
from widgets.actions import key_name
from widgets.part import Part
from widgets.text import Words, words

Facts = Callable[[int], Sequence[Content]]


class Box(Part, can_focus=True):
    """`facts(width)` paints what is in it. Enter posts `Pressed`, and runs `action` (an id) of its page if it has one.

    `least` is how many rows of facts it has room for at least: boxes side by side are equally high.
    """

    class Pressed(Message):
        def __init__(self, box: Box) -> None:
            super().__init__()
            self.box = box

        @property
        def control(self) -> Box:
            return self.box

    def __init__(self, title: Words, facts: Facts, does: Words, *, action: str = "", id: str | None = None) -> None:
        """`does` is what Enter does here, written in the lower border."""
        super().__init__(id=id)
        self.title, self.facts, self.does, self.action = title, facts, does, action
        self.least = 0

    def lines(self, width: int) -> list[Content]:
        corners, dash, side = ("╔╗╚╝", "═", "║") if self.has_focus else ("┌┐└┘", "─", "│")
        edge = ("$focus" if self.has_focus else "$line") + " on $surface-box"
        title = words(self.title).plain
        if self.has_focus:
            head = Content.assemble((corners[0], edge), (">", "$mark-text"), (f" {title} ", "$focus-text"))
        else:
            head = Content.assemble((corners[0] + dash, edge), (f" {title} ", "bold $ink-text"))
        lines = [Content.assemble(head, (dash * max(0, width - head.cell_length - 1) + corners[1], edge))]
        facts = list(self.facts(width - 6))
        for fact in [*facts, *[Content("")] * (self.least - len(facts))]:
            inside = Content.assemble("  ", fact.truncate(width - 6, ellipsis=True))
            lines.append(Content.assemble((side, edge), inside.pad_right(width - 2 - inside.cell_length), (side, edge)))
        lines.append(self._foot(corners, dash, edge, width))
        return [line.stylize_before("$ink on $surface-box") for line in lines]

    def _foot(self, corners: str, dash: str, edge: str, width: int) -> Content:
        does = words(self.does).plain
        told = _("{key}: {action}").format(key=key_name("enter"), action=does)
        if self.has_focus and len(told) <= width - 6:
            does = told
        rest = max(0, width - len(does) - 5)
        return Content.assemble(
            (corners[2] + dash * rest, edge), (f" {does} ", "bold $ink-text"), (dash + corners[3], edge)
        )

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "space"):
            if self.action and self.page is not None:
                self.page.action_act(self.action)
            self.post_message(self.Pressed(self))
        elif event.key in ("left", "right"):
            if event.key == "right":
                self.screen.focus_next()
            else:
                self.screen.focus_previous()
        else:
            return
        event.stop()


def answer(label: Words, text: Content, *, room: int, width: int) -> list[Content]:
    """A label of `room` columns, muted, and its answer beside it on as many lines as it takes."""
    head = words(label).stylize_before("$muted-text")
    told = text.wrap(max(8, width - room)) or [Content("")]
    first = Content.assemble(head, " " * max(1, room - head.cell_length), told[0])
    return [first, *(Content.assemble(" " * room, line) for line in told[1:])]
