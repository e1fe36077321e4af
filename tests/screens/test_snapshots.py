"""Every screen is as it was: signs and looks, in true colour and on the console, at 80 × 24 and 120 × 40."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import snapshots, walk

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
# What others see differs in the header only, which the looks of the member's screens tell already.
ROUTES = [route for route in walk.ROUTES if route not in ("volunteer", "coordinator")]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walk.make_demo(tmp_path_factory.mktemp("snapshots"))


def name_of(route: str, stop: walk.Stop) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in stop.name).split()
    return f"{route.replace(' ', '-')}/{'-'.join(words)}"


@pytest.mark.parametrize("theme", ["kraft", "console"])
@pytest.mark.parametrize("route", ROUTES)
async def test_every_screen_looks_as_it_did(route: str, theme: str, template: Path, tmp_path: Path) -> None:
    found: list[str] = []
    async for stop, person in walk.walk(route, template, tmp_path, theme=theme):
        sections: dict[str, str] = {}
        for title, size in SIZES.items():
            if person.app.size != size:
                await person.resizes(*size)
            if theme == "kraft":  # what is written is the same in all looks
                sections[title] = snapshots.signs(person.app)
            sections[f"{title}, looks"] = snapshots.looks(person.app, theme)
        await person.resizes(80, 24)
        if difference := snapshots.differs(f"{theme}/{name_of(route, stop)}", sections):
            found.append(f"{stop.name}\n{difference}")
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("theme", ["kraft", "console"])
@pytest.mark.skipif(snapshots.WRITE, reason="they are being written")
def test_no_snapshot_is_left_of_a_screen_that_is_gone(theme: str) -> None:
    wanted = {f"{name_of(route, stop)}.txt" for route in ROUTES for stop in walk.ROUTES[route]}
    kept = {str(file.relative_to(snapshots.FOLDER / theme)) for file in (snapshots.FOLDER / theme).rglob("*.txt")}
    assert kept == wanted
