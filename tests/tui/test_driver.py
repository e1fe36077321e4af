"""Escape is quick, and no other key suffers for it: whatever the pieces in which a terminal delivers a key."""

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tui.driver import GRACE_MS, driver_class, grace_seconds

ROOT = Path(__file__).parents[2]
DRIVERS = ("comptoir", "plain")
PATIENT_MS = 100
UP, F5, PASTE, PASTE_END = b"\x1b[A", b"\x1b[15~", b"\x1b[200~", b"\x1b[201~"


def program(driver: str = "comptoir", **env: str) -> Terminal:
    terminal = Terminal([sys.executable, "-m", "tests.tui.keys_shown", driver], env=env, cwd=ROOT)
    terminal.wait_for("<>")
    terminal.settle()
    return terminal


def keys_shown(terminal: Terminal) -> list[str]:
    text = terminal.text
    return text[text.index("<") + 1 : text.rindex(">")].split() if ">" in text else []


def send_in_pieces(terminal: Terminal, gap_ms: int, *pieces: bytes) -> float:
    """Send with a pause between two pieces; the longest pause there really was, in ms: the machine may be busy."""
    longest, sent_at = 0.0, 0.0
    for piece in pieces:
        if sent_at:
            due = sent_at + gap_ms / 1000
            while (left := due - time.perf_counter()) > 0:
                terminal.read(left)
            longest = max(longest, time.perf_counter() - sent_at)
        terminal.send(piece)
        sent_at = time.perf_counter()
    return longest * 1000


def assert_keys(
    terminal: Terminal, gap_ms: int, pieces: tuple[bytes, ...], expected: list[str], limit_ms: float
) -> None:
    """The keys, no more and no fewer. A try in which this machine stalled between two pieces says nothing: again."""
    for _ in range(30):
        terminal.send(b"!")
        terminal.wait_for(lambda t: not keys_shown(t))
        stalled = send_in_pieces(terminal, gap_ms, *pieces) > limit_ms
        if stalled:
            terminal.settle(0.3)
            continue
        terminal.wait_for(lambda t: keys_shown(t) == expected)
        terminal.send(b".")
        terminal.wait_for(lambda t: keys_shown(t) == [*expected, "full_stop"])
        return
    pytest.skip("this machine is too busy to send two pieces in time")


@pytest.fixture(scope="module", params=DRIVERS)
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    with program(request.param) as terminal:
        yield terminal


