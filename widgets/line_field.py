"""A field of one row, `[ samedi 20, 17:30█ ]`, for a form that has no room for boxes."""

from __future__ import annotations

from textual.content import Content

from widgets.field import Field
from widgets.text import words


class LineField(Field):
    """As `Field`; `label_width` columns before the mark hold the label, `width` is the room between the brackets."""

    def lines(self, width: int) -> list[Content]:
        label = words(self.label).stylize_before("$ink-text")
        head = Content.assemble(" ", label, " " * max(1, self.label_width - label.cell_length))
        room = max(8, min(self.box_width, width - head.cell_length - 6))
        typed = self._typed(room)
        # The mark stands before the bracket, not after it.
        mark = (">", "$mark-text") if self.has_focus else " "
        inside = typed[2:]
        inside = Content.assemble(inside, " " * max(0, room - inside.cell_length))
        bracket = "bold $danger-text" if self._error else "bold $ink-text"
        row = Content.assemble(head, mark, " ", ("[ ", bracket), inside, (" ]", bracket))
        if not self._error:
            return [row]
        said = words(self._error).wrap(max(20, width - 4))[:3]
        return [
            row,
            *(
                Content.assemble(" ", ("× " if at == 0 else "  ", "bold $danger-text"), line.stylize("$danger-text"))
                for at, line in enumerate(said)
            ),
        ]
