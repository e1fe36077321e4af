"""What suppliers brought: noted, shared out when it is short, and sold at another price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from db.database import Book, Reader
from db.distributions import distribution
from db.errors import QuantityTooLarge, SharesChanged
from db.gestures import begin
from db.given_up import orders_given_up
from db.leftovers import left_of
from db.lines import of_product, rewrite, whose_basket
from db.models import (
    Arrival,
    Basket,
    DayPrice,
    Member,
    Orders,
    Tariff,
    Weighing,
)
from db.people_search import homonyms
from db.positions import of_everybody
from db.roles import needs_volunteer
from db.statements import Statement, came_about, slot
from db.values.counter import Cut, Position, Station
from db.values.money import unit_price
from db.values.quantity import LIMIT
from db.values.sharing import share
from db.weighing import note_lacking

_COME = Statement(
    lambda: (
        Orders.select(Orders.basket, Basket.label, Basket.member, Member.first_name, Member.last_name)
        .join(Basket)
        .join(Member)
        .where(Basket.distribution == slot("distribution"), Orders.kind == "order")
        .order_by(*came_about(Orders, Basket.distribution))
    )
)
_POINTS = Statement(lambda: Tariff.select(Tariff.letter, Tariff.points).where(Tariff.group == slot("group")))


def receive(book: Book, station: Station, product_id: int, quantity: int) -> int:
    """What came of a product in all (thousandths; 0: nothing). A later word replaces it. The id of the gesture.

    Refuses with QuantityTooLarge, Unknown, and as `begin` does.
    """
    _check(quantity)
    with book.write(station.by) as write:
        left_of(write, station.distribution_id, product_id)
        begun = begin(write, station, "received", product_id=product_id)
        write.add(
            Arrival,
            gesture_id=begun.id,
            distribution_id=station.distribution_id,
            product_id=product_id,
            quantity=quantity,
        )
        return begun.id


def _check(came: int) -> None:
    if not 0 <= came <= 100 * LIMIT:
        raise QuantityTooLarge(quantity=came, limit=100 * LIMIT, unit="kg")


def shares(book: Book, by: int, distribution_id: int, product_id: int, rule: str) -> tuple[Cut, ...]:
    """Who would get what of a product that is short, by a rule of `db.values.sharing`, those first who ordered first.

    What is weighed already is not taken back, and nobody loses anything while nobody said what came. Refuses with
    NotAllowed, Unknown.
    """
    needs_volunteer(book, by, distribution(book, distribution_id).group_id)
    return _cuts(book, distribution_id, product_id, rule)


def share_out(
    book: Book,
    station: Station,
    product_id: int,
    rule: str,
    *,
    shown: Sequence[Cut] | None = None,
    received: int | None = None,
) -> int:
    """Give everybody their share; what each loses is neither given nor owed. The id of the gesture.

    `received` (thousandths) says in the same gesture what came. Refuses with SharesChanged when the shares are not
    those that were `shown`, QuantityTooLarge, and as `begin` does.
    """
    if received is not None:
        _check(received)
    with book.write(station.by) as write:
        begun = begin(write, station, "shared", product_id=product_id, reason="short")
        if received is not None:
            write.add(
                Arrival,
                gesture_id=begun.id,
                distribution_id=begun.one.id,
                product_id=product_id,
                quantity=received,
            )
        standing = {line.id: line for line in of_product(write, begun.one.id, product_id)}
        cuts = _cuts(write, begun.one.id, product_id, rule)
        if shown is not None and cuts != tuple(shown):
            raise SharesChanged()
        for cut in cuts:
            if not cut.loses:
                continue
            lines = [standing[line] for line in cut.position.lines if standing[line].weighed is None]
            rest = sum(line.quantity for line in lines) - cut.loses
            whose = whose_basket(write, cut.position.basket_id)
            new = [lines[-1].copied(rest)] if rest else []
            rewrite(write, whose, lines, new, gesture=begun.id)
            if not cut.gets:
                note_lacking(write, begun.id, cut.position.ordered, lines)
        return begun.id


def set_price(book: Book, station: Station, product_id: int, base_price: int) -> int:
    """Another price for everybody here (base price, cents per unit): each line is written anew at it. The gesture.

    Each keeps their tariff, and what is weighed stays weighed. The catalogue is left as it is. Refuses with Unknown,
    and as `begin` does.
    """
    if base_price < 0:
        raise ValueError(base_price)
    with book.write(station.by) as write:
        left_of(write, station.distribution_id, product_id)
        begun = begin(write, station, "priced", product_id=product_id)
        write.add(
            DayPrice,
            gesture_id=begun.id,
            distribution_id=begun.one.id,
            product_id=product_id,
            base_price=base_price,
        )
        points = dict(write.all(_POINTS, group=begun.one.group_id))
        baskets: dict[int, list[Any]] = {}
        for line in of_product(write, begun.one.id, product_id):
            baskets.setdefault(line.basket_id, []).append(line)
        for basket_id, lines in baskets.items():
            whose = whose_basket(write, basket_id)
            new = [line.copied(line.quantity, unit_price(base_price, points.get(line.tariff, 0))) for line in lines]
            written = rewrite(write, whose, lines, new, gesture=begun.id)
            write.add_all(
                Weighing,
                [
                    {
                        "gesture_id": begun.id,
                        "basket_id": basket_id,
                        "was_id": line.id,
                        "line_id": row_id,
                        "ordered": line.ordered,
                        "tare": line.tare,
                    }
                    for line, row_id in zip(lines, written.lines, strict=True)
                    if line.weighed is not None
                ],
            )
        return begun.id


def _cuts(reader: Reader, distribution_id: int, product_id: int, rule: str) -> tuple[Cut, ...]:
    left = left_of(reader, distribution_id, product_id)
    come: dict[int, tuple[int, str, int, str]] = {}
    for place, (basket, label, member, first, last) in enumerate(reader.all(_COME, distribution=distribution_id)):
        come.setdefault(basket, (place, label, member, f"{first} {last.upper()}".strip()))
    twins = homonyms(reader, distribution(reader, distribution_id).group_id)
    waiting = [one for one in of_everybody(reader, distribution_id, product_id) if one.state == "to_weigh"]
    waiting.sort(key=lambda one: (come[one.basket_id][0], one.price))
    # Somebody may have had some of it weighed already, and ordered more.
    had: dict[tuple[int, int], int] = {}
    for line in of_product(reader, distribution_id, product_id):
        if line.weighed is not None:
            had[line.basket_id, line.price] = had.get((line.basket_id, line.price), 0) + line.quantity
    # Nothing is given of what was given up, and it stays owed; whoever ordered again since has a share for that.
    given_up = defaultdict[int, int](int)
    for (basket, _), back in orders_given_up(reader, distribution_id, product_id).items():
        given_up[basket] = back.quantity - back.weighed
    wanting: list[tuple[Position, int]] = []  # and what of it is not to be shared
    for one in waiting:
        weighed = had.get((one.basket_id, one.price), 0)
        not_wanted = min(given_up[one.basket_id], one.quantity - weighed)
        given_up[one.basket_id] -= not_wanted
        if weighed + not_wanted < one.quantity:
            wanting.append((one, weighed + not_wanted))
    wants = [one.quantity - kept for one, kept in wanting]
    # Nobody loses anything while nobody said what came.
    got = wants if left.received is None else share(left.received - left.weighed, wants, left.step, rule)
    return tuple(
        Cut(
            one,
            come[one.basket_id][1],
            " ".join(filter(None, (come[one.basket_id][3], twins.get(come[one.basket_id][2], "")))),
            kept + gets,
        )
        for (one, kept), gets in zip(wanting, got, strict=True)
    )
