"""The command `comptoir`: alone it opens the interface, with a word after it one of the commands in `tui.commands`.

The way to the interface is short on purpose: what only commands need (argparse, Peewee) is not imported for it.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import NamedTuple


class Interface(NamedTuple):
    """Options of the interface, as they were typed."""

    book: str = ""
    kiosk: bool = False
    groups: str = ""
    language: str = ""
    theme: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Run `comptoir`; the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = interface_options(arguments)
    if options is not None:
        return open_interface(options)
    from tui.commands import main as command

    return command(arguments)


def interface_options(arguments: list[str]) -> Interface | None:
    """The options, when there is nothing else; None leaves a command, help or a mistake to the commands."""
    found: dict[str, str | bool] = {}
    words = iter(arguments)
    for word in words:
        name, has_value, value = word.removeprefix("--").partition("=")
        if word == "--kiosk":
            found["kiosk"] = True
        elif word.startswith("--") and name in ("book", "groups", "language", "theme"):
            text = value if has_value else next(words, "")
            if not text or text.startswith("--"):
                return None
            found[name] = text
        else:
            return None
    from i18n.language import LANGUAGES
    from tui.themes import NAMES

    options = Interface(**found)  # type: ignore[arg-type]
    known = options.language in ("", *LANGUAGES) and options.theme in ("", *NAMES)
    return options if known else None


def open_interface(options: Interface) -> int:
    """Open the interface; returns when it was left."""
    # Until the first paint (the application turns it on again): there is nothing to collect while all is being made.
    gc.disable()
    # A key does not wait 5 ms for a thread that makes a paper or a copy to let go of the interpreter.
    sys.setswitchinterval(0.0005)
    # Read by Textual when it is imported: a key that needs two paints gets the second one sooner.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from tui.app import run
    from tui.paths import book_of, machine_home
    from tui.settings import Settings

    home = machine_home()
    path = Path(options.book).expanduser().absolute() if options.book else book_of(home)
    groups = tuple(name.strip() for name in options.groups.split(",") if name.strip())
    return run(Settings(path, home, options.kiosk, groups, options.language, options.theme))


if __name__ == "__main__":
    sys.exit(main())
