"""What is on paper, before anybody knows which paper: words already in the reader's language, in a few kinds of blocks.

A document is made by a function of `printing.documents`; `printing.pdf`, `printing.plain` and `printing.escpos` draw
it. Nothing here cuts a text: a renderer breaks lines, and never an amount. Texts may hold no-break spaces; what people
wrote has passed `shown`. The order of blocks is the order of reading.
"""

from __future__ import annotations

from typing import NamedTuple

TICK = "☐"  # a box to tick: a cell that is this alone is drawn as a box, « [ ] » where the sign is missing

SHEETS = ("a4", "a4_landscape", "columns", "halves", "quarters", "receipt", "labels")
KINDS = (
    "order_sheet",
    "signoff",
    "picking_products",
    "picking_people",
    "cross_table",
    "stand_cards",
    "delivery_slip",
    "supplier_totals",
    "till_report",
    "receipt",
    "labels",
    "changes",
)


class Plate(NamedTuple):
    """A basket number as large as it goes, with the name and a few lines beside it."""

    number: str  # « 12 », « B3 »
    name: str
    lines: tuple[str, ...] = ()


class Heading(NamedTuple):
    """`level` 1 is the title of a sheet or a card, 2 a part of it."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    text: str
    strong: bool = False


class Facts(NamedTuple):
    """A label and what is said of it, one a line."""

    pairs: tuple[tuple[str, str], ...]


class Boxed(NamedTuple):
    """A total in a box."""

    label: str
    amount: str


class Rule(NamedTuple):
    """A line across, between two parts."""


class Column(NamedTuple):
    title: str
    align: str = "left"  # 'left', 'right', 'centre'
    share: int = 0  # 0: as wide as its widest cell, never broken; else its share of what is left, where text wraps
    strong: bool = False
    under: str = ""  # a name that belongs to the title, where titles are narrow: drawn upright, or listed


class Row(NamedTuple):
    cells: tuple[str, ...]
    # 'group': its first cell stands over the rows below, across the table, a second one at the right; 'total': strong
    kind: str = "plain"
    note: str = ""  # in small under the row's text: allergens


class Table(NamedTuple):
    """Rows go on over the page, with the titles again. Where there are more columns than room, the first `kept` ones
    stand again beside the rest."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kept: int = 0
    height: int = 0  # of a row, millimetres, at least: room for a signature
    grid: bool = False  # lines between columns too


Block = Plate | Heading | Paragraph | Facts | Boxed | Rule | Table
Page = tuple[Block, ...]


class Document(NamedTuple):
    kind: str  # one of KINDS
    title: str
    language: str  # 'fr', 'en', 'de': what it is written in
    name: str  # for its file, without suffix: `printing.folder.safe_name` has not seen it
    holds_contacts: bool  # then its file is for this user alone, and goes when the contact data goes
    sheet: str  # one of SHEETS; 'columns': two side by side; 'halves', 'quarters', 'labels': several pages on one sheet
    pages: tuple[Page, ...]  # each begins a new page, quarter or label, and may be longer than one
    header: str = ""  # group and day, at the head of every sheet
    footer: str = ""  # when it was made, at the foot of every sheet, beside the number of the page
    points: int = 10  # size of its text
    made_at: int = 0  # UTC seconds: the day that a file says it was made
