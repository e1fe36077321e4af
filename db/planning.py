"""Which carrier for which request: the best plan with its proof, or the best found in time and how far it may be.

The rule has three parts, and each decides only among the plans that are best by those before it:
serve as many requests as possible within everyone's orders and grams; then the least sum of distance classes; then the
least sum of squares of orders per carrier, what they already carry included, so that nobody carries most of the load.

Kilos make this hard in general (a generalised assignment problem), so an integer programming solver searches and
proves; the three parts are solved in turn, each fixing the next and giving it a plan to begin with.
Pure: no book, no words. The solver is imported only when there is something to solve.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from highspy import Highs

# Of the time that is left, what each part may use at most; what it spares goes to the next.
SHARES = (0.5, 0.7, 1.0)
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


class Request(NamedTuple):
    """An order to be brought to someone."""

    id: int
    grams: int


class Carrier(NamedTuple):
    """Someone who brings orders to others: how many more they would take, and how many more grams."""

    id: int
    orders: int
    grams: int
    carried: int = 0  # orders taken already; they count in the squares only


class Plan(NamedTuple):
    """Who brings what to whom, and how good that is."""

    pairs: tuple[tuple[int, int], ...]  # (request id, carrier id), by request id
    served: int
    distance: int  # sum of the classes of the pairs
    squares: int  # sum over all carriers of (carried + new)²
    most: int  # no plan serves more
    proven: bool  # no plan is better
    # What a better plan could have at most: so many requests more; with as many, so much distance less; with as many
    # and that distance, so much less in squares. 0 is a proof of that part.
    gaps: tuple[int, int, int]


class _Pair(NamedTuple):
    """A request that a carrier could take, by their places in the sorted lists."""

    request: int
    carrier: int
    distance: int


def plan(
    requests: Iterable[Request],
    carriers: Iterable[Carrier],
    classes: Mapping[tuple[int, int], int],
    *,
    seconds: float = 10.0,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan; when the seconds run out or `stop` says so, the best found, within everyone's limits all the same.

    `classes[request id, carrier id]` is the distance class, 0 to 3; a pair that is not in it is not allowed.
    The order of rows does not matter; a proven plan is always the same one. Callable from a thread: while it searches,
    the solver lets other threads run. `stop` is asked now and then from the thread that called.
    """
    return _Search(sorted(requests), sorted(carriers), classes, time.monotonic() + seconds, stop).plan()


class _Search:
    """The pairs that can be, and the best choice of them so far."""

    def __init__(
        self,
        requests: Sequence[Request],
        carriers: Sequence[Carrier],
        classes: Mapping[tuple[int, int], int],
        deadline: float,
        stop: Callable[[], bool] | None,
    ) -> None:
        self.requests, self.carriers, self.deadline, self.stop = requests, carriers, deadline, stop
        self.pairs = [
            _Pair(r, c, classes[request.id, carrier.id])
            for r, request in enumerate(requests)
            for c, carrier in enumerate(carriers)
            if carrier.orders > 0 and request.grams <= carrier.grams and (request.id, carrier.id) in classes
        ]
        self.of_request = _places(pair.request for pair in self.pairs)
        self.of_carrier = _places(pair.carrier for pair in self.pairs)
        # How many each could take at most.
        self.room = {c: min(carriers[c].orders, len(places)) for c, places in self.of_carrier.items()}
        self.chosen: list[int] = []  # places of pairs, always within everyone's limits

    def plan(self) -> Plan:
        if not self.pairs:
            return self._found((0, 0, 0))
        self.chosen = self._fitting(sorted(range(len(self.pairs)), key=self._eagerness))
        model = _Model(self)
        least_served = -min(len(self.of_request), sum(self.room.values()))
        unserved = model.improve([-1] * len(self.pairs), least_served, SHARES[0])
        served = len(self.chosen)
        model.serve(served)
        nearest = sorted(min(self.pairs[place].distance for place in places) for places in self.of_request.values())
        further = model.improve([pair.distance for pair in self.pairs], sum(nearest[:served]), SHARES[1])
        model.stay_within(self._distance())
        costs = model.share()
        uneven = model.improve(costs, sum(sorted(costs[len(self.pairs) :])[:served]), SHARES[2])
        return self._found((unserved, further, 2 * uneven))

    def _eagerness(self, place: int) -> tuple[int, int, int]:
        """Nearest first, then heaviest, then lowest ids."""
        pair = self.pairs[place]
        return pair.distance, -self.requests[pair.request].grams, place

    def _fitting(self, places: Iterable[int]) -> list[int]:
        """Of these pairs, in turn, those that everyone's limits still allow."""
        orders = [carrier.orders for carrier in self.carriers]
        grams = [carrier.grams for carrier in self.carriers]
        served: set[int] = set()
        chosen = []
        for place in places:
            request, carrier, _ = self.pairs[place]
            weight = self.requests[request].grams
            if request not in served and orders[carrier] > 0 and weight <= grams[carrier]:
                served.add(request)
                orders[carrier] -= 1
                grams[carrier] -= weight
                chosen.append(place)
        return chosen

    def fits(self, places: Sequence[int]) -> bool:
        """Everyone's limits, counted in whole grams: the solver counts in floating point."""
        return len(self._fitting(places)) == len(places)

    def loads(self) -> list[int]:
        """New orders of each carrier."""
        loads = [0] * len(self.carriers)
        for place in self.chosen:
            loads[self.pairs[place].carrier] += 1
        return loads

    def _distance(self) -> int:
        return sum(self.pairs[place].distance for place in self.chosen)

    def _found(self, gaps: tuple[int, int, int]) -> Plan:
        chosen = sorted(self.pairs[place] for place in self.chosen)
        return Plan(
            pairs=tuple((self.requests[pair.request].id, self.carriers[pair.carrier].id) for pair in chosen),
            served=len(chosen),
            distance=self._distance(),
            squares=sum((carrier.carried + new) ** 2 for carrier, new in zip(self.carriers, self.loads(), strict=True)),
            most=len(chosen) + gaps[0],
            proven=not any(gaps),
            gaps=gaps,
        )


