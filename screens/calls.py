"""« À prévenir »: whom the team has to tell of what changed. A phone is drawn only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from db.calls import calls, tick
from db.contacts import TeamContact, see_as_team
from db.delivery_lists import board
from db.distributions import distribution
from db.errors import Refusal
from db.slots import slot_of
from db.values.contact import show_phone
from db.values.delivery import Call
from i18n import formats
from i18n.language import N_, _
from i18n.names import with_name
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.panel import Panel
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, spread, user_text

MOST_WIDTH = 92

PHONE = Action("phone", "enter", "show_phone", N_("Phone"), N_("Show the phone. That you saw it is written down."))
TICK = Action("tick", "space", "tick", N_("Told"), N_("This person was told, or not after all."))


class Told(NamedTuple):
    """A call with what is true now: when they meet, which slot holds, and how to write the hours."""

    call: Call
    meet_at: int | None
    slot: int | None
    timezone: str

    @property
    def is_done(self) -> bool:
        return self.call.made_at is not None


class Calls(CounterPage[None]):
    """Oldest first; those who were told stand at the end."""

    HELP = N_(
        "People who are helped have no e-mail and are not at this counter: somebody of the team tells them.\n"
        "Enter shows the phone of the one under the mark, until you move on. That you saw it is written down.\n"
        "Space ticks them once they were told, and takes the tick back if they were not."
    )
    ACTIONS = (
        PHONE,
        TICK,
        Action("move", "up", "", N_("Choose"), key_label="↑ ↓"),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = """
    Calls #table { margin: 1 0 0 0; }
    Calls #none { margin: 1 0 0 0; }
    Calls #contact { width: 60; }
    """

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        self._seen: tuple[str, TeamContact] | None = None  # the id under the mark, and their contact
        yield Line(N_("To tell"), style="bold $ink-text")
        yield Line(N_("Nobody to tell."), id="none")
        yield CallRows(id="table")
        yield Panel(Line(self._contact), title=self._contact_name, id="contact")

    def on_mount(self) -> None:
        self._show()
        self.query_one("#table").focus()

    def come_back(self) -> None:
        self._hide()
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show()

    def _read(self) -> None:
        book, by, group = self.book, self.session.person.id, self.session.group.id
        found = calls(book, by, group)
        agreed = {line.basket_id: line for line in board(book, by, group) if line.round and line.round.agreement}
        zones = {one: distribution(book, one).place.timezone for one in {call.distribution_id for call in found}}
        slots = {one: slot_of(book, one) for one in {call.basket_id for call in found if call.why == "slot"}}
        self.told = []
        for call in found:
            line, meet_at = agreed.get(call.basket_id), None
            if line and line.round and line.round.agreement and call.about in (line.deliverer, line.name):
                meet_at = line.round.agreement.meet_at
            self.told.append(Told(call, meet_at, slots.get(call.basket_id), zones[call.distribution_id]))

    def _show(self) -> None:
        table, now = self.query_one("#table", RowList), self.book.clock.now()
        table.show([row for one in self.told for row in _rows(one, now)])
        table.display, self.query_one("#none").display = bool(self.told), not self.told
        if self._seen and self._seen[0] != table.current:
            self._seen = None
        self._show_contact()

    def _show_contact(self) -> None:
        panel = self.query_one("#contact", Panel)
        panel.display = self._seen is not None
        panel.language_changed()
        panel.query_one(Line).refresh(layout=True)
        self.refresh_frame()

    def _contact_name(self) -> Content:
        return user_text(self._seen[1].name if self._seen else "")

    def _contact(self) -> Content:
        if self._seen is None:
            return Content("")
        contact = self._seen[1]
        if contact.phone:
            return Content.assemble((_("Phone"), "$muted-text"), "  ", (show_phone(contact.phone), "bold $ink-text"))
        # Without a phone, somebody has to go there.
        where = user_text(", ".join(contact.address)).plain or _("No address either.")
        return Content.assemble((_("No phone is known."), "$amber-text"), "  ", (where, "bold $ink-text"))

    @property
    def _current(self) -> Told | None:
        current = self.query_one("#table", RowList).current
        return next((one for one in self.told if str(one.call.id) == current), None)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        if not self.told:
            return (actions.HELP, actions.BACK)
        current = self._current
        done = current is not None and current.is_done
        return (PHONE, TICK._replace(label=N_("Not told")) if done else TICK, *self.ACTIONS[2:])

    def why_not(self, action_id: str) -> Words | None:
        if action_id in ("phone", "tick") and self._current is None:
            return N_("Nobody to tell.")
        return None

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self._hide()

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.action_act("phone")

    def _hide(self) -> None:
        self._seen = None
        self._show_contact()

    def show_phone(self) -> None:
        current, group = self._current, self.session.group.id
        if current is None or self._seen is not None:  # shown, and written down, once
            return
        call, book, by = current.call, self.book, self.session.person.id

        def seen(contact: TeamContact) -> None:
            self._seen = (str(call.id), contact)
            self._show_contact()

        write(self, lambda: see_as_team(book, by, call.member_id, group, call.basket_id), seen, self._refused)

    def tick(self) -> None:
        current = self._current
        if current is None:
            return
        call, book, by, made = current.call, self.book, self.session.person.id, not current.is_done

        def ticked(_nothing: None) -> None:
            self._to_neighbour(str(call.id), made)
            self.facts_changed()
            self.say(lambda: _ticked_words(call, made))

        write(self, lambda: tick(book, by, call.id, made), ticked, self._refused)

    def _to_neighbour(self, ticked: str, made: bool) -> None:
        """Who was told goes to the end: the mark stays among those still to tell."""
        table = self.query_one("#table", RowList)
        if made and not table.move(1):
            table.move(-1)
        self._seen = None

    def _refused(self, refusal: Refusal) -> None:
        self.facts_changed()
        self.refuse(lambda: sentence(refusal))


def _ticked_words(call: Call, made: bool) -> str:
    said = _("{name} was told. Space on their line takes that back.") if made else _("{name} is still to be told.")
    return said.format(name=user_text(call.name).plain)


class CallRows(RowList):
    """What follows a row with a mark belongs to it: a call is never cut in two under the head of the table."""

    def _around(self, room: int) -> tuple[int, int]:
        stops = [*self._stops(), len(self.rows)]
        after = stops[stops.index(self.at) + 1]
        return self.at, min(after, self.at + room) - 1

    def _window(self, head: int) -> tuple[int, int]:
        first, last = super()._window(head)
        if first and not self.rows[first].id:
            self._top = next(index for index in self._stops() if index > first)
            first, last = self._top, min(len(self.rows), last + self._top - first)
        return first, last


# --- The table --------------------------------------------------------------------------------------------------------


def _rows(one: Told, now: int) -> list[Row]:
    """Two rows for who is to be told (three with a word), one for who was."""
    call_id = str(one.call.id)
    if one.is_done:
        return [Row(partial(_done, one, now), call_id)]
    found = [Row(partial(_who, one, now), call_id), Row(partial(_why, one))]
    return [*found, Row(partial(_word, one))] if one.call.word else found


def _who(one: Told, now: int, width: int, here: bool) -> Content:
    call = one.call
    since = _("for {span}").format(span=formats.since(call.at, now, one.timezone))
    number = _("basket no. {number}").format(number=call.basket)
    room = min(width, MOST_WIDTH) - len(since) - len(number) - 10
    head = name("! " + cut_middle(user_text(call.name).plain, room), here, "bold $amber-text")
    head = Content.assemble(head, " ", (number, "$muted-text"))
    return spread(head, Content.styled(since, "$muted-text"), min(width, MOST_WIDTH))


def _why(one: Told, width: int, here: bool) -> Content:
    return Content.styled("    " + cut_middle(reason(one), min(width, MOST_WIDTH) - 4), "$ink-text")


def _word(one: Told, width: int, here: bool) -> Content:
    said = _("« {word} »").format(word=user_text(" ".join(one.call.word.split())).plain)
    return Content.styled("    " + cut_middle(said, min(width, MOST_WIDTH) - 4), "$muted-text")


def _done(one: Told, now: int, width: int, here: bool) -> Content:
    call = one.call
    assert call.made_at is not None
    today = formats.date_number(now, one.timezone) == formats.date_number(call.made_at, one.timezone)
    when = (formats.time_of_day if today else formats.date_and_time)(call.made_at, one.timezone)
    number = _("basket no. {number}").format(number=call.basket)
    told = _("told by {name}, {when}").format(name=user_text(call.made_by).plain, when=when)
    room = max(8, min(width, MOST_WIDTH) - len(told) - len(number) - 10)
    head = name("● " + cut_middle(user_text(call.name).plain, room), here, "$open-text")
    return Content.assemble(head, " ", (number, "$muted-text"), "  ", (told, "$muted-text")).truncate(
        width, ellipsis=True
    )


def reason(one: Told) -> str:
    """What this person is to be told, in words: « Hélène PORTE vient la livrer (samedi 5 décembre à 17:30) »."""
    call, about = one.call, user_text(one.call.about).plain
    if call.why == "slot":
        if one.slot is None:
            return _("has no time slot any more")
        return _("time slot: {when}").format(when=formats.short_day_and_time(one.slot, one.timezone))
    said = {
        "taken": N_("{name} brings the order"),
        "released": N_("{name} does not bring the order any more"),
        "withdrawn": N_("{name} needs no delivery any more"),
        "changed": N_("{name} changed the request"),
        "assigned": N_("is to bring the order of {name}"),
        "unassigned": N_("does not bring the order of {name} any more"),
    }[call.why]
    text = with_name(_(said), about)
    if one.meet_at is None or call.why not in ("taken", "assigned", "changed"):
        return text
    when = formats.short_day_and_time(one.meet_at, one.timezone)
    return _("{text} ({when})").format(text=text, when=when)
