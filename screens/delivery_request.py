"""One request in full: who, what, who brings it, and all that happened. No contact is on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual import events
from textual.content import Content
from textual.widget import Widget

from db.delivery_history import Entry, request_file
from db.delivery_steps import deliver, release
from db.errors import Refusal
from db.people_search import homonyms
from db.values.delivery import BoardLine
from i18n import formats
from i18n.language import N_, _
from i18n.refusals import sentence
from screens import request_words
from screens.counter import CounterPage
from screens.delivery_gestures import KEY as UNDO
from screens.delivery_gestures import NOTHING, Gesture, Gestures
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.part import Part
from widgets.row_list import Row, RowList, name
from widgets.text import Words, user_text

MOST_WIDTH = 92
LABEL_WIDTH = 14
WHEN_WIDTH = 26  # columns of a date and hour, with the mark

ASSIGN = Action("assign", "enter,a", "assign", N_("Assign"), N_("Choose who brings this order, or somebody else."))
AGREE = actions.VALIDATE._replace(
    id="agree",
    method="agree",
    label=N_("Agreed"),
    tip=N_("Note the day, hour, money and containers told on the phone."),
)
DELIVER = Action("deliver", "l", "deliver", N_("Delivered"), N_("The person has the order."))
RELEASE = Action("release", "r", "release", N_("Release"), N_("Whoever took it does not bring it after all."))
CONTACT = Action(
    "contact", "c", "contact", N_("Contact details"), N_("Phone and address of the person. It is recorded.")
)
DELIVERER = Action("deliverer", "d", "deliverer", N_("Deliverer"), N_("Phone of who brings it. It is recorded."))


class DeliveryRequest(CounterPage[None]):
    """What is done here goes into the board's `gestures`, which Ctrl+Z takes back on both pages."""

    HELP = N_(
        "Everything about one request, except how to reach the person: c shows that, and is recorded.\n"
        "Enter chooses who brings it. F8 notes what they agreed, when you hear it on the phone. l: it is delivered.\n"
        "Below stands what happened, with who did it and when. Ctrl+Z takes back your own last gesture."
    )
    ACTIONS = (ASSIGN, AGREE, DELIVER, RELEASE, CONTACT, DELIVERER, UNDO, actions.HELP, actions.BACK)
    DEFAULT_CSS = """
    DeliveryRequest #history { margin: 1 0 0 0; }
    """

    def __init__(self, basket_id: int, gestures: Gestures) -> None:
        super().__init__()
        self.basket_id, self.gestures = basket_id, gestures
        self.gone = False

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Facts(self)
        yield RowList(id="history")

    def on_mount(self) -> None:
        self._show()
        self.query_one("#history").focus()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        if self.query("#history"):
            self._show()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        try:
            self._read()
        except Refusal as refusal:  # the person took it back meanwhile
            self.gone = True
            self.refuse(partial(sentence, refusal))
        self._show()

    def _read(self) -> None:
        self.file = request_file(self.book, self.session.person.id, self.basket_id)
        self.homonyms = homonyms(self.book, self.session.group.id)
        self.now = self.book.clock.now()
        self.gone = False

    @property
    def line(self) -> BoardLine:
        return self.file.line

    def _show(self) -> None:
        rows = [row for entry in reversed(self.file.entries) for row in self._entry(entry)]
        self.query_one("#history", RowList).show([*rows, *self._asked()], self._head)
        self.query_one(Facts).refresh(layout=True)
        self.refresh_frame()

    def _head(self, width: int) -> list[Content]:
        width = min(width, MOST_WIDTH)
        title = Content.styled(_("What happened, the latest first"), "bold $ink-text")
        return [title, Content.styled("─" * width, "$line-text")]

    def _asked(self) -> list[Row]:
        said = _("asked to be delivered")
        if self.file.heard_by:
            said += ", " + _("by voice, heard by {name}").format(name=user_text(self.file.heard_by).plain)
        return self._dated("asked", self.line.asked_at, said)

    def _entry(self, entry: Entry) -> list[Row]:
        return self._dated(str(entry.id), entry.at, self._words(entry), past=entry.undone or entry.kind == "undone")

    def _dated(self, id: str, at: int, said: str, *, past: bool = False) -> list[Row]:
        """When, then what, on as many lines as it takes; the first of them can have the mark."""
        when, style = formats.date_and_time(at, self.line.timezone), "$muted-text" if past else "$ink-text"
        room = min(self.app.size.width - 2, MOST_WIDTH) - WHEN_WIDTH
        first, *others = Content.styled(said, style).wrap(room)
        return [
            Row(partial(_painted, when, first), id),
            *(Row(partial(_painted, "", line)) for line in others),
        ]

    def _words(self, entry: Entry) -> str:
        who, by = user_text(entry.deliverer).plain, user_text(entry.by).plain
        match entry.kind:
            case "taken" if entry.own:
                said = _("taken by {name}").format(name=who)
            case "taken":
                said = _("assigned to {name} by {by}").format(name=who, by=by)
            case "released" if entry.own:
                said = _("given back by {name}").format(name=who)
            case "released":
                said = _("taken from {name} by {by}").format(name=who, by=by)
            case "withdrawn":
                said = _("no longer asked for: {name} is to be told").format(name=who)
            case "changed":
                said = _("wishes changed: {name} is to be told").format(name=who)
            case "agreed":
                told = request_words.agreement_words(entry.meet_at, entry.money, entry.containers, self.line.timezone)
                said = _("agreed: {agreement}").format(agreement=told)
            case "delivered":
                said = _("the order was delivered by {name}").format(name=who)
            case _:
                said = _("undone by {by}: {what}").format(by=by, what=_(_UNDONE.get(entry.undoes, "")))
        if entry.undone:
            said += " " + _("(undone since)")
        return said + (f" « {user_text(entry.word).plain} »" if entry.word else "")

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        if self.line.round is None:
            yield from (ASSIGN, CONTACT, UNDO, actions.HELP, actions.BACK)
        else:
            yield from (ASSIGN._replace(label=N_("Reassign")), AGREE, DELIVER, CONTACT, actions.HELP, actions.BACK)

    def why_not(self, action_id: str) -> Words | None:
        if self.gone and action_id in ("assign", "agree", "deliver", "release", "contact", "deliverer"):
            return N_("This person needs no delivery any more. The list is up to date.")
        if action_id in ("agree", "deliver", "release", "deliverer") and self.line.round is None:
            return N_("Nobody brings this order yet. Enter: choose who does.")
        if action_id in ("assign", "deliver", "release") and self.line.state == "delivered":
            return request_words.DELIVERED_ALREADY
        if action_id == "undo" and not self.gestures:
            return NOTHING
        return None

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("assign")

    def assign(self) -> None:
        from screens.assign import Assign

        self.open(Assign(self.line), self._did(N_("● ASSIGNED"), N_("Call whoever is concerned.  Ctrl+Z: undo")))

    def agree(self) -> None:
        from screens.note_agreement import NoteAgreement

        self.open(NoteAgreement(self.line), self._did(N_("● AGREED"), N_("The agreement is noted.  Ctrl+Z: undo")))

    def deliver(self) -> None:
        by, line = self.session.person.id, self.line
        self._write(lambda: deliver(self.book, by, line.basket_id), N_("● DELIVERED"), N_("Noted.  Ctrl+Z: undo"))

    def release(self) -> None:
        by, line = self.session.person.id, self.line
        self._write(
            lambda: release(self.book, by, line.basket_id),
            N_("● RELEASED"),
            N_("This request is open again. Call whoever is concerned.  Ctrl+Z: undo"),
        )

    def _write(self, work: Callable[[], int], badge: Words, said: Words) -> None:
        did, line = self._did(badge, said), self.line
        write(self, work, lambda step: did(Gesture((step,), line.name)), self._refused)

    def _did(self, badge: Words, said: Words) -> Callable[[Gesture | None], None]:
        def done(gesture: Gesture | None) -> None:
            if gesture is not None:
                self.gestures.append(gesture)
                self.facts_changed()
                self.query_one("#history", RowList).move(-len(self.file.entries))  # to the latest
                self.note("recorded", badge, said)

        return done

    def _refused(self, refusal: Refusal) -> None:
        self.facts_changed()
        self.refuse(lambda: sentence(refusal))

    def contact(self) -> None:
        from screens.team_contact import show_contact

        show_contact(self, self.line.member_id, self.basket_id)

    def deliverer(self) -> None:
        from screens.team_contact import show_contact

        if self.line.round is not None:
            show_contact(self, self.line.round.deliverer, self.basket_id)

    def undo(self) -> None:
        self.gestures.undo(self, self.facts_changed)


