"""The power goes while somebody is served: the counter opens again on that person, with what was typed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from db import opening, resuming
from db.clock import SystemClock
from tests.screens.drivers import SECRET
from tests.terminal import TIMEOUT, NotShown, Terminal
from tui.demo import make

pytestmark = pytest.mark.terminal

VOLUNTEER = "awa.camara@example.org"  # of 3 Cocus, whose distribution is held now


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("counter")
    make(folder / "demo.db", folder / "home", SystemClock())
    return folder


def counter(folder: Path) -> Terminal:
    command = [sys.executable, "-m", "tui.cli", "--book", str(folder / "demo.db"), "--language", "fr"]
    return Terminal(command, env={"COMPTOIR_HOME": str(folder / "home")})


def signs_in(terminal: Terminal, name: str = VOLUNTEER) -> None:
    terminal.wait_for("Code secret")
    terminal.type(name)
    terminal.press("enter")
    terminal.type(SECRET)
    terminal.press("enter")


def is_kept(folder: Path, typed: str, terminal: Terminal) -> None:
    """Until the book has it; the program writes once the keys were still for a moment."""
    book = opening.open_book(folder / "demo.db", folder / "home")
    try:
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            found = resuming.kept(book, 1)
            if found is not None and typed in found.typed:
                return
            terminal.settle(0.2)
        raise NotShown(f"{typed} was never kept:\n{terminal.text}")
    finally:
        book.close()


def serves_somebody(terminal: Terminal) -> None:
    signs_in(terminal)
    terminal.wait_for("3 COCUS")
    terminal.press("f7")
    terminal.wait_for("4 Servir")
    terminal.type("4")
    terminal.press("enter")
    terminal.wait_for("numéro, ou quelques")
    terminal.type("8")
    terminal.press("enter")
    terminal.wait_for("JEAN-BAPTISTE COMBES")


def test_after_a_kill_the_counter_opens_on_the_person_with_what_was_typed(folder: Path) -> None:
    with counter(folder) as terminal:
        serves_somebody(terminal)
        terminal.press("down")
        terminal.type("192+67")
        terminal.wait_for("192 + 67 =")
        is_kept(folder, "192+67", terminal)
        terminal.kill()
    with counter(folder) as terminal:
        signs_in(terminal)
        terminal.wait_for("JEAN-BAPTISTE COMBES")
        terminal.wait_for("192 + 67 =")
        terminal.press("escape", "escape")
        terminal.wait_for("numéro, ou quelques")
        terminal.settle()


def test_who_is_no_volunteer_is_shown_their_own_orders(folder: Path) -> None:
    with counter(folder) as terminal:
        serves_somebody(terminal)
        is_kept(folder, "row", terminal)
        terminal.kill()
    with counter(folder) as terminal:
        signs_in(terminal, "sarah.varda@example.org")
        terminal.wait_for("BELLEFONTAINE")
        terminal.settle(0.5)
        assert "COMBES" not in terminal.text
