"""What deliveries mean for one member, distribution by distribution: who comes, and how many they bring themselves."""

from __future__ import annotations

from collections import defaultdict

from peewee import fn

from db.database import Reader
from db.models import Basket, DeliveryStep, Distribution, Member, OrderLine, Orders
from db.slots_mine import latest_way
from db.statements import Statement, slot
from db.values.delivery import MyDelivery, Step, standing

_TAKEN_BY = DeliveryStep.alias()

# Of the member's own baskets, and of those that the member took at some time: also what others did with them since.
_STEPS = Statement(
    lambda: (
        DeliveryStep.select(
            DeliveryStep.id,
            DeliveryStep.basket,
            DeliveryStep.kind,
            DeliveryStep.deliverer,
            DeliveryStep.about,
            DeliveryStep.meet_at,
            DeliveryStep.money,
            DeliveryStep.containers,
            DeliveryStep.at,
            DeliveryStep.by_id,
            Basket.distribution,
            Basket.member,
            Member.first_name,
        )
        .join(Basket)
        .join(Distribution)
        .switch(DeliveryStep)
        .join(Member, on=(DeliveryStep.deliverer == Member.id))
        .where(
            Distribution.group == slot("group"),
            (Basket.member == slot("member"))
            | Basket.id.in_(_TAKEN_BY.select(_TAKEN_BY.basket).where(_TAKEN_BY.deliverer == slot("member"))),
            latest_way() == "needs_delivery",
            OrderLine.select(fn.SUM(OrderLine.quantity)).join(Orders).where(Orders.basket == Basket.id) > 0,
        )
        .order_by(DeliveryStep.id)
    )
)


def my_deliveries(reader: Reader, member_id: int, group_id: int) -> dict[int, MyDelivery]:
    """By distribution of a group, where there is something to say; one query. Of others only first names."""
    steps: dict[int, list[Step]] = defaultdict(list)
    where: dict[int, tuple[int, int]] = {}
    names: dict[int, str] = {}
    for *step, distribution_id, owner, first_name in reader.all(_STEPS, member=member_id, group=group_id):
        one = Step(*step)
        steps[one.basket_id].append(one)
        where[one.basket_id] = (distribution_id, owner)
        names[one.deliverer] = first_name
    found: dict[int, MyDelivery] = {}
    for basket_id, known in steps.items():
        held = standing(known)
        distribution_id, owner = where[basket_id]
        before = found.get(distribution_id, MyDelivery())
        if held is None:
            continue
        if owner == member_id:
            meet_at = held.agreement.meet_at if held.agreement else None
            found[distribution_id] = before._replace(
                comer=names[held.deliverer], meet_at=meet_at, delivered=held.delivered
            )
        elif held.deliverer == member_id:
            found[distribution_id] = before._replace(
                carries=before.carries + 1, brought=before.brought + held.delivered
            )
    return found
