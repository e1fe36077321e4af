"""A whole day at the counter, in a real terminal and with keys alone: the till, what came, the stand of one product,
everybody served, somebody without an order, a power cut, and the till again. Then the book is added up.

It prints how many keys and how much time each person took (`pytest -s`).
"""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from db import day, leftovers, positions, reports, resuming, till, told, weighing
from db.accounts import find_member
from db.database import Book
from db.ledger import balance
from db.values.cash import COINS, NOTES, change
from db.values.counter import Position
from db.values.text import fold
from tests.counter_day import ALMONDS, APRICOTS, COORDINATOR, FLOUR, RICE, SECRET, VOLUNTEER, Day, Person, make
from tests.terminal import NotShown, Terminal
from tests.test_story import Laptop, signs_in

pytestmark = pytest.mark.terminal

PEOPLE = 30
FLOAT = {1_000: 2, 500: 2, 200: 5, 100: 6, 50: 5, 20: 5, 10: 5}  # cents → how many: 50 €
JAR = 300  # grams
MONEY = r"(\d[\d ]*,\d\d) €"
PATIENCE = 30.0  # seconds: it only decides how long a broken test takes to say so
HAND = 0.14  # seconds: nobody presses Enter again sooner, and a held key is told from it by that


class Served(NamedTuple):
    name: str
    keys: int
    seconds: float
    weights: int


class Hands:
    """Somebody at the keyboard, who reads before they go on; their keys are counted."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0

    @property
    def text(self) -> str:
        """The screen, with plain blanks."""
        return self.terminal.text.replace("\u00a0", " ").replace("\u202f", " ")

    def press(self, *keys: str) -> None:
        self.keys += len(keys)
        self.terminal.press(*keys)

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.terminal.type(text)

    def sees(self, *sights: str | re.Pattern[str]) -> None:
        """Wait for words; for one of several."""

        def seen(_: Terminal) -> bool:
            text = self.text
            return any(one in text if isinstance(one, str) else one.search(text) for one in sights)

        try:
            self.terminal.wait_for(seen, PATIENCE)
        except NotShown as error:
            raise NotShown(f"{sights}: {error}") from None

    def reads(self, sight: str | re.Pattern[str]) -> None:
        """Wait for words that ask something, until nothing moves any more."""
        self.sees(sight)
        self.terminal.settle(quiet=HAND)

    def found(self, pattern: str) -> str:
        """What stands on the screen, once it does."""
        self.sees(re.compile(pattern))
        match = re.search(pattern, self.text)
        assert match is not None
        return match[1]

    def desk(self, tab: str, words: str | re.Pattern[str]) -> None:
        """F7, and one of the counter's tabs."""
        self.press("f7")
        self.sees("Comptoir des bénévoles")
        self.press(tab, "enter")
        self.reads(words)


def cents(text: str) -> int:
    return int(text.replace(" ", "").replace(",", ""))


def scale(one: Position) -> int:
    """What the scale says of a position, in grams: a little more than was ordered."""
    return one.quantity + one.ordered * 3 // 100


