"""The order desk: a volunteer orders for a member who is there, on the phone, or left a paper form."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from peewee import JOIN

from db.basket_rules import check_lines, form_lines, needs_open
from db.baskets import DRAFT, draft, finish, grace
from db.corrections import answer_in
from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import BasketEmpty, BasketNotPending, PriceChanged, ReasonMissing, Unknown
from db.gestures import begin
from db.leftovers import day_prices
from db.lines import New, Standing, of_position, rewrite, whose_basket
from db.models import (
    Basket,
    CorrectionAnswered,
    CorrectionAsked,
    CorrectionLine,
    Distribution,
    Draft,
    Member,
    Note,
    OrderMade,
    Product,
    WayChosen,
    Weighing,
)
from db.ordering import basket_of, record_lines
from db.positions import totals
from db.roles import needs_volunteer, role
from db.serving import refuse_served
from db.statements import Statement, slot
from db.undone import answers
from db.values import orders as values
from db.values.counter import Added, Position, Station
from db.values.orders import Receipt
from db.values.quantity import check_quantity

_PENDING = Statement(
    lambda: (
        Draft.select(Draft.member, Member.first_name, Member.last_name, Draft.distribution, Draft.changed_at)
        .join(Member)
        .switch(Draft)
        .join(Distribution)
        .where(Draft.state == "pending", Distribution.group == slot("group"))
        .order_by(Draft.changed_at)
    )
)
_REQUESTS = Statement(
    lambda: (
        CorrectionAsked.select(
            CorrectionAsked.id,
            CorrectionAsked.basket,
            Basket.label,
            Basket.distribution,
            Distribution.starts_at,
            Basket.member,
            Member.first_name,
            Member.last_name,
            CorrectionAsked.at,
            Note.text,
        )
        .join(Basket)
        .join(Distribution)
        .switch(Basket)
        .join(Member)
        .switch(CorrectionAsked)
        .join(CorrectionAnswered, JOIN.LEFT_OUTER, on=answers())
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == CorrectionAsked.id))
        .where(Distribution.group == slot("group"), CorrectionAnswered.id.is_null())
        .order_by(CorrectionAsked.id)
    )
)
_REQUEST = Statement(
    lambda: CorrectionAsked.select(CorrectionAsked.basket).where(CorrectionAsked.id == slot("request"))
)
_ANY_WAY = Statement(lambda: WayChosen.select(WayChosen.id).where(WayChosen.basket == slot("basket")).limit(1))
_REQUEST_PRODUCTS = Statement(
    lambda: (
        CorrectionLine.select(CorrectionLine.request, Product.name)
        .join(Product)
        .switch(CorrectionLine)
        .join(CorrectionAsked)
        .join(Basket)
        .join(Distribution)
        .where(Distribution.group == slot("group"))
        .order_by(CorrectionLine.id)
    )
)


class Unfinished(NamedTuple):
    """A basket that is validated and not confirmed: pending is not ordered."""

    member_id: int
    name: str
    distribution_id: int
    since: int


class ToAnswer(NamedTuple):
    """A correction that a member asked for and nobody answered. No contact: the team asks for it on its own page."""

    request_id: int
    basket_id: int
    basket: str
    distribution_id: int
    starts_at: int
    member_id: int
    name: str
    at: int
    why: str
    products: tuple[str, ...]


def order_for(
    book: Book,
    station: Station,
    member_id: int,
    wanted: Sequence[Added],
    *,
    recording: str = "",
    why: str = "",
    finishes: str = "",
    shown: Mapping[int, int] = MappingProxyType({}),
) -> Receipt:
    """Everything on one form, recorded at once for the member, durable when this returns; they collect it themselves
    unless they said otherwise.

    `recording` names the form: twice is one order, unless it was undone. `finishes` is the recording of a pending
    basket of theirs: the form takes its place, and it is one order too if they confirm it at the same time. Once orders
    are closed (and for a pending basket the group's grace is over) it is for a coordinator, with a word why. `shown`:
    prices on the screen, cents by product. Refuses with BasketEmpty, OrdersNotOpen, ReasonMissing, ProductUnavailable,
    PriceChanged, QuantityOffStep, StockShort, BasketNotPending, NotAllowed.
    """
    if not wanted:
        raise BasketEmpty()
    with book.write(station.by) as write:
        one = distribution(write, station.distribution_id)
        needs_volunteer(write, station.by, one.group_id)
        pending = _pending(write, member_id, one.id, finishes) if finishes else None
        late = one.state(write.now) != "open" and not (pending and _in_grace(write, one, pending.since))
        if late:
            if one.state(write.now) == "upcoming" or role(write, station.by, one.group_id) != "coordinator":
                needs_open(one, write.now)
            if not why.strip():
                raise ReasonMissing()
        lines = form_lines(write, member_id, one, wanted, write.now, day_prices(write, one.id))
        for line in lines:
            if shown.get(line.product_id, line.price) != line.price:
                raise PriceChanged(product=line.name, unit=line.unit, shown=shown[line.product_id], now=line.price)
        tariff = check_lines(write, lines, member_id, one)
        name = finishes or recording or secrets.token_hex(16)
        receipt = record_lines(write, member_id, one, name, lines, tariff)
        if receipt.again:
            return receipt
        if finishes and pending is None:
            raise BasketNotPending()
        if pending is not None:
            finish(write, pending.id, receipt.order_id, pending.since)
        basket_id = basket_of(write, member_id, one.id)
        if write.one(_ANY_WAY, basket=basket_id) is None:
            write.add(WayChosen, basket_id=basket_id, way="pickup_only")
        begun = begin(write, station, "ordered", basket_id=basket_id, reason="other" if late else "", words=why)
        write.add(OrderMade, id=receipt.order_id, gesture_id=begun.id)
        return receipt


class _Pending(NamedTuple):
    id: int
    since: int


def _pending(reader: Reader, member_id: int, distribution_id: int, recording: str) -> _Pending | None:
    """The member's basket, if it still waits under this recording."""
    found = reader.one(DRAFT, member=member_id, distribution=distribution_id)
    return _Pending(found[0], found[3]) if found is not None and found[1:3] == ("pending", recording) else None


def _in_grace(write: Write, one: values.Distribution, since: int) -> bool:
    """Whether a basket that waits since before the closing may still be confirmed."""
    return since < one.closes_at <= write.now < one.closes_at + grace(write, one.group_id)


def waiting(book: Book, by: int, member_id: int, distribution_id: int) -> values.Draft | None:
    """A member's pending basket, for the team that finishes it; None when it is ordered or changed meanwhile.

    Refuses with NotAllowed, Unknown.
    """
    needs_volunteer(book, by, distribution(book, distribution_id).group_id)
    found = draft(book, member_id, distribution_id)
    return found if found is not None and found.state == "pending" else None


def correct_for(
    book: Book, station: Station, request_id: int, wanted: Sequence[tuple[Position, int]], words: str = ""
) -> int:
    """A correction that a member asked for: each position, as it was shown, down to a quantity (thousandths; 0 takes
    it out), and the answer « done », all at once. The gesture's id; undoing it opens the request again.

    Refuses with AlreadyAnswered, Unknown (also when a position changed meanwhile), QuantityOffStep, NotAllowed,
    AlreadyServed when it was handed over, and as `db.gestures.begin` does.
    """
    with book.write(station.by) as write:
        basket_id = write.value(_REQUEST, request=request_id)
        if basket_id is None or not wanted:
            raise Unknown(kind="request", given=str(request_id))
        whose = whose_basket(write, basket_id)
        begun = begin(
            write,
            station._replace(distribution_id=whose.distribution_id),
            "taken_out",
            basket_id=basket_id,
            product_id=wanted[0][0].product_id if len(wanted) == 1 else None,
            reason="not_wanted",
        )
        refuse_served(write, begun, basket_id)
        before: list[Standing] = []
        after: list[New] = []
        weighed: list[tuple[int, int, int]] = []  # place among the new lines, the line before, ordered
        for position, quantity in wanted:
            lines = of_position(write, basket_id, position.product_id, position.price)
            if tuple(line.id for line in lines) != position.lines or not 0 <= quantity < position.quantity:
                raise Unknown(kind="product", given=position.name)
            before += lines
            if not quantity:
                continue
            last, sums = lines[-1], totals(lines)
            if sums.weighed:
                weighed.append((len(after), last.id, max(sums.ordered - (sums.quantity - quantity), 0)))
            else:
                check_quantity(quantity, minimum=last.minimum, step=last.step, unit=last.unit)
            after.append(last.copied(quantity))
        written = rewrite(write, whose, before, after, gesture=begun.id)
        for place, was, ordered in weighed:
            write.add(
                Weighing,
                gesture_id=begun.id,
                basket_id=basket_id,
                was_id=was,
                line_id=written.lines[place],
                ordered=ordered,
            )
        answer_in(write, request_id, "done", words, written.order_id)
        return begun.id


def needs_why(book: Book, distribution_id: int, since: int) -> bool:
    """Whether a basket that has waited `since` then (UTC seconds) is too late for anybody but a coordinator."""
    one, now = distribution(book, distribution_id), book.clock.now()
    return one.state(now) != "open" and not since < one.closes_at <= now < one.closes_at + grace(book, one.group_id)


def may_order_late(book: Book, by: int, group_id: int) -> bool:
    """Whether `by` may order for somebody once orders are closed."""
    return role(book, by, group_id) == "coordinator"


def unfinished(book: Book, by: int, group_id: int) -> tuple[Unfinished, ...]:
    """Baskets pending in a group, the longest waiting first. Refuses with NotAllowed."""
    needs_volunteer(book, by, group_id)
    return tuple(
        Unfinished(member, f"{first} {last.upper()}".strip(), distribution_id, at)
        for member, first, last, distribution_id, at in book.all(_PENDING, group=group_id)
    )


def to_answer(book: Book, by: int, group_id: int) -> tuple[ToAnswer, ...]:
    """Corrections asked for and not answered, the oldest first. Refuses with NotAllowed."""
    needs_volunteer(book, by, group_id)
    products: dict[int, list[str]] = {}
    for request, name in book.all(_REQUEST_PRODUCTS, group=group_id):
        products.setdefault(request, []).append(name)
    return tuple(
        ToAnswer(
            request,
            basket,
            label,
            distribution_id,
            starts_at,
            member,
            f"{first} {last.upper()}".strip(),
            at,
            why or "",
            tuple(products.get(request, ())),
        )
        for request, basket, label, distribution_id, starts_at, member, first, last, at, why in book.all(
            _REQUESTS, group=group_id
        )
    )
