"""The laptop, as far as a day at the counter depends on it: battery, room on the disk, keys that are plugged in."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from i18n.language import _

BATTERY = 15  # percent below which somebody should plug the laptop in
ROOM = 50 * 1024 * 1024  # bytes on the disk below which a day may not be recorded to its end
_LINUX = Path("/sys/class/power_supply")
_EVERY = 60.0  # seconds between two looks
_MOUNTED = (Path("/media"), Path("/run/media"), Path("/mnt"))


class State(NamedTuple):
    """`battery` is None without one, and while it is charged."""

    battery: int | None  # percent
    room: int | None  # bytes


def battery(supplies: Path = _LINUX) -> int | None:
    """Percent of the battery that is emptying; of two, of the fuller one."""
    if sys.platform == "win32":
        return _windows_battery()
    found = []
    with suppress(OSError):
        for supply in sorted(supplies.iterdir()):
            kind, status, percent = (_word(supply / name) for name in ("type", "status", "capacity"))
            of_something_else = _word(supply / "scope") == "Device"  # of a mouse, say
            if kind == "Battery" and not of_something_else and status == "Discharging" and percent.isdecimal():
                found.append(int(percent))
    return max(found, default=None)


def room(folder: Path) -> int | None:
    """Bytes that are free where the book is."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _word(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _windows_battery() -> int | None:
    if sys.platform != "win32":
        return None
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [
            ("line", ctypes.c_ubyte),  # 0: not plugged in
            ("flag", ctypes.c_ubyte),
            ("percent", ctypes.c_ubyte),  # 255: not known
            ("saver", ctypes.c_ubyte),
            ("seconds", ctypes.c_ulong),
            ("whole", ctypes.c_ulong),
        ]

    status = Status()
    if not ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
        return None
    return int(status.percent) if status.line == 0 and status.percent <= 100 else None


class Watch:
    """Looks when it is asked, once a minute at most."""

    def __init__(self, supplies: Path = _LINUX) -> None:
        self._supplies = supplies
        self._state = State(None, None)
        self._looked = -_EVERY

    def state(self, folder: Path) -> State:
        """`folder` is where the book is."""
        now = monotonic()
        if now - self._looked >= _EVERY:
            self._looked, self._state = now, State(battery(self._supplies), room(folder))
        return self._state


WATCH = Watch()  # one laptop, one watch


def warning(state: State) -> str:
    """What to do, in words; '' while all is well."""
    if state.room is not None and state.room < ROOM:
        return _(
            "The disk is nearly full: soon nothing can be recorded any more.\n"
            "Empty the bin. How far we are, b: the lists on a USB key."
        )
    if state.battery is not None and state.battery < BATTERY:
        return _(
            "The battery is at {n} %: plug the computer in now.\nNo socket? How far we are, b: the lists on a USB key."
        ).format(n=state.battery)
    return ""


def keys(places: Sequence[Path] = _MOUNTED) -> list[Path]:
    """USB keys and other drives that are plugged in and can be written on, the last plugged first."""
    if sys.platform == "win32":
        return _windows_keys()
    found: dict[Path, float] = {}
    for place in places:
        for depth in ("*", "*/*"):
            with suppress(OSError):
                for folder in place.glob(depth):
                    if os.path.ismount(folder) and os.access(folder, os.W_OK):
                        found[folder] = folder.stat().st_mtime
    return sorted(found, key=lambda folder: -found[folder])


def _windows_keys() -> list[Path]:
    if sys.platform != "win32":
        return []
    import ctypes

    drives = (Path(f"{letter}:/") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ")
    return [one for one in drives if ctypes.windll.kernel32.GetDriveTypeW(str(one)) == 2]
