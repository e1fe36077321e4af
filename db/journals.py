"""Journals only grow: triggers that refuse everything else, and the check that they are there."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import Database

_RULES = {
    "no_update": "BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'journal {table} only grows'); END",
    "no_delete": "BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'journal {table} only grows'); END",
    # INSERT OR REPLACE passes the two others on a connection without `recursive_triggers`.
    "no_second": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'journal {table} has this row'); END",
}


def guard(db: Database, table: str) -> None:
    """Make `table` a journal (SQLite)."""
    for name, rule in _RULES.items():
        db.execute_sql(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER {table}_{name} {rule.format(table=table)}"
        )


def guards(tables: Iterable[str]) -> dict[str, str]:
    """What `sqlite_master` must hold: trigger name → its whole text."""
    return {
        f"{table}_{name}": f"CREATE TRIGGER {table}_{name} {rule.format(table=table)}"
        for table in tables
        for name, rule in _RULES.items()
    }
