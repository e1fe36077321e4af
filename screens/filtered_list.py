"""A list that letters make shorter: a field, `#filter`, above a table, `#table`, and a word where nothing is left."""

from __future__ import annotations

from textual import events

from i18n.language import N_
from screens.counter import CounterPage
from widgets.actions import Action
from widgets.field import Field
from widgets.row_list import Head, Row, RowList

FILTER = Action("filter", "a", "", N_("Filter"), N_("Letters keep only the lines with that name."), key_label="a–z")
READ_ON = Action("move", "up", "", N_("Read on"), key_label="↑ ↓")


class FilteredList(CounterPage[None]):
    """Each list reads what it is about, and paints those lines that what is typed leaves."""

    AUTO_FOCUS = None

    def read(self) -> None:
        """From the book."""
        raise NotImplementedError

    def show(self) -> None:
        """What is read, as far as the letters keep it."""
        raise NotImplementedError

    def counted(self) -> tuple[int, str]:
        """How many lines are left, and that in words."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.show()
        self.filter.focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self.read()
        self.show()

    @property
    def filter(self) -> Field:
        return self.query_one("#filter", Field)

    @property
    def table(self) -> RowList:
        return self.query_one("#table", RowList)

    def show_rows(self, rows: list[Row], head: Head | None = None) -> None:
        self.table.show(rows, head)
        none = self.query_one("#none")
        self.table.display, none.display = bool(rows), not rows
        none.refresh(layout=True)
        self.refresh_frame()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_field_changed(self, message: Field.Changed) -> None:
        self.show()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        n, _said = self.counted()
        self.say(lambda: self.counted()[1])
        if n:
            self.table.focus()

    def on_key(self, event: events.Key) -> None:
        """Letters typed on the list go on in the filter."""
        field = self.filter
        if field.display and event.is_printable and event.character and self.focused is not field:
            field.focus()
            field.value += event.character
            event.stop()
