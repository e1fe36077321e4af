"""What this laptop remembers for itself: language, theme, when to lock, how long Escape waits. Not in the book."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from i18n.language import LANGUAGES

ROLLS = (58, 80)
SHORTEST_LOCK, LONGEST_LOCK = 15, 3600  # seconds


class Preferences(NamedTuple):
    language: str = "fr"
    theme: str = ""  # '' chooses by the terminal
    lock_member: int = 90  # seconds without a key
    lock_volunteer: int = 300
    escape_ms: int = 25
    compact: bool = False  # the layout of the product grid
    last_group: int = 0
    printer: str = ""  # as `printing.printers.written`; '' is whatever this laptop prints with
    receipt_printer: str = ""  # for receipts and labels; '' is the same one
    receipt_width: int = 80  # millimetres of its roll


def load(home: Path) -> Preferences:
    """The preferences kept in `home`; what is missing, of another type or unreadable counts as never set."""
    try:
        kept = json.loads((home / "preferences.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(kept, dict):
        return Preferences()
    known = Preferences._field_defaults
    usable: dict[str, Any] = {name: each for name, each in kept.items() if type(each) is type(known.get(name))}
    if usable.get("language") not in LANGUAGES:
        usable.pop("language", None)
    for lock in ("lock_member", "lock_volunteer"):
        if not SHORTEST_LOCK <= usable.get(lock, SHORTEST_LOCK) <= LONGEST_LOCK:
            del usable[lock]
    if usable.get("receipt_width") not in ROLLS:
        usable.pop("receipt_width", None)
    return Preferences(**usable)


def save(home: Path, preferences: Preferences) -> None:
    """Keep them; a laptop that cannot (full, read-only) goes on without."""
    beside = home / "preferences.json.part"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside.write_text(json.dumps(preferences._asdict(), indent=2), encoding="utf-8")
        os.replace(beside, home / "preferences.json")
    except OSError:
        return
