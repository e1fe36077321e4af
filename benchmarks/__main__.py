"""`python -m benchmarks [NAME]... [--rounds N] [--write FILE]`: measure, and print the table."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks import counter, keys, orders, paper, placement, planning, queries, report, startup
from benchmarks.measures import Line

MEASURES = {
    "startup": startup.measure,
    "keys": keys.measure,
    "orders": orders.measure,
    "queries": queries.measure,
    "planning": planning.measure,
    "placement": placement.measure,
    "paper": paper.measure,
    "counter": counter.measure,
}


def main() -> int:
    """0 when every goal was met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURES)}; all when none is given")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page too, as docs/benchmarks.md")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in MEASURES]:
        parser.error(f"no such measure: {', '.join(unknown)}")
    # Set by some tools; it would have every start compile every module again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    where = report.machine()
    report.say(f"{where}\n\n{report.HEAD}")
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="comptoir-") as folder:
        for name in given.names or MEASURES:
            for line in MEASURES[name](given.rounds, Path(folder)):
                lines.append(line)
                report.say(report.row(line))
    if given.write:
        command = " ".join(["python -m benchmarks", *given.names, f"--rounds {given.rounds}"])
        given.write.write_text(report.page(lines, command, where), encoding="utf-8")
    return 1 if any(line.passed is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
