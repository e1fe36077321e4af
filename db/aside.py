"""Moving a book out of the way, whole: what the engine keeps beside it goes along."""

from __future__ import annotations

import os
from pathlib import Path

from db.clock import Clock
from db.files import sync_folder


def set_aside(path: Path, clock: Clock) -> Path:
    """Rename the book at `path` to one that says when; where it is now. No program may have it open.

    A log without its book goes too: the engine would take it for the log of whatever book comes next.
    """
    aside = path.with_name(f"{path.stem}-aside-{clock.now()}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}-aside-{clock.now()}-{number}{path.suffix}")
    # The log first: should the power fail in between, no log stays behind for the next book.
    for suffix in ("-wal", "-shm", "-journal", ""):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            os.rename(beside, aside.with_name(aside.name + suffix))
    sync_folder(path.parent)
    return aside
