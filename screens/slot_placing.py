"""The questions before people are given time slots: everybody at once, or one person in a slot that is full."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from db import placing
from db.errors import Refusal, SlotFull
from db.values.slots import Placement
from i18n import formats
from i18n.language import N_
from screens.counter import CounterPage
from screens.slot_rows import Facts, part_of
from screens.writing import write
from widgets.question import Fact, Question


def place_everybody(
    page: CounterPage[Any],
    facts: Facts,
    again_all: bool,
    placed: Callable[[Placement], None],
    refused: Callable[[Refusal], None],
) -> None:
    """Says what it would come to, and asks. `again_all`: also those who were placed by hand."""
    book, by, here = page.book, page.session.person.id, facts.one.id
    would = placing.would_place(book, here, again_all)
    if not would.changed:
        page.say(N_("Nothing would change: everybody stays where they are."))
        return
    comes_to = [
        Fact(N_("With a time slot"), partial(part_of, would.placed, len(facts.visits)), strong=True),
        Fact(N_("in one they ticked"), str(would.as_wished)),
    ]
    if would.without:
        comes_to.append(Fact(N_("! without, for want of places"), str(would.without), strong=True))
    comes_to.append(Fact(N_("Who changes"), str(would.changed)))
    told = [Fact(N_("Who had another time slot will be among those to call."), muted=True)]
    if any(visit.by_hand for visit in facts.visits):
        by_hand = N_("Also those who were placed by hand.") if again_all else N_("Who was placed by hand stays.")
        told.insert(0, Fact(by_hand, muted=True))

    def answered(yes: bool | None) -> None:
        if yes:
            write(page, lambda: placing.place_everyone(book, by, here, again_all), placed, refused)

    question = Question(N_("Place everybody?"), [comes_to, told], N_("Place all"), yes_key=N_("Place all"))
    page.app.push_screen(question, answered)


def all_the_same(page: CounterPage[Any], facts: Facts, full: SlotFull, place: Callable[[], None]) -> None:
    """Whether the coordination gives a full slot to one more."""
    slot = facts.slots[0]
    hours = partial(formats.hours, full.start, full.start + slot.end - slot.start, facts.tz)
    told = [Fact(hours, partial(part_of, full.placed, full.places), strong=True)]
    question = Question(N_("This time slot is full. Place all the same?"), [told], N_("Place all the same"))
    page.app.push_screen(question, lambda yes: place() if yes else None)
