"""Plans from single pairs of a request and a carrier; and the solver's settings."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from highspy import Highs

    from db.planning import Search

OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    # One thread and one seed: the same input gives the same plan.
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    # Every cost is an integer: nothing is better by less than one.
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,
}


def solver(stop: Callable[[], bool] | None = None) -> Highs:
    """An empty model. While it runs, other threads do."""
    import highspy

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        highs.setOptionValue(name, value)
    if stop is not None:

        def interrupt(event: Any) -> None:
            if stop():
                event.interrupt()

        highs.cbMipInterrupt += interrupt
    return highs


def rounded(bound: float) -> float:
    """Costs are integers: the next one above; infinity stays."""
    return math.ceil(bound - 1e-6) if math.isfinite(bound) else bound


def run(highs: Highs, until: float, start: list[float] | None = None) -> tuple[list[float], float]:
    """The values of the columns, if any were found, and an integer that no cost is below (-inf while unknown).

    `start` are values to begin with.
    """
    import highspy

    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start
        highs.setSolution(solution)
    highs.setOptionValue("time_limit", max(0.01, until - time.monotonic()))
    highs.run()
    bound = highs.getInfo().mip_dual_bound
    return list(highs.getSolution().col_value), rounded(bound)


class Pairs:
    """A column per pair, 1 when chosen; for the last part of the rule, also one per further order of a carrier.

    What is chosen fixes the parts before. The solver never sees an id: those are larger than what floating point tells
    apart.
    """

    def __init__(self, search: Search, part: int) -> None:
        import numpy

        self.search, self.part, self.numpy, self.highs = search, part, numpy, solver(search.stop)
        pairs, served = search.pairs, len(search.chosen)
        self._columns([(-1, pair.distance, 0)[part] for pair in pairs])
        every = part > 0 and served == len(search.of_request)
        for places in search.of_request.values():
            self._row(places, [1] * len(places), int(every), 1)
        for carrier, places in search.of_carrier.items():
            room, grams = search.room[carrier], search.carriers[carrier].grams
            self._row(places, [1] * len(places), 0, room)
            weights = [search.requests[pairs[place].request].grams for place in places]
            if sum(sorted(weights)[-room:]) > grams:  # otherwise the kilos never bind
                self._row(places, weights, 0, grams)
        if part > 0 and not every:
            self._row(range(len(pairs)), [1] * len(pairs), served, served)
        if part > 1:
            self._row(range(len(pairs)), [pair.distance for pair in pairs], 0, search.cost(1))
            for carrier, costs in search.spread().items():
                places, further = search.of_carrier[carrier], self._columns(costs)
                self._row([*places, *further], [1] * len(places) + [-1] * len(further), 0, 0)

    def improve(self, until: float) -> float:
        """Choose better, if that is found; a cost that none is below."""
        search = self.search
        before, best = search.chosen, search.cost(self.part)
        values, bound = run(self.highs, until, self._start())
        if values:
            chosen = [place for place in range(len(search.pairs)) if values[place] > 0.5]
            if search.fits(chosen) and (self.part == 0 or len(chosen) == len(before)):
                search.chosen = chosen
                if search.cost(self.part) >= best:
                    search.chosen = before
        return bound

    def _columns(self, costs: list[int]) -> range:
        numpy, first, count = self.numpy, self.highs.getNumCol(), len(costs)
        columns = range(first, first + count)
        places = numpy.array(columns, numpy.int32)
        self.highs.addVars(count, numpy.zeros(count), numpy.ones(count))
        self.highs.changeColsIntegrality(count, places, numpy.ones(count, numpy.uint8))
        self.highs.changeColsCost(count, places, numpy.array(costs, numpy.float64))
        return columns

    def _row(self, columns: Sequence[int], values: Sequence[int], least: int, most: int) -> None:
        numpy = self.numpy
        indices, factors = numpy.array(columns, numpy.int32), numpy.array(values, numpy.float64)
        self.highs.addRow(least, most, len(columns), indices, factors)

    def _start(self) -> list[float]:
        """What is chosen, as the solver's columns."""
        search, chosen = self.search, set(self.search.chosen)
        values = [float(place in chosen) for place in range(len(search.pairs))]
        if self.part > 1:
            loads = search.loads()
            values += [float(step < loads[carrier]) for carrier, room in search.room.items() for step in range(room)]
        return values
