"""Lists of deliveries: what each may see of them. None of them holds a phone or an address."""

from __future__ import annotations

from collections.abc import Iterable

from db.database import Book, Reader
from db.delivery_survey import DAY, Survey, survey, survey_group
from db.distributions import distribution
from db.errors import DeliveryOver, OfferMissing, Unknown
from db.models import Group, Member
from db.orders import owner
from db.roles import needs_volunteer
from db.statements import Statement, slot
from db.values.delivery import BoardLine, Carried, Helper, Offer, OpenRequest, Request
from db.values.nearness import Nearness, Where, nearness, where

_WHERE = Statement(
    lambda: Member.select(Member.address1, Member.address2, Member.postcode, Member.city).where(
        Member.id == slot("member")
    )
)
_NAME = Statement(lambda: Member.select(Member.first_name, Member.last_name).where(Member.id == slot("member")))
_DAYS = Statement(lambda: Group.select(Group.contact_days).where(Group.id == slot("group")))


def my_request(book: Book, by: int, basket_id: int) -> Request | None:
    """The reader's own request, or None when the order leaves otherwise. Refuses with Unknown."""
    member_id, distribution_id = owner(book, basket_id)
    known = survey(book, distribution_id)
    asked = known.requests.get(basket_id)
    if asked is None or member_id != by:
        return None
    held = known.rounds.get(basket_id)
    heard = "" if asked.by == member_id else _name_of(book, asked.by)
    back = None if held else known.given_back(basket_id)
    word = known.words.get(back.id, "") if back else ""
    who = known.neighbours.get(held.deliverer if held else back.deliverer if back else 0)
    return Request(
        basket_id,
        asked.times,
        asked.note,
        asked.consent,
        heard,
        asked.at,
        held,
        word,
        who.first_name if who else "",
        asked.distribution.over_at(),
    )


def my_offer(reader: Reader, member_id: int, distribution_id: int) -> Offer | None:
    """What somebody offered to carry here, and how much of it they carry."""
    return survey(reader, distribution_id).offer(distribution_id, member_id)


def over(book: Book, distribution_id: int) -> DeliveryOver | None:
    """Why nothing is taken and nobody's contact is seen any more, once the group's days are past. Refuses with
    Unknown."""
    one = distribution(book, distribution_id)
    days = book.value(_DAYS, group=one.group_id) or 0
    return DeliveryOver(days=days) if book.clock.now() >= one.ends_at + days * DAY else None


def open_requests(book: Book, by: int, distribution_id: int) -> tuple[OpenRequest, ...]:
    """Requests without a deliverer, nearest to the reader first, then oldest; none once the group's days are past.

    Only for those who offered to carry: refuses with OfferMissing.
    """
    known = survey(book, distribution_id)
    if known.offer(distribution_id, by) is None:
        raise OfferMissing(name="")
    if over(book, distribution_id) is not None:
        return ()
    here = _where(book, by)
    found = [
        OpenRequest(
            asked.basket_id,
            near := int(nearness(here, asked.member.where)),
            "" if near == Nearness.BUILDING else asked.member.short,
            asked.grams,
            asked.products,
            asked.times,
            asked.at,
        )
        for asked in known.requests.values()
        if asked.basket_id not in known.rounds and asked.member.id != by
    ]
    return tuple(sorted(found, key=lambda one: (one.nearness, one.asked_at, one.basket_id)))


def carried(book: Book, by: int, distribution_id: int) -> tuple[Carried, ...]:
    """What the reader carries here, in the order taken."""
    known = survey(book, distribution_id)
    here = _where(book, by)
    found = []
    for asked in known.carried_by(distribution_id, by):
        held = known.rounds[asked.basket_id]
        found.append(
            Carried(
                asked.basket_id,
                asked.basket,
                asked.member.short,
                int(nearness(here, asked.member.where)),
                asked.grams,
                asked.products,
                asked.times,
                held.taken,
                held.agreement,
                held.delivered,
                known.word_to_deliverer(asked.basket_id),
            )
        )
    return tuple(sorted(found, key=lambda one: one.taken))


def board(book: Book, by: int, group_id: int) -> tuple[BoardLine, ...]:
    """All requests of a group whose contacts still stand: nearest distribution first, then those that nobody carries,
    then oldest. Refuses with NotAllowed."""
    needs_volunteer(book, by, group_id)
    days = book.value(_DAYS, group=group_id) or 0
    known = survey_group(book, group_id, book.clock.now() - days * DAY)
    return tuple(sorted(_board(known), key=_in_order))


def board_of(book: Book, by: int, distribution_id: int) -> tuple[BoardLine, ...]:
    """The board of one distribution, whenever it was. Refuses with NotAllowed, Unknown."""
    known = survey(book, distribution_id)
    here = known.distributions.get(distribution_id)
    if here is None:
        raise Unknown(kind="distribution", given=str(distribution_id))
    needs_volunteer(book, by, here.group_id)
    return tuple(sorted(_board(known), key=_in_order))


def helpers(book: Book, by: int, distribution_id: int, basket_id: int = 0) -> tuple[Helper, ...]:
    """Who can deliver; nearest to a request first, when one is asked about. Refuses with NotAllowed, Unknown."""
    known = survey(book, distribution_id)
    here = known.distributions.get(distribution_id)
    if here is None:
        raise Unknown(kind="distribution", given=str(distribution_id))
    needs_volunteer(book, by, here.group_id)
    asked = known.requests.get(basket_id)
    found = []
    for (_, member_id), offer in known.offers.items():
        if not offer.orders or (asked is not None and asked.member.id == member_id):
            continue
        neighbour = known.neighbours[member_id]
        near = nearness(neighbour.where, asked.member.where) if asked else Nearness.FURTHER
        found.append(Helper(offer, neighbour.name, int(near)))
    return tuple(sorted(found, key=lambda one: (one.nearness, one.offer.taken_orders, one.name)))


def _board(known: Survey) -> Iterable[BoardLine]:
    for asked in known.requests.values():
        held = known.rounds.get(asked.basket_id)
        yield BoardLine(
            asked.distribution.id,
            asked.distribution.starts_at,
            asked.distribution.timezone,
            asked.basket_id,
            asked.basket,
            asked.member.id,
            asked.member.name,
            asked.at,
            asked.grams,
            asked.products,
            asked.times,
            held,
            known.neighbours[held.deliverer].name if held else "",
            tuple(known.neighbours[rival.deliverer].name for rival in held.rivals) if held else (),
        )


def _in_order(line: BoardLine) -> tuple[int, bool, int, int]:
    return line.starts_at, line.round is not None, line.asked_at, line.basket_id


def _where(reader: Reader, member_id: int) -> Where:
    row = reader.one(_WHERE, member=member_id)
    return where(*row) if row else where("", "", "", "")


def _name_of(reader: Reader, member_id: int) -> str:
    first, last = reader.one(_NAME, member=member_id) or ("", "")
    return f"{first} {last.upper()}".strip()
