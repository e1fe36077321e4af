"""What a member can order in a distribution: the cards of the product grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, overload

from peewee import JOIN, fn

from db.database import Book
from db.distributions import distribution
from db.models import Basket, Distribution, OrderLine, Orders, Product, Stock
from db.statements import Statement, slot
from db.tariffs import applied
from db.values.catalogue import ProductCard
from db.values.money import unit_price
from db.values.text import fold

PAGE = 64  # cards read at a time: more than a screen shows

_IDS = Statement(
    lambda: Product.select(Product.id).where(Product.group == slot("group")).order_by(Product.rank, Product.id)
)
_IDS_OF_CATEGORY = Statement(
    lambda: (
        Product.select(Product.id)
        .where(Product.group == slot("group"), Product.category == slot("category"))
        .order_by(Product.rank, Product.id)
    )
)
_CATEGORIES = Statement(
    lambda: (
        Product.select(Product.category)
        .where(Product.group == slot("group"))
        .group_by(Product.category)
        .order_by(fn.MIN(Product.rank), Product.category)
    )
)
_PAGE = Statement(
    lambda: (
        Product.select(
            Product.id,
            Product.reference,
            Product.name,
            Product.category,
            Product.producer,
            Product.unit,
            Product.base_price,
            Product.minimum,
            Product.step,
            Product.labels,
            Product.allergens,
            Product.available,
            Product.search,
            Stock.remaining,
        )
        .join(
            Stock,
            JOIN.LEFT_OUTER,
            on=((Stock.product == Product.id) & (Stock.distribution == slot("distribution"))),
        )
        .where(Product.id.in_([slot(f"id{place}") for place in range(PAGE)]))
    )
)
_RECORDED = Statement(
    lambda: (
        OrderLine.select(OrderLine.product, fn.SUM(OrderLine.quantity))
        .join(Orders)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"), Basket.member == slot("member"))
        .group_by(OrderLine.product)
    )
)
_BEFORE = Statement(
    lambda: (
        OrderLine.select(OrderLine.product, Distribution.starts_at, fn.SUM(OrderLine.quantity))
        .join(Orders)
        .join(Basket)
        .join(Distribution)
        .where(
            Basket.member == slot("member"),
            Distribution.group == slot("group"),
            Distribution.starts_at < slot("before"),
        )
        .group_by(OrderLine.product, Distribution.id, Distribution.starts_at)
        .order_by(Distribution.starts_at)
    )
)


class _Facts(NamedTuple):
    """What the cards of one member in one distribution have in common, as it was when the shelf was made."""

    distribution_id: int
    group_id: int
    points: int  # of the tariff that applies
    recorded: dict[int, int]
    before: dict[int, int]


class Shelf(Sequence[ProductCard]):
    """Products in the order of the catalogue's file. Only their ids are read at once; cards are, a page at a time,
    when they are looked at: a list of 20,000 cards would cost as much as the start of the whole program.
    """

    def __init__(self, book: Book, facts: _Facts, ids: Sequence[int], read: dict[int, ProductCard]) -> None:
        self._book = book
        self._facts = facts
        self._ids = ids
        self._read = read  # shared with the shelves made from this one

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, index: int) -> ProductCard: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ProductCard, ...]: ...
    def __getitem__(self, index: int | slice) -> ProductCard | tuple[ProductCard, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self._ids))))
        product = self._ids[index]
        card = self._read.get(product)
        if card is None:
            place = index % len(self._ids)
            first = place - place % PAGE
            self._read_page(self._ids[first : first + PAGE])
            card = self._read[product]
        return card

    def categories(self) -> tuple[str, ...]:
        """Of the whole catalogue, in its order."""
        return tuple(row[0] for row in self._book.all(_CATEGORIES, group=self._facts.group_id))

    def of(self, category: str) -> Shelf:
        """The products of one category; of all when it is empty."""
        if not category:
            return self
        return self._with(self._book.all(_IDS_OF_CATEGORY, group=self._facts.group_id, category=category))

    def matching(self, text: str) -> Shelf:
        """Products whose name, reference, producer or labels hold every word of `text`; accents and case are alike."""
        words = fold(text).replace("%", " ").replace("_", " ").split()
        if not words:
            return self
        values = {f"word{place}": f"%{word}%" for place, word in enumerate(words)}
        return self._with(self._book.all(_search(len(words)), group=self._facts.group_id, **values))

    def place_of(self, product_id: int) -> int | None:
        """Where a product stands on this shelf."""
        try:
            return self._ids.index(product_id)
        except ValueError:
            return None

    def _with(self, rows: Iterable[tuple[Any, ...]]) -> Shelf:
        return Shelf(self._book, self._facts, [row[0] for row in rows], self._read)

    def _read_page(self, ids: Sequence[int]) -> None:
        wanted = dict.fromkeys((f"id{place}" for place in range(PAGE)), 0)
        wanted.update((f"id{place}", product) for place, product in enumerate(ids))
        facts = self._facts
        for (
            product,
            reference,
            name,
            category,
            producer,
            unit,
            base_price,
            minimum,
            step,
            labels,
            allergens,
            available,
            search,
            remaining,
        ) in self._book.all(_PAGE, distribution=facts.distribution_id, **wanted):
            self._read[product] = ProductCard(
                product,
                reference,
                name,
                category,
                producer,
                unit,
                unit_price(base_price, facts.points),
                minimum,
                step,
                tuple(labels.split(";")) if labels else (),
                tuple(allergens.split(";")) if allergens else (),
                bool(available),
                remaining,
                facts.recorded.get(product, 0),
                facts.before.get(product, 0),
                search,
            )


@lru_cache(maxsize=16)
def _search(words: int) -> Statement:
    """LIKE for so many words. `search` is folded when it is written, so that case and accents need no care here."""
    return Statement(
        lambda: (
            Product.select(Product.id)
            .where(Product.group == slot("group"), *(Product.search ** slot(f"word{place}") for place in range(words)))
            .order_by(Product.rank, Product.id)
        )
    )


def cards(book: Book, distribution_id: int, member_id: int) -> Shelf:
    """The whole catalogue at the member's tariff, in the order of the catalogue's file.

    Always the same number of queries to make; one more for each page that is looked at. `member_id` 0 shows the
    group's default tariff. Refuses with Unknown.
    """
    one = distribution(book, distribution_id)
    before = {
        product: quantity
        for product, _, quantity in book.all(_BEFORE, member=member_id, group=one.group_id, before=one.starts_at)
        if quantity > 0
    }
    facts = _Facts(
        one.id,
        one.group_id,
        applied(book, member_id, one.group_id, book.clock.now()).points,
        recorded(book, distribution_id, member_id),
        before,
    )
    return Shelf(book, facts, [row[0] for row in book.all(_IDS, group=one.group_id)], {})


def recorded(book: Book, distribution_id: int, member_id: int) -> dict[int, int]:
    """What the member already ordered here, in thousandths by product."""
    return dict(book.all(_RECORDED, distribution=distribution_id, member=member_id))
