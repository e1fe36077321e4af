"""The kraft bar: steps of an order, or tabs. The current one is reversed, its blanks included."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from i18n.language import N_, _
from widgets.part import Part


class Bar(NamedTuple):
    """Labels are message ids. `current` is an index; `between` stands between two labels (steps: « · »)."""

    labels: tuple[str, ...]
    current: int
    between: str = ""


ORDERING = (N_("1 Basket"), N_("2 Payment"), N_("3 Confirmation"), N_("4 Collection"))


def ordering_step(step: int) -> Bar:
    """The bar of the ordering steps, `step` from 1 to 4."""
    return Bar(ORDERING, step - 1, "·")


class BarLine(Part):
    """Paints the bar of its page."""

    DEFAULT_CSS = "BarLine { display: none; }"
    GROUND = "$ink on $kraft"

    bar: Bar | None = None

    def show(self, bar: Bar | None) -> None:
        if bar != self.bar:
            self.bar = bar
            self.display = bar is not None
            self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        if self.bar is None:
            return []
        style = "$muted-text" if self.bar.between else "$ink-text"
        tabs = [
            Content.styled(f" {_(label)} ", "$focus-text" if index == self.bar.current else style)
            for index, label in enumerate(self.bar.labels)
        ]
        return [Content.assemble(" ", Content.styled(self.bar.between, style).join(tabs))]
