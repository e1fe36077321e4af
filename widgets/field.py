"""A text field: label, a box of three rows, `>` and a block cursor inside; what was typed stays, also when refused."""

from __future__ import annotations

from typing import Literal

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message

from i18n.language import N_
from widgets.digits import digit
from widgets.part import Part
from widgets.text import Words, words

Kind = Literal["text", "secret", "quantity", "digits"]

SOLID = ("┌", "─", "┐", "│", "└", "┘")
DOUBLE = ("╔", "═", "╗", "║", "╚", "╝")


class Field(Part, can_focus=True):
    """One line to type in.

    `kind`: 'text'; 'secret' shows `•`; 'quantity' reads the upper row of an AZERTY keyboard as digits (`&` is 1), never
    `+ = -`; 'digits' (phone, reference, money, code) reads `-` as 6 too. `width` is the box with its borders.
    `label_width` puts the label at the left of the box in that many columns; 0 puts it above.
    Posts `Changed` at every change and `Submitted` on Enter, then the page decides where the focus goes.
    """

    class Changed(Message):
        def __init__(self, field: Field, value: str) -> None:
            super().__init__()
            self.field, self.value = field, value

        @property
        def control(self) -> Field:
            return self.field

    class Submitted(Changed):
        pass

    def __init__(
        self,
        label: Words = "",
        *,
        value: str = "",
        kind: Kind = "text",
        width: int = 44,
        label_width: int = 0,
        hint: Words = "",
        limit: int = 120,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.label, self.kind, self.hint = label, kind, hint
        self.box_width, self.label_width, self.limit = width, label_width, limit
        self._value = value
        self._cursor = len(value)
        self._before = value  # when the focus came
        self._error: Words = ""
        self._afresh = False  # a secret, which nobody can read, is typed anew after coming back to it or a refusal

    @property
    def value(self) -> str:
        """What is typed."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        self._edit(value, len(value))

    @property
    def typing(self) -> bool:
        """Whether something was typed since the focus came."""
        return self._value != self._before

    @property
    def error(self) -> Words:
        """Why what is typed was refused; it stands beside or below the box until the text changes."""
        return self._error

    @error.setter
    def error(self, error: Words) -> None:
        self._error, self._afresh = error, True
        self.refresh(layout=True)

    # --- Look -------------------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        box_width = max(6, min(self.box_width, width - self.label_width))
        box = self._box(box_width)
        label = words(self.label).stylize_before("bold $ink-text")
        if self.label_width:
            blank = Content(" " * self.label_width)
            middle = Content.assemble(label, " " * max(1, self.label_width - label.cell_length))
            lines = [Content.assemble(blank, box[0]), Content.assemble(middle, box[1]), Content.assemble(blank, box[2])]
        else:
            hint = words(self.hint).stylize_before("$muted-text")
            head = Content.assemble(label, "  " if hint else "", hint)
            lines = ([head] if label else []) + box
        return self._with_error(lines, width, self.label_width + box_width) if self._error else lines

    def _box(self, width: int) -> list[Content]:
        top_left, dash, top_right, side, low_left, low_right = DOUBLE if self.has_focus else SOLID
        style = "$focus on $surface-box" if self.has_focus else "$line on $surface-box"
        if self._error:
            style = "$danger on $surface-box"
        inside = self._typed(width - 4)
        inside = inside.pad_right(width - 2 - inside.cell_length).stylize_before("$ink on $surface-box")
        return [
            Content.styled(top_left + dash * (width - 2) + top_right, style),
            Content.assemble((side, style), inside, (side, style)),
            Content.styled(low_left + dash * (width - 2) + low_right, style),
        ]

    def _typed(self, room: int) -> Content:
        from widgets.text import user_text

        text = "•" * len(self._value) if self.kind == "secret" else user_text(self._value).plain
        if not self.has_focus:
            return Content.assemble("  ", Content(text).truncate(room, ellipsis=True))
        # The part around the cursor is shown: typing at the end must never write out of sight.
        start = max(0, self._cursor - (room - 1))
        before, here, after = (
            text[start : self._cursor],
            text[self._cursor : self._cursor + 1],
            text[self._cursor + 1 :],
        )
        while cell_len(before) > room - 1:
            before = before[1:]
        after = after[: max(0, room - cell_len(before) - 1)]
        return Content.assemble(
            ("> ", "$mark-text"), (before, "bold $ink-text"), (here or " ", "$focus-text"), (after, "bold $ink-text")
        )

    def _with_error(self, lines: list[Content], width: int, taken: int) -> list[Content]:
        """« × » and up to three lines, at the right of the box when there is room, below it otherwise."""
        beside = width - taken - 4 >= 30
        room = width - taken - 4 if beside else width - 2
        said = words(self._error).wrap(room)[:3]
        told = [
            Content.assemble(("× " if index == 0 else "  ", "bold $danger-text"), line.stylize_before("$danger-text"))
            for index, line in enumerate(said)
        ]
        if not beside:
            return lines + told
        first = len(lines) - 3
        for index, line in enumerate(told):
            row = lines[first + index]
            lines[first + index] = Content.assemble(row, " " * (taken + 2 - row.cell_length), line)
        return lines

    def on_focus(self) -> None:
        self._before, self._afresh = self._value, True
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # --- Typing -----------------------------------------------------------------------------------------------------

    def _edit(self, value: str, cursor: int) -> None:
        changed = value != self._value
        self._value, self._cursor, self._afresh = value, cursor, False
        if changed:
            had_error, self._error = self._error, ""
            self.refresh(layout=bool(had_error))
            self.post_message(self.Changed(self, value))
        else:
            self.refresh()

    def insert(self, text: str) -> None:
        """Put the first line of `text` at the cursor. Signs that nobody can see are kept, shown as `·`: what reads the
        field refuses them, so that they are said and not silently changed."""
        plain = text.replace("\r", "\n").partition("\n")[0]
        # Half of a pair is no text, and nothing can be asked of a book with it.
        plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if self.kind in ("quantity", "digits"):
            plain = "".join(digit(sign, self.kind == "digits") or sign for sign in plain)
        before, after = self._value[: self._cursor], self._value[self._cursor :]
        if self.kind == "secret" and self._afresh:
            before = after = ""
        if len(value := before + plain + after) > self.limit:
            if self.page is not None:
                self.page.refuse(N_("This field is full."))
            return
        self._edit(value, len(before) + len(plain))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.insert(event.text)

    def on_key(self, event: events.Key) -> None:
        value, at = self._value, self._cursor
        if event.key == "enter":
            self.post_message(self.Submitted(self, value))
        elif event.key == "backspace":
            if at:
                self._edit(value[: at - 1] + value[at:], at - 1)
        elif event.key == "delete":
            self._edit(value[:at] + value[at + 1 :], at)
        elif event.key == "left":
            self._edit(value, max(0, at - 1))
        elif event.key == "right":
            self._edit(value, min(len(value), at + 1))
        elif event.key in ("home", "end"):
            self._edit(value, 0 if event.key == "home" else len(value))
        elif event.key == "ctrl+u":
            self._edit("", 0)
        elif event.is_printable and event.character:
            self.insert(event.character)
        else:
            return
        event.stop()
