"""At the scale nothing depends on how many years a book is old."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    # Nearly every gesture takes nothing back: those are not in this index, and cost nothing.
    db.execute_sql('DROP INDEX "gesture_undoes_id_laptop"')
    db.execute_sql(
        'CREATE UNIQUE INDEX "gesture_undoes_id_laptop" ON "gesture" ("undoes_id", "laptop") '
        'WHERE ("undoes_id" IS NOT NULL)'
    )
    # What was missing is found by its basket, not among all that was ever missing.
    db.execute_sql('DROP INDEX "weighing_line_id"')
    db.execute_sql('CREATE UNIQUE INDEX "weighing_line_id" ON "weighing" ("line_id") WHERE ("line_id" IS NOT NULL)')
    db.execute_sql('CREATE INDEX "weighing_lacking" ON "weighing" ("basket_id") WHERE ("line_id" IS NULL)')
    db.execute_sql("PRAGMA user_version=6")
