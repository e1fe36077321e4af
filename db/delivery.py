"""How an order leaves: it is collected, brought by a neighbour, or its owner brings others' orders.

What a member chooses is a row of `WayChosen`, the latest of which holds; the consent in it was given by the member
when they wrote it themselves (`by_id`), and else heard by the volunteer who did, on the phone or at the desk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from db.calls import call
from db.database import Book, Write
from db.delivery_survey import Survey, needs_undelivered, survey
from db.errors import (
    AddressMissing,
    CapacityInvalid,
    ConsentMissing,
    DeliveryOver,
    NotAllowed,
    PhoneMissing,
    RequestGone,
    StillCarrying,
    TextMissing,
    Unknown,
)
from db.handed import is_gone
from db.models import DeliveryOffer, DeliveryStep, Member, Note, RequestWords, WayChosen
from db.ordering import basket_of
from db.orders import owner
from db.roles import needs_volunteer, role
from db.statements import Statement, slot
from db.values.contact import read_phone, read_postcode
from db.values.delivery import LEAST_GRAMS, LEAST_ORDERS, MOST_GRAMS, MOST_ORDERS, TRANSPORTS, Round
from db.values.text import clean, clean_paragraph

_CONTACT = Statement(
    lambda: Member.select(Member.address1, Member.address2, Member.postcode, Member.city, Member.phone).where(
        Member.id == slot("member")
    )
)


class Details(NamedTuple):
    """Contact details as typed; None where nothing was asked. They become the member's own.

    The street comes with its building and floor, if any.
    """

    address: str | None = None
    postcode: str | None = None
    city: str | None = None
    phone: str | None = None


def collect(book: Book, by: int, basket_id: int, *, word: str = "") -> None:
    """« Récupérer sa commande uniquement ».

    Takes back a request for delivery; when somebody carries it already the member leaves a `word` for them, and they
    are to be called. Refuses with StillCarrying while the member carries others' orders, TextMissing (field 'word'),
    TextRefused, TextTooLong, NotAllowed, DeliveryOver, DependedOn once it is delivered.
    """
    with book.write(by) as write:
        member_id, known = _here(write, basket_id)
        _take_back_offer(write, known, member_id)
        _withdraw(write, known, basket_id, member_id, word)
        write.add(WayChosen, basket_id=basket_id, way="pickup_only")


def ask_delivery(
    book: Book,
    by: int,
    basket_id: int,
    *,
    consent: bool,
    details: Details = Details(),  # noqa: B008  # frozen
    times: str = "",
    note: str = "",
    word: str = "",
) -> None:
    """« Besoin d'être livré »: a new request, or new wishes (`times`) and a new note for one's own.

    The address and the phone are required, and the agreement that the one person who takes the order sees them. Once
    somebody carries it, a change by the member needs a `word` for them. The reason is never asked.
    Refuses with AddressMissing, PhoneMissing, PhoneInvalid, PostcodeInvalid, ConsentMissing, TextMissing (field
    'word'), TextRefused, TextTooLong, RequestGone for an empty order, StillCarrying, NotAllowed, DeliveryOver,
    DependedOn once it is delivered.
    """
    with book.write(by) as write:
        member_id, known = _here(write, basket_id)
        _take_back_offer(write, known, member_id)
        contact = _keep(write, member_id, details)
        if not contact["phone"]:
            raise PhoneMissing()
        if not (contact["address1"] and contact["postcode"] and contact["city"]):
            raise AddressMissing()
        if not consent:
            raise ConsentMissing()
        chosen = write.add(WayChosen, basket_id=basket_id, way="needs_delivery", consent=True)
        words = {"times": clean(times), "note": clean_paragraph(note)}
        if any(words.values()):
            write.add(RequestWords, id=chosen, **words)
        if basket_id not in survey(write, _distribution_of(write, basket_id)).requests:
            raise RequestGone()
        if basket_id in known.rounds and basket_id in known.requests:
            _tell_deliverer(write, known, basket_id, member_id, "changed", word)


def offer_delivery(
    book: Book,
    by: int,
    distribution_id: int,
    member_id: int,
    *,
    consent: bool,
    orders: int,
    grams: int,
    transport: str,
    when: str = "",
    details: Details = Details(),  # noqa: B008  # frozen
    word: str = "",
) -> None:
    """« Possibilité de livrer »: how many `orders` and `grams` a member can carry, how, and when in their words.

    With an order of their own it is also how that one leaves; without one, only the offer is kept. The phone is
    required, and the agreement that the person helped sees it with the first name. Lower limits than what is carried
    already are refused with StillCarrying: release something first.
    Refuses with PhoneMissing, PhoneInvalid, ConsentMissing, CapacityInvalid, StillCarrying, TextMissing (field 'word',
    when this takes back a request that somebody carries), TextRefused, TextTooLong, NotAllowed, DeliveryOver,
    DependedOn when their own order was brought already.
    """
    if transport not in TRANSPORTS:
        raise ValueError(transport)
    if not LEAST_ORDERS <= orders <= MOST_ORDERS:
        raise CapacityInvalid(text=str(orders), what="orders", least=LEAST_ORDERS, most=MOST_ORDERS)
    if not LEAST_GRAMS <= grams <= MOST_GRAMS:
        raise CapacityInvalid(text=str(grams), what="kilos", least=LEAST_GRAMS, most=MOST_GRAMS)
    with book.write(by) as write:
        known = _known(write, distribution_id, member_id)
        contact = _keep(write, member_id, details)
        if not contact["phone"]:
            raise PhoneMissing()
        if not consent:
            raise ConsentMissing()
        carried = known.carried_by(distribution_id, member_id)
        if len(carried) > orders or sum(asked.grams for asked in carried) > grams:
            raise StillCarrying(orders=len(carried))
        basket_id = _own_basket(write, member_id, distribution_id)
        if basket_id is not None:
            _withdraw(write, known, basket_id, member_id, word)
            write.add(WayChosen, basket_id=basket_id, way="can_deliver", consent=True)
        offer = {"distribution_id": distribution_id, "member_id": member_id}
        offer_id = write.add(DeliveryOffer, **offer, orders=orders, grams=grams, transport=transport)
        if text := clean(when):
            write.add(Note, id=offer_id, text=text)


def stop_offering(book: Book, by: int, distribution_id: int, member_id: int) -> None:
    """Take an offer back; the member's own order, if there is one, is then only collected.

    Refuses with StillCarrying, NotAllowed, DeliveryOver.
    """
    with book.write(by) as write:
        known = _known(write, distribution_id, member_id)
        basket_id = _own_basket(write, member_id, distribution_id)
        if _take_back_offer(write, known, member_id) and basket_id is not None:
            write.add(WayChosen, basket_id=basket_id, way="pickup_only")


def end_if_empty(write: Write, basket_id: int) -> int | None:
    """Within a transaction that took something out of an order: where nothing is left of it, whoever carries it has
    nothing to bring any more, and is to be called; the step's id. What was brought already, or is on its way, stays so.
    """
    known = survey(write, _distribution_of(write, basket_id))
    held = known.rounds.get(basket_id)
    if held is None or held.delivered or basket_id in known.requests:
        return None
    return None if is_gone(write, basket_id, held.deliverer) else _note_change(write, basket_id, held, "withdrawn")


def needs_to_speak_for(write: Write, member_id: int, group_id: int) -> None:
    """Refuses with NotAllowed unless the writer is the member, or a volunteer of the group."""
    if write.who != member_id:
        needs_volunteer(write, write.who, group_id)


# --- What the three have in common ------------------------------------------------------------------------------------


def _own_basket(write: Write, member_id: int, distribution_id: int) -> int | None:
    try:
        return basket_of(write, member_id, distribution_id)
    except Unknown:
        return None


def _distribution_of(write: Write, basket_id: int) -> int:
    return owner(write, basket_id)[1]


def _here(write: Write, basket_id: int) -> tuple[int, Survey]:
    """Whose basket it is, and the deliveries of its distribution."""
    member_id, distribution_id = owner(write, basket_id)
    return member_id, _known(write, distribution_id, member_id)


def _known(write: Write, distribution_id: int, member_id: int) -> Survey:
    known = survey(write, distribution_id)
    here = known.distributions.get(distribution_id)
    if here is None:
        raise Unknown(kind="distribution", given=str(distribution_id))
    needs_to_speak_for(write, member_id, here.group_id)
    if not role(write, member_id, here.group_id):
        raise NotAllowed(needed="member")
    if write.now >= here.over_at():
        raise DeliveryOver(days=here.contact_days)
    return known


def _keep(write: Write, member_id: int, details: Details) -> dict[str, str]:
    """What the member's contact is once these details are kept."""
    names = ("address1", "address2", "postcode", "city", "phone")
    rows = write.all(_CONTACT, member=member_id)
    if not rows:
        raise NotAllowed(needed="member")
    known = dict(zip(names, rows[0], strict=True))
    given = {
        "address1": None if details.address is None else clean(details.address, field="address"),
        "postcode": _or_nothing(read_postcode, details.postcode),
        "city": None if details.city is None else clean(details.city, field="city"),
        "phone": _or_nothing(read_phone, details.phone),
    }
    if given["address1"] not in (None, known["address1"]):
        given["address2"] = ""  # building and floor belonged to the street before
    contact = {**known, **{name: value for name, value in given.items() if value is not None}}
    changed = {name: value for name, value in contact.items() if value != known[name]}
    if changed:
        write.revise(Member, member_id, **changed)
    return contact