def asked(one: Position) -> str:
    """What is typed for a position: grams, or how many pieces."""
    return str(one.quantity // 1_000 if one.unit == "piece" else scale(one))


class Afternoon:
    """The day as it is played. `taken` is the money that went over the counter, by what the screen said was due."""

    def __init__(self, day_: Day, book: Book) -> None:
        self.day, self.book = day_, book
        self.taken: Counter[str] = Counter()
        self.debts: Counter[int] = Counter()  # basket → cents that stay to pay
        self.told: Counter[str] = Counter()  # gestures by kind
        self.served: list[Served] = []
        self.weights = 0
        self.jar_of = 0  # whose jar was weighed at the stand: basket id
        self.begun = 0, 0.0  # keys and seconds for the person at whom the power went

    def positions(self, one: Person) -> tuple[Position, ...]:
        return positions.of_order(self.book, one.basket_id)

    # --- The till, and what came --------------------------------------------------------------------------------------

    def opens_the_till(self, hands: Hands) -> None:
        hands.desk("7", "Ouvrir la caisse")
        hands.press("enter")  # an empty sum: it is counted instead
        hands.reads(re.compile(r"100 €? *>"))
        self._counts(hands, FLOAT)
        hands.reads("50,00 €")
        hands.press("f8")
        hands.reads("La caisse est ouverte, avec 50,00 €.")
        self.told["opened"] += 1

    def _counts(self, hands: Hands, counts: dict[int, int]) -> None:
        """Each note and coin that is there; Enter goes to the next."""
        left = dict(counts)
        for value in (*NOTES, *COINS):
            number = left.pop(value, 0)
            if number:
                hands.type(str(number))
            if not left:
                return
            hands.press("enter")

    def notes_what_came(self, hands: Hands) -> dict[int, int]:
        """As expected, but for two that are short and one that came by the sack. What came, by product."""
        hands.desk("2", "à noter")
        board = leftovers.board(self.book, self.day.volunteer, self.day.distribution_id)
        short = {self.day.products[APRICOTS]: "1", self.day.products[ALMONDS]: "2"}
        rules = {"1": "(•) Selon la commande", "2": "(•) Un peu pour chacun"}
        came = {}
        for one in board:
            hands.reads(re.compile(rf"{re.escape(one.name)} +[\d,]+ \w+ > \["))
            if one.product_id in short:
                came[one.product_id] = one.expected * 7 // 10 // 50 * 50
                hands.type(f"{came[one.product_id] / 1000:.3f}".replace(".", ","))
                hands.press("enter")
                hands.reads("Entrée : partager")
                hands.press("enter")
                hands.reads("Selon la commande")
                rule = short[one.product_id]
                hands.press(rule)
                hands.reads(rules[rule])
                hands.press("f8")
                hands.reads("partage de")
                self.told["shared"] += 1
                hands.press("enter")  # on to the next
            elif one.product_id == self.day.products[FLOUR]:
                came[one.product_id] = 25_000
                hands.type("25")
                hands.press("enter")
            else:
                came[one.product_id] = one.expected
                hands.press("enter")
            self.told["received"] += 1
            hands.sees(f"● {one.name} :", "TOUT EST NOTÉ")
        for one in leftovers.board(self.book, self.day.volunteer, self.day.distribution_id):
            assert came[one.product_id] == one.received
            assert 0 <= one.left < one.step or one.product_id == self.day.products[FLOUR]  # all that came is promised
        for who in self.day.people:
            almonds = [each for each in self.positions(who) if each.product_id == self.day.products[ALMONDS]]
            assert all(each.quantity for each in almonds), "a little for everybody"
        return came

    # --- The stand of one product -------------------------------------------------------------------------------------

    def weighs_the_rice(self, hands: Hands) -> None:
        """For everybody who ordered it; three of them with a slip of the finger or a jar."""
        hands.desk("3", "des lettres, ou la référence")
        hands.type("riz")
        hands.sees("> Riz rond")
        hands.press("enter")
        hands.reads("RIZ ROND")
        before = hands.keys
        stand = weighing.stand(self.book, self.day.volunteer, self.day.distribution_id, self.day.products[RICE])
        for place, line in enumerate(stand.lines):
            name = f"{line.first_name} {line.last_name.upper()}"
            marked = re.compile(rf"(?m)^ +{line.basket}  .*> \[")
            hands.sees(marked)
            grams = scale(line.position)
            match place:
                case 0:  # the comma of the scale became one of kilos
                    hands.type(f"{grams},0")
                    hands.press("enter")
                    hands.reads("c'est trop")
                    hands.press("enter")
                case 1:  # the scale of the one before is typed again, and taken back
                    hands.type(str(line.position.ordered - 10))
                    hands.press("enter")
                    hands.sees(f"● {name} :")
                    hands.press("ctrl+z")
                    hands.sees("Annulé")
                    hands.sees(marked)
                    hands.type(str(grams))
                    hands.press("enter")
                    self.told["weighed"] += 1
                    self.told["undone"] += 1
                case 2:  # with the jar on the scale
                    hands.type(f"{grams + JAR}-{JAR}")
                    hands.press("enter")
                    self.jar_of = line.position.basket_id
                case _:
                    hands.type(str(grams))
                    hands.press("enter")
            hands.sees(f"● {name} :" if place < len(stand.lines) - 1 else "TOUT EST PESÉ")
            self.told["weighed"] += 1
        self.weights, self.weight_keys = len(stand.lines), hands.keys - before
        now = weighing.stand(self.book, self.day.volunteer, self.day.distribution_id, self.day.products[RICE])
        assert [line.position.quantity for line in now.lines] == [scale(line.position) for line in stand.lines]

    # --- One person ---------------------------------------------------------------------------------------------------

    def finds(self, hands: Hands, one: Person, *, by_letters: bool) -> None:
        hands.type(fold(one.first_name)[0] + fold(one.last_name)[:2] if by_letters else one.basket)
        hands.sees(f"> {one.name}")
        hands.press("enter")
        hands.sees(one.name.upper())

    def gives(self, hands: Hands, one: Person, *, as_ordered: bool, begun: str = "") -> int:
        """Their goods, until all is weighed; how many weights were typed. `begun` is typed already."""
        to_weigh = [each for each in self.positions(one) if each.state == "to_weigh"]
        if not to_weigh:
            return 0
        if as_ordered:
            hands.press("=")
            self.told["weighed"] += 1
        for each in [] if as_ordered else to_weigh:
            if one.basket_id == self.jar_of and each.unit != "piece":
                hands.type(str(scale(each) + JAR))
                hands.press("t")  # less the jar that was weighed at the stand
                hands.sees(f"{scale(each) + JAR}-{JAR}")
            else:
                hands.type(asked(each).removeprefix(begun))
                begun = ""
            hands.press("enter")
            hands.sees(f"● {each.name} :")
            self.told["weighed"] += 1
        hands.sees("À PAYER")
        return 0 if as_ordered else len(to_weigh)

    def pays(self, hands: Hands, one: Person, means: str) -> None:
        due = cents(hands.found(rf"À PAYER +{MONEY}"))
        match means:
            case "cash":
                given = -(-due // 1_000) * 10
                if one.basket == "9":  # a wrong sum, taken back before it is taken
                    hands.type("77")
                    hands.sees("77 = ")
                    hands.press("ctrl+z")
                    hands.sees(re.compile(r"Donné > \[ +\]"))
                hands.type(str(given))
                hands.reads(f"{given} = ")
            case "cheque":
                hands.press("right")
                hands.reads("(•) Chèque")
                hands.press("enter")
                hands.reads("Chèque n° >")
                hands.type("4071233")
                hands.reads("4071233")
            case "card":
                hands.press("right", "right")
                hands.reads("(•) Carte")
            case "part":
                hands.type("5")
                hands.reads("noter, puis le reste")
                hands.press("enter")
                hands.reads("(•) Rien aujourd'hui")
                self.debts[one.basket_id] = due - 500
                due = 500
        hands.press("enter")
        hands.reads("● Remis")
        self.taken["cash" if means == "part" else means] += due
        self.told["served"] += 1

    def goes(self, hands: Hands) -> None:
        """The next person comes."""
        hands.press("enter")
        hands.sees("numéro, ou quelques lettres")

    def serves(self, hands: Hands, number: int) -> None:
        one = self.day.people[number]
        keys, began = hands.keys, time.perf_counter()
        self.finds(hands, one, by_letters=number % 2 == 1)
        weights = self.gives(hands, one, as_ordered=number % 3 == 2 and one.basket_id != self.jar_of)
        if number == 7:
            self._sends_a_neighbour(hands)
        self.pays(hands, one, "part" if number == 5 else ("cash", "cheque", "cash", "card")[number % 4])
        self.goes(hands)
        self.served.append(Served(one.name, hands.keys - keys, time.perf_counter() - began, weights))

    def _sends_a_neighbour(self, hands: Hands) -> None:
        hands.press("n")
        hands.reads("Qui prend la commande de")
        hands.type("Rose Tilleul")
        hands.sees("qui n'est pas dans la liste")
        hands.press("enter")
        hands.reads("Rose Tilleul prend la commande")

    def begins(self, hands: Hands, number: int) -> str:
        """As far as half a weight, until the book has it; what is typed."""
        one, keys, began = self.day.people[number], hands.keys, time.perf_counter()
        self.finds(hands, one, by_letters=False)
        first = next(each for each in self.positions(one) if each.state == "to_weigh")
        half = asked(first)[:2] if first.unit != "piece" else asked(first)
        hands.type(half)
        hands.sees(re.compile(rf"\[ +{half} \]"))
        self.begun = hands.keys - keys, time.perf_counter() - began
        deadline = time.perf_counter() + PATIENCE
        while f'"weight": "{half}"' not in getattr(resuming.kept(self.book, 1), "typed", ""):
            assert time.perf_counter() < deadline, "what is typed is not kept for a power cut"
            hands.terminal.read(0.1)  # it is kept once the keys were still
        return half

    def goes_on(self, hands: Hands, number: int, half: str) -> None:
        """At the same terminal after the power cut."""
        one, (keys, seconds), before, began = self.day.people[number], self.begun, hands.keys, time.perf_counter()
        weights = self.gives(hands, one, as_ordered=False, begun=half)
        self.pays(hands, one, "cash")
        self.goes(hands)
        self.served.append(Served(one.name, keys + hands.keys - before, seconds + time.perf_counter() - began, weights))

    def sells_what_is_left(self, hands: Hands) -> None:
        """Zoé Petit has not ordered, and is not known here."""
        keys, began = hands.keys, time.perf_counter()
        hands.desk("5", "Ce qui reste")
        hands.press("enter")
        hands.reads("Qui achète ?")
        hands.type("zoe petit")
        hands.press("f8")
        hands.reads("Une nouvelle personne")
        hands.press("f8")
        hands.reads(re.compile("Z O E|ZOE|Zoe"))
        hands.type("far")
        hands.sees("Farine")
        hands.press("enter")
        hands.type("515")
        hands.sees("515")
        hands.press("enter")
        hands.press("f8")
        hands.reads("À PAYER")
        zoe = find_member(self.book, "Zoe Petit")
        self.pays(hands, Person(0, "", zoe.id, "Zoe", "Petit"), "cash")
        self.goes(hands)
        self.told["added"] += 1
        self.served.append(Served("Zoe PETIT", hands.keys - keys, time.perf_counter() - began, 1))

    # --- The evening --------------------------------------------------------------------------------------------------

    def looks_how_far_it_is(self, hands: Hands) -> None:
        hands.desk("6", f"{PEOPLE + 1} servies sur {PEOPLE + 1}")
        hands.press("3")
        for basket, left in self.debts.items():
            one = next(each for each in self.day.people if each.basket_id == basket)
            hands.sees(re.compile(rf"{one.name}.* {left // 100},{left % 100:02} €"))

    def closes_the_till(self, hands: Hands) -> None:
        """Ten cents are missing, and nobody knows why."""
        hands.desk("7", "Compter la caisse")
        expected = cents(hands.found(rf"Attendu +{MONEY}"))
        assert expected == 5_000 + self.taken["cash"]
        counts = dict(change(expected - 10))
        self._counts(hands, counts)
        hands.reads("Il manque 10 centimes.")
        hands.press("f8")
        hands.reads("Pourquoi ?")
        hands.type("Sans doute mal rendu une fois")
        hands.press("f8")
        hands.reads("La caisse est fermée")
        self.told["closed"] += 1

    def says_who_did_what(self, hands: Hands) -> None:
        hands.press("f7")
        hands.sees("Comptoir des bénévoles")
        hands.press("9", "down", "down", "down", "down", "enter")
        hands.reads("Personne ou produit")
        hands.press("enter")
        hands.sees(f"{sum(self.told.values())} gestes.")
        hands.type("haddou remise")
        hands.sees(re.compile("commande remise, .*Hawa HADDOU, à Rose Tilleul"))


def adds_up(afternoon: Afternoon, came: dict[int, int]) -> None:
    """The book says what happened at the counter, to the cent and to the gram."""
    day_, book = afternoon.day, afternoon.book
    by, here = day_.volunteer, day_.distribution_id
    found = till.till(book, by, here)
    assert found.taken == afternoon.taken
    assert (found.state, found.closed_by, found.words) == ("closed", "Nadia Kessel", "Sans doute mal rendu une fois")
    assert found.expected == 5_000 + afternoon.taken["cash"]
    assert found.counted == found.expected - 10

    money = rows(book, "SELECT means, SUM(amount) FROM posting WHERE kind = 'payment' GROUP BY means")
    assert dict(money) == afternoon.taken
    ordered = rows(book, "SELECT SUM(amount) FROM order_line")[0][0]
    assert ordered == sum(afternoon.taken.values()) + sum(afternoon.debts.values())
    sales = reports.day(book, here).sales
    assert sum(one.order.total for one in sales) == ordered
    assert sum(one.paid for one in sales) == sum(afternoon.taken.values())
    assert sum(amount for one in sales for _, amount in one.rates) == ordered
    people = day.visitors(book, by, here)
    for one in people:
        assert balance(book, one.member_id, day_.group_id) == -one.due == -afternoon.debts[one.basket_id]
        assert one.state == "served"
    assert {one.member_id: one.amount for one in day.balances(book, by, day_.group_id)} == {
        one.member_id: -one.due for one in people if one.due
    }

    held: Counter[int] = Counter()
    for one in people:
        for each in positions.of_order(book, one.basket_id):
            assert each.state != "to_weigh"
            held[each.product_id] += each.quantity
    for left in leftovers.board(book, by, here):
        assert (left.received, left.promised) == (came[left.product_id], 0)
        assert left.weighed == held[left.product_id]

    gestures = told.told(book, by, here)
    assert Counter(one.kind for one in gestures) == afternoon.told
    assert len(gestures) == rows(book, "SELECT COUNT(*) FROM gesture")[0][0]
    assert {one.by for one in gestures} == {"Nadia Kessel"}
    [neighbour] = [one for one in gestures if one.to == "Rose Tilleul"]
    assert (neighbour.kind, neighbour.person) == ("served", day_.people[7].name)


def rows(book: Book, text: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = book.db.execute_sql(text).fetchall()
    return found


def report(afternoon: Afternoon, back: float, whole: float) -> Iterator[str]:
    """What it took, one line each."""
    people = afternoon.served
    measured: dict[str, list[float]] = {
        "Keys": [one.keys for one in people],
        "Seconds": [one.seconds for one in people],
    }
    for what, of in measured.items():
        worst = max(of)
        who = people[of.index(worst)]
        yield (
            f"{what} per person: median {statistics.median(of):.3g}, most {worst:.3g}"
            f" ({who.name}, {who.weights} weights typed)"
        )
    yield f"Keys per weight at the stand: {afternoon.weight_keys / afternoon.weights:.1f} ({afternoon.weights} weights)"
    yield f"From signing in again to the person with what was typed: {back:.1f} s"
    yield f"The whole day: {len(people)} people in {whole:.0f} s"


def test_a_whole_day_is_played_by_keys_alone(
    tmp_path_factory: pytest.TempPathFactory, record_property: Callable[[str, object], None]
) -> None:
    began = time.perf_counter()
    day_ = make(tmp_path_factory.mktemp("counter") / "laptop", PEOPLE)
    laptop, book = Laptop(day_.home), day_.book()
    afternoon, middle = Afternoon(day_, book), PEOPLE // 2 - 2
    with laptop.screen() as terminal:
        hands = Hands(terminal)
        signs_in(terminal, VOLUNTEER, SECRET)
        hands.sees("CLOSE")
        afternoon.opens_the_till(hands)
        came = afternoon.notes_what_came(hands)
        afternoon.weighs_the_rice(hands)
        hands.desk("4", "numéro, ou quelques lettres")
        for number in range(middle):
            afternoon.serves(hands, number)
        half = afternoon.begins(hands, middle)
        terminal.kill()
    with laptop.screen() as terminal:
        hands = Hands(terminal)
        signs_in(terminal, VOLUNTEER, SECRET)
        signed_in = time.perf_counter()
        hands.sees(day_.people[middle].name.upper())
        hands.sees(re.compile(rf"\[ +{half} \]"))
        back = time.perf_counter() - signed_in
        afternoon.goes_on(hands, middle, half)
        for number in range(middle + 1, PEOPLE):
            afternoon.serves(hands, number)
        hands.sees("● Tout le monde est servi.")
        afternoon.sells_what_is_left(hands)
        afternoon.looks_how_far_it_is(hands)
        afternoon.closes_the_till(hands)
        hands.press("f12")
        hands.sees("Code secret")
        signs_in(terminal, COORDINATOR, SECRET)
        hands.sees("CLOSE")
        afternoon.says_who_did_what(hands)
    adds_up(afternoon, came)
    for line in report(afternoon, back, time.perf_counter() - began):
        print(line)
        name, _, value = line.partition(": ")
        record_property(name, value)
    book.close()
