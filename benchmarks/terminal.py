"""A program in a pty, timed: start-up, one key, many keys at once, bytes, memory.

The clock of a key starts just before its bytes are written. What comes back is stamped when it is read, and drawn by
the emulator only once the program has been quiet, so that emulating neither delays reading nor takes processor time
from the program. A frame of synchronised output counts at its end. Linux only: the processor time of another process
is read from its clock, memory from /proc.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.terminal import Sight, Terminal, key_bytes

QUIET = 0.06  # seconds without output after which a key has done its work
SIZE = (120, 40)


class Program(NamedTuple):
    """How to start something, and how to see that it is there."""

    name: str
    argv: Sequence[str | Path]
    ready: str
    env: dict[str, str] = {}


class Stroke(NamedTuple):
    """One key, or several sent at once."""

    ms: float  # until the first change of the picture
    cpu_ms: float
    bytes: int


class Timed(Terminal):
    """A terminal that notes what the program had cost at every moment."""

    def __init__(self, program: Program) -> None:
        self._cpu_at: dict[float, float] = {}
        super().__init__(program.argv, SIZE, program.env)
        self.program = program

    def read(self, timeout: float) -> bool:
        if not super().read(timeout):
            return False
        self._cpu_at[self.unseen[-1].at] = self.cpu_ms()
        return True

    def gather(self, timeout: float) -> bool:
        if not self.read(timeout):
            return False
        stop = time.perf_counter() + 0.15
        while (left := stop - time.perf_counter()) > 0 and self.read(min(0.04, left)):
            pass
        return True

    # -- what it costs ---------------------------------------------------------

    def cpu_ms(self) -> float:
        """Processor time of the program since it was started, all threads, in milliseconds."""
        try:
            return time.clock_gettime((~self.pid << 3) | 2) * 1000
        except OSError:  # it has ended
            return float("nan")

    def cpu_until(self, sight: Sight) -> float:
        """Processor time (ms since its start) that the program had used when `sight` first showed."""
        at = self.wait_for(sight)
        return self._cpu_at.get(at, self.cpu_ms())

    def peak_mib(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024

    # -- keys ------------------------------------------------------------------

    def stroke(self, *keys: str, until: Sight | None = None, timeout: float = 5.0) -> Stroke:
        """Press keys at once; wait until the picture changed (or `until` shows) and the program is quiet again."""
        time.sleep(random.uniform(0, 0.02))  # out of step with the program's timers, as a person is
        data = b"".join(key_bytes(key, self.term) for key in keys)
        self.settle(0)  # what came before this key is not its work
        bytes_before, cpu_before, began = len(self.written), self.cpu_ms(), time.perf_counter()
        deadline = began + timeout
        self.send(data)
        while (left := deadline - time.perf_counter()) > 0 and self.read(left):
            self._quiet(deadline)
            hits = [at for at, changed in self.states() if changed and (until is None or self._sees(until))]
            if hits:
                cost = self.cpu_ms() - cpu_before
                return Stroke((hits[0] - began) * 1000, cost, len(self.written) - bytes_before)
        raise RuntimeError(f"{self.program.name}: {keys} changed nothing within {timeout} s. The screen:\n{self.text}")

    def _quiet(self, deadline: float) -> None:
        while self.read(min(QUIET, deadline - time.perf_counter())):
            pass

    def stroke_after_paint(self, first: str, second: str, gap_ms: float) -> float:
        """Press `second` so long after the paint that `first` caused; milliseconds until its own paint."""
        self.settle(0.12)
        self.press(first)
        self.read(5.0)
        stop = time.perf_counter() + gap_ms / 1000
        while (left := stop - time.perf_counter()) > 0:
            self.read(left)
        began = time.perf_counter()
        self.press(second)
        if not self.read(5.0):
            raise RuntimeError(f"{self.program.name}: {second} painted nothing")
        return (self.unseen[-1].at - began) * 1000


def started(program: Program) -> tuple[Timed, float]:
    """The program once its first screen shows, and the processor time (ms) from its start until then."""
    terminal = Timed(program)
    try:
        return terminal, terminal.cpu_until(program.ready)
    except BaseException:
        terminal.close()
        raise