def _or_nothing(read: Callable[[str], str], typed: str | None) -> str | None:
    """What was typed, read; nothing but spaces is an empty field, and None was not asked."""
    return typed if typed is None else read(typed) if typed.strip() else ""


def _take_back_offer(write: Write, known: Survey, member_id: int) -> bool:
    """End the member's offer, if there is one. Refuses with StillCarrying."""
    [distribution_id] = known.distributions
    offer = known.offer(distribution_id, member_id)
    if offer is None:
        return False
    if offer.taken_orders:
        raise StillCarrying(orders=offer.taken_orders)
    here = {"distribution_id": distribution_id, "member_id": member_id}
    write.add(DeliveryOffer, **here, orders=0, grams=0, transport=offer.transport)
    return True


def _withdraw(write: Write, known: Survey, basket_id: int, member_id: int, word: str) -> None:
    """End the round of a request that is taken back, and have its deliverer called."""
    if basket_id in known.rounds and basket_id in known.requests:
        _tell_deliverer(write, known, basket_id, member_id, "withdrawn", word)


def _tell_deliverer(write: Write, known: Survey, basket_id: int, member_id: int, kind: str, word: str) -> None:
    held = known.rounds[basket_id]
    needs_undelivered(held)
    text = clean_paragraph(word)
    if not text and write.who == member_id:
        raise TextMissing(field="word")
    step = _note_change(write, basket_id, held, kind)
    if text:
        write.add(Note, id=step, text=text)


def _note_change(write: Write, basket_id: int, held: Round, kind: str) -> int:
    """'withdrawn' ends the round, 'changed' does not; the deliverer is to be called of both. The step's id."""
    step = write.add(
        DeliveryStep,
        basket_id=basket_id,
        kind=kind,
        deliverer_id=held.deliverer,
        laptop=write.book.laptop,
        about_id=held.taken,
    )
    call(write, basket_id, held.deliverer, kind, step)
    return step
