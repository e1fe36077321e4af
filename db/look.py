"""Which file is this? Looked at before connecting, because an ordinary connect changes foreign files.

Also the few reads of the first screen. Nothing here knows Peewee: it stands on the way to the first paint.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from db.errors import (
    BookDamaged,
    BookEmpty,
    BookForeign,
    BookLocked,
    BookMissing,
    BookNewer,
    BookReadOnly,
)

APPLICATION_ID = 0x434D5054  # « CMPT »
SCHEMA_VERSION = 6  # the number of the last file in `db/migrations`
WAIT = 10_000  # milliseconds that whoever holds the book gets to let go
_MAGIC = b"SQLite format 3\x00"


class Peek(NamedTuple):
    """What the first screen needs to know of a book."""

    uid: str
    demo: bool
    ready: bool  # a coordinator exists: people can sign in


def look(path: Path, *, to_write: bool = True) -> int:
    """The `user_version` of the book at `path`, read from its first 100 bytes.

    Refuses with BookMissing, BookEmpty, BookForeign, BookDamaged, BookNewer or, unless it is only read, BookReadOnly;
    changes nothing.
    """
    name = str(path)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # opening a pipe would wait for ever
            raise BookForeign(path=name)
        with open(path, "rb") as file:
            head = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except (FileNotFoundError, NotADirectoryError):
        raise BookMissing(path=name) from None
    except OSError:
        raise BookReadOnly(path=name) from None
    if size == 0:
        raise BookEmpty(path=name)
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise BookForeign(path=name)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise BookForeign(path=name)
    page = int.from_bytes(head[16:18], "big") or 1
    if size % (65_536 if page == 1 else page) and not _has_log(path):  # with a log, the engine mends its last page
        raise BookDamaged(path=name, detail="its end is missing")
    version = int.from_bytes(head[60:64], "big")
    if version > SCHEMA_VERSION:
        raise BookNewer(path=name, version=version, known=SCHEMA_VERSION)
    if version == 0:  # creation gives the name to whole books only
        raise BookDamaged(path=name, detail="it has our mark and no version")
    if to_write and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise BookReadOnly(path=name)
    return version


def _has_log(path: Path) -> bool:
    try:
        return os.stat(f"{path}-wal").st_size > 0
    except OSError:
        return False


def check_uid(uid: str, path: Path) -> None:
    """Refuses with BookDamaged what no book of ours is called: a file of this name is written on the machine."""
    if len(uid) != 32 or not set(uid) <= set("0123456789abcdef"):
        raise BookDamaged(path=str(path), detail="it does not know which book it is")


def peek(path: Path) -> Peek:
    """A book that `look` accepts, read without Peewee. Refuses as `look` does, and with BookDamaged or BookLocked."""
    look(path)
    from sqlcipher3 import dbapi2 as engine

    try:
        connection = engine.connect(f"file:{_quoted(path)}?mode=rw", uri=True, isolation_level=None)
        try:
            connection.execute(f"PRAGMA busy_timeout={WAIT}")
            [(uid, demo)] = connection.execute("SELECT uid, demo FROM book").fetchall()
            check_uid(uid, path)
            coordinators = "SELECT EXISTS (SELECT 1 FROM membership WHERE role = 'coordinator')"
            [(ready,)] = connection.execute(coordinators).fetchall()
            return Peek(uid, bool(demo), bool(ready))
        finally:
            connection.close()
    except (engine.DatabaseError, ValueError) as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise BookLocked(path=str(path)) from error
        raise BookDamaged(path=str(path), detail=str(error)) from error


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))
