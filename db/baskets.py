"""Baskets before they are ordered: filled, validated (pending), put back to draft. They reserve nothing."""

from __future__ import annotations

import secrets

from db.basket_rules import check_lines, lines_of, needs_open, short
from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import BasketEmpty, QuantityTooLarge, Unknown
from db.models import Draft, DraftFinished, DraftLine, Group, Product
from db.statements import Statement, slot
from db.tariffs import applied
from db.values import orders as values
from db.values.money import unit_price
from db.values.quantity import LIMIT

DRAFT = Statement(
    lambda: Draft.select(Draft.id, Draft.state, Draft.recording, Draft.changed_at).where(
        Draft.member == slot("member"), Draft.distribution == slot("distribution")
    )
)
_SET_STATE = Statement(
    lambda: Draft.update(
        {Draft.state: slot("state"), Draft.recording: slot("recording"), Draft.changed_at: slot("now")}
    ).where(Draft.id == slot("draft"))
)
_SET_LINE = Statement(
    lambda: DraftLine.update({DraftLine.quantity: slot("quantity"), DraftLine.price: slot("price")}).where(
        DraftLine.draft == slot("draft"), DraftLine.product == slot("product")
    )
)
_UNIT_IN_GROUP = Statement(
    lambda: Product.select(Product.unit).where(Product.id == slot("product"), Product.group == slot("group"))
)
_DROP_LINE = Statement(
    lambda: DraftLine.delete().where(DraftLine.draft == slot("draft"), DraftLine.product == slot("product"))
)
_ANY_LINE = Statement(lambda: DraftLine.select(DraftLine.id).where(DraftLine.draft == slot("draft")))
DROP_DRAFT = Statement(lambda: Draft.delete().where(Draft.id == slot("draft")))
_LINES = Statement(
    lambda: DraftLine.select(DraftLine.product, DraftLine.quantity, DraftLine.price).where(
        DraftLine.draft == slot("draft")
    )
)
_FINISHED = Statement(
    lambda: DraftFinished.select(
        DraftFinished.product, DraftFinished.quantity, DraftFinished.price, DraftFinished.changed_at
    ).where(DraftFinished.order == slot("order"))
)
_LATE_PENDING = Statement(lambda: Draft.select(Draft.id, Draft.distribution).where(Draft.state == "pending"))
_PENDING = Statement(
    lambda: Draft.select(Draft.distribution).where(Draft.member == slot("member"), Draft.state == "pending")
)
_GRACE = Statement(lambda: Group.select(Group.pending_grace).where(Group.id == slot("group")))


def draft(reader: Reader, member_id: int, distribution_id: int) -> values.Draft | None:
    """The member's basket in this distribution, at the prices that were shown; None when there is none."""
    found = reader.one(DRAFT, member=member_id, distribution=distribution_id)
    if found is None:
        return None
    draft_id, state, recording, changed_at = found
    lines = tuple(one.line for one in lines_of(reader, draft_id, distribution_id))
    return values.Draft(distribution_id, state, recording, lines, sum(line.amount for line in lines), changed_at)


def put(book: Book, member_id: int, distribution_id: int, product_id: int, quantity: int, price: int) -> None:
    """Set a product's quantity (thousandths) in the draft; 0 takes it out. `price` is the one shown (cents per unit).

    A pending basket becomes a draft again. Nothing is reserved and little is checked: `validate` does that.
    Refuses with OrdersNotOpen once orders are closed, so that nobody fills a basket in vain, with Unknown for a
    product that the group does not sell, and with QuantityTooLarge.
    """
    with book.write(member_id) as write:
        one = distribution(write, distribution_id)
        if quantity:
            needs_open(one, write.now)
            unit = write.value(_UNIT_IN_GROUP, product=product_id, group=one.group_id)
            if unit is None:
                raise Unknown(kind="product", given=str(product_id))
            if abs(quantity) > LIMIT:  # more than a column may hold, perhaps
                raise QuantityTooLarge(quantity=quantity, limit=LIMIT, unit=unit)
        found = write.one(DRAFT, member=member_id, distribution=distribution_id)
        if found is None:
            if not quantity:
                return
            draft_id = write.add(
                Draft, member_id=member_id, distribution_id=distribution_id, state="draft", changed_at=write.now
            )
        else:
            draft_id = found[0]
            write.run(_SET_STATE, draft=draft_id, state="draft", recording="", now=write.now)
        if not quantity:
            write.run(_DROP_LINE, draft=draft_id, product=product_id)
            if write.one(_ANY_LINE, draft=draft_id) is None:
                write.run(DROP_DRAFT, draft=draft_id)
        elif not write.run(_SET_LINE, draft=draft_id, product=product_id, quantity=quantity, price=price):
            write.add(DraftLine, draft_id=draft_id, product_id=product_id, quantity=quantity, price=price)


