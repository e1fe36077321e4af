"""Which language a command speaks: the one asked for, the terminal's, or the laptop's."""

from __future__ import annotations

import os
from pathlib import Path

from i18n.language import LANGUAGES, N_, _, ngettext
from tui import preferences

# What argparse says. It asks for these words by their English sentence.
_OF_ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
)


def wished(arguments: list[str], home: Path) -> str:
    """Before the arguments are parsed, because mistakes in them are told in it too."""
    for at, word in enumerate(arguments):
        value = word.partition("=")[2] if word.startswith("--language=") else ""
        if word == "--language":
            value = "".join(arguments[at + 1 : at + 2])
        if value in LANGUAGES:
            return value
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if named := os.environ.get(variable):
            if named[:2].lower() in LANGUAGES:
                return named[:2].lower()
            break
    kept = preferences.load(home).language
    return kept if kept in LANGUAGES else "fr"


def teach_argparse() -> None:
    """Have argparse speak through our words: it looks up the module's own `_` whenever it says something."""
    import argparse

    argparse._ = _  # type: ignore[attr-defined]
    argparse.ngettext = ngettext  # type: ignore[attr-defined]
