"""Somebody takes orders to neighbours: all of them in one stop, each on its own account."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import serving
from db.day import visitors
from db.delivery_lists import board_of
from db.errors import Refusal
from db.values.counter import Visitor
from i18n import formats
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens.desk_tab import DeskTab
from screens.serve_one import ServeOne
from screens.serve_person import About, Taker
from screens.serve_rows import state_words
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.lines_table import right
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, user_text

MOST_WIDTH = 92
HAND = actions.VALIDATE._replace(
    id="hand", method="hand", label=N_("Hand over all"), tip=N_("All that is weighed, to this person, in one.")
)


class ServeRound(DeskTab):
    """The orders that one member takes along. Names and amounts of the orders, nothing of the accounts."""

    TAB = "serve"
    HELP = N_(
        "These orders go to neighbours. F8 hands over all that is weighed, in one go; each stays on its own account.\n"
        "Enter opens one of them, to weigh it or to take money that was sent along."
    )
    ACTIONS = (
        HAND,
        Action("open", "enter", "", N_("Open"), N_("Weigh this order, or take money for it.")),
        actions.UNDO,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "ServeRound #orders { margin: 1 0 0 0; }"

    def __init__(self, distribution_id: int, deliverer: int) -> None:
        super().__init__(distribution_id)
        self.deliverer = deliverer

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Line(self._title, style="bold $ink-text", id="title")
        yield RowList(id="orders")

    def on_mount(self) -> None:
        self._show()
        self.query_one("#orders").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        by = self.session.person.id
        taken = {
            line.basket_id: line.deliverer
            for line in board_of(self.book, by, self.distribution_id)
            if line.round is not None and line.round.deliverer == self.deliverer
        }
        self._called = next(iter(taken.values()), "")
        self._orders = tuple(one for one in visitors(self.book, by, self.distribution_id) if one.basket_id in taken)

    def _show(self) -> None:
        rows = [Row(partial(_row, one), str(one.basket_id)) for one in self._orders]
        self.query_one("#orders", RowList).show(rows)
        self.query_one("#title").refresh(layout=True)
        self.refresh_frame()

    def _title(self) -> str:
        name_ = user_text(self._called).plain
        if not self._orders:
            return _("No order is taken along any more.")
        return _("{name} takes these orders to neighbours").format(name=name_)

    @property
    def _ready(self) -> list[Visitor]:
        return [one for one in self._orders if not one.to_weigh and one.state != "served"]

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if action_id == "hand" and not self._ready:
            if any(one.state != "served" for one in self._orders):
                return N_("None of these orders is weighed yet. Enter opens one.")
            return N_("All of them are handed over.")
        return None

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        one = next((each for each in self._orders if str(each.basket_id) == message.id), None)
        if one is not None:  # else it was given to somebody else just now
            self.open(ServeOne(self.distribution_id, About(one, Taker(self._called, self.deliverer))))

    def hand(self) -> None:
        ready = self._ready
        waiting = sum(one.to_weigh > 0 for one in self._orders)
        facts = [[Fact(partial(_fact, one), formats.money(one.total), money=True) for one in ready]]
        if waiting:
            facts.append([Fact(partial(_left_behind, waiting), muted=True)])
        name_ = user_text(self._called).plain

        def title() -> str:
            said = ngettext("Hand over {n} order to {name}?", "Hand over {n} orders to {name}?", len(ready))
            return said.format(n=len(ready), name=name_)

        def answered(yes: bool | None) -> None:
            if yes:
                self._hand(ready)

        self.app.push_screen(Question(title, facts, N_("Hand over")), answered)

    def _hand(self, ready: list[Visitor]) -> None:
        baskets = [one.basket_id for one in ready]
        write(
            self,
            lambda: serving.hand_to_deliverer(self.book, self.station, baskets, self.deliverer),
            lambda _id: self._handed(len(ready)),
            self._refused,
        )

    def _handed(self, count: int) -> None:
        self.facts_changed()
        name_ = user_text(self._called).plain
        self.say(
            lambda: ngettext("● {n} order handed to {name}.", "● {n} orders handed to {name}.", count).format(
                n=count, name=name_
            )
        )

    def _refused(self, refusal: Refusal) -> None:
        self.facts_changed()
        self.refuse(lambda: sentence(refusal))


def _row(one: Visitor, width: int, here: bool) -> Content:
    width = min(width, MOST_WIDTH)
    state = state_words(one._replace(brought_by=""))
    number = Content.styled(user_text(one.basket).plain.rjust(5), "bold $ink-text")
    row = Content.assemble(number, " ", name(cut_middle(user_text(one.name).plain, width - 44), here))
    row = right(state, row, width - 12)
    return right(Content.styled(formats.money(one.total), "bold $money-text"), row, width)


def _fact(one: Visitor) -> str:
    return _("no. {number}").format(number=user_text(one.basket).plain) + "  " + user_text(one.name).plain


def _left_behind(count: int) -> str:
    return ngettext(
        "{n} order is not weighed yet: it stays here.", "{n} orders are not weighed yet: they stay here.", count
    ).format(n=count)
