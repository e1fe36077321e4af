"""What is counted in the till and not yet recorded: it waits for who counted it, and outlives a power cut."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from db.values.cash import COINS, NOTES, counted
from db.values.counter import Till
from screens.desk_tab import DeskTab
from screens.half_typed import Typed
from screens.typed_here import TypedHere
from widgets.cash_grid import CashGrid
from widgets.field import Field


class Counting(DeskTab):
    """The grid of notes and coins, the field of the float, and what becomes of them when somebody leaves."""

    till: Till

    def __init__(self, distribution_id: int) -> None:
        super().__init__(distribution_id)
        self._waiting = TypedHere(self, "till")

    @property
    def grid(self) -> CashGrid:
        return self.query_one("#grid", CashGrid)

    @property
    def counted(self) -> int | None:
        """Cents counted so far; None while nothing is."""
        counts = self.grid.counts
        return counted(counts) if counts else None

    def typed(self) -> dict[str, str]:
        """As `screens.half_typed` and a power cut need it."""
        if self.till.state == "closed":
            return {}
        found = {str(value): text for value, text in self.grid.texts.items() if text}
        float_ = self.query_one("#float", Field).value
        return {**found, "float": float_} if float_ and self.till.state == "not_opened" else found

    def put_back(self, typed: Mapping[str, str]) -> None:
        self.query_one("#float", Field).value = typed.get("float", "")
        counts = {int(value): int(text) for value, text in typed.items() if value != "float"}
        self.grid.fill(counts)
        if counts:
            self.grid.at = (*NOTES, *COINS).index(list(counts)[-1])  # what is counted next is not typed over the first

    @property
    def _half_typed(self) -> Typed:
        return Typed(self.program.half_typed, self.station.by, "till", self.distribution_id)

    def _bring_back(self) -> None:
        self._half_typed.bring_back({"till": self})
        if before_a_stop := self._waiting.waiting():
            with suppress(ValueError):
                self.put_back(json.loads(before_a_stop))
        self._keep_soon()

    def _keep_soon(self) -> None:
        self._half_typed.keep({"till": self})  # for who counts, wherever they go
        self._waiting.keep(json.dumps(self.typed()))  # for a power cut

    def _forget(self) -> None:
        """What was typed is done."""
        self.grid.texts.clear()
        self._half_typed.forget()
        self._waiting.forget()
