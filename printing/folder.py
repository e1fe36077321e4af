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
from i18n.language import _

_LONGEST = 60  # characters of a name; with its number and suffix, under what any file system takes
_MOST = 1_000  # files of one name
_TRIES = 200  # several programs may take the same number at once
_NUMBER = re.compile(r"(\d{3,6}) ")
# Only `keep` writes brackets into a name: `safe_name` leaves none.
_UNTIL = re.compile(r" \([^()]*?(\d{4})-(\d\d)-(\d\d) (\d\d)h(\d\d)\)(?: \(\d+\))?\.\w+$")
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
    return _new(folder, safe_name(name), ".txt", text.encode())


def keep(folder: Path, name: str, suffix: str, content: bytes, until: int = 0) -> Path:
    """Write a document into a new file « 007 name.suffix » of `folder`, numbered as it comes; its path.

    One that holds contact data is given `until` (UTC seconds): its name says so, and `expire` takes it away. Refuses
    with DiskFull, NotSaved.
    """
    name = safe_name(name)
    if until:
        day = datetime.fromtimestamp(until)  # in the laptop's own time, as everybody there reads it
        name += " (" + _("until {day}").format(day=f"{day:%Y-%m-%d %Hh%M}") + ")"
    for _try in range(_TRIES):
        number = _last_number(folder) + 1
        path = _new(folder, f"{number:03} {name}", f".{suffix}", content)
        if len(list(folder.glob(f"{number:03} *"))) == 1:
            return path
        path.unlink(missing_ok=True)  # another program on this laptop took the same number meanwhile
    raise NotSaved(path=str(folder))


def beside(path: Path, suffix: str, content: bytes) -> Path:
    """The same document in another form, under the same number and name. Refuses with DiskFull, NotSaved."""
    return _new(path.parent, path.stem, f".{suffix}", content)


def copy_into(path: Path, folder: Path) -> Path:
    """A copy of a kept document in another folder. Refuses with DiskFull, NotSaved."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NotSaved(path=str(path)) from error
    return _new(folder, path.stem, path.suffix, content)


def expire(folder: Path, now: int) -> int:
    """Take away the documents whose contact data is over, in `folder` and the folders in it; how many.

    What cannot be taken away now is tried again at the next call.
    """
    gone = 0
    for pattern in ("*)*", "*/*)*"):
        for path in folder.glob(pattern):
            found = _UNTIL.search(path.name)
            if found is None:
                continue
            try:
                if datetime(*map(int, found.groups())).timestamp() <= now:  # type: ignore[arg-type]
                    path.unlink()
                    gone += 1
            except (OSError, ValueError, OverflowError):
                continue
    return gone


def _last_number(folder: Path) -> int:
    try:
        names = os.listdir(folder)
    except OSError:
        return 0
    return max((int(found[1]) for name in names if (found := _NUMBER.match(name))), default=0)


def _new(folder: Path, name: str, suffix: str, content: bytes) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in range(1, _MOST + 1):
            path = folder / (f"{name}{suffix}" if number == 1 else f"{name} ({number}){suffix}")
            try:
                file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                continue
            return _fill(file, path, content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull() from error
        raise NotSaved(path=str(folder)) from error
    raise NotSaved(path=str(folder))


def _fill(file: int, path: Path, content: bytes) -> Path:
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError:
        path.unlink(missing_ok=True)  # half a page would be taken for a whole one
        raise
    return path
