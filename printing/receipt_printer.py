"""A receipt printer that is written to directly: the device of a USB cable, or an address on the network.

Both run in an `Errand`: a printer without paper holds its bytes back for as long as it likes.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from printing.errand import Errand, Trouble

if TYPE_CHECKING:
    import socket

PORT = 9100  # where receipt printers listen
LONGEST = 60.0  # seconds without a byte taken before a document that was begun is left
_CONNECT = 1.5  # seconds
_ANSWER = 0.25  # seconds that a printer has to say how it is; most say nothing
_PIECE = 4096

_REASONS = {
    errno.ENOENT: "missing",
    errno.ENODEV: "missing",
    errno.ENOTDIR: "missing",
    errno.EACCES: "rights",
    errno.EPERM: "rights",
    errno.EBUSY: "busy",
    errno.ENXIO: "off",
    errno.EIO: "off",
    errno.ENOSPC: "paper",  # what the driver of USB printers says when the paper is out
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "cut",
    errno.EPIPE: "cut",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.EHOSTDOWN: "unreachable",
    errno.ETIMEDOUT: "timeout",
}


def address(text: str) -> tuple[str, int]:
    """« host », « host:port », « [::1]:port ». Raises Trouble ('address')."""
    text = text.strip()
    host, port = text, ""
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":")
        if rest and not rest.startswith(":"):
            raise Trouble("address", text)
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
        if not port:
            raise Trouble("address", text)
    if not host or any(sign.isspace() or not sign.isprintable() for sign in host):
        raise Trouble("address", text)
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port) < 65_536):
        raise Trouble("address", text)
    return host, int(port or PORT)


def into_file(errand: Errand, sent: bytes, target: str) -> str:
    """Write to a device, which must be there: where a cable is out, no file is made in its place. Raises Trouble."""
    try:
        device = os.open(target, os.O_WRONLY | os.O_APPEND | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    except OSError as error:
        raise _trouble(error) from error
    try:
        if stat.S_ISDIR(os.fstat(device).st_mode):
            raise Trouble("missing")
        errand.begin()
        _write(errand, device, lambda left: os.write(device, left), sent)
    except OSError as error:
        raise _trouble(error) from error
    finally:
        os.close(device)
    return ""


def over_network(errand: Errand, sent: bytes, target: str) -> str:
    """Raises Trouble, also where the printer answers that it has no paper or stands open."""
    import socket

    try:
        with socket.create_connection(address(target), _CONNECT) as line:
            _ask_how_it_is(line)
            errand.begin()
            line.setblocking(False)
            _write(errand, line, line.send, sent)
            line.settimeout(0.5)
            line.shutdown(socket.SHUT_WR)
            # Closed while an answer lies unread, the connection is reset, and what was not yet printed is lost.
            while line.recv(_PIECE):
                pass
    except socket.gaierror as error:
        raise Trouble("unreachable", str(error)) from error
    except TimeoutError:
        if not errand.begun:
            raise Trouble("timeout") from None
    except OSError as error:
        raise _trouble(error) from error
    return ""


def _write(errand: Errand, where: int | socket.socket, put: Callable[[memoryview], int], sent: bytes) -> None:
    import select

    left = memoryview(sent)
    given_up_at = monotonic() + LONGEST
    while left:
        try:
            taken = put(left[:_PIECE])
        except BlockingIOError:
            taken = 0
        if taken:
            left = left[taken:]
            errand.moved()
            given_up_at = monotonic() + LONGEST
        elif monotonic() > given_up_at:
            raise Trouble("paper")
        else:
            select.select([], [where], [], 0.5)


def _ask_how_it_is(line: socket.socket) -> None:
    """ESC/POS « DLE EOT n »: answered at once, even without paper. A printer that says nothing is believed well."""
    line.settimeout(_ANSWER)
    offline = _answer(line, 2)
    if offline is None:
        return
    if offline & 0x04:
        raise Trouble("cover")
    if offline & 0x20 or (_answer(line, 4) or 0) & 0x60:
        raise Trouble("paper")
    if offline & 0x40:
        raise Trouble("fault")


def _answer(line: socket.socket, question: int) -> int | None:
    try:
        line.sendall(bytes((0x10, 0x04, question)))
        said = line.recv(1)
    except TimeoutError:
        return None
    # Bits that stand fixed in every answer tell it from noise.
    return said[0] if said and said[0] & 0x93 == 0x12 else None


def _trouble(error: OSError) -> Trouble:
    if isinstance(error, TimeoutError):
        return Trouble("timeout")
    return Trouble(_REASONS.get(error.errno or 0, "failed"), error.strerror or str(error))
