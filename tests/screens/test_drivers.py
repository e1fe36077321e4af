"""The person at the keyboard, whom all tests of screens rely on."""

from __future__ import annotations

from asyncio import timeout
from time import monotonic

import pytest

from tests.screens.conftest import Start


class Broken(Exception):
    pass


async def test_a_program_that_breaks_is_not_waited_for_and_says_why(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise Broken

    async def types() -> None:
        async with start() as person, timeout(10):
            monkeypatch.setattr(type(person.app.screen), "on_key", breaks, raising=False)
            await person.types("varda", "enter", "enter")

    begun = monotonic()
    with pytest.raises(Broken):
        await types()
    assert monotonic() - begun < 10
