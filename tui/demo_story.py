"""What happened in the demo book: who is in it, and what they ordered, paid and asked over two months."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from typing import NamedTuple
from zoneinfo import ZoneInfo

from db import (
    access,
    accounts,
    baskets,
    catalogue,
    corrections,
    distributions,
    groups,
    ledger,
    ordering,
    shop,
)
from db.clock import SetClock
from db.database import Book
from db.imports import import_catalogue
from db.orders import all_orders
from db.values.catalogue import ProductCard
from tui.demo_day import Today, hours
from tui.demo_deliveries import Deliveries

CODE = "246810"
ACCOUNTS = ("sarah.varda@example.org", "benevole@example.org", "coordination@example.org")  # of rising rights

_DATA = files("tui") / "demo_data"
_SEED = 1901
_ZONE = groups.DEFAULT_TIMEZONE
_BELLEFONTAINE, _COCUS, _SOUPETARD = "BELLEFONTAINE", "3 COCUS", "SOUPETARD"
_APRICOTS, _DATES = "FRU01", "FRU02"
_OFFER, _TAKEN = 4_500, 3_000  # of the dates there are 4,5 kg, of which 3 kg are ordered already


class _Where(NamedTuple):
    """A group's place, and the public words of its team."""

    name: str
    address: str
    postcode: str
    welcome: str
    contact: str


_PLACES = {
    _BELLEFONTAINE: _Where(
        "Centre social du Grand Tilleul",
        "5 place des Balances",
        "31100",
        "Bienvenue au groupement de Bellefontaine. Apportez vos bocaux et vos sacs : ici, on achète sans emballage.",
        "bellefontaine@example.org, permanence le mardi de 14:00 à 17:00",
    ),
    _COCUS: _Where(
        "Maison de quartier des Hirondelles",
        "21 allée du Sarrasin",
        "31200",
        "Bienvenue au groupement des 3 Cocus. La distribution se tient une fois par mois, dans la grande salle.",
        "trois.cocus@example.org",
    ),
    _SOUPETARD: _Where(
        "Salle associative du Verger",
        "2 chemin de la Meunière",
        "31500",
        "Bienvenue au groupement de Soupetard. Nous avons besoin de votre adresse pour l'adhésion.",
        "soupetard@example.org",
    ),
}


class _Times(NamedTuple):
    """A distribution, in days from today: orders open at 8:00 and close at 12:00, it is held from 13:00 to 20:00."""

    opens: int
    closes: int
    held: int


_DONE = _Times(-45, -34, -31)
_CLOSED = _Times(-16, -2, 1)
_OPEN = _Times(-2, 3, 6)
_UPCOMING = _Times(9, 18, 21)
_COCUS_TIMES = _Times(-3, 5, 8)
_TODAY = _Times(-12, -3, 0)
_GUESTS = 21
_BEHIND_THE_COUNTER = "awa.camara@example.org"  # a volunteer of the group that holds its distribution today
_NEVER_CAME = "simone.gaillac@example.org"  # has no secret yet: the order desk gives a code
_SCHEDULE = (
    *((_BELLEFONTAINE, times) for times in (_DONE, _CLOSED, _OPEN, _UPCOMING)),
    (_COCUS, _COCUS_TIMES),
    (_SOUPETARD, _Times(-1, 6, 10)),
)


