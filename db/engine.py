"""Peewee, imported with the SQLite that keeps the book.

Peewee takes Python's own, to ask it what SQL it knows. That is another engine than the book's, of whatever age the
system has, and once imported it stays: 1 MiB of memory for nothing. Whoever imports this before any other module of the
book spares it; Python's own can still be imported afterwards.
"""

from __future__ import annotations

import sys

from sqlcipher3 import dbapi2

if "peewee" not in sys.modules and "sqlite3" not in sys.modules:
    sys.modules["sqlite3"] = dbapi2
    try:
        import peewee  # noqa: F401
    finally:
        del sys.modules["sqlite3"]
