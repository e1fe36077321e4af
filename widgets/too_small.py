"""What stands in the place of a page when the window is too small for it."""

from __future__ import annotations

from textual import events
from textual.content import Content

from i18n.language import _
from widgets.part import Part

LEAST_WIDTH, LEAST_HEIGHT = 80, 24


class TooSmall(Part, can_focus=True):
    """Lies over a page whose window is too small, and keeps keys from what cannot be seen. Nothing typed is lost."""

    DEFAULT_CSS = "TooSmall { layer: top; width: 100%; height: 100%; background: $paper; position: absolute; }"

    def lines(self, width: int) -> list[Content]:
        size = self.app.size
        text = _("Make the window larger: at least 80 × 24 (here {width} × {height})").format(
            width=size.width, height=size.height
        )
        # A size is never broken between its numbers: Textual breaks lines at every blank, also at a no-break one.
        wrapped = Content(text.replace(" × ", "_×_")).wrap(max(10, width - 2))
        rows = [Content.styled(row.plain.replace("_×_", " × "), "bold $ink-text") for row in wrapped]
        return [Content("")] * max(0, (size.height - len(rows)) // 2) + [Content.assemble(" ", row) for row in rows]

    def on_key(self, event: events.Key) -> None:
        if event.key not in ("ctrl+q", "f12", "f9"):
            event.stop()
            event.prevent_default()
