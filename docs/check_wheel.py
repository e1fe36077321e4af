"""Build the wheel through a source archive, as a release would, and look inside it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOUSE = ("tui", "screens", "widgets", "printing", "i18n", "db")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, str(ROOT)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        [wheel] = Path(folder).glob("*.whl")
        inside = set(zipfile.ZipFile(wheel).namelist())
    missing = sorted(expected() - inside)
    foreign = sorted(
        name for name in inside if not name.startswith((*(f"{each}/" for each in HOUSE), "comptoir_vrac-"))
    )
    for name in missing:
        print(f"missing in the wheel: {name}", file=sys.stderr)
    for name in foreign:
        print(f"does not belong in the wheel: {name}", file=sys.stderr)
    if missing or foreign:
        return 1
    print(f"{wheel.name}: {len(inside)} files, words, styles and migrations are in it, tests are not")
    return 0


def expected() -> set[str]:
    """Every module, style sheet, migration, word catalogue and data file of the house, as it stands in the tree."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *HOUSE],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    words = {f"i18n/words/{language}.mo" for language in ("fr", "en", "de")}
    return set(listed) | words


if __name__ == "__main__":
    sys.exit(main())
