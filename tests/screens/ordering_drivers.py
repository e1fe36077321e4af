"""A member who orders: from « Commandes » to « enregistrée », in words of the counter.

async with member_at(start, world.sarah, world.group) as sarah:
    await sarah.opens_shop()
    await sarah.wants("abricots", "0,5")
    await sarah.validates_and_confirms()
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from db import accounts
from tests.screens.conftest import Start
from tests.screens.drivers import AtTheCounter


class Orderer(AtTheCounter):
    """Somebody who is signed in, and sees « Commandes »."""

    async def opens_shop(self) -> None:
        """« Cliquez sur « Commander ». » The open card is in focus."""
        await self.presses("enter")
        assert self.page == "Shop", self.text

    async def finds(self, name: str) -> None:
        """Search, and stand on the first hit."""
        await self.presses("f3")
        await self.types(name, "enter")

    async def wants(self, name: str, quantity: str) -> None:
        """Search a product, type a quantity, put it in the basket, see all products again."""
        await self.finds(name)
        await self.types(quantity, "enter")
        await self.presses("escape")

    async def validates(self) -> None:
        await self.presses("f8")
        assert self.page == "Payment", self.text

    async def confirms(self) -> None:
        """« Paiement sur place », then « Confirmer »."""
        await self.presses("enter")
        assert self.page == "Confirmation", self.text
        await self.presses("enter")

    async def validates_and_confirms(self) -> None:
        await self.validates()
        await self.confirms()
        assert self.page == "Recorded", self.text

    async def a_minute_passes(self) -> None:
        """The program looks at the clock and at the book, as it does every second."""
        self.app.watcher.look()
        await self.settles()

    @property
    def plain(self) -> str:
        """As `prose`, with ordinary blanks before units and signs."""
        return self.prose.replace("\u00a0", " ").replace("\u202f", " ")

    def says(self, words: str) -> bool:
        """Whether the words stand on the screen, wrapped or not, whatever blanks a unit takes."""
        return " ".join(words.split()) in self.plain


@asynccontextmanager
async def member_at(start: Start, member_id: int, group_id: int, **more: Any) -> AsyncIterator[Orderer]:
    """A member of the group who has just signed in."""
    async with start(**more) as somebody:
        person = Orderer(somebody.app, somebody.pilot)
        person.app.welcome(accounts.person(person.app.book, member_id), group_id)
        await person.settles()
        yield person
