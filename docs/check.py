"""Fails when a generated page is stale: `make docs` makes it anew."""

from __future__ import annotations

import sys

from docs import keys


def main() -> int:
    there = keys.FILE.read_text(encoding="utf-8") if keys.FILE.exists() else ""
    if there != keys.text():
        print(f"{keys.FILE.name} is stale: run make docs", file=sys.stderr)
        return 1
    print("docs/keys.md is fresh")
    return 0


if __name__ == "__main__":
    sys.exit(main())
