"""A list that gets shorter with every letter typed: letters find, arrows choose, Enter takes what is marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content

from i18n.language import N_, _
from widgets.row_list import Head, Row, RowList
from widgets.text import Words, user_text, words

LONGEST = 40  # signs
ROOM = 24


class Finder(RowList):
    """A `RowList` with what is typed above its head. `find(typed)` gives the rows, before the next key: a reference
    and Enter may come faster than the screen is painted."""

    def __init__(self, label: Words, find: Callable[[str], Sequence[Row]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label, self._find = label, find
        self.typed = ""

    @property
    def typing(self) -> bool:
        return bool(self.typed)

    def show(self, rows: Sequence[Row], head: Head | None = None) -> None:
        super().show(rows, None if head is None else lambda width: [*self._above(width), *head(width)])

    def again(self) -> None:
        """The rows may be others now; the mark stays on its own."""
        self.show(self._find(self.typed))

    def clear(self) -> None:
        """Nothing is typed any more."""
        self._type("")

    def _above(self, width: int) -> list[Content]:
        text = user_text(self.typed[-ROOM:]).plain
        cursor = (" ", "$focus-text") if self.has_focus else " "
        label = words(self._label)
        blank = " " * (ROOM - len(text))
        # Where the list is empty, the mark is where one types.
        mark = (">", "$mark-text") if self.has_focus and not self.rows else " "
        field = Content.assemble(
            "  ", label.stylize_before("bold $ink-text"), " ", mark, "[ ", (text, "bold $ink-text"), cursor, blank, "]"
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
            self.show(self._find(text))

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
