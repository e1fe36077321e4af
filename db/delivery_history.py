"""One request in full, as the team reads it: what is asked, and every step since, with who did it and when."""

from __future__ import annotations

from typing import NamedTuple

from db.database import Book, Reader
from db.delivery_lists import board_of
from db.delivery_steps import assign
from db.delivery_survey import survey
from db.errors import RequestGone
from db.models import DeliveryStep, Member
from db.orders import owner
from db.roles import needs_volunteer
from db.statements import Statement, slot
from db.values.delivery import BoardLine

_WRITERS = Statement(
    lambda: (
        DeliveryStep.select(DeliveryStep.id, Member.first_name, Member.last_name)
        .join(Member, on=(Member.id == DeliveryStep.by_id))
        .where(DeliveryStep.basket == slot("basket"))
    )
)
_STEPS = Statement(lambda: DeliveryStep.select(DeliveryStep.id).where(DeliveryStep.basket == slot("basket")))
_NAME = Statement(lambda: Member.select(Member.first_name, Member.last_name).where(Member.id == slot("member")))


class Entry(NamedTuple):
    """One step of a request. `deliverer` is whom it is about, `by` who wrote it; names."""

    id: int
    kind: str  # 'taken', 'released', 'withdrawn', 'agreed', 'delivered', 'changed', 'undone'
    deliverer: str
    by: str
    own: bool  # the deliverer wrote it themselves
    at: int
    meet_at: int | None
    money: str
    containers: str
    word: str
    undone: bool  # a later row took it back
    undoes: str  # the kind of the step that this row takes back


class RequestFile(NamedTuple):
    line: BoardLine
    heard_by: str  # who heard the agreement, by voice; empty when the person gave it here
    entries: tuple[Entry, ...]  # oldest first


def request_file(book: Book, by: int, basket_id: int) -> RequestFile:
    """A request and its history, without any contact. Refuses with NotAllowed, RequestGone, Unknown."""
    _, distribution_id = owner(book, basket_id)
    lines = {line.basket_id: line for line in board_of(book, by, distribution_id)}
    if basket_id not in lines:
        raise RequestGone()
    known = survey(book, distribution_id)
    asked, steps = known.requests[basket_id], known.steps_of(basket_id)
    writers = {step: _name(first, last) for step, first, last in book.all(_WRITERS, basket=basket_id)}
    kinds = {step.id: step.kind for step in steps}
    undone = {step.about for step in steps if step.kind == "undone"}
    entries = tuple(
        Entry(
            step.id,
            step.kind,
            known.neighbours[step.deliverer].name if step.deliverer in known.neighbours else "",
            writers.get(step.id, ""),
            step.by == step.deliverer,
            step.at,
            step.meet_at,
            step.money,
            step.containers,
            known.words.get(step.id, ""),
            step.id in undone,
            kinds.get(step.about or 0, "") if step.kind == "undone" else "",
        )
        for step in steps
    )
    heard_by = "" if asked.by == asked.member.id else _name(*(book.one(_NAME, member=asked.by) or ("", "")))
    return RequestFile(lines[basket_id], heard_by, entries)


def wishes(book: Book, by: int, basket_id: int) -> tuple[str, str]:
    """When it suits the person, and their note, to write them anew for them. Refuses with NotAllowed, Unknown."""
    _, distribution_id = owner(book, basket_id)
    known = survey(book, distribution_id)
    needs_volunteer(book, by, known.distributions[distribution_id].group_id)
    asked = known.requests.get(basket_id)
    return (asked.times, asked.note) if asked else ("", "")


def hand_to(book: Book, by: int, basket_id: int, deliverer: int) -> tuple[int, ...]:
    """`assign`; the steps that it wrote, last first, are what `undo_all` takes. Refuses as `assign` does."""
    with book.write(by) as write:
        before = _steps(write, basket_id)
        assign(book, by, basket_id, deliverer)
        return tuple(sorted(_steps(write, basket_id) - before, reverse=True))


def _steps(reader: Reader, basket_id: int) -> set[int]:
    return {row[0] for row in reader.all(_STEPS, basket=basket_id)}


def _name(first: str, last: str) -> str:
    return f"{first} {last.upper()}".strip()
