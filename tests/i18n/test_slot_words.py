"""What is said of somebody's time slots, on screen and on paper."""

from __future__ import annotations

from db.values.slots import MySlot
from i18n import slot_words
from tests.conftest import NOW

PARIS, QUARTER = "Europe/Paris", 900  # NOW is nine o'clock there
WISHED = tuple(NOW + number * QUARTER for number in range(6))


def test_the_slot_that_was_given_is_said_with_its_hours() -> None:
    mine = MySlot(NOW, QUARTER, WISHED)
    assert slot_words.slot_of(mine, PARIS) == "09:00–09:15"
    assert slot_words.in_short(mine, PARIS) == ("créneau 09:00",)


def test_until_then_what_is_wished_is_said_and_of_many_the_first_ones() -> None:
    assert slot_words.slot_of(MySlot(None, QUARTER, WISHED[:2]), PARIS) == "09:00, 09:15 (souhaités)"
    mine = MySlot(None, QUARTER, WISHED)
    assert slot_words.slot_of(mine, PARIS) == "09:00, 09:15, 09:30, 09:45 et 2 autres (souhaités)"
    assert slot_words.in_short(mine, PARIS) == ("créneaux souhaités\u00a0: 6", "6 souhaits")


def test_nothing_chosen_is_loud() -> None:
    mine = MySlot(None, QUARTER, ())
    assert slot_words.slot_of(mine, PARIS) == "à choisir"
    assert slot_words.in_short(mine, PARIS) == ("! créneau à choisir", "! créneau")
