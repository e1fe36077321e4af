"""Orders as they stand: a member's own, one in full, and everybody's for a distribution."""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import JOIN, fn

from db.database import Book, Reader
from db.distributions import distribution, distributions
from db.errors import Unknown
from db.models import (
    Basket,
    CorrectionAnswered,
    CorrectionAsked,
    CorrectionLine,
    Distribution,
    Member,
    Note,
    OrderLine,
    Orders,
    Posting,
    Product,
    WayChosen,
)
from db.statements import Statement, came_about, slot
from db.undone import answers
from db.values.orders import CorrectionRequest, Line, Order

_POSITION = (
    OrderLine.product,
    OrderLine.name,
    OrderLine.reference,
    OrderLine.unit,
    OrderLine.price,
    fn.SUM(OrderLine.quantity),
    fn.SUM(OrderLine.amount),
    OrderLine.step,
    OrderLine.minimum,
)


def _positions(*where: Any) -> Any:
    """The same product at the same price is one position; what was reversed to nothing is gone."""
    return (
        OrderLine.select(Orders.basket, *_POSITION)
        .join(Orders)
        .join(Basket)
        .join(Distribution)
        .where(*where)
        .group_by(
            Orders.basket,
            OrderLine.product,
            OrderLine.name,
            OrderLine.reference,
            OrderLine.unit,
            OrderLine.price,
            OrderLine.step,
            OrderLine.minimum,
        )
        .having(fn.SUM(OrderLine.quantity) != 0)
        .order_by(fn.MIN(OrderLine.id))
    )


def _baskets(*where: Any) -> Any:
    return (
        Basket.select(
            Basket.id,
            Basket.distribution,
            Basket.label,
            Basket.at,
            Basket.number,
            Member.id,
            Member.first_name,
            Member.last_name,
        )
        .join(Distribution)
        .switch(Basket)
        .join(Member)
        .where(*where)
        .order_by(Distribution.starts_at.desc(), Basket.laptop, Basket.number)
    )


def _due(*where: Any) -> Any:
    return (
        Posting.select(Posting.basket, fn.SUM(Posting.amount))
        .join(Basket)
        .join(Distribution)
        .where(*where)
        .group_by(Posting.basket)
    )


def _ways(*where: Any) -> Any:
    return (
        WayChosen.select(WayChosen.basket, WayChosen.way)
        .join(Basket)
        .join(Distribution)
        .where(*where)
        .order_by(*came_about(WayChosen, WayChosen.basket))
    )


def _requests(*where: Any) -> Any:
    answer = Note.alias()
    return (
        CorrectionAsked.select(
            CorrectionAsked.basket,
            CorrectionAsked.id,
            CorrectionAsked.at,
            fn.COALESCE(Note.text, ""),
            fn.COALESCE(CorrectionAnswered.outcome, ""),
            fn.COALESCE(answer.text, ""),
            CorrectionAnswered.at,
        )
        .join(Basket)
        .join(Distribution)
        .switch(CorrectionAsked)
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == CorrectionAsked.id))
        .switch(CorrectionAsked)
        .join(CorrectionAnswered, JOIN.LEFT_OUTER, on=answers())
        .join(answer, JOIN.LEFT_OUTER, on=(answer.id == CorrectionAnswered.id))
        .where(*where)
        .order_by(CorrectionAsked.id)
    )


def _request_products(*where: Any) -> Any:
    return (
        CorrectionLine.select(CorrectionLine.request, Product.name)
        .join(CorrectionAsked)
        .join(Basket)
        .join(Distribution)
        .switch(CorrectionLine)
        .join(Product)
        .where(*where)
        .order_by(CorrectionLine.id)
    )


class _Scope(NamedTuple):
    """The same six reads for a member's group, for one basket, and for one distribution."""

    baskets: Statement
    positions: Statement
    due: Statement
    ways: Statement
    requests: Statement
    products: Statement