_UNDONE = {
    "taken": N_("the taking"),
    "released": N_("the giving back"),
    "agreed": N_("the agreement"),
    "delivered": N_("the delivery"),
}


class Facts(Part):
    """Whose order, how much, what they wish, who brings it."""

    def __init__(self, page: DeliveryRequest) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        page, line = self._page, self._page.line
        who = request_words.named(line.name, line.member_id, page.homonyms)
        number = _("basket no. {number}").format(number=line.basket)
        title = Content.assemble(
            (who, "bold $ink-text"), "   ", (f"{number}   {request_words.day_of(line)}", "$muted-text")
        )
        state = Content.styled(*request_words.state_words(line, page.now))
        facts = [
            (_("State"), state),
            (_("To bring"), Content.styled(request_words.size(line), "$ink-text")),
            (_("Wish"), user_text(line.times).stylize_before("$ink-text") if line.times else _nothing()),
        ]
        if line.round is not None:
            ids = (line.round.deliverer, *(rival.deliverer for rival in line.round.rivals))
            names = zip(ids, (line.deliverer, *line.rivals), strict=True)
            told = ", ".join(request_words.named(each, id, page.homonyms) for id, each in names)
            facts.append((_("Deliverer"), Content.styled(told, "bold $ink-text")))
            if line.round.agreement is not None:
                agreed = request_words.agreed(line.round.agreement, line.timezone)
                facts.append((_("Agreed"), Content.styled(agreed, "$ink-text")))
        rows = [title, Content("")]
        for label, answer in facts:
            wrapped = answer.wrap(max(10, min(width, MOST_WIDTH) - LABEL_WIDTH - 2)) or [answer]
            for place, piece in enumerate(wrapped):
                head = label if not place else ""
                rows.append(Content.assemble("  ", (head.ljust(LABEL_WIDTH), "$muted-text"), piece))
        return rows


def _painted(when: str, said: Content, width: int, here: bool) -> Content:
    row = name(when, here) if when else Content("")
    return Content.assemble(row, " " * (WHEN_WIDTH - row.cell_length), said)


def _nothing() -> Content:
    return Content.styled(_("not said"), "$muted-text")
