"""Messages: the band under the header that stays, the note above the footer that answers a key, and the echo line."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.geometry import Region

from widgets.part import Part
from widgets.text import Words, pad, words

TINTS = {
    "recorded": ("$open-badge", "$ink on $open-tint"),
    "pending": ("$pending-badge", "$band-text on $pending-tint"),
    "closed": ("$closed-badge", "$ink on $closed-tint"),
    "refused": ("$danger-badge", "$ink on $danger-tint"),
}


class Message(NamedTuple):
    """`kind`: 'recorded', 'pending', 'closed' or 'refused'. The badge carries its own sign: « ! EN ATTENTE »."""

    kind: str
    badge: Words
    text: Words


def painted(message: Message, width: int, rows: int = 2) -> list[Content]:
    """The message on a full-width tint, badge at the left, at most `rows` lines."""
    badge_style, ground = TINTS[message.kind]
    badge = Content.assemble(" ", Content.assemble(" ", words(message.badge), " ").stylize(badge_style), " ")
    indent = badge.cell_length
    text: list[Content] = []
    for line in words(message.text).split("\n", allow_blank=True):
        text += sentences(line, max(10, width - indent - 1))
    lines = [Content.assemble(badge, text[0])] if text else [badge]
    lines += [Content.assemble(" " * indent, line) for line in text[1:rows]]
    return [pad(line, width).stylize_before(ground) for line in lines]


def sentences(text: Content, width: int) -> list[Content]:
    """`text` in lines of `width`; where two lines are enough either way, the second begins with a sentence."""
    lines = text.wrap(width) or [text]
    if len(lines) == 2:
        for at in range(min(len(text.plain), width), 0, -1):
            if text.plain[at - 1 : at + 1] in (". ", "? ") and len(text.plain) - at - 1 <= width:
                return [text[:at], text[at + 1 :]]
    return lines


class Band(Part):
    """A message that stays as long as it is true: recorded, pending, closed."""

    DEFAULT_CSS = "Band { display: none; }"

    message: Message | None = None

    def show(self, message: Message | None) -> None:
        """Show `message`, or nothing."""
        if message != self.message:
            self.message = message
            self.display = message is not None
            self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        return painted(self.message, width) if self.message is not None else []


class Note(Band):
    """A refusal, over the rows above the footer, two as a rule; it moves nothing, and the next key takes it away."""

    DEFAULT_CSS = "Note { layer: note; dock: bottom; offset: 0 -1; } Note.-high { dock: top; offset: 0 1; }"

    def lines(self, width: int) -> list[Content]:
        if self.message is None:
            return []
        rows = painted(self.message, width, rows=4)
        if len(rows) == 1:
            rows.append(pad(Content(""), width).stylize_before(TINTS[self.message.kind][1]))
        return rows


class EchoLine(Part):
    """What a typed number means, bold, then the keys of this field; or what just happened."""

    strong: Words = ""
    keys: Words = ""
    idle: Words = ""
    _cells = 0
    _next: Content | None = None  # made to know how long it is, and not painted yet

    def show(self, strong: Words, keys: Words = "") -> None:
        """Show the two parts; empty words empty the line."""
        if (strong, keys) != (self.strong, self.keys):
            before, self.strong, self.keys = self._cells, strong, keys
            line = self._line()
            self._cells = line.cell_length
            # Every digit comes by here: blanks behind the words are not sent again.
            self.refresh(Region(0, 0, max(before, self._cells), 1))
            self._next = line

    def show_idle(self, text: Words) -> None:
        """What stands here, muted, as long as there is nothing else to say."""
        if text != self.idle:
            self.idle = text
            if not self.strong and not self.keys:
                self.refresh()

    def _line(self) -> Content:
        strong, keys = words(self.strong), words(self.keys)
        if not strong and not keys:
            keys = words(self.idle)
        gap = "   " if strong and keys else ""
        return Content.assemble(" ", strong.stylize_before("bold $ink-text"), gap, keys.stylize_before("$muted-text"))

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> EchoLine:
        self._next = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def lines(self, width: int) -> list[Content]:
        line, self._next = self._next or self._line(), None
        self._cells = line.cell_length
        return [line.truncate(width, ellipsis=True)]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return 1
