"""« Proposer »: a plan is looked for beside a living screen, read with its reasons, accepted by line or together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from db.calls import calls
from db.database import Book
from db.delivery import collect
from db.delivery_lists import board
from db.delivery_plan import suggest
from db.delivery_steps import agree, take
from db.values.delivery import PlanLine, Suggestion
from screens.plan import Plan
from tests.db import neighbours as neighbourhood
from tests.db import world as small
from tests.db.neighbours import Neighbours, another_request
from tests.db.world import RICE, World
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter
from tests.screens.team_drivers import meanwhile, opens, volunteer


@pytest.fixture
def world(book: Book) -> World:
    return small.make(book, others=5)


@pytest.fixture
def neighbours(book: Book, world: World) -> Neighbours:
    return neighbourhood.make(book, world)


@pytest.fixture
def second(book: Book, world: World, neighbours: Neighbours) -> int:
    """A second request, in the street where Omar lives; Omar carries one, Hélène two."""
    return another_request(book, world, world.others[0], (RICE, 2_000), address="9 rue de Paris", postcode="31500")


def carried_by(person: AtTheCounter, at: Neighbours) -> dict[str, str]:
    """Who carries whose order, as the book has it."""
    return {line.name: line.deliverer for line in board(person.app.book, at.volunteer, at.group)}


def plan_of(person: AtTheCounter) -> Plan:
    page = person.app.screen
    assert isinstance(page, Plan)
    return page


# --- What is read -----------------------------------------------------------------------------------------------------


async def test_each_line_says_who_by_whom_and_why_and_that_no_plan_is_better(
    start: Start, book: Book, neighbours: Neighbours, second: int
) -> None:
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        assert person.reads("Panier Qui Livré par Pourquoi")
        assert person.reads("> [x] 1 Sarah VARDA Hélène PORTE même rue, 0,25 kg sur 20 kg")
        assert person.reads("[x] 2 Prénom0 NOM0 Omar LOIN même rue, 2 kg sur 5 kg")
        assert person.reads("Sarah VARDA, panier n° 1, 0,25 kg. Hélène PORTE : même rue, 0,25 kg sur 20 kg, 1 commande")
        assert person.reads("2 demandes sur 2 servies. C'est le meilleur partage possible.")
        assert set(carried_by(person, neighbours).values()) == {""}, "nothing is assigned before somebody says so"


async def test_who_is_left_out_is_said_with_the_reason(
    start: Start, book: Book, world: World, neighbours: Neighbours, second: int
) -> None:
    another_request(book, world, world.others[1], (RICE, 21_000))
    for member in world.others[2:4]:
        another_request(book, world, member, (RICE, 3_000))
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        assert person.reads("3 demandes sur 5 servies.")
        assert person.reads("! 3 Prénom1 NOM1 personne : 21 kg, plus que ce que quiconque porte")
        assert person.reads("plus personne n'a de place pour 0,25 kg")
        await person.presses("end")
        assert person.reads("Personne pour Prénom1 NOM1, panier n° 3 (21 kg : plus que ce que quiconque porte).")
        for key in ("space", "enter"):
            await person.presses(key)
            assert person.reads("Personne ne peut livrer celle-ci pour l'instant.")


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ((1, 9, 9), "Le meilleur trouvé en 10 s : au mieux 1 demande de plus."),
        ((2, 9, 9), "Le meilleur trouvé en 10 s : au mieux 2 demandes de plus."),
        ((0, 3, 9), "Le meilleur trouvé en 10 s : pas une demande de plus, peut-être plus près."),
        ((0, 0, 1), "Le meilleur trouvé en 10 s : ni plus ni plus près, peut-être mieux réparti."),
    ],
)
async def test_what_is_not_proven_is_said_with_what_a_better_plan_could_have(
    gaps: tuple[int, int, int],
    said: str,
    start: Start,
    book: Book,
    neighbours: Neighbours,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "screens.plan_search.suggest", lambda *given, **more: suggest(*given, **more)._replace(proven=False, gaps=gaps)
    )
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        assert person.reads(said)


async def test_where_there_is_nothing_to_plan_one_sentence_says_so(
    start: Start, book: Book, world: World, neighbours: Neighbours
) -> None:
    take(book, neighbours.helper, neighbours.basket)
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        assert person.reads("Chaque demande a quelqu'un qui la livre. Échap : retour")
        await opens(person, Plan(world.next))
        assert person.reads("Personne ne demande à être livré·e ici. Échap : retour")
        await person.presses("f8", "space", "enter", "n", "escape", "escape")
        assert person.page == "Distributions"


async def test_where_nobody_offered_that_is_said(start: Start, book: Book, world: World) -> None:
    small.order(book, world, world.sarah, (RICE, 1_000))
    from db.ordering import basket_of

    neighbourhood.asks(book, world.sarah, basket_of(book, world.sarah, world.open))
    at = Neighbours(world.group, world.open, 0, world.volunteer, world.coordinator, world.sarah, 0, 0, 0)
    async with volunteer(start, book, at) as person:
        await opens(person, Plan(world.open))
        assert person.reads("Personne n'a proposé de livrer ici. Notez d'abord une proposition.")


def many(lines: int) -> Suggestion:
    """A plan of many lines and of long names, as a book of that size would give it."""
    return Suggestion(
        tuple(
            PlanLine(at, str(at), f"Marie-Antoinette{at} DE-LA-TOUR", at, f"Jean-Christophe{at} BEAUREGARD", 2,
                     14_500, 1, 3, 14_500, 120_500)
            for at in range(lines)
        ), (), 1, lines, True, (0, 0, 0),
    )  # fmt: skip


async def test_sixty_lines_with_long_names_can_all_be_read_at_80_by_24(
    start: Start, book: Book, neighbours: Neighbours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.plan_search.suggest", lambda *_given, **_more: many(60))
    monkeypatch.setattr("screens.plan.Plan._as_it_is", lambda _page, line: _shown(line))
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        for at in range(60):
            assert person.reads(f"Marie-Antoinette{at} DE-LA-TOUR, panier n° {at}, 14,5 kg."), at
            assert person.reads("même code postal, 14,5 kg sur 120,5 kg"), "a reason is never cut"
            assert person.marks == 1
            await person.presses("down")


def _shown(line: PlanLine) -> Any:
    from screens.plan_words import TICKED, Shown

    return Shown(line, TICKED)


# --- Accepting --------------------------------------------------------------------------------------------------------


async def test_f8_assigns_all_that_are_ticked_and_ctrl_z_takes_them_back(
    start: Start, book: Book, neighbours: Neighbours, second: int
) -> None:
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        assert person.reads("[ F8 Attribuer les 2 cochées ]")
        await person.presses("f8")
        assert carried_by(person, neighbours) == {"Sarah VARDA": "Hélène PORTE", "Prénom0 NOM0": "Omar LOIN"}
        assert person.reads("2 demandes attribuées. Il reste à prévenir les personnes concernées.")
        assert person.reads("● 1 Sarah VARDA Hélène PORTE attribuée, 0,25 kg sur 20 kg")
        await person.presses("f8")
        assert person.reads("Aucune ligne n'est cochée.")
        await person.presses("ctrl+z")
        assert person.reads("Annulé : 2 attributions.")
        assert set(carried_by(person, neighbours).values()) == {""}
        assert calls(person.app.book, neighbours.volunteer, neighbours.group) == ()
        await person.presses("ctrl+z")
        assert person.reads("Il n'y a rien à annuler sur cet écran.")


async def test_space_refuses_a_line_and_the_others_are_assigned(
    start: Start, book: Book, neighbours: Neighbours, second: int
) -> None:
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        await person.presses("space")
        assert person.reads("> [ ] 1 Sarah VARDA")
        assert person.reads("[ F8 Attribuer la 1 cochée ]")
        await person.presses("space", "space", "f8")
        assert carried_by(person, neighbours) == {"Sarah VARDA": "", "Prénom0 NOM0": "Omar LOIN"}


async def test_enter_assigns_the_line_under_the_mark_alone_and_at_once(
    start: Start, book: Book, neighbours: Neighbours, second: int
) -> None:
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        await person.presses("down", "enter")
        assert carried_by(person, neighbours) == {"Sarah VARDA": "", "Prénom0 NOM0": "Omar LOIN"}
        assert person.reads("Omar LOIN livre la commande de Prénom0 NOM0. Il reste à les prévenir.")
        await person.presses("enter")
        assert person.reads("Celle-ci est déjà attribuée.")
        await person.presses("f8", "ctrl+z")
        assert carried_by(person, neighbours) == {"Sarah VARDA": "", "Prénom0 NOM0": "Omar LOIN"}
        await person.presses("ctrl+z")
        assert set(carried_by(person, neighbours).values()) == {""}


async def test_leaning_on_enter_assigns_nothing(start: Start, book: Book, neighbours: Neighbours, second: int) -> None:
    async with volunteer(start, book, neighbours) as person:
        person.app.push_screen(Plan(neighbours.open))
        await person.leans_on("enter")
        await person.leans_on("enter")
        assert person.page == "Plan"
        assert set(carried_by(person, neighbours).values()) == {""}


async def test_n_searches_without_the_lines_that_were_refused(start: Start, book: Book, neighbours: Neighbours) -> None:
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        assert person.reads("Sarah VARDA Hélène PORTE même rue")
        await person.presses("space", "n")
        assert person.reads("> [x] 1 Sarah VARDA Omar LOIN plus loin")
        await person.presses("space", "n")
        assert person.reads("0 demande sur 1 servie. C'est le meilleur partage possible sans les 2 refusées.")
        assert person.reads("! 1 Sarah VARDA plus personne n'a de place pour 0,25 kg")


async def test_what_a_deliverer_would_carry_counts_no_refused_line(
    start: Start, book: Book, world: World, neighbours: Neighbours
) -> None:
    another_request(book, world, world.others[0], (RICE, 8_000))
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        assert person.reads("Prénom0 NOM0 Hélène PORTE même rue, 8,25 kg sur 20 kg")
        await person.presses("space")
        assert person.reads("Prénom0 NOM0 Hélène PORTE même rue, 8 kg sur 20 kg")


# --- Others are faster ------------------------------------------------------------------------------------------------


async def test_a_request_that_was_taken_meanwhile_is_named_and_the_others_stay_ticked(
    start: Start, book: Book, book_path: Path, home: Path, world: World, neighbours: Neighbours, second: int
) -> None:
    third = another_request(book, world, world.others[1], (RICE, 1_000))
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        meanwhile(book_path, home, person, lambda theirs: take(theirs, neighbours.other, neighbours.basket))
        meanwhile(book_path, home, person, lambda theirs: collect(theirs, world.others[1], third))
        await person.presses("f8")
        assert person.reads("Sarah VARDA: Cette demande vient d'être prise par Omar L.")
        assert carried_by(person, neighbours) == {"Sarah VARDA": "Omar LOIN", "Prénom0 NOM0": ""}, "all or none"
        assert person.reads("× 1 Sarah VARDA Hélène PORTE prise par Omar LOIN")
        assert person.reads("× 3 Prénom1 NOM1 Hélène PORTE n'a plus besoin d'être livrée")
        await person.presses("enter")
        assert person.reads("Celle-ci n'est plus à prendre : n cherche de nouveau.")
        await person.presses("n")
        assert person.reads("> [x] 2 Prénom0 NOM0 Hélène PORTE")
        await person.presses("f8")
        assert carried_by(person, neighbours) == {"Sarah VARDA": "Omar LOIN", "Prénom0 NOM0": "Hélène PORTE"}


async def test_a_line_beyond_what_its_deliverer_can_still_carry_is_ticked_no_more(
    start: Start, book: Book, book_path: Path, home: Path, neighbours: Neighbours, second: int
) -> None:
    async with volunteer(start, book, neighbours) as person:
        await opens(person, Plan(neighbours.open))
        offer = partial(neighbourhood.offers, distribution=neighbours.open, member=neighbours.other)
        meanwhile(book_path, home, person, lambda theirs: offer(theirs, orders=1, grams=1_000, transport="foot"))
        await person.presses("f8")
        assert person.reads("Prénom0 NOM0: Avec cette commande : 2 kg sur 1 kg.")
        assert person.reads("Rien n'est attribué ; 1 autre reste cochée.")
        await person.presses("f8")
        assert carried_by(person, neighbours) == {"Sarah VARDA": "Hélène PORTE", "Prénom0 NOM0": ""}


async def test_what_an_agreement_rests_on_is_not_undone(
    start: Start, book: Book, book_path: Path, home: Path, neighbours: Neighbours
) -> None:
    at = neighbours
    async with volunteer(start, book, at) as person:
        await opens(person, Plan(at.open))
        await person.presses("f8")
        meanwhile(
            book_path, home, person, lambda theirs: agree(theirs, at.helper, at.basket, at.ends_at, "paid", "bags")
        )
        await person.presses("ctrl+z")
        assert person.reads("× pas annulé Un accord a été noté depuis")
        assert carried_by(person, at) == {"Sarah VARDA": "Hélène PORTE"}


# --- While it searches ------------------------------------------------------------------------------------------------


class Held:
    """A search that goes on until it is told to stop, or is let go; where it ran, and how it ended."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.thread: threading.Thread | None = None
        self.ended = ""

    def plan(self, *given: Any, stop: Callable[[], bool], **more: Any) -> Suggestion:
        self.thread = threading.current_thread()
        for _ in range(20_000):  # not for ever, should it hold back what lets it go
            if stop() or self.let_go.wait(0.001):
                break
        self.ended = "stopped" if stop() else "let go" if self.let_go.is_set() else "given up"
        return suggest(*given, **more)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    search = Held()
    monkeypatch.setattr("screens.plan_search.suggest", search.plan)
    yield search
    search.let_go.set()


