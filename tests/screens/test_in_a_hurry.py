"""Keys that come faster than pages: none of them does what nobody meant, and none of them ends the program."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.widget import Widget

from screens.shop import Shop
from screens.till import TillTab
from tests.screens.day_drivers import on_the_day, today
from widgets.field import Field
from widgets.page import Page


async def test_two_quick_spaces_on_a_list_of_answers_leave_one_page_only(tmp_path: Path) -> None:
    async with on_the_day(tmp_path, "4", "f9") as odette:
        odette.types_all_at_once("    ")
        await odette.settles()
        assert odette.page == "Serve"


@pytest.mark.parametrize(("page", "action"), [(Shop, "validate"), (TillTab, "validate")])
async def test_a_key_before_the_page_is_made_counts_for_nothing(tmp_path: Path, page: type, action: str) -> None:
    async with on_the_day(tmp_path) as odette:
        odette.app.push_screen(page(today(odette.app.book).id))
        # As F8 does, when the computer is slower than the hand.
        await odette.app.run_action(f"act('{action}')", odette.app.screen)
        await odette.settles()
        assert odette.page == page.__name__


async def test_the_clock_may_look_at_a_page_before_it_is_made(tmp_path: Path) -> None:
    """Whether somebody types there is asked once a second, also in the moment when a page opens."""

    class Asks(Page[None]):
        def body(self) -> Iterable[Widget]:
            yield Field("Pourquoi ?", id="why")

        @property
        def typing(self) -> bool:
            return self.query_one("#why", Field).typing

    async with on_the_day(tmp_path) as odette:
        odette.app.push_screen(Asks())
        odette.app.watcher._lock_if_left()
        await odette.settles()
        assert odette.page == "Asks"
