"""A card for each product, to stand beside its sack: name, price for each tariff, allergens, origin, labels.

Allergens of unpacked food must be told in writing, near the food, without being asked (decree 2015-447).
"""

from __future__ import annotations

from collections.abc import Iterable

from db.catalogue import products
from db.database import Book
from db.distributions import distribution
from db.reports import tariffs
from db.values.catalogue import Product
from db.values.money import unit_price
from db.values.people import Tariff
from i18n import formats
from i18n.language import _
from printing.document import Column, Document, Facts, Heading, Page, Paragraph, Row, Table
from printing.documents.parts import document, safe


def stand_cards(book: Book, distribution_id: int, *, now: int, only: Iterable[int] | None = None) -> Document:
    """Two cards on a sheet, for all products that are sold, or `only` those of these ids. Refuses with Unknown."""
    one = distribution(book, distribution_id)
    wanted = None if only is None else set(only)
    letters = tariffs(book, one.group_id)
    pages = [
        _card(product, letters)
        for product in products(book, one.group_id)
        if (product.available if wanted is None else product.id in wanted)
    ]
    if not pages:
        pages = [(Paragraph(_("No product is for sale.")),)]
    title = _("Stand cards")
    return document("stand_cards", title, _("stand cards"), one, pages, now, sheet="halves", points=20)


def _card(product: Product, letters: tuple[Tariff, ...]) -> Page:
    prices = tuple(
        Row(
            (
                _("Tariff {letter}").format(letter=safe(tariff.letter)),
                formats.unit_price(unit_price(product.base_price, tariff.points), product.unit),
            )
        )
        for tariff in letters
    ) or (Row((_("Price"), formats.unit_price(product.base_price, product.unit))),)
    facts = (
        (_("Allergens"), safe(", ".join(product.allergens)) or _("none declared")),
        (_("Origin"), safe(product.producer)),
        (_("Labels"), safe(", ".join(product.labels))),
        (_("Reference"), safe(product.reference)),
    )
    return (
        Heading(safe(product.name), 1),
        Table((Column("", share=1), Column("", "right", strong=True)), prices),
        Facts(tuple(fact for fact in facts if fact[1])),
    )
