"""What proving a secret costs alone: the slow hash is chosen to be slow, so it is left out of other measures.

`python -m benchmarks.secret BOOK` prints processor milliseconds, the hash's own imports included.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks import books


def proof_ms(home: books.Home) -> float:
    """Measured in a fresh process that, like the program, has Textual and the book's modules already."""
    command = [sys.executable, "-m", "benchmarks.secret", str(home.book)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(book_path: Path) -> None:
    import textual.app  # noqa: F401

    from db.access import look_up, verify
    from db.opening import open_book

    book = open_book(book_path, book_path.parent / "machine")
    attempt = look_up(book, books.EMAIL)
    began = time.process_time()
    proof = verify(attempt, books.SECRET)
    spent = time.process_time() - began
    book.close()
    if proof.how != "secret":
        raise SystemExit("the secret was not accepted")
    print(spent * 1000)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
