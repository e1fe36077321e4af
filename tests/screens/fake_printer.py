"""A printer of the system called SALON that does at once what a test tells it to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from printing.errand import Errand, Trouble


class Salon:
    def __init__(self) -> None:
        self.refuses = ""  # a reason of `PrinterRefused`
        self.state = "finished"  # what becomes of what it takes, as `printing.lp.became` says it
        self.took: list[Path] = []
        self._becomes: dict[str, str] = {}  # by job; what becomes of the next does not change those before

    @contextmanager
    def plugged_in(self) -> Iterator[Salon]:
        with patch.multiple(
            "printing.lp",
            is_there=lambda: True,
            names=lambda until: ("SALON",),
            standing_for=self._standing_for,
            give=self._give,
            became=lambda job, until: (self._becomes[job], ""),
        ):
            yield self

    def turns_out(self, state: str) -> None:
        """Another thing becomes of what it took last."""
        self._becomes[f"SALON-{len(self.took)}"] = state

    def _standing_for(self, queue: str, until: float) -> str:
        if self.refuses:
            raise Trouble(self.refuses)
        return queue or "SALON"

    def _give(self, errand: Errand, path: Path, queue: str, title: str, raw: bool) -> str:
        errand.begin()
        self.took.append(path)
        job = f"SALON-{len(self.took)}"
        self._becomes[job] = self.state
        return job
