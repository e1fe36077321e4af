"""The footer: at most six keys. Tab reaches it: arrows choose, Enter runs, for laptops that hide their F-keys."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from widgets.actions import Action
from widgets.field import Field
from widgets.part import Part
from widgets.text import words

MOST, WIDEST = 6, 78  # keys, columns


class KeysLine(Part, can_focus=True):
    """The last row."""

    GROUND = "$ink on $kraft"

    chosen = 0

    def wanted(self) -> list[Action]:
        """What the page has for the footer; in a field without the keys that are letters there."""
        page = self.page
        actions = [action for action in page.footer() if action.shown] if page is not None else []
        if page is not None and isinstance(page.focused, Field):
            actions = [action for action in actions if not _is_typed(action)]
        return actions

    def shown(self, width: int) -> list[Action]:
        """The actions that fit: order kept, dropped from the end before the last one, help never."""
        actions = self.wanted()
        while len(actions) > MOST or (len(actions) > 2 and self._cells(actions) > min(width - 2, WIDEST)):
            del actions[-3 if actions[-2].id == "help" else -2]
        return actions

    def _cells(self, actions: list[Action]) -> int:
        return sum(self._item(action).cell_length for action in actions) + 2 * (len(actions) - 1)

    def _item(self, action: Action) -> Content:
        # A greyed key is told apart without colour: its name is not bold.
        page = self.page
        greyed = page is not None and page.reason_against(action) is not None
        key_style = "$muted-text" if greyed else "bold $ink-text"
        return Content.assemble((action.key_name(), key_style), " ", words(action.label).stylize("$muted-text"))

    def lines(self, width: int) -> list[Content]:
        line = Content("")
        actions = self.shown(width)
        self.chosen = min(self.chosen, max(0, len(actions) - 1))
        for index, action in enumerate(actions):
            here = self.has_focus and index == self.chosen
            item = self._item(action)
            gap = " " if index == 0 else "  "
            if here:
                item = Content.styled(item.plain, "$focus-text")
                line = Content.assemble(line, gap[:-1], (">", "$mark-text"), item)
            else:
                line = Content.assemble(line, gap, item)
        return [line]

    def on_mount(self) -> None:
        self.watch(self.screen, "focused", self._into_or_out_of_a_field, init=False)

    def _into_or_out_of_a_field(self, before: Widget | None, now: Widget | None) -> None:
        if isinstance(before, Field) != isinstance(now, Field):
            self.refresh()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return 1

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    async def on_key(self, event: events.Key) -> None:
        actions = self.shown(self.size.width)
        if not actions:
            return
        if event.key in ("left", "right"):
            self.chosen = (self.chosen + (1 if event.key == "right" else -1)) % len(actions)
            self.refresh()
        elif event.key in ("home", "end"):
            self.chosen = 0 if event.key == "home" else len(actions) - 1
            self.refresh()
        elif event.key == "enter" and self.page is not None:
            self.page.run(actions[self.chosen])
        else:
            return
        event.stop()


def _is_typed(action: Action) -> bool:
    """Whether its key is a sign of what one types: in a field it leads nowhere else."""
    key = action.key.split(",")[0]
    return key == "space" or (len(key) == 1 and bool(action.method))
