"""F1: what a screen does, then all its keys, and why a greyed one is greyed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from i18n.language import N_, _
from widgets import actions
from widgets.actions import Action
from widgets.page import Page
from widgets.part import Part
from widgets.text import words

MARGIN = 2  # columns kept free for the mark


class HelpPage(Page[None], ModalScreen[None]):
    """Gathered from the page that F1 was pressed on."""

    GLOBAL = (actions.LANGUAGE,)
    ACTIONS = (
        Action("scroll", "down", "", N_("Read on"), key_label="↑ ↓"),
        actions.LANGUAGE,
        actions.BACK,
    )
    DEFAULT_CSS = "HelpPage, HelpPage:ansi { background: $paper; }"

    def __init__(self, page: Page[Any]) -> None:
        super().__init__()
        self._about = page

    def body(self) -> Iterable[Widget]:
        yield HelpText(self._about)


class HelpText(Part, can_focus=True):
    """The text; arrows and pages scroll it."""

    def __init__(self, page: Page[Any]) -> None:
        super().__init__()
        self._about = page

    def lines(self, width: int) -> list[Content]:
        title = Content.styled(f" {_('Help')} ", "$focus-text" if self.has_focus else "bold $ink-text")
        rows = [title, Content("")]
        room = min(width, 78) - MARGIN
        for paragraph in words(self._about.HELP).split("\n", allow_blank=True):
            rows += [line.stylize_before("$ink-text") for line in paragraph.wrap(room)] or [Content("")]
        if self._about.HELP:
            rows.append(Content(""))
        rows += [Content.styled(_("Keys"), "bold $ink-text"), Content.styled("─" * room, "$line-text")]
        known = self._about.every_action()
        widest = max(len(action.key_name()) for action in known)
        for action in known:
            rows += self._row(action, widest, room)
        # There is one thing to do here, to read on: the mark stands at the first row in sight.
        body = self.parent
        first = int(body.scroll_y) if self.has_focus and isinstance(body, Widget) else -1
        return [
            Content.assemble((">" if index == first else " ", "$mark-text"), "" if row is title else " ", row)
            for index, row in enumerate(rows)
        ]

    def _row(self, action: Action, widest: int, room: int) -> list[Content]:
        reason = self._about.reason_against(action)
        key = Content.styled(action.key_name().ljust(widest), "$muted-text" if reason else "bold $ink-text")
        label = words(action.label).stylize("$muted-text" if reason else "$ink-text")
        head = Content.assemble(key, "  ", label)
        rest = words(action.tip)
        if reason:
            rest = Content(_("(not available: {reason})").format(reason=words(reason).plain))
        tail = rest.wrap(room - widest - 30) if rest else []
        lines = [Content.assemble(head, " " * max(2, widest + 26 - head.cell_length), tail[0] if tail else "")]
        lines += [Content.assemble(" " * (widest + 26), line) for line in tail[1:]]
        return [line.stylize_before("$muted-text") for line in lines]

    def on_mount(self) -> None:
        if isinstance(self.parent, Widget):
            self.watch(self.parent, "scroll_y", self._scrolled, init=False)

    def _scrolled(self) -> None:
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        body = self.parent
        assert isinstance(body, Widget)
        page = max(1, body.size.height - 2)
        moves = {"down": 1, "up": -1, "pagedown": page, "pageup": -page, "home": -10_000, "end": 10_000}
        if event.key in moves:
            event.stop()
            body.scroll_to(y=body.scroll_y + moves[event.key], animate=False)
