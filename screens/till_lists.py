"""« Qui doit »: orders of a day that are not paid, paid in part, paid too much; and the VAT in what was sold."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import day, reports
from db.distributions import distribution
from db.values.counter import Visitor
from i18n import formats
from i18n.language import N_, _
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import cut_middle, pad, spread, user_text

MOST_WIDTH = 78
# What people are called in the lists, by how far they are.
STATES = {
    "served": N_("left with it"),
    "part": N_("took a part"),
    "present": N_("here"),
    "to_come": N_("not come yet"),
}


class WhoOwes(CounterPage[None]):
    """Those who left without paying all of it come first: the others can still be asked."""

    HELP = N_(
        "Orders of this day that are not paid, those that are paid in part, and those paid too much.\n"
        "What people had to their credit, or owed from before, is counted. At the end: the tax (VAT), rate by rate."
    )
    ACTIONS = (
        Action("move", "up", "", N_("Read on"), key_label="↑ ↓"),
        actions.PRINT,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "WhoOwes #table { margin: 1 0 0 0; }"

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id

    def body(self) -> Iterable[Widget]:
        yield Line(self._title)
        yield RowList(id="table")
        yield Line(N_("Everybody has paid just what they owe."), id="none")

    def on_mount(self) -> None:
        self.facts_changed()
        self.query_one("#table").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        one, by = distribution(self.book, self.distribution_id), self.session.person.id
        self._day = formats.short_day(one.starts_at, one.place.timezone)
        accounts = day.balances(self.book, by, one.group_id)
        found = day.debts(day.visitors(self.book, by, one.id), accounts)
        rates = reports.vat(rate for sale in reports.day(self.book, one.id).sales for rate in sale.rates)
        rows: list[Row] = []
        for title, people in (
            (N_("Not paid"), found.unpaid),
            (N_("Paid in part"), found.part),
            (N_("Paid too much"), found.over),
        ):
            if people:
                rows += _section(title, sorted(people, key=lambda each: each.state == "to_come"))
        self.query_one("#none").display = not rows
        if rates:
            rows += [*([Row(_blank)] if rows else []), Row(partial(_heading, N_("Tax (VAT) in what was sold")), "vat")]
            rows += [Row(partial(_vat, one), f"vat {one.rate}") for one in rates]
        self.query_one("#table", RowList).show(rows)
        self.query_one("#table").display = bool(rows)
        self.query_one(Line).refresh(layout=True)
        self.refresh_frame()

    _day = ""

    def _title(self) -> Content:
        return Content.assemble((_("Who owes"), "bold $ink-text"), "   ", (self._day, "$muted-text"))

    def print_page(self) -> None:
        from screens.papers import Paper
        from screens.printing import PrintPage

        self.open(PrintPage(Paper("till_report", self.distribution_id)))


def _section(title: str, people: Iterable[Visitor]) -> list[Row]:
    return [
        Row(partial(_heading, title)),
        *(Row(partial(_person, one), f"{title} {one.basket_id}") for one in people),
        Row(_blank),
    ]


def _blank(width: int, here: bool) -> Content:
    return Content("")


def _heading(title: str, width: int, here: bool) -> Content:
    return name(_(title), here, "bold $ink-text")


def _person(one: Visitor, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    number = pad(user_text(one.basket), 5)
    who = name(cut_middle(user_text(one.name).plain, 30), here)
    state = Content.styled(_(STATES[one.state]), "$muted-text")
    style = "bold $money-text"
    owed = _("owes {amount}").format(amount=formats.money(one.due)) if one.due > 0 else formats.money(-one.due)
    return spread(Content.assemble(pad(who, 34), number, state), Content.styled(owed, style), width)


def _vat(one: reports.Vat, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    said = _("{vat} of tax in {amount}").format(vat=formats.money(one.vat), amount=formats.money(one.amount))
    return spread(name(formats.vat(one.rate), here), Content.styled(said, "$money-text"), width)
