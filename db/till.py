"""The till of a distribution: opened with a float, filled by payments, counted coin by coin, closed by name. Cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, Case, fn

from db.database import Book, Reader, Write
from db.distributions import distribution
from db.errors import MoneyTooMuch, TextMissing, TillAlreadyOpen, TillNotOpen, TillShort
from db.gestures import UNDO, begin, takes_back, till_closed
from db.models import Basket, Fee, Gesture, Member, Note, Posting, Tender, TillCount, TillStep
from db.roles import needs_volunteer, role
from db.statements import Statement, came_about, slot
from db.values.cash import ASK_FROM, counted
from db.values.counter import Station, Till

_STEPS = Statement(
    lambda: (
        TillStep.select(
            TillStep.id,
            TillStep.kind,
            TillStep.counted,
            Member.first_name,
            Member.last_name,
            Gesture.at,
            fn.COALESCE(Note.text, ""),
        )
        .join(Gesture)
        .join(Member, on=(Member.id == Gesture.by_id))
        .switch(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .switch(Gesture)
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == Gesture.id))
        .where(TillStep.distribution == slot("distribution"), UNDO.id.is_null())
        .order_by(*came_about(Gesture, TillStep.distribution))
    )
)
_KINDS = Statement(
    lambda: (
        TillStep.select(TillStep.kind)
        .join(Gesture)
        .join(UNDO, JOIN.LEFT_OUTER, on=takes_back(Gesture.id))
        .where(TillStep.distribution == slot("distribution"), UNDO.id.is_null())
        .order_by(*came_about(Gesture, TillStep.distribution))
    )
)


def _payments(amount: Any) -> Any:
    """How many, those taken back not counted."""
    return fn.SUM(Case(None, ((amount < 0, -1),), 1))


# Money of a gesture belongs to the distribution it was made in; money taken without one, to that of its order.
_OF_GESTURES = Statement(
    lambda: (
        Posting.select(Posting.means, fn.SUM(Posting.amount), _payments(Posting.amount))
        .join(Tender, on=(Tender.id == Posting.id))
        .join(Gesture)
        .where(Posting.kind == "payment", Gesture.distribution == slot("distribution"))
        .group_by(Posting.means)
    )
)
_OF_ORDERS = Statement(
    lambda: (
        Posting.select(Posting.means, fn.SUM(Posting.amount), _payments(Posting.amount))
        .join(Basket)
        .switch(Posting)
        .join(Tender, JOIN.LEFT_OUTER, on=(Tender.id == Posting.id))
        .where(Posting.kind == "payment", Basket.distribution == slot("distribution"), Tender.id.is_null())
        .group_by(Posting.means)
    )
)
_FEES = Statement(
    lambda: (
        Fee.select(Fee.means, fn.SUM(Fee.amount), _payments(Fee.amount))
        .join(Gesture)
        .where(Gesture.distribution == slot("distribution"))
        .group_by(Fee.means)
    )
)
_COUNTS = Statement(lambda: TillCount.select(TillCount.value, TillCount.count).where(TillCount.step == slot("step")))


def till(book: Book, by: int, distribution_id: int) -> Till:
    """The till as it stands. A fixed number of queries. Refuses with NotAllowed, Unknown."""
    needs_volunteer(book, by, distribution(book, distribution_id).group_id)
    return as_it_stands(book, distribution_id)


def state(reader: Reader, distribution_id: int) -> str:
    """'not_opened', 'open' or 'closed'."""
    kinds = [row[0] for row in reader.all(_KINDS, distribution=distribution_id)]
    return {"opened": "open", "closed": "closed"}[kinds[-1]] if kinds else "not_opened"


def open_now(book: Book, station: Station) -> bool:
    """Whether somebody can take cash here now: the till is open, or it is closed and the coordination corrects it."""
    found = state(book, station.distribution_id)
    if found != "closed":
        return found == "open"
    return role(book, station.by, distribution(book, station.distribution_id).group_id) == "coordinator"


def needs_till(write: Write, distribution_id: int, back: int = 0, *, there_is: bool = False) -> None:
    """Before cash is taken, or `back` of it given back (cents). Refuses with TillNotOpen, and with TillShort unless
    somebody says that `there_is` more than by the book, which knows it on the day the till was opened or counted.
    """
    if back <= 0:
        if state(write, distribution_id) == "not_opened":
            raise TillNotOpen()
        return
    now = as_it_stands(write, distribution_id)
    if now.opened_at is None:
        raise TillNotOpen()
    if there_is or back <= now.expected:
        return
    zone = ZoneInfo(distribution(write, distribution_id).place.timezone)
    known_on = {datetime.fromtimestamp(at, zone).date() for at in (now.opened_at, now.closed_at) if at is not None}
    if datetime.fromtimestamp(write.now, zone).date() in known_on:
        raise TillShort(held=max(now.expected, 0), wanted=back)


def money(reader: Reader, distribution_id: int) -> tuple[dict[str, int], dict[str, int]]:
    """What came in by means of payment, memberships too: cents, and how many payments."""
    sums: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for statement in (_OF_GESTURES, _OF_ORDERS, _FEES):
        for means, amount, count in reader.all(statement, distribution=distribution_id):
            sums[means] += amount
            counts[means] += count
    return dict(sums), dict(counts)


def last_count(book: Book, by: int, distribution_id: int) -> dict[int, int]:
    """How many of each coin and note (cents) were counted at the last closing."""
    needs_volunteer(book, by, distribution(book, distribution_id).group_id)
    steps = [row for row in book.all(_STEPS, distribution=distribution_id) if row[1] == "closed"]
    return dict(book.all(_COUNTS, step=steps[-1][0])) if steps else {}


def open_till(
    book: Book, station: Station, counts: Mapping[int, int] | None, amount: int, *, sure: bool = False
) -> int:
    """The day begins with `amount` in the till, counted coin by coin or not (None). The gesture's id.

    Once in a distribution: a closing is undone, not opened again. Refuses with TillAlreadyOpen, MoneyTooMuch unless
    `sure`, and as `db.gestures.begin` does.
    """
    if (counts is not None and counted(dict(counts)) != amount) or amount < 0:
        raise ValueError(amount)
    if amount > ASK_FROM and not sure:
        raise MoneyTooMuch(amount=amount)
    with book.write(station.by) as write:
        now = as_it_stands(write, station.distribution_id)
        if now.state != "not_opened":
            raise TillAlreadyOpen(by=now.opened_by)
        begun = begin(write, station, "opened")
        step = write.add(TillStep, gesture_id=begun.id, distribution_id=begun.one.id, kind="opened", counted=amount)
        _keep_counts(write, step, counts or {})
        return begun.id


def close_till(book: Book, station: Station, counts: Mapping[int, int], words: str = "") -> int:
    """The till is counted and closed, by name; after it only the coordination corrects the day. The gesture's id.

    Refuses with TillNotOpen, TillClosed, TextMissing when the count is not what was expected and nobody says why, and
    as `db.gestures.begin` does.
    """
    amount = counted(dict(counts))
    with book.write(station.by) as write:
        now = as_it_stands(write, station.distribution_id)
        if closed := till_closed(write, distribution(write, station.distribution_id)):
            raise closed
        if now.state != "open":
            raise TillNotOpen()
        if amount != now.expected and not words.strip():
            raise TextMissing(field="why")
        begun = begin(write, station, "closed", words=words)
        step = write.add(
            TillStep,
            gesture_id=begun.id,
            distribution_id=begun.one.id,
            kind="closed",
            expected=now.expected,
            counted=amount,
        )
        _keep_counts(write, step, counts)
        return begun.id


def as_it_stands(reader: Reader, distribution_id: int) -> Till:
    """The till, for a document: who may see it is the caller's to ask."""
    sums, counts = money(reader, distribution_id)
    opened: tuple[Any, ...] | None = None
    closed: tuple[Any, ...] | None = None
    for row in reader.all(_STEPS, distribution=distribution_id):
        if row[1] == "opened":
            opened, closed = row, None
        else:
            closed = row
    return Till(
        "closed" if closed else "open" if opened else "not_opened",
        f"{opened[3]} {opened[4]}".strip() if opened else "",
        opened[5] if opened else None,
        opened[2] if opened else 0,
        sums,
        counts,
        closed[2] if closed else None,
        f"{closed[3]} {closed[4]}".strip() if closed else "",
        closed[5] if closed else None,
        closed[6] if closed else "",
    )


def _keep_counts(write: Any, step: int, counts: Mapping[int, int]) -> None:
    write.add_all(
        TillCount,
        [{"step_id": step, "value": value, "count": count} for value, count in counts.items() if count],
    )
