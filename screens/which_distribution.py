"""Which distribution a task of the team is about: asked only where there are several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from textual.content import Content
from textual.widget import Widget

from db.distributions import distributions
from db.values.orders import Distribution
from i18n import formats
from i18n.language import N_, _, ngettext
from screens.counter import CounterPage
from widgets import actions
from widgets.actions import Action
from widgets.choice import Choice, Option
from widgets.distribution_card import capital, day_and_hours
from widgets.part import Line
from widgets.row_list import Row, RowList, name
from widgets.text import Words, cut_middle, pad, user_text

MOST = 9  # as many as there are digits to choose with
JUST_OVER = 36 * 3600  # seconds: the till of an evening is counted and printed after it, or the next morning
NOTES = {
    "open": N_("orders open until {day}"),
    "closed": N_("orders closed"),
    "upcoming": N_("opens on {day}"),
    "past": N_("over"),
}
NONE_TO_COME = N_("This group has no distribution to come.")
NONE = N_("This group has no distribution yet.")
_PAST = "past"  # the id of the row that leads to them


def choose_distribution(
    page: CounterPage[Any], title: Words, done: Callable[[int], None], *, past: bool = False, ask: bool = False
) -> None:
    """`done` gets the id of a distribution of the session's group; `page` says so where there is none.

    With `past`, those that are over can be chosen too. With `ask`, it is asked even where only one is at hand.
    """
    found, over = at_hand(page, past=past), over_since_long(page) if past else []

    def chosen(one: int | None) -> None:
        if one:
            done(one)

    if len(found) == 1 and not ask:
        done(found[0].id)
    elif found:
        page.open(WhichDistribution(title, found, over), chosen)
    elif over:
        page.open(PastDistributions(over), chosen)
    else:
        page.refuse(NONE if past else NONE_TO_COME, N_("× not now"))


def at_hand(page: CounterPage[Any], *, past: bool = False) -> list[Distribution]:
    """Those not yet held, nearest first; where nobody can have ordered yet, after the others. With `past`, those of
    yesterday too."""
    now = page.book.clock.now()
    since = JUST_OVER if past else 0
    found = [one for one in _all(page) if now - since < one.ends_at or one.state(now) != "past"]
    return sorted(found, key=lambda one: (one.state(now) == "upcoming", one.starts_at))[: MOST - past]


def over_since_long(page: CounterPage[Any]) -> list[Distribution]:
    """The others that were held, the latest first."""
    now, near = page.book.clock.now(), {one.id for one in at_hand(page, past=True)}
    found = [one for one in _all(page) if one.state(now) == "past" and one.id not in near]
    return sorted(found, key=lambda one: -one.starts_at)


def _all(page: CounterPage[Any]) -> tuple[Distribution, ...]:
    return distributions(page.book, page.session.group.id)


class WhichDistribution(CounterPage[int]):
    """Dismisses with the id of a distribution, or None."""

    HELP = N_("Choose the distribution that this is about. The nearest one stands first.")
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Take what the mark is on.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "WhichDistribution #title { margin: 0 0 1 0; }"

    def __init__(self, title: Words, found: Sequence[Distribution], over: Sequence[Distribution] = ()) -> None:
        super().__init__()
        self._title, self._found, self._over = title, found, over

    def body(self) -> Iterable[Widget]:
        yield Line(self._title, style="bold $ink-text", id="title")
        options = [self._option(one) for one in self._found]
        if self._over:
            options.append(Option(_PAST, N_("Past distributions"), note=self._how_many))
        yield Choice(options, shift=0, airy=True)

    def _option(self, one: Distribution) -> Option:
        return Option(str(one.id), lambda: user_text(day_and_hours(one)), note=lambda: self._note(one))

    def _note(self, one: Distribution) -> str:
        state, tz = one.state(self.book.clock.now()), one.place.timezone
        at = one.opens_at if state == "upcoming" else one.closes_at
        return _(NOTES[state]).format(day=formats.near_day_and_time(at, tz))

    def _how_many(self) -> str:
        count = len(self._over)
        return ngettext("{n} distribution", "{n} distributions", count).format(n=formats.number(count))

    def on_choice_taken(self, message: Choice.Taken) -> None:
        if message.option.id == _PAST:
            self.open(PastDistributions(self._over), self._past)
        else:
            self.dismiss(int(message.option.id))

    def _past(self, chosen: int | None) -> None:
        if chosen:
            self.dismiss(chosen)


class PastDistributions(CounterPage[int]):
    """Dismisses with the id of a distribution, or None."""

    HELP = N_("The distributions that are over, the latest first. Their papers can be printed as long as the book is.")
    ACTIONS = (
        Action("take", "enter", "", N_("Choose"), N_("Take what the mark is on.")),
        actions.HELP,
        actions.BACK,
    )
    DEFAULT_CSS = "PastDistributions #title { margin: 0 0 1 0; }"

    def __init__(self, over: Sequence[Distribution]) -> None:
        super().__init__()
        self._over = over

    def body(self) -> Iterable[Widget]:
        yield Line(N_("Past distributions"), style="bold $ink-text", id="title")
        yield RowList(id="over")

    def on_mount(self) -> None:
        table = self.query_one("#over", RowList)
        table.show([Row(partial(_row, one), str(one.id)) for one in self._over])
        table.focus()

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        self.dismiss(int(message.id))


def _row(one: Distribution, width: int, here: bool) -> Content:
    day = capital(formats.day(one.starts_at, one.place.timezone))
    row = pad(name(day, here), 32)
    place = cut_middle(user_text(one.place.name).plain, max(0, width - row.cell_length - 2))
    return Content.assemble(row, (place, "$muted-text"))
