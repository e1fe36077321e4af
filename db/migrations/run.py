"""Apply the migrations that a book lacks, each in a transaction of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playhouse.migrations import Runner
from playhouse.sqlcipher_ext import SqlCipherDatabase

FOLDER = Path(__file__).parent


def migrate(db: SqlCipherDatabase) -> None:
    """Bring `db` to the newest version. A failing step rolls back and raises; those before it stay."""
    Runner(db, directory=str(FOLDER)).up()


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


def make_tables(db: Any, models: list[Any]) -> None:
    """Create the tables of a step, STRICT on SQLite (PostgreSQL has no such word, and needs none)."""
    from peewee import SqliteDatabase

    for model in models:
        model._meta.strict_tables = isinstance(db, SqliteDatabase)
        model._meta.set_database(db)
    db.create_tables(models, safe=False)
