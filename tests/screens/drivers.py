"""A person at the keyboard of a running Comptoir: what they press, what they read. No terminal, no waiting.

async with at_the_counter(book_path, home, clock) as person:
    await person.signs_in("sarah.varda@example.org")
    assert person.reads("BELLEFONTAINE")
"""

from __future__ import annotations

import gc
from asyncio import sleep, timeout
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from functools import cache
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any
from unittest.mock import patch

from textual import events
from textual._styles_cache import StylesCache
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from db import access, accounts, groups
from db.accounts import NewMember
from db.clock import Clock
from db.database import Book
from db.values.people import Person
from docs import picture
from i18n import language
from tui.app import ComptoirApp
from tui.settings import Settings

SECRET = "246810"
BLINK = 0.05  # seconds
PATIENCE = 60.0  # seconds after which what never ends is given up
STEP = 2.0  # seconds between two keys of a person who reads, as the events say; nobody waits for them

# Argon2 is slow on purpose, and every test signs in: the same question is worked out once, and answered the same again.
_fits, _hash = cache(access._fits), cache(access._hash)
_hashes: dict[bool, str] = {}
_ended = count(1)


def hashed(*, strong: bool = False) -> str:
    """The hash of SECRET, computed once for all tests."""
    if strong not in _hashes:
        _hashes[strong] = access.hash_secret(SECRET, strong=strong)
    return _hashes[strong]


def member(
    book: Book, group_id: int, first: str = "Sarah", last: str = "Varda", role: str = "member", **more: str
) -> Person:
    """Somebody of the group, whose secret is SECRET; the e-mail is first.last@example.org unless another is given.

    The first coordinator can always be made; later ones only while the book has none.
    """
    more = {"email": f"{first}.{last}@example.org".lower(), **more}
    person = accounts.sign_up(book, group_id, NewMember(first, last, **more), hashed(strong=role != "member"), "fr")
    if role != "member":
        accounts.set_role(book, coordinator_of(book, group_id), person.id, group_id, role)
    return person


def coordinator_of(book: Book, group_id: int) -> int:
    """The id of a coordinator of the group, 0 while it has none."""
    asked = "SELECT member_id FROM membership WHERE role = 'coordinator' AND group_id = ?"
    rows = book.db.execute_sql(asked, (group_id,)).fetchall()
    return int(rows[0][0]) if rows else 0


def gives_secret(book: Book, member_id: int, *, strong: bool = False) -> None:
    """SECRET for somebody who has none yet (the people of `tests.db.world`)."""
    accounts.change_secret(book, member_id, member_id, hashed(strong=strong))


def group(book: Book, name: str = "BELLEFONTAINE", **rules: Any) -> int:
    """A group with a coordinator (coordination@example.org for the first one)."""
    number = len(groups.groups(book))
    someone = next((one for each in groups.groups(book) if (one := coordinator_of(book, each.id))), 0)
    group_id = groups.add(book, someone, name, **rules)
    if not someone:
        home = {"address1": "1 rue du Marché", "postcode": "31100", "city": "Toulouse"}
        member(book, group_id, "Camille", "Roux", "coordinator", email="coordination@example.org", **home)
    place = f"Centre social {number + 1}"
    groups.add_place(book, coordinator_of(book, group_id), group_id, place, "1 rue du Marché", "31100", "Toulouse")
    return group_id


