"""What went wrong, written down for whoever mends it. Ids and places in the program only, never what people typed."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from i18n.language import _


def write_down(home: Path, error: BaseException) -> Path | None:
    """Append the error to `failures.log` in `home`, without the values in its message."""
    lines = [f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC  {type(error).__name__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}")
    path = home / "failures.log"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n\n")
    except OSError:
        return None
    return path


def farewell(log: Path | None) -> str:
    """What the person at the counter reads once the screen is gone."""
    said = _("Comptoir has stopped: something in it went wrong. Every order that was recorded is kept, baskets too.")
    again = _("Start it again with “comptoir”.")
    if log is None:
        return f"{said}\n{again}"
    where = _("What happened is written in {path}, without any name. Show it to whoever looks after this computer.")
    return f"{said}\n{where.format(path=log)}\n{again}"
