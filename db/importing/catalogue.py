"""The catalogue of a group as a file: one product a line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from db.errors import CellInvalid, LineRefused
from db.importing.table import Cells, in_order, read_table
from db.values.text import clean, fold

COLUMNS = (
    "ref",
    "name_fr",
    "category",
    "producer",
    "unit",
    "price_cents_per_unit",
    "vat_percent",
    "min_qty",
    "step_qty",
    "pack_size",
    "labels",
    "allergens",
    "available",
)
_UNITS = {
    **dict.fromkeys(("kg", "kilo", "kilos", "kilogramme", "kilogrammes", "kilogramm", "kilogram"), "kg"),
    **dict.fromkeys(("l", "litre", "litres", "liter", "liters"), "L"),
    **dict.fromkeys(("piece", "pieces", "pc", "pce", "pcs", "unite", "unites", "stuck", "stueck", "stk"), "piece"),
}
_YES_NO = {
    **dict.fromkeys(("1", "oui", "yes", "ja", "vrai", "true", "wahr"), True),
    **dict.fromkeys(("0", "non", "no", "nein", "faux", "false", "falsch"), False),
}
_NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<whole>[0-9]{1,7})(?:[.,](?P<decimals>[0-9]{1,6}))?")


class ProductRow(NamedTuple):
    """One product of the file, under the names of the book's columns. Prices are cents, quantities thousandths."""

    line: int
    reference: str
    name: str
    category: str
    producer: str
    unit: str
    base_price: int
    vat: int
    minimum: int
    step: int
    pack: int
    labels: str
    allergens: str
    available: bool


class CatalogueFile(NamedTuple):
    rows: list[ProductRow]
    refused: list[LineRefused]


def read_catalogue(path: Path) -> CatalogueFile:
    """The products of a file, and the lines that cannot be taken. Refuses the whole file with FileUnreadable."""
    table = read_table(path, COLUMNS)
    refused = list(table.refused)
    rows: list[ProductRow] = []
    seen: set[str] = set()
    for line in table.lines:
        cells = Cells(line, refused)
        row = _read(cells, line.number)
        key = reference_key(row.reference)
        if key and key in seen:
            cells.refuse("ref", CellInvalid(text=row.reference, reason="duplicate"))
        seen.add(key)
        if cells.good:
            rows.append(row)
    return CatalogueFile(rows, in_order(refused, COLUMNS))


def reference_key(reference: str) -> str:
    """References that differ by case alone are the same product."""
    return reference.casefold()


def _read(cells: Cells, line: int) -> ProductRow:
    unit = cells.read("unit", _unit, "kg")
    minimum = cells.read("min_qty", lambda text: _quantity(text, unit), 0)
    step = cells.read("step_qty", lambda text: _quantity(text, unit), 0)
    if minimum and step and minimum % step:
        cells.read("min_qty", _off_step, None)
    return ProductRow(
        line=line,
        reference=cells.read("ref", lambda text: _name(text, 40), ""),
        name=cells.read("name_fr", _name, ""),
        category=cells.read("category", _name, ""),
        producer=cells.read("producer", clean, ""),
        unit=unit,
        base_price=cells.read("price_cents_per_unit", _cents, 0),
        vat=cells.read("vat_percent", _vat, 0),
        minimum=minimum,
        step=step,
        pack=cells.read("pack_size", lambda text: _quantity(text, unit), 0),
        labels=cells.read("labels", _words, ""),
        allergens=cells.read("allergens", _words, ""),
        available=cells.read("available", _yes_no, False),
    )


def _name(text: str, limit: int = 80) -> str:
    if not text:
        raise CellInvalid(text=text, reason="empty")
    return clean(text, limit=limit)


def _words(text: str) -> str:
    """« AB;Équitable »: several in a cell, as the book keeps them."""
    words = dict.fromkeys(clean(word) for word in text.split(";"))
    return ";".join(word for word in words if word)


def _unit(text: str) -> str:
    unit = _UNITS.get(fold(text).rstrip("."))
    if unit is None:
        raise CellInvalid(text=text, reason="unit" if text else "empty")
    return unit


def _yes_no(text: str) -> bool:
    found = _YES_NO.get(fold(text))
    if found is None:
        raise CellInvalid(text=text, reason="yes_no" if text else "empty")
    return found


def _cents(text: str) -> int:
    return _number(text, 0, "cents")


def _vat(text: str) -> int:
    vat = _number(text, 2, "vat", zero=True)
    if vat > 10_000:
        raise CellInvalid(text=text, reason="vat")
    return vat


def _quantity(text: str, unit: str) -> int:
    if unit == "piece":
        return _number(text, 0, "whole") * 1000
    return _number(text, 3, "number")


def _off_step(text: str) -> None:
    raise CellInvalid(text=text, reason="multiple")


def _number(text: str, decimals: int, reason: str, *, zero: bool = False) -> int:
    """`text` times ten to the `decimals`; comma or point. `reason`: why it is refused when it has more of them."""
    if not text:
        raise CellInvalid(text=text, reason="empty")
    found = _NUMBER.fullmatch(text.replace("\u00a0", " ").strip(" "))
    if found is None:
        raise CellInvalid(text=text, reason="number")
    after = found["decimals"] or ""
    # « 1.000 » is one to some and a thousand to others: nothing is guessed.
    if len(after) == 3 and found["whole"].strip("0"):
        raise CellInvalid(text=text, reason="ambiguous")
    after = after.rstrip("0")
    if len(after) > decimals:
        raise CellInvalid(text=text, reason=reason)
    number = int(found["whole"] + after.ljust(decimals, "0"))
    if found["sign"] or (number == 0 and not zero):
        raise CellInvalid(text=text, reason="negative")
    return number
