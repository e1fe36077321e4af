"""The table: on the terminal while measuring, and in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.measures import Line, amount

WORDS = {True: "pass", False: "**FAIL**", None: ""}
INTRODUCTION = """\
# How fast it is

Everything is measured side by side in one run, in a real pseudo-terminal of 120 × 40, and told as a ratio, because
machines differ and this one is shared. A ratio is the median of rounds, each round divided by its own other side; in
brackets the least and the most of them. "CPU" is processor time, which other work on the machine disturbs least.
The limits are the project's own goals. Made by

    {command}

{machine}
"""


def machine() -> str:
    names = [line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = next((int(line.split()[1]) // 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    versions = ", ".join(f"{name} {version(name)}" for name in ("textual", "peewee", "sqlcipher3"))
    return (
        f"{len(names) or os.cpu_count()} cores ({names[0] if names else platform.machine()}), {memory:,} MiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {versions}; "
        f"load when it began: {os.getloadavg()[0]:.1f}."
    )


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def row(line: Line) -> str:
    value = f"{line.value:.2f} ×" if line.unit == "×" else f"{amount(line.value)} {line.unit}"
    if line.spread:
        value += f" ({line.spread[0]:.2f}–{line.spread[1]:.2f})"
    limit = "" if line.limit is None else f"≤ {line.limit:,g} {line.unit}"
    if line.aim is not None:
        limit += f" (aim {line.aim:g})"
    return f"| {line.what} | {value} | {limit} | {WORDS[line.passed]} | {line.figures} |"


HEAD = "| what | measured | goal | | in figures |\n|---|---|---|---|---|"


def page(lines: Sequence[Line], command: str, where: str) -> str:
    table = "\n".join([HEAD, *map(row, lines)])
    return f"{INTRODUCTION.format(command=command, machine=where)}\n{table}\n"


def say(text: str) -> None:
    print(text, file=sys.stdout, flush=True)
