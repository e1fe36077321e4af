"""The keyboard was left: what the next person sees, and how the same person comes back."""

from __future__ import annotations

import pytest

from db import access
from db.database import Book
from tests.screens.conftest import Start
from tests.screens.drivers import SECRET, coordinator_of, group, member


@pytest.fixture
def bellefontaine(book: Book) -> int:
    group_id = group(book)
    member(book, group_id, phone="0639981234")
    return group_id


async def test_nothing_personal_is_shown_and_the_secret_leads_back_to_where_one_was(
    bellefontaine: int, start: Start
) -> None:
    async with start() as sarah:
        await sarah.signs_in()
        await sarah.presses("f5")
        before = sarah.text
        sarah.app.lock()
        await sarah.settles()
        assert sarah.page == "Locked"
        assert "Sarah" not in sarah.text
        assert "VARDA" not in sarah.text
        assert "solde" not in sarah.text
        assert "BELLEFONTAINE" not in sarah.text
        assert sarah.marks == 1
        await sarah.types(SECRET, "enter")
        assert sarah.text == before


async def test_a_wrong_secret_is_refused_and_counts(book: Book, bellefontaine: int, start: Start) -> None:
    async with start() as sarah:
        await sarah.signs_in()
        sarah.app.lock()
        await sarah.settles()
        await sarah.presses("enter")
        assert sarah.reads("× Écrivez votre code secret.")
        for _ in range(4):
            await sarah.types("135791", "enter")
        assert sarah.page == "Locked"
        assert sarah.reads("Réessayez dans")
        assert "•" not in sarah.text


async def test_another_person_of_the_family_does_not_unlock_it(book: Book, bellefontaine: int, start: Start) -> None:
    from db.accounts import change_secret

    karim = member(book, bellefontaine, "Karim", "Varda", phone="0639981234")
    change_secret(book, karim.id, karim.id, access.hash_secret("852137"))
    async with start() as sarah:
        await sarah.signs_in("0639981234")
        assert "Sarah VARDA" in sarah.lines[0]
        sarah.app.lock()
        await sarah.settles()
        await sarah.types("852137", "enter")
        assert sarah.page == "Locked"
        assert sarah.reads("× Ce code n'ouvre pas cet écran.")


async def test_a_code_that_serves_once_is_not_used_up_here(book: Book, bellefontaine: int, start: Start) -> None:
    async with start() as sarah:
        await sarah.signs_in()
        person = sarah.app.session
        assert person is not None
        code = access.give_code(book, coordinator_of(book, bellefontaine), person.person.id)
        sarah.app.lock()
        await sarah.settles()
        await sarah.types(code, "enter")
        assert sarah.page == "Locked"
        await sarah.presses("escape")
        await sarah.signs_in(secret=code)
        assert sarah.page == "ChooseSecret"


@pytest.mark.parametrize("key", ["escape", "f12"])
async def test_somebody_else_starts_anew(bellefontaine: int, start: Start, key: str) -> None:
    async with start() as sarah:
        await sarah.signs_in()
        sarah.app.lock()
        await sarah.settles()
        await sarah.presses(key)
        assert sarah.page == "SignIn"
        assert sarah.app.session is None
        assert "Sarah" not in sarah.text


@pytest.mark.parametrize("pages", [(), ("f4",), ("f4", "p"), ("f4", "t"), ("f4", "t", "f5")])
async def test_who_leaves_from_any_depth_leaves_nothing_behind(
    bellefontaine: int, start: Start, pages: tuple[str, ...]
) -> None:
    async with start() as sarah:
        await sarah.signs_in()
        await sarah.presses(*pages)
        sarah.app.lock()
        await sarah.settles()
        await sarah.presses("f12")
        assert sarah.page == "SignIn"
        assert "×" not in sarah.text
        await sarah.signs_in()
        assert sarah.page == "Distributions"
        await sarah.presses(*pages, "f12")
        assert sarah.page == "SignIn"
        assert "×" not in sarah.text


@pytest.mark.parametrize("key", ["f2", "f4", "f5", "f6", "f7", "f8", "ctrl+p", "ctrl+z", "ctrl+o", "ctrl+q"])
async def test_no_other_key_leads_past_it(bellefontaine: int, start: Start, key: str) -> None:
    async with start() as sarah:
        await sarah.signs_in()
        sarah.app.lock()
        await sarah.settles()
        await sarah.presses(key)
        assert sarah.page == "Locked"
