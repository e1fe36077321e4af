"""What a key sends to the terminal, counted: the speed over a slow line, exact on every machine.

On the product grid of the demo book at 120 × 40: a move ≤ 2 KB, a scrolling step ≤ 16 KB, a digit ≤ 1 KB.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytestmark = pytest.mark.terminal

MOVE, SCROLL, DIGIT = 2_048, 16_384, 1_024


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """The products of the open distribution, the first one chosen."""
    home = tmp_path_factory.mktemp("bytes")
    command: list[str | Path] = [Path(sys.executable).with_name("comptoir"), "demo", "--book", home / "demo.db"]
    env = {"COMPTOIR_HOME": str(home)}
    with Terminal(command, (120, 40), env) as terminal:
        terminal.wait_for("Se connecter")
        terminal.type("sarah.varda@example.org")
        terminal.press("enter")
        terminal.settle()
        terminal.type("246810")
        terminal.press("enter")
        terminal.wait_for("OUVERTE")
        terminal.settle()
        terminal.press("enter")
        terminal.wait_for("Panier")
        terminal.settle(0.5)
        yield terminal


def sent_by(grid: Terminal, key: str) -> int:
    """Bytes written for one key, from the press until all is quiet."""
    before, shown = len(grid.written), grid.text
    grid.press(key)
    grid.wait_for(lambda terminal: terminal.text != shown)
    grid.settle(0.1)
    return len(grid.written) - before


def least_sent_by(grid: Terminal, *keys: str) -> list[int]:
    """Of three times the same keys, which end where they began: the clock may repaint all once, but not three times."""
    return [min(times) for times in zip(*([sent_by(grid, key) for key in keys] for _ in range(3)), strict=True)]


def test_a_move_sends_less_than_two_kilobytes(grid: Terminal) -> None:
    assert max(least_sent_by(grid, "right", "right", "down", "up", "left", "left")) <= MOVE


def test_a_digit_sends_less_than_a_kilobyte_the_first_one_too(grid: Terminal) -> None:
    assert max(least_sent_by(grid, "0", ",", "2", "5", "escape")) <= DIGIT


def test_a_scrolling_step_sends_less_than_sixteen_kilobytes(grid: Terminal) -> None:
    for _ in range(6):
        sent_by(grid, "down")
    assert max(least_sent_by(grid, "down", "down", *["up"] * 6, *["down"] * 4)) <= SCROLL
