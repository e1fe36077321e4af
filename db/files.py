"""Files of books: never over another, whole or not at all, and what an error of the disk means."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

import peewee

from db.errors import BookDamaged, BookExists, BookLocked, BookReadOnly, DiskFull, Refusal


def refuse_what_is_there(path: Path) -> None:
    """Refuses with BookExists when anything stands at `path`, or when a book that is gone left its log beside.

    The engine would mix such a log into the new file.
    """
    for one in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal")):
        if os.path.lexists(one) and (one == path or one.stat().st_size):
            raise BookExists(path=str(one))


def new_file_beside(path: Path) -> Path:
    """An empty file in the folder of `path`, for its owner alone, under a name that no other process has."""
    file, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    os.close(file)
    return Path(name)


def give_name(beside: Path, path: Path) -> None:
    """A finished file gets its name, durably. Raises FileExistsError when another one has it meanwhile."""
    sync_file(beside)
    try:
        os.link(beside, path)  # refuses to replace; a rename would not
        os.unlink(beside)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.rename(beside, path)
    sync_folder(path.parent)


def remove_book(path: Path) -> None:
    """Remove a file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def sync_folder(path: Path) -> None:
    if os.name == "posix":  # Windows cannot open a folder
        sync_file(path)


def refusal_of(error: BaseException, path: Path) -> Refusal:
    """The refusal behind an engine's error. The real cause may stand further down: a full disk makes SQLite roll back
    by itself, and Peewee's own rollback then fails and hides it."""
    seen: BaseException | None = error
    while seen is not None:
        name = getattr(seen, "sqlite_errorname", "") or ""
        text = str(seen)
        if name.startswith("SQLITE_FULL") or "disk is full" in text:
            return DiskFull()
        if name.startswith("SQLITE_IOERR") or "disk I/O error" in text:
            # A full disk says so only when pages are written; for the index of the log it is an error like others.
            return DiskFull() if _is_full(path) else BookDamaged(path=str(path), detail=text)
        if name.startswith("SQLITE_BUSY") or "database is locked" in text:
            return BookLocked(path=str(path))
        if name.startswith("SQLITE_READONLY") or "readonly" in text or "unable to open" in text:
            return BookReadOnly(path=str(path))
        seen = seen.__cause__ or seen.__context__
    if isinstance(error, peewee.IntegrityError):
        # Rules are checked before rows are written: what the database refuses beyond them is a mistake of ours.
        raise error
    return BookDamaged(path=str(path), detail=str(error))


def refusal_of_system(error: OSError, path: Path) -> Refusal:
    """The refusal behind an error of the file system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return BookReadOnly(path=str(path))


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < 256 * 1024
    except OSError:
        return False