class AtTheCounter:
    """One person, one keyboard."""

    def __init__(self, app: ComptoirApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self._now = monotonic()

    # --- Keys -------------------------------------------------------------------------------------------------------

    async def presses(self, *keys: str) -> None:
        """Press keys by name (`enter`, `f8`, `ctrl+p`), at a person's pace, and wait until all is done."""
        for key in keys:
            self._send(key, key if len(key) == 1 else None)
            await self.settles()

    async def types(self, text: str, *then: str) -> None:
        """Type a text, then press keys."""
        for character in text:
            self._send(_character_to_key(character), character)
        await self.settles()
        await self.presses(*then)

    def types_all_at_once(self, text: str) -> None:
        """As a scanner or a slow line delivers it; `\\r` is Enter. To be followed by `settles`."""
        for character in text:
            self._send("enter" if character == "\r" else _character_to_key(character), character)

    def presses_all_at_once(self, *keys: str) -> None:
        """To be followed by `settles`."""
        for key in keys:
            self._send(key, key if len(key) == 1 else None)

    async def leans_on(self, key: str, times: int = 40) -> None:
        """Keep a key pressed: the keyboard repeats it faster than anybody can."""
        for _ in range(times):
            self._send(key, None, held=True)
        await self.settles()

    async def rushes(self, text: str) -> None:
        """Type faster than the screen follows, as after a pause of the computer; `\n` is Enter."""
        for character in text:
            key = "enter" if character == "\n" else _character_to_key(character)
            self._send(key, None if character == "\n" else character)
        await self.settles()

    async def pastes(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settles()

    def _send(self, key: str, character: str | None, *, held: bool = False) -> None:
        event = events.Key(key, character)
        if not held:
            # What a person presses comes well after what they read, and well after their key before.
            self._now = max(self._now, monotonic()) + STEP
            event.time = self._now
        event.set_sender(self.app)
        driver = self.app._driver
        assert driver is not None
        driver.send_message(event)

    async def settles(self) -> None:
        """Wait until nothing is under way: keys, threads, painting, and what happens by itself in less than a blink.

        As long as that takes, and no longer: Textual's own pilot sleeps 20 ms at each look.
        """
        async with timeout(PATIENCE):
            await self._settles()

    async def _settles(self) -> None:
        quiet = 0
        while quiet < 2 and not self.app._exit:  # a part that was busy may have told one that was quiet
            # Whoever asks a part puts it off: while messages come and go nobody is asked.
            while self._talks() and not self._works() and not self.app._exit:
                await sleep(0)
            if self._works():
                await self.app.workers.wait_for_complete()
            elif self._blinks():
                await sleep(BLINK / 20)
            await self.pilot._wait_for_screen()
            self.app.screen._on_timer_update()
            quiet = 0 if self._busy() else quiet + 1

    def _busy(self) -> bool:
        painting = bool(self.app.screen._callbacks)  # what waits for the next painting
        return painting or self._talks() or self._works() or self._blinks()

    def _talks(self) -> bool:
        return any(not pump._message_queue.empty() or pump._next_callbacks for pump in self._pumps())

    def _works(self) -> bool:
        return any(worker.is_running for worker in self.app.workers)

    def _blinks(self) -> bool:
        """Whether time alone brings what is still to come."""
        once = [timer for pump in self._pumps() for timer in pump._timers if timer._repeat == 0]
        soon = any(timer._interval < BLINK and timer._task and not timer._task.done() for timer in once)
        scrolls = bool(self.app.animator._animations)  # at once is: in the next frame
        return soon or scrolls or bool(self.app._typed_ahead._keys)

    def _pumps(self) -> list[MessagePump]:
        return [self.app, *self.app.screen_stack, *self.app.screen.walk_children()]

    async def resizes(self, columns: int, rows: int) -> None:
        await self.pilot.resize_terminal(columns, rows)
        await self.settles()

    # --- Ways -------------------------------------------------------------------------------------------------------

    async def signs_in(self, name: str = "sarah.varda@example.org", secret: str = SECRET) -> None:
        """From the first screen, whatever it shows."""
        await self.types(name, "enter")
        await self.types(secret, "enter")

    # --- Eyes -------------------------------------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """What the screen shows, row by row, without the blanks at the end."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return ["".join(text for text, _, control in strip if not control).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def prose(self) -> str:
        """All words in reading order, blanks and borders left out: for sentences that are wrapped."""
        return " ".join(self.text.translate(str.maketrans("─│┌┐└┘═║╔╗╚╝", " " * 12)).split())

    def reads(self, words: str) -> bool:
        """Whether the words stand on the screen, wrapped or not."""
        return " ".join(words.split()) in self.prose

    @property
    def footer(self) -> str:
        return self.lines[-1].strip()

    @property
    def marks(self) -> int:
        """How many `>` point at something: it must always be one."""
        return sum(line.count(">") for line in self.lines)

    @property
    def page(self) -> str:
        """The name of the page in view."""
        return type(self.app.screen).__name__

    def draws(self, path: str) -> None:
        picture.write(picture.of_app(self.app), path)


class Watched(ComptoirApp):
    """Tells the pilot at once when the program ends by a fault, instead of letting it wait for answers."""

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error)
        if self.failure is not None:
            self._exception = error
            self._exception_event.set()


def _forgets_ended_programs() -> None:
    """A program freezes what there is when it starts, and Textual remembers the lines of its parts: right for one, but
    hundreds of them after each other fill the memory."""
    if next(_ended) % 20 == 0:
        StylesCache.get_inner_outer.cache_clear()
        gc.unfreeze()
        gc.collect()


@asynccontextmanager
async def at_the_counter(
    path: Path,
    home: Path,
    clock: Clock,
    *,
    size: tuple[int, int] = (80, 24),
    words: str = "fr",
    theme: str = "kraft",
    printers: bool = False,
    **more: Any,
) -> AsyncIterator[AtTheCounter]:
    """Start the program on the book at `path` with a clock that stands still; `more` goes to `Settings`.

    The computer has no printers, whatever stands beside it, unless the test brings its own.
    """
    more.setdefault("papers", home / "papers")  # never among the documents of whoever runs the tests
    settings = Settings(path=path, home=home, clock=clock, theme=theme, **more)
    app = Watched(settings)
    app.keep(language=words)
    language.use(words)
    no_printers = nullcontext() if printers else patch("printing.lp._program", return_value="")
    with no_printers, patch("db.access._fits", _fits), patch("db.access._hash", _hash):
        async with app.run_test(size=size) as pilot:
            person = AtTheCounter(app, pilot)
            await person.settles()
            yield person
    language.use(language.DEFAULT)
    _forgets_ended_programs()
    if app.failure is not None:
        raise app.failure
