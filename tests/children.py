"""Other processes, made by forking: they start at once and know everything this one knows.

Close every book before: a child that inherits an open SQLite file believes it holds locks that it does not.
"""

from __future__ import annotations

import ctypes
import os
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest

from db.errors import Refusal

_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_CLONE_NEWNS = 0x00020000
_MS_RDONLY, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 32, 0x1000, 0x4000, 0x40000


def in_child(work: Callable[[], Any]) -> Any:
    """What `work` returns in another process; what it raises there is raised here."""
    return together([work])[0]


def together(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each in a process of its own, all let go at the same moment; their results in order."""
    gate, opener = os.pipe()
    children = []
    for work in works:
        answer, reply = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(opener)
            os.close(answer)
            _run(work, gate, reply)
        os.close(reply)
        children.append((pid, answer))
    os.close(gate)
    os.close(opener)
    return [_unpacked(_read(pid, answer)) for pid, answer in children]


def _run(work: Callable[[], Any], gate: int, reply: int) -> NoReturn:
    """Whatever happens, the child ends here: no test may go on twice."""
    try:
        os.read(gate, 1)  # returns when the parent has closed the other end
        answer = _packed(work)
        with os.fdopen(reply, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)


def _packed(work: Callable[[], Any]) -> bytes:
    try:
        return pickle.dumps(("returned", work()))
    except Refusal as refusal:
        return pickle.dumps(("refused", (type(refusal), vars(refusal))))
    except BaseException as error:
        if type(error).__name__ == "Skipped":
            return pickle.dumps(("skipped", str(error)))
        return pickle.dumps(("raised", repr(error)))


def _read(pid: int, answer: int) -> bytes:
    with os.fdopen(answer, "rb") as pipe:
        data = pipe.read()
    os.waitpid(pid, 0)
    return data


def _unpacked(data: bytes) -> Any:
    if not data:
        raise RuntimeError("a child ended without an answer")
    how, value = pickle.loads(data)
    if how == "refused":
        refusal, facts = value
        raise refusal(**facts)
    if how == "raised":
        raise RuntimeError(value)
    if how == "skipped":
        pytest.skip(value)
    return value


# --- What only a child may do to itself (Linux) -----------------------------------------------------------------------


def obey_mode_bits() -> None:
    """Root passes every mode bit; from here on this process does not."""
    if os.geteuid() != 0:
        return
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.capget(header, sets) == 0
    for index in range(3):  # effective, permitted, inheritable of the first 32 capabilities
        sets[index] &= ~(1 << _CAP_DAC_OVERRIDE | 1 << _CAP_DAC_READ_SEARCH)
    assert libc.capset(header, sets) == 0


def mount_read_only(folder: Path) -> None:
    """Seen from this process alone, `folder` is on a read-only disk. Skips where mounting is not allowed."""
    libc = _own_mounts()
    name = os.fsencode(folder)
    for flags in (_MS_BIND, _MS_BIND | _MS_REMOUNT | _MS_RDONLY):
        if libc.mount(name, name, None, flags, None):
            pytest.skip("this machine does not let tests mount")


def mount_small(folder: Path, kilobytes: int) -> None:
    """Seen from this process alone, `folder` is a disk of so many kilobytes. Skips where mounting is not allowed."""
    libc = _own_mounts()
    if libc.mount(b"small", os.fsencode(folder), b"tmpfs", 0, f"size={kilobytes}k".encode()):
        pytest.skip("this machine does not let tests mount")


def _own_mounts() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNS) or libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None):
        pytest.skip("this machine does not let tests mount")
    return libc
