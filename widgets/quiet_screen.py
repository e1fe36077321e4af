"""A screen that is painted when something of it changed, and not for anything else.

Textual lays out and paints a screen up to four times when it is opened, twice when the one above it is left, and whole
whenever another part of it comes into use: each time for a reason that holds for other screens than ours. This stands
on a Textual release that is pinned exactly; `tests/screens/test_frames.py` counts the frames and compares the pictures.
"""

from __future__ import annotations

from typing import Self

from textual import events
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from widgets.frames import Frames


class QuietScreen(Screen[ScreenResultType]):
    """Base of our pages. They fill the window and are opaque: nothing below them shows."""

    # The part that comes into use, and the one that was, paint themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Frames()

    def refresh(
        self, *regions: Region, repaint: bool | None = None, layout: bool = False, recompose: bool = False
    ) -> Self:
        # Where parts came, went or moved, laying out knows what to paint.
        paint = not layout if repaint is None else repaint
        return super().refresh(*regions, repaint=paint, layout=layout, recompose=recompose)

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        event.prevent_default()  # called here, it is not called again
        opens = not self._compositor.size
        if not opens:
            event.refresh_styles = False  # a page that was away looks as it did: its styles are kept with it
        super()._on_screen_resume(event)
        if opens and self._compositor.size and self.app.screen is self and not self.app._batch_count:
            # Laying it out has just painted all of it, though each part learnt its size and asks to be painted.
            for part in (self, *self._compositor.widgets):
                part._repaint_required = False
                part._exchange_repaint_regions()

    def _screen_resized(self, size: Size) -> None:
        # A screen is told the size of its own first layout as a new one, and passes it on to the one below.
        if size != self._compositor.size:
            super()._screen_resized(size)

    def _compositor_refresh(self) -> None:
        # What changes below another screen has that one painted; all of it is painted when it is come back to.
        if self.app.screen is self:
            super()._compositor_refresh()
        else:
            self._compositor._dirty_regions.clear()
            self._dirty_widgets.clear()
