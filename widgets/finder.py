"""A list that gets shorter with every letter typed: letters find, arrows choose, Enter takes what is marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from i18n.language import N_, _
from widgets.row_list import Head, Row, RowList
from widgets.text import Words, user_text, words

LONGEST = 40  # signs
ROOM = 24


class Finder(RowList):
    """A `RowList` with what is typed above its head. Posts `Typed`; then the page shows other rows."""

    class Typed(Message):
        def __init__(self, finder: Finder, text: str) -> None:
            super().__init__()
            self.finder, self.text = finder, text

        @property
        def control(self) -> Finder:
            return self.finder

    def __init__(self, label: Words, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = label
        self.typed = ""

    @property
    def typing(self) -> bool:
        return bool(self.typed)

    def show(self, rows: Sequence[Row], head: Head | None = None) -> None:
        """Other rows. After another letter the mark is on the first; else it stays on its row."""
        super().show(rows, None if head is None else lambda width: [*self._above(width), *head(width)])

    def clear(self) -> None:
        """Nothing is typed any more."""
        self._type("")

    def _above(self, width: int) -> list[Content]:
        text = user_text(self.typed[-ROOM:]).plain
        cursor = (" ", "$focus-text") if self.has_focus else " "
        label = words(self._label)
        blank = " " * (ROOM - len(text))
        field = Content.assemble(
            "  ", label.stylize_before("bold $ink-text"), "  [ ", (text, "bold $ink-text"), cursor, blank, "]"
        )
        if self.typed and not self.rows:
            field = Content.assemble(field, "  ", (_("× nothing has these letters"), "bold $danger-text"))
        elif not self.typed:
            field = Content.assemble(field, "  ", (_("letters, or the reference"), "$muted-text"))
        return [field, Content("")]

    def _type(self, text: str) -> None:
        if text != self.typed:
            self.typed = text
            self.at = -1
            self.post_message(self.Typed(self, text))
            self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape" and self.typed:
            self._type("")
        elif event.key == "backspace":
            self._type(self.typed[:-1])
        elif event.key == "ctrl+u":
            self._type("")
        elif event.key == "enter" and not self.current:
            if self.page is not None:
                self.page.refuse(N_("Nothing has these letters. Esc: see everything again."))
        elif event.is_printable and event.character:
            if len(self.typed) < LONGEST:
                self._type(self.typed + event.character)
        else:
            return  # to the list, which the base class is
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._type((self.typed + event.text.replace("\r", "\n").partition("\n")[0])[:LONGEST])
