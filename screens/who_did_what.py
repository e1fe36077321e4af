"""« Qui a fait quoi »: the gestures of a day, of one person or one product; the coordination takes one back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import events
from textual.content import Content
from textual.widget import Widget

from db import undoing
from db.distributions import distribution
from db.told import told
from db.values.counter import Station, Told
from db.values.text import fold
from i18n import formats, gesture_words
from i18n.language import N_, _, ngettext
from screens.counter import CounterPage
from screens.why import Why, note_above
from widgets import actions
from widgets.actions import Action
from widgets.field import Field
from widgets.line_field import LineField
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, user_text

MOST_WIDTH = 110
UNDO = actions.UNDO._replace(label=N_("Take back"), tip=N_("Take back the gesture under the mark, with a word why."))


class WhoDidWhat(CounterPage[None]):
    """Latest first. `basket_id` or `product_id` keeps the gestures of one order or one product."""

    HELP = N_(
        "Everything that was done at the counter on this day: when, who, what, and why if somebody said so.\n"
        "Letters that are typed keep the lines with that person or that product.\n"
        "The coordination takes back what somebody else did: Ctrl+Z on its line, with a word why. The line stays; "
        "another one says that it was taken back."
    )
    ACTIONS = (
        Action("filter", "a", "", N_("Filter"), N_("Letters keep the lines with that name."), key_label="a–z"),
        Action("move", "up", "", N_("Read on"), key_label="↑ ↓"),
        UNDO,
        actions.HELP,
        actions.BACK,
    )
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    WhoDidWhat #filter { margin: 1 0 0 0; }
    WhoDidWhat #table { margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int, *, basket_id: int = 0, product_id: int = 0) -> None:
        super().__init__()
        self.distribution_id, self.basket_id, self.product_id = distribution_id, basket_id, product_id

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Line(self._title)
        yield LineField(N_("Person or product"), label_width=20, width=40, limit=60, id="filter")
        yield RowList(id="table")
        yield Line(self._none, id="none")

    def on_mount(self) -> None:
        self._show()
        self.query_one("#filter").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        self.one = distribution(self.book, self.distribution_id)
        self.rows = told(
            self.book,
            self.session.person.id,
            self.distribution_id,
            terminal=self.program.terminal,
            basket_id=self.basket_id,
            product_id=self.product_id,
        )

    @property
    def hits(self) -> list[Told]:
        """The gestures with all the words typed among the names in them."""
        typed = fold(self.query_one("#filter", Field).value).split()
        return [row for row in self.rows if all(word in self._names(row) for word in typed)]

    @staticmethod
    def _names(row: Told) -> str:
        return fold(f"{row.person} {row.product} {row.by} {row.basket} {gesture_words.kind(row.kind)}")

    def _show(self) -> None:
        hits, table = self.hits, self.query_one("#table", RowList)
        rows = []
        for row in hits:
            rows.append(Row(partial(self._what, row), str(row.id)))
            if self._why(row):
                rows.append(Row(partial(self._because, row)))
        table.show(rows)
        table.display, self.query_one("#none").display = bool(hits), not hits
        self.query_one("#none").refresh(layout=True)
        self.refresh_frame()

    def _title(self) -> Content:
        day = formats.short_day(self.one.starts_at, self.one.place.timezone)
        return Content.assemble((_("Who did what"), "bold $ink-text"), "   ", (day, "$muted-text"))

    def _none(self) -> str:
        return _("Nobody has this name here.") if self.rows else _("Nothing was done at the counter yet.")

    def _what(self, row: Told, width: int, here: bool) -> Content:
        width = min(width, MOST_WIDTH)
        when = formats.time_of_day(row.at, self.one.place.timezone)
        who = cut_middle(user_text(row.by).plain, 18)
        undone = [one for one in self.rows if one.id == row.undoes]
        what = gesture_words.undone(undone[0]) if undone else gesture_words.what(row)
        what = cut_middle(user_text(what).plain, width - 30)
        style = "$muted-text" if row.undone else "$ink-text"
        sign = Content.styled("× ", "$muted-text") if row.undone else Content("  ")
        return Content.assemble(name(when, here, "$muted-text"), f"{who:<19}", sign, (what, style))

    @staticmethod
    def _why(row: Told) -> str:
        said = [gesture_words.reason(row.reason), user_text(" ".join(row.words.split())).plain]
        return ", ".join(one for one in said if one)

    def _because(self, row: Told, width: int, here: bool) -> Content:
        width = min(width, MOST_WIDTH)
        return Content.styled(" " * 29 + cut_middle(self._why(row), width - 30), "$muted-text")

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def _current(self) -> Told | None:
        current = self.query_one("#table", RowList).current
        return next((row for row in self.rows if str(row.id) == current), None)

    def why_not(self, action_id: str) -> Words | None:
        if action_id != "undo":
            return None
        row = self._current
        if row is None or not self.query_one("#table").has_focus:
            return N_("Put the mark on a line first: ↓.")
        if row.undone:
            return N_("This was taken back already.")
        if row.kind == "undone":
            return N_("What was taken back is done anew, at its own tab.")
        if self.session.role != "coordinator":
            return N_("Only the coordination takes back what was done here. Your own last gesture: Ctrl+Z at its tab.")
        return None

    def undo(self) -> None:
        row = self._current
        if row is None:
            return
        station = Station(self.session.person.id, self.distribution_id, self.program.terminal)
        page = Why(
            N_("Take this back?"),
            partial(self._by_whom, row),
            N_("Take back"),
            lambda words: undoing.undo(self.book, station, row.id, words),
        )
        self.open(page, lambda done: self._undone(row) if done else None)

    def _by_whom(self, row: Told) -> str:
        return _("{what}, done by {name} at {time}.").format(
            what=user_text(gesture_words.what(row)).plain,
            name=user_text(row.by).plain,
            time=formats.time_of_day(row.at, self.one.place.timezone),
        )

    def _undone(self, row: Told) -> None:
        self.facts_changed()
        note_above(self, N_("● TAKEN BACK"), lambda: user_text(gesture_words.undone(row)).plain)

    def on_field_changed(self, message: Field.Changed) -> None:
        self._show()

    def on_field_submitted(self, message: Field.Submitted) -> None:
        n = len(self.hits)
        self.say(lambda: ngettext("{n} gesture.", "{n} gestures.", n).format(n=n))
        if n:
            self.query_one("#table").focus()

    def on_key(self, event: events.Key) -> None:
        """Letters typed on the list go on in the filter."""
        field = self.query_one("#filter", Field)
        if event.is_printable and event.character and self.focused is not field:
            field.focus()
            field.value += event.character
            event.stop()
