"""Forms that were begun and left, in the list of their tab: gone on with, or thrown away."""

from __future__ import annotations

from functools import partial

from db import accounts
from db.distributions import distribution
from db.people_search import Found
from db.values.orders import Distribution
from i18n.language import N_, _
from screens.desk_tab import DeskTab
from screens.fast_entry_kept import Begun, Typed, after_a_stop, begun, throw_away
from screens.order_desk_rows import DeskRows, blank, title
from widgets.actions import Action
from widgets.row_list import Row, RowList

THROW_AWAY = Action("throw_away", "delete", "throw_away", N_("Throw away"), N_("The list that was begun."), shown=False)


class BegunForms(DeskTab):
    """A tab with one list, `#list`, in which forms of its own wait."""

    def __init__(self, distribution_id: int) -> None:
        super().__init__(distribution_id)
        self._begun: list[Begun] = []
        self._days: dict[int, Distribution] = {}
        self._stopped_over: Begun | None = None

    def on_mount(self) -> None:
        self._show()
        stopped = _id(self._stopped_over) if self._stopped_over is not None else ""
        at = next((place for place, row in enumerate(self.table.rows) if row.id and row.id == stopped), None)
        if at is not None:
            self.table.at = at
            self.say(N_("The program stopped here. Enter: go on with what was typed."))
        self.table.focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        """The forms that wait; each tab reads what else it shows."""
        self._begun = self.forms()

    def _show(self) -> None:
        raise NotImplementedError

    # --- What waits -------------------------------------------------------------------------------------------------

    def forms(self) -> list[Begun]:
        """Those that this tab shows."""
        return begun(self)

    def bring_back(self) -> None:
        """What a power cut left waits like the others, and is told."""
        self._stopped_over = after_a_stop(self)

    def begun_rows(self, made: DeskRows) -> list[Row]:
        """With their title; nothing where no form waits."""
        if not self._begun:
            return []
        rows = [blank(), title(lambda: _("Begun and not recorded"))]
        for one in self._begun:
            who = accounts.person(self.book, one.typed.member_id).name
            rows.append(Row(partial(made.begun, who, one.typed, self.day(one.distribution_id)), _id(one)))
        return rows

    @property
    def table(self) -> RowList:
        return self.query_one("#list", RowList)

    def form_in(self, row: str) -> Begun | None:
        """The form that stands in this row of the list, if one does."""
        return next((one for one in self._begun if _id(one) == row), None)

    def form_of(self, member_id: int, distribution_id: int) -> Typed | None:
        """What was typed for somebody and that day before, and goes on."""
        wanted = (member_id, distribution_id)
        return next((one.typed for one in self._begun if (one.typed.member_id, one.distribution_id) == wanted), None)

    def day(self, distribution_id: int) -> Distribution:
        if distribution_id not in self._days:
            self._days[distribution_id] = distribution(self.book, distribution_id)
        return self._days[distribution_id]

    def found(self, member_id: int) -> Found:
        person = accounts.person(self.book, member_id)
        second = f"{person.first_name2} {person.last_name2.upper()}".strip()
        return Found(person.id, person.number, person.name, second)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str | None:
        if action_id == "throw_away" and self.form_in(self.table.current) is None:
            return N_("Only a list that was begun and not recorded can be thrown away.")
        return None

    def throw_away(self) -> None:
        one = self.form_in(self.table.current)
        if one is not None:
            throw_away(self, one, accounts.person(self.book, one.typed.member_id).name)


def _id(one: Begun) -> str:
    return f"begun:{one.distribution_id}:{one.typed.member_id}"
