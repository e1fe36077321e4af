"""Forms that were begun and left: they wait in memory for who typed them, and in the book for a power cut."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from db import resuming
from db.errors import Refusal
from i18n.language import N_, _, ngettext

if TYPE_CHECKING:
    from screens.counter import Program
    from screens.desk_tab import DeskTab


class Typed(NamedTuple):
    """A form as it waits for a power cut, or for who comes back to it. `recording` names it: twice is one order."""

    member_id: int
    recording: str
    lines: tuple[tuple[int, int], ...] = ()
    letters: str = ""
    product: int = 0
    quantity: str = ""
    why: str = ""
    finishes: str = ""

    def written(self) -> str:
        return json.dumps(self._asdict())

    @property
    def empty(self) -> bool:
        return not (self.lines or self.letters.strip() or self.quantity.strip())

    @property
    def said(self) -> str:
        """« 3 produits », or that the first line is not finished."""
        if not self.lines:
            return _("one line begun")
        return ngettext("{n} product", "{n} products", len(self.lines)).format(n=len(self.lines))


def read(written: str) -> Typed | None:
    """None for what cannot be read any more."""
    try:
        found = json.loads(written)
        return Typed(**{**found, "lines": tuple((int(one), int(much)) for one, much in found["lines"])})
    except (ValueError, TypeError, KeyError):
        return None


def new_typed(member_id: int, **more: Any) -> Typed:
    return Typed(member_id, secrets.token_hex(16), **more)


class Begun(NamedTuple):
    """A form that waits, of some distribution."""

    distribution_id: int
    typed: Typed


def remember(page: DeskTab, typed: Typed) -> None:
    """This is what waits for `typed.member_id` now, a power cut too; nothing, if it is empty."""
    keep_in_mind(page.program, page.session.person.id, page, typed)
    _put(page, "" if typed.empty else page.TAB, typed.written())


def keep_in_mind(program: Program, by: int, page: DeskTab, typed: Typed, distribution_id: int = 0) -> None:
    """As `remember`, as long as the program runs; for the distribution of the page unless another is named."""
    waiting = program.half_typed.setdefault((by, page.TAB, distribution_id or page.distribution_id), {})
    waiting.pop(str(typed.member_id), None)
    if not typed.empty:
        waiting[str(typed.member_id)] = {"typed": typed.written()}


def begun(page: DeskTab) -> list[Begun]:
    """Forms of this tab that wait for who is signed in, the latest last."""
    by = page.session.person.id
    found = []
    for (who, tab, distribution_id), waiting in page.program.half_typed.items():
        if (who, tab) == (by, page.TAB):
            read_again = [read(one["typed"]) for one in waiting.values()]
            found += [Begun(distribution_id, one) for one in read_again if one is not None and not one.empty]
    return found


def after_a_stop(page: DeskTab) -> Begun | None:
    """What was typed at this terminal when the program stopped; it waits like the others from now on."""
    kept = resuming.kept(page.book, page.program.terminal)
    typed = read(kept.typed) if kept is not None and kept.screen == page.TAB else None
    if kept is None or typed is None or typed.empty:
        return None
    key = (page.session.person.id, page.TAB, kept.distribution_id)
    waiting = page.program.half_typed.setdefault(key, {})
    found = waiting.setdefault(str(typed.member_id), {"typed": typed.written(), "stopped": "yes"})
    if "stopped" not in found:
        return None  # somebody went on with it since, or only left it
    return Begun(kept.distribution_id, typed)


def throw_away(page: DeskTab, one: Begun, who: str) -> None:
    """Ask once, then the form that waits is gone."""
    from widgets.question import Fact, Question
    from widgets.text import user_text

    def answered(yes: bool | None) -> None:
        if yes:
            keep_in_mind(
                page.program, page.session.person.id, page, Typed(one.typed.member_id, ""), one.distribution_id
            )
            kept = resuming.kept(page.book, page.program.terminal)
            if kept is not None and kept.screen == page.TAB:
                _put(page, "", "")
            page.facts_changed()
            page.say(N_("Thrown away. Nothing was recorded."))

    facts = [Fact(N_("Name"), user_text(who[:38])), Fact(N_("Typed"), lambda: one.typed.said)]
    question = Question(N_("Throw this list away?"), [facts], N_("Throw away"), yes_key=N_("Throw away"))
    page.app.push_screen(question, answered)


def _put(page: DeskTab, screen: str, typed: str) -> None:
    try:
        with page.book.briefly():
            resuming.keep(page.book, page.station, screen, None, typed)
    except Refusal:
        pass  # it is scratch: nobody waits for it
