"""Keys at random, for as long as one likes: no screen crashes, and the mark is always somewhere, once.

COMPTOIR_TORTURE=1 presses twenty times as many.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from db.clock import SetClock
from tests import walk
from tests.conftest import NOW
from tests.looks import WITHOUT_KEYS
from tests.screens.drivers import at_the_counter
from tests.test_hostile import poison
from tui.app import ComptoirApp

KEYS = [*"+-,01235achmprtv[é", *(f"f{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 12))]
KEYS += ["enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "space", "delete", "backspace"]
KEYS += ["home", "end", "pageup", "pagedown", "insert", "ctrl+u", "ctrl+o", "ctrl+z", "ctrl+p", "ctrl+q"]
OFTEN = ["enter", "down", "right", "1", "f8", "escape"] * 3
PRESSED = 8_000 if os.environ.get("COMPTOIR_TORTURE") else 400


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walk.make_demo(tmp_path_factory.mktemp("monkey"))


@pytest.mark.parametrize("seed", [1, 2])
async def test_keys_at_random_never_lead_astray(
    seed: int, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    book = tmp_path / "book"
    shutil.copytree(template, book)
    if seed % 2 == 0:
        poison(book / "demo.db", seed)
    done: list[str] = []
    size = (80, 24) if seed % 2 else (120, 40)
    clock = SetClock(NOW)
    monkeypatch.setattr(ComptoirApp, "ask_quit", lambda app: None)  # this would be the end of it
    async with at_the_counter(book / "demo.db", book / "home", clock, size=size, papers=book / "papers") as person:
        while len(done) < PRESSED:
            if person.page == "SignIn" and dice.random() < 0.7:
                await person.presses("ctrl+u")
                await person.signs_in(dice.choice((walk.SARAH, walk.VOLUNTEER)))
                done.append("signs in")
                continue
            key = dice.choice(KEYS + OFTEN)
            await (person.types(key) if len(key) == 1 else person.presses(key))
            done.append(key)
            assert person.app.is_running, done[-20:]
            if person.page not in WITHOUT_KEYS and seed % 2:
                assert person.marks == 1, f"{person.page} after {done[-20:]}\n{person.text}"
            assert person.app.focused is not None, f"{person.page} after {done[-20:]}\n{person.text}"
            if dice.random() < 0.02:
                await walk.is_left(person)
                done.append("is left")
            elif dice.random() < 0.02:
                clock.advance(3600)
                person.app.watcher.look()
                await person.settles()
                done.append("an hour passes")
