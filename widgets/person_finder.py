"""One big field, « Qui ? », and those it means below: a number or a few letters, arrows, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from widgets.field import DOUBLE, SOLID
from widgets.row_list import Head, Row, RowList
from widgets.text import Words, user_text, words

LONGEST = 40  # signs
ROOM = 30


class PersonFinder(RowList):
    """`find` is called with the letters at every change and shows other rows at once: an Enter may follow a digit
    faster than a message is read. Posts `Taken` on Enter on a row; `NotFound` on Enter without one.

    While nothing is typed no row is marked, until an arrow is pressed: an Enter that is still held takes nobody.
    """

    class NotFound(Message):
        def __init__(self, finder: PersonFinder, text: str) -> None:
            super().__init__()
            self.finder, self.text = finder, text

        @property
        def control(self) -> PersonFinder:
            return self.finder

    def __init__(self, label: Words, hint: Words, find: Callable[[str], None], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._find = find
        self._label, self._hint = label, hint
        self._said: Words = ""
        self._chosen = False  # by an arrow
        self.typed = ""

    @property
    def typing(self) -> bool:
        return bool(self.typed)

    def show(self, rows: Sequence[Row], head: Head | None = None, said: Words = "") -> None:
        """Other rows; after another letter the mark is on the first. `said`: a sentence below the field."""
        self._said = said
        super().show(rows, None if head is None else lambda width: [*self._above(width), *head(width)])
        if not self.typed and not self._chosen:
            self.at = -1

    def clear(self) -> None:
        """Nothing is typed any more."""
        self._chosen = False
        self.at = -1
        self._type("")
        self.refresh()

    # --- Look -------------------------------------------------------------------------------------------------------

    def _above(self, width: int) -> list[Content]:
        corner = DOUBLE if self.has_focus else SOLID
        edge = "$focus on $surface-box" if self.has_focus else "$line on $surface-box"
        label = words(self._label).stylize_before("bold $ink-text")
        indent = " " * (label.cell_length + 3)
        here = self.has_focus and not self.current
        mark = (">", "$mark-text") if here else " "
        letters, cursor = user_text(self.typed[-ROOM:]).plain, "$focus-text" if self.has_focus else ""
        typed = Content.assemble(" ", mark, " ", (letters, "bold $ink-text"), (" ", cursor))
        inside = typed.pad_right(max(0, ROOM + 4 - typed.cell_length)).stylize_before("$ink on $surface-box")
        hint = words(self._hint).stylize_before("$muted-text")
        box = ROOM + 4
        lines = [
            Content.assemble(indent, (corner[0] + corner[1] * box + corner[2], edge)),
            Content.assemble(" ", label, "  ", (corner[3], edge), inside, (corner[3], edge), "  ", hint),
            Content.assemble(indent, (corner[4] + corner[1] * box + corner[5], edge)),
        ]
        said = words(self._said)
        told = [Content.assemble(" ", line) for line in said.wrap(max(20, width - 2))] if said else []
        return [*lines, *told, Content("")]

    # --- Keys -------------------------------------------------------------------------------------------------------

    def _type(self, text: str) -> None:
        if text != self.typed:
            self.typed, self._chosen = text, False
            self.at = -1
            self._find(text)
            self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape" and self.typed:
            self._type("")
        elif event.key == "backspace":
            self._type(self.typed[:-1])
        elif event.key == "ctrl+u":
            self._type("")
        elif event.key == "enter" and not self.current:
            self.post_message(self.NotFound(self, self.typed))
        elif event.key == "down" and not self.current and (stops := self._stops()):
            self._chosen, self.at = True, stops[0]
            self.refresh()
        elif event.is_printable and event.character:
            if len(self.typed) < LONGEST:
                self._type(self.typed + event.character)
        else:
            if event.key in ("up", "down", "pageup", "pagedown", "home", "end"):
                self._chosen = True
            return  # to the list, which the base class is
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._type((self.typed + event.text.replace("\r", "\n").partition("\n")[0])[:LONGEST])
