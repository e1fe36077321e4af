"""What all painted parts share: a ground of one style, and the way to the page they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from widgets.quiet_screen import QuietScreen
from widgets.text import Words, guarded, pad, words

if TYPE_CHECKING:
    from widgets.page import Page


class Part(Widget):
    """A widget that paints itself as a few lines of `Content`, each padded to its width."""

    DEFAULT_CSS = "Part { height: auto; width: 1fr; }"

    GROUND = ""
    """Style under all of it; empty leaves the ground of the page."""

    def lines(self, width: int) -> list[Content]:
        """What to paint, line by line. Overridden by each part."""
        return []

    def render(self) -> Content:
        width = self.content_size.width
        rows = Content("\n").join([pad(guarded(line), width) for line in self.lines(width)])
        return rows.stylize_before(self.GROUND) if self.GROUND else rows

    _made: list[Strip] | None = None
    _made_for = Size(0, 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        # A line is finished when it is made: Textual's way through visuals and styles costs more than painting it.
        # It is left to a part with a padding or a border.
        if self.gutter:
            return super().render_lines(crop)
        size = self.size
        if self._made is None or size != self._made_for:
            self._made, self._made_for = [self._strip(line) for line in self.lines(size.width)], size
        missing = max(0, crop.bottom - len(self._made))
        strips = self._made + [self._strip(Content(""))] * missing
        return [strip.crop(crop.x, crop.right) for strip in strips[crop.y : crop.bottom]]

    def _strip(self, line: Content) -> Strip:
        parse_style = self.app.stylesheet.parse_style
        base = self.visual_style + parse_style(self.GROUND) if self.GROUND else self.visual_style
        runs = guarded(line).render(base, end="", parse_style=parse_style)
        strip = Strip([Segment(text, style.rich_style) for text, style in runs if text])
        strip = strip.adjust_cell_length(self.size.width, base.rich_style)
        for each in self.get_line_filters():
            strip = strip.apply_filter(each, self.background_colors[1])
        return strip

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self._made = None
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        QuietScreen.wants_paint(self, repaint=repaint, layout=layout)
        return self

    def refresh_kept(self, *regions: Region) -> None:
        """Paint `regions` again, or all of it, from lines that were kept."""
        super().refresh(*regions)
        QuietScreen.wants_paint(self)

    def notify_style_update(self) -> None:
        self._made = None
        super().notify_style_update()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self.lines(width))

    @property
    def page(self) -> Page[object] | None:
        """The page this part stands on, or None on a screen that is not ours."""
        from widgets.page import Page

        screen = self.screen
        return screen if isinstance(screen, Page) else None

    async def on_event(self, event: events.Event) -> None:
        # A message answers the key before; the next key takes it away, whatever part it goes to.
        page = self.page if isinstance(event, events.Key) else None
        if page is not None:
            page.clear_message()
        await super().on_event(event)
        if page is not None:
            page.paint_now(self)


class Line(Part):
    """Words that only say something, wrapped to the width. Change them with `line.text = …`."""

    def __init__(
        self, text: Words = "", *, style: str = "$ink-text", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._text = text
        self._style = style

    @property
    def text(self) -> Words:
        return self._text

    @text.setter
    def text(self, text: Words) -> None:
        self._text = text
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        content = words(self._text).stylize_before(self._style)
        if width <= 0:
            return [content]
        return [line for row in content.split("\n", allow_blank=True) for line in (row.wrap(width) or [row])]

    def get_content_width(self, container: object, viewport: object) -> int:
        return max((line.cell_length for line in words(self._text).split("\n")), default=0)


class Rule(Part):
    """A thin line across, `cells` columns at most."""

    def __init__(self, cells: int = 92, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._cells = cells

    def lines(self, width: int) -> list[Content]:
        return [Content.styled("─" * min(width, self._cells), "$line-text")]
