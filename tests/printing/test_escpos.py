"""Receipts and labels for receipt printers: the bytes are read back as the printer would print them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import PrinterRefused
from printing.document import (
    TICK,
    Block,
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
from printing.escpos import escpos, printable
from tests.printing.roll import Printed, printed

ROWS = (
    Row(("Œufs extra-frais — 6", "1 pièce", "2,10\u00a0€")),
    Row(("Abricots bruns secs", "0,25\u202fkg", "1,53\u00a0€"), note="peut contenir des fruits à coque"),
)
SOLD = Table((Column("Produit", share=1), Column("Quantité", "right"), Column("Montant", "right")), ROWS)


def receipt(*blocks: Block) -> Document:
    return Document("receipt", "Reçu", "fr", "reçu", False, "receipt", (blocks,), "BELLEFONTAINE", "Fait le 3 décembre")


def labels(*numbers: str) -> Document:
    pages = tuple((Plate(number, "Sarah VARDA", ("BELLEFONTAINE",)),) for number in numbers)
    return Document("labels", "Étiquettes", "fr", "étiquettes", False, "labels", pages)


@pytest.mark.parametrize(("millimetres", "width"), [(58, 32), (80, 42)])
def test_a_receipt_is_read_back_as_it_was_written(millimetres: int, width: int) -> None:
    roll = printed(escpos(receipt(Heading("Reçu", 1), SOLD, Boxed("Total", "3,63\u00a0€")), millimetres))
    [piece] = roll.pieces
    words = " ".join(roll.text.split())
    for text in ("BELLEFONTAINE", "Reçu", "Œufs extra-", "— 6", "1 pièce", "2,10 €", "0,25 kg", "1,53 €", "à coque"):
        assert text in words, text
    assert all(len(line.text) * line.wide <= width for line in piece)
    assert piece[-1].text == "Fait le 3 décembre"


def test_one_page_of_signs_holds_for_the_whole_roll() -> None:
    sent = escpos(receipt(Paragraph("1,53 €"), Paragraph("Œuvre “ancienne” – d’où"), Paragraph("é")))
    assert sent.count(b"\x1bt") == 1
    assert sent.startswith(b"\x1b@\x1bt\x10")
    assert "Œuvre “ancienne” – d’où" in printed(sent).text


@pytest.mark.parametrize(("number", "wide"), [("7", 8), ("12", 8), ("B312", 8), ("B31201", 7)])
def test_the_number_on_a_label_is_as_large_as_it_goes(number: str, wide: int) -> None:
    [piece] = printed(escpos(labels(number))).pieces
    assert piece[0] == Printed(number, wide, wide, strong=True, centred=True)
    assert piece[1] == Printed("Sarah VARDA", 1, 2, strong=True)


def test_each_label_is_cut_off() -> None:
    assert [piece[0].text for piece in printed(escpos(labels("1", "2", "3"), 58)).pieces] == ["1", "2", "3"]


def test_a_total_stands_out_and_is_never_broken() -> None:
    [piece] = printed(
        escpos(receipt(Boxed("Total à payer sur place par chèque ou virement", "1 234,56\u00a0€")), 58)
    ).pieces
    [total] = [line for line in piece if "1 234,56 €" in line.text]
    assert total.tall == 2
    assert total.strong
    assert len(total.text) == 32


def test_what_people_wrote_does_not_command_the_printer() -> None:
    name = "=1+1 [/] \x1b@\x1dV\x00\x10\x04\x01\x07"
    roll = printed(escpos(receipt(Plate("12", name, (name,)), Paragraph(name), Facts(((name, name),)))))
    assert len(roll.pieces) == 1
    assert "=1+1 [/]" in roll.text


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_is_printed_on_its_roll(text: str) -> None:
    roll = printed(escpos(receipt(Plate("12", text), Heading(text), Paragraph(text), Boxed(text, "1 €")), 58))
    assert all(len(line.text) * line.wide <= 32 for piece in roll.pieces for line in piece)


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("Œufs extra-frais — 6", "Œufs extra-frais — 6"),
        ("žluťoučký Łódź Đà Nẵng", "žlutoucký Lódz Dà Nang"),
        ("\u22124,00\u202f€", "-4,00\u00a0€"),
        (f"{TICK} 漢字 🍎", "[ ] ?? ?"),
        ("a\x1bb\x85c\x00", "a?b?c?"),
        ("e\u0301", "é"),
    ],
)
def test_a_sign_that_the_printer_lacks_becomes_the_nearest(text: str, paper: str) -> None:
    assert printable(text) == paper


def test_lines_and_boxes_are_drawn_with_signs_that_every_printer_has() -> None:
    rows = Table((Column("", share=0), Column("Produit", share=1)), (Row((TICK, "Lentilles")),))
    text = printed(escpos(receipt(Rule(), rows))).text
    assert "[ ]" in text
    assert "-" * 42 in text
    assert "?" not in text


def test_without_the_library_it_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "escpos.printer", None)
    with pytest.raises(PrinterRefused) as refused:
        escpos(labels("1"))
    assert refused.value.reason == "library"


def test_nothing_for_printers_is_imported_before_it_is_needed() -> None:
    asked = (
        "import sys, printing.printers, printing.keeping, printing.folder, printing.escpos;"
        "heavy = {'escpos', 'PIL', 'fpdf', 'subprocess', 'socket', 'select', 'printing.lp',"
        " 'printing.receipt_printer', 'printing.pdf'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