class Story:
    """Fills a book. `hand` is the clock it is written with: it is moved from two months ago to where it stood."""

    def __init__(self, book: Book, hand: SetClock) -> None:
        self.book = book
        self.hand = hand
        self.now = hand.at
        self.dice = random.Random(_SEED)
        self.hours = random.Random(_SEED)  # of its own: how often it is asked depends on the day
        self.deliveries = Deliveries(book, hand)
        self.with_slots: set[int] = set()
        self.group_of: dict[str, int] = {}
        self.member_of: dict[str, int] = {}  # « Sarah VARDA » → id
        self.belong: dict[str, list[int]] = {}  # group → ids, without its team
        self.distribution_of: dict[tuple[str, _Times], int] = {}
        self.coordinator = self.volunteer = self.sarah = 0

    def fill(self) -> None:
        self.hand.at = self.at(-60, 10)
        self._people()
        self._catalogues()
        for name, times in _SCHEDULE:
            self.distribution_of[name, times] = self._distribution(name, times)
        self._slots()
        done, closed, open_ = (self.distribution_of[_BELLEFONTAINE, times] for times in (_DONE, _CLOSED, _OPEN))
        bellefontaine = self.belong[_BELLEFONTAINE]

        self._orders(done, self._between(_DONE), self.dice.sample(bellefontaine, 33), {self.sarah: self._usual})
        self._hand_over(done)
        self._orders(closed, self._between(_CLOSED), self.dice.sample(bellefontaine, 35), {self.sarah: self._apricots})
        self._corrections(closed)
        self._deliveries(closed)
        self._offer(open_)
        self._orders(open_, (self.at(-2, 9), self.now - 1800), self.dice.sample(bellefontaine, 9), {})
        self._take_dates(open_)
        self._leave_unfinished(open_)
        for name in (_COCUS, _SOUPETARD):
            times = next(times for group, times in _SCHEDULE if group == name)
            members = self.dice.sample(self.belong[name], 5)
            self._orders(self.distribution_of[name, times], (self.at(times.opens, 9), self.now - 1800), members, {})
        self._today()
        self.hand.at = self.now

    # --- Time -------------------------------------------------------------------------------------------------------

    def at(self, days: int, hour: int, minute: int = 0) -> int:
        """An hour of the day `days` from today, at the place, in UTC seconds."""
        today = datetime.fromtimestamp(self.now, ZoneInfo(_ZONE))
        day = (today + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return int(day.timestamp())

    def _between(self, times: _Times) -> tuple[int, int]:
        return self.at(times.opens, 8), self.at(times.closes, 12) - 60

    # --- Registers --------------------------------------------------------------------------------------------------

    def _people(self) -> None:
        # Volunteers' and coordinators' hashes are made stronger by themselves when they first sign in.
        secret_hash = access.hash_secret(CODE)
        rows = list(_rows("members.csv"))
        for name, place in _PLACES.items():
            spot = (place.name, place.address, place.postcode, "Toulouse")
            if not self.group_of:
                coordinator = _household(rows[0])
                groups.set_up(self.book, name, *spot, coordinator, secret_hash)
                self.coordinator = accounts.find_member(self.book, coordinator.email).id
                self.group_of[name] = groups.find(self.book, name).id
            else:
                self.group_of[name] = groups.add(self.book, self.coordinator, name)
                groups.add_place(self.book, self.coordinator, self.group_of[name], *spot)
            group_id = self.group_of[name]
            groups.change(self.book, self.coordinator, group_id, welcome=place.welcome, contact=place.contact)
            groups.set_tariff(self.book, self.coordinator, group_id, "B", -1_000)
            groups.set_tariff(self.book, self.coordinator, group_id, "C", -2_000)
        for row in rows[1:]:
            self._member(row, secret_hash)
        groups.change(self.book, self.coordinator, self.group_of[_SOUPETARD], address_required=True)

    def _member(self, row: dict[str, str], secret_hash: str) -> None:
        first, *others = row["groups"].split(";")
        if row["email"] == _NEVER_CAME:
            secret_hash = ""
        person = accounts.sign_up(self.book, self.group_of[first], _household(row), secret_hash)
        for other in others:
            accounts.join(self.book, person.id, self.group_of[other])
        home = self.group_of[first]
        if person.email == ACCOUNTS[1]:
            self.volunteer = person.id
            accounts.set_role(self.book, self.coordinator, person.id, home, "volunteer")
        elif person.email == ACCOUNTS[0]:
            self.sarah = person.id
        else:
            for group in (first, *others):
                self.belong.setdefault(group, []).append(person.id)
        if row["tariff"]:
            # One of them ran out a month ago: the group's default applies again.
            until = self.at(self.dice.choice((40, 90, 180)), 0) if row["tariff_valid"] else self.at(-30, 0)
            accounts.set_tariff(self.book, self.coordinator, person.id, home, row["tariff"], until)
        if self.dice.random() < 0.85:
            accounts.set_paid(self.book, self.coordinator, person.id, home, self.at(200, 0))

    def _catalogues(self) -> None:
        with as_file(_DATA / "catalogue.csv") as path:
            for group_id in self.group_of.values():
                import_catalogue(self.book, self.coordinator, group_id, path)

    def _distribution(self, name: str, times: _Times) -> int:
        return self._held(name, times, self.at(times.held, 13), self.at(times.held, 20))

    def _held(self, name: str, times: _Times, starts_at: int, ends_at: int) -> int:
        group_id = self.group_of[name]
        return distributions.add(
            self.book,
            self.coordinator,
            group_id,
            groups.find_place(self.book, group_id).id,
            starts_at=starts_at,
            ends_at=ends_at,
            opens_at=self.at(times.opens, 8),
            closes_at=self.at(times.closes, 12),
        )

    # --- What people did --------------------------------------------------------------------------------------------

    def _orders(
        self,
        distribution_id: int,
        between: tuple[int, int],
        members: list[int],
        wishes: dict[int, Callable[[dict[str, ProductCard]], list[tuple[ProductCard, int]]]],
    ) -> None:
        """Everybody's order, at times of the day when people are up; `wishes` say who orders something of their own."""
        who = [*members, *wishes]
        self.dice.shuffle(who)
        for member_id, at in zip(who, sorted(self._moment(between) for _ in who), strict=True):
            self.hand.at = at
            cards = {card.reference: card for card in shop.cards(self.book, distribution_id, member_id)}
            lines = wishes.get(member_id, self._shopping)(cards)
            self._order(member_id, distribution_id, lines)

    def _order(self, member_id: int, distribution_id: int, lines: list[tuple[ProductCard, int]]) -> None:
        for card, quantity in lines:
            baskets.put(self.book, member_id, distribution_id, card.id, quantity, card.price)
        basket = baskets.validate(self.book, member_id, distribution_id)
        ordering.record(self.book, member_id, distribution_id, basket.recording)
        ordering.seen(self.book, member_id)
        self.deliveries.choose_way(member_id, distribution_id, alone=member_id == self.sarah)
        if distribution_id in self.with_slots:
            self.deliveries.wish(member_id, distribution_id)

    def _moment(self, between: tuple[int, int]) -> int:
        while True:
            at = self.hours.randrange(*between)
            if 8 <= datetime.fromtimestamp(at, ZoneInfo(_ZONE)).hour < 22 or between[1] - between[0] < 2 * 86_400:
                return at

    def _shopping(self, cards: dict[str, ProductCard]) -> list[tuple[ProductCard, int]]:
        """5 to 15 products, some of them twice or four times the step above the minimum."""
        offered = [card for card in cards.values() if card.available and card.reference != _DATES]
        chosen = self.dice.sample(offered, self.dice.randint(5, 15))
        return [(card, card.minimum + card.step * self.dice.choice((0, 0, 1, 1, 3))) for card in chosen]

    @staticmethod
    def _usual(cards: dict[str, ProductCard]) -> list[tuple[ProductCard, int]]:
        wanted = {"FAR02": 2_000, _APRICOTS: 500, _DATES: 500, "HUI01": 1_000, "LEG01": 1_000}
        return [(cards[reference], quantity) for reference, quantity in wanted.items()]

    @staticmethod
    def _apricots(cards: dict[str, ProductCard]) -> list[tuple[ProductCard, int]]:
        return [(cards[_APRICOTS], 250)]

    def _hand_over(self, distribution_id: int) -> None:
        """The day of the distribution: everybody pays what their basket costs."""
        group_id = self.group_of[_BELLEFONTAINE]
        self.hand.at = self.at(_DONE.held, 13, 5)
        for one in all_orders(self.book, distribution_id):
            self.hand.advance(self.dice.randint(2, 9) * 60)
            means = self.dice.choices(("cash", "cheque", "card", "transfer"), (10, 4, 5, 1))[0]
            ledger.pay(self.book, self.volunteer, one.member_id, group_id, one.order.total, means, one.order.basket_id)

    def _corrections(self, distribution_id: int) -> None:
        """One was done, one was refused, two wait for the team."""
        self.hand.at = max(self.hand.at, self.at(_CLOSED.closes, 11))
        found = [one for one in all_orders(self.book, distribution_id) if len(one.order.lines) > 5]
        why = (
            "J'en ai pris deux fois par erreur.",
            "Je serai absente ce jour-là.",
            "Finalement, j'en ai encore assez.",
        )
        asked = []
        for one, reason in zip(self.dice.sample(found, 3), why, strict=True):
            line = one.order.lines[-1]
            self.hand.advance(420)
            request = corrections.ask(self.book, one.member_id, one.order.basket_id, (line.product_id,), reason)
            asked.append((one.order.basket_id, line, request))
        basket_id, line, request = asked[0]
        self.hand.advance(3600)
        done = corrections.correct(self.book, self.volunteer, basket_id, line.product_id, line.price, 0)
        corrections.answer(self.book, self.volunteer, request, "done", "C'est fait, bonne journée.", done)
        words = "La commande est partie chez le producteur. Un·e voisin·e peut la prendre pour vous."
        corrections.answer(self.book, self.volunteer, asked[1][2], "refused", words)
        baskets_asked = {basket for basket, _line, _request in asked}
        last = next(one for one in reversed(found) if one.order.basket_id not in baskets_asked)
        products = tuple(line.product_id for line in last.order.lines[:2])
        why_now = "Nous serons moins nombreux que prévu : la moitié suffit."
        corrections.ask(self.book, last.member_id, last.order.basket_id, products, why_now)

    def _today(self) -> None:
        """3 Cocus hand out today, to their own and to neighbours who joined them for it."""
        group_id, sarah = self.group_of[_COCUS], self.sarah
        self.hand.at = self.at(_TODAY.opens, 7)
        volunteer = accounts.find_member(self.book, _BEHIND_THE_COUNTER).id
        accounts.set_role(self.book, self.coordinator, volunteer, group_id, "volunteer")
        own = [one for one in self.belong[_COCUS] if one != volunteer]
        guests = [one for one in self.belong[_BELLEFONTAINE] if one not in own and one != sarah][-_GUESTS:]
        for one in guests:
            accounts.join(self.book, one, group_id)
        starts_at, ends_at = hours(self.now, _ZONE)
        distribution_id = self._held(_COCUS, _TODAY, starts_at, ends_at)
        self._orders(distribution_id, self._between(_TODAY), own + guests, {})
        Today(self.book, self.hand, self.now).hold(distribution_id, starts_at, self.coordinator, volunteer)

    def _slots(self) -> None:
        """By half hours and without a limit in one group, by quarters with places in the other."""
        for name, times, minutes, places in ((_BELLEFONTAINE, _CLOSED, 30, None), (_COCUS, _COCUS_TIMES, 15, 3)):
            distribution_id = self.distribution_of[name, times]
            self.deliveries.switch_slots_on(distribution_id, self.coordinator, minutes, places)
            self.with_slots.add(distribution_id)

    def _deliveries(self, distribution_id: int) -> None:
        """After orders closed: slots are given, two requests found somebody."""
        self.hand.at = max(self.hand.at, self.at(_CLOSED.closes, 12, 10))
        self.deliveries.place(distribution_id, self.coordinator)
        self.hand.advance(3_600)
        members = sorted(self.belong[_BELLEFONTAINE])
        self.deliveries.arrange(distribution_id, members, self.volunteer)

    def _offer(self, distribution_id: int) -> None:
        self.hand.at = self.at(_OPEN.opens, 8, 30)
        dates = catalogue.find(self.book, self.group_of[_BELLEFONTAINE], _DATES)
        catalogue.set_offer(self.book, self.coordinator, distribution_id, dates.id, _OFFER)

    def _take_dates(self, distribution_id: int) -> None:
        """Some who ordered add dates to their basket, until few are left."""
        self.hand.at = max(self.hand.at, self.now - 1500)
        left = _TAKEN
        for one in all_orders(self.book, distribution_id)[:6]:
            cards = {card.reference: card for card in shop.cards(self.book, distribution_id, one.member_id)}
            quantity = min(left, 500)
            left -= quantity
            self._order(one.member_id, distribution_id, [(cards[_DATES], quantity)])

    def _leave_unfinished(self, distribution_id: int) -> None:
        """Two filled a basket and validated it, and forgot to choose the payment."""
        self.hand.at = max(self.hand.at, self.now - 1200)
        have = {one.member_id for one in all_orders(self.book, distribution_id)}
        for member_id in [one for one in self.belong[_BELLEFONTAINE] if one not in have][:2]:
            cards = {card.reference: card for card in shop.cards(self.book, distribution_id, member_id)}
            for card, quantity in self._usual(cards)[:3]:
                if card.reference != _DATES:
                    baskets.put(self.book, member_id, distribution_id, card.id, quantity, card.price)
            baskets.validate(self.book, member_id, distribution_id)


def _household(row: dict[str, str]) -> accounts.NewMember:
    return accounts.NewMember(**{name: row[name] for name in accounts.NewMember._fields})


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (_DATA / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
