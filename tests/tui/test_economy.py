"""Fewer bytes, the same picture: on everything that can be written, and on real screens in true and in 16 colours."""

import sys
from pathlib import Path

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.widgets import DataTable, Input, Static

from docs import picture
from tests.terminal import Terminal
from tui.economy import economical

INKS = ["38;2;43;33;24", "38;2;154;131;96", "38;5;12", "31", "97", "39"]
PAPERS = ["48;2;246;239;224", "48;5;3", "47", "107", "49"]
ATTRIBUTES = ["1", "3", "4", "7", "9", "22", "27", "0", "", "0;1", "01"]
styles = st.lists(st.sampled_from(INKS + PAPERS + ATTRIBUTES), max_size=4).map(";".join)
MOVES = ["\n", "\x1b[3;5H", "\x1b[H", "\x1b[K", "\x1b[2X"]
words = st.sampled_from(["Abricots", " ", "      ", "6,10 €", "║", "", *MOVES])
# As Textual writes (everything set, everything taken back), and as any program might.
tidy = st.builds("\x1b[{}m{}\x1b[0m".format, styles, words)
loose = st.builds("\x1b[{}m{}".format, styles, words)


def shown(*writes: str) -> list[object]:
    """What is seen of each cell: of a blank only its paper, and lines through it."""
    screen = pyte.Screen(20, 5)
    stream = pyte.Stream(screen)
    for data in writes:
        stream.feed(data)
    cells: list[object] = []
    for y in range(screen.lines):
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            lined = cell.underscore or cell.strikethrough or cell.reverse
            cells.append(cell if cell.data != " " or lined else cell.bg)
    return cells


@given(st.lists(st.lists(st.one_of(tidy, loose, words), max_size=12).map(lambda parts: "".join(parts) + "\x1b[0m")))
def test_the_picture_is_the_same_whatever_is_written(frames: list[str]) -> None:
    assert shown(*map(economical, frames)) == shown(*frames)


@given(st.lists(tidy, max_size=12).map("".join))
def test_it_is_never_longer_than_what_textual_wrote(frame: str) -> None:
    assert len(economical(frame)) <= len(frame)


def test_one_row_of_a_cell_costs_what_differs() -> None:
    line, ink = "38;2;154;131;96;48;2;246;239;224", "38;2;43;33;24;48;2;246;239;224"
    row = f"\x1b[{line}m│\x1b[0m\x1b[1;{ink}mDattes\x1b[0m\x1b[{ink}m    \x1b[0m\x1b[{line}m│\x1b[0m\n"
    assert economical(row) == (
        "\x1b[38;2;154;131;96;48;2;246;239;224m│\x1b[1;38;2;43;33;24mDattes    \x1b[22;38;2;154;131;96m│\n\x1b[0m"
    )


class Colourful(App[None]):
    CSS = "Screen { background: #f6efe0; color: #2b2118; } Static { border: double #7a4a22; } #b { background: red; }"

    def compose(self) -> ComposeResult:
        yield Static("[bold]Abricots[/] [reverse]bruns[/] [underline]secs[/]   [red on blue]6,10 €[/]")
        yield Static("[dim]dim[/] [strike]taken out[/] [italic]later[/]", id="b")
        yield Input("0,25")
        yield DataTable(zebra_stripes=True, cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Produit", "Prix")
        table.add_rows((f"Produit {number}", "1,53 €") for number in range(50))
        table.focus()


@pytest.mark.terminal
@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_a_real_screen_looks_the_same_and_costs_less(term: str) -> None:
    pictures, written = [], []
    for driver in ("None", "driver_class()"):
        source = "from tests.tui.test_economy import Colourful; from tui.driver import driver_class; "
        source += f"Colourful(driver_class={driver}).run()"
        with Terminal([sys.executable, "-c", source], cwd=Path(__file__).parents[2], term=term) as terminal:
            terminal.wait_for("Produit 5")
            terminal.settle()
            for _ in range(20):
                terminal.press("down")
                terminal.settle(0.03)
            terminal.wait_for("Produit 20")
            terminal.settle()
            pictures.append(picture.of_screen(terminal.screen))
            written.append(len(terminal.written))
    plain, ours = (
        [[cell._replace(ink="", bold=False) if cell.sign == " " else cell for cell in row] for row in rows]
        for rows in pictures
    )
    assert ours == plain
    assert written[1] < 0.8 * written[0]
