"""Where a command works: the book it opens, who is acting, and what it says."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from db.clock import Clock, SystemClock
from db.errors import ClockInDoubt, FileUnreadable, SignInRefused
from db.values.text import cells, shown
from i18n.language import _
from tui.paths import book_of, machine_home

if TYPE_CHECKING:
    from db.access import Proof
    from db.database import Book

_CLOCK: Clock = SystemClock()  # tests set it


OK, REFUSED, USAGE, BOOK, WHO, INTERRUPTED, FAILED = 0, 1, 2, 3, 4, 130, 70  # exit codes


class Stop(Exception):
    """A command ends here, with a sentence and an exit code."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Desk:
    """Opened for one command. Tables and ids go to standard output, sentences to standard error."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.home = machine_home()
        book = getattr(options, "book", "")
        self.path = Path(book).expanduser().absolute() if book else book_of(self.home)
        self.clock = _CLOCK
        self._book: Book | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._book is not None:
            self._book.close()

    # --- The book ---------------------------------------------------------------------------------------------------

    @property
    def book(self) -> Book:
        """Refuses with BookRefused, in one of its kinds."""
        if self._book is None:
            from db.opening import open_book

            self._book = open_book(self.path, self.home, clock=self.clock)
            self._book.stopped = self._book.clock_doubt()
        return self._book

    def make_book(self) -> None:
        """An empty book where there is none, for the first command of all."""
        if self._book is None and not self.path.exists():
            from db.opening import create

            self._book = create(self.path, self.home, clock=self.clock)
            self.say(_("A new book was made: {path}").format(path=self.path))

    # --- Who --------------------------------------------------------------------------------------------------------

    def who(self) -> int:
        """The member who is acting, signed in; 0 while nobody coordinates and nobody was named.

        Stops when nobody was named or only a one-time code was given; refuses with SignInRefused.
        """
        from db.roles import is_set_up

        if not self.options.who:
            if is_set_up(self.book):
                raise Stop(WHO, _("Say who you are: --as followed by your e-mail, phone or member number."))
            self._confirm_clock(0)
            return 0
        member_id, proof = self.sign_in(self.options.who)
        if proof.how == "code":
            raise Stop(WHO, _("This code serves once, to choose your own: comptoir member secret"))
        return member_id

    def sign_in(self, name: str) -> tuple[int, Proof]:
        """Who `name` is, and how that was proved. A one-time code is not used up by this alone."""
        from db.access import look_up, settle, verify

        attempt = look_up(self.book, name)
        if attempt.wait:
            raise SignInRefused(wait=attempt.wait)
        file = self.options.secret_file
        proof = verify(attempt, self.first_line(file) if file else self.ask_secret(_("Code: ")))
        if proof.how != "code":
            if proof.how:  # before anything is written, which a clock in doubt would refuse
                self._confirm_clock(proof.member_id)
            settle(self.book, attempt, proof)
        return proof.member_id, proof

    def _confirm_clock(self, by: int) -> None:
        """What a coordinator says of the hour holds for one command. Refuses with NotAllowed for anybody else."""
        from db.roles import needs_any_coordinator

        if self.options.clock_is_right and isinstance(self.book.stopped, ClockInDoubt):
            needs_any_coordinator(self.book, by)
            self.book.stopped = None

    def first_line(self, file: str) -> str:
        """A secret from a file; `-` is standard input."""
        if file == "-":
            return sys.stdin.readline().rstrip("\r\n")
        try:
            with open(Path(file).expanduser(), encoding="utf-8") as lines:
                return lines.readline().rstrip("\r\n")
        except (OSError, ValueError) as error:
            raise FileUnreadable(path=file, reason="missing", detail=str(error)) from error

    def ask_secret(self, question: str) -> str:
        if sys.stdin is None or not sys.stdin.isatty():
            raise Stop(WHO, _("There is no keyboard to ask for the code: give it with --secret-file."))
        return getpass(question, stream=sys.stderr)

    # --- Words ------------------------------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        print(sentence, file=sys.stderr)

    def give(self, answer: object) -> None:
        """What a program that called us takes: an id, a code."""
        print(answer)

    def objects(self, found: list[dict[str, Any]]) -> None:
        encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
        print(json.dumps(found, ensure_ascii=encoding != "utf8", indent=2))

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
        """Columns two blanks apart, never cut; `right`: which ones align right."""
        guarded = [[shown(cell) for cell in row] for row in (headings, *rows)]
        widths = [max(map(cells, column)) for column in zip(*guarded, strict=True)]
        for row in guarded:
            padded = []
            for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
                blanks = " " * (width - cells(cell))
                padded.append(blanks + cell if at in right else cell + blanks)
            print("  ".join(padded).rstrip())
