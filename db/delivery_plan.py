"""« Proposer »: which deliverer for which request. It changes nothing; people accept it line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from db.database import Book
from db.delivery_survey import survey
from db.errors import Unknown
from db.planning import Carrier, Request, plan
from db.roles import needs_volunteer
from db.values.delivery import PlanLine, Suggestion, Unserved
from db.values.nearness import nearness


def suggest(
    book: Book,
    by: int,
    distribution_id: int,
    *,
    refused: Iterable[tuple[int, int]] = (),
    seconds: float = 10.0,
    stop: Callable[[], bool] | None = None,
) -> Suggestion:
    """A plan for the requests that nobody carries, as `db.planning` finds it. Up to `seconds`: run it in a thread.

    `refused` pairs of (basket, member) are left out. Refuses with NotAllowed, Unknown.
    """
    known = survey(book, distribution_id)
    here = known.distributions.get(distribution_id)
    if here is None:
        raise Unknown(kind="distribution", given=str(distribution_id))
    needs_volunteer(book, by, here.group_id)
    open_ = {basket_id: asked for basket_id, asked in known.requests.items() if basket_id not in known.rounds}
    offers = {member_id: offer for (_, member_id), offer in known.offers.items() if offer.orders}
    left_out = set(refused)
    classes = {
        (basket_id, member_id): int(nearness(known.neighbours[member_id].where, asked.member.where))
        for basket_id, asked in open_.items()
        for member_id in offers
        if asked.member.id != member_id and (basket_id, member_id) not in left_out
    }
    found = plan(
        [Request(basket_id, asked.grams) for basket_id, asked in open_.items()],
        [
            Carrier(one.member_id, one.orders - one.taken_orders, one.grams - one.taken_grams, one.taken_orders)
            for one in offers.values()
        ],
        classes,
        seconds=seconds,
        stop=stop,
    )
    lines = []
    load = {member_id: [one.taken_orders, one.taken_grams] for member_id, one in offers.items()}
    for basket_id, member_id in found.pairs:
        asked, offer = open_[basket_id], offers[member_id]
        load[member_id][0] += 1
        load[member_id][1] += asked.grams
        lines.append(
            PlanLine(
                basket_id,
                asked.basket,
                asked.member.name,
                member_id,
                known.neighbours[member_id].name,
                classes[basket_id, member_id],
                asked.grams,
                load[member_id][0],
                offer.orders,
                load[member_id][1],
                offer.grams,
            )
        )
    served = {basket_id for basket_id, _ in found.pairs}
    unserved = tuple(
        Unserved(
            asked.basket_id,
            asked.basket,
            asked.member.name,
            asked.grams,
            "weight" if all(asked.grams > one.grams for one in offers.values()) and offers else "room",
        )
        for asked in sorted(open_.values(), key=lambda one: (one.at, one.basket_id))
        if asked.basket_id not in served
    )
    return Suggestion(tuple(lines), unserved, len(offers), found.most, found.proven, found.gaps)
