"""« Attribuer »: who brings a request, chosen by the team among those who offered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual.content import Content
from textual.widget import Widget

from db.delivery_history import hand_to
from db.delivery_lists import helpers
from db.errors import LimitReached, Refusal, RequestTaken
from db.people_search import homonyms
from db.values.capacity import over_limit
from db.values.delivery import BoardLine, Helper
from i18n.delivery_refusals import NEARNESS
from i18n.formats import quantity
from i18n.language import N_, _, ngettext
from i18n.names import with_name
from i18n.refusals import sentence
from screens import request_words
from screens.board_columns import HelperColumns, from_column
from screens.counter import CounterPage
from screens.delivery_gestures import Gesture
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.lines_table import right
from widgets.part import Line, Part
from widgets.question import Fact, Question
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, user_text

NOBODY = N_("Nobody has offered to deliver for this distribution yet. n: register an offer.")


class Assign(CounterPage[Gesture]):
    """Dismisses with what Ctrl+Z takes back, or None."""

    HELP = N_(
        "Those who offered to deliver, the nearest to this person first, with what they carry already.\n"
        "Enter asks, then hands them the request; whoever had it is relieved. All of them are to be called.\n"
        "c shows the contact details of the one under the mark, to call them first. Each view is recorded."
    )
    ACTIONS = (
        Action("assign", "enter", "assign", N_("Assign"), N_("Hand the request to the one the mark is on.")),
        Action(
            "contact", "c", "contact", N_("Contact details"), N_("Their phone, to call them first. It is recorded.")
        ),
        Action("register", "n", "register", N_("Offer"), N_("Somebody else can deliver, and says so.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    Assign #helpers { margin: 1 0 0 0; }
    Assign #none { margin: 1 0 0 0; }
    Assign #when { height: 1; }
    """

    def __init__(self, line: BoardLine) -> None:
        super().__init__()
        self.line = line

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Title(self)
        yield RowList(id="helpers")
        yield Line(NOBODY, id="none")
        yield Line(self._when, id="when")

    def on_mount(self) -> None:
        self._show()
        self.query_one("#helpers").focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        line = self.line
        found = helpers(self.book, self.session.person.id, line.distribution_id, line.basket_id)
        self.helpers = {one.offer.member_id: one for one in found}
        self.homonyms = homonyms(self.book, self.session.group.id)
        self._measured: tuple[int, HelperColumns] | None = None  # for this width

    def _show(self) -> None:
        table = self.query_one("#helpers", RowList)
        table.show([Row(partial(self._row, one), str(id)) for id, one in self.helpers.items()], self._head)
        table.display, self.query_one("#none").display = bool(self.helpers), not self.helpers
        self.query_one("#when").refresh()
        self.refresh_frame()

    def named(self, one: Helper) -> str:
        return request_words.named(one.name, one.offer.member_id, self.homonyms)

    def _columns(self, width: int) -> HelperColumns:
        if self._measured is None or self._measured[0] != width:
            self._measured = (width, HelperColumns(width, self.helpers.values()))
        return self._measured[1]

    def _head(self, width: int) -> Sequence[Content]:
        at = self._columns(width)
        head = from_column(Content.assemble("  ", _("Who")), at.near, Content(_("How near")))
        head = right(Content(_("Orders")), head, at.orders)
        head = right(Content(_("Kilos")), head, at.kilos)
        head = from_column(head, at.how, Content(_("How"))) if at.how else head
        return [head.stylize_before("$muted-text"), Content.styled("─" * at.width, "$line-text")]

    def _row(self, one: Helper, width: int, here: bool) -> Content:
        at = self._columns(width)
        carries = self.line.round is not None and self.line.round.deliverer == one.offer.member_id
        row = name(cut_middle(self.named(one), at.name_room), here)
        has_it = Content.styled(_("● has it"), "$open-text")
        near = Content.styled(_(NEARNESS[one.nearness]), "$ink-text")
        row = from_column(row, at.near, has_it if carries and not at.how else near)
        orders, kilos = request_words.load(one)
        row = right(Content.styled(orders, "$ink-text"), row, at.orders)
        row = right(Content.styled(kilos, "$ink-text"), row, at.kilos)
        how = Content.styled(request_words.transport(one), "$muted-text")
        return from_column(row, at.how, has_it if carries else how) if at.how else row

    def _when(self) -> Content:
        """How and when the one under the mark can deliver."""
        one = self.helper
        if one is None:
            return Content("")
        said = f"{self.named(one)}   {request_words.transport(one)}"
        if one.offer.when:
            said += "   " + _("can deliver: {when}").format(when=user_text(one.offer.when).plain)
        return Content.styled(said, "$muted-text")

    # --- Keys -------------------------------------------------------------------------------------------------------

    @property
    def helper(self) -> Helper | None:
        """The one under the mark."""
        current = self.query_one("#helpers", RowList).current
        return self.helpers.get(int(current)) if current else None

    def why_not(self, action_id: str) -> Words | None:
        return NOBODY if action_id in ("assign", "contact") and self.helper is None else None

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.query_one("#when").refresh()

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("assign")

    def assign(self) -> None:
        one, line = self.helper, self.line
        if one is None:
            return
        too_much = None if self._has_it(one) else over_limit(one.offer, line.grams)
        if too_much is not None:
            self._refused(too_much, one)
            return
        facts = [
            [
                Fact(N_("Person"), lambda: user_text(line.name)),
                Fact(N_("To bring"), lambda: request_words.size(line)),
                Fact(N_("How near"), NEARNESS[one.nearness]),
            ],
            [Fact(self._to_be_called, muted=True)],
        ]
        title = lambda: _("Does {name} bring it?").format(name=self.named(one))  # noqa: E731
        self.open(
            Question(title, facts, N_("Assign"), yes_key=N_("Assign")), lambda yes: self._write(one) if yes else None
        )

    def _to_be_called(self) -> str:
        relieved = self.line.round is not None
        n = 3 if relieved else 2
        return ngettext("{n} person is to be called then.", "{n} people are to be called then.", n).format(n=n)

    def _write(self, one: Helper) -> None:
        line, by = self.line, self.session.person.id
        write(
            self,
            lambda: hand_to(self.book, by, line.basket_id, one.offer.member_id),
            lambda steps: self._done(Gesture(steps, line.name)),
            lambda refusal: self._refused(refusal, one),
        )

    def _done(self, gesture: Gesture) -> None:
        self.dismiss(gesture)

    def _refused(self, refusal: Refusal, one: Helper) -> None:
        self.facts_changed()
        who = self.named(one)
        if isinstance(refusal, LimitReached):
            self.refuse(lambda: _too_much(refusal, who))
        elif isinstance(refusal, RequestTaken) and self._has_it(one):
            self.refuse(lambda: _("{name} brings this order already. Nothing is changed.").format(name=who))
        else:
            self.refuse(lambda: sentence(refusal))

    def _has_it(self, one: Helper) -> bool:
        return self.line.round is not None and self.line.round.deliverer == one.offer.member_id

    def contact(self) -> None:
        from screens.team_contact import show_contact

        if self.helper is not None:
            show_contact(self, self.helper.offer.member_id)

    def register(self) -> None:
        from screens.register_delivery import register

        register(self, N_("Who can deliver?"), self._registered)

    def _registered(self, said: str) -> None:
        self.facts_changed()
        self.note("recorded", N_("● REGISTERED"), lambda: said)


def _too_much(refusal: LimitReached, who: str) -> str:
    if refusal.what == "kilos":
        said = _("With this order {name} would carry {would} of {limit}.").format(
            name=who, would=quantity(refusal.would, "kg"), limit=quantity(refusal.limit, "kg")
        )
    else:
        said = ngettext(
            "With this order {name} would carry {would} orders of {n}.",
            "With this order {name} would carry {would} orders of {n}.",
            refusal.limit,
        ).format(name=who, would=refusal.would, n=refusal.limit)
    return said + " " + _("Choose somebody else, or register their new limits (n).")


class Title(Part):
    """Whose order it is, and how much."""

    def __init__(self, page: Assign) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        page, line = self._page, self._page.line
        who = request_words.named(line.name, line.member_id, page.homonyms)
        title = with_name(_("Who brings the order of {name}?"), who)
        facts = [request_words.day_of(line), request_words.size(line)]
        facts += [_("wishes: {times}").format(times=user_text(line.times).plain)] if line.times else []
        return [
            Content.styled(title, "bold $ink-text"),
            Content.styled("   ".join(facts), "$muted-text").truncate(max(0, width), ellipsis=True),
        ]
