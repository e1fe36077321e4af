"""What every page that reads the book does when the book refuses, whatever the page forgot to catch."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest
from textual.widget import Widget

from db.database import Book
from db.errors import Unknown
from screens.counter import CounterPage
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter, group, member
from widgets.choice import Choice, Option

GONE = "Aucun produit ne correspond à « 7 »."


@pytest.fixture
def bellefontaine(book: Book) -> int:
    group_id = group(book)
    member(book, group_id)
    return group_id


class RefusedAtItsBody(CounterPage[None]):
    def body(self) -> Iterable[Widget]:
        yield Choice([Option("first", "First")])
        raise Unknown(kind="product", given="7")


class RefusedWhenMounted(CounterPage[None]):
    def on_mount(self) -> None:
        raise Unknown(kind="product", given="7")


class RefusedAtAnAnswer(CounterPage[None]):
    came_back = 0

    def body(self) -> Iterable[Widget]:
        yield Choice([Option("first", "First"), Option("second", "Second")])

    def on_choice_taken(self, message: Choice.Taken) -> None:
        raise Unknown(kind="product", given="7")

    def come_back(self) -> None:
        self.came_back += 1
        raise Unknown(kind="product", given="7")


async def opens(person: AtTheCounter, page: CounterPage[None]) -> list[None]:
    """The page is opened over the one in view; what it gave back when it was left."""
    given: list[None] = []
    person.app.push_screen(page, given.append)
    await person.settles()
    return given


@pytest.mark.parametrize("page", [RefusedAtItsBody, RefusedWhenMounted])
async def test_a_page_that_may_not_open_says_why_on_the_page_before(
    page: type[CounterPage[None]], bellefontaine: int, start: Start
) -> None:
    async with asyncio.timeout(10), start() as sarah:
        await sarah.signs_in()
        assert await opens(sarah, page()) == [None]
        assert sarah.page == "Distributions"
        assert sarah.reads(GONE), sarah.text
        await sarah.presses("f4")
        assert sarah.page == "Account", "the keys are taken as before"
        await sarah.presses("escape")
        assert sarah.page == "Distributions"


async def test_a_page_lives_on_when_an_answer_to_it_is_refused(bellefontaine: int, start: Start) -> None:
    async with asyncio.timeout(10), start() as sarah:
        await sarah.signs_in()
        page = RefusedAtAnAnswer()
        await opens(sarah, page)
        await sarah.presses("enter")
        assert sarah.reads(GONE), sarah.text
        await sarah.presses("f1", "escape")
        assert page.came_back == 1
        assert sarah.reads(GONE), sarah.text
        await sarah.presses("escape")
        assert sarah.page == "Distributions"


class Reread(CounterPage[None]):
    """Counts how often it reads again."""

    came_back = 0

    def come_back(self) -> None:
        self.came_back += 1


async def test_a_page_reads_again_for_whoever_comes_back_to_it_and_not_when_they_pass_by(
    bellefontaine: int, start: Start
) -> None:
    async with start() as sarah:
        await sarah.signs_in()
        page = Reread()
        await opens(sarah, page)
        await sarah.presses("f4")
        sarah.app.pop_screen()
        sarah.app.show_account()
        await sarah.settles()
        assert sarah.page == "Account"
        assert page.came_back == 0
        await sarah.presses("escape")
        assert sarah.page == "Reread"
        assert page.came_back == 1
