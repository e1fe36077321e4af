"""Which carrier for which request: the best plan with its proof, or the best found in time and how far it may be.

The rule has three parts, and each decides only among the plans that are best by those before it:
serve as many requests as possible within everyone's orders and grams; then the least sum of distance classes; then the
least sum of squares of orders per carrier, what they already carry included, so that nobody carries most of the load.

Kilos make this hard in general (a generalised assignment problem), so an integer programming solver searches and
proves. The three parts are solved in turn, each fixing the next and giving it a plan to begin with: among bundles of
requests where they can all be listed, otherwise among single pairs.
Pure: no book, no words. The solver is imported only when there is something to solve.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from db.planning_bundles import Bundles
from db.planning_pairs import Pairs

# Of the time that is left, what each part may use at most; what it spares goes to the next.
SHARES = (0.5, 0.7, 1.0)


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
    return Search(sorted(requests), sorted(carriers), classes, time.monotonic() + seconds, stop).plan()


class Search:
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
        self._begin()
        bundles = Bundles.listed(self)
        gaps = []
        for part, share in enumerate(SHARES):
            now = time.monotonic()
            until = now + (self.deadline - now) * share
            bound: float = self._floor(part)
            if bundles is not None and self.cost(part) > bound and not self.over(until):
                bound = max(bound, bundles.improve(part, bound, until))
            if self.cost(part) > bound and not self.over(until):
                bound = max(bound, Pairs(self, part).improve(until))
            gaps.append(self.cost(part) - int(bound))
        return self._found((gaps[0], gaps[1], 2 * gaps[2]))

    def cost(self, part: int) -> int:
        """What is chosen, by one part of the rule; less is better."""
        if part == 0:
            return -len(self.chosen)
        if part == 1:
            return sum(self.pairs[place].distance for place in self.chosen)
        loads, spread = self.loads(), self.spread()
        return sum(sum(spread[carrier][: loads[carrier]]) for carrier in spread)

    def _floor(self, part: int) -> int:
        """A cost that nothing is below, without looking far."""
        if part == 0:
            return -min(len(self.of_request), sum(self.room.values()))
        if part == 1:
            each = [min(self.pairs[place].distance for place in places) for places in self.of_request.values()]
        else:
            each = [cost for costs in self.spread().values() for cost in costs]
        return sum(sorted(each)[: len(self.chosen)])

    def over(self, until: float) -> bool:
        return time.monotonic() >= until or (self.stop is not None and self.stop())

    def _begin(self) -> None:
        """The best of three plans made without looking back, to begin with."""

        def near(place: int) -> tuple[float, ...]:
            pair = self.pairs[place]
            return pair.distance, -self.requests[pair.request].grams

        def light(place: int) -> tuple[float, ...]:
            pair = self.pairs[place]
            return self.requests[pair.request].grams, pair.distance

        def narrow(place: int) -> tuple[float, ...]:
            """The lightest first, to who has the fewest grams for each order: those who carry much are kept free."""
            pair, carrier = self.pairs[place], self.carriers[self.pairs[place].carrier]
            return self.requests[pair.request].grams, carrier.grams // carrier.orders, pair.distance

        self.chosen = min(
            (self._fitting(sorted(range(len(self.pairs)), key=order)) for order in (near, light, narrow)),
            key=lambda chosen: (-len(chosen), sum(self.pairs[place].distance for place in chosen)),
        )

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

    def spread(self) -> dict[int, list[int]]:
        """What each further order of each carrier costs an even share.

        The j-th new order of someone who carries k adds 2(k + j) - 1 to the squares. As many are served whatever the
        choice, so k + j - 1 says the same in half the size; and so it does when all k are less by the same.
        """
        least = min(self.carriers[carrier].carried for carrier in self.room)
        return {c: [self.carriers[c].carried - least + step for step in range(room)] for c, room in self.room.items()}

    def _found(self, gaps: tuple[int, int, int]) -> Plan:
        chosen = sorted(self.pairs[place] for place in self.chosen)
        return Plan(
            pairs=tuple((self.requests[pair.request].id, self.carriers[pair.carrier].id) for pair in chosen),
            served=len(chosen),
            distance=self.cost(1),
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
