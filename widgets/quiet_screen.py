"""A screen that is painted when something of it changed, and not for anything else.

Textual lays out and paints a screen up to four times when it is opened, twice when the one above it is left, and whole
whenever another part of it comes into use: each time for a reason that holds for other screens than ours. This stands
on a Textual release that is pinned exactly; `tests/screens/test_frames.py` counts the frames and compares the pictures.
"""

from __future__ import annotations

from asyncio import sleep
from typing import Self

from textual import events
from textual.app import App
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from widgets.frames import Drawn, Frames

SETTLED = 0.005  # seconds after which parts that changed have said so: they do when they have nothing else to do


class QuietScreen(Screen[ScreenResultType]):
    """Base of our pages. They fill the window and are opaque: nothing below them shows."""

    _drawn: Drawn | None = None  # this page, made ready; None from the moment that a part of it changes
    _lays_out = False

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
        drawn, self._drawn = self._drawn, None
        if self._dirty_widgets or self._layout_required or self.size != self.app.size:
            drawn = None
        super()._on_screen_resume(event)
        if self.app.screen is not self or self.app._batch_count:
            return
        if opens and self._compositor.size:
            # Laying it out has just painted all of it, though each part learnt its size and asks to be painted.
            for part in (self, *self._compositor.widgets):
                self._is_painted(part)
        elif drawn is not None:
            self.app._display(self, drawn)
            self._is_painted(self)  # not its parts: what one of them asks for is newer than this frame

    @staticmethod
    def _is_painted(part: Widget) -> None:
        part._repaint_required = False
        part._exchange_repaint_regions()

    # --- Painting what a key changed ---------------------------------------------------------------------------------
    # Textual waits until the part, then the page, have nothing to do, and paints then.

    @staticmethod
    def wants_paint(part: Widget, *, repaint: bool = True, layout: bool = False) -> None:
        """`part` asked to be painted, or laid out: its page, if it is one of ours, does so without waiting."""
        if part.is_attached and isinstance(screen := part.screen, QuietScreen):
            if layout:
                screen.will_lay_out()
            elif repaint:
                screen.paint_soon(part)

    def will_lay_out(self) -> None:
        """Parts change their places: all is painted together, once they have."""
        self._lays_out = True
        self._drawn = None

    def paint_soon(self, part: Widget) -> None:
        """When the work at hand is done."""
        self._drawn = None
        if not self._lays_out and self.app.screen is self and part in self._compositor.visible_widgets:
            self._dirty_widgets.add(part)
            self._update_timer.resume()

    def paint_now(self, part: Widget) -> None:
        """`part` answered a key, its work is done. Of keys that come faster all is painted at once, later."""
        waiting = not (part._message_queue.empty() and self.app._message_queue.empty())
        if self._dirty_widgets and not self._lays_out and self.is_current and not waiting:
            self._on_timer_update()

    def _compositor_refresh(self) -> None:
        self._lays_out = False
        # What changes below another screen has that one painted; all of it is painted when it is come back to.
        if self.app.screen is self:
            super()._compositor_refresh()
        else:
            self._compositor._dirty_regions.clear()
            self._dirty_widgets.clear()

    # --- Opening and coming back ------------------------------------------------------------------------------------

    async def make_ready(self, app: App[object]) -> None:
        """Mount this page behind the one in front, or lay it out again there, and make all its lines.

        Once it is shown, only what changed meanwhile is made anew. It must be installed in `app`.
        """
        if not self.is_running:
            _, mounted = app._get_screen(self)  # as `push_screen` does, which would show it
            await mounted
        await sleep(SETTLED)
        if not self.is_attached or app.screen is self:
            return
        if self._layout_required or self._layout_widgets or self.size != app.size:
            self._layout_required = False
            self._refresh_layout(app.size)
        self._dirty_widgets.clear()
        self._lays_out = False
        self._drawn = Drawn(self._compositor.render_full_update(), app.console)

    def _screen_resized(self, size: Size) -> None:
        # A screen is told the size of its own first layout as a new one, and passes it on to the one below.
        if size != self._compositor.size:
            super()._screen_resized(size)
