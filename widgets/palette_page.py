"""Ctrl+O: everything that can be done here, by its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from db.values.text import fold
from i18n.language import N_, _
from widgets import actions
from widgets.actions import Action
from widgets.page import Page
from widgets.part import Part
from widgets.text import words


class PalettePage(Page[Action | None], ModalScreen[Action | None]):
    """Dismisses with the action chosen, or None."""

    GLOBAL = (actions.LANGUAGE,)
    HELP = N_("Type a part of a name, choose with the arrows, Enter does it.")
    ACTIONS = (
        Action("do", "enter", "", N_("Do it")),
        Action("choose", "down", "", N_("Choose"), key_label="↑ ↓"),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "PalettePage, PalettePage:ansi { background: $paper; }"

    def __init__(self, page: Page[Any]) -> None:
        super().__init__()
        self._about = page

    def body(self) -> Iterable[Widget]:
        yield ActionList(self._about)

    def on_action_list_chosen(self, message: ActionList.Chosen) -> None:
        self.dismiss(message.action)


class ActionList(Part, can_focus=True):
    """What is typed narrows the list; the mark stands on the first hit."""

    class Chosen(Message):
        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action

    def __init__(self, page: Page[Any]) -> None:
        super().__init__()
        self._about = page
        self._typed = ""
        self._at = 0

    def hits(self) -> list[Action]:
        """The actions whose label or tip holds what is typed, accents and case ignored."""
        typed = fold(self._typed)
        every = [action for action in self._about.every_action() if action.id != "palette"]
        return [action for action in every if typed in fold(f"{words(action.label).plain} {words(action.tip).plain}")]

    def lines(self, width: int) -> list[Content]:
        hits = self.hits()
        # Where nothing is found, typing is all there is to do.
        mark = Content(" ") if hits or not self.has_focus else Content.styled(">", "$mark-text")
        typed = Content.assemble(mark, " ", (self._typed, "bold $ink-text"), (" ", "$focus-text"))
        rows = [
            Content.styled(_("All actions"), "bold $ink-text"),
            Content(""),
            Content.assemble("  ", (_("Search"), "$muted-text"), " ", typed),
            Content(""),
        ]
        if not hits:
            rows.append(Content.styled("  " + _("Nothing has this name here."), "$muted-text"))
        for index, action in enumerate(hits):
            reason = self._about.reason_against(action)
            label = words(action.label).plain
            if index == self._at and self.has_focus:
                name = Content.assemble((">", "$mark-text"), (f" {label} ", "$focus-text"))
            else:
                name = Content.assemble("  ", (label, "$muted-text" if reason else "$ink-text"))
            tip = words(action.tip)
            if reason:
                tip = Content(_("(not available: {reason})").format(reason=words(reason).plain))
            tail = Content.assemble(
                " " * max(1, 28 - name.cell_length), (f"{action.key_name():<10}", "bold $ink-text"), tip
            )
            rows.append(Content.assemble(name, tail.stylize_before("$muted-text")).truncate(width, ellipsis=True))
        return rows

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        hits = self.hits()
        if event.key in ("down", "up"):
            self._at = max(0, min(len(hits) - 1, self._at + (1 if event.key == "down" else -1)))
            # The mark's row is kept in sight on a small screen.
            if self.parent is not None:
                self.screen.query_one("#body").scroll_to(y=max(0, self._at - 8), animate=False)
        elif event.key == "enter":
            if hits:
                self.post_message(self.Chosen(hits[self._at]))
        elif event.key == "backspace":
            self._typed, self._at = self._typed[:-1], 0
        elif event.is_printable and event.character:
            self._typed, self._at = (self._typed + event.character)[:30], 0
        else:
            return
        event.stop()
        self.refresh(layout=True)
