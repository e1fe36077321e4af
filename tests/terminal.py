"""A program in a real pty, driven and watched as a person at the keyboard does. POSIX only.

    with Terminal([python, "-m", "tui.cli", "demo"], size=(80, 24)) as terminal:
        terminal.wait_for("Connexion")
        terminal.type("sarah.varda@example.org")
        terminal.press("enter")

Nothing sleeps a fixed time: `wait_for` reads until the words are on the screen, and fails with the screen if they
never come.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import pyte

from tests.emulator import Emulator

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "insert": "\x1b[2~", "delete": "\x1b[3~", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~",
}  # fmt: skip
# The Linux console sends other bytes for these.
CONSOLE_KEYS = {
    "f1": "\x1b[[A", "f2": "\x1b[[B", "f3": "\x1b[[C", "f4": "\x1b[[D", "f5": "\x1b[[E", "home": "\x1b[1~",
    "end": "\x1b[4~",
}  # fmt: skip
# What the caller's own environment must not decide. The last one would have every child compile its modules again.
UNSET = ("LINES", "COLUMNS", "TMUX", "NO_COLOR", "TERM_PROGRAM", "COLORTERM", "PYTHONDONTWRITEBYTECODE")
# Generous: it only decides how long a broken test takes to say so, on a busy machine too.
TIMEOUT = 30.0

Sight = str | re.Pattern[str] | Callable[["Terminal"], bool]


class NotShown(AssertionError):
    """What was waited for did not come; the message holds what the screen showed instead."""


class Chunk(NamedTuple):
    at: float  # time.perf_counter() when it was read
    data: bytes


def key_bytes(key: str, term: str = "xterm-256color") -> bytes:
    """The bytes that a key sends: a name of KEYS, `ctrl+p`, `alt+x`, or one character."""
    if term == "linux" and key in CONSOLE_KEYS:
        return CONSOLE_KEYS[key].encode()
    if key in KEYS:
        return KEYS[key].encode()
    if key.startswith("ctrl+") and len(key) == 6:
        return bytes([ord(key[5].upper()) & 0x1F])
    if key.startswith("alt+"):
        return b"\x1b" + key_bytes(key[4:], term)
    if len(key) != 1:
        raise ValueError(f"no such key: {key!r} (text is typed with type())")
    return key.encode()


class Terminal:
    def __init__(
        self,
        argv: Sequence[str | Path],
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        *,
        cwd: Path | None = None,
        term: str = "xterm-256color",
        kitty: bool = False,
    ) -> None:
        """`size` is columns, rows. `term` is TERM; `linux` is the console of a PC with sixteen colours, all others
        get true colour. `kitty`: answer that the kitty keyboard protocol is known (keys stay as they are)."""
        self.term = term
        self.emulator = Emulator(*size, kitty=kitty)
        self.unseen: list[Chunk] = []  # read, not yet drawn
        self.written = bytearray()  # everything the program wrote
        self.ended_at: float | None = None
        self._exit: int | None = None
        environ = {name: value for name, value in os.environ.items() if name not in UNSET}
        environ |= {"TERM": term, "LC_ALL": "C.UTF-8"} | ({} if term == "linux" else {"COLORTERM": "truecolor"})
        environ |= env or {}
        command = [str(part) for part in argv]
        self.started_at = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                self._tell_size(0, *size)
                if cwd:
                    os.chdir(cwd)
                os.execvpe(command[0], command, environ)
            except OSError as error:
                os.write(2, f"{command[0]}: {error}".encode())
            finally:
                os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- what is on the screen -------------------------------------------------

    @property
    def screen(self) -> pyte.Screen:
        return self.emulator.screen

    @property
    def text(self) -> str:
        """All rows as they were last drawn, by `wait_for` or `settle`."""
        return self.emulator.text

    def line(self, row: int) -> str:
        return str(self.screen.display[row])

    def cell(self, column: int, row: int) -> pyte.screens.Char:
        """One cell: `.data`, `.fg`, `.bg` (a name or six hexadecimal digits), `.bold`, `.reverse`, `.underscore`…"""
        return self.screen.buffer[row][column]

    def find(self, words: str) -> tuple[int, int]:
        """Column and row of the first place where the words stand."""
        for row, line in enumerate(self.screen.display):
            if (column := line.find(words)) >= 0:
                return column, row
        raise NotShown(f"{words!r} is not on the screen:\n{self.text}")

    # -- the keyboard ----------------------------------------------------------

    def press(self, *keys: str) -> None:
        self.send(b"".join(key_bytes(key, self.term) for key in keys))

    def type(self, text: str) -> None:
        self.send(text.encode())

    def paste(self, text: str) -> None:
        """As a terminal with bracketed paste does."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self.fd, data) :]

    # -- reading ---------------------------------------------------------------

    def read(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds for one chunk and keep it undrawn; False if none came. Queries are answered."""
        if self.ended_at is not None or not select.select([self.fd], [], [], max(0.0, timeout))[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # the other end is closed: how Linux says that the program ended
            data = b""
        at = time.perf_counter()
        if not data:
            self.ended_at = at
            return False
        self.written += data
        self.unseen.append(Chunk(at, data))
        for reply in self.emulator.replies(data):
            self.send(reply)
        return True

    def gather(self, timeout: float) -> bool:
        """What `wait_for` reads before it looks at the picture again."""
        return self.read(timeout)

    def states(self) -> Iterator[tuple[float, bool]]:
        """Draw what was read; for each state that is shown, when it came and whether the picture changed."""
        unseen, self.unseen = self.unseen, []
        for at, data in unseen:
            for changed in self.emulator.feed(data):
                yield at, changed

    def wait_for(self, sight: Sight, timeout: float = TIMEOUT) -> float:
        """Read until `sight` (words, a pattern, or a question about this terminal) is true of what is shown.
        Returns when the chunk that made it true was read, on time.perf_counter()."""
        deadline = time.perf_counter() + timeout
        for _ in self.states():
            pass
        if self._sees(sight):
            return time.perf_counter()
        while self.gather(deadline - time.perf_counter()):
            seen = [at for at, _ in self.states() if self._sees(sight)]
            if seen:
                return seen[0]
        how = "the program ended" if self.ended_at else f"not within {timeout:g} s"
        raise NotShown(f"waited for {sight!r}: {how}. The screen:\n{self.text}")

    def settle(self, quiet: float = 0.1, timeout: float = TIMEOUT) -> None:
        """Read until nothing came for `quiet` seconds."""
        deadline = time.perf_counter() + timeout
        while self.read(min(quiet, deadline - time.perf_counter())):
            pass
        for _ in self.states():
            pass

    def _sees(self, sight: Sight) -> bool:
        if self.emulator.in_frame:
            return False
        if isinstance(sight, str):
            return sight in self.text
        return bool(sight.search(self.text)) if isinstance(sight, re.Pattern) else sight(self)

    # -- the window and the end ------------------------------------------------

    @staticmethod
    def _tell_size(fd: int, columns: int, rows: int) -> None:
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """A person drags the window: the program gets SIGWINCH."""
        self.emulator.resize(columns, rows)
        self._tell_size(self.fd, columns, rows)

    def wait_for_exit(self, timeout: float = TIMEOUT) -> int:
        """The exit code; minus the signal's number if a signal ended it."""
        deadline = time.perf_counter() + timeout
        while self.ended_at is None and time.perf_counter() < deadline:
            self.read(deadline - time.perf_counter())
        for _ in self.states():
            pass
        if self.ended_at is None:
            raise NotShown(f"the program did not end within {timeout:g} s. The screen:\n{self.text}")
        return self._reap()

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Send a signal to the program and all it started, and wait for its end."""
        if self._exit is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
                os.killpg(self.pid, number)
        return self._reap()

    def _reap(self) -> int:
        if self._exit is None:
            self._exit = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._exit

    def close(self) -> None:
        if self.fd < 0:
            return
        if self._exit is None:
            self.kill()
        os.close(self.fd)
        self.fd = -1
