"""What the board of time slots paints and says: its rows, and sentences about people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content

from db.values.orders import Distribution
from db.values.slots import Placement, Slot, SlotPlan, ToAskAgain, Visit
from i18n import formats, slot_words
from i18n.language import N_, _, ngettext
from widgets.lines_table import right
from widgets.row_list import name
from widgets.text import cut_middle, spread, user_text

WISHED, PLACED, PLACES = 24, 32, 40  # where the columns end
WITHOUT, ASK_AGAIN = "without", "ask-again"  # rows that are no slot
_BADGES = {WITHOUT: N_("! WITHOUT A SLOT"), ASK_AGAIN: N_("! TO ASK AGAIN")}
_TITLES = {WITHOUT: N_("Without a time slot"), ASK_AGAIN: N_("To ask again")}


class Facts(NamedTuple):
    """What the board shows, read in one go."""

    one: Distribution
    plan: SlotPlan | None
    slots: tuple[Slot, ...]
    visits: tuple[Visit, ...]
    again: tuple[ToAskAgain, ...]

    @property
    def tz(self) -> str:
        return self.one.place.timezone

    @property
    def placed(self) -> bool:
        """Whether anybody has a slot yet."""
        return any(visit.start is not None for visit in self.visits)

    def at(self, row: str) -> list[Visit]:
        """The people of a row; of a slot those who ticked it, until anybody is placed."""
        if row == ASK_AGAIN:
            asked = {one.basket_id for one in self.again}
            return [visit for visit in self.visits if visit.basket_id in asked]
        start = start_of(row)
        if start is not None and not self.placed:
            return [visit for visit in self.visits if start in visit.wishes]
        return [visit for visit in self.visits if visit.start == start]


def start_of(row: str) -> int | None:
    """The slot of a row (UTC seconds), or None."""
    return int(row) if row.isdigit() else None


# --- Rows -----------------------------------------------------------------------------------------------------------


def slots_head(facts: Facts, width: int) -> list[Content]:
    head = Content.styled("  " + _("Time slot"), "$muted-text")
    ends = ((_("Ticked"), WISHED), (_("Given"), PLACED), (_("Places"), PLACES))
    for title, end in ends if facts.plan and facts.plan.places else ends[:2]:
        head = right(Content.styled(title, "$muted-text"), head, end)
    return [head, Content.styled("─" * min(width - 2, PLACES), "$line-text")]


def slot_row(slot: Slot, tz: str, moving: Visit | None, width: int, here: bool) -> Content:
    """Hours and figures; while somebody is `moving`, the slots they ticked carry a `●`."""
    some = "bold $ink-text" if slot.placed else "$muted-text"
    row = name(formats.hours(slot.start, slot.end, tz), here, "$ink-text")
    if moving is not None and slot.start in moving.wishes:
        row = Content.assemble(row, ("●", "bold $open-text"))
    row = right(Content.styled(str(slot.wished), "$muted-text"), row, WISHED)
    row = right(Content.styled(str(slot.placed), some), row, PLACED)
    if not slot.places:
        return row
    if slot.placed > slot.places:
        return right(Content.styled(f"! {slot.places}", "bold $danger-text"), row, PLACES)
    return right(Content.styled(str(slot.places), "$muted-text"), row, PLACES)


def other_row(row: str, people: int, loud: bool, width: int, here: bool) -> Content:
    """People who are in no slot, or who must be asked again."""
    style = "bold $amber-text" if loud else "$muted-text"
    label = _((_BADGES if loud else _TITLES)[row])
    return right(Content.styled(str(people), style), name(label, here, style), PLACED)


def people_head(facts: Facts, row: str, width: int) -> list[Content]:
    n = len(facts.at(row))
    count = ngettext("{n} person", "{n} people", n).format(n=n)
    if start_of(row) is not None and not facts.placed:
        count = _("ticked by {n}").format(n=n)
    slot = next((slot for slot in facts.slots if slot.start == start_of(row)), None)
    title = formats.hours(slot.start, slot.end, facts.tz) if slot is not None else _(_TITLES.get(row, ""))
    head = Content.assemble("  ", (title, "bold $ink-text"))
    return [spread(head, Content.styled(count, "$muted-text"), width), Content.styled("─" * width, "$line-text")]


def person_row(visit: Visit, width: int, here: bool) -> Content:
    marks = Content.styled(", ".join(_marks(visit)), "$muted-text")
    label = f"{visit.basket:>3}  {user_text(visit.name).plain}"
    row = name(cut_middle(label, width - marks.cell_length - 4), here)
    return right(marks, row, width) if marks else row


def _marks(visit: Visit) -> Iterator[str]:
    if visit.helps:
        yield _("helps")
    if visit.by_hand:
        yield _("by hand")


# --- Above the rows -------------------------------------------------------------------------------------------------


def rules(facts: Facts) -> str:
    """« 15 minutes, 3 places »."""
    assert facts.plan is not None
    said = ngettext("{n} minute", "{n} minutes", facts.plan.minutes).format(n=facts.plan.minutes)
    if facts.plan.places:
        said += ", " + ngettext("{n} place", "{n} places", facts.plan.places).format(n=facts.plan.places)
    return said


def no_slots(facts: Facts, coordinator: bool) -> Content:
    """Why there is nothing to see, and who changes that."""
    said = _("This distribution has no time slots.")
    if facts.plan is not None and facts.plan.on:
        said = ngettext(
            "No time slot of {n} minute fits into these hours.",
            "No time slot of {n} minutes fits into these hours.",
            facts.plan.minutes,
        ).format(n=facts.plan.minutes)
    if not coordinator:
        does = Content.styled(_("Only the coordination switches them on."), "$muted-text")
    else:
        does = Content.assemble(("o", "bold $ink-text"), " ", (_("Switch them on"), "$muted-text"))
    return Content.assemble((said, "$ink-text"), "   ", does)


def who_comes(facts: Facts, now: int) -> Content:
    """How many people come, and how many of them have no slot."""
    n, without = len(facts.visits), len(facts.at(WITHOUT))
    if not n:
        return Content.styled(nobody_comes(), "$ink-text")
    come = ngettext("{n} person comes", "{n} people come", n).format(n=n)
    if not facts.placed and now < facts.one.closes_at:
        day = formats.short_day_and_time(facts.one.closes_at, facts.tz)
        rest = _("they are placed when orders close, {day}").format(day=day)
        return Content.styled(f"{come}, {rest}", "$ink-text")
    if not without:
        return Content.styled(f"{come}, {_all_placed()}", "$ink-text")
    rest = _("! {n} without a time slot").format(n=without)
    return Content.assemble((f"{come}, ", "$ink-text"), (rest, "bold $amber-text"))


def _all_placed() -> str:
    return _("all have a time slot")


def nobody_comes() -> str:
    return _("Nobody comes yet: there is no order to collect.")


def whom_to_ask(facts: Facts, room: int) -> str:
    """Two lines: how many people ticked only slots that are gone, and who."""
    found = facts.again
    said = ngettext(
        "{n} person: no slot they ticked is left.",
        "{n} people: no slot they ticked is left.",
        len(found),
    ).format(n=len(found))
    named = ", ".join(f"{user_text(one.name).plain} ({one.basket})" for one in found)
    return f"{said}\n{cut_middle(named, room)}"


# --- Sentences ------------------------------------------------------------------------------------------------------


def about(visit: Visit, tz: str) -> str:
    """All about one person, in the echo line."""
    said = _("{name}, basket no. {number}: ticked nothing")
    if visit.wishes:
        said = _("{name}, basket no. {number}: ticked {slots}")
    wishes = slot_words.starts(visit.wishes, tz)
    return said.format(name=user_text(visit.name).plain, number=visit.basket, slots=wishes)


def asks_where(visit: Visit) -> str:
    return _("{name}: choose the time slot, Enter.").format(name=user_text(visit.name).plain)


def has_now(visit: Visit, start: int | None, tz: str) -> str:
    who = user_text(visit.name).plain
    if start is None:
        return _("{name} has no time slot any more.").format(name=who)
    return _("{name} now comes at {time}.").format(name=who, time=formats.time_of_day(start, tz))


def has_again(visit: Visit, tz: str) -> str:
    who = user_text(visit.name).plain
    if visit.start is None:
        return _("{name} has no time slot, as before.").format(name=who)
    return _("{name} comes at {time}, as before.").format(name=who, time=formats.time_of_day(visit.start, tz))


def part_of(part: int, whole: int) -> str:
    return _("{part} of {whole}").format(part=part, whole=whole)


def came_to(found: Placement) -> str:
    said = ngettext(
        "{n} person has a time slot, {wished} of them one they ticked.",
        "{n} people have a time slot, {wished} of them one they ticked.",
        found.placed,
    ).format(n=found.placed, wished=found.as_wished)
    if found.without:
        said += "\n" + ngettext(
            "! {n} person without: there are not enough places.",
            "! {n} people without: there are not enough places.",
            found.without,
        ).format(n=found.without)
    return said
