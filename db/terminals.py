"""Which terminal of this laptop this is: the lowest number that no running program holds.

A program that crashed holds nothing any more, so that the next one takes its number, and what was typed there.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_MOST = 64

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


class Terminal:
    """A number from 1 that is this program's for as long as it runs. 0 when all of them are taken."""

    def __init__(self, home: Path, uid: str) -> None:
        folder = home / "terminals"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.number = 0
        self._file = -1
        for number in range(1, _MOST + 1):
            file = os.open(folder / f"{uid}-{number}", os.O_RDWR | os.O_CREAT, 0o600)
            if _lock(file):
                self.number, self._file = number, file
                return
            os.close(file)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._file = -1
