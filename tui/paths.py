"""Where this machine keeps the book and its own data. `COMPTOIR_HOME` says otherwise."""

from __future__ import annotations

import os
from pathlib import Path


def machine_home() -> Path:
    """The folder of this laptop's data: preferences, laptop ids, and the book unless `--book` names another."""
    if chosen := os.environ.get("COMPTOIR_HOME"):
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("comptoir", appauthor=False)


def book_of(home: Path) -> Path:
    """The real book."""
    return home / "comptoir.db"


def demo_book(home: Path) -> Path:
    """The demo book, which may be thrown away."""
    return home / "demo.db"


def papers_of() -> Path:
    """Where documents are saved: among the user's own, or in the machine's folder when `COMPTOIR_HOME` names one."""
    if os.environ.get("COMPTOIR_HOME"):
        return machine_home() / "papers"
    from platformdirs import user_documents_path

    return user_documents_path() / "Comptoir"