def validate(book: Book, member_id: int, distribution_id: int) -> values.Draft:
    """« Valider »: every line is checked and the basket becomes pending, with the id that its recording will carry.

    Refuses with BasketEmpty, OrdersNotOpen, ProductUnavailable, PriceChanged, QuantityOffStep, StockShort.
    """
    with book.write(member_id) as write:
        one = distribution(write, distribution_id)
        needs_open(one, write.now)
        found = write.one(DRAFT, member=member_id, distribution=distribution_id)
        lines = lines_of(write, found[0], distribution_id) if found else []
        if not found or not lines:
            raise BasketEmpty()
        check_lines(write, lines, member_id, one)
        for line in lines:
            if line.remaining is not None and line.remaining < line.quantity:
                raise short(line, line.remaining)
        recording = secrets.token_hex(16)
        write.run(_SET_STATE, draft=found[0], state="pending", recording=recording, now=write.now)
        shown = tuple(line.line for line in lines)
        total = sum(line.amount for line in shown)
        return values.Draft(distribution_id, "pending", recording, shown, total, write.now)


def back_to_draft(book: Book, member_id: int, distribution_id: int) -> None:
    """A pending basket is edited again."""
    with book.write(member_id) as write:
        found = write.one(DRAFT, member=member_id, distribution=distribution_id)
        if found and found[1] == "pending":
            write.run(_SET_STATE, draft=found[0], state="draft", recording="", now=write.now)


def finish(write: Write, draft_id: int, order_id: int, since: int) -> None:
    """An order takes the place of a pending basket that has waited `since` then (UTC seconds)."""
    write.add_all(
        DraftFinished,
        [
            {"order_id": order_id, "product_id": product, "quantity": quantity, "price": price, "changed_at": since}
            for product, quantity, price in write.all(_LINES, draft=draft_id)
        ],
    )
    write.run(DROP_DRAFT, draft=draft_id)


def wait_again(write: Write, order_id: int, member_id: int, distribution_id: int) -> None:
    """The order that took the place of a pending basket is undone: the basket waits again, as it was.

    What the member put into a basket since stays, and products that it lacks are put beside: into one that they did
    not validate, to be validated with them; into one that waits too, which goes on waiting (after the closing nobody
    could validate it again), under a new recording: no screen that shows less confirms it.
    """
    lines = write.all(_FINISHED, order=order_id)
    found = write.one(DRAFT, member=member_id, distribution=distribution_id)
    there = {row[0] for row in write.all(_LINES, draft=found[0])} if found else set()
    lacking = [line for line in lines if line[0] not in there]
    if not lacking:
        return
    recording = secrets.token_hex(16)
    if found is None:
        draft_id = write.add(
            Draft,
            member_id=member_id,
            distribution_id=distribution_id,
            state="pending",
            recording=recording,
            changed_at=lines[0][3],
        )
    else:
        draft_id, state, _, since = found
        if state == "pending":
            write.run(_SET_STATE, draft=draft_id, state=state, recording=recording, now=since)
        else:
            write.run(_SET_STATE, draft=draft_id, state=state, recording="", now=write.now)
    write.add_all(
        DraftLine,
        [
            {"draft_id": draft_id, "product_id": product, "quantity": quantity, "price": price}
            for product, quantity, price, _ in lacking
        ],
    )


def prices_now(book: Book, member_id: int, distribution_id: int) -> dict[int, int]:
    """Today's price (cents per unit) of each product in the draft, for the member's tariff."""
    found = book.one(DRAFT, member=member_id, distribution=distribution_id)
    if found is None:
        return {}
    one = distribution(book, distribution_id)
    points = applied(book, member_id, one.group_id, book.clock.now()).points
    lines = lines_of(book, found[0], distribution_id)
    return {line.product_id: unit_price(line.base_price, points) for line in lines}


def accept_prices(book: Book, member_id: int, distribution_id: int) -> None:
    """The member has read the new prices: they become the ones shown."""
    with book.write(member_id) as write:
        one = distribution(write, distribution_id)
        found = write.one(DRAFT, member=member_id, distribution=distribution_id)
        if found is None:
            return
        points = applied(write, member_id, one.group_id, write.now).points
        for line in lines_of(write, found[0], distribution_id):
            price = unit_price(line.base_price, points)
            if price != line.price:
                write.run(_SET_LINE, draft=found[0], product=line.product_id, quantity=line.quantity, price=price)


def grace(reader: Reader, group_id: int) -> int:
    """Seconds that a pending basket of the group outlives the closing."""
    return int(reader.value(_GRACE, group=group_id)) * 60


def release_late(book: Book) -> int:
    """Pending baskets whose grace is over become drafts again; how many."""
    late = []
    for draft_id, distribution_id in book.all(_LATE_PENDING):
        one = distribution(book, distribution_id)
        if book.clock.now() >= one.closes_at + grace(book, one.group_id):
            late.append(draft_id)
    if late:
        with book.write() as write:
            for draft_id in late:
                write.run(_SET_STATE, draft=draft_id, state="draft", recording="", now=write.now)
    return len(late)


def pending(book: Book, member_id: int) -> tuple[values.Draft, ...]:
    """The member's baskets that are validated and not confirmed: pending is not ordered."""
    found = [draft(book, member_id, row[0]) for row in book.all(_PENDING, member=member_id)]
    return tuple(one for one in found if one is not None)
