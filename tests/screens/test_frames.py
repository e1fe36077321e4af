"""The picture that a terminal keeps, from the frames it was sent: the same as painting all of it anew, on every screen;
and how few frames it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import LayoutUpdate
from textual.screen import Screen
from textual.strip import Strip

from db.clock import SetClock
from tests import walk
from tests.conftest import NOW
from tests.screens.drivers import AtTheCounter, Watched, at_the_counter
from tests.widgets.test_frames import cells
from widgets.frames import Pieces


class Glass:
    """What the frames have drawn so far, and how many there were."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], tuple[str, Any]] = {}
        self.whole = self.parts = 0

    def take(self, screen: Screen[Any], update: object) -> None:
        if isinstance(update, LayoutUpdate):
            self.whole += 1
            self.cells = cells([Strip.join(line) for line in update.strips])
        elif isinstance(update, Pieces):
            self.parts += 1
            for piece in update.pieces:
                for (_, x), cell in cells([piece.strip]).items():
                    self.cells[piece.y, piece.x + x] = cell


@pytest.fixture
def glass(monkeypatch: pytest.MonkeyPatch) -> Glass:
    glass, display = Glass(), Watched._display

    def watched(app: Watched, screen: Screen[Any], update: Any) -> None:
        if screen is app.screen:
            glass.take(screen, update)
        display(app, screen, update)

    monkeypatch.setattr(Watched, "_display", watched)
    return glass


def stale(glass: Glass, person: AtTheCounter) -> Iterator[str]:
    """The rows that show something else than the screen says."""
    now = cells(person.app.screen._compositor.render_strips())
    rows = {y for (y, x), cell in now.items() if glass.cells.get((y, x)) != cell}
    for row in sorted(rows):
        shown = "".join(glass.cells.get((row, x), ("?", None))[0] for x in range(person.app.size.width))
        yield f"row {row} shows {shown!r}"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walk.make_demo(tmp_path_factory.mktemp("walk"))


@pytest.mark.parametrize("route", walk.ROUTES)
async def test_what_a_terminal_was_sent_is_what_every_screen_shows(
    route: str, template: Path, tmp_path: Path, glass: Glass
) -> None:
    found: list[str] = []
    async for stop, person in walk.walk(route, template, tmp_path):
        found += [f"{stop.name} ({stop.page}): {row}" for row in stale(glass, person)]
    assert not found, "\n" + "\n".join(found)


async def test_a_screen_is_painted_whole_once_when_it_opens_and_once_when_it_is_come_back_to(
    template: Path, tmp_path: Path, glass: Glass
) -> None:
    opened: dict[str, tuple[int, int]] = {}
    left: dict[str, tuple[int, int]] = {}
    walk.prepare("visitor", template, tmp_path)
    async with at_the_counter(tmp_path / "demo.db", tmp_path / "home", SetClock(NOW)) as person:
        await person.signs_in(walk.SARAH)
        for key in ("f4", "f1", "ctrl+o", "f5", "f9", "enter"):
            glass.whole = glass.parts = 0
            await person.presses(key)
            opened[person.page] = (glass.whole, glass.parts)
            glass.whole = glass.parts = 0
            await person.presses("escape")
            left[key] = (glass.whole, glass.parts)
            assert person.page == "Distributions"
    assert set(opened) == {"Account", "HelpPage", "PalettePage", "Groups", "Languages", "Shop"}
    assert {whole for whole, _ in (*opened.values(), *left.values())} == {1}, (opened, left)
    assert max(parts for _, parts in (*opened.values(), *left.values())) <= 2, (opened, left)
