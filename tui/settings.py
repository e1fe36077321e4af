"""How this run of the interface was started."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from db.clock import Clock, SystemClock


class Settings(NamedTuple):
    path: Path
    home: Path
    kiosk: bool = False
    groups: tuple[str, ...] = ()  # the only ones a kiosk shows
    language: str = ""
    theme: str = ""
    clock: Clock = SystemClock()
    papers: Path | None = None  # where documents are saved; None: among the user's own
