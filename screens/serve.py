"""« Servir »: who is there? By the number of the basket, or some letters of the name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from db import gestures, resuming
from db.day import elsewhere, progress, visitors
from db.delivery_lists import board_of
from db.errors import Refusal
from db.values.counter import Visitor
from db.values.finding import Wanted, matches, wanted
from db.values.text import shown_short
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.desk_tab import DeskTab
from screens.serve_one import ServeOne
from screens.serve_person import About, Taker
from screens.serve_rows import visitor_row
from widgets import actions
from widgets.actions import Action
from widgets.digits import number_meant
from widgets.person_finder import PersonFinder
from widgets.row_list import Row, name
from widgets.text import Words, cut_middle, user_text

STILL = 0.015  # seconds without a key after which who is under the mark is looked at ahead
ROUND = "v"  # before the id of somebody who takes orders to neighbours
# Who stands there comes before who is still to come, and who is served comes last.
ORDERS = ("present", "part", "to_come", "served")


class Serve(DeskTab):
    """The big field, and everybody who has an order here."""

    TAB, FINDS = "serve", True
    HELP = N_(
        "Type the number of the basket, or some letters of the name; Enter takes the first, ↑ ↓ choose another.\n"
        "Two letters go far: the first of the first name, then the last name. “sva” is Sarah VARDA.\n"
        "Who is served already stands at the end."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("Serve"), N_("Open the order of the person under the mark.")),
        Action("move", "down", "", N_("Other person"), key_label="↑ ↓"),
        actions.UNDO,
        actions.HELP,
        actions.BACK,
    )

    def __init__(self, distribution_id: int, basket_id: int = 0) -> None:
        """`basket_id`: who stands here already."""
        super().__init__(distribution_id)
        self._first = basket_id
        self._page: ServeOne | None = None
        self._ahead: tuple[About, int] | None = None  # whom that page is about, and the state of the book it shows
        self._soon: Timer | None = None

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        yield PersonFinder(N_("Who?"), N_("number, or some letters"), lambda _typed: self._show(), id="people")

    def on_mount(self) -> None:
        self.facts_changed()
        self.finder.focus()
        begun = resuming.kept(self.book, self.program.terminal) if self.after_a_stop else None
        if begun is not None and (begun.screen, begun.distribution_id) == (self.TAB, self.distribution_id):
            self._open_basket(begun.basket_id, begun.typed)
        elif self._first:
            self._open_basket(self._first)

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        by = self.session.person.id
        self._visitors = visitors(self.book, by, self.distribution_id)
        self._takers: dict[int, Taker] = {}  # by the basket that they take along
        for line in board_of(self.book, by, self.distribution_id):
            if line.round is not None:
                self._takers[line.basket_id] = Taker(line.deliverer, line.round.deliverer)
        self._sought: list[Wanted] = [
            wanted(one.basket_id, one.basket, one.first_name, one.last_name, one.second) for one in self._visitors
        ]
        at_home = {one.member_id for one in self._visitors}
        self._carriers = {
            taker.member_id: taker
            for taker in self._takers.values()
            if taker.member_id is not None and taker.member_id not in at_home
        }
        self._carriers_sought = [wanted(id_, "", *taker.name.split(" ", 1)) for id_, taker in self._carriers.items()]
        self._show()

    @property
    def finder(self) -> PersonFinder:
        return self.query_one("#people", PersonFinder)

    def _show(self) -> None:
        typed = self.finder.typed
        by_id = {one.basket_id: one for one in self._visitors}
        if typed.strip():
            rows = [visitor_row(by_id[id_]) for id_ in self._found(typed)]
            for id_ in matches(self._carriers_sought, typed):
                rows.append(Row(partial(_carrier, self._carriers[id_], self._carried(id_)), f"{ROUND}{id_}"))
        else:
            everybody = sorted(self._visitors, key=lambda one: ORDERS.index(one.state))
            rows = [visitor_row(one) for one in everybody]
        self.finder.show(rows, lambda width: (), said="" if rows else self._nobody(typed))
        self.invite(lambda: self._how_many())
        self._look_ahead_soon()

    def _found(self, typed: str) -> list[int]:
        """Baskets, likeliest first; those who are served come after those who are not, save for a whole number."""
        found = matches(self._sought, typed)
        number = number_meant(typed)
        if number:  # « é » begins a name too
            found = list(dict.fromkeys([*matches(self._sought, number), *found]))
        served = {one.basket_id for one in self._visitors if one.state == "served"}
        labels = {one.basket_id: one.basket.lower() for one in self._visitors}
        exact = {id_ for id_ in found[:1] if labels[id_] in (typed.strip().lower(), number)}
        return sorted(found, key=lambda id_: (id_ not in exact, id_ in served))

    def _carried(self, member_id: int) -> int:
        return sum(taker.member_id == member_id for taker in self._takers.values())

    def _nobody(self, typed: str) -> Words:
        if not self._visitors:
            return N_("Nobody has ordered for this distribution. Without an order: the tab “No order” (F7).")
        name_ = shown_short(typed.strip(), 30)
        groups = elsewhere(self.book, self.session.person.id, self.distribution, typed)
        if groups:
            return lambda: _(
                "“{name}” has an order in another group in this hall: {groups}. F5: change the group; each has its "
                "own till."
            ).format(name=name_, groups=user_text(", ".join(groups)).plain)
        return lambda: _(
            "Nobody with “{name}” has an order here. Fewer letters? Else: the tab “No order” (F7)."
        ).format(name=name_)

    def _how_many(self) -> str:
        done = progress(self._visitors)
        rest = done.all - done.served
        if not rest and done.all:
            return _("● Everybody is served.")
        served = ngettext("{n} person served", "{n} people served", done.served).format(n=done.served)
        return f"{served}   " + _("still to come or to serve: {n}").format(n=formats.number(rest))

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_person_finder_not_found(self, message: PersonFinder.NotFound) -> None:
        if not message.text.strip():
            self.say(N_("Type the number of the basket, or some letters of the name."))
        else:
            self.refuse(self._nobody(message.text), N_("× nobody"))

    def on_row_list_taken(self, message: PersonFinder.Taken) -> None:
        if message.id.startswith(ROUND):
            from screens.serve_round import ServeRound

            self.open(ServeRound(self.distribution_id, int(message.id[1:])), lambda _: self.finder.clear())
            return
        self._open_basket(int(message.id))

    def _open_basket(self, basket_id: int | None, typed: str = "") -> None:
        one = next((each for each in self._visitors if each.basket_id == basket_id), None)
        if one is not None:
            self._open(one, typed)

    def _open(self, one: Visitor, typed: str = "", told: Words = "") -> None:
        page = self._page_about(self._about(one)._replace(typed=typed, told=told))
        page.was_just_read()
        self._ahead = None  # from now on it is theirs, whatever is done for them
        self.open(page, self._left)

    def _about(self, one: Visitor) -> About:
        return About(one, self._takers.get(one.basket_id), self._carried(one.member_id))

    # --- The page of the person -------------------------------------------------------------------------------------

    def _page_about(self, about: About) -> ServeOne:
        """The page that is kept for whoever is next, about them."""
        if self._page is None or not self._page.looks_right():
            self._let_go()
            self._page = ServeOne(self.distribution_id, about)
            self.app.install_screen(self._page, f"serve-{id(self._page)}")
        elif self._ahead != (about, self.book.data_version()):
            self._page.turn_to(about)
        return self._page

    def on_row_list_moved(self, message: PersonFinder.Moved) -> None:
        self._look_ahead_soon()

    def _look_ahead_soon(self) -> None:
        self._ahead = None
        if self._soon is None:
            self._soon = self.set_timer(STILL, self._look_ahead)
        else:
            self._soon.reset()

    async def _look_ahead(self) -> None:
        """While no key comes, the page of who is likely to be next is made: Enter has only to show it."""
        self._soon = None
        here = self.finder.current or next((row.id for row in self.finder.rows), "")
        one = next((one for one in self._visitors if str(one.basket_id) == here), None)
        if one is None or self.app.screen is not self:
            return
        about, version = self._about(one), self.book.data_version()
        try:
            page = self._page_about(about)
        except Refusal:
            return  # it is said to who opens it
        await page.make_ready(self.app)
        if page is self._page and self._soon is None:
            self._ahead = (about, version)

    def _let_go(self) -> None:
        """The page that is kept for the next person goes."""
        page, self._page, self._ahead = self._page, None, None
        if page is not None and page not in self.app.screen_stack:
            self.app.uninstall_screen(page)
            page.remove()

    def on_unmount(self) -> None:
        self._let_go()

    def _left(self, _: None) -> None:
        self.finder.clear()

    def show_search(self) -> None:
        self.finder.clear()

    def undone(self, gesture: int | None, said: Words) -> None:
        """The person whose it was is on the screen again."""
        basket = gestures.basket_of(self.book, gesture) if gesture else None
        self.facts_changed()
        one = next((each for each in self._visitors if each.basket_id == basket), None)
        if one is None:
            self.say(said)
        else:
            self._open(one, told=said)


def _carrier(taker: Taker, orders: int, width: int, here: bool) -> Content:
    row = name(cut_middle(user_text(taker.name).plain, 40), here)
    said = ngettext("takes {n} order to a neighbour", "takes {n} orders to neighbours", orders).format(n=orders)
    return Content.assemble("      ", row, "   ", (said, "$ink-text"))
