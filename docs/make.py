"""Make the generated pages and pictures anew: `make docs`."""

from __future__ import annotations

import sys

from docs import keys, make_papers, make_pictures


def main() -> int:
    keys.FILE.write_text(keys.text(), encoding="utf-8")
    print(f"{keys.FILE.name} written")
    return make_papers.main([]) or make_pictures.main([])


if __name__ == "__main__":
    sys.exit(main())
