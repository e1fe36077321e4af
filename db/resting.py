"""What later gestures rest on an earlier one, so that it is not undone under them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from peewee import JOIN

from db.database import Reader, Write
from db.errors import NotUndone
from db.gestures import UNDO, takes_back
from db.leftovers import surplus
from db.lines import of_product
from db.models import Basket, Fee, Gesture, HandOver, Member, OrderLine, Product, Weighing
from db.statements import Statement, came_about, slot
from db.values import orders as values


def _later() -> Any:
    """Gestures that came after another: by sequence on its laptop, by the hour from any other."""
    same = Gesture.laptop == slot("laptop")
    return (same & (Gesture.id > slot("gesture"))) | (~same & (Gesture.at > slot("at")))


def _since(made: Any, *where: Any) -> Any:
    """What gestures that came later and stand have made: `made` ends at `Gesture`."""
    return made.join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id)).where(_later(), UNDO.id.is_null(), *where)


_FEE_SINCE = Statement(
    lambda: _since(
        Fee.select(Gesture.by_id, Gesture.at).join(Gesture),
        Fee.member == slot("member"),
        Fee.group == slot("group"),
        Gesture.kind == "fee",
    )
)
_SERVED_SINCE = Statement(
    lambda: _since(
        HandOver.select(Gesture.by_id, Gesture.at).join(Gesture),
        HandOver.basket == slot("basket"),
        HandOver.whole == slot("yes"),
    )
)
_SINCE = Statement(
    lambda: _since(
        Gesture.select(Gesture.kind, Gesture.by_id, Gesture.at),
        Gesture.distribution == slot("distribution"),
        Gesture.kind == slot("kind"),
        (Gesture.product == slot("product")) | (slot("product") == 0),
    )
)
# Of a product that was missing: somebody found it, and sold it at the price of the day.
_FOUND_SINCE = Statement(
    lambda: _since(
        Weighing.select(Gesture.kind, Gesture.by_id, Gesture.at, Weighing.basket)
        .join(OrderLine, on=(OrderLine.id == Weighing.was))
        .switch(Weighing)
        .join(Gesture),
        Gesture.distribution == slot("distribution"),
        Gesture.kind == "weighed",
        Weighing.line.is_null(False),
        OrderLine.product == slot("product"),
        Weighing.was.in_(Weighing.select(Weighing.was).where(Weighing.line.is_null())),
    )
)
# What somebody took from what is left over: it replaced nothing.
_SOLD_SINCE = Statement(
    lambda: _since(
        Weighing.select(Gesture.by_id, Gesture.at, Weighing.basket)
        .join(OrderLine, on=(OrderLine.id == Weighing.line))
        .switch(Weighing)
        .join(Gesture),
        Gesture.distribution == slot("distribution"),
        Weighing.was.is_null(),
        OrderLine.product == slot("product"),
    ).order_by(*came_about(Gesture, Gesture.distribution))
)
_NAME = Statement(lambda: Member.select(Member.first_name, Member.last_name).where(Member.id == slot("member")))
# Gestures that change what somebody gets: they rest under a hand-over that came later.
_OF_GOODS = ("weighed", "lacking", "added", "taken_out", "replaced", "shared", "priced", "ordered", "uncollected")
# Gestures that make goods there again for others.
_GIVES_BACK = ("taken_out", "uncollected")
_OWNER = Statement(
    lambda: (
        Member.select(Member.first_name, Member.last_name)
        .join(Basket, on=(Basket.member == Member.id))
        .where(Basket.id == slot("basket"))
    )
)
_PRODUCT = Statement(lambda: Product.select(Product.name).where(Product.id == slot("product")))


class Wanted(NamedTuple):
    """The gesture that is to be undone, and the distribution it was made in."""

    id: int
    one: values.Distribution
    kind: str
    basket_id: int | None
    product_id: int | None
    laptop: int
    at: int


class Later(NamedTuple):
    """What stands in the way, and whom and what it was about."""

    kind: str
    by: int
    at: int
    basket_id: int | None = None
    product_id: int | None = None
    member_id: int | None = None


def refuse_if_rested_on(write: Write, wanted: Wanted, baskets: Iterable[int], fees: Sequence[tuple[int, int]]) -> None:
    """Refuses with NotUndone. `baskets`: whose goods change again; `fees`: whose memberships, (member, group) each."""
    later = _later_one(write, wanted, baskets, fees)
    if later is not None:
        raise not_undone(write, wanted, later)


def there_for_others(reader: Reader, wanted: Wanted) -> dict[int, int]:
    """What is left over (thousandths by product) before a gesture is undone; nothing when it gave nothing back."""
    return surplus(reader, wanted.one.id) if wanted.kind in _GIVES_BACK else {}


def refuse_if_sold(write: Write, wanted: Wanted, before: dict[int, int]) -> None:
    """Once it is undone: refuses with NotUndone where somebody bought since what was left over `before`, and it is
    there no more. What had run short without that sale may run short again."""
    after = surplus(write, wanted.one.id) if before else {}
    for product, left in before.items():
        if left >= 0 > after[product] and (sale := _sale(write, wanted, product)) is not None:
            raise not_undone(write, wanted, sale)


def _sale(reader: Reader, wanted: Wanted, product_id: int) -> Later | None:
    """The latest sale of what was left over since, to somebody who still has it."""
    have = {line.basket_id for line in of_product(reader, wanted.one.id, product_id)}
    here = {"distribution": wanted.one.id, "product": product_id}
    rows = reader.all(_SOLD_SINCE, **here, gesture=wanted.id, laptop=wanted.laptop, at=wanted.at)
    sales = (Later("sold", by, at, basket, product_id) for by, at, basket in reversed(rows) if basket in have)
    return next(sales, None)


def not_undone(reader: Reader, wanted: Wanted, later: Later) -> NotUndone:
    """The refusal, with the names of those whom both gestures were about."""
    first, last = reader.one(_NAME, member=later.by) or ("", "")
    return NotUndone(
        gesture=wanted.kind,
        product=_product(reader, wanted.product_id),
        person=_person(reader, wanted.basket_id),
        kind=later.kind,
        by=f"{first} {last}".strip(),
        at=later.at,
        timezone=wanted.one.place.timezone,
        later_product=_product(reader, later.product_id),
        later_person=_person(reader, later.basket_id, later.member_id),
    )


def _later_one(reader: Reader, wanted: Wanted, baskets: Iterable[int], fees: Sequence[tuple[int, int]]) -> Later | None:
    after = {"gesture": wanted.id, "laptop": wanted.laptop, "at": wanted.at}
    for basket in baskets if wanted.kind in _OF_GOODS else ():
        served = reader.one(_SERVED_SINCE, basket=basket, yes=True, **after)
        if served is not None:
            return Later("served", *served)._replace(basket_id=basket)
    here = {"distribution": wanted.one.id, "product": wanted.product_id or 0, **after}
    if wanted.kind == "priced":
        found = reader.one(_FOUND_SINCE, **here)
        if found is not None:
            return Later(*found)._replace(product_id=wanted.product_id)
    # A received quantity that was shared out, a float whose till was counted.
    rests = {"received": "shared", "opened": "closed"}.get(wanted.kind)
    if rests is not None:
        found = reader.one(_SINCE, kind=rests, **here)
        if found is not None:
            return Later(*found)._replace(product_id=wanted.product_id)
    for member, group in fees:
        again = reader.one(_FEE_SINCE, member=member, group=group, **after)
        if again is not None:
            return Later("fee", *again)._replace(member_id=member)
    return None


def _person(reader: Reader, basket_id: int | None, member_id: int | None = None) -> str:
    row = reader.one(_OWNER, basket=basket_id) if basket_id else None
    if member_id:
        row = reader.one(_NAME, member=member_id)
    return f"{row[0]} {row[1].upper()}".strip() if row else ""


def _product(reader: Reader, product_id: int | None) -> str:
    return str(reader.value(_PRODUCT, product=product_id) or "") if product_id else ""
