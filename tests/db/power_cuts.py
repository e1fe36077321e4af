"""Simulated power cuts: what the real code asked of the engine is played again on a disk that is written down.

1. `capture` runs a story through `db/` and keeps every statement, pragma and file operation, in order, as they reached
   the driver.
2. `play` gives them to the same engine of another build (apsw: the only one whose files can be watched from Python)
   and keeps every write, truncation, sync and removal that it makes.
3. `cuts` imagines the power gone after any of these: what was synced is there; what was not is there, or not, or in
   part, down to sectors of 512 bytes. Two disks are imagined. An *ordered* one, as ext4 and XFS are: a later sync of
   any file carries earlier changes of the folder with it. A *pessimistic* one: a removal that nobody asked to be
   made durable may be undone at any time afterwards.
4. `Checker` opens what is left with the engine of the program. It must be whole, and hold exactly what it held after
   one of its commits, none that was acknowledged missing.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import apsw
from sqlcipher3 import dbapi2 as engine

from db.errors import Refusal
from db.look import look

SECTOR = 512
Event = tuple[Any, ...]


# --- 1. What the program asks -----------------------------------------------------------------------------------------


@contextmanager
def capture(folder: Path) -> Iterator[list[Event]]:
    """Everything that is asked of the engine and of the file system below `folder`, in order."""
    events: list[Event] = []
    numbers = iter(range(1_000_000))

    class Cursor(engine.Cursor):  # type: ignore[misc]
        def execute(self, text: str, values: Any = ()) -> Any:
            events.append(("run", self.connection.number, text, tuple(values)))
            return super().execute(text, values)

        def executemany(self, text: str, rows: Any) -> Any:
            kept = [tuple(row) for row in rows]
            events.extend(("run", self.connection.number, text, row) for row in kept)
            return super().executemany(text, kept)

    class Connection(engine.Connection):  # type: ignore[misc]
        def __init__(self, path: str, *rest: Any, **more: Any) -> None:
            super().__init__(path, *rest, **more)
            self.number = next(numbers)
            events.append(("connect", self.number, Path(path).name))

        def cursor(self, *_: Any) -> Any:
            return super().cursor(Cursor)

        def commit(self) -> None:
            if self.in_transaction:
                events.append(("run", self.number, "COMMIT", ()))
            super().commit()

        def rollback(self) -> None:
            if self.in_transaction:
                events.append(("run", self.number, "ROLLBACK", ()))
            super().rollback()

        def close(self) -> None:
            events.append(("close", self.number))
            super().close()

    def below(path: Any) -> bool:
        return Path(path).parent == folder

    link, unlink, fsync, connect = os.link, os.unlink, os.fsync, engine.connect

    def linked(source: Any, target: Any, **more: Any) -> None:
        link(source, target, **more)
        if below(target):
            events.append(("link", Path(source).name, Path(target).name))

    def unlinked(path: Any, **more: Any) -> None:
        unlink(path, **more)
        if below(path):
            events.append(("unlink", Path(path).name))

    def synced(file: int) -> None:
        fsync(file)
        path = Path(os.readlink(f"/proc/self/fd/{file}"))
        if path == folder:
            events.append(("sync folder",))
        elif below(path):
            events.append(("sync", path.name))

    def connected(path: Any, **more: Any) -> Any:
        return connect(path, factory=Connection, **more)

    with (
        mock.patch.object(os, "link", linked),
        mock.patch.object(os, "unlink", unlinked),
        mock.patch.object(os, "fsync", synced),
        mock.patch.object(engine, "connect", connected),
    ):
        yield events


# --- 2. What reaches the disk -----------------------------------------------------------------------------------------


class Op(NamedTuple):
    """One thing that was done to the disk. `kind`: 'create', 'write', 'truncate', 'sync', 'remove', 'link',
    'sync folder'; or 'commit' and 'said', which are marks: so many commits happened, so many were acknowledged."""

    kind: str
    name: str = ""
    at: int = 0
    data: bytes = b""
    durable: bool = False  # a removal that was asked to be made durable


class _Files(apsw.VFS):
    def __init__(self, log: list[Op]) -> None:
        self.log = log
        self.name = f"written down {id(self)}"
        super().__init__(self.name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> _File:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        new = path is not None and not os.path.exists(path)
        file = _File(self.log, name, flags)
        if path is not None:
            file.name = os.path.basename(path)
            if new:
                self.log.append(Op("create", file.name))
        return file

    def xDelete(self, name: str, sync_folder: bool) -> None:
        super().xDelete(name, sync_folder)
        self.log.append(Op("remove", os.path.basename(name), durable=bool(sync_folder)))


class _File(apsw.VFSFile):
    name = ""

    def __init__(self, log: list[Op], name: Any, flags: list[int]) -> None:
        self.log = log
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        if self.name:
            self.log.append(Op("write", self.name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self.log.append(Op("truncate", self.name, size))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self.log.append(Op("sync", self.name))


class Played(NamedTuple):
    ops: list[Op]
    digests: dict[bytes, int]  # what the book holds → after how many commits


def play(events: list[Event], folder: Path, *, checkpoint: int) -> Played:
    """Give the events to the engine again, in `folder`. `checkpoint`: pages of log after which it is moved into the
    book; few, so that a short story has many."""
    log: list[Op] = []
    files = _Files(log)
    connections: dict[int, apsw.Connection] = {}
    digests: dict[bytes, int] = {}
    commits = 0
    for kind, *rest in events:
        if kind == "connect":
            number, name = rest
            connections[number] = apsw.Connection(str(folder / name), vfs=files.name)
            connections[number].wal_autocheckpoint(checkpoint)
        elif kind == "run":
            number, text, values = rest
            changes = connections[number].total_changes()
            list(connections[number].execute(text, [_plain(value) for value in values]))
            if text == "COMMIT" or (
                not connections[number].in_transaction and changes != connections[number].total_changes()
            ):
                commits += 1
                log.append(Op("commit", at=commits))
                digests[digest(connections[number])] = commits
        elif kind == "close":
            connections.pop(rest[0]).close()
        elif kind == "link":
            os.link(folder / rest[0], folder / rest[1])
            log.append(Op("link", rest[1], data=rest[0].encode()))
        elif kind == "unlink":
            os.unlink(folder / rest[0])
            log.append(Op("remove", rest[0]))
        elif kind == "said":
            log.append(Op("said", at=commits))
        else:
            log.append(Op(kind, *rest))
    for connection in connections.values():
        connection.close()
    return Played(log, digests)


def _plain(value: Any) -> Any:
    """As the driver itself turns it into what the engine keeps."""
    return value.isoformat(" ") if isinstance(value, datetime) else value


def digest(connection: Any) -> bytes:
    """Everything in the book: its tables, their guards, their rows."""
    found = hashlib.blake2b(digest_size=16)
    master = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
    found.update(repr(master).encode())
    for kind, name, _ in master:
        if kind == "table":
            found.update(repr(connection.execute(f'SELECT * FROM "{name}"').fetchall()).encode())
    return found.digest()


# --- 3. What is left when the power goes ------------------------------------------------------------------------------


class State(NamedTuple):
    files: dict[str, bytes]
    acknowledged: int  # commits of which somebody was told


class _Disk:
    """What is durable, and what is not yet: writes file by file, and changes of the folder."""

    def __init__(self, ordered: bool) -> None:
        self.ordered = ordered
        self.files: dict[int, bytearray] = {}  # durable content, by inode
        self.unsynced: dict[int, list[Op]] = {}
        self.names: dict[str, int] = {}  # durable
        self.now: dict[str, int] = {}  # as programs see them
        self.changes: list[tuple[str, int | None]] = []  # of the folder, not yet durable

    def do(self, op: Op) -> None:
        if op.kind == "create":
            inode = len(self.files)
            self.files[inode], self.unsynced[inode] = bytearray(), []
            self._change(op.name, inode)
        elif op.kind == "link":
            self._change(op.name, self.now[op.data.decode()])
        elif op.kind == "remove":
            self._change(op.name, None)
            if op.durable:
                self._sync_folder()
        elif op.kind in ("write", "truncate"):
            self.unsynced[self.now[op.name]].append(op)
        elif op.kind == "sync":
            inode = self.now[op.name]
            for one in self.unsynced[inode]:
                _apply(self.files[inode], one)
            self.unsynced[inode].clear()
            if self.ordered:
                self._sync_folder()
            else:  # the engine syncs the folder of a log it made with its first sync: the file keeps its name
                self._settle(lambda name, target: target == inode)
        elif op.kind == "sync folder":
            self._sync_folder()

    def _change(self, name: str, inode: int | None) -> None:
        self.changes.append((name, inode))
        _rename(self.now, name, inode)

    def _sync_folder(self) -> None:
        self._settle(lambda name, target: True)

    def _settle(self, durable: Callable[[str, int | None], bool]) -> None:
        kept = []
        settled = {name for name, target in self.changes if durable(name, target)}
        for name, target in self.changes:
            if durable(name, target):
                _rename(self.names, name, target)
            elif name not in settled:
                kept.append((name, target))
        self.changes = kept

    def left(self, choose: Callable[[int], int], keep: str) -> dict[str, bytes]:
        """The files after a cut. `keep`: 'nothing' that was not synced, 'everything', or 'some' of it."""
        names = dict(self.names)
        for name, inode in self._kept_changes(choose, keep):
            _rename(names, name, inode)
        found = {}
        for name, inode in names.items():
            content = bytearray(self.files[inode])
            for op in self.unsynced[inode]:
                if keep == "everything":
                    _apply(content, op)
                elif keep == "some":
                    _apply_some(content, op, choose)
            found[name] = bytes(content)
        return found

    def _kept_changes(self, choose: Callable[[int], int], keep: str) -> list[tuple[str, int | None]]:
        if keep != "some":
            return self.changes if keep == "everything" else []
        if self.ordered:
            return self.changes[: choose(len(self.changes) + 1)]
        return [change for change in self.changes if choose(2)]


def _rename(names: dict[str, int], name: str, inode: int | None) -> None:
    if inode is None:
        names.pop(name, None)
    else:
        names[name] = inode


def _apply(content: bytearray, op: Op) -> None:
    if op.kind == "truncate":
        del content[op.at :]
        content.extend(bytes(op.at - len(content)))
    else:
        _write(content, op.at, op.data)


def _write(content: bytearray, at: int, data: bytes) -> None:
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


def _apply_some(content: bytearray, op: Op, choose: Callable[[int], int]) -> None:
    """All of it, nothing of it, or some of its sectors."""
    how = choose(4)
    if how == 0 or (how == 1 and op.kind == "truncate"):
        return
    if how > 1 or op.kind == "truncate":
        _apply(content, op)
        return
    start, end = op.at, op.at + len(op.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        if choose(2):
            _write(content, start, op.data[start - op.at : stop - op.at])
        start = stop


def cuts(ops: list[Op], *, times: int, share: tuple[int, int] = (0, 1), seed: int = 7) -> Iterator[State]:
    """States of the disk after a cut behind each op, `times` of them at random, for both kinds of disk. `share` (this
    one, of so many) takes a part of them."""
    part, parts = share
    for ordered in (True, False):
        disk = _Disk(ordered)
        acknowledged = 0
        for number, op in enumerate(ops):
            if op.kind == "said":
                acknowledged = op.at
            elif op.kind != "commit":
                disk.do(op)
            if number % parts != part:
                continue
            dice = random.Random(f"{seed} {ordered} {number}")
            for keep in ("nothing", "everything", *("some",) * times):
                yield State(disk.left(dice.randrange, keep), acknowledged)


# --- 4. Whether it is whole -------------------------------------------------------------------------------------------


class Verdict(NamedTuple):
    states: int  # different ones
    tried: int
    unusable: int
    lost: int  # whole, but an acknowledged commit is missing
    examples: list[str]


class Checker:
    """Opens what a cut left, and compares it with what the book held after each of its commits."""

    def __init__(self, played: Played, folder: Path, book: str) -> None:
        self.digests = played.digests
        self.folder = folder
        self.book = book
        # Commits after which the first thing was said: from there on the book has its name.
        self.named_at = next(op.at for op in played.ops if op.kind == "said")
        self.seen: set[Any] = set()
        self.tried = self.unusable = self.lost = 0
        self.examples: list[str] = []

    def check(self, state: State) -> None:
        self.tried += 1
        names = {self.book, f"{self.book}-wal", f"{self.book}-journal"}
        mine = {name: data for name, data in state.files.items() if name in names}
        key = (state.acknowledged, *((name, hash(mine[name])) for name in sorted(mine)))
        if key in self.seen:
            return
        self.seen.add(key)
        if self.book not in mine:
            if state.acknowledged >= self.named_at:
                self._count("lost", f"the book has no name, {state.acknowledged} commits acknowledged")
            return
        for name, data in mine.items():
            (self.folder / name).write_bytes(data)
        try:
            self._open(state.acknowledged)
        finally:
            for suffix in ("", "-wal", "-shm", "-journal"):
                (self.folder / f"{self.book}{suffix}").unlink(missing_ok=True)

    def _open(self, acknowledged: int) -> None:
        path = self.folder / self.book
        try:
            look(path)
            connection = engine.connect(str(path), isolation_level=None)
            try:
                check = connection.execute("PRAGMA integrity_check").fetchall()
                found = self.digests.get(digest(connection))
            finally:
                connection.close()
        except (Refusal, engine.DatabaseError) as error:
            self._count("unusable", repr(error))
            return
        if check != [("ok",)] or found is None:
            self._count("unusable", f"{check[:1]}, after {found} commits; {acknowledged} acknowledged")
        elif found < acknowledged:
            self._count("lost", f"{found} commits of {acknowledged} acknowledged")

    def _count(self, what: str, example: str) -> None:
        setattr(self, what, getattr(self, what) + 1)
        self.examples.append(f"{what}: {example}")

    def verdict(self) -> Verdict:
        return Verdict(len(self.seen), self.tried, self.unusable, self.lost, self.examples[:3])
