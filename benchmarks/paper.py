"""Two hundred order sheets of fifteen lines as one PDF, beside a bare script that writes the same pages.

The script is told every word and its place beforehand: it builds no document, measures nothing, breaks no line. Both
sides begin with reading the fonts and end with the bytes of the file.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from fpdf import FPDF

from benchmarks.measures import Line, against, alternate
from db.reports import Day, Sale
from db.values import orders
from db.values.catalogue import Product
from printing import pdf as own
from printing.documents.order_sheet import of_all
from printing.layout import sheets
from printing.marks import Frame, Sheet, Words

BASKETS, LINES = 200, 15
LIMIT = 3.0
_AT = 1_796_198_400  # any day
_NAMES = (
    "Abricots bruns secs",
    "Farine de blé T65",
    "Œufs plein air, boîte de 6",
    "Riz rond",
    "Huile d'olive, bidon 5 L",
)


def measure(rounds: int, folder: Path) -> Iterator[Line]:
    found = distribution()
    pages = drawn(found)
    tries: dict[str, Callable[[], float]] = {
        "ours": lambda: _timed(lambda: own.pdf(of_all(found, now=_AT))),
        "bare": lambda: _timed(lambda: bare(pages)),
    }
    for each in tries.values():  # what is imported once is not measured
        each()
    samples = alternate(rounds, tries)
    what = f"{BASKETS} order sheets of {LINES} lines as one PDF of {len(pages)} pages"
    yield against(what, LIMIT, samples["ours"], samples["bare"], other="a bare fpdf2 script")


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1_000


def distribution() -> Day:
    """Two hundred invented baskets."""
    where = orders.Place(1, "Centre social", "1 place du Marché", "31100", "Toulouse", "Europe/Paris")
    one = orders.Distribution(2, 3, "BELLEFONTAINE", where, _AT, _AT + 7_200, _AT - 9, _AT - 1)
    gluten = (("gluten",), (), ())
    products = {
        id: Product(id, f"P{id}", "", "", "", "kg", 610, 550, 250, 250, 25_000, (), gluten[id % 3], True)
        for id in range(LINES)
    }
    sales = tuple(Sale(n, f"Prénom NOM{n}", _order(one, n), "A", (), ()) for n in range(1, BASKETS + 1))
    return Day(one, sales, products, False)


def _order(one: orders.Distribution, basket: int) -> orders.Order:
    lines = []
    for id in range(LINES):
        times = 1 + (basket + id) % 7
        name = f"{_NAMES[(basket + id) % len(_NAMES)]} {basket % 10}{id}"
        lines.append(orders.Line(id, name, f"P{id}", "kg", 610, 250 * times, 153 * times, 250, 250))
    total = sum(line.amount for line in lines)
    return orders.Order(basket, one, str(basket), tuple(lines), total, False, "", _AT, ())


def drawn(found: Day) -> list[Sheet]:
    """Where every word of the same pages stands."""
    paper = _paper()
    return list(sheets(of_all(found, now=_AT), own.Face(paper)))


def bare(pages: list[Sheet]) -> bytes:
    """The script."""
    paper = _paper()
    for sheet in pages:
        paper.add_page(format=(sheet.width, sheet.height))
        for left, top, marks in sheet.marks:
            for mark in marks:
                if isinstance(mark, Words):
                    paper.set_font("paper", "B" if mark.strong else "", mark.size)
                    paper.text(left + mark.x, top + mark.y, mark.text)
                elif isinstance(mark, Frame):
                    paper.set_line_width(mark.thick)
                    paper.rect(left + mark.x, top + mark.y, mark.width, mark.height)
                else:
                    paper.set_line_width(mark.thick)
                    paper.line(left + mark.x1, top + mark.y1, left + mark.x2, top + mark.y2)
    return bytes(paper.output())


def _paper() -> FPDF:
    paper = FPDF(unit="mm")
    paper.add_font("paper", "", own.FONTS / "DejaVuSansCondensed.ttf")
    paper.add_font("paper", "B", own.FONTS / "DejaVuSansCondensed-Bold.ttf")
    return paper
