"""The cards of « Commandes », in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid
from textual.content import Content
from textual.widget import Widget

from db.values.orders import DistributionCard
from i18n.language import N_
from screens.account_note import AccountNote
from screens.distribution_facts import Facts, Known
from widgets.distribution_card import DistributionBox
from widgets.text import Words


class Box(DistributionBox):
    """A card that tells in focus what Enter does, even where that is only to look."""

    def __init__(self, card: DistributionCard, now: int, visitor: bool) -> None:
        super().__init__(card, now, id=f"of-{card.distribution.id}")
        self._visitor = visitor

    @property
    def does(self) -> str:
        """What Enter does here, as a message id."""
        if not self._visitor and self.card.state == "open":
            return N_("Order")
        return N_("See my order") if self.card.basket else N_("See the products")

    @property
    def action(self) -> Words:
        known = not self._visitor and (self.card.state == "open" or self.card.basket)
        return self.does if known or self.has_focus else ""

    def _mine(self, room: int) -> Content:
        return Content("") if self._visitor else super()._mine(room)


class Cards(Grid):
    """The cards in two columns, then the member's account in one of the same size. Arrows go from card to card."""

    def __init__(self, known: Known, *, id: str) -> None:
        super().__init__(id=id)
        self._known = known

    def compose(self) -> ComposeResult:
        facts = self._known()
        for card in facts.current:
            yield Box(card, facts.now, facts.visitor)
        yield AccountNote(self._known)

    def show(self, facts: Facts, past: int) -> None:
        """The cards as they are now; the mark stays on its distribution."""
        wanted = facts.current + facts.past[:past]
        boxes = list(self.query(Box))
        if [box.card.distribution.id for box in boxes] == [card.distribution.id for card in wanted]:
            for box, card in zip(boxes, wanted, strict=True):
                box.show(card, facts.now)
            return
        self._rebuild(wanted, facts)

    def _rebuild(self, wanted: Sequence[DistributionCard], facts: Facts) -> None:
        known = {box.card.distribution.id: box for box in self.query(Box)}
        for gone in known.keys() - {card.distribution.id for card in wanted}:
            known.pop(gone).remove()
        # What is to come stands before the account, what is past after it.
        note = self.query_one(AccountNote)
        after: Widget = note
        for card in wanted:
            box = known.get(card.distribution.id)
            if box is None:
                box = Box(card, facts.now, facts.visitor)
                self.mount(box, before=note)
            else:
                box.show(card, facts.now)
                self.move_child(box, before=note)
            if card.state == "past":
                self.move_child(box, after=after)
                after = box

    def focus_on(self, index: int) -> None:
        """The mark goes to a card at once: what had it may be gone already. The page follows as soon as it can."""
        boxes = list(self.query(Box))
        if index < len(boxes):
            self.screen.set_focus(boxes[index], scroll_visible=False)
            self._bring_into_sight(boxes[index])

    def _bring_into_sight(self, box: Box) -> None:
        if box.size:
            box.scroll_visible()
        elif box.is_attached:  # just mounted: only once it has its place can it be scrolled to
            self.call_after_refresh(self._bring_into_sight, box)

    def on_key(self, event: events.Key) -> None:
        here = self.screen.focused
        if not isinstance(here, Box) or event.key not in ("left", "right", "up", "down"):
            return
        event.stop()
        boxes = list(self.query(Box))
        if event.key in ("left", "right"):
            to = boxes.index(here) + (1 if event.key == "right" else -1)
            if 0 <= to < len(boxes):
                boxes[to].focus()
            return
        x, y = here.virtual_region.offset
        down = event.key == "down"
        beyond = [box for box in boxes if (box.virtual_region.y > y if down else box.virtual_region.y < y)]
        if beyond:
            min(beyond, key=lambda box: (abs(box.virtual_region.y - y), abs(box.virtual_region.x - x))).focus()
        elif down:
            self.screen.set_focus(boxes[-1])
            self.screen.focus_next()
