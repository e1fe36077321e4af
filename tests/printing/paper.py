"""Papers read back by poppler's tools, as a reader would see them."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from pathlib import Path

import pytest

from printing.document import Block, Document


def a_document(*blocks: Block, sheet: str = "a4", **more: object) -> Document:
    values = {"kind": "order_sheet", "title": "Œufs & café", "language": "fr", "name": "essai", **more}
    return Document(
        holds_contacts=False,
        sheet=sheet,
        pages=values.pop("pages", (blocks,)),  # type: ignore[arg-type]
        header="BELLEFONTAINE, samedi 5 décembre 2026",
        footer="Imprimé le mercredi 2 décembre 2026",
        made_at=1796198400,
        **values,  # type: ignore[arg-type]
    )


def tool(name: str, *arguments: str, pdf: bytes, folder: Path) -> str:
    """What one of poppler's tools says of a PDF. Skipped, loudly, where poppler-utils is not installed."""
    if shutil.which(name) is None:
        warnings.warn(f"{name} is missing: PAPER IS NOT READ BACK. Install poppler-utils.", stacklevel=2)
        pytest.skip(f"{name} is missing: install poppler-utils")
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    command = [name, *arguments, str(file), *(["-"] if name == "pdftotext" else [])]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def words(text: str) -> str:
    """Without what only arranges: runs of blanks, marks of direction."""
    for sign in ("\u202a", "\u202b", "\u202c", "\u200e", "\u200f"):
        text = text.replace(sign, "")
    return " ".join(text.split())
