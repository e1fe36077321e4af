"""Categories on kraft, the current one reversed; `«` and `»` say that there are more. A search takes its place."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message

from i18n.language import _, ngettext
from widgets.part import Part
from widgets.text import pad, user_text


class CategoryBar(Part):
    """`at` 0 is « Tout »; the categories follow in their order."""

    DEFAULT_CSS = "CategoryBar { height: 1; }"
    GROUND = "$ink on $kraft"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.categories: tuple[str, ...] = ()
        self.at = 0
        self._first = 0  # the leftmost category in sight

    def show(self, categories: Sequence[str]) -> None:
        """Other categories; the current one stays if it is still there."""
        here = self.category
        self.categories = tuple(categories)
        self.at = self.categories.index(here) + 1 if here in self.categories else 0
        self.refresh()

    @property
    def category(self) -> str:
        """The current category, '' for all."""
        return self.categories[self.at - 1] if 0 < self.at <= len(self.categories) else ""

    def step(self, by: int) -> bool:
        """Go to the category beside; False at the end."""
        if not 0 <= self.at + by <= len(self.categories):
            return False
        self.at += by
        self.refresh()
        return True

    def lines(self, width: int) -> list[Content]:
        names = [_("All"), *(user_text(name).plain for name in self.categories)]
        wide = [cell_len(name) + 2 for name in names]
        room = width - 3  # a sign at each end
        self._first = min(self._first, self.at)
        while self._first < self.at and sum(wide[self._first : self.at + 1]) > room:
            self._first += 1
        line = Content.styled("«" if self._first else " ", "$muted-text")
        taken, index = 0, self._first
        while index < len(names) and taken + wide[index] <= room:
            line = Content.assemble(line, (f" {names[index]} ", "$focus-text" if index == self.at else "$ink-text"))
            taken += wide[index]
            index += 1
        if index < len(names):
            line = Content.assemble(pad(line, width - 2), ("»", "$muted-text"))
        return [line]


class SearchLine(Part):
    """What is searched, while it is typed. Posts `Changed` at each letter, `Done` on Enter, `Left` on Escape.

    It takes the focus only while it is open: what is not on the screen must not have it.
    """

    DEFAULT_CSS = "SearchLine { height: 1; display: none; }"
    GROUND = "$ink on $kraft"

    class Changed(Message):
        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Done(Message):
        pass

    class Left(Message):
        pass

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self.hits = 0

    def open(self) -> None:
        """Show the line, ready to be typed in."""
        self.display = self.can_focus = True
        self.focus()

    def close(self) -> None:
        """Forget what was searched."""
        self.text = ""
        self.display = self.can_focus = False

    def lines(self, width: int) -> list[Content]:
        found = ngettext("{n} product", "{n} products", self.hits).format(n=self.hits)
        if self.has_focus:
            typed = Content.assemble(("> ", "$mark-text"), (self.text, "bold $ink-text"), (" ", "$focus-text"))
            keys = _("Enter: to the first one   Esc: see all again")
        else:
            typed, keys = Content.assemble("  ", (self.text, "bold $ink-text"), " "), _("Esc: see all again")
        label = Content.styled(_("Search"), "$muted-text")
        tail = Content.styled(f"{found}   {keys}" if self.text else keys, "$muted-text")
        return [Content.assemble("  ", label, " ", typed, "   ", tail).truncate(width, ellipsis=True)]

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _change(self, text: str) -> None:
        self.text = text
        self.post_message(self.Changed(text))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._change((self.text + user_text(event.text.strip()).plain)[:40])

    def on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "down", "tab"):
            self.post_message(self.Done())
        elif event.key == "escape":
            self.post_message(self.Left())
        elif event.key == "backspace":
            self._change(self.text[:-1])
        elif event.is_printable and event.character and len(self.text) < 40:
            self._change(self.text + event.character)
        else:
            return
        event.stop()
