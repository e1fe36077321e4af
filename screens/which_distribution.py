"""Which distribution a task of the team is about: asked only where there are several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from textual.widget import Widget

from db.distributions import distributions
from db.values.orders import Distribution
from i18n import formats
from i18n.language import N_, _
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.distribution_card import day_and_hours
from widgets.part import Line
from widgets.text import Words, user_text

MOST = 9  # as many as there are digits to choose with
NOTES = {"open": N_("orders open until {day}"), "closed": N_("orders closed"), "upcoming": N_("opens on {day}")}


def choose_distribution(page: CounterPage[Any], title: Words, done: Callable[[int], None]) -> None:
    """`done` gets the id of a distribution of the session's group; `page` says so where there is none."""
    found = at_hand(page)
    if not found:
        page.refuse(N_("This group has no distribution to come."), N_("× not now"))
    elif len(found) == 1:
        done(found[0].id)
    else:
        page.open(WhichDistribution(title, found), lambda chosen: done(chosen) if chosen else None)


def at_hand(page: CounterPage[Any]) -> list[Distribution]:
    """Those not yet held, nearest first; where nobody can have ordered yet, after the others."""
    now = page.book.clock.now()
    found = [one for one in distributions(page.book, page.session.group.id) if one.state(now) != "past"]
    return sorted(found, key=lambda one: (one.state(now) == "upcoming", one.starts_at))[:MOST]


class WhichDistribution(CounterPage[int]):
    """Dismisses with the id of a distribution, or None."""

    HELP = N_("Choose the distribution that this is about. The nearest one stands first.")
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Take what the mark is on.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "WhichDistribution #title { margin: 0 0 1 0; }"

    def __init__(self, title: Words, found: Sequence[Distribution]) -> None:
        super().__init__()
        self._title, self._found = title, found

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text", id="title")
        yield Choice([self._option(one) for one in self._found], shift=0, airy=True)

    def _option(self, one: Distribution) -> Option:
        return Option(str(one.id), lambda: user_text(day_and_hours(one)), note=lambda: self._note(one))

    def _note(self, one: Distribution) -> str:
        state, tz = one.state(self.book.clock.now()), one.place.timezone
        at = one.opens_at if state == "upcoming" else one.closes_at
        return _(NOTES.get(state, NOTES["closed"])).format(day=formats.near_day_and_time(at, tz))

    def on_choice_taken(self, message: Choice.Taken) -> None:
        self.dismiss(int(message.option.id))
