"""The terminal of a POSIX system, with a quick Escape.

A terminal sends Escape as one character, and every arrow and F-key as that same character with more behind it. Without
the kitty keyboard protocol (most terminals, the Linux console) a program can only tell them apart by waiting. Textual
waits 100 ms or more; here a lone Escape waits 25 ms, and everything else goes through Textual's own parser unchanged.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

GRACE_MS = 25
# For a slow line (ssh) that delivers the pieces of one key further apart than the grace.
SETTING = "COMPTOIR_ESCAPE_MS"


def driver_class(preferred_ms: int = GRACE_MS) -> type[Driver] | None:
    """The driver the app should use; None where Textual's own choice is right (Windows, or TEXTUAL_DRIVER set)."""
    if sys.platform == "win32" or os.environ.get("TEXTUAL_DRIVER"):
        return None
    return type("EscapeDriver", (EscapeDriver,), {"grace": grace_seconds(os.environ, preferred_ms)})


def grace_seconds(environ: Mapping[str, str], preferred_ms: int = GRACE_MS) -> float:
    """How long a lone Escape is kept back: what the environment says, else what is preferred; the default in place of
    anything but 1 to 1000 milliseconds."""
    setting = environ.get(SETTING, "")
    asked = int(setting) if setting.isascii() and setting.isdigit() else preferred_ms
    return (asked if 1 <= asked <= 1000 else GRACE_MS) / 1000


if sys.platform != "win32":
    import select
    from codecs import getincrementaldecoder
    from contextlib import suppress
    from time import monotonic

    from textual import events
    from textual._parser import ParseError
    from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    from tui.economy import economical

    ESCAPE = "\x1b"
    # How often the thread looks whether it should end, and lets the parser give up on an unfinished sequence.
    LOOK_SECONDS = 0.1

    class EscapeDriver(LinuxDriver):
        """Keeps back the Escapes at the end of what was read: if nothing follows within the grace, they are keys."""

        grace = GRACE_MS / 1000

        def write(self, data: str) -> None:
            # At once: Textual's writing thread gets the interpreter only when this one has nothing more to do.
            assert self._file is not None, "there is no terminal"
            with suppress(OSError):  # it is gone, and the program ends
                self._file.write(economical(data))
                self._file.flush()

        def _read(self) -> bytes:
            """What was typed; nothing once there is no terminal any more."""
            try:
                return os.read(self.fileno, 4096)
            except OSError:
                return b""

        def run_input_thread(self) -> None:
            # The same loop as Textual 8.2.8's, apart from `kept`.
            # What is no UTF-8 (a console of another encoding) is no key: it must not end the thread that reads them.
            decoder = getincrementaldecoder("utf-8")("replace")
            parser = XTermParser()
            paste = _PasteWatch()
            kept, until = "", 0.0

            def feed(text: str) -> None:
                paste.see(text)
                for message in parser.feed(text):
                    self.process_message(message)

            try:
                while not self.exit_event.is_set():
                    patience = min(LOOK_SECONDS, max(0.0, until - monotonic())) if kept else LOOK_SECONDS
                    if select.select([self.fileno], [], [], patience)[0]:
                        data = self._read()
                        if not data:
                            # The window was closed, and the signal for it went to another program: who would see it?
                            self._loop.call_soon_threadsafe(self._app.exit)
                            return
                        if read := decoder.decode(data).replace("\ufffd", ""):
                            text = kept + read
                            sure = text.rstrip(ESCAPE)
                            kept, until = text[len(sure) :], monotonic() + self.grace
                            if sure:  # an empty text would end the parser
                                feed(sure)
                    elif kept and monotonic() >= until:
                        if paste.open:  # the first half of the paste's end
                            feed(kept)
                        else:
                            for _ in kept:
                                self.process_message(events.Key("escape", ESCAPE))
                        kept = ""
                    for message in parser.tick():
                        self.process_message(message)
            finally:
                with suppress(EOFError, ParseError):
                    for _ in parser.feed(""):
                        pass

    class _PasteWatch:
        """Is a bracketed paste under way? Its end, too, begins with an Escape."""

        def __init__(self) -> None:
            self.open = False
            self._recent = ""

        def see(self, text: str) -> None:
            self._recent += text
            begun, ended = (self._recent.rfind(mark) for mark in (BRACKETED_PASTE_START, BRACKETED_PASTE_END))
            if begun != ended:
                self.open = begun > ended
            self._recent = self._recent[1 - len(BRACKETED_PASTE_END) :]
