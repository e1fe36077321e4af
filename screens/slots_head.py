"""Above the board of time slots: which distribution, the rules, and how many people have a slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from i18n.language import _
from screens import slot_rows
from widgets.distribution_card import day_and_hours
from widgets.part import Part
from widgets.text import spread

if TYPE_CHECKING:
    from screens.slots_board import SlotsBoard

MOST_WIDTH = 92


class Head(Part):
    """Which distribution, how long slots last, and how many people have one."""

    def __init__(self, page: SlotsBoard) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        width = min(width, MOST_WIDTH)
        facts, page = self._page.facts, self._page
        title = Content.assemble((_("Time slots"), "bold $ink-text"), "   ", (day_and_hours(facts.one), "$muted-text"))
        if not facts.slots:
            said = slot_rows.no_slots(facts, page.session.role == "coordinator")
            return [title, Content(""), *said.wrap(width)]
        rules = Content.styled(slot_rows.rules(facts), "$muted-text")
        return [spread(title, rules, width), *slot_rows.who_comes(facts, page.book.clock.now()).wrap(width)]
