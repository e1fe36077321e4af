"""Comptoir, which makes everybody's order sheets as its page of printing does whenever it is sent SIGUSR1.

The document is made and sent to the process that draws it in a thread of the program, while the grid takes keys. The
file named by COMPTOIR_DRAWN gets a letter each time one is done.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.reports import Day


@cache
def _sales() -> Day:
    """Invented once: a book would be read for them."""
    from benchmarks.sheets import distribution

    return distribution()


def _draw() -> None:
    from benchmarks.sheets import AT
    from printing.documents.order_sheet import of_all
    from printing.drawing import drawn

    told: list[int] = []
    content = drawn(of_all(_sales(), now=AT), told.append)
    assert content.startswith(b"%PDF")
    with Path(os.environ["COMPTOIR_DRAWN"]).open("a") as file:
        file.write(".")


def main() -> int:
    from tui.cli import main as comptoir

    signal.signal(signal.SIGUSR1, lambda *_: Thread(target=_draw, daemon=True).start())
    return comptoir(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
