"""Contact data: shown to whom it is needed by, while it is needed, and each view is written down.

Every function here that returns a phone or an address first adds a row to the access log, in the same transaction.
"""

from __future__ import annotations

from typing import NamedTuple

from peewee import JOIN, fn

from db.database import Book, Write
from db.delivery_survey import Survey, survey
from db.errors import DeliveryOver, NotAllowed, NotCarried, RequestGone, Unknown
from db.models import (
    Basket,
    ContactView,
    DeliveryOffer,
    DeliveryStep,
    Distribution,
    Group,
    Member,
    Membership,
    Note,
    RequestWords,
    WayChosen,
)
from db.orders import owner
from db.roles import needs_volunteer
from db.statements import Statement, slot
from db.values.delivery import Comer, Contact, View

_KEPT = 366 * 86_400  # seconds that the access log keeps

_PERSON = Statement(
    lambda: Member.select(
        Member.first_name,
        Member.last_name,
        Member.address1,
        Member.address2,
        Member.postcode,
        Member.city,
        Member.phone,
    ).where(Member.id == slot("member"))
)
_BELONGS = Statement(
    lambda: Membership.select(Membership.id).where(
        Membership.member == slot("member"), Membership.group == slot("group")
    )
)
_VIEWER = Member.alias()


def _views(*where: object) -> object:
    return (
        ContactView.select(
            ContactView.at,
            _VIEWER.first_name,
            _VIEWER.last_name,
            Member.first_name,
            Member.last_name,
            ContactView.seen_as,
            fn.COALESCE(Basket.label, ""),
        )
        .join(Member)
        .switch(ContactView)
        .join(_VIEWER, on=(ContactView.by_id == _VIEWER.id))
        .switch(ContactView)
        .join(Basket, JOIN.LEFT_OUTER, on=(ContactView.basket == Basket.id))
        .where(*where)
        .order_by(ContactView.at.desc(), ContactView.id.desc())
        .limit(slot("most"))
    )


def _seen_in_group() -> object:
    """By the distribution of the order that it was about; without one, both belong to the group."""
    distribution = Distribution.select(Distribution.group).where(Distribution.id == Basket.distribution)
    members = Membership.select(Membership.member).where(Membership.group == slot("group"))
    both = Member.id.in_(members) & ContactView.by_id.in_(members.clone())
    return (distribution == slot("group")) | (ContactView.basket.is_null() & both)


_OF_GROUP = Statement(lambda: _views(_seen_in_group()))  # type: ignore[arg-type, return-value]
_OF_MEMBER = Statement(lambda: _views(ContactView.whose == slot("member")))  # type: ignore[arg-type, return-value]

_OVER = (
    Distribution.select(Distribution.id)
    .join(Group)
    .where(Distribution.ends_at + Group.contact_days * 86_400 <= slot("now"))
)
_FORGET = (
    Statement(
        lambda: RequestWords.delete().where(
            RequestWords.id.in_(WayChosen.select(WayChosen.id).join(Basket).where(Basket.distribution.in_(_OVER)))
        )
    ),
    Statement(
        lambda: Note.delete().where(
            Note.id.in_(DeliveryStep.select(DeliveryStep.id).join(Basket).where(Basket.distribution.in_(_OVER)))
        )
    ),
    Statement(
        lambda: Note.delete().where(
            Note.id.in_(DeliveryOffer.select(DeliveryOffer.id).where(DeliveryOffer.distribution.in_(_OVER)))
        )
    ),
)
_FORGET_VIEWS = Statement(lambda: ContactView.delete().where(ContactView.at <= slot("before")))
_NEWEST_VIEW = Statement(lambda: ContactView.select(ContactView.at).order_by(ContactView.at.desc()).limit(1))


class TeamContact(NamedTuple):
    """What the team sees of a member, to call them or to bring something."""

    name: str
    address: tuple[str, ...]  # lines
    phone: str


def see_person(book: Book, by: int, basket_id: int) -> Contact:
    """The person whose request the reader carries: name, address, phone, note, amount of this order.

    Refuses with NotCarried for everybody else, RequestGone, DeliveryOver once the group's days are past, Unknown.
    """
    with book.write(by) as write:
        known, _ = _before_the_end(write, basket_id)
        held = known.rounds.get(basket_id)
        if held is None or held.deliverer != by:
            raise NotCarried()
        if basket_id not in known.requests:
            raise RequestGone()
        return see_carried(write, known, basket_id, "deliverer")


