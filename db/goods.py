"""Goods at the counter beside what is weighed: added from what is left over, taken out, replaced, brought back."""

from __future__ import annotations

from collections.abc import Sequence

from db.database import Book, Write
from db.distributions import distribution
from db.errors import QuantityTooLarge, ReasonMissing, RecordedOtherwise, SurplusShort, Unknown
from db.gestures import Begun, begin, begin_with, take_money
from db.leftovers import left_of
from db.lines import New, Standing, Whose, of_position, rewrite, whose_basket, written_line
from db.models import OrderLine, Product, Weighing
from db.ordering import number_for, recorded_as
from db.positions import totals
from db.roles import needs_volunteer
from db.statements import Statement, slot
from db.tariffs import applied
from db.till import needs_till
from db.values.counter import Added, Position, Station
from db.values.money import line_amount, unit_price
from db.values.quantity import LIMIT
from db.weighing import as_shown

_PRODUCT = Statement(
    lambda: Product.select(
        Product.name, Product.reference, Product.unit, Product.vat, Product.step, Product.minimum
    ).where(Product.id == slot("product"), Product.group == slot("group"))
)

_RECORDED = Statement(
    lambda: OrderLine.select(OrderLine.product, OrderLine.quantity).where(
        OrderLine.order == slot("order"), OrderLine.reverses.is_null()
    )
)


def add(
    book: Book, station: Station, member_id: int, wanted: Sequence[Added], *, over: bool = False, recording: str = ""
) -> int:
    """What somebody takes from what is left over, weighed already; the basket's id, given now if they had none.

    `recording` names the list: twice is once, unless it was undone. Refuses with SurplusShort unless somebody says that
    it is there (`over`), QuantityTooLarge, Unknown, RecordedOtherwise when the list was recorded with other lines,
    BasketNotPending when it was somebody else's, and as `db.gestures.begin` does.
    """
    with book.write(station.by) as write:
        here = distribution(write, station.distribution_id)
        needs_volunteer(write, station.by, here.group_id)
        recording, again = recorded_as(write, recording, member_id, here.id)
        basket_id = number_for(write, member_id, here.id)
        if again:
            if sorted(write.all(_RECORDED, order=again[0])) != sorted(wanted):
                raise RecordedOtherwise()
            return basket_id
        begun = begin(
            write,
            station,
            "added",
            basket_id=basket_id,
            product_id=wanted[0].product_id if len(wanted) == 1 else None,
        )
        whose = Whose(basket_id, member_id, here.group_id, here.id)
        _add_lines(write, begun, whose, wanted, over, recording)
        return basket_id


def take_out(book: Book, station: Station, position: Position, quantity: int, reason: str, words: str = "") -> int:
    """`quantity` (thousandths) of a position is not taken after all: what is left is one line. The gesture's id.

    Refuses with ReasonMissing, WeighedMeanwhile when the position is no longer as shown, Unknown when it is more than
    there is, and as `db.gestures.begin` does.
    """
    with book.write(station.by) as write:
        begun, whose = begin_with(write, station, "taken_out", position, reason, words)
        _take_out(write, station, begun, whose, position, quantity)
        return begun.id


def replace(
    book: Book,
    station: Station,
    position: Position,
    quantity: int,
    other: Added,
    reason: str,
    words: str = "",
    *,
    over: bool = False,
) -> int:
    """`quantity` of a position for something else, in one gesture. Refuses as `take_out` and `add` do."""
    with book.write(station.by) as write:
        begun, whose = begin_with(write, station, "replaced", position, reason, words)
        _take_out(write, station, begun, whose, position, quantity, more_comes=True)
        _add_lines(write, begun, whose, [other], over)
        return begun.id


