"""What somebody who delivers carries along on paper: the people whose requests they took, with their contacts."""

from __future__ import annotations

from typing import NamedTuple

from db.contacts import see_carried
from db.database import Book
from db.delivery_survey import survey
from db.distributions import distribution
from db.errors import DeliveryOver, NotCarried, Unknown
from db.models import Basket
from db.roles import needs_volunteer
from db.statements import Statement, slot
from db.values.delivery import Agreement, Contact
from db.values.orders import Distribution

_NUMBERS = Statement(
    lambda: (
        Basket.select(Basket.id)
        .where(Basket.distribution == slot("distribution"))
        .order_by(Basket.laptop, Basket.number)
    )
)


class Stop(NamedTuple):
    """One person to go to."""

    contact: Contact
    products: int
    agreement: Agreement | None
    delivered: bool


class Slip(NamedTuple):
    distribution: Distribution
    deliverer: str
    stops: tuple[Stop, ...]  # by basket number


def slip(book: Book, by: int, distribution_id: int, deliverer_id: int) -> Slip:
    """The people that one deliverer brings their orders to: for themselves, or for a volunteer who prints it for them.

    Each contact is written down as seen, all or none of them. Refuses with NotCarried when they carry nothing,
    DeliveryOver once the group's days are past, NotAllowed, Unknown.
    """
    with book.write(by) as write:
        one = distribution(write, distribution_id)
        if by != deliverer_id:
            needs_volunteer(write, by, one.group_id)
        known = survey(write, distribution_id)
        here = known.distributions.get(distribution_id)
        if here is None:
            raise Unknown(kind="distribution", given=str(distribution_id))
        if write.now >= here.over_at():
            raise DeliveryOver(days=here.contact_days)
        asked = {request.basket_id: request for request in known.carried_by(distribution_id, deliverer_id)}
        if not asked:
            raise NotCarried()
        stops = []
        for (basket_id,) in write.all(_NUMBERS, distribution=distribution_id):
            request = asked.get(basket_id)
            if request is None:
                continue
            held = known.rounds[basket_id]
            contact = see_carried(write, known, basket_id, "deliverer" if by == deliverer_id else "team")
            stops.append(Stop(contact, request.products, held.agreement, held.delivered))
        return Slip(one, known.neighbours[deliverer_id].name, tuple(stops))
