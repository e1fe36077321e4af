"""A paper on the screen: one page of it at a time, as text, in a box that the arrows go through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content

from i18n.language import _
from widgets.deliberate import Deliberate
from widgets.part import Part
from widgets.text import user_text

if TYPE_CHECKING:
    from printing.document import Document, Page

WIDTH = 72  # columns of text; on wide screens more
WIDE = 86
_FRAME = 6  # columns of the box itself


class Sheet(Part, can_focus=True):
    """Enter (and Ctrl+P) and `r` run the page's actions `print` and `again`; held down they count once."""

    DEFAULT_CSS = "Sheet { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.document: Document | None = None
        self.pages: tuple[Page, ...] = ()  # as they will be on paper, once that is known
        self.per_sheet = 1  # how many pages share a sheet
        self.at = 0  # the page
        self.top = 0  # its first line in view
        self._lines: dict[tuple[int, int], list[Content]] = {}  # by page and width
        self._print = Deliberate(self, lambda: self._act("print"))
        self._again = Deliberate(self, lambda: self._act("again"))

    def on_mount(self) -> None:
        self._print.begin()

    def _act(self, action: str) -> None:
        if self.page is not None:
            self.page.action_act(action)

    def show(self, document: Document | None, pages: tuple[Page, ...] | None = None, per_sheet: int = 1) -> None:
        """Another paper, or the same one read again: what was in view stays in view.

        `pages` are those of the document as its sheets part them; until they are known, it shows its own.
        """
        wanted = pages if pages is not None else document.pages if document is not None else ()
        if document != self.document or wanted != self.pages:
            self.document, self.pages = document, wanted
            self._lines.clear()
            self.at = min(self.at, max(0, self._count - 1))
        self.per_sheet = per_sheet
        self.refresh()

    @property
    def _count(self) -> int:
        return len(self.pages)

    @property
    def _rows(self) -> int:
        return max(1, self.size.height - 2)

    def _text(self) -> list[Content]:
        if self.document is None or not self.pages:
            return []
        width = WIDE if self.size.width >= WIDE + _FRAME else WIDTH
        key = (self.at, width)
        if key not in self._lines:
            from printing.plain import pages

            # One page at a time: a paper for two hundred people is not drawn to see the first one.
            [lines] = pages(self.document._replace(pages=(self.pages[self.at],)), width)
            self._lines[key] = [user_text(line) if line else Content("") for line in lines]
        return self._lines[key]

    # --- Look -------------------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        width = min(width, (WIDE if width >= WIDE + _FRAME else WIDTH) + _FRAME)
        corners, dash, side = ("╔╗╚╝", "═", "║") if self.has_focus else ("┌┐└┘", "─", "│")
        edge = ("$focus" if self.has_focus else "$line") + " on $surface-box"
        text = self._text()
        first = self._first(len(text))
        title = self._title()
        if self.has_focus:
            head = Content.assemble((corners[0], edge), (">", "$mark-text"), (f" {title} ", "$focus-text"))
        else:
            head = Content.assemble((corners[0] + dash, edge), (f" {title} ", "bold $ink-text"))
        rows = [Content.assemble(head, (dash * max(0, width - head.cell_length - 1) + corners[1], edge))]
        for line in [*text[first : first + self._rows], *[Content("")] * (self._rows - len(text))]:
            inside = Content.assemble("  ", line.truncate(width - 6, ellipsis=True))
            rows.append(Content.assemble((side, edge), inside.pad_right(width - 2 - inside.cell_length), (side, edge)))
        rows.append(self._foot(corners, dash, edge, width, len(text)))
        return [row.stylize_before("$ink on $surface-box") for row in rows]

    def _first(self, lines: int) -> int:
        """The line at the top: a larger window shows more above it, and does not forget it."""
        return max(0, min(self.top, lines - self._rows))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return 3

    def _title(self) -> str:
        if self.document is None:
            return _("The document is being made…")
        if self._count < 2:
            return _("Preview")
        if self.per_sheet > 1:
            sheet, sheets = self.at // self.per_sheet + 1, -(-self._count // self.per_sheet)
            part = _("part {n} of {all}, sheet {sheet} of {sheets}")
            return part.format(n=self.at + 1, all=self._count, sheet=sheet, sheets=sheets)
        return _("page {n} of {all}").format(n=self.at + 1, all=self._count)

    def _foot(self, corners: str, dash: str, edge: str, width: int, lines: int) -> Content:
        if lines <= self._rows:
            return Content.styled(corners[2] + dash * (width - 2) + corners[3], edge)
        told = _("lines {first} to {last} of {all}").format(
            first=self._first(lines) + 1, last=min(lines, self._first(lines) + self._rows), all=lines
        )
        rest = max(0, width - len(told) - 5)
        return Content.assemble(
            (corners[2] + dash * rest, edge), (f" {told} ", "$muted-text"), (dash + corners[3], edge)
        )

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "enter" | "ctrl+p":
                self._print.enter(event)
            case "r":
                self._again.enter(event)
            case "up":
                self._scroll(-1)
            case "down":
                self._scroll(1)
            case "pageup":
                self._scroll(1 - self._rows)
            case "pagedown":
                self._scroll(self._rows - 1)
            case "left":
                self._turn(-1)
            case "right":
                self._turn(1)
            case "home":
                self.at = self.top = 0
                self.refresh()
            case "end":
                self.at, self.top = max(0, self._count - 1), len(self._last_page())
                self.refresh()
            case _:
                return
        event.stop()

    def _last_page(self) -> list[Content]:
        self.at = max(0, self._count - 1)
        return self._text()

    def _scroll(self, by: int) -> None:
        """Through the page, then on to the page after or before it."""
        last = max(0, len(self._text()) - self._rows)
        self.top = min(self.top, last)
        if by > 0 and self.top >= last:
            self._turn(1)
        elif by < 0 and self.top == 0:
            if self.at:
                self.at -= 1
                self.top = len(self._text())
        else:
            self.top = max(0, min(last, self.top + by))
        self.refresh()

    def _turn(self, by: int) -> None:
        if 0 <= self.at + by < self._count:
            self.at, self.top = self.at + by, 0
            self.refresh()
