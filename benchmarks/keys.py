"""Keys on the product grid: how soon each is seen, what it costs the line, and whether any is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import books
from benchmarks.measures import Line, against, amount, ratio
from benchmarks.programs import INPUT, TABLE, at, at_grid
from benchmarks.terminal import Stroke, Timed

FEW, MANY, MOST = 20, 10_000, 20_000
TURNS = 20  # of each key in a round
BURST = 100
GAP_MS = 4


class Open(NamedTuple):
    """All programs of a round, running side by side; keys go to them in turn."""

    few: Timed
    many: Timed
    most: Timed
    table: Timed
    input: Timed


Strokes = dict[str, list[Stroke]]


def measure(rounds: int, folder: Path) -> Iterator[Line]:
    homes = [books.make(folder / f"keys-{number}", number) for number in (FEW, MANY, MOST)]
    strokes: list[Strokes] = []
    after_paint: list[tuple[float, float]] = []
    bursts: list[tuple[Stroke, Stroke]] = []
    for _ in range(rounds):
        with ExitStack() as stack:
            few, many, most = (stack.enter_context(at_grid(home)) for home in homes)
            table, bare = (stack.enter_context(at(program)) for program in (TABLE, INPUT))
            running = Open(few, many, most, table, bare)
            strokes.append(_strokes(running))
            after_paint.append(_after_paint(running.many))
        with at_grid(homes[1]) as grid, at(TABLE) as table:
            bursts.append(_burst(grid, table))
    yield from _speed(strokes)
    idle, soon = [pair[0] for pair in after_paint], [pair[1] for pair in after_paint]
    yield against(f"a key {GAP_MS} ms after a paint", 2.0, soon, idle, other="an idle key")
    yield against(f"{BURST} cursor keys at once, none lost", 0.8, [ours.ms for ours, _ in bursts],
                  [theirs.ms for _, theirs in bursts], other=TABLE.name)  # fmt: skip
    yield from _bytes(strokes)


def _strokes(running: Open) -> Strokes:
    """One key to each program in turn, so that every pair meets the same moment of this machine."""
    found: Strokes = {}

    def press(name: str, terminal: Timed, key: str) -> None:
        found.setdefault(name, []).append(terminal.stroke(key))

    for turn in range(TURNS):
        move = "left" if turn % 2 else "right"
        press("table", running.table, "down")
        press("move few", running.few, move)
        press("move many", running.many, move)
        for digit, place in (("2", "first"), ("5", "next")):
            press("input", running.input, digit)
            press(f"{place} few", running.few, digit)
            press(f"{place} most", running.most, digit)
        running.input.stroke("ctrl+u")
        press("escape", running.few, "escape")
        press("escape", running.most, "escape")
    while "scroll" not in found or len(found["scroll"]) < TURNS:
        first_row = running.many.text
        stroke = running.many.stroke("down")
        if _scrolled(first_row, running.many.text):
            found.setdefault("scroll", []).append(stroke)
    return found


def _scrolled(before: str, after: str) -> bool:
    """Is the first product in sight another one?"""
    return _first_product(before) != _first_product(after)


def _first_product(text: str) -> str:
    at = text.find("Produit ")
    return text[at : at + len("Produit 00000")]


def _after_paint(grid: Timed) -> tuple[float, float]:
    idle = [grid.stroke_after_paint("left", "right", 60) for _ in range(TURNS)]
    soon = [grid.stroke_after_paint("left", "right", GAP_MS) for _ in range(TURNS)]
    return median(idle), median(soon)


def _burst(grid: Timed, table: Timed) -> tuple[Stroke, Stroke]:
    """Each stroke ends when the last item is in sight: a lost key would leave the cursor before it."""
    ours = grid.stroke(*["right"] * BURST, until=f"REF{BURST + 1:05d}")
    theirs = table.stroke(*["down"] * BURST, until=f"Item {BURST:05d}")
    return ours, theirs


def _speed(rounds: list[Strokes]) -> Iterator[Line]:
    def compared(what: str, limit: float, ours: str, theirs: str, other: str) -> Line:
        def medians(name: str, field: str) -> list[float]:
            return [median(getattr(stroke, field) for stroke in strokes[name]) for strokes in rounds]

        line = against(what, limit, medians(ours, "ms"), medians(theirs, "ms"), other=other)
        cpu = ratio(medians(ours, "cpu_ms"), medians(theirs, "cpu_ms")).median
        return line._replace(figures=f"{line.figures}; in CPU {cpu:.2f} ×")

    yield compared("cursor move among 10,000", 0.8, "move many", "table", TABLE.name)
    yield compared("cursor move, 10,000 products against 20", 1.3, "move many", "move few", "20")
    yield compared("scrolling step against a move", 5.0, "scroll", "move many", "a move")
    for number, name in ((FEW, "few"), (MOST, "most")):
        yield compared(f"first digit of a quantity, {number:,} products", 1.2, f"first {name}", "input", INPUT.name)
        yield compared(f"following digit, {number:,} products", 1.2, f"next {name}", "input", INPUT.name)
    escapes = [stroke.ms for strokes in rounds for stroke in strokes["escape"]]
    spread = f"least {amount(min(escapes))}, most {amount(max(escapes))} ms; Textual's own driver takes over 100"
    yield Line("Escape to paint, terminal without the kitty protocol", median(escapes), 40, "ms", None, spread)


def _bytes(rounds: list[Strokes]) -> Iterator[Line]:
    for what, names, limit in (
        ("move", ("move few", "move many"), 2_048),
        ("scrolling step", ("scroll",), 16_384),
        ("digit", ("first few", "next few", "first most", "next most"), 1_024),
    ):
        # The same key at the same place sends the same bytes; a repaint by the clock may fall among them.
        sent = {name: [stroke.bytes for strokes in rounds for stroke in strokes[name]] for name in names}
        usual = max(median(counts) for counts in sent.values())
        figures = f"of {sum(map(len, sent.values()))} keys; the most {max(map(max, sent.values())):,}"
        yield Line(f"bytes to the terminal, {what}", usual, limit, "bytes", None, figures)
