"""What « Commandes » shows, read in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from db.values.orders import DistributionCard, Recorded
from db.values.people import Group
from screens.pending import Waiting


class Facts(NamedTuple):
    """Of one group and one member. Without a session: no balance, nothing of anybody."""

    group: Group
    cards: tuple[DistributionCard, ...]
    now: int
    balance: int
    others: tuple[str, ...]  # the member's other groups
    waiting: Waiting | None
    recorded: Recorded | None  # an order whose screen nobody has seen
    address_missing: bool
    left: Mapping[int, int] = MappingProxyType({})  # by distribution: cents still to pay of what was ordered there
    visitor: bool = False
    coordinator: bool = False  # of this group

    @property
    def timezone(self) -> str:
        return self.cards[0].distribution.place.timezone if self.cards else ""

    @property
    def current(self) -> list[DistributionCard]:
        return [card for card in self.cards if card.state != "past"]

    @property
    def past(self) -> list[DistributionCard]:
        return [card for card in self.cards if card.state == "past"]


Known = Callable[[], Facts]
"""The facts of this moment, for parts that paint them."""
