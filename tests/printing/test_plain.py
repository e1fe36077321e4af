"""Plain text: all of it, in the columns there are, and no command in it."""

from __future__ import annotations

import pytest

from db.values.text import cells
from printing.columns import cut_middle, wrap
from printing.document import TICK, Boxed, Column, Facts, Heading, Paragraph, Plate, Row, Table
from printing.large import large
from printing.plain import both, pages, plain
from tests.printing.paper import a_document, words

COLUMNS = (Column(""), Column("Produit", share=1), Column("Total", "right"))
LONG = "Confiture de figues sèches du verger communal " * 9


@pytest.mark.parametrize("width", [32, 42, 72, 100])
def test_every_line_keeps_to_its_width_and_nothing_is_left_out(width: int) -> None:
    table = Table(COLUMNS, (Row(("Fruits",), "group"), Row((TICK, LONG, "1 234,50 €"), note=LONG)))
    page = (
        Plate("12", LONG, (LONG,)),
        Heading(LONG, 1),
        Paragraph(LONG),
        Facts((("Adresse", LONG),)),
        table,
        Boxed("Total", "1 234,50 €"),
    )
    text = plain(a_document(*page), width)
    assert max(cells(line) for line in text.splitlines()) <= width
    assert text.count("Confiture") == 9 * 7
    assert text.count("1 234,50 €") == 2


def test_a_box_to_tick_is_drawn_with_signs_that_every_printer_has() -> None:
    text = plain(a_document(Table(COLUMNS, (Row((TICK, "Riz", "2 €")),))))
    assert "[ ]  Riz" in text
    assert TICK not in text


def test_the_basket_number_is_large() -> None:
    assert large("12") == [" 1   222", "11     2", " 1   222", " 1   2", "111  222"]
    text = plain(a_document(Plate("B3", "Sarah VARDA")))
    assert all(row in text for row in large("B3"))


@pytest.mark.parametrize("number", ["1", "999", "B12", "", "Z7", "é"])
def test_any_number_stands_five_rows_high(number: str) -> None:
    assert len(large(number)) == 5
    assert all(row in plain(a_document(Plate(number, "Sarah VARDA"))) for row in large(number))


def test_a_form_feed_stands_between_pages() -> None:
    document = a_document(pages=((Paragraph("un"),), (Paragraph("deux"),)))
    assert [words(page.split("\n")[3]) for page in plain(document).split("\f")] == ["un", "deux"]
    assert len(pages(document)) == 2


def test_names_that_stand_upright_on_paper_are_listed_before_the_table() -> None:
    columns = (Column("Produit", share=1), Column("1", "right", under="Sarah VARDA"), Column("B2", "right", under=LONG))
    text = plain(a_document(Table(columns, (Row(("Riz", "0,5", "2")),), kept=1, grid=True)))
    assert "1   Sarah VARDA" in text
    assert text.count("Confiture") == 9


def test_one_at_each_end_of_a_line_keeps_the_right_one_whole() -> None:
    assert both("gauche", "droite", 20) == "gauche        droite"
    line = both(LONG, "1 234,50 €", 40)
    assert cells(line) == 40
    assert line.endswith("1 234,50 €")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("un deux trois", ["un", "deux", "trois"]),
        ("pot 250 g", ["pot", "250 g"]),
        ("0,25\u00a0kg", ["0,25\u00a0", "kg"]),  # wider than the room: broken, since nothing is left out
        ("extra-frais", ["extra-", "frais"]),
        ("", [""]),
        ("a\nb", ["a", "b"]),
    ],
)
def test_lines_end_at_blanks_and_figures_stay_with_their_unit(text: str, lines: list[str]) -> None:
    assert wrap(text, 6 if "-" in text else 5, cells) == lines


def test_what_must_stand_on_one_line_keeps_its_beginning_and_its_end() -> None:
    assert cut_middle("Huile d'olive, bouteille 1 L", 16, cells) == "Huile d'…lle 1 L"


def test_a_column_to_sign_in_stays_beside_the_names_on_a_narrow_screen() -> None:
    columns = (
        Column("N°", "right"),
        Column("Nom", share=5),
        Column("Heure"),
        Column("Total", "right"),
        Column("Paiement"),
        Column("Signature", share=4),
    )
    row = Row(("112", "Marie-Antoinette DE LA FONTAINE", "13:15", "1 234,56 €", "reste à payer : 7,45 €", ""))
    text = plain(a_document(Table(columns, (row,), grid=True)))
    assert [line for line in text.splitlines() if line.startswith(" N°") and line.endswith("Signature")]
    assert text.count("Nom") == 1
    assert max(cells(line) for line in text.splitlines()) <= 72
