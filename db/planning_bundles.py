"""Plans from whole bundles of requests, at most one per carrier.

Which bundles someone can carry is listed beforehand, so that the solver never weighs anything: what is left is to
choose among bundles, and where kilos are short that is proven far sooner than a choice among single pairs. Of all the
bundles only a few matter. They are found by prices: a linear program over some bundles prices every request, and by
those prices each bundle left out tells how much it would cost at least to use it. New ones come in while they pay
(column generation); in the end only those that a better plan could hold are given to the solver as integers.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from db.planning_pairs import rounded, run, solver

if TYPE_CHECKING:
    from highspy import Highs

    from db.planning import Search

MOST = 1_500_000  # bundles listed: beyond, listing and pricing them takes longer than it saves
MANY = 20_000  # bundles given to the solver as integers at once, when that proves something
FEW = 3_000  # and when it only may find something
FURTHER = 20  # bundles of each carrier that come in together
EPSILON = 1e-6
FEASIBLE = 2  # the solver's word for a solution that holds


class Bundles:
    """The bundles of a search as parallel arrays, in order of carriers."""

    @classmethod
    def listed(cls, search: Search) -> Bundles | None:
        """None when there are too many."""
        bundles = cls(search)
        blocks = list(bundles._list())
        if not bundles.complete:
            return None
        bundles._keep(blocks)
        return bundles

    def __init__(self, search: Search) -> None:
        import numpy

        self.search, self.numpy = search, numpy
        self.carriers = list(search.room)
        # Requests by weight: a bundle is then extended only by heavier ones.
        self.requests = sorted(search.of_request, key=lambda place: (search.requests[place].grams, place))
        self.complete = True
        rank = {request: place for place, request in enumerate(self.requests)}
        self.pair_of = {(pair.carrier, rank[pair.request]): place for place, pair in enumerate(search.pairs)}

    def _list(self) -> Iterator[tuple[int, Any, Any]]:
        """(place of a carrier, bundles of one size as rows of requests, their distance); stops when too many."""
        numpy, search = self.numpy, self.search
        grams = [search.requests[request].grams for request in self.requests]
        limits = [(search.room[carrier], min(search.carriers[carrier].grams, sum(grams))) for carrier in self.carriers]
        if sum(grams) >= 2**62:
            self.complete = False
            return
        weights = numpy.array(grams, numpy.int64)
        classes = numpy.full((len(limits), len(grams)), -1, numpy.int16)
        index = {carrier: place for place, carrier in enumerate(self.carriers)}
        for (carrier, request), place in self.pair_of.items():
            classes[index[carrier], request] = search.pairs[place].distance
        table = numpy.arange(len(grams), dtype=numpy.int32)[:, None]
        heavy, size, total = weights, 1, 0
        while len(table):
            total += sum(int(numpy.count_nonzero(heavy <= most)) for room, most in limits if room >= size)
            if total > MOST or search.over(search.deadline):
                self.complete = False
                return
            for place, (room, most) in enumerate(limits):
                if room >= size:
                    light = table[heavy <= most]
                    near = classes[place][light]
                    allowed = (near >= 0).all(axis=1)
                    yield place, light[allowed], near[allowed].sum(axis=1, dtype=numpy.int64)
            # Each bundle with each heavier request that the strongest of those who take more can add.
            most = max((most for room, most in limits if room > size), default=-1)
            last = table[:, -1]
            more = numpy.maximum(0, numpy.searchsorted(weights, most - heavy, side="right") - last - 1)
            if int(more.sum()) > MOST:
                self.complete = False
                return
            base = numpy.repeat(numpy.arange(len(table)), more)
            step = numpy.arange(len(base)) - numpy.repeat(numpy.cumsum(more) - more, more)
            added = (last[base] + 1 + step).astype(numpy.int32)
            table, heavy, size = numpy.column_stack([table[base], added]), heavy[base] + weights[added], size + 1

    def _keep(self, blocks: list[tuple[int, Any, Any]]) -> None:
        numpy, search = self.numpy, self.search
        blocks.sort(key=lambda block: block[0])  # stable: by size within a carrier
        widest = max(table.shape[1] for _, table, _ in blocks)
        nobody = len(self.requests)
        self.members = numpy.concatenate(
            [numpy.pad(table, ((0, 0), (0, widest - table.shape[1])), constant_values=nobody) for _, table, _ in blocks]
        )
        self.owner = numpy.repeat([place for place, _, _ in blocks], [len(table) for _, table, _ in blocks])
        self.size = (self.members < nobody).sum(axis=1)
        self.distance = numpy.concatenate([distance for _, _, distance in blocks])
        self.starts = numpy.searchsorted(self.owner, numpy.arange(len(self.carriers) + 1))
        spread = search.spread()
        sums = numpy.zeros((len(self.carriers), widest + 1), numpy.int64)
        for place, carrier in enumerate(self.carriers):
            costs = spread[carrier][:widest]
            sums[place, 1 : len(costs) + 1] = numpy.cumsum(costs)
        self.uneven = sums[self.owner, self.size]
        self.pool = numpy.flatnonzero(self.size == 1)

    def improve(self, part: int, bound: float, until: float) -> float:
        """Choose better by this part of the rule, if that is found; a cost that none is below."""
        numpy, search = self.numpy, self.search
        cost = (-self.size, self.distance, self.uneven)[part]
        fixed = (len(search.chosen), search.cost(1))[:part]
        lower, above = self._prices(cost, fixed, until)
        aim: float
        bound = max(bound, rounded(lower))
        if above is None:
            return bound
        if part == 0:
            self._reach(bound, until)
        lowest = bound
        while bound < search.cost(part) and not search.over(until):
            # First the bundles of plans as good as can be, which are few and mostly enough; then of all better plans.
            aim = bound if bound == lowest else search.cost(part) - 1
            columns = numpy.flatnonzero(above <= aim - lower + EPSILON)
            if len(columns) > FEW:
                aim = bound
                columns = numpy.flatnonzero(above <= aim - lower + EPSILON)
            if len(columns) > MANY:
                break
            if bound == lowest:
                self._choose(numpy.intersect1d(columns, self.pool), cost, fixed, bound, until)
                if search.cost(part) == bound:
                    break
            proven = min(aim + 1, self._choose(columns, cost, fixed, bound, until))
            if proven <= bound:
                break
            bound = proven
        return min(bound, search.cost(part))

    def _reach(self, bound: float, until: float) -> None:
        """Try to serve as many as the prices allow, or one less, and so on.

        Countless plans serve as many, which leads the solver nowhere; the nearest of them are few.
        """
        while bound < self.search.cost(0) and not self.search.over(until):
            fixed = (int(-bound),)
            lower, above = self._prices(self.distance, fixed, until)
            if above is not None:
                self._choose(self._least(above), self.distance, fixed, rounded(lower), until)
            bound += 1

    def _least(self, above: Any) -> Any:
        """Bundles of every carrier that are likeliest in a good plan."""
        numpy = self.numpy
        each = FEW // len(self.carriers) + 1
        blocks = [
            first + numpy.argsort(above[first:end], kind="stable")[:each]
            for first, end in itertools.pairwise(self.starts)
        ]
        return numpy.union1d(self.pool, numpy.concatenate(blocks))

    def _prices(self, cost: Any, fixed: tuple[int, ...], until: float) -> tuple[float, Any]:
        """A cost that no plan is below, and for each bundle how much above that a plan with it is at least."""
        numpy = self.numpy
        pool = numpy.union1d(self.pool, self._chosen())
        inside = numpy.zeros(len(cost), bool)
        inside[pool] = True
        program = self._program(pool, cost, fixed)
        requests, carriers = len(self.requests), len(self.carriers)
        lower, above = -math.inf, None
        while not self.search.over(until):
            run(program, until)
            if program.getInfo().primal_solution_status != FEASIBLE:
                break
            dual = numpy.array(program.getSolution().row_dual)
            price = numpy.append(numpy.minimum(0, dual[:requests]), 0.0)
            reduced, constant = cost - price[self.members].sum(axis=1), price.sum()
            for amount, what, own in zip(fixed, (self.size, self.distance), dual[requests + carriers :], strict=False):
                reduced -= own * what
                constant += own * amount
            # Whatever the prices are, a plan costs no less than the least that each carrier could add (Lagrange).
            least = numpy.minimum(0, numpy.minimum.reduceat(reduced, self.starts[:-1]))
            if constant + least.sum() > lower:
                lower, above = constant + least.sum(), reduced - least[self.owner]
            if rounded(lower) >= rounded(program.getInfo().objective_function_value):
                break
            mine = dual[requests : requests + carriers]
            new = numpy.concatenate([self._cheapest(place, reduced, mine[place], inside) for place in range(carriers)])
            if not len(new):
                break
            inside[new] = True
            self._add(program, new, cost, fixed)
        self.pool = numpy.flatnonzero(inside)
        return lower, above

    def _cheapest(self, place: int, reduced: Any, price: float, inside: Any) -> Any:
        """Bundles of a carrier that pay at these prices and are not in yet."""
        numpy, first = self.numpy, self.starts[place]
        block = reduced[first : self.starts[place + 1]]
        paying = numpy.flatnonzero((block < price - EPSILON) & ~inside[first : self.starts[place + 1]])
        return first + paying[numpy.argsort(block[paying], kind="stable")[:FURTHER]]

    def _choose(self, columns: Any, cost: Any, fixed: tuple[int, ...], target: float, until: float) -> float:
        """Choose the best plan from these bundles, if it is a better one; a cost that none of them is below."""
        numpy, search = self.numpy, self.search
        now, start = self._chosen(), None
        if not fixed or len(search.chosen) == fixed[0]:
            columns = numpy.union1d(columns, now)
            start = numpy.isin(columns, now).astype(float).tolist()
        program = self._program(columns, cost, fixed, integer=True)
        program.setOptionValue("objective_target", target)
        values, proven = run(program, until, start)
        if values:
            found = columns[numpy.array(values) > 0.5]
            more = int(self.size[found].sum()) - len(search.chosen)
            if more > 0 or (more == 0 and cost[found].sum() < cost[now].sum()):
                self._take(found)
        return proven

    def _program(self, columns: Any, cost: Any, fixed: tuple[int, ...], *, integer: bool = False) -> Highs:
        """Choose among these bundles: rows are requests, then carriers, then what is fixed already."""
        numpy = self.numpy
        program = solver(self.search.stop if integer else None)
        if not integer:
            program.setOptionValue("presolve", "off")  # it would forget the basis of the round before
        once = len(self.requests) + len(self.carriers)
        least = numpy.array([0.0] * once + [float(amount) for amount in fixed])
        most = numpy.array([1.0] * once + [float(amount) for amount in fixed])
        least[once + 1 :] = -math.inf
        none = numpy.zeros(len(least), numpy.int32)
        program.addRows(len(least), least, most, 0, none, none[:0], numpy.zeros(0))
        self._add(program, columns, cost, fixed)
        if integer:
            count = len(columns)
            places = numpy.arange(count, dtype=numpy.int32)
            program.changeColsIntegrality(count, places, numpy.ones(count, numpy.uint8))
        return program

    def _add(self, program: Highs, columns: Any, cost: Any, fixed: tuple[int, ...]) -> None:
        numpy, count = self.numpy, len(columns)
        once = len(self.requests) + len(self.carriers)
        further = (self.size, self.distance)[: len(fixed)]
        rows = [self.members[columns], len(self.requests) + self.owner[columns][:, None]]
        rows += [numpy.full((count, 1), once + place) for place in range(len(further))]
        values = [numpy.ones((count, self.members.shape[1] + 1)), *(what[columns][:, None] for what in further)]
        row, value = numpy.hstack(rows), numpy.hstack(values).astype(float)
        real = numpy.ones(row.shape, bool)
        real[:, : self.members.shape[1]] = self.members[columns] < len(self.requests)
        starts = numpy.concatenate([[0], numpy.cumsum(real.sum(axis=1))[:-1]]).astype(numpy.int32)
        program.addCols(
            count,
            cost[columns].astype(float),
            numpy.zeros(count),
            numpy.full(count, math.inf),  # the rows allow no more than one
            int(real.sum()),
            starts,
            row[real].astype(numpy.int32),
            value[real],
        )

    def _chosen(self) -> Any:
        """Places of the bundles that the search has chosen."""
        numpy, search = self.numpy, self.search
        rank = {request: place for place, request in enumerate(self.requests)}
        index = {carrier: place for place, carrier in enumerate(self.carriers)}
        taken: dict[int, list[int]] = {}
        for place in search.chosen:
            taken.setdefault(index[search.pairs[place].carrier], []).append(rank[search.pairs[place].request])
        found = []
        for place in sorted(taken):
            row = sorted(taken[place]) + [len(self.requests)] * (self.members.shape[1] - len(taken[place]))
            block = self.members[self.starts[place] : self.starts[place + 1]]
            found.append(self.starts[place] + numpy.flatnonzero((block == row).all(axis=1))[0])
        return numpy.array(found, numpy.int64)

    def _take(self, bundles: Any) -> None:
        chosen = [
            self.pair_of[self.carriers[self.owner[bundle]], int(request)]
            for bundle in bundles
            for request in self.members[bundle]
            if request < len(self.requests)
        ]
        if self.search.fits(chosen):
            self.search.chosen = chosen
