"""Two hundred order sheets of fifteen lines as one PDF, beside a bare script that writes the same pages; and how soon
keys are seen meanwhile.

The script is told every word and its place beforehand: it builds no document, measures nothing, breaks no line. Both
sides begin with reading the fonts and end with the bytes of the file.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles

from fpdf import FPDF

from benchmarks import books
from benchmarks.measures import Line, against, alternate
from benchmarks.programs import at_grid, while_drawing
from benchmarks.sheets import AT, BASKETS, LINES, distribution
from benchmarks.terminal import Timed
from db.reports import Day
from printing import pdf as own
from printing.documents.order_sheet import of_all
from printing.layout import sheets
from printing.marks import Frame, Sheet, Words

LIMIT = 3.0
LIMIT_OF_KEYS = 1.5
PRODUCTS = 1_000  # on the grid where keys go meanwhile
KEYS = 60  # of each kind in a round: the slowest three are beyond the figure


def measure(rounds: int, folder: Path) -> Iterator[Line]:
    found = distribution()
    pages = drawn(found)
    tries: dict[str, Callable[[], float]] = {
        "ours": lambda: _timed(lambda: own.pdf(of_all(found, now=AT))),
        "bare": lambda: _timed(lambda: bare(pages)),
    }
    for each in tries.values():  # what is imported once is not measured
        each()
    samples = alternate(rounds, tries)
    what = f"{BASKETS} order sheets of {LINES} lines as one PDF of {len(pages)} pages"
    yield against(what, LIMIT, samples["ours"], samples["bare"], other="a bare fpdf2 script")
    yield _keys(rounds, folder)


def _keys(rounds: int, folder: Path) -> Line:
    """Idle and busy keys in turns, in one program."""
    told = folder / "drawn"
    home = books.make(folder / "paper", PRODUCTS)
    busy: list[float] = []
    idle: list[float] = []
    with at_grid(home, while_drawing(home, told)) as grid:
        _while_drawing(grid, told)  # what is imported once is not measured
        for _ in range(rounds):
            first: list[float] = []
            meanwhile: list[float] = []
            while len(meanwhile) < KEYS:
                meanwhile += _while_drawing(grid, told)
                first += [_stroke(grid, turn) for turn in range(KEYS // 4)]
            idle.append(_slowest(first))
            busy.append(_slowest(meanwhile))
    return against("a key while they are drawn, 95 of 100", LIMIT_OF_KEYS, busy, idle, other="an idle key")


def _while_drawing(grid: Timed, told: Path) -> list[float]:
    """Keys pressed from the moment when the sheets are asked for until they are there; milliseconds to their paint."""
    before = told.stat().st_size if told.exists() else 0
    os.kill(grid.pid, signal.SIGUSR1)
    found: list[float] = []
    while not told.exists() or told.stat().st_size == before:
        found.append(_stroke(grid, len(found)))
    return found


def _stroke(grid: Timed, turn: int) -> float:
    return grid.stroke("left" if turn % 2 else "right").ms


def _slowest(strokes: list[float]) -> float:
    """Of 100 keys 95 are seen as soon."""
    return quantiles(strokes, n=20)[-1]


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1_000


def drawn(found: Day) -> list[Sheet]:
    """Where every word of the same pages stands."""
    paper = _paper()
    return list(sheets(of_all(found, now=AT), own.Face(paper)))


def bare(pages: list[Sheet]) -> bytes:
    """The script."""
    paper = _paper()
    for sheet in pages:
        paper.add_page(format=(sheet.width, sheet.height))
        for left, top, marks in sheet.marks:
            for mark in marks:
                if isinstance(mark, Words):
                    paper.set_font("paper", "B" if mark.strong else "", mark.size)
                    paper.text(left + mark.x, top + mark.y, mark.text)
                elif isinstance(mark, Frame):
                    paper.set_line_width(mark.thick)
                    paper.rect(left + mark.x, top + mark.y, mark.width, mark.height)
                else:
                    paper.set_line_width(mark.thick)
                    paper.line(left + mark.x1, top + mark.y1, left + mark.x2, top + mark.y2)
    return bytes(paper.output())


def _paper() -> FPDF:
    paper = FPDF(unit="mm")
    paper.add_font("paper", "", own.FONTS / "DejaVuSansCondensed.ttf")
    paper.add_font("paper", "B", own.FONTS / "DejaVuSansCondensed-Bold.ttf")
    return paper
