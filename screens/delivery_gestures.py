"""What was done about requests since the board was opened, so that Ctrl+Z takes it back, last first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from db.delivery_steps import undo_all
from db.errors import Refusal
from i18n.language import N_, _
from i18n.refusals import sentence
from screens.counter import CounterPage
from screens.writing import write
from widgets.actions import UNDO
from widgets.text import user_text

NOTHING = N_("Nothing was done here that can be undone.")
KEY = UNDO._replace(tip=N_("Take back the last gesture made on this board."))


class Gesture(NamedTuple):
    steps: tuple[int, ...]  # as `undo_all` takes them
    name: str  # of the person helped


class Gestures(list[Gesture]):
    """Of one visit to the board, oldest first; the board and the pages above it share one."""

    def undo(self, page: CounterPage[Any], done: Callable[[], None]) -> None:
        """Take back the last one, or say why not; `done` when the page is to be read again."""
        if not self:
            page.refuse(NOTHING, N_("× not now"))
            return
        last, by = self[-1], page.session.person.id

        def undone(_nothing: None) -> None:
            if last in self:
                self.remove(last)
            done()
            page.note("recorded", N_("● UNDONE"), lambda: _("{name}: as it was before.").format(
                name=user_text(last.name).plain))  # fmt: skip

        def refused(refusal: Refusal) -> None:
            # It cannot be undone any more: the gesture before it can.
            if last in self:
                self.remove(last)
            done()
            page.refuse(lambda: sentence(refusal))

        write(page, lambda: undo_all(page.book, by, last.steps), undone, refused)
