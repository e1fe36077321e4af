"""« Quand venez-vous ? »: who comes ticks the time slots that suit."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from db import slots
from db.accounts import person
from db.database import Book
from db.distributions import distribution
from db.errors import NoSlotChosen, Refusal
from db.orders import owner
from db.values.slots import Slot
from i18n import formats, slot_words
from i18n.language import N_, _, ngettext
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets import actions
from widgets.actions import Action
from widgets.bar import Bar, ordering_step
from widgets.distribution_card import day_and_hours
from widgets.part import Line
from widgets.question import Fact, Question
from widgets.text import Words, user_text
from widgets.tick_grid import TickGrid, TickOption


def asks_slots(book: Book, basket_id: int) -> list[Slots]:
    """The question of slots, for a member who may still answer it."""
    return [Slots(basket_id)] if slots.may_wish(book, basket_id) else []


class Slots(CounterPage[bool]):
    """Dismisses with True when wishes were recorded. A volunteer ticks for a member in the same way."""

    HELP = N_(
        "Tick all the time slots that suit you: Space on each. The more there are, the better you can be placed.\n"
        "Beside each slot: how many people have ticked it. Enter or F8 records. You may change until orders close.\n"
        "When orders close, each person is given one time slot: it is written on your card and on your order."
    )
    ACTIONS = (
        Action("tick", "space", "", N_("Tick"), N_("This time slot suits, or not after all.")),
        Action("all", "t", "tick_all", N_("All"), N_("Ticks all time slots; pressed again, none.")),
        Action("next", "enter", "", N_("Record"), N_("Records the slots that are ticked."), shown=False),
        actions.VALIDATE._replace(id="save", method="save", label=N_("Record"), tip=N_("Records the ticked slots.")),
        actions.HELP,
        actions.BACK._replace(label=N_("Later"), tip=N_("Choose later: on your order.")),
    )
    DEFAULT_CSS = """
    Slots #why { margin: 0 0 1 0; max-width: 92; }
    Slots TickGrid { max-width: 92; }
    Slots #until { margin: 1 0 0 0; max-width: 92; }
    """

    def __init__(self, basket_id: int) -> None:
        super().__init__()
        self.basket_id = basket_id

    def bar(self) -> Bar | None:
        return ordering_step(4) if self._own else None

    # --- What is shown ----------------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        self._read()
        self._recorded = self.mine.wishes if self.mine is not None else ()
        yield Line(self._title, id="title")
        yield Line(self._why, id="why")
        yield TickGrid()
        yield Line(self._until, style="$muted-text", id="until")

    def _read(self) -> None:
        member_id, distribution_id = owner(self.book, self.basket_id)
        self.member = person(self.book, member_id)
        self.one = distribution(self.book, distribution_id)
        self.mine = slots.my_slot(self.book, self.basket_id)
        self.slots = slots.fullness(self.book, distribution_id) if self.mine is not None else ()

    @property
    def _own(self) -> bool:
        return self.member.id == self.session.person.id

    @property
    def _grid(self) -> TickGrid:
        return self.query_one(TickGrid)

    def on_mount(self) -> None:
        self._show(self._recorded)
        if self.slots:
            self._grid.focus()
            if self._recorded:
                self._grid.go_to(self._recorded[0])

    def come_back(self) -> None:
        self.facts_changed()

    def facts_changed(self) -> None:
        self._read()
        self._show(self._grid.ticked)

    def _show(self, ticked: Iterable[int]) -> None:
        self._grid.show([self._option(slot) for slot in self.slots], ticked)
        self.query_one("#why").refresh(layout=True)
        self.query_one("#until").refresh(layout=True)
        self._count()
        self.refresh_frame()
        if not self.slots and self.focused is self._grid:
            self.set_focus(None)  # nothing to tick any more: the mark goes to the footer

    def _option(self, slot: Slot) -> TickOption:
        others = slot.wished - (slot.start in self._recorded)
        label = formats.hours(slot.start, slot.end, self.one.place.timezone)
        # Who was placed there without having ticked it takes a place as well.
        return TickOption(
            slot.start,
            label,
            lambda ticked: _how_full(max(others + ticked, slot.placed), slot.places, brief=False),
            lambda ticked: _how_full(max(others + ticked, slot.placed), slot.places, brief=True),
        )

    def _title(self) -> Content:
        title = _("When do you come?")
        if not self._own:
            title = _("When does {name} come?").format(name=user_text(self.member.name).plain)
        return Content.assemble((title, "bold $ink-text"), "   ", (day_and_hours(self.one), "$muted-text"))

    def _why(self) -> str:
        if not self.slots:
            return _("There is no time slot to choose any more.")
        if not self._own:
            return _("Tick all the time slots that suit the person.")
        return _("Tick all the time slots that suit you: the more, the better.")

    def _until(self) -> str:
        """Until when one may change, and where the slot will be read."""
        if not self.slots:
            return ""
        tz = self.one.place.timezone
        day = formats.short_day_and_time(self.one.closes_at, tz)
        if not self._own:
            return _("The slot that is given will be on their card and on their order.")
        said = _("You may change until orders close ({day}).").format(day=day)
        if self.mine is not None and self.mine.start is not None:
            given = _("Your time slot for now: {slot}.").format(slot=slot_words.slot_of(self.mine, tz))
            return f"{given} {said}"
        return said + " " + _("The slot you are given will be on your card.")

    def _count(self) -> None:
        """In the echo line: what Enter would record."""
        grid = self._grid
        ticked = sorted(grid.ticked)
        if ticked:
            self.echo(lambda: _ticked_words(ticked, self.one.place.timezone), N_("Enter: record"))
        else:
            self.echo("", N_("Space: tick a time slot") if self.slots else "")

    # --- Keys -------------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> Words | None:
        if action_id in ("tick", "all", "save", "next") and not self.slots:
            return N_("There is no time slot to choose any more.")
        return None

    def on_tick_grid_changed(self, message: TickGrid.Changed) -> None:
        self._count()

    def on_tick_grid_submitted(self, message: TickGrid.Submitted) -> None:
        self.save()

    def tick_all(self) -> None:
        self._grid.tick_all()

    def save(self) -> None:
        """Enter and F8: what is ticked."""
        book, by, ticked = self.book, self.session.person.id, self._grid.ticked
        write(self, lambda: slots.wish(book, by, self.basket_id, ticked), self._recorded_now, self._refused)

    def _recorded_now(self, _: None) -> None:
        self.dismiss(True)

    def _refused(self, refusal: Refusal) -> None:
        self.facts_changed()
        if isinstance(refusal, NoSlotChosen):
            self.refuse(N_("Tick at least one time slot first: Space. t ticks them all."), N_("! which ones"))
        else:
            self.refuse(lambda: sentence(refusal))

    def go_back(self) -> None:
        if not self.slots or self._grid.ticked == frozenset(self._recorded):
            self.dismiss(None)
            return
        facts = [Fact(N_("What you ticked is not recorded."))]
        leave, stay = N_("Leave"), N_("Go on")
        question = Question(N_("Leave without recording?"), [facts], leave, yes_key=leave, no_key=stay, no=stay)

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(question, answered)


def _how_full(people: int, places: int, *, brief: bool) -> Content:
    """« 3 sur 6 », or where there are no places « 3 personnes », in short « déjà 3 »."""
    if places:
        said = _("{part} of {whole}").format(part=people, whole=places)
        if people <= places:
            return Content.styled(said, "$muted-text")
        return Content.styled(said if brief else f"! {said}", "bold $amber-text")
    if brief:
        return Content.styled(_("already {n}").format(n=people) if people else "", "$muted-text")
    return Content.styled(ngettext("{n} person", "{n} people", people).format(n=people), "$muted-text")


def _ticked_words(ticked: list[int], tz: str) -> str:
    n = len(ticked)
    return ngettext("{n} slot ticked: {slots}", "{n} slots ticked: {slots}", n).format(
        n=n, slots=slot_words.starts(ticked, tz)
    )
