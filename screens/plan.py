"""« Proposer »: which deliverer for which request, accepted line by line or together. Nothing is done before that."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db.delivery_lists import board_of
from db.delivery_steps import assign_all, undo_all
from db.distributions import distribution
from db.errors import NotAssigned, Refusal
from db.values.delivery import BoardLine, PlanLine, Suggestion, Unserved
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.plan_rows import PlanRows, Searching, head, rows
from screens.plan_search import SECONDS, Search
from screens.plan_words import (
    ASSIGNED,
    GONE,
    REFUSED,
    TICKED,
    Shown,
    assigned_words,
    how_good,
    in_full,
    nobody,
    recounted,
    refused_words,
    served,
)
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.button import Button
from widgets.part import Line
from widgets.row_list import RowList
from widgets.text import Words, user_text

ONE = Action("one", "enter", "assign_here", N_("This one"), N_("Assign the line the mark is on, at once."))
TICK = Action("tick", "space", "tick", N_("Tick"), N_("Accept this line, or refuse it."))
ALL = actions.VALIDATE._replace(
    id="all",
    method="assign_ticked",
    label=N_("Assign"),
    tip=N_("Assign all ticked lines, all or none."),
)
AGAIN = Action("again", "n", "search", N_("Again"), N_("Search again, without the lines that were refused."))
UNDO = actions.UNDO._replace(tip=N_("Take back what was assigned last on this screen."), shown=False)


class Plan(CounterPage[None]):
    """Searches as soon as it is opened; Escape stops the search and leaves."""

    HELP = N_(
        "Comptoir looks for the best sharing: as many requests as possible, then the shortest ways, then evenly.\n"
        "Nobody carries more orders or kilos than they said. Nothing is assigned before you say so.\n"
        "Space refuses a line or accepts it again, F8 assigns all that are ticked, Enter only the one under the mark.\n"
        "Those concerned are then in the list of people to tell. Ctrl+Z takes the assignment back."
    )
    ACTIONS = (ONE, TICK, ALL, AGAIN, UNDO, actions.HELP, actions.BACK)
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    Plan #table { margin: 1 0 0 0; }
    Plan #here { height: 2; margin: 1 0 0 0; }
    Plan #assign { margin: 1 0 0 0; }
    Plan #searching, Plan #nothing { margin: 1 0 0 0; }
    """

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id
        self.found: Suggestion | None = None
        self.refused: set[tuple[int, int]] = set()  # (basket, deliverer), also those of searches before
        self.board: dict[int, BoardLine] = {}
        self._left_out = 0  # how many of them the plan in view leaves out
        self._gestures: list[tuple[int, ...]] = []  # the steps that one key wrote
        self._search: Search | None = None  # the one that is under way

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.distribution = distribution(self.book, self.distribution_id)
        yield Line(self._title)
        yield Searching(lambda: self._search.seconds if self._search else 0, SECONDS, id="searching")
        yield Line(self._nothing, id="nothing")
        yield PlanRows(id="table")
        yield Line(self._here, style="$muted-text", id="here")
        yield Line(self._outcome, id="outcome")
        yield Button(self._assign_label, key="F8", main=True, action="all", id="assign")

    def on_mount(self) -> None:
        self.set_interval(1, self._second)
        self.search()

    def on_unmount(self) -> None:
        if self._search is not None:
            self._search.stop()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        """Somebody may have taken a request of the plan meanwhile."""
        self._read()
        self._show()

    def _read(self) -> None:
        found = board_of(self.book, self.session.person.id, self.distribution_id)
        self.board = {line.basket_id: line for line in found}

    @property
    def searching(self) -> bool:
        return self._search is not None

    @property
    def shown(self) -> list[Shown]:
        """The lines of the plan as they stand now."""
        return recounted([self._as_it_is(line) for line in self.found.lines]) if self.found else []

    @property
    def ticked(self) -> list[PlanLine]:
        return [one.line for one in self.shown if one.sign == TICKED]

    def _as_it_is(self, line: PlanLine) -> Shown:
        now = self.board.get(line.basket_id)
        if now is None:
            return Shown(line, GONE, _("needs no delivery any more"))
        if now.round is None:
            return Shown(line, REFUSED if (line.basket_id, line.deliverer_id) in self.refused else TICKED)
        if now.round.deliverer == line.deliverer_id:
            return Shown(line, ASSIGNED)
        return Shown(line, GONE, _("taken by {name}").format(name=user_text(now.deliverer).plain))

    def _show(self) -> None:
        found, shown = self.found, self.shown
        table = self.query_one("#table", PlanRows)
        some = found is not None and bool(found.lines or found.unserved)
        if found is not None:
            table.show(rows(shown, found.unserved), partial(head, shown))
        parts = {
            "#searching": self.searching,
            "#nothing": not self.searching and not some,
            "#table": not self.searching and some,
            "#here": not self.searching and some,
            "#outcome": not self.searching and some,
            "#assign": not self.searching and bool(self.ticked),
        }
        for each, display in parts.items():
            part = self.query_one(each)
            part.display = display
            part.refresh(layout=True)
        self.refresh_frame()

    def _title(self) -> Content:
        one = self.distribution
        when = f"{formats.short_day(one.starts_at, one.place.timezone)}, {one.place.name}"
        return Content.assemble(
            (_("Who could bring what"), "bold $ink-text"), "   ", user_text(when).stylize_before("$muted-text")
        )

    def _nothing(self) -> str:
        if self.found is None:
            return ""
        if not self.board:
            return _("Nobody asks for delivery here. Esc: back")
        return _("Every request has somebody who brings it. Esc: back")

    def _here(self) -> str:
        current, left = self._current, self._unserved
        return in_full(current) if current else nobody(left) if left else ""

    def _outcome(self) -> Content:
        found = self.found
        if found is None:
            return Content("")
        if not found.offers:
            return Content.styled(_("Nobody has offered to deliver here. Register an offer first."), "bold $amber-text")
        good = how_good(found, SECONDS, self._left_out)
        return Content.assemble((served(found), "bold $ink-text"), "  ", (good, "$ink-text"))

    def _assign_label(self) -> str:
        n = len(self.ticked)
        return ngettext("Assign the {n} that is ticked", "Assign the {n} that are ticked", n).format(n=n)

    @property
    def _current(self) -> Shown | None:
        """The line under the mark; None on a request that nobody can bring."""
        current = self.query_one("#table", RowList).current
        return next((one for one in self.shown if str(one.line.basket_id) == current), None)

    @property
    def _unserved(self) -> Unserved | None:
        """The request under the mark that nobody can bring."""
        current = self.query_one("#table", RowList).current
        return (
            next((one for one in self.found.unserved if f"-{one.basket_id}" == current), None) if self.found else None
        )

    # --- The search -------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Look for a plan; what is on the screen stays alive."""
        self._search = search = Search(self, self.distribution_id, frozenset(self.refused))
        self._show()
        self.query_one("#searching").focus()
        search.begin(partial(self._found, search.left_out), self._not_found)

    def _found(self, left_out: int, found: Suggestion) -> None:
        self._search = None
        self.found, self._left_out = found, left_out
        self._read()
        self._show()
        table = self.query_one("#table", PlanRows)
        if table.display:
            table.wait_for_painting()
            table.focus()

    def _not_found(self, refusal: Refusal) -> None:
        self._search = None
        self._show()
        self.refuse(lambda: sentence(refusal))

    def _second(self) -> None:
        if self.searching:
            self.query_one("#searching").refresh()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        if self.searching:
            return (actions.HELP, actions.BACK._replace(label=N_("Stop and go back")))
        if self.found is None or not (self.found.lines or self.found.unserved):
            return (AGAIN, actions.HELP, actions.BACK)
        return self.ACTIONS

    def why_not(self, action_id: str) -> Words | None:
        if action_id not in ("one", "tick", "all", "again", "undo"):
            return None
        if self.searching:
            return N_("The search is not over. Esc stops it.")
        if action_id == "all" and not self.ticked:
            return N_("No line is ticked. Space ticks one.")
        if action_id == "undo" and not self._gestures:
            return N_("There is nothing to undo on this screen.")
        if action_id in ("one", "tick"):
            return self._why_not_here()
        return None

    def _why_not_here(self) -> Words | None:
        current = self._current
        if current is None:
            return N_("Nobody can bring this one for now.")
        if current.sign == ASSIGNED:
            return N_("This one is assigned already. Ctrl+Z takes back what was assigned last.")
        if current.sign == GONE:
            return N_("This one is no longer open: n searches again.")
        return None

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.query_one("#here").refresh(layout=True)
        self.refresh_frame()

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("one")

    def tick(self) -> None:
        current = self._current
        if current is not None:
            self.refused ^= {(current.line.basket_id, current.line.deliverer_id)}
            self._show()

    def assign_here(self) -> None:
        current = self._current
        if current is not None:
            self._assign([current.line])

    def assign_ticked(self) -> None:
        self._assign(self.ticked)

    def _assign(self, lines: list[PlanLine]) -> None:
        pairs = tuple((line.basket_id, line.deliverer_id) for line in lines)
        book, by = self.book, self.session.person.id
        write(self, lambda: assign_all(book, by, pairs), partial(self._assigned, lines), self._refused)

    def _assigned(self, lines: list[PlanLine], steps: tuple[int, ...]) -> None:
        self._gestures.append(steps)
        self.refused -= {(line.basket_id, line.deliverer_id) for line in lines}
        self.facts_changed()
        self.say(lambda: assigned_words(lines))

    def _refused(self, refusal: Refusal) -> None:
        """Which lines hinder, and why; they are ticked no more, the others still are."""
        names = {line.basket_id: line.name for line in self.found.lines} if self.found else {}
        if isinstance(refusal, NotAssigned):
            hinder = {basket_id for basket_id, _why in refusal.why}
            self.refused |= {(line.basket_id, line.deliverer_id) for line in self.ticked if line.basket_id in hinder}
        self.facts_changed()
        left = len(self.ticked)
        self.refuse(lambda: refused_words(refusal, names, left), N_("× not assigned"))

    def undo(self) -> None:
        last, book, by = self._gestures[-1], self.book, self.session.person.id

        def undone(_nothing: None) -> None:
            self._gestures.remove(last)
            self.facts_changed()
            n = len(last)
            self.say(lambda: ngettext("Undone: {n} assignment.", "Undone: {n} assignments.", n).format(n=n))

        def refused(refusal: Refusal) -> None:
            self.facts_changed()
            self.refuse(lambda: sentence(refusal), N_("× not undone"))

        write(self, lambda: undo_all(book, by, last), undone, refused)
