"""Taking a gesture back, whole: another gesture writes the opposite of each row that it made."""

from __future__ import annotations

from peewee import JOIN, fn

from db.baskets import wait_again
from db.database import Book, Write
from db.distributions import distribution
from db.errors import NotAllowed, NothingToUndo, ReasonMissing, Unknown
from db.gestures import UNDO, Begun, begin, last, take_money, takes_back
from db.lines import Standing, Whose, columns, first_version, rewrite, version, written_line
from db.models import (
    Basket,
    Fee,
    Gesture,
    Membership,
    OrderLine,
    OrderMade,
    Orders,
    Posting,
    Restored,
    StepMade,
    Tender,
    Weighing,
)
from db.resting import Later, Wanted, not_undone, refuse_if_rested_on, refuse_if_sold, there_for_others
from db.roles import needs_coordinator, role
from db.statements import Statement, slot
from db.values.counter import Station

_GESTURE = Statement(
    lambda: (
        Gesture.select(
            Gesture.id,
            Gesture.distribution,
            Gesture.kind,
            Gesture.laptop,
            Gesture.terminal,
            Gesture.basket,
            Gesture.product,
            Gesture.by_id,
            Gesture.at,
            UNDO.id,
            UNDO.by_id,
            UNDO.at,
        )
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Gesture.id == slot("gesture"))
    )
)
_ORDERS = Statement(
    lambda: (
        OrderMade.select(OrderMade.id, Orders.basket, Basket.member, Basket.distribution)
        .join(Orders, on=(Orders.id == OrderMade.id))
        .join(Basket)
        .where(OrderMade.gesture == slot("gesture"))
        .order_by(OrderMade.id)
    )
)
_STEPS = Statement(lambda: StepMade.select(StepMade.id).where(StepMade.gesture == slot("gesture")))
_REVERSED = OrderLine.alias()
_WROTE = Statement(
    lambda: (
        OrderLine.select(OrderLine.id)
        .where(OrderLine.order == slot("order"), OrderLine.reverses.is_null())
        .order_by(OrderLine.id)
    )
)
_TOOK_AWAY = Statement(
    lambda: (
        OrderLine.select(
            *columns(_REVERSED),
            Weighing.id,
            Weighing.ordered,
            Weighing.tare,
        )
        .join(Orders)
        .switch(OrderLine)
        .join(_REVERSED, on=(OrderLine.reverses == _REVERSED.id))
        .join(Weighing, JOIN.LEFT_OUTER, on=(Weighing.line == _REVERSED.id))
        .where(OrderLine.order == slot("order"))
        .order_by(OrderLine.id)
    )
)
_WHO_REVERSED = Statement(
    lambda: (
        OrderLine.select(fn.COALESCE(Gesture.kind, "correction"), Orders.by_id, Orders.at)
        .join(Orders)
        .join(OrderMade, JOIN.LEFT_OUTER, on=(OrderMade.id == Orders.id))
        .join(Gesture, JOIN.LEFT_OUTER, on=(Gesture.id == OrderMade.gesture))
        .where(
            (OrderLine.reverses == slot("line"))
            | OrderLine.reverses.in_(Restored.select(Restored.id).where(Restored.line == slot("line")))
        )
        .order_by(OrderLine.id.desc())
    )
)
_TENDERS = Statement(
    lambda: (
        Tender.select(Posting.member, Posting.group, Posting.basket, Posting.means, Posting.amount, Tender.number)
        .join(Posting, on=(Posting.id == Tender.id))
        .where(Tender.gesture == slot("gesture"))
        .order_by(Tender.id)
    )
)
_FEES = Statement(
    lambda: Fee.select(Fee.member, Fee.group, Fee.means, Fee.amount, Fee.before, Fee.until).where(
        Fee.gesture == slot("gesture")
    )
)


_MEMBERSHIP = Statement(
    lambda: Membership.select(Membership.id).where(
        Membership.member == slot("member"), Membership.group == slot("group")
    )
)


