"""A document drawn beside the program: drawing takes the whole of a core, and whoever types must not feel it.

The process gets the document on its input, and writes the number of each sheet that is drawn, then a zero, then the
PDF. It reads no file of the program's user, and no book.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from printing.document import Document

_NUMBER = 4  # bytes


def drawn(document: Document, progress: Callable[[int], None] = lambda sheets: None) -> bytes:
    """As `printing.pdf.pdf`, in another process; where there can be none, in this one. To be called in a thread."""
    return _beside(document, progress) or _here(document, progress)


def _here(document: Document, progress: Callable[[int], None]) -> bytes:
    from printing.pdf import pdf

    return pdf(document, progress)


def _beside(document: Document, progress: Callable[[int], None]) -> bytes:
    """Nothing when the process could not do it, whatever the reason: then it is tried here, which says why."""
    ours = [str(Path(__file__).parents[1]), *(path for path in sys.path if path)]
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "printing.drawing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(ours)},
            start_new_session=True,  # keys of the terminal are not for it
        )
    except (OSError, ValueError):
        return b""
    with child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            with suppress(BrokenPipeError):
                pickle.dump(document, child.stdin)  # in pieces: between them whoever types has a turn
                child.stdin.close()
            while sheets := int.from_bytes(child.stdout.read(_NUMBER)):
                progress(sheets)
            content = child.stdout.read()
        except BaseException:
            child.kill()
            raise
    return content if child.returncode == 0 else b""


def _main() -> None:
    with suppress(OSError, AttributeError):
        os.nice(5)  # who types comes first
    document = pickle.load(sys.stdin.buffer)
    out = sys.stdout.buffer

    def tell(sheets: int) -> None:
        out.write(sheets.to_bytes(_NUMBER))
        out.flush()

    content = _here(document, tell)
    out.write((0).to_bytes(_NUMBER) + content)
    out.flush()


if __name__ == "__main__":
    _main()
