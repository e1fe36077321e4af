"""What is done at the counter begins with a gesture, which says who did what, and on which terminal."""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import JOIN, fn

from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import ReasonMissing, TillClosed
from db.lines import Whose, whose_basket
from db.models import (
    Gesture,
    Member,
    Note,
    Posting,
    Tender,
    TillStep,
)
from db.roles import needs_volunteer, role
from db.statements import Statement, came_about, slot
from db.values import orders as values
from db.values.counter import Position, Station
from db.values.text import clean, clean_paragraph

UNDO = Gesture.alias()
_LONGEST_NUMBER = 40  # of a cheque, signs


def takes_back(gesture: Any) -> Any:
    """For the ON of a join with `UNDO`: it takes this gesture back. A gesture stands where none does."""
    return UNDO.undoes == gesture


_TILL = Statement(
    lambda: (
        TillStep.select(TillStep.kind, Member.first_name, Member.last_name, Gesture.at)
        .join(Gesture)
        .join(Member, on=(Member.id == Gesture.by_id))
        .switch(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(TillStep.distribution == slot("distribution"), UNDO.id.is_null())
        .order_by(*came_about(Gesture, TillStep.distribution))
    )
)
_LAST = Statement(
    lambda: (
        Gesture.select(fn.MAX(Gesture.id))
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(
            Gesture.distribution == slot("distribution"),
            Gesture.laptop == slot("laptop"),
            Gesture.terminal == slot("terminal"),
            Gesture.kind != "undone",
            UNDO.id.is_null(),
        )
    )
)
_BASKET = Statement(lambda: Gesture.select(Gesture.basket).where(Gesture.id == slot("gesture")))


class Begun(NamedTuple):
    """A gesture under way, and the distribution it is made in."""

    id: int
    one: values.Distribution


def begin(
    write: Write,
    station: Station,
    kind: str,
    *,
    basket_id: int | None = None,
    product_id: int | None = None,
    reason: str = "",
    words: str = "",
    undoes: int | None = None,
) -> Begun:
    """The first row of every gesture; `words` of people stand beside it, erasable.

    Refuses with NotAllowed, Unknown, TillClosed (once the day is closed the coordination corrects it), TextRefused.
    """
    one = distribution(write, station.distribution_id)
    needs_volunteer(write, station.by, one.group_id)
    closed = till_closed(write, one)
    if closed is not None and role(write, station.by, one.group_id) != "coordinator":
        raise closed
    gesture = write.add(
        Gesture,
        distribution_id=one.id,
        kind=kind,
        terminal=station.terminal,
        laptop=write.book.laptop,
        basket_id=basket_id,
        product_id=product_id,
        reason=reason,
        undoes_id=undoes,
    )
    text = clean_paragraph(words, field="")
    if text:
        write.add(Note, id=gesture, text=text)
    return Begun(gesture, one)


def begin_with(
    write: Write, station: Station, kind: str, position: Position, reason: str, words: str = ""
) -> tuple[Begun, Whose]:
    """A gesture about one position of an order, which wants a `reason`; and whose order it is.

    Refuses with ReasonMissing, Unknown for an order of another distribution, and as `begin` does.
    """
    if not reason:
        raise ReasonMissing()
    whose = whose_basket(write, position.basket_id, station.distribution_id)
    about = {"basket_id": position.basket_id, "product_id": position.product_id}
    return begin(write, station, kind, **about, reason=reason, words=words), whose


def till_closed(reader: Reader, one: values.Distribution) -> TillClosed | None:
    """Why a day is not changed any more, or None while its till is not closed."""
    steps = reader.all(_TILL, distribution=one.id)
    if not steps or steps[-1][0] != "closed":
        return None
    _, first, last, at = steps[-1]
    return TillClosed(by=f"{first} {last}".strip(), at=at, timezone=one.place.timezone)


def last(book: Book, station: Station) -> int | None:
    """The latest gesture of this terminal that still stands: what Ctrl+Z takes back."""
    found = book.value(_LAST, distribution=station.distribution_id, laptop=book.laptop, terminal=station.terminal)
    return None if found is None else int(found)


def basket_of(book: Book, gesture_id: int) -> int | None:
    """Whose order a gesture was about, if it was about one."""
    found = book.value(_BASKET, gesture=gesture_id)
    return None if found is None else int(found)


def take_money(
    write: Write,
    gesture: int,
    member_id: int,
    group_id: int,
    basket_id: int | None,
    means: str,
    amount: int,
    *,
    given: int = 0,
    number: str = "",
) -> None:
    """An entry of money in a member's account; negative: given back. Cents. Refuses with TextRefused, TextTooLong."""
    posting = write.add(
        Posting,
        member_id=member_id,
        group_id=group_id,
        basket_id=basket_id,
        order_id=None,
        kind="payment",
        means=means,
        amount=amount,
    )
    write.add(Tender, id=posting, gesture_id=gesture, given=given, number=clean(number, _LONGEST_NUMBER))
