"""Where documents are kept as files: a folder for each distribution, nothing ever written over."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from db.errors import DiskFull, NotSaved
from db.values.orders import Distribution
from db.values.text import shown

_LONGEST = 60  # characters of a name; with its number and suffix, under what any file system takes
_MOST = 1_000  # files of one name
# Names that Windows keeps for devices, with any suffix.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def folder_name(one: Distribution) -> str:
    """« 2026-11-28 BELLEFONTAINE »: the day first, so that folders sort by it."""
    day = datetime.fromtimestamp(one.starts_at, ZoneInfo(one.place.timezone))
    return safe_name(f"{day:%Y-%m-%d} {one.group}")


def safe_name(text: str) -> str:
    """`text` as the name of one file or folder on any system: letters, digits, blanks, `-`, `_`, `,`, inner dots."""
    plain = unicodedata.normalize("NFC", shown(text))
    plain = "".join(sign if sign.isalnum() or sign in " -_,." else "-" for sign in plain)
    plain = re.sub(r"\.{2,}", ".", re.sub(r"\s+", " ", plain))
    while len(plain.encode()) > 2 * _LONGEST or len(plain) > _LONGEST:
        plain = plain[:-1]
    plain = plain.strip(" .-")
    return f"_{plain}" if not plain or _DEVICES.fullmatch(plain) else plain


def save(folder: Path, name: str, text: str) -> Path:
    """Write `text` into a new file of `folder`, readable by this user only; its path.

    A second one of the same name gets a number: nothing is written over. Refuses with DiskFull, NotSaved
    (`reason` 'folder': it cannot be written there).
    """
    name = safe_name(name)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in range(1, _MOST + 1):
            path = folder / (f"{name}.txt" if number == 1 else f"{name} ({number}).txt")
            try:
                file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                continue
            return _fill(file, path, text)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull() from error
        raise NotSaved(path=str(folder)) from error
    raise NotSaved(path=str(folder))


def _fill(file: int, path: Path, text: str) -> Path:
    try:
        with os.fdopen(file, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError:
        path.unlink(missing_ok=True)  # half a page would be taken for a whole one
        raise
    return path
