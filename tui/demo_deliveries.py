"""Deliveries between neighbours and time slots of the demo book: requests, offers, one that is agreed."""

from __future__ import annotations

import random

from db import accounts, delivery, delivery_steps, placing, slots
from db.calls import calls, tick
from db.clock import SetClock
from db.contacts import see_person
from db.database import Book
from db.delivery_lists import my_offer, open_requests
from db.distributions import distribution
from db.ordering import basket_of
from db.values.delivery import TRANSPORTS, WAYS

_SEED = 1917
_TIMES = (
    "le jour même, après 17 h",
    "le lendemain matin",
    "le soir",
    "samedi ou dimanche",
    "quand vous pouvez",
    "",
)
_NOTES = (
    "3e étage sans ascenseur, sonner deux fois.",
    "Code de la porte : demandez-le-moi par téléphone. Mes bocaux sont propres et prêts.",
    "Rez-de-chaussée, volets verts. J'entends mal : sonnez longtemps.",
    "Je prépare des sacs en tissu.",
    "",
)
_WHEN = ("le soir après 18 h", "samedi", "le jour même", "")


class Deliveries:
    """How people of the demo let their orders leave. Its dice are its own: what they order does not change."""

    def __init__(self, book: Book, hand: SetClock) -> None:
        self.book = book
        self.hand = hand
        self.dice = random.Random(_SEED)

    def choose_way(self, member_id: int, distribution_id: int, *, alone: bool = False) -> None:
        """What one person says after ordering; `alone`: they only collect their own."""
        person = accounts.person(self.book, member_id)
        basket_id = basket_of(self.book, member_id, distribution_id)
        way = "pickup_only" if alone or not person.phone else self.dice.choices(WAYS, (6, 4, 10))[0]
        if way == "needs_delivery" and person.has_address:
            times, note = self.dice.choice(_TIMES), self.dice.choice(_NOTES)
            delivery.ask_delivery(self.book, member_id, basket_id, consent=True, times=times, note=note)
        elif way == "can_deliver":
            delivery.offer_delivery(
                self.book, member_id, distribution_id, member_id,
                consent=True,
                orders=self.dice.randint(1, 4),
                grams=self.dice.choice((10_000, 20_000, 30_000)),
                transport=self.dice.choice(TRANSPORTS),
                when=self.dice.choice(_WHEN),
            )  # fmt: skip
        else:
            delivery.collect(self.book, member_id, basket_id)

    def arrange(self, distribution_id: int, members: list[int], volunteer: int) -> None:
        """One request is agreed and its person called, another one only taken; the others wait."""
        here = distribution(self.book, distribution_id)
        done = 0
        for member_id in members:
            if my_offer(self.book, member_id, distribution_id) is None:
                continue
            for request in open_requests(self.book, member_id, distribution_id):
                offer = my_offer(self.book, member_id, distribution_id)
                assert offer is not None
                if offer.taken_orders < offer.orders and offer.taken_grams + request.grams <= offer.grams:
                    self.hand.advance(900)
                    delivery_steps.take(self.book, member_id, request.basket_id)
                    see_person(self.book, member_id, request.basket_id)
                    done += 1
                    if done == 1:
                        self.hand.advance(600)
                        meet_at = here.ends_at - 2 * 3_600 - 1_800  # half past five
                        delivery_steps.agree(self.book, member_id, request.basket_id, meet_at, "envelope", "person")
                        tick(self.book, volunteer, calls(self.book, volunteer, here.group_id)[0].id)
                    break
            if done == 2:
                return

    def switch_slots_on(self, distribution_id: int, coordinator: int, minutes: int, places: int | None) -> None:
        slots.switch_on(self.book, coordinator, distribution_id, minutes, places)

    def wish(self, member_id: int, distribution_id: int) -> None:
        """One to four slots in a row, the early ones most often. Who is delivered has none."""
        basket_id = basket_of(self.book, member_id, distribution_id)
        starts = [slot.start for slot in slots.fullness(self.book, distribution_id)]
        first = min(self.dice.randrange(len(starts)), self.dice.randrange(len(starts)))
        wished = tuple(starts[first : first + self.dice.randint(1, 4)])
        if basket_id not in self._delivered(distribution_id):
            slots.wish(self.book, member_id, basket_id, wished)

    def place(self, distribution_id: int, coordinator: int) -> None:
        placing.place_everyone(self.book, coordinator, distribution_id)

    def _delivered(self, distribution_id: int) -> set[int]:
        from db.delivery_survey import survey

        return set(survey(self.book, distribution_id).requests)
