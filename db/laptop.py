"""Which laptop this is, for one book: kept in the machine's data folder, not in the book.

A copied or restored book is *behind* what this machine remembers: writing on under the same laptop id would give two
rows the same key. So it gets a new id.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class Machine:
    """The file `laptops/<book uid>` in `home`: this machine's laptop id in that book and the last sequence seen."""

    def __init__(self, home: Path, uid: str) -> None:
        folder = home / "laptops"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._file = os.open(folder / uid, os.O_RDWR | os.O_CREAT, 0o600)

    def read(self) -> tuple[int, int]:
        """Laptop id and last sequence; (0, 0) when this machine never wrote in the book."""
        words = os.pread(self._file, 64, 0).split()
        try:
            return int(words[0]), int(words[1])
        except (IndexError, ValueError):
            return 0, 0

    def saw(self, laptop: int, sequence: int) -> None:
        """Remember the last sequence. Not synced: losing it to a power cut only makes the memory older."""
        os.pwrite(self._file, b"%10d %20d\n" % (laptop, sequence), 0)

    def remember(self, laptop: int) -> None:
        """Become `laptop`, durably: a power cut must not make this machine another one."""
        self.saw(laptop, 0)
        os.fsync(self._file)
        if os.name == "posix":  # Windows cannot open a folder
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def forget(self) -> None:
        """Whatever book comes next, this machine is a new laptop in it."""
        self.remember(0)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._file = -1


def new_laptop() -> int:
    """31 random bits, never 0: `laptop << 32 | sequence` stays a signed 64-bit integer."""
    return secrets.randbelow(2**31 - 1) + 1


def next_series(taken: set[str]) -> str:
    """The letters before a laptop's basket numbers: none for the first, then B, C … Z, BB, BC …"""
    if "" not in taken:
        return ""
    letters = "BCDEFGHIJKLMNOPQRSTUVWXYZ"
    length = 1
    while True:
        for index in range(len(letters) ** length):
            name = ""
            for _ in range(length):
                index, letter = divmod(index, len(letters))
                name = letters[letter] + name
            if name not in taken:
                return name
        length += 1
