"""« Qui a fait quoi »: the gestures of a day, of one person or one product; the coordination takes one back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import undoing
from db.distributions import distribution
from db.told import told
from db.values.counter import Station, Told
from db.values.text import fold
from i18n import formats, gesture_words
from i18n.language import N_, _, ngettext
from screens.filtered_list import FILTER, READ_ON, FilteredList
from screens.why import Why, note_above
from widgets import actions
from widgets.line_field import LineField
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, user_text

MOST_WIDTH = 110
UNDO = actions.UNDO._replace(label=N_("Take back"), tip=N_("Take back the gesture under the mark, with a word why."))


class WhoDidWhat(FilteredList):
    """Latest first. `basket_id` or `product_id` keeps the gestures of one order or one product."""

    HELP = N_(
        "Everything that was done at the counter on this day: when, who, what, and why if somebody said so.\n"
        "Letters that are typed keep the lines with that person or that product.\n"
        "The coordination takes back what somebody else did: Ctrl+Z on its line, with a word why. The line stays; "
        "another one says that it was taken back."
    )
    ACTIONS = (
        FILTER,
        READ_ON,
        UNDO,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    WhoDidWhat #filter { margin: 1 0 0 0; }
    WhoDidWhat #table { margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int, *, basket_id: int = 0, product_id: int = 0) -> None:
        super().__init__()
        self.distribution_id, self.basket_id, self.product_id = distribution_id, basket_id, product_id

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.read()
        yield Line(self._title)
        yield LineField(N_("Person or product"), label_width=20, width=40, limit=60, id="filter")
        yield RowList(id="table")
        yield Line(self._none, id="none")

    def read(self) -> None:
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
        typed = fold(self.filter.value).split()
        return [row for row in self.rows if all(word in self._names(row) for word in typed)]

    @staticmethod
    def _names(row: Told) -> str:
        return fold(f"{row.person} {row.product} {row.by} {row.basket} {gesture_words.kind(row.kind)}")

    def show(self) -> None:
        rows = []
        for row in self.hits:
            rows.append(Row(partial(self._what, row), str(row.id)))
            if self._why(row):
                rows.append(Row(partial(self._because, row)))
        self.show_rows(rows)

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
        current = self.table.current
        return next((row for row in self.rows if str(row.id) == current), None)

    def why_not(self, action_id: str) -> Words | None:
        if action_id != "undo":
            return None
        row = self._current
        if row is None or not self.table.has_focus:
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

    def counted(self) -> tuple[int, str]:
        n = len(self.hits)
        return n, ngettext("{n} gesture.", "{n} gestures.", n).format(n=n)
