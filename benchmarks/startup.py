"""Start-up, the way to the grid, and memory: all against a bare Textual program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import books
from benchmarks.measures import Line, against, alternate
from benchmarks.programs import GRID, HELLO, ORDERS, comptoir, type_secret
from benchmarks.secret import proof_ms
from benchmarks.terminal import started

FEW, MANY, MOST = 20, 1_000, 20_000


class Run(NamedTuple):
    """Processor milliseconds, and the peak of memory."""

    first_screen: float
    first_quiet: float  # and all that goes on behind the first screen
    grid: float  # from the Enter that sends the secret, the proof of it included
    peak_mib: float
    proof: float


def measure(rounds: int, folder: Path) -> Iterator[Line]:
    homes = {str(number): books.make(folder / f"startup-{number}", number) for number in (FEW, MANY, MOST)}
    tries: dict[str, Callable[[], Run]] = {"hello": _hello}
    tries |= {name: _to_the_grid(home) for name, home in homes.items()}
    alternate(1, tries)  # this machine becomes known to the books, and every module is compiled
    runs = alternate(rounds, tries)

    def column(name: str, field: str) -> list[float]:
        return [getattr(run, field) for run in runs[name]]

    few, many, most = str(FEW), str(MANY), str(MOST)
    hello = column("hello", "first_screen")
    grids = {name: [run.grid - run.proof for run in runs[name]] for name in homes}
    cpu = "ms CPU"
    yield against("start to the sign-in screen", 1.5, column(many, "first_screen"), hello, other="bare hello",
                  unit=cpu, aim=1.3)  # fmt: skip
    yield against("accepted secret to a usable grid of 1,000", 1.5, grids[many], hello, other="bare hello", unit=cpu,
                  aim=1.3)  # fmt: skip
    yield against("sign-in screen, 20,000 products against 20", 1.3, column(most, "first_screen"),
                  column(few, "first_screen"), other="20", unit=cpu)  # fmt: skip
    yield against("grid, 20,000 products against 20", 1.3, grids[most], grids[few], other="20", unit=cpu)
    yield against("peak memory with 20,000 products on the grid", 2.0, column(most, "peak_mib"),
                  column("hello", "peak_mib"), other="bare hello", unit="MiB", aim=1.75)  # fmt: skip
    yield against("start until all is quiet behind the sign-in screen", None, column(many, "first_quiet"),
                  column("hello", "first_quiet"), other="bare hello", unit=cpu)  # fmt: skip
    proof = median(run.proof for name in homes for run in runs[name])
    yield Line("proof of the secret, left out above", proof, None, "ms", None, "argon2id, measured alone in this run")


def _hello() -> Run:
    terminal, cpu = started(HELLO)
    with terminal:
        terminal.settle(0.5)
        return Run(cpu, terminal.cpu_ms(), 0.0, terminal.peak_mib(), 0.0)


def _to_the_grid(home: books.Home) -> Callable[[], Run]:
    def run() -> Run:
        terminal, first = started(comptoir(home))
        with terminal:
            terminal.settle(0.5)
            quiet = terminal.cpu_ms()
            type_secret(terminal)
            before = terminal.cpu_ms()
            terminal.press("enter")
            terminal.wait_for(ORDERS)
            terminal.press("enter")
            grid = terminal.cpu_until(GRID) - before
            terminal.settle(0.3)
            return Run(first, quiet, grid, terminal.peak_mib(), proof_ms(home))

    return run
