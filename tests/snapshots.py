"""Screens as text that a person can read, keep and compare: the signs, then how each run of them looks.

    check(person, "member/basket", sections)

`COMPTOIR_SNAPSHOTS=write pytest …` writes them anew; then read the difference before it is kept.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from itertools import groupby
from pathlib import Path
from typing import Any

from textual.app import App

from docs.picture import COLOUR_NAMES, VGA, Cell, of_app
from tui.themes import COLOURS

FOLDER = Path(__file__).parent / "snapshots"
WRITE = os.environ.get("COMPTOIR_SNAPSHOTS") == "write"

# Colours by what they mean where one look has many, by their names where there are sixteen.
_MEANING = {tone.kraft.lower(): name for name, tone in reversed(COLOURS.items())} | {"#ffffff": "white"}
_SIXTEEN = dict(zip(VGA, (*COLOUR_NAMES, *(f"bright {name}" for name in COLOUR_NAMES)), strict=True))


def signs(app: App[Any]) -> str:
    """The rows, without the blanks at their ends."""
    return "\n".join("".join(cell.sign for cell in row).rstrip() for row in of_app(app))


def looks(app: App[Any], theme: str) -> str:
    """Row by row, runs of the same look: « 3 ink, 12 bold money on open-tint ». Rows alike stand together.

    The ground of the page is not named, and a blank looks like what stands before it.
    """
    told = []
    rows = [", ".join(f"{count} {look}" for count, look in _runs(row, theme)) for row in of_app(app)]
    number = 0
    for look, same in groupby(rows):
        last = number + len(list(same)) - 1
        told.append(f"{number}: {look}" if number == last else f"{number}-{last}: {look}")
        number = last + 1
    return "\n".join(told)


def _runs(row: Sequence[Cell], theme: str) -> list[tuple[int, str]]:
    names, ground = (_MEANING, "paper") if theme == "kraft" else (_SIXTEEN, "black")
    runs: list[tuple[int, str]] = []
    before = ("", "")  # ground and look
    for cell in row:
        ink, paper = (names.get(colour.lower(), colour) for colour in (cell.ink, cell.paper))
        on = "" if paper == ground else f"on {paper}"
        if cell.sign.strip() or cell.underline:
            extras = [name for name, has in (("bold", cell.bold), ("underlined", cell.underline)) if has]
            look = " ".join([*extras, ink, on]).rstrip()
        elif before[0] == paper:
            look = before[1]
        else:
            look = on or "blank"
        if runs and runs[-1][1] == look:
            runs[-1] = runs[-1][0] + 1, look
        else:
            runs.append((1, look))
        before = paper, look
    return runs


def differs(name: str, sections: Mapping[str, str]) -> str:
    """What differs from the snapshot that was kept, as a diff; '' when nothing does."""
    path = FOLDER / f"{name}.txt"
    now = "".join(f"=== {title}\n{text}\n" for title, text in sections.items())
    if WRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, encoding="utf-8")
        return ""
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    kept, now = (text.replace("\u00a0", " ") for text in (kept, now))  # a person who reads sees no difference
    return "\n".join(unified_diff(kept.splitlines(), now.splitlines(), str(path.name), "now", lineterm="", n=1))
