"""Weighing, at the stand of one product or for one person: one weighed line in the place of what was ordered."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import JOIN

from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import QuantityTooLarge, Unknown, WeighedMeanwhile
from db.gestures import UNDO, Begun, begin, begin_with, takes_back
from db.leftovers import left_of, repriced
from db.lines import Standing, Whose, of_position, rewrite, whose_basket, written_line
from db.models import Basket, Gesture, Group, HandOver, Member, OrderLine, Orders, Weighing
from db.people_search import homonyms
from db.positions import of_everybody, of_key, totals
from db.roles import needs_volunteer
from db.statements import Statement, came_about, slot
from db.values.counter import Position, Stand, StandLine, Station
from db.values.quantity import LIMIT
from db.values.scale import Weight, check_weight

_WAS = OrderLine.alias()
_LACKING_AT = Statement(
    lambda: (
        Weighing.select(Weighing.was, _WAS.tariff, _WAS.price)
        .join(_WAS, on=(Weighing.was == _WAS.id))
        .switch(Weighing)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(
            Weighing.basket == slot("basket"),
            Weighing.line.is_null(),
            _WAS.product == slot("product"),
            UNDO.id.is_null(),
        )
        .order_by(Weighing.id)
    )
)
_PEOPLE = Statement(
    lambda: (
        Basket.select(
            Basket.id, Basket.label, Basket.laptop, Basket.number, Member.id, Member.first_name, Member.last_name
        )
        .join(Member)
        .where(Basket.distribution == slot("distribution"))
    )
)
_TARES = Statement(
    lambda: (
        Weighing.select(Weighing.basket, Weighing.tare)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"), Weighing.tare > 0)
        .order_by(*came_about(Gesture, Weighing.basket))
        .switch(Weighing)
        .join(Gesture)
    )
)
_TARE = Statement(
    lambda: (
        Weighing.select(Weighing.tare)
        .join(Gesture)
        .where(Weighing.basket == slot("basket"), Weighing.tare > 0)
        .order_by(*came_about(Gesture, Weighing.basket))
    )
)
_SERVED = Statement(
    lambda: (
        HandOver.select(HandOver.basket)
        .join(Basket)
        .switch(HandOver)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Basket.distribution == slot("distribution"), HandOver.whole == slot("yes"), UNDO.id.is_null())
    )
)
_TOLERANCE = Statement(lambda: Group.select(Group.tolerance).where(Group.id == slot("group")))
_LAST_BY = Statement(
    lambda: (
        OrderLine.select(Member.first_name, Member.last_name, Orders.at)
        .join(Orders)
        .join(Member, on=(Member.id == Orders.by_id))
        .where(Orders.basket == slot("basket"), OrderLine.product == slot("product"))
        .order_by(*came_about(Orders, Orders.basket))
    )
)


def stand(book: Book, by: int, distribution_id: int, product_id: int) -> Stand:
    """One product at its stand: what there is of it, and everybody who ordered it. A fixed number of queries.

    Refuses with NotAllowed, Unknown.
    """
    one = distribution(book, distribution_id)
    needs_volunteer(book, by, one.group_id)
    people = {row[0]: row[1:] for row in book.all(_PEOPLE, distribution=distribution_id)}
    twins = homonyms(book, one.group_id)
    tares = dict(book.all(_TARES, distribution=distribution_id))
    served = {row[0] for row in book.all(_SERVED, distribution=distribution_id, yes=True)}
    found = []
    for position in of_everybody(book, distribution_id, product_id):
        label, laptop, number, member, first, last = people[position.basket_id]
        line = StandLine(
            position,
            label,
            member,
            first,
            last,
            twins.get(member, ""),
            tares.get(position.basket_id, 0),
            position.basket_id in served,
        )
        found.append(((laptop, number, position.price), line))
    found.sort(key=lambda pair: pair[0])
    return Stand(left_of(book, distribution_id, product_id), tuple(line for _, line in found))


def renewed(reader: Reader, shown: StandLine) -> StandLine | None:
    """A line of a stand once it was weighed: only this position is read again. None when its price is another now."""
    one = shown.position
    now = of_key(reader, one.basket_id, one.product_id, one.price)
    return None if now is None else shown._replace(position=now, tare=tare(reader, one.basket_id))


def tare(reader: Reader, basket_id: int) -> int:
    """Thousandths: what somebody's jar last weighed today; 0 when none was."""
    rows = reader.all(_TARE, basket=basket_id)
    return int(rows[-1][0]) if rows else 0


