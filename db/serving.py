"""One person at the counter: what they owe, money, and the hand-over. Cents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import JOIN, fn

from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import (
    AlreadyServed,
    DueChanged,
    MoneyTooMuch,
    StillToWeigh,
    TextMissing,
    Unknown,
)
from db.gestures import UNDO, Begun, begin, take_money, takes_back
from db.ledger import balance
from db.lines import end_delivery, of_basket, rewrite, whose_basket
from db.models import (
    Basket,
    CorrectionAnswered,
    CorrectionAsked,
    Distribution,
    Fee,
    Gesture,
    HandOver,
    Member,
    Membership,
    Note,
    OrderLine,
    Orders,
    Posting,
    Uncollected,
    WayChosen,
)
from db.people_search import homonyms
from db.positions import of_order
from db.resuming import done
from db.roles import needs_coordinator, needs_volunteer
from db.statements import Statement, came_about, slot
from db.till import needs_till
from db.undone import answers
from db.values import orders as values
from db.values.counter import Payment, Served, Station
from db.values.paying import given_back, is_a_lot
from db.values.text import clean
from db.weighing import tare

_WHO = Statement(
    lambda: (
        Basket.select(
            Basket.distribution,
            Basket.label,
            Member.id,
            Member.first_name,
            Member.last_name,
            Member.first_name2,
            Member.last_name2,
        )
        .join(Member)
        .where(Basket.id == slot("basket"))
    )
)
_WAY = Statement(
    lambda: (
        WayChosen.select(WayChosen.way)
        .where(WayChosen.basket == slot("basket"))
        .order_by(*came_about(WayChosen, WayChosen.basket))
    )
)
_HANDED = Statement(
    lambda: (
        HandOver.select(
            HandOver.whole,
            HandOver.to,
            Member.first_name,
            Member.last_name,
            fn.COALESCE(Note.text, ""),
            Gesture.at,
            Gesture.by_id,
        )
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .switch(HandOver)
        .join(Member, JOIN.LEFT_OUTER, on=(Member.id == HandOver.to))
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == HandOver.id))
        .where(HandOver.basket == slot("basket"), UNDO.id.is_null())
        .order_by(*came_about(Gesture, HandOver.basket))
    )
)
_TARIFFS = Statement(
    lambda: (
        OrderLine.select(OrderLine.tariff)
        .join(Orders)
        .where(Orders.basket == slot("basket"), OrderLine.reverses.is_null())
        .group_by(OrderLine.tariff)
        .order_by(OrderLine.tariff)
    )
)
_ASKED = Statement(
    lambda: (
        CorrectionAsked.select(CorrectionAsked.id)
        .join(CorrectionAnswered, JOIN.LEFT_OUTER, on=answers())
        .where(CorrectionAsked.basket == slot("basket"), CorrectionAnswered.id.is_null())
    )
)
_OWN = Statement(lambda: Posting.select(fn.COALESCE(fn.SUM(Posting.amount), 0)).where(Posting.basket == slot("basket")))
# What is ordered for days that come after this one is paid then.
_LATER = Statement(
    lambda: (
        Posting.select(fn.SUM(Posting.amount))
        .join(Basket)
        .join(Distribution)
        .where(
            # + 0: from the few days to come, not from all that this person ever ordered.
            Posting.member + 0 == slot("member"),
            Distribution.group == slot("group"),
            Distribution.starts_at > slot("starts_at"),
        )
        .group_by(Posting.basket)
    )
)
_PAID_UNTIL = Statement(
    lambda: Membership.select(Membership.id, Membership.paid_until).where(
        Membership.member == slot("member"), Membership.group == slot("group")
    )
)
_NAME = Statement(lambda: Member.select(Member.first_name, Member.last_name).where(Member.id == slot("member")))
_OUTCOME = Statement(
    lambda: (
        Uncollected.select(Uncollected.outcome)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(Uncollected.basket == slot("basket"), UNDO.id.is_null())
        .order_by(*came_about(Gesture, Uncollected.basket))
    )
)


def one(book: Book, by: int, basket_id: int) -> Served:
    """Everything on one order, as the counter shows it. A fixed number of queries. Refuses with NotAllowed, Unknown."""
    distribution_id, label, member, first, last, first2, last2 = _who(book, basket_id)
    here = distribution(book, distribution_id)
    needs_volunteer(book, by, here.group_id)
    positions = of_order(book, basket_id)
    total = sum(position.amount for position in positions)
    due = due_now(book, member, here)
    ways = book.all(_WAY, basket=basket_id)
    handed, handed_to, handed_at = "", "", None
    for whole, _, to_first, to_last, named, at, _ in book.all(_HANDED, basket=basket_id):
        handed = "whole" if whole or handed == "whole" else "part"
        handed_to = f"{to_first} {to_last.upper()}".strip() if to_first is not None else named
        handed_at = at
    fee = book.one(_PAID_UNTIL, member=member, group=here.group_id)
    return Served(
        basket_id,
        label,
        here,
        member,
        f"{first} {last.upper()}".strip(),
        f"{first2} {last2.upper()}".strip(),
        homonyms(book, here.group_id).get(member, ""),
        ", ".join(row[0] for row in book.all(_TARIFFS, basket=basket_id)),
        ways[-1][0] if ways else "",
        positions,
        total,
        due - total,
        due,
        handed,
        handed_to,
        handed_at,
        "asked" if book.all(_ASKED, basket=basket_id) else "",
        fee is not None and fee[1] is not None and book.clock.now() < fee[1],
        tare(book, basket_id),
        -book.value(_OWN, basket=basket_id),
    )


def serve(
    book: Book,
    station: Station,
    basket_id: int,
    *,
    shown: int,
    payments: Sequence[Payment] = (),
    hand: str = "whole",
    to_member: int | None = None,
    to_name: str = "",
    later_at: int | None = None,
    sure: bool = False,
    there_is: bool = False,
) -> int:
    """Money and hand-over of one order, in one gesture; the gesture's id.

    `shown` is what was due on the screen, cents. `hand` is 'whole', 'part' (the rest is fetched at `later_at`) or
    '' for money alone. `to_member` or `to_name`: who takes it for them. Refuses with DueChanged when somebody else
    weighed or took money meanwhile, StillToWeigh and AlreadyServed for a whole hand-over, TillNotOpen, MoneyTooMuch
    over a thousand euros unless somebody is `sure`, TillShort where more cash is given back than there is by the book
    unless somebody says that `there_is`, and as `db.gestures.begin` does.
    """
    with book.write(station.by) as write:
        whose = whose_basket(write, basket_id, station.distribution_id)
        due = due_now(write, whose.member_id, distribution(write, whose.distribution_id))
        if due != shown:
            raise DueChanged(shown=shown, due=due)
        _check_money(payments, sure)
        if due - sum(one.amount for one in payments) > max(due, 0):
            raise ValueError(payments)  # more would be given back than there is to somebody's credit
        if any(one.means == "cash" for one in payments):
            needs_till(write, station.distribution_id, given_back(payments), there_is=there_is)
        begun = begin(write, station, "served" if hand else "paid", basket_id=basket_id)
        if hand == "whole":
            _check_whole(write, begun, basket_id)
        for payment in payments:
            take_money(
                write,
                begun.id,
                whose.member_id,
                whose.group_id,
                basket_id,
                payment.means,
                payment.amount,
                given=payment.given,
                number=payment.number,
            )
        if hand:
            _hand(write, begun, basket_id, hand == "whole", to_member, to_name, later_at)
        done(write, station, basket_id)
        return begun.id


def hand_to_deliverer(book: Book, station: Station, baskets: Sequence[int], deliverer: int) -> int:
    """All that one neighbour carries, in one stop; accounts stay apart. The gesture's id.

    Refuses with StillToWeigh, AlreadyServed, Unknown, and as `db.gestures.begin` does.
    """
    if not baskets:
        raise ValueError(baskets)
    with book.write(station.by) as write:
        begun = begin(write, station, "served", basket_id=baskets[0])
        for basket_id in baskets:
            whose_basket(write, basket_id, station.distribution_id)
            _check_whole(write, begun, basket_id)
            _hand(write, begun, basket_id, True, deliverer, "", None)
        return begun.id


def settle_uncollected(
    book: Book, station: Station, basket_id: int, outcome: str, *, until: int | None = None, words: str = ""
) -> int:
    """What becomes of an order nobody fetched: 'kept' until a day, 'surplus' (nothing is owed) or 'surplus_owed'.

    By a coordinator; 'surplus' wants a word why. The gesture's id. Refuses with NotAllowed, AlreadyServed, Unknown,
    TextMissing.
    """
    if outcome == "surplus" and not words.strip():
        raise TextMissing(field="why")
    with book.write(station.by) as write:
        whose = whose_basket(write, basket_id, station.distribution_id)
        needs_coordinator(write, station.by, whose.group_id)
        begun = begin(write, station, "uncollected", basket_id=basket_id, reason="other", words=words)
        refuse_served(write, begun, basket_id)
        before = write.all(_OUTCOME, basket=basket_id)
        if before and before[-1][0] != "kept":
            raise Unknown(kind="order", given=str(basket_id))
        write.add(Uncollected, gesture_id=begun.id, basket_id=basket_id, outcome=outcome, until=until)
        if outcome == "surplus":
            lines = of_basket(write, basket_id)
            if lines:
                rewrite(write, whose, lines, [], gesture=begun.id)
        elif outcome == "surplus_owed":
            end_delivery(write, basket_id, begun.id)
        return begun.id


def pay_fee(
    book: Book, station: Station, member_id: int, means: str, amount: int, until: int, *, sure: bool = False
) -> int:
    """A membership, paid on the spot until an instant (UTC seconds). The gesture's id.

    Refuses with MoneyTooMuch, TillNotOpen, Unknown, and as `db.gestures.begin` does.
    """
    if amount <= 0:
        raise ValueError(amount)
    _check_money([Payment(means, amount)], sure)
    with book.write(station.by) as write:
        if means == "cash":
            needs_till(write, station.distribution_id)
        begun = begin(write, station, "fee")
        row = write.one(_PAID_UNTIL, member=member_id, group=begun.one.group_id)
        if row is None:
            raise Unknown(kind="member", given=str(member_id))
        write.add(
            Fee,
            gesture_id=begun.id,
            member_id=member_id,
            group_id=begun.one.group_id,
            means=means,
            amount=amount,
            before=row[1],
            until=until,
        )
        write.revise(Membership, row[0], paid_until=until)
        return begun.id


def due_now(reader: Reader, member_id: int, here: values.Distribution) -> int:
    """What somebody has to pay at a distribution, cents; negative: a credit.

    Minus their balance, but for what they ordered for days that come later and have not paid: that is due then.
    """
    later: list[int] = [
        amount
        for (amount,) in reader.all(_LATER, member=member_id, group=here.group_id, starts_at=here.starts_at)
        if amount < 0
    ]
    return -balance(reader, member_id, here.group_id) + sum(later)


def _who(reader: Reader, basket_id: int) -> tuple[Any, ...]:
    row = reader.one(_WHO, basket=basket_id)
    if row is None:
        raise Unknown(kind="order", given=str(basket_id))
    return row


def _check_money(payments: Sequence[Payment], sure: bool) -> None:
    for payment in payments:
        if not payment.amount:
            raise ValueError(payment)
    if not sure and (amount := is_a_lot(payments)):
        raise MoneyTooMuch(amount=amount)


def _check_whole(write: Write, begun: Begun, basket_id: int) -> None:
    refuse_served(write, begun, basket_id)
    waiting = sum(position.state == "to_weigh" for position in of_order(write, basket_id))
    if waiting:
        raise StillToWeigh(positions=waiting)


def refuse_served(write: Write, begun: Begun, basket_id: int) -> None:
    """Refuses with AlreadyServed once an order was handed over whole."""
    for whole, *_, at, by in write.all(_HANDED, basket=basket_id):
        if whole:
            first, last = write.one(_NAME, member=by) or ("", "")
            raise AlreadyServed(by=f"{first} {last}".strip(), at=at, timezone=begun.one.place.timezone)


def _hand(
    write: Write, begun: Begun, basket_id: int, whole: bool, to_member: int | None, to_name: str, later_at: int | None
) -> None:
    if to_member is not None and write.one(_NAME, member=to_member) is None:
        raise Unknown(kind="member", given=str(to_member))
    row = write.add(HandOver, gesture_id=begun.id, basket_id=basket_id, whole=whole, to_id=to_member, later_at=later_at)
    name = clean(to_name)
    if name:
        write.add(Note, id=row, text=name)
