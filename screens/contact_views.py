"""« Qui a vu quelles coordonnées »: the access log, for the team and, of their own, for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db.contacts import views, views_of
from db.groups import DEFAULT_TIMEZONE
from db.places import places
from db.values.delivery import View
from db.values.text import fold
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.filtered_list import FILTER, READ_ON, FilteredList
from widgets import actions
from widgets.field import Field
from widgets.part import Line
from widgets.row_list import Row, RowList
from widgets.text import cut_middle, pad, user_text

MOST_WIDTH = 92
MOST = 5_000  # views that are read; more than a group makes in the twelve months they are kept
SEEN_AS = {"deliverer": N_("deliverer"), "helped": N_("person helped"), "team": N_("team")}
_AS = 16  # columns


class ContactViews(FilteredList):
    """Latest first. `own`: only who saw one's own, which every member may read."""

    HELP = N_(
        "Each time somebody sees an address or a phone, it is written down: who, whose, when, and why they may.\n"
        "Letters that are typed keep only the lines with that name."
    )
    ACTIONS = (
        FILTER,
        READ_ON,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    ContactViews #kept { margin: 0 0 1 0; }
    ContactViews #table { margin: 1 0 0 0; }
    """

    def __init__(self, own: bool = False) -> None:
        super().__init__()
        self.own = own

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.read()
        yield Line(self._title, style="bold $ink-text")
        yield Line(N_("Views older than 12 months are erased."), style="$muted-text", id="kept")
        yield Field(N_("Name"), label_width=8, width=40, limit=60, id="filter")
        yield RowList(id="table")
        yield Line(self._none, id="none")

    def read(self) -> None:
        book, by, group = self.book, self.session.person.id, self.session.group.id
        self.views = views_of(book, by, MOST) if self.own else views(book, by, group, MOST)
        found = places(book, group)
        self.timezone = found[0].timezone if found else DEFAULT_TIMEZONE

    @property
    def hits(self) -> list[View]:
        """The views with all the words typed in the name of one of the two."""
        typed = fold(self.filter.value).split()
        return [
            view
            for view in self.views
            if any(all(word in fold(each) for word in typed) for each in (view.viewer, view.whose))
        ]

    def show(self) -> None:
        hits = self.hits
        # Counted from the oldest: a new view leaves the mark where it is.
        shown = [Row(partial(self._row, view), str(len(hits) - at)) for at, view in enumerate(hits)]
        self.filter.display = bool(self.views)
        self.show_rows(shown, self._head)

    def _title(self) -> str:
        return _("Who saw my contact details") if self.own else _("Who saw which contact details")

    def _none(self) -> str:
        if not self.views:
            return _("Nobody has seen any yet.")
        return _("Nobody has this name here.")

    def _name_room(self, width: int) -> int:
        names = 1 if self.own else 2
        return min(30, (min(width, MOST_WIDTH) - 2 - 18 - _AS - 2 - 6) // names - 2)

    def _head(self, width: int) -> list[Content]:
        return [
            self._columns(width, _("When"), _("Who"), _("Saw"), _("As"), _("Basket")).stylize_before("$muted-text"),
            Content.styled("─" * min(width, MOST_WIDTH), "$line-text"),
        ]

    def _row(self, view: View, width: int, here: bool) -> Content:
        when = f"{formats.date_number(view.at, self.timezone)} {formats.time_of_day(view.at, self.timezone)}"
        row = self._columns(width, when, view.viewer, view.whose, _(SEEN_AS[view.seen_as]), view.basket)
        if here:
            return Content.assemble((">", "$mark-text"), " ", (row.plain[2:18], "$focus-text"), row[18:])
        return row

    def _columns(self, width: int, when: str, who: str, whose: str, seen_as: str, basket: str) -> Content:
        room = self._name_room(width)
        names = [who] if self.own else [who, whose]
        cells = [pad(Content(cut_middle(user_text(each).plain, room)), room + 2) for each in names]
        line = Content.assemble("  ", pad(Content(when), 18), *cells, pad(Content(cut_middle(seen_as, _AS)), _AS + 2))
        return Content.assemble(line, user_text(basket)).stylize_before("$ink-text")

    def counted(self) -> tuple[int, str]:
        n = len(self.hits)
        return n, ngettext("{n} view.", "{n} views.", n).format(n=n)
