"""What is true of every screen, wherever one comes from: one mark, a footer that fits, words from the catalogues…"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

import screens
from i18n import language
from tests import walk
from tests.looks import Greek, KnownWords, dead_keys, faults, hidden_keys, words_of_book
from tests.screens.drivers import AtTheCounter
from widgets.page import Page

LARGER = ((100, 30), (120, 40))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walk.make_demo(tmp_path_factory.mktemp("walk"))


@pytest.fixture(params=list(walk.ROUTES))
def route(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Complaints:
    """What was found wrong on a walk, each with its screen; reported all at once."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, stop: walk.Stop, problems: Iterator[str], where: str = "") -> None:
        self.found += [f"{stop.name} ({stop.page}{where}): {problem}" for problem in problems]

    def changed(self, stop: walk.Stop, before: str, now: str, by: str) -> None:
        """The screen must be as it was."""
        if now != before:
            lines = unified_diff(before.splitlines(), now.splitlines(), "before", by, lineterm="", n=0)
            self.found.append(f"{stop.name} ({stop.page}) is not as it was:\n" + "\n".join(lines))

    def none(self) -> None:
        assert not self.found, "\n" + "\n".join(self.found)


def every_page() -> set[str]:
    """The names of all pages: those of `screens`, and the frame's own."""
    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"screens.{module.name}")
    found: set[str] = set()

    def below(cls: type[Any]) -> None:
        for each in cls.__subclasses__():
            if each.__module__.split(".")[0] in ("screens", "widgets"):
                found.add(each.__name__)
                below(each)

    below(Page)
    bases = {"CounterPage", "Preview", "Questions", "SendingPage", "FormPage"}
    bases |= {"DeskTab", "OnePerson", "Goods", "Money", "Stall", "Counting", "OpenAndClose"}
    bases |= {"FastEntry", "FastList", "BegunForms", "FilteredList"}
    drawn_by_lot = {"CodePage"}  # a new code each time: test_order_desk opens it
    return found - bases - drawn_by_lot  # bases are never shown themselves


def test_every_screen_is_walked_through() -> None:
    assert every_page() - {stop.page for stops in walk.ROUTES.values() for stop in stops} == set()


async def test_every_screen_keeps_to_the_looks_at_every_size(route: str, template: Path, tmp_path: Path) -> None:
    """One mark, a footer that fits, nothing cut or out of the console's letters; a small window loses nothing."""
    complaints = Complaints()
    async for stop, person in walk.walk(route, template, tmp_path):
        complaints.add(stop, faults(person), " at 80x24")
        await repaints(person)  # what answered the key before goes with the next key
        before, focused = person.text, person.app.focused
        for size in LARGER:
            await person.resizes(*size)
            complaints.add(stop, faults(person), f" at {size[0]}x{size[1]}")
        await person.resizes(72, 20)
        if not person.reads("Agrandissez la fenêtre : 80 × 24 au moins (ici 72 × 20)"):
            complaints.found.append(f"{stop.name} does not say that the window is too small\n{person.text}")
        await person.types("x1,5", "enter", "escape")
        await person.resizes(80, 24)
        assert person.app.focused is focused, stop.name
        complaints.changed(stop, before, person.text, "in a small window and back")
    complaints.none()


async def test_every_word_comes_from_a_catalogue_and_changes_with_the_language(
    route: str, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaints = Complaints()
    known = KnownWords(words_of_book(template / "demo.db"), str(tmp_path / "here"), "demo")
    async for stop, person in walk.walk(route, template, tmp_path / "here"):
        await repaints(person)
        before = person.text
        with monkeypatch.context() as patch:
            patch.setitem(language._catalogues, "fr", Greek())
            await repaints(person)
            complaints.add(stop, known.leaks(person))
        await repaints(person)
        complaints.changed(stop, before, person.text, "after two changes of language")
        for key in () if stop.page in ("Waiting", "HelpPage", "PalettePage") else ("f1", "ctrl+o"):
            await person.presses(key)
            if person.page in ("HelpPage", "PalettePage"):
                with monkeypatch.context() as patch:
                    patch.setitem(language._catalogues, "fr", Greek())
                    await repaints(person)
                    complaints.add(stop, known.leaks(person), f", {key}")
                await repaints(person)
                await person.presses("escape")
    complaints.none()


async def repaints(person: AtTheCounter) -> None:
    """As after F9: every page paints its words again."""
    for page in person.app.screen_stack:
        if isinstance(page, Page):
            page.language_changed()
    await person.settles()


# Where Escape leads nowhere on purpose: the first screens, and a page that goes by itself.
NO_WAY_BACK = {"SignIn", "NoBook", "SetUp", "Waiting"}


async def test_no_key_is_dead_or_out_of_reach(route: str, template: Path, tmp_path: Path) -> None:
    """A greyed key says why; what an F-key does is in the footer or in the list of actions; help, a way back, and a
    footer that Tab reaches."""
    complaints = Complaints()
    seen: set[str] = set()
    async for stop, person in walk.walk(route, template, tmp_path):
        page = person.app.screen
        assert isinstance(page, Page)
        complaints.add(stop, dead_keys(page))
        # The list of actions offers what the page below it offers.
        if stop.page not in ("Waiting", "Locked", "PalettePage"):
            complaints.add(stop, hidden_keys(page))
        if stop.page not in seen and stop.page != "Waiting":
            complaints.add(stop, help_and_way_back(page))
            await goes_to_the_footer_and_back(stop, person, complaints)
        seen.add(stop.page)
    complaints.none()


def help_and_way_back(page: Page[Any]) -> Iterator[str]:
    name = type(page).__name__
    if not page.HELP and name != "HelpPage":
        yield "has no help"
    if not any(action.key == "escape" for action in page.every_action()) and name not in NO_WAY_BACK:
        yield "cannot be left with Escape"


async def goes_to_the_footer_and_back(stop: walk.Stop, person: AtTheCounter, complaints: Complaints) -> None:
    await repaints(person)
    page, before = person.app.screen, person.text
    assert isinstance(page, Page)
    steps = await tabs_to_the_footer(person)
    if steps is None:
        complaints.found.append(f"{stop.page}: Tab does not reach the footer\n{person.text}")
        return
    if person.marks != 1:
        complaints.found.append(f"{stop.page}: {person.marks} marks in the footer\n{person.text}")
    if any(action.key == "f1" and action.shown for action in page.footer()):
        await runs_from_the_footer(person, "f1")
        if person.page == "HelpPage":
            await person.presses("escape")
        else:
            complaints.found.append(f"{stop.page}: help is not run from the footer")
    for _ in range(steps):
        await person.presses("shift+tab")
    await repaints(person)
    if steps:  # else it was there already, and remembers which key it was on
        complaints.changed(stop, before, person.text, "after going to the footer and back")


async def tabs_to_the_footer(person: AtTheCounter) -> int | None:
    for steps in range(40):
        if type(person.app.focused).__name__ == "KeysLine":
            return steps
        await person.presses("tab")
    return None


async def runs_from_the_footer(person: AtTheCounter, key: str) -> None:
    from widgets.keys_line import KeysLine

    line = person.app.screen.query_one(KeysLine)
    await person.presses("home")
    for action in line.shown(line.size.width):
        if action.key == key:
            await person.presses("enter")
            return
        await person.presses("right")
