"""What was printed of a distribution, by whom, and what is different since.

A paper keeps, for each laptop, the last row it knew. Journals only grow, so what it said is told again from the rows up
to these: whatever the clocks say, and also for rows of another laptop that arrive later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from peewee import JOIN, fn

from db.catalogue import products
from db.database import Book, Reader
from db.distributions import distribution
from db.errors import Unknown
from db.models import Basket, Laptop, Member, OrderLine, Orders, Posting, PrintedSeen, SlotPlaced
from db.models import Printed as PrintedRow
from db.orders import owner
from db.roles import needs_volunteer
from db.slot_survey import slot_plan, slots
from db.statements import Statement, came_about, slot
from db.values.prints import BasketChange, Changes, LineChange, Printed, Seen, Side

OF_A_BASKET = ("order_sheet", "receipt")  # kinds that members print of their own basket
SOME = -1  # in the place of a subject: labels or cards of several, not of all
_SEQUENCE = 0xFFFF_FFFF

_LAPTOPS = Statement(lambda: Laptop.select(Laptop.id, Laptop.seq).order_by(Laptop.id))
_SEEN = Statement(
    lambda: PrintedSeen.select(PrintedSeen.laptop, PrintedSeen.sequence).where(PrintedSeen.printed == slot("printed"))
)


def _printed(*where: Any) -> Any:
    """Papers that left; those of which somebody learned that they did not come out are left out."""
    later = PrintedRow.alias()
    not_out = later.select(later.id).where(
        later.distribution == PrintedRow.distribution, later.number == (0 - PrintedRow.id)
    )
    return (
        PrintedRow.select(
            PrintedRow.id,
            PrintedRow.distribution,
            PrintedRow.kind,
            PrintedRow.subject,
            PrintedRow.number,
            PrintedRow.at,
            PrintedRow.by_id,
            Member.first_name,
            Member.last_name,
        )
        .join(Member, JOIN.LEFT_OUTER, on=(Member.id == PrintedRow.by_id))
        .where(
            PrintedRow.distribution == slot("distribution"),
            PrintedRow.number.is_null() | (PrintedRow.number > 0),
            ~fn.EXISTS(not_out),
            *where,
        )
        .order_by(*(each.desc() for each in came_about(PrintedRow, PrintedRow.distribution)))
    )


_OF_ID = Statement(
    lambda: PrintedRow.select(PrintedRow.distribution, PrintedRow.kind, PrintedRow.subject).where(
        PrintedRow.id == slot("printed")
    )
)
_NOT_OUT = Statement(
    lambda: PrintedRow.select(PrintedRow.id).where(
        PrintedRow.distribution == slot("distribution"), PrintedRow.number == slot("naming")
    )
)
_PRINTS = Statement(_printed)
_LAST = Statement(lambda: _printed(PrintedRow.kind == slot("kind"), PrintedRow.subject == slot("subject")).limit(1))
_LAST_WHOLE = Statement(lambda: _printed(PrintedRow.kind == slot("kind"), PrintedRow.subject.is_null()).limit(1))

_BASKETS = Statement(
    lambda: (
        Basket.select(Basket.id, Basket.label, Member.id, Member.first_name, Member.last_name)
        .join(Member)
        .where(Basket.distribution == slot("distribution"))
        .order_by(Basket.laptop, Basket.number)
    )
)
_LINES = Statement(
    lambda: (
        OrderLine.select(
            OrderLine.id,
            Orders.basket,
            OrderLine.product,
            OrderLine.price,
            OrderLine.name,
            OrderLine.reference,
            OrderLine.unit,
            OrderLine.quantity,
            OrderLine.amount,
        )
        .join(Orders)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"))
        .order_by(OrderLine.id)
    )
)
_PAYMENTS = Statement(
    lambda: (
        Posting.select(Posting.id, Posting.basket, Posting.amount)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"), Posting.kind == "payment")
    )
)
_PLACINGS = Statement(
    lambda: (
        SlotPlaced.select(SlotPlaced.id, SlotPlaced.basket, SlotPlaced.starts_at)
        .join(Basket)
        .where(Basket.distribution == slot("distribution"))
        .order_by(*came_about(SlotPlaced, SlotPlaced.basket))
    )
)


def needs_right(reader: Reader, by: int, distribution_id: int, kind: str, subject: int = 0) -> None:
    """Refuses with NotAllowed unless `by` may print this: a member their own basket, a deliverer their own slip, the
    team everything. `subject` is the basket or the deliverer. Refuses with Unknown."""
    one = distribution(reader, distribution_id)
    if kind in OF_A_BASKET and subject and by and by == needs_there(reader, distribution_id, subject):
        return
    if kind == "delivery_slip" and by and by == subject:
        return
    needs_volunteer(reader, by, one.group_id)


def needs_there(reader: Reader, distribution_id: int, basket_id: int) -> int:
    """Refuses with Unknown unless the basket is one of the distribution; its member."""
    member_id, there = owner(reader, basket_id)
    if there != distribution_id:
        raise Unknown(kind="order", given=str(basket_id))
    return member_id


def seen(reader: Reader) -> Seen:
    """How much of the book there is at this moment. To be asked before what goes on a paper is read."""
    return tuple(reader.all(_LAPTOPS))


def note(
    book: Book, by: int, distribution_id: int, kind: str, looked: Seen, *, subject: int = 0, number: int = 0
) -> int:
    """Write down that a document was printed, as the book was `seen` then; its id.

    `by` 0 is the command line. Who may print it is asked before it is made. Refuses as every write does.
    """
    with book.write(by) as write:
        printed = write.add(
            PrintedRow, distribution_id=distribution_id, kind=kind, subject=subject or None, number=number or None
        )
        write.add_all(
            PrintedSeen,
            [{"printed_id": printed, "laptop": laptop, "sequence": sequence} for laptop, sequence in looked],
        )
        return printed


def not_out(book: Book, by: int, printed: int) -> None:
    """Write down that a paper did not come out of the printer that had taken it: it does not count as printed any more.

    The row is of the same document, and names the paper by minus its id in the place of a file's number. Once is
    enough: said again, nothing more is written. Refuses with Unknown, and as every write does.
    """
    with book.write(by) as write:
        row = write.one(_OF_ID, printed=printed)
        if row is None:
            raise Unknown(kind="paper", given=str(printed))
        distribution_id, kind, subject = row
        if write.one(_NOT_OUT, distribution=distribution_id, naming=-printed) is None:
            write.add(PrintedRow, distribution_id=distribution_id, kind=kind, subject=subject, number=-printed)


def last(book: Reader, distribution_id: int, kind: str, subject: int = 0) -> Printed | None:
    """The latest paper of a kind: of one basket or deliverer when `subject` names it, else of everybody."""
    asked = _LAST if subject else _LAST_WHOLE
    row = book.one(asked, distribution=distribution_id, kind=kind, **({"subject": subject} if subject else {}))
    return None if row is None else _read(row)


def prints(book: Book, by: int, distribution_id: int) -> tuple[Printed, ...]:
    """Everything that was printed of a distribution, latest first. Refuses with NotAllowed, Unknown."""
    needs_volunteer(book, by, distribution(book, distribution_id).group_id)
    return tuple(_read(row) for row in book.all(_PRINTS, distribution=distribution_id))


def changed_since(book: Book, distribution_id: int, printed: Printed) -> Changes:
    """The baskets whose lines, total, payments or slot are not as they were for that paper, by number.

    Of a paper about one basket, that one. Names and the hours of slots are those of today. A fixed number of queries.
    Refuses with Unknown.
    """
    one = distribution(book, distribution_id)
    known = dict(book.all(_SEEN, printed=printed.id))
    rank = {product.id: place for place, product in enumerate(products(book, one.group_id))}
    starts = slots(one, slot_plan(book, distribution_id))
    rows = _Rows(
        book.all(_LINES, distribution=distribution_id),
        book.all(_PAYMENTS, distribution=distribution_id),
        [row for row in book.all(_PLACINGS, distribution=distribution_id) if starts],
    )
    before = rows.baskets(lambda row_id: (row_id & _SEQUENCE) <= known.get(row_id >> 32, -1), starts)
    after = rows.baskets(lambda _row_id: True, starts)
    of_one = printed.subject if printed.kind in OF_A_BASKET else 0
    nothing = _Content({}, Side())
    found = []
    for basket_id, label, member_id, first, last_name in book.all(_BASKETS, distribution=distribution_id):
        then, now = before.get(basket_id, nothing), after.get(basket_id, nothing)
        if (of_one and basket_id != of_one) or then.same(now) or not (then.stands or now.stands):
            continue
        name = f"{first} {last_name.upper()}".strip()
        state = "changed" if then.stands and now.stands else "new" if now.stands else "gone"
        lines = _differences(then, now, rank)
        found.append(BasketChange(basket_id, label, member_id, name, state, lines, then.side, now.side))
    return Changes(one, printed, tuple(found))


_Position = tuple[int, int]  # product and price


class _Amount(NamedTuple):
    name: str
    reference: str
    unit: str
    quantity: int
    amount: int


class _Content(NamedTuple):
    lines: dict[_Position, _Amount]
    side: Side

    @property
    def stands(self) -> bool:
        """Whether papers show it: emptied baskets stand only while money is in them."""
        return bool(self.lines) or self.side.paid != 0

    def same(self, other: _Content) -> bool:
        return self.side == other.side and self.sums() == other.sums()

    def sums(self) -> dict[_Position, tuple[int, int]]:
        return {position: (line.quantity, line.amount) for position, line in self.lines.items()}


class _Rows(NamedTuple):
    lines: list[tuple[Any, ...]]
    payments: list[tuple[Any, ...]]
    placings: list[tuple[Any, ...]]

    def baskets(self, counts: Callable[[int], bool], starts: tuple[int, ...]) -> dict[int, _Content]:
        """Each basket as the rows that count make it."""
        lines: dict[int, dict[_Position, _Amount]] = defaultdict(dict)
        for row_id, basket, product, price, name, reference, unit, quantity, amount in self.lines:
            if counts(row_id):
                so_far = lines[basket].get((product, price))
                if so_far is not None:
                    quantity, amount = quantity + so_far.quantity, amount + so_far.amount
                lines[basket][product, price] = _Amount(name, reference, unit, quantity, amount)
        paid: dict[int, int] = defaultdict(int)
        for row_id, basket, amount in self.payments:
            if counts(row_id):
                paid[basket] += amount
        placed = {basket: start for row_id, basket, start in self.placings if counts(row_id)}
        found = {}
        for basket in {*lines, *paid, *placed}:
            left = {position: line for position, line in lines[basket].items() if line.quantity}
            start = placed.get(basket)
            side = Side(
                sum(line.amount for line in left.values()), paid.get(basket, 0), start if start in starts else None
            )
            found[basket] = _Content(left, side)
        return found


def _differences(then: _Content, now: _Content, rank: dict[int, int]) -> tuple[LineChange, ...]:
    found = []
    for position in {**then.lines, **now.lines}:
        old, new = then.lines.get(position), now.lines.get(position)
        line = new or old
        assert line is not None
        before, after = (old.quantity, old.amount) if old else (0, 0), (new.quantity, new.amount) if new else (0, 0)
        if before != after:
            product, price = position
            found.append(
                LineChange(
                    product, line.name, line.reference, line.unit, price, before[0], after[0], before[1], after[1]
                )
            )
    return tuple(sorted(found, key=lambda change: (rank.get(change.product_id, len(rank)), change.price)))


def _read(row: tuple[Any, ...]) -> Printed:
    row_id, distribution_id, kind, subject, number, at, by_id, first, last_name = row
    name = f"{first or ''} {(last_name or '').upper()}".strip()
    return Printed(row_id, distribution_id, kind, subject or 0, number or 0, at, by_id, name)
