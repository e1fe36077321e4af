"""`comptoir demo`: a book of invented people to try everything on."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from db.errors import BookDamaged, BookEmpty, BookExists, Refusal
from db.look import peek
from i18n.language import _
from tui.commands.desk import Desk
from tui.commands.parser import Subject
from tui.paths import demo_book


def add(words: Subject) -> None:
    parser = words.command(
        "demo",
        _demo,
        _("Make the demo book where there is none, and open it. All codes are 246810."),
        "demo",
        "demo --fresh",
        "demo --book /tmp/demo.db",
    )
    parser.add_argument("--fresh", action="store_true", help=_("start over: the demo book is thrown away first"))
    parser.add_argument("--make-only", action="store_true", help=_("do not open it"))


def _demo(desk: Desk, options: Namespace) -> int:
    own = demo_book(desk.home)
    path = desk.path if getattr(options, "book", "") else own
    if path.exists():
        lost = _is_lost(path)
        if lost and not (options.fresh and path == own):
            raise lost
        if options.fresh or _is_over(desk, path):
            from db.files import remove_book

            remove_book(path)
    if not path.exists():
        from tui import demo

        desk.say(_("Making the demo book…"))
        demo.make(path, desk.home, desk.clock)
    if options.make_only:
        desk.give(path)
        return 0
    from tui.cli import Interface, open_interface

    return open_interface(
        Interface(
            book=str(path),
            kiosk=options.kiosk,
            groups=options.groups or "",
            language=getattr(options, "language", ""),
            theme=options.theme or "",
        )
    )


def _is_lost(path: Path) -> Refusal | None:
    """Why the demo book can no longer be opened, or None.

    Refuses with BookExists when a real book has this name, and as `peek` does: no real book is ever thrown away.
    """
    try:
        demo = peek(path).demo
    except (BookDamaged, BookEmpty) as lost:
        return lost
    if not demo:
        raise BookExists(path=str(path))
    return None


def _is_over(desk: Desk, path: Path) -> bool:
    """Whether nothing is open in the demo any more, and the person wants a new one."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    from db.opening import open_book
    from tui.demo import is_over

    book = open_book(path, desk.home, clock=desk.clock)
    over = is_over(book)
    book.close()
    if not over:
        return False
    print(_("The distribution of this demo has closed. Start over? [Y/n]"), end=" ", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip().casefold()
    return answer[:1] not in ("n",)
