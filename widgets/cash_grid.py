"""Counting a till: notes at the left, coins at the right. Only how many is typed; amounts follow."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from textual import events
from textual.content import Content
from textual.message import Message

from db.values.cash import COINS, NOTES, counted
from i18n import formats
from i18n.language import N_, _, ngettext
from widgets.digits import digit
from widgets.part import Part
from widgets.text import Words, spread, words

_LONGEST = 3  # digits of a count
_ALL = (*NOTES, *COINS)
_WIDE = 74  # columns from which the two blocks have room to breathe


class CashGrid(Part, can_focus=True):
    """Posts `Changed` at every digit. Enter and the arrows go from one note or coin to the next.

    A digit typed right after coming to a line replaces what was counted there.
    """

    DEFAULT_CSS = "CashGrid { width: 1fr; }"

    class Changed(Message):
        """What is counted is not what it was."""

    class Ended(Message):
        """Enter on the last coin: all is counted."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.texts: dict[int, str] = {}  # what is typed, by value in cents
        self.at = 0
        self._afresh = True

    @property
    def counts(self) -> dict[int, int]:
        """Value in cents → how many; what nobody typed is not in it."""
        return {value: int(text) for value, text in self.texts.items() if text}

    def fill(self, counts: Mapping[int, int]) -> None:
        """Other counts: what was typed before a power cut, or what was counted at the closing."""
        self.texts = {value: str(count)[:_LONGEST] for value, count in counts.items() if value in _ALL}
        self.refresh()

    @property
    def typing(self) -> bool:
        return not self._afresh

    @property
    def value(self) -> int:
        """The note or coin under the mark, cents."""
        return _ALL[self.at]

    def meaning(self) -> str:
        """« 6 pièces de 0,10 € = 0,60 € »; nothing where nothing is typed."""
        text = self.texts.get(self.value, "")
        if not text:
            return ""
        facts = {
            "n": formats.number(int(text)),
            "value": formats.money(self.value),
            "total": formats.money(counted({self.value: int(text)})),
        }
        if self.value in NOTES:
            return ngettext("{n} note of {value} = {total}", "{n} notes of {value} = {total}", int(text)).format(
                **facts
            )
        return ngettext("{n} coin of {value} = {total}", "{n} coins of {value} = {total}", int(text)).format(**facts)

    # --- Look -------------------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        wide = width >= _WIDE
        room, gap = (33, 5) if wide else (24, 2)
        airy = self.app.size.height >= 40
        notes, coins = self._block(N_("Notes"), NOTES, room, airy), self._block(N_("Coins"), COINS, room, airy)
        blank = Content(" " * room)
        return [Content.assemble(left, " " * gap, right) for left, right in zip_longest(notes, coins, fillvalue=blank)]

    def _block(self, title: Words, values: tuple[int, ...], room: int, airy: bool) -> list[Content]:
        head = Content.assemble("  ", words(title).stylize_before("bold $ink-text"))
        rule = Content.styled("─" * room, "$line-text")
        lines = [spread(head, Content.styled(_("Total"), "$muted-text"), room), rule]
        for value in values:
            lines.append(self._row(value, room))
            if airy and value != values[-1]:
                lines.append(Content(" " * room))
        total = counted({value: self.counts.get(value, 0) for value in values})
        name = Content.styled("  " + _("Total"), "bold $ink-text")
        return [*lines, rule, spread(name, Content.styled(formats.money(total), "bold $money-text"), room)]

    def _row(self, value: int, room: int) -> Content:
        here = self.has_focus and value == self.value
        text = self.texts.get(value, "")
        label = formats.money(value) if value < 100 else _whole(formats.money(value))
        room_before = " " * (3 - len(text))
        if here and self._afresh and text:
            inside = Content.assemble(room_before, (text, "$focus-text"), " ")
        elif here:
            inside = Content.assemble(room_before, (text, "bold $ink-text"), (" ", "$focus-text"))
        else:
            inside = Content.assemble(room_before, (text, "$ink-text"), " ")
        bracket = "bold $ink-text" if here else "$muted-text"
        mark = (">", "$mark-text") if here else ("×", "$muted-text")
        left = Content.assemble(
            (f"{label:>6}", "$ink-text"), " ", mark, " ", ("[", bracket), inside, ("]", bracket)
        )  # fmt: skip
        if not text:
            return left.pad_right(room - left.cell_length)
        amount = formats.money(counted({value: int(text)}))
        if left.cell_length + len(amount) >= room:
            amount = _whole(amount)
        return spread(left, Content.styled(amount, "$money-text"), room)

    def on_focus(self) -> None:
        self._afresh = True
        self.refresh()

    def on_blur(self) -> None:
        self._afresh = True
        self.refresh()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        number = digit(event.character, minus_is_six=True)
        if number:
            self._typed(number)
        elif event.key == "enter":
            if self.at == len(_ALL) - 1:
                self.post_message(self.Ended())
            else:
                self._go(self.at + 1)
        elif event.key in ("backspace", "delete"):
            text = self.texts.get(self.value, "")
            self._set("" if event.key == "delete" else text[:-1])
        elif not self._moves(event.key) and not self._answers(event):
            return
        event.stop()

    def _answers(self, event: events.Key) -> bool:
        """A letter that the page has no use for is no silent one; whether it was such a letter."""
        if not event.is_printable or self.page is None:
            return False
        if event.key in {action.key for action in self.page.every_action()}:
            return False
        self.page.refuse(N_("Digits are typed here: how many of each note and coin there are."))
        return True

    def _typed(self, number: str) -> None:
        text = number if self._afresh else self.texts.get(self.value, "") + number
        if len(text) > _LONGEST:
            if self.page is not None:
                self.page.refuse(N_("No till holds so many. Backspace takes the last digit away."))
            return
        self._set(text)

    def _set(self, text: str) -> None:
        self._afresh = False
        self.texts[self.value] = text
        self.refresh()
        self.post_message(self.Changed())

    def _moves(self, key: str) -> bool:
        first_coin = len(NOTES)
        if key == "down" and self.at < len(_ALL) - 1:
            self._go(self.at + 1)
        elif key == "up" and self.at > 0:
            self._go(self.at - 1)
        elif key == "right" and self.at < first_coin:
            self._go(self.at + first_coin)
        elif key == "left" and self.at >= first_coin:
            self._go(min(self.at - first_coin, first_coin - 1))
        elif key in ("home", "end"):
            self._go(0 if key == "home" else len(_ALL) - 1)
        else:
            return False
        return True

    def _go(self, at: int) -> None:
        self.at, self._afresh = at, True
        self.refresh()
        self.post_message(self.Changed())


def _whole(amount: str) -> str:
    """An amount of whole euros without its cents."""
    return amount.replace(",00", "").replace(".00", "")
