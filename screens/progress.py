"""« Où on en est »: how many were served, who is still to come, what is left of each product, who has not paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from db import day, leftovers
from db.delivery_lists import board_of
from db.values.counter import Visitor
from i18n.language import N_, _, ngettext
from screens import plan_b, progress_rows
from screens.desk_tab import DeskTab
from screens.uncollected import WhatBecomes
from screens.why import note_above
from widgets import actions
from widgets.actions import Action
from widgets.part import Line, Part
from widgets.row_list import Row, RowList
from widgets.text import Words


class View(NamedTuple):
    """A list that this tab shows."""

    key: str
    name: str
    nothing: str


VIEWS = (
    View("1", N_("Still to serve"), N_("Everybody was served.")),
    View("2", N_("Products"), N_("Nothing was ordered.")),
    View("3", N_("Who owes"), N_("Everybody has paid just what they owe.")),
)


class ProgressTab(DeskTab):
    """Three lists of the day, under one bar that says how far it is."""

    TAB = "progress"
    HELP = N_(
        "How far the distribution is. 1, 2 and 3 change the list: who is still to serve, what is left of each "
        "product,\nwho has not paid.\n"
        "Enter serves the person under the mark. Somebody did not come: n says what becomes of their order.\n"
        "b saves names, products and totals as text on a USB key, for a day without printer or computer."
    )
    ACTIONS = (
        Action("serve", "enter", "serve", N_("Serve"), N_("Open the order of the person under the mark.")),
        Action("become", "n", "become", N_("Did not come"), N_("Say what becomes of this person's order.")),
        Action("view", "1", "first", N_("List"), N_("Which list is shown."), key_label="1 2 3"),
        Action("second", "2", "second", N_("Products"), shown=False),
        Action("third", "3", "third", N_("Who owes"), shown=False),
        Action("plan_b", "b", "plan_b", N_("On a key"), N_("Names, products, totals as text, on a USB key.")),
        actions.PRINT,
        actions.HELP,
        actions.BACK,
        actions.UNDO._replace(shown=False),
    )
    DEFAULT_CSS = """
    ProgressTab #views { margin: 1 0 0 0; }
    ProgressTab #table { margin: 0; }
    """

    # --- What is shown ----------------------------------------------------------------------------------------------

    view = VIEWS[0]

    def body(self) -> Iterable[Widget]:
        self._read()
        yield HowFar(self, id="how-far")
        yield Line(self._views, id="views")
        yield RowList(id="table")
        yield Line(lambda: _(self.view.nothing), id="none")

    def on_mount(self) -> None:
        self._show()
        self.query_one("#table").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        by, one = self.station.by, self.distribution
        self.visitors = day.visitors(self.book, by, one.id)
        self.progress = day.progress(self.visitors)
        # What runs short stands first.
        self.products = sorted(leftovers.board(self.book, by, one.id), key=lambda left: left.left >= 0)
        self.debts = day.debts(self.visitors, day.balances(self.book, by, one.group_id))

    def _show(self) -> None:
        table = self.query_one("#table", RowList)
        rows, head = self._rows()
        table.show(rows, head)
        table.display, self.query_one("#none").display = bool(rows), not rows
        for part in ("#how-far", "#views", "#none"):
            self.query_one(part).refresh(layout=True)
        self.refresh_frame()

    def _rows(self) -> tuple[list[Row], Callable[[int], list[Content]]]:
        zone = self.distribution.place.timezone
        if self.view.key == "1":
            waiting = [Row(partial(progress_rows.person, one, zone), str(one.basket_id)) for one in self.unserved]
            return waiting, progress_rows.people_head
        if self.view.key == "2":
            return [
                Row(partial(progress_rows.product, one), str(one.product_id)) for one in self.products
            ], progress_rows.products_head
        people = (*self.debts.unpaid, *self.debts.part, *self.debts.over)
        owing = sorted(people, key=lambda one: one.state == "to_come")
        return [Row(partial(progress_rows.owes, one), str(one.basket_id)) for one in owing], progress_rows.owes_head

    @property
    def unserved(self) -> list[Visitor]:
        """Those who are here first, then those whose rest waits, then those to come; given up orders at the end."""
        order = {"present": 0, "part": 1, "to_come": 2}
        found = [one for one in self.visitors if one.state != "served"]
        return sorted(found, key=lambda one: (day.is_given_up(one), order[one.state]))

    def _views(self) -> Content:
        said: list[Content | str] = []
        for one in VIEWS:
            style = "$focus-text" if one is self.view else "$muted-text"
            said += ["  " if said else "", Content.styled(f" {one.key} {_(one.name)} ", style)]
        return Content.assemble(*said)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        hidden = {"1": ("print",), "2": ("serve", "become"), "3": ("become",)}[self.view.key]
        return [one._replace(shown=one.shown and one.id not in hidden) for one in self.ACTIONS]

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "serve":
            return N_("Choose somebody in a list of people: key 1 or 3.") if self._current is None else None
        if action_id != "become":
            return None
        one = self._current if self.view.key == "1" else None
        if one is None:
            return N_("Choose somebody in the first list: key 1.")
        if self.session.role != "coordinator":
            return N_("The coordination decides what becomes of an order that nobody fetched.")
        if day.is_given_up(one):
            return N_("This order went back to what is left over. Ctrl+Z or “Who did what” takes that back.")
        return None

    @property
    def _current(self) -> Visitor | None:
        if self.view.key == "2":
            return None
        current = self.query_one("#table", RowList).current
        return next((one for one in self.visitors if str(one.basket_id) == current), None)

    def first(self) -> None:
        self._turn(0)

    def second(self) -> None:
        self._turn(1)

    def third(self) -> None:
        self._turn(2)

    def _turn(self, to: int) -> None:
        self.view = VIEWS[to]
        self._show()
        self.query_one("#table").focus()

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("serve")

    def serve(self) -> None:
        """The order of the person under the mark, as « Servir » opens it."""
        from screens.serve_one import ServeOne
        from screens.serve_person import About, Taker

        one = self._current
        if one is None:
            return
        takers = {
            line.basket_id: Taker(line.deliverer, line.round.deliverer)
            for line in board_of(self.book, self.station.by, self.distribution_id)
            if line.round is not None
        }
        carries = sum(taker.member_id == one.member_id for taker in takers.values())
        self.open(ServeOne(self.distribution_id, About(one, takers.get(one.basket_id), carries)))

    def become(self) -> None:
        one = self._current
        if one is not None:
            self.open(WhatBecomes(self.station, self.distribution, one), self._became)

    def _became(self, said: str | None) -> None:
        self.facts_changed()
        if said:
            note_above(self, N_("● RECORDED"), lambda: said)

    def plan_b(self) -> None:
        plan_b.save(self, self.distribution)


class HowFar(Part):
    """« 22 servies sur 30 », and a bar: blocks for who was served, `=` for who is here, dots for who is to come."""

    def __init__(self, page: ProgressTab, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page = page

    def lines(self, width: int) -> list[Content]:
        found = self._page.progress
        width = min(width, 92)
        if not found.all:
            return [Content.styled(_("Nobody has ordered for this distribution."), "bold $ink-text")]
        served = ngettext("{n} served", "{n} served", found.served).format(n=found.served)
        of_all = _("of {n}").format(n=found.all)
        counts = [
            _("here: {n}").format(n=found.present),
            _("a part taken: {n}").format(n=found.part),
            _("to come: {n}").format(n=found.to_come),
        ]
        if found.given_up:
            counts.append(_("not fetched: {n}").format(n=found.given_up))
        head = Content.assemble((served, "bold $ink-text"), " ", (of_all, "$ink-text"))
        more = Content.styled("   ".join(counts), "$ink-text")
        one_line = Content.assemble(head, "   ", more)
        rows = [one_line] if one_line.cell_length <= width else [head, more.truncate(width, ellipsis=True)]
        return [*rows, self._bar(width)]

    def _bar(self, width: int) -> Content:
        found = self._page.progress
        done = (found.served + found.given_up) * width // found.all
        here = (found.served + found.given_up + found.present + found.part) * width // found.all - done
        return Content.assemble(
            (" " * done, "$open-badge"), ("=" * here, "bold $amber-text"), ("·" * (width - done - here), "$muted-text")
        )