def weigh(book: Book, station: Station, position: Position, weight: Weight, *, sure: bool = False) -> int:
    """What the scale says for a position, as it was shown; durable when this returns. The id of the gesture.

    All that was ordered is replaced by one weighed line, what was added besides stays; again replaces the weighing.
    Refuses with WeightImplausible, WeightDiffers unless `sure`, QuantityTooLarge, WeighedMeanwhile when the position is
    no longer as shown, and as `begin` does.
    """
    if not 0 < weight.net <= LIMIT:
        raise QuantityTooLarge(quantity=weight.net, limit=LIMIT, unit=position.unit)
    with book.write(station.by) as write:
        whose = whose_basket(write, position.basket_id, station.distribution_id)
        check_weight(weight.net, position.ordered, position.unit, write.value(_TOLERANCE, group=whose.group_id), sure)
        lines = _ordered(as_shown(write, station, position))
        begun = begin(write, station, "weighed", basket_id=position.basket_id, product_id=position.product_id)
        _weigh_line(write, begun, whose, position, lines, weight)
        return begun.id


def as_ordered(book: Book, station: Station, wanted: Sequence[Position]) -> int:
    """Several positions of one order, each with just what was ordered: prepared before, or sold by the piece.

    The id of the gesture. Refuses with WeighedMeanwhile, and as `begin` does.
    """
    with book.write(station.by) as write:
        basket_id = wanted[0].basket_id
        whose = whose_basket(write, basket_id, station.distribution_id)
        begun = begin(write, station, "weighed", basket_id=basket_id)
        for position in wanted:
            if position.basket_id != basket_id:
                raise ValueError(position)
            lines = _ordered(as_shown(write, station, position))
            net = sum(line.ordered or line.quantity for line in lines) if lines else position.ordered
            _weigh_line(write, begun, whose, position, lines, Weight(net, 0))
        return begun.id


def lack(book: Book, station: Station, position: Position, reason: str, words: str = "") -> int:
    """« Manque »: nothing is given of a position, and nothing is owed for it. The id of the gesture.

    `reason` is one of `db.models.counter.REASONS`. Refuses with ReasonMissing, WeighedMeanwhile, and as `begin` does.
    """
    with book.write(station.by) as write:
        begun, whose = begin_with(write, station, "lacking", position, reason, words)
        lines = _ordered(as_shown(write, station, position))
        if not lines:
            raise Unknown(kind="product", given=position.name)
        rewrite(write, whose, lines, [], gesture=begun.id)
        note_lacking(write, begun.id, position.ordered, lines)
        return begun.id


def note_lacking(write: Write, gesture: int, ordered: int, lines: Sequence[Standing]) -> None:
    """That nothing is given of what these lines were."""
    last = lines[-1]
    write.add(Weighing, gesture_id=gesture, basket_id=last.basket_id, was_id=last.id, line_id=None, ordered=ordered)


def as_shown(write: Write, station: Station, position: Position) -> list[Standing]:
    """The lines of a position. Refuses with WeighedMeanwhile when they are not those that were shown."""
    lines = of_position(write, position.basket_id, position.product_id, position.price)
    if tuple(line.id for line in lines) != position.lines:
        rows = write.all(_LAST_BY, basket=position.basket_id, product=position.product_id)
        first, last, at = rows[-1] if rows else ("", "", write.now)
        one = distribution(write, station.distribution_id)
        raise WeighedMeanwhile(
            by=f"{first} {last}".strip(),
            at=at,
            timezone=one.place.timezone,
            quantity=totals(lines).quantity,
            unit=position.unit,
        )
    return lines


def _ordered(lines: list[Standing]) -> list[Standing]:
    """What waits for the scale, without what was added from what is left over: that was weighed when it was taken."""
    if all(line.weighed is not None for line in lines):
        return lines
    return [line for line in lines if line.weighed is None or line.ordered]


def _weigh_line(
    write: Write, begun: Begun, whose: Whose, position: Position, lines: list[Standing], weight: Weight
) -> None:
    was = lines[-1] if lines else _lacked(write, begun, position)
    written = rewrite(write, whose, lines, [was.copied(weight.net, position.price)], gesture=begun.id)
    write.add(
        Weighing,
        gesture_id=begun.id,
        basket_id=whose.basket_id,
        was_id=was.id,
        line_id=written.lines[0],
        ordered=position.ordered,
        tare=weight.tare,
    )


def _lacked(write: Write, begun: Begun, position: Position) -> Standing:
    """The line that was taken out when nothing was to be had: now something is. Refuses with Unknown."""
    now = repriced(write, begun.one.id)
    rows = write.all(_LACKING_AT, basket=position.basket_id, product=position.product_id)
    was = [lost for lost, tariff, price in rows if now(position.product_id, tariff, price) == position.price]
    found = written_line(write, was[-1]) if was else None
    if found is None:
        raise Unknown(kind="product", given=position.name)
    return found
