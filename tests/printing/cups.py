"""A print service of one's own: the real `cupsd`, in a folder of its own, listening on a socket there.

It has a queue that writes bytes into a file, one whose backend says « paper jam » as a driver would, one that nobody
serves, one that is switched off, one that takes nothing, one called like an option, and cups-pdf, which draws pages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_BIN = Path("/usr/lib/cups")
_PDF_PAPER = "lsb/usr/cups-pdf/CUPS-PDF_opt.ppd"

# As a backend of CUPS does: it tells its state on its error stream and waits until somebody took the paper out.
_JAM = """#!/bin/sh
test $# = 0 && exec echo 'direct jam "Unknown" "Jam"'
echo "STATE: +media-jam-error" >&2
echo "ERROR: Paper jam" >&2
read freed < "{folder}/freed"
echo "STATE: -media-jam-error" >&2
"""
# A queue on a plain file prints nothing of a job of one file that needs no filter (CUPS 2.4), and calls it completed.
_BYTES = """#!/bin/sh
test $# = 0 && exec echo 'direct bytes "Unknown" "Bytes"'
cat "${{6:--}}" > "{folder}/raw"
"""
_SERVICE = """
LogLevel warn
MaxLogSize 0
ErrorPolicy retry-job
Listen {folder}/socket
Browsing No
DefaultAuthType None
WebInterface No
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""
_FILES = """
SystemGroup root
ServerRoot {folder}
ServerBin {folder}/bin
RequestRoot {folder}/spool
TempDir {folder}/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/access
ErrorLog {folder}/errors
PageLog {folder}/pages
"""


class Service(NamedTuple):
    folder: Path

    @property
    def server(self) -> str:
        return str(self.folder / "socket")

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    def run(self, *words: str) -> str:
        surroundings = os.environ | {"CUPS_SERVER": self.server, "LC_ALL": "C"}
        done = subprocess.run(
            [_program(words[0]), *words[1:]], env=surroundings, capture_output=True, text=True, timeout=20
        )
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    def free_the_paper(self) -> None:
        (self.folder / "freed").write_text("\n")


def missing() -> str:
    """What stands against a print service here, or nothing."""
    if os.name != "posix" or os.geteuid() != 0:
        return "cupsd is begun by root only"
    absent = [name for name in ("lp", "lpstat") if not shutil.which(name)]
    absent += [name for name in ("cupsd", "lpadmin", "cupsdisable") if not _program(name)]
    return f"{', '.join(absent)} missing: install cups and cups-client" if absent else ""


def missing_pages() -> str:
    """The same for cups-pdf."""
    return "" if (_BIN / "backend/cups-pdf").exists() else "cups-pdf missing: install printer-driver-cups-pdf"


@contextmanager
def service() -> Iterator[Service]:
    # Its filters run as another user, who must get to their files; and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="cups-", dir="/tmp"))
    try:
        _furnish(folder)
        with _begun(folder) as daemon:
            one = Service(folder)
            _queues(one, daemon)
            yield one
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _furnish(folder: Path) -> None:
    folder.chmod(0o711)
    for name in ("spool", "cache", "state", "bin", "bin/backend", "ppd", "tmp"):
        (folder / name).mkdir()
    (folder / "tmp").chmod(0o1777)
    for part in _BIN.iterdir():
        if part.name != "backend":
            (folder / "bin" / part.name).symlink_to(part)
    backends = {name: _BIN / "backend" / name for name in ("socket", "cups-pdf")}
    programs = {name: path.read_bytes() for name, path in backends.items() if path.exists()}
    for name, script in (("jam", _JAM), ("bytes", _BYTES)):
        programs[name] = script.format(folder=folder).encode()
    for name, program in programs.items():
        (folder / "bin/backend" / name).write_bytes(program)
        (folder / "bin/backend" / name).chmod(0o700)
    os.mkfifo(folder / "freed")
    (folder / "raw").write_bytes(b"")
    (folder / "service.conf").write_text(_SERVICE.format(folder=folder))
    (folder / "files.conf").write_text(_FILES.format(folder=folder))


@contextmanager
def _begun(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    daemon = subprocess.Popen([_program("cupsd"), "-f", "-c", folder / "service.conf", "-s", folder / "files.conf"])
    try:
        yield daemon
    finally:
        daemon.terminate()
        with suppress(subprocess.TimeoutExpired):
            daemon.wait(10)
        if daemon.poll() is None:
            daemon.kill()


def _queues(one: Service, daemon: subprocess.Popen[bytes]) -> None:
    _until(lambda: daemon.poll() is not None or (one.folder / "socket").exists())
    assert daemon.poll() is None, "cupsd did not begin"
    for name in ("RAW", "-o", "OFF", "CLOSED"):
        one.run("lpadmin", "-p", name, "-E", "-v", "bytes:/")
    one.run("lpadmin", "-p", "JAM", "-E", "-v", "jam:/")
    one.run("lpadmin", "-p", "GONE", "-E", "-v", "socket://127.0.0.1:1")
    one.run("cupsdisable", "-r", "vacances", "OFF")
    one.run("cupsreject", "-r", "plus de toner", "CLOSED")
    if not missing_pages():
        one.run("lpadmin", "-p", "PDF", "-E", "-v", "cups-pdf:/", "-m", _PDF_PAPER)


def _until(true: object) -> None:
    import select
    from time import monotonic

    given_up_at = monotonic() + 15
    while not true():  # type: ignore[operator]
        assert monotonic() < given_up_at
        select.select([], [], [], 0.02)


def _program(name: str) -> str:
    """Its path, or nothing: some of them are not where users look."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin") or ""


def loudly(reason: str) -> None:
    """Nobody believes that paper was tried where it was not."""
    import pytest

    warnings.warn(f"PRINTING WAS NOT TRIED WITH CUPS: {reason}", stacklevel=2)
    pytest.skip(reason)
