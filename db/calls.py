"""« À prévenir »: whom the team has to tell. The people helped have no e-mail and are not at the counter."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import JOIN, fn

from db.database import Book, Write
from db.errors import Unknown
from db.models import Basket, CallMade, CallToMake, DeliveryStep, Distribution, Member, Note, SlotPlaced
from db.roles import needs_volunteer
from db.statements import Statement, came_about, slot
from db.values.delivery import Call

# What a call becomes for who was told already when the step it is about is undone.
OPPOSITE = {
    "taken": "released",
    "released": "taken",
    "assigned": "unassigned",
    "unassigned": "assigned",
    "withdrawn": "assigned",
}

# Who is to be told of a step that stands; the others of its calls say that it was undone.
_TOLD_OF = {
    "taken": ("taken", "assigned"),
    "released": ("released", "unassigned"),
    "withdrawn": ("withdrawn",),
}

_OWNER, _DELIVERER, _CALLER = Member.alias(), Member.alias(), Member.alias()
_UNDONE = DeliveryStep.alias()
_CALLS = Statement(
    lambda: (
        CallToMake.select(
            CallToMake.id,
            Basket.distribution,
            Basket.id,
            CallToMake.member,
            Member.first_name,
            Member.last_name,
            Basket.label,
            CallToMake.why,
            _OWNER.id,
            _OWNER.first_name,
            _OWNER.last_name,
            fn.COALESCE(_DELIVERER.first_name, ""),
            fn.COALESCE(_DELIVERER.last_name, ""),
            SlotPlaced.starts_at,
            fn.COALESCE(Note.text, ""),
            CallToMake.at,
            fn.COALESCE(CallMade.made, 0),
            CallMade.at,
            fn.COALESCE(_CALLER.first_name, ""),
            fn.COALESCE(_CALLER.last_name, ""),
            fn.COALESCE(DeliveryStep.kind, ""),
            _UNDONE.id,
        )
        .join(Basket)
        .join(Distribution)
        .switch(CallToMake)
        .join(Member, on=(CallToMake.member == Member.id))
        .switch(Basket)
        .join(_OWNER, on=(Basket.member == _OWNER.id))
        .switch(CallToMake)
        .join(DeliveryStep, JOIN.LEFT_OUTER, on=(DeliveryStep.id == CallToMake.step))
        .join(_DELIVERER, JOIN.LEFT_OUTER, on=(DeliveryStep.deliverer == _DELIVERER.id))
        .switch(DeliveryStep)
        # Steps of one basket stand together in an index; `about` alone has none.
        .join(
            _UNDONE,
            JOIN.LEFT_OUTER,
            on=(
                (_UNDONE.basket == DeliveryStep.basket)
                & (_UNDONE.about == DeliveryStep.id)
                & (_UNDONE.kind == "undone")
            ),
        )
        .switch(CallToMake)
        .join(SlotPlaced, JOIN.LEFT_OUTER, on=(SlotPlaced.id == CallToMake.step))
        .switch(CallToMake)
        .join(Note, JOIN.LEFT_OUTER, on=(Note.id == CallToMake.step))
        .switch(CallToMake)
        .join(CallMade, JOIN.LEFT_OUTER, on=(CallMade.call == CallToMake.id))
        .join(_CALLER, JOIN.LEFT_OUTER, on=(CallMade.by_id == _CALLER.id))
        .where(Distribution.group == slot("group"), Distribution.ends_at >= slot("since"))
        .order_by(*came_about(CallToMake, CallToMake.basket), *came_about(CallMade, CallToMake.id))
    )
)
_PLACED = Statement(
    lambda: (
        SlotPlaced.select(SlotPlaced.basket, SlotPlaced.starts_at)
        .join(Basket)
        .join(Distribution)
        .where(Distribution.group == slot("group"), Distribution.ends_at >= slot("since"))
        .order_by(*came_about(SlotPlaced, SlotPlaced.basket))
    )
)
_GROUP_OF = Statement(
    lambda: CallToMake.select(Distribution.group).join(Basket).join(Distribution).where(CallToMake.id == slot("call"))
)
_KEPT = 30 * 86_400  # seconds after a distribution: who was to be called for it stays readable


def call(write: Write, basket_id: int, member_id: int, why: str, step: int) -> int:
    """Somebody is to be told of the journal row `step`; `why` as `db.models.CallToMake` has it."""
    return write.add(CallToMake, basket_id=basket_id, member_id=member_id, why=why, step=step)


def calls(book: Book, by: int, group_id: int) -> tuple[Call, ...]:
    """Whom to call, oldest first, then those who were. Names, never phones. Refuses with NotAllowed.

    Of a step that was undone before anybody was told, nobody need be; nor of a slot that is another one by now, nor
    of news of an order that later news of it replaces.
    """
    needs_volunteer(book, by, group_id)
    recent = {"group": group_id, "since": book.clock.now() - _KEPT}
    found: dict[int, Call] = {}
    for row in book.all(_CALLS, **recent):
        (call_id, distribution, basket, member, first, last, label, why, owner_id, owner_first, owner_last) = row[:11]
        (carrier_first, carrier_last, starts_at, word, at, made, made_at, by_first, by_last, kind, undone) = row[11:]
        if undone and not made and why in _TOLD_OF.get(kind, ()):
            found.pop(call_id, None)
            continue
        told_of = (carrier_first, carrier_last) if member == owner_id else (owner_first, owner_last)
        found[call_id] = Call(
            id=call_id,
            distribution_id=distribution,
            basket_id=basket,
            member_id=member,
            name=_name(first, last),
            basket=label,
            why=why,
            about=_name(*told_of),
            slot=starts_at,
            word=word,
            at=at,
            made_at=made_at if made else None,
            made_by=_name(by_first, by_last) if made else "",
        )
    placed = dict(book.all(_PLACED, **recent))
    for one in [one for one in found.values() if one.why == "slot" and one.slot != placed[one.basket_id]]:
        if one.made_at is None:
            del found[one.id]
    return tuple(sorted(_news(found.values()), key=lambda one: (one.made_at is not None, one.at, one.id)))


def _news(in_turn: Iterable[Call]) -> list[Call]:
    """Without what nobody was told of and later news for the same person, about the same order, replaced.

    A request that changed only adds to who brings it; who brings it, or does not, replaces both.
    """
    replaced: set[tuple[int, int, str]] = set()
    kept = []
    for one in reversed(tuple(in_turn)):
        subject = one.why if one.why in ("slot", "changed") else "carried"
        if one.made_at is not None or (one.member_id, one.basket_id, subject) not in replaced:
            kept.append(one)
        for about in ("carried", "changed") if subject == "carried" else (subject,):
            replaced.add((one.member_id, one.basket_id, about))
    return kept


def tick(book: Book, by: int, call_id: int, made: bool = True) -> None:
    """« Prévenu·e », or not after all. Refuses with NotAllowed, Unknown."""
    with book.write(by) as write:
        group_id = write.value(_GROUP_OF, call=call_id)
        if group_id is None:
            raise Unknown(kind="call", given=str(call_id))
        needs_volunteer(write, by, group_id)
        write.add(CallMade, call_id=call_id, made=made)


def _name(first: str, last: str) -> str:
    return f"{first} {last.upper()}".strip()