@pytest.fixture(scope="module", params=DRIVERS)
def patient(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """Waits as long as Textual's own driver: pieces come well within it, also where the program is held up."""
    with program(request.param, COMPTOIR_ESCAPE_MS=str(PATIENT_MS)) as terminal:
        yield terminal


WHOLE = {
    "a letter": (b"a", ["a"]),
    "an accent and a euro": ("é€".encode(), ["é", "euro_sign"]),
    "a lone Escape": (b"\x1b", ["escape"]),
    "two Escapes": (b"\x1b\x1b", ["escape", "escape"]),
    "a letter and an Escape": (b"a\x1b", ["a", "escape"]),
    "an arrow": (UP, ["up"]),
    "an Escape and an arrow": (b"\x1b" + UP, ["escape", "up"]),
    "twenty arrows and an Escape": (UP * 20 + b"\x1b", ["up"] * 20 + ["escape"]),
    "Alt and a letter": (b"\x1bx", ["alt+x"]),
    "F5": (F5, ["f5"]),
    "F5 of the Linux console": (b"\x1b[[E", ["f5"]),
    "a paste": (PASTE + b"0,25" + PASTE_END, ["paste:0,25"]),
}
SPLIT = {
    "an arrow after its Escape": ((b"\x1b", b"[A"), ["up"]),
    "an arrow after its bracket": ((b"\x1b[", b"A"), ["up"]),
    "F5 after its Escape": ((b"\x1b", b"[15~"), ["f5"]),
    "F5 in the middle": ((b"\x1b[1", b"5~"), ["f5"]),
    "F5 into all its characters": ((b"\x1b", b"[", b"1", b"5", b"~"), ["f5"]),
    "Alt and a letter": ((b"\x1b", b"x"), ["alt+x"]),
    "an accent in its middle": ((b"\xc3", b"\xa9"), ["é"]),
    "the end of a paste": ((PASTE + b"0,25\x1b", b"[201~"), ["paste:0,25"]),
}


@pytest.mark.terminal
@pytest.mark.parametrize("what", WHOLE)
def test_what_arrives_whole_gives_the_same_keys_as_before(terminal: Terminal, what: str) -> None:
    data, expected = WHOLE[what]
    assert_keys(terminal, 0, (data,), expected, limit_ms=1000)


@pytest.mark.terminal
@pytest.mark.parametrize("gap_ms", [10, 20])
@pytest.mark.parametrize("what", SPLIT)
def test_what_arrives_in_pieces_gives_the_same_keys_as_before(patient: Terminal, what: str, gap_ms: int) -> None:
    pieces, expected = SPLIT[what]
    assert_keys(patient, gap_ms, pieces, expected, limit_ms=PATIENT_MS - 20)


@pytest.mark.terminal
@pytest.mark.parametrize("what", ["an arrow after its Escape", "F5 after its Escape", "Alt and a letter"])
def test_the_grace_that_nobody_set_is_enough_for_pieces_of_one_key(terminal: Terminal, what: str) -> None:
    pieces, expected = SPLIT[what]
    assert_keys(terminal, 5, pieces, expected, limit_ms=10)


@pytest.mark.terminal
def test_a_paste_whose_end_comes_late_still_ends() -> None:
    with program() as terminal:
        assert_keys(terminal, 60, (PASTE + b"0,25\x1b", b"[201~"), ["paste:0,25"], limit_ms=95)


@pytest.mark.terminal
def test_a_letter_after_escape_is_two_keys_once_escape_was_shown(terminal: Terminal) -> None:
    terminal.send(b"!\x1b")
    terminal.wait_for(lambda t: keys_shown(t) == ["escape"])
    terminal.send(b"x")
    terminal.wait_for(lambda t: keys_shown(t) == ["escape", "x"])


@pytest.mark.terminal
def test_the_setting_decides_how_long_an_escape_is_kept_back() -> None:
    # 150 ms between Escape and letter: Textual's own driver never waits that long, this one does when told to.
    with program(COMPTOIR_ESCAPE_MS="1000") as terminal:
        assert_keys(terminal, 150, (b"\x1b", b"x"), ["alt+x"], limit_ms=950)


def test_a_setting_that_is_no_number_of_milliseconds_leaves_the_default() -> None:
    assert grace_seconds({"COMPTOIR_ESCAPE_MS": "40"}, preferred_ms=60) == 0.04
    assert grace_seconds({}, preferred_ms=60) == 0.06
    assert grace_seconds({}, preferred_ms=0) == GRACE_MS / 1000
    for nonsense in ("", "0", "-5", "5000", "quick", "²"):
        assert grace_seconds({"COMPTOIR_ESCAPE_MS": nonsense}) == GRACE_MS / 1000 == 0.025


def test_another_driver_asked_for_in_the_environment_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "some.module:Driver")
    assert driver_class() is None


def test_a_program_whose_terminal_is_gone_ends_even_where_nobody_tells_it() -> None:
    """A closed window sends a signal to the first program in it, which may keep it to itself, as `make` does."""
    deaf = ["sh", "-c", 'trap "" HUP; exec "$0" -m tests.tui.keys_shown comptoir', sys.executable]
    terminal = Terminal(deaf, cwd=ROOT)
    try:
        terminal.wait_for("<>")
        os.close(terminal.fd)
        terminal.fd = -1
        ended, _, _ = select.select([os.pidfd_open(terminal.pid)], [], [], 20)
        assert ended, "it runs on, unseen"
        assert os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1]) == 0
    except BaseException:
        os.kill(terminal.pid, signal.SIGKILL)
        raise