def undo(book: Book, station: Station, gesture_id: int | None = None, words: str = "") -> int:
    """Take back a gesture (None: this terminal's latest) by opposite rows; the id of the gesture that does so.

    A terminal takes back its own, last first; any other is for a coordinator, with a word why. Refuses with
    NothingToUndo, NotUndone when a later gesture rests on it, NotAllowed, ReasonMissing, TillClosed, Unknown.
    """
    with book.write(station.by) as write:
        own = last(book, station)
        wanted = own if gesture_id is None else gesture_id
        if wanted is None:
            raise NothingToUndo()
        row = write.one(_GESTURE, gesture=wanted)
        if row is None:
            raise Unknown(kind="gesture", given=str(wanted))
        _, distribution_id, kind, laptop, _, basket_id, product_id, _, at, undone, undone_by, undone_at = row
        one = distribution(write, distribution_id)
        made = write.all(_ORDERS, gesture=wanted)
        about = Wanted(wanted, one, kind, basket_id or (made[0][1] if len(made) == 1 else None), product_id, laptop, at)
        if undone is not None:
            raise not_undone(write, about, Later("undone", undone_by, undone_at))
        if kind == "undone":
            raise NothingToUndo()
        if kind == "uncollected":  # the coordination settled it
            needs_coordinator(write, station.by, one.group_id)
        if wanted != own:
            if role(write, station.by, one.group_id) != "coordinator":
                raise NotAllowed(needed="coordinator")
            if not words.strip():
                raise ReasonMissing()
        fees = write.all(_FEES, gesture=wanted)
        refuse_if_rested_on(write, about, {basket_id, *(row[1] for row in made)} - {None}, [row[:2] for row in fees])
        there = there_for_others(write, about)
        begun = begin(
            write,
            station._replace(distribution_id=distribution_id),
            "undone",
            basket_id=basket_id,
            product_id=product_id,
            words=words,
            undoes=wanted,
        )
        for order_id, basket, member, of_day in made:  # goods that were brought back are of another day
            _opposite_order(write, begun, about, order_id, Whose(basket, member, one.group_id, of_day))
            wait_again(write, order_id, member, of_day)
        for (step,) in write.all(_STEPS, gesture=wanted):
            from db.delivery_steps import bring_again  # most books have no deliveries

            bring_again(write, step)
        for member, group, basket, means, amount, number in write.all(_TENDERS, gesture=wanted):
            take_money(write, begun.id, member, group, basket, means, -amount, number=number)
        for member, group, means, amount, before, until in fees:
            write.add(
                Fee,
                gesture_id=begun.id,
                member_id=member,
                group_id=group,
                means=means,
                amount=-amount,
                before=until,
                until=before or 0,
            )
            write.revise(Membership, write.value(_MEMBERSHIP, member=member, group=group), paid_until=before)
        refuse_if_sold(write, about, there)
        return begun.id


def _opposite_order(write: Write, begun: Begun, about: Wanted, order_id: int, whose: Whose) -> None:
    """Reverse the lines that an order wrote, and write again those it had reversed."""
    wrote = []
    for (line,) in write.all(_WROTE, order=order_id):
        standing = version(write, line)
        if standing is None:
            was = written_line(write, line)
            kind, by, at = write.one(_WHO_REVERSED, line=line) or ("", 0, write.now)
            product_id = was.product_id if was else None
            raise not_undone(write, about, Later(kind, by, at, whose.basket_id, product_id))
        wrote.append(standing)
    lost = [Standing(*row) for row in write.all(_TOOK_AWAY, order=order_id)]
    written = rewrite(write, whose, wrote, [line.again() for line in lost], gesture=begun.id)
    write.add_all(
        Restored,
        [
            {"id": row_id, "line_id": first_version(write, line.id)}
            for line, row_id in zip(lost, written.lines, strict=True)
        ],
    )
    write.add_all(
        Weighing,
        [
            {
                "gesture_id": begun.id,
                "basket_id": whose.basket_id,
                "was_id": line.id,
                "line_id": row_id,
                "ordered": line.ordered,
                "tare": line.tare,
            }
            for line, row_id in zip(lost, written.lines, strict=True)
            if line.weighed is not None
        ],
    )
