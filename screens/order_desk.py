"""« Permanence »: orders for others, baskets nobody finished, corrections asked for, codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db import desk_orders
from db.desk_orders import ToAnswer
from db.errors import Refusal
from db.people_search import Found, homonyms
from db.values.counter import Station
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.begun_forms import THROW_AWAY, BegunForms
from screens.fast_entry_kept import Typed, new_typed
from screens.order_desk_rows import DeskRows, blank, gesture, muted, title
from screens.pending import not_open
from widgets import actions
from widgets.actions import Action
from widgets.part import Line
from widgets.row_list import Row, RowList


class OrderDesk(BegunForms):
    """A list to work through, and what one does most at its top."""

    TAB = "order_desk"
    HELP = N_(
        "Order for somebody who is here, on the phone, or left a paper form: Enter on the first line, or n.\n"
        "Below: baskets that were never confirmed (they are not ordered yet), and corrections that members ask for.\n"
        "Enter opens what the mark is on. c gives a code to somebody who has no secret code or forgot it.\n"
        "l: the person needs delivery, or can deliver. Without it the order is collected.\n"
        "Ctrl+Z takes back the last order that was recorded here."
    )
    ACTIONS = (
        Action("open", "enter", "", N_("Open"), N_("Opens what the mark is on.")),
        Action("order", "n", "order", N_("Order for"), N_("Find somebody, or sign them up; then type what they want.")),
        Action("code", "c", "code", N_("Code"), N_("A code that lets somebody in once, within ten minutes.")),
        Action("way", "l", "way", N_("Delivery"), N_("Somebody needs delivery, or can deliver."), shown=False),
        THROW_AWAY,
        actions.UNDO,
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    OrderDesk #which { margin: 0 0 1 0; }
    OrderDesk #list { height: 1fr; }
    """

    def __init__(self, distribution_id: int) -> None:
        super().__init__(distribution_id)
        self._acted_in = distribution_id
        self._ordered: Found | None = None  # the latest whose order was recorded here

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self.bring_back()
        self._read()
        yield Line(self._for_which, id="which")
        yield RowList(id="list")

    def _read(self) -> None:
        super()._read()
        by, here = self.session.person.id, self.session.group.id
        self._same = homonyms(self.book, here)
        self._unfinished = desk_orders.unfinished(self.book, by, here)
        self._to_answer = desk_orders.to_answer(self.book, by, here)

    def _for_which(self) -> Content:
        one = self.distribution
        state = one.state(self.book.clock.now())
        if state == "open":
            until = formats.near_day_and_time(one.closes_at, one.place.timezone)
            said = _("Orders for this day are open until {until}.").format(until=until)
            return Content.styled("● " + said, "$open-text")
        if state == "upcoming":
            return Content.styled("… " + _("Orders for this day are not open yet."), "$amber-text")
        said = _("Orders for this day are closed: only the coordination still orders, with a reason.")
        return Content.styled("× " + said, "$amber-text")

    def _show(self) -> None:
        rows = [
            Row(partial(gesture, N_("Order for somebody"), N_("here, on the phone, or a paper form")), "order"),
            Row(partial(gesture, N_("Give a code"), N_("to somebody without a secret code")), "code"),
        ]
        made = DeskRows(self._same, self.book.clock.now())
        rows += self.begun_rows(made)
        rows += [blank(), title(partial(_counted, N_("Baskets not finished"), len(self._unfinished)))]
        for basket in self._unfinished:
            paint = partial(made.basket, basket, self.day(basket.distribution_id))
            rows.append(Row(paint, f"basket:{basket.distribution_id}:{basket.member_id}"))
        if not self._unfinished:
            rows.append(muted(N_("Nobody has a basket that waits.")))
        rows += [blank(), title(partial(_counted, N_("Corrections asked for"), len(self._to_answer)))]
        for request in self._to_answer:
            paint = partial(made.request, request, self.day(request.distribution_id))
            rows.append(Row(paint, f"request:{request.request_id}"))
        if not self._to_answer:
            rows.append(muted(N_("No member waits for an answer.")))
        self.table.show(rows)
        self.query_one("#which").refresh(layout=True)
        self.refresh_frame()

    # --- Keys -------------------------------------------------------------------------------------------------------

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        what, _colon, rest = message.id.partition(":")
        form = self.form_in(message.id)
        if form is not None:
            self._enter(self.found(form.typed.member_id), form.distribution_id, form.typed)
        elif what == "order":
            self.order()
        elif what == "code":
            self.code()
        elif what == "request":
            found = next((one for one in self._to_answer if one.request_id == int(rest)), None)
            if found is not None:
                self._answer(found)
        else:
            distribution_id, _colon, member_id = rest.partition(":")
            self._finish(int(distribution_id), int(member_id))

    def order(self) -> None:
        """Who for; once orders are closed a coordinator says why first."""
        one, now = self.distribution, self.book.clock.now()
        state = one.state(now)
        if state == "open":
            self._whose("")
        elif state == "upcoming" or not self._may_order_late():
            self.refuse(lambda: self._too_late(sentence(not_open(one, now))))
        else:
            self._ask_why(self._whose)

    def _too_late(self, said: str) -> str:
        return f"{said} {_('The coordination can still order, with a reason.')}"

    def _may_order_late(self) -> bool:
        return desk_orders.may_order_late(self.book, self.session.person.id, self.session.group.id)

    def _ask_why(self, then: Callable[[str], None]) -> None:
        from screens.why import Why

        said: list[str] = []
        page = Why(
            N_("Orders are closed."),
            N_("Say why something is still ordered: a paper form that was late, for example. It is asked once."),
            N_("Go on"),
            said.append,
        )
        self.open(page, lambda yes: then(said[0]) if yes else None)

    def _whose(self, why: str) -> None:
        from screens.whose_order import WhoseOrder

        self.open(
            WhoseOrder(self.distribution_id, N_("Order for whom?")),
            lambda member: self._enter(member, self.distribution_id, new_typed(member.id, why=why)) if member else None,
        )

    def _enter(self, member: Found, distribution_id: int, typed: Typed) -> None:
        from screens.order_desk_entry import OrderEntry

        waits = self.form_of(member.id, distribution_id)
        if waits is not None and not typed.finishes:  # what was typed for them before goes on
            typed = waits._replace(why=typed.why or waits.why)
        page = OrderEntry(distribution_id, member, typed)

        def left(_none: None) -> None:
            self._ordered = member if page.recorded else self._ordered
            key = _("l: delivery") if page.recorded else ""
            self._left("   ".join(filter(None, (page.outcome, key))), distribution_id, page.recorded)

        self.open(page, left)

    def _left(self, outcome: str, distribution_id: int, acted: bool) -> None:
        self._acted_in = distribution_id if acted else self._acted_in
        self.facts_changed()
        self.table.at = 0
        if outcome:
            self.say(lambda: outcome)

    def _finish(self, distribution_id: int, member_id: int) -> None:
        """The lines of a basket that waits, to be confirmed or changed first."""
        try:
            waits = desk_orders.waiting(self.book, self.session.person.id, member_id, distribution_id)
        except Refusal as refusal:
            self.not_done(refusal)
            return
        if waits is None:
            self.facts_changed()
            self.refuse(N_("This basket does not wait any more: it was ordered, or changed."), N_("× not now"))
            return
        lines = tuple((line.product_id, line.quantity) for line in waits.lines)
        typed = new_typed(member_id, lines=lines, finishes=waits.recording)
        if desk_orders.needs_why(self.book, distribution_id, waits.changed_at):
            one, now = self.day(distribution_id), self.book.clock.now()
            if not self._may_order_late():
                self.refuse(lambda: self._too_late(sentence(not_open(one, now))))
                return
            self._ask_why(lambda why: self._enter(self.found(member_id), distribution_id, typed._replace(why=why)))
            return
        self._enter(self.found(member_id), distribution_id, typed)

    def _answer(self, request: ToAnswer) -> None:
        from screens.order_desk_request import AnswerRequest

        page = AnswerRequest(request, self.station)
        self.open(page, lambda _none: self._left(page.outcome, request.distribution_id, bool(page.outcome)))

    def code(self) -> None:
        from screens.find_member import FindMember
        from screens.order_desk_code import give_code

        self.open(FindMember(N_("A code for whom?")), lambda member: give_code(self, member) if member else None)

    def way(self) -> None:
        """How the latest order leaves, or somebody else's: without a word it is collected."""
        from screens.register_delivery import RegisterDelivery, register

        def registered(said: str | None) -> None:
            if said is not None:
                self.say(lambda: said)

        ordered, self._ordered = self._ordered, None  # whoever calls next is asked for
        if ordered is not None:
            self.open(RegisterDelivery(ordered, self._acted_in), registered)
        else:
            register(self, N_("Delivery for whom?"), registered)

    def undo(self) -> None:
        self._ordered = None
        super().undo()

    def acted_at(self) -> Station:
        """In the distribution that it was about."""
        return self.station._replace(distribution_id=self._acted_in)


def _counted(label: str, count: int) -> str:
    return f"{_(label)} ({formats.number(count)})"
