"""Numbered choices: digits or arrows choose, Enter takes. What cannot be chosen stays, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message

from i18n.language import N_, _
from widgets.part import Part
from widgets.text import Words, words


class Option(NamedTuple):
    """One choice. `unavailable` is the reason why not, in a few words, shown in parentheses instead of the note.

    `why` is the reason as a sentence, with what to do instead: for who takes it all the same.
    """

    id: str
    label: Words
    note: Words = ""
    unavailable: Words = ""
    why: Words = ""


class Choice(Part, can_focus=True):
    """Posts `Choice.Taken` on Enter (never for what is unavailable) and `Choice.Moved` when the mark moves.

    With `radio`, the taken one keeps `(•)` and the label stands in bold: for a choice that stays on the screen.
    `shift` columns stand before the mark.
    """

    _digits = ""  # the digit that was pressed just before: another one may make it the number of a long list

    class Taken(Message):
        def __init__(self, choice: Choice, option: Option) -> None:
            super().__init__()
            self.choice, self.option = choice, option

        @property
        def control(self) -> Choice:
            return self.choice

    class Moved(Taken):
        pass

    def __init__(
        self,
        options: Sequence[Option],
        *,
        start: int = 0,
        radio: bool = False,
        taken: str = "",
        shift: int = 1,
        airy: bool = False,
        numbered: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.options = tuple(options)
        self.at = min(start, max(0, len(self.options) - 1))
        self.radio, self.taken, self.shift, self.airy, self.numbered = radio, taken, shift, airy, numbered

    @property
    def option(self) -> Option:
        """The one under the mark."""
        return self.options[self.at]

    def show(self, options: Sequence[Option]) -> None:
        """Other choices; the mark stays on the same id if it is still there."""
        here = self.option.id if self.options else ""
        self.options = tuple(options)
        self.at = next((i for i, option in enumerate(options) if option.id == here), 0)
        self.refresh(layout=True)

    def _label(self, index: int) -> Content:
        option = self.options[index]
        number = f"{index + 1} " if self.numbered else ""
        radio = ("(•) " if option.id == self.taken else "( ) ") if self.radio else ""
        return Content.assemble(number, radio, words(option.label))

    def lines(self, width: int) -> list[Content]:
        labels = [self._label(index) for index in range(len(self.options))]
        widest = max((label.cell_length for label in labels), default=0)
        gap = 3 if self.radio else 4
        lines: list[Content] = []
        for index, (option, label) in enumerate(zip(self.options, labels, strict=True)):
            here = self.has_focus and index == self.at
            if here:
                name = Content.assemble((">", "$mark-text"), (f" {label.plain} ", "$focus-text"))
            else:
                bold = self.radio and option.id == self.taken
                style = "$muted-text" if option.unavailable else "bold $ink-text" if bold else "$ink-text"
                name = Content.assemble("  ", label.stylize_before(style), " ")
            if option.unavailable:
                reason = _("(not available: {reason})").format(reason=words(option.unavailable).plain)
                note = Content(reason)
            else:
                note = words(option.note)
            blank = " " * (widest - label.cell_length + gap - 1)
            room = width - self.shift - widest - gap - 2
            wrapped = note.wrap(room) if note and room > 8 else [note]
            lines.append(Content.assemble(" " * self.shift, name, blank, wrapped[0].stylize_before("$muted-text")))
            indent = " " * (self.shift + 2 + widest + gap)
            lines += [Content.assemble(indent, line.stylize_before("$muted-text")) for line in wrapped[1:]]
            if self.airy and index < len(self.options) - 1:
                lines.append(Content(""))
        return lines

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self._digits = ""
        self.refresh()

    def move(self, index: int) -> None:
        """Put the mark on the choice `index`, if there is one."""
        if 0 <= index < len(self.options) and index != self.at:
            self.at = index
            self.refresh()
            self.post_message(self.Moved(self, self.option))

    def take(self) -> None:
        """Take what the mark is on, or say why not."""
        if not self.options:
            return
        if self.option.unavailable:
            if self.page is not None:
                self.page.refuse(self.option.why or self.option.unavailable, N_("× not available"))
            return
        self.taken = self.option.id
        self.refresh()
        self.post_message(self.Taken(self, self.option))

    def on_key(self, event: events.Key) -> None:
        from widgets.digits import digit

        number = digit(event.character) if self.numbered else ""
        before, self._digits = self._digits, ""
        if event.key == "enter" or (event.key == "space" and self.radio):
            self.take()
        elif event.key == "down" and self.at < len(self.options) - 1:
            self.move(self.at + 1)
        elif event.key == "up" and self.at > 0:
            self.move(self.at - 1)
        elif number and before and int(before + number) <= len(self.options):
            self.move(int(before + number) - 1)  # « 1 », « 3 »: the thirteenth
        elif number and number != "0":
            self._digits = number
            self.move(int(number) - 1)
        elif event.key in ("home", "end"):
            self.move(0 if event.key == "home" else len(self.options) - 1)
        else:
            return
        event.stop()
