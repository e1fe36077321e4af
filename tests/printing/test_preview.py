"""What is looked at before printing is what comes out, sheet by sheet."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from printing.document import Boxed, Column, Document, Heading, Paragraph, Plate, Row, Table
from printing.pdf import pdf
from printing.plain import pages
from printing.preview import as_printed


def document(*found: tuple[object, ...], sheet: str = "a4") -> Document:
    return Document("signoff", "Liste", "fr", "liste", False, sheet, found, "GROUPE", "pied")  # type: ignore[arg-type]


def rows(count: int, groups: int = 0) -> tuple[Row, ...]:
    made = []
    for number in range(count):
        if groups and number % groups == 0:
            made.append(Row((f"Groupe {number // groups}",), "group"))
        made.append(Row((f"n{number:03}", f"Personne {number:03}", "1,53 €")))
    return (*made, Row(("", "Total", "99,00 €"), "total"))


COLUMNS = (Column("N°"), Column("Nom", share=1), Column("Total", "right"))


def sheets(found: Document, tmp_path: Path) -> list[str]:
    """The text of each page of its PDF."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing: install poppler-utils")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(found))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


@pytest.mark.parametrize("groups", [0, 10, 200])
@pytest.mark.parametrize("sheet", ["a4", "a4_landscape", "columns"])
def test_a_long_list_is_looked_at_sheet_by_sheet(sheet: str, groups: int, tmp_path: Path) -> None:
    title = Heading("Liste", 1)
    found = document(
        (title, Paragraph("Avant."), Table(COLUMNS, rows(150, groups)), Boxed("Total", "99,00 €")), sheet=sheet
    )
    seen = pages(found._replace(pages=as_printed(found)))
    printed = sheets(found, tmp_path)
    assert len(seen) == len(printed) > 1
    for lines, page in zip(seen, printed, strict=True):
        names = [f"n{number:03}" for number in range(150)]
        text = "\n".join(lines)
        assert [name for name in names if name in text] == [name for name in names if name in page]
        assert [line for line in lines if line.startswith("Groupe")][:1] == ["Groupe 0"] * (
            groups == 200
        ) or groups != 200


def test_wide_tables_are_parted_where_the_sheets_part_them(tmp_path: Path) -> None:
    count = 80
    columns = (Column("Nom"), *(Column(f"p{number:02}", "right") for number in range(count)))
    table = Table(
        columns, tuple(Row((f"m{row}", *(f"{row}x{number}" for number in range(count)))) for row in range(3)), 1
    )
    found = document((table,), sheet="a4_landscape")
    seen = as_printed(found)
    assert len(seen) == len(sheets(found, tmp_path)) > 1
    titles = [column.title for page in seen for block in page if isinstance(block, Table) for column in block.columns]
    assert [title for title in titles if title != "Nom"] == [column.title for column in columns[1:]]
    assert titles.count("Nom") == len(seen)


def test_what_fits_is_left_as_it_is() -> None:
    page = (Plate("12", "Sarah VARDA"), Paragraph("Bonjour."), Table(COLUMNS, rows(3)), Boxed("Total", "99,00 €"))
    for sheet in ("a4", "halves", "quarters", "receipt"):
        found = document(page, page, sheet=sheet)
        assert as_printed(found) == found.pages


def test_the_number_of_a_basket_stands_on_each_of_its_papers() -> None:
    found = document((Plate("12", "Sarah VARDA"), Table(COLUMNS, rows(60))), sheet="quarters")
    first, *others = as_printed(found)
    assert others
    for page in (first, *others):
        assert isinstance(page[0], Plate)