def _scope(where: Any) -> _Scope:
    # `where` is called when a statement is built, not before: building is what costs.
    return _Scope(
        Statement(lambda: _baskets(*where())),
        Statement(lambda: _positions(*where())),
        Statement(lambda: _due(*where())),
        Statement(lambda: _ways(*where())),
        Statement(lambda: _requests(*where())),
        Statement(lambda: _request_products(*where())),
    )


_OF_MEMBER = _scope(lambda: (Basket.member == slot("member"), Distribution.group == slot("group")))
_OF_BASKET = _scope(lambda: (Basket.id == slot("basket"),))
_OF_DISTRIBUTION = _scope(lambda: (Basket.distribution == slot("distribution"),))


_TARIFFS = Statement(
    lambda: (
        OrderLine.select(OrderLine.tariff)
        .join(Orders)
        .where(Orders.basket == slot("basket"), OrderLine.reverses.is_null())
        .group_by(OrderLine.tariff)
        .order_by(OrderLine.tariff)
    )
)


class MemberOrder(NamedTuple):
    """Somebody's order, for lists and scripts: names and ids, never contacts."""

    member_id: int
    name: str
    order: Order


def my_orders(book: Book, member_id: int, group_id: int) -> tuple[Order, ...]:
    """Everything a member ordered in a group, latest distribution first. A fixed number of queries."""
    places = {one.id: one for one in distributions(book, group_id)}
    return tuple(found.order for found in _read(book, _OF_MEMBER, places, member=member_id, group=group_id))


def order(book: Book, basket_id: int) -> Order:
    """One order in full. Refuses with Unknown."""
    row = book.one(_OF_BASKET.baskets, basket=basket_id)
    if row is None:
        raise Unknown(kind="order", given=str(basket_id))
    places = {row[1]: distribution(book, row[1])}
    return _read(book, _OF_BASKET, places, basket=basket_id)[0].order


def tariffs(reader: Reader, basket_id: int) -> str:
    """The letters of the tariffs that its lines were recorded at: « A », seldom « A, C »."""
    return ", ".join(row[0] for row in reader.all(_TARIFFS, basket=basket_id))


def owner(reader: Reader, basket_id: int) -> tuple[int, int]:
    """Who a basket belongs to, and in which distribution. Refuses with Unknown."""
    row = reader.one(_OF_BASKET.baskets, basket=basket_id)
    if row is None:
        raise Unknown(kind="order", given=str(basket_id))
    return row[5], row[1]


def all_orders(book: Book, distribution_id: int) -> tuple[MemberOrder, ...]:
    """Everybody's orders in a distribution, by basket number."""
    places = {distribution_id: distribution(book, distribution_id)}
    return tuple(_read(book, _OF_DISTRIBUTION, places, distribution=distribution_id))


def _read(book: Book, scope: _Scope, places: dict[int, Any], **values: Any) -> list[MemberOrder]:
    lines: dict[int, list[Line]] = {}
    for basket_id, *position in book.all(scope.positions, **values):
        lines.setdefault(basket_id, []).append(Line(*position))
    due = dict(book.all(scope.due, **values))
    ways = dict(book.all(scope.ways, **values))
    products: dict[int, list[str]] = {}
    for request_id, name in book.all(scope.products, **values):
        products.setdefault(request_id, []).append(name)
    requests: dict[int, list[CorrectionRequest]] = {}
    for basket_id, request_id, at, why, outcome, answer, answered_at in book.all(scope.requests, **values):
        requests.setdefault(basket_id, []).append(
            CorrectionRequest(request_id, at, tuple(products.get(request_id, ())), why, outcome, answer, answered_at)
        )
    found = []
    for basket_id, distribution_id, label, at, _, member_id, first_name, last_name in book.all(scope.baskets, **values):
        own = tuple(lines.get(basket_id, ()))
        found.append(
            MemberOrder(
                member_id,
                f"{first_name} {last_name.upper()}".strip(),
                Order(
                    basket_id,
                    places[distribution_id],
                    label,
                    own,
                    sum(line.amount for line in own),
                    due.get(basket_id, 0) >= 0,
                    ways.get(basket_id, ""),
                    at,
                    tuple(requests.get(basket_id, ())),
                ),
            )
        )
    return found
