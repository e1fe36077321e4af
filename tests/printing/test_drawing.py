"""A process of its own draws the same sheets, tells how far it is, and is not needed where there can be none."""

from __future__ import annotations

import sys

import pytest

from printing import drawing
from printing.document import Document, Heading, Paragraph
from printing.drawing import drawn
from printing.pdf import pdf


def a_document(pages: int = 3) -> Document:
    sheets = tuple((Heading(f"Panier {n}", 1), Paragraph("Œufs extra-frais, 6")) for n in range(pages))
    return Document("order_sheet", "Fiches", "fr", "fiches", False, "a4", sheets)


def test_another_process_draws_the_same_bytes_and_tells_each_sheet() -> None:
    told: list[int] = []
    assert drawn(a_document(), told.append) == pdf(a_document())
    assert told == [1, 2, 3]


def test_where_no_process_can_be_started_it_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert drawn(a_document()) == pdf(a_document())


def test_a_process_that_fails_leaves_the_work_to_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert drawn(a_document()) == pdf(a_document())


def test_giving_up_ends_the_process() -> None:
    def give_up(sheets: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        drawing.drawn(a_document(40), give_up)
