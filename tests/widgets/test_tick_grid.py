"""Many short things to tick, in columns."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App
from textual.content import Content
from textual.widget import Widget

from docs import picture
from tui import themes
from widgets.page import Page
from widgets.tick_grid import TickGrid, TickOption


class Ticks(Page[None]):
    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.heard: list[str] = []

    def body(self) -> Iterable[Widget]:
        yield TickGrid()

    def on_mount(self) -> None:
        options = [TickOption(number, f"{number:03}", _long, _short) for number in range(self.count)]
        self.query_one(TickGrid).show(options, [2])
        self.query_one(TickGrid).focus()

    def on_tick_grid_changed(self) -> None:
        self.heard.append("changed")

    def on_tick_grid_submitted(self) -> None:
        self.heard.append("submitted")


class Alone(App[None]):
    def __init__(self, count: int) -> None:
        super().__init__()
        themes.dress(self, "kraft")
        self.page = Ticks(count)

    def on_mount(self) -> None:
        self.push_screen(self.page)

    @property
    def grid(self) -> TickGrid:
        return self.page.query_one(TickGrid)

    @property
    def seen(self) -> str:
        return "\n".join("".join(cell.sign for cell in row).rstrip() for row in picture.of_app(self))


def _long(ticked: bool) -> Content:
    return Content("a long note of it" + (", ticked" if ticked else ""))


def _short(ticked: bool) -> Content:
    return Content("ticked" if ticked else "")


async def test_space_ticks_and_unticks_and_enter_says_that_it_is_right() -> None:
    app = Alone(5)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "down", "space", "space", "enter")
        await pilot.pause()
        assert app.grid.ticked == {0, 2}
        assert app.page.heard == ["changed"] * 3 + ["submitted"]
        assert "> [ ] 001          a long note of it" in app.seen.replace("\u00a0", " ")
        assert app.seen.count(">") == 1


async def test_as_many_columns_as_are_needed_and_short_notes_where_there_is_no_room() -> None:
    for count, columns, brief in ((20, 1, False), (40, 2, False), (60, 3, True), (200, 4, True)):
        app = Alone(count)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            layout = app.grid.arranged(78, 20)
            assert (layout.columns, layout.brief) == (columns, brief), count


async def test_arrows_go_in_both_directions_and_stop_at_the_edges() -> None:
    app = Alone(39)
    async with app.run_test(size=(80, 24)) as pilot:
        rows = app.grid.arranged(78, 20).rows
        assert rows == 20
        for key, at in (
            ("left", 0),
            ("right", 20),
            ("right", 20),
            ("end", 38),
            ("left", 18),
            ("down", 19),
            ("right", 38),
            ("home", 0),
            ("pagedown", 8),
            ("pageup", 0),
        ):
            await pilot.press(key)
            assert app.grid.at == at, key


async def test_what_has_no_place_scrolls_and_says_how_many_lines_there_are() -> None:
    app = Alone(200)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "↓" in app.seen
        for _ in range(49):
            await pilot.press("down")
            assert app.seen.count(">") == 1
        assert "↑" in app.seen
        await pilot.press("right", "right", "right")
        assert "> [ ] 199" in app.seen


async def test_other_options_keep_the_mark_and_the_ticks_that_are_left() -> None:
    app = Alone(5)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down")
        app.grid.show([TickOption(number, str(number), _long, _short) for number in (2, 3, 9)], app.grid.ticked)
        assert (app.grid.options[app.grid.at].id, app.grid.ticked) == (3, {2})
        app.grid.show([], app.grid.ticked)
        await pilot.press("space", "enter", "down")
        assert app.grid.ticked == frozenset()
        assert "submitted" not in app.page.heard
