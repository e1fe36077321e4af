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
        self.state = "finished"  # what becomes of what it took, as `printing.lp.became` says it
        self.took: list[Path] = []

    @contextmanager
    def plugged_in(self) -> Iterator[Salon]:
        with patch.multiple(
            "printing.lp",
            is_there=lambda: True,
            names=lambda until: ("SALON",),
            standing_for=self._standing_for,
            give=self._give,
            became=lambda job, until: (self.state, ""),
        ):
            yield self

    def _standing_for(self, queue: str, until: float) -> str:
        if self.refuses:
            raise Trouble(self.refuses)
        return queue or "SALON"

    def _give(self, errand: Errand, path: Path, queue: str, title: str, raw: bool) -> str:
        errand.begin()
        self.took.append(path)
        return f"SALON-{len(self.took)}"
