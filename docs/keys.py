"""`docs/keys.md`, read from the one table of actions that the footer, the help and the palette use too."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import screens
from i18n import language
from i18n.language import _
from widgets.actions import GLOBAL, Action
from widgets.page import Page

FILE = Path(__file__).parent / "keys.md"


def text() -> str:
    """The whole page, in French."""
    language.use("fr")
    rows = [
        "# Les touches",
        "",
        "Cette page est faite par `make docs` à partir du programme ; ne pas la modifier à la main.",
        "",
    ]
    rows += ["## Partout", "", *_table(GLOBAL)]
    for page in pages():
        own = [action for action in page.ACTIONS if action not in GLOBAL]
        if own:
            rows += ["", f"## {page.__module__.split('.')[-1]} · {page.__name__}", "", *_table(own)]
    return "\n".join(rows) + "\n"


def pages() -> list[type[Page[object]]]:
    """Every screen, in the order of the files."""
    found = []
    for module in sorted(pkgutil.iter_modules(screens.__path__), key=lambda each: each.name):
        loaded = importlib.import_module(f"screens.{module.name}")
        for thing in vars(loaded).values():
            if isinstance(thing, type) and issubclass(thing, Page) and thing.__module__ == loaded.__name__:
                found.append(thing)
    return found


def _table(actions: tuple[Action, ...] | list[Action]) -> list[str]:
    rows = ["| touche | ce qu'elle fait | |", "|---|---|---|"]
    for action in actions:
        key = action.key_name().replace("|", "\\|")
        rows.append(f"| {key} | {_(action.label)} | {_(action.tip) if action.tip else ''} |")
    return rows
