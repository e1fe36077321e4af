"""« Livraisons entre voisins »: every request of the group, and who brings it. For the team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db.delivery_lists import board
from db.delivery_steps import release
from db.errors import Refusal
from db.people_search import homonyms
from db.values.delivery import BoardLine
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens import request_words
from screens.board_columns import Columns, from_column
from screens.board_parts import Detail, Title
from screens.counter import CounterPage
from screens.delivery_gestures import KEY as UNDO
from screens.delivery_gestures import NOTHING, Gesture, Gestures
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.lines_table import right
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, user_text

NO_REQUEST = N_("No request for delivery. n: register one.")

SEE = Action("see", "enter", "see", N_("See"), N_("The request the mark is on: who, what, and what happened."))
ASSIGN = Action("assign", "a", "assign", N_("Assign"), N_("Choose who brings this order."))
RELEASE = Action(
    "release", "r", "release", N_("Release"), N_("Whoever took it does not bring it: it is open again at once.")
)
REGISTER = Action(
    "register", "n", "register", N_("Register"), N_("A request or an offer of somebody at the desk or on the phone.")
)
PLAN = Action("plan", "p", "plan", N_("Plan"), N_("Who could bring what, as well as it can be shared."))


class Deliveries(CounterPage[None]):
    """The board. It works after orders have closed too, as long as the group keeps contact details."""

    HELP = N_(
        "All requests for delivery: those that nobody brings come first, the nearest distribution before the others.\n"
        "Enter shows one in full; a chooses who brings it, r gives it back, n registers somebody at the desk.\n"
        "Whoever is concerned by what you change stands in the list of people to call."
    )
    ACTIONS = (SEE, ASSIGN, RELEASE, REGISTER, PLAN, UNDO, actions.HELP, actions.BACK)
    DEFAULT_CSS = """
    Deliveries #board { margin: 1 0 0 0; }
    Deliveries #none { margin: 1 0 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.gestures = Gestures()

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Title(self)
        yield RowList(id="board")
        yield Line(NO_REQUEST, id="none")
        yield Detail(self)

    def on_mount(self) -> None:
        self._show()
        self.query_one("#board").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        here = self.session.group.id
        self.requests = {line.basket_id: line for line in board(self.book, self.session.person.id, here)}
        self.homonyms = homonyms(self.book, here)
        self.now = self.book.clock.now()
        self._measured: tuple[int, Columns] | None = None  # for this width

    @property
    def several(self) -> bool:
        """Whether the requests are of several distributions."""
        return len({line.distribution_id for line in self.requests.values()}) > 1

    def _show(self) -> None:
        table = self.query_one("#board", RowList)
        table.show(self._rows(), self._head)
        table.display, self.query_one("#none").display = bool(self.requests), not self.requests
        self.query_one(Title).refresh()
        self.query_one(Detail).refresh()
        self.refresh_frame()

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        before: tuple[str, int] | None = None
        for state in request_words.STATES:
            for line in self.requests.values():
                if request_words.state_of(line) != state:
                    continue
                if before != (state, line.distribution_id):
                    before = (state, line.distribution_id)
                    rows += [Row(_blank)] * bool(rows)
                    rows.append(Row(partial(self._heading, state, line)))
                rows.append(Row(partial(self._row, line), str(line.basket_id)))
        return rows

    def _heading(self, state: str, line: BoardLine, width: int, here: bool) -> Content:
        title = Content.styled(_(request_words.SECTIONS[state]), "bold $ink-text")
        if not self.several:
            return title
        return Content.assemble(title, "   ", (request_words.day_of(line), "$muted-text"))

    def _columns(self, width: int) -> Columns:
        if self._measured is None or self._measured[0] != width:
            self._measured = (width, Columns(width, self.requests.values(), self.now, self.named))
        return self._measured[1]

    def _head(self, width: int) -> Sequence[Content]:
        at = self._columns(width)
        head = Content.assemble(right(Content(_("Basket")), Content(""), at.basket), "   ", _("Who"))
        head = right(Content(_("Weight")), head, at.weight)
        head = from_column(head, at.times, Content(_("Wish"))) if at.times_room else head
        head = from_column(head, at.since, Content(_("Since"))) if at.since else head
        head = from_column(head, at.state, Content(_("State")))
        return [head.stylize_before("$muted-text"), Content.styled("─" * at.width, "$line-text")]

    def _row(self, line: BoardLine, width: int, here: bool) -> Content:
        at = self._columns(width)
        row = right(Content.styled(line.basket, "$ink-text"), Content(""), at.basket)
        row = Content.assemble(row, " ", name(cut_middle(self.named(line), at.name_room), here))
        row = right(Content.styled(request_words.weight(line.grams), "$ink-text"), row, at.weight)
        if at.times_room:
            times = user_text(line.times).truncate(at.times_room, ellipsis=True)
            row = from_column(row, at.times, times.stylize_before("$muted-text"))
        if at.since:
            row = from_column(
                row, at.since, Content.styled(formats.since(line.asked_at, self.now, line.timezone), "$muted-text")
            )
        said, style = request_words.state_words(line, self.now)
        return from_column(row, at.state, Content.styled(cut_middle(said, at.width - at.state), style))

    def named(self, line: BoardLine) -> str:
        return request_words.named(line.name, line.member_id, self.homonyms)

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def request(self) -> BoardLine | None:
        """The one under the mark."""
        current = self.query_one("#board", RowList).current
        return self.requests.get(int(current)) if current else None

    def footer(self) -> Iterable[Action]:
        line = self.request
        carried = line is not None and line.round is not None
        yield SEE
        yield ASSIGN
        yield RELEASE if carried else REGISTER
        yield UNDO if self.gestures else PLAN
        yield actions.HELP
        yield actions.BACK

    def why_not(self, action_id: str) -> Words | None:
        line = self.request
        if action_id in ("see", "assign", "release", "plan") and line is None:
            return NO_REQUEST
        if action_id == "release" and line is not None and line.round is None:
            return N_("Nobody has taken this request: there is nothing to give back.")
        if action_id in ("assign", "release") and line is not None and line.state == "delivered":
            return request_words.DELIVERED_ALREADY
        if action_id == "undo" and not self.gestures:
            return NOTHING
        return None

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.query_one(Detail).refresh()
        self.refresh_frame()

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("see")

    def see(self) -> None:
        from screens.delivery_request import DeliveryRequest

        if self.request is not None:
            self.open(DeliveryRequest(self.request.basket_id, self.gestures))

    def assign(self) -> None:
        from screens.assign import Assign

        if self.request is not None:
            self.open(Assign(self.request), self._assigned)

    def _assigned(self, gesture: Gesture | None) -> None:
        if gesture is not None:
            self.gestures.append(gesture)
            self.refresh_frame()
            self.note("recorded", N_("● ASSIGNED"), N_("Call whoever is concerned.  Ctrl+Z: undo"))

    def release(self) -> None:
        line, by = self.request, self.session.person.id
        if line is None:
            return
        write(
            self,
            lambda: release(self.book, by, line.basket_id),
            lambda step: self._released(Gesture((step,), line.name)),
            self._refused,
        )

    def _released(self, gesture: Gesture) -> None:
        self.gestures.append(gesture)
        self.facts_changed()
        self.note(
            "recorded", N_("● RELEASED"), N_("This request is open again. Call whoever is concerned.  Ctrl+Z: undo")
        )

    def _refused(self, refusal: Refusal) -> None:
        self.facts_changed()
        self.refuse(lambda: sentence(refusal))

    def register(self) -> None:
        from screens.register_delivery import register

        register(self, N_("Register a request or an offer"), self._registered)

    def _registered(self, said: str) -> None:
        self.facts_changed()
        self.note("recorded", N_("● REGISTERED"), lambda: said)

    def plan(self) -> None:
        from screens.plan import Plan

        if self.request is not None:
            self.open(Plan(self.request.distribution_id))

    def print_page(self) -> None:
        """Ctrl+P: the papers of the distribution under the mark."""
        from screens.print_menu import open_print_menu, print_for_team

        if self.request is not None:
            print_for_team(self, self.request.distribution_id)
        else:
            open_print_menu(self)

    def undo(self) -> None:
        self.gestures.undo(self, self.facts_changed)


def _blank(width: int, here: bool) -> Content:
    return Content("")