def bring_back(
    book: Book,
    station: Station,
    line_id: int,
    quantity: int,
    reason: str,
    *,
    means: str = "",
    words: str = "",
    there_is: bool = False,
) -> int:
    """Goods of an earlier day come back: the old line is reversed and what was kept of it written anew.

    `means` pays it out now; '' leaves it on the balance. The gesture's id. Refuses with ReasonMissing, Unknown (no
    such line, or more than it was), TillNotOpen, TillShort unless `there_is` as in `db.serving.serve`, and
    as `db.gestures.begin` does.
    """
    if not reason:
        raise ReasonMissing()
    with book.write(station.by) as write:
        line = written_line(write, line_id)
        if line is None:
            raise Unknown(kind="product", given=str(line_id))
        basket_id, product_id = line.basket_id, line.product_id
        whose = whose_basket(write, basket_id)
        begun = begin(
            write, station, "brought_back", basket_id=basket_id, product_id=product_id, reason=reason, words=words
        )
        if whose.group_id != begun.one.group_id:
            raise Unknown(kind="order", given=str(basket_id))
        lines = of_position(write, basket_id, product_id, line.price)
        if line_id not in {one.id for one in lines} or not 0 < quantity <= totals(lines).quantity:
            raise Unknown(kind="product", given=str(line_id))
        total = _less(write, begun, whose, lines, quantity)
        if means == "cash":
            needs_till(write, station.distribution_id, -total, there_is=there_is)
        if means:
            take_money(write, begun.id, whose.member_id, whose.group_id, basket_id, means, total)
        return begun.id


def _add_lines(
    write: Write, begun: Begun, whose: Whose, wanted: Sequence[Added], over: bool, recording: str = ""
) -> None:
    tariff = applied(write, whose.member_id, whose.group_id, write.now)
    new: list[New] = []
    for product_id, quantity in wanted:
        row = write.one(_PRODUCT, product=product_id, group=whose.group_id)
        if row is None:
            raise Unknown(kind="product", given=str(product_id))
        name, reference, unit, vat, step, minimum = row
        if not 0 < quantity <= LIMIT:
            raise QuantityTooLarge(quantity=quantity, limit=LIMIT, unit=unit)
        left = left_of(write, whose.distribution_id, product_id)
        # Twice the same product in one go: what the first takes is not there for the second.
        taken = sum(line.quantity for line in new if line.product_id == product_id)
        if not over and left.left - taken < quantity:
            raise SurplusShort(product=name, unit=unit, left=max(left.left - taken, 0), wanted=quantity)
        price = unit_price(left.price, tariff.points)
        new.append(
            New(
                product_id,
                name,
                reference,
                unit,
                tariff.letter,
                price,
                vat,
                step,
                minimum,
                quantity,
                line_amount(quantity, price),
            )
        )
    written = rewrite(write, whose, [], new, kind="order", recording=recording, gesture=begun.id)
    write.add_all(
        Weighing,
        [
            {"gesture_id": begun.id, "basket_id": whose.basket_id, "was_id": None, "line_id": line, "ordered": 0}
            for line in written.lines
        ],
    )


def _take_out(
    write: Write,
    station: Station,
    begun: Begun,
    whose: Whose,
    position: Position,
    quantity: int,
    *,
    more_comes: bool = False,
) -> None:
    lines = as_shown(write, station, position)
    if not 0 < quantity <= position.quantity:
        raise Unknown(kind="product", given=position.name)
    _less(write, begun, whose, lines, quantity, more_comes=more_comes)


def _less(
    write: Write, begun: Begun, whose: Whose, lines: list[Standing], quantity: int, *, more_comes: bool = False
) -> int:
    """A position with `quantity` less of it, as one line; the change of what is owed, cents (negative)."""
    sums = totals(lines)
    rest = sums.quantity - quantity
    last = lines[-1]
    written = rewrite(write, whose, lines, [last.copied(rest)] if rest else [], gesture=begun.id, more_comes=more_comes)
    if rest and sums.weighed:
        write.add(
            Weighing,
            gesture_id=begun.id,
            basket_id=whose.basket_id,
            was_id=last.id,
            line_id=written.lines[0],
            ordered=max(sums.ordered - quantity, 0),
        )
    return written.total
