"""The groups of this laptop, as a list to choose from and as details of one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message

from db.groups import group_cards
from db.values.people import GroupCard
from db.values.text import fold
from i18n import formats
from i18n.language import _
from screens.counter import Program
from widgets.digits import digit
from widgets.part import Part
from widgets.text import cut_middle, pad, user_text

WIDEST = 92
LONGEST_NAME = 30


def cards_shown(program: Program, member_id: int = 0) -> tuple[GroupCard, ...]:
    """The groups this laptop is for, as the member (0: a visitor) sees them."""
    return tuple(card for card in group_cards(program.book, member_id) if is_shown(program, card.id, card.name))


def is_shown(program: Program, group_id: int, name: str) -> bool:
    """Whether this laptop is for a group."""
    only = program.only_groups
    return not only or str(group_id) in only or fold(name) in {fold(each) for each in only}


class GroupList(Part, can_focus=True):
    """One row a group: name, place, whether orders are open. One's own groups come first."""

    class Moved(Message):
        def __init__(self, card: GroupCard) -> None:
            super().__init__()
            self.card = card

    class Taken(Moved):
        pass

    at = 0
    cards: tuple[GroupCard, ...] = ()

    def show(self, cards: Sequence[GroupCard]) -> None:
        """Other facts; the mark stays on the same group if it is still there."""
        here = self.current
        self.cards = (*(card for card in cards if card.member), *(card for card in cards if not card.member))
        self.at = next((index for index, card in enumerate(self.cards) if here and card.id == here.id), 0)
        if self.is_mounted:
            self.refresh(layout=True)

    @property
    def current(self) -> GroupCard | None:
        """The group under the mark."""
        return self.cards[self.at] if self.at < len(self.cards) else None

    def lines(self, width: int) -> list[Content]:
        rows: list[Content] = []
        mark_row = 0
        own = any(card.member for card in self.cards)
        others = any(not card.member for card in self.cards)
        for index, card in enumerate(self.cards):
            if own and others and (index == 0 or card.member != self.cards[index - 1].member):
                heading = _("Your groups") if card.member else _("Other groups, which you may join")
                rows.append(Content.styled(f" {heading}", "$muted-text"))
            if index == self.at:
                mark_row = len(rows)
            rows.append(self._row(index, min(width, WIDEST)))
        # A long list moves under the mark; the page does not scroll.
        room = max(6, self.app.size.height - 15)
        if len(rows) <= room:
            return rows
        first = min(max(0, mark_row - room // 2), len(rows) - room)
        shown = rows[first : first + room]
        if first:
            shown[0] = Content.styled("   ↑ …", "$muted-text")
        if first + room < len(rows):
            shown[-1] = Content.styled("   ↓ …", "$muted-text")
        return shown

    def _row(self, index: int, width: int) -> Content:
        card = self.cards[index]
        name = cut_middle(user_text(card.name).plain, LONGEST_NAME)
        widest = min(LONGEST_NAME, max(cell_len(user_text(one.name).plain) for one in self.cards)) + 8
        number = f"{index + 1} " if index < 9 else "  "
        if self.has_focus and index == self.at:
            head = Content.assemble((">", "$mark-text"), Content.styled(f" {number}{name} ", "$focus-text"))
        else:
            head = Content.assemble(f"  {number}", (name, "bold $ink-text"))
        where = ", ".join(user_text(part).plain for part in (card.place, card.city) if part)
        state = Content("")
        if card.open_until is not None:
            state = Content.styled(_("● OPEN"), "bold $open-text")
        room = width - widest - state.cell_length - 2
        return Content.assemble(
            pad(head, widest), pad(Content.styled(cut_middle(where, room), "$ink-text"), room + 2), state
        )

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _move(self, index: int) -> None:
        index = max(0, min(index, len(self.cards) - 1))
        if index != self.at and self.cards:
            self.at = index
            self.refresh()
            self.post_message(self.Moved(self.cards[index]))

    def on_key(self, event: events.Key) -> None:
        number = digit(event.character)
        last = len(self.cards) - 1
        moves = {"up": self.at - 1, "down": self.at + 1, "home": 0, "end": last}
        moves |= {"pageup": self.at - 9, "pagedown": self.at + 9}
        if event.key == "enter" and self.current is not None:
            self.post_message(self.Taken(self.current))
        elif (event.key == "up" and not self.at) or (event.key == "down" and self.at >= last):
            return
        elif event.key in moves:
            self._move(moves[event.key])
        elif number and number != "0":
            if int(number) <= len(self.cards):
                self._move(int(number) - 1)
        else:
            return
        event.stop()


class GroupDetails(Part):
    """What a group says of itself: welcome, whom to ask, who makes the products, where, until when to order."""

    DEFAULT_CSS = "GroupDetails { height: 1fr; }"

    card: GroupCard | None = None

    def show(self, card: GroupCard | None) -> None:
        self.card = card
        if self.is_mounted:
            self.refresh()

    def lines(self, width: int) -> list[Content]:
        card = self.card
        if card is None:
            return []
        room = min(width, WIDEST) - 1
        title = Content.styled(cut_middle(user_text(card.name).plain, room), "bold $ink-text")
        facts: list[Content] = []
        where = ", ".join(user_text(part).plain for part in (card.place, card.city) if part)
        if where:
            facts += _fact(_("Place"), where, room)
        if card.contact:
            facts += _fact(_("Coordination"), user_text(card.contact).plain, room)
        if card.producers:
            facts += _fact(_("Producers"), ", ".join(user_text(one).plain for one in card.producers), room)
        if card.open_until is not None:
            until = formats.day_and_time(card.open_until, card.timezone)
            facts += _fact(_("Order until"), until, room)
        welcome: list[Content] = []
        for row in user_text_lines(card.welcome):
            welcome += row.wrap(room) or [row]
        left = max(0, self.content_size.height - 2 - len(facts)) if self.content_size.height else len(welcome)
        if len(welcome) > left:
            welcome = welcome[:left]
            if welcome:
                welcome[-1] = Content.assemble(welcome[-1].truncate(room - 2), " …")
        gap = [Content("")] if welcome and self.content_size.height > len(welcome) + len(facts) + 2 else []
        rows = [title, *(row.stylize_before("$ink-text") for row in welcome), *gap, *facts]
        return [Content.assemble(" ", row) for row in rows]


def user_text_lines(text: str) -> list[Content]:
    """A paragraph that people wrote, line by line."""
    return [user_text(line) for line in text.split("\n")] if text else []


def _fact(label: str, answer: str, width: int) -> list[Content]:
    """Label at the left, answer wrapped at its right, two lines at most."""
    head = 20
    wrapped = Content(answer).wrap(width - head)
    rows = wrapped[:2]
    if len(wrapped) > 2:
        rows[1] = Content.assemble(rows[1].truncate(width - head - 2), " …")
    return [
        Content.assemble(
            (label.ljust(head) if index == 0 else " " * head, "$muted-text"), row.stylize_before("$ink-text")
        )
        for index, row in enumerate(rows)
    ]
