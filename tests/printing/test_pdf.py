"""A PDF as its readers see it: letters, fonts, pages, and the same bytes every time."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from printing.document import (
    TICK,
    Boxed,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Plate,
    Row,
    Rule,
    Table,
)
from printing.joined import joined
from printing.layout import sheets
from printing.marks import Frame, Words
from printing.pdf import pdf
from tests.printing.paper import a_document, tool, words

COLUMNS = (Column(""), Column("Produit", share=1), Column("Quantité", "right"), Column("Total", "right"))
LONG = "Confiture de figues sèches du verger communal " * 9  # over 400 letters


def rows(*names: str) -> Table:
    return Table(COLUMNS, tuple(Row((TICK, name, "0,25\u00a0kg", "1\u202f234,50\u00a0€")) for name in names))


def read(document: Document, folder: Path, *how: str) -> str:
    return words(tool("pdftotext", *how, pdf=pdf(document), folder=folder))


@pytest.mark.parametrize(
    "name",
    [
        "Œufs extra-frais — 6",
        "=1+1 [/]",
        "[red]x[/red]",
        "été € œ Œ ß",
        "שלום עולם",
        "شيماء بن علي",
        "محمد الأمين",
        "پارسا گلچین",
        "a\\b(c)",
    ],
)
def test_a_name_is_read_back_as_it_was_written(name: str, tmp_path: Path) -> None:
    assert f"{TICK} {name} 0,25 kg 1 234,50 €" in read(a_document(rows(name)), tmp_path, "-layout")


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("بيت", "\ufe91\ufef4\ufe96"),  # the first, a middle and the last letter of a word
        ("دار", "\u062f\u0627\u0631"),  # none of them joins the next one
        ("لا سلام", "\ufefb \ufeb3\ufefc\u0645"),  # lam and alef are one
        ("مُحَمَّد", "\ufee3\u064f\ufea4\u064e\ufee4\u064e\u0651\ufeaa"),  # vowels stand in nobody's way
        ("\u0640ب\u0640", "\u0640\ufe92\u0640"),
        ("Sarah", "Sarah"),
        ("שלום", "שלום"),
    ],
)
def test_letters_of_arabic_are_joined_as_they_are_written(name: str, forms: str) -> None:
    isolated = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFE80, 0xFEFD)}
    alone = {sign: letter for sign, letter in isolated.items() if "<isolated>" in unicodedata.decomposition(chr(sign))}
    alone = {sign: letter for sign, letter in alone.items() if len(letter) == 1}
    assert joined(name, range(0x11000)).translate(alone) == forms
    assert joined(name, range(0x700)) == name  # where a font lacks the forms, letters stand as they are


def test_a_letter_that_the_font_lacks_is_seen_to_be_missing(tmp_path: Path) -> None:
    assert "\ufffd Pain 界" not in read(a_document(rows("🍞 Pain 界")), tmp_path)
    assert "\ufffd Pain \ufffd" in read(a_document(rows("🍞 Pain 界")), tmp_path)


@pytest.mark.parametrize("sheet", ["a4", "a4_landscape", "columns", "halves", "quarters", "receipt"])
def test_four_hundred_letters_are_all_there_beside_their_amount(sheet: str, tmp_path: Path) -> None:
    text = read(a_document(Plate("12", "Sarah VARDA"), rows(LONG), sheet=sheet), tmp_path)
    assert text.count("Confiture") == 9
    assert "1 234,50 €" in text


def test_a_word_without_an_end_is_broken_and_not_lost(tmp_path: Path) -> None:
    assert read(a_document(rows("x" * 400), sheet="quarters"), tmp_path).replace(" ", "").count("x") == 400


def test_a_name_too_long_for_a_label_is_seen_to_be_cut(tmp_path: Path) -> None:
    text = read(a_document(Plate("12", LONG, ("BELLEFONTAINE", "05/12/2026")), sheet="labels"), tmp_path)
    assert "12" in text
    assert "…" in text
    assert "05/12/2026" in text


def test_fonts_are_embedded_as_subsets(tmp_path: Path) -> None:
    listed = tool("pdffonts", pdf=pdf(a_document(Heading("Titre", 1), rows("œuf"))), folder=tmp_path).splitlines()[2:]
    assert len(listed) == 2
    for line in listed:
        assert "DejaVuSansCondensed" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, subset, with its letters


def test_title_language_and_day_stand_in_the_file(tmp_path: Path) -> None:
    made = pdf(a_document(rows("œuf")))
    told = tool("pdfinfo", pdf=made, folder=tmp_path)
    assert "Œufs & café" in told
    assert "2026" in told.split("CreationDate:")[1].splitlines()[0]
    assert b"/Lang (fr)" in made


def test_the_same_document_makes_the_same_bytes_but_for_its_day() -> None:
    document = a_document(rows("œuf"))
    assert pdf(document) == pdf(document)
    assert pdf(document) != pdf(document._replace(made_at=document.made_at + 60))


def test_pages_are_numbered_and_titles_stand_on_each(tmp_path: Path) -> None:
    text = read(a_document(rows(*[f"Produit {number}" for number in range(100)])), tmp_path)
    assert text.count("Quantité") == 3
    assert all(f"{number}/3" in text for number in (1, 2, 3))
    assert all(f"Produit {number} " in text for number in range(100))
    assert text.count("BELLEFONTAINE, samedi 5 décembre 2026") == 3


def test_more_columns_than_fit_go_on_to_the_next_page_beside_the_first_ones(tmp_path: Path) -> None:
    members = tuple(Column(str(number), "right", under=f"Personne {number}") for number in range(1, 60))
    table = Table(
        (Column("Produit", share=1), *members), (Row(("Riz", *(f"{number},5" for number in range(1, 60)))),), kept=1
    )
    text = read(a_document(table, sheet="a4_landscape"), tmp_path)
    assert text.count("Riz") == text.count("Produit") > 1
    assert all(f" {number},5" in text for number in range(1, 60))
    assert all(f"Personne {number}" in text for number in range(1, 60))


def test_a_basket_longer_than_its_quarter_goes_on_with_its_number(tmp_path: Path) -> None:
    page = (Plate("B3", "Sarah VARDA"), rows(*[f"Produit {number}" for number in range(40)]), Boxed("Total", "9 €"))
    made = pdf(a_document(sheet="quarters", pages=(page,)))
    text = words(tool("pdftotext", pdf=made, folder=tmp_path))
    assert text.count("B3") == 2
    assert "1/2" in text
    assert "Pages: 1" in words(tool("pdfinfo", pdf=made, folder=tmp_path))


class Even:
    """Every letter as wide as the others."""

    def width(self, text: str, size: float, strong: bool) -> float:
        return len(text) * size * 0.2


def everything() -> Document:
    table = Table(COLUMNS, (Row(("Fruits secs",), "group"), Row((TICK, LONG, "1", "2"), note="gluten" * 30)), height=9)
    page = (
        Plate("12", LONG, ("samedi",)),
        Heading(LONG, 1),
        Paragraph(LONG),
        Facts((("Adresse " * 20, LONG),)),
        Rule(),
        table,
        Boxed(LONG, "12,00 €"),
    )
    return a_document(pages=(page, page))


@pytest.mark.parametrize("sheet", ["a4", "a4_landscape", "columns", "halves", "quarters", "receipt"])
def test_nothing_stands_outside_its_sheet(sheet: str) -> None:
    face = Even()
    for found in sheets(everything()._replace(sheet=sheet), face):
        for left, top, marks in found.marks:
            for mark in marks:
                if isinstance(mark, Words):
                    assert 0 <= left + mark.x <= left + mark.x + face.width(mark.text, mark.size, False) <= found.width
                    assert 0 < top + mark.y < found.height
                elif isinstance(mark, Frame):
                    assert left + mark.x + mark.width <= found.width
                    assert top + mark.y + mark.height <= found.height


def test_who_prints_is_told_how_far_it_is_and_may_give_up() -> None:
    told: list[int] = []
    pdf(a_document(rows(*["riz"] * 100)), told.append)
    assert told == [1, 2, 3]

    class EnoughError(Exception):
        pass

    def give_up(number: int) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        pdf(a_document(rows("riz")), give_up)


def test_nothing_of_it_is_read_before_something_is_printed() -> None:
    program = (
        "import sys, printing.document, printing.plain, printing.pdf, printing.documents.order_sheet\n"
        "assert not {'fpdf', 'PIL', 'fontTools', 'textual', 'rich'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
