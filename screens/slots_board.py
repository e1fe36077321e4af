"""« Créneaux »: who comes when, for the team. Everybody is placed at once, or one by one by hand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from db import placing, slots
from db.distributions import distribution
from db.errors import Refusal, SlotFull
from db.values.slots import Placement, Visit
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens import slot_rows
from screens.counter import CounterPage
from screens.slot_placing import all_the_same, place_everybody
from screens.slot_rows import ASK_AGAIN, WITHOUT, Facts, start_of
from screens.slots_head import Head
from screens.which_distribution import choose_distribution
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.keys_line import KeysLine
from widgets.row_list import Row, RowList
from widgets.text import Words

CANCEL = actions.BACK._replace(label=N_("Leave it"), tip=N_("The person stays where they are."))


def open_slots_board(page: CounterPage[Any]) -> None:
    """The board of the distribution at hand, or of the one that is chosen."""
    choose_distribution(page, N_("Time slots of which distribution?"), lambda chosen: page.open(SlotsBoard(chosen)))


class SlotsBoard(CounterPage[None]):
    """Slots at the left, the people of the slot under the mark beside them."""

    HELP = N_(
        "Who comes when. Left: the time slots, how many people ticked each and how many have it. Right: the people.\n"
        "p gives everybody a slot, as many as possible one they ticked; it also happens by itself when orders close.\n"
        "d moves one person by hand: they stay there when all are placed again. Whoever changes is to be called.\n"
        "s ticks slots for somebody who says which suit. o: how long slots last, how many places, on or off."
    )
    ACTIONS = (
        Action("take", "enter", "", N_("People"), N_("To the people of this slot, then to another slot for one.")),
        Action("place", "p", "place", N_("Place all"), N_("Gives everybody a slot. Who was placed by hand stays.")),
        Action("move", "d", "move", N_("Move someone"), N_("Gives one person another time slot, or none.")),
        Action("wishes", "s", "wishes", N_("Their wishes"), N_("Ticks the slots that suit somebody, for them.")),
        Action("settings", "o", "settings", N_("Settings"), N_("Time slots on or off, how long, how many places.")),
        actions.UNDO._replace(tip=N_("Takes your last move back.")),
        actions.HELP,
        actions.BACK,
        Action("anew", "n", "place_anew", N_("Place anew"), N_("Also those who were placed by hand."), shown=False),
    )
    DEFAULT_CSS = """
    SlotsBoard #lists { height: 1fr; margin: 1 0; max-width: 92; }
    SlotsBoard #slots { width: 42; }
    SlotsBoard #people { width: 1fr; }
    """

    def __init__(self, distribution_id: int) -> None:
        super().__init__()
        self.distribution_id = distribution_id
        self.moving: Visit | None = None  # whose new slot is being chosen
        self._moves: list[tuple[int, Visit]] = []  # this page's own: the step, and the person as they were

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        yield Head(self)
        yield Horizontal(RowList(id="slots"), RowList(id="people"), id="lists")

    def _read(self) -> None:
        book, here = self.book, self.distribution_id
        self.facts = Facts(
            distribution(book, here),
            slots.slot_plan(book, here),
            slots.fullness(book, here),
            slots.board(book, here),
            slots.to_ask_again(book, here),
        )

    def on_mount(self) -> None:
        self._show()
        if self.facts.slots:
            self._slots.focus()

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        if self.moving is not None:
            who = self.moving.basket_id
            self.moving = next((visit for visit in self.facts.visits if visit.basket_id == who), None)
        self._show()
        if self.moving is None:
            self._tell_about()

    def _show(self) -> None:
        facts, tz = self.facts, self.facts.tz
        self._tell_whom_to_ask()
        self.query_one("#lists").display = bool(facts.slots)
        rows = [Row(partial(slot_rows.slot_row, slot, tz, self.moving), str(slot.start)) for slot in facts.slots]
        for row, wanted in ((WITHOUT, self.moving is not None), (ASK_AGAIN, False)):
            people = len(facts.at(row))
            if people or wanted:
                loud = bool(people) and (row == ASK_AGAIN or facts.placed or not self._open)
                rows.append(Row(partial(slot_rows.other_row, row, people, loud), row))
        self._slots.show(rows, partial(slot_rows.slots_head, facts))
        self._show_people()
        self.query_one(Head).refresh(layout=True)

    def _show_people(self) -> None:
        facts, here = self.facts, self._slots.current
        people = facts.at(here)
        rows = [Row(partial(slot_rows.person_row, visit), str(visit.basket_id)) for visit in people]
        self._people.show(rows, partial(slot_rows.people_head, facts, here))
        self._people.can_focus = bool(people) and self.moving is None
        if not self._people.can_focus and self.focused is self._people:
            self._slots.focus()
        self.refresh_frame()

    def _tell_whom_to_ask(self) -> None:
        if self.facts.again:
            told = partial(slot_rows.whom_to_ask, self.facts, self.size.width - 22)
            self.band("pending", N_("! TO ASK AGAIN"), told)
        else:
            self.band()

    @property
    def _open(self) -> bool:
        return self.book.clock.now() < self.facts.one.closes_at

    @property
    def _slots(self) -> RowList:
        return self.query_one("#slots", RowList)

    @property
    def _people(self) -> RowList:
        return self.query_one("#people", RowList)

    @property
    def _visit(self) -> Visit | None:
        """Whom the mark is on."""
        here = self._people.current if self.focused is self._people else ""
        return next((visit for visit in self.facts.visits if str(visit.basket_id) == here), None)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def footer(self) -> Iterable[Action]:
        by_id = {action.id: action for action in self.ACTIONS}
        take, place = by_id["take"], by_id["place"]
        if self.moving is not None:
            return take._replace(label=N_("This slot")), actions.HELP, CANCEL
        if not self.facts.slots:
            return by_id["settings"], actions.HELP, actions.BACK
        after = by_id["undo"] if self._moves else by_id["settings"]
        if self.focused is not self._people:
            return take, place, after, actions.HELP, actions.BACK
        undo = [after] if self._moves else []
        return take._replace(label=N_("Move someone")), by_id["wishes"], place, *undo, actions.HELP, actions.BACK

    def why_not(self, action_id: str) -> Words | None:
        coordinator = self.session.role == "coordinator"
        if self.moving is not None and action_id in ("place", "move", "wishes", "settings", "undo", "anew"):
            return N_("Choose the person's time slot first, or Esc.")
        if action_id == "settings" and not coordinator:
            return N_("Only the coordination switches time slots on and changes them.")
        if action_id in ("place", "move", "wishes", "anew"):
            if not self.facts.slots:
                return N_("This distribution has no time slots.")
            if not self.facts.visits:
                return slot_rows.nobody_comes
        if action_id in ("place", "anew") and not coordinator:
            return N_("Only the coordination places everybody. d: move one person.")
        if action_id == "undo" and not self._moves:
            return N_("You have moved nobody here: nothing to undo.")
        return None

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(KeysLine).refresh()
        if self.moving is None:
            self._tell_about()

    def on_key(self, event: events.Key) -> None:
        if event.key == "right" and self.focused is self._slots and self._people.can_focus:
            self._people.focus()
        elif event.key == "left" and self.focused is self._people:
            self._slots.focus()
        else:
            return
        event.stop()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        if message.rows is self._slots:
            self._show_people()
        else:
            self._tell_about()

    def _tell_about(self) -> None:
        visit = self._visit
        self.echo(partial(slot_rows.about, visit, self.facts.tz) if visit is not None else "")

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        if self.moving is not None:
            self._move_to(self._slots.current)
        elif message.rows is self._people:
            self.action_act("move")
        elif self._people.can_focus:
            self._people.focus()
        else:
            self.say(N_("Nobody has this time slot."))

    def print_page(self) -> None:
        """Ctrl+P: the papers of this distribution; the sign-off sheet has everybody's slot."""
        from screens.print_menu import print_for_team

        print_for_team(self, self.distribution_id)

    def settings(self) -> None:
        from screens.slot_settings import SlotSettings

        self.open(SlotSettings(self.distribution_id), self._settled)

    def _settled(self, now: str | None) -> None:
        if now is None:
            return
        self.facts_changed()
        if self.facts.slots:
            self._slots.focus()
        n = len(self.facts.slots)
        self.note("recorded", N_("● RECORDED"), partial(_settled_words, n if now == "on" else 0))

    def go_back(self) -> None:
        if self.moving is not None:
            self._stop_moving()
        elif self.focused is self._people:
            self._slots.focus()
        else:
            super().go_back()

    # --- Everybody --------------------------------------------------------------------------------------------------

    def place(self) -> None:
        place_everybody(self, self.facts, False, self._placed, self._refused)

    def place_anew(self) -> None:
        place_everybody(self, self.facts, True, self._placed, self._refused)

    def _placed(self, found: Placement) -> None:
        self.facts_changed()
        self.note("recorded", N_("● PLACED"), partial(slot_rows.came_to, found))

    # --- One person -------------------------------------------------------------------------------------------------

    def move(self) -> None:
        """d: for the person under the mark, the slot is asked next; on the slots, the person is."""
        visit = self._visit
        if visit is not None:
            self.moving = visit
            self._slots.focus()
            self._show()
            self.echo(partial(slot_rows.asks_where, visit), N_("● they ticked it"))
        elif self._people.can_focus:
            self._people.focus()
            self.say(N_("Choose the person, then Enter."))
        else:
            self.refuse(N_("Nobody has this time slot. Choose another one, then the person."), N_("× not now"))

    def _stop_moving(self) -> None:
        self.moving = None
        self._show()
        self._people.focus()

    def _move_to(self, row: str, forced: bool = False) -> None:
        visit, book, by = self.moving, self.book, self.session.person.id
        if visit is None:
            return
        start = start_of(row)
        write(
            self,
            lambda: placing.move(book, by, visit.basket_id, start, forced),
            partial(self._moved, visit, start),
            partial(self._not_moved, row),
        )

    def _moved(self, visit: Visit, start: int | None, step: int) -> None:
        if step:
            self._moves.append((step, visit))
        self.moving = None
        self.facts_changed()
        self.note("recorded", N_("● MOVED"), partial(slot_rows.has_now, visit, start, self.facts.tz))

    def _not_moved(self, row: str, refusal: Refusal) -> None:
        if not isinstance(refusal, SlotFull) or self.session.role != "coordinator":
            self._refused(refusal)
            return
        all_the_same(self, self.facts, refusal, lambda: self._move_to(row, forced=True))

    def undo(self) -> None:
        """Ctrl+Z: this page's last move."""
        step, visit = self._moves.pop()  # what is refused now will not be possible later either
        book, by = self.book, self.session.person.id
        write(self, lambda: placing.undo(book, by, step), lambda _: self._undone(visit), self._refused)

    def _undone(self, visit: Visit) -> None:
        self.facts_changed()
        self.note("recorded", N_("● UNDONE"), partial(slot_rows.has_again, visit, self.facts.tz))

    def wishes(self) -> None:
        """s: tick slots for the person under the mark."""
        from screens.slots import Slots

        if (visit := self._visit) is None:
            self.move()  # the person is asked first
        else:
            self.open(Slots(visit.basket_id))

    def _refused(self, refusal: Refusal) -> None:
        self.facts_changed()
        self.refuse(lambda: sentence(refusal))


def _settled_words(n: int) -> str:
    if not n:
        return _("No time slots any more. What people ticked is kept.")
    return ngettext("{n} time slot.", "{n} time slots.", n).format(n=n)
