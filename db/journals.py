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
# The access log may forget what is twelve months older than its newest row, and nothing younger.
_EXPIRING = {"contact_view": 366 * 86_400}


def _rules(table: str) -> dict[str, str]:
    rules = {name: rule.format(table=table) for name, rule in _RULES.items()}
    if table in _EXPIRING:
        young = f"WHEN OLD.at > (SELECT MAX(at) FROM {table}) - {_EXPIRING[table]} BEGIN"
        rules["no_delete"] = rules["no_delete"].replace("BEGIN", young, 1)
    return rules


def guard(db: Database, table: str) -> None:
    """Make `table` a journal (SQLite)."""
    for name, rule in _rules(table).items():
        db.execute_sql(f"CREATE TRIGGER {table}_{name} {rule}")  # type: ignore[no-untyped-call]


def guards(tables: Iterable[str]) -> dict[str, str]:
    """What `sqlite_master` must hold: trigger name → its whole text."""
    return {
        f"{table}_{name}": f"CREATE TRIGGER {table}_{name} {rule}"
        for table in tables
        for name, rule in _rules(table).items()
    }
