"""Writing from a screen: at once when the book is free, in a thread when another program holds it for a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from textual import events
from textual.widget import Widget

from db.errors import BookLocked, Refusal
from i18n.language import N_
from screens.counter import CounterPage
from widgets.page import Page
from widgets.part import Line

Result = TypeVar("Result")


def write(
    page: CounterPage[Any],
    work: Callable[[], Result],
    done: Callable[[Result], None],
    refused: Callable[[Refusal], None],
) -> None:
    """Run `work`, one transaction of `db`, then `done` with its result or `refused` with its refusal.

    Nearly always all of it happens before this returns. When another program is writing for longer than an eye blinks,
    the work is done in a thread, and the keys pressed meanwhile count for nothing: no Enter is taken twice.
    """
    try:
        with page.book.briefly():
            result = work()
    except BookLocked:
        _wait(page, work, done, refused)
    except Refusal as refusal:
        refused(refusal)
    else:
        done(result)


def _wait(
    page: CounterPage[Any],
    work: Callable[[], Result],
    done: Callable[[Result], None],
    refused: Callable[[Refusal], None],
) -> None:
    book = page.book

    def patiently() -> Result:
        with book.elsewhere():
            return work()

    def ended(result: Result | Exception) -> None:
        waiting.dismiss(None)
        page.call_later(answered, result)  # once the page is back and has read all of it: what is told now stays

    def answered(result: Result | Exception) -> None:
        if isinstance(result, Refusal):
            refused(result)
        elif isinstance(result, Exception):
            raise result
        else:
            done(result)

    waiting = Waiting()
    page.app.push_screen(waiting)
    page.program.elsewhere(patiently, ended)


class Waiting(Page[None]):
    """Another program is writing. Nothing can be done here, and it ends by itself."""

    ACTIONS = ()
    GLOBAL = ()

    def body(self) -> Iterable[Widget]:
        yield Line(N_("One moment: another program is writing in the book."), style="bold $ink-text")

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
