"""Who comes in which time slot. Pure: people, slots and places in, a slot for each out, whatever the order of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple


class Person(NamedTuple):
    """Somebody with an order who comes to the distribution."""

    id: int  # the basket; born laptop << 32 | sequence, so it also says who came first when times are equal
    wishes: frozenset[int]  # slots that suit, by their start (UTC seconds); empty: any
    helps: bool  # delivers to neighbours, and so goes first
    recorded_at: int  # UTC seconds


def place(
    people: Iterable[Person], slots: Sequence[int], places: int = 0, taken: Mapping[int, int] | None = None
) -> dict[int, int]:
    """A slot (its start) for each person, by basket. The order of `people` and `slots` changes nothing.

    `places` per slot, 0 for no limit. `taken` says how many a slot holds already: they stay, and count. Wishes for
    slots that are not there are ignored, and who has none left is as one who wished nothing. « First » below is:
    who helps, then who recorded earlier, then the lower basket.

    Without places (the rule that groups know): a single wish is granted. Then, again and again, the slot with fewest
    people among those that somebody still wishes (then the one whose candidates have fewest choices together, then
    the earliest) gets its candidate with fewest choices (then the first). In the end the same for those without a
    wish, who are candidates everywhere.

    With places, each line among what satisfies those above it:
    1. as many people as possible in a slot they wished;
    2. of the others, as many as there is room for, anywhere; those missing from the answer found none;
    3. the least sum of squares of how many are in each slot;
    4. in a wished slot: the first person if it can be, then the second if it still can be, and so on;
    5. somewhere at all, of the others: the first ones;
    6. the earliest slot for the first person, then for the second, and so on.
    """
    starts = sorted(set(slots))
    if not starts:
        return {}
    index = {start: number for number, start in enumerate(starts)}
    load = [(taken or {}).get(start, 0) for start in starts]
    waiting = [
        (one.id, sum(1 << index[start] for start in set(one.wishes) if start in index))
        for one in sorted(people, key=lambda one: (not one.helps, one.recorded_at, one.id))
    ]
    found = _within_places(waiting, load, places) if places else _anywhere(waiting, load)
    return {basket: starts[number] for basket, number in found.items()}


_Waiting = list[tuple[int, int]]  # baskets, the first one first, and the slots that suit as bits


def _anywhere(waiting: _Waiting, load: list[int]) -> dict[int, int]:
    everywhere = (1 << len(load)) - 1
    single = [(basket, mask) for basket, mask in waiting if mask.bit_count() == 1]
    choice = [(basket, mask) for basket, mask in waiting if mask.bit_count() > 1]
    others = [(basket, everywhere) for basket, mask in waiting if not mask]
    found = {basket: mask.bit_length() - 1 for basket, mask in single}
    for number in found.values():
        load[number] += 1
    return found | _spread(choice, load) | _spread(others, load)


def _spread(waiting: _Waiting, load: list[int]) -> dict[int, int]:
    """The loop: the emptiest slot takes the candidate with fewest choices, until nobody waits."""
    found: dict[int, int] = {}
    queues: list[list[tuple[int, int]]] = [[] for _ in load]  # last is next
    choices = [0 for _ in load]  # of all candidates of a slot, together
    for basket, mask in sorted(waiting, key=lambda one: one[1].bit_count())[::-1]:  # stable: the first ones stay first
        for number in _bits(mask):
            queues[number].append((basket, mask))
            choices[number] += mask.bit_count()
    while len(found) < len(waiting):
        # A slot whose candidates are all placed has no choices left.
        number = min((n for n in range(len(load)) if choices[n]), key=lambda n: (load[n], choices[n]))
        basket, mask = queues[number].pop()
        while basket in found:
            basket, mask = queues[number].pop()
        found[basket] = number
        load[number] += 1
        for other in _bits(mask):
            choices[other] -= mask.bit_count()
    return found


def _within_places(waiting: _Waiting, load: list[int], places: int) -> dict[int, int]:
    """People come in one by one, the first one first, each to the emptiest slot that can be freed for them.

    Whoever is in stays in, though others may make them move to another slot that suits. Which people can be in
    together is a matroid, so this serves the most; the path to the emptiest slot is the cheapest one, so the squares
    stay least for those who are in; and any fair distribution of numbers can be had with any such set of people
    (Mendelsohn and Dulmage), so 3 and 4 of `place` never stand against each other.
    """
    everywhere = (1 << len(load)) - 1
    hall = _Hall(load)
    suits: dict[int, int] = {}
    for basket, mask in waiting:
        if mask and hall.admit(mask, places):
            suits[basket] = mask
    for basket, _ in waiting:
        if basket not in suits and hall.admit(everywhere, places):
            suits[basket] = everywhere
    return {basket: hall.seat(suits[basket]) for basket, _ in waiting if basket in suits}


class _Hall:
    """How many people are in each slot, told apart only by which slots suit them, and how they could move."""

    def __init__(self, load: list[int]) -> None:
        self.load = load
        self.here: list[dict[int, int]] = [{} for _ in load]  # how many of each kind may still move
        self.next = [0 for _ in load]  # the slots to which somebody in this one could move, as bits

    def admit(self, mask: int, places: int) -> bool:
        """One more person, in the emptiest slot that they or a chain of moves can reach; False when all are full."""
        came_from = self._ways(mask)
        end = min(came_from, key=lambda number: self.load[number])
        if self.load[end] >= places:
            return False
        self.load[end] += 1
        self._enter(mask, self._move_along(came_from, end))
        return True

    def seat(self, mask: int) -> int:
        """Give one person of this kind the earliest slot with which the squares stay least; they move no more.

        Whoever makes way starts a chain of moves that ends where one of this kind was. Or it ends in some slot, and
        another chain from a slot with one person more ends where one of this kind was: the two exchange their numbers.
        """
        home = sum(1 << number for number, kinds in enumerate(self.here) if mask in kinds)
        back = self._can_reach(home)
        fuller = {self.load[number] for number in _bits(back)}
        level = sum(1 << number for number, load in enumerate(self.load) if load + 1 in fuller)
        start = _first(mask & self._can_reach(back | level))
        if not home >> start & 1:
            end = self._chain(start, home if back >> start & 1 else level)
            if not home >> end & 1:
                self.load[end] += 1
                other = next(n for n in _bits(back) if self.load[n] == self.load[end])
                self.load[other] -= 1
                end = self._chain(other, home)
            self._leave(mask, end)
            self._enter(mask, start)
        self._leave(mask, start)
        return start

    def _can_reach(self, goals: int) -> int:
        """The slots from which a chain of moves leads to one of these, and these."""
        grown = True
        while grown:
            grown = False
            for number, following in enumerate(self.next):
                if following & goals and not goals >> number & 1:
                    goals |= 1 << number
                    grown = True
        return goals

    def _chain(self, start: int, goals: int) -> int:
        """Move one person along each step of a shortest way from `start` to one of these slots; which one."""
        came_from = self._ways(1 << start)
        end = _first(goals & sum(1 << number for number in came_from))
        self._move_along(came_from, end)
        return end

    def _ways(self, starts: int) -> dict[int, int]:
        """Every slot that can be reached from these, the nearest first, and from which one; -1 for these."""
        came_from = dict.fromkeys(_bits(starts), -1)
        queue = list(came_from)
        for number in queue:
            for other in _bits(self.next[number] & ~starts):
                came_from[other] = number
                queue.append(other)
            starts |= self.next[number]
        return came_from

    def _move_along(self, came_from: dict[int, int], end: int) -> int:
        """Move one person along each step that leads to `end`, the last step first; where it begins."""
        while (before := came_from[end]) >= 0:
            mask = next(mask for mask in self.here[before] if mask >> end & 1)
            self._leave(mask, before)
            self._enter(mask, end)
            end = before
        return end

    def _enter(self, mask: int, number: int) -> None:
        kinds = self.here[number]
        kinds[mask] = kinds.get(mask, 0) + 1
        self.next[number] |= mask

    def _leave(self, mask: int, number: int) -> None:
        kinds = self.here[number]
        kinds[mask] -= 1
        if not kinds[mask]:
            del kinds[mask]
            self.next[number] = reduce(or_, kinds, 0)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield _first(mask)
        mask &= mask - 1


def _first(mask: int) -> int:
    return (mask & -mask).bit_length() - 1
