"""The terminal that other tests rely on: it waits, answers, and says what was on the screen when it waited in vain."""

import re
import sys

import pytest

from tests.terminal import NotShown, Terminal

pytestmark = pytest.mark.terminal

ECHO = "import sys, tty; tty.setraw(0); print('ready', end='\\r\\n', flush=True)\n"


def python(source: str, **more: object) -> Terminal:
    return Terminal([sys.executable, "-c", ECHO + source], **more)  # type: ignore[arg-type]


def test_keys_arrive_as_a_terminal_sends_them() -> None:
    with python("while True: print(repr(sys.stdin.buffer.raw.read(9)), flush=True, end=' ')") as terminal:
        terminal.wait_for("ready")
        terminal.press("f8", "ctrl+p")
        terminal.wait_for(r"b'\x1b[19~\x10'")
        terminal.type("é")
        terminal.wait_for(r"b'\xc3\xa9'")


def test_a_wait_in_vain_says_what_was_shown() -> None:
    with python("sys.stdin.read()") as terminal:
        terminal.wait_for("ready")
        with pytest.raises(NotShown, match=r"not within 0\.1 s"):
            terminal.wait_for("never", timeout=0.1)
    with python("print('broken')") as terminal, pytest.raises(NotShown, match=r"ended(.|\n)*broken"):
        terminal.wait_for("never")


def test_a_frame_is_seen_only_once_it_is_whole() -> None:
    frame = "\x1b[?2026hhalf"
    with python(f"print({frame!r}, end='', flush=True); sys.stdin.read(1); print('\\x1b[?2026l')") as terminal:
        terminal.wait_for("ready")
        terminal.settle()
        with pytest.raises(NotShown):
            terminal.wait_for("half", timeout=0.1)
        terminal.press("x")
        terminal.wait_for("half")


def test_queries_in_pieces_are_answered() -> None:
    asks = "w = sys.stdout.write; w('\\x1b[?20'); sys.stdout.flush(); w('26$p'); sys.stdout.flush()\n"
    with python(asks + "print(repr(sys.stdin.buffer.raw.read(99)))") as terminal:
        terminal.wait_for(r"?2026;2$y")


def test_the_window_can_be_resized_and_the_end_is_known() -> None:
    source = (
        "import os, signal\n"
        "signal.signal(signal.SIGWINCH, lambda *_: print(os.get_terminal_size(), flush=True))\n"
        "print('listening', flush=True)\n"
        "sys.stdin.read(1)\nsys.exit(3)"
    )
    with python(source, size=(100, 30)) as terminal:
        terminal.wait_for("listening")
        terminal.resize(72, 20)
        terminal.wait_for(re.compile(r"columns=72, lines=20"))
        terminal.press("x")
        assert terminal.wait_for_exit() == 3


def test_cells_have_colours_and_attributes() -> None:
    with python("print('\\x1b[1;7mA\\x1b[0m\\x1b[38;2;30;106;60mB\\x1b[0m')") as terminal:
        terminal.wait_for_exit()
        column, row = terminal.find("AB")
        assert (terminal.cell(column, row).bold, terminal.cell(column, row).reverse) == (True, True)
        assert terminal.cell(column + 1, row).fg == "1e6a3c"