async def until(true: Callable[[], bool], person: AtTheCounter) -> None:
    """Wait for something while a search is under way, for which `settles` would wait too."""
    for _ in range(200):
        if true():
            return
        await person.pilot.pause()
    raise AssertionError(person.text)


async def searches(person: AtTheCounter, at: Neighbours, held: Held) -> Plan:
    page = Plan(at.open)
    person.app.push_screen(page)
    await until(lambda: page.is_mounted and page.searching and held.thread is not None, person)
    return page


async def test_keys_are_answered_while_it_searches(
    start: Start, book: Book, neighbours: Neighbours, held: Held
) -> None:
    async with volunteer(start, book, neighbours) as person:
        page = await searches(person, neighbours, held)
        for _ in range(3):
            person._send("f1", None)
            await until(lambda: person.page == "HelpPage", person)
            person._send("escape", None)
            await until(lambda: person.page == "Plan", person)
        assert (page.searching, held.ended) == (True, ""), "all that happened while the search was held"
        assert held.thread is not threading.current_thread()
        assert person.reads("> Recherche du meilleur partage…")
        assert person.reads("s, 10 s au plus")
        held.let_go.set()
        await person.settles()
        assert held.ended == "let go"
        assert person.reads("C'est le meilleur partage possible.")


async def test_escape_stops_the_search_and_leaves_at_once(
    start: Start, book: Book, neighbours: Neighbours, held: Held
) -> None:
    async with volunteer(start, book, neighbours) as person:
        await searches(person, neighbours, held)
        for key in ("f8", "space", "n", "enter", "x", "1"):
            person._send(key, key if len(key) == 1 else None)
        person._send("escape", None)
        await until(lambda: person.page == "Distributions", person)
        await person.settles()
        assert held.ended == "stopped"
        assert set(carried_by(person, neighbours).values()) == {""}


async def test_signing_out_stops_the_search(start: Start, book: Book, neighbours: Neighbours, held: Held) -> None:
    async with volunteer(start, book, neighbours) as person:
        await searches(person, neighbours, held)
        person._send("f12", None)
        await until(lambda: person.page == "SignIn", person)
        await person.settles()
        assert held.ended == "stopped"
        assert person.page == "SignIn"


async def test_only_the_team_may_ask_for_a_plan(start: Start, book: Book, neighbours: Neighbours) -> None:
    async with volunteer(start, book, neighbours, neighbours.helper) as person:
        await opens(person, Plan(neighbours.open))
        assert person.reads("bénévole")
        assert not person.reads("Sarah VARDA")