def see_carried(write: Write, known: Survey, basket_id: int, seen_as: str) -> Contact:
    """The contact behind a request that somebody carries, within a transaction that has asked who reads it:
    `seen_as` 'deliverer' or 'team'."""
    asked = known.requests[basket_id]
    write.add(ContactView, whose_id=asked.member.id, basket_id=basket_id, seen_as=seen_as)
    return Contact(
        *_person(write, asked.member.id),
        asked.times,
        asked.note,
        known.word_to_deliverer(basket_id),
        asked.basket,
        asked.grams,
        asked.amount,
    )


def see_comer(book: Book, by: int, basket_id: int) -> Comer:
    """Who brings the reader's own order: first name and phone.

    Refuses with NotAllowed for somebody else's basket, NotCarried while nobody comes, DeliveryOver, Unknown.
    """
    with book.write(by) as write:
        known, member_id = _before_the_end(write, basket_id)
        if member_id != by:
            raise NotAllowed(needed="member")
        held = known.rounds.get(basket_id)
        if held is None or basket_id not in known.requests:
            raise NotCarried()
        write.add(ContactView, whose_id=held.deliverer, basket_id=basket_id, seen_as="helped")
        return Comer(known.neighbours[held.deliverer].first_name, _person(write, held.deliverer).phone)


def see_as_team(book: Book, by: int, member_id: int, group_id: int, basket_id: int | None = None) -> TeamContact:
    """A member's contact, for a volunteer of a group that both belong to. Refuses with NotAllowed, Unknown."""
    with book.write(by) as write:
        needs_volunteer(write, by, group_id)
        if write.one(_BELONGS, member=member_id, group=group_id) is None:
            raise Unknown(kind="member", given=str(member_id))
        write.add(ContactView, whose_id=member_id, basket_id=basket_id, seen_as="team")
        return _person(write, member_id)


def views(book: Book, by: int, group_id: int, most: int = 200) -> tuple[View, ...]:
    """Who saw whose contact in a group, latest first. Refuses with NotAllowed."""
    needs_volunteer(book, by, group_id)
    return tuple(_view(*row) for row in book.all(_OF_GROUP, group=group_id, most=most))


def views_of(book: Book, member_id: int, most: int = 200) -> tuple[View, ...]:
    """Who saw one's own contact, latest first: for the member themselves."""
    return tuple(_view(*row) for row in book.all(_OF_MEMBER, member=member_id, most=most))


def forget(book: Book) -> None:
    """What need not be kept: words about deliveries once the group's days are past, views after twelve months."""
    with book.write() as write:
        for statement in _FORGET:
            write.run(statement, now=write.now)
        newest = write.value(_NEWEST_VIEW)
        if newest is not None:
            write.run(_FORGET_VIEWS, before=min(newest, write.now) - _KEPT)


def _before_the_end(write: Write, basket_id: int) -> tuple[Survey, int]:
    """The deliveries around a basket, and whose it is. Refuses with DeliveryOver, Unknown."""
    member_id, distribution_id = owner(write, basket_id)
    known = survey(write, distribution_id)
    here = known.distributions[distribution_id]
    if write.now >= here.over_at():
        raise DeliveryOver(days=here.contact_days)
    return known, member_id


def _person(write: Write, member_id: int) -> TeamContact:
    row = write.one(_PERSON, member=member_id)
    if row is None:
        raise Unknown(kind="member", given=str(member_id))
    first, last, address1, address2, postcode, city, phone = row
    lines = (address1, address2, f"{postcode} {city}".strip())
    return TeamContact(f"{first} {last.upper()}".strip(), tuple(line for line in lines if line), phone)


def _view(
    at: int, first: str, last: str, whose_first: str, whose_last: str, seen_as: str, basket: str
) -> View:  # fmt: skip
    return View(at, f"{first} {last.upper()}".strip(), f"{whose_first} {whose_last.upper()}".strip(), seen_as, basket)
