"""Which member? By a few letters of the name, or the member number. For the team."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.widget import Widget

from db.people_search import MOST, Found, homonyms, search
from i18n.language import N_, _
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.deliberate import CarefulRows
from widgets.digits import number_meant
from widgets.field import Field
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, user_text

NAME_ROOM = 38


class FindMember(CounterPage[Found]):
    """Dismisses with the member, or None."""

    HELP = N_(
        "Type some letters of the name, first or last, with or without accents; or the member number.\n"
        "The arrows go to a name in the list, Enter takes it. With only one name left, Enter takes that one."
    )
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("take", "enter", "", N_("Choose"), N_("Take the one under the mark, or the only one that is left.")),
        Action("move", "down", "", N_("List"), N_("To the names."), key_label="↓ ↑"),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    FindMember #typed { margin: 1 0 0 0; }
    FindMember #found { margin: 1 0 0 0; }
    """

    def __init__(self, title: Words) -> None:
        super().__init__()
        self._title = title
        self._found: tuple[Found, ...] = ()

    def body(self) -> Iterable[Widget]:
        self._homonyms = homonyms(self.book, self.session.group.id)
        yield Line(self._title, style="bold $ink-text")
        yield Field(
            N_("Name or number"), width=46, label_width=20, limit=60, hint=N_("a few letters are enough"), id="typed"
        )
        yield CarefulRows(id="found")
        yield Line(self._nobody, style="$muted-text", id="none")

    def on_mount(self) -> None:
        self._show()
        self._field.focus()

    def facts_changed(self) -> None:
        self._search()

    @property
    def _field(self) -> Field:
        return self.query_one("#typed", Field)

    @property
    def _list(self) -> RowList:
        return self.query_one("#found", RowList)

    def on_field_changed(self, message: Field.Changed) -> None:
        self._search()

    def _search(self) -> None:
        typed = self._field.value
        self._found = self._matching(typed)
        number = number_meant(typed)
        if number:  # « é » begins a name too, « & » does not
            names = self._found if typed.strip().isalpha() else ()
            self._found = tuple(dict.fromkeys([*self._matching(number), *names]))
        self._show()

    def _matching(self, typed: str) -> tuple[Found, ...]:
        return search(self.book, self.session.person.id, self.session.group.id, typed)

    def _show(self) -> None:
        rows = [Row(partial(self._row, one), str(one.id)) for one in self._found]
        self._list.show(rows)
        self._list.display = bool(self._found)
        self.query_one("#none").display = bool(self._nobody())
        self.query_one("#none").refresh(layout=True)

    def _row(self, one: Found, width: int, here: bool) -> Content:
        row = name(cut_middle(user_text(one.name).plain, NAME_ROOM), here)
        row = Content.assemble(row, " " * max(1, NAME_ROOM + 5 - row.cell_length))
        number = _("no. {number}").format(number=one.number)
        style = "bold $ink-text" if one.id in self._homonyms else "$muted-text"
        second = _("and {name}").format(name=user_text(one.second).plain) if one.second else ""
        return Content.assemble(row, (number.ljust(10), style), (cut_middle(second, max(0, width - 60)), "$muted-text"))

    def _nobody(self) -> str:
        if len(self._found) >= MOST:
            return _("Only the first {n} are shown: type more letters.").format(n=MOST)
        typed = self._field.value.strip() and not self._field.error  # after Enter it is said at the field
        return _("Nobody of this group has these letters.") if typed else ""

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_field_submitted(self, message: Field.Submitted) -> None:
        if len(self._found) == 1:
            self.dismiss(self._found[0])
        elif self._found:
            self._list.focus()
        elif self._field.value.strip():
            self._field.error = N_("Nobody of this group has these letters.")
            self._show()
        else:
            self._field.error = N_("Type some letters of the name first.")

    def on_key(self, event: events.Key) -> None:
        """Letters typed ahead, when several have those before, go on with the name: they choose nobody."""
        if event.is_printable and event.character and self._list.has_focus:
            event.stop()
            self._field.focus()
            self._field.insert(event.character)

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        found = next((one for one in self._found if str(one.id) == message.id), None)
        if found is not None:
            self.dismiss(found)
