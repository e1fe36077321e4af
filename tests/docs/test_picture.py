"""Pictures show what a screen shows: letters, colours, and what the Linux console makes of them."""

import sys
from pathlib import Path

import pyte
import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from docs import picture
from tests.terminal import Terminal


class Sign(App[None]):
    CSS = "Screen { background: #f6efe0; color: #2b2118; } Static { border: double #7a4a22; }"

    def compose(self) -> ComposeResult:
        yield Static("[bold]Abricots[/] & <dattes> 6,10 €")


async def test_a_headless_app_is_drawn_with_its_words_and_its_colours(tmp_path: Path) -> None:
    drawn = (await picture.take(Sign(), tmp_path / "sign.svg", size=(40, 5))).read_text(encoding="utf-8")
    assert 'width="400" height="100"' in drawn
    assert 'font-weight="bold">Abricots</text>' in drawn
    assert "&amp; &lt;dattes&gt;" in drawn
    assert "#f6efe0" in drawn
    assert "#7a4a22" in drawn


@pytest.mark.terminal
def test_a_program_in_a_terminal_is_drawn_as_the_app_itself(tmp_path: Path) -> None:
    program = "from tests.docs.test_picture import Sign; Sign().run()"
    with Terminal([sys.executable, "-c", program], size=(40, 5), cwd=Path(__file__).parents[2]) as terminal:
        terminal.wait_for("Abricots")
        terminal.settle()
        rows = picture.of_screen(terminal.screen)
    assert "".join(cell.sign for cell in rows[1]).startswith("║Abricots & <dattes>")
    assert rows[1][1].bold
    assert not rows[1][10].bold
    assert {cell.paper for cell in rows[4]} == {"#f6efe0"}


def test_the_console_has_brighter_letters_for_bold_and_single_lines_for_double_ones() -> None:
    screen = pyte.Screen(12, 1)
    pyte.Stream(screen).feed("\x1b[?25l\x1b[1;33mor\x1b[0m ═●\x1b[107m \x1b[0m")
    colour, console = picture.of_screen(screen)[0], picture.of_screen(screen, console=True)[0]
    assert (colour[0].bold, colour[0].ink) == (True, "#aa5500")
    assert (console[0].bold, console[0].ink) == (False, "#ffff55")
    assert "".join(cell.sign for cell in console).startswith("or ─•")
    assert (colour[5].paper, console[5].paper) == ("#ffffff", "#aaaaaa")


def test_without_the_drawing_program_a_png_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(picture.CannotDraw, match="librsvg2-bin"):
        picture.write([[picture.Cell("a", "#000000", "#ffffff")]], tmp_path / "a.png")
