"""What the catalogue shows. Prices are cents per unit, quantities thousandths of the unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, overload

from db.errors import LineRefused


class ProductCard(NamedTuple):
    """One product as a member sees it in the grid of a distribution."""

    id: int
    reference: str
    name: str
    category: str
    producer: str
    unit: str  # 'kg', 'L' or 'piece'
    price: int  # cents per unit, for this member's tariff
    minimum: int  # thousandths
    step: int  # thousandths
    labels: tuple[str, ...]
    allergens: tuple[str, ...]
    available: bool
    stock: int | None  # thousandths left for this distribution, None when it is not counted
    recorded: int  # thousandths this member already ordered in this distribution
    last_time: int  # thousandths this member took the last time, 0 if never
    search: str  # folded name, reference, producer and labels


class Shelf(Protocol):
    """Products in order, as the grid browses them. Cards are read when they are looked at."""

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int) -> ProductCard: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ProductCard]: ...
    def categories(self) -> tuple[str, ...]: ...
    def of(self, category: str) -> Shelf: ...
    def matching(self, text: str) -> Shelf: ...
    def place_of(self, product_id: int) -> int | None: ...


class Product(NamedTuple):
    """One product as the coordination sees it: base price, before any tariff."""

    id: int
    reference: str
    name: str
    category: str
    producer: str
    unit: str
    base_price: int
    vat: int  # hundredths of a percent: 550 is 5,5 %
    minimum: int
    step: int
    pack: int  # thousandths in a supplier's sack
    labels: tuple[str, ...]
    allergens: tuple[str, ...]
    available: bool


class Price(NamedTuple):
    """One entry of a product's price history."""

    base_price: int
    since: int  # UTC seconds
    by: int  # member, 0 when the book had none yet


class ImportReport(NamedTuple):
    """What an import did, in rows. `lines` says why rows were left out, when that was asked for."""

    added: int
    changed: int
    unchanged: int
    refused: int
    lines: tuple[LineRefused, ...] = ()