def _places(keys: Iterable[int]) -> dict[int, list[int]]:
    """Where each key stands."""
    places: dict[int, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    return places


class _Model:
    """The solver's side: a column per pair, 1 when chosen; for the last part, also one per further order of a carrier.

    It never sees an id: those are larger than what floating point tells apart.
    """

    def __init__(self, search: _Search) -> None:
        import highspy
        import numpy

        self.search, self.highspy, self.numpy = search, highspy, numpy
        self.highs: Highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in OPTIONS.items():
            self.highs.setOptionValue(name, value)
        if search.stop is not None:
            self.highs.cbMipInterrupt += self._interrupt
        self._columns(len(search.pairs))
        for places in search.of_request.values():
            self._row(places, [1] * len(places), 0, 1)
        for carrier, places in search.of_carrier.items():
            room, grams = search.room[carrier], search.carriers[carrier].grams
            self._row(places, [1] * len(places), 0, room)
            weights = [search.requests[search.pairs[place].request].grams for place in places]
            if sum(sorted(weights)[-room:]) > grams:  # otherwise the kilos never bind
                self._row(places, weights, 0, grams)

    def _interrupt(self, event: Any) -> None:
        if self.search.stop is not None and self.search.stop():
            event.interrupt()

    def _columns(self, count: int) -> range:
        numpy, first = self.numpy, self.highs.getNumCol()
        columns = range(first, first + count)
        self.highs.addVars(count, numpy.zeros(count), numpy.ones(count))
        self.highs.changeColsIntegrality(count, numpy.array(columns, numpy.int32), numpy.ones(count, numpy.uint8))
        return columns

    def _row(self, columns: Sequence[int], values: Sequence[int], least: int, most: int) -> None:
        numpy = self.numpy
        indices, factors = numpy.array(columns, numpy.int32), numpy.array(values, numpy.float64)
        self.highs.addRow(least, most, len(columns), indices, factors)

    def serve(self, count: int) -> None:
        """From now on, so many are served."""
        search = self.search
        if count == len(search.of_request):
            for row in range(count):  # the rows of requests are the first
                self.highs.changeRowBounds(row, 1, 1)
        else:
            self._row(range(len(search.pairs)), [1] * len(search.pairs), count, count)

    def stay_within(self, distance: int) -> None:
        """From now on, the sum of classes is no more than this."""
        self._row(range(len(self.search.pairs)), [pair.distance for pair in self.search.pairs], 0, distance)

    def share(self) -> list[int]:
        """Costs of how orders are spread, with a column per further order of a carrier.

        The j-th new order of someone who carries k adds 2(k + j) - 1 to the squares. As many are served whatever the
        choice, so k + j - 1 says the same in half the size; and so it does when all k are less by the same.
        """
        search = self.search
        costs = [0] * len(search.pairs)
        least = min(search.carriers[carrier].carried for carrier in search.of_carrier)
        for carrier, places in search.of_carrier.items():
            further = self._columns(search.room[carrier])
            self._row([*places, *further], [1] * len(places) + [-1] * len(further), 0, 0)
            costs += [search.carriers[carrier].carried - least + step for step in range(len(further))]
        return costs

    def improve(self, costs: Sequence[int], floor: int, share: float) -> int:
        """Choose for the least cost; how far what is chosen may be from it when the time is over.

        `floor` is a cost that no choice is below.
        """
        search, numpy, highs = self.search, self.numpy, self.highs
        start = numpy.array(self._values(), numpy.float64)
        price = numpy.array(costs, numpy.float64)
        cost = round(float(price @ start))
        left = search.deadline - time.monotonic()
        if cost == floor or left <= 0 or (search.stop is not None and search.stop()):
            return cost - floor
        highs.changeColsCost(len(costs), numpy.arange(len(costs), dtype=numpy.int32), price)
        solution = self.highspy.HighsSolution()
        solution.col_value = start.tolist()
        highs.setSolution(solution)
        highs.setOptionValue("time_limit", left * share)
        highs.run()
        values = highs.getSolution().col_value
        if len(values) == len(costs):
            chosen = [place for place in range(len(search.pairs)) if values[place] > 0.5]
            before, search.chosen = search.chosen, chosen
            found = round(float(price @ numpy.array(self._values(), numpy.float64))) if search.fits(chosen) else cost
            if found < cost:
                cost = found
            else:
                search.chosen = before
        bound = highs.getInfo().mip_dual_bound
        return cost - max(floor, math.ceil(bound - 1e-6) if math.isfinite(bound) else floor)

    def _values(self) -> list[int]:
        """What is chosen, as the solver's columns."""
        search = self.search
        chosen = set(search.chosen)
        values = [int(place in chosen) for place in range(len(search.pairs))]
        if self.highs.getNumCol() > len(values):
            loads = search.loads()
            for carrier, room in search.room.items():
                values += [int(step < loads[carrier]) for step in range(room)]
        return values
